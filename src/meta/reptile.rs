//! The outer loop: theta, and what moves it.

use super::checks::check_finite;
use super::{Interpolation, Mean, Outer, OuterUpdate, Reduction};
use crate::{Code, Error, Result};

/// A run of Reptile: the initial parameters `theta`, the checked settings of the outer loop, what
/// the outer update remembers, and the meta-iteration.
///
/// Tasks are asked for and added up in order. With a `meta_batch` of 1 it is the paper's
/// serial algorithm 1, above that the batched algorithm 2. If a task fails, nothing has moved.
///
/// The textbook example: theta = 1, the inner learning rate 0.1, the step size 0.5, two steps on
/// each of two tasks, whose gradients are simply given.
///
/// ```
/// use reptile_sketch::meta::{InnerConfig, OuterConfig, Reduction, Reptile, Sgd};
///
/// let tasks = [[-0.2, 0.3], [0.1, -0.4]];
/// let inner = InnerConfig { steps: 2 }.check()?;
/// let learn = |w: &mut [f32], task: [f32; 2]| {
///     let given = |_: &[f32], gradient: &f32, d: &mut [f32]| {
///         d[0] = *gradient;
///         0.0
///     };
///     inner.learn(w, &mut Sgd { learning_rate: 0.1 }, task, given)?;
///     Ok(())
/// };
/// let near = |a: f32, b: f32| (a - b).abs() < 1e-6;
///
/// // Where the tasks lead: 1 + 0.02 - 0.03 and 1 - 0.01 + 0.04.
/// let mut w = [[1.0], [1.0]];
/// learn(&mut w[0], tasks[0])?;
/// learn(&mut w[1], tasks[1])?;
/// assert!(near(w[0][0], 0.99) && near(w[1][0], 1.03));
///
/// // The averaged update: 1 + 0.5 (-0.01 + 0.03) / 2. The summed one: 1 + 0.5 (-0.01 + 0.03).
/// for (reduction, expected) in [(Reduction::Mean, 1.005), (Reduction::Sum, 1.01)] {
///     let outer = OuterConfig {
///         meta_iterations: 1,
///         meta_batch: 2,
///         step_size: 0.5,
///         step_size_final: 0.5,
///         reduction,
///     };
///     let mut reptile = Reptile::new(vec![1.0], outer.check()?);
///     reptile.run(tasks, learn)?;
///     assert!(near(reptile.theta()[0], expected));
/// }
/// # Ok::<(), reptile_sketch::Error>(())
/// ```
///
/// Serial Reptile on two quadratic tasks, `(w - 1)^2 / 2` and `(w - 3)^2 / 2`, in turn: theta
/// comes to lie between their optima.
///
/// ```
/// use reptile_sketch::meta::{InnerConfig, OuterConfig, Reduction, Reptile, Sgd};
///
/// let outer = OuterConfig {
///     meta_iterations: 400,
///     meta_batch: 1,
///     step_size: 0.1,
///     step_size_final: 0.0,
///     reduction: Reduction::Mean,
/// };
/// let inner = InnerConfig { steps: 5 }.check()?;
/// let mut reptile = Reptile::new(vec![-4.0], outer.check()?);
/// reptile.run([1.0, 3.0].into_iter().cycle(), |w, optimum| {
///     let pull = |w: &[f32], optimum: &f32, gradient: &mut [f32]| {
///         gradient[0] = w[0] - optimum;
///         gradient[0] * gradient[0] / 2.0
///     };
///     let batches = std::iter::repeat(optimum);
///     inner.learn(w, &mut Sgd { learning_rate: 0.1 }, batches, pull)?;
///     Ok(())
/// })?;
/// assert!((reptile.theta()[0] - 2.0).abs() < 0.05);
/// # Ok::<(), reptile_sketch::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Reptile<U = Interpolation> {
    theta: Vec<f32>,
    outer: Outer,
    outer_update: U,
    iteration: usize,
}

impl Reptile {
    /// A run from these parameters that interpolates: the paper's Reptile.
    pub fn new(theta: Vec<f32>, outer: Outer) -> Self {
        Reptile::with_update(theta, outer, Interpolation)
    }
}

impl<U: OuterUpdate + Clone> Reptile<U> {
    /// A run from these parameters that moves theta in another way.
    ///
    /// ```
    /// use reptile_sketch::meta::{AsGradient, Momentum, OuterConfig, Reduction, Reptile};
    /// let outer = OuterConfig {
    ///     meta_iterations: 2,
    ///     meta_batch: 1,
    ///     step_size: 0.5,
    ///     step_size_final: 0.5,
    ///     reduction: Reduction::Mean,
    /// };
    /// let momentum = AsGradient(Momentum::new(1.0, 0.9, 1));
    /// let mut reptile = Reptile::with_update(vec![0.0], outer.check()?, momentum);
    /// reptile.update([Ok(vec![1.0])])?;
    /// assert_eq!(reptile.theta(), [0.5]);
    /// // There is nothing to learn any more, but the momentum of 0.9 carries on.
    /// reptile.update([Ok(vec![0.5])])?;
    /// assert!((reptile.theta()[0] - 0.95).abs() < 1e-6);
    /// # Ok::<(), reptile_sketch::Error>(())
    /// ```
    pub fn with_update(theta: Vec<f32>, outer: Outer, outer_update: U) -> Self {
        Reptile { theta, outer, outer_update, iteration: 0 }
    }

