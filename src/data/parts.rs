//! Folders that are parts of a data set, and tell nothing of its classes.

use std::collections::{BTreeMap, BTreeSet};

/// What those who divide a data set for training and testing call the parts.
const PARTS: [&str; 10] =
    ["train", "training", "test", "testing", "t10k", "val", "valid", "validation", "dev", "eval"];

/// Whether a folder, or a word of a file's name, is called as a part of a data set.
pub(super) fn is_part(name: &str) -> bool {
    PARTS.contains(&name.to_lowercase().as_str())
}

/// Takes the parts of a data set for one: `train/cat` and `test/cat` are one class, `cat`.
///
/// So it is if all classes of a source lie in such folders, and two of those have a class in common; otherwise it may be
/// the classes that are divided. What was done is said.
pub(super) fn join(classes: &mut [&mut String]) -> Option<String> {
    let depths = classes.first()?.split('/').count();
    let is_divided = |class: &str, depth: usize| {
        class.split('/').nth(depth).is_some_and(is_part) && class.contains('/')
    };
    let depth = (0..depths).find(|&depth| classes.iter().all(|class| is_divided(class, depth)))?;
    let mut parts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for class in classes.iter() {
        let (part, rest) = without(class, depth);
        parts.entry(rest).or_default().insert(part.into());
    }
    let shared: BTreeSet<&String> =
        parts.values().filter(|parts| parts.len() > 1).flatten().collect();
    if shared.is_empty() {
        return None;
    }
    let names: Vec<&str> = shared.into_iter().map(String::as_str).collect();
    let remark = format!(
        "classes of one name in {} are one class: to use one of these folders, give it alone",
        names.join(", ")
    );
    classes.iter_mut().for_each(|class| **class = without(class, depth).1);
    Some(remark)
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

    fn joined(names: &[&str]) -> (Vec<String>, Option<String>) {
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
        ] {
            let (classes, remark) = joined(&names);
            assert!(classes[0] == classes[2] && classes[0] != classes[1], "{classes:?}");
            assert!(classes[0].ends_with("cat"), "{classes:?}");
            let folders = format!("{}, {}", part(names[2]), part(names[0]));
            let other = format!("{}, {}", part(names[0]), part(names[2]));
            let remark = remark.unwrap();
            assert!(remark.contains(&folders) || remark.contains(&other), "{remark}");
        }
    }

    fn part(name: &str) -> &str {
        name.split('/').find(|part| is_part(part)).unwrap()
    }

    #[test]
    fn folders_that_may_tell_classes_stay() {
        for names in [
            &["train/cat", "test/dog"][..],
            &["train/cat", "test/cat", "more/cat"],
            &["train/cat", "test/cat", "dog"],
            &["Greek/one", "Latin/one"],
            &["train", "test", "val"],
            &[],
        ] {
            assert_eq!(joined(names), (names.iter().map(ToString::to_string).collect(), None));
        }
    }
}
