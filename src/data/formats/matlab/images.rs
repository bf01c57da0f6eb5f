//! Images in the variables of a file of MATLAB, which has all numbers column by column.

use super::labels::Labelling;
use super::variables::Value;
use crate::data::formats::bitmaps::{Bitmaps, LEAST_SIDE_PX};
use crate::data::formats::label_arrays::Labels;
use crate::data::formats::numpy::npy::Array;

/// The most that one side of an image is longer than the other, unless labels tell that there are such.
const LONGEST: usize = 3;

/// Images of one size.
pub(super) struct Images<'a> {
    pub bitmaps: Bitmaps,
    pub class: Class<'a>,
}

/// What tells the classes of images.
pub(super) enum Class<'a> {
    Labels(Labels<'a>),
    Named(String),
    /// The name of their variable.
    OfVariable,
}

/// The images of a variable, none if it holds no such. Where nothing else tells, the first `most` of them.
///
/// *Errors*: what is wrong, to be read after the name of the variable.
pub(super) fn images<'l>(
    key: &str,
    value: &Value,
    labels: &'l Labelling,
    most: Option<usize>,
) -> Result<Vec<Images<'l>>, String> {
    match value {
        Value::Numbers(array) => match of_array(key, array, labels, most)? {
            None | Some(Images { class: Class::OfVariable, .. }) if is_by_class(&array.shape) => {
                by_class(array, most)
            }
            images => Ok(images.into_iter().collect()),
        },
        Value::Cells { sizes, cells } => of_cells(key, sizes, cells, labels),
        _ => Ok(Vec::new()),
    }
}

/// Whether a variable that was not read is to be named.
pub(super) fn could_be_images(value: &Value) -> bool {
    match value {
        Value::Numbers(array) => array.shape.len() > 2,
        Value::Cells { cells, .. } => {
            cells.iter().any(|cell| matches!(cell, Value::Numbers(_) | Value::Cells { .. }))
        }
        _ => false,
    }
}

/// Which dimension of an array counts images, as MATLAB has them: the first, or the last.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    First,
    Last,
}

impl Way {
    /// Those that are possible for an array, whose sizes are from the last to the first; the more usual one comes first.
    fn all(shape: &[usize]) -> Vec<Way> {
        let sizes: Vec<usize> = shape.iter().rev().copied().collect();
        let mut all = Vec::new();
        if Bitmaps::is_shape(shape) {
            all.push(Way::Last);
        }
        if Bitmaps::is_shape(&sizes) {
            all.push(Way::First);
        }
        if matches!(sizes[..], [count, height, width] if height == width && count != height) {
            all.reverse();
        }
        all
    }

    fn count(self, shape: &[usize]) -> usize {
        match self {
            Way::First => shape[shape.len() - 1],
            Way::Last => shape[0],
        }
    }

    /// The array image by image, and whether each is written column by column.
    fn by_images(self, array: &Array) -> (Array, bool) {
        match self {
            Way::First => (array.reversed(), array.shape.len() == 2),
            Way::Last => (array.clone(), true),
        }
    }
}

fn of_array<'l>(
    key: &str,
    array: &Array,
    labels: &'l Labelling,
    most: Option<usize>,
) -> Result<Option<Images<'l>>, String> {
    let shape = &array.shape;
    let mut ways: Vec<(Way, Option<Labels>)> = Vec::new();
    for way in Way::all(shape) {
        ways.push((way, labels.find(key, way.count(shape))?));
    }
    if ways.iter().any(|(_, labels)| labels.is_some()) {
        ways.retain(|(_, labels)| labels.is_some());
    }
    // An image in colours is not three images.
    ways.retain(|(way, labels)| {
        *way == Way::First || labels.is_some() || !matches!(shape[..], [3, _, _])
    });
    if let (2, [(a, _), (b, _)]) = (shape.len(), &ways[..]) {
        let [a, b] = [a, b].map(|way| way.count(shape));
        return Err(format!("may be {a} images or {b}: give it three dimensions, or labels"));
    }
    if ways.is_empty() {
        return Ok(None);
    }
    let (way, own) = ways.remove(0);
    if own.is_none() {
        labels.check_none(key)?;
    }
    let (array, is_by_columns) = way.by_images(array);
    let most = most.filter(|_| own.is_none()).unwrap_or(usize::MAX);
    let Some(bitmaps) = Bitmaps::new(&array, most) else { return Ok(None) };
    let bitmaps = bitmaps?;
    drop(array);
    let bitmaps = if is_by_columns { bitmaps.transposed() } else { bitmaps };
    let class = own.map_or(Class::OfVariable, Class::Labels);
    Ok(Some(Images { bitmaps, class }))
}

