//! A few-shot classifier: the convnet's features and a linear head that starts at zero.
//!
//! Its parameter vector is the convnet's, followed by one row of head weights a class. With the
//! head at zero every class is equally likely, in any number and order; only gradient descent
//! tells them apart.

use super::{ConvNet, Tape};
use crate::kernels::{dense, loss};

/// A batch of labelled images.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// `[rows, side, side]`.
    pub images: Vec<f32>,
    /// The class of each image, from 0.
    pub labels: Vec<usize>,
}

/// A convnet with a head for some number of classes, and room for one pass.
pub struct FewShot<'a> {
    net: &'a ConvNet,
    ways: usize,
    tape: Tape,
    logits: Vec<f32>,
    d_features: Vec<f32>,
    row_weights: Vec<f32>,
}

impl<'a> FewShot<'a> {
    /// A classifier of `ways` classes.
    pub fn new(net: &'a ConvNet, ways: usize) -> Self {
        let tape = Tape::default();
        FewShot { net, ways, tape, logits: vec![], d_features: vec![], row_weights: vec![] }
    }

    /// The length of the parameter vector: the body's, then the head's.
    pub fn parameters_len(&self) -> usize {
        self.net.layout().len() + self.ways * self.net.feature_len()
    }

    /// The logits of images, `[rows, ways]`.
    pub fn logits(&mut self, parameters: &[f32], images: &[f32]) -> &mut [f32] {
        let (body, head) = parameters.split_at(self.net.layout().len());
        self.net.forward(body, images, &mut self.tape);
        let width = self.net.feature_len();
        let features = self.tape.features();
        self.logits.resize(features.len() / width * self.ways, 0.0);
        dense::forward(features, head, width, &mut self.logits);
        &mut self.logits
    }

    /// The probabilities of images, `[rows, ways]`.
    pub fn probabilities(&mut self, parameters: &[f32], images: &[f32]) -> &[f32] {
        self.logits(parameters, images);
        loss::softmax(&mut self.logits, self.ways);
        &self.logits
    }

    /// The features that the last pass computed, `[rows, feature_len]`, each row of length 1.
    pub fn features(&self) -> &[f32] {
        self.tape.features()
    }

    /// The sum over classes of the mean cross-entropy of a class's images.
    pub fn loss(&mut self, parameters: &[f32], batch: &Batch) -> f32 {
        self.logits(parameters, &batch.images);
        let mut shots = vec![0.0; self.ways];
        batch.labels.iter().for_each(|&label| shots[label] += 1.0);
        self.row_weights.clear();
        self.row_weights.extend(batch.labels.iter().map(|&label| 1.0 / shots[label]));
        loss::cross_entropy(&mut self.logits, &batch.labels, &self.row_weights)
    }

    /// The [loss](FewShot::loss) and its gradient, which overwrites `gradient`.
    pub fn loss_and_gradient(
        &mut self,
        parameters: &[f32],
        batch: &Batch,
        gradient: &mut [f32],
    ) -> f32 {
        let loss = self.loss(parameters, batch);
        let (body, head) = parameters.split_at(self.net.layout().len());
        let (d_body, d_head) = gradient.split_at_mut(body.len());
        d_body.fill(0.0);
        d_head.fill(0.0);
        let features = self.tape.features();
        self.d_features.resize(features.len(), 0.0);
        let width = self.net.feature_len();
        dense::backward(features, head, &self.logits, d_head, &mut self.d_features, width);
        self.net.backward(body, &self.d_features, &mut self.tape, d_body);
        loss
    }
}
