//! What the fields of a record are called.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::data::formats::tables::heads::PATHS;
use crate::data::names::file_names::is_image;

/// What holds a label, the plainest first.
const LABELS: [&str; 28] = [
    "label",
    "word",
    "class",
    "class_name",
    "classname",
    "category",
    "symbol",
    "character",
    "char",
    "letter",
    "digit",
    "glyph",
    "target",
    "truth",
    "ground_truth",
    "groundtruth",
    "latex",
    "tag",
    "label_id",
    "label_index",
    "class_id",
    "class_index",
    "category_id",
    "symbol_id",
    "text",
    "title",
    "name",
    "key",
];
/// What holds the strokes of a drawing, or several drawings.
pub(in crate::data::formats) const STROKES: [&str; 12] = [
    "strokes",
    "drawing",
    "drawings",
    "sketch",
    "lines",
    "ink",
    "traces",
    "trajectory",
    "paths",
    "path",
    "points",
    "objects",
];
/// What holds the points of an object that is a stroke.
pub(super) const POINTS: [&str; 4] = ["points", "path", "paths", "segments"];
/// What holds the coordinates of a point.
pub(super) const COORDINATES: [[&str; 2]; 4] =
    [["x", "y"], ["clientX", "clientY"], ["offsetX", "offsetY"], ["pageX", "pageY"]];
/// What holds the columns of coordinates.
pub(super) const COLUMNS: [[&str; 2]; 4] =
    [["x", "y"], ["xs", "ys"], ["x_coords", "y_coords"], ["xCoords", "yCoords"]];
/// What holds them within a point.
pub(super) const PLACES: [&str; 4] = ["point", "location", "position", "pos"];
/// What drawing programs call the parts of a picture, and nobody a class.
pub(super) const PROGRAM_PARTS: [&str; 9] = [
    "attrs",
    "children",
    "layers",
    "pages",
    "segments",
    "elements",
    "shapes",
    "strokeGroups",
    "objects",
];

/// The fields of an object, each of another name.
pub(super) struct Fields<'a>(pub Vec<(String, &'a RawValue)>);

impl<'a> Fields<'a> {
    pub fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }

    fn is_list(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value.get().starts_with('['))
    }

    /// What holds the strokes, and its name.
    pub fn strokes(&self) -> Option<(&'static str, &'a RawValue)> {
        let mut values = STROKES.iter().filter_map(|name| Some((*name, self.get(name)?)));
        values.find(|(_, value)| {
            ["[", "{", "\"[", "\"M", "\"m"].iter().any(|it| value.get().starts_with(it))
        })
    }

    /// The name of what could be the label of a record that has none: a text, or what is called so.
    pub fn text(&self) -> Option<&str> {
        let is =
            |names: &[&str], name: &str| names.iter().any(|own| own.eq_ignore_ascii_case(name));
        let is_other = |name: &str, value: &RawValue| {
            let is_label = is(&LABELS, name) || name.eq_ignore_ascii_case("labels");
            is_label || (value.get().starts_with('"') && !is(&STROKES, name))
        };
        self.0.iter().find(|(name, value)| is_other(name, value)).map(|(name, _)| &**name)
    }

    /// The path of an image.
    pub fn image(&self) -> Option<String> {
        let texts =
            PATHS.iter().filter_map(|name| serde_json::from_str(self.get(name)?.get()).ok());
        texts.into_iter().find(|text: &String| is_image(text))
    }

    /// The label: a text or a number.
    pub fn label(&self) -> Option<String> {
        LABELS.iter().find_map(|name| scalar(self.get(name)?))
    }

    /// Whether it is a point, `{"x": 1, "y": 2}`, and no box.
    pub fn is_point(&self) -> bool {
        let has = |name: &str| self.get(name).is_some();
        let is_box = has("width") && has("height") || has("w") && has("h");
        let is_pair = COORDINATES.iter().any(|pair| pair.iter().any(|name| has(name)));
        let is_place = PLACES.iter().any(|name| has(name)) && self.label().is_none();
        (is_pair || is_place) && !is_box && !self.is_columns()
    }

    /// Whether it is a stroke, `{"x": [1, 3], "y": [2, 4]}`.
    pub fn is_columns(&self) -> bool {
        COLUMNS.iter().any(|pair| pair.iter().all(|name| self.is_list(name)))
    }

    /// Whether it is a stroke, and has no label.
    pub fn is_stroke(&self) -> bool {
        let has_points = POINTS.iter().any(|name| self.get(name).is_some());
        (has_points || self.is_columns()) && self.label().is_none()
    }

    /// The labels, and the drawings of each, of what `toJSON` of `<reptile-sketch>` gives.
    pub fn labels_and_examples(&self) -> Option<(Vec<String>, Vec<&'a RawValue>)> {
        let list = |name| self.get(name).map(RawValue::get);
        let labels = serde_json::from_str(list("labels")?).ok()?;
        Some((labels, serde_json::from_str(list("examples")?).ok()?))
    }
}

/// A text or a number.
pub(super) fn scalar(value: &RawValue) -> Option<String> {
    match serde_json::from_str(value.get()).ok()? {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct FieldsVisitor;
        impl<'de> Visitor<'de> for FieldsVisitor {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut map: A,
            ) -> std::result::Result<Fields<'de>, A::Error> {
                let mut fields = Vec::new();
                let mut names = std::collections::HashSet::new();
                while let Some(name) = map.next_key::<String>()? {
                    if !names.insert(name.clone()) {
                        return Err(A::Error::custom(format!("{name} comes twice")));
                    }
                    fields.push((name, map.next_value()?));
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(FieldsVisitor)
    }
}
