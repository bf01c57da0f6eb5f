//! Files of XML, with bounds.

use std::borrow::Cow;

use roxmltree::{Document, Node, ParsingOptions};

use crate::Result;
use crate::data::sources::source::{bad, cannot_read};

/// The most elements of a file, and how deep they may lie in one another.
const MOST: (u32, usize) = (1 << 20, 64);

/// The text of a file of this name. A namespace that only its document type has is put where the parser sees it.
///
/// *Errors*: `bad-data` that names it.
pub(super) fn text<'b>(name: &str, bytes: &'b [u8]) -> Result<Cow<'b, str>> {
    let text = str::from_utf8(bytes).map_err(|e| cannot_read(name, e))?;
    let Some((before, rest)) = text.split_once("]>").filter(|(head, _)| head.contains("<!ATTLIST"))
    else {
        return Ok(text.into());
    };
    let space = |part: &str| {
        let (prefix, rest) = part.split_once(char::is_whitespace)?;
        let rest = rest.trim_start().strip_prefix("CDATA")?.trim_start().strip_prefix("#FIXED")?;
        let uri = rest.trim_start().strip_prefix('"')?.split_once('"')?.0;
        Some(format!(" xmlns:{prefix}=\"{uri}\""))
    };
    let is_name = |(at, _): &(usize, &str)| {
        rest[at + 1..].starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
    };
    let Some((root, _)) = rest.match_indices('<').find(is_name) else { return Ok(text.into()) };
    let end = rest[root..].find(|letter: char| letter.is_whitespace() || "/>".contains(letter));
    let (start, inside) = rest.split_at(root + end.unwrap_or(rest.len() - root));
    let mut spaces: Vec<String> = before.split("xmlns:").skip(1).filter_map(space).collect();
    spaces.retain(|space| !inside.split('>').next().unwrap_or_default().contains(space.trim()));
    spaces.sort();
    spaces.dedup();
    Ok(format!("{before}]>{start}{}{inside}", spaces.concat()).into())
}

/// The elements of a file of this name.
///
/// *Errors*: `bad-data` that names it.
pub(super) fn parse<'t>(name: &str, text: &'t str) -> Result<Document<'t>> {
    let options =
        ParsingOptions { allow_dtd: true, nodes_limit: MOST.0, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options);
    let document = document.map_err(|e| cannot_read(name, e))?;
    if document.descendants().any(|node| node.ancestors().nth(MOST.1).is_some()) {
        return Err(bad(name, "elements that lie too deep in one another"));
    }
    Ok(document)
}

/// Whether an element has this name, in whatever namespace.
pub(super) fn is(node: &Node, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_that_lie_too_deep_are_refused() {
        let nested = |depth: usize| format!("{}{}", "<g>".repeat(depth), "</g>".repeat(depth));
        assert!(parse("a.svg", &nested(60)).is_ok());
        let error = parse("a.svg", &nested(99)).unwrap_err();
        assert!(error.message().contains("a.svg: elements that lie too deep"), "{error}");
    }

    #[test]
    fn a_namespace_of_the_document_type_is_that_of_the_elements() {
        let space = "xmlns:k CDATA #FIXED \"http://k\"";
        let head =
            format!("<!DOCTYPE svg [\n<!ATTLIST g {space}\nk:a CDATA #IMPLIED>\n]>\n<!-- -->");
        for (root, expected) in [
            ("<svg><g k:a='1'/></svg>", "<svg xmlns:k=\"http://k\"><g k:a='1'/></svg>"),
            ("<svg xmlns:k=\"http://k\"/>", "<svg xmlns:k=\"http://k\"/>"),
        ] {
            let file = format!("{head}{root}");
            let text = text("a.svg", file.as_bytes()).unwrap();
            assert_eq!(text, format!("{head}{expected}"));
            assert!(parse("a.svg", &text).is_ok(), "{text}");
        }
        for plain in ["<svg/>", "<!ATTLIST ]>", "<!ATTLIST xmlns:k ]><svg"] {
            assert_eq!(text("a.svg", plain.as_bytes()).unwrap(), plain);
        }
    }
}
