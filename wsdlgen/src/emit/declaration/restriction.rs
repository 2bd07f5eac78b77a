//! Restrictions: conversions to the restricted type (XML Schema part 1 §3.4.2).
//!
//! Every valid value of a restriction is also a valid value of its base.

use quote::{ToTokens, quote};
use syn::{Expr, FieldValue, Item, Type, parse_quote};

use crate::{
    emit::{
        ItemLocation, RecordItem,
        text::paths::{ident, option_of},
    },
    model::{
        Attribute, Content, Field, Nillable, Occurs, Presence, Record, Storage, Term, TypeId,
        ValueType,
    },
    name::{Identifier, TypeNames},
};

/// Returns `impl From<Restriction> for Base` if every member of the restriction has a counterpart in
/// the base.
pub(crate) fn conversion(item: &RecordItem<'_>) -> Option<Item> {
    let base = item.record.restricts?;
    let model = &item.emitter.named.model;
    let restricted = RecordItem {
        emitter: item.emitter,
        id: base,
        record: model.record(base)?,
        names: item.emitter.named.names(base),
    };
    // A record with a single member converts from it already.
    let is_member = |field: &Field| {
        field.term.element().is_some_and(|element| element.value == ValueType::Defined(item.id))
    };
    if restricted.record.fields().iter().any(is_member) {
        return None;
    }
    let mut inner = None;
    let mut taken = 0;
    let levels = levels(&restricted);
    for (depth, level) in levels.iter().enumerate() {
        let target = Target { item, record: level.record, names: level.names };
        let mut values = Vec::new();
        if let (Some(name), Some(value)) = (&level.names.members.base, inner.take()) {
            values.push(field_value(name, &value));
        }
        values.extend(target.values(&mut taken)?);
        let is_last = depth + 1 == levels.len();
        let path = (!is_last).then(|| item.emitter.path_of(level.names, item.place()));
        inner = Some(struct_of(path, &values));
    }
    // Members without a counterpart in the base would be lost.
    (taken == item.record.members()).then(|| {
        let of = |id: TypeId| item.emitter.type_at(id, item.place());
        let (restriction, base) = (of(item.id), of(base));
        let value = inner.expect("the last level is the record itself");
        let parameter = if taken == 0 { quote!(_) } else { quote!(value) };
        parse_quote! {
            impl From<#restriction> for #base {
                fn from(#parameter: #restriction) -> Self {
                    #value
                }
            }
        }
    })
}

/// The restricted record, or one that it extends.
struct Target<'a> {
    item: &'a RecordItem<'a>,
    record: &'a Record,
    names: &'a TypeNames,
}

