//! Rules of XML Schema that a schema may violate although it has an obvious meaning (part 1, §3: schema component
//! constraints).
//!
//! Contracts that break them exist, and generate. Every run reports what may surprise a reader of documents; a run for the
//! authors of schemas (`lint`) reports the rest.

mod attributes;
#[cfg(feature = "tools")]
mod components;
mod content;
mod derivation;
mod facets;
mod identity;
mod particles;
mod simple;
mod visit;

use std::collections::HashMap;

use identity::Constraints;
use visit::Definitions;

use crate::{
    diagnostic::{Code, Diagnostic, Report},
    document::Span,
    lower::DerivationGraph,
    resolve::{DefinitionStatus, Linked},
};

/// Reports violations in the types for which `is_used` is `true`, given their indices in [`Linked::types`].
///
/// `schema` is the text of the components, if it is needed.
pub(crate) fn check(
    linked: &Linked,
    is_used: &dyn Fn(usize) -> bool,
    schema: Option<&str>,
    report: &mut Report,
) {
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
        rules.definitions();
        rules.identity();
        #[cfg(feature = "tools")]
        if let Some(schema) = schema {
            rules.components(schema);
        }
        #[cfg(not(feature = "tools"))]
        let _ = schema;
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
    /// Checks every definition and declaration, for the authors of schemas.
    fn definitions(&mut self) {
        let all = Definitions::of(self.linked);
        for (simple, span) in all.simple {
            self.simple_type(simple, span);
        }
        for (complex, span) in all.complex {
            self.complex_derivation(complex, span);
            self.attributes_of_type(complex);
            self.limited_all(complex);
        }
        for (content, span, namespace) in all.elements {
            self.constraints.add(content, namespace);
            self.element_type(content, span);
        }
        for attribute in all.attributes {
            self.attribute_declaration(attribute);
        }
        for group in &self.linked.attribute_groups {
            self.attributes_of_group(&group.item.attributes);
        }
    }

    /// Reports the violation of a rule, by the name that XML Schema gives it (part 1, appendix C).
    fn violation(&mut self, message: &str, rule: &str, span: Span, label: &str) {
        let message = format!("{message} ({rule})");
        let diagnostic = Diagnostic::warning(Code::Rule, message);
        self.report.add(diagnostic.label(span, label));
    }
}
