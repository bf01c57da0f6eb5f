//! `reptile-sketch evaluate`: few-shot episodes, or fixed runs, and the figures.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use rayon::prelude::*;

use super::{read_file, sha256};
use crate::data::{ClassList, DrawingRef, Episode, EpisodeConfig, Episodes, Pool, Run, read_runs};
use crate::learner::{Classification, Learner};
use crate::meta::{Answer, Evaluation, Tally};
use crate::sketch::{Image, View, rasterize};
use crate::weights;
use crate::{Code, Error, Result};

/// The flags of `evaluate`.
#[derive(Args)]
pub struct EvaluateArguments {
    /// Folders or zips of images; all of them, and the stroke files, form one pool of classes.
    #[arg(long, num_args = 1.., required_unless_present_any = ["strokes", "runs"])]
    data: Vec<PathBuf>,
    /// Stroke files, .json or .json.gz.
    #[arg(long, num_args = 1..)]
    strokes: Vec<PathBuf>,
    /// Lake's one-shot classification runs, instead of random episodes.
    #[arg(long, conflicts_with_all = ["data", "strokes", "only", "exclude"])]
    runs: Option<PathBuf>,
    /// Classes an episode.
    #[arg(long, default_value_t = 3)]
    ways: usize,
    /// Support drawings a class.
    #[arg(long, default_value_t = 1)]
    shots: usize,
    /// Query drawings a class.
    #[arg(long, default_value_t = 1)]
    queries: usize,
    /// How many episodes.
    #[arg(long, default_value_t = 1000)]
    episodes: usize,
    /// The seed of the episodes.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Inner steps; those of the weights file if not given.
    #[arg(long)]
    steps: Option<usize>,
    /// A weights file; the embedded one if not given.
    #[arg(long)]
    weights: Option<PathBuf>,
    /// Classify all queries of an episode in one batch, so that they share its normalisation.
    #[arg(long)]
    transductive: bool,
    /// Change the queries: rotate, shear, stretch, thin, thick or shift.
    #[arg(long)]
    perturb: Option<String>,
    /// A text file of the only classes to use, one a line.
    #[arg(long)]
    only: Option<PathBuf>,
    /// A text file of classes not to use, one a line.
    #[arg(long)]
    exclude: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// What to measure.
pub struct Measurement<'a> {
    pub source: Episodes<'a>,
    pub episodes: usize,
    pub seed: u64,
    pub steps: Option<usize>,
    pub transductive: bool,
    pub query_view: View,
}

impl<'a> Measurement<'a> {
    pub fn new(source: Episodes<'a>, episodes: usize, seed: u64) -> Self {
        let query_view = View::default();
        Measurement {
            source,
            episodes,
            seed,
            steps: None,
            transductive: false,
            query_view,
        }
    }
}

/// The figures, and how long things took.
pub struct Figures {
    pub evaluation: Evaluation,
    pub adapt_ms: f64,
    pub classify_ms: f64,
}

impl std::ops::Deref for Figures {
    type Target = Evaluation;
    fn deref(&self) -> &Evaluation {
        &self.evaluation
    }
}

/// One task in pixels: labelled examples, labelled queries, and drawings of no class.
struct Round {
    examples: Vec<(Image, usize)>,
    queries: Vec<(Image, usize)>,
    outsiders: Vec<Image>,
}

struct Outcome {
    answers: Vec<(Classification, usize)>,
    unlike_none: Vec<f32>,
    adapt_ms: f64,
    classify_ms: f64,
}

pub fn run(arguments: &EvaluateArguments) -> Result<()> {
    let file = match &arguments.weights {
        Some(path) => read_file(path, Code::BadWeights)?,
        None => weights::pretrained_file().to_vec(),
    };
    if let Some(path) = &arguments.runs {
        return evaluate_runs(arguments, &file, &read_runs(path)?);
    }
    if arguments.episodes == 0 {
        return Err(Error::new(Code::BadSetting, "episodes: at least 1"));
    }
    let mut pool = Pool::read(&arguments.data, &arguments.strokes)?;
    if let Some(path) = &arguments.only {
        pool = pool.only(&ClassList::read(path)?)?;
    }
    if let Some(path) = &arguments.exclude {
        pool = pool.exclude(&ClassList::read(path)?)?;
    }
    let EvaluateArguments {
        ways,
        shots,
        queries,
        ..
    } = *arguments;
    let source = EpisodeConfig {
        ways,
        shots,
        queries,
    }
    .check(&pool)?;
    let measurement = Measurement {
        steps: arguments.steps,
        transductive: arguments.transductive,
        query_view: perturbed_view(arguments.perturb.as_deref())?,
        ..Measurement::new(source, arguments.episodes, arguments.seed)
    };
    let figures = measure(&file, &measurement)?;
    report(
        arguments,
        &file,
        &figures,
        [arguments.episodes, ways, shots, queries],
    );
    Ok(())
}

