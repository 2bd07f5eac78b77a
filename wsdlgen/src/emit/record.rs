//! Records: a struct, what makes one, and what reads and writes it.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{
    AttrStyle, Attribute, Fields, FieldsNamed, Item, ItemImpl, ItemStruct, MacroDelimiter, Meta,
    MetaList, punctuated::Punctuated, token,
};

use super::{
    RecordItem, debug,
    docs::{code, doc, docs},
    read,
    syntax::{field, field_value, ident, variable, word},
    template::{Fill, template},
    write,
};
use crate::{
    model::{Field, Occurs, Origin, Shown},
    name::Identifier,
};

/// How many required fields `new` takes: more would be hard to tell apart in a call.
const NEW_TAKES: usize = 4;

pub(super) fn items(item: &RecordItem<'_>) -> Vec<Item> {
    let mut items = vec![structure(item)];
    items.extend(constructor(item));
    items.extend(debug::implementation(item));
    items.push(read::implementation(item));
    items.push(write::implementation(item));
    items
}

template! { fn declaration() -> ItemStruct { pub struct __name {} } }

fn structure(item: &RecordItem<'_>) -> Item {
    let mut declared = declaration(Fill::new().name("__name", ident(&item.names.name)));
    let of_type = item.emitter.named.model.get(item.id);
    declared.attrs = docs(&of_type.documentation, &wire(item));
    declared.attrs.push(derives(item));
    declared.fields = Fields::Named(FieldsNamed {
        brace_token: token::Brace::default(),
        named: struct_fields(item).into_iter().collect(),
    });
    Item::Struct(declared)
}

/// `#[derive(…)]`: `Debug` where there is nothing to hide, `Default` where nothing is required.
fn derives(item: &RecordItem<'_>) -> Attribute {
    let redacted = item.record.fields.iter().any(|field| field.shown == Shown::Redacted);
    let optional = item.record.required().next().is_none();
    let traits =
        [("Clone", true), ("Debug", !redacted), ("Default", optional), ("PartialEq", true)];
    let traits = traits.into_iter().filter(|(_, derived)| *derived).map(|(name, _)| word(name));
    let mut list = Punctuated::<Ident, token::Comma>::new();
    list.extend(traits);
    Attribute {
        pound_token: token::Pound::default(),
        style: AttrStyle::Outer,
        bracket_token: token::Bracket::default(),
        meta: Meta::List(MetaList {
            path: word("derive").into(),
            delimiter: MacroDelimiter::Paren(token::Paren::default()),
            tokens: list.into_token_stream(),
        }),
    }
}

/// What a type is called in the contract.
fn wire(item: &RecordItem<'_>) -> String {
    match &item.emitter.named.model.get(item.id).origin {
        Origin::Named(name) => format!("Complex type {}.", code(&name.local)),
        Origin::Element(name) => format!("Element {}.", code(&name.local)),
        Origin::Inner(_, name) => format!("The type of element {}.", code(&name.local)),
    }
}

fn struct_fields(item: &RecordItem<'_>) -> Vec<syn::Field> {
    let mut fields: Vec<_> = members(item)
        .map(|(member, name)| {
            let wire = format!("Element {}.", code(&member.name.local));
            let ty = item.emitter.field_type(member, item.place());
            field(docs(&member.documentation, &wire), ident(name), ty)
        })
        .collect();
    if let Some(name) = any_attributes(item) {
        let attrs = vec![doc("Attributes of any other name.")];
        fields.push(field(attrs, ident(name), any_attribute_vector(Fill::new())));
    }
    fields
}

template! { fn any_attribute_vector() -> syn::Type { Vec<rt::AnyAttribute> } }

/// The fields with their names.
pub(super) fn members<'a>(
    item: &RecordItem<'a>,
) -> impl Iterator<Item = (&'a Field, &'a Identifier)> {
    item.record.fields.iter().zip(&item.names.members)
}

/// The name of the field that keeps attributes of any name, which follows the elements'.
pub(super) fn any_attributes<'a>(item: &RecordItem<'a>) -> Option<&'a Identifier> {
    item.names.members.get(item.record.fields.len())
}

template! {
    fn new() -> ItemImpl {
        impl __name {
            pub fn new() -> Self {
                Self { __fields }
            }
        }
    }
}
template! { fn none() -> syn::Expr { None } }
template! { fn empty() -> syn::Expr { Vec::new() } }

/// `new`, from the required fields, where there are some but not too many.
fn constructor(item: &RecordItem<'_>) -> Option<Item> {
    let required = item.record.required().count();
    if required == 0 || required > NEW_TAKES {
        return None;
    }
    let mut values: Vec<_> = members(item)
        .map(|(member, name)| {
            let name = ident(name);
            let value = match member.occurs {
                Occurs::Once => variable(name.clone()),
                Occurs::Optional => none(Fill::new()),
                Occurs::Repeated => empty(Fill::new()),
            };
            field_value(&name, value)
        })
        .collect();
    values.extend(any_attributes(item).map(|name| field_value(&ident(name), empty(Fill::new()))));
    let fill = Fill::new().name("__name", ident(&item.names.name)).fields("__fields", values);
    let mut implementation = new(fill);
    if let Some(syn::ImplItem::Fn(function)) = implementation.items.first_mut() {
        function.attrs.push(doc("A value of what is required; the rest is absent."));
        for (member, name) in members(item).filter(|(member, _)| member.occurs == Occurs::Once) {
            let ty = item.emitter.field_type(member, item.place());
            function.sig.inputs.push(argument(&ident(name), ty));
        }
    }
    Some(Item::Impl(implementation))
}

/// `name: ty` in a signature.
pub(super) fn argument(name: &Ident, ty: syn::Type) -> syn::FnArg {
    let pat = syn::Pat::Ident(syn::PatIdent {
        attrs: Vec::new(),
        by_ref: None,
        mutability: None,
        ident: name.clone(),
        subpat: None,
    });
    syn::FnArg::Typed(syn::PatType {
        attrs: Vec::new(),
        pat: Box::new(pat),
        colon_token: token::Colon::default(),
        ty: Box::new(ty),
    })
}
