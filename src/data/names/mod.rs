//! One name for a class, whatever folders its sources have around it.

pub(super) mod file_names;
pub(super) mod flat;
pub(super) mod nearest;
pub(super) mod parts;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::data::class_list::tidy;
use crate::data::drawing::Drawing;
use crate::{Code, Error, Result};

/// The drawings of one source, with the path of the class of each.
pub(super) type SourceDrawings = Vec<(String, Drawing)>;

/// Names the classes of several sources: a top folder that a whole source has in common is dropped, and a class whose
/// name ends that of one in another source is the same class.
///
/// *Errors*: `bad-data` for a name that ends several others, or another of its own source.
pub(super) fn settle(sources: Vec<SourceDrawings>) -> Result<Vec<(String, Drawing)>> {
    let tops: Vec<Option<String>> = sources.iter().map(common_top).collect();
    // Two sources may have tops that mean something, such as an alphabet: then they keep them.
    let mut owners: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    let mut whole: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for (source, top) in sources.iter().zip(&tops) {
        for (class, _) in source {
            let (top, rest) = divide(class, top.as_deref());
            owners.entry(rest).or_default().insert(top);
            whole.entry(class).or_default().insert(top);
        }
    }
    let is_shared = |source: &SourceDrawings, top: &Option<String>| {
        source.iter().any(|(class, _)| {
            let rest = divide(class, top.as_deref()).1;
            let is_taken = !rest.contains('/') && owners[rest].len() > 1;
            top.is_some() && (is_taken || whole[class.as_str()].len() > 1)
        })
    };
    let kept: Vec<bool> =
        sources.iter().zip(&tops).map(|(source, top)| is_shared(source, top)).collect();
    drop((owners, whole));
    let mut named = Vec::new();
    let mut origins: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (i, ((source, top), kept)) in sources.into_iter().zip(tops).zip(kept).enumerate() {
        for (class, drawing) in source {
            let top = if kept { None } else { top.as_deref() };
            let name = tidy(divide(&class, top).1);
            origins.entry(name.clone()).or_default().insert(i);
            named.push((name, drawing));
        }
    }
    let longer = same_classes(&origins)?;
    let name = |(name, drawing)| (longer.get(&name).cloned().unwrap_or(name), drawing);
    Ok(named.into_iter().map(name).collect())
}

/// The folder that all classes of a source lie in, if it holds more than one.
fn common_top(source: &SourceDrawings) -> Option<String> {
    let (top, _) = source.first()?.0.split_once('/')?;
    let lies_in = |class: &str| class.split_once('/').is_some_and(|(own, _)| own == top);
    source.iter().all(|(class, _)| lies_in(class)).then(|| top.to_string())
}

fn divide<'a>(class: &'a str, top: Option<&str>) -> (&'a str, &'a str) {
    match (top, class.split_once('/')) {
        (Some(_), Some(parts)) => parts,
        _ => ("", class),
    }
}

/// The names that another one of another source ends in, with that other one.
fn same_classes(origins: &BTreeMap<String, BTreeSet<usize>>) -> Result<HashMap<String, String>> {
    let mut longer: HashMap<String, String> = HashMap::new();
    for (name, sources) in origins {
        for (slash, _) in name.match_indices('/') {
            let Some((end, others)) = origins.get_key_value(&name[slash + 1..]) else { continue };
            let refuse = |why: &str, other: &str| {
                let message = format!("the classes {end} and {other} {why}: rename one of them");
                Err(Error::new(Code::BadData, message))
            };
            if !sources.is_disjoint(others) {
                return refuse("of one source could be taken for each other", name);
            }
            if let Some(other) = longer.insert(end.clone(), name.clone()) {
                return refuse(&format!("may be one, and so may {other}"), name);
            }
        }
    }
    Ok(longer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::Strokes;

    fn names(sources: &[&[&str]]) -> Result<Vec<String>> {
        let dot = Strokes::new(vec![vec![[0.0, 0.0]]]).unwrap();
        let drawing = Drawing::from_strokes("s".into(), 0, dot);
        let source = |names: &&[&str]| -> SourceDrawings {
            names.iter().map(|name| (name.to_string(), drawing.clone())).collect()
        };
        let settled = settle(sources.iter().map(source).collect())?;
        let names: BTreeSet<String> = settled.into_iter().map(|(name, _)| name).collect();
        Ok(names.into_iter().collect())
    }

    #[test]
    fn a_top_folder_of_all_classes_is_dropped() {
        let both = ["Greek/c1", "Hebrew/c1"];
        assert_eq!(names(&[&["images/Greek/c1", "images/Hebrew/c1"], &both]).unwrap(), both);
        assert_eq!(names(&[&["a/Greek/c1", "a/Hebrew/c1"], &["b/Greek/c1"]]).unwrap(), both);
        assert_eq!(names(&[&["animals/cat", "animals/dog"]]).unwrap(), ["cat", "dog"]);
        assert_eq!(names(&[&["cat", "animals/dog"]]).unwrap(), ["animals/dog", "cat"]);
        assert_eq!(names(&[&["."], &["cat"]]).unwrap(), [".", "cat"]);
    }

    #[test]
    fn two_alphabets_in_two_sources_stay_two() {
        let both = ["Greek/c1", "Hebrew/c1"];
        assert_eq!(names(&[&["Greek/c1"], &["Hebrew/c1"]]).unwrap(), both);
        assert_eq!(names(&[&["Greek/c1"], &both]).unwrap(), both);
    }

    #[test]
    fn a_name_that_ends_another_of_another_source_is_its_class() {
        assert_eq!(names(&[&["c1", "c2"], &["x/c1", "y/c2"]]).unwrap(), ["x/c1", "y/c2"]);
        for sources in [&[&["c1"][..], &["x/c1", "y/c1"]][..], &[&["c1", "x/c1"]]] {
            let error = names(sources).unwrap_err();
            assert!(error.message().contains("c1") && error.message().contains("x/c1"), "{error}");
        }
    }

    #[test]
    fn accents_make_one_class_however_they_are_written() {
        assert_eq!(names(&[&["cafe\u{301}"], &["caf\u{e9}"]]).unwrap(), ["caf\u{e9}"]);
    }
}
