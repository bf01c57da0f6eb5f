//! Readers of data sets, on files that the tests write themselves.

#![cfg(feature = "cli")]

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use reptile_sketch::data::{Class, ClassList, EpisodeConfig, Pool, read_runs};
use reptile_sketch::sketch::{Bitmap, Sketch};
use reptile_sketch::{Code, Error};
use zip::CompressionMethod::{Deflated, Stored};
use zip::write::SimpleFileOptions;

/// A folder of its own for each test, gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Folder {
        let name = format!("reptile-sketch-data-{}-{test}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// A PNG of 4 by 4 pixels with one dot of ink, at a place of its own for each number below 16.
fn png(number: usize) -> Vec<u8> {
    let mut pixels = [255; 16];
    pixels[number] = 0;
    let mut bytes = Cursor::new(Vec::new());
    let (format, color) = (image::ImageFormat::Png, image::ColorType::L8);
    image::write_buffer_with_format(&mut bytes, &pixels, 4, 4, color, format).unwrap();
    bytes.into_inner()
}

/// The dot of a drawing made by [`png`].
fn number(sketch: &Sketch) -> Option<usize> {
    (0..16).find(|&i| {
        let mut pixels = [255; 16];
        pixels[i] = 0;
        matches!(sketch, Sketch::Bitmap(own) if *own == Bitmap::from_luma(&pixels, 4, 4).unwrap())
    })
}

fn zip_with(entries: &[(&str, Vec<u8>)], options: SimpleFileOptions) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in entries {
        if path.ends_with('/') {
            writer.add_directory(*path, options).unwrap();
        } else {
            writer.start_file(*path, options).unwrap();
            writer.write_all(bytes).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

fn zip_of(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
    zip_with(
        entries,
        SimpleFileOptions::default().compression_method(Stored),
    )
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Names of classes, and how many drawings each has.
fn sizes(pool: &Pool) -> Vec<(&str, usize)> {
    pool.classes()
        .iter()
        .map(|class| (class.name(), class.drawings().len()))
        .collect()
}

fn numbers(class: &Class) -> Vec<Option<usize>> {
    class
        .drawings()
        .iter()
        .map(|drawing| number(drawing.sketch()))
        .collect()
}

fn read_images(path: &Path) -> Result<Pool, Error> {
    Pool::read(&[path.into()], &[])
}

fn read_strokes(path: &Path) -> Result<Pool, Error> {
    Pool::read(&[], &[path.into()])
}

#[track_caller]
fn assert_fails<T>(result: Result<T, Error>, code: Code, part: &str) {
    let error = result.err().expect("an error");
    assert_eq!(error.code(), code, "{error}");
    assert!(
        error.message().contains(part),
        "{part:?} is not in: {error}"
    );
    assert!(
        !error.message().contains('\n'),
        "more than one line: {error}"
    );
}

#[test]
fn a_class_is_a_folder_that_directly_holds_images_at_any_depth() {
    let folder = Folder::new("depth");
    folder.write("Greek/character02/b.png", png(1));
    folder.write("Greek/character02/a.PNG", png(0));
    folder.write("Greek/notes.txt", "not an image");
    folder.write("cat/1.png", png(2));
    folder.write("cat/fluffy/1.png", png(3));
    folder.write("cat/.DS_Store", "");
    folder.write("cat/._1.png", "");
    folder.write(".hidden/1.png", "");
    folder.write("root.png", png(4));
    let pool = read_images(&folder.0).unwrap();
    assert_eq!(
        sizes(&pool),
        [
            (".", 1),
            ("Greek/character02", 2),
            ("cat", 1),
            ("cat/fluffy", 1)
        ]
    );
    assert_eq!(numbers(&pool.classes()[1]), [Some(0), Some(1)]);
}

#[test]
fn a_zip_reads_like_the_folder_that_it_was_made_of() {
    let folder = Folder::new("zip");
    let entries = [
        ("images_background/", vec![]),
        ("images_background/Greek/", vec![]),
        ("images_background/Greek/character01/", vec![]),
        ("images_background/Greek/character01/0394_02.png", png(1)),
        ("images_background/Greek/character01/0394_01.png", png(0)),
        ("images_background/Greek/character02/0395_01.png", png(2)),
        ("images_background/readme.txt", b"not an image".to_vec()),
        (
            "__MACOSX/images_background/Greek/character01/._0394_01.png",
            vec![0; 9],
        ),
    ];
    let (folders, files) = entries.split_at(3);
    for (path, bytes) in files {
        folder.write(&format!("folder/{path}"), bytes);
    }
    fs::remove_dir_all(folder.0.join("folder/__MACOSX")).unwrap();
    let expected = read_images(&folder.0.join("folder")).unwrap();
    assert_eq!(
        sizes(&expected)[0],
        ("images_background/Greek/character01", 2)
    );
    for method in [Stored, Deflated] {
        let options = SimpleFileOptions::default().compression_method(method);
        for entries in [files.to_vec(), [folders, files].concat()] {
            let zip = folder.write("a.zip", zip_with(&entries, options));
            let pool = read_images(&zip).unwrap();
            assert_eq!(sizes(&pool), sizes(&expected));
            for (own, other) in pool.classes().iter().zip(expected.classes()) {
                assert_eq!(numbers(own), numbers(other));
            }
        }
    }
}

#[test]
fn one_class_of_several_sources_has_the_drawings_of_all() {
    let folder = Folder::new("merge");
    let zip = folder.write(
        "a.zip",
        zip_of(&[("cat/1.png", png(0)), ("dog/1.png", png(1))]),
    );
    folder.write("b/cat/1.png", png(2));
    folder.write("b/cat/0.png", png(3));
    let strokes = folder.write(
        "s.json",
        r#"{"cat": [[[[0, 0], [1, 1]]]], "eel": [[[[0, 0]]]]}"#,
    );
    let pool = Pool::read(&[zip, folder.0.join("b")], &[strokes]).unwrap();
    assert_eq!(sizes(&pool), [("cat", 4), ("dog", 1), ("eel", 1)]);
    assert_eq!(
        numbers(&pool.classes()[0]),
        [Some(3), Some(0), Some(2), None]
    );
}

#[test]
fn the_pool_is_the_same_whatever_the_order_of_files_and_sources() {
    let folder = Folder::new("order");
    let entries: Vec<(&str, Vec<u8>)> = vec![
        ("b/2.png", png(0)),
        ("a/1.png", png(1)),
        ("b/1.png", png(2)),
        ("a/10.png", png(3)),
    ];
    let first = folder.write("1.zip", zip_of(&entries));
    let backward: Vec<_> = entries.into_iter().rev().collect();
    let second = folder.write("2.zip", zip_of(&backward));
    let other = folder.write("3.zip", zip_of(&[("b/1.png", png(4)), ("a/1.png", png(5))]));
    let read = |sources: [&PathBuf; 2]| Pool::read(&sources.map(Clone::clone), &[]).unwrap();
    let expected = read([&first, &other]);
    assert_eq!(sizes(&expected), [("a", 3), ("b", 3)]);
    for pool in [
        read([&other, &first]),
        read([&second, &other]),
        read([&other, &second]),
    ] {
        for (own, other) in pool.classes().iter().zip(expected.classes()) {
            assert_eq!((own.name(), numbers(own)), (other.name(), numbers(other)));
        }
    }
}

#[test]
fn a_drawing_that_comes_twice_counts_once() {
    let folder = Folder::new("twice");
    // Equal pixels under two names are two drawings: Omniglot holds such a pair.
    let entries = [("cat/1.png", png(0)), ("cat/2.png", png(0))];
    let zip = folder.write("a.zip", zip_of(&entries));
    let copy = folder.write("copy.zip", zip_of(&entries));
    let strokes = folder.write("s.json", r#"{"cat": [[[[0, 0]]], [[[0, 0]]]]}"#);
    let copied = folder.write("t.json", r#"{"cat": [[], [[[0, 0]]]]}"#);
    let pool = Pool::read(
        &[zip.clone(), zip, copy],
        &[strokes.clone(), strokes, copied],
    )
    .unwrap();
    assert_eq!(sizes(&pool), [("cat", 4)]);
}

#[test]
fn an_omniglot_image_and_its_strokes_are_never_in_one_episode() {
    let folder = Folder::new("omniglot");
    for class in ["G/character01", "G/character02"] {
        for drawer in 1..=3 {
            folder.write(&format!("i/{class}/0001_{drawer:02}.png"), png(drawer));
        }
    }
    let text = r#"{"G/character01": [[], [[[0, 0]]], [[[0, 0]]]], "G/character02": [[[[0, 0]]]]}"#;
    let strokes = folder.write("s.json", text);
    let pool = Pool::read(&[folder.0.join("i")], &[strokes]).unwrap();
    assert_eq!(sizes(&pool), [("G/character01", 5), ("G/character02", 4)]);
    let identities = |class: &Class| -> Vec<usize> {
        class
            .drawings()
            .iter()
            .map(|drawing| drawing.identity())
            .collect()
    };
    assert_eq!(identities(&pool.classes()[0]), [0, 1, 2, 1, 2]);
    assert_eq!(identities(&pool.classes()[1]), [0, 1, 2, 0]);
    let too_many = EpisodeConfig {
        ways: 2,
        shots: 1,
        queries: 3,
    };
    assert_fails(
        too_many.check(&pool),
        Code::BadData,
        "character01 has only 3 drawings",
    );
    let episodes = EpisodeConfig {
        ways: 2,
        shots: 1,
        queries: 2,
    }
    .check(&pool)
    .unwrap();
    for number in 0..100 {
        let episode = episodes.draw(0, number);
        for (support, query) in episode.support.iter().zip(&episode.query) {
            let drawn = support
                .iter()
                .chain(query)
                .map(|&at| episodes.drawing(at).identity());
            let mut drawn: Vec<usize> = drawn.collect();
            drawn.sort_unstable();
            assert_eq!(drawn, [0, 1, 2]);
        }
    }
}

#[test]
fn a_class_with_too_few_images_is_named() {
    let folder = Folder::new("few");
    let zip = zip_of(&[
        ("a/1.png", png(0)),
        ("a/2.png", png(1)),
        ("b/only/1.png", png(2)),
    ]);
    let pool = read_images(&folder.write("a.zip", zip)).unwrap();
    let config = EpisodeConfig {
        ways: 2,
        shots: 1,
        queries: 1,
    };
    assert_fails(
        config.check(&pool),
        Code::BadData,
        "b/only has only 1 drawings",
    );
    let config = EpisodeConfig { ways: 3, ..config };
    assert_fails(config.check(&pool), Code::BadData, "ways is 3");
}

#[test]
fn a_list_keeps_or_leaves_out_the_classes_that_it_names() {
    let folder = Folder::new("list");
    let entries = [
        "top/a/b/1.png",
        "top/a/c/1.png",
        "top/xa/b/1.png",
        "d/1.png",
    ];
    let zip = folder.write("a.zip", zip_of(&entries.map(|path| (path, png(0)))));
    let pool = read_images(&zip).unwrap();
    let list = |text: &str| ClassList::read(&folder.write("list.txt", text)).unwrap();
    let some = list("a/b\r\n\nd\nunknown\n");
    assert_eq!(
        sizes(&pool.clone().only(&some).unwrap()),
        [("d", 1), ("top/a/b", 1)]
    );
    let rest = pool.clone().exclude(&some).unwrap();
    assert_eq!(sizes(&rest), [("top/a/c", 1), ("top/xa/b", 1)]);
    assert_fails(
        pool.clone().only(&list("unknown")),
        Code::BadData,
        "list.txt names no class",
    );
    assert_fails(
        pool.clone().exclude(&list("unknown")),
        Code::BadData,
        "unknown",
    );
    assert_fails(
        pool.clone().only(&list("\n")),
        Code::BadData,
        "list.txt is empty",
    );
    assert_fails(
        pool.clone().exclude(&list("b\nc\nd")),
        Code::BadData,
        "leaves no class",
    );
    assert_eq!(
        sizes(&pool.clone().exclude(&list("\n")).unwrap()),
        sizes(&pool)
    );
    assert_fails(
        ClassList::read(&folder.0.join("none.txt")),
        Code::BadData,
        "none.txt",
    );
    assert_fails(ClassList::read(&zip), Code::BadData, "a.zip");
}

#[test]
fn stroke_files_are_read_plain_and_gzipped() {
    let folder = Folder::new("strokes");
    let text = br#"{"a b": [[[[1, 2, 0], [3, 4, 9]]], [], [[[5, 6]], [[7, 8]]]], "none": [[]]}"#;
    for (name, bytes) in [("s.json", text.to_vec()), ("s.json.gz", gzip(text))] {
        let pool = read_strokes(&folder.write(name, bytes)).unwrap();
        assert_eq!(sizes(&pool), [("a b", 2)]);
        let second = &pool.classes()[0].drawings()[1];
        assert!(
            second.to_string().ends_with(&format!("{name}, drawing 2")),
            "{second}"
        );
        let Sketch::Strokes(strokes) = second.sketch() else {
            panic!("strokes were read")
        };
        assert_eq!(strokes.strokes(), [[[5.0, 6.0]], [[7.0, 8.0]]]);
    }
}

#[test]
fn an_image_at_fault_is_named() {
    let folder = Folder::new("fault");
    let zip = folder.write(
        "a.zip",
        zip_of(&[("a/1.png", png(0)), ("a/2.png", b"text".to_vec())]),
    );
    assert_fails(read_images(&zip), Code::BadImage, "a.zip/a/2.png");
    folder.write("b/c/1.jpg", png(0));
    folder.write("b/c/cut.png", &png(1)[..50]);
    assert_fails(
        read_images(&folder.0.join("b")),
        Code::BadImage,
        "b/c/cut.png",
    );
    let mut blank = Cursor::new(Vec::new());
    let (format, color) = (image::ImageFormat::Png, image::ColorType::L8);
    image::write_buffer_with_format(&mut blank, &[255; 4], 2, 2, color, format).unwrap();
    folder.write("d/c/blank.png", blank.into_inner());
    assert_fails(
        read_images(&folder.0.join("d")),
        Code::EmptyDrawing,
        "d/c/blank.png",
    );
}

#[test]
fn a_source_that_cannot_be_read_is_named() {
    let folder = Folder::new("sources");
    let whole = zip_of(&[("a/1.png", png(0))]);
    assert_fails(Pool::read(&[], &[]), Code::BadData, "no data");
    assert_fails(read_images(&folder.0.join("none")), Code::BadData, "none");
    assert_fails(
        read_strokes(&folder.0.join("none.json")),
        Code::BadData,
        "none.json",
    );
    assert_fails(
        read_images(&folder.write("text.zip", "text")),
        Code::BadData,
        "text.zip",
    );
    let cut = folder.write("cut.zip", &whole[..whole.len() / 2]);
    assert_fails(read_images(&cut), Code::BadData, "cut.zip");
    let none = folder.write("none.zip", zip_of(&[("a/1.txt", vec![])]));
    assert_fails(
        read_images(&none),
        Code::BadData,
        "none.zip holds no PNG or JPEG",
    );
    fs::create_dir(folder.0.join("empty")).unwrap();
    assert_fails(read_images(&folder.0.join("empty")), Code::BadData, "empty");
    assert_fails(
        read_strokes(&folder.0.join("empty")),
        Code::BadData,
        "empty",
    );
}

#[test]
fn a_zip_with_a_flipped_byte_is_refused() {
    let folder = Folder::new("flipped");
    let mut zip = zip_of(&[("a/1.png", png(0))]);
    // In the pixels: behind the header of the entry, and that of the PNG.
    zip[30 + "a/1.png".len() + 45] ^= 1;
    let zip = folder.write("a.zip", zip);
    assert_fails(read_images(&zip), Code::BadData, "a.zip/a/1.png");
}

#[test]
fn a_path_out_of_a_zip_is_refused() {
    let folder = Folder::new("traversal");
    for path in ["../1.png", "a/../../1.png", "/a/1.png"] {
        let zip = folder.write("a.zip", zip_of(&[("b/1.png", png(0)), (path, png(1))]));
        assert_fails(read_images(&zip), Code::BadData, path);
    }
}

#[test]
fn a_zip_bomb_is_refused_and_named() {
    let folder = Folder::new("bomb");
    let options = SimpleFileOptions::default().compression_method(Deflated);
    let bomb = zip_with(
        &[("a/1.png", png(0)), ("a/bomb.png", vec![0; (64 << 20) + 1])],
        options,
    );
    assert!(bomb.len() < 1 << 20);
    assert_fails(
        read_images(&folder.write("a.zip", bomb)),
        Code::BadData,
        "a/bomb.png",
    );
}

#[test]
fn a_folder_in_another_is_refused() {
    let folder = Folder::new("nested");
    folder.write("a/b/1.png", png(0));
    let nested = [folder.0.join("a"), folder.0.join("a/b")];
    assert_fails(Pool::read(&nested, &[]), Code::BadData, "lies in");
    let zip = folder.write("a/c.zip", zip_of(&[("c/1.png", png(1))]));
    let beside = Pool::read(&[folder.0.join("a"), zip], &[]).unwrap();
    assert_eq!(sizes(&beside), [("b", 1), ("c", 1)]);
}

#[test]
fn a_damaged_stroke_file_is_one_error_that_names_it() {
    let folder = Folder::new("json");
    let text = format!(
        r#"{{"a": [[{}[[3, 4]]]]}}"#,
        "[[1, 2], [3, 4]], ".repeat(1000)
    );
    let whole = gzip(text.as_bytes());
    assert!(read_strokes(&folder.write("whole.json.gz", &whole)).is_ok());
    for length in [3, whole.len() / 2, whole.len() - 1] {
        let cut = folder.write("cut.json.gz", &whole[..length]);
        assert_fails(read_strokes(&cut), Code::BadData, "cut.json.gz");
    }
    let bad = folder.write("bad.json", &text[..text.len() - 1]);
    assert_fails(read_strokes(&bad), Code::BadData, "bad.json");
    let far = folder.write("far.json", r#"{"a": [[[[0, 1e39]]]]}"#);
    assert_fails(
        read_strokes(&far),
        Code::BadPoint,
        "far.json, drawing 0 of a",
    );
}

/// Two runs of two classes; `top` is a folder around them or nothing.
fn runs(top: &str, labels: &str) -> Vec<u8> {
    let mut entries = Vec::new();
    for run in ["run02", "run01"] {
        let images = [
            "test/item01.png",
            "training/class02.png",
            "training/class01.png",
        ];
        for (i, image) in images.into_iter().enumerate() {
            entries.push((format!("{top}{run}/{image}"), png(i)));
        }
        entries.push((format!("{top}{run}/test/item02.png"), png(3)));
        let labels = labels.replace("RUN", run).into_bytes();
        entries.push((format!("{top}{run}/class_labels.txt"), labels));
    }
    let entries: Vec<(&str, Vec<u8>)> = entries
        .iter()
        .map(|(path, bytes)| (path.as_str(), bytes.clone()))
        .collect();
    zip_of(&entries)
}

const LABELS: &str = "RUN/test/item02.png RUN/training/class02.png\n\
    RUN/test/item01.png RUN/training/class01.png\r\n";

#[test]
fn runs_are_read_with_and_without_a_top_folder() {
    let folder = Folder::new("runs");
    for top in ["", "all_runs/"] {
        let zip = folder.write("runs.zip", runs(top, LABELS));
        let runs = read_runs(&zip).unwrap();
        let names: Vec<&str> = runs.iter().map(|run| run.name.as_str()).collect();
        assert_eq!(names, ["run01", "run02"]);
        for run in &runs {
            let supports: Vec<_> = run.supports.iter().map(|s| number(s.sketch())).collect();
            assert_eq!(supports, [Some(2), Some(1)]);
            let query = |q: &reptile_sketch::data::Query| (number(q.drawing.sketch()), q.answer);
            let queries: Vec<_> = run.queries.iter().map(query).collect();
            assert_eq!(queries, [(Some(3), 1), (Some(0), 0)]);
        }
    }
}

#[test]
fn a_run_that_is_not_whole_is_an_error_that_says_what_is_wrong() {
    let folder = Folder::new("broken-runs");
    let (first, second) = LABELS.split_once('\n').unwrap();
    for (labels, part) in [
        (first.to_string(), "run01/test/item01.png has no line"),
        (
            format!("{first}\n{first}\n{second}"),
            "run01/test/item02.png has two lines",
        ),
        (
            LABELS.replace("class01", "class09"),
            "class09.png is not a training image",
        ),
        (
            LABELS.replace("item01", "item09"),
            "item09.png is not a test image",
        ),
        (
            "RUN/test/item01.png".to_string(),
            "the line `run01/test/item01.png`",
        ),
        (
            LABELS.replace("\r\n", " more\r\n"),
            "is not a test and a training image",
        ),
    ] {
        let zip = folder.write("runs.zip", runs("", &labels));
        assert_fails(read_runs(&zip), Code::BadData, part);
    }
    let alone = [
        ("run01/training/a.png", png(0)),
        ("run01/test/b.png", png(1)),
        (
            "run01/class_labels.txt",
            b"run01/test/b.png run01/training/a.png".to_vec(),
        ),
    ];
    let zip = folder.write("alone.zip", zip_of(&alone));
    assert_fails(read_runs(&zip), Code::BadData, "at least 2 needed");
    let none = folder.write("none.zip", zip_of(&[("a/1.png", png(0))]));
    assert_fails(read_runs(&none), Code::BadData, "none.zip holds no runs");
    assert_fails(
        read_runs(&folder.write("text.zip", "text")),
        Code::BadData,
        "text.zip",
    );
}
