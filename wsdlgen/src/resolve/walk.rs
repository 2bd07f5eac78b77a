//! Every reference of a contract, in its order.

use crate::syntax::{
    Reference, Syntax,
    wsdl::{Binding, Definitions, Message, PartContent, PortType},
    xsd::{ComplexType, ElementDeclaration, Particle, Schema, Type, TypeDefinition, TypeUse},
};

/// What is to be done with each kind of reference.
pub(super) trait References {
    fn type_definition(&mut self, reference: &Reference<TypeDefinition>);
    fn element(&mut self, reference: &Reference<ElementDeclaration>);
    fn message(&mut self, reference: &Reference<Message>);
    fn port_type(&mut self, reference: &Reference<PortType>);
    fn binding(&mut self, reference: &Reference<Binding>);
}

pub(super) fn every_reference(syntax: &Syntax, visit: &mut impl References) {
    syntax.schemas.iter().for_each(|schema| in_schema(schema, visit));
    syntax.definitions.iter().for_each(|definitions| in_definitions(definitions, visit));
}

fn in_schema(schema: &Schema, visit: &mut impl References) {
    schema.types.iter().for_each(|definition| in_type(&definition.definition, visit));
    schema.elements.iter().for_each(|element| in_type_use(&element.of_type, visit));
}

fn in_type(definition: &Type, visit: &mut impl References) {
    match definition {
        Type::Complex(complex) => in_complex_type(complex, visit),
        Type::Simple(simple) => visit.type_definition(&simple.base),
    }
}

fn in_complex_type(complex: &ComplexType, visit: &mut impl References) {
    for particle in complex.sequence.iter().flatten() {
        match particle {
            Particle::Local(element) => in_type_use(&element.of_type, visit),
            Particle::Reference(element) => visit.element(&element.reference),
        }
    }
}

fn in_type_use(of_type: &TypeUse, visit: &mut impl References) {
    match of_type {
        TypeUse::Reference(reference) => visit.type_definition(reference),
        TypeUse::Anonymous(definition) => in_type(definition, visit),
        TypeUse::Any(_) => {}
    }
}

fn in_definitions(definitions: &Definitions, visit: &mut impl References) {
    for part in definitions.messages.iter().flat_map(|message| &message.parts) {
        if let PartContent::Element(element) = &part.content {
            visit.element(element);
        }
    }
    for operation in definitions.port_types.iter().flat_map(|port_type| &port_type.operations) {
        visit.message(&operation.input);
        visit.message(&operation.output);
        operation.faults.iter().for_each(|fault| visit.message(&fault.message));
    }
    for binding in &definitions.bindings {
        visit.port_type(&binding.port_type);
        for operation in &binding.operations {
            let headers = operation.input.headers.iter().chain(&operation.output.headers);
            headers.for_each(|header| visit.message(&header.message));
        }
    }
    for port in definitions.services.iter().flat_map(|service| &service.ports) {
        visit.binding(&port.binding);
    }
}
