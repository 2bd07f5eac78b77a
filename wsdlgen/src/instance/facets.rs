//! Whether texts are values of simple types, facets included (XML Schema part 2, §4.3).

use regex::Regex;
use wsdlgen_runtime::xsd::{Decimal, WhiteSpace as Rule};

use crate::{
    lower::check_builtin,
    model::{Builtin, Definition, Facets, Model, SimpleShape, ValueType, WhiteSpace},
};

/// Why a text is no value of a type, if it is none. Bounds of dates and times are not looked at.
pub(super) fn check(model: &Model, value: ValueType, text: &str) -> Result<(), String> {
    let id = match value {
        // Prefixes are the document's to know.
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
                format!("it is none of {}", values.join(", "))
            })
        }
        Definition::Union(union) => {
            let fits = |member: ValueType| check(model, member, text).is_ok();
            let any = union.members.iter().any(|member| fits(member.value));
            any.then_some(()).ok_or_else(|| "it is of none of the member types".to_owned())
        }
        Definition::Simple(simple) => {
            let text = rule(simple.white_space).apply(text);
            match simple.shape {
                SimpleShape::List(item) => {
                    text.split_ascii_whitespace().try_for_each(|one| check(model, item, one))?;
                }
                SimpleShape::Of(base) | SimpleShape::AsWritten(base) => check(model, base, &text)?,
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
        // What is too large for the library was reported when the contract was read.
        Regex::new(&pattern.regex).is_ok_and(|regex| !regex.is_match(text))
    }) {
        return Err(format!("it does not match the pattern {}", pattern.written));
    }
    if !facets.enumeration.is_empty() && facets.enumeration.iter().all(|one| **one != *text) {
        return Err(format!("it is none of {}", facets.enumeration.join(", ")));
    }
    if let Some(length) = length(model, value, text) {
        let bounds = [
            ("exactly", facets.length, facets.length.is_none_or(|it| length == it)),
            ("at least", facets.min_length, facets.min_length.is_none_or(|it| length >= it)),
            ("at most", facets.max_length, facets.max_length.is_none_or(|it| length <= it)),
        ];
        if let Some((how, Some(bound), _)) = bounds.into_iter().find(|(.., fits)| !fits) {
            return Err(format!("its length is {length}, which has to be {how} {bound}"));
        }
    }
    check_bounds(facets, text)
}

/// Characters, items or octets; `None` where length means nothing.
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
                SimpleShape::Of(base) | SimpleShape::AsWritten(base) => {
                    return length(model, base, text);
                }
            },
            _ => text.chars().count(),
        },
    };
    u64::try_from(count).ok()
}

fn check_bounds(facets: &Facets, text: &str) -> Result<(), String> {
    let Ok(number) = text.trim().parse::<Decimal>() else { return Ok(()) };
    check_digits(facets, text)?;
    let bound = |facet: &Option<std::sync::Arc<str>>| facet.as_ref()?.parse::<Decimal>().ok();
    let bounds = [
        ("at least", bound(&facets.min_inclusive), false, true),
        ("more than", bound(&facets.min_exclusive), false, false),
        ("at most", bound(&facets.max_inclusive), true, true),
        ("less than", bound(&facets.max_exclusive), true, false),
    ];
    for (how, bound, is_upper, inclusive) in bounds {
        let Some(bound) = bound else { continue };
        let order = if is_upper { bound.cmp(&number) } else { number.cmp(&bound) };
        if order.is_lt() || (order.is_eq() && !inclusive) {
            return Err(format!("it has to be {how} {bound}"));
        }
    }
    Ok(())
}

/// Zeros before the number and behind the point do not count.
fn check_digits(facets: &Facets, text: &str) -> Result<(), String> {
    let digits = text.trim().trim_start_matches(['+', '-']).trim_start_matches('0');
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    let counts = [
        ("fractionDigits", facets.fraction_digits, fraction.len()),
        ("totalDigits", facets.total_digits, whole.len() + fraction.len()),
    ];
    for (facet, most, count) in counts {
        if most.is_some_and(|most| u64::try_from(count).is_ok_and(|count| count > most)) {
            return Err(format!("it has {count} digits, more than its {facet} allows"));
        }
    }
    Ok(())
}
