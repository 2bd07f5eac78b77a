//! Reading and validation of XML messages against the model.

mod particles;
mod source;

use roxmltree::Node;
use wsdlgen_runtime::alternatives::TestedAttribute;

use self::source::{expanded, inside, path_of, source as written, text_of};
pub(super) use self::source::{shown, shown_name, standalone};
use super::{
    InstanceError,
    data::Data,
    soap::{self, XSI},
};
use crate::{
    model::{
        Attribute, Builtin, Content, Definition, Element, Family, Model, Name, Nillable, Origin,
        Presence, Record, Selected, SimpleShape, SoapVersion, TypeId, ValueType,
    },
    sample,
};

/// The namespaces of attributes that are allowed on every element.
const ANYWHERE: [&str; 6] = [
    XSI,
    "http://www.w3.org/XML/1998/namespace",
    soap::namespace(SoapVersion::Soap11),
    "http://schemas.xmlsoap.org/soap/encoding/",
    soap::namespace(SoapVersion::Soap12),
    "http://www.w3.org/2003/05/soap-encoding",
];

/// Maximum nesting depth of elements.
const MOST_DEPTH: usize = 128;
/// Maximum number of errors that are kept.
const MOST_ERRORS: usize = 50;

/// A reader of elements that collects errors.
pub(super) struct Reader<'m> {
    model: &'m Model,
    pub(super) errors: Vec<InstanceError>,
    depth: usize,
}

