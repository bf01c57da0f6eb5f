//! How sources are read.

use super::image_file::ImageKind;
use crate::sketch::Polarity;

/// How sources are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadConfig {
    /// What images are taken for.
    pub kind: ImageKind,
    /// Which of ink and paper is the darker; if not given, the images tell.
    pub polarity: Option<Polarity>,
}

impl Default for ReadConfig {
    fn default() -> Self {
        ReadConfig { kind: ImageKind::Drawing, polarity: None }
    }
}
