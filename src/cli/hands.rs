//! `reptile-sketch hands`: fits the model of other people's hands to drawings by people.

use std::path::PathBuf;

use clap::Args;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::output::print_line;
use super::reading::{ReadingFlags, print_notes};
use crate::data::{Drawing, ImageKind, Pool};
use crate::hands::{Fit, fit};
use crate::sketch::{Sketch, Strokes};
use crate::{Code, Error, Result};

/// The flags of `hands`.
#[derive(Args)]
pub struct HandsArguments {
    /// Stroke files of drawings by people, .json or .json.gz.
    #[arg(long, num_args = 1.., required = true)]
    strokes: Vec<PathBuf>,
    /// A text file of classes not to use, one class or one folder of classes a line.
    #[arg(long)]
    exclude: Option<PathBuf>,
    #[command(flatten)]
    reading: ReadingFlags,
    /// How many pairs of drawings of one class to fit to.
    #[arg(long, default_value_t = 2000)]
    pairs: usize,
    /// The seed of the pairs, and of the hands.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(arguments: &HandsArguments) -> Result<()> {
    if arguments.pairs == 0 {
        return Err(Error::bad_setting("pairs", 0, "at least 1"));
    }
    let (pool, classes) = arguments.drawings()?;
    let mut rng = ChaCha8Rng::seed_from_u64(arguments.seed);
    let pairs = (0..arguments.pairs)
        .map(|_| draw_pair(&classes[rng.random_range(0..classes.len() as u32) as usize], &mut rng));
    let fit = fit(&pairs.collect::<Vec<_>>(), arguments.seed)?;
    print_notes(&pool);
    report(&fit, arguments.json)
}

impl HandsArguments {
    /// What is read, and the strokes of each class.
    ///
    /// *Errors*: those of reading, and `bad-setting` for an image.
    fn drawings(&self) -> Result<(Pool, Vec<Vec<Strokes>>)> {
        let config = self.reading.config(ImageKind::Drawing);
        let mut pool = Pool::read_with(&config, &[], &self.strokes)?;
        if let Some(path) = &self.exclude {
            // The list may also name what the strokes have not.
            pool = pool.exclude(&self.reading.list_to_exclude(path)?.allow_missing(true))?;
        }
        let strokes = |drawing: &Drawing| match drawing.sketch() {
            Some(Sketch::Strokes(strokes)) => Ok(strokes.clone()),
            _ => {
                let message = format!("hands are fitted to strokes, and {drawing} is an image");
                Err(Error::new(Code::BadSetting, message))
            }
        };
        let classes =
            pool.classes().iter().map(|class| class.drawings().iter().map(strokes).collect());
        let classes = classes.collect::<Result<_>>()?;
        Ok((pool, classes))
    }
}

/// Drawings of a class by two people; the same one twice if it has only one.
fn draw_pair<'a>(class: &'a [Strokes], rng: &mut ChaCha8Rng) -> (&'a Strokes, &'a Strokes) {
    let count = class.len() as u32;
    let first = rng.random_range(0..count);
    let second = (first + rng.random_range(1..count.max(2))) % count;
    (&class[first as usize], &class[second as usize])
}

fn report(fit: &Fit, json: bool) -> Result<()> {
    let rows = fit.config.strengths().into_iter().zip(fit.people.into_iter().zip(fit.hands));
    if json {
        let row = |((name, strength), (people, hands)): ((&str, f32), (f32, f32))| {
            (
                name.to_string(),
                serde_json::json!({ "strength": strength, "people": people, "hands": hands }),
            )
        };
        return print_line(&serde_json::Value::Object(rows.map(row).collect()).to_string());
    }
    print_line("strength              fitted   difference among people   among hands")?;
    for ((name, strength), (people, hands)) in rows {
        print_line(&format!("{name:<20} {strength:>7.4} {people:>25.4} {hands:>13.4}"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        hands: HandsArguments,
    }

    fn read(name: &str, content: &[u8], flags: &[&str]) -> Result<(Pool, Vec<Vec<Strokes>>)> {
        let name = format!("reptile-sketch-hands-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, content).unwrap();
        let line = ["hands", "--strokes", path.to_str().unwrap()];
        let drawings = Line::parse_from(line.iter().chain(flags)).hands.drawings();
        std::fs::remove_file(&path).unwrap();
        drawings
    }

    #[test]
    fn the_flags_for_reading_count() {
        let strokes = br#"{"line": [[[[0, 0], [9, 1]]], [[[0, 0], [9, 2]]], [[[0, 0], [9, 3]]]]}"#;
        let (_, classes) = read("all.json", strokes, &[]).unwrap();
        assert_eq!(classes[0].len(), 3);
        let (_, classes) = read("some.json", strokes, &["--per-class", "2"]).unwrap();
        assert_eq!(classes[0].len(), 2);
    }

    #[test]
    fn an_image_is_refused_by_its_name() {
        // As NumPy writes two images of a class: 28 by 28 bytes each.
        let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 784), }";
        let mut file = b"\x93NUMPY\x01\x00\x76\x00".to_vec();
        file.extend(format!("{header:<117}\n").bytes());
        file.extend((0..2 * 784).map(|i| if i % 28 == 9 { 255 } else { 0 }));
        let error = read("cat.npy", &file, &[]).unwrap_err();
        assert_eq!(error.code(), Code::BadSetting, "{error}");
        assert!(error.message().contains("cat.npy"), "{error}");
    }
}
