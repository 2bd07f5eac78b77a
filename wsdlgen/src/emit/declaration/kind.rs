//! Kinds of values, which decide how generated code reads and writes them.

use crate::{
    emit::Emitter,
    model::{
        Builtin, Content, Definition, Element, ExternalShape, Record, Simple, SimpleShape,
        ValueType, WhiteSpace,
    },
};

/// The kind of a value: how generated code reads and writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A complete element, with attributes and content: `ReadElement`, `WriteElement`.
    Complex,
    /// A `String`.
    Text(WhiteSpace),
    /// Any other value with a lexical form: `Lexical`.
    Value,
    /// A value with qualified names, whose prefixes must be declared.
    Names,
    /// A reference to an attachment.
    Reference,
}

impl Emitter<'_> {
    /// Returns the kind of an element's value.
    pub(crate) fn kind(self, element: &Element) -> Kind {
        match element.value {
            _ if element.refers_to_attachment() => Kind::Reference,
            ValueType::Builtin(Builtin::AnyType | Builtin::AnySimpleType) => Kind::Complex,
            value => self.simple_kind(value),
        }
    }

    /// Returns the kind of an attribute, a list item or a union member, which are never elements.
    pub(crate) fn simple_kind(self, value: ValueType) -> Kind {
        match value {
            ValueType::Builtin(builtin) => builtin_kind(builtin),
            ValueType::Defined(id) => match &self.named.model.get(id).definition {
                Definition::Record(_) | Definition::Family(_) | Definition::Choice(_) => {
                    Kind::Complex
                }
                Definition::Union(union) => {
                    let members = union.members.iter();
                    self.names_or_value(members.map(|member| member.value))
                }
                Definition::Simple(Simple { shape: SimpleShape::List(item), .. }) => {
                    self.names_or_value([*item].into_iter())
                }
                Definition::External(external) => match external.shape {
                    ExternalShape::Element => Kind::Complex,
                    ExternalShape::Value => Kind::Value,
                },
                Definition::Enumeration(_)
                | Definition::Simple(Simple {
                    shape: SimpleShape::AsWritten(_) | SimpleShape::Uuid(_),
                    ..
                }) => Kind::Value,
                Definition::Simple(Simple {
                    shape: SimpleShape::Of(base), white_space, ..
                }) => match self.simple_kind(*base) {
                    Kind::Text(_) => Kind::Text(*white_space),
                    kind => kind,
                },
            },
        }
    }

    fn names_or_value(self, mut parts: impl Iterator<Item = ValueType>) -> Kind {
        let names = parts.any(|part| self.simple_kind(part) == Kind::Names);
        if names { Kind::Names } else { Kind::Value }
    }

    /// Returns whether a record, or one that it extends, writes attributes to its start tag.
    pub(crate) fn record_has_attributes(self, record: &Record) -> bool {
        self.named.model.lineage(record).iter().any(|level| {
            !level.attributes.is_empty()
                || level.any_attribute.is_some()
                || self.has_name_content(level)
                || matches!(level.content, Content::Array(_))
        })
    }

    /// Returns whether a record is nothing but its content: it extends no other, and has neither attributes nor
    /// attachments.
    pub(crate) fn is_content_only(self, record: &Record) -> bool {
        record.base.is_none()
            && record.attachments.is_empty()
            && !self.record_has_attributes(record)
    }

    /// Returns whether simple content holds names, whose prefixes are declared on the start tag.
    pub(crate) fn has_name_content(self, record: &Record) -> bool {
        matches!(record.content, Content::Value(value) if self.simple_kind(value) == Kind::Names)
    }
}

fn builtin_kind(builtin: Builtin) -> Kind {
    match builtin {
        Builtin::AnyType => Kind::Complex,
        text if text.is_text() => Kind::Text(text.white_space()),
        Builtin::QName | Builtin::Notation => Kind::Names,
        _ => Kind::Value,
    }
}
