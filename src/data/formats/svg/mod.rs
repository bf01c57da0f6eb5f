//! Drawings as SVG, one a file: lines and curves of a pen, or the picture of what else there is.

mod far;
mod pen;
mod picture;
mod shown;

use resvg::usvg::{ImageHrefResolver, Options, Tree};
use roxmltree::{Document, Node, ParsingOptions};
use svgtypes::Transform;

use super::reading::Reading;
use super::xml::{self, is};
use crate::Result;
use crate::data::drawing::Place;
use crate::data::images::unread::{Encoded, Unread};
use crate::data::names::file_names::split_folder;
pub(super) use pen::path;
use shown::{Shown, shown};

/// What lends its colour to lines of which no element tells one: the page that shows them would.
const INK: &str = "svg { stroke: black } rect { stroke: none }";

/// Reads the strokes of what is drawn in lines. Anything else, such as the outline of a stroke that is filled, is read as
/// the picture that it makes.
///
/// *Source*: "Scalable Vector Graphics (SVG) 1.1"; the sketches of TU Berlin (Eitz, Hays, Alexa 2012) are such files, in a
/// folder for each class.
///
/// *Errors*: `bad-data` that names the file.
pub(super) fn read(mut reading: Reading) -> Result<()> {
    let bytes = reading.bytes(reading.budget.limits().drawing_bytes)?;
    let text = xml::text(&reading.name, &bytes)?;
    let document = xml::parse(&reading.name, &text)?;
    let drawn = drawn(&document).map_err(|why| reading.bad(&why))?;
    let Reading { path, name, budget, gathered, .. } = reading;
    let kanji = kanji(&document, path);
    let class = kanji.as_deref().unwrap_or(split_folder(path).0);
    match drawn {
        Drawn::Strokes(strokes) => {
            gathered.add_stroke_file(class, path, strokes, budget).map_err(|e| e.within(&name))
        }
        Drawn::Picture(png) => {
            budget.add_bytes(png.len())?;
            let (source, place) = (gathered.source.clone(), Place::File(path.into()));
            let content = Encoded::File(png);
            gathered.images.push(Unread { class: class.into(), source, place, content });
            Ok(())
        }
    }
}

/// The character that the name of a file of KanjiVG has, as in `04e00.svg` and `04e00-Kaisho.svg`.
fn kanji(document: &Document, path: &str) -> Option<String> {
    is_kanji(document).then_some(())?;
    let code = split_folder(path).1.split(['.', '-']).next()?;
    let letter = u32::from_str_radix(code, 16).ok().filter(|_| code.len() == 5)?;
    char::from_u32(letter).map(String::from)
}

fn is_kanji(document: &Document) -> bool {
    let mut spaces = document.descendants().flat_map(|node| node.namespaces());
    spaces.any(|space| space.uri().contains("kanjivg"))
}

/// What is in a file.
#[derive(Debug)]
enum Drawn {
    Strokes(Vec<Vec<[f64; 2]>>),
    /// The bytes of a PNG.
    Picture(Vec<u8>),
}

fn drawn(document: &Document) -> std::result::Result<Drawn, String> {
    document.descendants().filter(Node::is_element).try_for_each(|node| check(node, document))?;
    match far::moved(document)? {
        Some(text) => {
            let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
            let near = Document::parse_with_options(&text, options).map_err(|e| e.to_string())?;
            visible(&near)
        }
        None => visible(document),
    }
}

/// What of a document can be seen.
fn visible(document: &Document) -> std::result::Result<Drawn, String> {
    let tree = |ink: Option<&str>| {
        let options = Options {
            // A file names no others.
            image_href_resolver: ImageHrefResolver {
                resolve_data: Box::new(|_, _, _| None),
                resolve_string: Box::new(|_, _| None),
            },
            style_sheet: ink.map(str::to_string),
            ..Options::default()
        };
        Tree::from_xmltree(document, &options).map_err(|e| e.to_string())
    };
    let own = tree(None)?;
    match shown(&own) {
        Shown::Strokes(strokes) if strokes.is_empty() => match shown(&tree(Some(INK))?) {
            Shown::Strokes(strokes) => Ok(Drawn::Strokes(strokes)),
            Shown::Other { .. } => Err("shapes without a colour: save it as PNG".into()),
        },
        Shown::Strokes(strokes) => Ok(Drawn::Strokes(strokes)),
        Shown::Other { has_paper } => picture::png(&own, has_paper).map(Drawn::Picture),
    }
}

