//! Statistics of many images, which steady those of the few in a batch.

/// What a stage's normalisation goes by.
///
/// *Source*: ours. The statistics of three or four drawings are noisy; those of a population, counted as if
/// they came from a few drawings more, make them steadier, as a conjugate prior does.
#[derive(Clone, Copy, Debug, Default)]
pub enum Statistics<'a> {
    /// The mean and the variance of the batch alone: batch normalisation.
    #[default]
    Batch,
    /// The batch's, mixed with a population's.
    Mixed(&'a Population),
    /// These, whatever the batch is.
    Frozen(&'a Frozen),
}

/// Mean and variance of each channel of each stage's convolution over many images, and how many images
/// they count for.
///
/// *Shapes*: `mean` and `variance` hold the channels of all stages, one stage after another.
#[derive(Clone, Debug, PartialEq)]
pub struct Population {
    /// How many images of a batch the population counts for.
    pub weight: f32,
    /// The means.
    pub mean: Vec<f32>,
    /// The variances.
    pub variance: Vec<f32>,
}

impl Population {
    /// Mixes the population's statistics of the channels from `first` on into those of so many images.
    pub(super) fn mix_into(
        &self,
        first: usize,
        images: usize,
        mean: &mut [f32],
        variance: &mut [f32],
    ) {
        let share = own_share(self.weight, images);
        let of_population = self.mean[first..].iter().zip(&self.variance[first..]);
        for ((mean, variance), (other_mean, other_variance)) in
            mean.iter_mut().zip(variance).zip(of_population)
        {
            let apart = *mean - other_mean;
            *mean = other_mean + share * apart;
            // The variance of a mixture: that within its parts, and that between their means.
            *variance = share * *variance
                + (1.0 - share) * other_variance
                + share * (1.0 - share) * apart * apart;
        }
    }
}

/// The part of mixed statistics that is those of so many images.
pub(super) fn own_share(weight: f32, images: usize) -> f32 {
    images as f32 / (images as f32 + weight)
}

/// The statistics that a forward pass went by, for drawings to come.
///
/// *Shapes*: as those of a [`Population`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frozen {
    pub(super) mean: Vec<f32>,
    pub(super) inverse_deviation: Vec<f32>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::{ConvNet, ConvNetConfig, FewShot};
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    fn images(net: &ConvNet, count: usize, seed: u64) -> Vec<f32> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        (0..count * net.image_len()).map(|_| rng.random()).collect()
    }

    #[test]
    fn mixed_statistics_are_those_of_the_batch_and_the_population_laid_together() {
        let net = ConvNetConfig::grey(8, &[4]).check().unwrap();
        let parameters = net.initialize(&mut ChaCha8Rng::seed_from_u64(1));
        let (few, many) = (images(&net, 3, 2), images(&net, 5, 3));
        let population = Population::measure(&net, &parameters, &many, 5.0);
        let few_alone = Population::measure(&net, &parameters, &few, 0.0);
        let all = Population::measure(&net, &parameters, &[few, many].concat(), 0.0);
        let (mut mean, mut variance) = (few_alone.mean, few_alone.variance);
        population.mix_into(0, 3, &mut mean, &mut variance);
        for (ours, expected) in
            mean.iter().chain(&variance).zip(all.mean.iter().chain(&all.variance))
        {
            assert!(
                (ours - expected).abs() < 1e-4 * (1.0 + expected.abs()),
                "{ours}, not {expected}"
            );
        }
    }

    #[test]
    fn with_frozen_statistics_an_image_has_the_same_features_alone_as_among_others() {
        let net = ConvNetConfig::grey(8, &[4, 3]).check().unwrap();
        let mut parameters = net.initialize(&mut ChaCha8Rng::seed_from_u64(1));
        let images = images(&net, 3, 2);
        let mut all = FewShot::new(&net, 2);
        parameters.resize(all.parameters_len(), 0.0);
        all.logits(&parameters, &images);
        let frozen = all.freeze();
        let mut alone = FewShot::new(&net, 2).with_statistics(Statistics::Frozen(&frozen));
        for (image, features) in
            images.chunks(net.image_len()).zip(all.flat_features().chunks(net.feature_len()))
        {
            alone.logits(&parameters, image);
            assert_eq!(alone.flat_features(), features);
        }
    }
}
