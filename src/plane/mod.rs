//! Two tasks in the plane: Reptile small enough to look at.
//!
//! The parameters are the two coordinates of a point, and each task has a whole [`Ring`] of
//! solutions. Serial Reptile, taking the tasks in turn, brings theta between the rings. With many
//! inner steps it comes to where the squared distances to both are least; with one step it is
//! plain descent on the mean of the losses, and the steeper task has the greater say.
//!
//! ```
//! use reptile_sketch::plane::{Ring, TwoTasksConfig};
//!
//! let config = TwoTasksConfig {
//!     tasks: [
//!         Ring { center: [0.0, 0.0], radius: 1.0, steepness: 1.0 },
//!         Ring { center: [4.0, 0.0], radius: 1.0, steepness: 0.25 },
//!     ],
//!     theta: [2.0, 3.0],
//!     meta_iterations: 1000,
//!     inner_steps: 100,
//!     learning_rate: 1.0,
//!     step_size: 0.05,
//! };
//! let last = |config: TwoTasksConfig| {
//!     let two = config.check()?;
//!     Ok::<_, reptile_sketch::Error>((two.run()?.theta[1000], two.nearest(), two.joint()))
//! };
//! let near = |a: [f32; 2], b: [f32; 2]| (a[0] - b[0]).hypot(a[1] - b[1]) < 0.1;
//!
//! let (theta, nearest, _) = last(config.clone())?;
//! assert!(near(nearest, [2.0, 0.0]) && near(theta, nearest));
//! let (theta, nearest, joint) = last(TwoTasksConfig { inner_steps: 1, ..config })?;
//! assert!(near(theta, joint) && !near(theta, nearest));
//! # Ok::<(), reptile_sketch::Error>(())
//! ```
//!
//! *Source*: the picture is that of the paper's section 5.2 and of OpenAI's post; rings, and a
//! steepness of their own, are ours.

mod ring;

pub use ring::Ring;
use ring::balance;

use crate::meta::{InnerConfig, OuterConfig, Reduction, Reptile, Sgd, check_rate};
use crate::{Error, Result, decimal};

/// A limit on both counts, far above what a picture can show.
const MOST: usize = 1000;

/// The settings.
#[derive(Clone, Debug, PartialEq)]
pub struct TwoTasksConfig {
    /// The tasks; the first is learned first, then they take turns.
    pub tasks: [Ring; 2],
    /// Where theta starts.
    pub theta: [f32; 2],
    /// Outer updates, up to 1000.
    pub meta_iterations: usize,
    /// Inner steps, the paper's k, up to 1000.
    pub inner_steps: usize,
    /// The inner learning rate, of plain gradient descent.
    pub learning_rate: f32,
    /// The outer step size, which stays the same.
    pub step_size: f32,
}

impl TwoTasksConfig {
    /// The two tasks, if the settings are possible.
    ///
    /// *Errors*: `bad-setting` that names the field.
    pub fn check(self) -> Result<TwoTasks> {
        let refuse = |field: &str, value: f32, rule: &str| {
            Err(Error::bad_setting(field, decimal(value), rule))
        };
        for (field, count) in
            [("meta_iterations", self.meta_iterations), ("inner_steps", self.inner_steps)]
        {
            if !(1..=MOST).contains(&count) {
                return Err(Error::bad_setting(field, count, &format!("from 1 to {MOST}")));
            }
        }
        check_rate("learning_rate", self.learning_rate)?;
        for (axis, value) in ["x", "y"].into_iter().zip(self.theta) {
            if !value.is_finite() {
                return refuse(&format!("theta_{axis}"), value, "finite");
            }
        }
        for (task, Ring { center, radius, steepness }) in ["a", "b"].into_iter().zip(self.tasks) {
            for (axis, value) in ["x", "y"].into_iter().zip(center) {
                if !value.is_finite() {
                    return refuse(&format!("{task}_{axis}"), value, "finite");
                }
            }
            if !(radius >= 0.0 && radius.is_finite()) {
                return refuse(&format!("{task}_radius"), radius, "at least 0 and finite");
            }
            check_rate(&format!("{task}_steepness"), steepness)?;
        }
        self.outer().check()?;
        Ok(TwoTasks(self))
    }

    fn outer(&self) -> OuterConfig {
        OuterConfig {
            meta_iterations: self.meta_iterations,
            meta_batch: 1,
            step_size: self.step_size,
            step_size_final: self.step_size,
            reduction: Reduction::Mean,
        }
    }
}

/// Two tasks, with checked settings.
#[derive(Clone, Debug, PartialEq)]
pub struct TwoTasks(TwoTasksConfig);

/// The way that Reptile took.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Theta before the first outer update, and after each.
    pub theta: Vec<[f32; 2]>,
    /// The inner loop of each outer update: its start at theta, and every step.
    pub inner: Vec<Vec<[f32; 2]>>,
}

