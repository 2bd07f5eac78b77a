//! Kinds of definitions. Each kind has its own symbol space.

use crate::{
    diagnostic::{Code, Diagnostic},
    syntax::{
        Named,
        wsdl::{Binding, Message, PortType},
        xsd::{
            AttributeDeclaration, AttributeGroupDefinition, ElementDeclaration, GroupDefinition,
            TypeDefinition,
        },
    },
};

/// A kind of definition: a symbol space (XML Schema, part 1, §2.5; WSDL 1.1, §2.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Type,
    Element,
    Attribute,
    Group,
    AttributeGroup,
    Message,
    PortType,
    Binding,
}

impl Kind {
    pub(super) const ALL: [Self; 8] = [
        Self::Type,
        Self::Element,
        Self::Attribute,
        Self::Group,
        Self::AttributeGroup,
        Self::Message,
        Self::PortType,
        Self::Binding,
    ];

    /// Returns the noun for the kind in diagnostics.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Element => "element",
            Self::Attribute => "attribute",
            Self::Group => "group",
            Self::AttributeGroup => "attribute group",
            Self::Message => "message",
            Self::PortType => "portType",
            Self::Binding => "binding",
        }
    }

    /// Returns the diagnostic code for an undefined name of this kind.
    pub(super) fn unknown(self) -> Code {
        match self {
            Self::Type => Code::UnknownType,
            Self::Element => Code::UnknownElement,
            Self::Attribute => Code::UnknownAttribute,
            Self::Group => Code::UnknownGroup,
            Self::AttributeGroup => Code::UnknownAttributeGroup,
            Self::Message => Code::UnknownMessage,
            Self::PortType => Code::UnknownPortType,
            Self::Binding => Code::UnknownBinding,
        }
    }
}

/// A named definition. Equality ignores spans and documentation.
pub(super) trait Definition: PartialEq {
    const KIND: Kind;

    fn name(&self) -> &Named;
}

macro_rules! definitions {
    ($($of:ty, $kind:ident;)+) => {$(
        impl Definition for $of {
            const KIND: Kind = Kind::$kind;

            fn name(&self) -> &Named {
                &self.name
            }
        }
    )+};
}

definitions! {
    TypeDefinition, Type;
    ElementDeclaration, Element;
    AttributeDeclaration, Attribute;
    GroupDefinition, Group;
    AttributeGroupDefinition, AttributeGroup;
    Message, Message;
    PortType, PortType;
    Binding, Binding;
}

/// Location of two definitions of one name, relative to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// In the same schema or WSDL.
    Same,
    /// In different schemas or WSDLs, as in some real contracts.
    Different,
}

impl Scope {
    pub(super) fn of(is_same: bool) -> Self {
        if is_same { Self::Same } else { Self::Different }
    }
}

/// Creates the diagnostic for two different definitions of one name.
pub(super) fn duplicate<T: Definition>(first: &T, second: &T, scope: Scope) -> Diagnostic {
    let (kind, name) = (T::KIND.noun(), second.name());
    let message = format!("conflicting definitions of the {kind} `{}`", name.name);
    let (diagnostic, label, help) = match scope {
        Scope::Same => {
            let diagnostic =
                Diagnostic::mistake(Code::Duplicate, message, "the first definition is used");
            (diagnostic, "defined again here", "remove or rename one of the two")
        }
        Scope::Different => {
            let diagnostic = Diagnostic::warning(Code::Duplicate, message);
            (diagnostic, "this definition is ignored", "the first definition is used")
        }
    };
    diagnostic.label(name.span, label).label(first.name().span, "first defined here").help(help)
}
