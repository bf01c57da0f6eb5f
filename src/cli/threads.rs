//! How many threads there are.

use crate::{Code, Error, Result};

/// A limit that some machines can start, and more than any has cores.
const MOST_THREADS: usize = 1024;

/// Sets the number of threads of everything parallel; 0 is one a core.
///
/// *Errors*: `bad-setting` if so many threads cannot be started.
pub fn use_threads(threads: usize) -> Result<()> {
    if threads > MOST_THREADS {
        return Err(Error::bad_setting("threads", threads, &format!("at most {MOST_THREADS}")));
    }
    if threads == 0 {
        return Ok(());
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    let refuse = |e| {
        Error::new(Code::BadSetting, format!("cannot start {threads} threads: {e}")).with_source(e)
    };
    pool.build_global().map_err(refuse)
}
