//! The readers, each with sound files and what is special to its format.

use std::path::Path;

use image::ImageFormat;
use reptile_sketch::Error;
use reptile_sketch::data::{ClassList, ImageKind, Pool, ReadConfig, read_runs};
use reptile_sketch::sketch::{Bitmap, Image, Sketch, Strokes, View, rasterize};
use reptile_sketch::training::Checkpoint;
use reptile_sketch::weights;

use crate::fixtures::{Folder, png, read_images, zip_of};
use crate::{seals, sound};

type Read = dyn Fn(&[u8]) -> Result<(), Error> + Sync;

/// A reader, and what there is to damage.
pub struct Target {
    pub name: &'static str,
    pub sound: Vec<Vec<u8>>,
    /// What files of this format are made of, with spaces between.
    pub words: &'static str,
    /// Puts the checksums of a damaged file right.
    pub seal: fn(&mut [u8]),
    /// More memory in one piece than buffers and what is in the small files may need.
    pub most_bytes: usize,
    /// So many times its length a file may need besides.
    pub times: usize,
    /// What an error has to name.
    pub file_name: &'static str,
    /// Words of errors that only a file brings about which is sound in all that is looked at before.
    pub checks: &'static [&'static str],
    read: Box<Read>,
}

impl Target {
    fn new(
        name: &'static str,
        sound: Vec<Vec<u8>>,
        read: impl Fn(&[u8]) -> Result<(), Error> + Sync + 'static,
    ) -> Target {
        Target {
            name,
            sound,
            words: "",
            seal: seals::none,
            most_bytes: 1 << 20,
            times: 0,
            file_name: "",
            checks: &[],
            read: Box::new(read),
        }
    }

    pub fn read(&self, file: &[u8]) -> Result<(), Error> {
        (self.read)(file)
    }
}

const JSON: &str = "[ ] [[ ]] { } \" , : null true - 1e999 1e39 e99 0.1 255 \\u \"a\": \\ud800 [[[[1,2]]]] 99999999999999999999 \u{e9}";
const XML: &str = "< > /> <g> </g> <path d=\" fill=\"none\" & &amp; &#0; <!-- --> <![CDATA[ M L C A z 1e999 -1e38 transform= <rect/> <!DOCTYPE";
const INK: &str = "<traceGroup xml:id=\"a\"> </traceGroup> <traceView traceDataRef=\"#a\"/> <trace id=\"a\"> </trace> <annotation type=\"truth\"> ' \" ! * ? # : , 1e999 - &amp; <!-- <![CDATA[";
const UNIPEN: &str = "\n.SEGMENT \n.PEN_DOWN \n.PEN_UP \n.COORD \n.START_SET \n.INCLUDE a.dat 0-1 1:1-2, 0-99999999999999999999 ? \" \\ 1e999 -";
const NUMPY: &str = "<f8 >i4 |O |b1 <f2 <u8 True False ( ) , (0, (9, 18446744073709551615 -1 'shape': 'descr': 9999999";
const PICKLE: &str = ". ( t R b cnumpy\ndtype\n cos\nsystem\n q\x01 h\x01 h\x02 K\x02 J\x7f\x7f\x7f\x7f U\x04abcd ] a e N 0 \u{85} <f4 |O";
const PATHS: &str = "../ / \\ ..\\.. C:/ . __MACOSX PK\x01\x02 PK\x05\x06 PK\x03\x04 \0";
const LINES: &str =
    "\n \r / run01 test training item01.png class01.png \t \u{e9} START BREAK , - a";

/// What `bzip2 -9` needs to unpack a block, as its manual has it.
const BZIP2_BYTES: usize = 3_700_000;
/// What LZMA may make of a byte, whose bits may each stand for matches of 273 bytes, in memory that grows by doubling.
const LZMA_TIMES: usize = 32 << 10;
/// What deflate may make of a byte, in memory that grows by doubling.
const DEFLATE_TIMES: usize = 2 * 1032;

/// A name for the folders of each test, which all run at the same time.
pub fn targets(test: &str) -> Vec<Target> {
    let mut all = files(test);
    all.extend(archives(test));
    all.extend(images(test));
    all.extend(pages());
    all
}

/// A reader of a file of its own in a folder of its own, which it is given.
fn of_file<R>(
    test: &str,
    file: &'static str,
    read: R,
) -> impl Fn(&[u8]) -> Result<(), Error> + Sync + use<R>
where
    R: Fn(&Path) -> Result<(), Error> + Sync + 'static,
{
    let folder = Folder::new(&format!("fuzz-{test}-{}", file.replace('/', "-")));
    move |bytes| read(&folder.write(file, bytes))
}

fn pool(path: &Path) -> Result<(), Error> {
    Pool::read(&[path.into()], &[]).map(drop)
}

