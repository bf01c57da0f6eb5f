//! Tables that say of which class images are that lie beside them.

use std::collections::{HashMap, HashSet};

use crate::Result;
use crate::data::drawing::Place;
use crate::data::images::unread::Unread;
use crate::data::names::file_names::{is_image, split_folder};
use crate::data::names::parts::{part, part_of};
use crate::data::sources::source::bad;

/// The classes of images, by their paths.
pub(in crate::data) struct Index {
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
pub(in crate::data) fn apply(
    indexes: &[Index],
    images: &mut Vec<Unread>,
    remarks: &mut Vec<String>,
) -> Result<()> {
    let paths: Vec<&str> = images.iter().map(path).collect();
    let told = Told::of(indexes, &paths, remarks)?;
    if told.used.is_empty() {
        return Ok(());
    }
    let left_out = told.left_out(&paths);
    remarks.push(told.remark(&left_out, &paths));
    let classes: HashMap<usize, String> = told
        .classes
        .into_iter()
        .filter_map(|(image, class)| Some((image, class.clone()?)))
        .collect();
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

/// What tables tell of images.
struct Told<'i> {
    /// The class of each image that is named, by its number; none if it has several, or none.
    classes: HashMap<usize, &'i Option<String>>,
    /// The tables that name any of the images.
    used: Vec<&'i Index>,
}

impl<'i> Told<'i> {
    /// Says of each table what it names in vain.
    fn of(indexes: &'i [Index], paths: &[&str], remarks: &mut Vec<String>) -> Result<Told<'i>> {
        let mut told = Told { classes: HashMap::new(), used: Vec::new() };
        for index in indexes {
            let files = Files::new(paths, index);
            let mut missing = Vec::new();
            for (path, class) in &index.rows {
                let Some(image) = files.find(path)? else {
                    missing.push(path);
                    continue;
                };
                if told.classes.insert(image, class).is_some_and(|other| other != class) {
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
            told.used.push(index);
        }
        Ok(told)
    }

    /// The images without one class that lie with others, or below a table.
    fn left_out(&self, paths: &[&str]) -> Vec<usize> {
        let folder = |image: usize| split_folder(paths[image]).0;
        let folders: HashSet<&str> = self.classes.keys().map(|&image| folder(image)).collect();
        let is_below = |folder: &str, index: &Index| {
            let outer = split_folder(&index.path).0;
            outer == "." || folder == outer || folder.starts_with(&format!("{outer}/"))
        };
        let is_left_out = |&image: &usize| {
            let own = folder(image);
            let is_with =
                folders.contains(own) || self.used.iter().any(|index| is_below(own, index));
            !paths[image].is_empty()
                && is_with
                && self.classes.get(&image).is_none_or(|class| class.is_none())
        };
        (0..paths.len()).filter(is_left_out).collect()
    }

    fn remark(&self, left_out: &[usize], paths: &[&str]) -> String {
        let names: Vec<&str> = self.used.iter().map(|index| index.name.as_str()).collect();
        let mut remark = format!("the classes of images are those in {}", names.join(", "));
        if let Some(&first) = left_out.first() {
            let (count, example) = (left_out.len(), paths[first]);
            remark += &format!(
                "; {count} images without one class there were not read, such as {example}"
            );
        }
        remark
    }
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
    /// With the endings of their names, and without; in small letters, as programs on Windows tell none from large ones.
    ends: [HashMap<String, Vec<usize>>; 2],
}

impl<'a> Files<'a> {
    fn new(paths: &'a [&'a str], index: &'a Index) -> Self {
        let mut ends = [HashMap::new(), HashMap::new()];
        let is_short = index.rows.iter().any(|(path, _)| !is_image(path));
        for (image, path) in paths.iter().enumerate().filter(|(_, path)| !path.is_empty()) {
            for end in ends_of(path) {
                ends[0].entry(end.to_lowercase()).or_insert_with(Vec::new).push(image);
            }
            for end in ends_of(stem(path)).filter(|_| is_short) {
                ends[1].entry(end.to_lowercase()).or_insert_with(Vec::new).push(image);
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
            let ends = &self.ends[usize::from(is_short)];
            let Some(found) = ends.get(&end.to_lowercase()) else { continue };
            if let Some(own) = found.iter().find(|&&image| whole(image) == beside(end)) {
                return Ok(Some(*own));
            }
            let is_meant = |image: &usize| {
                end == path || end.contains('/') || whole(*image).len() == end.len()
            };
            let is_exact = |image: &&usize| whole(**image).ends_with(end);
            let exact: Vec<usize> = found.iter().filter(is_exact).copied().collect();
            let found = if exact.is_empty() { found } else { &exact };
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
pub(in crate::data) fn ends_of(path: &str) -> impl Iterator<Item = &str> {
    std::iter::once(path).chain(path.match_indices('/').map(|(slash, _)| &path[slash + 1..]))
}

fn stem(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}
