//! Tables that became JSON, as `DataFrame.to_json` of pandas writes them.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::find::parse;
use super::keys::{Fields, scalar};
use crate::data::formats::tables::points::{Drawn, Points, have_strokes};

/// The rows of a table that is written by its columns, as objects: `{"label": {"0": "cat", ...}, ...}`, as pandas has it if
/// nothing is said, or `{"columns": ["label", ...], "data": [["cat", ...], ...]}`.
pub(super) fn rows(values: &[&RawValue]) -> Option<Vec<Box<RawValue>>> {
    let [value] = values else { return None };
    let fields: Fields = parse(value).ok()?;
    split(value).or_else(|| by_columns(&fields))
}

fn split(value: &RawValue) -> Option<Vec<Box<RawValue>>> {
    #[derive(Deserialize)]
    struct Split<'a> {
        columns: Vec<String>,
        #[serde(borrow)]
        data: Vec<Vec<&'a RawValue>>,
    }
    let Split { columns, data } = parse(value).ok()?;
    data.iter().map(|row| (row.len() == columns.len()).then(|| object(&columns, row))?).collect()
}

fn by_columns(fields: &Fields) -> Option<Vec<Box<RawValue>>> {
    let heads: Vec<String> = fields.0.iter().map(|(name, _)| name.clone()).collect();
    let columns = fields.0.iter().map(|(_, column)| parse(column).ok());
    let columns: Vec<Fields> = columns.collect::<Option<_>>()?;
    let numbers = || columns.first().into_iter().flat_map(|column| column.0.iter());
    let is_number = |name: &str| !name.is_empty() && name.bytes().all(|it| it.is_ascii_digit());
    let are_alike = columns.iter().all(|column| {
        let names = column.0.iter().map(|(name, _)| name);
        column.0.len() == numbers().count() && names.eq(numbers().map(|(name, _)| name))
    });
    if heads.len() < 2 || !are_alike || !numbers().all(|(name, _)| is_number(name)) {
        return None;
    }
    let row =
        |at: usize| -> Vec<&RawValue> { columns.iter().map(|column| column.0[at].1).collect() };
    (0..numbers().count()).map(|at| object(&heads, &row(at))).collect()
}

fn object(names: &[String], values: &[&RawValue]) -> Option<Box<RawValue>> {
    let name = |name: &String| serde_json::to_string(name).ok();
    let field = |(own, value): (&String, &&RawValue)| Some(format!("{}:{value}", name(own)?));
    let fields: Option<Vec<String>> = names.iter().zip(values).map(field).collect();
    RawValue::from_string(format!("{{{}}}", fields?.join(","))).ok()
}

/// The drawings of a table in the long form: `[{"label": "cat", "drawing": 0, "stroke": 0, "x": 1, "y": 2}, ...]`.
///
/// *Errors*: which point is wrong, and why.
pub(super) fn points(values: &[&RawValue]) -> Result<Option<Vec<Drawn>>, String> {
    let inner: Vec<&RawValue> = match values {
        [one] => parse(one).unwrap_or_default(),
        several => several.to_vec(),
    };
    let first: Option<Fields> = inner.first().and_then(|first| parse(first).ok());
    let Some(first) = first.filter(Fields::is_point) else { return Ok(None) };
    let heads: Vec<String> = first.0.iter().map(|(name, _)| name.clone()).collect();
    if !have_strokes(&heads) {
        return Ok(None);
    }
    let mut points = Points::of(&heads)?;
    for (number, point) in inner.into_iter().enumerate() {
        let fields: Fields = parse(point)?;
        let field = |name: &String| fields.get(name).and_then(scalar).unwrap_or_default();
        let fields: Vec<String> = heads.iter().map(field).collect();
        points.add(&fields).map_err(|why| format!("point {number}: {why}"))?;
    }
    points.drawings().map(Some)
}
