//! `reptile-sketch hands`: fits the model of other people's hands to drawings by people.

use std::path::PathBuf;

use clap::Args;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::output::print_line;
use super::reading::{ReadingFlags, print_notes};
use crate::data::{Class, Pool, ReadConfig};
use crate::hands::{Fit, fit};
use crate::sketch::{Sketch, Strokes};
use crate::{Error, Result};

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
    let mut pool = Pool::read_with(&ReadConfig::default(), &[], &arguments.strokes)?;
    if let Some(path) = &arguments.exclude {
        // The list may also name what the strokes have not.
        pool = pool.exclude(&arguments.reading.list_to_exclude(path)?.allow_missing(true))?;
    }
    let mut rng = ChaCha8Rng::seed_from_u64(arguments.seed);
    let pairs = (0..arguments.pairs).map(|_| {
        let classes = pool.classes();
        draw_pair(&classes[rng.random_range(0..classes.len() as u32) as usize], &mut rng)
    });
    let fit = fit(&pairs.collect::<Vec<_>>(), arguments.seed)?;
    print_notes(&pool);
    report(&fit, arguments.json)
}

/// Drawings of a class by two people; the same one twice if it has only one.
fn draw_pair<'a>(class: &'a Class, rng: &mut ChaCha8Rng) -> (&'a Strokes, &'a Strokes) {
    let count = class.drawings().len() as u32;
    let first = rng.random_range(0..count);
    let second = (first + rng.random_range(1..count.max(2))) % count;
    let strokes = |i: u32| match class.drawings()[i as usize].sketch() {
        Some(Sketch::Strokes(strokes)) => strokes,
        _ => unreachable!("the pool holds stroke files alone"),
    };
    (strokes(first), strokes(second))
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
