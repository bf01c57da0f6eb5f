//! Strokes of sketch-rnn: how far the pen moves, and whether it is lifted.

use super::npy::Array;

/// Whether an array is a drawing, or several of one length: a row for each point, of 3 or 5 numbers. All but the first
/// two say yes or no, which those of an image in colours do not.
pub(super) fn is_drawing(array: &Array) -> bool {
    let ([_, width @ (3 | 5)] | [_, _, width @ (3 | 5)]) = array.shape[..] else { return false };
    (0..array.len()).all(|i| i % width < 2 || [0.0, 1.0].contains(&array.get(i)))
}

/// The strokes of a drawing of stroke-3, `[dx, dy, lifted]`, or of stroke-5, `[dx, dy, down, lifted, ended]`: the pen is
/// lifted behind the point that says so, and the drawing ends before the point that says so.
///
/// *Source*: Ha, Eck 2017, "A Neural Representation of Sketch Drawings", section 3.1, and `to_normal_strokes` of its
/// code.
pub(super) fn strokes(array: &Array) -> Vec<Vec<[f64; 2]>> {
    let width = array.shape[1];
    let (mut x, mut y) = (0.0, 0.0);
    let mut strokes = vec![Vec::new()];
    for row in 0..array.shape[0] {
        let number = |column: usize| array.get(row * width + column);
        if width == 5 && number(4) > 0.5 {
            break;
        }
        x += number(0);
        y += number(1);
        strokes.last_mut().expect("there is one").push([x, y]);
        if number(if width == 5 { 3 } else { 2 }) > 0.5 {
            strokes.push(Vec::new());
        }
    }
    strokes
}

/// From so many points on, a pen that never moves to the left or up is remarkable.
const LEAST_POINTS: usize = 12;

/// What is to be said of drawings whose numbers may well be places, of which none is below 0.
pub(super) fn remark(drawings: &[Array]) -> Option<&'static str> {
    let is_forwards = |array: &Array| {
        let width = array.shape[1];
        // The first may be where the pen came down.
        (width..array.len()).all(|i| i % width >= 2 || array.get(i) >= 0.0)
    };
    let points: usize = drawings.iter().map(|array| array.shape[0]).sum();
    (points >= LEAST_POINTS && drawings.iter().all(is_forwards)).then_some(
        "no pen moves to the left or up, if these are the differences that sketch-rnn has: give places as a stroke file",
    )
}
