//! What was found in a source, and what was decided about it.

use std::fmt;

use crate::data::sources::ignored::Ignored;
use crate::error::one_line;
use crate::sketch::Polarity;

/// What was found in a source of images, and what was decided about it.
///
/// Its `Display` is for a person, a line for each thing to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notes {
    /// The folder or file.
    pub source: String,
    /// The images in it.
    pub images: usize,
    /// How many of them are so large that they were read reduced.
    pub reduced: usize,
    /// How many of them have several pages or frames, of which the first was read.
    pub paged: usize,
    /// The drawings of strokes in it.
    pub strokes: usize,
    /// Drawings without ink in files of many, which were skipped.
    pub empty: usize,
    /// What was taken for ink; none for photographs, and where each image is of one tone.
    pub ink: Option<Ink>,
    /// How files were read of which that is not plain: sentences.
    pub remarks: Vec<String>,
    /// What was not read.
    pub ignored: Ignored,
}

/// Which of ink and paper is the darker in the images of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// The user has told it.
    Told(Polarity),
    /// The images tell. Those that do not tell by themselves are taken for what most are.
    Seen {
        /// The images that tell by themselves that their ink is dark.
        dark: usize,
        /// The images that tell by themselves that it is light.
        light: usize,
    },
}

impl Ink {
    /// The one polarity that all images have, if there is one.
    pub fn polarity(self) -> Option<Polarity> {
        match self {
            Ink::Told(polarity) => Some(polarity),
            Ink::Seen { light: 0, .. } => Some(Polarity::DarkInk),
            Ink::Seen { dark: 0, .. } => Some(Polarity::LightInk),
            Ink::Seen { .. } => None,
        }
    }
}

impl fmt::Display for Ink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (*self, self.polarity()) {
            (Ink::Told(polarity), _) => write!(f, "{}, as told", text(polarity)),
            (_, Some(polarity)) => f.write_str(text(polarity)),
            (Ink::Seen { dark, light }, None) => write!(
                f,
                "warning: {dark} images of dark ink and {light} of light ink; --polarity would take all for one"
            ),
        }
    }
}

fn text(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::DarkInk => "dark ink on light paper",
        Polarity::LightInk => "light ink on dark paper",
    }
}

impl fmt::Display for Notes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Notes { source, images, reduced, paged, strokes, empty, ink, remarks, ignored } = self;
        let counts = [
            (images, "images"),
            (reduced, "of them read reduced"),
            (paged, "of them with several pages or frames, of which the first was read"),
            (strokes, "drawings of strokes"),
            (empty, "empty ones"),
        ];
        let counts = counts.into_iter().filter(|(count, _)| **count > 0);
        let counts = counts.map(|(count, what)| format!("{count} {what}"));
        let found = counts.chain(ink.map(|ink| ink.to_string())).collect::<Vec<_>>();
        let source = one_line(source.clone());
        write!(f, "{source}: {}", found.join(", "))?;
        remarks.iter().try_for_each(|remark| write!(f, "\n{}", one_line(remark.clone())))?;
        if !ignored.is_empty() {
            write!(f, "\n{source}: not read: {ignored}")?;
        }
        Ok(())
    }
}
