//! Definitions that lead back to themselves where XML Schema forbids it.
//!
//! ```text
//! a type made from itself: as base, item or member             (part 1, §3.4.6, §3.14.6)
//! a group in itself, an attribute group in itself              (part 1, §3.8.6, §3.6.6)
//! an element that substitutes for itself                       (part 1, §3.3.6)
//! ```
//!
//! After this, whoever follows such references comes to an end.

use super::{
    kind::{Definition, Kind},
    linked::{InNamespace, Linked, Target},
};
use crate::{
    diagnostic::{Code, Diagnostic, Report},
    document::Span,
    syntax::{
        Reference,
        xsd::{
            AttributeGroupDefinition, AttributeItem, Content, ElementDeclaration, GroupDefinition,
            ModelGroup, SimpleType, SimpleUse, Term, Type, TypeDefinition, Variety,
        },
    },
};

/// From one definition to another of its kind, and where that is written.
pub(super) type Edge = (usize, Span);

pub(super) fn refuse(linked: &Linked, report: &mut Report) {
    search(&linked.types, |item| type_edges(linked, item), report);
    search(&linked.elements, |item| element_edges(linked, item), report);
    search(&linked.groups, |item| group_edges(linked, item), report);
    search(&linked.attribute_groups, |item| attribute_group_edges(linked, item), report);
}

/// A definition on the way, and which of its edges are still to be followed.
struct OpenDefinition {
    index: usize,
    edges: Vec<Edge>,
    /// The edge that was followed last.
    taken: Option<Span>,
}

/// Follows every edge once, depth first; one that leads back into the way closes a circle.
fn search<T: Definition>(
    items: &[InNamespace<T>],
    edges: impl Fn(&T) -> Vec<Edge>,
    report: &mut Report,
) {
    let mut seen = vec![false; items.len()];
    let mut on_way = vec![false; items.len()];
    for start in 0..items.len() {
        let mut way: Vec<OpenDefinition> = Vec::new();
        let mut next = (!seen[start]).then_some(start);
        while next.is_some() || !way.is_empty() {
            if let Some(index) = next.take() {
                (seen[index], on_way[index]) = (true, true);
                way.push(OpenDefinition { index, edges: edges(&items[index].item), taken: None });
            }
            let Some(step) = way.last_mut() else { break };
            match step.edges.pop() {
                None => {
                    on_way[step.index] = false;
                    way.pop();
                }
                Some((target, span)) => {
                    step.taken = Some(span);
                    if on_way[target] {
                        report.add(circle(items, &way, target));
                    } else if !seen[target] {
                        next = Some(target);
                    }
                }
            }
        }
    }
}

/// How many places of a long circle are shown.
const SHOWN: usize = 5;

fn circle<T: Definition>(
    items: &[InNamespace<T>],
    way: &[OpenDefinition],
    target: usize,
) -> Diagnostic {
    let name = |index: usize| &items[index].item.name().name;
    let verb = match T::KIND {
        Kind::Type => "is made from",
        Kind::Element => "substitutes for",
        _ => "contains",
    };
    let message = format!("the {} `{}` {verb} itself", T::KIND.noun(), name(target));
    let mut diagnostic = Diagnostic::error(Code::Circular, message);
    let begin = way.iter().position(|step| step.index == target).unwrap_or_default();
    let circle = &way[begin..];
    let ends = circle.iter().skip(1).map(|step| step.index).chain([target]);
    for (step, end) in circle.iter().zip(ends).take(SHOWN) {
        let label = format!("`{}` {verb} `{}`", name(step.index), name(end));
        diagnostic = diagnostic.label(step.taken.unwrap_or(items[target].item.name().span), label);
    }
    diagnostic
}

/// The edge that a reference is; none where it leads to what is built in, or nowhere.
fn edge<T>(linked: &Linked, reference: &Reference<T>) -> Option<Edge> {
    match linked.targets.get(reference.slot()).copied().flatten()? {
        Target::Definition(place) => Some((place.index(), reference.span)),
        Target::Builtin(_) => None,
    }
}

pub(super) fn type_edges(linked: &Linked, definition: &TypeDefinition) -> Vec<Edge> {
    let mut edges = Vec::new();
    match &definition.definition {
        Type::Simple(simple) => simple_edges(linked, simple, &mut edges),
        Type::Complex(complex) => match &complex.content {
            Content::Particle(_) => {}
            Content::Complex { base, .. } | Content::SimpleExtension { base } => {
                edges.extend(edge(linked, base));
            }
            Content::SimpleRestriction { base, restriction } => {
                edges.extend(edge(linked, base));
                let value = restriction.value.iter();
                value.for_each(|simple| simple_edges(linked, simple, &mut edges));
            }
        },
    }
    edges
}

fn simple_edges(linked: &Linked, simple: &SimpleType, edges: &mut Vec<Edge>) {
    let mut each = |simple: &SimpleUse| match simple {
        SimpleUse::Reference(reference) => edges.extend(edge(linked, reference)),
        SimpleUse::Anonymous(simple) => simple_edges(linked, simple, edges),
    };
    match &simple.variety {
        Variety::Restriction { base, .. } => each(base),
        Variety::List(item) => each(item),
        Variety::Union(members) => members.iter().for_each(each),
    }
}

fn element_edges(linked: &Linked, element: &ElementDeclaration) -> Vec<Edge> {
    element.substitution_group.iter().filter_map(|head| edge(linked, head)).collect()
}

pub(super) fn group_edges(linked: &Linked, group: &GroupDefinition) -> Vec<Edge> {
    let mut edges = Vec::new();
    model_edges(linked, &group.model, &mut edges);
    edges
}

/// What is inside of an element is another matter: there, a group may come again.
fn model_edges(linked: &Linked, model: &ModelGroup, edges: &mut Vec<Edge>) {
    for particle in &model.particles {
        match &particle.term {
            Term::GroupReference(group) => edges.extend(edge(linked, group)),
            Term::Model(model) => model_edges(linked, model, edges),
            Term::Element(_) | Term::ElementReference(_) | Term::Any(_) => {}
        }
    }
}

pub(super) fn attribute_group_edges(
    linked: &Linked,
    group: &AttributeGroupDefinition,
) -> Vec<Edge> {
    let groups = group.attributes.iter().filter_map(|item| match item {
        AttributeItem::Group(group) => edge(linked, group),
        AttributeItem::Local(_) | AttributeItem::Reference(_) => None,
    });
    groups.collect()
}
