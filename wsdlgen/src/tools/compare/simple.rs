//! Comparison of simple types by the values that they allow.

use std::sync::Arc;

use wsdlgen_runtime::xsd::Decimal;

use super::Scope;
use crate::model::{
    Builtin, Definition, Enumeration, Facets, Model, Simple, SimpleShape, ValueType,
};

/// Signed integers by size: each type includes the values of those before it.
const SIGNED: [Builtin; 6] = [
    Builtin::Byte,
    Builtin::Short,
    Builtin::Int,
    Builtin::Long,
    Builtin::Integer,
    Builtin::Decimal,
];
/// Unsigned integers by size: each type includes the values of those before it.
const UNSIGNED: [Builtin; 7] = [
    Builtin::UnsignedByte,
    Builtin::UnsignedShort,
    Builtin::UnsignedInt,
    Builtin::UnsignedLong,
    Builtin::NonNegativeInteger,
    Builtin::Integer,
    Builtin::Decimal,
];

/// A type and the model that it belongs to.
pub(super) type In<'m> = (&'m Model, ValueType);

/// Returns how the set of allowed values changes from one type to another.
pub(super) fn scope(old: In<'_>, new: In<'_>) -> Scope {
    match (builtin(old), builtin(new)) {
        (Some(before), Some(after)) => of_builtins(before, after),
        (None, Some(after)) if takes_all(after) && is_simple(old) => Scope::MORE,
        (Some(before), None) if takes_all(before) && is_simple(new) => Scope::LESS,
        _ => Scope::OTHER,
    }
}

fn builtin((_, value): In<'_>) -> Option<Builtin> {
    match value {
        ValueType::Builtin(builtin) => Some(builtin),
        ValueType::Defined(_) => None,
    }
}

fn of_builtins(old: Builtin, new: Builtin) -> Scope {
    if old == new {
        return Scope::SAME;
    }
    for sizes in [&SIGNED[..], &UNSIGNED[..]] {
        let size = |of: Builtin| sizes.iter().position(|one| *one == of);
        if let Some((before, after)) = size(old).zip(size(new)) {
            return if before < after { Scope::MORE } else { Scope::LESS };
        }
    }
    match (takes_all(old), takes_all(new)) {
        (false, true) => Scope::MORE,
        (true, false) => Scope::LESS,
        // Such types only differ in white space.
        (true, true) => Scope::SAME,
        (false, false) => Scope::OTHER,
    }
}

/// Returns whether every text is a valid value.
fn takes_all(builtin: Builtin) -> bool {
    matches!(
        builtin,
        Builtin::String | Builtin::NormalizedString | Builtin::Token | Builtin::AnySimpleType
    )
}

fn is_simple((model, value): In<'_>) -> bool {
    match value {
        ValueType::Builtin(builtin) => builtin != Builtin::AnyType,
        ValueType::Defined(id) => matches!(
            model.get(id).definition,
            Definition::Enumeration(_) | Definition::Union(_) | Definition::Simple(_)
        ),
    }
}

/// Formats a type for display.
pub(super) fn shown(model: &Model, value: ValueType) -> String {
    match value {
        ValueType::Builtin(builtin) => format!("xs:{}", builtin.name()),
        ValueType::Defined(id) => match model.get(id).origin.local() {
            Some(local) => format!("`{local}`"),
            None => "a document".to_owned(),
        },
    }
}

/// Returns the values that only one of two enumerations has.
pub(super) fn enumerations<'m>(
    old: &'m Enumeration,
    new: &'m Enumeration,
) -> Vec<(&'m str, Scope, &'static str)> {
    let texts = |one: &'m Enumeration| one.values.iter().map(|value| &*value.text);
    let only = |these: &'m Enumeration, others: &'m Enumeration| {
        texts(these).filter(move |text| texts(others).all(|other| other != *text))
    };
    let gone = only(old, new).map(|text| (text, Scope::LESS, "removed"));
    let added = only(new, old).map(|text| (text, Scope::MORE, "added"));
    gone.chain(added).collect()
}

/// Returns the differences between two versions of a simple type or a union.
pub(super) fn facets(old: In<'_>, new: In<'_>) -> Vec<(String, Scope)> {
    let mut found = Vec::new();
    match (simple(old), simple(new)) {
        (Some(before), Some(after)) => {
            let (was, is) = (inner(before), inner(after));
            let scope = if same_kind(before.shape, after.shape) {
                inner_scope((old.0, was), (new.0, is))
            } else {
                Scope::OTHER
            };
            if scope != Scope::SAME {
                let what = format!("now based on {}", shown(new.0, is));
                found.push((what, scope));
            }
            compare_numbers(&before.facets, &after.facets, &mut found);
            compare_others(&before.facets, &after.facets, &mut found);
        }
        _ => {
            if members(old) != members(new) {
                found.push(("member types changed".to_owned(), Scope::OTHER));
            }
        }
    }
    found
}

