//! Schemas without a target namespace take that of whoever includes them (XML Schema, part 1,
//! §4.2.1), so that one document may stand for several schemas.

use std::sync::Arc;

use indexmap::IndexSet;
use roxmltree::Document;

use super::{imports::imports_in, namespaces::is_xsd};
use crate::{
    diagnostic::{Code, Diagnostic, Report},
    document::{FileId, Relation, Role, Sources, Span},
};

/// One document takes in another.
struct Edge {
    from: FileId,
    to: FileId,
    relation: Relation,
    namespace: Arc<str>,
}

/// The bytes that adopted schemas may have together, each as often as it is adopted, however short the contract is.
const LEAST_ADOPTED: usize = 1 << 20;
/// How often the bytes of a longer contract may be adopted.
const MOST_ADOPTED: usize = 4;

/// What documents are to each other.
pub(super) struct Chameleons {
    /// For each document, the namespaces that it is a schema for; none if it has its own.
    namespaces: Vec<IndexSet<Arc<str>>>,
    /// For each document, how many documents are redefined one below the other.
    layers: Vec<usize>,
}

impl Chameleons {
    pub(super) fn new(
        documents: &[Option<Document<'_>>],
        sources: &Sources,
        report: &mut Report,
    ) -> Self {
        let edges = edges(documents, sources);
        let mut adoption = Self {
            namespaces: vec![IndexSet::new(); documents.len()],
            layers: vec![0; documents.len()],
        };
        let asked_for: IndexSet<usize> = edges.iter().map(|edge| edge.to.index()).collect();
        for (file, _) in sources.iter() {
            if !asked_for.contains(&file.index()) && sources.role(file) == Role::Contract {
                adoption.namespaces[file.index()].insert(Arc::default());
            }
        }
        let is_homeless: Vec<bool> =
            documents.iter().map(|document| document.as_ref().is_some_and(is_homeless)).collect();
        let mut left = LEAST_ADOPTED.max(sources.bytes().saturating_mul(MOST_ADOPTED));
        while adoption.spread(&edges, &is_homeless, sources, &mut left) {}
        if left == 0 {
            report.add(too_much());
        }
        // As many rounds as there are documents: longer chains are circles.
        for _ in documents {
            if !adoption.stack(&edges) {
                break;
            }
        }
        adoption
    }

    /// Lets included documents adopt namespaces while bytes are left, and says whether any did.
    fn spread(
        &mut self,
        edges: &[Edge],
        is_homeless: &[bool],
        sources: &Sources,
        left: &mut usize,
    ) -> bool {
        let mut changed = false;
        for edge in edges {
            let includes = matches!(edge.relation, Relation::Include | Relation::Redefine);
            let adopted: Vec<Arc<str>> = match edge.relation {
                Relation::Wsdl => vec![Arc::default()],
                _ if includes && edge.namespace.is_empty() && is_homeless[edge.from.index()] => {
                    self.namespaces[edge.from.index()].iter().cloned().collect()
                }
                _ => vec![edge.namespace.clone()],
            };
            for namespace in adopted {
                if *left > 0 && self.namespaces[edge.to.index()].insert(namespace) {
                    *left = left.saturating_sub(sources.get(edge.to).text.len());
                    changed = true;
                }
            }
        }
        changed
    }

    /// Puts what redefines above what it redefines; whether anything moved.
    fn stack(&mut self, edges: &[Edge]) -> bool {
        let mut changed = false;
        for edge in edges {
            let below =
                self.layers[edge.to.index()] + usize::from(edge.relation == Relation::Redefine);
            let includes = matches!(edge.relation, Relation::Include | Relation::Redefine);
            if includes && self.layers[edge.from.index()] < below {
                self.layers[edge.from.index()] = below;
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
            edges.push(Edge { from: file, to, relation, namespace });
        }
    }
    edges
}

fn too_much() -> Diagnostic {
    let message = "schemas without a target namespace are included from too many namespaces";
    let help = "give the schemas a target namespace and import them, or generate from a part of the contract";
    Diagnostic::error(Code::TooLarge, message).help(help)
}

/// Whether a document is a schema without a target namespace.
fn is_homeless(document: &Document<'_>) -> bool {
    let root = document.root_element();
    root.tag_name().name() == "schema"
        && root.tag_name().namespace().is_some_and(is_xsd)
        && !root.has_attribute("targetNamespace")
}
