//! Canonical form of SOAP-encoded messages, since SOAP 1.1, §5 has several notations for a value.
//!
//! References are resolved, and nil accessors and array items are omitted. Members of structures are sorted by
//! name. Items of arrays have a position instead of a name. Information about the notation (`id`, `root`,
//! `encodingStyle`, the type of an array) is removed.

use std::collections::BTreeMap;
use std::fmt::Write;

use roxmltree::{Attribute, Node};

use super::Hints;
use super::nodes::{ENVELOPES, XSI};

const XSD: &str = "http://www.w3.org/2001/XMLSchema";
const ENCODINGS: [&str; 2] =
    ["http://schemas.xmlsoap.org/soap/encoding/", "http://www.w3.org/2003/05/soap-encoding"];
/// Maximum nesting depth. Deeper nesting is considered a cycle of references.
const DEPTH: usize = 100;
/// The `expect` message for writing to a `String`.
const INFALLIBLE: &str = "writing to a `String` cannot fail";

/// Returns an element of a message, with everything it refers to, as a separate document.
pub(in crate::conformance) fn canonical(element: Node<'_, '_>, hints: &Hints) -> String {
    let mut targets = BTreeMap::new();
    for node in element.document().descendants() {
        let id = node.attributes().find(|it| it.name() == "id" && is_of_encoding(it));
        targets.extend(id.map(|id| (id.value().to_owned(), node)));
    }
    let mut form = Form { targets, hints, text: String::new(), depth: 0 };
    form.accessor(element, None);
    form.text
}

struct Form<'a, 'input, 'h> {
    targets: BTreeMap<String, Node<'a, 'input>>,
    hints: &'h Hints,
    text: String,
    depth: usize,
}

/// The position and type of an array item.
struct Item {
    place: usize,
    type_name: Option<TypeName>,
}

/// A namespace and a local part.
type TypeName = (String, String);

impl<'a, 'input> Form<'a, 'input, '_> {
    /// Writes an element with its value, which may be at a reference's target.
    fn accessor(&mut self, accessor: Node<'a, 'input>, item: Option<Item>) {
        let value = self.value(accessor);
        if is_nil(accessor) || is_nil(value) || self.depth > DEPTH {
            return;
        }
        self.depth += 1;
        let is_array = self.is_array(accessor, value);
        let end = self.open(accessor, value, item, is_array);
        let children: Vec<_> = value.children().filter(Node::is_element).collect();
        if is_array {
            self.items(value, &children);
        } else if children.is_empty() {
            let text: String = value.children().filter_map(|node| node.text()).collect();
            self.text.push_str(&escaped(&text));
        } else {
            let mut members = children;
            members.sort_by_key(|member| member.tag_name().name());
            for member in members {
                self.accessor(member, None);
            }
        }
        self.text.push_str(&end);
        self.depth -= 1;
    }

    /// Returns the element that an accessor refers to, or the accessor itself.
    fn value(&self, accessor: Node<'a, 'input>) -> Node<'a, 'input> {
        let is_reference = |it: &Attribute<'_, '_>| {
            it.namespace().is_none() && it.name() == "href" || is_encoding(it, "ref")
        };
        let reference = accessor.attributes().find(is_reference);
        let target = reference.and_then(|it| self.targets.get(it.value().trim_start_matches('#')));
        target.copied().unwrap_or(accessor)
    }

    fn is_array(&self, accessor: Node<'_, '_>, value: Node<'_, '_>) -> bool {
        let is_stated = |it: Attribute<'_, '_>| {
            ["arrayType", "arraySize", "itemType"].iter().any(|name| is_encoding(&it, name))
        };
        let ty = type_of(value);
        value.attributes().any(is_stated)
            || ty.as_ref().is_some_and(|(namespace, local)| {
                is_generic(namespace, local) && local == "Array" || self.hints.is_array(local)
            })
            || ty.is_none() && self.hints.is_declared_as_array(accessor.tag_name().name())
    }

    /// Writes the start tag and returns the end tag.
    fn open(
        &mut self,
        accessor: Node<'_, '_>,
        value: Node<'_, '_>,
        item: Option<Item>,
        is_array: bool,
    ) -> String {
        let name = match (&item, accessor.tag_name().namespace()) {
            (Some(_), _) => "item".to_owned(),
            (None, Some(_)) => format!("c:{}", accessor.tag_name().name()),
            (None, None) => accessor.tag_name().name().to_owned(),
        };
        write!(self.text, "<{name}").expect(INFALLIBLE);
        // Declarations are kept because texts may contain prefixes.
        for namespace in value.namespaces() {
            if let Some(prefix) = namespace.name().filter(|it| !["xml", "c", "t"].contains(it)) {
                self.attribute(&format!("xmlns:{prefix}"), namespace.uri());
            }
        }
        self.attribute("xmlns:c", accessor.tag_name().namespace().unwrap_or("urn:none"));
        let mut type_name = type_of(value).filter(|(uri, local)| !is_generic(uri, local));
        if let Some(item) = item {
            self.attribute("place", &item.place.to_string());
            type_name = type_name.or(item.type_name);
        }
        if let Some((namespace, local)) = type_name.filter(|_| !is_array) {
            self.attribute("xmlns:t", &namespace);
            self.attribute("xmlns:xsi", XSI);
            self.attribute("xsi:type", &format!("t:{local}"));
        }
        for attribute in value.attributes().filter(is_own) {
            self.attribute(attribute.name(), attribute.value());
        }
        self.text.push('>');
        format!("</{name}>")
    }

    /// Adds an attribute, unless the tag already has one with this name.
    fn attribute(&mut self, name: &str, value: &str) {
        let tag = &self.text[self.text.rfind('<').unwrap_or_default()..];
        if !tag.contains(&format!(" {name}=")) {
            write!(self.text, " {name}=\"{}\"", escaped(value)).expect(INFALLIBLE);
        }
    }

    /// Writes the items of an array with their positions.
    fn items(&mut self, array: Node<'_, '_>, items: &[Node<'a, 'input>]) {
        let attribute = |name: &str| array.attributes().find(|it| is_encoding(it, name));
        let stated = attribute("arrayType").map_or("", |it| it.value());
        let (ty, lengths) = stated.rsplit_once('[').unwrap_or((stated, ""));
        let lengths = match attribute("arraySize") {
            Some(size) => numbers(size.value()),
            None => numbers(lengths),
        };
        let ty = attribute("itemType").map_or(ty, |it| it.value());
        // Arrays of arrays do not name the type of their items.
        let is_name = !ty.is_empty() && !ty.contains('[');
        let type_name = if is_name { resolved(array, ty) } else { None };
        let type_name = type_name.filter(|(namespace, local)| !is_generic(namespace, local));
        let mut next = attribute("offset").map_or(0, |it| place(it.value(), &lengths));
        for item in items {
            let position = item.attributes().find(|it| is_encoding(it, "position"));
            next = position.map_or(next, |it| place(it.value(), &lengths));
            self.accessor(*item, Some(Item { place: next, type_name: type_name.clone() }));
            next += 1;
        }
        if lengths.len() > 1 {
            write!(self.text, "<size>{lengths:?}</size>").expect(INFALLIBLE);
        }
    }
}

