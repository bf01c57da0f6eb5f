//! The picture that a document makes.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::Tree;

/// The longer side of the picture, which is far more than the network sees.
const SIDE_PX: f32 = 256.0;
/// How much of it is left free around what is drawn, unless that lies on paper.
const MARGIN_PX: f32 = 12.0;

/// The bytes of a PNG of all that a document holds, wherever it lies; what nothing was drawn on is transparent.
///
/// *Errors*: that it has no size.
pub(super) fn png(tree: &Tree, has_paper: bool) -> Result<Vec<u8>, String> {
    let margin = if has_paper { 0.0 } else { MARGIN_PX };
    let whole = tree.root().abs_stroke_bounding_box();
    let scale = (SIDE_PX - 2.0 * margin) / whole.width().max(whole.height());
    let side = |length: f32| (length * scale + 2.0 * margin).ceil() as u32;
    let pixmap = Pixmap::new(side(whole.width()), side(whole.height()));
    let mut pixmap = pixmap.filter(|_| scale.is_finite()).ok_or("nothing to be seen")?;
    let place = Transform::from_translate(-whole.x(), -whole.y())
        .post_scale(scale, scale)
        .post_translate(margin, margin);
    resvg::render(tree, place, &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|e| e.to_string())
}
