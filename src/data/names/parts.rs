//! Folders that are parts of a data set, and tell nothing of its classes.

use std::collections::{BTreeMap, BTreeSet};

/// The parts of a data set, and what those call them who divide it for training and testing.
const PARTS: [(&str, &[&str]); 3] = [
    ("train", &["train", "training"]),
    ("test", &["test", "testing", "t10k"]),
    ("valid", &["val", "valid", "validation", "dev", "eval"]),
];

/// The part of a data set that a folder, or a word of a name, is called by.
pub(in crate::data) fn part(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    PARTS.into_iter().find(|(_, names)| names.contains(&word.as_str())).map(|(part, _)| part)
}

/// The part of a data set that the name of a file or an array tells.
pub(in crate::data) fn part_of(name: &str) -> Option<&'static str> {
    words(name).iter().find_map(|word| part(word))
}

/// Whether a folder, or a word of a file's name, is called as a part of a data set.
pub(in crate::data) fn is_part(name: &str) -> bool {
    part(name).is_some()
}

/// The words of a name, in small letters. In `Xtrain` and `testY` there are two.
pub(in crate::data) fn words(name: &str) -> Vec<String> {
    let name = name.to_lowercase();
    let words = name.split(['-', '.', '_', ' ']).flat_map(|word| {
        let ends = ["x", "y"].into_iter().flat_map(|end| {
            let rest = [word.strip_prefix(end), word.strip_suffix(end)];
            rest.into_iter().flatten().map(move |rest| [end, rest])
        });
        let two = ends.into_iter().find(|[_, rest]| is_part(rest));
        two.map_or(vec![word.to_string()], |two| two.map(str::to_string).into())
    });
    words.collect()
}

/// How many names a message holds.
const SHOWN: usize = 6;

/// What those are called who have drawn, or when, and the pieces that a data set was cut into, with a number behind.
const HANDS: [&str; 18] = [
    "hand",
    "drawer",
    "user",
    "writer",
    "person",
    "subject",
    "participant",
    "author",
    "artist",
    "student",
    "annotator",
    "volunteer",
    "session",
    "fold",
    "batch",
    "split",
    "shard",
    "chunk",
];

/// Whether a folder is called as one of the drawings of one person, such as `hand03` or `user_7`, or of one piece.
pub(super) fn is_hand(name: &str) -> bool {
    let name = name.to_lowercase();
    let word = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    word.len() < name.len() && HANDS.contains(&word.trim_end_matches(['_', '-', ' ']))
}

/// Folders of the same drawings as files of different kinds, or of drawings and of the photographs that they show.
const FORMS: [&str; 8] = ["png", "svg", "jpg", "jpeg", "sketch", "sketches", "photo", "photos"];

/// Whether a folder is called as one that has the same classes as others beside it, in another form. Sketchy has each
/// drawing in several places of its image, in `tx_000000000000` and the like.
fn is_form(name: &str) -> bool {
    let name = name.to_lowercase();
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    FORMS.contains(&name.as_str()) || name.strip_prefix("tx_").is_some_and(is_number)
}

/// What is wrong if the classes of a source are there in several forms: each would be several classes.
pub(in crate::data) fn several_forms(classes: &[&mut String]) -> Option<String> {
    let (depth, names) = divided(classes, is_form)?;
    // `cat/sketch` may be a class.
    let is_inside = classes.iter().all(|class| class.split('/').count() > depth + 1);
    is_inside.then(|| format!("the same classes are in {}: give one of these folders", list(names)))
}

/// Takes the parts of a data set for one: `train/cat` and `test/cat` are one class, `cat`; and so the people who have
/// drawn it: `cat/hand1` and `cat/hand2`.
///
/// So it is if all classes of a source lie in such folders, and two of those have a class in common; otherwise it may be
/// the classes that are divided. What was done is said.
pub(in crate::data) fn join(classes: &mut [&mut String]) -> Vec<String> {
    [is_part, is_hand].into_iter().filter_map(|is_one| join_those(classes, is_one)).collect()
}

fn join_those(classes: &mut [&mut String], is_one: fn(&str) -> bool) -> Option<String> {
    let (depth, names) = divided(classes, is_one)?;
    let remark = format!(
        "classes of one name in {} are one class: to use one of these folders, give it alone",
        list(names)
    );
    classes.iter_mut().for_each(|class| **class = without(class, depth).1);
    Some(remark)
}

