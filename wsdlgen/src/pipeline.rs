//! The stages of a run, one line each.

use crate::{
    config::Settings,
    contract::Contract,
    diagnostic::Report,
    emit,
    generated::{Generated, Sample},
    instance, lower,
    model::Model,
    name, parse, resolve,
    source::{self, Loader},
};

/// Generates code from contracts.
pub(crate) fn run(
    entries: &[String],
    loader: &Loader<'_>,
    settings: &Settings,
) -> Result<Generated, Report> {
    let (model, report) = model(entries, loader, settings)?;
    // AFTER THIS POINT every item has a Rust path, no two alike.
    let named = name::name(model);
    let code = emit::emit(&named, settings);
    Ok(Generated { code, warnings: report, uncalled: named.model.uncalled })
}

/// Reads contracts, for tools that look at them.
pub(crate) fn load(
    entries: &[String],
    loader: &Loader<'_>,
    settings: &Settings,
) -> Result<Contract, Report> {
    let (model, warnings) = model(entries, loader, settings)?;
    Ok(Contract { named: name::name(model), settings: settings.clone(), warnings })
}

/// Makes samples of the messages of contracts.
pub(crate) fn samples(
    entries: &[String],
    loader: &Loader<'_>,
    settings: &Settings,
) -> Result<Vec<Sample>, Report> {
    let (model, _) = model(entries, loader, settings)?;
    Ok(instance::samples(&model))
}

/// The model of contracts, with what was found on the way.
fn model(
    entries: &[String],
    loader: &Loader<'_>,
    settings: &Settings,
) -> Result<(Model, Report), Report> {
    let mut report = Report::default();
    emit::check_settings(settings, &mut report);
    let documents: Vec<String> = entries.iter().chain(&settings.schemas).cloned().collect();
    // AFTER THIS POINT every reachable document is in memory, or missing.
    let sources = source::load(&documents, loader, settings, &mut report);
    // AFTER THIS POINT there is no XML.
    let syntax = parse::parse(&sources, settings.references, &mut report);
    // AFTER THIS POINT there is no unresolved name.
    let Some(linked) = resolve::resolve(syntax, &sources, settings.references, &mut report) else {
        return Err(report);
    };
    // AFTER THIS POINT there is no schema and no WSDL.
    let Some(model) = lower::lower(&linked, entries, settings, &mut report) else {
        return Err(report);
    };
    Ok((model, report))
}
