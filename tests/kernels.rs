//! Convolution and pooling at awkward sizes: against loops that do nothing clever, and their
//! gradients against finite differences.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reptile_sketch::kernels::convolution::Convolution;
use reptile_sketch::kernels::pooling::MaxPool;

const SIDES: [usize; 6] = [1, 2, 3, 5, 8, 9];
const CHANNELS: [(usize, usize); 5] = [(1, 4), (3, 32), (5, 1), (5, 19), (16, 5)];
const BATCH: usize = 2;

fn convolutions() -> impl Iterator<Item = Convolution> {
    let sizes = SIDES.iter().flat_map(|&side| CHANNELS.map(|channels| (side, channels)));
    sizes.flat_map(|(side, (channels_in, channels_out))| {
        [1, 2].map(|stride| Convolution { side, channels_in, channels_out, stride })
    })
}

fn pools() -> impl Iterator<Item = MaxPool> {
    let sides = [2, 3, 4, 7, 10];
    sides.into_iter().flat_map(|side| [1, 3, 5, 32].map(|channels| MaxPool { side, channels }))
}

/// Values from -1 to 1.
fn values(len: usize) -> Vec<f32> {
    let mut rng = ChaCha8Rng::seed_from_u64(len as u64);
    (0..len).map(|_| 2.0 * rng.random::<f32>() - 1.0).collect()
}

/// One product of a convolution: the places of its input, weight and output.
struct Term {
    input: usize,
    weight: usize,
    output: usize,
}

/// Every product of a batch that does not meet the border.
fn terms(conv: &Convolution) -> Vec<Term> {
    let (side, side_out) = (conv.side, conv.side_out());
    let mut terms = Vec::new();
    let mut outputs = 0..BATCH * conv.output_len();
    for pixel in 0..BATCH * side_out * side_out {
        let (image, y, x) =
            (pixel / (side_out * side_out), pixel / side_out % side_out, pixel % side_out);
        for (out, output) in outputs.by_ref().take(conv.channels_out).enumerate() {
            for filter in 0..9 * conv.channels_in {
                let (dy, dx) = (filter / conv.channels_in / 3, filter / conv.channels_in % 3);
                // One further than in the image, whose border is one wide.
                let (y, x) = (conv.stride * y + dy, conv.stride * x + dx);
                if (1..=side).contains(&y) && (1..=side).contains(&x) {
                    let pixel = (image * side + y - 1) * side + x - 1;
                    let input = pixel * conv.channels_in + filter % conv.channels_in;
                    terms.push(Term { input, weight: filter * conv.channels_out + out, output });
                }
            }
        }
    }
    terms
}

#[track_caller]
fn assert_close(ours: &[f32], expected: &[f64], what: &str) {
    assert_eq!(ours.len(), expected.len(), "{what}");
    for (i, (a, b)) in ours.iter().zip(expected).enumerate() {
        assert!((*a as f64 - b).abs() < 2e-5, "{what}: {a} at {i}, not {b}");
    }
}

#[test]
fn convolutions_and_their_gradients_are_those_of_a_plain_loop() {
    for conv in convolutions() {
        let images = values(BATCH * conv.input_len());
        let weights = values(conv.weights_len());
        let upstream = values(BATCH * conv.output_len());
        let mut expected = vec![0.0; upstream.len()];
        let mut d_weights = vec![0.0; weights.len()];
        let mut d_images = vec![0.0; images.len()];
        for Term { input, weight, output } in terms(&conv) {
            expected[output] += images[input] as f64 * weights[weight] as f64;
            d_weights[weight] += images[input] as f64 * upstream[output] as f64;
            d_images[input] += weights[weight] as f64 * upstream[output] as f64;
        }

        let mut of_batch = conv.of_batch(BATCH);
        let mut output = vec![f32::NAN; upstream.len()];
        of_batch.forward(&images, &weights, &mut output);
        assert_close(&output, &expected, &format!("{conv:?}"));
        let mut ours = vec![0.0; weights.len()];
        of_batch.backward_weights(&images, &upstream, &mut ours);
        assert_close(&ours, &d_weights, &format!("weights of {conv:?}"));
        let mut ours = vec![f32::NAN; images.len()];
        of_batch.backward_input(&upstream, &weights, &mut ours);
        assert_close(&ours, &d_images, &format!("input of {conv:?}"));
    }
}

#[test]
fn each_pool_is_the_largest_of_its_four_pixels() {
    for pool in pools() {
        let images = values(BATCH * pool.input_len());
        let mut output = vec![f32::NAN; BATCH * pool.output_len()];
        let mut winners = vec![u8::MAX; output.len()];
        pool.forward(&images, &mut output, &mut winners);
        let side = pool.side_out();
        for (i, most) in output.iter().enumerate() {
            let (pixel, channel) = (i / pool.channels, i % pool.channels);
            let (image, y, x) = (pixel / (side * side), pixel / side % side, pixel % side);
            let at = |dy: usize, dx: usize| {
                let pixel = (image * pool.side + 2 * y + dy) * pool.side + 2 * x + dx;
                images[pixel * pool.channels + channel]
            };
            let four = [at(0, 0), at(0, 1), at(1, 0), at(1, 1)];
            assert_eq!(*most, four.into_iter().reduce(f32::max).unwrap(), "{pool:?}, {i}");
            assert_eq!(*most, four[winners[i] as usize], "{pool:?}, {i}");
        }
    }
}

#[test]
fn of_equal_pixels_the_first_wins_and_nan_is_not_hidden() {
    let pool = MaxPool { side: 2, channels: 1 };
    for (pixels, winner) in [
        ([0.0, 0.0, 0.0, 0.0], 0),
        ([-1.0, 2.0, 2.0, 2.0], 1),
        ([f32::NEG_INFINITY, f32::NEG_INFINITY, -1.0, -1.0], 2),
        ([0.0, 1.0, 2.0, f32::NAN], 3),
    ] {
        let (mut output, mut winners) = ([0.0], [u8::MAX]);
        pool.forward(&pixels, &mut output, &mut winners);
        assert_eq!(winners, [winner], "{pixels:?}");
        assert_eq!(output[0].to_bits(), pixels[winner as usize].to_bits(), "{pixels:?}");
        let mut d_input = [f32::NAN; 4];
        pool.backward(&winners, &[3.0], &mut d_input);
        let expected = std::array::from_fn(|i| if i == winner as usize { 3.0 } else { 0.0 });
        assert_eq!(d_input, expected, "{pixels:?}");
    }
    for nan in 0..3 {
        let mut pixels = [1.0; 4];
        pixels[nan] = f32::NAN;
        let mut output = [0.0];
        pool.forward(&pixels, &mut output, &mut [0]);
        assert!(output[0].is_nan(), "{pixels:?}");
    }
}