impl<'m> Reader<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        Self { model, errors: Vec::new(), depth: 0 }
    }

    fn error(&mut self, node: Node<'_, '_>, what: impl Into<String>) {
        if self.errors.len() < MOST_ERRORS {
            let position = node.document().text_pos_at(node.range().start);
            self.errors.push(InstanceError {
                path: path_of(node),
                place: Some((position.row, position.col)),
                what: what.into(),
            });
        }
    }

    /// Returns whether an element has this name.
    pub(super) fn is(&self, node: Node<'_, '_>, name: &Name) -> bool {
        let namespace = node.tag_name().namespace().unwrap_or_default();
        node.tag_name().name() == &*name.local
            && namespace == &*self.model.namespace(name.namespace).uri
    }

    /// Reads an element with the given declaration.
    pub(super) fn element(&mut self, element: &Element, node: Node<'_, '_>) -> Data {
        if self.depth > MOST_DEPTH {
            self.error(node, "elements are nested too deeply");
            return Data::Null;
        }
        self.depth += 1;
        let data = self.element_inside(element, node);
        self.depth -= 1;
        data
    }

    fn element_inside(&mut self, element: &Element, node: Node<'_, '_>) -> Data {
        if matches!(node.attribute((XSI, "nil")), Some("true" | "1")) {
            if element.nillable == Nillable::No {
                self.error(node, "the element is not nillable");
            }
            return Data::Null;
        }
        if let Some(constraint) = &element.constraint {
            if node.children().all(|child| child.is_comment()) {
                // An empty element has its default or fixed value.
                return scalar(self.model, element.value, &constraint.text);
            }
            let text = text_of(node);
            if constraint.is_fixed() && !means_the_same(&text, &constraint.text) {
                self.error(node, format!("expected the fixed value {:?}", constraint.text));
            }
        }
        self.value(element.value, node)
    }

    fn value(&mut self, value: ValueType, node: Node<'_, '_>) -> Data {
        match value {
            ValueType::Builtin(Builtin::AnyType | Builtin::AnySimpleType) => {
                Data::Text(if node.children().any(|child| child.is_element()) {
                    inside(node)
                } else {
                    text_of(node)
                })
            }
            ValueType::Builtin(_) => self.simple_element(value, node),
            ValueType::Defined(id) => self.defined(id, node),
        }
    }

    fn defined(&mut self, id: TypeId, node: Node<'_, '_>) -> Data {
        match &self.model.get(id).definition {
            Definition::Record(record) => Data::Object(self.record(record, node)),
            Definition::Family(family) if family.tests().is_some() => {
                self.alternatives(family, node)
            }
            Definition::Family(family) => self.family(family, node),
            Definition::Choice(choice) => {
                let mut entries = Vec::new();
                let mut children = particles::Children::of(node);
                self.choice(choice, node, &mut children, &mut entries);
                self.rest(node, &children);
                Data::Object(entries)
            }
            Definition::External(_) => Data::Text(written(node).to_owned()),
            _ => self.simple_element(ValueType::Defined(id), node),
        }
    }

    /// Reads an element with a simple type.
    fn simple_element(&mut self, value: ValueType, node: Node<'_, '_>) -> Data {
        if let Some(child) = node.children().find(Node::is_element) {
            self.error(child, "unexpected element, expected only text");
        }
        for attribute in node.attributes().filter(|one| one.namespace() != Some(XSI)) {
            let what = format!("unexpected attribute `{}`", attribute.name());
            self.error(node, what);
        }
        self.simple(value, &text_of(node), node)
    }

    fn simple(&mut self, value: ValueType, text: &str, node: Node<'_, '_>) -> Data {
        if let Err(why) = sample::check(self.model, value, text) {
            self.error(node, format!("invalid value {text:?}: {why}"));
        }
        scalar(self.model, value, text)
    }

    /// Reads an element of the type named by `xsi:type`, or of the declared type. The content is wrapped
    /// in an object with the type's name.
    fn family(&mut self, family: &Family, node: Node<'_, '_>) -> Data {
        let named = node.attribute((XSI, "type")).map(|name| expanded(node, name));
        let found = match &named {
            None => Some(family.declared),
            Some((uri, local)) => family.members.iter().copied().find(|member| {
                matches!(&*self.model.get(*member).origin, Origin::Named(name)
                    if *name.local == **local && *self.model.namespace(name.namespace).uri == **uri)
            }),
        };
        let Some(member) = found.filter(|member| family.members.contains(member)) else {
            let what = match named {
                Some((_, local)) => format!("the type `{local}` is not allowed here"),
                None => "its type is abstract, so `xsi:type` must name a derived type".into(),
            };
            self.error(node, what);
            return Data::Null;
        };
        let data = self.defined(member, node);
        let name = self.model.get(member).origin.local().map_or("", |local| local);
        Data::Object(vec![(name.to_owned(), data)])
    }

    /// Reads an element of the type that its attributes select.
    fn alternatives(&mut self, family: &Family, node: Node<'_, '_>) -> Data {
        let attributes = node.attributes().map(|one| {
            TestedAttribute::new(one.namespace().unwrap_or_default(), one.name(), one.value())
        });
        let attributes: Vec<_> = attributes.collect();
        match family.select(&attributes) {
            Selected::Member(id) if !node.has_attribute((XSI, "type")) => {
                let data = self.defined(id, node);
                match &*self.model.get(id).origin {
                    Origin::Named(name) => Data::Object(vec![(name.local.to_string(), data)]),
                    _ => data,
                }
            }
            Selected::Member(_) | Selected::Tree => {
                self.value(ValueType::Builtin(Builtin::AnyType), node)
            }
            Selected::Nothing => {
                self.error(node, "no content is valid with these attributes");
                Data::Null
            }
        }
    }

    fn record(&mut self, record: &Record, node: Node<'_, '_>) -> Vec<(String, Data)> {
        let lineage = self.model.lineage(record);
        let mut entries = Vec::new();
        for attribute in lineage.iter().flat_map(|level| &level.attributes) {
            self.attribute(attribute, node, &mut entries);
        }
        self.unknown_attributes(&lineage, node);
        let mut children = particles::Children::of(node);
        let has = |kind: fn(&Content) -> bool| lineage.iter().any(|level| kind(&level.content));
        if !has(|content| matches!(content, Content::Mixed(_) | Content::Array(_))) {
            self.pass_unknown(&lineage, &mut children);
        }
        for level in &lineage {
            match &level.content {
                Content::Value(value) => {
                    let data = self.simple(*value, &text_of(node), node);
                    entries.push(("value".to_owned(), data));
                }
                Content::Mixed(id) => {
                    entries.push(("mixed".to_owned(), Data::Text(inside(node))));
                    self.mixed(*id, node, &mut children);
                    return entries;
                }
                Content::Fields(fields, order) => {
                    self.fields(fields, *order, node, &mut children, &mut entries);
                }
                Content::Array(item) => {
                    let items = children.take_all().map(|child| self.value(item.value, child));
                    let items = Data::List(items.collect());
                    entries.push(("item".to_owned(), items));
                }
            }
        }
        let is_text = |level: &&Record| matches!(level.content, Content::Value(_));
        if !lineage.iter().any(is_text) {
            self.stray_text(node);
        }
        self.rest(node, &children);
        entries
    }

    fn attribute(
        &mut self,
        attribute: &Attribute,
        node: Node<'_, '_>,
        entries: &mut Vec<(String, Data)>,
    ) {
        let uri = &*self.model.namespace(attribute.name.namespace).uri;
        let found = node.attributes().find(|one| {
            one.name() == &*attribute.name.local && one.namespace().unwrap_or_default() == uri
        });
        match found {
            Some(found) => {
                let fixed = attribute.constraint.as_ref().filter(|one| one.is_fixed());
                if let Some(fixed) = fixed.filter(|one| !means_the_same(found.value(), &one.text)) {
                    let name = &attribute.name.local;
                    self.error(node, format!("the attribute `{name}` must be {:?}", fixed.text));
                }
                let data = self.simple(attribute.value, found.value(), node);
                entries.push((attribute.name.local.to_string(), data));
            }
            None if attribute.presence == Presence::Required => {
                let what = format!("the attribute `{}` is missing", attribute.name.local);
                self.error(node, what);
            }
            None => {}
        }
    }

    fn unknown_attributes(&mut self, lineage: &[&Record], node: Node<'_, '_>) {
        if lineage.iter().any(|level| level.any_attribute.is_some()) {
            return;
        }
        for attribute in node.attributes() {
            let uri = attribute.namespace().unwrap_or_default();
            // Attributes of `xsi`, `xml` and SOAP are allowed everywhere.
            if ANYWHERE.contains(&uri) {
                continue;
            }
            let mut known = lineage.iter().flat_map(|level| &level.attributes);
            let is_known = known.any(|one| {
                *one.name.local == *attribute.name()
                    && *self.model.namespace(one.name.namespace).uri == *uri
            });
            if !is_known {
                let what = format!("unexpected attribute `{}`", attribute.name());
                self.error(node, what);
            }
        }
    }

    fn stray_text(&mut self, node: Node<'_, '_>) {
        let is_stray = |child: &Node<'_, '_>| {
            child.is_text() && child.text().is_some_and(|text| !text.trim().is_empty())
        };
        if node.children().any(|child| is_stray(&child)) {
            self.error(node, "unexpected text, expected only elements");
        }
    }
}

