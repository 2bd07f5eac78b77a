//! Families: an enum over the types that `xsi:type` may name where an element declares a base.

use syn::{Arm, Expr, Item, ItemEnum, ItemStruct, Variant};

use super::{
    Emitter, Place,
    docs::{code, doc},
    syntax::{ident, name, number_pattern, text},
    template::{Fill, template},
};
use crate::model::{Definition, Family, Name, Origin, TypeId};

template! {
    fn enumeration() -> ItemEnum {
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum __name {}
    }
}
template! { fn variant_field() -> ItemStruct { struct Holder(Box<__of_type>); } }
template! { fn other_field() -> ItemStruct { struct Holder(Box<rt::AnyElement>); } }
template! {
    fn base() -> Item {
        impl __name {
            pub fn base(&self) -> Option<&__base> {
                match self {
                    __arms => {}
                }
            }
        }
    }
}
template! { fn base_arm() -> Arm { Self::__variant(value) => Some(__value), } }
template! { fn no_base() -> Arm { Self::__variant(_) => None, } }
template! { fn this() -> Expr { value } }
template! { fn base_of() -> Expr { __value.__field } }
template! { fn borrowed() -> Expr { &__value } }
template! {
    fn read() -> Item {
        impl rt::ReadElement for __name {
            const NAMESPACES: &'static rt::Namespaces = &NAMESPACES;

            fn read_element(cursor: &mut rt::Cursor<'_>) -> Result<Self, rt::ReadError> {
                static TYPES: &[rt::Name] = &[__types];
                Ok(match __actual? {
                    __arms => {}
                    _ => Self::__other(Box::new(cursor.capture_entered()?)),
                })
            }
        }
    }
}
template! {
    fn read_other() -> Item {
        impl rt::ReadElement for __name {
            const NAMESPACES: &'static rt::Namespaces = &NAMESPACES;

            fn read_element(cursor: &mut rt::Cursor<'_>) -> Result<Self, rt::ReadError> {
                cursor.concrete_type(&[])?;
                Ok(Self::__other(Box::new(cursor.capture_entered()?)))
            }
        }
    }
}
template! { fn actual() -> Expr { cursor.actual_type(TYPES) } }
template! { fn concrete() -> Expr { cursor.concrete_type(TYPES) } }
template! {
    fn read_arm() -> Arm {
        Some(__index) => Self::__variant(rt::ReadElement::read_element(cursor)?),
    }
}
template! {
    fn write() -> Item {
        impl rt::WriteElement for __name {
            fn write_attributes(&self, writer: &mut rt::Writer) {
                match self {
                    __attributes => {}
                }
            }

            fn write_content(&self, writer: &mut rt::Writer) {
                match self {
                    __content => {}
                }
            }
        }
    }
}
template! {
    fn own_attributes() -> Arm {
        Self::__variant(value) => rt::WriteElement::write_attributes(value, writer),
    }
}
template! {
    fn typed_attributes() -> Arm {
        Self::__variant(value) => writer.typed_attributes(__text, value),
    }
}
template! {
    fn content() -> Arm {
        Self::__variant(value) => rt::WriteElement::write_content(value, writer),
    }
}
template! {
    fn from_member() -> Item {
        impl From<__member> for __name {
            fn from(value: __member) -> Self {
                Self::__variant(Box::new(value))
            }
        }
    }
}

pub(super) fn items(emitter: Emitter<'_>, id: TypeId, family: &Family) -> Vec<Item> {
    let mut items = vec![declaration(emitter, id, family)];
    items.extend(to_base(emitter, id, family));
    items.push(reader(emitter, id, family));
    items.push(writer(emitter, id, family));
    items.extend(conversions(emitter, id, family));
    items
}

fn members<'a>(
    emitter: Emitter<'a>,
    id: TypeId,
    family: &'a Family,
) -> impl Iterator<Item = (TypeId, proc_macro2::Ident)> + 'a {
    let names = &emitter.named.names(id).members.content;
    family.members.iter().copied().zip(names.iter().map(ident))
}

fn other(emitter: Emitter<'_>, id: TypeId) -> proc_macro2::Ident {
    let names = &emitter.named.names(id).members;
    ident(names.other.as_ref().expect("a family has a variant for what is not known"))
}

fn declaration(emitter: Emitter<'_>, id: TypeId, family: &Family) -> Item {
    let names = emitter.named.names(id);
    let mut declared = enumeration(Fill::new().name("__name", ident(&names.name)));
    let wire = type_name(emitter, family.declared);
    let line = format!("Type {} and those derived from it.", code(&wire.local));
    declared.attrs.insert(0, doc(&line));
    let mut called = vec!["other".to_owned()];
    let known: Vec<_> = members(emitter, id, family)
        .map(|(member, name)| {
            let of_type = emitter.type_at(member, Place::Module(names.module));
            let fields = variant_field(Fill::new().ty("__of_type", of_type)).fields;
            let wire = &type_name(emitter, member).local;
            let line = format!("Type {}.", code(wire));
            let name_in_rust = name.to_string();
            let wanted =
                if called.iter().any(|other| **other == **wire) { &name_in_rust } else { &**wire };
            let attrs = [vec![doc(&line)], emitter.serde_variant(wanted, &name_in_rust)];
            called.push(wire.to_string());
            Variant { attrs: attrs.concat(), ident: name, fields, discriminant: None }
        })
        .collect();
    let open = Variant {
        attrs: [
            vec![doc("A type that the contract does not know.")],
            emitter.serde_variant("other", "Other"),
        ]
        .concat(),
        ident: other(emitter, id),
        fields: other_field(Fill::new()).fields,
        discriminant: None,
    };
    declared.variants = known.into_iter().chain([open]).collect();
    emitter.customize(id, &mut declared.attrs);
    Item::Enum(declared)
}

