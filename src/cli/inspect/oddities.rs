//! What in a data set is likely not meant.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use super::text::names;
use crate::data::{Drawing, Picture, Pool};
use crate::sketch::{Frame, PIXELS, SIDE_PX, Sketch, View, rasterize};

/// The share of the box around a drawing that is ink only in photographs, and where ink and paper are swapped.
const MOSTLY_INK: f32 = 0.65;
/// The longest side of what is a dot, in pixels of the network's input.
const DOT_PX: usize = 4;
/// The darkest ink that is called faint.
const FAINT: f32 = 0.35;
/// Of the drawings of so many classes, so large a share has ink in so many of the same pixels only where a frame is printed
/// around them: half of what a square of one pixel would have.
const CLASSES_IN_FRAMES: usize = 3;
const FRAMED: f32 = 0.9;
const FRAME_PX: usize = 38;
/// So many times as wide, or as thin, as the usual pen.
const OTHER_PEN: f64 = 3.0;

/// How a drawing looks.
pub struct Look {
    /// The name of the drawing.
    name: String,
    /// The width of the pen, in the image's own pixels; none for strokes and photographs.
    pub pen_px: Option<f64>,
    /// The same in pixels of the network's input, before lines are broadened.
    pub seen_pen_px: Option<f64>,
    /// The amount of ink that the network sees, in pixels, and the sides of the box around it.
    ink: Option<(f32, [usize; 2])>,
    /// The pixels with ink, of the network's input.
    inked: Vec<u16>,
    /// Whether all of it is faint.
    is_faint: bool,
}

/// Something that is likely not meant, and where.
pub struct Oddity {
    what: &'static str,
    places: Vec<String>,
}

impl Look {
    pub fn of(class: &str, drawing: &Drawing) -> Look {
        let name = place(class, drawing);
        let view = View::default();
        let Picture::Sketch(sketch) = drawing.picture() else {
            let (pen_px, seen_pen_px, ink, inked) = (None, None, None, Vec::new());
            return Look { name, pen_px, seen_pen_px, ink, inked, is_faint: false };
        };
        let (pen_px, seen_pen_px) = match sketch {
            Sketch::Bitmap(bitmap) => {
                let own = f64::from(bitmap.pen_px());
                (Some(own), Some(own * f64::from(Frame::around(sketch, &view).scale())))
            }
            Sketch::Strokes(_) => (None, None),
        };
        let image = rasterize(sketch, &view);
        let most = image.iter().copied().fold(0.0, f32::max);
        let inked: Vec<usize> = (0..PIXELS).filter(|&i| image[i] >= 0.5 * most).collect();
        let side = |along: fn(usize) -> usize| {
            let ends =
                inked.iter().map(|&i| along(i)).min().zip(inked.iter().map(|&i| along(i)).max());
            ends.map_or(0, |(least, most)| most - least + 1)
        };
        let ink = Some((image.iter().sum(), [side(|i| i % SIDE_PX), side(|i| i / SIDE_PX)]));
        let inked = inked.into_iter().map(|i| i as u16).collect();
        Look { name, pen_px, seen_pen_px, ink, inked, is_faint: most < FAINT }
    }

    fn is_dot(&self) -> bool {
        self.ink.is_some_and(|(_, sides)| sides.iter().all(|&side| side <= DOT_PX))
    }

    fn is_mostly_ink(&self) -> bool {
        self.ink.is_some_and(|(ink, [wide, tall])| {
            wide.min(tall) > DOT_PX && ink > MOSTLY_INK * (wide * tall) as f32
        })
    }
}

/// Where a drawing lies, in its source.
pub fn place(class: &str, drawing: &Drawing) -> String {
    let name = drawing.to_string();
    match name.strip_prefix(drawing.source()) {
        Some(file) if file.starts_with('/') => file[1..].into(),
        Some(index) => format!("{class}{index}"),
        None => name,
    }
}

/// What is odd about the drawings of a pool, with their looks in the pool's order.
pub fn oddities(pool: &Pool, looks: &[Look]) -> Vec<Oddity> {
    let classes = pool.classes();
    let alone =
        classes.iter().filter(|class| class.distinct() < 2).map(|class| class.name().to_string());
    let drawings = |is_odd: &dyn Fn(&Look) -> bool| -> Vec<String> {
        looks.iter().filter(|look| is_odd(look)).map(|look| look.name.clone()).collect()
    };
    let mut pens: Vec<f64> = looks.iter().filter_map(|look| look.pen_px).collect();
    pens.sort_by(f64::total_cmp);
    let usual = pens.get(pens.len() / 2).copied().unwrap_or_default();
    let is_other = |look: &Look| {
        look.pen_px.is_some_and(|pen| pen > OTHER_PEN * usual || OTHER_PEN * pen < usual)
    };
    let found = [
        (
            "no other class, and a task needs two",
            if classes.len() < 2 { names_of(pool) } else { Vec::new() },
        ),
        ("classes of one drawing, and a task needs an example and a query", alone.collect()),
        (
            "class names that differ only in capitals, spaces, - or _, or as 1 and 01 do",
            alike(pool),
        ),
        (
            "drawings that the network sees as a dot, as it does filled shapes",
            drawings(&Look::is_dot),
        ),
        (
            "drawings that are mostly ink, as with ink and paper the wrong way round",
            drawings(&Look::is_mostly_ink),
        ),
        (
            "drawings of faint ink, which is as faint for the network",
            drawings(&|look: &Look| look.is_faint),
        ),
        ("drawings with a pen 3 times as wide or as thin as usual", drawings(&is_other)),
        (
            "lines that nearly all drawings have at the same place, as of a printed frame: cut them off",
            if are_framed(pool, looks) { names_of(pool) } else { Vec::new() },
        ),
    ];
    found
        .into_iter()
        .filter(|(_, places)| !places.is_empty())
        .map(|(what, places)| Oddity { what, places })
        .collect()
}

/// Whether nearly all drawings, of whatever class, have much of their ink in common.
fn are_framed(pool: &Pool, looks: &[Look]) -> bool {
    let mut counts = [0; PIXELS];
    looks.iter().flat_map(|look| &look.inked).for_each(|&pixel| counts[usize::from(pixel)] += 1);
    let least = FRAMED * looks.len() as f32;
    let common = counts.iter().filter(|&&count: &&u32| count as f32 >= least).count();
    pool.classes().len() >= CLASSES_IN_FRAMES && common >= FRAME_PX
}

fn names_of(pool: &Pool) -> Vec<String> {
    pool.classes().iter().map(|class| class.name().to_string()).collect()
}

/// Letters without width.
const UNSEEN: [char; 5] = ['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'];

/// The names of classes that people would take for one.
fn alike(pool: &Pool) -> Vec<String> {
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for class in pool.classes() {
        // Full width is as plain, and 01 or 1.0 may be 1, which -1 is not.
        let plain: String = class.name().nfkc().filter(|letter| !UNSEEN.contains(letter)).collect();
        let plain = match plain.parse::<f64>() {
            Ok(number) => number.to_string(),
            Err(_) => {
                let letters = plain.chars().filter(|letter| !" -_".contains(*letter));
                letters.flat_map(char::to_lowercase).collect()
            }
        };
        groups.entry(plain).or_default().push(class.name());
    }
    groups.into_values().filter(|names| names.len() > 1).map(|names| names.join(" = ")).collect()
}

impl Oddity {
    pub fn json(&self) -> Value {
        json!({ "what": self.what, "count": self.places.len(), "places": self.places })
    }
}

impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.what, self.places.len(), names(&self.places))
    }
}
