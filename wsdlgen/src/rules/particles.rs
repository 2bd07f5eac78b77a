//! Content models: Unique Particle Attribution (part 1, §3.8.6) and Element Declarations Consistent (§3.8.6).
//!
//! ```text
//! first     the particles that may come first
//! open      the particles that may come after the last one, since something repeats or is left out
//!
//! a? b      first {a, b}, open {}
//! a b*      first {a},    open {b}
//! ```
//!
//! Two particles that may come next must not allow the same element, unless they are one particle.

mod outline;
mod sets;

use std::{collections::HashMap, sync::Arc};

use sets::{Clash, Leaf, Place, Set};

use super::Rules;
use crate::{
    diagnostic::{Code, Diagnostic},
    document::Span,
    resolve::{InNamespace, TypeTarget},
    syntax::{
        Builtin, QName, Reference,
        xsd::{
            ComplexType, Compositor, Content, Derivation, ElementContent, LocalElement, ModelGroup,
            Occurs, Particle, Term, Type, TypeDefinition, TypeUse,
        },
    },
};

/// The analysis of a content model in progress.
#[derive(Default)]
struct Analysis<'a> {
    leaves: Vec<Leaf<'a>>,
    /// The first clash of elements, or else that of a wildcard.
    clash: Option<Clash>,
    /// The first declaration of each local element, to compare others with.
    declared: HashMap<QName, &'a TypeUse>,
    inconsistent: Option<(QName, Span)>,
}

/// The particles that may come first in a particle, and after it.
struct Shape {
    first: Set,
    open: Set,
    /// Set if the particle may be empty.
    is_emptiable: bool,
}

