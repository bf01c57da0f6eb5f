//! Tables that say of which class images are that lie beside them.

use std::collections::{HashMap, HashSet};

use super::decoding::Unread;
use super::drawing::Place;
use super::file_names::{is_image, split_folder};
use super::parts::{part, part_of};
use super::source::bad;
use crate::Result;

/// The classes of images, by their paths.
pub(super) struct Index {
    /// Its path in its source.
    pub path: String,
    /// The same, for messages.
    pub name: String,
    /// The path of each image as it is written there, and its class; none if it has several, or none.
    pub rows: Vec<(String, Option<String>)>,
}

/// Gives the images the classes that tables tell. Others that lie with those, or below a table, are left out.
///
/// *Errors*: `bad-data` for a path that could be that of several images, and for an image of two classes.
pub(super) fn apply(
    indexes: &[Index],
    images: &mut Vec<Unread>,
    remarks: &mut Vec<String>,
) -> Result<()> {
    let mut classes: HashMap<usize, &Option<String>> = HashMap::new();
    let mut used = Vec::new();
    let paths: Vec<&str> = images.iter().map(path).collect();
    for index in indexes {
        let files = Files::new(&paths, index);
        let mut missing = Vec::new();
        for (path, class) in &index.rows {
            let Some(image) = files.find(path)? else {
                missing.push(path);
                continue;
            };
            if classes.insert(image, class).is_some_and(|other| other != class) {
                let why = format!("a second class for {}", paths[image]);
                return Err(bad(&index.name, &why));
            }
        }
        let (name, count) = (&index.name, missing.len());
        match missing.first() {
            Some(_) if count == index.rows.len() => {
                remarks.push(format!("{name} names no image that is here"));
                continue;
            }
            Some(first) => remarks.push(format!(
                "{name}: {count} of the images that it names are not here, such as {first}"
            )),
            None => {}
        }
        used.push(index);
    }
    if used.is_empty() {
        return Ok(());
    }
    let folders: HashSet<&str> =
        classes.keys().map(|&image| split_folder(paths[image]).0).collect();
    let is_left_out = |image: &usize| {
        let folder = split_folder(paths[*image]).0;
        let is_below = |index: &&Index| {
            let outer = split_folder(&index.path).0;
            outer == "." || folder == outer || folder.starts_with(&format!("{outer}/"))
        };
        let is_with = folders.contains(folder) || used.iter().any(is_below);
        !paths[*image].is_empty()
            && is_with
            && classes.get(image).is_none_or(|class| class.is_none())
    };
    let left_out: Vec<usize> = (0..images.len()).filter(is_left_out).collect();
    let names: Vec<&str> = used.iter().map(|index| index.name.as_str()).collect();
    let mut remark = format!("the classes of images are those in {}", names.join(", "));
    if let Some(&first) = left_out.first() {
        let (count, example) = (left_out.len(), paths[first]);
        remark +=
            &format!("; {count} images without one class there were not read, such as {example}");
    }
    remarks.push(remark);
    let classes: HashMap<usize, String> =
        classes.into_iter().filter_map(|(image, class)| Some((image, class.clone()?))).collect();
    let mut number = 0..;
    images.retain_mut(|image| {
        let number = number.next().expect("numbers have no end");
        if let Some(class) = classes.get(&number) {
            image.class.clone_from(class);
        }
        left_out.binary_search(&number).is_err()
    });
    Ok(())
}

/// The path of an image in its source; empty for one of many in a file.
fn path(image: &Unread) -> &str {
    match &image.place {
        Place::File(path) => path,
        Place::Index(_) => "",
    }
}

/// Images, by the ends of their paths.
struct Files<'a> {
    paths: &'a [&'a str],
    index: &'a Index,
    /// With the endings of their names, and without.
    ends: [HashMap<&'a str, Vec<usize>>; 2],
}

impl<'a> Files<'a> {
    fn new(paths: &'a [&'a str], index: &'a Index) -> Self {
        let mut ends = [HashMap::new(), HashMap::new()];
        let is_short = index.rows.iter().any(|(path, _)| !is_image(path));
        for (image, path) in paths.iter().enumerate().filter(|(_, path)| !path.is_empty()) {
            for end in ends_of(path) {
                ends[0].entry(end).or_insert_with(Vec::new).push(image);
            }
            for end in ends_of(stem(path)).filter(|_| is_short) {
                ends[1].entry(end).or_insert_with(Vec::new).push(image);
            }
        }
        Files { paths, index, ends }
    }

    /// The image that a path names: one that ends in the path; or one that the path ends in, as an absolute path does,
    /// with its folder at least.
    ///
    /// *Errors*: that there are several.
    fn find(&self, path: &str) -> Result<Option<usize>> {
        let path = path.trim().replace('\\', "/");
        let path = path.trim_start_matches("./").trim_start_matches('/');
        let is_short = !is_image(path);
        let whole =
            |image: usize| if is_short { stem(self.paths[image]) } else { self.paths[image] };
        let beside = |end: &str| match split_folder(&self.index.path).0 {
            "." => end.to_string(),
            folder => format!("{folder}/{end}"),
        };
        for end in ends_of(path) {
            let Some(found) = self.ends[usize::from(is_short)].get(end) else { continue };
            if let Some(own) = found.iter().find(|&&image| whole(image) == beside(end)) {
                return Ok(Some(*own));
            }
            let is_meant = |image: &usize| end == path || end.contains('/') || whole(*image) == end;
            let mut found: Vec<usize> = found.iter().copied().filter(is_meant).collect();
            let part_of_index = part_of(split_folder(&self.index.path).1);
            let is_of_part =
                |image: &&usize| self.paths[**image].split('/').find_map(part) == part_of_index;
            let of_part: Vec<usize> = found.iter().filter(is_of_part).copied().collect();
            if !of_part.is_empty() {
                found = of_part;
            }
            match found[..] {
                [] => {}
                [one] => return Ok(Some(one)),
                [a, b, ..] => {
                    let why = format!("{path} could be {} or {}", self.paths[a], self.paths[b]);
                    return Err(bad(&self.index.name, &why));
                }
            }
        }
        Ok(None)
    }
}

/// A path, and each end of it behind a `/`, the longest first.
fn ends_of(path: &str) -> impl Iterator<Item = &str> {
    std::iter::once(path).chain(path.match_indices('/').map(|(slash, _)| &path[slash + 1..]))
}

fn stem(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}
