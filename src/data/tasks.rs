//! Training tasks: a few classes, seen in one way each, and a batch of their drawings a step.

use std::sync::{Arc, OnceLock};

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::class::too_few;
use super::{Picture, Pool};
use crate::collection::tasks::choose;
use crate::meta::Shuffled;
use crate::net::Batch;
use crate::sketch::{SYMMETRIES, Symmetry, distort};
use crate::{Code, Error, Result};

/// What a training task is.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskConfig {
    /// Classes a task.
    pub ways: usize,
    /// What an inner step's batch is made of.
    pub batches: Batches,
    /// Whether a class may be turned by quarters, the whole class alike: four classes out of one,
    /// as in the paper.
    pub turn_classes: bool,
    /// Whether a class may be mirrored, the whole class alike: twice as many classes.
    pub mirror_classes: bool,
    /// How much each drawing is bent by itself: 0 is not at all, 1 as people differ.
    pub distortion: f32,
}

/// What an inner step's batch is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Batches {
    /// So many drawings of each class, drawn anew for each step.
    PerClass(usize),
    /// The paper's: a task has a few drawings of each class, and they are gone through in random
    /// order, again and again, by so many a step.
    Epochs {
        /// Drawings of each class in a task.
        train_shots: usize,
        /// Drawings a step.
        inner_batch: usize,
    },
}

/// Draws training tasks from a pool.
#[derive(Debug)]
pub struct Tasks {
    config: TaskConfig,
    source: Arc<Source>,
}

/// What tasks are drawn from.
#[derive(Debug)]
struct Source {
    names: Vec<String>,
    classes: Vec<Vec<Picture>>,
    /// The images of each class and symmetry, if they are not distorted: made once, when needed.
    images: Vec<[OnceLock<Vec<Vec<f32>>>; SYMMETRIES]>,
}

/// One task: which classes, and how each is seen.
#[derive(Debug)]
pub struct Task<'a> {
    tasks: &'a Tasks,
    rng: ChaCha8Rng,
    /// Each class, and how all of it is turned and mirrored.
    classes: Vec<(usize, Symmetry)>,
    /// For [`Batches::Epochs`]: the task's drawings, as label and index, in the order in which
    /// they come.
    epochs: Shuffled<(usize, usize)>,
}

impl TaskConfig {
    /// The tasks of a pool, if it has enough classes.
    ///
    /// *Errors*: `bad-setting` that names the field.
    pub fn check(self, pool: &Pool) -> Result<Tasks> {
        let pictures =
            |class: &super::Class| class.drawings().iter().map(|d| d.picture().clone()).collect();
        let classes: Vec<Vec<Picture>> = pool.classes().iter().map(pictures).collect();
        let names = pool.classes().iter().map(|class| class.name().to_string()).collect();
        let images = classes.iter().map(|_| Default::default()).collect();
        let source = Source { names, classes, images };
        self.check_source(&source)?;
        Ok(Tasks { config: self, source: Arc::new(source) })
    }

    fn check_source(&self, source: &Source) -> Result<()> {
        let refuse = |message: String| Err(Error::new(Code::BadSetting, message));
        let available = source.classes.len();
        if self.ways < 2 {
            return refuse(format!("ways is {}; it must be at least 2", self.ways));
        }
        if self.ways > available {
            let hint = match available {
                1 => "give each class a folder, or its files names such as cat_01.png",
                _ => "a task cannot have more",
            };
            let ways = self.ways;
            return refuse(format!("ways is {ways}, but the classes are only {available}: {hint}"));
        }
        let (field, drawings) = match self.batches {
            Batches::PerClass(count) => ("drawings_per_step", count),
            Batches::Epochs { train_shots, .. } => ("train_shots", train_shots),
        };
        if drawings == 0 {
            return refuse(format!("{field}: at least 1"));
        }
        let classes = source.names.iter().zip(&source.classes);
        let few = classes.map(|(name, class)| (&**name, class.len()));
        if let Some(few) = too_few(few, drawings) {
            return refuse(format!("{field} is {drawings}, but {few}"));
        }
        if let Batches::Epochs { train_shots, inner_batch } = self.batches {
            let most = self.ways.saturating_mul(train_shots);
            if inner_batch == 0 || inner_batch > most {
                return refuse(format!("inner_batch: from 1 to the task's {most} drawings"));
            }
        }
        if !(0.0..=3.0).contains(&self.distortion) {
            return refuse("distortion: from 0 to 3".into());
        }
        let has_photos = source.classes.iter().flatten().any(|p| matches!(p, Picture::Photo(_)));
        if has_photos && self.turn_classes {
            return refuse("turn_classes: for drawings only".into());
        }
        if has_photos && self.mirror_classes {
            return refuse("mirror_classes: for drawings only".into());
        }
        if has_photos && self.distortion != 0.0 {
            return refuse("distortion: for drawings only, 0 for photographs".into());
        }
        Ok(())
    }
}

