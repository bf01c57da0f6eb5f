//! What is damaged, hostile or missing is one error that names it.

use std::fs;
use std::io::Cursor;

use reptile_sketch::Code;
use reptile_sketch::data::{ClassList, Pool};
use zip::CompressionMethod::Deflated;
use zip::write::SimpleFileOptions;

use crate::fixtures::*;

#[test]
fn an_image_at_fault_is_named() {
    let folder = Folder::new("fault");
    let zip = folder.zip("a.zip", &[("a/1.png", png(0)), ("a/2.png", b"text".to_vec())]);
    assert_fails(read_images(&zip), Code::BadImage, "a.zip/a/2.png");
    folder.write("b/c/1.jpg", png(0));
    folder.write("b/c/cut.png", &png(1)[..50]);
    assert_fails(read_images(&folder.0.join("b")), Code::BadImage, "b/c/cut.png");
    for (text, what) in [
        ("", "nothing.png: no image: it is empty"),
        ("version https://git-lfs.github.com/spec/v1\n", "it is a pointer of Git LFS"),
        ("<!DOCTYPE html>\n", "it is a web page"),
    ] {
        folder.write("e/c/nothing.png", text);
        assert_fails(read_images(&folder.0.join("e")), Code::BadImage, what);
    }
    let mut blank = Cursor::new(Vec::new());
    let (format, color) = (image::ImageFormat::Png, image::ColorType::L8);
    image::write_buffer_with_format(&mut blank, &[255; 4], 2, 2, color, format).unwrap();
    folder.write("d/c/blank.png", blank.into_inner());
    assert_fails(read_images(&folder.0.join("d")), Code::EmptyDrawing, "d/c/blank.png");
}

#[test]
fn a_source_that_cannot_be_read_is_named() {
    let folder = Folder::new("sources");
    let whole = zip_of(&[("a/1.png", png(0))]);
    assert_fails(Pool::read(&[], &[]), Code::BadData, "no data");
    assert_fails(read_images(&folder.0.join("none")), Code::BadData, "none");
    assert_fails(read_strokes(&folder.0.join("none.json")), Code::BadData, "none.json");
    assert_fails(read_images(&folder.write("text.zip", "text")), Code::BadData, "text.zip");
    let cut = folder.write("cut.zip", &whole[..whole.len() / 2]);
    assert_fails(read_images(&cut), Code::BadData, "cut.zip");
    let none = folder.zip("none.zip", &[("a/1.txt", vec![])]);
    assert_fails(
        read_images(&none),
        Code::BadData,
        "none.zip holds no drawings, but 1 without images or strokes (a/1.txt)",
    );
    fs::create_dir(folder.0.join("empty")).unwrap();
    assert_fails(read_images(&folder.0.join("empty")), Code::BadData, "empty");
    assert_fails(read_strokes(&folder.0.join("empty")), Code::BadData, "empty");
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
        let zip = folder.zip("a.zip", &[("b/1.png", png(0)), (path, png(1))]);
        assert_fails(read_images(&zip), Code::BadData, path);
    }
}

