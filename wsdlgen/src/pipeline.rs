//! The stages of a run, one line each.

use crate::{
    components,
    diagnostic::{Code, Diagnostic, Purpose, Report},
    document::Sources,
    emit::{self, Emitted},
    generated::Generated,
    lower,
    model::{Model, Type},
    name::{self, Named},
    parse, publish, resolve, rules,
    settings::{SchemaText, Settings, Sides},
    source::{self, Loader},
};

/// Generates code from contracts.
pub(crate) fn run(
    entries: &[String],
    loader: &Loader<'_>,
    settings: &Settings,
) -> Result<Generated, Report> {
    let (model, sources, mut report) = model(entries, loader, settings, Purpose::Generating)?;
    // AFTER THIS POINT every item has a unique Rust path, and disabled operations are gone.
    let named = name::name(model);
    let model = &named.model;
    let shows = settings.publish && settings.sides != Sides::Client && !model.interfaces.is_empty();
    let publication = shows.then(|| publish::publish(&sources, model));
    report_rejected(&named, &mut report);
    if report.has_errors() {
        return Err(report);
    }
    let stem = entries.first().map_or_else(String::new, |entry| name::file_stem(entry));
    let Emitted { code, modules } = emit::emit(&named, settings, &stem, publication.as_ref());
    Ok(Generated { code, modules, warnings: report, skipped: named.model.skipped })
}

/// Reports renames from settings whose names are already taken.
pub(crate) fn report_rejected(named: &Named, report: &mut Report) {
    for (selector, name) in named.rejected_renames() {
        let message = format!("cannot rename `{selector}` to `{name}`: the name is taken");
        report.add(Diagnostic::warning(Code::UnusedSetting, message));
    }
}

/// Builds the model of contracts, and returns it with their documents and warnings.
pub(crate) fn model(
    entries: &[String],
    loader: &Loader<'_>,
    settings: &Settings,
    purpose: Purpose,
) -> Result<(Model, Sources, Report), Report> {
    let mut report = Report::new(purpose, settings.strictness, &settings.denied);
    emit::check_settings(settings, &mut report);
    let documents: Vec<String> = entries.iter().chain(&settings.schemas).cloned().collect();
    // AFTER THIS POINT every reachable document is in memory, or known to be missing.
    let sources = source::load(&documents, loader, parse::SCANNER, settings, &mut report);
    // AFTER THIS POINT nothing depends on XML.
    let syntax = parse::parse(&sources, settings, &mut report);
    // AFTER THIS POINT every name is resolved.
    let Some(linked) = resolve::resolve(syntax, &sources, settings.strictness, &mut report) else {
        return Err(report);
    };
    let is_included = settings.schema_text == SchemaText::Included;
    let schema = is_included.then(|| components::write(&linked, &mut report));
    // AFTER THIS POINT nothing depends on schemas or WSDL.
    let Some(mut model) = lower::lower(&linked, entries, settings, &mut report) else {
        return Err(report);
    };
    let is_used = |index: usize| model.types.get(index).is_some_and(Type::is_used);
    model.schema = schema.flatten();
    rules::check(&linked, &is_used, model.schema.as_deref(), &mut report);
    if report.has_errors() {
        return Err(report);
    }
    Ok((model, sources, report))
}
