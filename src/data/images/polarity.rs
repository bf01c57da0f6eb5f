//! Which of ink and paper is the darker, and what of an image is paper, told by the whole source.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::file::{Decoded, ImageKind};
use super::unread::Unread;
use crate::data::drawing::Picture;
use crate::data::notes::Ink;
use crate::data::read_config::ReadConfig;
use crate::sketch::{Bitmap, Polarity, Sketch, Tones};
use crate::{Code, Error, Result};

/// A vote from here on tells by itself.
const SURE: f32 = 0.5;
/// The part of the votes that decides for those that are not sure.
const MAJORITY: f32 = 0.75;
/// How many images of a source are looked at for frames and for edges of paper.
const LOOKED_AT: usize = 16;

/// How the images of a source are to be decoded.
#[derive(Clone, Copy)]
pub(super) struct DecodeConfig {
    config: ReadConfig,
    /// Whether most have a frame around them.
    has_frames: bool,
    /// Whether in most the paper ends, or lies in part in a shadow.
    has_edges: bool,
}

impl DecodeConfig {
    /// What most images have, as those that are looked at tell: one drawing alone may be of a box.
    pub fn of(images: &[Unread], config: &ReadConfig) -> DecodeConfig {
        let (mut count, mut framed, mut ending) = (0, 0, 0);
        for image in images.iter().step_by(images.len().div_ceil(LOOKED_AT).max(1)) {
            count += 1;
            if let Ok(Decoded::Tones(tones)) = image.decode(config.kind) {
                framed += usize::from(tones.inside_frame().is_some());
                let polarity = config.polarity.or_else(|| likely(&tones));
                ending += usize::from(polarity.is_some_and(|it| tones.paper_ends(it)));
            }
            // Most data sets have neither, which the first ones show.
            if count - framed > LOOKED_AT / 4 && count - ending > LOOKED_AT / 4 {
                break;
            }
        }
        let are_most = |some: usize| some > 1 && some as f32 > MAJORITY * count as f32;
        DecodeConfig { config: *config, has_frames: are_most(framed), has_edges: are_most(ending) }
    }

    /// The same, if the polarity is told.
    pub fn told(self, polarity: Polarity) -> DecodeConfig {
        DecodeConfig { config: ReadConfig { polarity: Some(polarity), ..self.config }, ..self }
    }
}

/// The polarity that an image alone speaks for, if it does.
fn likely(tones: &Tones) -> Option<Polarity> {
    match tones.vote() {
        Some(vote) if vote.abs() < SURE => tones.polarity_by_contrast(),
        vote => vote.map(|_| tones.polarity()),
    }
}

/// What an image tells of its ink.
pub(super) enum Vote {
    /// It is known, and so is the picture; of a photograph, or where the user tells, there is no polarity to vote for.
    Sure(Picture, Option<Polarity>),
    /// What stands out tells; the other images may know better.
    Likely(Picture, Polarity),
    /// It does not tell.
    Unsure,
    /// One of many in an array, and of one tone.
    Empty,
}

impl Vote {
    pub fn picture(&self) -> Option<&Picture> {
        match self {
            Vote::Sure(picture, _) | Vote::Likely(picture, _) => Some(picture),
            Vote::Unsure | Vote::Empty => None,
        }
    }

    pub fn into_picture(self) -> Option<Picture> {
        match self {
            Vote::Sure(picture, _) | Vote::Likely(picture, _) => Some(picture),
            Vote::Unsure | Vote::Empty => None,
        }
    }
}

/// The picture in an image, and its vote. Frames that are left out count.
pub(super) fn vote(image: &Unread, decode: DecodeConfig, framed: &AtomicUsize) -> Result<Vote> {
    let config = &decode.config;
    let mut tones = match image.decode(config.kind)? {
        Decoded::Photo(photo) => return Ok(Vote::Sure(Picture::Photo(photo), None)),
        Decoded::Tones(tones) => tones,
    };
    if let Some(inside) = decode.has_frames.then(|| tones.inside_frame()).flatten() {
        framed.fetch_add(1, Ordering::Relaxed);
        tones = inside;
    }
    let picture = |bitmap: Bitmap| Picture::Sketch(Sketch::Bitmap(bitmap));
    if let Some(polarity) = config.polarity {
        let bitmap = tones.bitmap_on_paper(polarity, decode.has_edges)?;
        return Ok(Vote::Sure(picture(bitmap), None));
    }
    let Some(vote) = tones.vote() else {
        let why =
            "the image has no ink: its tones hardly differ; with --polarity, all of it may be ink";
        return Err(Error::new(Code::EmptyDrawing, why));
    };
    if vote.abs() < SURE {
        let told = tones.bitmap_by_contrast(decode.has_edges);
        return Ok(
            told.map_or(Vote::Unsure, |(bitmap, polarity)| Vote::Likely(picture(bitmap), polarity))
        );
    }
    let polarity = tones.polarity();
    let bitmap = tones.bitmap_on_paper(polarity, decode.has_edges)?;
    Ok(Vote::Sure(picture(bitmap), Some(polarity)))
}

/// What was decided of all images of a source.
pub(super) struct Decision {
    /// What most of them have.
    pub most: Polarity,
    /// Whether that holds for those that are not sure.
    is_clear: bool,
    pub ink: Option<Ink>,
}

impl Decision {
    /// *Errors*: `bad-data` if an image does not tell, and the others do not, either.
    pub fn of(voted: &[(Unread, Vote)], config: &ReadConfig) -> Result<Decision> {
        if let Some(most) = config.polarity {
            let is_drawn = config.kind == ImageKind::Drawing;
            return Ok(Decision { most, is_clear: true, ink: is_drawn.then_some(Ink::Told(most)) });
        }
        let count = |polarity: Polarity, also_likely: bool| {
            let is_for = |(_, voted): &&(Unread, Vote)| match voted {
                Vote::Sure(_, own) => *own == Some(polarity),
                Vote::Likely(_, own) => also_likely && *own == polarity,
                Vote::Unsure | Vote::Empty => false,
            };
            voted.iter().filter(is_for).count()
        };
        let [dark, light] = [Polarity::DarkInk, Polarity::LightInk].map(|it| count(it, true));
        let most = if dark >= light { Polarity::DarkInk } else { Polarity::LightInk };
        let is_clear = dark.max(light) as f32 > MAJORITY * (dark + light) as f32;
        let unsure = voted.iter().find(|(_, voted)| matches!(voted, Vote::Unsure));
        if let Some((image, _)) = unsure.filter(|_| !is_clear) {
            let message = format!(
                "{image}: cannot tell ink from paper; pass --polarity dark-ink or light-ink, or crop images to their paper"
            );
            return Err(Error::new(Code::BadData, message));
        }
        // What the others know better is no vote.
        let dark = count(Polarity::DarkInk, !is_clear || most == Polarity::DarkInk);
        let light = count(Polarity::LightInk, !is_clear || most == Polarity::LightInk);
        let ink = (dark + light > 0).then_some(Ink::Seen { dark, light });
        Ok(Decision { most, is_clear, ink })
    }

    /// The picture, if it is as was decided.
    pub fn picture(&self, voted: Vote) -> Option<Picture> {
        match voted {
            Vote::Likely(_, own) if self.is_clear && own != self.most => None,
            voted => voted.into_picture(),
        }
    }
}
