//! A run to its end, with progress, checkpoints, and a way to stop.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::checkpoint::Checkpoint;
use super::meta_training::MetaTraining;
use crate::{Error, Result};

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
    /// A checkpoint that cannot be written, as on a disk that is full for a while, does not end the run: it is tried
    /// again with the next, and [`MetaTraining::unsaved`] says why.
    ///
    /// *Errors*: `diverged`, with meta-iteration, task and step; the checkpoint is then that
    /// before the meta-iteration. `bad-setting` if the checkpoint of a run that is stopped cannot be written. Those of
    /// `after_update`, before which a checkpoint is written, too.
    pub fn run(
        &mut self,
        checkpoints: Option<&Checkpoints>,
        mut after_update: impl FnMut(&MetaTraining, f32) -> Result<ControlFlow<()>>,
    ) -> Result<End> {
        let mut saved = Instant::now();
        while self.iteration() < self.settings().meta_iterations {
            let loss = self.step().inspect_err(|_| self.save(checkpoints))?;
            let outcome = after_update(self, loss).inspect_err(|_| self.save(checkpoints))?;
            if outcome.is_break() {
                self.save(checkpoints);
                return self.unsaved.clone().map_or(Ok(End::Stopped), Err);
            }
            if checkpoints.is_some_and(|checkpoints| saved.elapsed() > checkpoints.every) {
                self.save(checkpoints);
                saved = Instant::now();
            }
        }
        Ok(End::Finished)
    }

    /// Why the latest checkpoint could not be written, if so.
    pub fn unsaved(&self) -> Option<&Error> {
        self.unsaved.as_ref()
    }

    fn save(&mut self, checkpoints: Option<&Checkpoints>) {
        if let Some(Checkpoints { path, .. }) = checkpoints {
            self.unsaved = self.checkpoint().write(path).err();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Pool;
    use crate::sketch::{Sketch, Strokes};
    use crate::training::Settings;

    fn training() -> MetaTraining {
        let line = |end: f32| Strokes::new(vec![vec![[0.0, 0.0], [1.0, end]]]).unwrap();
        let drawings = (0..6).map(|i| ((i / 2).to_string(), Sketch::from(line(i as f32))));
        let pool = Pool::from_sketches("lines", drawings);
        let (ways, filters, meta_iterations) = (2, vec![2, 2], 9);
        let settings = Settings {
            drawings_per_step: 1,
            meta_batch: 1,
            ways,
            filters,
            meta_iterations,
            ..Settings::default()
        };
        MetaTraining::new(settings, &[], &pool).unwrap()
    }

    #[test]
    fn a_checkpoint_that_cannot_be_written_does_not_end_a_run() {
        let name = format!("reptile-sketch-run-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let path = folder.join("w.checkpoint");
        let checkpoints = Checkpoints { path: path.clone(), every: Duration::ZERO };
        let mut training = training();
        let end = training.run(Some(&checkpoints), |training, _| {
            match training.iteration() {
                1 => assert!(training.unsaved().is_none()),
                2 => {
                    assert!(training.unsaved().unwrap().message().contains("w.checkpoint"));
                    std::fs::create_dir(&folder).unwrap();
                }
                3 => {
                    assert!(training.unsaved().is_none() && path.exists());
                    std::fs::remove_dir_all(&folder).unwrap();
                }
                _ => return Ok(ControlFlow::Break(())),
            }
            Ok(ControlFlow::Continue(()))
        });
        // Who stops it has to know.
        assert!(end.unwrap_err().message().contains("w.checkpoint"));
        assert_eq!(training.iteration(), 4);
    }
}
