//! What could be read as strokes, and is something else.

use super::form::{ClassStrokes, Form, LEAST_TIMED, Stroke, form};

/// How the strokes of a file are written, if they are any.
///
/// *Errors*: what the drawings are, and as [`form`].
pub(crate) fn checked_form(classes: &ClassStrokes) -> Result<Form, String> {
    refuse(classes)?;
    form(classes)
}

fn refuse(classes: &ClassStrokes) -> Result<(), &'static str> {
    if are_images(classes) {
        return Err(IMAGES);
    }
    if are_in_threes(classes) { Err(THREES) } else { Ok(()) }
}

/// Said of strokes of numbers alone that are no pairs.
const THREES: &str = "strokes of numbers alone have x and y for each point, and these have three numbers, such as \
                      times or pressures: write [x, y, x, y, ...] or [[x, y, t], ...]";

/// Whether every third of the numbers alone that all strokes are is a time, or a pressure from 0 to 1.
fn are_in_threes(classes: &ClassStrokes) -> bool {
    let strokes = || classes.iter().flat_map(|(_, drawings)| drawings).flatten();
    let flat: Option<Vec<&[f64]>> = strokes()
        .map(|stroke| match stroke {
            Stroke::Flat(points) => Some(points.as_flattened()),
            _ => None,
        })
        .collect();
    let Some(flat) = flat.filter(|flat| flat.iter().all(|numbers| numbers.len() % 3 == 0)) else {
        return false;
    };
    let all = |at: usize| flat.iter().flat_map(move |numbers| numbers.iter().skip(at).step_by(3));
    let is_share = |at: usize| all(at).all(|number| (0.0..=1.0).contains(number));
    let are_times = flat.iter().all(|numbers| numbers.iter().skip(2).step_by(3).is_sorted());
    all(2).count() >= LEAST_TIMED && (are_times || is_share(2) && !is_share(0))
}

/// Said of drawings whose strokes are rows of pixels.
const IMAGES: &str = "each drawing has as many lists as each of them has values, as an image has rows of pixels: \
                      save images as PNG or .npy";

/// From so many rows on, it is no chance.
const LEAST_ROWS: usize = 8;

/// Whether all drawings are squares: of numbers, or of colours.
fn are_images(classes: &ClassStrokes) -> bool {
    let mut drawings = classes.iter().flat_map(|(_, drawings)| drawings).peekable();
    let is_row = |stroke: &Stroke, length: usize| match stroke {
        Stroke::Flat(points) => 2 * points.len() == length,
        Stroke::Points(points) | Stroke::Timed(points) => points.len() == length,
        _ => false,
    };
    let is_square = |rows: &Vec<Stroke>| rows.iter().all(|row| is_row(row, rows.len()));
    drawings.peek().is_some() && drawings.all(|rows| rows.len() >= LEAST_ROWS && is_square(rows))
}
