//! What kind of file a path leads to, from its first bytes.

use std::path::Path;

use crate::Result;
use crate::data::{FileKind, file_kind, holds_runs};

/// What is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A folder of drawings.
    Folder,
    /// Drawings in one file.
    Archive,
    /// A folder or archive of Lake's one-shot runs.
    Runs,
    /// A stroke file.
    Strokes,
    /// A file of Quick, Draw! drawings.
    QuickDraw,
    /// Comma-separated values.
    Table,
    /// Arrays of NumPy.
    Arrays,
    /// Images and labels in the form of MNIST.
    Idx,
    /// Images and labels in variables of MATLAB.
    Matlab,
    /// A safetensors file: weights, or a checkpoint.
    Weights,
}

impl Kind {
    /// *Errors*: `bad-data` for a path that cannot be read.
    pub fn of(path: &Path) -> Result<Kind> {
        if path.is_dir() {
            return Ok(if holds_runs(path)? { Kind::Runs } else { Kind::Folder });
        }
        Ok(match file_kind(path)? {
            FileKind::Weights | FileKind::Checkpoint => Kind::Weights,
            FileKind::StrokeFile | FileKind::OmniglotStrokes | FileKind::Svg => Kind::Strokes,
            FileKind::InkMl
            | FileKind::Unipen
            | FileKind::Records
            | FileKind::Board
            | FileKind::Uji => Kind::Strokes,
            FileKind::QuickDraw | FileKind::QuickDrawBinary => Kind::QuickDraw,
            FileKind::Table => Kind::Table,
            FileKind::Npy => Kind::Arrays,
            FileKind::Idx => Kind::Idx,
            FileKind::Matlab => Kind::Matlab,
            FileKind::Zip | FileKind::Tar if holds_runs(path)? => Kind::Runs,
            // Whoever reads it says what it is, if it is no archive.
            _ if path.extension().is_some_and(|extension| extension == "safetensors") => {
                Kind::Weights
            }
            _ => Kind::Archive,
        })
    }

    /// In words, for a person and in JSON.
    pub fn words(self) -> &'static str {
        match self {
            Kind::Folder => "a folder of drawings",
            Kind::Archive => "an archive of drawings",
            Kind::Runs => "fixed one-shot runs",
            Kind::Strokes => "a stroke file",
            Kind::QuickDraw => "a file of Quick, Draw! drawings",
            Kind::Table => "a table of drawings",
            Kind::Arrays => "arrays of NumPy",
            Kind::Idx => "images with labels, in IDX",
            Kind::Matlab => "images in a file of MATLAB",
            Kind::Weights => "weights",
        }
    }

    /// In a word, for a program.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Folder => "folder",
            Kind::Archive => "archive",
            Kind::Runs => "runs",
            Kind::Strokes => "strokes",
            Kind::QuickDraw => "quick-draw",
            Kind::Table => "table",
            Kind::Arrays => "arrays",
            Kind::Idx => "idx",
            Kind::Matlab => "matlab",
            Kind::Weights => "weights",
        }
    }
}
