//! What is read from folders, zips and stroke files.

use std::fs;
use std::io::Write;

use reptile_sketch::Code;
use reptile_sketch::sketch::Sketch;
use zip::CompressionMethod::{Deflated, Stored};
use zip::write::SimpleFileOptions;

use crate::fixtures::*;

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
    assert_eq!(sizes(&pool), [(".", 1), ("Greek/character02", 2), ("cat", 1), ("cat/fluffy", 1)]);
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
        ("__MACOSX/images_background/Greek/character01/._0394_01.png", vec![0; 9]),
    ];
    let (folders, files) = entries.split_at(3);
    for (path, bytes) in files {
        folder.write(&format!("folder/{path}"), bytes);
    }
    fs::remove_dir_all(folder.0.join("folder/__MACOSX")).unwrap();
    let expected = read_images(&folder.0.join("folder")).unwrap();
    assert_eq!(sizes(&expected)[0], ("Greek/character01", 2));
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

#[cfg(unix)]
#[test]
fn what_file_servers_and_links_add_makes_no_class_and_no_error() {
    let folder = Folder::new("servers");
    for path in ["cat/1.png", "dog/1.png", "cat/@eaDir/1.png/SYNO.jpg", "dog/.thumbnails/1.png"] {
        folder.write(&format!("data/{path}"), png(0));
    }
    folder.write("data/lost+found/7/1.png", png(1));
    folder.write("data/cat/notes.txt", "text");
    let data = folder.0.join("data");
    std::os::unix::fs::symlink("nowhere.png", data.join("cat/2.png")).unwrap();
    std::os::unix::fs::symlink("..", data.join("cat/up")).unwrap();
    std::os::unix::fs::symlink("self", data.join("dog/self")).unwrap();
    let pool = read_images(&data).unwrap();
    assert_eq!(sizes(&pool), [("cat", 1), ("dog", 1)]);
    let notes = pool.notes()[0].to_string();
    for part in [
        "3 hidden, or a system's own (",
        "cat/@eaDir",
        "lost+found",
        "2 links to nothing (cat/2.png, dog/self)",
        "1 links in a circle (cat/up)",
        "1 without images or strokes (cat/notes.txt)",
    ] {
        assert!(notes.contains(part), "{part:?} is not in {notes}");
    }
}

#[test]
fn images_of_other_formats_are_not_passed_over() {
    let folder = Folder::new("images");
    let image =
        image::RgbImage::from_fn(16, 16, |x, _| image::Rgb([if x == 8 { 0 } else { 255 }; 3]));
    for name in ["a.gif", "b.webp", "c.bmp", "d.tif", "e.tiff", "f.jfif", "g.JPE"] {
        let format = match name.rsplit_once('.').unwrap().1 {
            "jfif" | "JPE" => image::ImageFormat::Jpeg,
            extension => image::ImageFormat::from_extension(extension).unwrap(),
        };
        let mut bytes = std::io::Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).unwrap();
        folder.write(&format!("cat/{name}"), bytes.into_inner());
    }
    assert_eq!(sizes(&read_images(&folder.0).unwrap()), [("cat", 7)]);
}

#[test]
fn stroke_files_are_read_plain_and_gzipped() {
    let folder = Folder::new("strokes");
    let text = br#"{"a b": [[[[1, 2, 0], [3, 4, 9]]], [], [[[5, 6]], [[7, 8]]]], "none": [[]]}"#;
    for (name, bytes) in [("s.json", text.to_vec()), ("s.json.gz", gzip(text))] {
        let pool = read_strokes(&folder.write(name, bytes)).unwrap();
        assert_eq!(sizes(&pool), [("a b", 2)]);
        let second = &pool.classes()[0].drawings()[1];
        assert!(second.to_string().ends_with(&format!("{name}, drawing 2")), "{second}");
        let Some(Sketch::Strokes(strokes)) = second.sketch() else { panic!("strokes were read") };
        assert_eq!(strokes.strokes(), [[[5.0, 6.0]], [[7.0, 8.0]]]);
    }
}

#[test]
fn a_tar_reads_like_the_folder_that_it_was_made_of_plain_or_packed() {
    let folder = Folder::new("tar");
    let tar = tar_of(&[
        ("./data/cat/2.png", png(1)),
        ("./data/cat/1.png", png(0)),
        ("./data/dog/1.png", png(2)),
    ]);
    for (name, bytes) in [
        ("a.tar.gz", gzip(&tar)),
        ("a.tgz", gzip(&tar)),
        ("a.tar.bz2", bzip2(&tar)),
        ("a.tar.zst", zstd::encode_all(&tar[..], 3).unwrap()),
        ("a.tar", tar.clone()),
    ] {
        let pool = read_images(&folder.write(name, bytes)).unwrap();
        assert_eq!(sizes(&pool), [("cat", 2), ("dog", 1)], "{name}");
        assert_eq!(numbers(&pool.classes()[0]), [Some(0), Some(1)]);
        assert!(
            pool.notes()[0].to_string().contains("1 links, pipes and devices (data/cat/3.png)")
        );
    }
    let cut = folder.write("cut.tar", &tar[..600]);
    assert!(read_images(&cut).is_err());
    let cut = folder.write("cut.tgz", &gzip(&tar)[..200]);
    assert_fails(read_images(&cut), reptile_sketch::Code::BadData, "cut.tgz");
}

