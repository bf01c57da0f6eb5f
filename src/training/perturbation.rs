//! Changes to query drawings, which show how much a classifier depends on how something is drawn.

use crate::sketch::View;

/// A change to every query drawing; the support drawings stay as they are.
///
/// *Source*: ours.
///
/// ```
/// use reptile_sketch::sketch::View;
/// use reptile_sketch::training::Perturbation;
/// assert_eq!(Perturbation::Shift.view().shift_px, [2.0, 2.0]);
/// assert!(Perturbation::Thin.view().pen_px < View::default().pen_px);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Perturbation {
    /// Turned by 15 degrees.
    Rotate,
    /// Sheared sideways, by a quarter of the height.
    Shear,
    /// Widened by 1.3 and lowered by the same factor.
    Stretch,
    /// Drawn with a pen of 0.6 times the width.
    Thin,
    /// Drawn with a pen of 1.6 times the width.
    Thick,
    /// Moved by two pixels in both directions.
    Shift,
}

impl Perturbation {
    /// The view in which a drawing is changed so.
    pub fn view(self) -> View {
        let plain = View::default();
        let (sin, cos) = 15.0_f32.to_radians().sin_cos();
        match self {
            Perturbation::Rotate => View { matrix: [[cos, -sin], [sin, cos]], ..plain },
            Perturbation::Shear => View { matrix: [[1.0, 0.25], [0.0, 1.0]], ..plain },
            Perturbation::Stretch => View { matrix: [[1.3, 0.0], [0.0, 1.0 / 1.3]], ..plain },
            Perturbation::Thin => View { pen_px: 0.6 * plain.pen_px, ..plain },
            Perturbation::Thick => View { pen_px: 1.6 * plain.pen_px, ..plain },
            Perturbation::Shift => View { shift_px: [2.0, 2.0], ..plain },
        }
    }
}
