//! Files that are cut, damaged or of another architecture.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reptile_sketch::{Code, weights};
use serde_json::{Value, json};

use crate::files::*;

#[test]
fn every_flipped_bit_of_the_header_and_a_sample_of_the_others_is_refused() {
    let mut file = weights::pretrained_file().to_vec();
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let data = header_range(&file).end;
    let mut places: Vec<usize> = (0..data + 4).collect();
    places.extend((0..2000).map(|_| rng.random_range(data as u32..file.len() as u32) as usize));
    places.push(file.len() - 1);
    for place in places {
        let bit = 1 << rng.random_range(0..8u32);
        file[place] ^= bit;
        assert_refused(&file, &format!("byte {place} changed by {bit}"));
        file[place] ^= bit;
    }
    assert!(weights::read(&file).is_ok());
}

#[test]
fn a_file_that_is_cut_or_goes_on_is_refused() {
    let file = weights::pretrained_file();
    let lengths = (0..200).chain((200..file.len()).step_by(61)).chain([file.len() - 1]);
    for length in lengths {
        assert_refused(&file[..length], &format!("its first {length} bytes"));
    }
    assert_refused(&[file, &[0]].concat(), "one byte more");
    assert_refused(&[file, file].concat(), "the file twice");
}

#[test]
fn what_is_no_weights_file_is_refused() {
    for (what, bytes) in [
        ("nothing", &b""[..]),
        ("a PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("no object", b"\x02\0\0\0\0\0\0\0[]"),
        ("an empty object", b"\x02\0\0\0\0\0\0\0{}"),
        ("no JSON", b"\x02\0\0\0\0\0\0\0}{"),
        ("no UTF-8", b"\x02\0\0\0\0\0\0\0\xff\xff"),
    ] {
        assert_refused(bytes, what);
    }
    let deep = "[".repeat(100_000);
    let mut file = (deep.len() as u64).to_le_bytes().to_vec();
    file.extend(deep.as_bytes());
    assert_refused(&file, "brackets without end");
}

#[test]
fn tensors_of_another_architecture_than_the_headers_are_refused() {
    let file = weights::write(&small(&[3, 4], true));
    for filters in [
        json!([4, 3]),
        json!([3, 5]),
        json!([3]),
        json!([3, 4, 4]),
        json!([12]),
        json!([]),
        json!([3, 0]),
        json!([3, 1025]),
        json!([3, 4.5]),
        json!([3, -4]),
        json!(3),
        Value::Null,
    ] {
        let changed = with_entry(&file, "/net/filters", filters.clone());
        assert_refused(&changed, &format!("filters {filters}"));
    }
    assert!(weights::read(&with_entry(&file, "/net/filters", json!([3, 4]))).is_ok());
}

#[test]
fn settings_out_of_range_are_refused() {
    let file = weights::write(&small(&[3, 4], true));
    for (path, value) in [
        ("/format", json!(5)),
        ("/format", Value::Null),
        ("/net/norm", json!("layer")),
        ("/net/side_px", json!(0)),
        ("/net/side_px", json!(1e300)),
        ("/adapt/steps", json!(101)),
        ("/adapt/steps", json!(-1)),
        ("/adapt/learning_rate", json!(-0.1)),
        ("/adapt/learning_rate", json!(1e300)),
        ("/adapt/learning_rate", json!("NaN")),
        ("/adapt/head_learning_rate", json!(0)),
        ("/adapt", Value::Null),
    ] {
        let changed = with_entry(&file, path, value.clone());
        assert_refused(&changed, &format!("{path} {value}"));
    }
}

#[test]
fn a_network_that_does_not_see_drawings_is_refused_where_drawings_are_needed() {
    // Its tensors fit, whatever the side: they do not depend on it.
    let file = weights::write(&small(&[3, 4], true));
    let other = weights::read(&with_entry(&file, "/net/side_px", json!(56))).unwrap();
    assert_eq!(other.for_drawings().err().unwrap().code(), Code::BadWeights);
    assert!(weights::read(&file).unwrap().for_drawings().is_ok());
}

#[test]
fn a_value_that_is_not_finite_is_refused() {
    let file = weights::write(&small(&[3, 4], true));
    for tensor in ["stage1.convolution", "stage2.shift", "rms.stage2.scale"] {
        for bad in [0x7e00_u16, 0x7c00, 0xfc00] {
            let mut changed = file.clone();
            let start = place(&file, tensor).start;
            changed[start..start + 2].copy_from_slice(&bad.to_le_bytes());
            put_checksum_right(&mut changed);
            assert_refused(&changed, &format!("{bad:x} in {tensor}"));
        }
    }
}

#[test]
fn tensors_that_lie_outside_of_the_file_are_refused() {
    let file = weights::write(&small(&[3, 4], true));
    for offsets in [
        json!([0, 6e15]),
        json!([8e15, 8e15 + 4.0]),
        json!([6, 0]),
        json!([-6, 0]),
        json!([0]),
        json!([0, 1, 2]),
    ] {
        for tensor in ["stage1.shift", "rms.stage1.shift"] {
            let mut header = header(&file);
            header[tensor]["data_offsets"] = offsets.clone();
            let changed = with_header(&file, &header);
            assert_refused(&changed, &format!("{tensor} at {offsets}"));
        }
    }
}
