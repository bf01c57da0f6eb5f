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
        let bad = |why| Error::new(Code::BadData, why);
        if let Some(drawings) = self.drawings() {
            gathered.remarks.extend(sketch_rnn::remark(&drawings).map(|why| {
                let name = if self.key.is_empty() { class } else { &self.key };
                format!("{name}: {why}")
            }));
            let labels = self.labels(drawings.len(), beside).map_err(bad)?;
            for (i, drawing) in drawings.iter().enumerate() {
                let label = labels.map(|labels| labels.get(i));
                let class = label.as_deref().unwrap_or(class);
                gathered.add_strokes(class, sketch_rnn::strokes(drawing), budget)?;
            }
            return Ok(true);
        }
        let Content::One(array) = &self.content else { return Ok(false) };
        let count = array.shape.first().copied().unwrap_or_default();
        let labels = if Bitmaps::is_shape(&array.shape) {
            self.labels(count, beside).map_err(bad)?
        } else {
            None
        };
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

    /// The drawings of sketch-rnn that it holds, if it does.
    fn drawings(&self) -> Option<Vec<Array>> {
        match &self.content {
            Content::One(array) if array.shape.len() == 3 && sketch_rnn::is_drawing(array) => {
                Some((0..array.shape[0]).map(|i| array.item(i)).collect())
            }
            Content::Many(arrays) if is_all_drawings(arrays) => Some(arrays.clone()),
            _ => None,
        }
    }

    /// The classes of its items, where an array beside it has them.
    ///
    /// *Errors*: which arrays could all be those, or which one should be and is not.
    fn labels<'a>(
        &'a self,
        count: usize,
        beside: &[&'a Entry],
    ) -> std::result::Result<Option<Labels<'a>>, String> {
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
