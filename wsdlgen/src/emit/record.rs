//! Records: a struct, what makes one, and what reads and writes it.

use proc_macro2::Ident;
use syn::{Fields, FieldsNamed, Item, ItemImpl, ItemStruct, token};

use super::{
    RecordItem, base, constants, debug, descent,
    docs::{code, doc, docs},
    read, restriction,
    syntax::{derive, field, field_value, ident, variable, word},
    template::{Fill, template},
    validate, write,
};
use crate::{
    model::{
        Attribute, Constraint, Content, Definition, Field, Nillable, Occurs, Presence, Record,
        Role, Shown, Term,
    },
    name::Identifier,
};

pub(super) fn items(item: &RecordItem<'_>) -> Vec<Item> {
    let mut items = vec![structure(item)];
    items.extend(constructors(item));
    items.extend(array_conversion(item));
    items.extend(constants::items(item));
    items.extend(debug::implementation(item));
    items.extend(base::items(item));
    match item.record.role {
        Role::Element => items.push(read::implementation(item)),
        Role::Part => items.push(descent::implementation(item)),
    }
    items.push(write::implementation(item));
    items.extend(validate::of_record(item));
    items.extend(restriction::conversion(item));
    items
}

template! { fn declaration() -> ItemStruct { pub struct __name {} } }

fn structure(item: &RecordItem<'_>) -> Item {
    let mut declared = declaration(Fill::new().name("__name", ident(&item.names.name)));
    let of_type = item.emitter.named.model.get(item.id);
    let mut wire = super::docs::origin(of_type);
    if item.record.is_abstract {
        wire.push_str(" Abstract: elements have one of the types that extend it.");
    }
    declared.attrs = docs(&of_type.documentation, &wire);
    let traits = [
        ("Clone", true),
        ("Debug", !has_secrets(item.record)),
        ("Default", item.emitter.named.model.has_default(item.record)),
        ("PartialEq", true),
    ];
    let traits = traits.into_iter().filter(|(_, derived)| *derived).map(|(name, _)| name);
    declared.attrs.push(derive(traits));
    item.emitter.customize(item.id, &mut declared.attrs);
    declared.fields = Fields::Named(FieldsNamed {
        brace_token: token::Brace::default(),
        named: struct_fields(item).into_iter().collect(),
    });
    Item::Struct(declared)
}

/// Whether something in the record must not be shown.
pub(super) fn has_secrets(record: &Record) -> bool {
    let mut fields = record.fields().iter().map(|field| field.shown);
    let mut attributes = record.attributes.iter().map(|attribute| attribute.shown);
    fields.any(|shown| shown == Shown::Redacted) || attributes.any(|shown| shown == Shown::Redacted)
}

/// A member of a struct: what it is called, what it is, and what it starts as.
struct Member {
    name: Ident,
    attrs: Vec<syn::Attribute>,
    of_type: syn::Type,
    start: Start,
}

/// The value of a member of which nothing is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    Given,
    None,
    Empty,
    Absent,
    Default,
}

/// The members in the order that schemas have them in: base, content, attributes.
fn struct_members(item: &RecordItem<'_>) -> Vec<Member> {
    let mut members = Vec::new();
    let RecordItem { emitter, record, names, .. } = item;
    let model = &emitter.named.model;
    if let (Some(base), Some(name)) = (record.base, &names.members.base) {
        let default = match &model.get(base).definition {
            Definition::Record(base) => model.has_default(base),
            _ => false,
        };
        members.push(Member {
            name: ident(name),
            attrs: [vec![doc("What the type extends.")], emitter.serde_flat()].concat(),
            of_type: emitter.type_at(base, item.place()),
            start: if default { Start::Default } else { Start::Given },
        });
    }
    members.extend(content_members(item));
    for (attribute, name) in attributes(item) {
        let wire = format!("Attribute {}.", code(&attribute.name.local));
        let start = match attribute.presence {
            Presence::Required => Start::Given,
            Presence::Optional => Start::None,
        };
        let wire = wire + &constraint_note(attribute.constraint.as_ref());
        let mut attrs = docs(&attribute.documentation, &wire);
        let elements = record.fields().iter().map(|field| &*field.called);
        attrs.extend(emitter.serde_name(&attribute.name.local, name, elements));
        attrs.extend(emitter.serde_attribute(attribute.presence));
        attrs.extend(emitter.custom_attributes(item.id, &format!("@{}", attribute.name.local)));
        let of_type = emitter.attribute_type(attribute, item.place());
        members.push(Member { name: ident(name), attrs, of_type, start });
    }
    if let (Some(name), Some(wildcard)) = (&names.members.any_attributes, &record.any_attribute) {
        let mut attrs = docs(&wildcard.documentation, "Attributes of any other name.");
        attrs.extend(emitter.serde_list());
        let of_type = any_attribute_vector(Fill::new());
        members.push(Member { name: ident(name), attrs, of_type, start: Start::Empty });
    }
    members
}

