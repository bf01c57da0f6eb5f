//! What of a document can be seen.

use resvg::tiny_skia::{PathSegment, Point, Rect, Transform};
use resvg::usvg::{ClipPath, Group, Node, Paint, Path, Tree};

use super::pen::Pen;
use crate::data::formats::paper::is_paper;

/// What rounding may move a corner by.
const NEAR: f32 = 1e-3;

/// What can be seen.
pub(super) enum Shown {
    /// Lines alone.
    Strokes(Vec<Vec<[f64; 2]>>),
    /// Areas, or lines of which others hide parts; and whether all lies on paper of a colour.
    Other { has_paper: bool },
}

pub(super) fn shown(tree: &Tree) -> Shown {
    let mut found = Found::default();
    found.visit(tree.root());
    // A program's eraser, or lines of the paper. All that is white is chalk.
    let is_mixed = found.white > 0 && found.white < found.pen.strokes.len();
    if !found.is_other && !is_mixed {
        return Shown::Strokes(found.pen.strokes);
    }
    let whole = tree.root().abs_stroke_bounding_box();
    let paper = found.first.filter(|_| found.paths > 1);
    Shown::Other { has_paper: paper.is_some_and(|paper| is_around(paper, whole)) }
}

#[derive(Default)]
struct Found {
    pen: Pen,
    /// How many of the strokes are white.
    white: usize,
    is_other: bool,
    /// The box around the first area, if nothing is below it, and how many paths there are.
    first: Option<Rect>,
    paths: usize,
}

impl Found {
    fn visit(&mut self, group: &Group) {
        for node in group.children() {
            match node {
                Node::Group(group) if group.opacity().get() == 0.0 => {}
                Node::Group(group) => {
                    let is_cut = group.clip_path().is_some_and(|clip| cuts(clip, group));
                    let is_masked = group.mask().is_some() || !group.filters().is_empty();
                    self.is_other |= is_cut || is_masked;
                    self.visit(group);
                }
                Node::Path(path) if path.is_visible() => self.add(path),
                Node::Path(_) => {}
                Node::Image(_) | Node::Text(_) => self.is_other = true,
            }
        }
    }

    fn add(&mut self, path: &Path) {
        let stroke = path.stroke().filter(|stroke| stroke.opacity().get() > 0.0);
        let fill = path.fill().filter(|fill| fill.opacity().get() > 0.0 && has_area(path));
        if fill.is_some() && stroke.is_none() && self.paths == 0 {
            self.first = Some(path.abs_bounding_box());
        }
        self.paths += 1;
        // What is white before all else is paper, and so is what has a pattern: it is ruled.
        let is_ground = |paint: &Paint| is_white(paint) || matches!(paint, Paint::Pattern(_));
        self.is_other |=
            fill.is_some_and(|fill| !is_ground(fill.paint()) || !self.pen.strokes.is_empty());
        let Some(stroke) = stroke else { return };
        let before = self.pen.strokes.len();
        self.draw(path);
        let added = self.pen.strokes.len() - before;
        self.white += if is_white(stroke.paint()) { added } else { 0 };
    }

    fn draw(&mut self, path: &Path) {
        let Transform { sx, kx, ky, sy, tx, ty } = path.abs_transform();
        let [sx, kx, ky, sy, tx, ty] = [sx, kx, ky, sy, tx, ty].map(f64::from);
        let place = |Point { x, y }: Point| {
            let [x, y] = [x, y].map(f64::from);
            [sx * x + kx * y + tx, ky * x + sy * y + ty]
        };
        for segment in path.data().segments() {
            match segment {
                PathSegment::MoveTo(to) => self.pen.lift_to(place(to)),
                PathSegment::LineTo(to) => self.pen.line_to(place(to)),
                PathSegment::QuadTo(a, to) => self.pen.quadratic_to(place(a), place(to)),
                PathSegment::CubicTo(a, b, to) => self.pen.cubic_to(place(a), place(b), place(to)),
                PathSegment::Close => self.pen.close(),
            }
        }
    }
}

/// Whether a clip shows less than all of a group, as a box around it, which programs like to put there, does not.
fn cuts(clip: &ClipPath, group: &Group) -> bool {
    let [Node::Path(shape)] = clip.root().children() else { return true };
    let shape =
        (shape.data().clone()).transform(shape.abs_transform().post_concat(clip.transform()));
    let Some(shape) = shape.and_then(|shape| shape.transform(group.abs_transform())) else {
        return true;
    };
    let (own, inner) = (shape.bounds(), group.abs_bounding_box());
    let is_corner = |point: &Point| {
        let at = |value: f32, ends: [f32; 2]| ends.iter().any(|end| (value - end).abs() < NEAR);
        at(point.x, [own.left(), own.right()]) && at(point.y, [own.top(), own.bottom()])
    };
    let is_box = shape.points().len() <= 5 && shape.points().iter().all(is_corner);
    !(is_box && is_around(own, inner) && clip.clip_path().is_none())
}

/// Whether a box holds another.
fn is_around(own: Rect, inner: Rect) -> bool {
    own.left() <= inner.left() + NEAR
        && own.top() <= inner.top() + NEAR
        && own.right() >= inner.right() - NEAR
        && own.bottom() >= inner.bottom() - NEAR
}

/// Whether there is anything to fill: a line from here to there has nothing.
fn has_area(path: &Path) -> bool {
    let mut lines = 0;
    path.data().segments().any(|segment| {
        lines = if let PathSegment::MoveTo(_) = segment { 0 } else { lines + 1 };
        lines > 1 || matches!(segment, PathSegment::QuadTo(..) | PathSegment::CubicTo(..))
    })
}

/// Whether a colour is that of paper, or hardly another.
fn is_white(paint: &Paint) -> bool {
    matches!(paint, Paint::Color(color) if is_paper([color.red, color.green, color.blue]))
}
