//! Decoding the images of a source.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::file;
use super::pages;
use super::polarity::{Decision, DecodeConfig, Vote, vote};
use super::unread::{Encoded, Unread};
use crate::data::drawing::Picture;
use crate::data::limits::Limits;
use crate::data::names::SourceDrawings;
use crate::data::notes::Ink;
use crate::data::read_config::ReadConfig;
use crate::sketch::Sketch;
use crate::{Code, Error, Result};

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
    let decode = DecodeConfig::of(&images, config);
    let counts: [AtomicUsize; 3] = Default::default();
    let [reduced, paged, framed] = &counts;
    // Collected before it is searched for errors: which one is first must not depend on threads.
    let decoded: Vec<Result<(Unread, Vote)>> = (images.into_par_iter())
        .map(|mut image| {
            let voted = match vote(&image, decode, framed) {
                Err(error) if image.may_be_empty(&error) => Vote::Empty,
                outcome => outcome.map_err(|e| e.within(&image.to_string()))?,
            };
            if let Encoded::File(bytes) = &image.content {
                reduced.fetch_add(file::is_large(bytes).into(), Ordering::Relaxed);
                paged.fetch_add(pages::has_several(bytes).into(), Ordering::Relaxed);
            }
            if let Some(picture) = voted.picture() {
                spend(picture)?;
            }
            if let Vote::Sure(..) = voted {
                image.content = Encoded::File(Vec::new());
            }
            Ok((image, voted))
        })
        .collect();
    let voted = decoded.into_iter().collect::<Result<Vec<(Unread, Vote)>>>()?;
    let decision = Decision::of(&voted, config)?;
    let told = decode.told(decision.most);
    let counted = AtomicUsize::new(0);
    let finish = |(image, voted): (Unread, Vote)| {
        // Whatever the others are: with their polarity, all of it might be ink.
        if let Vote::Empty = voted {
            return Ok(None);
        }
        if let Some(picture) = decision.picture(voted) {
            return Ok(Some(image.drawing(picture)));
        }
        let picture = match vote(&image, told, &counted) {
            Err(error) if image.may_be_empty(&error) => return Ok(None),
            outcome => outcome.map_err(|e| e.within(&image.to_string()))?.into_picture(),
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
    Ok(DecodedImages { drawings, empty, reduced, paged, framed, ink: decision.ink })
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
    use crate::data::drawing::Place;
    use crate::data::limits::LIMITS;
    use crate::sketch::Polarity;

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
