//! Comparison of two elements, independent of the generated code under test.

mod difference;
mod encoded;
mod hints;
mod nodes;
mod values;

use roxmltree::{ExpandedName, Node};

pub(super) use self::difference::{Aspect, Difference};
pub(super) use self::encoded::canonical;
pub(super) use self::hints::{Hints, Kind};
use self::nodes::{
    Item, describe, expanded, is_content, is_type, items, name_of, shown, text, value,
};
use self::values::Precision;

/// The strictness of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// Elements, attributes and text must be equal. The order of attributes, prefixes, and white space between
    /// elements are ignored.
    Lexical,
    /// Like [`Lexical`](Self::Lexical), but texts may be different representations of one value, and values with
    /// a default in the schema may be absent.
    Value,
    /// Like [`Value`](Self::Value), but `xsi:type` may be added, since the type may be known from the schema
    /// (SOAP 1.1, §5.1).
    Encoded,
}

impl Measure {
    fn is_of_values(self) -> bool {
        self != Self::Lexical
    }
}

/// Returns the differences between an element and the written one.
pub(super) fn differences(
    source: Node<'_, '_>,
    written: Node<'_, '_>,
    measure: Measure,
    hints: &Hints,
) -> Vec<Difference> {
    let mut walk = Walk { measure, hints, path: Vec::new(), found: Vec::new() };
    walk.elements(source, written);
    walk.found
}

struct Walk<'h> {
    measure: Measure,
    hints: &'h Hints,
    path: Vec<String>,
    found: Vec<Difference>,
}

/// A text with the element in whose scope its prefixes are declared.
#[derive(Clone, Copy)]
struct Text<'t, 'a, 'input> {
    text: &'t str,
    scope: Node<'a, 'input>,
}

