//! Name resolution: links references to definitions across documents.
//!
//! **Invariant:** after this stage, every name is resolved.

mod circular;
mod dangling;
mod expansion;
mod kind;
mod linked;
mod prune;
mod resolver;
mod suggestions;
mod symbols;
mod table;
#[cfg(test)]
mod tests;
mod walk;

use crate::{diagnostic::Report, document::Sources, settings::References, syntax::Syntax};
use dangling::Findings;
pub(crate) use linked::{DefinitionId, DefinitionStatus, Linked, TypeTarget};
use resolver::{Resolver, Schemas};
use suggestions::Suggestions;
use table::Tables;

/// Links every reference to its definition.
///
/// Returns `None` if an error was reported. In lenient mode, unresolved references are left out with a
/// warning instead.
pub(crate) fn resolve(
    syntax: Syntax,
    sources: &Sources,
    references: References,
    report: &mut Report,
) -> Option<Linked> {
    let Syntax { definitions, schemas } = syntax;
    let schemas = Schemas::collect(schemas, report);
    let tables = Tables::collect(&definitions, report);
    let mut resolver = Resolver::new(&schemas, &tables, references);
    resolver.every_reference(&definitions);
    let links = resolver.finish();
    let suggestions = Suggestions { schemas: &schemas, tables: &tables };
    let findings = Findings { suggestions, sources, references };
    findings.report(&links.dangling, report);
    drop(tables);
    let mut linked = schemas.link(definitions, links, sources.bytes());
    circular::refuse(&linked, report);
    if references == References::Lenient {
        prune::leave_out(&mut linked, report);
    }
    if !report.has_errors() {
        expansion::refuse(&linked, report);
    }
    (!report.has_errors()).then_some(linked)
}
