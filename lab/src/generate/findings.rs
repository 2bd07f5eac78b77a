//! Parsing of the generator's reports.

use std::fmt;

use wsdlgen::Report;

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Severity {
    Error,
    Warning,
}

/// A finding in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) severity: Severity,
    /// The code, such as `WG0001`.
    pub(crate) code: String,
    pub(crate) message: String,
    /// The location as `file:line:column`, if there is one.
    pub(crate) place: Option<String>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, message, place, .. } = self;
        match place {
            Some(place) => write!(f, "{code}: {message} ({place})"),
            None => write!(f, "{code}: {message}"),
        }
    }
}

/// Parses the findings from the displayed form of a report.
pub(crate) fn findings(report: &Report) -> Vec<Finding> {
    read(&report.to_string())
}

fn read(report: &str) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for line in report.lines() {
        if let Some(finding) = title(line) {
            findings.push(finding);
        } else if let Some(place) = line.trim_start().strip_prefix("--> ")
            && let Some(finding) = findings.last_mut()
        {
            finding.place.get_or_insert_with(|| place.to_owned());
        }
    }
    findings
}

/// Parses a title such as `error[WG0001]: message`.
fn title(line: &str) -> Option<Finding> {
    let (severity, rest) = [("error[", Severity::Error), ("warning[", Severity::Warning)]
        .into_iter()
        .find_map(|(start, severity)| Some((severity, line.strip_prefix(start)?)))?;
    let (code, message) = rest.split_once("]: ")?;
    let (code, message) = (code.to_owned(), message.to_owned());
    Some(Finding { severity, code, message, place: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_first_location_of_findings() {
        let report = wsdlgen::generate("a.wsdl", |_| Ok(b"<html/>".to_vec())).unwrap_err();
        let shown: Vec<String> = findings(&report).iter().map(ToString::to_string).collect();
        let message = "expected a WSDL or an XML schema, but the document is a web page (HTML)";
        assert_eq!(shown, [format!("WG0003: {message} (a.wsdl:1:1)")]);
        let report = wsdlgen::generate("a.wsdl", |_| Err(std::io::ErrorKind::NotFound.into()));
        let findings = findings(&report.unwrap_err());
        assert_eq!(
            findings,
            [Finding {
                severity: Severity::Error,
                code: "WG0001".to_owned(),
                message: "cannot read `a.wsdl`: file not found".to_owned(),
                place: None
            }]
        );
    }

    #[test]
    fn distinguishes_warnings_from_errors() {
        let report = "warning[WG0017]: skipped\n --> a:1:2\n\nerror[WG0001]: gone\n  --> b:3:4\n   \
                      ::: c:5:6\n  --> d:7:8\n\n1 error\n";
        let read: Vec<_> =
            read(report).into_iter().map(|finding| (finding.severity, finding.place)).collect();
        let place = |text: &str| Some(text.to_owned());
        assert_eq!(read, [(Severity::Warning, place("a:1:2")), (Severity::Error, place("b:3:4"))]);
    }
}