#[test]
fn archives_of_other_makers_are_read() {
    let folder = Folder::new("makers");
    let zip = zip_of(&[("cat/1.png", png(0))]);
    // A program that unpacks itself has its zip at the end.
    let program = [&b"MZ a program"[..], &zip].concat();
    assert_eq!(sizes(&read_images(&folder.write("setup.zip", program)).unwrap()), [("cat", 1)]);
    let mut builder = tar::Builder::new(Vec::new());
    let (bytes, mut header) = (png(0), tar::Header::new_old());
    header.set_size(bytes.len() as u64);
    builder.append_data(&mut header, "cat/1.png", &bytes[..]).unwrap();
    let old = builder.into_inner().unwrap();
    assert_ne!(&old[257..262], b"ustar");
    assert_eq!(sizes(&read_images(&folder.write("old.tar", old)).unwrap()), [("cat", 1)]);
}

#[test]
fn what_an_archive_holds_besides_files_is_named() {
    let folder = Folder::new("besides");
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    writer.start_file("cat/1.png", options).unwrap();
    writer.write_all(&png(0)).unwrap();
    writer.add_symlink("cat/2.png", "1.png", options).unwrap();
    writer.start_file("more/inner.zip", options).unwrap();
    let zip = folder.write("a.zip", writer.finish().unwrap().into_inner());
    let pool = read_images(&zip).unwrap();
    assert_eq!(sizes(&pool), [("cat", 1)]);
    let notes = pool.notes()[0].to_string();
    assert!(notes.contains("1 links, pipes and devices (cat/2.png)"), "{notes}");
    assert!(
        notes.contains("1 archives inside: give them by themselves (more/inner.zip)"),
        "{notes}"
    );
    folder.write("nested/data.tar.gz", "");
    let nested = read_images(&folder.0.join("nested"));
    assert_fails(nested, reptile_sketch::Code::BadData, "give them by themselves (data.tar.gz)");
}

#[test]
fn of_several_pages_the_first_is_read_and_that_is_said() {
    let folder = Folder::new("pages");
    let page = |ink: u32| {
        let tone = move |x, _| image::Rgba([if x == ink { 0 } else { 255 }, 0, 0, 255]);
        image::RgbaImage::from_fn(16, 16, tone)
    };
    for (name, frames) in [("one.gif", 1), ("two.gif", 2)] {
        let mut bytes = Vec::new();
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
        for ink in 0..frames {
            encoder.encode_frame(image::Frame::new(page(ink + 3))).unwrap();
        }
        drop(encoder);
        folder.write(&format!("cat/{name}"), bytes);
    }
    // Of a PNG that is animated, a chunk says so: a length, the name, how many frames and how often, and a checksum.
    let control = b"acTL\0\0\0\x02\0\0\0\0";
    let checksum = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(control);
    let mut animated = png(7);
    let chunk = [&[0, 0, 0, 8], &control[..], &checksum.to_be_bytes()].concat();
    // Behind the signature and the header.
    animated.splice(33..33, chunk);
    folder.write("cat/animated.png", animated);
    for (name, second) in [("one.tif", 0_u32), ("two.tif", 8)] {
        let mut bytes = std::io::Cursor::new(Vec::new());
        page(5).write_to(&mut bytes, image::ImageFormat::Tiff).unwrap();
        let mut bytes = bytes.into_inner();
        // Where the next page lies stands behind the entries of the first.
        let first = u32::from_le_bytes(bytes[4..8].try_into().unwrap()) as usize;
        let entries = usize::from(u16::from_le_bytes(bytes[first..first + 2].try_into().unwrap()));
        bytes[first + 2 + 12 * entries..][..4].copy_from_slice(&second.to_le_bytes());
        folder.write(&format!("cat/{name}"), bytes);
    }
    let pool = read_images(&folder.0).unwrap();
    assert_eq!(sizes(&pool), [("cat", 5)]);
    let notes = pool.notes()[0].to_string();
    assert!(notes.contains("5 images, 3 of them with several pages or frames"), "{notes}");
}

#[test]
fn zips_are_read_however_they_are_packed() {
    let folder = Folder::new("methods");
    for method in [zip::CompressionMethod::Bzip2, zip::CompressionMethod::Zstd] {
        let options = SimpleFileOptions::default().compression_method(method);
        let zip = folder.write("a.zip", zip_with(&[("cat/1.png", png(3))], options));
        assert_eq!(numbers(&read_images(&zip).unwrap().classes()[0]), [Some(3)], "{method:?}");
    }
    // `tests/reference/arrays.py` made them.
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/arrays");
    for (name, count) in [("lzma.zip", 2), ("packed.tar.xz", 2), ("deflate64.zip", 84)] {
        let pool = read_images(&fixtures.join(name)).unwrap();
        assert_eq!(sizes(&pool), [("cross", count)], "{name}");
    }
}

#[test]
fn pictures_of_other_formats_are_called_so() {
    let folder = Folder::new("pictures");
    let avif = [&b"\0\0\0\x20ftypavif"[..], &[0; 20]].concat();
    let heic = [&b"\0\0\0\x18ftypheic"[..], &[0; 20]].concat();
    for (name, bytes) in [("a.avif", avif), ("a.heic", heic), ("a.ico", vec![0, 0, 1, 0, 1, 0])] {
        let alone = folder.write(name, &bytes);
        assert_fails(read_images(&alone), Code::BadData, "a picture of a format that is not read");
        let inside = folder.zip(&format!("{name}.zip"), &[(&format!("b/{name}"), bytes)]);
        assert_fails(
            read_images(&inside),
            Code::BadData,
            "1 pictures of formats that are not read",
        );
    }
}

#[test]
fn a_stroke_file_may_begin_with_an_empty_class() {
    let folder = Folder::new("empty-class");
    let file = folder.write("a.json", r#"{"none": [], "dot": [[[[1, 2]]]]}"#);
    assert_eq!(sizes(&read_strokes(&file).unwrap()), [("dot", 1)]);
}
