//! Facets of a restriction, merged with those of its base.

use std::sync::Arc;

use wsdlgen_runtime::{
    validate::ExplicitTimezone,
    xsd::{Decimal, Lexical},
};

use crate::{
    diagnostic::{Code, Diagnostic, Report},
    model::{Facets, Pattern, WhiteSpace},
    pattern::{self, Translator},
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
    note_contradiction(&facets, written, report);
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
            Ok(regex) => {
                regexes.push(regex);
                note_foreign(literal, report);
            }
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

/// Reports a pattern in the syntax of another dialect.
fn note_foreign(literal: &Literal, report: &mut Report) {
    if let Some(foreign) = pattern::foreign_syntax(&literal.text) {
        let message = format!("{foreign} (src-pattern-value)");
        let label = "read in the sense of other dialects";
        report.add(Diagnostic::warning(Code::Rule, message).label(literal.span, label));
    }
}

/// Reports facets that no value satisfies, if this restriction has one of them. The check of all rules reports bounds.
fn note_contradiction(facets: &Facets, written: &[Facet], report: &mut Report) {
    let number = |text: &Option<Arc<str>>| Decimal::parse_lexical(text.as_ref()?).ok();
    let [min_in, min_ex] = [&facets.min_inclusive, &facets.min_exclusive].map(number);
    let [max_in, max_ex] = [&facets.max_inclusive, &facets.max_exclusive].map(number);
    let exceeds =
        |least: Option<u64>, most: Option<u64>| least.zip(most).is_some_and(|(a, b)| a > b);
    let is_above = |low: &Option<Decimal>, high: &Option<Decimal>| {
        low.as_ref().zip(high.as_ref()).is_some_and(|(low, high)| low > high)
    };
    let lengths = exceeds(facets.min_length, facets.max_length);
    let length =
        exceeds(facets.min_length, facets.length) || exceeds(facets.length, facets.max_length);
    let rule = match () {
        () if lengths => "minLength-less-than-equal-to-maxLength",
        () if report.is_linting() => return,
        () if length => "length-minLength-maxLength",
        () if is_above(&min_in, &max_in) => "minInclusive-less-than-equal-to-maxInclusive",
        () if is_above(&min_ex, &max_ex) => "minExclusive-less-than-equal-to-maxExclusive",
        () if is_above(&min_in, &max_ex) => "minInclusive-less-than-maxExclusive",
        () if is_above(&min_ex, &max_in) => "minExclusive-less-than-maxInclusive",
        () => return,
    };
    let is_bound = |facet: &&Facet| facet.kind.is_bound_or_length();
    if let Some(last) = written.iter().rfind(is_bound) {
        let message = format!("no value satisfies the facets ({rule})");
        let diagnostic = Diagnostic::warning(Code::Rule, message);
        report.add(diagnostic.label(last.value.span, "restricted here"));
    }
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

#[cfg(test)]
mod tests {
    /// Restrictions of `xs:string` and `xs:int` in turn, and what generation says about each.
    #[test]
    fn reports_facets_that_surprise() {
        let cases = [
            ("string", "<xs:minLength value='3'/><xs:maxLength value='3'/>", ""),
            (
                "string",
                "<xs:minLength value='4'/><xs:maxLength value='3'/>",
                "(minLength-less-than-equal-to-maxLength)",
            ),
            (
                "string",
                "<xs:length value='4'/><xs:maxLength value='3'/>",
                "(length-minLength-maxLength)",
            ),
            ("int", "<xs:minInclusive value='3'/><xs:maxInclusive value='3'/>", ""),
            (
                "int",
                "<xs:minInclusive value='4'/><xs:maxExclusive value='3'/>",
                "(minInclusive-less-than-maxExclusive)",
            ),
            (
                "date",
                "<xs:minInclusive value='2026-01-02'/><xs:maxInclusive value='2026-01-03'/>",
                "",
            ),
            (
                "string",
                "<xs:pattern value='a*?'/>",
                "character 3 of the pattern: XML Schema has no lazy quantifiers",
            ),
            ("string", "<xs:pattern value='a*'/>", ""),
        ];
        for (base, facets, expected) in cases {
            let schema = format!(
                "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='e'><xs:simpleType>\
                 <xs:restriction base='xs:{base}'>{facets}</xs:restriction></xs:simpleType></xs:element></xs:schema>"
            );
            let generated = crate::configure()
                .generate_schemas(&["t.xsd"], |_| Ok(schema.clone().into_bytes()))
                .unwrap_or_else(|report| panic!("{report}"));
            let shown = generated.warnings.to_string();
            assert_eq!(shown.is_empty(), expected.is_empty(), "{facets}: {shown}");
            assert!(shown.contains(expected), "{facets}: {shown}");
        }
    }
}
