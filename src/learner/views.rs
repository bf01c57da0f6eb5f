//! The same drawings turned and mirrored: the examples are learned from in each of these views, and all have a say in
//! the answer.
//!
//! *Source*: ours. To average over such views is usual; here each has a head of its own, and only the upright one moves
//! the convolutions, so that a further view costs one forward pass of the examples.

use crate::kernels::{dense, loss};
use crate::net::{Batch, Frozen};

/// What was learned in one of the views.
#[derive(Clone, Debug)]
pub(super) struct LearnedView {
    /// What the examples were normalised by; drawings to come are too, if the weights' population makes that possible.
    pub statistics: Frozen,
    /// The examples' features, each of length 1, once all steps are taken.
    pub features: Vec<f32>,
    /// The head, if it is not among the parameters: how much of each example's features is in the weights of each
    /// class, `[ways, examples]`.
    pub shares: Vec<f32>,
}

impl LearnedView {
    /// Learns from the features of the examples of a further view: as many steps of gradient descent from a head at zero
    /// as that of the upright view takes. The last pass was of those examples, and `weights` are those of their losses.
    pub fn learn(&mut self, support: &Batch, weights: &[f32], steps: usize, rate: f32) {
        let count = support.labels.len();
        let mut likenesses = vec![0.0; count * count];
        let width = self.features.len() / count;
        dense::forward(&self.features, &self.features, width, &mut likenesses);
        let mut logits = self.shares.clone();
        let ways = self.shares.len() / count;
        for _ in 0..steps {
            dense::forward(&likenesses, &self.shares, count, &mut logits);
            loss::cross_entropy(&mut logits, &support.labels, weights);
            for (i, d) in logits.iter().enumerate() {
                self.shares[i % ways * count + i / ways] -= rate * d;
            }
        }
    }
}

/// Square images of one channel in a view: the bits of its number say whether they are transposed, and then turned
/// upside down, and mirrored. Number 0 is upright, for images of any channels.
pub(super) fn seen(view: usize, images: &[f32], side: usize) -> Vec<f32> {
    let mut all = images.to_vec();
    // How far it is in the image from row to row of what is seen, and from column to column, and where that begins.
    let (mut down, mut right) = if view & 1 == 0 { (side, 1) } else { (1, side) };
    let mut first = 0;
    if view & 2 != 0 {
        first += (side - 1) * down;
        down = down.wrapping_neg();
    }
    if view & 4 != 0 {
        first += (side - 1) * right;
        right = right.wrapping_neg();
    }
    for (i, to) in all.iter_mut().enumerate() {
        let (row, column) = (i / side, i % side);
        let (before, row) = (row / side * side * side, row % side);
        let from =
            first.wrapping_add(row.wrapping_mul(down)).wrapping_add(column.wrapping_mul(right));
        *to = images[before + from];
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::weights::MAX_VIEWS;

    #[test]
    fn the_views_are_the_eight_symmetries_of_a_square() {
        let image: Vec<f32> = (0..9).map(|i| i as f32).collect();
        let views: Vec<Vec<f32>> = (0..MAX_VIEWS).map(|view| seen(view, &image, 3)).collect();
        assert_eq!(views[0], image);
        for (i, view) in views.iter().enumerate() {
            assert_eq!(view[4], 4.0, "the middle stays");
            let corner = |at: usize| [0.0, 2.0, 6.0, 8.0].contains(&view[at]);
            assert!([0, 2, 6, 8].into_iter().all(corner), "{view:?}");
            assert!(views[..i].iter().all(|other| other != view), "{view:?} twice");
        }
    }
}
