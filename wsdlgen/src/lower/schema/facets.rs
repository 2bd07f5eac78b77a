//! Facets of a restriction, merged with those of its base.

use std::sync::Arc;

use wsdlgen_runtime::validate::ExplicitTimezone;

use crate::{
    diagnostic::{Code, Diagnostic, Report},
    model::{Facets, Pattern, WhiteSpace},
    pattern::Translator,
    syntax::xsd::{Facet, FacetKind, Literal},
};

/// The kind of a type's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Values {
    /// Values that their text determines.
    Texts,
    /// Qualified names, written as `{namespace}local` outside of documents.
    Names,
}

impl Values {
    fn text(self, value: &Literal) -> Arc<str> {
        match (self, &value.name) {
            (Self::Names, Some(name)) if name.namespace.is_empty() => name.local.clone(),
            (Self::Names, Some(name)) => format!("{{{}}}{}", name.namespace, name.local).into(),
            _ => value.text.clone(),
        }
    }
}

/// Merges the facets of a restriction into the facets of its base.
///
/// Patterns of one restriction are alternatives (part 2, §4.3.4); patterns of several restrictions must all match. Any
/// other facet replaces that of the base.
pub(crate) fn merge(
    mut facets: Facets,
    written: &[Facet],
    values: Values,
    patterns: &mut Translator,
    report: &mut Report,
) -> Facets {
    let mut alternatives: Vec<&Literal> = Vec::new();
    let mut enumeration = Vec::new();
    for Facet { kind, value, .. } in written {
        let text = || Some(value.text.trim().into());
        match kind {
            FacetKind::Length => facets.length = count(value, report),
            FacetKind::MinLength => facets.min_length = count(value, report),
            FacetKind::MaxLength => facets.max_length = count(value, report),
            FacetKind::TotalDigits => facets.total_digits = count(value, report),
            FacetKind::FractionDigits => facets.fraction_digits = count(value, report),
            FacetKind::MinInclusive => {
                (facets.min_inclusive, facets.min_exclusive) = (text(), None);
            }
            FacetKind::MinExclusive => {
                (facets.min_inclusive, facets.min_exclusive) = (None, text());
            }
            FacetKind::MaxInclusive => {
                (facets.max_inclusive, facets.max_exclusive) = (text(), None);
            }
            FacetKind::MaxExclusive => {
                (facets.max_inclusive, facets.max_exclusive) = (None, text());
            }
            FacetKind::Pattern => alternatives.push(value),
            FacetKind::Enumeration => enumeration.push(values.text(value)),
            FacetKind::ExplicitTimezone => facets.explicit_timezone = time_zone(value, report),
            FacetKind::WhiteSpace => {}
        }
    }
    if !enumeration.is_empty() {
        facets.enumeration = enumeration;
    }
    facets.patterns.extend(joined(&alternatives, patterns, report));
    facets
}

/// Joins the patterns of one restriction.
fn joined(
    alternatives: &[&Literal],
    patterns: &mut Translator,
    report: &mut Report,
) -> Option<Pattern> {
    if alternatives.is_empty() {
        return None;
    }
    let mut regexes = Vec::new();
    for literal in alternatives {
        match patterns.translate(&literal.text) {
            Ok(regex) => regexes.push(regex),
            Err(error) => {
                let message = format!("the pattern `{}` is not checked: {error}", literal.text);
                let diagnostic = Diagnostic::warning(Code::NotEnforced, message);
                report.add(diagnostic.label(literal.span, "any text is accepted"));
                return None;
            }
        }
    }
    let written: Vec<&str> = alternatives.iter().map(|literal| &*literal.text).collect();
    Some(Pattern { written: written.join("|").into(), regex: regexes.join("|") })
}

/// Returns the `whiteSpace` facet of a restriction, if it has one.
pub(crate) fn white_space(written: &[Facet]) -> Option<WhiteSpace> {
    let facet = written.iter().rfind(|facet| facet.kind == FacetKind::WhiteSpace)?;
    match facet.value.text.trim() {
        "preserve" => Some(WhiteSpace::Preserve),
        "replace" => Some(WhiteSpace::Replace),
        "collapse" => Some(WhiteSpace::Collapse),
        _ => None,
    }
}

/// Reads `explicitTimezone`. The value `optional` requires nothing.
fn time_zone(value: &Literal, report: &mut Report) -> Option<ExplicitTimezone> {
    match value.text.trim() {
        "required" => return Some(ExplicitTimezone::Required),
        "prohibited" => return Some(ExplicitTimezone::Prohibited),
        "optional" => {}
        text => {
            let message = format!("`{text}` is not `required`, `prohibited` or `optional`");
            let diagnostic = Diagnostic::warning(Code::NotEnforced, message);
            report.add(diagnostic.label(value.span, "the facet is not checked"));
        }
    }
    None
}

fn count(value: &Literal, report: &mut Report) -> Option<u64> {
    let count = value.text.trim().parse().ok();
    if count.is_none() {
        let message = format!("`{}` is not a valid number", value.text);
        let diagnostic = Diagnostic::warning(Code::NotEnforced, message);
        report.add(diagnostic.label(value.span, "the facet is not checked"));
    }
    count
}
