//! Drawings as SVG: lines and curves of a pen, one drawing a file.

use roxmltree::{Document, Node};
use svgtypes::{Color, PointsParser, SimplePathSegment, SimplifyingPathParser, Transform};

use super::css::{self, Sheets};
use super::reading::Reading;
use super::xml;
use crate::Result;
use crate::data::names::file_names::split_folder;

/// The straight pieces that a curve becomes.
const PIECES: u32 = 12;
/// What is inside these is not shown where it stands.
const HIDDEN: [&str; 7] = ["defs", "clipPath", "mask", "pattern", "marker", "symbol", "title"];
/// Where an element in a document lies, and how large it is.
const PLACES: [&str; 3] = ["x", "y", "viewBox"];
/// The least red, green and blue of a colour that cannot be seen on white.
const WHITE: u8 = 225;

/// Reads the strokes of paths and lines. What is filled has an outline that no pen has drawn, and is refused.
///
/// *Source*: "Scalable Vector Graphics (SVG) 1.1", chapters 6 to 9; the sketches of TU Berlin (Eitz, Hays, Alexa 2012) are
/// such files, in a folder for each class.
///
/// *Errors*: `bad-data` that names the file.
pub(super) fn read(mut reading: Reading) -> Result<()> {
    let bytes = reading.bytes(reading.budget.limits().drawing_bytes)?;
    let text = xml::text(&reading.name, &bytes)?;
    let document = xml::parse(&reading.name, &text)?;
    let strokes = strokes(&document).map_err(|why| reading.bad(&why))?;
    let Reading { path, name, budget, gathered, .. } = reading;
    let kanji = kanji(&document, path);
    let class = kanji.as_deref().unwrap_or(split_folder(path).0);
    gathered.add_stroke_file(class, path, strokes, budget).map_err(|e| e.within(&name))
}

/// The character that the name of a file of KanjiVG has, as in `04e00.svg` and `04e00-Kaisho.svg`.
fn kanji(document: &Document, path: &str) -> Option<String> {
    let mut spaces = document.descendants().flat_map(|node| node.namespaces());
    spaces.find(|space| space.uri().contains("kanjivg"))?;
    let code = split_folder(path).1.split(['.', '-']).next()?;
    let letter = u32::from_str_radix(code, 16).ok().filter(|_| code.len() == 5)?;
    char::from_u32(letter).map(String::from)
}

/// The strokes in a document.
fn strokes(document: &Document) -> std::result::Result<Vec<Vec<[f64; 2]>>, String> {
    let rules = css::text(document);
    let sheets = Sheets::of(&rules);
    let (mut strokes, mut without_colour) = (Vec::new(), Vec::new());
    let (mut is_on_white, mut white) = (true, 0);
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        let property = |name| sheets.property(node, name);
        let is_none =
            |value: &Option<String>| matches!(value.as_deref(), Some("none" | "transparent"));
        let is_hidden = node.ancestors().any(|outer| HIDDEN.contains(&outer.tag_name().name()))
            || is_none(&property("display"))
            || is_zero(property("opacity"))
            || matches!(property("visibility").as_deref(), Some("hidden" | "collapse"));
        let stroke = property("stroke");
        // Programs put a square so around icons.
        let is_unseen = stroke.as_deref().is_some_and(is_clear)
            || is_zero(property("stroke-opacity"))
            || is_zero(property("stroke-width"));
        let stroke = stroke.filter(|_| !is_unseen);
        let parts = match name {
            _ if is_hidden => continue,
            // Paper.
            "rect" if stroke.is_none() => {
                let fill = property("fill");
                is_on_white &= is_none(&fill) || fill.is_some_and(|fill| is_white(&fill));
                continue;
            }
            "path" => path(node.attribute("d").unwrap_or_default())?,
            "polyline" | "polygon" => vec![points(node, name == "polygon")],
            "line" => vec![line(node)?],
            "svg"
                if node.parent_element().is_some()
                    && PLACES.iter().any(|at| node.has_attribute(*at)) =>
            {
                return Err("an <svg> in an <svg>, which is not read: save it as PNG".into());
            }
            "rect" | "circle" | "ellipse" | "image" | "use" => {
                return Err(format!("a <{name}>, which is not read: save it as PNG"));
            }
            _ => continue,
        };
        let fill = property("fill");
        let is_paper = stroke.is_some() && fill.as_deref().is_some_and(is_white);
        if name != "line" && !is_none(&fill) && !is_paper {
            return Err("shapes that are filled, and no strokes: save it as PNG".into());
        }
        if is_unseen {
            continue;
        }
        if property("mask").is_some_and(|mask| mask != "none") {
            return Err("a mask, which may erase strokes: save it as PNG".into());
        }
        if is_moved(&sheets, node) {
            return Err("a transform in a style, or around an origin: save it as PNG".into());
        }
        white += if stroke.as_deref().is_some_and(is_white) { parts.len() } else { 0 };
        let place = transform(node)?;
        let place = |[x, y]: [f64; 2]| {
            let Transform { a, b, c, d, e, f } = place;
            [a * x + c * y + e, b * x + d * y + f]
        };
        let all = if stroke.is_some() { &mut strokes } else { &mut without_colour };
        all.extend(parts.into_iter().map(|part| part.into_iter().map(place).collect()));
    }
    // A program's eraser, or lines of the paper.
    if is_on_white && white > 0 && white < strokes.len() + without_colour.len() {
        return Err("strokes in white among others, which may erase: save it as PNG".into());
    }
    // A file that leaves the colour to the page that shows it.
    Ok(if strokes.is_empty() { without_colour } else { strokes })
}

