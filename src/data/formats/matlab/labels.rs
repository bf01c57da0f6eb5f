//! The variables of a file of MATLAB that may tell the classes of images.

use super::variables::Value;
use crate::data::formats::label_arrays::{self, Labels};
use crate::data::formats::numpy::content::Content;
use crate::data::names::parts::part_of;

/// Those variables, or what is wrong with one.
pub(super) struct Labelling(Vec<(String, Result<Content, String>)>);

impl Labelling {
    pub fn of(variables: &[(String, Value)]) -> Labelling {
        let contents = |(key, value): &(String, Value)| -> Vec<(String, Result<Content, String>)> {
            contents(key, value).into_iter().map(|content| (key.clone(), content)).collect()
        };
        Labelling(variables.iter().flat_map(contents).collect())
    }

    /// The labels of so many images in a variable of this name.
    ///
    /// *Errors*: which could all be those.
    pub fn find(&self, images: &str, count: usize) -> Result<Option<Labels<'_>>, String> {
        let mut fitting = Vec::new();
        for (key, content) in &self.0 {
            let labels = content.as_ref().ok().and_then(|content| content.labels(count));
            fitting.extend(labels.map(|labels| (key.as_str(), labels)));
        }
        label_arrays::choose(images, fitting)
    }

    /// That a variable which is called labels has none for such images.
    pub fn check_none(&self, images: &str) -> Result<(), String> {
        let is_meant = |key: &str| {
            label_arrays::is_named_so(key)
                && match (part_of(key), part_of(images)) {
                    (Some(own), Some(part)) => own == part,
                    _ => true,
                }
        };
        match self.0.iter().find(|(key, _)| is_meant(key)) {
            None => Ok(()),
            Some((key, Err(why))) => Err(format!("its labels are in {key}, which is {why}")),
            Some((key, Ok(content))) => {
                Err(format!("{} does not have a label for each of them", content.text(key)))
            }
        }
    }

    /// Names for so many classes.
    pub fn names(&self, count: usize) -> Option<&[String]> {
        self.0.iter().find_map(|(_, content)| match content {
            Ok(Content::Texts(texts)) if texts.len() == count => Some(&texts[..]),
            _ => None,
        })
    }
}

/// What labels a variable may hold: numbers in a row or a column, texts, or ones among zeros.
fn contents(key: &str, value: &Value) -> Vec<Result<Content, String>> {
    match value {
        Value::Numbers(array) if array.shape.iter().filter(|&&size| size != 1).count() < 2 => {
            let length = array.len();
            vec![Ok(Content::One(array.clone().with_shape(vec![length])))]
        }
        Value::Numbers(array) if array.shape.len() == 2 && label_arrays::is_named_so(key) => {
            [array.clone(), array.reversed()].map(|array| Ok(Content::One(array))).into()
        }
        Value::Texts(texts) => vec![Ok(Content::Texts(texts.clone()))],
        Value::Cells { cells, .. } => {
            let text = |cell: &Value| match cell {
                Value::Texts(texts) if texts.len() == 1 => Some(texts[0].clone()),
                _ => None,
            };
            let texts: Option<Vec<String>> = cells.iter().map(text).collect();
            texts.map(|texts| Ok(Content::Texts(texts))).into_iter().collect()
        }
        Value::Other(what) => vec![Err((*what).into())],
        _ => Vec::new(),
    }
}
