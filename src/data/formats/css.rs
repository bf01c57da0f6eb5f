//! What style sheets in a document of SVG say of its elements.

use roxmltree::{Document, Node};
use simplecss::{AttributeOperator, DeclarationTokenizer, Element, PseudoClass, StyleSheet};

/// The rules of style sheets, the most specific last.
pub(super) struct Sheets<'a>(StyleSheet<'a>);

impl<'a> Sheets<'a> {
    /// Those in a document: `.cls-1, g path, #a { fill: none }`.
    pub fn of(document: &'a Document) -> Self {
        let sheets = document.descendants().filter(|node| node.tag_name().name() == "style");
        let mut all = StyleSheet::new();
        sheets.filter_map(|sheet| sheet.text()).for_each(|text| all.parse_more(text));
        Sheets(all)
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
    fn declared<'s>(&'s self, node: Node<'s, '_>, name: &str) -> Option<&'s str> {
        let rules = self.0.rules.iter().filter(|rule| rule.selector.matches(&Styled(node)));
        let of_rules = rules.flat_map(|rule| rule.declarations.iter().copied());
        let own = DeclarationTokenizer::from(node.attribute("style").unwrap_or_default());
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
        let text = format!(
            "<svg><style>{style}</style><g class='ink thin' id='g'><path class='a b'/></g></svg>"
        );
        let document = Document::parse(&text).unwrap();
        let path = document.descendants().find(|node| node.tag_name().name() == "path");
        Sheets::of(&document).property(path.unwrap(), "fill")
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
}
