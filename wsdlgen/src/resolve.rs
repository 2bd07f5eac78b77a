//! Name resolution: links references to definitions across documents.
//!
//! **Invariant:** after this stage, every name is resolved.

mod circular;
mod dangling;
mod expansion;
mod guesses;
mod kind;
mod linked;
mod parts;
mod policies;
mod prune;
mod resolver;
mod schemas;
mod suggestions;
mod symbols;
mod table;
#[cfg(test)]
mod tests;
mod walk;

use crate::{
    diagnostic::Report,
    document::Sources,
    settings::Strictness,
    syntax::{Syntax, wsdl::Definitions},
};
use dangling::Findings;
use guesses::Guesses;
pub(crate) use linked::{DefinitionId, DefinitionStatus, InNamespace, Linked, TypeTarget};
pub(crate) use policies::Policies;
use resolver::{Resolved, Resolver};
use schemas::Schemas;
use suggestions::Suggestions;
use table::Tables;

/// Links every reference to its definition.
///
/// Returns `None` if an error was reported. In lenient mode, unresolved references are left out with a
/// warning instead.
pub(crate) fn resolve(
    syntax: Syntax,
    sources: &Sources,
    strictness: Strictness,
    report: &mut Report,
) -> Option<Linked> {
    let Syntax { mut definitions, schemas, policies, slots } = syntax;
    let mut schemas = Schemas::collect(schemas, report);
    if strictness != Strictness::SkipUnresolved {
        parts::correct(&mut definitions, &schemas, report);
    }
    let tables = Tables::collect(&definitions, report);
    let mut links = look_up(&schemas, &tables, &definitions, sources, strictness);
    let suggestions = Suggestions { schemas: &schemas, tables: &tables };
    let findings = Findings { suggestions, sources, strictness };
    findings.report(&links.dangling, report);
    if schemas.add_assumed(&links, slots, report) {
        links = look_up(&schemas, &tables, &definitions, sources, strictness);
    }
    drop(tables);
    let policies = Policies::link(policies, &definitions, sources, report);
    let mut linked = schemas.link(definitions, policies, links, sources.bytes());
    circular::refuse(&linked, report);
    if strictness.skips_unresolved() {
        prune::leave_out(&mut linked, report);
    }
    if !report.has_errors() {
        expansion::refuse(&linked, report);
    }
    (!report.has_errors()).then_some(linked)
}

/// Looks up every reference.
fn look_up(
    schemas: &Schemas,
    tables: &Tables<'_>,
    definitions: &[Definitions],
    sources: &Sources,
    strictness: Strictness,
) -> Resolved {
    let guesses = Guesses::new(schemas, tables, sources);
    let mut resolver = Resolver::new(schemas, tables, &guesses, strictness);
    resolver.every_reference(definitions);
    resolver.finish()
}
