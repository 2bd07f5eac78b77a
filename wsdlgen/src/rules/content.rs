//! The content of derived types, and of groups with `xs:all` (part 1, §3.4.2, §3.4.6, §3.8.6).

use super::Rules;
use crate::{
    document::Span,
    resolve::TypeTarget,
    syntax::{
        Builtin, Reference,
        xsd::{ComplexType, Compositor, Content, Derivation, Particle, Term, Type, TypeDefinition},
    },
};

/// The kind of content that a type has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Empty,
    Simple,
    /// Elements, or text and elements.
    Elements,
    Mixed,
    /// `xs:anyType`.
    Any,
}

impl<'a> Rules<'a, '_> {
    /// Checks the content of a derived type against that of its base.
    pub(super) fn content_of_base(
        &mut self,
        complex: &ComplexType,
        base: &'a Reference<TypeDefinition>,
        derivation: Derivation,
        span: Span,
    ) {
        let name = &base.name.local;
        let is_of_simple_type = !self.is_complex(base);
        let kind = self.kind_of_content(base);
        match &complex.content {
            Content::Complex { .. } if is_of_simple_type || kind == Kind::Simple => {
                let message = format!(
                    "`xs:complexContent` is derived from `{name}`, which has simple content"
                );
                self.violation(&message, "src-ct.1", base.span, "expected `xs:simpleContent`");
            }
            Content::SimpleExtension { .. } if !is_of_simple_type && kind != Kind::Simple => {
                let message =
                    format!("`xs:simpleContent` extends `{name}`, which has no simple content");
                self.violation(&message, "src-ct.2", base.span, "expected `xs:complexContent`");
            }
            Content::SimpleRestriction { .. } if is_of_simple_type => {
                let message = format!("`xs:simpleContent` restricts the simple type `{name}`");
                self.violation(&message, "src-ct.2", base.span, "expected a complex type");
            }
            Content::SimpleRestriction { restriction, .. }
                if restriction.value.is_none() && kind != Kind::Simple =>
            {
                let message = format!("`{name}` has no simple content to restrict");
                self.violation(&message, "src-ct.2", span, "restricted here");
            }
            Content::Complex { particle: Some(own), .. }
                if derivation == Derivation::Extension && !is_empty(own) =>
            {
                let is_mixed = match kind {
                    Kind::Elements => Some(false),
                    Kind::Mixed => Some(true),
                    Kind::Empty | Kind::Simple | Kind::Any => None,
                };
                if is_mixed.is_some_and(|is_mixed| is_mixed != complex.mixed) {
                    let message = format!(
                        "one of this type and its base `{name}` is mixed, the other is not"
                    );
                    let rule = "cos-ct-extends.1.4.2.2.2.2.1";
                    self.violation(&message, rule, span, "extended here");
                }
                let extends_all = self.ends_in_all(base);
                if extends_all || (self.is_all(own) && self.has_elements(base)) {
                    let message =
                        format!("the content of `{name}` is extended, and one of both is `xs:all`");
                    self.violation(&message, "cos-all-limited.1.2", span, "extended here");
                }
            }
            _ => {}
        }
    }

    fn kind_of_content(&self, of: &Reference<TypeDefinition>) -> Kind {
        let index = match self.linked.type_target(of) {
            TypeTarget::Builtin(Builtin::AnyType) => return Kind::Any,
            TypeTarget::Builtin(_) => return Kind::Simple,
            TypeTarget::Definition(index) => index,
        };
        let Type::Complex(complex) = &self.linked.types[index].item.definition else {
            return Kind::Simple;
        };
        match &complex.content {
            Content::SimpleExtension { .. } | Content::SimpleRestriction { .. } => Kind::Simple,
            _ if complex.mixed => Kind::Mixed,
            Content::Particle(Some(own)) | Content::Complex { particle: Some(own), .. }
                if !is_empty(own) =>
            {
                Kind::Elements
            }
            Content::Complex { derivation: Derivation::Extension, base, .. }
                if base.name != of.name =>
            {
                self.kind_of_content(base)
            }
            _ => Kind::Empty,
        }
    }

    /// Returns whether the content model of a type has particles.
    fn has_elements(&self, of: &Reference<TypeDefinition>) -> bool {
        let TypeTarget::Definition(index) = self.linked.type_target(of) else { return false };
        let Type::Complex(complex) = &self.linked.types[index].item.definition else { return true };
        match &complex.content {
            Content::Particle(particle) => particle.iter().any(|own| !is_empty(own)),
            Content::Complex { particle, derivation, base } => {
                let is_extension = *derivation == Derivation::Extension && base.name != of.name;
                particle.iter().any(|own| !is_empty(own))
                    || (is_extension && self.has_elements(base))
            }
            Content::SimpleExtension { .. } | Content::SimpleRestriction { .. } => true,
        }
    }

    /// Returns whether the content of a type is `xs:all`.
    fn ends_in_all(&self, of: &Reference<TypeDefinition>) -> bool {
        let TypeTarget::Definition(index) = self.linked.type_target(of) else { return false };
        match &self.linked.types[index].item.definition {
            Type::Complex(complex) => match &complex.content {
                Content::Particle(Some(particle))
                | Content::Complex { particle: Some(particle), .. } => self.is_all(particle),
                _ => false,
            },
            Type::Simple(_) => false,
        }
    }

    /// Returns whether a particle is `xs:all`, or a group that consists of it.
    fn is_all(&self, particle: &Particle) -> bool {
        let model = match &particle.term {
            Term::Model(model) => model,
            Term::GroupReference(group) => {
                &self.linked.groups[self.linked.group_index(group)].item.model
            }
            Term::Element(_) | Term::ElementReference(_) | Term::Any(_) => return false,
        };
        model.compositor == Compositor::All
    }

    /// Reports groups of `xs:all` that are not the whole content of a type.
    pub(super) fn limited_all(&mut self, complex: &ComplexType) {
        let (Content::Particle(Some(whole)) | Content::Complex { particle: Some(whole), .. }) =
            &complex.content
        else {
            return;
        };
        if let Term::GroupReference(_) = &whole.term
            && self.is_all(whole)
            && whole.occurs.max != Some(1)
        {
            let message = "a group with `xs:all` occurs more than once";
            self.violation(message, "cos-all-limited.1.2", whole.span, "refers to the group");
        }
        if !self.is_all(whole) {
            self.all_inside(whole);
        }
    }

    fn all_inside(&mut self, particle: &Particle) {
        let Term::Model(model) = &particle.term else { return };
        for inner in &model.particles {
            if let Term::GroupReference(_) = &inner.term
                && self.is_all(inner)
            {
                let message = "a group with `xs:all` is not the whole content of the type";
                self.violation(message, "cos-all-limited.1", inner.span, "refers to the group");
            } else {
                self.all_inside(inner);
            }
        }
    }
}

fn is_empty(particle: &Particle) -> bool {
    match &particle.term {
        Term::Model(model) => model.particles.is_empty(),
        _ => particle.occurs.max == Some(0),
    }
}
