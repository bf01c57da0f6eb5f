//! Where drawings are in a JSON, and of which class.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::drawing::Written;
use super::keys::{Fields, PROGRAM_PARTS, scalar};
use super::list::List;
use super::rows::RowForm;
use crate::data::formats::symbol::class_of_label;
use crate::data::names::file_names::is_image;

/// How deep drawings may lie in lists and objects.
const MOST_LEVELS: usize = 8;
/// What holds all drawings, and is no label.
const WRAPPERS: [&str; 15] = [
    "requests", "payload", "response", "data", "dataset", "drawings", "samples", "records",
    "items", "examples", "sketches", "symbols", "entries", "rows", "results",
];

/// The drawings in a JSON.
pub(super) struct Found {
    /// Each with its label.
    pub drawings: Vec<(Option<String>, Written)>,
    /// The paths of images, each with its label.
    pub images: Vec<(String, Option<String>)>,
    /// How many values hold none, and the first of them.
    without: Option<(usize, String)>,
    /// The name of a text in a record without a label.
    pub text: Option<String>,
    /// The label of the record whose strokes are read.
    record: Option<String>,
    most_bytes: u64,
}

type Result<T> = std::result::Result<T, String>;

impl Found {
    /// The drawings in these values, each of at most so many bytes.
    ///
    /// *Errors*: which drawing cannot be read, and why.
    pub fn of(values: &[&RawValue], most_bytes: u64) -> Result<Found> {
        let (drawings, images) = (Vec::new(), Vec::new());
        let mut found =
            Found { drawings, images, without: None, text: None, record: None, most_bytes };
        values.iter().try_for_each(|value| found.visit(value, None, 0))?;
        Ok(found)
    }

    /// What is to be said of what holds no drawings.
    pub fn remark(&self, name: &str) -> Option<String> {
        let (count, first) = self.without.as_ref()?;
        Some(format!("{name}: {count} parts without strokes, such as {first}"))
    }

    /// Takes the drawings in a value that stands under a label.
    fn visit(&mut self, value: &RawValue, label: Option<&str>, level: usize) -> Result<()> {
        if level > MOST_LEVELS {
            return Err("lists in lists too deep for drawings".into());
        }
        if value.get().starts_with('{') {
            return self.visit_object(value, label, level);
        }
        if !value.get().starts_with('[') {
            return self.pass(value.get());
        }
        match List::of(value.get()) {
            List::Drawing | List::Empty => self.add(value, label),
            List::Several => {
                let inner: Vec<&RawValue> = parse(value)?;
                inner.iter().try_for_each(|one| self.visit(one, label, level + 1))
            }
            List::Labelled => {
                let parts: Vec<&RawValue> = parse(value)?;
                let [.., own, drawing] = parts[..] else { return self.pass(value.get()) };
                let Ok(own) = parse::<String>(own) else { return self.pass(value.get()) };
                if drawing.get().starts_with(['[', '{']) {
                    self.refuse_second(&own)?;
                }
                self.visit(drawing, class_of_label(&own).as_deref(), level + 1)
            }
            List::Numbers | List::Other => self.pass(value.get()),
        }
    }

