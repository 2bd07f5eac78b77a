//! Evaluation of a service's result against the expected one.

use serde::Serialize;
use wsdlgen::Generated;

use super::measure::Measure;
use super::services::{Service, Status};
use super::warnings::Warnings;
use crate::generate::{Attempt, Failure, Finding, Severity, findings};
use crate::reasons::{self, Reason};
use crate::scratch::Checked;

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) outcome: Outcome,
    /// Number of generated operations.
    pub(super) operations: usize,
    /// Number of operations in the contract, according to the manifest.
    pub(super) contract_operations: Option<usize>,
    /// Skipped operations: portType and name, and the reason.
    pub(super) skipped: Vec<(String, String)>,
    /// Number of complex types in the contract, according to the manifest.
    pub(super) types: Option<usize>,
    pub(super) size: Measure,
    pub(super) milliseconds: u128,
    pub(super) warnings: Warnings,
    /// Reasons for the failure, or the diagnosed errors.
    pub(super) reasons: Vec<Reason>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    Compiled,
    /// Generated, but not compiled.
    Generated,
    ExpectedDiagnostic,
    Failed,
}

/// Returns the row of a service. `checked` is `None` if nothing was compiled.
pub(super) fn row(service: &Service, attempt: &Attempt, checked: Option<&Checked>) -> Row {
    let (outcome, reasons) = judge(service, attempt, checked);
    let generated = attempt.result.as_ref().ok();
    let code = generated.map_or("", |generated| &generated.code);
    Row {
        id: service.id.clone(),
        outcome,
        operations: code.matches("rt::operation! {").count(),
        contract_operations: service.operations,
        skipped: generated.map_or_else(Vec::new, skipped),
        types: service.complex_types,
        size: Measure::of(code),
        milliseconds: attempt.time.as_millis(),
        warnings: generated.map(|generated| Warnings::of(&generated.warnings)).unwrap_or_default(),
        reasons,
    }
}

fn skipped(generated: &Generated) -> Vec<(String, String)> {
    let each = generated.skipped.iter();
    each.map(|one| (format!("{}/{}", one.port_type, one.operation), one.reason.clone())).collect()
}

fn judge(
    service: &Service,
    attempt: &Attempt,
    checked: Option<&Checked>,
) -> (Outcome, Vec<Reason>) {
    let failed = |reason: String| (Outcome::Failed, vec![reason.into()]);
    match &attempt.result {
        Ok(generated) if is_silent(service, generated) => {
            failed("generated without a warning about the missing document".to_owned())
        }
        Ok(_) if matches!(service.status, Status::Broken(_)) => {
            failed("generated although `corpus-broken.csv` lists the document".to_owned())
        }
        Ok(_) => match checked {
            Some(checked) => compiled(&service.id, checked),
            None => (Outcome::Generated, Vec::new()),
        },
        Err(failure) => (diagnosed(service, failure), reasons::of_failure(failure)),
    }
}

/// Returns whether a missing document was not reported.
fn is_silent(service: &Service, generated: &Generated) -> bool {
    service.status == Status::MissingImportUnused && generated.warnings.is_empty()
}

fn compiled(id: &str, checked: &Checked) -> (Outcome, Vec<Reason>) {
    let mut reasons: Vec<Reason> = checked.of(id).into_iter().map(Reason::from).collect();
    if reasons.is_empty() && !checked.is_finished(id) {
        let seconds = super::COMPILER_TIME.as_secs();
        reasons.push(format!("the compiler failed, or took more than {seconds} s").into());
    }
    let outcome = if reasons.is_empty() { Outcome::Compiled } else { Outcome::Failed };
    (outcome, reasons)
}

fn diagnosed(service: &Service, failure: &Failure) -> Outcome {
    let Failure::Report(report) = failure else { return Outcome::Failed };
    let findings = findings(report);
    let errors: Vec<&Finding> =
        findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    if is_expected(service, &errors) { Outcome::ExpectedDiagnostic } else { Outcome::Failed }
}

/// Returns whether the errors report the known defect of the document with its location, and nothing else.
fn is_expected(service: &Service, errors: &[&Finding]) -> bool {
    let missing = missing(service);
    let names_it = |error: &&&Finding| {
        error.place.is_some() && (missing.is_empty() || missing.iter().any(|it| names(error, it)))
    };
    let is_ours = |error: &&&Finding| {
        is_unsupported(error) || service.catalog.keys().any(|written| names(error, written))
    };
    service.status != Status::Sound
        && service.status != Status::MissingImportUnused
        && errors.iter().find(names_it).is_some()
        && errors.iter().find(is_ours).is_none()
}

