//! An array of a file of NumPy, and the drawings or the labels that it holds.

use std::sync::Arc;

use super::content::Content;
use super::npy::Array;
use super::sketch_rnn;
use crate::data::formats::bitmaps::Bitmaps;
use crate::data::formats::label_arrays::{self, Labels};
use crate::data::sources::gathered::Gathered;
use crate::data::sources::source::Budget;
use crate::{Code, Error, Result};

/// An array with its name.
pub(super) struct Entry {
    pub key: String,
    pub content: Content,
}

impl Entry {
    /// *Errors*: what is wrong, to be read after the array's name.
    pub fn read(key: String, bytes: Vec<u8>) -> std::result::Result<Entry, String> {
        Ok(Entry { key, content: Content::read(bytes)? })
    }

    /// Its name and its shape, for messages.
    pub fn text(&self) -> String {
        self.content.text(&self.key)
    }

    /// Takes the drawings in it, if it has any.
    ///
    /// *Errors*: `bad-data` and `bad-point` for what they cannot be.
    pub fn add(
        &self,
        class: &str,
        beside: &[&Entry],
        budget: &mut Budget,
        gathered: &mut Gathered,
    ) -> Result<bool> {
        let array = match &self.content {
            Content::One(array) => array,
            Content::Many(arrays) if is_all_drawings(arrays) => {
                let add = |array| gathered.add_strokes(class, sketch_rnn::strokes(array), budget);
                return arrays.iter().try_for_each(add).map(|()| true);
            }
            Content::Many(_) | Content::Texts(_) => return Ok(false),
        };
        if array.shape.len() == 3 && sketch_rnn::is_drawing(array) {
            for i in 0..array.shape[0] {
                gathered.add_strokes(class, sketch_rnn::strokes(&array.item(i)), budget)?;
            }
            return Ok(true);
        }
        let bad = |why| Error::new(Code::BadData, why);
        let labels =
            if Bitmaps::is_shape(&array.shape) { self.labels(beside).map_err(bad)? } else { None };
        let most = if labels.is_some() {
            usize::MAX
        } else {
            gathered.config.per_class.unwrap_or(usize::MAX)
        };
        let Some(bitmaps) = Bitmaps::new(array, most) else { return Ok(false) };
        if let [rows, columns] = array.shape[..]
            && rows == columns
            && labels.is_none()
        {
            let side = columns.isqrt();
            return Err(bad(format!(
                "[{rows}, {columns}] may be one image or {rows}: make it [1, {rows}, {columns}] or [{rows}, {side}, {side}]"
            )));
        }
        let bitmaps = Arc::new(bitmaps.map_err(bad)?);
        for i in 0..bitmaps.len() {
            let label = labels.map(|labels| labels.get(i));
            gathered.add_bitmap(label.as_deref().unwrap_or(class), &bitmaps, i);
        }
        Ok(true)
    }

    /// The classes of its items, where an array beside it has them.
    ///
    /// *Errors*: which arrays could all be those, or which one should be and is not.
    fn labels<'a>(
        &'a self,
        beside: &[&'a Entry],
    ) -> std::result::Result<Option<Labels<'a>>, String> {
        let Content::One(array) = &self.content else { return Ok(None) };
        let count = array.shape.first().copied().unwrap_or_default();
        let fitting = |entry: &&'a Entry| Some((entry.key.as_str(), entry.content.labels(count)?));
        let labels = label_arrays::choose(&self.key, beside.iter().filter_map(fitting).collect())?;
        let unfit = beside.iter().find(|entry| label_arrays::is_named_so(&entry.key));
        match unfit.filter(|_| labels.is_none()) {
            Some(unfit) => Err(format!("{} does not have a label for each of them", unfit.text())),
            None => Ok(labels),
        }
    }

    /// What is to be said of it, if it was not used although it could be of drawings.
    pub fn remark(&self) -> Option<String> {
        let is_plain = match &self.content {
            Content::One(array) => {
                array.shape.len() < 2 || Labels::of(array, array.shape[0]).is_some()
            }
            Content::Many(_) => false,
            Content::Texts(_) => true,
        };
        (!is_plain).then(|| format!("{} was not read: no drawings", self.text()))
    }
}

fn is_all_drawings(arrays: &[Array]) -> bool {
    !arrays.is_empty()
        && arrays.iter().all(|array| array.shape.len() == 2 && sketch_rnn::is_drawing(array))
}
