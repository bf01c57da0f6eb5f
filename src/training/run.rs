//! A run to its end, with progress, checkpoints, and a way to stop.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::checkpoint::Checkpoint;
use super::meta_training::MetaTraining;
use crate::Result;

/// How often a checkpoint is written, unless the caller says otherwise.
const EVERY: Duration = Duration::from_secs(60);

/// Where a run leaves checkpoints, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoints {
    /// One file, which every checkpoint replaces.
    pub path: PathBuf,
    /// The time between two of them. A run that is stopped, or fails, leaves one in any case.
    pub every: Duration,
}

impl Checkpoints {
    /// Every minute, to the file [beside](Checkpoint::beside) the weights to be.
    pub fn beside(out: &Path) -> Self {
        Checkpoints { path: Checkpoint::beside(out), every: EVERY }
    }
}

/// How a run came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// All outer updates are done.
    Finished,
    /// The caller has stopped it; the checkpoint holds what is needed to go on.
    Stopped,
}

impl MetaTraining {
    /// Makes the outer updates that are left. After each it calls `after_update` with the run so
    /// far and the loss that [`MetaTraining::step`] returns; [`ControlFlow::Break`] stops the run.
    ///
    /// *Errors*: `diverged`, with meta-iteration, task and step; the checkpoint is then that
    /// before the meta-iteration. `bad-setting` if a checkpoint cannot be written. Those of
    /// `after_update`.
    pub fn run(
        &mut self,
        checkpoints: Option<&Checkpoints>,
        mut after_update: impl FnMut(&MetaTraining, f32) -> Result<ControlFlow<()>>,
    ) -> Result<End> {
        let save = |training: &MetaTraining| match checkpoints {
            Some(Checkpoints { path, .. }) => training.checkpoint().write(path),
            None => Ok(()),
        };
        let mut saved = Instant::now();
        while self.iteration() < self.settings().meta_iterations {
            let loss = match self.step() {
                Ok(loss) => loss,
                Err(error) => {
                    save(self)?;
                    return Err(error);
                }
            };
            if after_update(self, loss)?.is_break() {
                save(self)?;
                return Ok(End::Stopped);
            }
            if checkpoints.is_some_and(|checkpoints| saved.elapsed() > checkpoints.every) {
                save(self)?;
                saved = Instant::now();
            }
        }
        Ok(End::Finished)
    }
}
