//! What style sheets in a document of SVG say of its elements.

use roxmltree::{Document, Node};
use simplecss::{
    AttributeOperator, Declaration, DeclarationTokenizer, Element, PseudoClass, StyleSheet,
};

/// The text of the style sheets in a document, of which each declaration can be read: [`simplecss`] passes over all that
/// stands in a rule behind one that it cannot read, such as `--ink: black`.
pub(super) fn text(document: &Document) -> String {
    let sheets = document.descendants().filter(|node| node.tag_name().name() == "style");
    sheets.filter_map(|sheet| sheet.text()).flat_map(pieces).map(readable).collect()
}

fn readable(piece: &str) -> String {
    if piece.ends_with('{') {
        return piece.into();
    }
    let end = if piece.ends_with('}') { "}" } else { "" };
    let Some(Declaration { name, value, important }) = declaration(piece) else {
        return end.into();
    };
    format!("{name}:{value}{};{end}", if important { "!important" } else { "" })
}

/// The declaration that a piece is, if it is one.
fn declaration(piece: &str) -> Option<Declaration<'_>> {
    DeclarationTokenizer::from(piece.trim_end_matches(['}', ';'])).next()
}

/// A style sheet, or what an attribute says, cut behind each `{`, `}` and `;` that is in no text, bracket or comment.
fn pieces(css: &str) -> impl Iterator<Item = &str> {
    let (mut quote, mut depth, mut comment, mut before) = (None, 0_usize, false, ' ');
    css.split_inclusive(move |letter: char| {
        let pair = [std::mem::replace(&mut before, letter), letter];
        match (comment, quote) {
            (true, _) => comment = pair != ['*', '/'],
            (_, Some(end)) => quote = Some(end).filter(|&end| end != letter || pair[0] == '\\'),
            _ => match letter {
                '*' if pair[0] == '/' => (comment, before) = (true, ' '),
                '"' | '\'' => quote = Some(letter),
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => return depth == 0 && "{};".contains(letter),
            },
        }
        false
    })
}

/// The rules of style sheets, the most specific last.
pub(super) struct Sheets<'a>(StyleSheet<'a>);

impl<'a> Sheets<'a> {
    /// Those in a [`text`]: `.cls-1, g path, #a { fill: none }`.
    pub fn of(text: &'a str) -> Self {
        Sheets(StyleSheet::parse(text))
    }

    /// A property of an element, or of the nearest one that it lies in.
    pub fn property(&self, node: Node, name: &str) -> Option<String> {
        let own = |node: Node| {
            let value = self.declared(node, name).or(node.attribute(name));
            value.map(|value| value.trim().to_string())
        };
        node.ancestors().find_map(own)
    }

    /// What the rules and the element's own style say of it.
    pub fn declared<'s>(&'s self, node: Node<'s, '_>, name: &str) -> Option<&'s str> {
        let rules = self.0.rules.iter().filter(|rule| rule.selector.matches(&Styled(node)));
        let of_rules = rules.flat_map(|rule| rule.declarations.iter().copied());
        let own = pieces(node.attribute("style").unwrap_or_default()).filter_map(declaration);
        let all = of_rules.chain(own).filter(|declaration| declaration.name == name);
        // Of the equally important ones the last counts.
        all.max_by_key(|declaration| declaration.important).map(|declaration| declaration.value)
    }
}

/// An element, as selectors ask about it.
struct Styled<'a, 'input>(Node<'a, 'input>);

impl Element for Styled<'_, '_> {
    fn parent_element(&self) -> Option<Self> {
        self.0.parent_element().map(Styled)
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.0.prev_sibling_element().map(Styled)
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.0.is_element() && self.0.tag_name().name() == name
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator) -> bool {
        self.0.attribute(name).is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass) -> bool {
        class == PseudoClass::FirstChild && self.0.prev_sibling_element().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(style: &str) -> Option<String> {
        let svg = format!(
            "<svg><style>{style}</style><g class='ink thin' id='g'><path class='a b'/></g></svg>"
        );
        let document = Document::parse(&svg).unwrap();
        let path = document.descendants().find(|node| node.tag_name().name() == "path");
        Sheets::of(&text(&document)).property(path.unwrap(), "fill")
    }

    #[test]
    fn selectors_of_several_parts_mean_what_is_so_and_lies_so() {
        for selector in [
            "path",
            ".a",
            "path.a.b",
            "g path",
            "g.ink.thin > path",
            "#g .b",
            "svg g path.a",
            "*",
            "path[class]",
        ] {
            assert_eq!(fill(&format!("{selector} {{ fill: none }}")).as_deref(), Some("none"));
        }
        for selector in [
            "line",
            ".c",
            "path.c",
            "path path",
            ".a g",
            "#h path",
            "path:hover",
            "path[d]",
            "svg > path",
            "",
        ] {
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
            "path{fill:none !important}.a{fill:red}",
            "/* line */ path { /* no fill */ fill: none; }",
            "@media print{path{fill:red}}path{fill:none}",
            "path:root{fill:red}@charset 'utf-8';path{fill:none;;}",
        ] {
            assert_eq!(fill(style).as_deref(), Some("none"), "{style}");
        }
    }

    #[test]
    fn what_cannot_be_read_of_a_rule_hides_nothing_of_it() {
        for style in [
            ":root{--ink:#000;}.a{--w:2;fill:none}",
            ".a{--set:[a b];--empty:;fill:none}",
            ".a{filter:drop-shadow(0 0 2px rgba(0,0,0,.5));fill:none}",
            ".a{content:'a;b}';background:url(data:image/png;base64,AA==);fill:none}",
            ".a{width:calc(1px + (2px));=;7:8;fill /* ; */ : none /* } */; b}",
            ".a{content:\"it's /* \";fill:none}",
            "@font-face{src:url(data:font/woff;base64,AA==);--x:1}.a{fill:none!important;fill:red}",
            "@media print{path{--a:1;fill:red}.a{fill:red}}path{fill:none}",
        ] {
            assert_eq!(fill(style).as_deref(), Some("none"), "{style}");
        }
        let svg = "<svg style='--ink:1;margin:calc((1px));fill:none'/>";
        let document = Document::parse(svg).unwrap();
        let fill = Sheets::of("").property(document.root_element(), "fill");
        assert_eq!(fill.as_deref(), Some("none"));
    }
}
