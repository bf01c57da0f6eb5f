//! Which reader reads a file.

use std::io::Read;

use super::decoding::{Encoded, Unread};
use super::drawing::Place;
use super::file_names::{is_image, may_hold_drawings, split_folder};
use super::files::holds_drawings;
use super::gathered::Gathered;
use super::kind::Kind;
use super::opened::Opened;
use super::source::{Budget, Visitor, cannot_read};
use super::{arrays, mnist, omniglot, quick_draw, quick_draw_binary, stroke_file, table};
use crate::Result;

impl Visitor for Gathered<'_> {
    fn wants(&self, path: &str) -> bool {
        may_hold_drawings(path)
    }

    fn visit(&mut self, path: &str, content: &mut dyn Read, budget: &mut Budget) -> Result<bool> {
        if budget.is_inside() && is_image(path) {
            let bytes = budget.read(path, content, budget.limits().file_bytes)?;
            let (class, place) = (split_folder(path).0.into(), Place::File(path.into()));
            let (source, content) = (self.source.clone(), Encoded::File(bytes));
            self.images.push(Unread { class, source, place, content });
            return Ok(true);
        }
        let opened = Opened::new(content).map_err(|e| cannot_read(budget.name(path), e))?;
        match opened.kind {
            kind if !holds_drawings(path, kind) => return Ok(false),
            Kind::QuickDraw => quick_draw::read(path, opened, budget, self)?,
            Kind::QuickDrawBinary => quick_draw_binary::read(path, opened, budget, self)?,
            Kind::Table => table::read(path, opened, budget, self)?,
            Kind::OmniglotStrokes => omniglot::read(path, opened, budget, self)?,
            Kind::StrokeFile => stroke_file::read(path, opened, budget, self)?,
            Kind::Idx => mnist::read(path, opened, budget, self)?,
            Kind::Npy => arrays::read_npy(path, opened, budget, self)?,
            _ => arrays::read_npz(path, opened, budget, self)?,
        }
        Ok(true)
    }
}
