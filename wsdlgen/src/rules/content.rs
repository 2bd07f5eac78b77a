//! The content of derived types, and of groups with `xs:all` (part 1, §3.4.2, §3.4.6, §3.8.6).

use super::Rules;
use crate::{
    document::Span,
    resolve::TypeTarget,
    syntax::{
        Builtin, Reference,
        xsd::{
            ComplexType, Compositor, Content, Derivation, Particle, Term, Type, TypeDefinition,
            Version,
        },
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
            Content::Complex { .. } if is_of_simple_type => {
                let message =
                    format!("`xs:complexContent` is derived from the simple type `{name}`");
                self.violation(&message, "src-ct.1", base.span, "expected `xs:simpleContent`");
            }
            // Without elements of its own, an extension has the simple content of its base.
            Content::Complex { particle: Some(own), .. }
                if kind == Kind::Simple
                    && derivation == Derivation::Extension
                    && !is_empty(own) =>
            {
                let message = format!("elements are added to `{name}`, which has simple content");
                self.violation(&message, "cos-ct-extends.1.4", span, "extended here");
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
                self.extension(complex.mixed, own, base, span);
            }
            _ => {}
        }
    }

    /// Checks elements that extend the content of a base.
    fn extension(
        &mut self,
        mixed: bool,
        own: &Particle,
        base: &'a Reference<TypeDefinition>,
        span: Span,
    ) {
        let name = &base.name.local;
        let is_mixed = match self.kind_of_content(base) {
            Kind::Elements => Some(false),
            Kind::Mixed => Some(true),
            Kind::Empty | Kind::Simple | Kind::Any => None,
        };
        if is_mixed.is_some_and(|is_mixed| is_mixed != mixed) {
            let message = format!("`{name}` and its extension must both be mixed, or neither");
            self.violation(&message, "cos-ct-extends.1.4.3.2.2.1", span, "extended here");
        }
        let both = [self.is_all(own), self.is_all_content(base)];
        if self.has_elements(base) && both.contains(&true) && !self.allows_all(both) {
            let message = "`xs:all` is extended, or extends other content";
            self.violation(message, "cos-all-limited.1.2", span, "extended here");
        }
    }

    /// Returns whether `xs:all` may extend `xs:all`, which XML Schema 1.1 allows.
    fn allows_all(&self, both: [bool; 2]) -> bool {
        both == [true, true] && self.linked.version == Version::V1_1
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
    fn is_all_content(&self, of: &Reference<TypeDefinition>) -> bool {
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
