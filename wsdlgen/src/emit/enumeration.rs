//! Enumerations, and other names for simple types.

use syn::{Expr, Fields, ImplItem, Item, ItemEnum, ItemImpl, ItemType, Variant};

use super::{
    Emitter, Place,
    docs::{code, docs, origin},
    kind::Kind,
    syntax::{ident, text, word},
    template::{Fill, template},
    union::wire_name,
};
use crate::model::{Enumeration, EnumerationValue, Simple, TypeId, ValueType, WhiteSpace};

template! {
    fn enumeration() -> ItemEnum {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum __name {}
    }
}
template! {
    fn as_str() -> Item {
        impl __name {
            #[doc = " The value on the wire."]
            pub const fn as_str(self) -> &'static str {
                <Self as rt::Enumeration>::VALUES[self as usize].0
            }
        }
    }
}
template! {
    fn implementation() -> ItemImpl {
        impl rt::Enumeration for __name {
            const NAME: &'static str = __wire;
            const VALUES: &'static [(&'static str, Self)] = &[__values];

            fn index(self) -> usize {
                self as usize
            }
        }
    }
}
template! {
    fn white_space() -> ImplItem { const WHITE_SPACE: rt::WhiteSpace = rt::WhiteSpace::__rule; }
}
template! {
    fn is_same() -> ImplItem {
        fn is_same(known: &str, text: &str) -> bool {
            rt::same_value::<__base>(known, text)
        }
    }
}
template! { fn value() -> Expr { (__text, Self::__variant) } }
template! {
    fn from_str() -> Item {
        impl ::std::str::FromStr for __name {
            type Err = rt::ValueError;

            fn from_str(text: &str) -> Result<Self, rt::ValueError> {
                rt::enumerated(text)
            }
        }
    }
}
template! {
    fn display() -> Item {
        impl ::std::fmt::Display for __name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }
    }
}

pub(super) fn items(emitter: Emitter<'_>, id: TypeId, enumeration: &Enumeration) -> Vec<Item> {
    let name = || Fill::new().name("__name", ident(&emitter.named.names(id).name));
    vec![
        declaration(emitter, id, &enumeration.values, self::enumeration),
        as_str(name()),
        values(emitter, id, enumeration),
        from_str(name()),
        display(name()),
    ]
}

/// `impl Enumeration`. A text has one form; a number or a date has several, so its values are
/// compared.
fn values(emitter: Emitter<'_>, id: TypeId, enumeration: &Enumeration) -> Item {
    let names = emitter.named.names(id);
    let variants = names.members.content.iter().map(ident);
    let values = enumeration.values.iter().zip(variants).map(|(written, variant)| {
        value(Fill::new().expr("__text", text(&written.text)).name("__variant", variant))
    });
    let fill = Fill::new()
        .name("__name", ident(&names.name))
        .expr("__wire", text(wire_name(emitter, id)))
        .elements("__values", values.collect());
    let mut implementation = implementation(fill);
    let rule = match enumeration.white_space {
        WhiteSpace::Preserve => None,
        WhiteSpace::Replace => Some("Replace"),
        WhiteSpace::Collapse => Some("Collapse"),
    };
    if let Some(rule) = rule {
        let item = white_space(Fill::new().name("__rule", word(rule)));
        implementation.items.insert(2, item);
    }
    let base = ValueType::Builtin(enumeration.base);
    if !matches!(emitter.simple_kind(base), Kind::Text(_)) {
        let base = emitter.value_type(base, Place::Module(names.module));
        implementation.items.push(is_same(Fill::new().ty("__base", base)));
    }
    Item::Impl(implementation)
}

/// The enum, from a template of one without variants.
pub(super) fn declaration(
    emitter: Emitter<'_>,
    id: TypeId,
    values: &[EnumerationValue],
    template: fn(Fill) -> ItemEnum,
) -> Item {
    let names = emitter.named.names(id);
    let mut declared = template(Fill::new().name("__name", ident(&names.name)));
    let mut attrs = documentation(emitter, id);
    attrs.append(&mut declared.attrs);
    declared.attrs = attrs;
    emitter.customize(id, &mut declared.attrs);
    let listed = values.iter().zip(&names.members.content).map(|(value, name)| Variant {
        attrs: [
            docs(&value.documentation, &shown(&value.text)),
            emitter.serde_name(&value.text, name, std::iter::empty()),
            emitter.custom_attributes(id, &value.text),
        ]
        .concat(),
        ident: ident(name),
        fields: Fields::Unit,
        discriminant: None,
    });
    // What the template has goes last: values that are not listed.
    declared.variants = listed.chain(std::mem::take(&mut declared.variants)).collect();
    Item::Enum(declared)
}

fn documentation(emitter: Emitter<'_>, id: TypeId) -> Vec<syn::Attribute> {
    let of_type = emitter.named.model.get(id);
    docs(&of_type.documentation, &origin(of_type))
}

/// A value as documentation shows it.
fn shown(text: &str) -> String {
    if text.is_empty() { "The empty text.".to_owned() } else { format!("{}.", code(text)) }
}

template! { fn alias_of() -> ItemType { pub type __name = __target; } }

/// Another name for a simple type, so that the documentation keeps it.
pub(super) fn alias(emitter: Emitter<'_>, id: TypeId, simple: &Simple) -> Item {
    let names = emitter.named.names(id);
    let target = emitter.shape_type(simple.shape, Place::Module(names.module));
    let mut declared =
        alias_of(Fill::new().name("__name", ident(&names.name)).ty("__target", target));
    declared.attrs = documentation(emitter, id);
    Item::Type(declared)
}
