//! Ctrl-C, and what else asks a run to end. The first one lets it leave a checkpoint, a second ends it at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGINT, SIGTERM};

use crate::{Code, Error, Result};

/// The exit status of a run that was stopped.
pub const STOPPED: u8 = 130;

/// What comes sooner after the first signal is the same: `timeout`, or whoever else started the program, sends it to the
/// program and to its group.
const ONE_SIGNAL: Duration = Duration::from_secs(1);
/// How often a wait looks whether it was asked to end.
const LOOK_EVERY: Duration = Duration::from_millis(50);

static ASKED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From now on, signals only ask. A hang-up is ignored if it was when the program was started, as `nohup` does.
pub fn catch() -> Result<()> {
    let cannot = |e: std::io::Error| {
        Error::new(Code::BadSetting, format!("cannot catch signals: {e}")).with_source(e)
    };
    let asked = ASKED.get_or_init(Arc::default);
    let ends_at_once = Arc::new(AtomicBool::new(false));
    let mut signals = vec![SIGINT, SIGTERM];
    #[cfg(unix)]
    if !ignores_hang_up() {
        signals.push(signal_hook::consts::SIGHUP);
    }
    // The time that `ulimit -t` allows is over, which is said each second.
    #[cfg(unix)]
    signal_hook::flag::register(signal_hook::consts::SIGXCPU, asked.clone()).map_err(cannot)?;
    for signal in signals {
        let end = ends_at_once.clone();
        signal_hook::flag::register_conditional_shutdown(signal, STOPPED.into(), end)
            .and_then(|_| signal_hook::flag::register(signal, asked.clone()))
            .map_err(cannot)?;
    }
    std::thread::spawn(move || {
        while !wait(LOOK_EVERY) {}
        std::thread::sleep(ONE_SIGNAL);
        ends_at_once.store(true, Ordering::Relaxed);
    });
    Ok(())
}

/// A file that outgrows `ulimit -f` is an error of its writer, as a full disk is, and ends nothing by a signal.
pub fn outlive_large_files() {
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

/// Whether the run was asked to end.
pub fn is_asked() -> bool {
    ASKED.get().is_some_and(|asked| asked.load(Ordering::Relaxed))
}

/// Waits; true if the run was asked to end meanwhile.
pub fn wait(time: Duration) -> bool {
    let start = Instant::now();
    while !is_asked() && start.elapsed() < time {
        std::thread::sleep(LOOK_EVERY);
    }
    is_asked()
}

/// What the work gives, or none if the run is asked to end before; the work then goes on for as long as the program.
pub fn unless_asked<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let worker = std::thread::spawn(work);
    while !worker.is_finished() {
        if is_asked() {
            return None;
        }
        std::thread::sleep(LOOK_EVERY);
    }
    match worker.join() {
        Ok(result) => Some(result),
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// As Linux tells it; elsewhere, `nohup` is not known.
#[cfg(unix)]
fn ignores_hang_up() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (signal_hook::consts::SIGHUP - 1) & 1 == 1)
}
