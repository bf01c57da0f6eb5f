//! Decoding the images of a source, and telling their ink from their paper.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::drawing::{Drawing, Picture};
use super::image_file::{self, Decoded, ImageKind};
use super::limits::Limits;
use super::names::SourceDrawings;
use super::notes::Ink;
use super::reading::ReadConfig;
use super::source::SourceFile;
use crate::sketch::{Polarity, Sketch};
use crate::{Code, Error, Result};

/// A vote from here on tells by itself.
const SURE: f32 = 0.5;
/// The part of the sure votes that decides for those that are not.
const MAJORITY: f32 = 0.75;

/// An image with its vote for dark ink, and its bytes if that vote is not sure.
struct Voted {
    picture: Option<Picture>,
    vote: Option<f32>,
    file: SourceFile,
}

/// Decodes the images of one source, on all cores, with their paths and in their order, and says what was taken for
/// ink.
///
/// *Errors*: of the first image at fault, named; `bad-data` if ink cannot be told from paper.
pub(super) fn decode_all(
    files: Vec<SourceFile>,
    config: &ReadConfig,
    source: &Path,
    limits: &Limits,
) -> Result<(SourceDrawings, Option<Ink>)> {
    let name: Arc<str> = source.display().to_string().into();
    let budget = AtomicUsize::new(0);
    let spend = |picture: &Picture| {
        let own = pixels(picture);
        if budget.fetch_add(own, Ordering::Relaxed) + own > limits.inked_pixels {
            let message = format!("{name}: more than {} pixels", limits.inked_pixels);
            return Err(Error::new(Code::BadData, message));
        }
        Ok(())
    };
    let place = |file: &SourceFile| format!("{name}/{}", file.path);
    // Collected before it is searched for errors: which one is first must not depend on threads.
    let decoded: Vec<Result<Voted>> = (files.into_par_iter())
        .map(|file| {
            let voted = vote(&file, config).map_err(|e| e.within(&place(&file)))?;
            voted.0.as_ref().map_or(Ok(()), spend)?;
            let bytes = if voted.0.is_some() { Vec::new() } else { file.bytes };
            let file = SourceFile { path: file.path, bytes };
            Ok(Voted { picture: voted.0, vote: voted.1, file })
        })
        .collect();
    let voted = decoded.into_iter().collect::<Result<Vec<Voted>>>()?;
    let (majority, ink) = decide(&voted, config, &name)?;
    let finish = |Voted { picture, file, .. }: Voted| {
        let picture = match picture {
            Some(picture) => picture,
            None => {
                let config = ReadConfig { polarity: Some(majority), ..*config };
                let picture = vote(&file, &config).map_err(|e| e.within(&place(&file)))?.0;
                let picture = picture.expect("the polarity is known");
                spend(&picture)?;
                picture
            }
        };
        Ok((file.path.clone(), Drawing::from_file(name.clone(), file.path, picture)))
    };
    let finished: Vec<Result<(String, Drawing)>> = voted.into_par_iter().map(finish).collect();
    Ok((finished.into_iter().collect::<Result<_>>()?, ink))
}

/// The picture in an image file, if the file or the user tells its ink, and how it votes.
fn vote(file: &SourceFile, config: &ReadConfig) -> Result<(Option<Picture>, Option<f32>)> {
    let tones = match image_file::decode(&file.bytes, config.kind)? {
        Decoded::Photo(photo) => return Ok((Some(Picture::Photo(photo)), None)),
        Decoded::Tones(tones) => tones,
    };
    let vote = tones.vote();
    let polarity = match config.polarity {
        None if vote.is_none_or(|vote| vote.abs() < SURE) => return Ok((None, vote)),
        None => tones.polarity(),
        Some(polarity) => polarity,
    };
    Ok((Some(Picture::Sketch(Sketch::Bitmap(tones.bitmap(polarity)?))), vote))
}

/// What the images that do not tell by themselves have, and what was decided of all.
fn decide(voted: &[Voted], config: &ReadConfig, name: &str) -> Result<(Polarity, Option<Ink>)> {
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
    // An image of one tone will be found empty, or full.
    let is_unsure = |v: &&Voted| v.picture.is_none() && v.vote.is_some();
    if let Some(unsure) = voted.iter().find(is_unsure).filter(|_| !is_clear) {
        let message = format!(
            "{name}/{}: cannot tell ink from paper; pass --polarity dark-ink or light-ink",
            unsure.file.path
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
    use super::super::limits::LIMITS;
    use super::*;

    #[test]
    fn the_ink_of_all_images_together_has_a_limit() {
        let mut png = std::io::Cursor::new(Vec::new());
        let (format, color) = (image::ImageFormat::Png, image::ColorType::L8);
        image::write_buffer_with_format(&mut png, &[0; 50], 10, 5, color, format).unwrap();
        let config = ReadConfig { polarity: Some(Polarity::DarkInk), ..ReadConfig::default() };
        let limits = Limits { inked_pixels: 100, ..LIMITS };
        let decode = |count: usize| {
            let file = |i| SourceFile { path: format!("a/{i}.png"), bytes: png.get_ref().clone() };
            let files = (0..count).map(file).collect();
            decode_all(files, &config, Path::new("some.zip"), &limits)
        };
        assert_eq!(decode(2).unwrap().0.len(), 2);
        let error = decode(3).unwrap_err();
        assert_eq!(error.code(), Code::BadData);
        assert!(error.message().contains("some.zip: more than 100 pixels"), "{error}");
    }
}
