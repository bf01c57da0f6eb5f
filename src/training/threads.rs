//! How many threads there are.

use rayon::{ThreadPoolBuildError, ThreadPoolBuilder};

use crate::{Code, Error, Result};

/// A limit that some machines can start, and more than any has cores.
const MOST_THREADS: usize = 1024;

/// So many threads; 0 is one a core.
///
/// *Errors*: `bad-setting` if they are more than a machine can start, or `build` cannot start them.
pub(crate) fn start<T>(
    threads: usize,
    build: impl FnOnce(ThreadPoolBuilder) -> std::result::Result<T, ThreadPoolBuildError>,
) -> Result<T> {
    if threads > MOST_THREADS {
        return Err(Error::bad_setting("threads", threads, &format!("at most {MOST_THREADS}")));
    }
    build(ThreadPoolBuilder::new().num_threads(threads)).map_err(|e| {
        Error::new(Code::BadSetting, format!("cannot start {threads} threads: {e}")).with_source(e)
    })
}
