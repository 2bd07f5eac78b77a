//! The stages of a run, one line each.

use crate::{
    config::{Generated, Settings},
    diagnostic::Report,
    emit, lower, name, parse, resolve,
    source::{self, Loader},
};

/// Generates code from a contract.
pub(crate) fn run(
    entry: &str,
    loader: &Loader<'_>,
    settings: &Settings,
) -> Result<Generated, Report> {
    let mut report = Report::default();
    let mut entries = vec![entry.to_owned()];
    entries.extend(settings.schemas.iter().cloned());
    // AFTER THIS POINT every reachable document is in memory, or reported.
    let sources = source::load(&entries, loader, &mut report);
    // AFTER THIS POINT there is no XML.
    let syntax = parse::parse(&sources, &mut report);
    // AFTER THIS POINT there is no unresolved name.
    let Some(linked) = resolve::resolve(syntax, &mut report) else { return Err(report) };
    // AFTER THIS POINT there is no schema and no WSDL.
    let Some(model) = lower::lower(&linked, entry, settings, &mut report) else {
        return Err(report);
    };
    // AFTER THIS POINT every item has a Rust path, no two alike.
    let named = name::name(model);
    Ok(Generated { code: emit::emit(&named, settings), warnings: report })
}