    fn visit_object(&mut self, value: &RawValue, outer: Option<&str>, level: usize) -> Result<()> {
        let fields: Fields = parse(value)?;
        if let Some((labels, examples)) = fields.labels_and_examples() {
            return self.visit_examples(&labels, &examples);
        }
        let own = fields.label().and_then(|own| class_of_label(&own));
        if let Some(own) = &own {
            self.refuse_second(own)?;
        }
        let label = own.as_deref().or(outer);
        if fields.is_columns() {
            return self.add(value, label);
        }
        if let Some((name, strokes)) = fields.strokes() {
            let is_itself = !strokes.get().starts_with(['[', '{'])
                || matches!(List::of(strokes.get()), List::Numbers);
            if label.is_none() && self.text.is_none() {
                self.text = fields.text().map(str::to_string);
            }
            if is_itself {
                return self.add(strokes, label);
            }
            let outer = self.record.clone();
            // Drawings have labels of their own, strokes have none.
            let is_one = name != "drawings";
            self.record = own.clone().filter(|_| is_one).or_else(|| outer.clone());
            self.visit(strokes, label, level + 1)?;
            self.record = outer;
            return Ok(());
        }
        if let (Some(path), Some(label)) = (fields.image(), label) {
            self.images.push((path, Some(label.into())));
            return Ok(());
        }
        for (key, value) in &fields.0 {
            if !value.get().starts_with(['{', '[']) {
                match scalar(value).filter(|_| is_image(key)) {
                    Some(label) => self.images.push((key.clone(), class_of_label(&label))),
                    None => self.pass(key)?,
                }
                continue;
            }
            let is_wrapper = WRAPPERS.contains(&key.to_lowercase().as_str()) || is_id(key);
            let inner = match (label, is_wrapper) {
                (outer, true) => outer.map(str::to_string),
                (None, false) => Some(key.clone()),
                (Some(outer), false) => Some(format!("{outer}/{key}")),
            };
            let before = self.drawings.len();
            self.visit(value, inner.as_deref(), level + 1)?;
            let is_part = PROGRAM_PARTS.iter().any(|part| part.eq_ignore_ascii_case(key));
            if is_part && self.drawings.len() > before {
                return Err(format!(
                    "{key}, as in what a drawing program saves in a form that is not read: export each drawing as SVG \
                     or PNG"
                ));
            }
        }
        Ok(())
    }

    /// *Errors*: that a label lies in the strokes of a record that has one.
    fn refuse_second(&self, own: &str) -> Result<()> {
        self.record.as_ref().map_or(Ok(()), |record| {
            Err(format!("strokes of {record} have a label of their own, {own}: leave one of them"))
        })
    }

    /// The drawings of a `<reptile-sketch>`, whose strokes are `[x, y, x, y, ...]`.
    fn visit_examples(&mut self, labels: &[String], examples: &[&RawValue]) -> Result<()> {
        if labels.len() != examples.len() {
            return Err("not a list of examples for each label".into());
        }
        for (label, drawings) in labels.iter().zip(examples) {
            let drawings: Vec<&RawValue> = parse(drawings)?;
            for drawing in drawings {
                self.add(drawing, class_of_label(label).as_deref())?;
                if let Some((_, Written::Rows(rows))) = self.drawings.last() {
                    let strokes = RowForm::Strokes.strokes(rows)?;
                    self.drawings.last_mut().expect("it is there").1 = Written::Strokes(strokes);
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, value: &RawValue, label: Option<&str>) -> Result<()> {
        let number = self.drawings.len();
        let within = |why: String| match label {
            Some(label) => format!("drawing {number}, of {label}: {why}"),
            None => format!("drawing {number}: {why}"),
        };
        if value.get().len() as u64 > self.most_bytes {
            return Err(within(format!("more than {} bytes", self.most_bytes)));
        }
        let drawing = parse(value).and_then(|value| Written::of(&value)).map_err(within)?;
        self.drawings.push((label.map(str::to_string), drawing));
        Ok(())
    }

    /// Notes what holds no drawings.
    fn pass(&mut self, what: &str) -> Result<()> {
        let (count, _) = self.without.get_or_insert_with(|| (0, what.chars().take(40).collect()));
        *count += 1;
        Ok(())
    }
}

/// Whether a key is one that Firebase makes, as `-NxYz0aBcDeFgHiJkLmN`, and no label.
fn is_id(key: &str) -> bool {
    let is_own = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    key.len() == 20 && key.starts_with("-") && key.bytes().all(is_own)
}

pub(super) fn parse<'a, T: Deserialize<'a>>(value: &'a RawValue) -> Result<T> {
    serde_json::from_str(value.get()).map_err(|e| e.to_string())
}
