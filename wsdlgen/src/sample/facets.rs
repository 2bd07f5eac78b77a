//! Validation of text against simple types, including facets (XML Schema part 2 §4.3).

use std::cmp::Ordering;

use regex::Regex;
use wsdlgen_runtime::validate::{ExplicitTimezone, Faceted, has_time_zone};
use wsdlgen_runtime::xsd::{
    Date, DateTime, Decimal, Duration, GDay, GMonth, GMonthDay, GYear, GYearMonth, Lexical, Time,
    WhiteSpace as Rule,
};

use super::value::root;
use crate::{
    lower::check_builtin,
    model::{Builtin, Definition, Facets, Model, SimpleShape, ValueType, WhiteSpace},
};

/// Checks that a text is a valid value of a type.
///
/// # Errors
///
/// Returns the reason if it is not.
pub(crate) fn check(model: &Model, value: ValueType, text: &str) -> Result<(), String> {
    let id = match value {
        // Only the document can resolve prefixes.
        ValueType::Builtin(Builtin::QName | Builtin::Notation) => return Ok(()),
        ValueType::Builtin(builtin) => {
            check_builtin(builtin, text)?;
            return check_facets(model, value, &builtin.facets(), &collapsed(text));
        }
        ValueType::Defined(id) => id,
    };
    match &model.get(id).definition {
        Definition::Enumeration(enumeration) if !enumeration.is_open => {
            let text = rule(enumeration.white_space).apply(text);
            let is_listed = enumeration.values.iter().any(|value| *value.text == *text);
            is_listed.then_some(()).ok_or_else(|| {
                let values: Vec<&str> = enumeration.values.iter().map(|one| &*one.text).collect();
                format!("expected one of {}", values.join(", "))
            })
        }
        Definition::Union(union) => {
            let fits = |member: ValueType| check(model, member, text).is_ok();
            let any = union.members.iter().any(|member| fits(member.value));
            let reason = "expected a value of one of the member types";
            any.then_some(()).ok_or_else(|| reason.to_owned())
        }
        Definition::Simple(simple) => {
            let text = rule(simple.white_space).apply(text);
            match simple.shape {
                SimpleShape::List(item) => {
                    text.split_ascii_whitespace().try_for_each(|one| check(model, item, one))?;
                }
                SimpleShape::Of(base) | SimpleShape::AsWritten(base) | SimpleShape::Uuid(base) => {
                    check(model, base, &text)?;
                }
            }
            check_facets(model, value, &simple.facets, &text)
        }
        _ => Ok(()),
    }
}

fn rule(white_space: WhiteSpace) -> Rule {
    match white_space {
        WhiteSpace::Preserve => Rule::Preserve,
        WhiteSpace::Replace => Rule::Replace,
        WhiteSpace::Collapse => Rule::Collapse,
    }
}

fn collapsed(text: &str) -> String {
    Rule::Collapse.apply(text).into_owned()
}

fn check_facets(
    model: &Model,
    value: ValueType,
    facets: &Facets,
    text: &str,
) -> Result<(), String> {
    if let Some(pattern) = facets.patterns.iter().find(|pattern| {
        // Patterns that do not compile were reported when the contract was loaded.
        Regex::new(&pattern.regex).is_ok_and(|regex| !regex.is_match(text))
    }) {
        return Err(format!("does not match the pattern `{}`", pattern.written));
    }
    if !facets.enumeration.is_empty() && facets.enumeration.iter().all(|one| **one != *text) {
        return Err(format!("expected one of {}", facets.enumeration.join(", ")));
    }
    if let Some(length) = length(model, value, text) {
        let bounds = [
            ("exactly", facets.length, facets.length.is_none_or(|it| length == it)),
            ("at least", facets.min_length, facets.min_length.is_none_or(|it| length >= it)),
            ("at most", facets.max_length, facets.max_length.is_none_or(|it| length <= it)),
        ];
        if let Some((how, Some(bound), _)) = bounds.into_iter().find(|(.., fits)| !fits) {
            return Err(format!("expected a length of {how} {bound}, found {length}"));
        }
    }
    check_bounds(root(model, value), facets, text)
}

