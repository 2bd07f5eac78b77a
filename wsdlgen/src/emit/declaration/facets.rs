//! Facets: a static for each simple type with facets, shared by all values of the type.

use wsdlgen_runtime::validate::ExplicitTimezone;

use crate::{
    emit::{
        Emitter, ItemLocation,
        text::{
            docs::code,
            lines::{Lines, path_text, quoted},
        },
    },
    model::{Builtin, Definition, Facets, Simple, SimpleShape, TypeId, ValueType},
};

/// Declares a static with the facets of a simple type, if it has any.
pub(crate) fn declare(emitter: Emitter<'_>, id: TypeId, simple: &Simple) -> Option<String> {
    let name = emitter.named.names(id).facets.as_ref()?;
    let of_type = match emitter.wire_name(id) {
        name if emitter.named.model.get(id).has_item() => format!("simple type {}", code(name)),
        name => code(name),
    };
    let mut lines = Lines::default();
    lines.docs(&[format!("The facets of {of_type}.")]);
    lines.open(format_args!("pub static {name}: rt::Facets = rt::Facets {{"));
    members(&simple.facets, &mut lines);
    lines.line("..rt::Facets::NONE");
    lines.close("};");
    Some(lines.finish())
}

/// Adds the facets that are set.
fn members(facets: &Facets, lines: &mut Lines) {
    let counts = [
        ("length", facets.length),
        ("min_length", facets.min_length),
        ("max_length", facets.max_length),
        ("total_digits", facets.total_digits),
        ("fraction_digits", facets.fraction_digits),
    ];
    for (name, count) in counts {
        if let Some(count) = count.filter(|count| usize::try_from(*count).is_ok()) {
            lines.line(format_args!("{name}: Some({count}),"));
        }
    }
    let bounds = [
        ("min_inclusive", &facets.min_inclusive),
        ("min_exclusive", &facets.min_exclusive),
        ("max_inclusive", &facets.max_inclusive),
        ("max_exclusive", &facets.max_exclusive),
    ];
    for (name, bound) in bounds {
        if let Some(bound) = bound {
            lines.line(format_args!("{name}: Some({}),", quoted(bound)));
        }
    }
    if let Some(rule) = facets.explicit_timezone {
        let rule = match rule {
            ExplicitTimezone::Required => "Required",
            ExplicitTimezone::Prohibited => "Prohibited",
        };
        lines.line(format_args!("explicit_timezone: Some(rt::ExplicitTimezone::{rule}),"));
    }
    let values = facets.enumeration.iter().map(|value| quoted(value));
    lines.list("enumeration: &[", values.collect(), "],");
    let patterns = facets.patterns.iter().map(|pattern| {
        let (regex, written) = (quoted(&pattern.regex), quoted(&pattern.written));
        format!("{regex} => {written}")
    });
    lines.list("patterns: rt::patterns![", patterns.collect(), "],");
}

/// The facets that a value is checked against, as paths of statics.
pub(crate) struct Checks {
    /// The facets of the value itself.
    pub(crate) own: Option<String>,
    /// The facets of a list's items.
    pub(crate) items: Option<String>,
}

/// Returns the facets of a simple type, as seen from a location.
pub(crate) fn checks(emitter: Emitter<'_>, value: ValueType, from: ItemLocation) -> Checks {
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
                let own = names.map(|name| path_text(&emitter.item_path(name, id, from)));
                let inner = || match simple.shape {
                    // A union checks its members under any alias.
                    SimpleShape::Of(base) => checks(emitter, base, from).own,
                    SimpleShape::AsWritten(_) | SimpleShape::Uuid(_) | SimpleShape::List(_) => None,
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

/// Returns the facets of the items if a simple type is a list or restricts one.
fn items_of(emitter: Emitter<'_>, shape: SimpleShape, from: ItemLocation) -> Option<String> {
    match shape {
        SimpleShape::List(item) => checks(emitter, item, from).own,
        SimpleShape::Of(base) | SimpleShape::AsWritten(base) | SimpleShape::Uuid(base) => {
            checks(emitter, base, from).items
        }
    }
}

/// Returns the runtime's static for a built-in type that allows fewer values than its Rust type.
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