impl Target<'_> {
    /// Returns the values of the record's own members, or `None` if one cannot be determined.
    ///
    /// Adds the number of members taken from the restriction to `taken`.
    fn values(&self, taken: &mut usize) -> Option<Vec<FieldValue>> {
        let mut values = Vec::new();
        let mut add = |name: &Identifier, (value, is_taken): (Expr, bool)| {
            *taken += usize::from(is_taken);
            values.push(field_value(name, &value));
        };
        let members = &self.names.members;
        match &self.record.content {
            Content::Fields(fields, _) => {
                for (field, name) in fields.iter().zip(&members.content) {
                    add(name, self.field(field)?);
                }
            }
            Content::Array(_) => return None,
            Content::Value(_) | Content::Mixed(_) => {
                add(members.content.first()?, (self.content()?, true));
            }
        }
        for (attribute, name) in self.record.attributes.iter().zip(&members.attributes) {
            add(name, self.attribute(attribute)?);
        }
        if let Some(name) = &members.any_attributes {
            add(name, self.any_attributes());
        }
        Some(values)
    }

    /// Returns the value of a field, and whether it comes from a field of the restriction.
    fn field(&self, target: &Field) -> Option<(Expr, bool)> {
        let is_same = |field: &Field| is_counterpart(field, target);
        let Some((source, name)) = fields(self.item).find(|(field, _)| is_same(field)) else {
            return left_out(target).map(|value| (value, false));
        };
        // Of several fields with one element, each may be the counterpart.
        let is_only = self.record.fields().iter().filter(|field| is_same(field)).count() == 1;
        if !is_only || fields(self.item).filter(|(field, _)| is_same(field)).count() > 1 {
            return None;
        }
        let alike = source.storage == target.storage
            && is_nillable(source) == is_nillable(target)
            && self.item_type(source) == self.item_type(target);
        let value = taken(name);
        let value = match (source.times.occurs(), target.times.occurs()) {
            _ if !alike => return None,
            (one, other) if one == other => value,
            (Occurs::Once, Occurs::Optional) if is_nillable(target) => {
                parse_quote!(Some(#value).into())
            }
            (Occurs::Once, Occurs::Optional) => parse_quote!(Some(#value)),
            (Occurs::Once, Occurs::Repeated) => parse_quote!(Vec::from([#value])),
            (Occurs::Optional, Occurs::Repeated) if !is_nillable(target) => {
                parse_quote!(#value.into_iter().collect())
            }
            _ => return None,
        };
        Some((value, true))
    }

    /// Returns the type of a field's items as text. Types with the same text are identical.
    fn item_type(&self, field: &Field) -> String {
        let once =
            Field { times: crate::model::Times::ONCE, storage: Storage::Inline, ..field.clone() };
        shown(&self.item.emitter.field_type(&once, self.place()))
    }

    fn place(&self) -> ItemLocation {
        self.item.place()
    }

    /// Returns the simple or mixed content if it has the same type in both records.
    fn content(&self) -> Option<Expr> {
        let is_same = match (&self.item.record.content, &self.record.content) {
            (Content::Value(one), Content::Value(other)) => {
                let of = |value| shown(&self.item.emitter.value_type(value, self.place()));
                of(*one) == of(*other)
            }
            (Content::Mixed(one), Content::Mixed(other)) => one == other,
            _ => false,
        };
        is_same.then(|| taken(&self.item.names.members.content[0]))
    }

    fn attribute(&self, target: &Attribute) -> Option<(Expr, bool)> {
        let mut sources = attributes(self.item);
        let Some((source, name)) = sources.find(|(one, _)| one.name == target.name) else {
            let is_optional = target.presence == Presence::Optional;
            return is_optional.then(|| (parse_quote!(None), false));
        };
        let of = |one: &Attribute| {
            let ty = self.item.emitter.value_type(one.value, self.place());
            shown(&option_of(ty))
        };
        let value = match (source.presence, target.presence) {
            _ if of(source) != of(target) => return None,
            (one, other) if one == other => taken(name),
            (Presence::Required, Presence::Optional) => {
                let value = taken(name);
                parse_quote!(Some(#value))
            }
            _ => return None,
        };
        Some((value, true))
    }

    fn any_attributes(&self) -> (Expr, bool) {
        match &self.item.names.members.any_attributes {
            Some(name) => (taken(name), true),
            None => (parse_quote!(Vec::new()), false),
        }
    }
}

fn is_counterpart(one: &Field, other: &Field) -> bool {
    match (&one.term, &other.term) {
        (Term::Element(one), Term::Element(other)) => one.name == other.name,
        (Term::Any(_), Term::Any(_)) => true,
        (Term::Part(one), Term::Part(other)) => one == other,
        _ => false,
    }
}

/// Returns the value of a field that the restriction omits.
fn left_out(target: &Field) -> Option<Expr> {
    match target.times.occurs() {
        Occurs::Once => None,
        Occurs::Optional if is_nillable(target) => Some(parse_quote!(rt::Optional::Absent)),
        Occurs::Optional => Some(parse_quote!(None)),
        Occurs::Repeated => Some(parse_quote!(Vec::new())),
    }
}

fn is_nillable(field: &Field) -> bool {
    matches!(&field.term, Term::Element(one) if one.nillable == Nillable::Yes)
}

fn taken(name: &Identifier) -> Expr {
    let name = ident(name);
    parse_quote!(value.#name)
}

fn shown(ty: &Type) -> String {
    ty.to_token_stream().to_string()
}

fn struct_of(path: Option<syn::Path>, values: &[FieldValue]) -> Expr {
    match path {
        None => parse_quote!(Self { #(#values),* }),
        Some(path) => parse_quote!(#path { #(#values),* }),
    }
}

/// Returns `name: value`.
fn field_value(name: &Identifier, value: &Expr) -> FieldValue {
    let name = ident(name);
    parse_quote!(#name: #value)
}

/// A record in a chain of extensions.
struct Level<'a> {
    record: &'a Record,
    names: &'a TypeNames,
}

/// Returns a record and those that it extends, outermost base first.
fn levels<'a>(item: &RecordItem<'a>) -> Vec<Level<'a>> {
    let model = &item.emitter.named.model;
    let mut levels = vec![Level { record: item.record, names: item.names }];
    let mut base = item.record.base;
    while let Some(id) = base {
        let Some(record) = model.record(id) else { break };
        levels.push(Level { record, names: item.emitter.named.names(id) });
        base = record.base;
    }
    levels.reverse();
    levels
}

fn attributes<'a>(item: &RecordItem<'a>) -> impl Iterator<Item = (&'a Attribute, &'a Identifier)> {
    item.record.attributes.iter().zip(&item.names.members.attributes)
}

fn fields<'a>(item: &RecordItem<'a>) -> impl Iterator<Item = (&'a Field, &'a Identifier)> {
    item.record.fields().iter().zip(&item.names.members.content)
}
