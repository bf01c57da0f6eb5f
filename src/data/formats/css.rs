//! What style sheets in a document of SVG say of its elements.

use roxmltree::{Document, Node};

/// The rules of style sheets, each a selector and its declarations, in their order.
pub(super) struct Sheets<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Sheets<'a> {
    /// Those in a document: `.cls-1, g path, #a { fill: none }`.
    pub fn of(document: &'a Document) -> Self {
        let sheets = document.descendants().filter(|node| node.tag_name().name() == "style");
        let rules = sheets.filter_map(|sheet| sheet.text()).flat_map(|text| text.split('}'));
        let rules = rules.filter_map(|rule| rule.split_once('{'));
        let each = |(selectors, style): (&'a str, &'a str)| {
            selectors.split(',').map(move |selector| (selector.trim(), style))
        };
        Sheets(rules.flat_map(each).collect())
    }

    /// A property of an element, or of the nearest one that it lies in.
    pub fn property(&self, node: Node, name: &str) -> Option<String> {
        let own = |node: Node| {
            let style = node.attribute("style").and_then(|style| value(style, name));
            let value = style.or_else(|| self.declared(node, name));
            value.or(node.attribute(name).map(str::trim)).map(str::to_string)
        };
        node.ancestors().find_map(own)
    }

    /// What the most specific rule says of an element, or of several the last.
    fn declared(&self, node: Node, name: &str) -> Option<&'a str> {
        let rules = self.0.iter().filter_map(|(selector, style)| {
            let value = value(style, name)?;
            matches(selector, node).then_some((specificity(selector), value))
        });
        rules.max_by_key(|(specificity, _)| *specificity).map(|(_, value)| value)
    }
}

fn value<'a>(style: &'a str, name: &str) -> Option<&'a str> {
    let declarations = style.split(';').filter_map(|one| one.split_once(':'));
    declarations.rev().find(|(own, _)| own.trim() == name).map(|(_, value)| value.trim())
}

/// Names, classes and elements: what tells more comes first.
fn specificity(selector: &str) -> [usize; 3] {
    let elements = parts(selector).filter(|part| !part.starts_with(['.', '#', '*'])).count();
    [selector.matches('#').count(), selector.matches('.').count(), elements]
}

/// Whether an element is meant by `path`, `.a`, `path.a#b` or `g.a path`. A child counts as any that lies inside; states
/// and attributes are not known.
fn matches(selector: &str, node: Node) -> bool {
    let mut parts = parts(selector).collect::<Vec<_>>().into_iter().rev();
    if !parts.next().is_some_and(|last| is(last, node)) {
        return false;
    }
    let mut outer = node.ancestors().skip(1);
    parts.all(|part| outer.any(|outer| is(part, outer)))
}

fn parts(selector: &str) -> impl Iterator<Item = &str> {
    selector.split([' ', '\t', '\r', '\n', '>']).filter(|part| !part.is_empty())
}

/// Whether an element has all that a part of a selector names.
fn is(part: &str, node: Node) -> bool {
    let (element, mut rest) = part.split_at(part.find(['.', '#']).unwrap_or(part.len()));
    if !["", "*", node.tag_name().name()].contains(&element) || !node.is_element() {
        return false;
    }
    while let Some(mark) = rest.chars().next() {
        let end = rest[1..].find(['.', '#']).map_or(rest.len(), |end| end + 1);
        let (name, behind) = (&rest[1..end], &rest[end..]);
        let is_so = match mark {
            '#' => node.attribute("id") == Some(name),
            _ => {
                let classes = node.attribute("class").unwrap_or_default();
                classes.split_whitespace().any(|class| class == name)
            }
        };
        if !is_so {
            return false;
        }
        rest = behind;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(style: &str) -> Option<String> {
        let text = format!(
            "<svg><style>{style}</style><g class='ink thin' id='g'><path class='a b'/></g></svg>"
        );
        let document = Document::parse(&text).unwrap();
        let path = document.descendants().find(|node| node.tag_name().name() == "path");
        Sheets::of(&document).property(path.unwrap(), "fill")
    }

    #[test]
    fn selectors_of_several_parts_mean_what_is_so_and_lies_so() {
        for selector in
            ["path", ".a", "path.a.b", "g path", "g.ink.thin > path", "#g .b", "svg g path.a", "*"]
        {
            assert_eq!(fill(&format!("{selector} {{ fill: none }}")).as_deref(), Some("none"));
        }
        for selector in
            ["line", ".c", "path.c", "path path", ".a g", "#h path", "path:hover", "path[d]", ""]
        {
            assert_eq!(fill(&format!("{selector} {{ fill: none }}")), None, "{selector}");
        }
    }

    #[test]
    fn the_most_specific_rule_counts_and_of_those_the_last() {
        for style in [
            ".a{fill:none}path{fill:red}",
            "g .a{fill:none}.a{fill:red}",
            ".a{fill:red}.b{fill:none}",
            ".a,.b{fill:none}.a{stroke:red}",
            ".a{fill:red;fill:none}",
            "g{fill:red}path{fill:none}",
        ] {
            assert_eq!(fill(style).as_deref(), Some("none"), "{style}");
        }
    }
}
