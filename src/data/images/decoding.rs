//! Decoding the images of a source, and telling their ink from their paper.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::file::{self, Decoded, ImageKind};
use super::pages;
use crate::data::drawing::{Drawing, Picture, Place};
use crate::data::formats::bitmaps::Bitmaps;
use crate::data::limits::Limits;
use crate::data::names::SourceDrawings;
use crate::data::notes::Ink;
use crate::data::read_config::ReadConfig;
use crate::sketch::{Polarity, Sketch};
use crate::{Code, Error, Result};

/// A vote from here on tells by itself.
const SURE: f32 = 0.5;
/// The part of the sure votes that decides for those that are not.
const MAJORITY: f32 = 0.75;

/// How many images of a source are looked at for a frame.
const LOOKED_AT: usize = 16;

/// An image that is still to be decoded, and where it lies.
pub(in crate::data) struct Unread {
    pub class: String,
    pub source: Arc<str>,
    pub place: Place,
    pub content: Encoded,
}

/// An image as its source has it.
pub(in crate::data) enum Encoded {
    /// The bytes of a file of its own.
    File(Vec<u8>),
    /// One of many in an array. If it is empty, it is skipped, as empty strokes are.
    Row(Arc<Bitmaps>, usize),
}

impl Unread {
    /// It once it is decoded.
    fn drawing(self, picture: Picture) -> (String, Drawing) {
        (self.class, Drawing::new(self.source, self.place, picture))
    }

    /// Whether the error is that of an image without ink among many.
    fn may_be_empty(&self, error: &Error) -> bool {
        matches!(self.content, Encoded::Row(..)) && error.code() == Code::EmptyDrawing
    }

    fn decode(&self, kind: ImageKind) -> Result<Decoded> {
        match &self.content {
            Encoded::File(bytes) => file::decode(bytes, kind),
            Encoded::Row(bitmaps, number) => file::take(bitmaps.image(*number), kind),
        }
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Drawing::name(&self.source, &self.place, f)
    }
}

/// An image with its vote for dark ink. If that is sure, it has a picture.
struct Voted {
    picture: Option<Picture>,
    vote: Option<f32>,
    image: Unread,
}

/// The images of a source, decoded.
pub(in crate::data) struct DecodedImages {
    pub drawings: SourceDrawings,
    /// Images without ink in arrays.
    pub empty: usize,
    /// Images that were read smaller than they are.
    pub reduced: usize,
    /// Images of several pages or frames, of which the first was read.
    pub paged: usize,
    /// Images with a frame around them, which was left out.
    pub framed: usize,
    /// What was taken for ink.
    pub ink: Option<Ink>,
}

/// How the images of a source are decoded.
#[derive(Clone, Copy)]
struct Way {
    config: ReadConfig,
    /// Whether they have frames around them.
    has_frames: bool,
}

/// Decodes the images of one source, on all cores, in their order; `name` is that of the source.
///
/// *Errors*: of the first image at fault, named; `bad-data` if ink cannot be told from paper.
pub(in crate::data) fn decode_all(
    images: Vec<Unread>,
    config: &ReadConfig,
    name: &str,
    limits: &Limits,
) -> Result<DecodedImages> {
    let budget = AtomicUsize::new(0);
    let spend = |picture: &Picture| {
        let own = pixels(picture);
        if budget.fetch_add(own, Ordering::Relaxed) + own > limits.inked_pixels {
            let message = format!("{name}: more than {} pixels", limits.inked_pixels);
            return Err(Error::new(Code::BadData, message));
        }
        Ok(())
    };
    let way = Way { config: *config, has_frames: have_frames(&images, config) };
    let counts: [AtomicUsize; 3] = Default::default();
    let [reduced, paged, framed] = &counts;
    // Collected before it is searched for errors: which one is first must not depend on threads.
    let decoded: Vec<Result<Voted>> = (images.into_par_iter())
        .map(|mut image| {
            let (picture, vote) = match vote(&image, way, framed) {
                Err(error) if image.may_be_empty(&error) => (None, None),
                outcome => outcome.map_err(|e| e.within(&image.to_string()))?,
            };
            if let Encoded::File(bytes) = &image.content {
                reduced.fetch_add(file::is_large(bytes).into(), Ordering::Relaxed);
                paged.fetch_add(pages::has_several(bytes).into(), Ordering::Relaxed);
            }
            if let Some(picture) = &picture {
                spend(picture)?;
                image.content = Encoded::File(Vec::new());
            }
            Ok(Voted { picture, vote, image })
        })
        .collect();
    let voted = decoded.into_iter().collect::<Result<Vec<Voted>>>()?;
    let (majority, ink) = decide(&voted, config)?;
    let sure = Way { config: ReadConfig { polarity: Some(majority), ..*config }, ..way };
    let counted = AtomicUsize::new(0);
    let finish = |Voted { picture, image, .. }: Voted| {
        if let Some(picture) = picture {
            return Ok(Some(image.drawing(picture)));
        }
        let picture = match vote(&image, sure, &counted) {
            Err(error) if image.may_be_empty(&error) => return Ok(None),
            outcome => outcome.map_err(|e| e.within(&image.to_string()))?.0,
        };
        let picture = picture.expect("the polarity is known");
        spend(&picture)?;
        Ok(Some(image.drawing(picture)))
    };
    let finished: Vec<Result<Option<_>>> = voted.into_par_iter().map(finish).collect();
    let finished: Vec<Option<_>> = finished.into_iter().collect::<Result<_>>()?;
    let empty = finished.iter().filter(|drawing| drawing.is_none()).count();
    let drawings = finished.into_iter().flatten().collect();
    let [reduced, paged, framed] = counts.map(AtomicUsize::into_inner);
    Ok(DecodedImages { drawings, empty, reduced, paged, framed, ink })
}

