//! A few-shot classifier: the convnet's features and a linear head.
//!
//! Its parameter vector is the stages', followed by one row of head weights a class and, if the
//! head is learned, the biases. With a head at zero every class is equally likely, in any number
//! and order; only gradient descent tells them apart.

use super::{ConvNet, Head, Tape};
use crate::kernels::{dense, loss, normalization};

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
    ///
    /// *Panics* if the net has a learned head for another number of classes.
    pub fn new(net: &'a ConvNet, ways: usize) -> Self {
        if let Head::Learned { ways: learned } = net.config().head {
            assert_eq!(ways, learned, "as many classes as the learned head has");
        }
        let tape = Tape::default();
        FewShot { net, ways, tape, logits: vec![], d_features: vec![], row_weights: vec![] }
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
        self.net.forward(body, images, &mut self.tape);
        let features = self.tape.features();
        self.logits.resize(features.len() / width * self.ways, 0.0);
        dense::forward(features, weights, width, &mut self.logits);
        for row in self.logits.chunks_exact_mut(self.ways) {
            row.iter_mut().zip(bias).for_each(|(logit, bias)| *logit += bias);
        }
        &mut self.logits
    }

    /// The probabilities of images, `[rows, ways]`.
    pub fn probabilities(&mut self, parameters: &[f32], images: &[f32]) -> &[f32] {
        self.logits(parameters, images);
        loss::softmax(&mut self.logits, self.ways);
        &self.logits
    }

    /// The features that the last pass computed, `[rows, feature_len]`; with a head that starts
    /// at zero each row has length 1.
    pub fn features(&self) -> &[f32] {
        self.tape.features()
    }

    /// The sum over classes of the mean cross-entropy of a class's images. With a learned head
    /// it is, as in the paper, the mean over the images.
    pub fn loss(&mut self, parameters: &[f32], batch: &Batch) -> f32 {
        self.logits(parameters, &batch.images);
        self.row_weights.clear();
        if self.is_learned() {
            let rows = batch.labels.len();
            self.row_weights.resize(rows, 1.0 / rows as f32);
        } else {
            let mut shots = vec![0.0; self.ways];
            batch.labels.iter().for_each(|&label| shots[label] += 1.0);
            self.row_weights.extend(batch.labels.iter().map(|&label| 1.0 / shots[label]));
        }
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
        gradient.fill(0.0);
        let width = self.net.feature_len();
        let (body, head) = parameters.split_at(self.net.body_len());
        let (d_body, d_head) = gradient.split_at_mut(body.len());
        let (d_weights, d_bias) = d_head.split_at_mut(self.ways * width);
        let (features, d_logits) = (self.tape.features(), &self.logits);
        self.d_features.resize(features.len(), 0.0);
        let weights = &head[..d_weights.len()];
        dense::backward(features, weights, d_logits, d_weights, &mut self.d_features, width);
        if !d_bias.is_empty() {
            normalization::add_rows(d_logits, d_bias);
        }
        self.net.backward(body, &self.d_features, &mut self.tape, d_body);
        loss
    }
}
