//! Recursion: a type that contains itself needs a box, and only there.
//!
//! ```text
//! Node { next: Option<Node> }   becomes   Node { next: Option<Box<Node>> }
//! ```

use super::size;
use crate::model::{Definition, Model, Occurs, Storage, Term, Times, TypeId, ValueType};

/// Boxes the places through which a type contains itself, a vector being a box already, and the
/// variants that are large.
pub(super) fn box_recursion(model: &mut Model) {
    let components = Components::of(model);
    for index in 0..model.types.len() {
        let is_recursive = |term: &Term, times: Times| {
            let target = target(term);
            target.is_some_and(|target| components.number[target] == components.number[index])
                && times.occurs() != Occurs::Repeated
        };
        match &mut model.types[index].definition {
            Definition::Record(record) => {
                for field in record.fields_mut() {
                    if is_recursive(&field.term, field.times) {
                        field.storage = Storage::Boxed;
                    }
                }
            }
            Definition::Choice(choice) => {
                for branch in &mut choice.branches {
                    if is_recursive(&branch.term, branch.times) {
                        branch.storage = Storage::Boxed;
                    }
                }
            }
            _ => {}
        }
    }
    size::box_large_variants(model);
}

/// The type that a term's values are of.
fn target(term: &Term) -> Option<usize> {
    let value = match term {
        Term::Element(element) => element.value,
        Term::Part(id) => ValueType::Defined(*id),
        Term::Any(_) => return None,
    };
    defined(value)
}

fn defined(value: ValueType) -> Option<usize> {
    match value {
        ValueType::Defined(TypeId(target)) => Some(target as usize),
        ValueType::Builtin(_) => None,
    }
}

/// The types that a value of this type contains in place.
fn contained(model: &Model, index: usize) -> Vec<usize> {
    let single = |times: Times| times.occurs() != Occurs::Repeated;
    match &model.types[index].definition {
        Definition::Record(record) => {
            let fields = record.fields().iter().filter(|field| single(field.times));
            let base = record.base.map(|base| base.0 as usize);
            fields.filter_map(|field| target(&field.term)).chain(base).collect()
        }
        Definition::Choice(choice) => {
            let branches = choice.branches.iter().filter(|branch| single(branch.times));
            branches.filter_map(|branch| target(&branch.term)).collect()
        }
        // A family boxes its members; simple types do not contain themselves.
        Definition::Family(_)
        | Definition::Simple(_)
        | Definition::Enumeration(_)
        | Definition::Union(_)
        | Definition::External(_) => Vec::new(),
    }
}

/// Strongly connected components by Tarjan's algorithm, without recursion: contracts nest deeply.
/// A type that does not contain itself has a component that no field of its own leads to.
struct Components {
    number: Vec<usize>,
}

const UNSEEN: usize = usize::MAX;

impl Components {
    fn of(model: &Model) -> Self {
        let count = model.types.len();
        let mut search = Search {
            order: vec![UNSEEN; count],
            low: vec![0; count],
            on_stack: vec![false; count],
            stack: Vec::new(),
            next: 0,
            number: vec![UNSEEN; count],
        };
        for index in 0..count {
            if search.order[index] == UNSEEN {
                search.run(model, index);
            }
        }
        Self { number: search.number }
    }
}

struct Search {
    order: Vec<usize>,
    low: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    next: usize,
    number: Vec<usize>,
}

impl Search {
    fn run(&mut self, model: &Model, root: usize) {
        let mut path = vec![(root, self.enter(model, root))];
        while let Some((node, edges)) = path.last_mut() {
            let node = *node;
            match edges.pop() {
                Some(target) if self.order[target] == UNSEEN => {
                    let edges = self.enter(model, target);
                    path.push((target, edges));
                }
                Some(target) => {
                    if self.on_stack[target] {
                        self.low[node] = self.low[node].min(self.order[target]);
                    }
                }
                None => {
                    path.pop();
                    if let Some((parent, _)) = path.last() {
                        self.low[*parent] = self.low[*parent].min(self.low[node]);
                    }
                    self.leave(node);
                }
            }
        }
    }

    fn enter(&mut self, model: &Model, node: usize) -> Vec<usize> {
        self.order[node] = self.next;
        self.low[node] = self.next;
        self.next += 1;
        self.stack.push(node);
        self.on_stack[node] = true;
        contained(model, node)
    }

    /// Closes the component that `node` is the first of, if it is the first of one.
    fn leave(&mut self, node: usize) {
        if self.low[node] != self.order[node] {
            return;
        }
        while let Some(member) = self.stack.pop() {
            self.on_stack[member] = false;
            self.number[member] = node;
            if member == node {
                return;
            }
        }
    }
}
