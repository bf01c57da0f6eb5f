//! `reptile-sketch compare`: gradient combinations on drawings, and the family on sine waves.

mod checkpoint;
mod claims;
mod curve;
mod figure;
mod learning;
mod records;
mod report;
mod settings;
mod sine;

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::digests::digests;
use super::flags::{file_name, flags};
use super::output::{check_writable, print_line, say, write_result};
use super::plot::check_name;
use super::threads::use_threads;
use crate::data::{ClassList, Pool};
use crate::training::{Checkpoint, Measurement, check_count};
use crate::{Error, Result};
use claims::claims;
use learning::Learning;
use records::CurveRecord;
use report::Report;
use settings::CurveSettings;
use sine::SineSettings;

/// The flags of `compare`.
#[derive(Args)]
pub struct CompareArguments {
    /// Folders or zips of images; all of them form one pool of classes. Without any, only the
    /// methods on sine waves are compared.
    #[arg(long, num_args = 1.., requires = "exclude")]
    data: Vec<PathBuf>,
    /// A text file of classes, one a line, to hold out: the accuracy is measured on them.
    #[arg(long, requires = "data")]
    exclude: Option<PathBuf>,
    /// Draw the curves to an SVG file; a checkpoint is kept beside it until they are complete.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Go on from a checkpoint, with the same data and settings.
    #[arg(long, requires = "data")]
    resume: Option<PathBuf>,
    /// Threads; 0 is one a core. The curves do not depend on it.
    #[arg(long, default_value_t = 0)]
    threads: usize,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: CurveSettings,
    #[command(flatten)]
    sine: SineSettings,
}

/// Runs the command.
pub fn run(arguments: &CompareArguments) -> Result<()> {
    use_threads(arguments.threads)?;
    let settings = &arguments.settings;
    let waves = arguments.sine.check(settings.seed)?;
    if waves.is_empty() && arguments.exclude.is_none() {
        let rule = "at least 1 unless --data is given";
        return Err(Error::bad_setting("sine_meta_iterations", 0, rule));
    }
    if let Some(path) = &arguments.out {
        check_name(path)?;
        let inputs = arguments.data.iter().chain(&arguments.exclude).map(PathBuf::as_path);
        check_writable(path, &inputs.collect::<Vec<_>>())?;
    }
    let list = arguments.exclude.as_deref().map(ClassList::read).transpose()?;
    let sources: Vec<&Path> = arguments.data.iter().map(PathBuf::as_path).collect();
    let data = digests(&sources, arguments.exclude.as_deref().zip(list.as_ref()))?;
    let curves = match &list {
        Some(list) => arguments.learn(list, &data)?,
        None => Default::default(),
    };
    let sine = match waves.is_empty() {
        true => None,
        false => Some(sine::compare(waves, arguments.sine.sine_tasks)?),
    };
    let mut claims = claims(&curves);
    claims.extend(sine.as_ref().map(|sine| sine.claim()));
    let (command, seed) = (arguments.command(), settings.seed);
    let report = Report { command, seed, settings, data, curves, claims, sine };
    if let Some(path) = &arguments.out {
        write_result(path, figure::figure(&report)?.as_bytes())?;
        // The curves are complete without it; a checkpoint that stays does no harm.
        let _ = std::fs::remove_file(Checkpoint::beside(path));
    }
    match arguments.json {
        true => print_line(&serde_json::to_string(&report).expect("figures are JSON")),
        false => print_line(&report.table()),
    }
}

impl CompareArguments {
    /// The learning curves on drawings.
    fn learn(&self, list: &ClassList, data: &[String]) -> Result<Vec<CurveRecord>> {
        let settings = &self.settings;
        check_count("episodes", settings.episodes)?;
        let (pool, held_out) = Pool::read(&self.data, &[])?.split(list)?;
        let measurement = Measurement {
            source: settings.episode().check(&held_out)?,
            episodes: settings.episodes,
            seed: settings.seed,
            protocol: settings.protocol(),
        };
        let mut learning = Learning::new(settings, &pool)?;
        if let Some(path) = &self.resume {
            checkpoint::restore(&mut learning, data, path)?;
        }
        let prepared = measurement.prepare()?;
        let start = Instant::now();
        for place in settings.places().split_off(learning.points()) {
            learning.advance(place, &prepared)?;
            if let Some(out) = &self.out {
                // On a disk that is full for a while, the next may be written.
                checkpoint::write(&learning, data, &Checkpoint::beside(out))
                    .unwrap_or_else(|error| say(&format!("{error}; the run goes on")));
            }
            let seconds = start.elapsed().as_secs();
            say(&format!("{place} of {} ({seconds} s): {learning}", settings.meta_iterations));
        }
        Ok(learning.records())
    }

    /// The command that makes the same curves, wherever the data lies.
    fn command(&self) -> String {
        let mut command = "reptile-sketch compare".to_string();
        if let Some(list) = &self.exclude {
            let names: Vec<String> = self.data.iter().map(|path| file_name(path)).collect();
            command += &format!(" --data {} --exclude {}", names.join(" "), file_name(list));
            command += &flags(&self.settings, &[]);
        } else {
            command += &format!(" --seed {}", self.settings.seed);
        }
        command += &flags(&self.sine, &[]);
        command + " --json"
    }
}
