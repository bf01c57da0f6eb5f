//! Images of several classes in one folder, where the names of the files tell those: `cat_01.png`, `dog (2).png`.

use std::collections::BTreeSet;

use super::file_names::{split_folder, unpacked_name};
use super::parts::{is_hand, is_part};
use crate::data::drawing::Place;

/// How a name is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form<'a> {
    /// `cat (1)`
    Brackets,
    /// `cat1`
    Joined,
    /// `cat_01`, or `cat_drawer7` with a word before the number.
    Parted(char, &'a str),
}

/// Names the classes of drawings that all lie in one folder, or in one for each part of a data set or each person who has
/// drawn, if the rule is plain: all names are written in one way, there are several classes, and they have two images each,
/// one with another. What was decided is said.
pub(in crate::data) fn name_classes(drawings: &mut [(&mut String, &Place)]) -> Option<String> {
    let folders: BTreeSet<&str> = drawings.iter().map(|(class, _)| class.as_str()).collect();
    let are_all = |is_one: fn(&str) -> bool| {
        folders.iter().all(|folder| folder.rsplit('/').next().is_some_and(is_one))
    };
    if folders.len() != 1 && !are_all(is_part) && !are_all(is_hand) {
        return None;
    }
    let file = |(_, place): &(&mut String, &Place)| match place {
        Place::File(path) => Some(split_folder(path).1.to_string()),
        Place::Index(_) => None,
    };
    let files: Vec<String> = drawings.iter().map(file).collect::<Option<_>>()?;
    let stem = |file| Some(unpacked_name(file).rsplit_once('.')?.0);
    let stems: Vec<&str> = files.iter().filter_map(|file: &String| stem(file)).collect();
    let (stems, are_copied) = originals(&stems);
    // Where each person has a folder, a file may be called by its class alone.
    let whole = (are_all(is_hand) || are_copied).then_some(&stems);
    let classes = divide_all(&stems).or_else(|| whole.cloned())?;
    let several: BTreeSet<&&str> = classes.iter().collect();
    if several.iter().any(|class| is_camera(class)) {
        return None;
    }
    if several.len() < 2 || drawings.len() < 2 * several.len() || classes.len() < drawings.len() {
        return None;
    }
    let remark = format!(
        "the classes are told by the names of the files, such as {} by {}: {} of them",
        classes[0],
        files[0],
        several.len()
    );
    drawings.iter_mut().zip(classes).for_each(|((own, _), class)| **own = class.into());
    Some(remark)
}

/// What is before a number in brackets.
fn numbered(name: &str) -> Option<&str> {
    let (before, number) = name.strip_suffix(')')?.rsplit_once('(')?;
    let is_number = !number.is_empty() && number.chars().all(|letter| letter.is_ascii_digit());
    is_number.then_some(before.trim_end())
}

/// What cameras, scanners and programs call pictures of anything.
const CAMERAS: [&str; 16] = [
    "img",
    "image",
    "dsc",
    "dscn",
    "dscf",
    "pxl",
    "mvimg",
    "scan",
    "scanned",
    "screenshot",
    "photo",
    "picture",
    "untitled",
    "unnamed",
    "download",
    "wa",
];

/// Whether a name is that of what took a picture, and none of what it shows.
fn is_camera(class: &str) -> bool {
    let class = class.to_lowercase();
    let first = class.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
    CAMERAS.contains(&first)
}

/// What systems put behind the name of a file that is copied, in some languages.
const COPIES: [&str; 8] =
    [" - copy", " copy", " - kopie", " kopie", " - copie", " - copia", "-copy", "_copy"];

/// The name of the file that each is a copy of, as `cat` of `cat (2)` and `cat - Copy`, if that is there, or else its own;
/// and whether all are words that were copied, each a class.
fn originals<'a>(names: &[&'a str]) -> (Vec<&'a str>, bool) {
    let all: BTreeSet<&str> = names.iter().copied().collect();
    let original = |name: &'a str| {
        let in_brackets = numbered(name);
        let behind = name.trim_end_matches(|letter: char| letter.is_ascii_digit()).trim_end();
        let plain = [Some(name), in_brackets, Some(behind)];
        let copied = plain.into_iter().flatten().find_map(|name| {
            COPIES.iter().find_map(|end| {
                let (before, own) = name.split_at_checked(name.len().checked_sub(end.len())?)?;
                own.eq_ignore_ascii_case(end).then_some(before)
            })
        });
        copied.or(in_brackets).filter(|before| all.contains(before)).unwrap_or(name)
    };
    let originals: Vec<&str> = names.iter().map(|name| original(name)).collect();
    let copied: BTreeSet<&str> = names
        .iter()
        .zip(&originals)
        .filter(|(name, own)| name != own)
        .map(|(_, own)| *own)
        .collect();
    let is_word = |name: &&str| name.ends_with(char::is_alphabetic);
    let are_copied = originals.iter().all(|own| copied.contains(own) && is_word(own));
    (originals, are_copied)
}

