//! Facets: a static for each simple type that has some, shared by all that are of the type.

use syn::{Expr, ExprStruct, FieldValue, Item};

use super::{
    Emitter, Place,
    docs::{code, doc},
    lines::path_text,
    syntax::{field_value, ident, number, text, word},
    template::{Fill, template},
};
use crate::model::{Builtin, Definition, Facets, Pattern, Simple, SimpleShape, TypeId, ValueType};

template! {
    fn facets_static() -> Item { pub static __name: rt::Facets = __value; }
}
template! {
    fn patterns_static() -> Item { static __name: [rt::Pattern; __count] = [__patterns]; }
}
template! { fn facets_value() -> ExprStruct { rt::Facets { __fields, ..rt::Facets::NONE } } }
template! { fn pattern_value() -> Expr { rt::Pattern::new(__regex, __written) } }
template! { fn some() -> Expr { Some(__value) } }
template! { fn reference() -> Expr { &__name } }
template! { fn slice() -> Expr { &[__elements] } }

/// The statics of a simple type's facets.
pub(super) fn items(emitter: Emitter<'_>, id: TypeId, simple: &Simple) -> Vec<Item> {
    let names = emitter.named.names(id);
    let Some(facets_names) = &names.facets else { return Vec::new() };
    let facets = &simple.facets;
    let mut fields = limits(facets);
    let mut items = Vec::new();
    if !facets.patterns.is_empty() {
        let name = ident(&facets_names.patterns);
        let value = reference(Fill::new().name("__name", name.clone()));
        fields.push(field_value(&word("patterns"), value));
        let patterns: Vec<Expr> = facets.patterns.iter().map(pattern).collect();
        let fill = Fill::new().name("__name", name).expr("__count", number(patterns.len()));
        items.push(patterns_static(fill.elements("__patterns", patterns)));
    }
    let value = Expr::Struct(facets_value(Fill::new().fields("__fields", fields)));
    let name = ident(&facets_names.facets);
    let mut item = facets_static(Fill::new().name("__name", name).expr("__value", value));
    if let Item::Static(item) = &mut item {
        let of_type = emitter.named.model.get(id);
        let line = match emitter.wire_name(id) {
            name if of_type.has_item() => format!("The facets of simple type {}.", code(name)),
            name => format!("The facets of {}.", code(name)),
        };
        item.attrs.push(doc(&line));
    }
    items.insert(0, item);
    items
}

fn pattern(pattern: &Pattern) -> Expr {
    let fill = Fill::new().expr("__regex", text(&pattern.regex));
    pattern_value(fill.expr("__written", text(&pattern.written)))
}

/// The facets that are set, patterns aside.
fn limits(facets: &Facets) -> Vec<FieldValue> {
    let counted = |value: Option<u64>| value.and_then(|value| usize::try_from(value).ok());
    let counts = [
        ("length", facets.length),
        ("min_length", facets.min_length),
        ("max_length", facets.max_length),
        ("total_digits", facets.total_digits),
        ("fraction_digits", facets.fraction_digits),
    ];
    let counts =
        counts.into_iter().filter_map(|(name, value)| Some((name, number(counted(value)?))));
    let bounds = [
        ("min_inclusive", &facets.min_inclusive),
        ("min_exclusive", &facets.min_exclusive),
        ("max_inclusive", &facets.max_inclusive),
        ("max_exclusive", &facets.max_exclusive),
    ];
    let bounds = bounds.into_iter().filter_map(|(name, value)| Some((name, text(value.as_ref()?))));
    let limits = counts
        .chain(bounds)
        .map(|(name, value)| field_value(&word(name), some(Fill::new().expr("__value", value))));
    let values = (!facets.enumeration.is_empty()).then(|| listed(&facets.enumeration));
    let values = values.map(|values| field_value(&word("enumeration"), values));
    limits.chain(values).collect()
}

fn listed(values: &[std::sync::Arc<str>]) -> Expr {
    slice(Fill::new().elements("__elements", values.iter().map(|value| text(value)).collect()))
}

template! { fn borrowed() -> Expr { &__value } }

/// Facets that allow one value only.
pub(super) fn fixed(value: &str) -> Expr {
    let fields = vec![field_value(&word("enumeration"), listed(&[value.into()]))];
    let value = Expr::Struct(facets_value(Fill::new().fields("__fields", fields)));
    borrowed(Fill::new().expr("__value", value))
}

/// What a value has to be checked against: the paths of statics.
pub(super) struct Checks {
    /// The facets of the value itself.
    pub(super) own: Option<String>,
    /// The facets of a list's items.
    pub(super) items: Option<String>,
}

/// The facets of a simple type, as seen from a place.
pub(super) fn checks(emitter: Emitter<'_>, value: ValueType, from: Place) -> Checks {
    if emitter.named.model.is_external(value) {
        return Checks { own: None, items: None };
    }
    match value {
        ValueType::Builtin(builtin) => {
            let own = runtime_facets(builtin).map(|name| format!("rt::facets::{name}"));
            Checks { own, items: None }
        }
        ValueType::Defined(id) => match &emitter.named.model.get(id).definition {
            Definition::Simple(simple) => {
                let names = emitter.named.names(id).facets.as_ref();
                let own = names.map(|names| path_text(&emitter.item_path(&names.facets, id, from)));
                let inner = || match simple.shape {
                    // A union's members are checked under any name.
                    SimpleShape::Of(base) => checks(emitter, base, from).own,
                    SimpleShape::AsWritten(_) | SimpleShape::List(_) => None,
                };
                let own = own.or_else(inner);
                Checks { own, items: items_of(emitter, simple.shape, from) }
            }
            Definition::Union(union) => {
                let mut members = union.members.iter();
                let checked = members.any(|one| checks(emitter, one.value, from).own.is_some());
                Checks { own: checked.then(|| "rt::Facets::NONE".to_owned()), items: None }
            }
            _ => Checks { own: None, items: None },
        },
    }
}

/// The facets of the items, where a simple type is a list or restricts one.
fn items_of(emitter: Emitter<'_>, shape: SimpleShape, from: Place) -> Option<String> {
    match shape {
        SimpleShape::List(item) => checks(emitter, item, from).own,
        SimpleShape::Of(base) | SimpleShape::AsWritten(base) => checks(emitter, base, from).items,
    }
}

/// The static of the runtime for a built-in type that Rust's type is wider than.
fn runtime_facets(builtin: Builtin) -> Option<&'static str> {
    match builtin {
        Builtin::PositiveInteger => Some("POSITIVE_INTEGER"),
        Builtin::NonNegativeInteger => Some("NON_NEGATIVE_INTEGER"),
        Builtin::NonPositiveInteger => Some("NON_POSITIVE_INTEGER"),
        Builtin::NegativeInteger => Some("NEGATIVE_INTEGER"),
        Builtin::NmTokens | Builtin::IdRefs | Builtin::Entities => Some("NAMES"),
        Builtin::Language => Some("LANGUAGE"),
        Builtin::Name => Some("NAME"),
        Builtin::NcName | Builtin::Id | Builtin::IdRef | Builtin::Entity => Some("NCNAME"),
        Builtin::NmToken => Some("NMTOKEN"),
        _ => None,
    }
}
