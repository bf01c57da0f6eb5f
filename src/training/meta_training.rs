//! Meta-training: batched Reptile over tasks of drawings, one outer update at a time.

use std::sync::Mutex;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::checkpoint::{Checkpoint, Progress, other_data, same_data};
use super::settings::Settings;
use super::threads;
use crate::data::{Pool, Tasks};
use crate::net::{Population, Workspace};
use crate::trainer::{Learned, State, Trainer};
use crate::weights::{Precision, Provenance, Weights};
use crate::{Code, Error, Result};

/// How many training drawings the population's statistics are measured on.
const POPULATION_IMAGES: usize = 2000;

/// A run of batched Reptile that can be stopped and resumed.
#[derive(Debug)]
pub struct MetaTraining {
    settings: Settings,
    data: Vec<String>,
    tasks: Tasks,
    trainer: Trainer,
    /// The workspaces of as many tasks as were learned at once, kept for the next.
    workspaces: Mutex<Vec<Workspace>>,
    /// The threads that learn tasks; those of the whole program if none.
    threads: Option<ThreadPool>,
    /// Why the latest checkpoint of [`MetaTraining::run`] could not be written.
    pub(super) unsaved: Option<Error>,
}

impl MetaTraining {
    /// A run from untrained parameters on a pool. `data` names its data sets, each `name sha256`, so that a checkpoint
    /// can refuse others; for drawings that a program makes it may be empty, and then nothing tells whether a run goes on
    /// with the same. The pool is not needed any more after that.
    ///
    /// *Source*: batched Reptile, algorithm 2 of the paper.
    ///
    /// *Errors*: `bad-setting` that names the setting.
    pub fn new(settings: Settings, data: &[String], pool: &Pool) -> Result<Self> {
        let (net, adapt, outer) = (settings.net()?, settings.adapt()?, settings.outer()?);
        settings.prior()?;
        let trainer = Trainer::new(net, adapt, settings.ways, outer, settings.seed);
        Ok(MetaTraining {
            data: data.to_vec(),
            tasks: settings.tasks(pool)?,
            trainer,
            workspaces: Mutex::default(),
            threads: None,
            unsaved: None,
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
    /// have been moved or renamed. `bad-weights` for other than one value for each of the network's parameters.
    pub fn restore(&mut self, checkpoint: Checkpoint) -> Result<()> {
        if checkpoint.progress.settings != self.settings {
            let differences = checkpoint.progress.settings.differences(&self.settings);
            let message = format!("the checkpoint was made with other settings: {differences}");
            return Err(Error::new(Code::BadSetting, message));
        }
        if !same_data(&checkpoint.progress.data, &self.data) {
            let message = other_data(&checkpoint.progress.data, &self.data);
            return Err(Error::new(Code::BadData, message));
        }
        let Checkpoint { progress, theta, second_moments } = checkpoint;
        if [theta.len(), second_moments.len()] != [self.parameters_len(); 2] {
            let message =
                "a checkpoint with other than one value for each of the network's parameters";
            return Err(Error::new(Code::BadWeights, message));
        }
        let Progress { decayed, iteration, .. } = progress;
        let state = State { theta, second_moments, decayed, iteration };
        self.trainer.restore(state, self.settings.outer()?);
        Ok(())
    }

    /// What the run was started with.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The number of outer updates so far.
    pub fn iteration(&self) -> usize {
        self.trainer.iteration()
    }

    /// The number of parameters.
    pub fn parameters_len(&self) -> usize {
        self.trainer.theta().len()
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
        let learned: Vec<Result<Learned>> = match &self.threads {
            Some(threads) => threads.install(learn),
            None => learn(),
        };
        self.trainer.update(learned)
    }

    fn learn_task(&self, number: usize) -> Result<Learned> {
        let workspaces = || self.workspaces.lock().expect("nobody panics while it is taken");
        let mut workspace = workspaces().pop().unwrap_or_default();
        let mut task = self.tasks.task(self.settings.seed, number as u64);
        let learned = self.trainer.learn(&mut workspace, || task.batch());
        workspaces().push(workspace);
        learned
    }

    /// All that the rest of the run depends on: [written](Checkpoint::write) to a file,
    /// [read](Checkpoint::read) and [restored](MetaTraining::restore) it leads to the same weights.
    pub fn checkpoint(&self) -> Checkpoint {
        let State { theta, second_moments, decayed, iteration } = self.trainer.state();
        let (settings, data) = (self.settings.clone(), self.data.clone());
        let progress = Progress { settings, data, iteration, decayed };
        Checkpoint { progress, theta, second_moments }
    }

    /// The parameters so far, ready to use: by a [`Learner`](crate::learner::Learner), or as a file by
    /// [`weights::write`](crate::weights::write). Their provenance is empty, for the caller to fill.
    pub fn weights(&self) -> Weights {
        Weights {
            net: self.trainer.net().clone(),
            adapt: self.trainer.adapt().clone(),
            provenance: Provenance::default(),
            parameters: self.trainer.theta().to_vec(),
            precision: Precision::Half,
            population: self.population(),
            calibration: None,
            second_moments: self.trainer.second_moments(),
        }
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
            let image_len = self.trainer.net().image_len();
            for label in 0..self.settings.ways {
                let at = batch.labels.iter().position(|&l| l == label);
                if let Some(at) = at {
                    images.extend_from_slice(&batch.images[at * image_len..(at + 1) * image_len]);
                }
            }
        }
        Some(Population::measure(self.trainer.net(), self.trainer.theta(), &images, weight))
    }
}
