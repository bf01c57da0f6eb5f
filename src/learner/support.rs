//! The examples, in an order of their own.

use std::borrow::Cow;
use std::cmp::Ordering;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::WAYS;
use crate::meta::Shuffled;
use crate::net::Batch;
use crate::{Code, Error, Result};

/// The batches of the inner steps: all examples, or a few in random order.
#[derive(Debug)]
pub struct Batches(Option<(usize, Shuffled<usize>, ChaCha8Rng)>);

impl Batches {
    /// Of so many examples so many at a time; all if not given, or if there are no more.
    pub fn new(count: usize, batch: Option<usize>) -> Self {
        Batches(batch.filter(|&batch| batch < count).map(|batch| {
            // The same examples are taken in the same order each time.
            (batch, Shuffled::new((0..count).collect()), ChaCha8Rng::seed_from_u64(0))
        }))
    }

    /// The next one.
    pub fn next<'a>(&mut self, support: &'a Batch) -> Cow<'a, Batch> {
        let Some((count, order, rng)) = &mut self.0 else {
            return Cow::Borrowed(support);
        };
        let mut batch = Batch::default();
        for _ in 0..*count {
            let i = order.next(rng);
            let len = support.images.len() / support.labels.len();
            batch.images.extend_from_slice(&support.images[i * len..(i + 1) * len]);
            batch.labels.push(support.labels[i]);
        }
        Cow::Owned(batch)
    }
}

/// By the first pixel that differs.
fn compare(a: &[f32], b: &[f32]) -> Ordering {
    a.iter()
        .zip(b)
        .map(|(a, b)| a.total_cmp(b))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Puts examples in the order of their pixels, and gives classes columns in the order in which
/// they come then. Returns the batch, and the column of each class.
pub fn arrange(examples: &[(impl AsRef<[f32]>, usize)]) -> Result<(Batch, Vec<usize>)> {
    let ways = examples.iter().map(|(_, class)| class.saturating_add(1)).max().unwrap_or(0);
    if !WAYS.contains(&ways) {
        let message = format!("{ways} classes: 2 to 20 are possible");
        return Err(Error::new(Code::BadSetting, message));
    }
    // They are few, and the library's sort is much code for a page to load.
    let mut sorted: Vec<(&[f32], usize)> = Vec::with_capacity(examples.len());
    for (image, class) in examples {
        let image = image.as_ref();
        let place = sorted.partition_point(|(other, _)| compare(other, image).is_le());
        sorted.insert(place, (image, *class));
    }
    let mut columns = vec![None; ways];
    let mut used = 0;
    let mut batch = Batch::default();
    for (image, class) in sorted {
        let column = *columns[class].get_or_insert_with(|| {
            used += 1;
            used - 1
        });
        batch.images.extend_from_slice(image);
        batch.labels.push(column);
    }
    let columns: Option<Vec<usize>> = columns.into_iter().collect();
    let missing = || Error::new(Code::BadSetting, "a class has no example");
    Ok((batch, columns.ok_or_else(missing)?))
}
