//! Changes to query drawings, which show how much a classifier depends on how something is drawn.

use rand_chacha::ChaCha8Rng;

use super::redraw;
use crate::data::{Drawing, Picture};
use crate::sketch::{Sketch, View, rasterize};
use crate::{Code, Error, Result};

/// A change to every query drawing; the support drawings stay as they are.
///
/// The last four draw strokes anew, so that images have none of them.
///
/// *Source*: ours.
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
    /// Strokes as a mouse leaves them: 60 points a second, at whole pixels.
    Mouse,
    /// Strokes as a finger leaves them, whose points jitter.
    Touch,
    /// Strokes as a bitmap of a canvas, anywhere on it, at 20 to 100 % of its size.
    Scale,
    /// Strokes as a bitmap, drawn with a pen 1 to 3 pixels wide on 105 by 105 pixels.
    Pen,
}

impl Perturbation {
    /// What a network takes of a drawing that is changed so: 28 by 28 pixels.
    ///
    /// *Errors*: `bad-setting` for a photograph, or an image where strokes are needed.
    ///
    /// ```
    /// use rand::SeedableRng;
    /// use rand_chacha::ChaCha8Rng;
    /// use reptile_sketch::data::Drawing;
    /// use reptile_sketch::sketch::Strokes;
    /// use reptile_sketch::training::Perturbation;
    /// let line = Strokes::new(vec![vec![[0., 0.], [9., 5.]]])?;
    /// let line = Drawing::from_strokes("mine".into(), 0, line);
    /// let mut random = ChaCha8Rng::seed_from_u64(0);
    /// assert_eq!(Perturbation::Touch.values(&line, &mut random)?.len(), 28 * 28);
    /// # Ok::<(), reptile_sketch::Error>(())
    /// ```
    pub fn values(self, drawing: &Drawing, random: &mut ChaCha8Rng) -> Result<Vec<f32>> {
        let refused = |what: &str| {
            let name = format!("{self:?}").to_lowercase();
            Error::new(Code::BadSetting, format!("perturb {name} is for {what}, not for {drawing}"))
        };
        let Picture::Sketch(sketch) = drawing.picture() else { return Err(refused("drawings")) };
        if let Some(view) = self.view() {
            return Ok(rasterize(sketch, &view).to_vec());
        }
        let Sketch::Strokes(strokes) = sketch else { return Err(refused("strokes")) };
        let redrawn = match self {
            Perturbation::Mouse => Sketch::Strokes(redraw::by_mouse(strokes)?),
            Perturbation::Touch => Sketch::Strokes(redraw::by_touch(strokes, random)?),
            Perturbation::Scale => Sketch::Bitmap(redraw::at_any_scale(strokes, random)?),
            _ => Sketch::Bitmap(redraw::with_any_pen(strokes, random)?),
        };
        Ok(rasterize(&redrawn, &View::default()).to_vec())
    }

    /// The view in which a drawing is changed so; none if it is drawn anew.
    fn view(self) -> Option<View> {
        let plain = View::default();
        let (sin, cos) = 15.0_f32.to_radians().sin_cos();
        Some(match self {
            Perturbation::Rotate => View { matrix: [[cos, -sin], [sin, cos]], ..plain },
            Perturbation::Shear => View { matrix: [[1.0, 0.25], [0.0, 1.0]], ..plain },
            Perturbation::Stretch => View { matrix: [[1.3, 0.0], [0.0, 1.0 / 1.3]], ..plain },
            Perturbation::Thin => View { pen_px: 0.6 * plain.pen_px, ..plain },
            Perturbation::Thick => View { pen_px: 1.6 * plain.pen_px, ..plain },
            Perturbation::Shift => View { shift_px: [2.0, 2.0], ..plain },
            Perturbation::Mouse | Perturbation::Touch | Perturbation::Scale | Perturbation::Pen => {
                return None;
            }
        })
    }
}
