//! Files of a zip. They are read into memory only: no path in a zip ever touches the disk.

use std::collections::HashSet;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use zip::ZipArchive;

use super::ignored::Ignored;
use super::source::{Budget, HIDDEN, LINKS, Visitor, bad, cannot_read, is_hidden, unread};
use crate::data::limits::Limits;
use crate::{Code, Error, Result};

/// What documents have in them that are zips, and what they are.
///
/// *Source*: Open Packaging Conventions; Open Container Format; Procreate writes archives of its objects.
const DOCUMENTS: [(&str, &str); 4] = [
    ("[Content_Types].xml", "a document of an office program"),
    ("mimetype", "a document of a drawing or an office program"),
    ("Document.archive", "a painting of Procreate"),
    ("AndroidManifest.xml", "an Android app"),
];

/// Shows the files of a zip to a visitor; `name` is for the messages.
pub(super) fn walk(
    reader: impl Read + Seek,
    name: &Path,
    limits: &Limits,
    visitor: &mut dyn Visitor,
) -> Result<Ignored> {
    let zip = name.display();
    let mut archive = ZipArchive::new(reader).map_err(|e| cannot_read(&zip, e))?;
    if let Some(what) = document(&archive) {
        let message = format!(
            "cannot read drawings from {zip}: it is {what}, and no data set: save its pictures as PNG"
        );
        return Err(Error::new(Code::BadData, message));
    }
    if archive.has_duplicate_names() {
        let start = archive.central_directory_start();
        let mut reader = archive.into_inner();
        refuse_repeated(&mut reader, start, name, visitor)?;
        archive = ZipArchive::new(reader).map_err(|e| cannot_read(&zip, e))?;
    }
    let mut budget = Budget::new(name, limits);
    budget.add_files(archive.len())?;
    let mut names = Names::default();
    let mut ignored = Ignored::default();
    for index in 0..archive.len() {
        let Some(entry_name) = archive.name_for_index(index) else {
            continue;
        };
        let entry_name = entry_name.map_err(|e| cannot_read(&zip, e))?.into_owned();
        if entry_name.ends_with(['/', '\\']) {
            continue;
        }
        let Some(path) = inner_path(&entry_name).map_err(|e| e.within(&zip.to_string()))? else {
            ignored.add(HIDDEN, &entry_name);
            continue;
        };
        if !visitor.wants(&path) {
            ignored.add(unread(&path), &path);
            continue;
        }
        let mut entry =
            archive.by_index(index).map_err(|e| cannot_read(format!("{zip}/{path}"), e))?;
        if entry.is_symlink() {
            ignored.add(LINKS, &path);
            continue;
        }
        names.add(&path, name)?;
        if let Some(why) = visitor.visit(&path, &mut entry, &mut budget)? {
            ignored.add(why, &path);
        }
    }
    Ok(ignored)
}

/// The paths of the files of an archive so far.
#[derive(Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// *Errors*: `bad-data` for a path that was there before: programs that unpack keep one of the two files.
    pub fn add(&mut self, path: &str, archive: &Path) -> Result<()> {
        if self.0.insert(path.into()) {
            return Ok(());
        }
        let why = format!("it holds {path} twice: pack it anew, each file under a name of its own");
        Err(bad(&archive.display().to_string(), &why))
    }
}

/// Looks in the directory of a zip, which starts there, for files of one name: [`ZipArchive`] knows the last only.
///
/// *Source*: APPNOTE.TXT of PKWARE, 4.3.12.
///
/// *Errors*: as [`Names::add`], for files that the visitor wants.
fn refuse_repeated(
    reader: &mut (impl Read + Seek),
    start: u64,
    zip: &Path,
    visitor: &dyn Visitor,
) -> Result<()> {
    let failed = |e| cannot_read(zip.display(), e);
    let mut names = Names::default();
    reader.seek(SeekFrom::Start(start)).map_err(failed)?;
    let mut head = [0; 46];
    while reader.read_exact(&mut head).is_ok() && head.starts_with(b"PK\x01\x02") {
        let length = |at: usize| u16::from_le_bytes([head[at], head[at + 1]]);
        let mut name = vec![0; length(28).into()];
        reader.read_exact(&mut name).map_err(failed)?;
        let behind = i64::from(length(30)) + i64::from(length(32));
        reader.seek(SeekFrom::Current(behind)).map_err(failed)?;
        let name = String::from_utf8_lossy(&name);
        if let Ok(Some(path)) = inner_path(&name)
            && !name.ends_with(['/', '\\'])
            && visitor.wants(&path)
        {
            names.add(&path, zip)?;
        }
    }
    Ok(())
}

