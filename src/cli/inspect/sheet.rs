//! A picture of what the network would see: a row of small images for each class.

use std::fmt::Write;
use std::io::Cursor;
use std::path::Path;

use image::{ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};

use super::drawings::DrawingsReport;
use super::text::names;
use crate::data::{Class, Photo, Picture};
use crate::error::one_line;
use crate::sketch::{SIDE_PX, View};
use crate::{Error, Result};

/// The most rows, and the most drawings in one. Of more classes, some from all over are shown.
const MOST_ROWS: usize = 50;
const MOST_COLUMNS: usize = 20;
/// The side of a drawing on the sheet, in times of its own, and the space around it in pixels.
const TIMES: u32 = 2;
const GAP_PX: u32 = 4;
/// The space for names in an SVG, and the size of their letters.
const NAMES_PX: u32 = 260;
const LETTER_PX: u32 = 16;

const BETWEEN: Rgb<u8> = Rgb([208, 208, 208]);

/// Drawings, in rows with a name.
pub struct Sheet {
    rows: Vec<(String, Vec<RgbImage>)>,
    /// The classes that there are.
    classes: usize,
}

/// *Errors*: `bad-setting` for a name that does not tell the format.
pub fn check_name(path: &Path) -> Result<()> {
    format(path).map(|_| ())
}

fn format(path: &Path) -> Result<&'static str> {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    let known = ["png", "svg"].into_iter().find(|known| extension.eq_ignore_ascii_case(known));
    known.ok_or_else(|| {
        Error::bad_setting("sheet", path.display(), "a name that ends in .png or .svg")
    })
}

impl Sheet {
    /// None if there is no drawing.
    pub fn of(reports: &[&DrawingsReport]) -> Option<Sheet> {
        let classes: Vec<(&DrawingsReport, &Class)> = reports
            .iter()
            .flat_map(|report| report.pool.classes().iter().map(move |class| (*report, class)))
            .collect();
        let count = classes.len().min(MOST_ROWS);
        let rows = (0..count).map(|i| {
            let (report, class) = classes[i * classes.len() / count];
            let name = match reports.len() {
                1 => class.name().to_string(),
                _ => format!("{}: {}", report.path.display(), class.name()),
            };
            let drawings = class.drawings().iter().take(MOST_COLUMNS);
            (name, drawings.map(|drawing| tile(drawing.picture())).collect())
        });
        (count > 0).then(|| Sheet { rows: rows.collect(), classes: classes.len() })
    }

    /// The bytes of the file, by its name.
    pub fn file(&self, path: &Path) -> Result<Vec<u8>> {
        Ok(match format(path)? {
            "png" => png(&self.picture()),
            _ => self.svg().into_bytes(),
        })
    }

    /// The side of the largest tile.
    fn side_px(&self) -> u32 {
        self.rows.iter().flat_map(|(_, tiles)| tiles).map(RgbImage::width).max().unwrap_or_default()
    }

    fn picture(&self) -> RgbImage {
        let pitch = self.side_px() + GAP_PX;
        let columns = self.rows.iter().map(|(_, tiles)| tiles.len()).max().unwrap_or_default();
        let (width, height) = (pitch * columns as u32, pitch * self.rows.len() as u32);
        let mut sheet = RgbImage::from_pixel(width + GAP_PX, height + GAP_PX, BETWEEN);
        for (row, (_, tiles)) in self.rows.iter().enumerate() {
            for (column, tile) in tiles.iter().enumerate() {
                let place = |i: usize| i64::from(GAP_PX + pitch * i as u32);
                image::imageops::replace(&mut sheet, tile, place(column), place(row));
            }
        }
        sheet
    }

    fn svg(&self) -> String {
        let sheet = self.picture();
        let (width, height) = (sheet.width() + NAMES_PX, sheet.height());
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"{LETTER_PX}\">\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
        );
        let pitch = self.side_px() + GAP_PX;
        for (row, (name, _)) in self.rows.iter().enumerate() {
            let y = GAP_PX + row as u32 * pitch + (self.side_px() + LETTER_PX) / 2;
            let x = NAMES_PX - GAP_PX;
            let name = escaped(name);
            let _ = writeln!(svg, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"end\">{name}</text>");
        }
        let (width, data) = (sheet.width(), base64(&png(&sheet)));
        let _ = writeln!(
            svg,
            "<image x=\"{NAMES_PX}\" width=\"{width}\" height=\"{height}\" href=\"data:image/png;base64,{data}\"/>\n</svg>"
        );
        svg
    }

    fn names(&self) -> Vec<&str> {
        self.rows.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// For a person.
    pub fn text(&self, path: &Path) -> String {
        let shown = match self.rows.len() == self.classes {
            true => "all classes".into(),
            false => format!("{} of {} classes", self.rows.len(), self.classes),
        };
        let rows = names(&self.names());
        one_line(format!("{}: a row for each of {shown}, from above: {rows}", path.display()))
    }

    /// For a program.
    pub fn json(&self, path: &Path) -> Value {
        json!({ "path": path.display().to_string(), "rows": self.names() })
    }
}

/// A picture as the network takes it, enlarged: ink is dark.
fn tile(picture: &Picture) -> RgbImage {
    let values = picture.values(&View::default());
    let shade = |value: f32| (255.0 * value.clamp(0.0, 1.0)) as u8;
    let (side, pixels): (usize, Vec<[u8; 3]>) = match picture {
        Picture::Sketch(_) => (SIDE_PX, values.iter().map(|&ink| [255 - shade(ink); 3]).collect()),
        Picture::Photo(_) => {
            let pixels = values.chunks_exact(Photo::CHANNELS);
            let pixels: Vec<[u8; 3]> =
                pixels.map(|p| [shade(p[0]), shade(p[1]), shade(p[2])]).collect();
            (pixels.len().isqrt(), pixels)
        }
    };
    let side_px = TIMES * side as u32;
    RgbImage::from_fn(side_px, side_px, |x, y| {
        Rgb(pixels[(y / TIMES) as usize * side + (x / TIMES) as usize])
    })
}

fn png(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).expect("a picture in memory can be written");
    bytes.into_inner()
}

/// Text as XML has it, which knows no control characters.
fn escaped(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |i| u32::from(group.get(i).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for i in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * i) & 63) as usize];
            text.push(if i <= group.len() { letter as char } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
