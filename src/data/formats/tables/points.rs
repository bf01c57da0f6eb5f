//! Tables in the long form, as pandas writes them: a point a line, and columns that tell of which drawing and stroke.

use std::collections::HashSet;

use serde_json::Value;

use super::fields::number;
use super::heads::{COORDINATES, DRAWINGS, LABELS, NUMBERS, PEOPLE, STROKES, TIMES, plain};
use crate::data::formats::records::pen::{is_of_pen, lifts};
use crate::data::formats::symbol::class_of_label;

/// The label of a drawing, if it has one, and its strokes.
pub(in crate::data::formats) type Drawn = (Option<String>, Vec<Vec<[f64; 2]>>);

/// Drawings whose points come one by one, each as the fields of a line.
pub(in crate::data::formats) struct Points {
    columns: PointColumns,
    drawings: Drawings,
}

impl Points {
    /// Of a table whose columns have these heads.
    ///
    /// *Source*: ours, for what `DataFrame.to_csv` and `to_json` write.
    ///
    /// *Errors*: what no column tells.
    pub fn of(heads: &[String]) -> Result<Points, &'static str> {
        let (columns, pens) = PointColumns::of(heads)?;
        Ok(Points { columns, drawings: Drawings { pens, ..Drawings::default() } })
    }

    /// Takes a point.
    ///
    /// *Errors*: what is wrong with it, or that it cannot belong to its drawing.
    pub fn add(&mut self, fields: &[String]) -> Result<(), String> {
        self.columns.point(fields).and_then(|point| self.drawings.add(point))
    }

    /// All drawings, each with its label, if there is one.
    ///
    /// *Errors*: that strokes are parted by what numbers their points, or the pen is lifted in one.
    pub fn drawings(mut self) -> Result<Vec<Drawn>, String> {
        self.drawings.end_stroke()?;
        self.drawings.all()
    }
}

/// Which column tells what of a point.
struct PointColumns {
    place: [usize; 2],
    label: Option<usize>,
    /// What tells drawings of one label apart: their number, who drew them, and the like.
    drawing: Vec<usize>,
    stroke: usize,
    time: Option<usize>,
    /// What says whether the pen is down.
    pens: Vec<usize>,
}

/// Whether these heads are those of points of strokes.
pub(in crate::data::formats) fn have_strokes(heads: &[String]) -> bool {
    let heads: Vec<String> = heads.iter().map(|head| plain(head)).collect();
    place(&heads).is_some() && find(&heads, &STROKES).is_some()
}

/// Where the coordinates of points are.
pub(super) fn place(heads: &[String]) -> Option<[usize; 2]> {
    let at = |name: &str| heads.iter().position(|own| own.replace('_', "") == name);
    COORDINATES.iter().find_map(|[x, y]| Some([at(x)?, at(y)?]))
}

/// The first column of one of these names, such as `stroke`, `stroke_id` or `strokeIndex`.
fn find(heads: &[String], names: &[&str]) -> Option<usize> {
    heads.iter().position(|own| is_called(own, names))
}

fn is_called(head: &str, names: &[&str]) -> bool {
    let head = head.replace('_', "");
    let stems = NUMBERS.iter().filter_map(|number| head.strip_suffix(number));
    [&*head].into_iter().chain(stems).any(|stem| names.contains(&stem))
}

impl PointColumns {
    /// With them the names of those that say whether the pen is down.
    ///
    /// *Errors*: what no column tells.
    fn of(first: &[String]) -> Result<(Self, Vec<String>), &'static str> {
        let heads: Vec<String> = first.iter().map(|head| plain(head)).collect();
        let place = place(&heads).ok_or("no columns `x` and `y`")?;
        let stroke = find(&heads, &STROKES).ok_or(
            "points, and no column `stroke` that parts the strokes: number those of each drawing",
        )?;
        let label = LABELS.iter().find_map(|name| heads.iter().position(|own| own == name));
        let all = |names: &[&str]| -> Vec<usize> {
            let columns = 0..heads.len();
            let is_one =
                |&column: &usize| Some(column) != label && is_called(&heads[column], names);
            columns.filter(is_one).collect()
        };
        let mut drawing = all(&DRAWINGS);
        if drawing.is_empty() {
            drawing = all(&["id", "key"]);
        }
        drawing.extend(all(&PEOPLE));
        if label.is_some() && drawing.is_empty() {
            return Err(
                "points, and no column `drawing` that parts the drawings of a label: number them",
            );
        }
        let time = find(&heads, &TIMES);
        let pens = heads.into_iter().enumerate().filter(|(_, head)| is_of_pen(head));
        let (pens, names) = pens.unzip();
        Ok((PointColumns { place, label, drawing, stroke, time, pens }, names))
    }

    fn point(&self, fields: &[String]) -> Result<Point, String> {
        let field = |column: usize| fields.get(column).ok_or("a field is missing");
        let coordinate = |column: usize| {
            let value = number::<f64>(field(column)?.trim()).filter(|value| value.is_finite());
            value.ok_or("x or y is no number")
        };
        let label = match self.label {
            Some(column) => Some(class_of_label(field(column)?).ok_or("an empty label")?),
            None => None,
        };
        let drawing = self.drawing.iter().map(|&column| Ok(field(column)?.trim().to_string()));
        let drawing = drawing.collect::<Result<_, &str>>()?;
        Ok(Point {
            drawing: (label, drawing),
            stroke: field(self.stroke)?.trim().into(),
            time: self.time.and_then(|column| number(fields.get(column)?.trim())),
            pens: self
                .pens
                .iter()
                .filter_map(|&column| fields.get(column).map(|it| of_pen(it)))
                .collect(),
            place: [coordinate(self.place[0])?, coordinate(self.place[1])?],
        })
    }
}

