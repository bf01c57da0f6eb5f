//! Whether a stroke is written as points, `[[x, y], ...]` or `[x, y, x, y, ...]`, or as columns, `[[x, ...], [y, ...]]`.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};

use super::quick_draw;

/// Classes of drawings of strokes.
pub(crate) type ClassStrokes = Vec<(String, Vec<Vec<Stroke>>)>;

/// How the strokes of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Points,
    Columns,
    /// Nothing in the file tells: it is taken for what is documented, points.
    Unsure,
}

/// A stroke as it is written, so far as that tells its form.
pub(crate) enum Stroke {
    Points(Vec<[f64; 2]>),
    /// Points of three numbers, of which the first could be the time, and the last could not.
    Timed(Vec<[f64; 2]>),
    /// One number after the other, as in JavaScript's `Drawing`.
    Flat(Vec<[f64; 2]>),
    Columns(Vec<[f64; 2]>),
    /// 2 or 3 rows of 2 or 3 numbers each.
    Either(Vec<Vec<f64>>),
}

impl Stroke {
    /// Its points, if its file has this form.
    pub fn points(self, form: Form) -> Vec<[f64; 2]> {
        match self {
            Stroke::Points(points)
            | Stroke::Timed(points)
            | Stroke::Flat(points)
            | Stroke::Columns(points) => points,
            Stroke::Either(rows) if form == Form::Columns => columns(&rows),
            Stroke::Either(rows) => points(&rows),
        }
    }

    /// A stroke of one number after the other.
    pub fn flat(numbers: &[f64]) -> Result<Stroke, &'static str> {
        match numbers.as_chunks() {
            (points, []) => Ok(Stroke::Flat(points.to_vec())),
            _ => Err("half a point at the end of a stroke"),
        }
    }

    /// A stroke of lists of numbers.
    pub fn new(rows: Vec<Vec<f64>>) -> Result<Stroke, &'static str> {
        let is_point = |row: &Vec<f64>| [2, 3].contains(&row.len());
        let is_column =
            [2, 3].contains(&rows.len()) && rows.iter().all(|row| row.len() == rows[0].len());
        match (rows.iter().all(is_point), is_column) {
            (true, true) => Ok(Stroke::Either(rows)),
            (true, false) if is_lifted(&rows) => Err(LIFTED),
            (true, false) if is_timed_first(&rows) => Ok(Stroke::Timed(points(&rows))),
            (true, false) => Ok(Stroke::Points(points(&rows))),
            (false, true) => Ok(Stroke::Columns(columns(&rows))),
            (false, false) => {
                Err("a stroke is neither [[x, y], ...] nor [[x, ...], [y, ...]], nor has it times")
            }
        }
    }
}

/// Said of points that are no stroke by themselves.
pub(crate) const LIFTED: &str = "a third number of points that is 0 or 1, as where the pen is lifted: write a list for \
                                 each stroke, [[[x, y], ...], ...], or give sketch-rnn's differences as .npz";

/// Whether the third numbers of points are 0 and 1, and go back, as no times do.
pub(crate) fn is_lifted(points: &[Vec<f64>]) -> bool {
    let thirds: Vec<f64> = points.iter().filter_map(|point| point.get(2)).copied().collect();
    thirds.iter().all(|third| [0.0, 1.0].contains(third)) && !thirds.is_sorted()
}

/// Said of drawings whose points begin with what may be times.
pub(crate) const TIMED: &str = "the first number of points never falls, as times do, and the third is none: \
                                write [x, y, t], and not [t, x, y]";

/// From so many points on, it is no chance.
pub(super) const LEAST_TIMED: usize = 12;

/// Whether the first numbers of points could be times, and the third ones could not, nor are pressures from 0 to 1.
pub(crate) fn is_timed_first(points: &[Vec<f64>]) -> bool {
    let numbers = |at: usize| points.iter().map(move |point| point.get(at).copied());
    let thirds = || numbers(2).flatten();
    points.len() >= 4
        && thirds().count() == points.len()
        && numbers(0).is_sorted()
        && !thirds().is_sorted()
        && !thirds().all(|third| (0.0..=1.0).contains(&third))
}

fn points(rows: &[Vec<f64>]) -> Vec<[f64; 2]> {
    rows.iter().map(|row| [row[0], row[1]]).collect()
}

fn columns(rows: &[Vec<f64>]) -> Vec<[f64; 2]> {
    quick_draw::points(rows).expect("2 or 3 columns of one length")
}

