//! Visiting of every reference in a definition, in document order.

use crate::syntax::{
    Reference,
    wsdl::{Binding, BoundMessage, Definitions, Message, Operation, PartContent, PortType},
    xsd::{
        AttributeDeclaration, AttributeGroupDefinition, AttributeItem, ComplexType, Content,
        ElementContent, ElementDeclaration, GroupDefinition, ModelGroup, Particle, SimpleType,
        SimpleUse, Term, Type, TypeDefinition, TypeUse, Variety,
    },
};

/// A visitor of references, with a method for each kind.
pub(super) trait References {
    fn type_definition(&mut self, reference: &Reference<TypeDefinition>);
    /// Visits a reference to a type that must be simple or have simple content.
    fn simple_type(&mut self, reference: &Reference<TypeDefinition>);
    fn element(&mut self, reference: &Reference<ElementDeclaration>);
    fn attribute(&mut self, reference: &Reference<AttributeDeclaration>);
    fn group(&mut self, reference: &Reference<GroupDefinition>);
    fn attribute_group(&mut self, reference: &Reference<AttributeGroupDefinition>);
    fn message(&mut self, reference: &Reference<Message>);
    fn port_type(&mut self, reference: &Reference<PortType>);
    fn binding(&mut self, reference: &Reference<Binding>);
}

pub(super) fn in_type(definition: &Type, visit: &mut impl References) {
    match definition {
        Type::Complex(complex) => in_complex_type(complex, visit),
        Type::Simple(simple) => in_simple_type(simple, visit),
    }
}

fn in_complex_type(complex: &ComplexType, visit: &mut impl References) {
    match &complex.content {
        Content::Particle(particle) => {
            if let Some(particle) = particle {
                in_particle(particle, visit);
            }
        }
        Content::Complex { base, particle, .. } => {
            visit.type_definition(base);
            if let Some(particle) = particle {
                in_particle(particle, visit);
            }
        }
        Content::SimpleExtension { base } => visit.simple_type(base),
        Content::SimpleRestriction { base, restriction } => {
            visit.simple_type(base);
            restriction.value.iter().for_each(|simple| in_simple_type(simple, visit));
        }
    }
    in_attributes(&complex.attributes, visit);
}

fn in_simple_type(simple: &SimpleType, visit: &mut impl References) {
    let mut each = |simple: &SimpleUse| match simple {
        SimpleUse::Reference(reference) => visit.simple_type(reference),
        SimpleUse::Anonymous(simple) => in_simple_type(simple, visit),
    };
    match &simple.variety {
        Variety::Restriction { base, .. } => each(base),
        Variety::List(item) => each(item),
        Variety::Union(members) => members.iter().for_each(each),
    }
}

fn in_particle(particle: &Particle, visit: &mut impl References) {
    match &particle.term {
        Term::Element(element) => in_content(&element.content, visit),
        Term::ElementReference(element) => visit.element(&element.reference),
        Term::GroupReference(group) => visit.group(group),
        Term::Model(model) => in_model(model, visit),
        Term::Any(_) => {}
    }
}

pub(super) fn in_model(model: &ModelGroup, visit: &mut impl References) {
    model.particles.iter().for_each(|particle| in_particle(particle, visit));
}

pub(super) fn in_element(element: &ElementDeclaration, visit: &mut impl References) {
    element.substitution_group.iter().for_each(|head| visit.element(head));
    in_content(&element.content, visit);
}

fn in_content(content: &ElementContent, visit: &mut impl References) {
    in_type_use(&content.of_type, visit);
    let alternatives = content.alternatives.iter();
    alternatives.filter_map(|one| one.of_type.as_ref()).for_each(|ty| in_type_use(ty, visit));
}

fn in_type_use(of_type: &TypeUse, visit: &mut impl References) {
    match of_type {
        TypeUse::Reference(reference) => visit.type_definition(reference),
        TypeUse::Anonymous(definition) => in_type(definition, visit),
        TypeUse::Absent => {}
    }
}

pub(super) fn in_attribute(attribute: &AttributeDeclaration, visit: &mut impl References) {
    match &attribute.of_type {
        TypeUse::Reference(reference) => visit.simple_type(reference),
        TypeUse::Anonymous(definition) => in_type(definition, visit),
        TypeUse::Absent => {}
    }
}

pub(super) fn in_attributes(attributes: &[AttributeItem], visit: &mut impl References) {
    for item in attributes {
        match item {
            AttributeItem::Local(local) => in_attribute(&local.declaration, visit),
            AttributeItem::Reference(attribute) => {
                visit.attribute(&attribute.reference);
                attribute.array_type.iter().for_each(|array| visit.type_definition(&array.item));
            }
            AttributeItem::Group(group) => visit.attribute_group(group),
        }
    }
}

pub(super) fn in_definitions(definitions: &Definitions, visit: &mut impl References) {
    for part in definitions.messages.iter().flat_map(|message| &message.parts) {
        match &part.content {
            PartContent::Element(element) => visit.element(element),
            PartContent::Type(of_type) => visit.type_definition(of_type),
        }
    }
    for operation in definitions.port_types.iter().flat_map(|port_type| &port_type.operations) {
        in_operation(operation, visit);
    }
    for binding in &definitions.bindings {
        visit.port_type(&binding.port_type);
        for operation in &binding.operations {
            in_bound_message(&operation.input, visit);
            in_bound_message(&operation.output, visit);
        }
    }
    for port in definitions.services.iter().flat_map(|service| &service.ports) {
        visit.binding(&port.binding);
    }
}

pub(super) fn in_operation(operation: &Operation, visit: &mut impl References) {
    operation.exchange.input().iter().for_each(|input| visit.message(&input.message));
    operation.exchange.output().iter().for_each(|output| visit.message(&output.message));
    operation.faults.iter().for_each(|fault| visit.message(&fault.message));
}

pub(super) fn in_bound_message(bound: &BoundMessage, visit: &mut impl References) {
    for header in &bound.headers {
        visit.message(&header.message);
        header.faults.iter().for_each(|fault| visit.message(&fault.message));
    }
}