impl<'a> Rules<'a, '_> {
    pub(super) fn in_type(&mut self, definition: &'a InNamespace<TypeDefinition>, index: usize) {
        if let Type::Complex(complex) = &definition.item.definition {
            let name = &definition.item.name.name;
            self.in_complex(name, complex, &definition.namespace, Some(index));
        }
    }

    /// Checks the anonymous type of an element, and notes its identity constraints.
    pub(super) fn in_content(
        &mut self,
        name: &str,
        content: &'a ElementContent,
        namespace: &'a Arc<str>,
    ) {
        // An element of a group may contain the group.
        if !self.constraints.add(content, namespace) {
            return;
        }
        let TypeUse::Anonymous(definition) = &content.of_type else { return };
        if let Type::Complex(complex) = &**definition {
            self.in_complex(name, complex, namespace, None);
        }
    }

    fn in_complex(
        &mut self,
        name: &str,
        complex: &'a ComplexType,
        namespace: &'a Arc<str>,
        index: Option<usize>,
    ) {
        let mut outline = self.outline(complex, namespace, index);
        if !outline.is_plain() {
            self.analyse(name, complex, namespace, index);
        }
        for (element, namespace) in outline.elements {
            self.in_content(&element.name.name, &element.content, namespace);
        }
    }

    fn analyse(
        &mut self,
        name: &str,
        complex: &'a ComplexType,
        namespace: &'a Arc<str>,
        index: Option<usize>,
    ) {
        let mut analysis = Analysis::default();
        self.of_type(complex, namespace, index, &mut analysis);
        let Analysis { leaves, clash, inconsistent, .. } = analysis;
        if let Some(clash) = clash {
            self.ambiguous(name, &clash, &leaves);
        }
        if let Some((element, span)) = inconsistent {
            let message = format!(
                "the content of `{name}` declares the element `{}` with different types",
                element.local
            );
            let label = "another declaration has another type";
            self.violation(&message, "cos-element-consistent", span, label);
        }
    }

    fn ambiguous(&mut self, name: &str, clash: &Clash, leaves: &[Leaf<'_>]) {
        let [first, second] = [&leaves[clash.first], &leaves[clash.second]];
        // Readers prefer declarations to wildcards, and do not tell wildcards apart.
        let is_of_wildcard = first.is_wildcard() || second.is_wildcard();
        if is_of_wildcard && !self.report.is_linting() {
            return;
        }
        let element = clash.element.as_ref().map_or("any element", |name| &*name.local);
        let message = format!(
            "the content of `{name}` is ambiguous: `{element}` may belong to either of two particles"
        );
        let mut diagnostic = Diagnostic::warning(Code::Ambiguous, message);
        diagnostic = diagnostic.label(first.span, "to this one");
        if second.span != first.span {
            diagnostic = diagnostic.label(second.span, "or to this one");
        }
        let help = "an element belongs to the first particle that allows it; the branches of a choice are all tried";
        self.report.add(diagnostic.help(help));
    }

    /// Analyses the content of a type, which begins with that of the type that it extends.
    fn of_type(
        &self,
        complex: &'a ComplexType,
        namespace: &'a Arc<str>,
        index: Option<usize>,
        analysis: &mut Analysis<'a>,
    ) -> Shape {
        let own = |particle: &'a Option<Particle>, analysis: &mut Analysis<'a>| match particle {
            Some(particle) => self.of_particle(particle, namespace, Place::ALONE, analysis),
            None => Shape::empty(),
        };
        match &complex.content {
            Content::Particle(particle) => own(particle, analysis),
            Content::Complex { derivation: Derivation::Restriction, particle, .. } => {
                own(particle, analysis)
            }
            Content::Complex { base, particle, .. } => {
                let base = self.of_base(base, index, analysis);
                let own = own(particle, analysis);
                analysis.then(base, own)
            }
            Content::SimpleExtension { .. } | Content::SimpleRestriction { .. } => Shape::empty(),
        }
    }

    fn of_base(
        &self,
        base: &'a Reference<TypeDefinition>,
        index: Option<usize>,
        analysis: &mut Analysis<'a>,
    ) -> Shape {
        let TypeTarget::Definition(base) = self.linked.type_target(base) else {
            return Shape::empty();
        };
        let definition = &self.linked.types[base];
        match &definition.item.definition {
            Type::Complex(complex) if Some(base) != index => {
                self.of_type(complex, &definition.namespace, Some(base), analysis)
            }
            _ => Shape::empty(),
        }
    }

    fn of_particle(
        &self,
        particle: &'a Particle,
        namespace: &'a Arc<str>,
        place: Place,
        analysis: &mut Analysis<'a>,
    ) -> Shape {
        let Particle { occurs, term, span } = particle;
        let once = match term {
            Term::Element(element) => {
                let name = element_name(element);
                let of_type = &element.content.of_type;
                if !self.is_any_type(of_type) {
                    analysis.declare(&name, of_type, element.name.span);
                }
                analysis.leaf(Leaf::of_element(vec![name], *span, place, &element.content.of_type))
            }
            Term::ElementReference(reference) => {
                let index = self.linked.element_index(&reference.reference);
                let of_type = &self.linked.elements[index].item.content.of_type;
                analysis.leaf(Leaf::of_element(self.names_of(index), *span, place, of_type))
            }
            Term::Any(wildcard) => analysis.leaf(Leaf::of_wildcard(wildcard, *span, place)),
            Term::Model(model) => self.of_model(model, namespace, analysis),
            Term::GroupReference(reference) => {
                let group = &self.linked.groups[self.linked.group_index(reference)];
                self.of_model(&group.item.model, &group.namespace, analysis)
            }
        };
        analysis.repeated(once, *occurs)
    }

    fn of_model(
        &self,
        model: &'a ModelGroup,
        namespace: &'a Arc<str>,
        analysis: &mut Analysis<'a>,
    ) -> Shape {
        let sequence = std::ptr::from_ref(model).addr();
        let mut whole: Option<Shape> = None;
        for (position, particle) in model.particles.iter().enumerate() {
            let place = match model.compositor {
                // Neighbours with one name are read as one list, but the rule knows no lists.
                Compositor::Sequence if !self.report.is_linting() => Place { sequence, position },
                Compositor::Sequence | Compositor::Choice | Compositor::All => Place::ALONE,
            };
            let next = self.of_particle(particle, namespace, place, analysis);
            whole = Some(match (whole, model.compositor) {
                (None, _) => next,
                (Some(before), Compositor::Sequence) => analysis.then(before, next),
                (Some(before), Compositor::Choice) => analysis.or(before, &next),
                (Some(before), Compositor::All) => analysis.with(before, &next),
            });
        }
        whole.unwrap_or_else(Shape::empty)
    }

    /// Returns whether a type is `xs:anyType` by name. It is also the type of elements that declare none.
    fn is_any_type(&self, of_type: &TypeUse) -> bool {
        matches!(of_type, TypeUse::Reference(reference)
            if self.linked.type_target(reference) == TypeTarget::Builtin(Builtin::AnyType))
    }

    /// Returns the names of a global element and of those that may substitute for it.
    fn names_of(&self, index: usize) -> Vec<QName> {
        let is_blocked = self.linked.elements[index].item.content.block.substitution;
        let substitutes = if is_blocked { vec![index] } else { self.substitutions.closure(index) };
        let substitutes = substitutes.into_iter();
        let name = |index: usize| {
            let element = &self.linked.elements[index];
            QName { namespace: element.namespace.clone(), local: element.item.name.name.clone() }
        };
        substitutes.map(name).collect()
    }
}

