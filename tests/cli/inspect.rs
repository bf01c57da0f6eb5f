//! `inspect`: what it says of data sets, stroke files, weights and checkpoints, for people and for programs.

use serde_json::Value;

use crate::common::SYMBOLS;
use crate::mat_file;
use crate::world::{World, png, sha256, zip_of};

/// What is said of a single path, for programs.
#[track_caller]
fn inspect(world: &World, arguments: &str) -> Value {
    let stdout = world.succeed(&format!("inspect {arguments} --json"));
    let mut object: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(object["paths"].as_array().unwrap().len(), 1, "{stdout}");
    object["paths"][0].take()
}

#[test]
fn a_folder_and_its_zip_are_the_same_drawings() {
    let world = World::with_images("inspect-images");
    let images = || SYMBOLS[..4].iter().flat_map(|name| (0..3).map(move |hand| (*name, hand)));
    let entry = |(name, hand): (&str, usize)| (format!("{name}/{hand}.png"), png(name, hand));
    world.write("images.zip", zip_of(&images().map(entry).collect::<Vec<_>>()));
    world.write("images/notes.txt", "no image");
    let [folder, zip] = ["images", "images.zip"].map(|path| inspect(&world, path));
    assert_eq!((&folder["kind"], &zip["kind"]), (&"folder".into(), &"archive".into()));
    assert_eq!(folder["not_read"][0]["first"][0], "notes.txt");
    for key in ["classes", "drawings", "by_class", "polarity", "pen_px", "oddities"] {
        assert_eq!(folder[key], zip[key], "{key}");
    }
    assert_eq!((&folder["classes"], &folder["drawings"]), (&4.into(), &12.into()));
    assert_eq!(folder["by_class"][0], serde_json::json!({ "name": "circle", "drawings": 3 }));
    assert_eq!(folder["polarity"], "dark-ink");
    assert_eq!(folder["pen_px"]["median"], 3.0);
    assert_eq!(folder["oddities"], serde_json::json!([]));
    let text = world.succeed("inspect images");
    for part in ["a folder of drawings", "12; 3 a class", "dark ink", "3", "notes.txt", "none"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn a_stroke_file_is_known_by_its_content() {
    let world = World::with_strokes("inspect-strokes");
    world.write("with-space", format!("\n {}", crate::common::DRAWINGS));
    for path in ["strokes.json", "with-space"] {
        let report = inspect(&world, path);
        assert_eq!(report["kind"], "strokes");
        assert_eq!((&report["classes"], &report["drawings"]), (&20.into(), &60.into()));
        assert_eq!(report["strokes"]["most"], 4.0);
        assert_eq!(report["polarity"], Value::Null);
    }
}

#[test]
fn copies_are_found_in_a_class_between_classes_and_between_paths() {
    let world = World::with_images("inspect-copies");
    world.write("images/circle/again.png", png("circle", 0));
    world.write("images/square/wrong.png", png("triangle", 1));
    world.write("other/circle/x.png", png("circle", 2));
    world.write("other/hook/y.png", png("hook", 2));
    let report = inspect(&world, "images");
    let groups = |names: &[&str]| serde_json::json!([names]);
    assert_eq!(report["copies_in_one_class"], groups(&["circle/0.png", "circle/again.png"]));
    assert_eq!(
        report["copies_in_several_classes"],
        groups(&["square/wrong.png", "triangle/1.png"])
    );
    let both: Value = serde_json::from_str(&world.succeed("inspect images other --json")).unwrap();
    let between = groups(&["images: circle/2.png", "other: circle/x.png"]);
    assert_eq!(both["copies_between_paths"], between);
    let text = world.succeed("inspect images other");
    assert!(text.contains("circle/0.png = circle/again.png"), "{text}");
    assert!(text.contains("images: circle/2.png = other: circle/x.png"), "{text}");
}

#[test]
fn what_is_odd_is_named() {
    let world = World::with_images("inspect-odd");
    let dot = image::GrayImage::from_fn(40, 40, |x, y| {
        image::Luma([if (19..22).contains(&x) && (19..22).contains(&y) { 0 } else { 255 }])
    });
    let swapped = image::GrayImage::from_fn(40, 40, |x, y| {
        let is_cross = (x == 20 || y == 20) && (5..35).contains(&x) && (5..35).contains(&y);
        image::Luma([if is_cross { 255 } else { 0 }])
    });
    let faint = image::load_from_memory(&png("circle", 1)).unwrap().into_luma8();
    let faint = image::GrayImage::from_fn(faint.width(), faint.height(), |x, y| {
        image::Luma([210 + faint.get_pixel(x, y)[0] / 6])
    });
    let pictures =
        [("circle/dot.png", dot), ("cross/swapped.png", swapped), ("circle/faint.png", faint)];
    for (name, picture) in pictures {
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        world.write(&format!("images/{name}"), bytes.into_inner());
    }
    world.write("images/Circle/1.png", png("hook", 0));
    let report = inspect(&world, "images --polarity dark-ink");
    for (part, place) in [
        ("a dot", "circle/dot.png"),
        ("mostly ink", "cross/swapped.png"),
        ("as wide", "cross/swapped.png"),
        ("faint ink", "circle/faint.png"),
        ("of one drawing", "Circle"),
        ("capitals", "Circle = circle"),
    ] {
        let oddities = report["oddities"].as_array().unwrap();
        let oddity = oddities.iter().find(|o| o["what"].as_str().unwrap().contains(part));
        let oddity = oddity.unwrap_or_else(|| panic!("{part}: {report}"));
        assert_eq!(oddity["places"], serde_json::json!([place]), "{part}");
    }
}

#[test]
fn a_printed_frame_around_all_drawings_is_named() {
    let world = World::empty("inspect-frame");
    for name in &crate::common::SYMBOLS[..4] {
        for hand in 0..3 {
            let mut image = image::load_from_memory(&png(name, hand)).unwrap().into_luma8();
            let side = image.width();
            for (x, y, luma) in image.enumerate_pixels_mut() {
                let edge = x.min(y).min(side - 1 - x).min(side - 1 - y);
                if (5..7).contains(&edge) {
                    luma.0 = [60];
                }
            }
            let mut bytes = std::io::Cursor::new(Vec::new());
            image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
            world.write(&format!("images/{name}/{hand}.png"), bytes.into_inner());
        }
    }
    let report = inspect(&world, "images");
    let oddity = &report["oddities"][0];
    assert!(oddity["what"].as_str().unwrap().contains("a printed frame"), "{report}");
    assert_eq!(oddity["count"], 4);
}

#[test]
fn chalk_is_said_to_be_light_and_a_mixed_set_is_said_to_be_mixed() {
    let world = World::with_images("inspect-chalk");
    let image = image::load_from_memory(&png("circle", 0)).unwrap();
    let mut image = image.into_luma8();
    image.iter_mut().for_each(|v| *v = 255 - *v);
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    world.write("chalk/circle/0.png", bytes.get_ref());
    assert_eq!(inspect(&world, "chalk")["polarity"], "light-ink");
    assert_eq!(inspect(&world, "chalk --polarity dark-ink")["polarity"], "dark-ink");
    world.write("images/circle/chalk.png", bytes.get_ref());
    let report = inspect(&world, "images");
    assert_eq!(report["polarity"], "mixed");
    assert_eq!(report["images_of_dark_and_light_ink"], serde_json::json!([12, 1]));
}

#[test]
fn weights_say_how_they_were_made() {
    let world = World::empty("inspect-weights");
    let file = reptile_sketch::weights::pretrained_file();
    world.write("w.safetensors", file);
    world.write("no-extension", file);
    let weights = reptile_sketch::weights::read(file).unwrap();
    let report = inspect(&world, "w.safetensors");
    assert_eq!(report["kind"], "weights");
    assert_eq!(report["sha256"], sha256(file));
    assert_eq!(report["header"]["provenance"]["command"], weights.provenance.command);
    assert_eq!(report["parameters"], weights.parameters.len());
    assert_eq!(report["population"]["channels"], weights.population.unwrap().mean.len());
    assert_eq!(inspect(&world, "no-extension")["tensors"], report["tensors"]);
    let sizes = report["tensors"].as_array().unwrap().iter().map(|t| t["bytes"].as_u64().unwrap());
    assert!((sizes.sum::<u64>() as usize) < file.len());
    let text = world.succeed("inspect w.safetensors");
    let commit = weights.provenance.commit.as_str();
    for part in [commit, "stage1.convolution", "sure from", "counts for", "adam"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn a_checkpoint_is_called_what_it_is() {
    let world = World::with_strokes("inspect-checkpoint");
    let progress = || {
        let settings =
            reptile_sketch::training::Settings { filters: vec![2, 2], ..Default::default() };
        reptile_sketch::training::Progress { settings, data: vec![], iteration: 7, decayed: 0.5 }
    };
    let len = progress().settings.net().unwrap().layout().len();
    let (theta, second_moments) = (vec![0.5; len], vec![0.25; len]);
    let checkpoint =
        reptile_sketch::training::Checkpoint { progress: progress(), theta, second_moments };
    checkpoint.write(&world.0.join("w.safetensors.checkpoint")).unwrap();
    let report = inspect(&world, "w.safetensors.checkpoint");
    assert_eq!((&report["kind"], &report["iteration"]), (&"checkpoint".into(), &7.into()));
    assert_eq!(report["settings"]["meta_iterations"], 30_000);
    let text = world.succeed("inspect w.safetensors.checkpoint");
    assert!(text.contains("7 of 30,000 meta-iterations"), "{text}");
}

#[test]
fn fixed_runs_are_known() {
    let world = World::empty("inspect-runs");
    let mut entries = Vec::new();
    let mut labels = String::new();
    for (i, name) in SYMBOLS[..3].iter().enumerate() {
        entries.push((format!("run01/training/class{i}.png"), png(name, 0)));
        entries.push((format!("run01/test/item{i}.png"), png(name, 1)));
        labels += &format!("run01/test/item{i}.png run01/training/class{i}.png\n");
    }
    entries.push(("run01/class_labels.txt".into(), labels.into_bytes()));
    world.write("all_runs.zip", zip_of(&entries));
    let report = inspect(&world, "all_runs.zip");
    assert_eq!((&report["kind"], &report["drawings"]), (&"runs".into(), &6.into()));
    assert!(world.succeed("inspect all_runs.zip").contains("1 of 3 classes"));
}

#[test]
fn a_sheet_shows_each_drawing_as_the_network_sees_it() {
    let world = World::with_images("inspect-sheet");
    world.write("images/a <b> & c/1.png", png("hook", 0));
    let text = world.succeed("inspect images --sheet sheet.png");
    assert!(text.contains("sheet.png: a row for each of all classes"), "{text}");
    let sheet = image::load_from_memory(&world.read("sheet.png")).unwrap().into_luma8();
    // Five rows of three columns, each drawing of 56 pixels with 4 around it.
    assert_eq!(sheet.dimensions(), (4 + 3 * 60, 4 + 5 * 60));
    let drawing = reptile_sketch::sketch::Bitmap::from_luma(
        &image::load_from_memory(&png("circle", 0)).unwrap().into_luma8(),
        105,
        105,
    );
    let seen = crate::common::see(reptile_sketch::sketch::Sketch::Bitmap(drawing.unwrap()));
    for (i, ink) in seen.iter().enumerate() {
        let [x, y] = [i % 28, i / 28].map(|at| 4 + 2 * at as u32);
        let grey = f32::from(sheet.get_pixel(x, 60 + y).0[0]);
        assert!((grey - 255.0 * (1.0 - ink)).abs() <= 1.0, "pixel {i}");
    }
    world.succeed("inspect images --sheet sheet.svg");
    let svg = String::from_utf8(world.read("sheet.svg")).unwrap();
    assert!(svg.contains("a &lt;b&gt; &amp; c</text>") && svg.contains("base64,iVBOR"), "{svg}");
}

#[test]
fn a_name_with_an_end_of_line_breaks_no_line() {
    let world = World::empty("inspect-lines");
    let names = ["a\r/1.png", "a\r/2.png", "b\nc/1.png", "b\nc/2.png", "notes\n\u{1b}.txt"];
    world.write("a.zip", zip_of(&names.map(|name| (name.into(), png("circle", 0)))));
    let text = world.succeed("inspect a.zip");
    assert!(text.contains(r"notes\n\u{1b}.txt"), "{text}");
    assert!(text.contains(r"a\r/2.png") && text.contains(r"b\nc/2.png"), "{text}");
    let said = world.run("evaluate --data a.zip --ways 2 --episodes 1").stderr;
    assert!(said.contains(r"not read: 1 without images or strokes (notes\n\u{1b}.txt)"), "{said}");
    assert!(!said.contains("\nc/"), "{said}");
    let report = inspect(&world, "a.zip");
    assert_eq!(report["not_read"][0]["first"][0], "notes\n\u{1b}.txt");
}

#[test]
fn what_is_none_of_these_is_refused_by_name() {
    let world = World::with_images("inspect-faults");
    let mut file = reptile_sketch::weights::pretrained_file().to_vec();
    file[9000] ^= 4;
    world.write("flipped.safetensors", &file);
    world.write("empty.safetensors", "");
    world.write("text.txt", "this is no data");
    world.write("empty", "");
    world.write("broken.json", "{\"a\": [");
    world.write("nothing/notes.txt", "no image");
    world.write("cut/a/1.png", &png("cross", 0)[..200]);
    world.fail("inspect", "PATHS");
    for path in [
        "flipped.safetensors",
        "empty.safetensors",
        "text.txt",
        "empty",
        "broken.json",
        "nothing",
        "missing",
    ] {
        world.fail(&format!("inspect {path}"), path);
        world.fail(&format!("inspect images {path} --json"), path);
    }
    world.fail("inspect cut", "cut/a/1.png");
    world.fail("inspect images --sheet sheet.gif", ".png or .svg");
    world.fail("inspect images --sheet missing/sheet.png", "missing/sheet.png");
    world.fail("inspect images/circle --sheet images/circle/1.png", "1.png");
    world.write("w.safetensors", reptile_sketch::weights::pretrained_file());
    world.fail("inspect w.safetensors --sheet sheet.png", "sheet");
    assert!(!world.has("sheet.png"));
}

#[test]
fn files_of_ink_and_of_matlab_are_called_what_they_are() {
    let world = World::empty("inspect-ink");
    let traces = "<ink><trace>0 0, 9 9</trace></ink>";
    world.write("data/a/1.inkml", traces);
    world.write("one.inkml", traces);
    world.write("digits.tra", ".SEGMENT DIGIT 0 ? \"4\"\n.PEN_DOWN\n1 2\n3 4\n.PEN_UP\n");
    let pixels: Vec<u8> = (0..128).map(|i| if i % 8 == 3 { 255 } else { 0 }).collect();
    let variables =
        [mat_file::bytes("X", &[8, 8, 2], &pixels), mat_file::small_doubles("y", &[2, 1], &[1, 2])];
    world.write("images.mat", mat_file::file(&variables));
    for (path, kind, classes) in
        [("one.inkml", "strokes", 1), ("digits.tra", "strokes", 1), ("images.mat", "matlab", 2)]
    {
        let report = inspect(&world, path);
        assert_eq!(
            (&report["kind"], &report["classes"]),
            (&kind.into(), &classes.into()),
            "{path}"
        );
    }
    assert_eq!(inspect(&world, "data")["drawings"], 1);
    let text = world.succeed("inspect images.mat");
    assert!(text.contains("images in a file of MATLAB"), "{text}");
}

#[test]
fn inspect_says_what_was_read_only_in_part() {
    let world = World::with_strokes("inspect-part");
    world.write(
        "empty.json",
        r#"{"-1": [[], [[[1, 2], [3, 4], [5, 6], [7, 8]]]], "1": [[[[1, 2]]]]}"#,
    );
    let report = inspect(&world, "empty.json");
    assert_eq!(report["empty"], 1);
    // One is not the other with a dash.
    assert!(!report["oddities"].to_string().contains("capitals"), "{report}");
    let one = "[[[[1, 2], [3, 4], [5, 6], [7, 8]]]]";
    world.write(
        "alike.json",
        format!(
            r#"{{"1": {one}, "01": {one}, "1.0": {one}, "c\u200bat": {one}, "ｃａｔ": {one}}}"#
        ),
    );
    let report = inspect(&world, "alike.json");
    for alike in ["01 = 1 = 1.0", "c\u{200b}at = ｃａｔ"] {
        assert!(report["oddities"].to_string().contains(alike), "{report}");
    }
    assert!(world.succeed("inspect empty.json").contains("1 empty ones, which were skipped"));
    world.fail(
        "evaluate --strokes strokes.json --per-class 0",
        "per_class is 0; it must be at least 1",
    );
}
