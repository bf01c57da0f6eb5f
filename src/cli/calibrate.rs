//! `reptile-sketch calibrate`: the last touch to trained weights, which changes no parameter but by rounding.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::commands::{HEADER_EPISODES, HEADER_SEED, HeaderAccuracy, measured_part, source_flags};
use super::flags::{file_name, flags};
use super::output::{check_writable, print_line, write_result};
use super::reading::{ReadingFlags, print_notes};
use crate::data::{EpisodeConfig, ImageKind, Pool, sha256};
use crate::training::files::read_weights;
use crate::training::{Measurement, Protocol, calibrate, measure};
use crate::weights::{self, Precision};
use crate::{Error, Result};

/// The classes of an episode of the accuracies that are printed.
const WAYS: usize = 3;

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
    #[command(flatten)]
    reading: ReadingFlags,
    /// A text file of the classes, one a line, that the weights were not trained on.
    #[arg(long)]
    exclude: PathBuf,
    /// A text file of the classes to measure the accuracy on; those that are held out if not given.
    #[arg(long)]
    only: Option<PathBuf>,
    #[command(flatten)]
    settings: CalibrateSettings,
}

/// What is changed in the weights.
#[derive(Args, Serialize)]
struct CalibrateSettings {
    /// Inner steps of adapting; those of the weights if not given.
    #[arg(long)]
    steps: Option<usize>,
    /// The inner learning rate of the convnet; that of the weights if not given.
    #[arg(long)]
    learning_rate: Option<f32>,
    /// The inner learning rate of the head; that of the weights if not given.
    #[arg(long)]
    head_learning_rate: Option<f32>,
    /// In how many views drawings are looked at, of the eight that quarter turns and mirroring make; as many as for the
    /// weights if not given.
    #[arg(long)]
    views: Option<usize>,
    /// Bits of a weight of the convolutions, from 2 to 8: the fewer, the better a file is compressed on its way to
    /// a browser.
    #[arg(long, default_value_t = 6)]
    bits: u32,
    /// Write the convolutions as 16-bit numbers instead.
    #[arg(long)]
    f16: bool,
    /// The seed of the tasks to fit on.
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

impl CalibrateSettings {
    /// How the file is to hold the convolutions.
    fn precision(&self) -> Result<Precision> {
        match self.bits {
            _ if self.f16 => Ok(Precision::Half),
            2..=8 => Ok(Precision::Int8 { most: ((1 << (self.bits - 1)) - 1) as i8 }),
            _ => Err(Error::bad_setting("bits", self.bits, "from 2 to 8")),
        }
    }
}

/// Runs the command.
pub fn run(arguments: &CalibrateArguments) -> Result<()> {
    let CalibrateArguments { data, strokes, reading, settings, .. } = arguments;
    let (_, mut weights) = read_weights(&arguments.weights)?;
    let adapt = &mut weights.adapt;
    adapt.steps = settings.steps.unwrap_or(adapt.steps);
    adapt.learning_rate = settings.learning_rate.unwrap_or(adapt.learning_rate);
    adapt.head_learning_rate = settings.head_learning_rate.unwrap_or(adapt.head_learning_rate);
    adapt.views = settings.views.unwrap_or(adapt.views);
    weights.adapt = adapt.clone().check()?;
    let precision = settings.precision()?;
    check_writable(&arguments.out, &arguments.inputs())?;
    let list = reading.list(&arguments.exclude)?;
    let config = reading.config(ImageKind::Drawing);
    let everything = Pool::read_with(&config, data, strokes)?;
    // A line that names nothing is an error here; a single data set need not hold what each line names.
    list.lines(everything.classes())?;
    let measured = match &arguments.only {
        Some(path) => reading.list(path)?,
        None => list.clone(),
    };
    let held_out = measured_part(everything.clone().only(&measured)?, data);
    print_notes(&everything);
    let images = data.iter().map(|path| (std::slice::from_ref(path), &[][..]));
    let strokes = strokes.iter().map(|path| (&[][..], std::slice::from_ref(path)));
    let pools: Vec<Pool> = images
        .chain(strokes)
        .map(|(data, strokes)| Ok(Pool::read_with(&config, data, strokes)?.without(&list)))
        .collect::<Result<_>>()?;
    let source = EpisodeConfig { ways: WAYS, shots: 1, queries: 1 }.check(&held_out)?;
    let protocol = Protocol::default();
    let (episodes, seed) = (HEADER_EPISODES, HEADER_SEED);
    let measurement = Measurement { source, episodes, seed, protocol };
    let held_out_accuracy =
        |file: &[u8]| measure(file, &measurement).map(|figures| figures.evaluation.accuracy);

    let before = held_out_accuracy(&weights::write(&weights))?;
    weights.precision = precision;
    let file = weights::write(&weights);
    let pools: Vec<&Pool> = pools.iter().collect();
    weights.calibration = Some(calibrate(&file, &pools, settings.seed)?);
    let after = held_out_accuracy(&weights::write(&weights))?;
    weights.provenance.command += &arguments.command();
    weights.provenance.accuracy = Some(after);
    weights.provenance.evaluation = arguments.evaluation();
    let file = weights::write(&weights);
    write_result(&arguments.out, &file)?;
    print_line(&format!(
        "{} {} held-out accuracy {after}, {before} before rounding",
        sha256(&file),
        arguments.out.display()
    ))
}

impl CalibrateArguments {
    fn inputs(&self) -> Vec<&Path> {
        let lists = [&self.weights, &self.exclude].into_iter().chain(&self.only);
        self.data.iter().chain(&self.strokes).chain(lists).map(PathBuf::as_path).collect()
    }

    /// This command, to go on from that of the training.
    fn command(&self) -> String {
        let only = self.only.as_deref().map(|list| format!(" --only {}", file_name(list)));
        format!(
            "; reptile-sketch calibrate --weights {}{} --exclude {}{}{}{} --out {}",
            file_name(&self.weights),
            source_flags(&self.data, &self.strokes),
            file_name(&self.exclude),
            only.unwrap_or_default(),
            self.reading.words(),
            flags(&self.settings, &[]),
            file_name(&self.out)
        )
    }

    /// The command that measures the accuracy in the header.
    fn evaluation(&self) -> String {
        let CalibrateArguments { data, strokes, reading, out: weights, .. } = self;
        let (list, ways, episodes) = (self.measured(), WAYS, HEADER_EPISODES);
        HeaderAccuracy { data, strokes, list: Some(list), reading, ways, episodes, weights }
            .command()
    }

    /// The list of the classes to measure on.
    fn measured(&self) -> &Path {
        self.only.as_ref().unwrap_or(&self.exclude)
    }
}