/// Where all classes lie in such folders, and two of those have a class in common: how deep, and which folders these are.
fn divided(classes: &[&mut String], is_one: fn(&str) -> bool) -> Option<(usize, BTreeSet<String>)> {
    let depths = classes.first()?.split('/').count();
    let is_divided = |class: &str, depth: usize| {
        class.split('/').nth(depth).is_some_and(is_one) && class.contains('/')
    };
    let depths = (0..depths).filter(|&depth| classes.iter().all(|class| is_divided(class, depth)));
    let shared = |depth: usize| {
        let mut parts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for class in classes {
            let (part, rest) = without(class, depth);
            parts.entry(rest).or_default().insert(part.into());
        }
        let shared = parts.into_values().filter(|parts| parts.len() > 1);
        shared.flatten().collect::<BTreeSet<String>>()
    };
    depths.map(|depth| (depth, shared(depth))).find(|(_, names)| !names.is_empty())
}

/// The first of some names.
fn list(names: BTreeSet<String>) -> String {
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    if names.len() > SHOWN {
        names.splice(SHOWN.., ["…"]);
    }
    names.join(", ")
}

/// A part of a path, and the path without it.
fn without(path: &str, depth: usize) -> (&str, String) {
    let mut parts: Vec<&str> = path.split('/').collect();
    let part = parts.remove(depth);
    (part, parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(names: &[&str]) -> (Vec<String>, Vec<String>) {
        let mut names: Vec<String> = names.iter().map(ToString::to_string).collect();
        let remark = join(&mut names.iter_mut().collect::<Vec<_>>());
        (names, remark)
    }

    #[test]
    fn one_class_in_several_parts_is_one() {
        for names in [
            ["train/cat", "train/dog", "test/cat"],
            ["pets/Train/cat", "pets/Train/dog", "pets/Val/cat"],
            ["cat/train", "dog/train", "cat/test"],
            ["cat/hand01", "dog/hand01", "cat/hand02"],
            ["user_1/cat", "user_1/dog", "user_2/cat"],
            ["cat/Writer-1", "dog/Writer-3", "cat/Writer-2"],
            ["fold1/cat", "fold1/dog", "fold2/cat"],
            ["batch_01/cat", "batch_01/dog", "batch_02/cat"],
        ] {
            let (classes, remark) = joined(&names);
            assert!(classes[0] == classes[2] && classes[0] != classes[1], "{classes:?}");
            assert!(classes[0].ends_with("cat"), "{classes:?}");
            let folders = format!("{}, {}", folder(names[2]), folder(names[0]));
            let other = format!("{}, {}", folder(names[0]), folder(names[2]));
            let remark = remark.concat();
            assert!(remark.contains(&folders) || remark.contains(&other), "{remark}");
        }
    }

    fn folder(name: &str) -> &str {
        name.split('/').find(|part| is_part(part) || is_hand(part)).unwrap()
    }

    #[test]
    fn classes_in_several_forms_are_not_taken_for_several_classes() {
        let refused = |names: &[&str]| {
            let mut names: Vec<String> = names.iter().map(ToString::to_string).collect();
            several_forms(&names.iter_mut().collect::<Vec<_>>())
        };
        for (names, folders) in [
            (["png/cat", "png/dog", "svg/cat"], "png, svg"),
            (["a/photo/cat", "a/photo/dog", "a/sketch/cat"], "photo, sketch"),
            (["s/tx_0000/cat", "s/tx_0000/dog", "s/tx_0100/cat"], "tx_0000, tx_0100"),
        ] {
            let why = refused(&names);
            assert!(why.is_some_and(|why| why.contains(folders)), "{names:?}");
        }
        for names in [
            &["png/cat", "svg/dog"][..],
            &["cat/sketch", "cat/photo", "dog/sketch"],
            &["sketch", "photo"],
            &["png/cat", "png/dog"],
        ] {
            assert_eq!(refused(names), None, "{names:?}");
        }
    }

    #[test]
    fn a_name_tells_a_part_by_its_words() {
        for name in ["x_train", "Xtrain", "trainX", "training-labels", "emnist-train-images"] {
            assert_eq!(part_of(name), Some("train"), "{name}");
        }
        assert_eq!(["t10k-images", "y_val"].map(part_of), [Some("test"), Some("valid")]);
        assert_eq!(["constraints", "latest", "x"].map(part_of), [None; 3]);
    }

    #[test]
    fn folders_that_may_tell_classes_stay() {
        for names in [
            &["train/cat", "test/dog"][..],
            &["train/cat", "test/cat", "more/cat"],
            &["train/cat", "test/cat", "dog"],
            &["Greek/one", "Latin/one"],
            &["Greek/character01", "Latin/character01"],
            &["body/hand", "clock/hand"],
            &["train", "test", "val"],
            &[],
        ] {
            assert_eq!(joined(names), (names.iter().map(ToString::to_string).collect(), vec![]));
        }
    }
}