fn element_name(element: &LocalElement) -> QName {
    QName { namespace: element.namespace.clone(), local: element.name.name.clone() }
}

impl Shape {
    fn empty() -> Self {
        Self { first: Set::default(), open: Set::default(), is_emptiable: true }
    }
}

impl<'a> Analysis<'a> {
    fn leaf(&mut self, leaf: Leaf<'a>) -> Shape {
        let first = Set::of(self.leaves.len(), &leaf);
        self.leaves.push(leaf);
        Shape { first, open: Set::default(), is_emptiable: false }
    }

    /// Notes the declaration of a local element.
    fn declare(&mut self, name: &QName, of_type: &'a TypeUse, span: Span) {
        match self.declared.get(name) {
            Some(known) if *known != of_type => {
                self.inconsistent.get_or_insert_with(|| (name.clone(), span));
            }
            Some(_) => {}
            None => {
                self.declared.insert(name.clone(), of_type);
            }
        }
    }

    /// Notes that particles of both sets may come next.
    fn compete(&mut self, one: &Set, other: &Set) {
        let is_of_elements = |clash: &Clash| {
            ![clash.first, clash.second].iter().any(|leaf| self.leaves[*leaf].is_wildcard())
        };
        if self.clash.as_ref().is_some_and(is_of_elements) {
            return;
        }
        let new = one.clash(other, &self.leaves);
        if self.clash.is_none() || new.as_ref().is_some_and(is_of_elements) {
            self.clash = new;
        }
    }

    fn then(&mut self, before: Shape, next: Shape) -> Shape {
        self.compete(&before.open, &next.first);
        let mut first = before.first;
        if before.is_emptiable {
            self.compete(&first, &next.first);
            first.extend(&next.first);
        }
        let mut open = next.open;
        if next.is_emptiable {
            // The particles of `next` may come, but so may those after it.
            let after = std::mem::replace(&mut open, before.open);
            open.extend(&after);
            open.extend(&next.first);
        }
        let is_emptiable = before.is_emptiable && next.is_emptiable;
        Shape { first, open, is_emptiable }
    }

    fn or(&mut self, one: Shape, other: &Shape) -> Shape {
        self.compete(&one.first, &other.first);
        let (mut first, mut open) = (one.first, one.open);
        first.extend(&other.first);
        open.extend(&other.open);
        Shape { first, open, is_emptiable: one.is_emptiable || other.is_emptiable }
    }

    /// Returns the shape of particles in any order.
    fn with(&mut self, one: Shape, other: &Shape) -> Shape {
        self.compete(&one.first, &other.first);
        let mut first = one.first;
        first.extend(&other.first);
        let is_emptiable = one.is_emptiable && other.is_emptiable;
        Shape { open: first.clone(), first, is_emptiable }
    }

    fn repeated(&mut self, once: Shape, Occurs { min, max }: Occurs) -> Shape {
        let Shape { first, mut open, is_emptiable } = once;
        if max != Some(1) {
            self.compete(&open, &first);
            if max != Some(min) {
                open.extend(&first);
            }
        }
        Shape { first, open, is_emptiable: is_emptiable || min == 0 }
    }
}