impl Walk<'_> {
    fn elements(&mut self, source: Node<'_, '_>, written: Node<'_, '_>) {
        self.path.push(source.tag_name().name().to_owned());
        if source.tag_name() == written.tag_name() {
            self.attributes(source, written);
            self.content(source, written);
        } else {
            self.find(Aspect::Order, &format!("replaced with `{}`", shown(written.tag_name())));
        }
        self.path.pop();
    }

    fn attributes(&mut self, source: Node<'_, '_>, written: Node<'_, '_>) {
        for attribute in source.attributes().filter(is_content) {
            let name = expanded(&attribute);
            let texts = |text| Text { text, scope: source };
            match value(written, name) {
                Some(other) => {
                    let other = Text { text: other, scope: written };
                    if !self.are_same(Kind::Attribute, name, texts(attribute.value()), other) {
                        let (left, right) = (attribute.value(), other.text);
                        self.find(
                            Aspect::Form,
                            &format!("attribute `{}`: {left:?} became {right:?}", name.name()),
                        );
                    }
                }
                None if self.is_default(Kind::Attribute, name, attribute.value()) => {}
                None if self.says_nothing_new(source, name, attribute.value()) => {}
                None => {
                    self.find(Aspect::Presence, &format!("attribute `{}` is missing", shown(name)));
                }
            }
        }
        for attribute in written.attributes().filter(is_content) {
            let name = expanded(&attribute);
            let is_told = self.measure == Measure::Encoded && is_type(name);
            let is_new = value(source, name).is_none() && !is_told;
            if is_new && !self.is_default(Kind::Attribute, name, attribute.value()) {
                self.find(Aspect::Presence, &format!("attribute `{}` was added", shown(name)));
            }
        }
    }

    fn content(&mut self, source: Node<'_, '_>, written: Node<'_, '_>) {
        let (mut left, mut right) = (items(source), items(written));
        if self.measure.is_of_values() && self.are_unordered(&left) {
            left.sort_by_key(name_of);
            right.sort_by_key(name_of);
        }
        if let ([] | [Item::Text(_)], [] | [Item::Text(_)]) = (&*left, &*right) {
            return self.leaves(source, written);
        }
        for index in 0..left.len().max(right.len()) {
            match (left.get(index), right.get(index)) {
                (Some(Item::Element(left)), Some(Item::Element(right))) => {
                    self.elements(*left, *right);
                    if left.tag_name() != right.tag_name() {
                        return;
                    }
                }
                (Some(Item::Text(left)), Some(Item::Text(right))) if left == right => {}
                (Some(Item::Text(left)), Some(Item::Text(right))) => {
                    self.find(Aspect::Form, &format!("text {left:?} became {right:?}"));
                }
                (Some(gone), _) => {
                    return self.find(Aspect::Presence, &format!("{} is missing", describe(gone)));
                }
                (None, Some(added)) => {
                    return self.find(Aspect::Presence, &format!("{} was added", describe(added)));
                }
                (None, None) => {}
            }
        }
    }

    fn are_unordered(&self, items: &[Item<'_, '_>]) -> bool {
        let elements = items.iter().map(|item| match item {
            Item::Element(element) => Some(element.tag_name().name()),
            Item::Text(_) => None,
        });
        let names: Option<Vec<&str>> = elements.collect();
        names.is_some_and(|names| self.hints.are_unordered(names.into_iter()))
    }

    /// Compares elements without child elements.
    fn leaves(&mut self, source: Node<'_, '_>, written: Node<'_, '_>) {
        let (left, right) = (text(source), text(written));
        let name = source.tag_name();
        let is_default =
            |one: &str, other: &str| one.is_empty() && self.is_default(Kind::Element, name, other);
        let is_same = self.are_same(
            Kind::Element,
            name,
            Text { text: &left, scope: source },
            Text { text: &right, scope: written },
        );
        if !is_same && !is_default(&left, &right) && !is_default(&right, &left) {
            self.find(Aspect::Form, &format!("{left:?} became {right:?}"));
        }
    }

    fn are_same(
        &self,
        kind: Kind,
        name: ExpandedName<'_, '_>,
        left: Text<'_, '_, '_>,
        right: Text<'_, '_, '_>,
    ) -> bool {
        if is_type(name) || self.hints.is_qualified_name(kind, name.name()) {
            return match (qualified_name(left), qualified_name(right)) {
                (Some(left), Some(right)) => left == right,
                _ => false,
            };
        }
        let names = || Some(prefixed_name(left)? == prefixed_name(right)?);
        left.text == right.text
            || names().unwrap_or(false)
            || self.measure.is_of_values()
                && values::are_same(left.text, right.text, self.precision(kind, name.name()))
    }

    fn precision(&self, kind: Kind, name: &str) -> Precision {
        self.hints.precision(kind, name)
    }

    fn is_default(&self, kind: Kind, name: ExpandedName<'_, '_>, text: &str) -> bool {
        self.measure.is_of_values() && self.hints.is_default(kind, name.name(), text)
    }

    /// Returns whether an attribute is an `xsi:type` that names the type declared in the schema.
    fn says_nothing_new(
        &self,
        element: Node<'_, '_>,
        name: ExpandedName<'_, '_>,
        value: &str,
    ) -> bool {
        let local = value.trim().rsplit(':').next().unwrap_or_default();
        self.measure.is_of_values()
            && is_type(name)
            && self.hints.is_declared_as(element.tag_name().name(), local)
    }

    fn find(&mut self, aspect: Aspect, what: &str) {
        let text = format!("{}: {what}", self.path.join("/"));
        self.found.push(Difference { aspect, text });
    }
}

/// Returns the namespace and local part of a name, or `None` if the prefix is not declared.
fn qualified_name<'t>(text: Text<'t, '_, '_>) -> Option<(Option<String>, &'t str)> {
    let name = text.text.trim_matches(values::is_space);
    let (prefix, local) = match name.split_once(':') {
        Some((prefix, local)) => (Some(prefix), local),
        None => (None, name),
    };
    let namespace = text.scope.lookup_namespace_uri(prefix).map(str::to_owned);
    (prefix.is_none() || namespace.is_some()).then_some((namespace, local))
}

