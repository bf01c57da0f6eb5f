//! Tables of which each line has all points of a drawing of one stroke.

use super::fields::number;
use super::heads::{LABELS, plain};
use super::points::Drawn;
use crate::data::formats::symbol::class_of_label;

/// From so many points on, they are no corners of a box.
const LEAST_POINTS: usize = 5;
/// The points of a line of `pendigits.tra`, and the sides of the square that they are in.
const PENDIGITS: (usize, u32) = (8, 100);

/// Which columns are which.
pub(super) struct Wide {
    points: Vec<[usize; 2]>,
    label: usize,
    pub has_head: bool,
    is_upwards: bool,
}

impl Wide {
    /// What a first line says: names such as `x0`, `y0`, `x1`, `y1`, and a label; or numbers as those of `pendigits.tra`.
    ///
    /// *Source*: UCI's Pen-Based Recognition of Handwritten Digits (Alpaydin and Alimoglu 1998): 8 points, resampled
    /// without regard to where the pen was lifted, in a square of 100, y up; and the digit.
    pub fn of(first: &[String]) -> Option<Wide> {
        if are_pendigits(first) {
            let points = (0..PENDIGITS.0).map(|point| [2 * point, 2 * point + 1]).collect();
            return Some(Wide {
                points,
                label: first.len() - 1,
                has_head: false,
                is_upwards: true,
            });
        }
        let heads: Vec<String> = first.iter().map(|head| plain(head)).collect();
        let at = |name: &str| heads.iter().position(|own| own.replace('_', "") == name);
        let pair = |number: usize| Some([at(&format!("x{number}"))?, at(&format!("y{number}"))?]);
        let start = usize::from(pair(0).is_none());
        let points: Vec<[usize; 2]> = (start..).map_while(pair).collect();
        let label = LABELS.iter().find_map(|name| heads.iter().position(|own| own == name))?;
        (points.len() >= LEAST_POINTS).then_some(Wide {
            points,
            label,
            has_head: true,
            is_upwards: false,
        })
    }

    /// The drawing of a line, and its label. Fields at the end may be empty.
    ///
    /// *Errors*: what is wrong with it.
    pub fn drawing(&self, fields: &[String]) -> Result<Drawn, &'static str> {
        let field =
            |column: usize| fields.get(column).map(|field| field.trim()).unwrap_or_default();
        let number = |column: usize| number::<f64>(field(column)).filter(|it| it.is_finite());
        let label = class_of_label(field(self.label)).ok_or("an empty label")?;
        let is_blank = |[x, y]: &[usize; 2]| field(*x).is_empty() && field(*y).is_empty();
        let end = self.points.iter().rposition(|pair| !is_blank(pair)).map_or(0, |last| last + 1);
        let up = if self.is_upwards { -1.0 } else { 1.0 };
        let point = |[x, y]: &[usize; 2]| Some([number(*x)?, up * number(*y)?]);
        let points: Option<Vec<_>> = self.points[..end].iter().map(point).collect();
        Ok((Some(label), vec![points.ok_or("x or y is no number")?]))
    }
}

/// Whether a line is a digit of pendigits, which touches two sides of its square.
fn are_pendigits(first: &[String]) -> bool {
    let numbers: Option<Vec<u32>> = first.iter().map(|field| field.trim().parse().ok()).collect();
    let (count, side) = PENDIGITS;
    numbers.as_deref().and_then(<[u32]>::split_last).is_some_and(|(digit, numbers)| {
        numbers.len() == 2 * count
            && *digit < 10
            && numbers.iter().min() == Some(&0)
            && numbers.iter().max() == Some(&side)
    })
}
