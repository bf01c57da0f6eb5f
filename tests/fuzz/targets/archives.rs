//! Readers of archives, and of what lies in them.

use reptile_sketch::data::read_runs;

use super::{LINES, Target, of_file, pool};
use crate::fixtures::{png, zip_of};
use crate::{seals, sound};

const PICKLE: &str = ". ( t R b cnumpy\ndtype\n cos\nsystem\n q\x01 h\x01 h\x02 K\x02 J\x7f\x7f\x7f\x7f U\x04abcd ] a e N 0 \u{85} <f4 |O";
const PATHS: &str = "../ / \\ ..\\.. C:/ . __MACOSX PK\x01\x02 PK\x05\x06 PK\x03\x04 \0";
/// What `bzip2 -9` needs to unpack a block, as its manual has it.
const BZIP2_BYTES: usize = 3_700_000;
/// What LZMA may make of a byte, whose bits may each stand for matches of 273 bytes, in memory that grows by doubling.
const LZMA_TIMES: usize = 32 << 10;

pub fn targets(test: &str) -> Vec<Target> {
    let npz = of_file(test, "a.npz", pool);
    let runs = of_file(test, "runs.zip", |path| read_runs(path).map(drop));
    vec![
        Target {
            words: PICKLE,
            file_name: "a.npz",
            checks: &["a pickle that would call"],
            ..Target::new("pickled arrays", sound::pickled_arrays(), move |array| {
                npz(&zip_of(&[("train.npy", array.into())]))
            })
        },
        Target {
            words: PATHS,
            most_bytes: BZIP2_BYTES,
            times: LZMA_TIMES,
            file_name: "a.zip",
            checks: &["leads out of the archive"],
            ..Target::new("zip", sound::zips(), of_file(test, "a.zip", pool))
        },
        Target {
            words: PATHS,
            seal: seals::tar,
            file_name: "a.tar",
            checks: &["leads out of the archive"],
            ..Target::new("tar", sound::tars(), of_file(test, "a.tar", pool))
        },
        Target {
            file_name: "packed",
            most_bytes: BZIP2_BYTES,
            times: LZMA_TIMES,
            checks: &["line 1 column"],
            ..Target::new("packed", sound::packed(), of_file(test, "packed", pool))
        },
        Target {
            words: LINES,
            file_name: "runs.zip",
            checks: &["is not a training image"],
            ..Target::new("runs", sound::labels(), move |labels| {
                let names = [
                    "training/class01.png",
                    "training/class02.png",
                    "test/item01.png",
                    "test/item02.png",
                ];
                let paths = names.map(|name| format!("run01/{name}"));
                let mut entries: Vec<(&str, Vec<u8>)> =
                    paths.iter().zip(0..).map(|(path, i)| (path.as_str(), png(i))).collect();
                entries.push(("run01/class_labels.txt", labels.into()));
                runs(&zip_of(&entries))
            })
        },
    ]
}
