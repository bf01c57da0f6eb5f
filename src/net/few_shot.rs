//! A few-shot classifier: the convnet's features and a linear head.
//!
//! Its parameter vector is the stages', followed by one row of head weights a class and, if the
//! head is learned, the biases. With a head at zero every class is equally likely, in any number
//! and order; only gradient descent tells them apart.

use ndarray::ArrayView2;

use super::population::{Frozen, Statistics};
use super::{ConvNet, Head, Tape};
use crate::kernels::{dense, loss};

/// A batch of labelled images.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// `[rows, side, side, channels]`.
    pub images: Vec<f32>,
    /// The class of each image, from 0.
    pub labels: Vec<usize>,
}

impl Batch {
    /// From a row of pixels for each image, and its class.
    ///
    /// *Panics* if there are not as many labels as rows.
    pub fn new(images: ArrayView2<f32>, labels: Vec<usize>) -> Self {
        assert_eq!(labels.len(), images.nrows(), "a label for each image");
        Batch { images: images.iter().copied().collect(), labels }
    }

    /// A row of pixels for each image.
    ///
    /// *Panics* if that leaves pixels over.
    pub fn view(&self) -> ArrayView2<'_, f32> {
        let images = rows(&self.images, self.images.len() / self.labels.len().max(1));
        assert_eq!(self.labels.len(), images.nrows(), "a label for each image");
        images
    }
}

/// Rows of a width, as a view.
fn rows(values: &[f32], width: usize) -> ArrayView2<'_, f32> {
    let shape = (values.len() / width.max(1), width);
    // A view would leave out what is too much.
    assert_eq!(shape.0 * shape.1, values.len(), "whole rows");
    ArrayView2::from_shape(shape, values).expect("as many values as the shape has")
}

/// A convnet with a head for some number of classes, and the workspace of its passes.
#[derive(Debug)]
pub struct FewShot<'a> {
    net: &'a ConvNet,
    ways: usize,
    statistics: Statistics<'a>,
    workspace: Workspace,
}

/// A workspace for the passes of a [`FewShot`]; it grows with the largest batch.
#[derive(Debug, Default)]
pub struct Workspace {
    tape: Tape,
    logits: Vec<f32>,
    d_features: Vec<f32>,
    row_weights: Vec<f32>,
    shots: Vec<f32>,
}

impl<'a> FewShot<'a> {
    /// A classifier of `ways` classes.
    ///
    /// *Panics* if the net has a learned head for another number of classes.
    pub fn new(net: &'a ConvNet, ways: usize) -> Self {
        FewShot::with_workspace(net, ways, Workspace::default())
    }

    /// The same, in the workspace that another one for the same net has [left](FewShot::into_workspace).
    ///
    /// *Panics* if the net has a learned head for another number of classes.
    pub fn with_workspace(net: &'a ConvNet, ways: usize, workspace: Workspace) -> Self {
        if let Head::Learned { ways: learned } = net.config().head {
            assert_eq!(ways, learned, "as many classes as the learned head has");
        }
        FewShot { net, ways, statistics: Statistics::Batch, workspace }
    }

    /// The same, normalised by other statistics than those of each batch alone.
    pub fn with_statistics(self, statistics: Statistics<'a>) -> Self {
        FewShot { statistics, ..self }
    }

    /// The statistics that the last pass went by.
    pub fn freeze(&self) -> Frozen {
        self.net.freeze(&self.workspace.tape)
    }

    /// The workspace, for another one.
    pub fn into_workspace(self) -> Workspace {
        self.workspace
    }

    /// The length of the parameter vector: the body's, then the head's.
    pub fn parameters_len(&self) -> usize {
        let biases = if self.is_learned() { self.ways } else { 0 };
        self.net.body_len() + self.ways * self.net.feature_len() + biases
    }

    fn is_learned(&self) -> bool {
        self.net.config().head != Head::Zero
    }

    /// The logits of images, `[rows, ways]`.
    pub fn logits(&mut self, parameters: &[f32], images: &[f32]) -> &mut [f32] {
        let width = self.net.feature_len();
        let (body, head) = parameters.split_at(self.net.body_len());
        let (weights, bias) = head.split_at(self.ways * width);
        let Workspace { tape, logits, .. } = &mut self.workspace;
        self.net.forward(body, images, self.statistics, tape);
        let features = tape.features();
        logits.resize(features.len() / width * self.ways, 0.0);
        dense::forward(features, weights, width, logits);
        for row in logits.chunks_exact_mut(self.ways) {
            row.iter_mut().zip(bias).for_each(|(logit, bias)| *logit += bias);
        }
        logits
    }

