//! Reading records of which nothing is required: a value of nothing is filled in place.

use syn::{Expr, Stmt};

use super::{
    Emitter, RecordItem,
    kind::Kind,
    read::{Level, assign, fill_slot, new_record, new_set, slot_loop, slot_statics, take_any},
    syntax::{field_value, ident, variable, word},
    template::{Fill, template},
    value::{self, call},
};
use crate::{
    model::{Field, Nillable, Occurs, Order, Term},
    name::Identifier,
};

template! { fn let_default() -> syn::Block {{ let mut value = Self::default(); }} }
template! {
    fn let_default_with() -> syn::Block {{ let mut value = Self { __fields, ..Self::default() }; }}
}
template! { fn field_of() -> Expr { __place.__field } }

/// What reads the levels of a record into `value`.
pub(super) fn statements(item: &RecordItem<'_>, levels: &[Level<'_>], order: Order) -> Vec<Stmt> {
    let emitter = item.emitter;
    let places = places(levels);
    let mut body = slot_statics(
        item,
        &levels
            .iter()
            .flat_map(|level| level.record.fields().iter().zip(&level.names.members.content))
            .collect::<Vec<_>>(),
    );
    body.extend(default_attributes(emitter, levels, &places));
    let record = if order == Order::All { new_set } else { new_record };
    body.extend(record(Fill::new()).stmts);
    let arms = levels.iter().zip(&places).flat_map(|(level, place)| {
        let fields = level.record.fields().iter().zip(&level.names.members.content);
        fields.map(|(field, name)| fill_field(emitter, field, within(place, name)))
    });
    body.push(Stmt::Expr(slot_loop(arms.collect()), None));
    body
}

/// A value of nothing but attributes: those with names before any others, whoever has them.
fn default_attributes(emitter: Emitter<'_>, levels: &[Level<'_>], places: &[Expr]) -> Vec<Stmt> {
    let (own, bases) = levels.split_last().expect("a record is its own last level");
    let named = |level: &Level<'_>| {
        let names = level.names.members.attributes.clone();
        let taken = level.record.attributes.iter().map(|one| value::take(emitter, one));
        names.into_iter().zip(taken.collect::<Vec<_>>())
    };
    let open = |level: &Level<'_>| {
        let name = level.names.members.any_attributes.clone();
        let taken = level.record.any_attribute.as_ref().map(|one| take_any(emitter, one));
        name.into_iter().zip(taken)
    };
    let others = bases
        .iter()
        .any(|base| !base.record.attributes.is_empty() || base.record.any_attribute.is_some());
    // What takes any attribute waits for the bases to have taken theirs.
    let (at_once, last): (Vec<_>, Vec<_>) = if others {
        (named(own).collect(), open(own).collect())
    } else {
        (named(own).chain(open(own)).collect(), Vec::new())
    };
    let fields: Vec<_> =
        at_once.into_iter().map(|(name, taken)| field_value(&ident(&name), taken)).collect();
    let mut body = if fields.is_empty() {
        let_default(Fill::new()).stmts
    } else {
        let_default_with(Fill::new().fields("__fields", fields)).stmts
    };
    let set = |place: &Expr, (name, taken): (Identifier, Expr)| {
        call(assign(within(place, &name).expr("__value", taken)))
    };
    for (level, place) in bases.iter().zip(places) {
        body.extend(named(level).map(|one| set(place, one)));
    }
    for (level, place) in bases.iter().zip(places) {
        body.extend(open(level).map(|one| set(place, one)));
    }
    body.extend(last.into_iter().map(|one| set(&variable(word("value")), one)));
    body
}

/// The values of the levels, as seen from the innermost, which is in `value`.
fn places(levels: &[Level<'_>]) -> Vec<Expr> {
    let mut place = variable(word("value"));
    let mut places = Vec::new();
    for level in levels.iter().rev() {
        places.push(place.clone());
        if let Some(base) = &level.names.members.base {
            place = field_of(Fill::new().expr("__place", place).name("__field", ident(base)));
        }
    }
    places.reverse();
    places
}

/// To fill a template with the place of a field.
fn within(place: &Expr, name: &Identifier) -> Fill {
    let field = Fill::new().expr("__place", place.clone()).name("__field", ident(name));
    Fill::new().expr("__place", field_of(field))
}

/// What is done when the slot of a field is found that starts out as nothing.
fn fill_field(emitter: Emitter<'_>, field: &Field, fill: Fill) -> Expr {
    match &field.term {
        Term::Element(element)
            if element.nillable == Nillable::Yes && field.times.occurs() == Occurs::Optional =>
        {
            let read = value::read_optional(emitter, element);
            let read = value::in_storage(read, field.storage, Kind::Complex);
            assign(fill.expr("__value", read))
        }
        _ => fill_slot(emitter, field, fill),
    }
}