/// Returns the length in characters, items or bytes, or `None` if the type has no length.
fn length(model: &Model, value: ValueType, text: &str) -> Option<u64> {
    let count = match value {
        ValueType::Builtin(Builtin::HexBinary) => text.len() / 2,
        ValueType::Builtin(Builtin::Base64Binary) => {
            let digits = text.bytes().filter(u8::is_ascii_alphanumeric).count()
                + text.bytes().filter(|byte| matches!(byte, b'+' | b'/')).count();
            digits * 3 / 4
        }
        ValueType::Builtin(Builtin::NmTokens | Builtin::IdRefs | Builtin::Entities) => {
            text.split_ascii_whitespace().count()
        }
        ValueType::Builtin(builtin) if builtin.is_text() => text.chars().count(),
        ValueType::Builtin(_) => return None,
        ValueType::Defined(id) => match &model.get(id).definition {
            Definition::Simple(simple) => match simple.shape {
                SimpleShape::List(_) => text.split_ascii_whitespace().count(),
                SimpleShape::Of(base) | SimpleShape::AsWritten(base) | SimpleShape::Uuid(base) => {
                    return length(model, base, text);
                }
            },
            _ => text.chars().count(),
        },
    };
    u64::try_from(count).ok()
}

/// Checks bounds, which are compared as values of the type, including dates and durations.
pub(super) fn check_bounds(root: Builtin, facets: &Facets, text: &str) -> Result<(), String> {
    let bounds = [
        ("at least", &facets.min_inclusive, Ordering::Greater, true),
        ("more than", &facets.min_exclusive, Ordering::Greater, false),
        ("at most", &facets.max_inclusive, Ordering::Less, true),
        ("less than", &facets.max_exclusive, Ordering::Less, false),
    ];
    for (how, bound, wanted, inclusive) in bounds {
        let Some(bound) = bound else { continue };
        // Bounds do not apply to values that cannot be compared.
        let Some(order) = compare(root, text, bound) else { continue };
        if order != wanted && !(inclusive && order.is_eq()) {
            return Err(format!("must be {how} {bound}"));
        }
    }
    check_time_zone(facets, text)?;
    check_digits(facets, text)
}

fn check_time_zone(facets: &Facets, text: &str) -> Result<(), String> {
    match facets.explicit_timezone {
        Some(ExplicitTimezone::Required) if !has_time_zone(text.trim()) => {
            Err("must have a time zone".to_owned())
        }
        Some(ExplicitTimezone::Prohibited) if has_time_zone(text.trim()) => {
            Err("must have no time zone".to_owned())
        }
        _ => Ok(()),
    }
}

/// Compares a value with a bound.
fn compare(root: Builtin, text: &str, bound: &str) -> Option<Ordering> {
    fn of<T: Lexical + Faceted>(text: &str, bound: &str) -> Option<Ordering> {
        T::parse_lexical(&T::WHITE_SPACE.apply(text)).ok()?.compare(bound)
    }
    match root {
        Builtin::Float => of::<f32>(text, bound),
        Builtin::Double => of::<f64>(text, bound),
        Builtin::Duration => of::<Duration>(text, bound),
        Builtin::DateTime => of::<DateTime>(text, bound),
        Builtin::Time => of::<Time>(text, bound),
        Builtin::Date => of::<Date>(text, bound),
        Builtin::GYearMonth => of::<GYearMonth>(text, bound),
        Builtin::GYear => of::<GYear>(text, bound),
        Builtin::GMonthDay => of::<GMonthDay>(text, bound),
        Builtin::GDay => of::<GDay>(text, bound),
        Builtin::GMonth => of::<GMonth>(text, bound),
        // All other numbers are decimals.
        _ => of::<Decimal>(text, bound),
    }
}

/// Checks the number of digits. Leading zeros, and trailing zeros of the fraction, do not count.
fn check_digits(facets: &Facets, text: &str) -> Result<(), String> {
    if text.trim().parse::<Decimal>().is_err() {
        return Ok(());
    }
    let digits = text.trim().trim_start_matches(['+', '-']).trim_start_matches('0');
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    let counts = [
        ("fractionDigits", facets.fraction_digits, fraction.len()),
        ("totalDigits", facets.total_digits, whole.len() + fraction.len()),
    ];
    for (facet, most, count) in counts {
        let exceeds = |most: &u64| u64::try_from(count).is_ok_and(|count| count > *most);
        if let Some(most) = most.filter(exceeds) {
            return Err(format!("violates {facet} ({most}): found {count} digits"));
        }
    }
    Ok(())
}
