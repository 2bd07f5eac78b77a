//! Groups of elements: the parts of a type, choices, and elements with derived types.

use super::{
    content::{Builder, MOST_DEPTH},
    notes,
    tree::{Compositor, Group, Node, Tree},
};
use crate::model::{
    Branch, Choice, Definition, Element, Family, Model, Occurs, Origin, Term, Times, TypeId,
    ValueType,
};

impl Builder<'_> {
    /// Adds the elements of a sequence or a choice.
    pub(super) fn part(&mut self, tree: &mut Tree, id: TypeId) -> Option<()> {
        if self.depth > MOST_DEPTH {
            return None;
        }
        self.depth += 1;
        let written = match &self.model.get(id).definition {
            Definition::Record(record) => {
                record.fields().iter().try_for_each(|field| self.field(tree, field))
            }
            Definition::Choice(choice) => self.choice(tree, choice),
            _ => None,
        };
        self.depth -= 1;
        written
    }

    /// Adds the first branch with a finite value, or all of them to a form. Branches with simple types come first.
    ///
    /// In deeply nested or long samples, the branch with the minimum height comes first.
    pub(super) fn choice(&mut self, tree: &mut Tree, choice: &Choice) -> Option<()> {
        let mut branches: Vec<&Branch> = choice.branches.iter().collect();
        if self.is_far() {
            branches.sort_by_key(|branch| self.heights().of_term(&branch.term));
        } else {
            branches.sort_by_key(|branch| !is_simple(self.model, &branch.term));
        }
        if self.has_all_branches() {
            return self
                .alternatives_of(tree, &branches, |own, tree, branch| own.branch(tree, branch));
        }
        let before = (tree.content.len(), self.depth, self.size);
        branches.into_iter().find_map(|branch| {
            self.undo(tree, before);
            self.branch(tree, branch)
        })
    }

    fn branch(&mut self, tree: &mut Tree, branch: &Branch) -> Option<()> {
        let start = tree.content.len();
        let count = if self.has_notes { 1 } else { branch.times.min.max(1) };
        (0..count).try_for_each(|_| self.term(tree, &branch.term))?;
        self.note(tree, start, branch.times);
        Some(())
    }

    /// Adds an element, or one for each of its types to a form.
    pub(super) fn occurrence(&mut self, tree: &mut Tree, element: &Element) -> Option<()> {
        match self.family_of(element) {
            Some(family) if self.has_all_branches() => {
                let members = family.members.iter().filter_map(|member| {
                    let Origin::Named(name) = &*self.model.get(*member).origin else { return None };
                    let type_name = (*member != family.declared).then(|| name.clone());
                    Some(Element {
                        value: ValueType::Defined(*member),
                        type_name,
                        ..element.clone()
                    })
                });
                let members: Vec<Element> = members.collect();
                self.alternatives_of(tree, &members, Self::child)
            }
            _ => self.child(tree, element),
        }
    }

    /// Returns the types of an element, if `xsi:type` selects between several.
    fn family_of(&self, element: &Element) -> Option<&Family> {
        let ValueType::Defined(id) = element.value else { return None };
        let Definition::Family(family) = &self.model.get(id).definition else { return None };
        let is_selected = family.tests().is_none() && element.type_name.is_none();
        is_selected.then_some(family)
    }

    /// Returns whether the next choice has all branches.
    fn has_all_branches(&self) -> bool {
        self.choice_depth > 0 && !self.is_far()
    }

    /// Adds a choice between all alternatives with a finite value. Those with valid values come first.
    fn alternatives_of<T>(
        &mut self,
        tree: &mut Tree,
        alternatives: &[T],
        add: impl Fn(&mut Self, &mut Tree, &T) -> Option<()>,
    ) -> Option<()> {
        self.choice_depth -= 1;
        let (start, depth, unfit) = (tree.content.len(), self.depth, self.unfit);
        let mut branches = Vec::new();
        for alternative in alternatives {
            self.unfit = 0;
            let added = add(self, tree, alternative);
            let nodes = tree.content.split_off(start);
            self.depth = depth;
            branches.extend(added.map(|()| (self.unfit, one(nodes))));
        }
        self.choice_depth += 1;
        branches.sort_by_key(|(unfit, _)| *unfit > 0);
        self.unfit = unfit + branches.first()?.0;
        let mut nodes: Vec<Node> = branches.into_iter().map(|(_, node)| node).collect();
        if nodes.len() > 1 {
            nodes = vec![group(Compositor::Choice, nodes)];
        }
        tree.content.extend(nodes);
        Some(())
    }

    /// Adds notes about the number of occurrences to what was added after `start`, as a sequence unless it is one node.
    pub(super) fn note(&self, tree: &mut Tree, start: usize, times: Times) {
        if !self.has_notes || times.occurs() == Occurs::Once || tree.content.len() == start {
            return;
        }
        let mut node = one(tree.content.split_off(start));
        if node.notes().is_none_or(|notes| notes::have_times(notes)) {
            node = group(Compositor::Sequence, vec![node]);
        }
        if let Some(notes) = node.notes() {
            notes::add_times(notes, times);
        }
        tree.content.push(node);
    }
}

/// Returns nodes as one: itself, or a sequence.
fn one(mut nodes: Vec<Node>) -> Node {
    match nodes.pop() {
        Some(node) if nodes.is_empty() => node,
        last => {
            nodes.extend(last);
            group(Compositor::Sequence, nodes)
        }
    }
}

fn group(compositor: Compositor, content: Vec<Node>) -> Node {
    Node::Group(Group { compositor, notes: String::new(), content })
}

fn is_simple(model: &Model, term: &Term) -> bool {
    let Term::Element(element) = term else { return false };
    match element.value {
        ValueType::Builtin(_) => true,
        ValueType::Defined(id) => !matches!(
            model.get(id).definition,
            Definition::Record(_) | Definition::Family(_) | Definition::Choice(_)
        ),
    }
}
