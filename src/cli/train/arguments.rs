//! The flags of `train` for what it reads, writes and measures; those that the weights depend on are
//! [`Settings`], in `training/settings.rs`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::share::Share;
use crate::Result;
use crate::cli::commands::{HEADER_EPISODES, HEADER_GLYPHS, HEADER_SEED};
use crate::cli::output::{Lock, check_writable};
use crate::cli::reading::ReadingFlags;
use crate::data::{EpisodeConfig, Pool};
use crate::glyphs::Glyphs;
use crate::training::files::is_replaceable;
use crate::training::{Checkpoints, HeadKind, Measurement, Protocol, Settings};

/// The flags of `train`.
#[derive(Args, Clone)]
pub struct TrainArguments {
    /// Folders, archives and files of drawings; all of them, and the stroke files, form one pool of classes.
    #[arg(long, num_args = 1.., required_unless_present_any = ["strokes", "glyphs"])]
    pub data: Vec<PathBuf>,
    /// The same, for strokes: where both are given, accuracies are those of --data.
    #[arg(long, num_args = 1..)]
    pub strokes: Vec<PathBuf>,
    /// Glyphs of made-up alphabets, so many, of this seed; if no list holds out data, the accuracy is measured on glyphs
    /// of unseen alphabets.
    #[arg(long)]
    pub glyphs: Option<usize>,
    /// Where the weights go; a checkpoint is kept beside them.
    #[arg(long)]
    pub out: PathBuf,
    #[command(flatten)]
    pub reading: ReadingFlags,
    /// A text file of classes, one class or one folder of classes a line, to hold out: the accuracy is measured on them.
    #[arg(long)]
    pub exclude: Option<PathBuf>,
    /// Go on from a checkpoint, with the same data and settings.
    #[arg(long)]
    pub resume: Option<PathBuf>,
    /// Threads; 0 is one a core. The weights do not depend on it.
    #[arg(long, default_value_t = 0)]
    pub threads: usize,
    /// The commit to note in the file's header; that of this program if not given.
    #[arg(long)]
    pub commit: Option<String>,
    /// Episodes of the accuracy in the file's header.
    #[arg(long, default_value_t = HEADER_EPISODES)]
    pub eval_samples: usize,
    /// Learn nothing, and write to stdout the tasks of one of several processes that learn together, from an outer
    /// update on: RANK/PROCESSES/ITERATION.
    #[arg(long, value_name = "SHARE", conflicts_with = "resume")]
    pub share: Option<Share>,
    #[command(flatten)]
    pub settings: Settings,
}

impl TrainArguments {
    /// Makes sure that the weights can be written where they shall go, that nothing which is read is lost by it, and
    /// that no other run does the same.
    pub fn check_out(&self) -> Result<Lock> {
        let inputs = self.data.iter().chain(&self.strokes).chain(&self.exclude);
        let inputs: Vec<&Path> = inputs.map(PathBuf::as_path).collect();
        let with_checkpoint: Vec<&Path> =
            inputs.iter().copied().chain(self.resume.as_deref()).collect();
        check_writable(&self.out, &with_checkpoint)?;
        if let Some(checkpoints) = self.checkpoints() {
            check_writable(&checkpoints.path, &inputs)?;
        }
        Lock::of(&self.out)
    }

    /// Beside the weights, unless those go to a device or a pipe.
    pub fn checkpoints(&self) -> Option<Checkpoints> {
        is_replaceable(&self.out).then(|| Checkpoints::beside(&self.out))
    }

    /// The classes of an episode of the accuracy in the file's header: any number will do for a head that starts
    /// at zero.
    pub fn header_ways(&self) -> usize {
        match self.settings.head {
            HeadKind::Zero => 3,
            HeadKind::Learned => self.settings.ways,
        }
    }

    /// The glyphs to measure that accuracy on, if no list holds out data.
    pub fn unseen_glyphs(&self) -> Result<Pool> {
        Pool::made_up(&Glyphs::held_out(HEADER_SEED), HEADER_GLYPHS)
    }

    /// How that accuracy is measured.
    pub fn header_measurement<'a>(&self, pool: &'a Pool) -> Result<Measurement<'a>> {
        let ways = self.header_ways();
        let source = EpisodeConfig { ways, shots: 1, queries: 1 }.check(pool)?;
        let (episodes, seed) = (self.eval_samples, HEADER_SEED);
        Ok(Measurement { source, episodes, seed, protocol: Protocol::default() })
    }
}