/// The class in each name, if all are written in one way.
fn divide_all<'a>(names: &[&'a str]) -> Option<Vec<&'a str>> {
    let all: Vec<_> = names.iter().map(|name| divide(name)).collect::<Option<_>>()?;
    let form = all.first()?.1;
    all.iter().all(|(_, own)| *own == form).then(|| all.iter().map(|(class, _)| *class).collect())
}

/// The class in the name of a file without its ending, and the form of the name.
fn divide(name: &str) -> Option<(&str, Form<'_>)> {
    let is_digit = |letter: char| letter.is_ascii_digit();
    let (class, form) = if name.ends_with(')') {
        (numbered(name)?, Form::Brackets)
    } else if let Some((at, mark)) = name.rmatch_indices(['_', '-', ' ', '.']).next() {
        let tail = &name[at + mark.len()..];
        let word = tail.trim_end_matches(is_digit);
        (word.len() < tail.len() && word.chars().all(char::is_alphabetic)).then_some(())?;
        (&name[..at], Form::Parted(mark.chars().next()?, word))
    } else {
        let class = name.trim_end_matches(is_digit);
        (class.len() < name.len() && class.chars().all(char::is_alphabetic)).then_some(())?;
        (class, Form::Joined)
    };
    // A date and a time, or two numbers, tell no class.
    let last = class.rsplit(['_', '-', ' ', '.']).next()?;
    last.chars().any(char::is_alphabetic).then_some((class, form))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(paths: &[&str]) -> Option<Vec<String>> {
        let mut classes: Vec<String> =
            paths.iter().map(|path| split_folder(path).0.into()).collect();
        let places: Vec<Place> = paths.iter().map(|path| Place::File(path.to_string())).collect();
        let mut drawings: Vec<_> = classes.iter_mut().zip(&places).collect();
        let remark = name_classes(&mut drawings)?;
        assert!(remark.contains(&classes[0]), "{remark}");
        Some(classes)
    }

    #[test]
    fn a_number_behind_a_word_tells_the_class() {
        for paths in [
            ["cat_01.png", "cat_02.png", "dog_01.png", "dog_02.png"],
            ["all/cat-1.jpg", "all/cat-12.jpg", "all/dog-3.jpg", "all/dog-4.jpg"],
            ["cat (1).png", "cat (2).png", "dog (1).png", "dog (2).png"],
            ["cat.png", "cat (1).png", "dog.png", "dog (1).png"],
            ["cat.png", "cat - Copy.png", "dog.png", "dog - Copy (2).png"],
            ["cat.png", "cat copy 2.png", "dog.png", "dog copy.png"],
            ["cat_01.png", "cat_01 - Kopie.png", "dog_01.png", "dog_02.png"],
            ["cat.0.jpg", "cat.1.jpg", "dog.0.jpg", "dog.1.jpg"],
            ["cat1.png", "cat2.png", "dog1.png", "dog20.png"],
            ["cat_drawer1.png", "cat_drawer2.png", "dog_drawer1.png", "dog_drawer2.png"],
            ["hand1/cat.png", "hand2/cat.png", "hand1/dog.png", "hand2/dog.png"],
            ["train/cat_1.png", "train/cat_2.png", "test/dog_1.png", "test/dog_2.png"],
        ] {
            assert_eq!(classes(&paths).unwrap(), ["cat", "cat", "dog", "dog"], "{paths:?}");
        }
        let named =
            ["char3_hand1.png", "char3_hand2.png", "ice-cream_hand1.png", "ice-cream_hand2.png"];
        assert_eq!(classes(&named).unwrap()[1..3], ["char3", "ice-cream"]);
    }

    #[test]
    fn names_that_may_mean_anything_tell_nothing() {
        for paths in [
            &["img_1.png", "img_2.png", "img_3.png"][..],
            &["IMG_1.png", "IMG_2.png", "scan_1.png", "scan_2.png"],
            &["DSC01.png", "DSC02.png", "cat1.png", "cat2.png"],
            &["0001.png", "0001 (1).png", "0002.png", "0002 (1).png"],
            &["cat.png", "cat (1).png", "dog.png", "fish.png"],
            &["0394_01.png", "0394_02.png", "0395_01.png", "0395_02.png"],
            &[
                "IMG_20231101_12.png",
                "IMG_20231101_13.png",
                "IMG_20231102_12.png",
                "IMG_20231102_13.png",
            ],
            &["a_1.png", "b_1.png", "c_1.png"],
            &["cat_1.png", "cat_2.png", "dog-1.png", "dog-2.png"],
            &["cat_left1.png", "cat_right1.png", "dog_left1.png", "dog_right1.png"],
            &["a/cat.png", "b/cat.png", "a/dog.png", "b/dog.png"],
            &["a/cat_1.png", "a/cat_2.png", "b/dog_1.png", "b/dog_2.png"],
            &["cat_1.png", "cat_2.png", "dog_1.png", "dog_2.png", "readme.png"],
        ] {
            assert_eq!(classes(paths), None, "{paths:?}");
        }
    }
}