/// Measures a weights file on random episodes. The figures but for the times depend only on
/// the file, the pool and the measurement.
pub fn measure(file: &[u8], measurement: &Measurement) -> Result<Figures> {
    let images = |view: &View| -> Vec<Vec<Image>> {
        let classes = measurement.source.pool().classes().par_iter();
        let draw = |class: &crate::data::Class| {
            class
                .drawings()
                .iter()
                .map(|d| rasterize(d.sketch(), view))
                .collect()
        };
        classes.map(draw).collect()
    };
    let support = images(&View::default());
    let query = match measurement.query_view == View::default() {
        true => None,
        false => Some(images(&measurement.query_view)),
    };
    let query = query.as_ref().unwrap_or(&support);
    let rounds = (0..measurement.episodes).into_par_iter().map(|number| {
        let episode = measurement.source.draw(measurement.seed, number as u64);
        round(&episode, &support, query)
    });
    evaluate_rounds(file, rounds, measurement.steps, measurement.transductive)
}

fn round(episode: &Episode, support: &[Vec<Image>], query: &[Vec<Image>]) -> Round {
    let labelled = |refs: &[Vec<DrawingRef>], images: &[Vec<Image>]| {
        let classes = refs.iter().enumerate();
        let of_class = |(label, refs): (usize, &Vec<DrawingRef>)| {
            refs.iter()
                .map(|at| (images[at.class][at.drawing], label))
                .collect::<Vec<_>>()
        };
        classes.flat_map(of_class).collect()
    };
    Round {
        examples: labelled(&episode.support, support),
        queries: labelled(&episode.query, query),
        outsiders: episode
            .outsider
            .iter()
            .map(|at| query[at.class][at.drawing])
            .collect(),
    }
}

fn evaluate_rounds(
    file: &[u8],
    rounds: impl IndexedParallelIterator<Item = Round>,
    steps: Option<usize>,
    transductive: bool,
) -> Result<Figures> {
    weights::read(file)?;
    let learner = || Learner::new(weights::read(file).expect("read a moment ago"));
    let outcomes: Vec<Result<Outcome>> = rounds
        .map_init(learner, |learner, round| {
            play(learner, &round, steps, transductive)
        })
        .collect();
    let mut tally = Tally::default();
    let (mut adapt_ms, mut classify_ms) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        let outcome = outcome?;
        let answers: Vec<Answer> = (outcome.answers.iter())
            .map(|(answer, truth)| Answer {
                probabilities: &answer.probabilities,
                truth: *truth,
                unlike: answer.unlike,
            })
            .collect();
        tally.add_episode(&answers, &outcome.unlike_none);
        adapt_ms.push(outcome.adapt_ms);
        classify_ms.push(outcome.classify_ms);
    }
    let (adapt_ms, classify_ms) = (median(adapt_ms), median(classify_ms));
    Ok(Figures {
        evaluation: tally.finish(),
        adapt_ms,
        classify_ms,
    })
}

fn play(
    learner: &mut Learner,
    round: &Round,
    steps: Option<usize>,
    transductive: bool,
) -> Result<Outcome> {
    let start = Instant::now();
    learner.adapt(&round.examples, steps)?;
    let adapt_ms = milliseconds(start);
    let start = Instant::now();
    let answers: Vec<Classification> = if transductive {
        let images: Vec<Image> = round.queries.iter().map(|(image, _)| *image).collect();
        learner.classify_batch(&images)?
    } else {
        let images = round.queries.iter();
        images
            .map(|(image, _)| learner.classify(image))
            .collect::<Result<_>>()?
    };
    let classify_ms = milliseconds(start) / round.queries.len() as f64;
    let unlike = |image: &Image| learner.classify(image).map(|answer| answer.unlike);
    let unlike_none = round.outsiders.iter().map(unlike).collect::<Result<_>>()?;
    let truths = round.queries.iter().map(|(_, label)| *label);
    Ok(Outcome {
        answers: answers.into_iter().zip(truths).collect(),
        unlike_none,
        adapt_ms,
        classify_ms,
    })
}