/// *Errors*: that an element is not understood, which would be left out.
fn check(node: Node, document: &Document) -> std::result::Result<(), String> {
    let is_hidden = || {
        let says = |outer: Node, name, value| {
            outer.attribute(name).is_some_and(|own| own.replace(' ', "").contains(value))
        };
        node.ancestors().any(|outer| {
            says(outer, "display", "none")
                || says(outer, "style", "display:none")
                || is(&outer, "switch")
        })
    };
    let name = node.tag_name().name();
    let is_text = || {
        name == "text"
            && node.descendants().any(|it| it.text().is_some_and(|it| !it.trim().is_empty()))
    };
    let is_other = name == "image" || name == "foreignObject" || is_text() && !is_kanji(document);
    if is_other && !is_hidden() {
        return Err(format!("a <{name}>, which is not read: save it as PNG"));
    }
    let style = if name == "style" { node.text() } else { node.attribute("style") };
    if style.is_some_and(is_moved) {
        return Err("a transform in a style, which is not read: save it as PNG".into());
    }
    if name == "path" {
        path(node.attribute("d").unwrap_or_default())?;
    }
    let transform = node.attribute("transform").map(str::parse::<Transform>);
    transform.map_or(Ok(()), |it| it.map(|_| ()).map_err(|e| format!("a transform: {e}")))
}