    /// The probabilities of images: a row for each, and a column for each class.
    pub fn probabilities(&mut self, parameters: &[f32], images: &[f32]) -> ArrayView2<'_, f32> {
        self.logits(parameters, images);
        loss::softmax(&mut self.workspace.logits, self.ways);
        rows(&self.workspace.logits, self.ways)
    }

    /// The features that the last pass computed, a row for each image; with a head that starts
    /// at zero each row has length 1.
    pub fn features(&self) -> ArrayView2<'_, f32> {
        rows(self.flat_features(), self.net.feature_len())
    }

    /// The same, one row after the other.
    pub(crate) fn flat_features(&self) -> &[f32] {
        self.workspace.tape.features()
    }

    /// The features and the logits of the last pass.
    pub(crate) fn features_and_logits(&mut self) -> (&[f32], &mut [f32]) {
        (self.workspace.tape.features(), &mut self.workspace.logits)
    }

    /// What the loss of each image of the last batch counts.
    pub(crate) fn row_weights(&self) -> &[f32] {
        &self.workspace.row_weights
    }

    /// What the first stage gave in the last pass, `[rows, side, side, filters]`, before any pooling.
    pub fn first_stage(&self) -> &[f32] {
        self.workspace.tape.first_stage()
    }

    /// The sum over classes of the mean cross-entropy of a class's images. With a learned head
    /// it is the mean over the images.
    ///
    /// *Panics* unless there is a label below the number of classes for each image, and a parameter for each of
    /// [`FewShot::parameters_len`].
    pub fn loss(&mut self, parameters: &[f32], batch: &Batch) -> f32 {
        // In a page, drawings and weights were checked when they came.
        #[cfg(not(target_arch = "wasm32"))]
        {
            let (values, labels) = (batch.images.len(), batch.labels.len());
            assert_eq!(values, labels * self.net.image_len(), "a label for each whole image");
            assert_eq!(parameters.len(), self.parameters_len(), "one value for each parameter");
        }
        self.logits(parameters, &batch.images);
        let learned = self.is_learned();
        let Workspace { logits, row_weights, shots, .. } = &mut self.workspace;
        row_weights.clear();
        if learned {
            let rows = batch.labels.len();
            row_weights.resize(rows, 1.0 / rows as f32);
        } else {
            shots.clear();
            shots.resize(self.ways, 0.0);
            batch.labels.iter().for_each(|&label| shots[label] += 1.0);
            row_weights.extend(batch.labels.iter().map(|&label| 1.0 / shots[label]));
        }
        loss::cross_entropy(logits, &batch.labels, row_weights)
    }

    /// The [loss](FewShot::loss) and its gradient, which overwrites `gradient`.
    ///
    /// *Panics* as that, and unless the gradient is as long as the parameters.
    pub fn loss_and_gradient(
        &mut self,
        parameters: &[f32],
        batch: &Batch,
        gradient: &mut [f32],
    ) -> f32 {
        let loss = self.loss(parameters, batch);
        #[cfg(not(target_arch = "wasm32"))]
        assert_eq!(gradient.len(), parameters.len(), "one slope for each parameter");
        gradient.fill(0.0);
        let width = self.net.feature_len();
        let (body, head) = parameters.split_at(self.net.body_len());
        let (d_body, d_head) = gradient.split_at_mut(body.len());
        let (d_weights, d_bias) = d_head.split_at_mut(self.ways * width);
        let Workspace { tape, logits, d_features, .. } = &mut self.workspace;
        d_features.resize(tape.features().len(), 0.0);
        let weights = &head[..d_weights.len()];
        dense::backward(tape.features(), weights, logits, d_weights, d_features, width);
        if !d_bias.is_empty() {
            dense::backward_bias(logits, d_bias);
        }
        // With a head at zero, as in the first step, nothing comes back to the body.
        if d_features.iter().any(|d| *d != 0.0) {
            self.net.backward(body, &batch.images, d_features, tape, d_body);
        }
        loss
    }
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;
    use crate::net::ConvNetConfig;

    #[test]
    fn images_features_and_probabilities_are_rows() {
        let net = ConvNetConfig::grey(28, &[4, 6]).check().unwrap();
        let images = Array2::from_shape_fn((3, 28 * 28), |(row, i)| ((row + 2) * i % 7) as f32);
        let batch = Batch::new(images.view(), vec![0, 1, 1]);
        assert_eq!(batch.view(), images);
        let mut few_shot = FewShot::new(&net, 2);
        let parameters = vec![0.1; few_shot.parameters_len()];
        let probabilities = few_shot.probabilities(&parameters, &batch.images);
        assert_eq!(probabilities.dim(), (3, 2));
        for row in probabilities.rows() {
            assert!((row.sum() - 1.0).abs() < 1e-6, "{row}");
        }
        assert_eq!(few_shot.features().dim(), (3, net.feature_len()));
    }

    #[test]
    #[should_panic(expected = "whole rows")]
    fn no_pixel_of_a_batch_is_left_out() {
        Batch { images: vec![0.0; 5], labels: vec![0, 1] }.view();
    }

    fn loss_of(images: usize, labels: Vec<usize>, more: usize) -> f32 {
        let net = ConvNetConfig::grey(28, &[4, 6]).check().unwrap();
        let mut few_shot = FewShot::new(&net, 2);
        let parameters = vec![0.1; few_shot.parameters_len() + more];
        few_shot.loss(&parameters, &Batch { images: vec![0.5; images * 28 * 28], labels })
    }

    #[test]
    #[should_panic(expected = "a label for each whole image")]
    fn colours_are_not_taken_for_three_grey_images() {
        loss_of(6, vec![0, 1], 0);
    }

    #[test]
    #[should_panic(expected = "one value for each parameter")]
    fn parameters_for_more_classes_are_no_biases() {
        loss_of(2, vec![0, 1], 2);
    }

    #[test]
    #[should_panic(expected = "a label for each image")]
    fn a_batch_with_a_label_too_few_is_refused() {
        Batch::new(Array2::zeros((3, 4)).view(), vec![0, 1]);
    }
}
