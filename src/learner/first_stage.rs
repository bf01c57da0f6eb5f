//! The first stage of the adapted network, for pictures of what it does.

use super::{Adapted, Learner};
use crate::Result;
use crate::net::{FewShot, Statistics};

/// The filters of the first stage, and what they make of an image.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstStage {
    /// `[3, 3, channels, filters]`.
    pub filters: Vec<f32>,
    /// `[side, side, filters]`: normalised and rectified; before pooling, unless that comes first.
    pub maps: Vec<f32>,
}

impl Learner {
    /// What the first stage makes of an image, after the latest [`Learner::adapt`].
    ///
    /// ```
    /// use reptile_sketch::learner::Learner;
    /// use reptile_sketch::sketch::SIDE_PX;
    /// use reptile_sketch::weights::Weights;
    /// let image = |row: usize| {
    ///     let mut image = vec![0.0; SIDE_PX * SIDE_PX];
    ///     image[row * SIDE_PX..(row + 1) * SIDE_PX].fill(1.0);
    ///     image
    /// };
    /// let mut learner = Learner::new(Weights::pretrained());
    /// learner.adapt(&[(image(5), 0), (image(20), 1)], Some(0))?;
    /// let before = learner.first_stage(&image(9))?;
    /// learner.adapt(&[(image(5), 0), (image(20), 1)], Some(2))?;
    /// let after = learner.first_stage(&image(9))?;
    /// assert_ne!(before.filters, after.filters);
    /// assert_ne!(before.maps, after.maps);
    /// # Ok::<(), reptile_sketch::Error>(())
    /// ```
    ///
    /// *Errors*: as [`Learner::classify`].
    pub fn first_stage(&mut self, image: &impl AsRef<[f32]>) -> Result<FirstStage> {
        let adapted = Adapted::known(&self.adapted)?;
        self.check_image(image.as_ref())?;
        let workspace = std::mem::take(&mut self.classify_workspace);
        let (statistics, mut images) = match self.weights.population {
            Some(_) => (Statistics::Frozen(&adapted.views[0].statistics), Vec::new()),
            None => (self.weights.statistics(), adapted.support.images.clone()),
        };
        images.extend_from_slice(image.as_ref());
        let mut few_shot = FewShot::with_workspace(&self.weights.net, adapted.ways, workspace)
            .with_statistics(statistics);
        few_shot.logits(&adapted.parameters, &images);
        let rows = images.len() / image.as_ref().len();
        let all = few_shot.first_stage();
        let maps = all[all.len() / rows * (rows - 1)..].to_vec();
        let filters = self.weights.net.layout().entries()[0].range.clone();
        let filters = adapted.parameters[filters].to_vec();
        self.classify_workspace = few_shot.into_workspace();
        Ok(FirstStage { filters, maps })
    }
}
