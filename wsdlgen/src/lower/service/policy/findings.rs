//! Diagnostics about policies, one for all ports that have the same problem.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::{
    diagnostic::{Code, Diagnostic, Report},
    document::Span,
};

/// Maximum number of ports named in a diagnostic.
const NAMED: usize = 3;

/// Requirements of policies that generated code does not meet.
#[derive(Default)]
pub(crate) struct Findings {
    ignored: BTreeMap<String, Span>,
    /// The ports whose policies cannot be met, by the assertions for which they cannot.
    unmet: IndexMap<Vec<String>, (Vec<String>, Span)>,
    too_large: Vec<(String, Span)>,
}

impl Findings {
    pub(super) fn ignored(&mut self, assertions: &[(String, Span)]) {
        for (name, span) in assertions {
            self.ignored.entry(name.clone()).or_insert(*span);
        }
    }

    pub(super) fn unsupported(&mut self, port: &str, assertions: &[(String, Span)]) {
        let Some((_, span)) = assertions.first() else { return };
        let names = assertions.iter().map(|(name, _)| name.clone()).collect();
        let (ports, _) = self.unmet.entry(names).or_insert((Vec::new(), *span));
        ports.push(port.to_owned());
    }

    pub(super) fn too_large(&mut self, port: &str, span: Span) {
        self.too_large.push((port.to_owned(), span));
    }

    /// Reports what was found.
    pub(crate) fn report(self, report: &mut Report) {
        for (port, span) in self.too_large {
            let message = format!(
                "the policies of port `{port}` have too many alternatives, or refer to themselves"
            );
            let help = "call the port without its policy (`Port::without_policy`), and configure the security header by hand";
            let diagnostic = Diagnostic::warning(Code::UnsupportedPolicy, message);
            report.add(diagnostic.label(span, "they are attached here").help(help));
        }
        for (assertions, (ports, span)) in self.unmet {
            let assertions: Vec<String> =
                assertions.iter().map(|assertion| quoted(assertion)).collect();
            let (policies, requires) = match &*ports {
                [port] => (format!("the policy of port `{port}`"), "it requires"),
                ports => (format!("the policies of ports {}", list(ports)), "they require"),
            };
            let message = format!("{policies} cannot be met: {requires} {}", assertions.join(", "));
            let help = "call the port without its policy (`Port::without_policy`), and configure the security header by hand";
            let diagnostic = Diagnostic::warning(Code::UnsupportedPolicy, message);
            report.add(diagnostic.label(span, "required here").help(help));
        }
        let Some(span) = self.ignored.values().min() else { return };
        let names: Vec<String> = self.ignored.keys().map(|name| quoted(name)).collect();
        let message = match &*names {
            [name] => format!("the policy assertion {name} is skipped"),
            names => format!("the policy assertions {} are skipped", names.join(", ")),
        };
        let diagnostic = Diagnostic::warning(Code::Skipped, message);
        let help = "configure clients and servers to do what it requires";
        report.add(diagnostic.label(*span, "has no effect on the generated code").help(help));
    }
}

fn list(ports: &[String]) -> String {
    let named: Vec<String> = ports.iter().take(NAMED).map(|port| format!("`{port}`")).collect();
    match ports.len().checked_sub(NAMED) {
        None | Some(0) => named.join(", "),
        Some(more) => format!("{} and {more} more", named.join(", ")),
    }
}

/// Returns the name of an assertion in backticks, unless it is a phrase.
fn quoted(assertion: &str) -> String {
    if assertion.contains(' ') { assertion.to_owned() } else { format!("`{assertion}`") }
}