fn type_name(emitter: Emitter<'_>, id: TypeId) -> &Name {
    match &*emitter.named.model.get(id).origin {
        Origin::Named(name) => Some(name),
        _ => None,
    }
    .expect("types that others are derived from have names")
}

/// `base()`: what all members share, where each extends the declared type.
fn to_base(emitter: Emitter<'_>, id: TypeId, family: &Family) -> Option<Item> {
    let names = emitter.named.names(id);
    let arms: Option<Vec<Arm>> = members(emitter, id, family)
        .map(|(member, variant)| {
            let path = path_to(emitter, member, family.declared)?;
            let steps = path.iter().fold(this(Fill::new()), |value, field| {
                base_of(Fill::new().expr("__value", value).name("__field", field.clone()))
            });
            // The value itself is a reference already.
            let value =
                if path.is_empty() { steps } else { borrowed(Fill::new().expr("__value", steps)) };
            Some(base_arm(Fill::new().name("__variant", variant).expr("__value", value)))
        })
        .collect();
    let mut arms = arms?;
    arms.push(no_base(Fill::new().name("__variant", other(emitter, id))));
    let mut item = base(
        Fill::new()
            .name("__name", ident(&names.name))
            .ty("__base", emitter.type_at(family.declared, Place::Module(names.module)))
            .arms("__arms", arms),
    );
    if let Item::Impl(implementation) = &mut item
        && let Some(syn::ImplItem::Fn(function)) = implementation.items.first_mut()
    {
        function.attrs.push(doc("What all of them share, unless the type is not known."));
    }
    Some(item)
}

/// The fields that lead from a record to one that it extends.
fn path_to(emitter: Emitter<'_>, from: TypeId, to: TypeId) -> Option<Vec<proc_macro2::Ident>> {
    let mut path = Vec::new();
    let mut at = from;
    while at != to {
        let Definition::Record(record) = &emitter.named.model.get(at).definition else {
            return None;
        };
        path.push(ident(emitter.named.names(at).members.base.as_ref()?));
        at = record.base?;
    }
    Some(path)
}

fn is_abstract(emitter: Emitter<'_>, family: &Family) -> bool {
    !family.members.contains(&family.declared)
        && emitter.named.model.record(family.declared).is_some()
}

fn reader(emitter: Emitter<'_>, id: TypeId, family: &Family) -> Item {
    let names = emitter.named.names(id);
    if family.members.is_empty() {
        let fill = Fill::new().name("__name", ident(&names.name));
        return read_other(fill.name("__other", other(emitter, id)));
    }
    let types = members(emitter, id, family);
    let types = types.map(|(member, _)| name(emitter, type_name(emitter, member))).collect();
    let arms = members(emitter, id, family).enumerate().map(|(index, (_, variant))| {
        read_arm(Fill::new().pattern("__index", number_pattern(index)).name("__variant", variant))
    });
    let make = if is_abstract(emitter, family) { concrete } else { actual };
    read(
        Fill::new()
            .name("__name", ident(&names.name))
            .elements("__types", types)
            .expr("__actual", make(Fill::new()))
            .name("__other", other(emitter, id))
            .arms("__arms", arms.collect()),
    )
}

fn writer(emitter: Emitter<'_>, id: TypeId, family: &Family) -> Item {
    let names = emitter.named.names(id);
    let attributes = members(emitter, id, family).map(|(member, variant)| {
        let fill = Fill::new().name("__variant", variant);
        if member == family.declared {
            return own_attributes(fill);
        }
        let wire = emitter.tag(type_name(emitter, member));
        typed_attributes(fill.expr("__text", text(&wire)))
    });
    let last = || Fill::new().name("__variant", other(emitter, id));
    let attributes = attributes.chain([own_attributes(last())]).collect();
    let contents = members(emitter, id, family)
        .map(|(_, variant)| content(Fill::new().name("__variant", variant)));
    write(
        Fill::new()
            .name("__name", ident(&names.name))
            .arms("__attributes", attributes)
            .arms("__content", contents.chain([content(last())]).collect()),
    )
}

fn conversions(emitter: Emitter<'_>, id: TypeId, family: &Family) -> Vec<Item> {
    let names = emitter.named.names(id);
    let mut paths = Vec::new();
    // Two external types may be one.
    let is_new = |(member, _): &(TypeId, proc_macro2::Ident)| match &emitter
        .named
        .model
        .get(*member)
        .definition
    {
        Definition::External(external) if paths.contains(&external.path) => false,
        Definition::External(external) => {
            paths.push(external.path.clone());
            true
        }
        _ => true,
    };
    let items = members(emitter, id, family).filter(is_new).map(|(member, variant)| {
        from_member(
            Fill::new()
                .name("__name", ident(&names.name))
                .ty("__member", emitter.type_at(member, Place::Module(names.module)))
                .name("__variant", variant),
        )
    });
    items.collect()
}
