//! Softmax and its cross-entropy.

/// Turns each row of logits into probabilities, in place.
pub fn softmax(logits: &mut [f32], classes: usize) {
    for row in logits.chunks_exact_mut(classes) {
        let most = row.iter().fold(f32::NEG_INFINITY, |most, &v| most.max(v));
        let mut sum = 0.0;
        for value in row.iter_mut() {
            *value = (*value - most).exp();
            sum += *value;
        }
        row.iter_mut().for_each(|value| *value /= sum);
    }
}

/// The weighted sum of the cross-entropies, and its gradient in place of the logits.
///
/// *Shapes*: `logits` `[rows, classes]`, `labels` and `weights` one a row.
pub fn cross_entropy(logits: &mut [f32], labels: &[usize], weights: &[f32]) -> f32 {
    let classes = logits.len() / labels.len();
    softmax(logits, classes);
    let mut loss = 0.0;
    for ((row, &label), &weight) in logits.chunks_exact_mut(classes).zip(labels).zip(weights) {
        loss -= weight * row[label].max(f32::MIN_POSITIVE).ln();
        row[label] -= 1.0;
        row.iter_mut().for_each(|d| *d *= weight);
    }
    loss
}