fn files(test: &str) -> Vec<Target> {
    let folder = Folder::new(&format!("fuzz-{test}-checkpoint"));
    vec![
        Target {
            words: JSON,
            seal: seals::safetensors,
            checks: &["does not fit", "tensors that its architecture has not"],
            ..Target::new("weights", sound::weights(), |file| weights::read(file).map(drop))
        },
        Target {
            words: JSON,
            seal: seals::safetensors,
            checks: &["does not fit"],
            ..Target::new("checkpoint", sound::checkpoints(&folder.0), |file| {
                Checkpoint::parse(file).map(drop)
            })
        },
        Target {
            words: JSON,
            file_name: "a.json",
            checks: &["is not finite"],
            ..Target::new("stroke file", sound::stroke_files(), of_file(test, "a.json", pool))
        },
        Target {
            words: JSON,
            file_name: "a.ndjson",
            checks: &["is not [[x"],
            ..Target::new("Quick, Draw!", sound::quick_draw(), of_file(test, "a.ndjson", pool))
        },
        Target {
            file_name: "a.bin",
            checks: &["it is damaged"],
            ..Target::new(
                "Quick, Draw! .bin",
                sound::quick_draw_binary(),
                of_file(test, "a.bin", pool),
            )
        },
        Target {
            words: LINES,
            file_name: "a.csv",
            checks: &["from 0 to 255"],
            ..Target::new("table", sound::tables(), of_file(test, "a.csv", pool))
        },
        Target {
            words: LINES,
            file_name: "",
            checks: &["a field is missing"],
            ..Target::new("index", sound::indexes(), beside_images(test, "index.csv"))
        },
        Target {
            words: XML,
            file_name: "a.svg",
            times: 256,
            checks: &["that are filled"],
            ..Target::new("SVG", sound::svg(), of_file(test, "a.svg", pool))
        },
        Target {
            words: INK,
            file_name: "a.inkml",
            times: 256,
            checks: &["is not there"],
            ..Target::new("InkML", sound::inkml(), of_file(test, "a.inkml", pool))
        },
        Target {
            words: UNIPEN,
            file_name: "a.dat",
            times: 64,
            checks: &["for each point"],
            ..Target::new("UNIPEN", sound::unipen(), of_file(test, "a.dat", pool))
        },
        Target {
            words: JSON,
            file_name: "",
            checks: &["no category"],
            ..Target::new("COCO", sound::coco(), beside_images(test, "coco.json"))
        },
        Target {
            words: LINES,
            file_name: "1.txt",
            checks: &["not x,y,t"],
            ..Target::new(
                "Omniglot's strokes",
                sound::omniglot(),
                of_file(test, "a/1.txt", |path| pool(path.parent().unwrap())),
            )
        },
        Target {
            words: NUMPY,
            file_name: "a.npy",
            checks: &["fewer numbers than its shape"],
            ..Target::new("npy", sound::npy(), of_file(test, "a.npy", pool))
        },
        Target {
            file_name: "a.mat",
            times: DEFLATE_TIMES,
            checks: &["not from 0 to 255"],
            ..Target::new("MATLAB", sound::mat(), of_file(test, "a.mat", pool))
        },
        Target {
            file_name: "a-images-idx3-ubyte",
            checks: &["fewer numbers than its shape"],
            ..Target::new("IDX", sound::idx(), idx(test))
        },
        Target {
            words: LINES,
            file_name: "list.txt",
            checks: &["names no class"],
            ..Target::new("list of classes", sound::class_lists(), class_list(test))
        },
    ]
}

/// A table beside the images that it is about.
fn beside_images(
    test: &str,
    name: &'static str,
) -> impl Fn(&[u8]) -> Result<(), Error> + Sync + use<> {
    of_file(test, name, |path| {
        let folder = path.parent().unwrap();
        std::fs::create_dir_all(folder.join("a")).unwrap();
        (0..2).for_each(|i| std::fs::write(folder.join(format!("a/{i}.png")), png(i)).unwrap());
        pool(folder)
    })
}

/// Images beside their labels.
fn idx(test: &str) -> impl Fn(&[u8]) -> Result<(), Error> + Sync + use<> {
    of_file(test, "a-images-idx3-ubyte", |path| {
        let labels = [0, 0, 8, 1, 0, 0, 0, 2, 4, 7];
        std::fs::write(path.with_file_name("a-labels-idx1-ubyte"), labels).unwrap();
        pool(path)
    })
}

fn class_list(test: &str) -> impl Fn(&[u8]) -> Result<(), Error> + Sync + use<> {
    let folder = Folder::new(&format!("fuzz-{test}-classes"));
    let classes = ["Greek/a", "Greek/d", "Hebrew/b", "Latin/c", "caf\u{e9}"]
        .map(|name| (format!("data/{name}/1.png"), png(1)));
    let entries: Vec<(&str, Vec<u8>)> =
        classes.iter().map(|(path, bytes)| (path.as_str(), bytes.clone())).collect();
    let pool = read_images(&folder.write("a.zip", zip_of(&entries))).unwrap();
    of_file(test, "list.txt", move |path| ClassList::read(path)?.lines(pool.classes()).map(drop))
}

