//! Sample values of simple types that satisfy their facets.

use wsdlgen_runtime::validate::{ExplicitTimezone, has_time_zone};
use wsdlgen_runtime::xsd::Decimal;

use super::{
    facets::check_bounds,
    pattern::{self, Steps},
};
use crate::{
    lower::check_builtin,
    model::{Builtin, Definition, Facets, Model, SimpleShape, ValueType},
};

/// Maximum length of a value, in bytes. A short contract can require values of any length.
const LONGEST: usize = 64 << 10;

/// Returns a value of a simple type, or `None` if there is none or if it is too long.
///
/// The value of a string is the name of its element or attribute.
pub(crate) fn sample(
    model: &Model,
    value: ValueType,
    name: &str,
    left: &mut Steps,
) -> Option<String> {
    let id = match value {
        ValueType::Builtin(builtin) => return Some(of_builtin(builtin, name).to_owned()),
        ValueType::Defined(id) => id,
    };
    match &model.get(id).definition {
        Definition::Enumeration(enumeration) => {
            enumeration.values.first().map(|value| value.text.to_string())
        }
        Definition::Union(union) => sample(model, union.members.first()?.value, name, left),
        Definition::Simple(simple) => match simple.shape {
            SimpleShape::List(item) => repeated(&sample(model, item, name, left)?, &simple.facets),
            SimpleShape::Of(base) | SimpleShape::AsWritten(base) | SimpleShape::Uuid(base) => {
                let facets = &simple.facets;
                let is_counted = facets.length.or(facets.min_length).is_some();
                if is_counted
                    && facets.enumeration.is_empty()
                    && let Some(item) = item_of(model, base)
                {
                    return repeated(&sample(model, item, name, left)?, facets);
                }
                let plain = in_time_zone(sample(model, base, name, left)?, facets);
                let root = root(model, base);
                let is_value = |text: &str| {
                    is_value(model, base, text) && check_bounds(root, facets, text).is_ok()
                };
                faceted(root, facets, plain, is_value, left)
            }
        },
        // The values of an external type are unknown.
        _ => None,
    }
}

/// Adds or removes the time zone that the facets require or prohibit.
fn in_time_zone(mut text: String, facets: &Facets) -> String {
    match facets.explicit_timezone {
        Some(ExplicitTimezone::Required) if !has_time_zone(&text) => text.push('Z'),
        Some(ExplicitTimezone::Prohibited) => text.truncate(text.trim_end_matches('Z').len()),
        _ => {}
    }
    text
}

/// Returns the item type of a list type or a restricted list type.
fn item_of(model: &Model, value: ValueType) -> Option<ValueType> {
    let ValueType::Defined(id) = value else { return None };
    let Definition::Simple(simple) = &model.get(id).definition else { return None };
    match simple.shape {
        SimpleShape::List(item) => Some(item),
        SimpleShape::Of(base) | SimpleShape::AsWritten(base) | SimpleShape::Uuid(base) => {
            item_of(model, base)
        }
    }
}

/// Returns a list with the fewest items allowed, but at least one, or `None` if it is too long.
fn repeated(item: &str, facets: &Facets) -> Option<String> {
    let count = facets.length.or(facets.min_length).unwrap_or(1).max(1);
    let count = usize::try_from(count).ok()?;
    let length = item.len().checked_add(1)?.checked_mul(count)?;
    (length <= LONGEST).then(|| vec![item; count].join(" "))
}

/// Returns the built-in type that a type is derived from.
pub(crate) fn root(model: &Model, value: ValueType) -> Builtin {
    match value {
        ValueType::Builtin(builtin) => builtin,
        ValueType::Defined(id) => match &model.get(id).definition {
            Definition::Simple(simple) => {
                simple.shape.atom().map_or(Builtin::Token, |inner| root(model, inner))
            }
            Definition::Enumeration(enumeration) => enumeration.base,
            _ => Builtin::Token,
        },
    }
}

/// Returns whether a text is a value of a type, ignoring all facets but bounds.
fn is_value(model: &Model, value: ValueType, text: &str) -> bool {
    let id = match value {
        ValueType::Builtin(builtin) => {
            return check_builtin(builtin, text).is_ok()
                && check_bounds(builtin, &builtin.facets(), text).is_ok();
        }
        ValueType::Defined(id) => id,
    };
    match &model.get(id).definition {
        Definition::Union(union) => {
            union.members.iter().any(|member| is_value(model, member.value, text))
        }
        Definition::Simple(simple) => simple.shape.atom().is_none_or(|inner| {
            is_value(model, inner, text)
                && check_bounds(root(model, inner), &simple.facets, text).is_ok()
        }),
        _ => true,
    }
}

