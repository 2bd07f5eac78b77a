//! The lines of members: the description of an element, an attribute or a part in a declaration.

use std::fmt;

use super::{facets::checks, kind::Kind};
use crate::{
    emit::{
        Emitter,
        text::lines::{Words, quoted},
    },
    model::{
        Attribute, Constraint, Content, Definition, Element, Name, NamespaceConstraint,
        NamespaceId, Nillable, Occurs, Origin, Record, Sensitivity, Term, Times, TypeId, ValueType,
        WhiteSpace, Wildcard,
    },
};

/// The lookup of an element in SOAP encoding: by its name, or as the only element of its message.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Accessor {
    ByName,
    Only,
}

/// The part of a member's line after its type.
pub(crate) struct Member {
    /// The name of an element, or the name that errors use for a part or a wildcard.
    pub(crate) head: String,
    /// The words after it, each preceded by a space.
    pub(crate) words: String,
}

impl fmt::Display for Member {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.head, self.words)
    }
}

impl Emitter<'_> {
    /// Describes a member: its name in XML, and how its values are read, written and checked.
    pub(crate) fn member(
        self,
        term: &Term,
        times: Times,
        shown: Sensitivity,
        called: &str,
        accessor: Accessor,
    ) -> Member {
        let times_word = times_word(times);
        match term {
            Term::Element(element) => self.element_member(element, times, shown, accessor),
            Term::Part(id) => Member {
                head: quoted(called),
                words: format!(" part{times_word}{}", self.checked_word(*id)),
            },
            Term::Any(wildcard) => {
                let constraint = self.constraint_words(wildcard);
                let anywhere = if wildcard.is_open { " anywhere" } else { "" };
                let words = format!("{anywhere} any{constraint}{times_word}");
                Member { head: quoted(called), words }
            }
        }
    }

    fn element_member(
        self,
        element: &Element,
        times: Times,
        shown: Sensitivity,
        accessor: Accessor,
    ) -> Member {
        let secret = secret_word(shown);
        let nil = match element.nillable {
            Nillable::No => String::new(),
            Nillable::Yes => "nillable ".to_owned(),
            Nillable::AsAbsent => {
                let word = if accessor == Accessor::Only { "parameter" } else { "encoded" };
                let ty = element.type_name.as_ref().map(|name| quoted(&self.tag(name)));
                format!("{word}({}) ", ty.unwrap_or_default())
            }
        };
        let words = self.element_words(element, times);
        let words = format!(" {secret}{nil}{words}");
        Member { head: self.wire(&element.name), words }
    }

    /// Describes the kind of an element's value and its checks.
    pub(crate) fn element_words(self, element: &Element, times: Times) -> String {
        let kind = self.kind(element);
        let times = times_word(times);
        if kind == Kind::Complex {
            let checked = match element.value {
                ValueType::Defined(id) => self.checked_word(id),
                ValueType::Builtin(_) => "",
            };
            return format!("element{times}{checked}");
        }
        if kind == Kind::Reference {
            return format!("reference{times}");
        }
        let constraint = element.constraint.as_ref().filter(|_| kind != Kind::Names);
        let words = self.value_words(element.value, constraint);
        format!("{}{times}{words}", kind_word(kind))
    }

    /// Describes an element of a message: a body, a header block, or a fault's detail.
    pub(crate) fn global_member(self, element: &Element) -> String {
        let is_secret =
            self.kind(element) != Kind::Complex && self.named.model.secrets.contains(&element.name);
        let shown = if is_secret { Sensitivity::Secret } else { Sensitivity::Public };
        self.element_member(element, Times::ONCE, shown, Accessor::ByName).to_string()
    }

    /// Describes a member that is an attribute.
    pub(crate) fn attribute_member(self, attribute: &Attribute) -> String {
        let name = self.wire(&attribute.name);
        let secret = secret_word(attribute.shown);
        // Defaults are not filled in, so that an absent attribute is not written back.
        let fixed = attribute.constraint.as_ref().filter(|one| one.is_fixed());
        let fixed = fixed.filter(|_| self.is_faceted(attribute.value));
        let words = self.value_words(attribute.value, fixed);
        format!("{name} {secret}{}{words}", kind_word(self.simple_kind(attribute.value)))
    }

    /// Describes simple content.
    pub(crate) fn text_member(self, value: ValueType) -> String {
        format!("{}{}", kind_word(self.simple_kind(value)), self.value_words(value, None))
    }

    /// Describes the checks of a simple value, and the value of an empty element.
    fn value_words(self, value: ValueType, constraint: Option<&Constraint>) -> Words {
        let checks = checks(self, value, self.place());
        let mut words = Words::default();
        if let Some(facets) = checks.own {
            words.call("facets", facets);
        }
        if let Some(constraint) = constraint {
            // Only values that support facets can be compared with the fixed value.
            let is_checked = constraint.is_fixed() && self.is_faceted(value);
            let word = if is_checked { "fixed" } else { "default" };
            words.call(word, quoted(&constraint.text));
        }
        if let Some(items) = checks.items {
            words.call("items", items);
        }
        words
    }

    /// Returns whether the runtime can check the values of a simple type against facets.
    pub(crate) fn is_faceted(self, value: ValueType) -> bool {
        match value {
            ValueType::Builtin(_) => matches!(self.simple_kind(value), Kind::Text(_) | Kind::Value),
            ValueType::Defined(id) => match &self.named.model.get(id).definition {
                Definition::Simple(simple) => self.is_faceted(simple.shape.inner()),
                Definition::Enumeration(_) => true,
                Definition::Union(_) => self.named.model.faceted.contains(&id),
                _ => false,
            },
        }
    }

    pub(crate) fn checked_word(self, id: TypeId) -> &'static str {
        if self.named.model.checked.contains(&id) { " checked" } else { "" }
    }

    /// Returns the name of an element or attribute in the syntax of declarations.
    pub(crate) fn wire(self, name: &Name) -> String {
        let local = quoted(&name.local);
        match self.prefix(name.namespace) {
            "" => local,
            prefix => {
                self.uses_namespaces();
                format!("{local}@{prefix}")
            }
        }
    }

    /// Returns the namespaces that a wildcard accepts, in the syntax of declarations.
    pub(crate) fn constraint_words(self, wildcard: &Wildcard) -> String {
        let prefix = |id| match self.prefix(id) {
            "" => "none",
            prefix => prefix,
        };
        match &wildcard.namespaces {
            NamespaceConstraint::Any => String::new(),
            NamespaceConstraint::Not(ids) => {
                self.uses_namespaces();
                match ids.as_slice() {
                    [id, NamespaceId::NONE] | [id @ NamespaceId::NONE] => {
                        format!("(not {})", prefix(*id))
                    }
                    ids => {
                        let prefixes: Vec<_> = ids.iter().map(|id| prefix(*id)).collect();
                        format!("(except {})", prefixes.join(", "))
                    }
                }
            }
            NamespaceConstraint::OneOf(ids) => {
                self.uses_namespaces();
                let prefixes: Vec<_> = ids.iter().map(|id| prefix(*id)).collect();
                format!("(in {})", prefixes.join(", "))
            }
        }
    }

    /// Returns how the fields of a type are found. The only part of a message may have any name.
    pub(crate) fn accessor(self, id: TypeId, fields: usize) -> Accessor {
        let is_message = matches!(*self.named.model.get(id).origin, Origin::Message(..));
        if is_message && fields == 1 { Accessor::Only } else { Accessor::ByName }
    }
}

