//! Training tasks of a collection.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::Collection;
use crate::net::Batch;
use crate::sketch::{Sketch, Symmetry, distort, rasterize};

/// A few classes, and some drawings of each.
#[derive(Debug)]
pub struct CollectionTask<'a> {
    collection: &'a Collection,
    rng: ChaCha8Rng,
    classes: Vec<usize>,
}

impl Collection {
    /// A task of so many classes: the same for the same seed and number.
    ///
    /// *Panics* if there are fewer classes.
    pub fn task(&self, ways: usize, seed: u64, number: u64) -> CollectionTask<'_> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(number);
        let classes = choose(&mut rng, self.classes.len(), ways);
        CollectionTask { collection: self, rng, classes }
    }
}

impl CollectionTask<'_> {
    /// So many drawings of each class, others each time, each distorted by so much.
    ///
    /// *Panics* if a class has fewer drawings.
    pub fn batch(&mut self, drawings: usize, distortion: f32) -> Batch {
        let mut batch = Batch::default();
        for (label, &class) in self.classes.iter().enumerate() {
            let (_, all) = &self.collection.classes[class];
            for drawing in choose(&mut self.rng, all.len(), drawings) {
                let view = distort(&mut self.rng, distortion, Symmetry::default());
                batch.images.extend(rasterize(&Sketch::Strokes(all[drawing].clone()), &view));
                batch.labels.push(label);
            }
        }
        batch
    }
}

/// `count` of `0..len`, all different and in random order: the beginning of a Fisher-Yates shuffle.
///
/// *Panics* if there are not so many.
pub(crate) fn choose(rng: &mut impl Rng, len: usize, count: usize) -> Vec<usize> {
    assert!(count <= len, "{count} of {len}");
    let mut all: Vec<usize> = (0..len).collect();
    for i in 0..count {
        all.swap(i, rng.random_range(i as u32..len as u32) as usize);
    }
    all.truncate(count);
    all
}
