//! The tasks of one of several processes that train together, for a program that learns them in another way.
//!
//! First comes a line of JSON with the settings and the data, then the parameters at the start (f32), then each batch of
//! each inner step: the number of its drawings, their labels (both u32), and their pixels (f32), all little-endian.

use std::io::{BufWriter, Write};
use std::str::FromStr;

use serde_json::json;

use crate::data::Pool;
use crate::net::Batch;
use crate::training::{MetaTraining, Settings};
use crate::weights::Provenance;
use crate::{Code, Error, Result};

/// The tasks of one process: of the tasks of each outer update, every so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    rank: usize,
    processes: usize,
    /// The outer updates that are done.
    iteration: usize,
}

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Share, String> {
        let numbers: Option<Vec<usize>> = text.split('/').map(|part| part.parse().ok()).collect();
        match numbers.as_deref() {
            Some(&[rank, processes, iteration]) if rank < processes => {
                Ok(Share { rank, processes, iteration })
            }
            _ => Err("RANK/PROCESSES/ITERATION, such as 0/2/0".into()),
        }
    }
}

impl Share {
    /// Writes the tasks that are left to stdout.
    ///
    /// *Errors*: `bad-setting` that names the setting, or if nobody reads on.
    pub fn write(self, settings: &Settings, provenance: &Provenance, pool: &Pool) -> Result<()> {
        let tasks = settings.tasks(pool)?;
        let start = MetaTraining::new(settings.clone(), &provenance.data, pool)?.checkpoint().theta;
        let mut stdout = BufWriter::new(std::io::stdout().lock());
        let header = json!({
            "settings": settings,
            "command": provenance.command, "commit": provenance.commit,
            "data": provenance.data, "held_out": provenance.held_out,
        });
        writeln!(stdout, "{header}").map_err(cannot_write)?;
        stdout.write_all(&bytes(&start)).map_err(cannot_write)?;
        for iteration in self.iteration..settings.meta_iterations {
            for i in (self.rank..settings.meta_batch).step_by(self.processes) {
                let number = iteration * settings.meta_batch + i;
                let mut task = tasks.task(settings.seed, number as u64);
                for _ in 0..settings.inner_steps {
                    write_batch(&mut stdout, &task.batch()).map_err(cannot_write)?;
                }
            }
        }
        stdout.flush().map_err(cannot_write)
    }
}

fn write_batch(out: &mut impl Write, batch: &Batch) -> std::io::Result<()> {
    let counts = std::iter::once(batch.labels.len()).chain(batch.labels.iter().copied());
    let counts: Vec<u8> = counts.flat_map(|count| (count as u32).to_le_bytes()).collect();
    out.write_all(&counts)?;
    out.write_all(&bytes(&batch.images))
}

fn bytes(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn cannot_write(why: std::io::Error) -> Error {
    Error::new(Code::BadSetting, format!("cannot write to stdout: {why}")).with_source(why)
}