/// How the strokes of a file are written.
///
/// *Errors*: strokes of both forms, or of either.
pub(super) fn form(classes: &ClassStrokes) -> Result<Form, String> {
    let find = |holds: fn(&Stroke) -> bool| {
        classes.iter().find_map(|(class, drawings)| {
            let index = drawings.iter().position(|strokes| strokes.iter().any(holds))?;
            Some(format!("drawing {index} of {class}"))
        })
    };
    let as_points = find(|stroke| match stroke {
        Stroke::Points(points) | Stroke::Timed(points) | Stroke::Flat(points) => !points.is_empty(),
        _ => false,
    });
    let mut strokes = classes.iter().flat_map(|(_, drawings)| drawings).flatten().peekable();
    let is_dot = |stroke: &Stroke| matches!(stroke, Stroke::Flat(points) if points.len() == 1);
    if strokes.peek().is_some() && strokes.all(is_dot) {
        return Err("each stroke is a single point; a drawing is a list of strokes, \
                    [[[x, y], ...], ...]"
            .into());
    }
    let as_columns = find(|stroke| matches!(stroke, Stroke::Columns(points) if !points.is_empty()));
    // A few short lines to the right are no sign.
    let all = || classes.iter().flat_map(|(_, drawings)| drawings).flatten();
    let length = |stroke: &Stroke| match stroke {
        Stroke::Timed(points) => points.len(),
        _ => 0,
    };
    let is_long = |stroke: &Stroke| matches!(stroke, Stroke::Points(points) if points.len() >= 4);
    if all().map(length).sum::<usize>() >= LEAST_TIMED && !all().any(is_long) {
        return Err(TIMED.into());
    }
    match (as_points, as_columns) {
        (Some(_), None) => Ok(Form::Points),
        (None, Some(_)) => Ok(Form::Columns),
        (Some(points), Some(columns)) => {
            Err(format!("{points} is [[x, y], ...], and {columns} is [[x, ...], [y, ...]]"))
        }
        (None, None) => form_by_habits(classes),
    }
}

/// How strokes are written that all have 2 or 3 points: the habits of Quick, Draw! tell. Its simplified drawings lie at the
/// top left of a square of 255 units, and its raw ones have times from 0 on.
///
/// *Source*: ours.
fn form_by_habits(classes: &ClassStrokes) -> Result<Form, String> {
    let drawings: Vec<Vec<&[Vec<f64>]>> = classes
        .iter()
        .flat_map(|(_, drawings)| drawings)
        .map(|strokes| strokes.iter().filter_map(Stroke::either).collect())
        .filter(|strokes: &Vec<_>| !strokes.is_empty())
        .collect();
    if drawings.is_empty() {
        return Ok(Form::Points);
    }
    let as_google =
        drawings.iter().all(|strokes| is_simplified(strokes, columns) || is_raw(strokes));
    let as_ours = drawings.iter().all(|strokes| is_simplified(strokes, points));
    match (as_google, as_ours) {
        (true, true) => Err("each stroke may be [[x, y], ...] or [[x, ...], [y, ...]]; \
                             give Quick, Draw! drawings as .ndjson, or points a time, [x, y, t]"
            .into()),
        (true, false) => Ok(Form::Columns),
        (false, _) => Ok(Form::Unsure),
    }
}

impl Stroke {
    fn either(&self) -> Option<&[Vec<f64>]> {
        match self {
            Stroke::Either(rows) => Some(rows),
            _ => None,
        }
    }
}

/// Whether strokes, taken so, lie at the top left of the square of 256 whole numbers.
fn is_simplified(strokes: &[&[Vec<f64>]], points: fn(&[Vec<f64>]) -> Vec<[f64; 2]>) -> bool {
    let points: Vec<[f64; 2]> = strokes.iter().flat_map(|rows| points(rows)).collect();
    let least = |axis: usize| points.iter().map(|point| point[axis]).fold(f64::INFINITY, f64::min);
    let is_whole = |&value: &f64| value.fract() == 0.0 && (0.0..=255.0).contains(&value);
    least(0) == 0.0
        && least(1) == 0.0
        && points.as_flattened().iter().all(is_whole)
        && strokes.iter().all(|rows| rows.len() == 2)
}

/// Whether the third rows are times: from 0 on, and never back.
fn is_raw(strokes: &[&[Vec<f64>]]) -> bool {
    let times: Option<Vec<&Vec<f64>>> = strokes.iter().map(|rows| rows.get(2)).collect();
    let Some(times) = times else { return false };
    let times: Vec<f64> = times.into_iter().flatten().copied().collect();
    times[0] == 0.0 && times.is_sorted()
}

impl<'de> Deserialize<'de> for Stroke {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StrokeVisitor;
        impl<'de> Visitor<'de> for StrokeVisitor {
            type Value = Stroke;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a stroke, [[x, y], ...], [[x, y, t], ...] or [x, y, x, y, ...]")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Stroke, A::Error> {
                let (mut rows, mut flat) = (Vec::new(), Vec::new());
                while let Some(item) = sequence.next_element()? {
                    match item {
                        Item::Row(row) => rows.push(row),
                        Item::Number(number) => flat.push(number),
                    }
                }
                let stroke = match (rows.is_empty(), flat.is_empty()) {
                    (_, true) => Stroke::new(rows),
                    (true, false) => Stroke::flat(&flat),
                    (false, false) => Err("a stroke of points and of numbers"),
                };
                stroke.map_err(A::Error::custom)
            }
        }
        deserializer.deserialize_seq(StrokeVisitor)
    }
}

/// What stands in a stroke: a point or a column, or a number by itself.
enum Item {
    Row(Vec<f64>),
    Number(f64),
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ItemVisitor;
        impl<'de> Visitor<'de> for ItemVisitor {
            type Value = Item;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a point, [x, y] or [x, y, t], or a number")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Item, A::Error> {
                let mut row = Vec::with_capacity(sequence.size_hint().unwrap_or(3));
                while let Some(number) = sequence.next_element()? {
                    row.push(number);
                }
                Ok(Item::Row(row))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Item, E> {
                Ok(Item::Number(number))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Item, E> {
                Ok(Item::Number(number as f64))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Item, E> {
                Ok(Item::Number(number as f64))
            }
        }
        deserializer.deserialize_any(ItemVisitor)
    }
}
