//! Recursion: a type that contains itself needs a box, and only there.
//!
//! ```text
//! Node { next: Option<Node> }   becomes   Node { next: Option<Box<Node>> }
//! ```

use crate::model::{Definition, Model, Occurs, Storage, TypeId, ValueType};

/// Boxes the fields through which a type contains itself. A vector is a box already.
pub(super) fn box_recursion(model: &mut Model) {
    let components = Components::of(model);
    for (index, lowered) in model.types.iter_mut().enumerate() {
        let Definition::Record(record) = &mut lowered.definition else { continue };
        for field in &mut record.fields {
            let ValueType::Defined(target) = field.value else { continue };
            let recursive = components.number[target.0 as usize] == components.number[index];
            if recursive && field.occurs != Occurs::Repeated {
                field.storage = Storage::Boxed;
            }
        }
    }
}

/// The types that a value of this type contains in place.
fn contained(model: &Model, index: usize) -> Vec<usize> {
    let defined = |value: ValueType| match value {
        ValueType::Defined(TypeId(target)) => Some(target as usize),
        ValueType::Builtin(_) => None,
    };
    match &model.types[index].definition {
        Definition::Record(record) => {
            let single = record.fields.iter().filter(|field| field.occurs != Occurs::Repeated);
            single.filter_map(|field| defined(field.value)).collect()
        }
        Definition::Alias(value) => defined(*value).into_iter().collect(),
        Definition::Enumeration(_) => Vec::new(),
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
