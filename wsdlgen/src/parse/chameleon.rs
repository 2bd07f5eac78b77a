//! Chameleon schemas: a schema without a target namespace adopts that of each schema that includes it
//! (XML Schema, part 1, §4.2.1), so one document can define several schemas.

use std::sync::Arc;

use indexmap::IndexSet;
use roxmltree::Document;

use super::{attributes::OwnAttributes as _, imports::imports_in, namespaces::is_xsd};
use crate::{
    diagnostic::{Code, Diagnostic, Report},
    document::{FileId, Relation, Role, Sources, Span},
};

/// A link from a document to one that it imports, includes or redefines.
struct Edge {
    from: FileId,
    to: FileId,
    relation: Relation,
    namespace: Arc<str>,
}

/// Minimum limit on the total size of adopted schemas in bytes, counted once per adoption.
const LEAST_ADOPTED: usize = 1 << 20;
/// Limit on the total size of adopted schemas, as a multiple of the contract's size.
const MOST_ADOPTED: usize = 4;

/// The adopted namespaces and redefinition layers of every document.
pub(super) struct Chameleons {
    /// The namespaces that each document adopts. Unused for a document that has its own.
    namespaces: Vec<IndexSet<Arc<str>>>,
    /// The length of the chain of redefinitions below each document.
    layers: Vec<usize>,
}

impl Chameleons {
    pub(super) fn new(
        documents: &[Option<Document<'_>>],
        sources: &Sources,
        report: &mut Report,
    ) -> Self {
        let edges = edges(documents, sources);
        let mut chameleons = Self {
            namespaces: vec![IndexSet::new(); documents.len()],
            layers: vec![0; documents.len()],
        };
        let asked_for: IndexSet<usize> = edges.iter().map(|edge| edge.to.index()).collect();
        for (file, _) in sources.iter() {
            if !asked_for.contains(&file.index()) && sources.role(file) == Role::Contract {
                chameleons.namespaces[file.index()].insert(Arc::default());
            }
        }
        let is_homeless: Vec<bool> =
            documents.iter().map(|document| document.as_ref().is_some_and(is_homeless)).collect();
        let mut left = LEAST_ADOPTED.max(sources.bytes().saturating_mul(MOST_ADOPTED));
        while chameleons.spread(&edges, &is_homeless, sources, &mut left) {}
        if left == 0 {
            report.add(too_much());
        }
        // A chain longer than the number of documents is circular.
        for _ in documents {
            if !chameleons.stack(&edges) {
                break;
            }
        }
        chameleons
    }

    /// Propagates namespaces to included documents within the size limit. Returns whether any changed.
    fn spread(
        &mut self,
        edges: &[Edge],
        is_homeless: &[bool],
        sources: &Sources,
        left: &mut usize,
    ) -> bool {
        let mut changed = false;
        for edge in edges {
            let includes = edge.relation.includes();
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

    /// Raises each document above the documents that it redefines. Returns whether any layer changed.
    fn stack(&mut self, edges: &[Edge]) -> bool {
        let mut changed = false;
        for edge in edges {
            let below = self.layers[edge.to.index()] + usize::from(edge.relation.replaces());
            if edge.relation.includes() && self.layers[edge.from.index()] < below {
                self.layers[edge.from.index()] = below;
                changed = true;
            }
        }
        changed
    }

    /// Returns the namespaces that a schema without a target namespace adopts.
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
    let help = "give the schemas a target namespace and import them, or generate from part of the contract";
    Diagnostic::error(Code::TooLarge, message).help(help)
}

/// Returns whether a document is a schema without a target namespace.
fn is_homeless(document: &Document<'_>) -> bool {
    let root = document.root_element();
    root.tag_name().name() == "schema"
        && root.tag_name().namespace().is_some_and(is_xsd)
        && !root.has_own_attribute("targetNamespace")
}