/// Whether an array without labels has the pixels of square images, by their classes. As images, they would be too long.
fn is_by_class(shape: &[usize]) -> bool {
    let [classes, drawings, pixels] = *shape else { return false };
    let is_long = pixels.max(drawings) > LONGEST * pixels.min(drawings);
    let are_square = classes == drawings && drawings >= LEAST_SIDE_PX;
    is_long && !are_square && Bitmaps::is_shape(&shape[1..])
}

/// Its images, as `usps_all.mat` has them: pixels, drawings, classes.
fn by_class<'l>(array: &Array, most: Option<usize>) -> Result<Vec<Images<'l>>, String> {
    let classes = 0..array.shape[0];
    let of_class = |class: usize| {
        let bitmaps = Bitmaps::new(&array.item(class), most.unwrap_or(usize::MAX))?;
        let class = Class::Named((class + 1).to_string());
        Some(bitmaps.map(|bitmaps| Images { bitmaps: bitmaps.transposed(), class }))
    };
    classes.filter_map(of_class).collect()
}

/// The images of cells, one each; in cells in cells, the last counts the drawings, and the others the classes.
fn of_cells<'l>(
    key: &str,
    sizes: &[usize],
    cells: &[Value],
    labels: &'l Labelling,
) -> Result<Vec<Images<'l>>, String> {
    let mut leaves = Vec::new();
    if !add_leaves(cells, &mut Vec::new(), &mut leaves) || leaves.is_empty() {
        return Ok(Vec::new());
    }
    let depth = leaves[0].0.len();
    let rows = if sizes[0] > 1 && cells.len() > sizes[0] { sizes[0] } else { 1 };
    let own = if depth == 1 { labels.find(key, cells.len())? } else { None };
    if depth == 1 && rows == 1 && own.is_none() {
        labels.check_none(key)?;
    }
    let firsts = if depth == 1 { rows } else { cells.len() };
    let names = labels.names(firsts);
    let name = |i: usize| names.map_or_else(|| (i + 1).to_string(), |names| names[i].clone());
    let class = |path: &[usize]| match (path, &own) {
        (&[i], Some(own)) => Class::Named(own.get(i)),
        ([_], None) if rows == 1 => Class::OfVariable,
        (&[i], None) => Class::Named(name(i % rows)),
        (&[i, _], _) => Class::Named(name(i)),
        // As Omniglot's files are called.
        (&[i, ref inner @ .., _], _) => {
            let inner = inner.iter().map(|i| format!("/character{:02}", i + 1));
            Class::Named(name(i) + &inner.collect::<String>())
        }
        ([], _) => Class::OfVariable,
    };
    let image = |(path, array): &(Vec<usize>, &Array)| {
        let shape = [&[1], &array.shape[..]].concat();
        let bitmaps = Bitmaps::new(&(*array).clone().with_shape(shape), 1);
        let bitmaps = bitmaps.unwrap_or_else(|| Err("an image of a strange size".into()))?;
        Ok(Images { bitmaps: bitmaps.transposed(), class: class(path) })
    };
    leaves.iter().map(image).collect()
}

/// Finds the images in cells, and where each is; false if there is anything else, or they lie at several depths.
fn add_leaves<'v>(
    cells: &'v [Value],
    path: &mut Vec<usize>,
    leaves: &mut Vec<(Vec<usize>, &'v Array)>,
) -> bool {
    cells.iter().enumerate().all(|(i, cell)| {
        path.push(i);
        let is_found = match cell {
            Value::Numbers(array)
                if array.shape.len() == 2
                    && array.shape.iter().all(|&side| side >= LEAST_SIDE_PX) =>
            {
                leaves.push((path.clone(), array));
                leaves[0].0.len() == path.len()
            }
            // A character that fewer people have drawn.
            Value::Numbers(array) => array.len() == 0,
            Value::Cells { cells, .. } => add_leaves(cells, path, leaves),
            _ => false,
        };
        path.pop();
        is_found
    })
}