fn evaluate_runs(arguments: &EvaluateArguments, file: &[u8], runs: &[Run]) -> Result<()> {
    let view = perturbed_view(arguments.perturb.as_deref())?;
    let mut learner = Learner::new(weights::read(file)?);
    let mut tally = Tally::default();
    let (mut adapt_ms, mut classify_ms) = (Vec::new(), Vec::new());
    for run in runs {
        let supports = run.supports.iter().enumerate();
        let queries = run.queries.iter();
        let round = Round {
            examples: supports
                .map(|(i, d)| (rasterize(d.sketch(), &View::default()), i))
                .collect(),
            queries: queries
                .map(|q| (rasterize(q.drawing.sketch(), &view), q.answer))
                .collect(),
            outsiders: Vec::new(),
        };
        let outcome = play(
            &mut learner,
            &round,
            arguments.steps,
            arguments.transductive,
        )?;
        let answers: Vec<Answer> = (outcome.answers.iter())
            .map(|(answer, truth)| Answer {
                probabilities: &answer.probabilities,
                truth: *truth,
                unlike: answer.unlike,
            })
            .collect();
        let correct: f64 = answers.iter().map(Answer::correct).sum();
        eprintln!(
            "{}: error {:.1} %",
            run.name,
            100.0 * (1.0 - correct / answers.len() as f64)
        );
        tally.add_episode(&answers, &[]);
        adapt_ms.push(outcome.adapt_ms);
        classify_ms.push(outcome.classify_ms);
    }
    let (adapt_ms, classify_ms) = (median(adapt_ms), median(classify_ms));
    let figures = Figures {
        evaluation: tally.finish(),
        adapt_ms,
        classify_ms,
    };
    let ways = runs[0].supports.len();
    report(
        arguments,
        file,
        &figures,
        [runs.len(), ways, 1, runs[0].queries.len() / ways],
    );
    Ok(())
}

fn report(arguments: &EvaluateArguments, file: &[u8], figures: &Figures, size: [usize; 4]) {
    let [episodes, ways, shots, queries] = size;
    let steps = arguments
        .steps
        .unwrap_or_else(|| weights::read(file).map_or(0, |weights| weights.adapt.steps));
    if arguments.json {
        let object = serde_json::json!({
            "accuracy": figures.accuracy, "ci95": figures.ci95, "episodes": episodes,
            "ways": ways, "shots": shots, "queries": queries, "steps": steps,
            "nll": figures.nll, "ece": figures.ece, "none_auroc": figures.none_auroc,
            "adapt_ms": figures.adapt_ms, "classify_ms": figures.classify_ms,
            "weights": sha256(file),
        });
        println!("{object}");
        return;
    }
    let percent = |share: f64| format!("{:.2} %", 100.0 * share);
    println!("{ways}-way {shots}-shot, {episodes} episodes, {steps} steps");
    println!(
        "accuracy      {} ± {}",
        percent(figures.accuracy),
        percent(figures.ci95)
    );
    println!("nll           {:.4}", figures.nll);
    println!("ece           {:.4}", figures.ece);
    if let Some(auroc) = figures.none_auroc {
        println!("none_auroc    {auroc:.4}");
    }
    println!("adapt         {:.2} ms", figures.adapt_ms);
    println!("classify      {:.3} ms", figures.classify_ms);
}

fn perturbed_view(name: Option<&str>) -> Result<View> {
    let plain = View::default();
    let (sin, cos) = 15.0_f32.to_radians().sin_cos();
    Ok(match name {
        None => plain,
        Some("rotate") => View {
            matrix: [[cos, -sin], [sin, cos]],
            ..plain
        },
        Some("shear") => View {
            matrix: [[1.0, 0.25], [0.0, 1.0]],
            ..plain
        },
        Some("stretch") => View {
            matrix: [[1.3, 0.0], [0.0, 1.0 / 1.3]],
            ..plain
        },
        Some("thin") => View {
            pen_px: 0.6 * plain.pen_px,
            ..plain
        },
        Some("thick") => View {
            pen_px: 1.6 * plain.pen_px,
            ..plain
        },
        Some("shift") => View {
            shift_px: [2.0, 2.0],
            ..plain
        },
        Some(other) => {
            let names = "rotate, shear, stretch, thin, thick or shift";
            let message = format!("perturb: {other} is none of {names}");
            return Err(Error::new(Code::BadSetting, message));
        }
    })
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