fn content_members(item: &RecordItem<'_>) -> Vec<Member> {
    let RecordItem { emitter, record, .. } = item;
    let name = |index: usize| ident(&item.names.members.content[index]);
    match &record.content {
        Content::Value(value) => vec![Member {
            name: name(0),
            attrs: vec![doc("The text.")],
            of_type: emitter.value_type(*value, item.place()),
            start: Start::Given,
        }],
        Content::Mixed(items) => vec![Member {
            name: name(0),
            attrs: vec![doc("Text and elements in their order.")],
            of_type: vector_of(Fill::new().ty("__inner", emitter.type_at(*items, item.place()))),
            start: Start::Empty,
        }],
        Content::Array(one) => vec![Member {
            name: name(0),
            attrs: vec![doc("The items.")],
            of_type: array_of(Fill::new().ty("__inner", emitter.element_type(one, item.place()))),
            start: Start::Default,
        }],
        Content::Fields(fields, _) => {
            let members = fields.iter().enumerate().map(|(index, field)| Member {
                name: name(index),
                attrs: [
                    docs(&field.documentation, &wire(field)),
                    field_name(*emitter, fields, index, &item.names.members.content[index]),
                    emitter.serde_field(field),
                    emitter.custom_attributes(item.id, &field.called),
                ]
                .concat(),
                of_type: emitter.field_type(field, item.place()),
                start: start(field),
            });
            members.collect()
        }
    }
}

/// What serde calls a field; one for a part is called as in Rust.
fn field_name(
    emitter: super::Emitter<'_>,
    fields: &[Field],
    index: usize,
    name: &Identifier,
) -> Vec<syn::Attribute> {
    let field = &fields[index];
    match &field.term {
        Term::Element(element) => {
            let earlier = fields[..index].iter().map(|field| &*field.called);
            emitter.serde_name(&element.name.local, name, earlier)
        }
        Term::Part(_) | Term::Any(_) => Vec::new(),
    }
}

/// What a field is on the wire.
fn wire(field: &Field) -> String {
    match &field.term {
        Term::Element(element) => {
            let note = constraint_note(element.constraint.as_ref());
            format!("Element {}.{note}", code(&element.name.local))
        }
        Term::Part(_) => "One of several elements, or a group of them.".to_owned(),
        Term::Any(_) => "Elements of any name.".to_owned(),
    }
}

/// What documentation says of a default or fixed value.
pub(super) fn constraint_note(constraint: Option<&Constraint>) -> String {
    let Some(constraint) = constraint else { return String::new() };
    let word = if constraint.is_fixed() { "Always" } else { "Default:" };
    format!(" {word} {}.", code(&constraint.text))
}

fn start(field: &Field) -> Start {
    let nillable = matches!(&field.term, Term::Element(one) if one.nillable == Nillable::Yes);
    match field.times.occurs() {
        Occurs::Once => Start::Given,
        Occurs::Optional if nillable => Start::Absent,
        Occurs::Optional => Start::None,
        Occurs::Repeated => Start::Empty,
    }
}

fn struct_fields(item: &RecordItem<'_>) -> Vec<syn::Field> {
    let members = struct_members(item).into_iter();
    members.map(|member| field(member.attrs, member.name, member.of_type)).collect()
}

template! { fn any_attribute_vector() -> syn::Type { Vec<rt::AnyAttribute> } }
template! { fn array_of() -> syn::Type { rt::Array<__inner> } }
template! { fn vector_of() -> syn::Type { Vec<__inner> } }

/// The attributes with their names.
pub(super) fn attributes<'a>(
    item: &RecordItem<'a>,
) -> impl Iterator<Item = (&'a Attribute, &'a Identifier)> {
    item.record.attributes.iter().zip(&item.names.members.attributes)
}