/// Returns whether a finding reports an unsupported feature, which is not a defect of the document.
fn is_unsupported(finding: &Finding) -> bool {
    finding.code == wsdlgen::Code::Unsupported.to_string()
}

/// Returns whether the message quotes something that ends with `name`.
fn names(finding: &Finding, name: &str) -> bool {
    finding.message.split('`').skip(1).step_by(2).any(|quoted| quoted.ends_with(name))
}

/// Returns the names that are missing according to the manifest, if it lists any.
fn missing(service: &Service) -> Vec<&str> {
    let after = |title: &str| {
        let rest = service.note.split(" ## ").find_map(|part| part.strip_prefix(title));
        rest.unwrap_or_default()
    };
    let mut names: Vec<&str> = match service.status {
        Status::MissingImport => after("missing_import: ")
            .split(" | ")
            .map(|location| location.rsplit('/').next().unwrap_or_default())
            .collect(),
        Status::DanglingReferences => {
            let references = after("unresolved refs ").split_once(": ").unwrap_or_default().1;
            references.split(", ").flat_map(reference_names).collect()
        }
        _ => Vec::new(),
    };
    names.retain(|name| !name.is_empty());
    names
}

/// Parses `element {namespace}Name`, or `element {?prefix}Name` if the prefix is not declared.
fn reference_names(reference: &str) -> [&str; 2] {
    let (kind, name) = reference.split_once('}').unwrap_or_default();
    [name, kind.split_once("{?").unwrap_or_default().1]
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn service(status: Status, note: &str) -> Service {
        Service { status, note: note.to_owned(), ..Service::default() }
    }

    #[test]
    fn reads_missing_names_from_manifest() {
        let note = "missing_import: ../x/A.xsd | http://h/s?xsd=1 ## unresolved refs 3: type \
                    {urn:x}T, binding {?p}B, portType {}?";
        let cases = [
            (Status::MissingImport, note, vec!["A.xsd", "s?xsd=1"]),
            (
                Status::DanglingReferences,
                note.split(" ## ").nth(1).unwrap(),
                vec!["T", "B", "p", "?"],
            ),
            (Status::DanglingReferences, "", vec![]),
            (Status::Broken("no root".to_owned()), note, vec![]),
        ];
        for (status, note, expected) in cases {
            assert_eq!(missing(&service(status, note)), expected, "{note}");
        }
    }

    #[test]
    fn expects_diagnostics_that_name_missing_documents() {
        let finding = |code: &str, message: &str, place: Option<&str>| Finding {
            severity: Severity::Error,
            code: code.to_owned(),
            message: message.to_owned(),
            place: place.map(str::to_owned),
        };
        let place = Some("a.wsdl:1:2");
        let gone = finding("WG0001", "cannot read `s/x/A.xsd`: file not found", place);
        let nowhere = finding("WG0001", "cannot read `s/x/A.xsd`: file not found", None);
        let other = finding("WG0001", "cannot read `s/x/B.xsd`: file not found", place);
        let unsupported = finding("WG0015", "`xs:choice` is not supported yet", place);
        let import = Status::MissingImport;
        let cases = [
            (import.clone(), vec![&gone], true),
            (import.clone(), vec![&nowhere], false),
            (import.clone(), vec![&other], false),
            (import.clone(), vec![&other, &gone], true),
            (import.clone(), vec![&gone, &unsupported], false),
            (Status::Broken("it is".to_owned()), vec![&other], true),
            (Status::Broken("it is".to_owned()), vec![&unsupported], false),
            (Status::Sound, vec![&gone], false),
            (Status::MissingImportUnused, vec![&gone], false),
        ];
        for (status, errors, expected) in cases {
            let service = service(status, "missing_import: ../x/A.xsd");
            assert_eq!(is_expected(&service, &errors), expected, "{service:?} {errors:?}");
        }
        let catalog = [("x/B.xsd".to_owned(), "B.xsd".to_owned())].into();
        let service = Service { catalog, ..service(import, "missing_import: A.xsd") };
        assert!(!is_expected(&service, &[&gone, &other]));
    }

    #[test]
    fn fails_if_a_broken_document_generates() {
        let schema =
            "<schema xmlns='http://www.w3.org/2001/XMLSchema'><element name='a'/></schema>";
        let judged = |status| {
            let result = wsdlgen::configure()
                .generate_schemas(&["a.xsd"], |_| Ok(schema.into()))
                .map_err(Failure::Report);
            let attempt = Attempt { result, time: Duration::ZERO };
            judge(&service(status, ""), &attempt, None).0
        };
        assert_eq!(judged(Status::Sound), Outcome::Generated);
        assert_eq!(judged(Status::Broken("it was".to_owned())), Outcome::Failed);
    }
}
