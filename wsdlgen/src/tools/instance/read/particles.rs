//! Matching of child elements with particles (XML Schema part 1 §3.9).

use roxmltree::Node;

use super::{Reader, shown, standalone};
use crate::{
    model::{
        Choice, Definition, Field, NamespaceConstraint, Occurs, Order, Record, Term, Times, TypeId,
    },
    tools::instance::data::Data,
};

/// The child elements of an element, with the position of the next one to read.
pub(super) struct Children<'a, 'i> {
    nodes: Vec<Node<'a, 'i>>,
    next: usize,
}

impl<'a, 'i> Children<'a, 'i> {
    pub(super) fn of(node: Node<'a, 'i>) -> Self {
        let nodes = node.children().filter(|child| child.is_element() && !is_rpc_result(*child));
        Self { nodes: nodes.collect(), next: 0 }
    }

    fn peek(&self) -> Option<Node<'a, 'i>> {
        self.nodes.get(self.next).copied()
    }

    /// Takes all remaining children.
    pub(super) fn take_all(&mut self) -> impl Iterator<Item = Node<'a, 'i>> + use<'a, 'i> {
        let rest = self.nodes.split_off(self.next.min(self.nodes.len()));
        rest.into_iter()
    }
}

/// Returns whether an element names the result of a reply (SOAP 1.2 part 2, §4.2.1). The contract does that as well.
fn is_rpc_result(node: Node<'_, '_>) -> bool {
    let name = node.tag_name();
    name.name() == "result" && name.namespace() == Some("http://www.w3.org/2003/05/soap-rpc")
}

type Entries = Vec<(String, Data)>;

