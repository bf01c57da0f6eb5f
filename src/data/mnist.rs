//! Reads images, and their labels, in the form of MNIST.

use super::content::{Content, Waiting};
use super::idx;
use super::reading::Reading;
use crate::Result;

/// Reads a file, which then waits for the other.
///
/// *Errors*: `bad-data` that names the file.
pub(super) fn read(mut reading: Reading) -> Result<()> {
    let bytes = reading.bytes(reading.budget.limits().array_bytes)?;
    let array = idx::array(bytes).map_err(|why| reading.bad(&why))?;
    let is_labels = array.shape.len() == 1;
    let Reading { path, name, gathered, .. } = reading;
    let (path, content) = (path.into(), Content::One(array));
    gathered.waiting.push(Waiting { path, name, content, is_labels });
    Ok(())
}