    /// The same run as if this many outer updates were done: to go on from a checkpoint.
    pub fn starting_at(self, iteration: usize) -> Self {
        Reptile { iteration, ..self }
    }

    /// The initial parameters so far.
    pub fn theta(&self) -> &[f32] {
        &self.theta
    }

    /// The initial parameters, at the end of the run.
    pub fn into_theta(self) -> Vec<f32> {
        self.theta
    }

    /// The number of outer updates so far.
    pub fn iteration(&self) -> usize {
        self.iteration
    }

    /// The settings.
    pub fn outer(&self) -> &Outer {
        &self.outer
    }

    /// What moves theta, with what it remembers.
    pub fn outer_update(&self) -> &U {
        &self.outer_update
    }

    /// One outer update from the parameters that `meta_batch` tasks led to, in order; who
    /// computes them, and on how many threads, is left to the caller.
    ///
    /// *Errors*: `bad-data` for more or fewer tasks than `meta_batch`; `diverged` if parameters
    /// are not finite; `bad-setting` if all meta-iterations are done, or for an outer update that does not
    /// [check](OuterUpdate::check); a task's own error. They name the meta-iteration and the task, from 0; nothing has moved then.
    ///
    /// *Panics* if the parameters are not as many as theta.
    pub fn update(&mut self, learned: impl IntoIterator<Item = Result<Vec<f32>>>) -> Result<()> {
        let w = self.reduce(learned)?;
        self.go_towards(&w)
    }

    /// One outer update: takes `meta_batch` tasks and calls `learn` with each. It is given
    /// parameters that start at theta, and leaves them where the task leads.
    ///
    /// *Errors*, *panics*: as [`Reptile::update`].
    pub fn step<T>(
        &mut self,
        tasks: impl IntoIterator<Item = T>,
        mut learn: impl FnMut(&mut [f32], T) -> Result<()>,
    ) -> Result<()> {
        let learned = tasks.into_iter().take(self.outer.config().meta_batch).map(|task| {
            let mut w = self.theta.clone();
            learn(&mut w, task)?;
            Ok(w)
        });
        let w = self.reduce(learned)?;
        self.go_towards(&w)
    }

    /// All outer updates that are left, [one](Reptile::step) after the other.
    ///
    /// *Errors*, *panics*: as [`Reptile::update`]; the updates before the fault stay.
    pub fn run<T>(
        &mut self,
        tasks: impl IntoIterator<Item = T>,
        mut learn: impl FnMut(&mut [f32], T) -> Result<()>,
    ) -> Result<()> {
        let mut tasks = tasks.into_iter();
        while self.iteration < self.outer.config().meta_iterations {
            self.step(tasks.by_ref(), &mut learn)?;
        }
        Ok(())
    }

    /// The parameters to move towards: the mean of the tasks' parameters, or theta plus the sum of
    /// their differences from theta.
    fn reduce(&self, learned: impl IntoIterator<Item = Result<Vec<f32>>>) -> Result<Vec<f32>> {
        let config = self.outer.config();
        if self.iteration >= config.meta_iterations {
            let message = format!("all {} meta-iterations are done", config.meta_iterations);
            return Err(Error::new(Code::BadSetting, message));
        }
        self.outer_update.check(self.theta.len())?;
        let mut mean = Mean::new(self.theta.len());
        let mut count = 0;
        for w in learned {
            if count == config.meta_batch {
                return Err(self.fault(count, "one task more than meta_batch"));
            }
            let w = w.map_err(|e| self.place(count, e))?;
            assert_eq!(w.len(), self.theta.len(), "parameters of task {count}");
            check_finite("the parameters", &w, "in the end").map_err(|e| self.place(count, e))?;
            mean.add(&w);
            count += 1;
        }
        if count < config.meta_batch {
            return Err(self.fault(count, "there is no task"));
        }
        let mut w = mean.finish();
        if config.reduction == Reduction::Sum {
            let grow = |(w, theta): (&mut f32, &f32)| *w = theta + count as f32 * (*w - theta);
            w.iter_mut().zip(&self.theta).for_each(grow);
        }
        Ok(w)
    }

    /// Moves theta, unless a parameter would not be finite.
    fn go_towards(&mut self, w: &[f32]) -> Result<()> {
        let (mut theta, mut outer_update) = (self.theta.clone(), self.outer_update.clone());
        outer_update.update(&mut theta, w, self.outer.step_size(self.iteration));
        let when = format!("after the outer update of meta-iteration {}", self.iteration);
        check_finite("the parameters", &theta, &when)?;
        (self.theta, self.outer_update) = (theta, outer_update);
        self.iteration += 1;
        Ok(())
    }

    fn place(&self, task: usize, error: Error) -> Error {
        error.within(&format!("meta-iteration {}, task {task}", self.iteration))
    }

    fn fault(&self, task: usize, message: &str) -> Error {
        self.place(task, Error::new(Code::BadData, message))
    }
}

#[cfg(test)]
mod tests;