/// Whether most images have a frame around them, as those that are looked at tell.
fn have_frames(images: &[Unread], config: &ReadConfig) -> bool {
    let looked_at = images.iter().step_by((images.len() / LOOKED_AT).max(1));
    let (mut framed, mut others) = (0, 0);
    for image in looked_at {
        match image.decode(config.kind) {
            Ok(Decoded::Tones(tones)) if tones.inside_frame().is_some() => framed += 1,
            _ => others += 1,
        }
        // Most data sets have none, which the first ones show.
        if others > LOOKED_AT / 4 {
            return false;
        }
    }
    // One drawing alone may be of a box.
    framed > 1 && framed as f32 > MAJORITY * (framed + others) as f32
}

/// The picture in an image, if the image or the user tells its ink, and how it votes. Frames that are left out count.
fn vote(image: &Unread, way: Way, framed: &AtomicUsize) -> Result<(Option<Picture>, Option<f32>)> {
    let config = &way.config;
    let mut tones = match image.decode(config.kind)? {
        Decoded::Photo(photo) => return Ok((Some(Picture::Photo(photo)), None)),
        Decoded::Tones(tones) => tones,
    };
    if let Some(inside) = way.has_frames.then(|| tones.inside_frame()).flatten() {
        framed.fetch_add(1, Ordering::Relaxed);
        tones = inside;
    }
    let vote = tones.vote();
    if config.polarity.is_none() && vote.is_none() {
        let why =
            "the image has no ink: its tones hardly differ; with --polarity, all of it may be ink";
        return Err(Error::new(Code::EmptyDrawing, why));
    }
    let polarity = match config.polarity {
        None if vote.is_some_and(|vote| vote.abs() < SURE) => {
            let Some((bitmap, polarity)) = tones.bitmap_by_contrast() else {
                return Ok((None, vote));
            };
            let vote = if polarity == Polarity::DarkInk { SURE } else { -SURE };
            return Ok((Some(Picture::Sketch(Sketch::Bitmap(bitmap))), Some(vote)));
        }
        None => tones.polarity(),
        Some(polarity) => polarity,
    };
    Ok((Some(Picture::Sketch(Sketch::Bitmap(tones.bitmap(polarity)?))), vote))
}

/// What the images that do not tell by themselves have, and what was decided of all.
fn decide(voted: &[Voted], config: &ReadConfig) -> Result<(Polarity, Option<Ink>)> {
    if let Some(polarity) = config.polarity {
        let is_drawn = config.kind == ImageKind::Drawing;
        return Ok((polarity, is_drawn.then_some(Ink::Told(polarity))));
    }
    let count = |holds: &dyn Fn(f32) -> bool| {
        voted.iter().filter(|v| v.picture.is_some() && v.vote.is_some_and(holds)).count()
    };
    let (dark, light) = (count(&|vote| vote > 0.0), count(&|vote| vote < 0.0));
    let majority = if dark >= light { Polarity::DarkInk } else { Polarity::LightInk };
    let is_clear = dark.max(light) as f32 > MAJORITY * (dark + light) as f32;
    // An array may hold images of one tone, which are empty.
    let is_unsure = |v: &&Voted| v.picture.is_none() && v.vote.is_some();
    if let Some(unsure) = voted.iter().find(is_unsure).filter(|_| !is_clear) {
        let message = format!(
            "{}: cannot tell ink from paper; pass --polarity dark-ink or light-ink, or crop images to their paper",
            unsure.image
        );
        return Err(Error::new(Code::BadData, message));
    }
    Ok((majority, (dark + light > 0).then_some(Ink::Seen { dark, light })))
}

/// The memory that a picture takes, in units of a pixel with ink: 8 bytes.
fn pixels(picture: &Picture) -> usize {
    match picture {
        Picture::Sketch(Sketch::Bitmap(bitmap)) => bitmap.inked().len(),
        Picture::Sketch(Sketch::Strokes(_)) => 0,
        Picture::Photo(photo) => photo.values_len() / 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::limits::LIMITS;

    #[test]
    fn the_ink_of_all_images_together_has_a_limit() {
        let mut png = std::io::Cursor::new(Vec::new());
        let (format, color) = (image::ImageFormat::Png, image::ColorType::L8);
        image::write_buffer_with_format(&mut png, &[0; 50], 10, 5, color, format).unwrap();
        let config = ReadConfig { polarity: Some(Polarity::DarkInk), ..ReadConfig::default() };
        let limits = Limits { inked_pixels: 100, ..LIMITS };
        let decode = |count: usize| {
            let image = |i| Unread {
                class: "a".into(),
                source: "some.zip".into(),
                place: Place::File(format!("a/{i}.png")),
                content: Encoded::File(png.get_ref().clone()),
            };
            decode_all((0..count).map(image).collect(), &config, "some.zip", &limits)
        };
        assert_eq!(decode(2).unwrap().drawings.len(), 2);
        let error = decode(3).err().unwrap();
        assert_eq!(error.code(), Code::BadData);
        assert!(error.message().contains("some.zip: more than 100 pixels"), "{error}");
    }
}
