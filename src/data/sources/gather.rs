//! What is done with each file of a source.

use std::io::Read;

use super::gathered::Gathered;
use super::opened::Opened;
use super::source::{Budget, NO_IMAGE, Visitor, cannot_read};
use crate::Result;
use crate::data::drawing::Place;
use crate::data::formats;
use crate::data::formats::reading::Reading;
use crate::data::images::unread::{Encoded, Unread};
use crate::data::names::file_names::{is_image, may_hold_drawings, split_folder};

impl Visitor for Gathered<'_> {
    fn wants(&self, path: &str) -> bool {
        may_hold_drawings(path)
    }

    fn visit(
        &mut self,
        path: &str,
        content: &mut dyn Read,
        budget: &mut Budget,
    ) -> Result<Option<&'static str>> {
        if budget.is_inside() && is_image(path) {
            let bytes = budget.read(path, content, budget.limits().file_bytes)?;
            let (class, place) = (split_folder(path).0.into(), Place::File(path.into()));
            let (source, content) = (self.source.clone(), Encoded::File(bytes));
            self.images.push(Unread { class, source, place, content });
            return Ok(None);
        }
        let mut opened = Opened::new(content).map_err(|e| cannot_read(budget.name(path), e))?;
        let Some(read) = formats::reader(path, opened.kind) else {
            return Ok(Some(opened.kind.not_read().unwrap_or(NO_IMAGE)));
        };
        read(Reading::new(path, &mut opened, budget, self))?;
        Ok(None)
    }
}
