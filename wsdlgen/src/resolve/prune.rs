//! Removal of unresolved references in lenient mode.
//!
//! ```text
//! <sequence><element ref="there"/><element ref="nowhere"/></sequence>
//! becomes
//! <sequence><element ref="there"/></sequence>
//! ```

use std::collections::HashSet;

use super::linked::{DefinitionId, Linked, Target};
use crate::{
    diagnostic::{Code, Diagnostic, Report},
    syntax::{
        Reference,
        wsdl::{BoundMessage, Definitions, Message, PartContent},
        xsd::{
            AttributeItem, ComplexType, Content, ElementContent, ModelGroup, Particle, Term, Type,
            TypeUse,
        },
    },
};

/// Removes everything that contains an unresolved reference, so that every remaining reference is linked.
pub(super) fn leave_out(linked: &mut Linked, report: &mut Report) {
    let Linked {
        definitions, types, elements, attributes, groups, attribute_groups, targets, ..
    } = linked;
    let pruner = Pruner { targets };
    for item in types {
        pruner.in_type(&mut item.item.definition);
    }
    for element in elements {
        let head = element.item.substitution_group.take();
        element.item.substitution_group = head.filter(|head| pruner.is_linked(head));
        pruner.in_content(&mut element.item.content);
    }
    for attribute in attributes {
        pruner.in_type_use(&mut attribute.item.of_type);
    }
    for group in groups {
        pruner.in_model(&mut group.item.model);
    }
    for group in attribute_groups {
        pruner.in_attributes(&mut group.item.attributes);
    }
    pruner.in_definitions(definitions, report);
}

struct Pruner<'a> {
    targets: &'a [Option<Target>],
}

impl Pruner<'_> {
    fn is_linked<T>(&self, reference: &Reference<T>) -> bool {
        self.targets.get(reference.slot()).is_some_and(Option::is_some)
    }

    fn in_type(&self, definition: &mut Type) {
        if let Type::Complex(complex) = definition {
            self.in_complex_type(complex);
        }
    }

    fn in_complex_type(&self, complex: &mut ComplexType) {
        if let Content::Particle(particle) | Content::Complex { particle, .. } =
            &mut complex.content
        {
            particle.take_if(|particle| !self.keeps(particle));
        }
        self.in_attributes(&mut complex.attributes);
    }

    /// Prunes the contents of a particle. Returns whether to keep the particle itself.
    fn keeps(&self, particle: &mut Particle) -> bool {
        match &mut particle.term {
            Term::Element(element) => self.in_content(&mut element.content),
            Term::ElementReference(element) => return self.is_linked(&element.reference),
            Term::GroupReference(group) => return self.is_linked(group),
            Term::Model(model) => self.in_model(model),
            Term::Any(_) => {}
        }
        true
    }

    fn in_model(&self, model: &mut ModelGroup) {
        model.particles.retain_mut(|particle| self.keeps(particle));
    }

    fn in_content(&self, content: &mut ElementContent) {
        self.in_type_use(&mut content.of_type);
        let alternatives = content.alternatives.iter_mut();
        alternatives.filter_map(|one| one.of_type.as_mut()).for_each(|ty| self.in_type_use(ty));
    }

    fn in_type_use(&self, of_type: &mut TypeUse) {
        if let TypeUse::Anonymous(definition) = of_type {
            self.in_type(definition);
        }
    }

    fn in_attributes(&self, attributes: &mut Vec<AttributeItem>) {
        attributes.retain(|item| match item {
            AttributeItem::Local(_) => true,
            AttributeItem::Reference(attribute) => self.is_linked(&attribute.reference),
            AttributeItem::Group(group) => self.is_linked(group),
        });
    }

    fn in_definitions(&self, documents: &mut [Definitions], report: &mut Report) {
        let unusable: HashSet<DefinitionId> = (0..)
            .zip(&*documents)
            .flat_map(|(document, definitions)| {
                let messages = (0..).zip(&definitions.messages);
                messages.map(move |(index, message)| (DefinitionId { document, index }, message))
            })
            .filter(|(_, message)| !self.is_whole(message))
            .map(|(place, _)| place)
            .collect();
        let is_usable = |message: &Reference<Message>| {
            let target = self.targets.get(message.slot()).copied().flatten();
            matches!(target, Some(Target::Definition(place)) if !unusable.contains(&place))
        };
        self.drop_operations(documents, &is_usable, report);
        self.drop_ports(documents);
    }

    fn is_whole(&self, message: &Message) -> bool {
        message.parts.iter().all(|part| match &part.content {
            PartContent::Element(element) => self.is_linked(element),
            PartContent::Type(of_type) => self.is_linked(of_type),
        })
    }

    fn drop_operations(
        &self,
        documents: &mut [Definitions],
        is_usable: &impl Fn(&Reference<Message>) -> bool,
        report: &mut Report,
    ) {
        let mut dropped = HashSet::new();
        for (document, definitions) in (0..).zip(&mut *documents) {
            for (index, port_type) in (0..).zip(&mut definitions.port_types) {
                port_type.operations.retain_mut(|operation| {
                    operation.faults.retain(|fault| is_usable(&fault.message));
                    let messages = [operation.exchange.input(), operation.exchange.output()];
                    let mut messages = messages.into_iter().flatten();
                    let keeps = messages.all(|message| is_usable(&message.message));
                    if !keeps {
                        skip("operation", &operation.name, report);
                        let place = DefinitionId { document, index };
                        dropped.insert((place, operation.name.name.clone()));
                    }
                    keeps
                });
            }
        }
        for binding in documents.iter_mut().flat_map(|definitions| &mut definitions.bindings) {
            let target = self.targets.get(binding.port_type.slot()).copied().flatten();
            let Some(Target::Definition(place)) = target else { continue };
            binding
                .operations
                .retain(|operation| !dropped.contains(&(place, operation.name.name.clone())));
            for operation in &mut binding.operations {
                drop_headers(&mut operation.input, is_usable, report);
                drop_headers(&mut operation.output, is_usable, report);
            }
        }
    }

    fn drop_ports(&self, documents: &mut [Definitions]) {
        let of_binding: Vec<Vec<bool>> = documents
            .iter()
            .map(|definitions| {
                let bindings = definitions.bindings.iter();
                bindings.map(|binding| self.is_linked(&binding.port_type)).collect()
            })
            .collect();
        let is_bound = |place: DefinitionId| of_binding[place.document as usize][place.index()];
        for service in documents.iter_mut().flat_map(|definitions| &mut definitions.services) {
            service.ports.retain(|port| {
                let target = self.targets.get(port.binding.slot()).copied().flatten();
                matches!(target, Some(Target::Definition(place)) if is_bound(place))
            });
        }
    }
}

fn drop_headers(
    bound: &mut BoundMessage,
    is_usable: &impl Fn(&Reference<Message>) -> bool,
    report: &mut Report,
) {
    bound.headers.retain_mut(|header| {
        header.faults.retain(|fault| is_usable(&fault.message));
        let keeps = is_usable(&header.message);
        if !keeps {
            skip("header", &header.part, report);
        }
        keeps
    });
}

fn skip(kind: &str, name: &crate::syntax::Named, report: &mut Report) {
    let message = format!("the {kind} `{}` is skipped", name.name);
    let label = "depends on an undefined name";
    report.add(Diagnostic::warning(Code::Skipped, message).label(name.span, label));
}
