//! A few-shot classifier: the convnet's features and a linear head.
//!
//! Its parameter vector is the stages', followed by one row of head weights a class and, if the
//! head is learned, the biases. With a head at zero every class is equally likely, in any number
//! and order; only gradient descent tells them apart.

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

/// A convnet with a head for some number of classes, and the workspace of its passes.
pub struct FewShot<'a> {
    net: &'a ConvNet,
    ways: usize,
    statistics: Statistics<'a>,
    workspace: Workspace,
}

/// A workspace for the passes of a [`FewShot`]; it grows with the largest batch.
#[derive(Default)]
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

    /// The probabilities of images, `[rows, ways]`.
    pub fn probabilities(&mut self, parameters: &[f32], images: &[f32]) -> &[f32] {
        self.logits(parameters, images);
        loss::softmax(&mut self.workspace.logits, self.ways);
        &self.workspace.logits
    }

    /// The features that the last pass computed, `[rows, feature_len]`; with a head that starts
    /// at zero each row has length 1.
    pub fn features(&self) -> &[f32] {
        self.workspace.tape.features()
    }

    /// What the first stage gave in the last pass, `[rows, side, side, filters]`, before any pooling.
    pub fn first_stage(&self) -> &[f32] {
        self.workspace.tape.first_stage()
    }

    /// The sum over classes of the mean cross-entropy of a class's images. With a learned head
    /// it is the mean over the images.
    pub fn loss(&mut self, parameters: &[f32], batch: &Batch) -> f32 {
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
        let Workspace { tape, logits, d_features, .. } = &mut self.workspace;
        d_features.resize(tape.features().len(), 0.0);
        let weights = &head[..d_weights.len()];
        dense::backward(tape.features(), weights, logits, d_weights, d_features, width);
        if !d_bias.is_empty() {
            dense::backward_bias(logits, d_bias);
        }
        self.net.backward(body, &batch.images, d_features, tape, d_body);
        loss
    }
}
