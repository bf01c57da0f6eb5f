//! Training tasks: a few classes, seen in one way each, and a batch of their drawings a step.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::Pool;
use crate::net::Batch;
use crate::sketch::{Sketch, View, rasterize};
use crate::{Code, Error, Result};

/// What a training task is.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskConfig {
    /// Classes a task.
    pub ways: usize,
    /// Drawings of each class in an inner step's batch.
    pub drawings_per_step: usize,
    /// Whether a class may be turned by quarters and mirrored, the whole class alike: eight
    /// classes out of one.
    pub turn_classes: bool,
    /// How much each drawing is bent by itself: 0 is not at all, 1 as people differ.
    pub distortion: f32,
}

/// Draws training tasks from a pool.
pub struct Tasks {
    config: TaskConfig,
    classes: Vec<Vec<Sketch>>,
}

/// One task: which classes, and how each is seen.
pub struct Task<'a> {
    tasks: &'a Tasks,
    rng: ChaCha8Rng,
    classes: Vec<(&'a [Sketch], Turn)>,
}

/// By how many quarters a class is turned, and whether it is mirrored first.
#[derive(Clone, Copy, Debug, Default)]
struct Turn {
    quarters: u32,
    mirrored: bool,
}

impl TaskConfig {
    /// The tasks of a pool, if it has enough classes.
    ///
    /// *Errors*: `bad-setting` that names the field.
    pub fn check(self, pool: &Pool) -> Result<Tasks> {
        let refuse = |message: String| Err(Error::new(Code::BadSetting, message));
        let available = pool.classes().len();
        if self.ways < 2 || self.ways > available {
            return refuse(format!("ways: {} of {available} classes, at least 2", self.ways));
        }
        if self.drawings_per_step == 0 {
            return refuse("drawings_per_step: at least 1".into());
        }
        let short = pool.classes().iter().find(|c| c.drawings().len() < self.drawings_per_step);
        if let Some(class) = short {
            let count = class.drawings().len();
            return refuse(format!("drawings_per_step: class {} has only {count}", class.name()));
        }
        if !(0.0..=3.0).contains(&self.distortion) {
            return refuse("distortion: from 0 to 3".into());
        }
        let sketches =
            |class: &super::Class| class.drawings().iter().map(|d| d.sketch().clone()).collect();
        let classes = pool.classes().iter().map(sketches).collect();
        Ok(Tasks { config: self, classes })
    }
}

impl Tasks {
    /// The task of a seed and a number: the same for the same two, whatever came before.
    pub fn task(&self, seed: u64, number: u64) -> Task<'_> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(number);
        let chosen = choose(&mut rng, self.classes.len(), self.config.ways);
        let classes = (chosen.into_iter())
            .map(|class| (&self.classes[class][..], self.turn(&mut rng)))
            .collect();
        Task { tasks: self, rng, classes }
    }

    fn turn(&self, rng: &mut impl Rng) -> Turn {
        match self.config.turn_classes {
            true => Turn { quarters: rng.random_range(0..4u32), mirrored: rng.random() },
            false => Turn::default(),
        }
    }
}

impl Task<'_> {
    /// The next inner step's batch: some drawings of each class, none of them twice.
    pub fn batch(&mut self) -> Batch {
        let config = &self.tasks.config;
        let mut batch = Batch::default();
        for (label, (sketches, turn)) in self.classes.iter().enumerate() {
            for i in choose(&mut self.rng, sketches.len(), config.drawings_per_step) {
                let view = distort(&mut self.rng, config.distortion, *turn);
                batch.images.extend(rasterize(&sketches[i], &view));
                batch.labels.push(label);
            }
        }
        batch
    }
}

/// `count` of `0..len` without repetition, in random order: a partial Fisher-Yates shuffle.
fn choose(rng: &mut impl Rng, len: usize, count: usize) -> Vec<usize> {
    let mut all: Vec<usize> = (0..len).collect();
    for i in 0..count {
        all.swap(i, rng.random_range(i as u32..len as u32) as usize);
    }
    all.truncate(count);
    all
}

/// A random way to look at a drawing of a class that is turned in a certain way.
fn distort(rng: &mut impl Rng, strength: f32, turn: Turn) -> View {
    let mut spread = |width: f32| strength * width * (2.0 * rng.random::<f32>() - 1.0);
    let angle = spread(0.25) + turn.quarters as f32 * std::f32::consts::FRAC_PI_2;
    let (sin, cos) = angle.sin_cos();
    let stretch = spread(0.25).exp();
    let shear = spread(0.25);
    let mirror = if turn.mirrored { -1.0 } else { 1.0 };
    // Mirror, stretch and shear in the drawing's own axes, then rotate.
    let [xx, xy, yy] = [mirror * stretch, shear, 1.0 / stretch];
    let plain = View::default();
    View {
        matrix: [[cos * xx, cos * xy - sin * yy], [sin * xx, sin * xy + cos * yy]],
        pen_px: plain.pen_px * spread(0.35).exp(),
        shift_px: [spread(1.0), spread(1.0)],
    }
}
