//! Limits on the expansion of definitions through references.
//!
//! ```text
//! groups that refer to groups twice          each level doubles the particles
//! types that refer to an attribute group     each has all of its attributes
//! services whose ports share a binding       each has all of its operations
//! unions of unions                           each level doubles the member types
//! types derived from types, groups in groups each level takes stack
//! ```
//!
//! **Invariant:** after this check, following these references takes bounded time and stack.

use std::collections::HashSet;

use super::{
    circular::{Edge, attribute_group_edges, group_edges, type_edges},
    kind::Definition,
    linked::{InNamespace, Linked},
    walk::{self, References},
};
use crate::{
    diagnostic::{Code, Diagnostic, Report},
    syntax::{
        Reference,
        wsdl::{Binding, Message, PortType},
        xsd::{
            AttributeDeclaration, AttributeGroupDefinition, ElementDeclaration, GroupDefinition,
            ModelGroup, Particle, Term, TypeDefinition,
        },
    },
};

/// Minimum limit on the particles and attributes to which all group references expand in total.
const LEAST_PARTICLES: usize = 10_000;
/// Bytes of a larger contract per allowed particle or attribute. Public contracts have at least 400 per item.
const BYTES_PER_PARTICLE: usize = 16;
/// Minimum limit on the operations that all ports bind in total.
const LEAST_OPERATIONS: usize = 3_000;
/// Bytes of a larger contract per allowed operation.
const BYTES_PER_OPERATION: usize = 16;
/// Maximum number of member types to which a union may expand.
const MEMBERS: usize = 1_000;
/// Maximum length of a chain of references between definitions of one kind.
const DEPTH: usize = 256;

/// Reports definitions that expand too far for the size of the contract. Requires that there are no cycles.
pub(super) fn refuse(linked: &Linked, report: &mut Report) {
    let types = Order::of(&linked.types, |item| type_edges(linked, item));
    let groups = Order::of(&linked.groups, |item| group_edges(linked, item));
    let attributes =
        Order::of(&linked.attribute_groups, |item| attribute_group_edges(linked, item));
    refuse_operations(linked, report);
    types.refuse_depth(&linked.types, "is derived through", report);
    groups.refuse_depth(&linked.groups, "nests groups through", report);
    attributes.refuse_depth(&linked.attribute_groups, "nests groups through", report);

    let members = types.sums(|_| 0);
    refuse_size(&linked.types, &members, MEMBERS, "member types", report);
    let particles = groups.sums(|index| own_particles(&linked.groups[index].item.model));
    let most = LEAST_PARTICLES.max(linked.bytes / BYTES_PER_PARTICLE);
    if refuse_size(&linked.groups, &particles, most, "particles", report) {
        return;
    }
    let mut all = Expanded { linked, particles: &particles, attributes: &attributes, most, sum: 0 };
    linked.types.iter().for_each(|ty| walk::in_type(&ty.item.definition, &mut all));
    linked.elements.iter().for_each(|element| walk::in_element(&element.item, &mut all));
    if all.sum > most {
        let message =
            format!("the groups expand to more than {most} particles and attributes in total");
        report.add(Diagnostic::error(Code::TooLarge, message).help(HELP));
    }
}

/// Reports ports that bind more operations in total than the limit for the contract's size.
fn refuse_operations(linked: &Linked, report: &mut Report) {
    let services = linked.definitions.iter().flat_map(|definitions| &definitions.services);
    let ports = services.flat_map(|service| &service.ports);
    let bound: usize = ports.map(|port| linked.binding(&port.binding).operations.len()).sum();
    let most = LEAST_OPERATIONS.max(linked.bytes / BYTES_PER_OPERATION);
    if bound > most {
        let message =
            format!("the ports bind {bound} operations, but this contract is limited to {most}");
        let help = "generate from part of the contract: fewer services or ports";
        report.add(Diagnostic::error(Code::TooLarge, message).help(help));
    }
}

const HELP: &str = "declare a type for repeated content, or generate from part of the contract";

/// Definitions in topological order: each comes after those that it refers to.
struct Order {
    edges: Vec<Vec<Edge>>,
    order: Vec<usize>,
}

