//! Drawings so far from the origin that single precision, in which elements are placed, would lose their shape.

use std::ops::Range;

use roxmltree::{Document, Node};
use svgtypes::{NumberListParser, PointsParser};

use super::pen::path;

/// From so many times its size on, a drawing is far from the origin.
const FAR: f64 = 16_384.0;
/// The elements that are moved.
const MOVED: [&str; 3] = ["path", "polyline", "polygon"];

type Strokes = Vec<Vec<[f64; 2]>>;

/// The text of a document that is far from the origin, moved there.
///
/// *Errors*: that it has elements of which the new place is not plain.
pub(super) fn moved(document: &Document) -> Result<Option<String>, String> {
    let elements = || document.descendants().filter(Node::is_element);
    let mut parts = Vec::new();
    for node in elements().filter(|node| MOVED.contains(&node.tag_name().name())) {
        let name = if node.tag_name().name() == "path" { "d" } else { "points" };
        let Some(attribute) = node.attribute_node(name) else { continue };
        let strokes: Strokes = match name {
            "d" => path(attribute.value())?,
            _ => vec![PointsParser::from(attribute.value()).map(|(x, y)| [x, y]).collect()],
        };
        parts.push((attribute.range_value(), strokes, name));
    }
    let points = || parts.iter().flat_map(|(_, strokes, _)| strokes).flatten();
    let pick = |pick: fn(f64, f64) -> f64| {
        [0, 1].map(|axis| points().map(|point| point[axis]).reduce(pick).unwrap_or_default())
    };
    let (least, most) = (pick(f64::min), pick(f64::max));
    let size = (most[0] - least[0]).max(most[1] - least[1]);
    let away = least.into_iter().chain(most).map(f64::abs).fold(0.0, f64::max);
    if size == 0.0 || away <= size * FAR {
        return Ok(None);
    }
    let others = ["line", "rect", "circle", "ellipse", "use", "marker", "symbol"];
    let is_other = |node: Node| {
        others.contains(&node.tag_name().name())
            || node.has_attribute("transform")
            || node.has_attribute("viewBox") && node != document.root_element()
    };
    if elements().any(is_other) {
        return Err("lines that are too far from the origin for their size: save it as PNG".into());
    }
    let near = |[x, y]: [f64; 2]| format!("{} {}", x - least[0], y - least[1]);
    let mut texts: Vec<(Range<usize>, String)> = parts
        .iter()
        .map(|(range, strokes, name)| {
            let line = |stroke: &Vec<_>| stroke.iter().map(|&it| near(it)).collect::<Vec<_>>();
            let text = match *name {
                "d" => strokes.iter().map(|it| format!("M{}", line(it).join("L"))).collect(),
                _ => strokes.iter().flat_map(line).collect::<Vec<_>>().join(" "),
            };
            (range.clone(), text)
        })
        .collect();
    if let Some(view) = document.root_element().attribute_node("viewBox") {
        let numbers: Vec<f64> = NumberListParser::from(view.value()).flatten().collect();
        let [x, y, width, height] = numbers[..] else { return Err("a wrong viewBox".into()) };
        texts.push((view.range_value(), format!("{} {width} {height}", near([x, y]))));
    }
    texts.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut moved = document.input_text().to_string();
    texts.into_iter().for_each(|(range, text)| moved.replace_range(range, &text));
    Ok(Some(moved))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(inside: &str) -> Result<Option<String>, String> {
        super::moved(&Document::parse(inside).unwrap())
    }

    #[test]
    fn what_is_far_is_moved_to_the_origin() {
        for (far, near) in [
            ("<svg><path d='M5000000 7000000l3 4'/></svg>", "<svg><path d='M0 0L3 4'/></svg>"),
            (
                "<svg viewBox='5000000 0 9 9'><polyline points='5000000,1 5000003,5'/></svg>",
                "<svg viewBox='0 -1 9 9'><polyline points='0 0 3 4'/></svg>",
            ),
        ] {
            assert_eq!(moved(far).unwrap().as_deref(), Some(near));
            assert_eq!(moved(near), Ok(None));
        }
        let turned = "<svg><path transform='scale(2)' d='M5000000 7000000l3 4'/></svg>";
        assert!(moved(turned).unwrap_err().contains("too far from the origin"));
    }
}