/// What a field says of the pen: a number, or a word.
fn of_pen(field: &str) -> Value {
    number::<f64>(field.trim()).map_or_else(|| field.trim().into(), Value::from)
}

/// What a line tells.
struct Point {
    drawing: Key,
    stroke: String,
    time: Option<f64>,
    pens: Vec<Value>,
    place: [f64; 2],
}

/// A label, and what tells its drawings apart.
type Key = (Option<String>, Vec<String>);

/// Drawings whose points come one after another.
#[derive(Default)]
struct Drawings {
    done: Vec<Drawn>,
    seen: HashSet<Key>,
    last: Option<Point>,
    /// Those of the latest drawing.
    strokes: HashSet<String>,
    /// What is said of the pen, and by each point of the latest stroke.
    pens: Vec<String>,
    said: Vec<Vec<Value>>,
}

impl Drawings {
    /// *Errors*: that a drawing or a stroke comes back after others, or time goes back.
    fn add(&mut self, mut point: Point) -> Result<(), String> {
        let last = self.last.as_ref();
        let is_in_drawing = last.is_some_and(|last| last.drawing == point.drawing);
        let is_in_stroke = is_in_drawing && last.is_some_and(|last| last.stroke == point.stroke);
        if !is_in_stroke {
            self.end_stroke()?;
        }
        let last = self.last.as_ref();
        if !is_in_drawing {
            if !self.seen.insert(point.drawing.clone()) {
                return Err("its drawing has ended above: sort the lines by drawing, stroke and time, or add a column \
                     that parts the drawings, such as who drew them"
                    .into());
            }
            self.strokes.clear();
            self.done.push((point.drawing.0.clone(), Vec::new()));
        }
        let strokes = &mut self.done.last_mut().expect("one was put there").1;
        if !is_in_stroke {
            if !self.strokes.insert(point.stroke.clone()) {
                return Err(format!(
                    "stroke {} of its drawing has ended above: sort the lines by drawing, stroke and time, or add a \
                     column `drawing` that parts the drawings",
                    point.stroke
                ));
            }
            strokes.push(Vec::new());
        } else if last.is_some_and(|last| last.time > point.time) {
            return Err("its time is before that of the point above: sort the lines by drawing, stroke and time, or \
                 leave that column out"
                .into());
        }
        strokes.last_mut().expect("one was put there").push(point.place);
        self.said.push(std::mem::take(&mut point.pens));
        self.last = Some(point);
        Ok(())
    }

    /// *Errors*: that the pen is lifted in the stroke that ends.
    fn end_stroke(&mut self) -> Result<(), String> {
        let said = std::mem::take(&mut self.said);
        let value =
            |name: &str, at: usize| said[at].get(self.pens.iter().position(|own| own == name)?);
        lifts(said.len(), value).map_or(Ok(()), |name| {
            Err(format!(
                "the stroke above has points with {name} as where the pen is lifted: leave those in the air out, and give \
                 each stroke a number"
            ))
        })
    }

    fn all(self) -> Result<Vec<Drawn>, String> {
        let mut strokes = self.done.iter().flat_map(|(_, strokes)| strokes);
        if self.done.len() > 1 && strokes.all(|stroke| stroke.len() == 1) {
            return Err(
                "each stroke is a single point: the columns of drawings and strokes have to be the same in all \
                 lines of one"
                    .into(),
            );
        }
        Ok(self.done)
    }
}
