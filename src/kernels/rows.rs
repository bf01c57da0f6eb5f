//! Where the rows of matrices lie in slices.

/// Where each row of a matrix starts. How far they reach is known without a search, since it is asked
/// for before every product.
#[derive(Clone, Debug, Default)]
pub struct Starts {
    places: Vec<usize>,
    /// The greatest of them, 0 of none: the products read no farther than this says.
    last: usize,
}

impl Starts {
    /// None yet, with room for so many.
    pub fn with_capacity(rows: usize) -> Self {
        Starts { places: Vec::with_capacity(rows), last: 0 }
    }

    /// Forgets all; the room for them stays.
    pub fn clear(&mut self) {
        self.places.clear();
        self.last = 0;
    }

    /// All of them, in their order.
    pub fn places(&self) -> &[usize] {
        &self.places
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

impl Extend<usize> for Starts {
    fn extend<I: IntoIterator<Item = usize>>(&mut self, places: I) {
        let Starts { places: known, last } = self;
        known.extend(places.into_iter().inspect(|&place| *last = place.max(*last)));
    }
}

impl FromIterator<usize> for Starts {
    fn from_iter<I: IntoIterator<Item = usize>>(places: I) -> Self {
        let mut starts = Starts::default();
        starts.extend(places);
        starts
    }
}

/// Where the rows of a matrix lie in a slice.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a> {
    /// The start of each row.
    pub starts: &'a Starts,
    /// How many stretches make a row.
    pub runs: usize,
    /// The length of a stretch.
    pub run_length: usize,
    /// From the start of a stretch to that of the next.
    pub run_stride: usize,
}

impl<'a> Rows<'a> {
    /// Rows that lie in one piece.
    pub fn contiguous(starts: &'a Starts, length: usize) -> Self {
        Rows { starts, runs: 1, run_length: length, run_stride: 0 }
    }

    /// The number of values of a row.
    pub fn length(&self) -> usize {
        self.runs * self.run_length
    }

    /// One more than the last place that the rows reach.
    pub(super) fn end(&self) -> usize {
        let row = end(self.runs, self.run_stride, self.run_length);
        row.checked_add(self.starts.last).expect(TOO_LARGE)
    }
}

const TOO_LARGE: &str = "at least one run, and places that are numbers";

/// One more than the last place of so many stretches. Checked: what comes out is compared with a slice.
fn end(stretches: usize, apart: usize, length: usize) -> usize {
    let last = stretches.checked_sub(1).and_then(|before| before.checked_mul(apart));
    last.and_then(|last| last.checked_add(length)).expect(TOO_LARGE)
}

/// A matrix that has a row for each value of a row of [`Rows`]: a block of rows for each run.
#[derive(Clone, Copy, Debug)]
pub struct Blocks<T> {
    /// The slice, from the first block on.
    pub values: T,
    /// From the start of a block to that of the next.
    pub apart: usize,
}

impl<T> Blocks<T> {
    /// Blocks that lie one behind the other, or only one.
    pub fn contiguous(values: T, rows: &Rows, columns: usize) -> Self {
        Blocks { values, apart: rows.run_length * columns }
    }

    /// One more than the last place that they reach.
    pub(super) fn end(&self, rows: &Rows, columns: usize) -> usize {
        end(rows.runs, self.apart, rows.run_length.checked_mul(columns).expect(TOO_LARGE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_rows_is_that_of_the_one_that_starts_last() {
        let mut starts: Starts = [7, 3].into_iter().collect();
        let end = |starts: &Starts| Rows { starts, runs: 2, run_length: 4, run_stride: 10 }.end();
        assert_eq!(end(&starts), 7 + 10 + 4);
        starts.extend([9, 1]);
        starts.extend([2]);
        assert_eq!((starts.len(), end(&starts)), (5, 9 + 10 + 4));
        starts.clear();
        starts.extend([1]);
        assert_eq!((starts.places(), end(&starts)), (&[1][..], 1 + 10 + 4));
    }
}
