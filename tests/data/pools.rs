//! Classes of several sources as one pool, parts of it, and episodes from it.

use std::path::PathBuf;

use reptile_sketch::Code;
use reptile_sketch::data::{Batches, Class, ClassList, EpisodeConfig, Pool, TaskConfig};

use crate::fixtures::*;

#[test]
fn one_class_of_several_sources_has_the_drawings_of_all() {
    let folder = Folder::new("merge");
    let zip = folder.zip("a.zip", &[("cat/1.png", png(0)), ("dog/1.png", png(1))]);
    folder.write("b/cat/1.png", png(2));
    folder.write("b/cat/0.png", png(3));
    let strokes = folder.write("s.json", r#"{"cat": [[[[0, 0], [1, 1]]]], "eel": [[[[0, 0]]]]}"#);
    let pool = Pool::read(&[zip, folder.0.join("b")], &[strokes]).unwrap();
    assert_eq!(sizes(&pool), [("cat", 4), ("dog", 1), ("eel", 1)]);
    assert_eq!(numbers(&pool.classes()[0]), [Some(3), Some(0), Some(2), None]);
}

#[test]
fn the_pool_is_the_same_whatever_the_order_of_files_and_sources() {
    let folder = Folder::new("order");
    let entries: Vec<(&str, Vec<u8>)> =
        vec![("b/2.png", png(0)), ("a/1.png", png(1)), ("b/1.png", png(2)), ("a/10.png", png(3))];
    let first = folder.zip("1.zip", &entries);
    let backward: Vec<_> = entries.into_iter().rev().collect();
    let second = folder.zip("2.zip", &backward);
    let other = folder.zip("3.zip", &[("b/1.png", png(4)), ("a/1.png", png(5))]);
    let read = |sources: [&PathBuf; 2]| Pool::read(&sources.map(Clone::clone), &[]).unwrap();
    let expected = read([&first, &other]);
    assert_eq!(sizes(&expected), [("a", 3), ("b", 3)]);
    for pool in [read([&other, &first]), read([&second, &other]), read([&other, &second])] {
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
    let zip = folder.zip("a.zip", &entries);
    let copy = folder.zip("copy.zip", &entries);
    let strokes = folder.write("s.json", r#"{"cat": [[[[0, 0]]], [[[0, 0]]]]}"#);
    let copied = folder.write("t.json", r#"{"cat": [[], [[[0, 0]]]]}"#);
    let pool = Pool::read(&[zip.clone(), zip, copy], &[strokes.clone(), strokes, copied]).unwrap();
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
    assert_eq!(sizes(&pool), [("character01", 5), ("character02", 4)]);
    let identities = |class: &Class| -> Vec<usize> {
        class.drawings().iter().map(|drawing| drawing.identity()).collect()
    };
    assert_eq!(identities(&pool.classes()[0]), [0, 1, 2, 1, 2]);
    assert_eq!(identities(&pool.classes()[1]), [0, 1, 2, 0]);
    let too_many = EpisodeConfig { ways: 2, shots: 1, queries: 3 };
    assert_fails(too_many.check(&pool), Code::BadData, "character01 has only 3 drawings");
    let episodes = EpisodeConfig { ways: 2, shots: 1, queries: 2 }.check(&pool).unwrap();
    for number in 0..100 {
        let episode = episodes.draw(0, number);
        for (support, query) in episode.support.iter().zip(&episode.query) {
            let drawn = support.iter().chain(query).map(|&at| episodes.drawing(at).identity());
            let mut drawn: Vec<usize> = drawn.collect();
            drawn.sort_unstable();
            assert_eq!(drawn, [0, 1, 2]);
        }
    }
}

#[test]
fn a_class_with_too_few_images_is_named() {
    let folder = Folder::new("few");
    let zip = zip_of(&[("a/1.png", png(0)), ("a/2.png", png(1)), ("b/only/1.png", png(2))]);
    let pool = read_images(&folder.write("a.zip", zip)).unwrap();
    let config = EpisodeConfig { ways: 2, shots: 1, queries: 1 };
    assert_fails(config.check(&pool), Code::BadData, "b/only has only 1 drawing;");
    let config = EpisodeConfig { ways: 3, ..config };
    assert_fails(config.check(&pool), Code::BadData, "ways is 3");
    let tasks = |ways: usize, drawings: usize| {
        let batches = Batches::PerClass(drawings);
        let [turn_classes, mirror_classes] = [false; 2];
        TaskConfig { ways, batches, turn_classes, mirror_classes, distortion: 0.0 }.check(&pool)
    };
    assert_fails(tasks(3, 1), Code::BadSetting, "ways is 3, but the classes are only 2");
    let few =
        "drawings_per_step is 2, but the class b/only has only 1 drawing; a list for --exclude";
    assert_fails(tasks(2, 2), Code::BadSetting, few);
    assert_fails(tasks(2, 3), Code::BadSetting, "class a has only 2 drawings (and 1 more have");
}

#[test]
fn a_list_keeps_or_leaves_out_the_classes_that_it_names() {
    let folder = Folder::new("list");
    let entries = ["top/a/b/1.png", "top/a/c/1.png", "top/xa/b/1.png", "d/1.png"];
    let zip = folder.zip("a.zip", &entries.map(|path| (path, png(0))));
    let pool = read_images(&zip).unwrap();
    let list = |text: &str| ClassList::read(&folder.write("list.txt", text)).unwrap();
    let some = list("a/b\r\n\nd\n");
    assert_eq!(sizes(&pool.clone().only(&some).unwrap()), [("d", 1), ("top/a/b", 1)]);
    let rest = pool.clone().exclude(&some).unwrap();
    assert_eq!(sizes(&rest), [("top/a/c", 1), ("top/xa/b", 1)]);
    assert_fails(pool.clone().only(&list("unknown")), Code::BadData, "list.txt names no class");
    assert_fails(pool.clone().exclude(&list("unknown")), Code::BadData, "unknown");
    assert_fails(pool.clone().only(&list("\n")), Code::BadData, "list.txt is empty");
    assert_fails(pool.clone().exclude(&list("b\nc\nd")), Code::BadData, "leaves no class");
    assert_eq!(sizes(&pool.clone().exclude(&list("\n")).unwrap()), sizes(&pool));
    let commented = list("# held out\na/b\n#d is not\nd");
    assert_eq!(sizes(&pool.clone().only(&commented).unwrap()), [("d", 1), ("top/a/b", 1)]);
    assert_eq!(commented.lines(pool.classes()).unwrap().len(), 2);
    // PowerShell writes UTF-16.
    let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}a/b\r\nd\r\n".encode_utf16().flat_map(bytes).collect()
    };
    for text in [utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)] {
        let list = ClassList::read(&folder.write("list.txt", text)).unwrap();
        assert_eq!(sizes(&pool.clone().only(&list).unwrap()), [("d", 1), ("top/a/b", 1)]);
    }
    assert_fails(ClassList::read(&folder.write("cut.txt", b"\xff\xfea")), Code::BadData, "cut.txt");
    assert_fails(ClassList::read(&folder.0.join("none.txt")), Code::BadData, "none.txt");
    assert_fails(ClassList::read(&zip), Code::BadData, "a.zip");
}

#[test]
fn a_line_is_understood_in_every_form_that_people_write() {
    let folder = Folder::new("forms");
    let entries =
        ["Hebrew/character01/1_1.png", "Hebrew/character02/1_2.png", "cafe\u{301}/c1/2.png"];
    entries.iter().for_each(|path| drop(folder.write(&format!("images/{path}"), png(0))));
    folder.write("images/more/Hebrew/other/3.png", png(1));
    let pool = read_images(&folder.0.join("images")).unwrap();
    let named = |line: &str| {
        let list = ClassList::new("list", line);
        list.lines(pool.classes()).unwrap().iter().map(|line| line.classes).collect::<Vec<_>>()
    };
    for line in [
        "Hebrew/character01",
        "./Hebrew/character01/",
        "Hebrew\\character01",
        "Hebrew/character01/rot000",
        "Hebrew/character01/rot270/",
        "/Hebrew/character01",
        "images/Hebrew/character01",
        "character01",
        "caf\u{e9}/c1",
        "cafe\u{301}/c1",
        "Hebrew/character01/1_1.png",
        "1_2.png",
        "more",
    ] {
        assert_eq!(named(line), [1], "{line}");
    }
    // A folder of classes, wherever it lies.
    assert_eq!(named("Hebrew"), [3]);
    assert_eq!(named("Hebrew/\ncaf\u{e9}\n"), [3, 1]);
}

#[test]
fn a_line_that_names_nothing_is_an_error_with_the_nearest_names() {
    let folder = Folder::new("nearest");
    let entries = ["Hebrew/character01/1.png", "Greek/character01/1.png", "cat/1.png"];
    let zip = folder.zip("a.zip", &entries.map(|path| (path, png(0))));
    let pool = read_images(&zip).unwrap();
    let list = |text: &str| ClassList::new("list", text);
    for (text, part) in [
        ("cat\nHebrw", "`Hebrw` (is it Hebrew?)"),
        ("cat\nHebrew/charcter01", "is it Hebrew/character01"),
        ("cat\nxylophone", "`xylophone`;"),
        ("cat\na\nb\ndd\ne1\nf2", "2 more; --allow-missing"),
    ] {
        assert_fails(pool.clone().exclude(&list(text)), Code::BadData, part);
        assert_fails(pool.clone().only(&list(text)), Code::BadData, part);
        assert_fails(pool.clone().split(&list(text)), Code::BadData, part);
        let kept = pool.clone().only(&list(text).allow_missing(true)).unwrap();
        assert_eq!(sizes(&kept), [("cat", 1)]);
    }
    let nothing = list("Hebrw").allow_missing(true);
    assert_fails(pool.only(&nothing), Code::BadData, "is it Hebrew?");
}

#[test]
fn a_split_pool_is_what_each_part_is_when_it_is_read_alone() {
    let folder = Folder::new("split");
    let zip = folder.zip("a.zip", &[("cat/1.png", png(0)), ("dog/1.png", png(1))]);
    let strokes = folder.write("s.json", r#"{"cat": [[[[0, 0], [1, 1]]]], "eel": [[[[0, 0]]]]}"#);
    let read = |strokes: &[PathBuf]| Pool::read(std::slice::from_ref(&zip), strokes).unwrap();
    let both = read(std::slice::from_ref(&strokes));
    let list = ClassList::new("held out", "cat\neel").allow_missing(true);
    let (rest, named) = both.clone().split(&list).unwrap();
    assert_eq!(sizes(&rest), sizes(&both.clone().exclude(&list).unwrap()));
    assert_eq!(sizes(&named), sizes(&both.clone().only(&list).unwrap()));
    assert_eq!(
        sizes(&named.only_from(std::slice::from_ref(&zip))),
        sizes(&read(&[]).only(&list).unwrap())
    );
    for (list, why) in [("", "is empty"), ("fox", "names no class"), ("cat\ndog\neel", "leaves no")]
    {
        let error = both.clone().split(&ClassList::new("held out", list)).unwrap_err();
        assert_eq!(error.code(), Code::BadData);
        assert!(error.message().contains(why), "{error}");
    }
}

#[test]
fn the_parts_of_a_data_set_that_was_divided_are_one() {
    let folder = Folder::new("parts");
    for (i, path) in ["train/cat", "train/dog", "test/cat", "test/dog"].iter().enumerate() {
        folder.write(&format!("data/{path}/{i}.png"), png(i));
    }
    let pool = read_images(&folder.0.join("data")).unwrap();
    assert_eq!(sizes(&pool), [("cat", 2), ("dog", 2)]);
    let notes = pool.notes()[0].to_string();
    assert!(notes.contains("classes of one name in test, train are one class"), "{notes}");
    // A list that would hold out one part holds out its classes.
    let list = ClassList::new("list", "test/cat\n");
    assert_eq!(sizes(&pool.exclude(&list).unwrap()), [("dog", 2)]);
    // Where the classes were divided, nothing is joined.
    folder.write("split/train/cat/1.png", png(1));
    folder.write("split/test/dog/2.png", png(2));
    let pool = read_images(&folder.0.join("split")).unwrap();
    assert_eq!(sizes(&pool), [("test/dog", 1), ("train/cat", 1)]);
}
