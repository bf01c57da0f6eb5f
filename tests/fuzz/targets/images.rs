//! Readers of images.

use image::ImageFormat;
use reptile_sketch::data::{ImageKind, Pool, ReadConfig};

use super::{Target, of_file};
use crate::{seals, sound};

/// Each both as a drawing and as a photograph.
pub fn targets(test: &str) -> Vec<Target> {
    let photo = ReadConfig { kind: ImageKind::Photo { side_px: 9 }, ..ReadConfig::default() };
    // As `most_bytes` in src/data/images/file.rs has it, and what decoders may need besides: as much again, or a third.
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
