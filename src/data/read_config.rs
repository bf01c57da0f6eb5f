//! How sources are read.

use crate::data::images::file::ImageKind;
use crate::sketch::Polarity;

/// How sources are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadConfig {
    /// What images are taken for.
    pub kind: ImageKind,
    /// Which of ink and paper is the darker; if not given, the images tell.
    pub polarity: Option<Polarity>,
    /// Of Quick, Draw! files, only the drawings that the game has recognised.
    pub recognized: bool,
    /// The most drawings of a class to take from one file of many drawings, the first ones; all if not given.
    pub per_class: Option<usize>,
}

impl Default for ReadConfig {
    fn default() -> Self {
        ReadConfig { kind: ImageKind::Drawing, polarity: None, recognized: false, per_class: None }
    }
}
