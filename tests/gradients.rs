//! The gradient of the whole network against finite differences, on awkward sizes.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reptile_sketch::net::{Batch, ConvNetConfig, FewShot, Head, Norm};

/// The largest difference between the gradient and central differences, relative to the
/// gradient's largest value, over a sample of the parameters.
fn worst_difference(side_px: usize, filters: &[usize], norm: Norm, labels: &[usize]) -> f32 {
    worst_with_head(side_px, filters, norm, Head::Zero, labels)
}

fn worst_with_head(
    side_px: usize,
    filters: &[usize],
    norm: Norm,
    head: Head,
    labels: &[usize],
) -> f32 {
    let net = ConvNetConfig { side_px, filters: filters.to_vec(), norm, head }.check().unwrap();
    let ways = labels.iter().max().unwrap() + 1;
    let mut few_shot = FewShot::new(&net, ways);
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let mut parameters = net.initialize(&mut rng);
    parameters.resize_with(few_shot.parameters_len(), || 2.0 * rng.random::<f32>() - 1.0);
    let images = (0..labels.len() * side_px * side_px).map(|_| rng.random::<f32>()).collect();
    let batch = Batch { images, labels: labels.to_vec() };
    let mut gradient = vec![f32::NAN; parameters.len()];
    few_shot.loss_and_gradient(&parameters, &batch, &mut gradient);

    let largest = gradient.iter().fold(0.0_f32, |most, d| most.max(d.abs()));
    let step = 1e-3;
    let mut worst = 0.0_f32;
    for i in (0..parameters.len()).step_by(1 + parameters.len() / 200) {
        let value = parameters[i];
        let mut loss_at = |value: f32| {
            parameters[i] = value;
            few_shot.loss(&parameters, &batch)
        };
        let numeric = (loss_at(value + step) - loss_at(value - step)) / (2.0 * step);
        parameters[i] = value;
        worst = worst.max((numeric - gradient[i]).abs() / largest);
    }
    worst
}

#[test]
fn the_gradient_matches_finite_differences_with_batch_normalisation() {
    for (side, filters, labels) in [
        (9, &[3, 5][..], &[0, 1, 2, 0, 1][..]),
        (7, &[9], &[0, 1]),
        (12, &[17, 4, 2], &[1, 0, 1, 2]),
    ] {
        let worst = worst_difference(side, filters, Norm::Batch, labels);
        assert!(worst < 2e-2, "side {side}, filters {filters:?}: {worst}");
    }
}

#[test]
fn the_gradient_matches_finite_differences_with_instance_normalisation() {
    let worst = worst_difference(11, &[6, 7], Norm::Instance, &[0, 1, 1]);
    assert!(worst < 2e-2, "{worst}");
}

#[test]
fn the_gradient_matches_finite_differences_with_a_learned_head() {
    let head = Head::Learned { ways: 3 };
    for norm in [Norm::Batch, Norm::Instance] {
        let worst = worst_with_head(9, &[6, 5], norm, head, &[0, 1, 2, 1]);
        assert!(worst < 2e-2, "{norm:?}: {worst}");
    }
}
