//! Detection of circular definitions that XML Schema forbids.
//!
//! ```text
//! a type derived from itself: as base, item or member          (part 1, §3.4.6, §3.14.6)
//! a group in itself, an attribute group in itself              (part 1, §3.8.6, §3.6.6)
//! an element that substitutes for itself                       (part 1, §3.3.6)
//! ```
//!
//! **Invariant:** after this check, following these references terminates.

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

/// A reference to a definition of the same kind: the target's index and the reference's span.
pub(super) type Edge = (usize, Span);

pub(super) fn refuse(linked: &Linked, report: &mut Report) {
    search(&linked.types, |item| type_edges(linked, item), report);
    search(&linked.elements, |item| element_edges(linked, item), report);
    search(&linked.groups, |item| group_edges(linked, item), report);
    search(&linked.attribute_groups, |item| attribute_group_edges(linked, item), report);
}

/// A definition on the current path, with its unvisited edges.
struct OpenDefinition {
    index: usize,
    edges: Vec<Edge>,
    /// Span of the edge followed last.
    taken: Option<Span>,
}

/// Follows every edge once, depth first, and reports each edge back into the current path.
fn search<T: Definition>(
    items: &[InNamespace<T>],
    edges: impl Fn(&T) -> Vec<Edge>,
    report: &mut Report,
) {
    let mut seen = vec![false; items.len()];
    let mut on_path = vec![false; items.len()];
    for start in 0..items.len() {
        let mut path: Vec<OpenDefinition> = Vec::new();
        let mut next = (!seen[start]).then_some(start);
        while next.is_some() || !path.is_empty() {
            if let Some(index) = next.take() {
                (seen[index], on_path[index]) = (true, true);
                path.push(OpenDefinition { index, edges: edges(&items[index].item), taken: None });
            }
            let Some(step) = path.last_mut() else { break };
            match step.edges.pop() {
                None => {
                    on_path[step.index] = false;
                    path.pop();
                }
                Some((target, span)) => {
                    step.taken = Some(span);
                    if on_path[target] {
                        report.add(cycle(items, &path, target));
                    } else if !seen[target] {
                        next = Some(target);
                    }
                }
            }
        }
    }
}

/// Maximum number of labels for a long cycle.
const SHOWN: usize = 5;

fn cycle<T: Definition>(
    items: &[InNamespace<T>],
    path: &[OpenDefinition],
    target: usize,
) -> Diagnostic {
    let name = |index: usize| &items[index].item.name().name;
    let verb = match T::KIND {
        Kind::Type => "is derived from",
        Kind::Element => "substitutes for",
        _ => "contains",
    };
    let message = format!("the {} `{}` {verb} itself", T::KIND.noun(), name(target));
    let mut diagnostic = Diagnostic::error(Code::Circular, message);
    let begin = path.iter().position(|step| step.index == target).unwrap_or_default();
    let cycle_edges = &path[begin..];
    let ends = cycle_edges.iter().skip(1).map(|step| step.index).chain([target]);
    for (step, end) in cycle_edges.iter().zip(ends).take(SHOWN) {
        let label = format!("`{}` {verb} `{}`", name(step.index), name(end));
        diagnostic = diagnostic.label(step.taken.unwrap_or(items[target].item.name().span), label);
    }
    diagnostic
}

/// Returns the edge of a reference, or `None` if the target is built in or unresolved.
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

/// Collects the groups that a model group refers to, except inside elements, where recursion is allowed.
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