/// Returns whether an attribute belongs to the value, and not to its notation.
fn is_own(attribute: &Attribute<'_, '_>) -> bool {
    match attribute.namespace() {
        Some(namespace) => {
            namespace != XSI && !ENVELOPES.contains(&namespace) && !ENCODINGS.contains(&namespace)
        }
        None => !["id", "href"].contains(&attribute.name()),
    }
}

fn is_encoding(attribute: &Attribute<'_, '_>, name: &str) -> bool {
    attribute.name() == name && attribute.namespace().is_some_and(|it| ENCODINGS.contains(&it))
}

/// Returns whether an `id` attribute may be SOAP's. In SOAP 1.1 it has no namespace, in SOAP 1.2 it has one.
fn is_of_encoding(attribute: &Attribute<'_, '_>) -> bool {
    attribute.namespace().is_none_or(|it| ENCODINGS.contains(&it))
}

fn is_nil(element: Node<'_, '_>) -> bool {
    element.attribute((XSI, "nil")).is_some_and(|nil| matches!(nil.trim(), "1" | "true"))
}

/// Returns whether a type is the generic array or structure.
fn is_generic(namespace: &str, local: &str) -> bool {
    ENCODINGS.contains(&namespace) && ["Array", "Struct"].contains(&local)
}

fn type_of(element: Node<'_, '_>) -> Option<TypeName> {
    resolved(element, element.attribute((XSI, "type"))?)
}

/// Resolves a qualified name. SOAP's own simple types are mapped to those of XML Schema (§5.2.1).
fn resolved(scope: Node<'_, '_>, name: &str) -> Option<TypeName> {
    let (prefix, local) = match name.trim().split_once(':') {
        Some((prefix, local)) => (Some(prefix), local),
        None => (None, name.trim()),
    };
    let namespace = scope.lookup_namespace_uri(prefix)?;
    let is_simple = ENCODINGS.contains(&namespace) && !is_generic(namespace, local);
    Some((if is_simple { XSD } else { namespace }.to_owned(), local.to_owned()))
}

/// Returns the numbers in a text such as `2,3]`.
fn numbers(text: &str) -> Vec<usize> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|it| it.parse().ok()).collect()
}

