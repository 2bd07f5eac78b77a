//! Strongly connected components of the graph of types.

use crate::model::Model;

/// Strongly connected components by Tarjan's algorithm, implemented without recursion because contracts nest deeply.
///
/// If a type does not contain itself, none of its fields refers to its own component.
pub(crate) struct Components {
    /// The component of each type.
    pub(crate) number: Vec<usize>,
    /// The number of components on the longest path from each type, including its own.
    pub(crate) depth: Vec<usize>,
}

/// A function that returns the types that a type refers to.
type Edges = fn(&Model, usize) -> Vec<usize>;

const UNSEEN: usize = usize::MAX;

impl Components {
    pub(crate) fn of(model: &Model, edges: Edges) -> Self {
        let count = model.types.len();
        let mut search = ComponentSearch {
            order: vec![UNSEEN; count],
            low: vec![0; count],
            on_stack: vec![false; count],
            stack: Vec::new(),
            next: 0,
            number: vec![UNSEEN; count],
            depth: vec![0; count],
            edges,
        };
        for index in 0..count {
            if search.order[index] == UNSEEN {
                search.run(model, index);
            }
        }
        Self { number: search.number, depth: search.depth }
    }
}

struct ComponentSearch {
    order: Vec<usize>,
    low: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    next: usize,
    number: Vec<usize>,
    depth: Vec<usize>,
    edges: Edges,
}

impl ComponentSearch {
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
                    self.leave(model, node);
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
        (self.edges)(model, node)
    }

    /// Closes the component that starts at `node`, if there is one.
    fn leave(&mut self, model: &Model, node: usize) {
        if self.low[node] != self.order[node] {
            return;
        }
        let first = self.stack.iter().rposition(|member| *member == node).unwrap_or_default();
        let members = self.stack.split_off(first);
        for member in &members {
            self.on_stack[*member] = false;
            self.number[*member] = node;
        }
        // The targets are in closed components or among the members.
        let inner = members.iter().flat_map(|member| (self.edges)(model, *member));
        let deepest = inner.map(|target| self.depth[target]).max().unwrap_or_default();
        for member in members {
            self.depth[member] = deepest + 1;
        }
    }
}
