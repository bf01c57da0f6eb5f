//! The outer loop's settings, its schedule, and the mean.

use crate::{Error, Result, decimal};

/// More outer updates than anybody waits for.
const MOST_ITERATIONS: usize = 1_000_000_000;
/// The most tasks of an outer update: what each one led to is held in memory.
const MOST_TASKS: usize = 10_000;

/// The settings of the outer loop.
#[derive(Clone, Debug, PartialEq)]
pub struct OuterConfig {
    /// How many outer updates there are.
    pub meta_iterations: usize,
    /// How many tasks an outer update goes by; 1 is the serial version.
    pub meta_batch: usize,
    /// The outer step size at the start; it falls linearly to `step_size_final`.
    pub step_size: f32,
    /// The outer step size at the end; the same as at the start is a constant one.
    pub step_size_final: f32,
    /// How the tasks of an outer update are combined.
    pub reduction: Reduction,
}

/// How an outer update combines the differences `w - theta` of its tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reduction {
    /// Their mean: the paper's algorithm 2.
    #[default]
    Mean,
    /// Their sum, as in some tutorials: the mean times the number of tasks.
    Sum,
}

impl OuterConfig {
    /// The outer loop, if the settings are possible.
    ///
    /// *Errors*: `bad-setting` that names the field.
    pub fn check(self) -> Result<Outer> {
        for (field, count, most) in [
            ("meta_iterations", self.meta_iterations, MOST_ITERATIONS),
            ("meta_batch", self.meta_batch, MOST_TASKS),
        ] {
            if !(1..=most).contains(&count) {
                return Err(Error::bad_setting(field, count, &format!("from 1 to {most}")));
            }
        }
        if !(self.step_size > 0.0 && self.step_size <= 1.0) {
            let value = decimal(self.step_size);
            return Err(Error::bad_setting("step_size", value, "above 0 and at most 1"));
        }
        if !(self.step_size_final >= 0.0 && self.step_size_final <= 1.0) {
            let value = decimal(self.step_size_final);
            return Err(Error::bad_setting("step_size_final", value, "from 0 to 1"));
        }
        Ok(Outer(self))
    }
}

/// The outer loop's checked settings, and the schedule that they make.
#[derive(Clone, Debug, PartialEq)]
pub struct Outer(OuterConfig);

impl Outer {
    /// The settings.
    pub fn config(&self) -> &OuterConfig {
        &self.0
    }

    /// The step size of an iteration, from 0.
    pub fn step_size(&self, iteration: usize) -> f32 {
        let done = iteration as f32 / self.0.meta_iterations as f32;
        self.0.step_size + done * (self.0.step_size_final - self.0.step_size)
    }
}

/// The mean of vectors that come one by one. The order of coming decides the rounding.
#[derive(Clone, Debug)]
pub struct Mean {
    sum: Vec<f32>,
    count: usize,
}

impl Mean {
    /// The mean of no vectors of this length.
    pub fn new(len: usize) -> Self {
        Mean { sum: vec![0.0; len], count: 0 }
    }

    /// Takes one more vector in.
    pub fn add(&mut self, vector: &[f32]) {
        self.sum.iter_mut().zip(vector).for_each(|(sum, v)| *sum += v);
        self.count += 1;
    }

    /// The mean.
    ///
    /// *Panics* if no vector was added.
    pub fn finish(mut self) -> Vec<f32> {
        assert!(self.count > 0, "the mean of nothing");
        self.sum.iter_mut().for_each(|sum| *sum /= self.count as f32);
        self.sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    const CONFIG: OuterConfig = OuterConfig {
        meta_iterations: 10,
        meta_batch: 2,
        step_size: 1.0,
        step_size_final: 0.5,
        reduction: Reduction::Mean,
    };

    #[test]
    fn the_step_size_falls_linearly_from_the_first_to_behind_the_last_iteration() {
        let outer = CONFIG.check().unwrap();
        assert_eq!(outer.step_size(0), 1.0);
        assert_eq!(outer.step_size(5), 0.75);
        assert!((outer.step_size(9) - 0.55).abs() < 1e-6);
    }

    #[test]
    fn a_step_size_that_ends_as_it_starts_never_changes() {
        let outer = OuterConfig { step_size: 0.1, step_size_final: 0.1, ..CONFIG }.check().unwrap();
        assert!((0..10).all(|iteration| outer.step_size(iteration) == 0.1));
    }

    #[test]
    fn annealing_to_zero_is_one_minus_the_share_that_is_done() {
        let outer = OuterConfig { step_size: 0.1, step_size_final: 0.0, ..CONFIG }.check().unwrap();
        for iteration in 0..10 {
            let post = 0.1 * (1.0 - iteration as f32 / 10.0);
            assert!((outer.step_size(iteration) - post).abs() < 1e-8);
        }
    }

    #[test]
    fn the_mean_is_that_of_all_vectors_and_of_one_is_the_vector() {
        let mut mean = Mean::new(2);
        mean.add(&[0.1, -7.0]);
        assert_eq!(mean.clone().finish(), [0.1, -7.0]);
        mean.add(&[0.9, 1.0]);
        mean.add(&[0.5, 0.0]);
        assert_eq!(mean.finish(), [0.5, -2.0]);
    }

    #[test]
    fn a_setting_out_of_range_is_named() {
        let plain = || CONFIG;
        for (config, field) in [
            (OuterConfig { meta_iterations: 0, ..plain() }, "meta_iterations"),
            (OuterConfig { meta_batch: 0, ..plain() }, "meta_batch"),
            (OuterConfig { step_size: 0.0, ..plain() }, "step_size is"),
            (OuterConfig { step_size: 1.1, ..plain() }, "step_size is"),
            (OuterConfig { step_size: f32::NAN, ..plain() }, "step_size is"),
            (OuterConfig { step_size_final: -0.1, ..plain() }, "step_size_final"),
            (OuterConfig { step_size_final: f32::NAN, ..plain() }, "step_size_final"),
        ] {
            let error = config.check().unwrap_err();
            assert_eq!(error.code(), Code::BadSetting);
            assert!(error.message().starts_with(field), "{error}");
        }
    }
}
