//! Meta-training: batched Reptile over tasks of drawings, one outer update at a time.

use std::sync::Mutex;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rayon::ThreadPool;
use rayon::prelude::*;

use super::checkpoint::{Checkpoint, Progress, same_data};
use super::settings::Settings;
use super::threads;
use crate::data::{Pool, Tasks};
use crate::meta::{Adam, BETA2, Mean, Optimizer, Parts, Reptile, Sgd, inner_loop};
use crate::net::{ConvNet, FewShot, Population, Workspace};
use crate::weights::{AdaptConfig, BodyOptimizer, Precision, Provenance, SecondMoments, Weights};
use crate::{Code, Error, Result};

/// How many training drawings the population's statistics are measured on.
const POPULATION_IMAGES: usize = 2000;

/// A run of batched Reptile that can be stopped and resumed.
pub struct MetaTraining {
    settings: Settings,
    data: Vec<String>,
    adapt: AdaptConfig,
    net: ConvNet,
    tasks: Tasks,
    reptile: Reptile,
    second_moments: Vec<f32>,
    /// The weight that the zeros at the start still have in the second moments.
    decayed: f32,
    /// The workspaces of as many tasks as were learned at once, kept for the next.
    workspaces: Mutex<Vec<Workspace>>,
    /// The threads that learn tasks; those of the whole program if none.
    threads: Option<ThreadPool>,
}

/// The result of a task's inner loop.
struct TaskResult {
    parameters: Vec<f32>,
    second_moments: Vec<f32>,
    loss: f32,
}

impl MetaTraining {
    /// A run from untrained parameters on a pool. `data` names its data sets, each `name sha256`, so that a checkpoint
    /// can refuse others; for drawings that a program makes it may be empty. The pool is not needed any more after that.
    ///
    /// *Source*: batched Reptile, algorithm 2 of the paper.
    ///
    /// *Errors*: `bad-setting` that names the setting.
    pub fn new(settings: Settings, data: &[String], pool: &Pool) -> Result<Self> {
        let net = settings.net()?;
        let theta = net.initialize(&mut ChaCha8Rng::seed_from_u64(settings.seed));
        Ok(MetaTraining {
            data: data.to_vec(),
            adapt: settings.adapt()?,
            tasks: settings.tasks(pool)?,
            second_moments: vec![0.0; theta.len()],
            decayed: 1.0,
            workspaces: Mutex::default(),
            threads: None,
            reptile: Reptile::new(theta, settings.outer()?),
            net,
            settings,
        })
    }

    /// The same run on so many threads of its own; 0 is one a core, which is also what a run without this has, shared
    /// with the rest of the program. The weights do not depend on it.
    ///
    /// *Errors*: `bad-setting` if so many threads cannot be started.
    pub fn with_threads(self, threads: usize) -> Result<Self> {
        let threads = threads::start(threads, |pool| pool.build())?;
        Ok(MetaTraining { threads: Some(threads), ..self })
    }

    /// Continues from a checkpoint.
    ///
    /// *Errors*: `bad-setting` if it was made with other settings, `bad-data` with other data; files and folders may
    /// have been moved or renamed.
    pub fn restore(&mut self, checkpoint: Checkpoint) -> Result<()> {
        if checkpoint.progress.settings != self.settings {
            let differences = checkpoint.progress.settings.differences(&self.settings);
            let message = format!("the checkpoint was made with other settings: {differences}");
            return Err(Error::new(Code::BadSetting, message));
        }
        if !same_data(&checkpoint.progress.data, &self.data) {
            let message = format!(
                "the checkpoint was made with other data: {}",
                checkpoint.progress.data.join(", ")
            );
            return Err(Error::new(Code::BadData, message));
        }
        self.reptile = Reptile::new(checkpoint.theta, self.reptile.outer().clone())
            .starting_at(checkpoint.progress.iteration);
        self.second_moments = checkpoint.second_moments;
        self.decayed = checkpoint.progress.decayed;
        Ok(())
    }

    /// What the run was started with.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The number of outer updates so far.
    pub fn iteration(&self) -> usize {
        self.reptile.iteration()
    }

    /// The number of parameters.
    pub fn parameters_len(&self) -> usize {
        self.reptile.theta().len()
    }