/// The fields of the content with their names.
pub(super) fn fields<'a>(
    item: &RecordItem<'a>,
) -> impl Iterator<Item = (&'a Field, &'a Identifier)> {
    item.record.fields().iter().zip(&item.names.members.content)
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
template! {
    fn from_required() -> Item {
        impl From<__required> for __name {
            fn from(required: __required) -> Self {
                Self { __fields }
            }
        }
    }
}
template! { fn given() -> syn::Expr { required.__field } }
template! { fn none() -> syn::Expr { None } }
template! { fn empty() -> syn::Expr { Vec::new() } }
template! { fn absent() -> syn::Expr { rt::Optional::Absent } }
template! { fn default() -> syn::Expr { __function() } }

template! {
    fn from_items() -> Item {
        impl From<Vec<__inner>> for __name {
            fn from(items: Vec<__inner>) -> Self {
                Self { __field: items.into() }
            }
        }
    }
}

/// What makes an array of its items.
fn array_conversion(item: &RecordItem<'_>) -> Option<Item> {
    let Content::Array(one) = &item.record.content else { return None };
    let fill = Fill::new()
        .name("__name", ident(&item.names.name))
        .name("__field", ident(&item.names.members.content[0]))
        .ty("__inner", item.emitter.element_type(one, item.place()));
    Some(from_items(fill))
}

/// `new`, from the required fields, or a struct of them where they are too many for a call.
fn constructors(item: &RecordItem<'_>) -> Vec<Item> {
    let members = struct_members(item);
    if let Some(name) = &item.names.required {
        return required_struct(item, ident(name), members);
    }
    let required = members.iter().filter(|member| member.start == Start::Given).count();
    if required == 0 || required > crate::model::NEW_TAKES {
        return Vec::new();
    }
    let values = members.iter().map(|member| {
        field_value(&member.name, start_value(member, || variable(member.name.clone())))
    });
    let fill =
        Fill::new().name("__name", ident(&item.names.name)).fields("__fields", values.collect());
    let mut implementation = new(fill);
    if let Some(syn::ImplItem::Fn(function)) = implementation.items.first_mut() {
        function.attrs.push(doc("A value of what is required; the rest is absent."));
        for member in members.into_iter().filter(|member| member.start == Start::Given) {
            function.sig.inputs.push(argument(&member.name, member.of_type));
        }
    }
    vec![Item::Impl(implementation)]
}

/// A struct of the required fields, and what makes a whole value of it.
fn required_struct(item: &RecordItem<'_>, name: Ident, members: Vec<Member>) -> Vec<Item> {
    let whole = ident(&item.names.name);
    let values = members.iter().map(|member| {
        let given = || given(Fill::new().name("__field", member.name.clone()));
        field_value(&member.name, start_value(member, given))
    });
    let fill = Fill::new().name("__name", whole.clone()).name("__required", name.clone());
    let conversion = from_required(fill.fields("__fields", values.collect()));
    let mut declared = declaration(Fill::new().name("__name", name));
    let line = format!("What a [`{whole}`] cannot be without: the rest of one is absent.");
    // It shows no secret: it is not shown at all.
    let traits: &[&str] = if has_secrets(item.record) {
        &["Clone", "PartialEq"]
    } else {
        &["Clone", "Debug", "PartialEq"]
    };
    declared.attrs = vec![doc(&line), derive(traits.iter().copied())];
    let required = members.into_iter().filter(|member| member.start == Start::Given);
    let fields = required.map(|member| {
        let attrs = member.attrs.into_iter().filter(|one| one.path().is_ident("doc")).collect();
        field(attrs, member.name, member.of_type)
    });
    declared.fields = Fields::Named(FieldsNamed {
        brace_token: token::Brace::default(),
        named: fields.collect(),
    });
    vec![Item::Struct(declared), conversion]
}

/// What a member starts as; `given` is the value of one that has to be given.
fn start_value(member: &Member, given: impl FnOnce() -> syn::Expr) -> syn::Expr {
    match member.start {
        Start::Given => given(),
        Start::None => none(Fill::new()),
        Start::Empty => empty(Fill::new()),
        Start::Absent => absent(Fill::new()),
        Start::Default => default_of(&member.of_type),
    }
}

/// `Name::default()`: the type's arguments follow from where the value goes.
fn default_of(of_type: &syn::Type) -> syn::Expr {
    let mut path = match of_type {
        syn::Type::Path(of_type) => of_type.path.clone(),
        _ => syn::Path::from(word("Default")),
    };
    path.segments.iter_mut().for_each(|one| one.arguments = syn::PathArguments::None);
    path.segments.push(word("default").into());
    let function = syn::ExprPath { attrs: Vec::new(), qself: None, path };
    default(Fill::new().expr("__function", syn::Expr::Path(function)))
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
