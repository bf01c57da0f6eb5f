//! The classes of a training run.

use super::arguments::TrainArguments;
use crate::cli::commands::measured_part;
use crate::cli::reading::{counts, made_up};
use crate::data::{ClassList, Pool};
use crate::glyphs::Glyphs;
use crate::{Code, Error, Result};

/// What a run trains on, and what it measures on.
pub struct Pools {
    pub training: Pool,
    /// The classes of the header's accuracy.
    pub held_out: Option<Pool>,
    /// What was read of the list of classes to hold out.
    pub list: Option<ClassList>,
    /// How many classes each line of a list holds out; empty without a list.
    pub held_out_words: String,
    /// The digest of the glyphs that are trained on, if there are any.
    pub glyphs: Option<String>,
}

impl Pools {
    pub fn read(arguments: &TrainArguments) -> Result<Pools> {
        let TrainArguments { data, strokes, exclude, settings, .. } = arguments;
        let kind = settings.image_kind();
        let glyphs = Glyphs::training(settings.seed);
        let glyphs = arguments.glyphs.map(|count| made_up(&glyphs, count, kind)).transpose()?;
        let digest = glyphs.as_ref().map(Pool::strokes_sha256);
        let read = if data.is_empty() && strokes.is_empty() {
            if exclude.is_some() {
                let message = "exclude is for data and strokes: the glyphs of the accuracy are never trained on";
                return Err(Error::new(Code::BadSetting, message));
            }
            Pool::new(Vec::new())
        } else {
            Pool::read_with(&arguments.reading.config(kind), data, strokes)?
        };
        let list = exclude.as_ref().map(|path| arguments.reading.list(path)).transpose()?;
        let (read, held_out, held_out_words) = match &list {
            Some(list) => {
                let words = counts(&list.lines(read.classes())?);
                let (read, held_out) = read.split(list)?;
                (read, Some(measured_part(held_out, data)), words)
            }
            None if glyphs.is_some() => (read, Some(arguments.unseen_glyphs()?), String::new()),
            None => (read, None, String::new()),
        };
        let training = match glyphs {
            Some(glyphs) => read.with(glyphs),
            None => read,
        };
        Ok(Pools { training, held_out, list, held_out_words, glyphs: digest })
    }
}
