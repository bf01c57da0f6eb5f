//! Readers of files that are no archives.

use reptile_sketch::Error;
use reptile_sketch::data::ClassList;
use reptile_sketch::training::Checkpoint;
use reptile_sketch::weights;

use super::{LINES, Target, of_file, pool};
use crate::fixtures::{Folder, png, read_images, zip_of};
use crate::{drawn, seals, sound};

const JSON: &str = "[ ] [[ ]] { } \" , : null true - 1e999 1e39 e99 0.1 255 \\u \"a\": \\ud800 [[[[1,2]]]] 99999999999999999999 \u{e9}";
const RECORDS: &str = "[ ] [[ ]] { } \" , : null true - 1e999 1e39 0.1 \"x\": \"y\": \"label\": \"points\": \"strokes\": \"examples\": \"M1 2\" \"a.png\" \"[[ {\"a\":[ 99999999999999999999 \u{e9}";
const XML: &str = "< > /> <g> </g> <path d=\" fill=\"none\" & &amp; &#0; <!-- --> <![CDATA[ M L C A z 1e999 -1e38 transform= <rect/> <!DOCTYPE <use href=\"#s\"/> <g mask=\"url(#m)\"> <g filter=\"url(#f)\"> id= width= viewBox= 0 1e-30";
const INK: &str = "<traceGroup xml:id=\"a\"> </traceGroup> <traceView traceDataRef=\"#a\"/> <trace id=\"a\"> </trace> <annotation type=\"truth\"> ' \" ! * ? # : , 1e999 - &amp; <!-- <![CDATA[";
const UNIPEN: &str = "\n.SEGMENT \n.PEN_DOWN \n.PEN_UP \n.COORD \n.START_SET \n.INCLUDE a.dat 0-1 1:1-2, 0-99999999999999999999 ? \" \\ 1e999 -";
const NUMPY: &str = "<f8 >i4 |O |b1 <f2 <u8 True False ( ) , (0, (9, 18446744073709551615 -1 'shape': 'descr': 9999999";
/// What deflate may make of a byte, in memory that grows by doubling.
const DEFLATE_TIMES: usize = 2 * 1032;

pub fn targets(test: &str) -> Vec<Target> {
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
            words: RECORDS,
            file_name: "r.json",
            times: 64,
            checks: &["without x and y", "has no label"],
            ..Target::new("records", sound::records(), of_file(test, "r.json", pool))
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
            checks: &["a path"],
            ..Target::new("SVG", drawn::svg(), of_file(test, "a.svg", pool))
        },
        Target {
            words: RECORDS,
            file_name: "a.excalidraw",
            times: 256,
            checks: &["in it, which is not read"],
            ..Target::new("whiteboard", drawn::boards(), of_file(test, "a.excalidraw", pool))
        },
        Target {
            words: LINES,
            file_name: "uji.txt",
            times: 64,
            checks: &["not as many points"],
            ..Target::new("UJIpenchars2", drawn::uji(), of_file(test, "uji.txt", pool))
        },
        Target {
            words: RECORDS,
            file_name: "lists.csv",
            times: 64,
            checks: &["no list of strokes"],
            ..Target::new("lists", drawn::lists(), of_file(test, "lists.csv", pool))
        },
        Target {
            words: LINES,
            file_name: "points.csv",
            times: 64,
            checks: &["has ended above", "x or y is no number"],
            ..Target::new("points", drawn::points(), of_file(test, "points.csv", pool))
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