impl Tasks {
    /// Tasks from the same drawings, whose steps have other batches.
    ///
    /// *Errors*: `bad-setting` that names the field.
    pub fn with_batches(&self, batches: Batches) -> Result<Tasks> {
        let config = TaskConfig { batches, ..self.config.clone() };
        config.check_source(&self.source)?;
        Ok(Tasks { config, source: self.source.clone() })
    }

    /// The task of a seed and a number: the same for the same two, whatever came before.
    pub fn task(&self, seed: u64, number: u64) -> Task<'_> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(number);
        let chosen = choose(&mut rng, self.source.classes.len(), self.config.ways);
        let classes: Vec<(usize, Symmetry)> =
            chosen.into_iter().map(|class| (class, self.symmetry(&mut rng))).collect();
        let epochs = Shuffled::new(self.task_drawings(&classes, &mut rng));
        Task { tasks: self, rng, classes, epochs }
    }

    fn symmetry(&self, rng: &mut impl Rng) -> Symmetry {
        let quarters = if self.config.turn_classes { rng.random_range(0..4u32) } else { 0 };
        Symmetry { quarters, mirrored: self.config.mirror_classes && rng.random() }
    }

    fn task_drawings(
        &self,
        classes: &[(usize, Symmetry)],
        rng: &mut impl Rng,
    ) -> Vec<(usize, usize)> {
        let Batches::Epochs { train_shots, .. } = self.config.batches else {
            return Vec::new();
        };
        let of_class = |(label, &(class, _)): (usize, &(usize, Symmetry))| {
            let drawn = choose(rng, self.source.classes[class].len(), train_shots);
            drawn.into_iter().map(|i| (label, i)).collect::<Vec<_>>()
        };
        classes.iter().enumerate().flat_map(of_class).collect()
    }

    /// The images of a turned or mirrored class that is not distorted.
    fn plain_images(&self, class: usize, symmetry: Symmetry) -> &[Vec<f32>] {
        self.source.images[class][symmetry.index()].get_or_init(|| {
            // Without strength, chance has no part in it.
            let view = distort(&mut ChaCha8Rng::seed_from_u64(0), 0.0, symmetry);
            self.source.classes[class].iter().map(|picture| picture.values(&view)).collect()
        })
    }
}

impl Task<'_> {
    /// The next inner step's batch.
    pub fn batch(&mut self) -> Batch {
        let mut batch = Batch::default();
        match self.tasks.config.batches {
            Batches::PerClass(count) => {
                for label in 0..self.classes.len() {
                    let drawings = self.tasks.source.classes[self.classes[label].0].len();
                    for i in choose(&mut self.rng, drawings, count) {
                        self.push(&mut batch, label, i);
                    }
                }
            }
            Batches::Epochs { inner_batch, .. } => {
                for _ in 0..inner_batch {
                    let (label, i) = self.epochs.next(&mut self.rng);
                    self.push(&mut batch, label, i);
                }
            }
        }
        batch
    }

    fn push(&mut self, batch: &mut Batch, label: usize, i: usize) {
        let (class, symmetry) = self.classes[label];
        let strength = self.tasks.config.distortion;
        batch.labels.push(label);
        if strength == 0.0 {
            batch.images.extend(&self.tasks.plain_images(class, symmetry)[i]);
        } else {
            let view = distort(&mut self.rng, strength, symmetry);
            batch.images.extend(self.tasks.source.classes[class][i].values(&view));
        }
    }
}
