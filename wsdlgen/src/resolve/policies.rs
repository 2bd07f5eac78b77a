//! Linking of references to policies (WS-Policy 1.5 §4.3.4).

use std::{collections::HashMap, sync::Arc};

use crate::{
    diagnostic::{Code, Diagnostic, Report},
    document::{FileId, Relation, Sources, Span},
    syntax::{
        Named,
        policy::{Expression, Policy},
        wsdl::{Definitions, Exchange},
    },
};

/// The policies of a run, and the targets of references to them.
#[derive(Debug, Default)]
pub(crate) struct Policies {
    policies: Vec<Policy>,
    targets: HashMap<(Span, Arc<str>), usize>,
}

impl Policies {
    /// Links every reference, and reports those to undefined policies.
    pub(super) fn link(
        policies: Vec<Policy>,
        definitions: &[Definitions],
        sources: &Sources,
        report: &mut Report,
    ) -> Self {
        let mut by_name: HashMap<(FileId, &str), usize> = HashMap::new();
        let mut anywhere: HashMap<&str, usize> = HashMap::new();
        for (index, policy) in policies.iter().enumerate() {
            for name in &policy.names {
                by_name.entry((policy.file, name)).or_insert(index);
                anywhere.entry(name).or_insert(index);
            }
        }
        let mut references: Vec<&Named> = Vec::new();
        let named = policies.iter().map(|policy| &policy.expression);
        for expression in definitions.iter().flat_map(attached).chain(named) {
            expression.each_reference(&mut |reference| references.push(reference));
        }
        let mut targets = HashMap::new();
        let mut undefined = Vec::new();
        for reference in references {
            let Named { name: uri, span } = reference;
            let target = match uri.split_once('#') {
                Some(("", id)) => by_name.get(&(span.file, id)),
                Some((_, id)) => sources.target(*span).and_then(|file| by_name.get(&(file, id))),
                None => None,
            };
            match target.or_else(|| anywhere.get(&**uri)) {
                Some(target) => drop(targets.insert((*span, uri.clone()), *target)),
                None => undefined.push(reference),
            }
        }
        report_undefined(&undefined, sources, report);
        Self { policies, targets }
    }

    /// Returns the policy that a reference refers to, unless it is undefined.
    pub(crate) fn get(&self, reference: &Named) -> Option<&Expression> {
        let index = self.targets.get(&(reference.span, reference.name.clone()))?;
        Some(&self.policies[*index].expression)
    }
}

/// Maximum number of undefined policies named in a diagnostic.
const NAMED: usize = 3;

/// Reports undefined policies: those of a missing document, and all others together.
fn report_undefined(references: &[&Named], sources: &Sources, report: &mut Report) {
    let missing = |reference: &Named| {
        let mut missing = sources.missing().iter();
        missing.find(|one| one.relation == Relation::Policy && one.asked_by == reference.span)
    };
    let (of_missing, others): (Vec<_>, Vec<_>) =
        references.iter().copied().partition(|reference| missing(reference).is_some());
    for reference in of_missing {
        let Some(missing) = missing(reference) else { continue };
        let message = format!("cannot find policy `{}`: {}", reference.name, missing.message);
        let help = "add the document with the policy, or map its location in a catalog";
        let diagnostic = Diagnostic::warning(Code::UnknownPolicy, message);
        report.add(diagnostic.label(reference.span, "referenced here").help(help));
    }
    let Some(first) = others.first() else { return };
    let names: Vec<String> =
        others.iter().take(NAMED).map(|reference| format!("`{}`", reference.name)).collect();
    let noun = if others.len() == 1 { "policy" } else { "policies" };
    let more = match others.len().checked_sub(NAMED) {
        None | Some(0) => String::new(),
        Some(more) => format!(" and {more} more"),
    };
    let message = format!("cannot find {noun} {}{more}", names.join(", "));
    let help = "add the document that defines it, or ask the publisher of the service";
    let diagnostic = Diagnostic::warning(Code::UnknownPolicy, message);
    report.add(diagnostic.label(first.span, "referenced here").help(help));
}

/// Returns the expressions attached to the elements of a WSDL.
fn attached(definitions: &Definitions) -> impl Iterator<Item = &Expression> {
    let port_types = definitions.port_types.iter().flat_map(|port_type| {
        let operations = port_type
            .operations
            .iter()
            .flat_map(|operation| operation.policies.iter().chain(messages(&operation.exchange)));
        port_type.policies.iter().chain(operations)
    });
    let bindings = definitions.bindings.iter().flat_map(|binding| {
        let operations = binding.operations.iter().flat_map(|operation| {
            let messages = operation.input.policies.iter().chain(&operation.output.policies);
            operation.policies.iter().chain(messages)
        });
        binding.policies.iter().chain(operations)
    });
    let services = definitions.services.iter().flat_map(|service| {
        let ports = service.ports.iter().flat_map(|port| &port.policies);
        service.policies.iter().chain(ports)
    });
    port_types.chain(bindings).chain(services)
}

fn messages(exchange: &Exchange) -> impl Iterator<Item = &Expression> {
    let messages = [exchange.input(), exchange.output()].into_iter().flatten();
    messages.flat_map(|message| &message.policies)
}
