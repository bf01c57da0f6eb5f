//! Learning from examples, step by step.

use super::support::{Batches, arrange};
use super::views::{LearnedView, seen};
use super::{Adapted, Learner, WAYS, task_embedding};
use crate::meta::{Adam, Optimizer, Parts, Sgd, inner_step};
use crate::net::{FewShot, Head};
use crate::weights::{BodyOptimizer, MAX_STEPS, SecondMoments};
use crate::{Code, Error, Result};

/// What is kept between the inner steps on one set of examples.
#[derive(Debug)]
pub(super) struct Adaptation {
    /// Where it stands.
    adapted: Adapted,
    batches: Batches,
    gradient: Vec<f32>,
    /// What moves all but the head, if it is not plain descent.
    adam: Option<Adam>,
    steps: usize,
    losses: Vec<f32>,
}

impl Learner {
    /// Fine-tunes on examples, from the pretrained weights: nothing of earlier examples is left.
    ///
    /// *Shapes and units*: an example is an image, such as [`rasterize`](crate::sketch::rasterize) gives (28 rows of 28
    /// pixels, 0 paper and 1 ink), and its class, from 0 on. Several examples of a class are several shots.
    ///
    /// Returns the loss (the sum over classes of the mean cross-entropy) before each step,
    /// and after the last.
    ///
    /// *Errors*: `bad-setting` for other than 2 to 20 classes, or than a learned head has, a class
    /// without examples, or over 100 steps; `bad-image` for an image of another size than the
    /// network's, or with a value that is not finite; `diverged`. What was learned before stays then.
    pub fn adapt(
        &mut self,
        examples: &[(impl AsRef<[f32]>, usize)],
        steps: Option<usize>,
    ) -> Result<Vec<f32>> {
        self.begin(examples, steps)?;
        loop {
            if let Some(losses) = self.step()? {
                return Ok(losses);
            }
        }
    }

    /// Begins what [`Learner::adapt`] does at once, for who has something else to do between its steps. Until the
    /// last of them, answers go by what was learned before.
    ///
    /// *Errors*: as [`Learner::adapt`], but for `diverged`.
    ///
    /// ```
    /// use reptile_sketch::{learner::Learner, weights::Weights};
    /// let image = |row| (0..28 * 28).map(|i| f32::from(i / 28 == row)).collect::<Vec<_>>();
    /// let examples = [(image(5), 0), (image(20), 1)];
    /// let mut learner = Learner::new(Weights::pretrained());
    /// let losses = learner.adapt(&examples, Some(2))?;
    /// learner.begin(&examples, Some(2))?;
    /// assert_eq!(learner.step()?, None);
    /// assert_eq!(learner.step()?, None);
    /// assert_eq!(learner.step()?, Some(losses));
    /// # Ok::<(), reptile_sketch::Error>(())
    /// ```
    pub fn begin(
        &mut self,
        examples: &[(impl AsRef<[f32]>, usize)],
        steps: Option<usize>,
    ) -> Result<()> {
        let steps = steps.unwrap_or(self.weights.adapt.steps);
        if steps > MAX_STEPS {
            return Err(Error::new(
                Code::BadSetting,
                format!("steps: {steps} is over {MAX_STEPS}"),
            ));
        }
        examples.iter().try_for_each(|(image, _)| self.check_image(image.as_ref()))?;
        let (support, column_of_class) = arrange(examples)?;
        let ways = column_of_class.len();
        if let Head::Learned { ways: learned } = self.weights.net.config().head
            && learned != ways
        {
            let message = format!("{ways} classes: these weights are for {learned}");
            return Err(Error::new(Code::BadSetting, message));
        }
        // Always room for the most classes: blocks of one size leave no gaps between them in memory.
        let most = self.weights.parameters.len() + WAYS.end() * self.weights.net.feature_len();
        let mut parameters = Vec::with_capacity(most);
        parameters.extend_from_slice(&self.weights.parameters);
        self.under_way = Some(Box::new(Adaptation {
            batches: Batches::new(support.labels.len(), self.weights.adapt.batch),
            gradient: Vec::new(),
            adam: self.adam(),
            steps,
            losses: Vec::with_capacity(steps + 1),
            adapted: Adapted {
                parameters,
                ways,
                support,
                column_of_class,
                views: Vec::new(),
                task_embedding: Vec::new(),
            },
        }));
        Ok(())
    }