fn simple((model, value): In<'_>) -> Option<&Simple> {
    let ValueType::Defined(id) = value else { return None };
    match &model.get(id).definition {
        Definition::Simple(simple) => Some(simple),
        _ => None,
    }
}

fn inner(simple: &Simple) -> ValueType {
    simple.shape.inner()
}

fn same_kind(old: SimpleShape, new: SimpleShape) -> bool {
    let is_list = |shape| matches!(shape, SimpleShape::List(_));
    is_list(old) == is_list(new)
}

/// Returns how the allowed values change with the base or item type.
///
/// Defined types with the same name count as equal, since their differences are reported separately.
fn inner_scope(old: In<'_>, new: In<'_>) -> Scope {
    match (old.1, new.1) {
        (ValueType::Defined(_), ValueType::Defined(_))
            if shown(old.0, old.1) == shown(new.0, new.1) =>
        {
            Scope::SAME
        }
        _ => scope(old, new),
    }
}

fn members((model, value): In<'_>) -> Vec<String> {
    let ValueType::Defined(id) = value else { return Vec::new() };
    match &model.get(id).definition {
        Definition::Union(union) => {
            union.members.iter().map(|member| shown(model, member.value)).collect()
        }
        _ => Vec::new(),
    }
}

/// Compares facets whose numbers decide which one allows more.
fn compare_numbers(old: &Facets, new: &Facets, found: &mut Vec<(String, Scope)>) {
    let mut least = |what: &str, before: Option<u64>, after: Option<u64>, scope: Scope| {
        let (was, is) = (before.unwrap_or(0), after.unwrap_or(0));
        if was != is {
            let scope = if is > was { scope } else { scope.reversed() };
            found.push((format!("{what} changed from {was} to {is}"), scope));
        }
    };
    least("minLength", old.min_length, new.min_length, Scope::LESS);
    let most = |facet: Option<u64>| facet.unwrap_or(u64::MAX);
    let shown = |facet: Option<u64>| facet.map_or("none".to_owned(), |most| most.to_string());
    for (what, before, after) in [
        ("maxLength", old.max_length, new.max_length),
        ("totalDigits", old.total_digits, new.total_digits),
        ("fractionDigits", old.fraction_digits, new.fraction_digits),
    ] {
        if before != after {
            let scope = if most(after) > most(before) { Scope::MORE } else { Scope::LESS };
            let what = format!("{what} changed from {} to {}", shown(before), shown(after));
            found.push((what, scope));
        }
    }
}

/// Compares facets for which it is unknown which one allows more, unless only one version has them.
fn compare_others(old: &Facets, new: &Facets, found: &mut Vec<(String, Scope)>) {
    let patterns = |facets: &Facets| -> Vec<String> {
        facets.patterns.iter().map(|one| one.written.to_string()).collect()
    };
    let others = [
        ("length", old.length == new.length, old.length.is_none(), new.length.is_none()),
        (
            "pattern",
            patterns(old) == patterns(new),
            old.patterns.is_empty(),
            new.patterns.is_empty(),
        ),
        (
            "enumeration",
            old.enumeration == new.enumeration,
            old.enumeration.is_empty(),
            new.enumeration.is_empty(),
        ),
        (
            "explicitTimezone",
            old.explicit_timezone == new.explicit_timezone,
            old.explicit_timezone.is_none(),
            new.explicit_timezone.is_none(),
        ),
        (
            "lower bound",
            same_bound(old.min_inclusive.as_ref(), new.min_inclusive.as_ref())
                && same_bound(old.min_exclusive.as_ref(), new.min_exclusive.as_ref()),
            old.min_inclusive.is_none() && old.min_exclusive.is_none(),
            new.min_inclusive.is_none() && new.min_exclusive.is_none(),
        ),
        (
            "upper bound",
            same_bound(old.max_inclusive.as_ref(), new.max_inclusive.as_ref())
                && same_bound(old.max_exclusive.as_ref(), new.max_exclusive.as_ref()),
            old.max_inclusive.is_none() && old.max_exclusive.is_none(),
            new.max_inclusive.is_none() && new.max_exclusive.is_none(),
        ),
    ];
    for (what, same, none_before, none_after) in others {
        let scope = match (none_before, none_after) {
            _ if same => continue,
            (true, _) => Scope::LESS,
            (_, true) => Scope::MORE,
            _ => Scope::OTHER,
        };
        let what = match scope {
            Scope::MORE => format!("{what} removed"),
            Scope::LESS => format!("{what} added"),
            _ => format!("{what} changed"),
        };
        found.push((what, scope));
    }
}

/// Returns whether two bounds have the same value, such as `1` and `1.0`.
fn same_bound(old: Option<&Arc<str>>, new: Option<&Arc<str>>) -> bool {
    let number = |bound: &Arc<str>| bound.parse::<Decimal>().ok();
    match (old, new) {
        (Some(old), Some(new)) => {
            old == new || number(old).zip(number(new)).is_some_and(|(old, new)| old == new)
        }
        (old, new) => old == new,
    }
}
