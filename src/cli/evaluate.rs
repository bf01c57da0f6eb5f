//! `reptile-sketch evaluate`: few-shot episodes, or fixed runs, and the figures.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::families;
use super::output::{check_writable, print_line, say};
use super::reading::{ReadingFlags, made_up, print_notes};
use crate::data::{DrawingRef, EpisodeConfig, ImageKind, Photo, Pool, Run, read_runs, sha256};
use crate::glyphs::Glyphs;
use crate::meta::Evaluation;
use crate::training::files::{read_weights, write_file};
use crate::training::{
    Figures, Measurement, Perturbation, Protocol, check_count, measure, measure_runs,
};
use crate::weights;
use crate::{Code, Error, Result};

/// The flags of `evaluate`.
#[derive(Args)]
pub struct EvaluateArguments {
    /// Folders, archives and files of drawings; all of them, and the stroke files, form one pool of classes.
    #[arg(long, num_args = 1.., required_unless_present_any = ["strokes", "glyphs", "runs", "families"])]
    data: Vec<PathBuf>,
    /// The same, for strokes: where both are given, accuracies are those of --data.
    #[arg(long, num_args = 1..)]
    strokes: Vec<PathBuf>,
    /// So many glyphs of made-up alphabets of this seed, which `train --glyphs` never trains on.
    #[arg(long)]
    glyphs: Option<usize>,
    /// Lake's one-shot classification runs, instead of random episodes.
    #[arg(long, conflicts_with_all = ["data", "strokes", "glyphs", "only", "exclude"])]
    runs: Option<PathBuf>,
    /// Families of symbols that are easily taken for one another, such as arrows or b, d, p and q, drawn by hands of
    /// ours: all symbols of a family, or five of a large one.
    #[arg(long, conflicts_with_all = ["data", "strokes", "glyphs", "runs", "only", "exclude", "answers", "ways"])]
    families: bool,
    /// Classes an episode.
    #[arg(long, alias = "classes", default_value_t = 3)]
    ways: usize,
    /// Support drawings a class.
    #[arg(long, default_value_t = 1)]
    shots: usize,
    /// Query drawings a class.
    #[arg(long, default_value_t = 1)]
    queries: usize,
    /// How many episodes.
    #[arg(long, alias = "eval-samples", default_value_t = 1000)]
    episodes: usize,
    /// The seed of the episodes.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Inner steps; those of the weights file if not given.
    #[arg(long, alias = "eval-iters")]
    steps: Option<usize>,
    /// Support drawings an inner step, in random order; all of them if not given.
    #[arg(long)]
    eval_batch: Option<usize>,
    /// A weights file; the embedded one if not given.
    #[arg(long)]
    weights: Option<PathBuf>,
    /// Where learning starts: the file's parameters, or random ones of its architecture, others in each episode.
    #[arg(long, value_enum, default_value_t = Init::Pretrained)]
    init: Init,
    /// Classify all queries of an episode in one batch, so that they share its normalisation.
    #[arg(long)]
    transductive: bool,
    /// Change the queries.
    #[arg(long, value_enum)]
    perturb: Option<Perturbation>,
    /// Also turn whole classes by quarters, which makes four classes out of one, as many papers count Omniglot's.
    #[arg(long, conflicts_with_all = ["runs", "families"])]
    turn_classes: bool,
    #[command(flatten)]
    reading: ReadingFlags,
    /// A text file of the only classes to use, one class or one folder of classes a line.
    #[arg(long)]
    only: Option<PathBuf>,
    /// A text file of classes not to use, one class or one folder of classes a line.
    #[arg(long)]
    exclude: Option<PathBuf>,
    /// Write every drawing's name and every answer to a JSON file.
    #[arg(long, conflicts_with = "runs")]
    answers: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Where learning starts.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Init {
    /// The parameters of the weights file.
    Pretrained,
    /// Random parameters for its architecture, by the seed of the episodes.
    Random,
}

/// Runs the command.
pub fn run(arguments: &EvaluateArguments) -> Result<()> {
    let file = match &arguments.weights {
        Some(path) => read_weights(path)?.0,
        None => weights::pretrained_file().to_vec(),
    };
    if let Some(path) = &arguments.runs {
        return run_fixed(arguments, &file, &read_runs(path)?);
    }
    check_count("episodes", arguments.episodes)?;
    if arguments.families {
        return run_families(arguments, &file);
    }
    if let Some(path) = &arguments.answers {
        check_writable(path, &arguments.inputs())?;
    }
    let pool = arguments.pool(image_kind(&file)?)?;
    let EvaluateArguments { ways, shots, queries, episodes, seed, .. } = *arguments;
    let source = EpisodeConfig { ways, shots, queries }.check(&pool)?;
    let measurement = Measurement { source, episodes, seed, protocol: arguments.protocol() };
    let figures = measure(&file, &measurement)?;
    print_notes(&pool);
    if let Some(path) = &arguments.answers {
        write_file(path, answers(&measurement, &figures).to_string().as_bytes())?;
    }
    arguments.report(&file, &figures, [ways, shots, queries])
}

fn run_families(arguments: &EvaluateArguments, file: &[u8]) -> Result<()> {
    if image_kind(file)? != ImageKind::Drawing {
        let message = "families are drawings, and these weights are for photographs";
        return Err(Error::new(Code::BadSetting, message));
    }
    let EvaluateArguments { ways, shots, queries, episodes, seed, json, .. } = *arguments;
    let config = EpisodeConfig { ways, shots, queries };
    families::run(file, config, episodes, seed, arguments.protocol(), json)
}

fn run_fixed(arguments: &EvaluateArguments, file: &[u8], runs: &[Run]) -> Result<()> {
    let figures = measure_runs(file, runs, &arguments.protocol())?;
    for (run, outcome) in runs.iter().zip(&figures.outcomes) {
        say(&format!("{}: error {:.1} %", run.name, 100.0 * (1.0 - outcome.accuracy())));
    }
    let ways = runs[0].supports.len();
    arguments.report(file, &figures, [ways, 1, runs[0].queries.len() / ways])
}

/// The kind of images that the weights in a file are for.
fn image_kind(file: &[u8]) -> Result<ImageKind> {
    let net = weights::read(file)?.net;
    Ok(match net.config().channels {
        Photo::CHANNELS => ImageKind::Photo { side_px: net.config().side_px },
        _ => ImageKind::Drawing,
    })
}

/// Every drawing and every answer, so that another implementation can be compared with this one.
fn answers(measurement: &Measurement, figures: &Figures) -> serde_json::Value {
    let name = |at: &DrawingRef| measurement.source.drawing(*at).to_string();
    let names = |refs: &[Vec<DrawingRef>]| -> Vec<Vec<String>> {
        refs.iter().map(|refs| refs.iter().map(name).collect()).collect()
    };
    let episodes = figures.outcomes.iter().enumerate().map(|(number, outcome)| {
        let episode = measurement.source.draw(measurement.seed, number as u64);
        let probabilities = outcome.answers.iter().map(|(answer, _)| &answer.probabilities);
        serde_json::json!({
            "support": names(&episode.support),
            "query": names(&episode.query),
            "probabilities": probabilities.collect::<Vec<_>>(),
        })
    });
    serde_json::json!({ "episodes": episodes.collect::<Vec<_>>() })
}

impl EvaluateArguments {
    fn inputs(&self) -> Vec<&Path> {
        let lists = self.only.iter().chain(&self.exclude).chain(&self.weights);
        self.data.iter().chain(&self.strokes).chain(lists).map(PathBuf::as_path).collect()
    }

