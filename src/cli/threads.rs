//! How many threads there are.

use crate::Result;
use crate::training::threads::start;

/// Sets the number of threads of everything parallel; 0 is one a core.
///
/// *Errors*: `bad-setting` if so many threads cannot be started.
pub fn use_threads(threads: usize) -> Result<()> {
    if threads == 0 {
        return Ok(());
    }
    start(threads, |pool| pool.build_global())
}
