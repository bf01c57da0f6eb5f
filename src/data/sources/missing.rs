//! The error for a path where nothing is, which may be a typing error.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use crate::data::names::nearest::nearest;
use crate::{Code, Error};

/// The error for what cannot be opened. If nothing is there, it names what is, if that is nearly the same name.
pub(crate) fn cannot_open(path: &Path, code: Code, why: io::Error) -> Error {
    let near = if why.kind() == io::ErrorKind::NotFound { near(path) } else { None };
    let hint = match path.to_str() {
        Some(address) if address.contains("://") => ": download it first".into(),
        _ => near.map(|near| format!("; there is {near}")).unwrap_or_default(),
    };
    Error::new(code, format!("cannot read {}: {why}{hint}", path.display())).with_source(why)
}

/// What is there, of nearly the name of the first part of the path that is not, or with another ending.
fn near(path: &Path) -> Option<String> {
    let is_missing = |part: &&Path| !part.as_os_str().is_empty() && !part.exists();
    let missing = path.ancestors().take_while(is_missing).last()?;
    let (folder, name) = (missing.parent()?, missing.file_name()?.to_str()?);
    let listed = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = listed.read_dir().ok()?.flatten();
    let entries: Vec<String> = entries.filter_map(|it| it.file_name().into_string().ok()).collect();
    let stem = |name: &str| Path::new(&name.to_lowercase()).file_stem().map(OsStr::to_os_string);
    let with_another_ending =
        entries.iter().filter(|entry| stem(entry) == stem(name)).min().cloned();
    let near = with_another_ending.or_else(|| nearest(name, entries).into_iter().next())?;
    Some(folder.join(near).display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_to_be_downloaded() {
        let path = Path::new("https://example.org/data.zip");
        let error = cannot_open(path, Code::BadData, io::ErrorKind::NotFound.into());
        assert!(error.message().ends_with(": download it first"), "{error}");
    }

    #[test]
    fn a_path_with_a_typing_error_is_answered_with_what_is_there() {
        let folder =
            std::env::temp_dir().join(format!("reptile-sketch-near-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("Drawings/cat")).unwrap();
        std::fs::write(folder.join("omniglot-train.zip"), "").unwrap();
        for (path, there) in [
            ("omniglot-tain.zip", Some("omniglot-train.zip")),
            ("Omniglot-Train.ZIP", Some("omniglot-train.zip")),
            ("omniglot-train", Some("omniglot-train.zip")),
            ("omniglot-train.tar", Some("omniglot-train.zip")),
            ("drawigns/cat", Some("Drawings")),
            ("Drawings/cta", Some("Drawings/cat")),
            ("Drawings/dog", None),
            ("faces.zip", None),
        ] {
            let expected = there.map(|there| folder.join(there).display().to_string());
            // Where names may be written in either case, these are there.
            if !folder.join(path).exists() {
                assert_eq!(near(&folder.join(path)), expected, "{path}");
            }
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
