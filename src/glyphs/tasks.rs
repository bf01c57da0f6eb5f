//! Training tasks of glyphs, made when they are asked for.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{DRAWERS, Glyphs};
use crate::net::Batch;
use crate::sketch::{Sketch, Symmetry, View, distort, rasterize};

/// Glyphs, seen as drawings: a few classes, and some drawings of each.
#[derive(Debug)]
pub struct GlyphTask<'a> {
    glyphs: &'a Glyphs,
    rng: ChaCha8Rng,
    classes: Vec<usize>,
}

impl Glyphs {
    /// A task of `ways` of the first `classes` glyphs: the same for the same seed and number.
    ///
    /// *Panics* if there are fewer classes than ways.
    pub fn task(&self, classes: usize, ways: usize, number: u64) -> GlyphTask<'_> {
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed());
        rng.set_stream(number);
        let classes = choose(&mut rng, classes, ways);
        GlyphTask { glyphs: self, rng, classes }
    }
}

impl GlyphTask<'_> {
    /// So many drawings of each class by different hands, new ones each time, each distorted by so much.
    ///
    /// *Panics* if there are fewer [hands](DRAWERS).
    pub fn batch(&mut self, drawings: usize, distortion: f32) -> Batch {
        let mut batch = Batch::default();
        for label in 0..self.classes.len() {
            for drawer in choose(&mut self.rng, DRAWERS, drawings) {
                let view = distort(&mut self.rng, distortion, Symmetry::default());
                batch.images.extend(self.image(label, drawer, &view));
                batch.labels.push(label);
            }
        }
        batch
    }

    /// The drawing of a class by one of its hands, as the network sees it.
    fn image(&self, label: usize, drawer: usize, view: &View) -> Vec<f32> {
        let strokes = self.glyphs.draw(self.classes[label], drawer);
        rasterize(&Sketch::Strokes(strokes), view).to_vec()
    }
}

/// `count` of `0..len`, all different: it is small against `len`, or `len` is small.
fn choose(rng: &mut impl Rng, len: usize, count: usize) -> Vec<usize> {
    assert!(count <= len, "{count} of {len}");
    let mut chosen = Vec::with_capacity(count);
    while chosen.len() < count {
        let next = rng.random_range(0..len as u32) as usize;
        if !chosen.contains(&next) {
            chosen.push(next);
        }
    }
    chosen
}
