//! The readers, each with sound files and what is special to its format.

mod archives;
mod files;
mod images;
mod pages;

use std::path::Path;

use reptile_sketch::Error;
use reptile_sketch::data::Pool;

use crate::fixtures::Folder;
use crate::seals;

type Read = dyn Fn(&[u8]) -> Result<(), Error> + Sync;

/// A reader, and what there is to damage.
pub struct Target {
    pub name: &'static str,
    pub sound: Vec<Vec<u8>>,
    /// What files of this format are made of, with spaces between.
    pub words: &'static str,
    /// Puts the checksums of a damaged file right.
    pub seal: fn(&mut [u8]),
    /// More memory in one piece than buffers and what is in the small files may need.
    pub most_bytes: usize,
    /// So many times its length a file may need besides.
    pub times: usize,
    /// What an error has to name.
    pub file_name: &'static str,
    /// Words of errors that only a file brings about which is sound in all that is looked at before.
    pub checks: &'static [&'static str],
    read: Box<Read>,
}

impl Target {
    fn new(
        name: &'static str,
        sound: Vec<Vec<u8>>,
        read: impl Fn(&[u8]) -> Result<(), Error> + Sync + 'static,
    ) -> Target {
        Target {
            name,
            sound,
            words: "",
            seal: seals::none,
            most_bytes: 1 << 20,
            times: 0,
            file_name: "",
            checks: &[],
            read: Box::new(read),
        }
    }

    pub fn read(&self, file: &[u8]) -> Result<(), Error> {
        (self.read)(file)
    }
}

/// What lines of text have.
const LINES: &str =
    "\n \r / run01 test training item01.png class01.png \t \u{e9} START BREAK , - a";

/// A name for the folders of each test, which all run at the same time.
pub fn targets(test: &str) -> Vec<Target> {
    let mut all = files::targets(test);
    all.extend(archives::targets(test));
    all.extend(images::targets(test));
    all.extend(pages::targets());
    all
}

/// A reader of a file of its own in a folder of its own, which it is given.
fn of_file<R>(
    test: &str,
    file: &'static str,
    read: R,
) -> impl Fn(&[u8]) -> Result<(), Error> + Sync + use<R>
where
    R: Fn(&Path) -> Result<(), Error> + Sync + 'static,
{
    let folder = Folder::new(&format!("fuzz-{test}-{}", file.replace('/', "-")));
    move |bytes| read(&folder.write(file, bytes))
}

fn pool(path: &Path) -> Result<(), Error> {
    Pool::read(&[path.into()], &[]).map(drop)
}
