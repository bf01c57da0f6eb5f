//! Data augmentation: random ways to look at a drawing, for training.

use rand::{Rng, RngExt};

use super::View;

/// How many ways there are to turn a square by quarters and to mirror it.
pub const SYMMETRIES: usize = 8;

/// One way to turn and mirror a whole class; the default leaves it as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Symmetry {
    /// Turns by 90 degrees, 0 to 3.
    pub quarters: u32,
    /// Whether it is mirrored before.
    pub mirrored: bool,
}

impl Symmetry {
    /// Its number, below [`SYMMETRIES`].
    pub fn index(self) -> usize {
        self.quarters as usize + if self.mirrored { SYMMETRIES / 2 } else { 0 }
    }
}

/// A random way to look at a drawing of a class that is turned and mirrored as a whole.
pub fn distort(rng: &mut impl Rng, strength: f32, symmetry: Symmetry) -> View {
    let mut spread = |width: f32| strength * width * (2.0 * rng.random::<f32>() - 1.0);
    let angle = spread(0.25) + symmetry.quarters as f32 * std::f32::consts::FRAC_PI_2;
    let (sin, cos) = angle.sin_cos();
    let stretch = spread(0.25).exp();
    let shear = spread(0.25);
    // Mirror, stretch and shear in the drawing's own axes, then rotate.
    let mirror = if symmetry.mirrored { -1.0 } else { 1.0 };
    let [xx, xy, yy] = [mirror * stretch, shear, 1.0 / stretch];
    let plain = View::default();
    View {
        matrix: [[cos * xx, cos * xy - sin * yy], [sin * xx, sin * xy + cos * yy]],
        pen_px: plain.pen_px * spread(0.35).exp(),
        shift_px: [spread(1.0), spread(1.0)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::{SIDE_PX, Sketch, Strokes, rasterize};
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    #[cfg(feature = "training")]
    #[test]
    fn a_turned_sketch_is_what_a_turned_class_shows() {
        let strokes = Strokes::new(vec![vec![[0.0, 0.0], [0.0, 9.0], [5.0, 7.0]]]).unwrap();
        let mut luma = [255; 12 * 9];
        for (x, y) in [(2, 1), (2, 2), (2, 3), (2, 4), (3, 4), (4, 4), (5, 4), (6, 4), (7, 4)] {
            luma[12 * y + x] = 0;
        }
        let bitmap = crate::sketch::Bitmap::from_luma(&luma, 12, 9).unwrap();
        let mut rng = ChaCha8Rng::seed_from_u64(0);
        for sketch in [Sketch::Strokes(strokes), Sketch::Bitmap(bitmap)] {
            for quarters in 0..4 {
                let view = distort(&mut rng, 0.0, Symmetry { quarters, mirrored: false });
                let class = rasterize(&sketch, &view);
                let turned = rasterize(&sketch.turned(quarters), &View::default());
                let differ = class.iter().zip(&turned).any(|(a, b)| (a - b).abs() > 1e-4);
                assert!(!differ, "{quarters}: {class:?} {turned:?}");
            }
            assert_eq!(
                rasterize(&sketch, &View::default()),
                rasterize(&sketch.turned(4), &View::default())
            );
        }
    }

    #[test]
    fn a_mirrored_class_shows_the_mirror_image() {
        let hook = Strokes::new(vec![vec![[0.0, 0.0], [0.0, 9.0], [5.0, 7.0]]]).unwrap();
        let mut rng = ChaCha8Rng::seed_from_u64(0);
        let mut image = |mirrored| {
            let view = distort(&mut rng, 0.0, Symmetry { quarters: 0, mirrored });
            rasterize(&Sketch::Strokes(hook.clone()), &view)
        };
        let (plain, mirrored) = (image(false), image(true));
        for (row, mirrored) in plain.chunks(SIDE_PX).zip(mirrored.chunks(SIDE_PX)) {
            let differ = row.iter().rev().zip(mirrored).any(|(a, b)| (a - b).abs() > 1e-5);
            assert!(!differ, "{row:?} {mirrored:?}");
        }
    }
}