/// Converts a simple value to the data model of JSON.
fn scalar(model: &Model, value: ValueType, text: &str) -> Data {
    match value {
        ValueType::Builtin(Builtin::Boolean) => Data::Boolean(matches!(text.trim(), "true" | "1")),
        ValueType::Builtin(builtin) if is_number(builtin) => Data::Number(text.trim().to_owned()),
        ValueType::Builtin(_) => Data::Text(text.to_owned()),
        ValueType::Defined(id) => match &model.get(id).definition {
            Definition::Simple(simple) => match simple.shape {
                SimpleShape::List(item) => {
                    let items = text.split_ascii_whitespace();
                    Data::List(items.map(|one| scalar(model, item, one)).collect())
                }
                SimpleShape::Of(base) | SimpleShape::AsWritten(base) | SimpleShape::Uuid(base) => {
                    scalar(model, base, text)
                }
            },
            _ => Data::Text(text.to_owned()),
        },
    }
}

/// Returns whether values become numbers. Decimals and arbitrary integers become strings, since JSON
/// readers may round them.
fn is_number(builtin: Builtin) -> bool {
    matches!(
        builtin,
        Builtin::Long
            | Builtin::Int
            | Builtin::Short
            | Builtin::Byte
            | Builtin::UnsignedLong
            | Builtin::UnsignedInt
            | Builtin::UnsignedShort
            | Builtin::UnsignedByte
    )
}

/// Returns whether a value equals the fixed one. Numbers may have several lexical forms.
fn means_the_same(text: &str, fixed: &str) -> bool {
    let number = |text: &str| text.trim().parse::<wsdlgen_runtime::xsd::Decimal>().ok();
    let same_number = number(text).zip(number(fixed)).is_some_and(|(one, other)| one == other);
    same_number || text.trim() == fixed.trim()
}
