//! `reptile-sketch calibrate`: the last touch to trained weights, which changes no parameter but by rounding.

use std::path::{Path, PathBuf};

use clap::Args;

use super::output::{check_writable, print_line, write_result};
use crate::data::{ClassList, EpisodeConfig, Pool, sha256};
use crate::training::files::read_file;
use crate::training::{Measurement, Protocol, calibrate, measure};
use crate::weights::{self, Precision};
use crate::{Code, Error, Result};

/// The episodes of the accuracies that are printed, and their seed.
const EPISODES: usize = 5000;
const SEED: u64 = 1;

/// The flags of `calibrate`.
#[derive(Args)]
pub struct CalibrateArguments {
    /// The weights to calibrate.
    #[arg(long)]
    weights: PathBuf,
    /// Where the calibrated weights go.
    #[arg(long)]
    out: PathBuf,
    /// Folders or zips of images of classes that the weights were trained on; each counts alike.
    #[arg(long, num_args = 1.., required = true)]
    data: Vec<PathBuf>,
    /// Stroke files of such classes; each counts as much as a folder or zip.
    #[arg(long, num_args = 1..)]
    strokes: Vec<PathBuf>,
    /// A text file of the classes, one a line, that the weights were not trained on.
    #[arg(long)]
    exclude: PathBuf,
    /// A text file of the classes to measure the accuracy on; those that are held out if not given.
    #[arg(long)]
    only: Option<PathBuf>,
    /// Inner steps of adapting; those of the weights if not given.
    #[arg(long)]
    steps: Option<usize>,
    /// The inner learning rate of the convnet; that of the weights if not given.
    #[arg(long)]
    learning_rate: Option<f32>,
    /// The inner learning rate of the head; that of the weights if not given.
    #[arg(long)]
    head_learning_rate: Option<f32>,
    /// Keep the convolutions as 16-bit numbers, instead of 8-bit ones.
    #[arg(long)]
    f16: bool,
    /// The seed of the tasks to fit on.
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

/// Runs the command.
pub fn run(arguments: &CalibrateArguments) -> Result<()> {
    let mut weights = weights::read(&read_file(&arguments.weights, Code::BadWeights)?)?;
    check_writable(&arguments.out, &arguments.inputs())?;
    let list = ClassList::read(&arguments.exclude)?;
    let everything = Pool::read(&arguments.data, &[])?;
    let held_out = everything.only(&ClassList::read(arguments.measured())?)?;
    let images = arguments.data.iter().map(|path| Pool::read(std::slice::from_ref(path), &[]));
    let strokes = arguments.strokes.iter().map(|path| Pool::read(&[], std::slice::from_ref(path)));
    let pools: Vec<Pool> = images
        .chain(strokes)
        // A data set may hold none of the classes that are held out.
        .map(|pool| pool.and_then(|pool| pool.clone().exclude(&list).or(Ok::<Pool, Error>(pool))))
        .collect::<Result<_>>()?;
    let source = EpisodeConfig { ways: 3, shots: 1, queries: 1 }.check(&held_out)?;
    let protocol = Protocol::default();
    let measurement = Measurement { source, episodes: EPISODES, seed: SEED, protocol };
    let held_out_accuracy =
        |file: &[u8]| measure(file, &measurement).map(|figures| figures.evaluation.accuracy);

    let adapt = &mut weights.adapt;
    adapt.steps = arguments.steps.unwrap_or(adapt.steps);
    adapt.learning_rate = arguments.learning_rate.unwrap_or(adapt.learning_rate);
    adapt.head_learning_rate = arguments.head_learning_rate.unwrap_or(adapt.head_learning_rate);
    weights.adapt = adapt.clone().check()?;
    let before = held_out_accuracy(&weights::write(&weights))?;
    if !arguments.f16 {
        weights.precision = Precision::Int8;
    }
    let file = weights::write(&weights);
    weights.calibration =
        Some(calibrate(&file, &pools.iter().collect::<Vec<_>>(), arguments.seed)?);
    let after = held_out_accuracy(&weights::write(&weights))?;
    weights.provenance.command += &arguments.flags();
    weights.provenance.accuracy = Some(after);
    weights.provenance.evaluation = arguments.evaluation();
    let file = weights::write(&weights);
    write_result(&arguments.out, &file)?;
    print_line(&format!(
        "{} {} held-out accuracy {after}, {before} before rounding; {:?}",
        sha256(&file),
        arguments.out.display(),
        weights.calibration
    ))
}

impl CalibrateArguments {
    fn inputs(&self) -> Vec<&Path> {
        let lists = [&self.weights, &self.exclude].into_iter().chain(&self.only);
        self.data.iter().chain(&self.strokes).chain(lists).map(PathBuf::as_path).collect()
    }

    /// The command, to go on from that of the training, with the names of files alone.
    fn flags(&self) -> String {
        let name = |path: &PathBuf| path.file_name().unwrap_or_default().display().to_string();
        let names = |paths: &[PathBuf]| paths.iter().map(name).collect::<Vec<_>>().join(" ");
        let mut flags = format!(
            "; reptile-sketch calibrate --weights {} --data {} --strokes {} --exclude {} --seed {} --out {}",
            name(&self.weights),
            names(&self.data),
            names(&self.strokes),
            name(&self.exclude),
            self.seed,
            name(&self.out)
        );
        let mut add = |flag: &str, value: Option<String>| {
            if let Some(value) = value {
                flags += &format!(" --{flag} {value}");
            }
        };
        add("only", self.only.as_ref().map(name));
        add("steps", self.steps.map(|v| v.to_string()));
        add("learning-rate", self.learning_rate.map(|v| v.to_string()));
        add("head-learning-rate", self.head_learning_rate.map(|v| v.to_string()));
        add("f16", self.f16.then(String::new));
        flags
    }

    /// The command that measures the accuracy in the header.
    fn evaluation(&self) -> String {
        let name = |path: &PathBuf| path.file_name().unwrap_or_default().display().to_string();
        let data: Vec<String> = self.data.iter().map(name).collect();
        format!(
            "reptile-sketch evaluate --data {} --only {} --ways 3 --shots 1 --queries 1 \
             --episodes {EPISODES} --seed {SEED} --weights {} --json",
            data.join(" "),
            name(self.measured()),
            name(&self.out)
        )
    }

    /// The list of the classes to measure on.
    fn measured(&self) -> &PathBuf {
        self.only.as_ref().unwrap_or(&self.exclude)
    }
}
