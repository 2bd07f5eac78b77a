//! All definitions of a contract, named or not.

use std::sync::Arc;

use crate::{
    document::Span,
    resolve::Linked,
    syntax::xsd::{
        AttributeDeclaration, AttributeItem, ComplexType, Content, ElementContent, ModelGroup,
        Particle, SimpleType, SimpleUse, Term, Type, TypeUse, Variety,
    },
};

/// Definitions and declarations, each with the place of the name that it has or is under.
#[derive(Default)]
pub(super) struct Definitions<'a> {
    pub(super) simple: Vec<(&'a SimpleType, Span)>,
    pub(super) complex: Vec<(&'a ComplexType, Span)>,
    /// Each with the target namespace of its schema.
    pub(super) elements: Vec<(&'a ElementContent, Span, &'a Arc<str>)>,
    pub(super) attributes: Vec<&'a AttributeDeclaration>,
}

impl<'a> Definitions<'a> {
    pub(super) fn of(linked: &'a Linked) -> Self {
        let mut all = Self::default();
        for definition in &linked.types {
            let span = definition.item.name.span;
            all.in_type(&definition.item.definition, span, &definition.namespace);
        }
        for element in &linked.elements {
            all.element(&element.item.content, element.item.name.span, &element.namespace);
        }
        for attribute in &linked.attributes {
            all.attribute(&attribute.item, &attribute.namespace);
        }
        for group in &linked.groups {
            all.model(&group.item.model, &group.namespace);
        }
        for group in &linked.attribute_groups {
            all.attribute_items(&group.item.attributes, &group.namespace);
        }
        all
    }

    fn in_type(&mut self, definition: &'a Type, span: Span, namespace: &'a Arc<str>) {
        match definition {
            Type::Simple(simple) => self.simple(simple, span),
            Type::Complex(complex) => {
                self.complex.push((complex, span));
                self.attribute_items(&complex.attributes, namespace);
                match &complex.content {
                    Content::Particle(particle) | Content::Complex { particle, .. } => {
                        if let Some(particle) = particle {
                            self.particle(particle, namespace);
                        }
                    }
                    Content::SimpleRestriction { restriction, .. } => {
                        restriction.value.iter().for_each(|simple| self.simple(simple, span));
                    }
                    Content::SimpleExtension { .. } => {}
                }
            }
        }
    }

    fn simple(&mut self, simple: &'a SimpleType, span: Span) {
        self.simple.push((simple, span));
        let uses: Vec<&SimpleUse> = match &simple.variety {
            Variety::Restriction { base, .. } => vec![base],
            Variety::List(item) => vec![item],
            Variety::Union(members) => members.iter().collect(),
        };
        for inner in uses {
            if let SimpleUse::Anonymous(inner) = inner {
                self.simple(inner, span);
            }
        }
    }

    fn in_type_use(&mut self, of_type: &'a TypeUse, span: Span, namespace: &'a Arc<str>) {
        if let TypeUse::Anonymous(definition) = of_type {
            self.in_type(definition, span, namespace);
        }
    }

    fn element(&mut self, content: &'a ElementContent, span: Span, namespace: &'a Arc<str>) {
        self.elements.push((content, span, namespace));
        self.in_type_use(&content.of_type, span, namespace);
        let alternatives = content.alternatives.iter().filter_map(|one| one.of_type.as_ref());
        alternatives.for_each(|of_type| self.in_type_use(of_type, span, namespace));
    }

    fn attribute(&mut self, attribute: &'a AttributeDeclaration, namespace: &'a Arc<str>) {
        self.attributes.push(attribute);
        self.in_type_use(&attribute.of_type, attribute.name.span, namespace);
    }

    fn attribute_items(&mut self, items: &'a [AttributeItem], namespace: &'a Arc<str>) {
        for item in items {
            if let AttributeItem::Local(local) = item {
                self.attribute(&local.declaration, namespace);
            }
        }
    }

    fn particle(&mut self, particle: &'a Particle, namespace: &'a Arc<str>) {
        match &particle.term {
            Term::Element(element) => self.element(&element.content, element.name.span, namespace),
            Term::Model(model) => self.model(model, namespace),
            Term::ElementReference(_) | Term::GroupReference(_) | Term::Any(_) => {}
        }
    }

    fn model(&mut self, model: &'a ModelGroup, namespace: &'a Arc<str>) {
        model.particles.iter().for_each(|particle| self.particle(particle, namespace));
    }
}
