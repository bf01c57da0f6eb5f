//! What a file holds.

use reptile_sketch::net::{ConvNetConfig, Downsampling, Population};
use reptile_sketch::weights::{
    self, AdaptConfig, Calibration, Precision, Provenance, SecondMoments, Weights,
};
use safetensors::{Dtype, SafeTensors};
use serde_json::{Value, json};

use crate::files::small;

#[test]
fn the_embedded_file_says_how_it_was_made_and_how_good_it_is() {
    let Provenance { command, commit, data, held_out: _, seed, evaluation, accuracy } =
        Weights::pretrained().provenance;
    assert!(accuracy.unwrap() >= 0.975, "{accuracy:?}");
    let hexadecimal =
        |text: &str, len| text.len() == len && text.chars().all(|digit| digit.is_ascii_hexdigit());
    assert!(hexadecimal(&commit, 40), "commit {commit:?}");
    assert!(command.starts_with("reptile-sketch train "), "{command}");
    assert!(command.contains("--exclude held-out.txt"));
    assert!(command.contains(&format!("--seed {seed} ")), "{command}");
    assert!(evaluation.starts_with("reptile-sketch evaluate "));
    assert!(evaluation.contains("--ways 3 --shots 1 --queries 1 --episodes 5000"));
    assert!(data.len() >= 2, "{data:?}");
    for line in data {
        let (name, digest) = line.rsplit_once(' ').unwrap();
        assert!(hexadecimal(digest, 64), "{line}");
        assert!(command.contains(name), "{line}");
    }
}

#[test]
fn the_embedded_file_is_small_and_is_written_as_it_was_read() {
    let file = weights::pretrained_file();
    assert!(file.len() < 125_000, "{} bytes", file.len());
    let again = weights::write(&weights::read(file).unwrap());
    assert!(again == file, "it is written in another way");
    let weights = Weights::pretrained();
    assert_eq!(weights.parameters.len(), weights.net.layout().len());
    assert_eq!(weights.net.config().side_px, 28);
    assert!(matches!(&weights.second_moments, SecondMoments::Known(moments)
        if moments.len() == weights.parameters.len() && moments.iter().all(|m| *m > 0.0)));
}

#[test]
fn a_file_of_format_1_is_read_and_written_as_it_was() {
    let file = include_bytes!("../fixtures/format1.safetensors");
    let weights = weights::read(file).unwrap();
    assert_eq!(weights.net.config().filters, [32; 4]);
    assert!(weights.population.is_none() && weights.calibration.is_none());
    assert!(weights::write(&weights) == file, "it is written in another way");
}

