//! Reading step by step: groups, which leave their parent's end tag alone, and content in which a
//! name stands in more than one place.

use syn::{Item, Stmt};

use super::{
    Emitter, RecordItem,
    first::{expression, wildcard},
    read::{self, levels, local, part_value},
    syntax::{ident, name, number, text},
    template::{Fill, template},
    value,
};
use crate::{
    lower::First,
    model::{Element, Field, Nillable, Occurs, Storage, Term, Times, Wildcard},
    name::Identifier,
};

template! {
    fn read_part() -> Item {
        impl rt::ReadContent for __name {
            const FIRST: rt::First = __first;

            fn read_content(cursor: &mut rt::Cursor<'_>) -> Result<Option<Self>, rt::ReadError> {
                if !cursor.begins(&Self::FIRST)? {
                    return Ok(None);
                }
                __body;
                Ok(Some(__value))
            }
        }
    }
}
template! {
    fn once() -> syn::Block {{
        cursor.expect(&__wire)?;
        let __name = __value;
    }}
}
template! {
    fn optional() -> syn::Block {{
        let __name = if cursor.next_if(&__wire)? { Some(__value) } else { None };
    }}
}
template! {
    fn unless_nil() -> syn::Block {{
        let __name = if cursor.next_if(&__wire)? { __kept } else { None };
    }}
}
template! {
    fn repeated() -> syn::Block {{
        let mut __name = Vec::new();
        while cursor.next_if(&__wire)? {
            __name.push(__value);
        }
    }}
}
template! {
    fn bounded() -> syn::Block {{
        let mut __name = Vec::new();
        while __name.len() < __most && cursor.next_if(&__wire)? {
            __name.push(__value);
        }
    }}
}
template! {
    fn optional_part() -> syn::Block {{ let __name = rt::ReadContent::read_content(cursor)?; }}
}
template! {
    fn required_part() -> syn::Block {{
        let __name = rt::ReadContent::read_content(cursor)?;
        let __name = cursor.expected(__name, __called)?;
    }}
}
template! {
    fn repeated_part() -> syn::Block {{
        let mut __name = Vec::new();
        while let Some(part) = rt::ReadContent::read_content(cursor)? {
            __name.push(part);
        }
    }}
}
template! {
    fn bounded_part() -> syn::Block {{
        let mut __name = Vec::new();
        while __name.len() < __most {
            let Some(part) = rt::ReadContent::read_content(cursor)? else { break };
            __name.push(part);
        }
    }}
}
template! { fn optional_any() -> syn::Block {{ let __name = cursor.capture_any(__wildcard)?; }} }
template! {
    fn optional_boxed_any() -> syn::Block {{
        let __name = cursor.capture_any(__wildcard)?.map(Box::new);
    }}
}
template! {
    fn required_any() -> syn::Block {{
        let __name = cursor.capture_any(__wildcard)?;
        let __name = cursor.expected(__name, "any element")?;
    }}
}
template! {
    fn repeated_any() -> syn::Block {{
        let mut __name = Vec::new();
        while let Some(element) = cursor.capture_any(__wildcard)? {
            __name.push(element);
        }
    }}
}
template! {
    fn bounded_any() -> syn::Block {{
        let mut __name = Vec::new();
        while __name.len() < __most {
            let Some(element) = cursor.capture_any(__wildcard)? else { break };
            __name.push(element);
        }
    }}
}

/// `impl ReadContent` for a group.
pub(super) fn implementation(item: &RecordItem<'_>) -> Item {
    let levels = levels(item);
    let level = levels.last().expect("a record is its own last level");
    let fields: Vec<_> = level.record.fields().iter().zip(&level.locals.content).collect();
    let first =
        expression(item.emitter, &First::of(&item.emitter.named.model, &Term::Part(item.id)));
    read_part(
        Fill::new()
            .name("__name", ident(&item.names.name))
            .expr("__first", first)
            .statements("__body", statements(item.emitter, &fields))
            .expr("__value", part_value(level)),
    )
}

/// The fields one after the other.
pub(super) fn statements(emitter: Emitter<'_>, fields: &[(&Field, &Identifier)]) -> Vec<Stmt> {
    let blocks = fields.iter().map(|(field, name)| match &field.term {
        Term::Element(element) => element_block(emitter, field, element, name),
        Term::Part(_) => part_block(field, name),
        Term::Any(any) => any_block(emitter, field, any, name),
    });
    blocks.flat_map(|block| block.stmts).collect()
}

fn element_block(
    emitter: Emitter<'_>,
    field: &Field,
    element: &Element,
    variable: &Identifier,
) -> syn::Block {
    let read = value::read(emitter, element);
    let fill = read::local(variable)
        .expr("__wire", name(emitter, &element.name))
        .expr("__value", value::in_storage(read, field.storage, emitter.kind(element)));
    if element.nillable == Nillable::AsAbsent && field.times.occurs() == Occurs::Optional {
        let read = value::read_unless_nil(emitter, element);
        let kept = value::in_optional_storage(read, field.storage, emitter.kind(element));
        return unless_nil(fill.expr("__kept", kept));
    }
    match (field.times.occurs(), most(field.times)) {
        (Occurs::Once, _) => once(fill),
        (Occurs::Optional, _) => optional(fill),
        (Occurs::Repeated, None) => repeated(fill),
        (Occurs::Repeated, Some(most)) => bounded(fill.expr("__most", number(most))),
    }
}

fn part_block(field: &Field, variable: &Identifier) -> syn::Block {
    match field.times.occurs() {
        Occurs::Once => required_part(local(variable).expr("__called", text(&field.called))),
        Occurs::Optional => optional_part(local(variable)),
        Occurs::Repeated => match most(field.times) {
            Some(most) => bounded_part(local(variable).expr("__most", number(most))),
            None => repeated_part(local(variable)),
        },
    }
}

fn any_block(
    emitter: Emitter<'_>,
    field: &Field,
    any: &Wildcard,
    variable: &Identifier,
) -> syn::Block {
    let fill = local(variable).expr("__wildcard", wildcard(emitter, any));
    match (field.times.occurs(), most(field.times)) {
        (Occurs::Once, _) => required_any(fill),
        (Occurs::Optional, _) if field.storage == Storage::Boxed => optional_boxed_any(fill),
        (Occurs::Optional, _) => optional_any(fill),
        (Occurs::Repeated, None) => repeated_any(fill),
        (Occurs::Repeated, Some(most)) => bounded_any(fill.expr("__most", number(most))),
    }
}

/// How many may stand, where that is bounded: the same name may mean something else behind them.
fn most(times: Times) -> Option<usize> {
    times.max.and_then(|max| usize::try_from(max).ok())
}