/// Whether a length or a share is 0.
fn is_zero(value: Option<String>) -> bool {
    value.is_some_and(|value| value.trim_end_matches(['%', 'p', 'x']).parse() == Ok(0.0))
}

/// Whether a colour cannot be seen on anything.
fn is_clear(color: &str) -> bool {
    color == "none" || color.parse().is_ok_and(|Color { alpha, .. }| alpha == 0)
}

/// Whether an element, or one that it lies in, is moved by more than its attribute `transform`.
fn is_moved(sheets: &Sheets, node: Node) -> bool {
    node.ancestors().any(|outer| {
        let has_origin = outer.has_attribute("transform-origin")
            || sheets.declared(outer, "transform-origin").is_some();
        sheets.declared(outer, "transform").is_some_and(|transform| transform != "none")
            || has_origin && outer.has_attribute("transform")
    })
}

/// Whether a colour is that of paper, or hardly another.
fn is_white(color: &str) -> bool {
    color.parse().is_ok_and(|Color { red, green, blue, .. }| red.min(green).min(blue) >= WHITE)
}

type Points = Vec<[f64; 2]>;

/// The strokes of a path.
///
/// *Errors*: what is wrong with it.
pub(super) fn path(text: &str) -> std::result::Result<Vec<Points>, String> {
    let mut parts: Vec<Points> = Vec::new();
    for segment in SimplifyingPathParser::from(text) {
        let segment = segment.map_err(|e| format!("a path: {e}"))?;
        let from = parts.last().and_then(|part| part.last().copied()).unwrap_or_default();
        let first = parts.last().and_then(|part| part.first().copied()).unwrap_or_default();
        let mut add = |points: &mut dyn Iterator<Item = [f64; 2]>| match parts.last_mut() {
            Some(part) => part.extend(points),
            None => parts.push(points.collect()),
        };
        match segment {
            SimplePathSegment::MoveTo { x, y } => parts.push(vec![[x, y]]),
            SimplePathSegment::LineTo { x, y } => add(&mut std::iter::once([x, y])),
            SimplePathSegment::CurveTo { x1, y1, x2, y2, x, y } => {
                add(&mut curve([from, [x1, y1], [x2, y2], [x, y]]));
            }
            SimplePathSegment::Quadratic { x1, y1, x, y } => {
                let third = |a: f64, b: f64| (a + 2.0 * b) / 3.0;
                let near = |[a, b]: [f64; 2]| [third(a, x1), third(b, y1)];
                add(&mut curve([from, near(from), near([x, y]), [x, y]]));
            }
            SimplePathSegment::ClosePath => add(&mut std::iter::once(first)),
        }
    }
    Ok(parts)
}

/// Points of a cubic curve, without its first.
fn curve([from, a, b, to]: [[f64; 2]; 4]) -> impl Iterator<Item = [f64; 2]> {
    (1..=PIECES).map(move |piece| {
        let t = f64::from(piece) / f64::from(PIECES);
        let s = 1.0 - t;
        [0, 1].map(|i| {
            s * s * s * from[i]
                + 3.0 * s * s * t * a[i]
                + 3.0 * s * t * t * b[i]
                + t * t * t * to[i]
        })
    })
}

fn points(node: Node, is_closed: bool) -> Points {
    let text = node.attribute("points").unwrap_or_default();
    let mut points: Points = PointsParser::from(text).map(|(x, y)| [x, y]).collect();
    points.extend(points.first().copied().filter(|_| is_closed));
    points
}

fn line(node: Node) -> std::result::Result<Points, String> {
    let value = |name: &str| {
        let text = node.attribute(name).unwrap_or("0");
        text.parse().map_err(|_| format!("a line with {name} of {text}"))
    };
    Ok(vec![[value("x1")?, value("y1")?], [value("x2")?, value("y2")?]])
}

