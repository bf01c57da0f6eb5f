//! Small sound files of every format.

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use image::{DynamicImage, ImageFormat, Luma, Rgb};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use reptile_sketch::net::{ConvNetConfig, Population};
use reptile_sketch::training::{Checkpoint, Progress, Settings};
use reptile_sketch::weights::{self, Calibration, Precision, Provenance, SecondMoments, Weights};
use zip::CompressionMethod::{Bzip2, Deflated, Stored, Zstd};
use zip::write::SimpleFileOptions;

use crate::fixtures::{bzip2, gzip, png, tar_of, zip_with};
use crate::mat_file;

/// A small network, in both precisions, with and without all that a file may hold besides.
pub fn weights() -> Vec<Vec<u8>> {
    let net = ConvNetConfig::grey(28, &[3, 4]).check().unwrap();
    let parameters = net.initialize(&mut ChaCha8Rng::seed_from_u64(1));
    let embedded = Weights::pretrained();
    let (channels, moments) = (net.channels_len(), vec![0.01; parameters.len()]);
    let plain = Weights {
        net,
        parameters,
        provenance: Provenance::default(),
        precision: Precision::Half,
        second_moments: SecondMoments::Unknown,
        population: None,
        calibration: None,
        ..embedded
    };
    let population =
        Population { weight: 2.0, mean: vec![0.0; channels], variance: vec![1.0; channels] };
    let features = vec![0.5; plain.net.feature_len()];
    let full = Weights {
        precision: Precision::Int8 { most: 15 },
        second_moments: SecondMoments::Known(moments),
        population: Some(population),
        calibration: Some(Calibration { features, ..Calibration::default() }),
        ..plain.clone()
    };
    vec![weights::write(&plain), weights::write(&full)]
}

/// Two images of 8 by 8 in the form of MNIST, plain and packed.
pub fn idx() -> Vec<Vec<u8>> {
    let pixels: Vec<u8> = (0..128).map(|i| if i % 8 == 3 { 255 } else { 0 }).collect();
    let plain = [&[0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 8, 0, 0, 0, 8][..], &pixels].concat();
    vec![gzip(&plain), plain]
}

/// Images and labels in a structure, packed and plain, and images in cells.
pub fn mat() -> Vec<Vec<u8>> {
    let pixels: Vec<u8> = (0..128).map(|i| if i / 2 % 8 == 3 { 255 } else { 0 }).collect();
    let reals: Vec<f64> = pixels.iter().map(|&pixel| f64::from(pixel) / 255.0).collect();
    let parts =
        [mat_file::bytes("", &[2, 64], &pixels), mat_file::small_doubles("", &[2, 1], &[1, 2])];
    let set = mat_file::fields("train", 1, &["images", "labels"], &parts);
    let one = mat_file::bytes("", &[8, 8], &pixels[..64]);
    let cells = mat_file::cells("images", &[1, 2], &[one.clone(), one]);
    vec![
        mat_file::file(&[mat_file::packed(&set)]),
        mat_file::file(&[set]),
        mat_file::file(&[
            mat_file::doubles("X", &[8, 8, 2], &reals),
            mat_file::texts("y", &["a", "b"]),
        ]),
        mat_file::file(&[cells, mat_file::texts("names", &["cat"])]),
    ]
}

pub fn inkml() -> Vec<Vec<u8>> {
    let head = "<ink xmlns=\"http://www.w3.org/2003/InkML\"><traceFormat><channel name=\"X\"/><channel name=\"Y\"/></traceFormat>";
    let traces = "<trace id=\"0\">1 2,'3'4,\"5-6</trace><trace id=\"1\">#7 8:T,* 9</trace>";
    let view = "<traceView traceDataRef=\"#0\"/><traceView traceDataRef=\"1\"/>";
    let group = [
        "<traceGroup xml:id=\"g\"><annotation type=\"truth\">x</annotation>",
        view,
        "</traceGroup>",
    ];
    vec![
        [head, traces, &group.concat(), "</ink>"].concat().into(),
        [head, traces, "</ink>"].concat().into(),
    ]
}

pub fn unipen() -> Vec<Vec<u8>> {
    let data = ".PEN_DOWN\n1 2\n3 4\n.PEN_UP\n.DT 9\n.PEN_DOWN\n5 6\n";
    let segments = ".SEGMENT CHARACTER 0:1-1 ? \"a\"\n.SEGMENT CHARACTER 1 OK \"\\\"\"\n";
    let head = ".VERSION 1.0\n.COORD X Y\n.X_POINTS_PER_INCH 2\n.Y_POINTS_PER_INCH 1\n";
    let digits = ".INCLUDE a.doc\n.SEGMENT DIGIT ? \"4\"\n";
    vec![format!("{head}{data}{segments}").into(), format!("{digits}{data}").into()]
}

