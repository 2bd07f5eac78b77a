//! Facets: those of a restriction together with those of what it restricts.

use std::sync::Arc;

use crate::{
    diagnostic::{Code, Diagnostic, Report},
    model::{Facets, Pattern, WhiteSpace},
    pattern::Translator,
    syntax::xsd::{Facet, FacetKind, Literal},
};

/// What the values of a type are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Values {
    /// Their texts say all.
    Texts,
    /// Names, which are `{namespace}local` outside of documents.
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

/// The facets of a restriction. Patterns of one step are alternatives (part 2, §4.3.4), those of
/// several steps must all match; all else replaces what it restricts.
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
            FacetKind::WhiteSpace => {}
        }
    }
    if !enumeration.is_empty() {
        facets.enumeration = enumeration;
    }
    facets.patterns.extend(joined(&alternatives, patterns, report));
    facets
}

/// The patterns of one step as one.
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
                report.add(diagnostic.label(literal.span, "any text is taken"));
                return None;
            }
        }
    }
    let written: Vec<&str> = alternatives.iter().map(|literal| &*literal.text).collect();
    Some(Pattern { written: written.join("|").into(), regex: regexes.join("|") })
}

/// The `whiteSpace` facet of a restriction, where it has one.
pub(crate) fn white_space(written: &[Facet]) -> Option<WhiteSpace> {
    let facet = written.iter().rfind(|facet| facet.kind == FacetKind::WhiteSpace)?;
    match facet.value.text.trim() {
        "preserve" => Some(WhiteSpace::Preserve),
        "replace" => Some(WhiteSpace::Replace),
        "collapse" => Some(WhiteSpace::Collapse),
        _ => None,
    }
}

fn count(value: &Literal, report: &mut Report) -> Option<u64> {
    let count = value.text.trim().parse().ok();
    if count.is_none() {
        let message = format!("`{}` is no number", value.text);
        let diagnostic = Diagnostic::warning(Code::NotEnforced, message);
        report.add(diagnostic.label(value.span, "the facet is not checked"));
    }
    count
}
