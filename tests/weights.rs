//! The weights file: the embedded one is sound and says how it was made, and a file that is cut,
//! damaged or of another architecture is refused.

#![cfg(not(target_arch = "wasm32"))]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ops::Range;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reptile_sketch::net::{ConvNetConfig, Norm};
use reptile_sketch::weights::{self, AdaptConfig, Provenance, SecondMoments, Weights};
use reptile_sketch::{Code, Error};
use safetensors::{Dtype, SafeTensors};
use serde_json::{Value, json};

/// Notes the largest piece of memory that a thread has asked for.
struct Watched;

thread_local! {
    static LARGEST: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: all of the work is the system allocator's.
unsafe impl GlobalAlloc for Watched {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LARGEST.with(|largest| largest.set(largest.get().max(layout.size())));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static WATCHED: Watched = Watched;

/// What comes of reading a file, and the largest piece of memory that it took.
fn read_watched(file: &[u8]) -> (Result<Weights, Error>, usize) {
    LARGEST.with(|largest| largest.set(0));
    let outcome = weights::read(file);
    (outcome, LARGEST.with(Cell::get))
}

#[track_caller]
fn assert_refused(file: &[u8], what: &str) {
    match weights::read(file) {
        Ok(_) => panic!("{what} was read"),
        Err(error) => assert_eq!(error.code(), Code::BadWeights, "{what}: {error}"),
    }
}

/// Where the header lies in a file.
fn header_range(file: &[u8]) -> Range<usize> {
    let length = u64::from_le_bytes(file[..8].try_into().unwrap()) as usize;
    8..8 + length
}

fn header(file: &[u8]) -> Value {
    serde_json::from_slice(&file[header_range(file)]).unwrap()
}

/// Where the bytes of a tensor lie in a file.
fn place(file: &[u8], name: &str) -> Range<usize> {
    let start = header_range(file).end;
    let offset = |i: usize| header(file)[name]["data_offsets"][i].as_u64().unwrap() as usize;
    start + offset(0)..start + offset(1)
}

/// The file with another header, and its checksum put right: only what the header says is wrong.
fn with_header(file: &[u8], header: &Value) -> Vec<u8> {
    let mut text = header.to_string();
    text.push_str(&" ".repeat(text.len().next_multiple_of(8) - text.len()));
    let mut changed = (text.len() as u64).to_le_bytes().to_vec();
    changed.extend(text.as_bytes());
    changed.extend(&file[header_range(file).end..]);
    put_checksum_right(&mut changed);
    changed
}

fn put_checksum_right(file: &mut [u8]) {
    let place = place(file, "crc32");
    file[place.clone()].fill(0);
    let checksum = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(file);
    file[place].copy_from_slice(&checksum.to_le_bytes());
}

/// The file with another value in its own part of the header.
fn with_entry(file: &[u8], path: &str, value: Value) -> Vec<u8> {
    let mut header = header(file);
    let text = &mut header["__metadata__"]["reptile-sketch"];
    let mut own: Value = serde_json::from_str(text.as_str().unwrap()).unwrap();
    *own.pointer_mut(path).unwrap() = value;
    *text = own.to_string().into();
    with_header(file, &header)
}

fn small(filters: &[usize], moments: bool) -> Weights {
    let config = ConvNetConfig {
        side_px: 28,
        filters: filters.to_vec(),
        norm: Norm::Instance,
    };
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
    };
    let provenance = Provenance {
        command: "made \"by\" a test".into(),
        commit: "none".into(),
        data: vec!["a 1".into(), "b 2".into()],
        seed: 11,
        evaluation: "none".into(),
        accuracy: Some(1.0 / 3.0),
    };
    Weights {
        net,
        adapt,
        provenance,
        parameters,
        second_moments,
    }
}

#[test]
fn the_embedded_file_says_how_it_was_made_and_how_good_it_is() {
    let Provenance {
        command,
        commit,
        data,
        seed,
        evaluation,
        accuracy,
    } = Weights::pretrained().provenance;
    assert!(accuracy.unwrap() >= 0.975, "{accuracy:?}");
    let hexadecimal = |text: &str, len| {
        text.len() == len && text.chars().all(|digit| digit.is_ascii_hexdigit())
    };
    assert!(hexadecimal(&commit, 40), "commit {commit:?}");
    assert!(command.starts_with("reptile-sketch train "), "{command}");
    assert!(command.contains("--exclude omniglot-validation.txt"));
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
    assert!(file.len() < 70_000, "{} bytes", file.len());
    let again = weights::write(&weights::read(file).unwrap());
    assert!(again == file, "it is written in another way");
    let weights = Weights::pretrained();
    assert_eq!(weights.parameters.len(), weights.net.layout().len());
    assert_eq!(weights.net.config().side_px, 28);
    assert!(matches!(&weights.second_moments, SecondMoments::Known(moments)
        if moments.len() == weights.parameters.len() && moments.iter().all(|m| *m > 0.0)));
}

#[test]
fn the_safetensors_crate_reads_our_files() {
    for file in [
        weights::pretrained_file(),
        &weights::write(&small(&[3, 4], true)),
    ] {
        let tensors = SafeTensors::deserialize(file).unwrap();
        let weights = weights::read(file).unwrap();
        let entries = weights.net.layout().entries();
        assert_eq!(tensors.len(), 2 * entries.len() + 1);
        for entry in entries {
            let tensor = tensors.tensor(&entry.name).unwrap();
            assert_eq!((tensor.dtype(), tensor.shape()), (Dtype::F16, &entry.shape[..]));
            let pairs = tensor.data().chunks_exact(2);
            let values: Vec<f32> = pairs
                .map(|pair| half::f16::from_le_bytes([pair[0], pair[1]]).to_f32())
                .collect();
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
        assert_eq!(
            matches!(after.second_moments, SecondMoments::Known(_)),
            moments
        );
        assert!(weights::write(&after) == file, "{filters:?}");
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
        ("/format", json!(2)),
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
fn a_network_that_does_not_see_our_images_is_refused() {
    // Its tensors fit, whatever the side: they do not depend on it.
    let file = weights::write(&small(&[3, 4], true));
    assert_refused(&with_entry(&file, "/net/side_px", json!(56)), "side_px 56");
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

#[test]
fn a_size_that_a_header_claims_is_not_believed() {
    const PLENTY: usize = 1 << 20;
    for length in [u64::MAX, u64::MAX - 7, 1 << 63, 1 << 40, 1 << 31, 17] {
        let mut file = length.to_le_bytes().to_vec();
        file.extend(b"{\"some\": 1}");
        let (outcome, largest) = read_watched(&file);
        assert_eq!(outcome.err().unwrap().code(), Code::BadWeights);
        assert!(largest < PLENTY, "{largest} bytes for a header of {length}");
    }
    let file = weights::write(&small(&[3, 4], true));
    let filters = json!(vec![1024; 8]);
    let (outcome, largest) = read_watched(&with_entry(&file, "/net/filters", filters));
    assert_eq!(outcome.err().unwrap().code(), Code::BadWeights);
    assert!(largest < PLENTY, "{largest} bytes for filters of 1024");
}