pub fn checkpoints(folder: &Path) -> Vec<Vec<u8>> {
    let settings = Settings { filters: vec![2, 3], ..Settings::default() };
    let length = settings.net().unwrap().layout().len();
    let progress =
        Progress { settings, data: vec!["a.zip 0123".into()], iteration: 5, decayed: 0.5 };
    let (theta, second_moments) = (vec![0.1; length], vec![0.2; length]);
    let path = folder.join("sound.checkpoint");
    Checkpoint { progress, theta, second_moments }.write(&path).unwrap();
    vec![fs::read(path).unwrap()]
}

pub fn stroke_files() -> Vec<Vec<u8>> {
    [
        r#"{"a b": [[[[1, 2, 0], [3, 4, 9]]], [], [[[5, 6]], [[7, 8]]]], "none": [[]]}"#,
        r#"{"a": [[[[0, 3], [9, 5]]], [[[0, 1, 2, 3], [9, 8, 7, 6]]]], "b\u00e9": [[[[1.5, -2e1], [7, 8]]]]}"#,
        "\u{feff}{\"cat\": [[[[31.5, 42.25], [17, 11.5], [0, 16]]]]}",
    ]
    .map(Vec::from)
    .into()
}

pub fn quick_draw() -> Vec<Vec<u8>> {
    let simplified = r#"{"word":"cat","countrycode":"VE","recognized":true,"key_id":"5","drawing":[[[0,255],[10,20]],[[5,6,7],[1,2,3]]]}"#;
    let raw =
        r#"{"word":"ant hill","recognized":false,"drawing":[[[30.5,31,42],[7,8,9],[0,16,30]]]}"#;
    vec![format!("{simplified}\r\n\n{raw}\n").into(), raw.into()]
}

/// Two drawings: key, country, recognised, time, strokes, and the points of each.
pub fn quick_draw_binary() -> Vec<Vec<u8>> {
    let head = [&[7; 8][..], b"DE\x01", &1_490_000_000_u32.to_le_bytes()].concat();
    let one = [&head[..], &[1, 0, 3, 0, 0, 9, 255, 4, 0, 80]].concat();
    let two = [&head[..], &[2, 0, 1, 0, 30, 40, 2, 0, 5, 6, 7, 8]].concat();
    vec![[one, two].concat()]
}

/// Drawings of Quick, Draw!, and images with and without names of their columns.
pub fn tables() -> Vec<Vec<u8>> {
    let strokes = "word,recognized,drawing\ncat,True,\"[[[0, 9], [1, 200]]]\"\r\n\"a \"\"b\"\"\",false,\"[[[5], [6]]]\"\n";
    let image = ["255"; 8].join(",") + &",0".repeat(56);
    let names: String = (0..64).map(|i| format!(",p{i}")).collect();
    vec![strokes.into(), format!("label{names}\n3,{image}\n").into(), format!("7,{image}\n").into()]
}

/// Tables that tell of which classes images are: two of the images `0.png` and `1.png`.
pub fn indexes() -> Vec<Vec<u8>> {
    let tables = ["image,label\na/0.png,cat\na/1.png,dog\n", "filename;cat;dog\r0;1;0\r1;0;1\r"];
    tables.map(Vec::from).into()
}

pub fn coco() -> Vec<Vec<u8>> {
    let text = r#"{"images": [{"id": 0, "file_name": "0.png"}, {"id": 1, "file_name": "1.png"}], "annotations":
        [{"image_id": 0, "category_id": 4}, {"image_id": 1, "category_id": 5}], "categories":
        [{"id": 4, "name": "cat", "supercategory": ""}, {"id": 5, "name": "dog"}]}"#;
    vec![text.into()]
}

pub fn records() -> Vec<Vec<u8>> {
    let lines = "{\"label\": \"cat\", \"strokes\": [[{\"x\": 1, \"y\": 2}, {\"x\": 3, \"y\": 4}], [[5, 6], [7, 8]]]}\n{\"word\": 7, \"drawing\": [{\"x\": [1, 3], \"y\": [2, 4]}]}";
    let lists = r#"[["id", [[[0, 1, 9], [2, 3, 9], [4, 5, 9], [6, 7, 9]]]], {"key": "dog", "paths": ["M0 0C1 2 3 4 5 6"]}]"#;
    let nested = r#"{"data": {"cat": [{"drawing": [[1, 2, 3, 4, 5], [4, 5, 6, 7, 8]]}, {"drawing": "[[1,2],[4,5]]"}]}}"#;
    [lines, lists, nested].map(Into::into).into()
}

pub fn omniglot() -> Vec<Vec<u8>> {
    vec![
        b"START\n28.0,-29.0,0.0\n29.5,-30.25,16\nBREAK\n50,-60,400\nBREAK\n".into(),
        b"START\r\n1,2\r\nBREAK".into(),
    ]
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/arrays").join(name))
        .unwrap()
}

