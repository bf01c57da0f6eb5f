//! Meta-train on drawings of one's own: with progress, a stop, and a checkpoint to go on from.
//!
//! `cargo run --release --example own_drawings`

use std::f32::consts::TAU;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use reptile_sketch::Result;
use reptile_sketch::data::{ClassList, EpisodeConfig, Pool};
use reptile_sketch::hands::HandConfig;
use reptile_sketch::learner::Learner;
use reptile_sketch::sketch::{Sketch, Strokes, View, rasterize};
use reptile_sketch::training::{
    Checkpoint, Checkpoints, End, Measurement, MetaTraining, Protocol, Settings, measure,
};
use reptile_sketch::weights;

/// Polygons and stars of 3 to 9 corners, and combs of 2 to 7 teeth: points with y down, in any unit.
fn symbols() -> Vec<(String, Vec<Vec<[f32; 2]>>)> {
    let corner = |part: f32| [(part * TAU).sin(), -(part * TAU).cos()];
    let star = |corners: usize, skip: usize| {
        vec![(0..=corners).map(|i| corner((i * skip) as f32 / corners as f32)).collect()]
    };
    let comb = |teeth: usize| {
        let tooth = |i: usize| vec![[i as f32, 0.0], [i as f32, 3.0]];
        let back = vec![[0.0, 0.0], [(teeth - 1) as f32, 0.0]];
        std::iter::once(back).chain((0..teeth).map(tooth)).collect()
    };
    let polygons = (3..=9).map(|n| (format!("polygon of {n}"), star(n, 1)));
    let stars = [5, 7, 9].map(|n| (format!("star of {n}"), star(n, n / 2)));
    let combs = (2..=7).map(|n| (format!("comb of {n}"), comb(n)));
    polygons.chain(stars).chain(combs).collect()
}

/// Each symbol as several people may draw it: in place of files.
fn draw(hands: std::ops::Range<u64>) -> Result<Vec<(String, Sketch)>> {
    let people = HandConfig::default().check()?;
    let mut drawings = Vec::new();
    for (class, points) in symbols() {
        let strokes = Strokes::new(points)?;
        for hand in hands.clone() {
            drawings.push((class.clone(), people.hand(1, hand).draw(&strokes, 0).into()));
        }
    }
    Ok(drawings)
}

/// The symbols to train on, and those that training does not see.
fn pools() -> Result<(Pool, Pool)> {
    let held_out = ClassList::new("held out", "polygon of 5\nstar of 7\ncomb of 3\ncomb of 6");
    Pool::from_sketches("mine", draw(0..12)?).split(&held_out)
}

/// All that the weights depend on besides the drawings: not on threads, nor on being stopped.
fn settings() -> Settings {
    Settings {
        meta_iterations: 300,
        ways: 5,
        inner_steps: 3,
        filters: vec![16, 16, 16],
        ..Settings::default()
    }
}

/// Trains until the end, or until `stop_at`; goes on from the checkpoint if there is one.
fn train(pool: &Pool, checkpoint: &Path, stop_at: usize) -> Result<(MetaTraining, End)> {
    let mut training = MetaTraining::new(settings(), &[], pool)?.with_threads(2)?;
    if checkpoint.exists() {
        training.restore(Checkpoint::read(checkpoint)?)?;
    }
    let checkpoints =
        Checkpoints { path: checkpoint.to_path_buf(), every: Duration::from_secs(60) };
    let end = training.run(Some(&checkpoints), |training, loss| {
        let (done, all) = (training.iteration(), training.settings().meta_iterations);
        if done.is_multiple_of(50) {
            println!("{done} of {all}: loss {loss:.3}");
        }
        // A button, a signal, a deadline: whatever shall end a run early.
        Ok(if done == stop_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    Ok((training, end))
}

/// A weights file, and its accuracy on symbols that training did not see.
fn train_and_measure(checkpoint: &Path) -> Result<(Vec<u8>, f64)> {
    let (pool, held_out) = pools()?;
    let (_, end) = train(&pool, checkpoint, 100)?;
    println!("{end:?}, and now on from the checkpoint");
    let (training, _) = train(&pool, checkpoint, usize::MAX)?;
    let file = weights::write(&training.weights());

    let source = EpisodeConfig { ways: 4, shots: 1, queries: 1 }.check(&held_out)?;
    let measurement = Measurement { source, episodes: 200, seed: 0, protocol: Protocol::default() };
    let accuracy = measure(&file, &measurement)?.evaluation.accuracy;
    Ok((file, accuracy))
}

fn main() -> Result<()> {
    let folder = std::env::temp_dir();
    let checkpoint = folder.join(format!("own-drawings-{}.checkpoint", std::process::id()));
    let (file, accuracy) = train_and_measure(&checkpoint)?;
    println!(
        "{} bytes of weights; {:.1} % of new symbols right, of four",
        file.len(),
        100.0 * accuracy
    );
    std::fs::remove_file(&checkpoint).ok();

    // What a program does with such a file: learn from an example of each class, and classify.
    let image = |sketch: &Sketch| rasterize(sketch, &View::default());
    let [examples, others] = [draw(20..21)?, draw(21..22)?];
    let labelled =
        examples.iter().take(3).enumerate().map(|(label, (_, sketch))| (image(sketch), label));
    let mut learner = Learner::new(weights::read(&file)?);
    learner.adapt(&labelled.collect::<Vec<_>>(), None)?;
    for (name, sketch) in &others[..3] {
        println!("{name}: {:.2?}", learner.classify(&image(sketch))?.probabilities);
    }
    Ok(())
}

#[test]
fn a_run_that_was_stopped_leads_to_the_weights_of_a_whole_one_on_any_threads() -> Result<()> {
    let path = |name| std::env::temp_dir().join(format!("own-{name}-{}", std::process::id()));
    let (file, accuracy) = train_and_measure(&path("stopped"))?;
    assert!(accuracy > 0.6, "{accuracy}");
    let (pool, _) = pools()?;
    let mut whole = MetaTraining::new(settings(), &[], &pool)?.with_threads(1)?;
    whole.run(None, |_, _| Ok(ControlFlow::Continue(())))?;
    assert!(weights::write(&whole.weights()) == file);
    std::fs::remove_file(path("stopped")).ok();
    Ok(())
}