/// The document of another program that a zip is, by names that such documents have in them.
fn document<R: Read + Seek>(archive: &ZipArchive<R>) -> Option<&'static str> {
    let is_document = |(entry, _): &(&str, &str)| archive.index_for_name(entry).is_some();
    DOCUMENTS.into_iter().find(is_document).map(|(_, what)| what)
}

/// The path of an entry below the archive's root, or none if it is hidden.
///
/// *Errors*: `bad-data` for a path that leads out of the archive.
pub(super) fn inner_path(entry: &str) -> Result<Option<String>> {
    // Zips made by old .NET programs hold backslashes.
    let path = entry.replace('\\', "/");
    let drive = path.as_bytes().get(1..3) == Some(b":/");
    if drive || path.starts_with('/') || path.split('/').any(|part| part == "..") {
        return Err(Error::new(Code::BadData, format!("{entry} leads out of the archive")));
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !["", "."].contains(part)).collect();
    Ok(if parts.iter().any(|part| is_hidden(part)) { None } else { Some(parts.join("/")) })
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::data::limits::LIMITS;

    fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    /// Notes the path of every file, and reads it to its end.
    #[derive(Default)]
    struct Paths(Vec<String>);

    impl Visitor for Paths {
        fn wants(&self, _: &str) -> bool {
            true
        }

        fn visit(
            &mut self,
            path: &str,
            content: &mut dyn Read,
            budget: &mut Budget,
        ) -> Result<Option<&'static str>> {
            budget.read(path, content, budget.limits().file_bytes)?;
            self.0.push(path.into());
            Ok(None)
        }
    }

    fn read_all(zip: &[u8], limits: &Limits) -> Result<Vec<String>> {
        let mut all = Paths::default();
        walk(Cursor::new(zip), Path::new("some.zip"), limits, &mut all)?;
        Ok(all.0)
    }

    #[test]
    fn backslashes_and_needless_parts_are_tidied() {
        let zip = zip_of(&[("a\\b.png", b""), ("./c//d.png", b"")]);
        assert_eq!(read_all(&zip, &LIMITS).unwrap(), ["a/b.png", "c/d.png"]);
    }

    #[test]
    fn what_a_mac_leaves_behind_is_not_read() {
        let zip = zip_of(&[("__MACOSX/a/._b.png", b""), ("a/.hidden/b.png", b""), ("a/c", b"")]);
        assert_eq!(read_all(&zip, &LIMITS).unwrap(), ["a/c"]);
    }

    #[test]
    fn a_path_out_of_the_zip_is_refused() {
        for name in ["../a.png", "a/../../b.png", "/etc/a.png", "\\a.png", "C:\\a.png"] {
            let error = inner_path(name).unwrap_err();
            assert!(error.message().contains(name), "{error}");
        }
        assert!(inner_path("a..b/c.png").unwrap().is_some());
    }

    #[test]
    fn every_limit_of_a_zip_is_kept() {
        let zip = zip_of(&[("a", &[0; 600]), ("b", &[0; 600])]);
        let exact = Limits { file_bytes: 600, source_bytes: 1200, files: 2, ..LIMITS };
        assert_eq!(read_all(&zip, &exact).unwrap().len(), 2);
        for tight in [
            Limits { file_bytes: 599, ..exact },
            Limits { source_bytes: 1199, ..exact },
            Limits { files: 1, ..exact },
        ] {
            let error = read_all(&zip, &tight).unwrap_err();
            assert_eq!(error.code(), Code::BadData);
            assert!(error.message().contains("some.zip"), "{error}");
        }
    }

    #[test]
    fn a_zip_cut_at_any_byte_is_an_error_or_holds_less_but_never_panics() {
        let zip = zip_of(&[("a", b"some text"), ("b", b"more of it")]);
        assert!((0..zip.len()).all(|length| read_all(&zip[..length], &LIMITS).is_err()));
    }
}