#[test]
fn a_name_with_an_end_of_line_stays_in_the_line_of_its_error() {
    let folder = Folder::new("lines");
    let zip = folder.zip("a.zip", &[("a/1.png", png(0)), ("../b\n2.png", png(1))]);
    assert_fails(read_images(&zip), Code::BadData, r"../b\n2.png leads out of the archive");
    let (mut tar, mut header) = (tar::Builder::new(Vec::new()), tar::Header::new_gnu());
    header.set_size(4);
    tar.append_data(&mut header, "a\r\u{1b}/1.png", &b"text"[..]).unwrap();
    let tar = folder.write("a.tar", tar.into_inner().unwrap());
    assert_fails(read_images(&tar), Code::BadImage, r"a.tar/a\r\u{1b}/1.png: no image");
    let strokes = folder.write("a.json", r#"{"a\nb": [[[[0, 1e39]]]]}"#);
    assert_fails(read_strokes(&strokes), Code::BadPoint, r"drawing 0 of a\nb");
    let list = ClassList::read(&folder.write("list.txt", "cat\rdog\n")).unwrap();
    let pool = read_images(&folder.zip("b.zip", &[("a/1.png", png(0))])).unwrap();
    assert_fails(
        list.lines(pool.classes()),
        Code::BadData,
        r"no class of the data with `cat\rdog`",
    );
    #[cfg(unix)]
    {
        let image = folder.write("c/d\n/1.png", "text");
        assert_fails(
            read_images(image.parent().unwrap()),
            Code::BadImage,
            r"c/d\n/1.png: no image",
        );
    }
}

#[test]
fn a_zip_bomb_is_refused_and_named() {
    let folder = Folder::new("bomb");
    let options = SimpleFileOptions::default().compression_method(Deflated);
    let bomb = zip_with(&[("a/1.png", png(0)), ("a/bomb.png", vec![0; (256 << 20) + 1])], options);
    assert!(bomb.len() < 1 << 20);
    assert_fails(read_images(&folder.write("a.zip", bomb)), Code::BadData, "a/bomb.png");
}

#[test]
fn a_folder_in_another_is_refused() {
    let folder = Folder::new("nested");
    folder.write("a/b/1.png", png(0));
    let nested = [folder.0.join("a"), folder.0.join("a/b")];
    assert_fails(Pool::read(&nested, &[]), Code::BadData, "lies in");
    let zip = folder.zip("a/c.zip", &[("c/1.png", png(1))]);
    let beside = Pool::read(&[folder.0.join("a"), zip], &[]).unwrap();
    assert_eq!(sizes(&beside), [("b", 1), ("c", 1)]);
}

#[test]
fn a_damaged_stroke_file_is_one_error_that_names_it() {
    let folder = Folder::new("json");
    let text = format!(r#"{{"a": [[{}[[3, 4]]]]}}"#, "[[1, 2], [3, 4]], ".repeat(1000));
    let whole = gzip(text.as_bytes());
    assert!(read_strokes(&folder.write("whole.json.gz", &whole)).is_ok());
    for length in [3, whole.len() / 2, whole.len() - 1] {
        let cut = folder.write("cut.json.gz", &whole[..length]);
        assert_fails(read_strokes(&cut), Code::BadData, "cut.json.gz");
    }
    let bad = folder.write("bad.json", &text[..text.len() - 1]);
    assert_fails(read_strokes(&bad), Code::BadData, "bad.json");
    let far = folder.write("far.json", r#"{"a": [[[[0, 1e39]]]]}"#);
    assert_fails(read_strokes(&far), Code::BadPoint, "far.json, drawing 0 of a");
}

#[test]
fn files_of_other_programs_say_what_to_do() {
    let folder = Folder::new("other-programs");
    for (entry, what) in [
        ("[Content_Types].xml", "a document of an office program"),
        ("mimetype", "a document of a drawing"),
        ("Document.archive", "a painting of Procreate"),
    ] {
        let entries = [(entry, b"x".to_vec()), ("QuickLook/Thumbnail.png", png(1))];
        assert_fails(read_images(&folder.zip("a.zip", &entries)), Code::BadData, what);
    }
    // The head of a matrix as "MAT-File Format" of MathWorks has it for level 4: little-endian, and big-endian.
    let words = |kind: u32, bytes: fn(u32) -> [u8; 4]| {
        [[kind, 2, 3, 0, 2].map(bytes).concat(), b"x\0".to_vec(), vec![0; 48]].concat()
    };
    for (bytes, what) in [
        (words(0, u32::to_le_bytes), "MATLAB 4, which is not read: save it with -v7"),
        (words(1050, u32::to_be_bytes), "MATLAB 4"),
        (
            b"{ \"type\": \"excalidrawlib\", \"version\": 2 }".to_vec(),
            "save each drawing by itself",
        ),
        (
            b"[[\"Layer\", {\"children\": []}]]".to_vec(),
            "Paper.js, which is not read: export it as SVG",
        ),
        (b"\xff\xfe\0\0{\0\0\0".to_vec(), "UTF-32, which is not read: save it as UTF-8"),
        (b"gimp xcf v011\0".to_vec(), "a picture of a format that is not read"),
        (b"%PDF-1.7".to_vec(), "save its pages as PNG"),
        (
            b"<?xml version=\"1.0\"?>\n<WhiteboardCaptureSession>".to_vec(),
            "IAM-OnDB, which is not read",
        ),
    ] {
        assert_fails(read_images(&folder.write("a.bin", &bytes)), Code::BadData, what);
        // Among others, too.
        let zip = folder.zip("b.zip", &[("a/1.bin", bytes), ("a/LICENSE", vec![])]);
        assert_fails(read_images(&zip), Code::BadData, what);
        assert_fails(read_images(&zip), Code::BadData, "end in .png or the like (a/LICENSE)");
    }
}

#[test]
fn one_class_in_several_forms_is_not_several() {
    let folder = Folder::new("several-forms");
    let entries = ["sketch/tx_000/cat/1.png", "sketch/tx_000/dog/1.png", "sketch/tx_100/cat/1.png"];
    let entries: Vec<_> = entries.iter().map(|path| (*path, png(1))).collect();
    let zip = folder.zip("a.zip", &entries);
    assert_fails(read_images(&zip), Code::BadData, "are in tx_000, tx_100: give one of these");
}

#[test]
fn two_files_of_one_name_in_an_archive_are_refused() {
    let folder = Folder::new("twice");
    // Writers refuse such a name, so it becomes one behind the other's back.
    let twice = |entries: &[(&str, Vec<u8>)]| {
        let mut zip = zip_of(entries);
        for at in 0..zip.len() - 3 {
            if zip[at..].starts_with(b"a/2") {
                zip[at + 2] = b'1';
            }
        }
        zip
    };
    let entries = [("a/1.png", png(0)), ("a/2.png", png(1)), ("b/1.png", png(2))];
    let zip = twice(&entries);
    let behind_a_program = [b"MZ a program that unpacks itself".as_slice(), &zip].concat();
    for (name, bytes) in [
        ("a.zip", zip),
        ("program.zip", behind_a_program),
        ("slashes.zip", zip_of(&[("a/1.png", png(0)), ("a\\1.png", png(1))])),
        ("a.tar", tar_of(&[("a/1.png", png(0)), ("./a/1.png", png(1))])),
    ] {
        let path = folder.write(name, bytes);
        assert_fails(read_images(&path), Code::BadData, &format!("{name}: it holds a/1.png twice"));
    }
    // What is not read may come as often as it likes.
    let notes = [("a/1.md", vec![]), ("a/2.md", vec![]), ("a/1.png", png(0))];
    let zip = folder.write("notes.zip", twice(&notes));
    assert_eq!(sizes(&read_images(&zip).unwrap()), [("a", 1)]);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_is_not_waited_for() {
    let folder = Folder::new("pipe");
    folder.write("a/1.png", png(0));
    let pipe = folder.0.join("a/2.png");
    assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
    let pool = read_images(&folder.0).unwrap();
    let notes = pool.notes()[0].to_string();
    assert!(notes.contains("1 links, pipes and devices (a/2.png)"), "{notes}");
}