fn of_builtin(builtin: Builtin, name: &str) -> &str {
    match builtin {
        Builtin::Boolean => "true",
        Builtin::NegativeInteger => "-1",
        Builtin::NonPositiveInteger => "0",
        Builtin::Duration => "P1D",
        Builtin::DateTime => "2026-01-02T03:04:05Z",
        Builtin::Time => "03:04:05",
        Builtin::Date => "2026-01-02",
        Builtin::GYearMonth => "2026-01",
        Builtin::GYear => "2026",
        Builtin::GMonthDay => "--01-02",
        Builtin::GDay => "---02",
        Builtin::GMonth => "--01",
        Builtin::HexBinary => "0FB7",
        Builtin::Base64Binary => "R0lG",
        Builtin::AnyUri => "urn:sample",
        Builtin::Language => "en",
        Builtin::QName | Builtin::Notation => "xsi:sample",
        text if text.is_text() || is_list(text) => name,
        _ => "1",
    }
}

fn is_list(builtin: Builtin) -> bool {
    matches!(builtin, Builtin::NmTokens | Builtin::IdRefs | Builtin::Entities)
}

/// Returns the plain value or another one that the facets allow, or `None` if it would be too long.
fn faceted(
    root: Builtin,
    facets: &Facets,
    plain: String,
    is_value: impl Fn(&str) -> bool,
    left: &mut Steps,
) -> Option<String> {
    if let Some(listed) = facets.enumeration.first() {
        return Some(listed.to_string());
    }
    if !facets.patterns.is_empty()
        && let Some(matching) = pattern::sample(facets, is_value, left)
    {
        return Some(matching);
    }
    if root.is_text() {
        return with_length(&plain, facets);
    }
    match root {
        Builtin::HexBinary | Builtin::Base64Binary => {
            let Some(bytes) = facets.length.or(facets.min_length) else { return Some(plain) };
            let bytes = usize::try_from(bytes).ok().filter(|bytes| *bytes <= LONGEST / 2)?;
            let is_hex = root == Builtin::HexBinary;
            Some(if is_hex { "0F".repeat(bytes) } else { base64(bytes) })
        }
        _ => Some(within_bounds(facets, &plain)),
    }
}

/// Returns `count` zero bytes in Base64.
fn base64(count: usize) -> String {
    let rest = match count % 3 {
        0 => "",
        1 => "AA==",
        _ => "AAA=",
    };
    "AAAA".repeat(count / 3) + rest
}

/// Returns a text of an allowed length, or `None` if it would be too long.
fn with_length(plain: &str, facets: &Facets) -> Option<String> {
    let least = facets.length.or(facets.min_length).unwrap_or(0);
    let most = facets.length.or(facets.max_length).unwrap_or(u64::MAX);
    let count = u64::try_from(plain.chars().count()).unwrap_or(u64::MAX);
    let wanted = usize::try_from(count.max(least).min(most)).ok()?;
    let fits = wanted <= LONGEST.max(plain.len());
    fits.then(|| plain.chars().cycle().take(wanted).collect())
}

/// Returns a number or a date within the bounds.
fn within_bounds(facets: &Facets, plain: &str) -> String {
    if let Some(between) = between(facets) {
        return between;
    }
    if let Some(bound) = facets.min_inclusive.as_ref().or(facets.max_inclusive.as_ref()) {
        return bound.to_string();
    }
    // Adds to the last digit of an exclusive bound.
    let beyond = |bound: &str, by: i128| {
        let bound = bound.parse::<Decimal>().ok()?;
        let mantissa = i128::try_from(bound.mantissa().clone()).ok()?;
        Some(Decimal::new(mantissa.checked_add(by)?, bound.scale()).to_string())
    };
    let above = facets.min_exclusive.as_ref().and_then(|bound| beyond(bound, 1));
    let below = facets.max_exclusive.as_ref().and_then(|bound| beyond(bound, -1));
    above.or(below).unwrap_or_else(|| plain.to_owned())
}

/// Returns a value between two exclusive bounds.
///
/// This is the next value after the lower bound, or the midpoint if there is no value with the same
/// number of digits between the bounds.
fn between(facets: &Facets) -> Option<String> {
    let low = facets.min_exclusive.as_ref()?.parse::<Decimal>().ok()?;
    let high = facets.max_exclusive.as_ref()?.parse::<Decimal>().ok()?;
    let scaled = |bound: &Decimal, scale: u32| {
        let mantissa = i128::try_from(bound.mantissa().clone()).ok()?;
        mantissa.checked_mul(10_i128.checked_pow(scale.checked_sub(bound.scale())?)?)
    };
    let scale = low.scale().max(high.scale());
    let (from, to) = (scaled(&low, scale)?, scaled(&high, scale)?);
    if from.checked_add(1)? < to {
        return Some(Decimal::new(from + 1, scale).to_string());
    }
    let half = from.checked_add(to)?.checked_mul(5)?;
    Some(Decimal::new(half, scale + 1).to_string())
}