fn archives(test: &str) -> Vec<Target> {
    let npz = of_file(test, "a.npz", pool);
    let runs = of_file(test, "runs.zip", |path| read_runs(path).map(drop));
    vec![
        Target {
            words: PICKLE,
            file_name: "a.npz",
            checks: &["a pickle that would call"],
            ..Target::new("pickled arrays", sound::pickled_arrays(), move |array| {
                npz(&zip_of(&[("train.npy", array.into())]))
            })
        },
        Target {
            words: PATHS,
            most_bytes: BZIP2_BYTES,
            times: LZMA_TIMES,
            file_name: "a.zip",
            checks: &["leads out of the archive"],
            ..Target::new("zip", sound::zips(), of_file(test, "a.zip", pool))
        },
        Target {
            words: PATHS,
            seal: seals::tar,
            file_name: "a.tar",
            checks: &["leads out of the archive"],
            ..Target::new("tar", sound::tars(), of_file(test, "a.tar", pool))
        },
        Target {
            file_name: "packed",
            most_bytes: BZIP2_BYTES,
            times: LZMA_TIMES,
            checks: &["line 1 column"],
            ..Target::new("packed", sound::packed(), of_file(test, "packed", pool))
        },
        Target {
            words: LINES,
            file_name: "runs.zip",
            checks: &["is not a training image"],
            ..Target::new("runs", sound::labels(), move |labels| {
                let names = [
                    "training/class01.png",
                    "training/class02.png",
                    "test/item01.png",
                    "test/item02.png",
                ];
                let paths = names.map(|name| format!("run01/{name}"));
                let mut entries: Vec<(&str, Vec<u8>)> =
                    paths.iter().zip(0..).map(|(path, i)| (path.as_str(), png(i))).collect();
                entries.push(("run01/class_labels.txt", labels.into()));
                runs(&zip_of(&entries))
            })
        },
    ]
}

/// Each both as a drawing and as a photograph.
fn images(test: &str) -> Vec<Target> {
    let photo = ReadConfig { kind: ImageKind::Photo { side_px: 9 }, ..ReadConfig::default() };
    // As `most_bytes` in src/data/image_file.rs has it, and what decoders may need besides: as much again, or a third.
    let times = |format| match format {
        ImageFormat::Bmp => 4 * 128,
        ImageFormat::WebP => (128 << 10) * 4 / 3,
        ImageFormat::Gif | ImageFormat::Tiff => 2 * 4 * 8 * 1032,
        _ => 4 * 8 * 1032,
    };
    let target = |name, format: ImageFormat, path: &'static str, checks| {
        let read = of_file(test, path, move |file| {
            let folder = [file.parent().unwrap().to_path_buf()];
            Pool::read_with(&photo, &folder, &[])?;
            Pool::read(&folder, &[]).map(drop)
        });
        let file_name = path.rsplit('/').next().unwrap();
        let times = times(format);
        Target { file_name, checks, times, ..Target::new(name, sound::images(format), read) }
    };
    let png = target("PNG", ImageFormat::Png, "png/a.png", &["no ink"]);
    vec![
        Target { seal: seals::png, ..png },
        target("JPEG", ImageFormat::Jpeg, "jpeg/a.jpg", &["the JPEG is cut short"]),
        target("GIF", ImageFormat::Gif, "gif/a.gif", &["no ink"]),
        target("WebP", ImageFormat::WebP, "webp/a.webp", &["no ink"]),
        target("BMP", ImageFormat::Bmp, "bmp/a.bmp", &["no ink"]),
        target("TIFF", ImageFormat::Tiff, "tiff/a.tif", &["no ink"]),
    ]
}

/// What comes from a page.
fn pages() -> Vec<Target> {
    vec![
        Target {
            checks: &["is not finite"],
            ..Target::new("strokes of a page", sound::strokes(), strokes)
        },
        Target {
            checks: &["has no ink"],
            ..Target::new("canvas of a page", sound::canvases(), canvas)
        },
    ]
}

fn strokes(bytes: &[u8]) -> Result<(), Error> {
    let Some((&count, rest)) = bytes.split_first() else { return Ok(()) };
    let (lengths, values) = rest.split_at(rest.len().min(usize::from(count % 4)));
    let lengths: Vec<u32> = lengths.iter().map(|&length| length.into()).collect();
    let values: Vec<f32> =
        values.chunks_exact(4).map(|v| f32::from_le_bytes([v[0], v[1], v[2], v[3]])).collect();
    check_image(&Sketch::Strokes(Strokes::from_flat(&values, &lengths)?));
    Ok(())
}

fn canvas(bytes: &[u8]) -> Result<(), Error> {
    let Some(([width, height], pixels)) = bytes.split_first_chunk::<2>() else { return Ok(()) };
    check_image(&Sketch::Bitmap(Bitmap::from_rgba(pixels, (*width).into(), (*height).into())?));
    Ok(())
}

fn check_image(sketch: &Sketch) {
    let image: Image = rasterize(sketch, &View::default());
    let brightest = image.iter().copied().fold(0.0, f32::max);
    assert!(
        image.iter().all(|value| (0.0..=1.0).contains(value)) && brightest > 0.0,
        "no image of the ink: {image:?}"
    );
}
