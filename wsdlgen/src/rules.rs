//! Rules of XML Schema that a schema may violate although it has an obvious meaning (part 1, §3: schema component
//! constraints).
//!
//! Contracts that break them exist, and generate. Every run reports what may surprise a reader of documents; a run for the
//! authors of schemas (`lint`) reports the rest.

mod derivation;
mod facets;
mod identity;
mod particles;

use std::collections::HashMap;

use identity::Constraints;

use crate::{
    diagnostic::{Code, Diagnostic, Report},
    document::Span,
    lower::DerivationGraph,
    resolve::{DefinitionStatus, Linked},
};

/// Reports violations in the types for which `is_used` is `true`, given their indices in [`Linked::types`].
pub(crate) fn check(linked: &Linked, is_used: &dyn Fn(usize) -> bool, report: &mut Report) {
    let substitutions = DerivationGraph::of_elements(linked);
    let mut rules = Rules {
        linked,
        substitutions,
        constraints: Constraints::default(),
        names: HashMap::new(),
        report,
    };
    for (index, definition) in linked.types.iter().enumerate() {
        let is_current = definition.standing == DefinitionStatus::Current;
        if is_current && (is_used(index) || rules.report.is_linting()) {
            rules.in_type(definition, index);
        }
    }
    for element in &linked.elements {
        rules.in_content(&element.item.name.name, &element.item.content, &element.namespace);
    }
    if rules.report.is_linting() {
        rules.derivations();
        rules.identity();
    }
}

struct Rules<'a, 'r> {
    linked: &'a Linked,
    substitutions: DerivationGraph,
    constraints: Constraints<'a>,
    /// The hashes of the names in named types, and whether these have wildcards.
    names: HashMap<usize, (Vec<u64>, bool)>,
    report: &'r mut Report,
}

impl Rules<'_, '_> {
    /// Reports the violation of a rule, by the name that XML Schema gives it (part 1, appendix C).
    fn violation(&mut self, message: &str, rule: &str, span: Span, label: &str) {
        let message = format!("{message} ({rule})");
        let diagnostic = Diagnostic::warning(Code::Rule, message);
        self.report.add(diagnostic.label(span, label));
    }
}
