//! Sine waves, and what is shown of them.

use std::f32::consts::TAU;

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::Sine;
use crate::meta::Shuffled;
use crate::net::Examples;

/// Each use of the seed has its own streams of random numbers.
const INITIALIZATION: u64 = 0;
const CURVE: u64 = 1;
const TRAINING: u64 = 1 << 62;
const HELD_OUT: u64 = 1 << 63;

/// The wave `amplitude sin(x + phase)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SineTask {
    /// In tasks drawn at random uniform from 0.1 to 5.
    pub amplitude: f32,
    /// In tasks drawn at random uniform from 0 to 2 pi.
    pub phase: f32,
}

impl SineTask {
    fn draw(rng: &mut impl Rng) -> SineTask {
        let amplitude = 0.1 + 4.9 * rng.random::<f32>();
        SineTask { amplitude, phase: TAU * rng.random::<f32>() }
    }

    /// The wave at a place.
    pub fn value(&self, x: f32) -> f32 {
        self.amplitude * (x + self.phase).sin()
    }
}

/// A wave and the points of it that are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Episode {
    /// The wave.
    pub task: SineTask,
    /// Where the shown points lie, none of them twice.
    pub inputs: Vec<f32>,
    /// The wave there.
    pub targets: Vec<f32>,
}

impl Episode {
    /// The shown points.
    pub fn support(&self) -> Examples<'_> {
        Examples { inputs: &self.inputs, targets: &self.targets }
    }
}

impl Sine {
    /// Untrained parameters; the seed decides them.
    pub fn initialize(&self) -> Vec<f32> {
        self.net().initialize(&mut self.generator(INITIALIZATION))
    }

    /// The wave whose loss tells how far a training has come, with ten points or how many
    /// `shots` says.
    pub fn curve(&self) -> Episode {
        self.episode(CURVE)
    }

    /// A wave that training never sees; every number gives another.
    pub fn held_out(&self, number: u64) -> Episode {
        self.episode(HELD_OUT + number)
    }

    fn episode(&self, stream: u64) -> Episode {
        let mut rng = self.generator(stream);
        let task = SineTask::draw(&mut rng);
        let mut places = Shuffled::new(self.inputs().to_vec());
        let inputs: Vec<f32> = (0..self.config().shots).map(|_| places.next(&mut rng)).collect();
        let targets = inputs.iter().map(|&x| task.value(x)).collect();
        Episode { task, inputs, targets }
    }

    /// The minibatches of a meta-iteration's task, without end: the points in random order, each
    /// once before any comes again.
    pub(super) fn minibatches(&self, iteration: usize) -> impl Iterator<Item = [Vec<f32>; 2]> {
        let mut rng = self.generator(TRAINING + iteration as u64);
        let task = SineTask::draw(&mut rng);
        let mut places = Shuffled::new(self.inputs().to_vec());
        std::iter::repeat_with(move || {
            let batch = 0..self.config().batch;
            let inputs: Vec<f32> = batch.map(|_| places.next(&mut rng)).collect();
            let targets = inputs.iter().map(|&x| task.value(x)).collect();
            [inputs, targets]
        })
    }

    fn generator(&self, stream: u64) -> ChaCha8Rng {
        let mut rng = ChaCha8Rng::seed_from_u64(self.config().seed);
        rng.set_stream(stream);
        rng
    }
}

#[cfg(test)]
mod tests {
    use super::super::SineConfig;
    use super::*;

    #[test]
    fn five_minibatches_of_ten_are_all_points_and_the_next_come_in_another_order() {
        let sine = SineConfig::default().check().unwrap();
        let batches: Vec<Vec<f32>> = sine.minibatches(7).take(10).map(|[x, _]| x).collect();
        assert!(batches.iter().all(|batch| batch.len() == 10));
        let (first, second) = (batches[..5].concat(), batches[5..].concat());
        assert_ne!(first, second);
        for mut pass in [first, second] {
            pass.sort_by(f32::total_cmp);
            assert_eq!(pass, sine.inputs());
        }
    }

    #[test]
    fn tasks_fill_the_ranges_of_the_post() {
        let sine = SineConfig::default().check().unwrap();
        let tasks: Vec<SineTask> = (0..4000).map(|i| sine.held_out(i).task).collect();
        let spread = |of: fn(&SineTask) -> f32, from: f32, to: f32| {
            let values: Vec<f32> = tasks.iter().map(of).collect();
            assert!(values.iter().all(|v| (from..=to).contains(v)));
            let mean = values.iter().sum::<f32>() / values.len() as f32;
            let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / 4000.0;
            assert!((mean - (from + to) / 2.0).abs() < 0.03 * (to - from), "{mean}");
            assert!((variance * 12.0 / (to - from).powi(2) - 1.0).abs() < 0.06, "{variance}");
        };
        spread(|task| task.amplitude, 0.1, 5.0);
        spread(|task| task.phase, 0.0, TAU);
    }
}
