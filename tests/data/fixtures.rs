//! Files that the tests write, and short ways to read them.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use reptile_sketch::data::{Class, Pool};
use reptile_sketch::sketch::{Bitmap, Sketch};
use reptile_sketch::{Code, Error};
use zip::CompressionMethod::Stored;
use zip::write::SimpleFileOptions;

/// A folder of its own for each test, gone with it.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(test: &str) -> Folder {
        let name = format!("reptile-sketch-data-{}-{test}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Writes a zip of these files.
    pub fn zip(&self, path: &str, entries: &[(&str, Vec<u8>)]) -> PathBuf {
        self.write(path, zip_of(entries))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// A PNG of 4 by 4 pixels with one dot of ink, at a place of its own for each number below 16.
pub fn png(number: usize) -> Vec<u8> {
    let mut pixels = [255; 16];
    pixels[number] = 0;
    grey_png(&pixels, 4, 4)
}

/// A PNG of grey tones, row by row.
pub fn grey_png(pixels: &[u8], width_px: usize, height_px: usize) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let (format, color) = (image::ImageFormat::Png, image::ColorType::L8);
    let (width, height) = (width_px as u32, height_px as u32);
    image::write_buffer_with_format(&mut bytes, pixels, width, height, color, format).unwrap();
    bytes.into_inner()
}

/// The pixels of images of 8 by 8, each a light column, another for each number.
pub fn light_columns(numbers: &[usize]) -> Vec<u8> {
    let pixels = |&number: &usize| (0..64).map(move |i| if i % 8 == number { 255 } else { 0 });
    numbers.iter().flat_map(pixels).collect()
}

/// The dot of a drawing made by [`png`].
pub fn number(sketch: &Sketch) -> Option<usize> {
    (0..16).find(|&i| {
        let mut pixels = [255; 16];
        pixels[i] = 0;
        matches!(sketch, Sketch::Bitmap(own) if *own == Bitmap::from_luma(&pixels, 4, 4).unwrap())
    })
}

pub fn zip_with(entries: &[(&str, Vec<u8>)], options: SimpleFileOptions) -> Vec<u8> {
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

pub fn zip_of(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
    zip_with(entries, SimpleFileOptions::default().compression_method(Stored))
}

/// A tar archive of these files, and of a link.
pub fn tar_of(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (path, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, path, &bytes[..]).unwrap();
    }
    let mut link = tar::Header::new_gnu();
    link.set_entry_type(tar::EntryType::Symlink);
    link.set_size(0);
    builder.append_link(&mut link, "data/cat/3.png", "1.png").unwrap();
    builder.into_inner().unwrap()
}

pub fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Names of classes, and how many drawings each has.
pub fn sizes(pool: &Pool) -> Vec<(&str, usize)> {
    pool.classes().iter().map(|class| (class.name(), class.drawings().len())).collect()
}

pub fn numbers(class: &Class) -> Vec<Option<usize>> {
    class.drawings().iter().map(|drawing| number(drawing.sketch().unwrap())).collect()
}

pub fn read_images(path: &Path) -> Result<Pool, Error> {
    Pool::read(&[path.into()], &[])
}

pub fn read_strokes(path: &Path) -> Result<Pool, Error> {
    Pool::read(&[], &[path.into()])
}

#[track_caller]
pub fn assert_fails<T>(result: Result<T, Error>, code: Code, part: &str) {
    let error = result.err().expect("an error");
    assert_eq!(error.code(), code, "{error}");
    assert!(error.message().contains(part), "{part:?} is not in: {error}");
    assert!(!error.message().contains(char::is_control), "more than one line: {error:?}");
}