#[test]
fn a_calibration_by_features_is_format_3_and_one_without_format_2() {
    let plain = Calibration { constant: 0.5, ..Calibration::default() };
    let mut weights = small(&[3, 4], false);
    let features = vec![0.25; weights.net.feature_len()];
    for (format, features) in [(2, Vec::new()), (3, features)] {
        weights.calibration = Some(Calibration { features, ..plain.clone() });
        let file = weights::write(&weights);
        assert!(String::from_utf8_lossy(&file).contains(&format!(r#"\"format\":{format}"#)));
        assert_eq!(weights::read(&file).unwrap().calibration, weights.calibration);
        assert!(weights::write(&weights::read(&file).unwrap()) == file);
    }
    // As many as another network has.
    weights.calibration = Some(Calibration { features: vec![0.25; 3], ..plain });
    let file = weights::write(&weights);
    assert_eq!(weights::read(&file).unwrap_err().code().as_str(), "bad-weights");
}

#[test]
fn views_are_format_4_which_older_programs_refuse() {
    let mut weights = small(&[3, 4], false);
    for (views, format) in [(1, 1), (8, 4)] {
        weights.adapt.views = views;
        let file = weights::write(&weights);
        assert!(String::from_utf8_lossy(&file).contains(&format!(r#"\"format\":{format}"#)));
        assert_eq!(weights::read(&file).unwrap().adapt.views, views);
    }
    let refused = |weights: &Weights, part: &str| {
        let error = weights::read(&weights::write(weights)).unwrap_err();
        assert_eq!(error.code().as_str(), "bad-weights");
        assert!(error.message().contains(part), "{error}");
    };
    refused(
        &Weights { adapt: AdaptConfig { views: 9, ..weights.adapt.clone() }, ..weights.clone() },
        "from 1 to 8",
    );
    let net = ConvNetConfig { channels: 3, ..weights.net.config().clone() }.check().unwrap();
    let parameters = net.initialize_by_seed(0);
    refused(&Weights { net, parameters, ..weights }, "grey");
}

#[test]
fn the_safetensors_crate_reads_our_files() {
    let format1 = include_bytes!("../fixtures/format1.safetensors");
    for file in [&format1[..], &weights::write(&small(&[3, 4], true))] {
        let tensors = SafeTensors::deserialize(file).unwrap();
        let weights = weights::read(file).unwrap();
        let entries = weights.net.layout().entries();
        assert_eq!(tensors.len(), 2 * entries.len() + 1);
        for entry in entries {
            let tensor = tensors.tensor(&entry.name).unwrap();
            assert_eq!((tensor.dtype(), tensor.shape()), (Dtype::F16, &entry.shape[..]));
            let pairs = tensor.data().chunks_exact(2);
            let values: Vec<f32> =
                pairs.map(|pair| half::f16::from_le_bytes([pair[0], pair[1]]).to_f32()).collect();
            assert_eq!(values, weights.parameters[entry.range.clone()]);
            let rms = tensors.tensor(&format!("rms.{}", entry.name)).unwrap();
            assert_eq!((rms.dtype(), rms.shape()), (Dtype::F16, &[entry.channels()][..]));
        }
        let (_, metadata) = SafeTensors::read_metadata(file).unwrap();
        let own = &metadata.metadata().as_ref().unwrap()["reptile-sketch"];
        let own: Value = serde_json::from_str(own).unwrap();
        let filters = &weights.net.config().filters;
        assert_eq!(own["net"]["filters"], json!(filters));
    }
}

#[test]
fn another_architecture_is_written_and_read_as_itself() {
    for (filters, moments) in [(&[3, 4][..], true), (&[3, 4], false), (&[1], true)] {
        let before = small(filters, moments);
        let file = weights::write(&before);
        let after = weights::read(&file).unwrap();
        assert_eq!(after.net.config(), before.net.config());
        assert_eq!(after.adapt, before.adapt);
        assert_eq!(after.provenance, before.provenance);
        for (after, before) in after.parameters.iter().zip(&before.parameters) {
            assert!((after - before).abs() <= before.abs() / 1024.0);
        }
        assert_eq!(matches!(after.second_moments, SecondMoments::Known(_)), moments);
        assert!(weights::write(&after) == file, "{filters:?}");
    }
}

#[test]
fn what_halves_the_images_is_kept() {
    for downsampling in [Downsampling::Stride, Downsampling::MaxPool, Downsampling::MaxPoolFirst] {
        let shape = ConvNetConfig { downsampling, ..ConvNetConfig::grey(28, &[3, 4]) };
        let net = shape.check().unwrap();
        let file = weights::write(&Weights { net, ..small(&[3, 4], true) });
        assert_eq!(weights::read(&file).unwrap().net.config().downsampling, downsampling);
    }
}

#[test]
fn second_moments_are_kept_as_their_mean_over_a_channel() {
    let before = small(&[3, 4], true);
    let after = weights::read(&weights::write(&before)).unwrap();
    let (SecondMoments::Known(before), SecondMoments::Known(after), layout) =
        (&before.second_moments, &after.second_moments, before.net.layout())
    else {
        panic!("the moments are gone")
    };
    for entry in layout.entries() {
        let channels = entry.channels();
        for channel in 0..channels {
            let of_channel = entry.range.clone().skip(channel).step_by(channels);
            let count = of_channel.clone().count() as f32;
            let mean = of_channel.clone().map(|i| before[i]).sum::<f32>() / count;
            for i in of_channel {
                assert!((after[i] - mean).abs() < 2e-3 * mean, "{}", entry.name);
            }
        }
    }
}

#[test]
fn int8_convolutions_and_a_population_are_kept() {
    let net = ConvNetConfig::grey(28, &[3, 4]).check().unwrap();
    let channels = net.channels_len();
    let population = Population {
        weight: 8.0,
        mean: (0..channels).map(|c| c as f32 - 3.0).collect(),
        variance: (0..channels).map(|c| (c * c) as f32).collect(),
    };
    for most in [1, 15, 127] {
        let weights = Weights {
            net: net.clone(),
            precision: Precision::Int8 { most },
            population: Some(population.clone()),
            ..small(&[3, 4], true)
        };
        is_kept(&weights, most);
    }
}

fn is_kept(before: &Weights, most: i8) {
    let file = weights::write(before);
    let after = weights::read(&file).unwrap();
    assert_eq!((after.precision, &after.population), (before.precision, &before.population));
    for entry in after.net.layout().entries() {
        let values = &before.parameters[entry.range.clone()];
        let largest = values.iter().fold(0.0_f32, |most, value| most.max(value.abs()));
        let step = largest / most as f32;
        for (after, before) in after.parameters[entry.range.clone()].iter().zip(values) {
            assert!((after - before).abs() <= 0.51 * step, "{}: {after}, {before}", entry.name);
        }
    }
    assert!(weights::write(&after) == file, "it is written in another way");
    let tensors = SafeTensors::deserialize(&file).unwrap();
    assert_eq!(tensors.tensor("stage1.convolution").unwrap().dtype(), Dtype::I8);
    assert_eq!(tensors.tensor("int8_scale.stage1.convolution").unwrap().shape(), [3]);
}
