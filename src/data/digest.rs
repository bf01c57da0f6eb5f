//! Digests, which tell the data and the weights behind a figure.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::limits::{Capped, LIMITS};
use super::sha256::{hexadecimal, sha256};
use crate::Result;
use crate::data::formats::{pairs, reader};
use crate::data::names::file_names::{is_image, may_hold_drawings};
use crate::data::sources::files::walk;
use crate::data::sources::opened::Opened;
use crate::data::sources::source::{Budget, NO_IMAGE, Visitor, cannot_read};

/// The digest of a source of drawings: of a file, that of its bytes, and for images in the form of MNIST also of
/// those of their labels.
///
/// Of a folder, that of a line `PATH SHA256` for each file in it that holds drawings, in the order of the paths: it
/// stays when the folder is moved or copied, whatever else lies in it, and changes with any drawing.
///
/// *Errors*: `bad-data` for what cannot be read.
///
/// ```
/// use reptile_sketch::data::source_digest;
/// # let folder = std::env::temp_dir().join(format!("reptile-sketch-digest-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder).unwrap();
/// std::fs::write(folder.join("cat.ndjson"), r#"{"word": "cat", "drawing": [[[1], [2]]]}"#).unwrap();
/// let digest = source_digest(&folder)?;
/// std::fs::write(folder.join("notes.txt"), "not a drawing").unwrap();
/// assert_eq!(source_digest(&folder)?, digest);
/// std::fs::write(folder.join("cat.ndjson"), r#"{"word": "cat", "drawing": [[[1], [3]]]}"#).unwrap();
/// assert_ne!(source_digest(&folder)?, digest);
/// # std::fs::remove_dir_all(&folder).unwrap();
/// # Ok::<(), reptile_sketch::Error>(())
/// ```
pub fn source_digest(source: &Path) -> Result<String> {
    if source.is_dir() {
        let mut files = Digests::default();
        walk(source, &LIMITS, &mut files)?;
        let lines: Vec<String> =
            files.0.iter().map(|(path, digest)| format!("{path} {digest}\n")).collect();
        return Ok(sha256(lines.concat().as_bytes()));
    }
    let digest = |file: &Path| {
        File::open(file).and_then(digest_of).map_err(|e| cannot_read(file.display(), e))
    };
    match pairs::partner(source) {
        Some(partner) => Ok(sha256((digest(source)? + &digest(&partner)?).as_bytes())),
        None => digest(source),
    }
}

/// The digest of each file that holds drawings, by its path.
#[derive(Default)]
struct Digests(BTreeMap<String, String>);

impl Visitor for Digests {
    fn wants(&self, path: &str) -> bool {
        may_hold_drawings(path)
    }

    fn visit(
        &mut self,
        path: &str,
        content: &mut dyn Read,
        budget: &mut Budget,
    ) -> Result<Option<&'static str>> {
        let failed = |e| cannot_read(budget.name(path), e);
        let digest = if is_image(path) {
            digest_of(content).map_err(failed)?
        } else {
            let opened = Opened::new(content).map_err(failed)?;
            if reader(path, opened.kind).is_none() {
                return Ok(Some(NO_IMAGE));
            }
            digest_of(Capped::new(opened, LIMITS.stream_bytes)).map_err(failed)?
        };
        self.0.insert(path.into(), digest);
        Ok(None)
    }
}

fn digest_of(mut reader: impl Read) -> io::Result<String> {
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok(hexadecimal(digest.finalize())),
            Ok(count) => digest.update(&buffer[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
