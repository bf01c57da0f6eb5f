//! Minibatches in random order.

use rand::{Rng, RngExt};

/// Goes through items in random order, again and again, in a new order each time: every item
/// comes once before any comes again.
///
/// ```
/// use rand::SeedableRng;
/// use reptile_sketch::meta::Shuffled;
/// let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(0);
/// let mut letters = Shuffled::new(vec!['a', 'b', 'c']);
/// let mut epoch = [(); 3].map(|()| letters.next(&mut rng));
/// epoch.sort();
/// assert_eq!(epoch, ['a', 'b', 'c']);
/// ```
#[derive(Clone, Debug)]
pub struct Shuffled<T> {
    items: Vec<T>,
    done: usize,
}

impl<T: Copy> Shuffled<T> {
    /// These items, of which there may be none as long as none is asked for.
    pub fn new(items: Vec<T>) -> Self {
        Shuffled { items, done: 0 }
    }

    /// The next item: a step of a Fisher-Yates shuffle.
    ///
    /// *Panics* if there are no items.
    pub fn next(&mut self, rng: &mut impl Rng) -> T {
        let count = self.items.len();
        if self.done == count {
            self.done = 0;
        }
        self.items.swap(self.done, rng.random_range(self.done as u32..count as u32) as usize);
        self.done += 1;
        self.items[self.done - 1]
    }
}