/// Images of 8 by 8 pixels with a line, as bytes and as numbers of another order and size, and others of the fixtures.
pub fn npy() -> Vec<Vec<u8>> {
    let file = |kind: &str, is_fortran: &str, shape: &str, values: Vec<u8>| {
        let header =
            format!("{{'descr': '{kind}', 'fortran_order': {is_fortran}, 'shape': {shape}, }}\n");
        let length = (header.len() as u16).to_le_bytes();
        [&b"\x93NUMPY\x01\x00"[..], &length, header.as_bytes(), &values].concat()
    };
    let line = |i: usize| if i % 8 == 3 { 200_u8 } else { 0 };
    let big = (0..64).flat_map(|i| f32::from(line(i)).to_be_bytes()).collect();
    let moves = [4_i16, 4, 0, 3, -2, 1, 5, 0, 0];
    vec![
        file("|u1", "False", "(2, 64)", (0..128).map(line).collect()),
        file(">f4", "True", "(1, 8, 8)", big),
        file("<i2", "False", "(1, 3, 3)", moves.iter().flat_map(|v| v.to_le_bytes()).collect()),
    ]
}

/// The arrays in the files that Python has made: objects are pickled.
pub fn pickled_arrays() -> Vec<Vec<u8>> {
    let first = |name: &str| {
        let mut zip = zip::ZipArchive::new(Cursor::new(fixture(name))).unwrap();
        let mut bytes = Vec::new();
        zip.by_index(0).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    ["sketch_rnn.npz", "sketch_rnn_2.npz", "stroke5.npz"].map(first).into()
}

pub fn zips() -> Vec<Vec<u8>> {
    let entries = || {
        [
            ("data/cat/1.png", png(0)),
            ("data/cat/", vec![]),
            ("data/dog/1.png", png(1)),
            ("__MACOSX/._1.png", vec![]),
            ("data/notes.md", b"text".into()),
        ]
    };
    let packed =
        |method| zip_with(&entries(), SimpleFileOptions::default().compression_method(method));
    vec![packed(Stored), packed(Deflated), packed(Bzip2), packed(Zstd), fixture("lzma.zip")]
}

fn tar() -> Vec<u8> {
    tar_of(&[("data/cat/1.png", png(0)), ("data/dog/1.png", png(1))])
}

pub fn tars() -> Vec<Vec<u8>> {
    vec![tar()]
}

pub fn packed() -> Vec<Vec<u8>> {
    let text = stroke_files().remove(0);
    let zstd = zstd::encode_all(&text[..], 3).unwrap();
    vec![
        gzip(&text),
        gzip(&gzip(&text)),
        bzip2(&text),
        zstd,
        gzip(&tar()),
        fixture("packed.tar.xz"),
    ]
}

/// A line of ink on paper, in the colours that a format has.
pub fn images(format: ImageFormat) -> Vec<Vec<u8>> {
    let ink = |x: u32, y: u32| x == 8 && (2..14).contains(&y);
    let grey = image::GrayImage::from_fn(16, 16, |x, y| Luma([if ink(x, y) { 0 } else { 255 }]));
    let colour = image::RgbImage::from_fn(16, 16, |x, y| {
        Rgb(if ink(x, y) { [20, 0, 90] } else { [250, 255, 240] })
    });
    let colour = DynamicImage::from(colour);
    let all = match format {
        ImageFormat::Png => {
            vec![
                grey.into(),
                colour.to_rgba8().into(),
                colour.to_rgb16().into(),
                colour.to_luma_alpha16().into(),
            ]
        }
        ImageFormat::Jpeg | ImageFormat::Bmp => vec![grey.into(), colour],
        ImageFormat::Tiff => vec![grey.into(), colour.to_rgb16().into()],
        _ => vec![colour.to_rgba8().into(), colour],
    };
    let encode = |image: DynamicImage| {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    };
    all.into_iter().map(encode).collect()
}

/// The file that says what a run's images are.
pub fn labels() -> Vec<Vec<u8>> {
    vec![b"run01/test/item02.png run01/training/class02.png\nrun01/test/item01.png run01/training/class01.png\r\n".into()]
}

pub fn class_lists() -> Vec<Vec<u8>> {
    vec![b"Greek/a\r\n ./Hebrew/b/ \n\nLatin\\c\n".into(), "\u{feff}caf\u{e9}\nGreek\n".into()]
}

/// Strokes as they come from a page: their lengths, and their points.
pub fn strokes() -> Vec<Vec<u8>> {
    let file = |strokes: &[&[f32]]| {
        let mut bytes = vec![strokes.len() as u8];
        bytes.extend(strokes.iter().map(|stroke| stroke.len() as u8));
        bytes.extend(strokes.iter().flat_map(|stroke| stroke.iter().flat_map(|v| v.to_le_bytes())));
        bytes
    };
    vec![file(&[&[0.0, 0.0, 50.0, 99.0], &[7.0, 7.0]]), file(&[&[1e-30, -3e30, 2.0, 5.0]])]
}

/// A canvas as it comes from a page: its width and height, and its pixels.
pub fn canvases() -> Vec<Vec<u8>> {
    let canvas =
        |ink: [u8; 4], paper: [u8; 4]| [&[4, 1][..], &paper, &ink, &paper, &paper].concat();
    vec![canvas([0, 0, 0, 255], [255; 4]), canvas([9, 9, 9, 255], [0; 4])]
}