fn secret_word(shown: Sensitivity) -> &'static str {
    match shown {
        Sensitivity::Public => "",
        Sensitivity::Secret => "secret ",
    }
}

/// Returns ` times(least, most)` if the contract bounds a repeated member.
fn times_word(times: Times) -> String {
    match times {
        _ if times.occurs() != Occurs::Repeated => String::new(),
        Times { min: 0, max: None } => String::new(),
        Times { min, max: None } => format!(" times({min}, unbounded)"),
        Times { min, max: Some(max) } => format!(" times({min}, {max})"),
    }
}

pub(crate) fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Complex => "element",
        Kind::Text(WhiteSpace::Preserve) => "string",
        Kind::Text(WhiteSpace::Replace) => "normalized",
        Kind::Text(WhiteSpace::Collapse) => "token",
        Kind::Value => "value",
        Kind::Names => "names",
        Kind::Reference => "reference",
    }
}

/// Returns the name of an item type for `arrayType` (SOAP 1.1 §5.4.2).
pub(crate) fn item_type(emitter: Emitter<'_>, value: ValueType) -> String {
    let model = &emitter.named.model;
    let id = match value {
        ValueType::Builtin(builtin) => return format!("xsd:{}", builtin.name()),
        ValueType::Defined(id) => id,
    };
    let ty = model.get(id);
    match (&ty.definition, &*ty.origin) {
        (Definition::Family(family), _) => item_type(emitter, ValueType::Defined(family.declared)),
        (_, Origin::Named(name)) => emitter.tag(name),
        (Definition::Record(Record { content: Content::Array(item), .. }), _) => {
            format!("{}[]", item_type(emitter, item.value))
        }
        (Definition::Simple(simple), _) => item_type(emitter, simple.shape.inner()),
        _ => "xsd:anyType".to_owned(),
    }
}