impl Order {
    fn of<T>(items: &[InNamespace<T>], edges: impl Fn(&T) -> Vec<Edge>) -> Self {
        let edges: Vec<_> = items.iter().map(|item| edges(&item.item)).collect();
        let mut order = Vec::with_capacity(items.len());
        let mut seen = vec![false; items.len()];
        // Definitions on the current path, with the number of edges already followed.
        let mut open = Vec::new();
        for start in 0..items.len() {
            if !std::mem::replace(&mut seen[start], true) {
                open.push((start, 0));
            }
            while let Some((index, followed)) = open.last_mut() {
                let Some((target, _)) = edges[*index].get(*followed) else {
                    order.push(*index);
                    open.pop();
                    continue;
                };
                *followed += 1;
                if !std::mem::replace(&mut seen[*target], true) {
                    open.push((*target, 0));
                }
            }
        }
        Self { edges, order }
    }

    /// Returns the size of each definition with everything it refers to, counted per reference; at least 1.
    fn sums(&self, own: impl Fn(usize) -> usize) -> Vec<usize> {
        let mut sums = vec![0_usize; self.edges.len()];
        for index in &self.order {
            let inner = self.edges[*index].iter().map(|(target, _)| sums[*target]);
            sums[*index] = inner.fold(own(*index), usize::saturating_add).max(1);
        }
        sums
    }

    fn refuse_depth<T: Definition>(
        &self,
        items: &[InNamespace<T>],
        verb: &str,
        report: &mut Report,
    ) {
        let mut depths = vec![0_usize; self.edges.len()];
        for index in &self.order {
            let inner = self.edges[*index].iter().map(|(target, _)| depths[*target]);
            depths[*index] = inner.max().unwrap_or(0) + 1;
            if depths[*index] > DEPTH {
                let (noun, name) = (T::KIND.noun(), items[*index].item.name());
                let message =
                    format!("the {noun} `{}` {verb} more than {DEPTH} definitions", name.name);
                let diagnostic = Diagnostic::error(Code::TooLarge, message);
                return report.add(diagnostic.label(name.span, "defined here").help(HELP));
            }
        }
    }
}

/// Reports the smallest definition above the limit, if any. Returns whether there is one.
fn refuse_size<T: Definition>(
    items: &[InNamespace<T>],
    sizes: &[usize],
    most: usize,
    things: &str,
    report: &mut Report,
) -> bool {
    let too_large = items.iter().zip(sizes).filter(|(_, size)| **size > most);
    // Larger definitions contain the smallest one.
    let Some((item, _)) = too_large.min_by_key(|(_, size)| **size) else { return false };
    let name = item.item.name();
    let noun = T::KIND.noun();
    let message = format!("the {noun} `{}` expands to more than {most} {things}", name.name);
    let diagnostic = Diagnostic::error(Code::TooLarge, message).label(name.span, "defined here");
    report.add(diagnostic.help(HELP));
    true
}

/// Returns the number of particles of a group, not counting groups that it refers to.
fn own_particles(model: &ModelGroup) -> usize {
    let inner = |particle: &Particle| match &particle.term {
        Term::Model(model) => own_particles(model),
        Term::Element(_) | Term::ElementReference(_) | Term::Any(_) | Term::GroupReference(_) => 0,
    };
    model.particles.len() + model.particles.iter().map(inner).sum::<usize>()
}

/// A visitor that adds up the particles and attributes of referenced groups. Each reference to an attribute group
/// counts nested groups once.
struct Expanded<'l> {
    linked: &'l Linked,
    particles: &'l [usize],
    attributes: &'l Order,
    most: usize,
    sum: usize,
}

impl References for Expanded<'_> {
    fn group(&mut self, reference: &Reference<GroupDefinition>) {
        let particles = self.particles[self.linked.group_index(reference)];
        self.sum = self.sum.saturating_add(particles);
    }

    fn type_definition(&mut self, _: &Reference<TypeDefinition>) {}
    fn simple_type(&mut self, _: &Reference<TypeDefinition>) {}
    fn element(&mut self, _: &Reference<ElementDeclaration>) {}
    fn attribute(&mut self, _: &Reference<AttributeDeclaration>) {}
    fn attribute_group(&mut self, reference: &Reference<AttributeGroupDefinition>) {
        let mut seen = HashSet::new();
        let mut open = vec![self.linked.attribute_group_index(reference)];
        while let Some(index) = open.pop().filter(|_| self.sum <= self.most) {
            if seen.insert(index) {
                let own = self.linked.attribute_groups[index].item.attributes.len();
                self.sum = self.sum.saturating_add(own.max(1));
                open.extend(self.attributes.edges[index].iter().map(|(target, _)| target));
            }
        }
    }

    fn message(&mut self, _: &Reference<Message>) {}
    fn port_type(&mut self, _: &Reference<PortType>) {}
    fn binding(&mut self, _: &Reference<Binding>) {}
}
