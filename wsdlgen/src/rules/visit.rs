//! All definitions of a contract, named or not.

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
    pub(super) elements: Vec<(&'a ElementContent, Span)>,
    pub(super) attributes: Vec<&'a AttributeDeclaration>,
}

impl<'a> Definitions<'a> {
    pub(super) fn of(linked: &'a Linked) -> Self {
        let mut all = Self::default();
        for definition in &linked.types {
            all.in_type(&definition.item.definition, definition.item.name.span);
        }
        for element in &linked.elements {
            all.element(&element.item.content, element.item.name.span);
        }
        for attribute in &linked.attributes {
            all.attribute(&attribute.item);
        }
        for group in &linked.groups {
            all.model(&group.item.model);
        }
        for group in &linked.attribute_groups {
            all.attribute_items(&group.item.attributes);
        }
        all
    }

    fn in_type(&mut self, definition: &'a Type, span: Span) {
        match definition {
            Type::Simple(simple) => self.simple(simple, span),
            Type::Complex(complex) => {
                self.complex.push((complex, span));
                self.attribute_items(&complex.attributes);
                match &complex.content {
                    Content::Particle(particle) | Content::Complex { particle, .. } => {
                        if let Some(particle) = particle {
                            self.particle(particle);
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

    fn in_type_use(&mut self, of_type: &'a TypeUse, span: Span) {
        if let TypeUse::Anonymous(definition) = of_type {
            self.in_type(definition, span);
        }
    }

    fn element(&mut self, content: &'a ElementContent, span: Span) {
        self.elements.push((content, span));
        self.in_type_use(&content.of_type, span);
        let alternatives = content.alternatives.iter().filter_map(|one| one.of_type.as_ref());
        alternatives.for_each(|of_type| self.in_type_use(of_type, span));
    }

    fn attribute(&mut self, attribute: &'a AttributeDeclaration) {
        self.attributes.push(attribute);
        self.in_type_use(&attribute.of_type, attribute.name.span);
    }

    fn attribute_items(&mut self, items: &'a [AttributeItem]) {
        for item in items {
            if let AttributeItem::Local(local) = item {
                self.attribute(&local.declaration);
            }
        }
    }

    fn particle(&mut self, particle: &'a Particle) {
        match &particle.term {
            Term::Element(element) => self.element(&element.content, element.name.span),
            Term::Model(model) => self.model(model),
            Term::ElementReference(_) | Term::GroupReference(_) | Term::Any(_) => {}
        }
    }

    fn model(&mut self, model: &'a ModelGroup) {
        model.particles.iter().for_each(|particle| self.particle(particle));
    }
}