    fn pool(&self, kind: ImageKind) -> Result<Pool> {
        if kind != ImageKind::Drawing && (self.perturb.is_some() || !self.strokes.is_empty()) {
            let message =
                "perturb and strokes are for drawings, and these weights are for photographs";
            return Err(Error::new(Code::BadSetting, message));
        }
        let config = self.reading.config(kind);
        let glyphs = self.glyphs.map(|count| made_up(&Glyphs::held_out(self.seed), count, kind));
        let mut pool = match glyphs.transpose()? {
            Some(glyphs) if self.data.is_empty() && self.strokes.is_empty() => glyphs,
            Some(glyphs) => Pool::read_with(&config, &self.data, &self.strokes)?.with(glyphs),
            None => Pool::read_with(&config, &self.data, &self.strokes)?,
        };
        if let Some(path) = &self.only {
            pool = pool.only(&self.reading.list(path)?)?;
        }
        if let Some(path) = &self.exclude {
            pool = pool.exclude(&self.reading.list_to_exclude(path)?)?;
        }
        if self.turn_classes { pool.turned() } else { Ok(pool) }
    }

    fn protocol(&self) -> Protocol {
        Protocol {
            steps: self.steps,
            batch: self.eval_batch,
            transductive: self.transductive,
            perturbation: self.perturb,
            random_init: (self.init == Init::Random).then_some(self.seed),
        }
    }

    fn report(&self, file: &[u8], figures: &Figures, size: [usize; 3]) -> Result<()> {
        let [ways, shots, queries] = size;
        let steps = match self.steps {
            Some(steps) => steps,
            None => weights::read(file)?.adapt.steps,
        };
        let episodes = figures.outcomes.len();
        let Evaluation { accuracy, ci95, nll, ece, none_auroc } = figures.evaluation;
        if self.json {
            let mut object = serde_json::json!({
                "accuracy": accuracy, "ci95": ci95, "episodes": episodes,
                "ways": ways, "shots": shots, "queries": queries, "steps": steps,
                "nll": nll, "ece": ece, "none_auroc": none_auroc,
                "adapt_ms": figures.adapt_ms, "classify_ms": figures.classify_ms,
                "weights": sha256(file),
            });
            if self.init == Init::Random {
                object["init"] = "random".into();
            }
            return print_line(&object.to_string());
        }
        let start = if self.init == Init::Random { ", random weights" } else { "" };
        let mut lines = vec![
            format!("{ways}-way {shots}-shot, {episodes} episodes, {steps} steps{start}"),
            format!("accuracy    {:.2} % ± {:.2} %", 100.0 * accuracy, 100.0 * ci95),
            format!("nll         {nll:.4}"),
            format!("ece         {ece:.4}"),
        ];
        lines.extend(none_auroc.map(|auroc| format!("none_auroc  {auroc:.4}")));
        lines.push(format!("adapt       {:.2} ms", figures.adapt_ms));
        lines.push(format!("classify    {:.3} ms", figures.classify_ms));
        print_line(&lines.join("\n"))
    }
}
