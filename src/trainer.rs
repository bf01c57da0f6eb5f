//! Batched Reptile of the drawing network: what the command line and a browser do alike.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::Result;
use crate::meta::{Adam, BETA2, Mean, Optimizer, Outer, Parts, Reptile, Sgd, inner_loop};
use crate::net::{Batch, ConvNet, FewShot, Workspace};
use crate::weights::{AdaptConfig, BodyOptimizer, SecondMoments};

/// Theta, and Adam's second moments, which tasks share.
///
/// Who makes the tasks, and on how many threads they are learned, is left to the caller.
#[derive(Debug)]
pub struct Trainer {
    net: ConvNet,
    adapt: AdaptConfig,
    ways: usize,
    reptile: Reptile,
    second_moments: Vec<f32>,
    /// The weight that the zeros at the start still have in the second moments.
    decayed: f32,
}

/// The result of a task's inner loop.
#[derive(Debug)]
pub struct Learned {
    parameters: Vec<f32>,
    second_moments: Vec<f32>,
    loss: f32,
}

/// What changes in the course of a run: all that the rest of it depends on, besides the settings and the tasks.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The initial parameters so far.
    pub theta: Vec<f32>,
    /// Adam's second moments, not corrected for their start.
    pub second_moments: Vec<f32>,
    /// The weight that the zeros at the start still have in them.
    pub decayed: f32,
    /// The outer updates so far.
    pub iteration: usize,
}

impl Trainer {
    /// A run from untrained parameters, which the seed decides, with so many classes a task.
    pub fn new(net: ConvNet, adapt: AdaptConfig, ways: usize, outer: Outer, seed: u64) -> Self {
        let theta = net.initialize(&mut ChaCha8Rng::seed_from_u64(seed));
        Trainer {
            second_moments: vec![0.0; theta.len()],
            decayed: 1.0,
            reptile: Reptile::new(theta, outer),
            net,
            adapt,
            ways,
        }
    }

    /// Goes on from a state, with these settings of the outer loop.
    ///
    /// *Panics* if it is of a network with more or fewer parameters.
    pub fn restore(&mut self, state: State, outer: Outer) {
        let State { theta, second_moments, decayed, iteration } = state;
        assert_eq!([theta.len(), second_moments.len()], [self.reptile.theta().len(); 2]);
        self.reptile = Reptile::new(theta, outer).starting_at(iteration);
        (self.second_moments, self.decayed) = (second_moments, decayed);
    }

    /// The state so far.
    pub fn state(&self) -> State {
        State {
            theta: self.theta().to_vec(),
            second_moments: self.second_moments.clone(),
            decayed: self.decayed,
            iteration: self.iteration(),
        }
    }

    /// The network.
    pub fn net(&self) -> &ConvNet {
        &self.net
    }

    /// How a task is learned.
    pub fn adapt(&self) -> &AdaptConfig {
        &self.adapt
    }

    /// The initial parameters so far.
    pub fn theta(&self) -> &[f32] {
        self.reptile.theta()
    }

    /// The outer loop.
    pub fn outer(&self) -> &Outer {
        self.reptile.outer()
    }

    /// The number of outer updates so far.
    pub fn iteration(&self) -> usize {
        self.reptile.iteration()
    }

    /// Learns a task, which gives a batch for each inner step, from theta.
    ///
    /// *Errors*: `diverged`, with the step.
    pub fn learn(&self, workspace: &mut Workspace, task: impl FnMut() -> Batch) -> Result<Learned> {
        let mut few_shot = FewShot::with_workspace(&self.net, self.ways, std::mem::take(workspace));
        let mut parameters = self.theta().to_vec();
        parameters.resize(few_shot.parameters_len(), 0.0);
        let batches = std::iter::repeat_with(task).take(self.adapt.steps);
        let first_len = self.theta().len();
        let learn = |optimizer: &mut dyn Optimizer| {
            let second = Sgd { learning_rate: self.adapt.head_learning_rate };
            let mut optimizer = Parts { first: optimizer, second, first_len };
            inner_loop(&mut parameters, &mut optimizer, batches, |w, batch, d| {
                few_shot.loss_and_gradient(w, batch, d)
            })
        };
        let mut adam = self.adam();
        let losses = match self.adapt.optimizer {
            BodyOptimizer::Adam => learn(&mut adam)?,
            BodyOptimizer::Sgd => learn(&mut Sgd { learning_rate: self.adapt.learning_rate })?,
        };
        *workspace = few_shot.into_workspace();
        parameters.truncate(first_len);
        let loss = losses.get(1).copied().unwrap_or(losses[0]);
        Ok(Learned { parameters, second_moments: adam.second_moments, loss })
    }

    /// One outer update from the tasks of a meta-batch, in their order. Returns the mean over them of the loss after
    /// the first inner step, on new drawings: before that step it is the same for all parameters.
    ///
    /// *Errors*: as [`Reptile::update`]; nothing has moved then.
    pub fn update(&mut self, learned: Vec<Result<Learned>>) -> Result<f32> {
        let count = learned.len() as f32;
        let mut moments = Mean::new(self.theta().len());
        let mut mean_loss = 0.0;
        let learned = learned.into_iter().map(|result| {
            let result = result?;
            moments.add(&result.second_moments);
            mean_loss += result.loss / count;
            Ok(result.parameters)
        });
        self.reptile.update(learned)?;
        self.second_moments = moments.finish();
        self.decayed *= BETA2.powi(self.adapt.steps as i32);
        Ok(mean_loss)
    }

    /// What Adam knows before the first inner step of a new task.
    pub fn second_moments(&self) -> SecondMoments {
        match self.adapt.optimizer {
            BodyOptimizer::Adam => SecondMoments::Known(self.adam().unbiased_moments()),
            BodyOptimizer::Sgd => SecondMoments::Unknown,
        }
    }

    fn adam(&self) -> Adam {
        Adam {
            learning_rate: self.adapt.learning_rate,
            second_moments: self.second_moments.clone(),
            decayed: self.decayed,
        }
    }
}