    /// One outer update. Returns the mean over its tasks of the loss after the first inner step,
    /// on new drawings: before that step it is the same for all parameters.
    ///
    /// *Errors*: `diverged`, with meta-iteration, task and step; nothing has moved then.
    pub fn step(&mut self) -> Result<f32> {
        let count = self.settings.meta_batch;
        let first = self.iteration() * count;
        // Summed in the order of the tasks, so that rounding does not depend on threads.
        let learn = || (0..count).into_par_iter().map(|i| self.learn_task(first + i)).collect();
        let results: Vec<Result<TaskResult>> = match &self.threads {
            Some(threads) => threads.install(learn),
            None => learn(),
        };
        let mut moments = Mean::new(self.parameters_len());
        let mut mean_loss = 0.0;
        let learned = results.into_iter().map(|result| {
            let result = result?;
            moments.add(&result.second_moments);
            mean_loss += result.loss / count as f32;
            Ok(result.parameters)
        });
        self.reptile.update(learned)?;
        self.second_moments = moments.finish();
        self.decayed *= BETA2.powi(self.adapt.steps as i32);
        Ok(mean_loss)
    }

    fn learn_task(&self, number: usize) -> Result<TaskResult> {
        let workspaces = || self.workspaces.lock().expect("nobody panics while it is taken");
        let workspace = workspaces().pop().unwrap_or_default();
        let mut few_shot = FewShot::with_workspace(&self.net, self.settings.ways, workspace);
        let mut task = self.tasks.task(self.settings.seed, number as u64);
        let mut parameters = self.reptile.theta().to_vec();
        parameters.resize(few_shot.parameters_len(), 0.0);
        let mut learn = |optimizer: &mut dyn Optimizer| {
            let second = Sgd { learning_rate: self.adapt.head_learning_rate };
            let first_len = self.reptile.theta().len();
            let mut optimizer = Parts { first: optimizer, second, first_len };
            let batches = (0..self.adapt.steps).map(|_| task.batch());
            inner_loop(&mut parameters, &mut optimizer, batches, |w, batch, d| {
                few_shot.loss_and_gradient(w, batch, d)
            })
        };
        let mut adam = self.adam();
        let losses = match self.adapt.optimizer {
            BodyOptimizer::Adam => learn(&mut adam)?,
            BodyOptimizer::Sgd => learn(&mut Sgd { learning_rate: self.adapt.learning_rate })?,
        };
        workspaces().push(few_shot.into_workspace());
        parameters.truncate(self.reptile.theta().len());
        let loss = losses.get(1).copied().unwrap_or(losses[0]);
        Ok(TaskResult { parameters, second_moments: adam.second_moments, loss })
    }

    fn adam(&self) -> Adam {
        Adam {
            learning_rate: self.adapt.learning_rate,
            second_moments: self.second_moments.clone(),
            decayed: self.decayed,
        }
    }

    /// All that the rest of the run depends on: [written](Checkpoint::write) to a file,
    /// [read](Checkpoint::read) and [restored](MetaTraining::restore) it leads to the same weights.
    pub fn checkpoint(&self) -> Checkpoint {
        let progress = Progress {
            settings: self.settings.clone(),
            data: self.data.clone(),
            iteration: self.iteration(),
            decayed: self.decayed,
        };
        Checkpoint {
            progress,
            theta: self.reptile.theta().to_vec(),
            second_moments: self.second_moments.clone(),
        }
    }

    /// The parameters so far, ready to use: by a [`Learner`](crate::learner::Learner), or as a file by
    /// [`weights::write`](crate::weights::write). Their provenance is empty, for the caller to fill.
    ///
    /// *Errors*: those of [`Settings::net`], of which there was none when the run began.
    pub fn weights(&self) -> Result<Weights> {
        Ok(Weights {
            net: self.settings.net()?,
            adapt: self.adapt.clone(),
            provenance: Provenance::default(),
            parameters: self.reptile.theta().to_vec(),
            precision: Precision::Half,
            population: self.population(),
            calibration: None,
            second_moments: match self.adapt.optimizer {
                BodyOptimizer::Adam => SecondMoments::Known(self.adam().unbiased_moments()),
                BodyOptimizer::Sgd => SecondMoments::Unknown,
            },
        })
    }

    /// The statistics of many training drawings.
    fn population(&self) -> Option<Population> {
        let weight = self.settings.prior_weight;
        if weight == 0.0 {
            return None;
        }
        let mut images = Vec::new();
        let count = POPULATION_IMAGES.div_ceil(self.settings.ways);
        // Tasks that no run trains on.
        for number in 0..count as u64 {
            let mut task = self.tasks.task(self.settings.seed, u64::MAX - number);
            let batch = task.batch();
            let image_len = self.net.image_len();
            for label in 0..self.settings.ways {
                let at = batch.labels.iter().position(|&l| l == label);
                if let Some(at) = at {
                    images.extend_from_slice(&batch.images[at * image_len..(at + 1) * image_len]);
                }
            }
        }
        Some(Population::measure(&self.net, self.reptile.theta(), &images, weight))
    }
}
