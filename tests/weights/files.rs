//! Weights files that the tests make, and change.

use std::ops::Range;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reptile_sketch::Code;
use reptile_sketch::net::{ConvNetConfig, Norm};
use reptile_sketch::weights::{
    self, AdaptConfig, BodyOptimizer, Provenance, SecondMoments, Weights,
};
use serde_json::Value;

#[track_caller]
pub fn assert_refused(file: &[u8], what: &str) {
    match weights::read(file) {
        Ok(_) => panic!("{what} was read"),
        Err(error) => assert_eq!(error.code(), Code::BadWeights, "{what}: {error}"),
    }
}

/// Where the header lies in a file.
pub fn header_range(file: &[u8]) -> Range<usize> {
    let length = u64::from_le_bytes(file[..8].try_into().unwrap()) as usize;
    8..8 + length
}

pub fn header(file: &[u8]) -> Value {
    serde_json::from_slice(&file[header_range(file)]).unwrap()
}

/// Where the bytes of a tensor lie in a file.
pub fn place(file: &[u8], name: &str) -> Range<usize> {
    let start = header_range(file).end;
    let offset = |i: usize| header(file)[name]["data_offsets"][i].as_u64().unwrap() as usize;
    start + offset(0)..start + offset(1)
}

/// The file with another header, and its checksum put right: only what the header says is wrong.
pub fn with_header(file: &[u8], header: &Value) -> Vec<u8> {
    let mut text = header.to_string();
    text.push_str(&" ".repeat(text.len().next_multiple_of(8) - text.len()));
    let mut changed = (text.len() as u64).to_le_bytes().to_vec();
    changed.extend(text.as_bytes());
    changed.extend(&file[header_range(file).end..]);
    put_checksum_right(&mut changed);
    changed
}

pub fn put_checksum_right(file: &mut [u8]) {
    let place = place(file, "crc32");
    file[place.clone()].fill(0);
    let checksum = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(file);
    file[place].copy_from_slice(&checksum.to_le_bytes());
}

/// The file with another value in its own part of the header.
pub fn with_entry(file: &[u8], path: &str, value: Value) -> Vec<u8> {
    let mut header = header(file);
    let text = &mut header["__metadata__"]["reptile-sketch"];
    let mut own: Value = serde_json::from_str(text.as_str().unwrap()).unwrap();
    *own.pointer_mut(path).unwrap() = value;
    *text = own.to_string().into();
    with_header(file, &header)
}

pub fn small(filters: &[usize], moments: bool) -> Weights {
    let config = ConvNetConfig { norm: Norm::Instance, ..ConvNetConfig::grey(28, filters) };
    let net = config.check().unwrap();
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    let parameters = net.initialize(&mut rng);
    let second_moments = match moments {
        true => SecondMoments::Known(parameters.iter().map(|_| rng.random()).collect()),
        false => SecondMoments::Unknown,
    };
    let adapt = AdaptConfig {
        steps: 3,
        learning_rate: 0.25,
        head_learning_rate: 1.5,
        optimizer: BodyOptimizer::Adam,
        views: 1,
        batch: None,
    };
    let provenance = Provenance {
        held_out: "Hebrew 22".into(),
        command: "made \"by\" a test".into(),
        commit: "none".into(),
        data: vec!["a 1".into(), "b 2".into()],
        seed: 11,
        evaluation: "none".into(),
        accuracy: Some(1.0 / 3.0),
    };
    let (precision, population) = (weights::Precision::Half, None);
    Weights {
        net,
        adapt,
        provenance,
        parameters,
        precision,
        second_moments,
        population,
        calibration: None,
    }
}

#[test]
fn every_seed_is_read_as_it_was_written() {
    for seed in [0, 7, (1 << 53) - 1, (1 << 53) + 1, u64::MAX - 1, u64::MAX] {
        let mut before = small(&[3], false);
        before.provenance.seed = seed;
        assert_eq!(weights::read(&weights::write(&before)).unwrap().provenance.seed, seed);
    }
}