/// Returns the namespace and local part of a name with a prefix. Texts without a colon are unlikely to be names.
fn prefixed_name<'t>(text: Text<'t, '_, '_>) -> Option<(Option<String>, &'t str)> {
    if text.text.contains(':') { qualified_name(text) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::documents::parse;

    /// Returns the first difference for each measure.
    fn compare(source: &str, written: &str, schema: &str) -> [Option<String>; 2] {
        let hints = Hints::read(&[schema]);
        let (source, written) = (parse(source).unwrap(), parse(written).unwrap());
        [Measure::Lexical, Measure::Value].map(|measure| {
            let (source, written) = (source.root_element(), written.root_element());
            let found = differences(source, written, measure, &hints);
            found.into_iter().next().map(|difference| difference.text)
        })
    }

    #[test]
    fn ignores_notation() {
        let cases = [
            ("<p:a xmlns:p='urn:x'/>", "<a xmlns='urn:x'></a>"),
            ("<a x='1' y='2'/>", "<a y='2' x='1'/>"),
            ("<a> <b/>\n<b/> </a>", "<a><b/><b/></a>"),
            ("<a>x<![CDATA[<]]><!-- c -->y</a>", "<a>x&lt;y</a>"),
            (
                "<a xmlns:p='urn:x' xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:type='p:T'/>",
                "<a xmlns:q='urn:x' xmlns:j='http://www.w3.org/2001/XMLSchema-instance' j:type='q:T'/>",
            ),
            ("<a xmlns:p='urn:x'>p:n</a>", "<a xmlns:q='urn:x'>q:n</a>"),
            (
                "<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:schemaLocation='x y'/>",
                "<a/>",
            ),
        ];
        for (source, written) in cases {
            assert_eq!(compare(source, written, "<s/>"), [None, None], "{source}");
        }
    }

    #[test]
    fn reports_differences_with_path() {
        let cases = [
            ("<a/>", "<a xmlns='urn:x'/>", "a: replaced with `{urn:x}a`"),
            ("<a><b x='1'/></a>", "<a><b/></a>", "a/b: attribute `x` is missing"),
            ("<a><b/></a>", "<a><b x='1'/></a>", "a/b: attribute `x` was added"),
            ("<a x='b'/>", "<a x='c'/>", "a: attribute `x`: \"b\" became \"c\""),
            ("<a><b/><c/></a>", "<a><b/></a>", "a: element `c` is missing"),
            ("<a><b/></a>", "<a><b/><c/></a>", "a: element `c` was added"),
            ("<a><b/><c/></a>", "<a><c/><b/></a>", "a/b: replaced with `c`"),
            ("<a><b>x</b></a>", "<a><b>y</b></a>", "a/b: \"x\" became \"y\""),
            ("<a>x<b/>y</a>", "<a>x<b/></a>", "a: text \"y\" is missing"),
            ("<a>x<b/></a>", "<a>z<b/></a>", "a: text \"x\" became \"z\""),
            (
                "<a xmlns:p='urn:x'>p:n</a>",
                "<a xmlns:p='urn:x'>p:m</a>",
                "a: \"p:n\" became \"p:m\"",
            ),
        ];
        for (source, written, expected) in cases {
            let expected = Some(expected.to_owned());
            assert_eq!(compare(source, written, "<s/>"), [expected.clone(), expected], "{source}");
        }
    }

    #[test]
    fn accepts_other_representations_of_values() {
        let source = "<a x='+1.50'><b> true</b></a>";
        let [lexical, value] = compare(source, "<a x='1.5'><b>1</b></a>", "<s/>");
        assert_eq!(lexical.as_deref(), Some("a: attribute `x`: \"+1.50\" became \"1.5\""));
        assert_eq!(value, None);
    }

    #[test]
    fn ignores_order_in_xs_all() {
        let schema = "<xs:all xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='b'/>\
                      <xs:element ref='p:c'/></xs:all>";
        let [lexical, value] = compare("<a><b/><c/></a>", "<a><c/><b/></a>", schema);
        assert_eq!((lexical.as_deref(), value), (Some("a/b: replaced with `c`"), None));
        let [_, value] = compare("<a><b/><c>1</c></a>", "<a><c>2</c><b/></a>", schema);
        assert_eq!(value.as_deref(), Some("a/c: \"1\" became \"2\""));
        let [_, value] = compare("<a><b/><d/></a>", "<a><d/><b/></a>", schema);
        assert!(value.is_some());
    }

    #[test]
    fn uses_defaults_and_types_of_schema() {
        let schema = "<s xmlns:xs='http://www.w3.org/2001/XMLSchema'>\
                      <xs:attribute name='x' type='xs:string' default='d'/>\
                      <xs:element name='b' type='xs:string' fixed='f'/>\
                      <xs:element name='q' type='xs:QName'/></s>";
        let cases = [
            ("<a x='d'/>", "<a/>", true),
            ("<a/>", "<a x='d'/>", true),
            ("<a x='e'/>", "<a/>", false),
            ("<b/>", "<b>f</b>", true),
            ("<b/>", "<b>g</b>", false),
            ("<q xmlns='urn:x'>n</q>", "<q xmlns='urn:x' xmlns:p='urn:x'>p:n</q>", true),
            ("<q xmlns:p='urn:x'>p:n</q>", "<q xmlns:p='urn:y'>p:n</q>", false),
            ("<q xmlns:p='urn:x'>p:n</q>", "<q>p:n</q>", false),
        ];
        for (source, written, is_same) in cases {
            let [_, value] = compare(source, written, schema);
            assert_eq!(value.is_none(), is_same, "{source} {value:?}");
        }
    }
}
