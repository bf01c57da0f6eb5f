//! A folder with small data sets, and the program in it.

use std::fs;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use sha2::Digest;
use zip::write::SimpleFileOptions;

use crate::common::{self, SYMBOLS};

/// A folder of its own for each test, gone with it.
pub struct World(pub PathBuf);

/// What the program said, and how it ended.
#[derive(Debug)]
pub struct Outcome {
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl World {
    /// An empty folder.
    pub fn empty(test: &str) -> World {
        let name = format!("reptile-sketch-cli-{}-{test}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        World(path)
    }

    /// A folder with `strokes.json`: 20 classes of three drawings each.
    pub fn with_strokes(test: &str) -> World {
        let world = World::empty(test);
        world.write("strokes.json", common::DRAWINGS);
        world
    }

    /// A folder with `images/`: four classes of three PNGs each.
    pub fn with_images(test: &str) -> World {
        let world = World::empty(test);
        for name in &SYMBOLS[..4] {
            for hand in 0..3 {
                world.write(&format!("images/{name}/{hand}.png"), png(name, hand));
            }
        }
        world
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.0.join(path)).unwrap()
    }

    pub fn has(&self, path: &str) -> bool {
        self.0.join(path).exists()
    }

    /// The program, in this folder, with arguments that hold no spaces.
    pub fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_reptile-sketch"));
        command.current_dir(&self.0).args(arguments.split_whitespace());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, arguments: &str) -> Outcome {
        let output = self.command(arguments).output().unwrap();
        Outcome {
            status: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// What the program prints if all is well.
    #[track_caller]
    pub fn succeed(&self, arguments: &str) -> String {
        let outcome = self.run(arguments);
        assert_eq!(outcome.status, Some(0), "{arguments}: {outcome:?}");
        outcome.stdout
    }

    /// The one object that `evaluate --json` prints.
    #[track_caller]
    pub fn evaluate(&self, arguments: &str) -> Value {
        let stdout = self.succeed(&format!("evaluate {arguments} --json"));
        serde_json::from_str(&stdout).unwrap()
    }

    /// Ends with status 2 and one line on stderr that holds `part`.
    #[track_caller]
    pub fn fail(&self, arguments: &str, part: &str) {
        let outcome = self.run(arguments);
        assert_eq!(outcome.status, Some(2), "{arguments}: {outcome:?}");
        assert_eq!(outcome.stdout, "", "{arguments}");
        assert_eq!(outcome.stderr.lines().count(), 1, "{arguments}: {outcome:?}");
        assert!(outcome.stderr.contains(part), "{arguments}: no {part:?} in {outcome:?}");
    }
}

impl Drop for World {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// A PNG of a symbol, as large as Omniglot's.
pub fn png(name: &str, hand: usize) -> Vec<u8> {
    let side = 105;
    let luma = common::photograph(&common::points(name, hand), side, 3.0);
    let mut bytes = Cursor::new(Vec::new());
    let (format, color) = (image::ImageFormat::Png, image::ColorType::L8);
    let (width, height) = (side as u32, side as u32);
    image::write_buffer_with_format(&mut bytes, &luma, width, height, color, format).unwrap();
    bytes.into_inner()
}

pub fn zip_of(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in entries {
        writer.start_file(path, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub fn sha256(bytes: &[u8]) -> String {
    let digest = sha2::Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
