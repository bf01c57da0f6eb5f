//! Results: printed to standard output, which gets nothing else, or written to a file.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::stop;
use crate::error::one_line;
use crate::training::files::{is_replaceable, probe, write_file};
use crate::{Code, Error, Result};

/// The pauses before a result is tried to be written once more.
const PAUSES_S: [u64; 5] = [1, 4, 10, 30, 60];

/// Whether a file that is written is stdout, so that nothing else may be.
static STDOUT_IS_TAKEN: AtomicBool = AtomicBool::new(false);

/// Prints to stdout, or to stderr if a file that is written goes there.
///
/// *Errors*: `bad-setting` if that is not possible: the disk is full, or nobody reads on.
pub fn print_line(line: &str) -> Result<()> {
    if STDOUT_IS_TAKEN.load(Ordering::Relaxed) {
        line.lines().for_each(say);
        return Ok(());
    }
    let mut stdout = std::io::stdout();
    let printed = writeln!(stdout, "{line}").and_then(|()| stdout.flush());
    printed.map_err(|e| {
        Error::new(Code::BadSetting, format!("cannot write to stdout: {e}")).with_source(e)
    })
}

/// Says something on stderr, in one line. If nobody listens, as behind `head`, the run goes on.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{}", one_line(line.into()));
}

/// A word of a command, quoted if a shell needs it.
///
/// *Source*: ours, since shlex quotes lists with commas too, such as that of `--filters`.
pub fn shell_word(word: &str) -> String {
    let is_plain = |letter: char| {
        letter.is_alphanumeric()
            || letter == std::path::MAIN_SEPARATOR
            || "/._-+:,@%=".contains(letter)
    };
    if word.chars().all(is_plain) {
        word.into()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// Checks before a long run that its result can be written, and would replace nothing that the run reads.
pub fn check_writable(out: &Path, inputs: &[&Path]) -> Result<()> {
    if out == Path::new("-") {
        let message = "- is no file: name one, /dev/stdout for standard output, or ./- for a file of this name";
        return Err(Error::new(Code::BadSetting, message));
    }
    for input in inputs {
        if is_same(out, input) || is_image_of(out, input) {
            let message = format!("{} is read: writing it would destroy it", out.display());
            return Err(Error::new(Code::BadSetting, message));
        }
    }
    if is_stdout(out) {
        STDOUT_IS_TAKEN.store(true, Ordering::Relaxed);
    }
    probe(out)
}

/// Whether a path leads to where stdout goes, as `/dev/stdout` does.
fn is_stdout(path: &Path) -> bool {
    #[cfg(unix)]
    if let (Ok(own), Ok(stdout)) = (path.metadata(), Path::new("/dev/stdout").metadata()) {
        use std::os::unix::fs::MetadataExt;
        let is_null = path == Path::new("/dev/null");
        return !is_null && (own.dev(), own.ino()) == (stdout.dev(), stdout.ino());
    }
    false
}

/// Whether two paths lead to one file, by links too.
fn is_same(left: &Path, right: &Path) -> bool {
    #[cfg(unix)]
    if let (Ok(left), Ok(right)) = (left.metadata(), right.metadata()) {
        use std::os::unix::fs::MetadataExt;
        return left.is_file() && (left.dev(), left.ino()) == (right.dev(), right.ino());
    }
    matches!((left.canonicalize(), right.canonicalize()), (Ok(a), Ok(b)) if a == b && a.is_file())
}

/// Whether a file that is there is an image in a folder.
fn is_image_of(file: &Path, folder: &Path) -> bool {
    let Ok(file) = file.canonicalize() else { return false };
    let lies_in = folder.canonicalize().is_ok_and(|folder| file.starts_with(folder));
    lies_in && file.is_file() && crate::data::is_image(&file.to_string_lossy())
}

/// Writes the result of a long run. While that fails, it tries again, for as long as a person may need to make place.
pub fn write_result(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut result = write_file(path, bytes);
    for pause_s in PAUSES_S {
        let Err(error) = &result else { break };
        say(&format!("{error}; trying again in {pause_s} s"));
        if stop::wait(Duration::from_secs(pause_s)) {
            break;
        }
        result = write_file(path, bytes);
    }
    result.map_err(|error| kept_elsewhere(path, bytes, error))
}

/// Keeps in the system's folder for such files what could not be written where it belongs, and adds that to the error.
pub fn kept_elsewhere(path: &Path, bytes: &[u8], error: Error) -> Error {
    let name = path.file_name().unwrap_or("reptile-sketch".as_ref()).to_string_lossy();
    let kept = std::env::temp_dir().join(format!("{}-{name}", std::process::id()));
    match write_file(&kept, bytes) {
        Ok(()) => {
            Error::new(error.code(), format!("{}; it is in {}", error.message(), kept.display()))
        }
        Err(_) => error,
    }
}

/// Keeps other runs from writing the same file; gone when it is dropped.
pub struct Lock(Option<(File, PathBuf)>);

impl Lock {
    /// *Errors*: `bad-setting` if another run has it.
    pub fn of(out: &Path) -> Result<Lock> {
        if !is_replaceable(out) {
            return Ok(Lock(None));
        }
        let mut name = out.as_os_str().to_owned();
        name.push(".lock");
        let path = PathBuf::from(name);
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(|e| {
            let message = format!("cannot write {}: {e}", path.display());
            Error::new(Code::BadSetting, message).with_source(e)
        })?;
        if let Err(std::fs::TryLockError::WouldBlock) = file.try_lock() {
            let message = format!("another run writes {}", out.display());
            return Err(Error::new(Code::BadSetting, message));
        }
        Ok(Lock(Some((file, path))))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some((_, path)) = &self.0 {
            let _ = std::fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_not_take_as_one_word_is_quoted() {
        for (word, quoted) in [
            ("a/b-1.x", "a/b-1.x"),
            ("g1,g1+g2", "g1,g1+g2"),
            ("\u{e9}", "\u{e9}"),
            ("(g1+g2)/2", "'(g1+g2)/2'"),
            ("my a", "'my a'"),
            ("~", "'~'"),
            ("it's", r"'it'\''s'"),
        ] {
            assert_eq!(shell_word(word), quoted);
        }
    }
}