impl TwoTasks {
    /// The settings.
    pub fn config(&self) -> &TwoTasksConfig {
        &self.0
    }

    /// Runs serial Reptile.
    ///
    /// *Errors*: `diverged`, which names meta-iteration and step.
    pub fn run(&self) -> Result<Way> {
        let config = &self.0;
        let inner = InnerConfig { steps: config.inner_steps }.check()?;
        let mut reptile = Reptile::new(config.theta.to_vec(), config.outer().check()?);
        let mut way = Way { theta: vec![config.theta], inner: Vec::new() };
        for turn in 0..config.meta_iterations {
            let mut path = Vec::with_capacity(config.inner_steps + 1);
            reptile.step([config.tasks[turn % 2]], |w, task| {
                let mut sgd = Sgd { learning_rate: config.learning_rate };
                let batches = std::iter::repeat(task);
                inner.learn(w, &mut sgd, batches, |w, task, gradient| {
                    path.push(point(w));
                    gradient.copy_from_slice(&task.gradient(point(w)));
                    task.loss(point(w))
                })?;
                path.push(point(w));
                Ok(())
            })?;
            way.inner.push(path);
            way.theta.push(point(reptile.theta()));
        }
        Ok(way)
    }

    /// The point with the least sum of squared distances to both rings. Where they meet in two
    /// points, it is the one nearer to the start of theta.
    pub fn nearest(&self) -> [f32; 2] {
        balance(self.0.tasks, [1.0, 1.0], self.0.theta)
    }

    /// The point with the least mean of both losses: what joint training looks for.
    pub fn joint(&self) -> [f32; 2] {
        balance(self.0.tasks, self.0.tasks.map(|task| task.steepness), self.0.theta)
    }
}

fn point(w: &[f32]) -> [f32; 2] {
    [w[0], w[1]]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    fn config() -> TwoTasksConfig {
        TwoTasksConfig {
            tasks: [
                Ring { center: [-4.0, 0.0], radius: 2.0, steepness: 1.0 },
                Ring { center: [4.0, 0.0], radius: 2.0, steepness: 0.25 },
            ],
            theta: [0.0, 4.0],
            meta_iterations: 3,
            inner_steps: 2,
            learning_rate: 0.5,
            step_size: 0.5,
        }
    }

    #[test]
    fn theta_goes_its_share_of_the_way_to_where_each_inner_loop_ended() {
        let way = config().check().unwrap().run().unwrap();
        assert_eq!((way.theta.len(), way.inner.len()), (4, 3));
        for (turn, path) in way.inner.iter().enumerate() {
            assert_eq!(path.len(), 3);
            let (from, to, end) = (way.theta[turn], way.theta[turn + 1], path[2]);
            assert_eq!(path[0], from);
            for i in [0, 1] {
                assert!((to[i] - (from[i] + end[i]) / 2.0).abs() < 1e-6);
            }
        }
        // The tasks take turns: to the left, to the right, to the left.
        let xs: Vec<f32> = way.theta.iter().map(|theta| theta[0]).collect();
        assert!(xs[1] < xs[0] && xs[2] > xs[1] && xs[3] < xs[2], "{xs:?}");
    }

    #[test]
    fn a_setting_out_of_range_is_named() {
        let ring = |change: fn(&mut Ring)| {
            let mut config = config();
            change(&mut config.tasks[1]);
            config
        };
        for (config, field) in [
            (TwoTasksConfig { meta_iterations: 0, ..config() }, "meta_iterations is"),
            (TwoTasksConfig { inner_steps: 0, ..config() }, "inner_steps is"),
            (TwoTasksConfig { inner_steps: 1001, ..config() }, "inner_steps is"),
            (TwoTasksConfig { learning_rate: 0.0, ..config() }, "learning_rate is"),
            (TwoTasksConfig { learning_rate: f32::NAN, ..config() }, "learning_rate is"),
            (TwoTasksConfig { step_size: 1.5, ..config() }, "step_size is"),
            (TwoTasksConfig { theta: [f32::NAN, 0.0], ..config() }, "theta_x is"),
            (ring(|ring| ring.center[1] = f32::INFINITY), "b_y is"),
            (ring(|ring| ring.radius = -1.0), "b_radius is"),
            (ring(|ring| ring.steepness = 0.0), "b_steepness is"),
        ] {
            let error = config.check().unwrap_err();
            assert_eq!(error.code(), Code::BadSetting);
            assert!(error.message().starts_with(field), "{error}");
        }
    }

    #[test]
    fn a_rate_that_is_too_high_diverges_and_says_where() {
        let config = TwoTasksConfig { inner_steps: 1000, learning_rate: 9.0, ..config() };
        let error = config.check().unwrap().run().unwrap_err();
        assert_eq!(error.code(), Code::Diverged);
        assert!(error.message().starts_with("meta-iteration 0"), "{error}");
    }
}
