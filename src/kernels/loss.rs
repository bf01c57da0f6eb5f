//! Softmax and its cross-entropy.

use super::checks::{require, whole_rows};

/// Turns each row of logits into probabilities, in place.
///
/// *Shapes*: `logits` `[rows, classes]`.
///
/// *Panics* if there are not whole rows of one or more classes.
pub fn softmax(logits: &mut [f32], classes: usize) {
    whole_rows(logits, classes);
    for row in logits.chunks_exact_mut(classes) {
        softmax_row(row);
    }
}

/// Returns the logarithm of the sum of the logits' exponentials.
// Once in the wasm, wherever it is called.
#[inline(never)]
fn softmax_row(row: &mut [f32]) -> f32 {
    let most = row.iter().fold(f32::NEG_INFINITY, |most, &v| most.max(v));
    let mut sum = 0.0;
    for value in row.iter_mut() {
        *value = (*value - most).exp();
        sum += *value;
    }
    row.iter_mut().for_each(|value| *value /= sum);
    most + sum.ln()
}

/// The weighted sum of the cross-entropies, and its gradient in place of the logits.
///
/// *Shapes*: `logits` `[rows, classes]`, `labels` and `weights` one a row.
///
/// *Panics* if the lengths are not those of such shapes, or a label is not one of the classes.
pub fn cross_entropy(logits: &mut [f32], labels: &[usize], weights: &[f32]) -> f32 {
    let classes = whole_rows(logits, labels.len());
    require(weights.len() == labels.len(), "a label and a weight for each row");
    require(labels.iter().all(|&label| label < classes), "labels that are classes");
    let mut loss = 0.0;
    for ((row, &label), &weight) in logits.chunks_exact_mut(classes).zip(labels).zip(weights) {
        // From the logits: a probability that f32 rounds to 0 still has a logarithm.
        let of_label = row[label];
        let log_partition = softmax_row(row);
        loss += weight * (log_partition - of_label);
        row[label] -= 1.0;
        row.iter_mut().for_each(|d| *d *= weight);
    }
    loss
}