/// From an element's own coordinates to those of the document.
fn transform(node: Node) -> std::result::Result<Transform, String> {
    let mut all = Transform::new(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
    for text in node.ancestors().filter_map(|outer| outer.attribute("transform")) {
        let outer: Transform = text.parse().map_err(|e| format!("a transform: {e}"))?;
        let Transform { a, b, c, d, e, f } = outer;
        all = Transform::new(
            a * all.a + c * all.b,
            b * all.a + d * all.b,
            a * all.c + c * all.d,
            b * all.c + d * all.d,
            a * all.e + c * all.f + e,
            b * all.e + d * all.f + f,
        );
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(inside: &str) -> std::result::Result<Vec<Vec<[f64; 2]>>, String> {
        let text = format!("<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>");
        strokes(&Document::parse(&text).unwrap())
    }

    #[test]
    fn lines_are_strokes_where_they_are_shown() {
        let line = vec![vec![[1.0, 2.0], [4.0, 6.0]]];
        for same in [
            "<path fill='none' d='M1,2 l3 4'/>",
            "<g style='stroke: red; fill: none'><path d='m1 2 3 4'/></g>",
            "<style>.a, .b { fill: none; }</style><path class='b' d='M1 2L4 6'/>",
            "<style><![CDATA[path { fill: none }]]></style><path d='M1 2L4 6'/>",
            "<style>#a { fill: none } * { fill: red }</style><path id='a' d='M1 2L4 6'/>",
            "<style>.a,.b{fill:none}.a{stroke:red}</style><path class='a' d='M1 2L4 6'/>",
            "<path visibility='hidden' fill='none' d='M7 7h9'/><path fill='none' d='M1 2L4 6'/>",
            "<rect fill='white'/><path fill='none' stroke='#fff' d='M1 2L4 6'/>",
            "<polyline fill='none' points='1,2 4,6'/>",
            "<path stroke='none' fill='none' d='M0 0h24v24H0z'/><path stroke='red' fill='none' d='M1 2L4 6'/>",
            "<path fill='none' d='M0 0h24v24H0z'/><path stroke='red' fill='none' d='M1 2L4 6'/>",
            "<g opacity='0'><path d='M7 7h9'/></g><path fill='none' d='M1 2L4 6'/>",
            "<g stroke='red' fill='none'><path stroke-width='0px' d='M7 7'/><path d='M1 2L4 6'/></g>",
            "<g stroke='red' fill='none'><path stroke-opacity='0%' d='M7 7'/><path d='M1 2L4 6'/></g>",
            "<g stroke='red' fill='none'><path stroke='rgba(0,0,0,0)' d='M7 7'/><path d='M1 2L4 6'/></g>",
            "<g stroke='red' fill='none'><path stroke='transparent' d='M7 7'/><path d='M1 2L4 6'/></g>",
            "<line x1='1' y1='2' x2='4' y2='6'/>",
            "<g transform='translate(1 2)'><line transform='scale(3,4)' x2='1' y2='1'/></g>",
            "<rect width='9' height='9'/><defs><path d='M0 0'/></defs><line x1='1' y1='2' x2='4' y2='6'/>",
        ] {
            assert_eq!(read(same).unwrap(), line, "{same}");
        }
        let chalk = "<rect fill='black'/><line stroke='#fff' x2='5'/><line stroke='red' x2='5'/>";
        assert_eq!(read(chalk).unwrap().len(), 2);
        let two = read("<path fill='none' d='M0 0H5 M0 1V5z'/>").unwrap();
        assert_eq!(two, [vec![[0.0, 0.0], [5.0, 0.0]], vec![[0.0, 1.0], [0.0, 5.0], [0.0, 1.0]]]);
    }

    #[test]
    fn curves_pass_through_their_points() {
        for curve in ["C0 8 8 8 8 0", "Q4 8 8 0", "A4 4 0 0 0 8 0"] {
            let strokes = read(&format!("<path fill='none' d='M0 0{curve}'/>")).unwrap();
            let (first, last) = (strokes[0][0], *strokes[0].last().unwrap());
            assert!(first == [0.0, 0.0] && (last[0] - 8.0).abs() + last[1].abs() < 1e-4, "{curve}");
            let highest = strokes[0].iter().map(|point| point[1]).fold(0.0, f64::max);
            assert!((3.9..6.1).contains(&highest), "{curve}: {highest}");
            assert!(strokes[0].windows(2).all(|two| two[0] != two[1]), "{curve}");
        }
    }

    #[test]
    fn what_no_pen_has_drawn_is_refused() {
        for (text, why) in [
            ("<path d='M0 0h5v5z'/>", "filled"),
            ("<polygon fill='black' points='0,0 1,1 0,1'/>", "filled"),
            ("<circle fill='none' stroke='black' r='4'/>", "a <circle>"),
            ("<line x2='9'/><line stroke='#fff' x2='5'/>", "strokes in white among others"),
            ("<g stroke='#eee'><line x2='9'/></g><line stroke='red' x2='5'/>", "in white"),
            ("<path fill='none' d='M0 0 L 5'/>", "a path"),
            ("<line transform='turn(3)' x2='1'/>", "a transform"),
            ("<line x2='wide'/>", "a line"),
            ("<g style='transform: rotate(9deg)'><line x2='9'/></g>", "a transform in a style"),
            ("<line transform='rotate(9)' transform-origin='5 5' x2='9'/>", "around an origin"),
            ("<svg x='5'><line x2='9'/></svg>", "an <svg> in an <svg>"),
            ("<mask id='m'/><g mask='url(#m)'><line x2='9'/></g>", "a mask"),
        ] {
            assert!(read(text).unwrap_err().contains(why), "{text}");
        }
    }
}