    /// Takes a step of what was [begun](Learner::begin). After the last one it is learned, and this gives the losses
    /// that [`Learner::adapt`] gives.
    ///
    /// *Errors*: `diverged`, and `no-support` where nothing is under way.
    pub fn step(&mut self) -> Result<Option<Vec<f32>>> {
        let none = || Error::new(Code::NoSupport, "there is nothing to learn from yet");
        let mut task = self.under_way.take().ok_or_else(none)?;
        let Adaptation { adapted, batches, gradient, adam, steps, losses } = &mut *task;
        let workspace = std::mem::take(&mut self.adapt_workspace);
        let mut few_shot = FewShot::with_workspace(&self.weights.net, adapted.ways, workspace)
            .with_statistics(self.weights.statistics());
        // The head's start at zero, and there is room for them.
        adapted.parameters.resize(few_shot.parameters_len(), 0.0);
        gradient.resize(adapted.parameters.len(), 0.0);
        let done = losses.len();
        if done < *steps {
            let batch = batches.next(&adapted.support);
            let loss = few_shot.loss_and_gradient(&adapted.parameters, &batch, gradient);
            self.adapt_workspace = few_shot.into_workspace();
            losses.push(loss);
            let learning_rate = self.weights.adapt.learning_rate;
            let first: &mut dyn Optimizer = match adam {
                Some(adam) => adam,
                None => &mut Sgd { learning_rate },
            };
            let second = Sgd { learning_rate: self.weights.adapt.head_learning_rate };
            let mut optimizer = Parts { first, second, first_len: self.weights.parameters.len() };
            optimizer.check(adapted.parameters.len())?;
            inner_step(&mut adapted.parameters, &mut optimizer, done, loss, gradient)?;
            self.under_way = Some(task);
            return Ok(None);
        }
        let loss = few_shot.loss(&adapted.parameters, &adapted.support);
        let rate = self.weights.adapt.head_learning_rate;
        for number in 0..self.weights.adapt.views {
            if number > 0 {
                let side = self.weights.net.config().side_px;
                few_shot.logits(&adapted.parameters, &seen(number, &adapted.support.images, side));
            }
            let features = self.unit_features(few_shot.flat_features());
            let shares = vec![0.0; adapted.support.labels.len() * adapted.ways];
            let mut view = LearnedView { statistics: few_shot.freeze(), features, shares };
            if number > 0 {
                view.learn(&adapted.support, few_shot.row_weights(), *steps, rate);
            }
            adapted.views.push(view);
        }
        let upright = &adapted.views[0].features;
        adapted.task_embedding = task_embedding(upright, self.weights.net.feature_len());
        self.adapt_workspace = few_shot.into_workspace();
        losses.push(loss);
        if !adapted.parameters.iter().fold(loss.is_finite(), |good, v| good & v.is_finite()) {
            return Err(Error::new(Code::Diverged, "the loss is not finite after the last step"));
        }
        let Adaptation { adapted, losses, .. } = *task;
        self.before = self.adapted.replace(adapted);
        Ok(Some(losses))
    }

    fn adam(&self) -> Option<Adam> {
        let learning_rate = self.weights.adapt.learning_rate;
        let is_adam = self.weights.adapt.optimizer == BodyOptimizer::Adam;
        is_adam.then(|| match &self.weights.second_moments {
            SecondMoments::Known(moments) => Adam::with_moments(learning_rate, moments.clone()),
            SecondMoments::Unknown => Adam::new(learning_rate, self.weights.parameters.len()),
        })
    }
}