/// Whether declarations of a style move anything.
fn is_moved(style: &str) -> bool {
    style.split([';', '{', '}']).any(|declaration| {
        let value = declaration.split_once(':').filter(|(name, _)| {
            ["transform", "transform-origin"].contains(&name.trim().to_lowercase().as_str())
        });
        value.is_some_and(|(_, value)| value.trim() != "none")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(inside: &str) -> std::result::Result<Drawn, String> {
        let link = "xmlns:xlink='http://www.w3.org/1999/xlink'";
        let text = format!("<svg xmlns='http://www.w3.org/2000/svg' {link}>{inside}</svg>");
        drawn(&Document::parse(&text).unwrap())
    }

    fn strokes(inside: &str) -> Vec<Vec<[f64; 2]>> {
        match read(inside) {
            Ok(Drawn::Strokes(strokes)) => strokes,
            other => panic!("{inside}: {other:?}"),
        }
    }

    #[test]
    fn lines_are_strokes_where_they_are_shown() {
        let line = [[[1.0, 2.0], [4.0, 6.0]]];
        let mut wrong = Vec::new();
        for same in [
            "<path fill='none' d='M1,2 l3 4'/>",
            "<g style='stroke: red; fill: none'><path d='m1 2 3 4'/></g>",
            "<style>.a, .b { fill: none; }</style><path class='b' d='M1 2L4 6'/>",
            "<style><![CDATA[path { fill: none }]]></style><path d='M1 2L4 6'/>",
            "<style>#a { fill: none } * { fill: red }</style><path id='a' d='M1 2L4 6'/>",
            "<style>.a,.b{fill:none}.a{stroke:red}</style><path class='a' d='M1 2L4 6'/>",
            "<path visibility='hidden' fill='none' d='M7 7h9'/><path fill='none' d='M1 2L4 6'/>",
            "<rect fill='white' width='9' height='9'/><path fill='none' stroke='#fff' d='M1 2L4 6'/>",
            "<rect fill='#fff' width='9' height='9'/><path fill='none' d='M1 2L4 6'/>",
            "<path fill='#fff' d='M0 0h9v9z'/><path fill='none' stroke='red' d='M1 2L4 6'/>",
            "<path fill='#fff' stroke='red' d='M1 2L4 6'/>",
            "<pattern id='p' width='2' height='2' patternUnits='userSpaceOnUse'><path d='M0 0h2' stroke='#ccc'/></pattern><rect fill='url(#p)' width='9' height='9'/><path stroke='red' fill='none' d='M1 2L4 6'/>",
            "<polyline fill='none' points='1,2 4,6'/>",
            "<path stroke='none' fill='none' d='M0 0h24v24H0z'/><path stroke='red' fill='none' d='M1 2L4 6'/>",
            "<path fill='none' d='M0 0h24v24H0z'/><path stroke='red' fill='none' d='M1 2L4 6'/>",
            "<g opacity='0'><path d='M7 7h9'/></g><path fill='none' d='M1 2L4 6'/>",
            "<g stroke='red' fill='none'><path stroke-width='0px' d='M7 7h1'/><path d='M1 2L4 6'/></g>",
            "<g stroke='red' fill='none'><path stroke-opacity='0%' d='M7 7h1'/><path d='M1 2L4 6'/></g>",
            "<g stroke='red' fill='none'><path stroke='rgba(0,0,0,0)' d='M7 7h1'/><path d='M1 2L4 6'/></g>",
            "<g stroke='red' fill='none'><path stroke='transparent' d='M7 7h1'/><path d='M1 2L4 6'/></g>",
            "<line x1='1' y1='2' x2='4' y2='6'/>",
            "<line stroke='currentColor' x1='1' y1='2' x2='4px' y2='6'/>",
            "<g transform='translate(1 2)'><line transform='scale(3,4)' x2='1' y2='1'/></g>",
            "<g style='transform: none; text-transform: uppercase'><line x1='1' y1='2' x2='4' y2='6'/></g>",
            "<g transform='rotate(180)' transform-origin='2.5 4'><line stroke='red' x2='1' y2='2' x1='4' y1='6'/></g>",
            "<defs><path id='p' d='M0 0L3 4' stroke='red'/></defs><use href='#p' x='1' y='2'/>",
            "<symbol id='p'><path d='M0 0L3 4' stroke='red'/></symbol><use xlink:href='#p' x='1' y='2'/>",
            "<clipPath id='c'><rect width='9' height='9'/></clipPath><g clip-path='url(#c)'><line stroke='red' x1='1' y1='2' x2='4' y2='6'/></g>",
            "<svg x='1' y='2'><line stroke='red' x2='3' y2='4'/></svg>",
            "<switch><foreignObject requiredExtensions='a'/><line stroke='red' x1='1' y1='2' x2='4' y2='6'/></switch>",
            "<switch><g systemLanguage='xx'><line x2='9'/></g><line stroke='red' x1='1' y1='2' x2='4' y2='6'/></switch>",
        ] {
            let strokes = strokes(same);
            let is_one = strokes.len() == 1 && strokes[0].len() == 2;
            let numbers = strokes.iter().flatten().flatten().zip(line.iter().flatten().flatten());
            let away: f64 = numbers.map(|(a, b)| (a - b).abs()).sum();
            if !is_one || away > 1e-4 {
                wrong.push(format!("{same}: {strokes:?}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        let two = strokes("<path fill='none' d='M0 0H5 M0 1V5z'/>");
        assert_eq!(two, [vec![[0.0, 0.0], [5.0, 0.0]], vec![[0.0, 1.0], [0.0, 5.0], [0.0, 1.0]]]);
    }

    #[test]
    fn rings_and_boxes_are_strokes() {
        let pen = "fill='none' stroke='black'";
        let ring = strokes(&format!("<circle cx='5' cy='6' r='3' {pen}/>"));
        let away = |[x, y]: &[f64; 2]| ((x - 5.0).hypot(y - 6.0) - 3.0).abs();
        assert!(ring.len() == 1 && ring[0].iter().all(|point| away(point) < 1e-2), "{ring:?}");
        let flat = strokes(&format!("<ellipse cx='5' cy='6' rx='9' ry='1' {pen}/>"));
        let height = flat[0].iter().map(|point| point[1]).fold(0.0, f64::max);
        assert!((height - 7.0).abs() < 1e-2, "{flat:?}");
        let square = strokes(&format!("<rect x='1' y='2' width='3' height='4' {pen}/>"));
        let corners = [[1.0, 2.0], [4.0, 2.0], [4.0, 6.0], [1.0, 6.0], [1.0, 2.0]];
        assert_eq!(square, [corners]);
    }

    #[test]
    fn what_is_no_line_is_a_picture() {
        for inside in [
            "<path d='M0 0h9v9z'/>",
            "<circle cx='5' cy='5' r='3'/>",
            "<line stroke='red' x2='9'/><path fill='#fff' d='M0 0h9v9z'/>",
            "<rect fill='black' width='9' height='9'/><line stroke='#fff' x2='5'/>",
            "<g stroke='#eee'><line x2='9'/></g><line stroke='red' y2='5'/>",
            "<mask id='m'><rect width='4' height='4' fill='white'/></mask><g mask='url(#m)'><line stroke='red' x2='9' y2='9'/></g>",
            "<clipPath id='c'><rect width='4' height='4'/></clipPath><line clip-path='url(#c)' stroke='red' x2='9' y2='9'/>",
        ] {
            let drawn = read(inside).unwrap();
            let Drawn::Picture(png) = drawn else { panic!("{inside}: {drawn:?}") };
            let image = image::load_from_memory(&png).unwrap().into_rgba8();
            assert!(image.pixels().any(|pixel| pixel.0[3] > 128), "{inside}");
        }
    }

    #[test]
    fn what_is_not_read_is_named() {
        for (text, why) in [
            ("<image href='a.png' width='9' height='9'/>", "<image>"),
            ("<text>cat</text>", "<text>"),
            ("<foreignObject><p>cat</p></foreignObject>", "<foreignObject>"),
            ("<path fill='none' d='M0 0 L 5'/>", "a path"),
            ("<line transform='turn(3)' x2='1'/>", "a transform"),
            (
                "<g style='opacity: 1; transform: rotate(9deg)'><line x2='9'/></g>",
                "a transform in a style",
            ),
            ("<style>line{transform :scale(2)}</style><line x2='9'/>", "a transform in a style"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
        }
        assert!(strokes("<text> </text><line x2='9'/>").len() == 1);
        assert!(strokes("").is_empty());
    }
}
