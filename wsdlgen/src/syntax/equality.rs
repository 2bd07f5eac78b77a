//! Equality of definitions, which ignores spans and documentation.

use super::{
    Named, Reference,
    wsdl::{
        Binding, BindingOperation, BoundFault, BoundMessage, Fault, Header, HeaderFault, Message,
        Operation, OperationMessage, Part, Port, PortType, Service,
    },
    xsd::{
        ArrayType, AttributeDeclaration, AttributeGroupDefinition, AttributeReference, ComplexType,
        ElementContent, ElementReference, Facet, GroupDefinition, IdentityConstraint, Literal,
        ModelGroup, Particle, SimpleType, TypeAlternative, Wildcard,
    },
};

/// Implements `PartialEq` by comparing the listed fields.
macro_rules! equal_by {
    ($($of:ty: $($field:ident),+;)+) => {$(
        impl PartialEq for $of {
            fn eq(&self, other: &Self) -> bool {
                $(self.$field == other.$field)&&+
            }
        }
    )+};
}

equal_by! {
    Named: name;
    Literal: text, name;
    ComplexType: is_abstract, block, mixed, content, open, attributes, any_attribute;
    Particle: occurs, term;
    ModelGroup: compositor, particles;
    GroupDefinition: name, model;
    ElementContent: of_type, alternatives, nillable, block, constraint, identity, media_types;
    TypeAlternative: test, of_type;
    IdentityConstraint: name, category, selector, fields;
    ElementReference: reference;
    Wildcard: namespaces, except, process;
    AttributeDeclaration: name, of_type, constraint;
    AttributeReference: reference, presence, constraint, array_type;
    AttributeGroupDefinition: name, attributes, any_attribute;
    ArrayType: item, brackets;
    SimpleType: variety;
    Facet: kind, value;
    Message: name, parts;
    Part: name, content;
    PortType: name, operations;
    Operation: name, exchange, faults, parameter_order;
    OperationMessage: name, message, action;
    Fault: name, message, action;
    Binding: name, port_type, protocol, operations;
    BindingOperation: name, action, style, input, output, faults;
    BoundMessage: name, headers, parts, encoding, mime;
    BoundFault: name, encoding;
    Header: message, part, encoding;
    HeaderFault: message, part, encoding;
    Service: name, ports;
    Port: name, binding, address;
}

impl<T> PartialEq for Reference<T> {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}
