//! Reptile around a model that it knows nothing of.
//!
//! All that Reptile asks for is what some training on a task makes of the parameters. Whatever does that training, a
//! model of another library with its own optimizer, say, is a black box in a closure: put the parameters in, fit, take
//! them out. Here the model is written by hand, and stands for the other library's; `examples/candle` has the same
//! around candle.
//!
//! `cargo run --release --example black_box`; in a crate of your own, `cargo add rand@0.10 rand_chacha@0.10 --no-default-features`.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reptile_sketch::Result;
use reptile_sketch::meta::{OuterConfig, Reduction, Reptile};

/// Fits `y = a sin(x) + b cos(x) + c` by a method of its own, which nobody can see from outside.
#[derive(Clone, Debug, Default)]
struct Model {
    sine: f32,
    cosine: f32,
    offset: f32,
}

impl Model {
    /// Kaczmarz' method, which knows no gradients: each point in turn is met exactly, by the smallest change.
    fn fit(&mut self, points: &[[f32; 2]]) {
        for &[x, y] in points {
            let miss = y - self.predict(x);
            let share = miss / (x.sin().powi(2) + x.cos().powi(2) + 1.0);
            self.sine += share * x.sin();
            self.cosine += share * x.cos();
            self.offset += share;
        }
    }

    fn predict(&self, x: f32) -> f32 {
        self.sine * x.sin() + self.cosine * x.cos() + self.offset
    }

    fn parameters(&self) -> [f32; 3] {
        [self.sine, self.cosine, self.offset]
    }

    fn with_parameters(flat: &[f32]) -> Model {
        Model { sine: flat[0], cosine: flat[1], offset: flat[2] }
    }

    fn error(&self, points: &[[f32; 2]]) -> f32 {
        let squares = points.iter().map(|&[x, y]| (y - self.predict(x)).powi(2));
        squares.sum::<f32>() / points.len() as f32
    }
}

/// Points of a curve of the family that the tasks have in common: around `2 sin(x) - cos(x) + 3`.
fn draw_task(count: usize, rng: &mut impl Rng) -> Vec<[f32; 2]> {
    let mut around = |middle: f32| middle + rng.random::<f32>() - 0.5;
    let curve = Model { sine: around(2.0), cosine: around(-1.0), offset: around(3.0) };
    let mut point = || 6.0 * rng.random::<f32>() - 3.0;
    (0..count).map(|_| point()).map(|x| [x, curve.predict(x)]).collect()
}

fn meta_train() -> Result<Model> {
    let outer = OuterConfig {
        meta_iterations: 500,
        meta_batch: 4,
        step_size: 0.3,
        step_size_final: 0.0,
        reduction: Reduction::Mean,
    };
    let start = Model::default().parameters().to_vec();
    let mut reptile = Reptile::new(start, outer.check()?);
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let tasks = std::iter::repeat_with(|| draw_task(10, &mut rng));
    reptile.run(tasks, |w, task| {
        let mut model = Model::with_parameters(w);
        model.fit(&task);
        w.copy_from_slice(&model.parameters());
        Ok(())
    })?;
    Ok(Model::with_parameters(reptile.theta()))
}

/// The mean error on new tasks after two points of each.
fn error_after_two_points(start: &Model) -> f32 {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let errors = (0..100).map(|_| {
        let task = draw_task(30, &mut rng);
        let mut model = start.clone();
        model.fit(&task[..2]);
        model.error(&task[2..])
    });
    errors.sum::<f32>() / 100.0
}

fn main() -> Result<()> {
    let theta = meta_train()?;
    println!(
        "from zero: {:.3} after two points of a new task",
        error_after_two_points(&Model::default())
    );
    println!("from theta: {:.3}, with {theta:?}", error_after_two_points(&theta));
    Ok(())
}

#[test]
fn two_points_are_enough_from_theta() -> Result<()> {
    let (zero, theta) = (Model::default(), meta_train()?);
    assert!(error_after_two_points(&theta) < 0.1 * error_after_two_points(&zero), "{theta:?}");
    Ok(())
}