/// Converts coordinates such as `[1,2]` to an index in row-major order.
fn place(position: &str, lengths: &[usize]) -> usize {
    let coordinates = numbers(position);
    let lengths = lengths.iter().copied().chain(std::iter::repeat(1));
    coordinates
        .iter()
        .zip(lengths)
        .fold(0, |place, (coordinate, length)| place * length + coordinate)
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    text.replace('\r', "&#13;").replace('\n', "&#10;").replace('\t', "&#9;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::compare::{Measure, differences};
    use crate::conformance::documents::parse;

    const DECLARED: &str = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' \
                            xmlns:xsd='http://www.w3.org/2001/XMLSchema' \
                            xmlns:enc='http://schemas.xmlsoap.org/soap/encoding/' xmlns:s='urn:s'";
    const WSDL: &str = "<d xmlns:xsd='http://www.w3.org/2001/XMLSchema' \
        xmlns:enc='http://schemas.xmlsoap.org/soap/encoding/'>\
        <xsd:complexType name='Names'><xsd:complexContent><xsd:restriction base='enc:Array'/>\
        </xsd:complexContent></xsd:complexType><xsd:element name='names' type='s:Names'/>\
        <xsd:element name='n' type='xsd:int'/></d>";

    fn difference(source: &str, written: &str) -> Option<String> {
        let hints = Hints::read(&[WSDL]);
        let [source, written] = [source, written].map(|content| {
            let document = format!("<w {DECLARED}>{content}</w>");
            canonical(
                parse(&document).unwrap().root_element().first_element_child().unwrap(),
                &hints,
            )
        });
        let (source, written) = (parse(&source).unwrap(), parse(&written).unwrap());
        let (source, written) = (source.root_element(), written.root_element());
        let found = differences(source, written, Measure::Encoded, &hints);
        found.into_iter().next().map(|difference| difference.text)
    }

    #[test]
    fn ignores_notation() {
        let cases = [
            ("<a><x href='#1'/></a><y id='1'><n>7</n></y>", "<a><x><n>7</n></x></a>"),
            ("<a><x>1</x><y xsi:nil='1'/></a>", "<a><x>1</x></a>"),
            ("<a><x>1</x><y>2</y></a>", "<a><y>2</y><x>1</x></a>"),
            ("<a><n>1</n></a>", "<a><n xsi:type='xsd:int'>1</n></a>"),
            ("<a><n xsi:type='xsd:int'>1</n></a>", "<a><n>1</n></a>"),
            ("<a><n xsi:type='enc:int'>1</n></a>", "<a><n xsi:type='xsd:int'>1</n></a>"),
            ("<a xsi:type='enc:Struct'><n>1</n></a>", "<a xsi:type='s:A'><n>1</n></a>"),
            (
                "<a enc:arrayType='xsd:int[3]'><x>1</x><x xsi:nil='1'/><x>3</x></a>",
                "<a xsi:type='enc:Array' enc:arrayType='xsd:int[3]'><i xsi:type='xsd:int'>1</i>\
                 <i enc:position='[2]' xsi:type='xsd:int'>3</i></a>",
            ),
            (
                "<a enc:arrayType='xsd:int[2,2]' enc:offset='[1,0]'><x>1</x></a>",
                "<a enc:arrayType='xsd:int[2,2]'><x enc:position='[1,0]'>1</x></a>",
            ),
            ("<names><a>1</a></names>", "<names enc:arrayType='xsd:string[1]'><b>1</b></names>"),
        ];
        for (source, written) in cases {
            assert_eq!(difference(source, written), None, "{source}");
        }
    }

    #[test]
    fn detects_different_values() {
        let cases = [
            ("<a><x href='#1'/></a><y id='1'>7</y>", "<a><x>8</x></a>"),
            ("<a><x>1</x></a>", "<a/>"),
            ("<a><x/></a>", "<a/>"),
            ("<a><n xsi:type='xsd:long'>1</n></a>", "<a><n xsi:type='xsd:int'>1</n></a>"),
            ("<a xsi:type='s:B'><n>1</n></a>", "<a xsi:type='s:A'><n>1</n></a>"),
            (
                "<a enc:arrayType='xsd:int[2]'><x>1</x><x>2</x></a>",
                "<a enc:arrayType='xsd:int[2]'><x>2</x><x>1</x></a>",
            ),
            (
                "<a enc:arrayType='xsd:int[2]'><x xsi:nil='1'/><x>2</x></a>",
                "<a enc:arrayType='xsd:int[2]'><x>2</x></a>",
            ),
            (
                "<a enc:arrayType='xsd:int[2]'><x>2</x></a>",
                "<a enc:arrayType='xsd:long[2]'><x>2</x></a>",
            ),
            (
                "<a enc:arrayType='xsd:int[2,1]'><x>2</x><x>2</x></a>",
                "<a enc:arrayType='xsd:int[1,2]'><x>2</x><x>2</x></a>",
            ),
        ];
        for (source, written) in cases {
            assert!(difference(source, written).is_some(), "{source}");
        }
    }
}