impl Reader<'_> {
    /// Reports the first child that no particle has taken.
    pub(super) fn rest(&mut self, node: Node<'_, '_>, children: &Children<'_, '_>) {
        if let Some(child) = children.peek() {
            let around = node.tag_name().name();
            self.error(child, format!("unexpected element {} in `{around}`", shown(child)));
        }
    }

    /// Reports and removes elements that match no particle of a record, as generated code skips them in
    /// lenient reading.
    pub(super) fn pass_unknown(&mut self, lineage: &[&Record], children: &mut Children<'_, '_>) {
        let known = |child: &Node<'_, '_>| {
            let mut fields = lineage.iter().flat_map(|level| level.fields());
            fields.any(|field| self.mentions(&field.term, *child))
        };
        let nodes = std::mem::take(&mut children.nodes);
        let (known, unknown): (Vec<_>, Vec<_>) = nodes.into_iter().partition(known);
        for child in unknown {
            let around = child.parent_element().map_or("", |parent| parent.tag_name().name());
            self.error(child, format!("unexpected element {} in `{around}`", shown(child)));
        }
        children.nodes = known;
    }

    /// Returns whether an element can occur anywhere in a term.
    fn mentions(&self, term: &Term, child: Node<'_, '_>) -> bool {
        let Term::Part(id) = term else { return self.begins(term, child) };
        match &self.model.get(*id).definition {
            Definition::Choice(choice) => {
                choice.branches.iter().any(|branch| self.mentions(&branch.term, child))
            }
            Definition::Record(record) => {
                record.fields().iter().any(|field| self.mentions(&field.term, child))
            }
            _ => false,
        }
    }

    pub(super) fn fields(
        &mut self,
        fields: &[Field],
        order: Order,
        node: Node<'_, '_>,
        children: &mut Children<'_, '_>,
        entries: &mut Entries,
    ) {
        if order != Order::All {
            return fields.iter().for_each(|field| self.field(field, node, children, entries));
        }
        let mut missing: Vec<&Field> = fields.iter().collect();
        while let Some(child) = children.peek() {
            let found = missing.iter().position(|field| self.begins(&field.term, child));
            let Some(index) = found else { break };
            let field = missing.remove(index);
            self.field(field, node, children, entries);
        }
        for field in missing {
            self.field(field, node, children, entries);
        }
    }

    /// Reads the elements of mixed content, each of which must match a branch.
    pub(super) fn mixed(
        &mut self,
        id: TypeId,
        node: Node<'_, '_>,
        children: &mut Children<'_, '_>,
    ) {
        let Definition::Choice(choice) = &self.model.get(id).definition else { return };
        while let Some(child) = children.peek() {
            let mut branches = choice.branches.iter();
            if let Some(branch) = branches.find(|branch| self.begins(&branch.term, child)) {
                self.term(&branch.term, node, children, &mut Vec::new());
                continue;
            }
            let around = node.tag_name().name();
            self.error(child, format!("unexpected element {} in `{around}`", shown(child)));
            children.next += 1;
        }
    }

    fn field(
        &mut self,
        field: &Field,
        node: Node<'_, '_>,
        children: &mut Children<'_, '_>,
        entries: &mut Entries,
    ) {
        let place = (&field.term, field.times);
        let count = self.occurrences(place, part_name(field), node, children, entries);
        if count < field.times.min && !self.may_be_empty(&field.term) {
            self.missing(field, count, node, children);
        }
    }

    fn missing(
        &mut self,
        field: &Field,
        count: u64,
        node: Node<'_, '_>,
        children: &Children<'_, '_>,
    ) {
        let called = &field.called;
        let min = field.times.min;
        let what = match count {
            0 => format!("`{called}` is missing"),
            _ => format!("expected at least {min} occurrences of `{called}`, found {count}"),
        };
        match children.peek() {
            Some(child) => {
                self.error(child, format!("{what} before `{}`", child.tag_name().name()));
            }
            None => self.error(node, what),
        }
    }

    fn term(
        &mut self,
        term: &Term,
        node: Node<'_, '_>,
        children: &mut Children<'_, '_>,
        entries: &mut Entries,
    ) {
        let Some(child) = children.peek() else { return };
        match term {
            Term::Element(element) => {
                children.next += 1;
                let data = self.element(element, child);
                entries.push((element.name.local.to_string(), data));
            }
            Term::Part(id) => match &self.model.get(*id).definition {
                Definition::Record(record) => {
                    let order = Order::Sequence;
                    self.fields(record.fields(), order, node, children, entries);
                }
                Definition::Choice(choice) => self.choice(choice, node, children, entries),
                _ => {}
            },
            Term::Any(_) => {
                children.next += 1;
                entries.push(("any".to_owned(), Data::Text(standalone(child))));
            }
        }
    }

    pub(super) fn choice(
        &mut self,
        choice: &Choice,
        node: Node<'_, '_>,
        children: &mut Children<'_, '_>,
        entries: &mut Entries,
    ) {
        let Some(child) = children.peek() else { return };
        let found = choice.branches.iter().find(|branch| self.begins(&branch.term, child));
        let Some(branch) = found else { return };
        self.occurrences((&branch.term, branch.times), None, node, children, entries);
    }

    /// Reads a term as often as it occurs and is allowed, and returns the number of occurrences.
    fn occurrences(
        &mut self,
        (term, times): (&Term, Times),
        part: Option<&str>,
        node: Node<'_, '_>,
        children: &mut Children<'_, '_>,
        entries: &mut Entries,
    ) -> u64 {
        let repeated = times.occurs() == Occurs::Repeated;
        let mut count = 0;
        while times.max.is_none_or(|most| count < most)
            && children.peek().is_some_and(|child| self.begins(term, child))
        {
            let before = children.next;
            let mut found = Vec::new();
            self.term(term, node, children, &mut found);
            add(entries, found, repeated, part);
            count += 1;
            if children.next == before {
                break;
            }
        }
        count
    }

    /// Returns whether an element can be the first of a term.
    fn begins(&self, term: &Term, child: Node<'_, '_>) -> bool {
        match term {
            Term::Element(element) => self.is(child, &element.name),
            Term::Part(id) => self.part_begins(*id, child),
            Term::Any(wildcard) => self.is_taken(&wildcard.namespaces, child),
        }
    }

    fn part_begins(&self, id: TypeId, child: Node<'_, '_>) -> bool {
        match &self.model.get(id).definition {
            Definition::Choice(choice) => {
                choice.branches.iter().any(|branch| self.begins(&branch.term, child))
            }
            Definition::Record(record) => {
                for field in record.fields() {
                    if self.begins(&field.term, child) {
                        return true;
                    }
                    if field.times.min > 0 && !self.may_be_empty(&field.term) {
                        return false;
                    }
                }
                false
            }
            _ => false,
        }
    }

    /// Returns whether a part may be empty.
    fn may_be_empty(&self, term: &Term) -> bool {
        let Term::Part(id) = term else { return false };
        let optional = |times: Times, term: &Term| times.min == 0 || self.may_be_empty(term);
        match &self.model.get(*id).definition {
            Definition::Record(record) => {
                record.fields().iter().all(|field| optional(field.times, &field.term))
            }
            Definition::Choice(choice) => {
                choice.branches.iter().any(|branch| optional(branch.times, &branch.term))
            }
            _ => false,
        }
    }

    fn is_taken(&self, namespaces: &NamespaceConstraint, child: Node<'_, '_>) -> bool {
        let uri = child.tag_name().namespace().unwrap_or_default();
        let is = |id| &*self.model.namespace(id).uri == uri;
        match namespaces {
            NamespaceConstraint::Any => true,
            NamespaceConstraint::Not(ids) => !ids.iter().any(|id| is(*id)),
            NamespaceConstraint::OneOf(ids) => ids.iter().any(|id| is(*id)),
        }
    }
}

/// Returns the key of a repeated part in JSON. Elements use their own names.
fn part_name(field: &Field) -> Option<&str> {
    matches!(field.term, Term::Part(_)).then_some(&*field.called)
}

/// Adds the entries of one occurrence, in lists if the term may repeat. Repeated parts become lists of
/// objects.
fn add(entries: &mut Entries, found: Entries, repeated: bool, part: Option<&str>) {
    if let (true, Some(part)) = (repeated, part) {
        return push(entries, part, Data::Object(found));
    }
    for (name, data) in found {
        if repeated || name == "any" {
            push(entries, &name, data);
        } else {
            entries.push((name, data));
        }
    }
}

fn push(entries: &mut Entries, name: &str, data: Data) {
    match entries.iter_mut().find(|(known, _)| known == name) {
        Some((_, Data::List(items))) => items.push(data),
        _ => entries.push((name.to_owned(), Data::List(vec![data]))),
    }
}
