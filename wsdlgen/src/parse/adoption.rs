//! Schemas without a target namespace take that of whoever includes them (XML Schema, part 1,
//! §4.2.1), so that one document may stand for several schemas.

use std::sync::Arc;

use indexmap::IndexSet;
use roxmltree::Document;

use super::{
    imports::{Relation, imports_in},
    namespaces::is_xsd,
};
use crate::source::{FileId, Role, Sources, Span};

/// One document takes in another.
struct Edge {
    from: usize,
    to: usize,
    relation: Relation,
    namespace: Arc<str>,
}

/// What documents are to each other.
pub(super) struct Adoption {
    /// For each document, the namespaces that it is a schema for; none if it has its own.
    namespaces: Vec<IndexSet<Arc<str>>>,
    /// For each document, how many documents are redefined one below the other.
    layers: Vec<usize>,
}

impl Adoption {
    pub(super) fn new(documents: &[Option<Document<'_>>], sources: &Sources) -> Self {
        let edges = edges(documents, sources);
        let mut adoption = Self {
            namespaces: vec![IndexSet::new(); documents.len()],
            layers: vec![0; documents.len()],
        };
        let asked_for: IndexSet<usize> = edges.iter().map(|edge| edge.to).collect();
        for (file, _) in sources.iter() {
            if !asked_for.contains(&file.index()) && sources.role(file) == Role::Contract {
                adoption.namespaces[file.index()].insert(Arc::default());
            }
        }
        let is_homeless: Vec<bool> =
            documents.iter().map(|document| document.as_ref().is_some_and(is_homeless)).collect();
        while adoption.spread(&edges, &is_homeless) {}
        // As many rounds as there are documents: longer chains are circles.
        for _ in documents {
            if !adoption.stack(&edges) {
                break;
            }
        }
        adoption
    }

    /// Lets included documents adopt; whether any did.
    fn spread(&mut self, edges: &[Edge], is_homeless: &[bool]) -> bool {
        let mut changed = false;
        for edge in edges {
            let includes = matches!(edge.relation, Relation::Include | Relation::Redefine);
            let adopted: Vec<Arc<str>> = match edge.relation {
                Relation::Wsdl => vec![Arc::default()],
                _ if includes && edge.namespace.is_empty() && is_homeless[edge.from] => {
                    self.namespaces[edge.from].iter().cloned().collect()
                }
                _ => vec![edge.namespace.clone()],
            };
            for namespace in adopted {
                changed |= self.namespaces[edge.to].insert(namespace);
            }
        }
        changed
    }

    /// Puts what redefines above what it redefines; whether anything moved.
    fn stack(&mut self, edges: &[Edge]) -> bool {
        let mut changed = false;
        for edge in edges {
            let below = self.layers[edge.to] + usize::from(edge.relation == Relation::Redefine);
            let includes = matches!(edge.relation, Relation::Include | Relation::Redefine);
            if includes && self.layers[edge.from] < below {
                self.layers[edge.from] = below;
                changed = true;
            }
        }
        changed
    }

    /// The namespaces that a schema without one is for.
    pub(super) fn of(&self, file: FileId) -> impl Iterator<Item = &Arc<str>> {
        self.namespaces[file.index()].iter()
    }

    pub(super) fn layer(&self, file: FileId) -> usize {
        self.layers[file.index()]
    }
}

fn edges(documents: &[Option<Document<'_>>], sources: &Sources) -> Vec<Edge> {
    let mut edges = Vec::new();
    for ((file, _), document) in sources.iter().zip(documents) {
        let Some(document) = document else { continue };
        for import in imports_in(document.root_element()) {
            let Some(to) = sources.target(Span::new(file, import.range)) else { continue };
            let (relation, namespace) = (import.relation, import.namespace);
            edges.push(Edge { from: file.index(), to: to.index(), relation, namespace });
        }
    }
    edges
}

/// Whether a document is a schema without a target namespace.
fn is_homeless(document: &Document<'_>) -> bool {
    let root = document.root_element();
    root.tag_name().name() == "schema"
        && root.tag_name().namespace().is_some_and(is_xsd)
        && !root.has_attribute("targetNamespace")
}
