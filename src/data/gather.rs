//! Which reader reads a file.

use std::io::Read;

use super::decoding::{Encoded, Unread};
use super::drawing::Place;
use super::file_names::{is_image, is_npz, may_hold_drawings, split_folder, unpacked_name};
use super::gathered::Gathered;
use super::kind::Kind;
use super::opened::Opened;
use super::reading::{Reader, Reading};
use super::source::{Budget, Visitor, cannot_read};
use super::{
    arrays, coco, ink_labels, inkml, mat, mnist, omniglot, quick_draw, quick_draw_binary,
    stroke_file, svg, table, unipen,
};
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
        let mut opened = Opened::new(content).map_err(|e| cannot_read(budget.name(path), e))?;
        let Some(read) = reader(path, opened.kind) else { return Ok(false) };
        read(Reading::new(path, &mut opened, budget, self))?;
        Ok(true)
    }
}

/// What reads a file of a kind, if it holds drawings and is no image: a form of data is a line here, and a file.
pub(super) fn reader(path: &str, kind: Kind) -> Option<Reader> {
    match kind {
        Kind::QuickDraw => Some(quick_draw::read),
        Kind::QuickDrawBinary => Some(quick_draw_binary::read),
        Kind::Table => Some(table::read),
        Kind::Coco => Some(coco::read),
        Kind::Svg => Some(svg::read),
        Kind::Other(_) if ink_labels::is_named_so(path) => Some(ink_labels::read),
        Kind::InkMl => Some(inkml::read),
        Kind::Unipen => Some(unipen::read),
        Kind::OmniglotStrokes => Some(omniglot::read),
        Kind::StrokeFile => Some(stroke_file::read),
        Kind::Idx => Some(mnist::read),
        Kind::Npy => Some(arrays::read_npy),
        Kind::Matlab => Some(mat::read),
        Kind::Zip if is_npz(unpacked_name(path)) => Some(arrays::read_npz),
        _ => None,
    }
}
