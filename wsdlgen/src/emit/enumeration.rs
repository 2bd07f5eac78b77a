//! Enumerations, and other names for simple types.

use syn::{Arm, Fields, Item, ItemEnum, ItemType, Variant};

use super::{
    Emitter, Place,
    docs::{code, docs},
    syntax::{ident, text, text_pattern},
    template::{Fill, template},
};
use crate::model::{EnumerationValue, Origin, TypeId, ValueType};

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
                match self {
                    __arms => {}
                }
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
template! {
    fn from_str() -> Item {
        impl ::std::str::FromStr for __name {
            type Err = rt::ValueError;

            fn from_str(text: &str) -> Result<Self, rt::ValueError> {
                match text {
                    __arms => {}
                    _ => Err(rt::ValueError::new(__wire, __expected)),
                }
            }
        }
    }
}
template! {
    fn lexical() -> Item {
        impl rt::Lexical for __name {
            const WHITE_SPACE: rt::WhiteSpace = rt::WhiteSpace::Preserve;
            const MAY_HOLD_MARKUP: bool = true;

            fn parse_lexical(text: &str) -> Result<Self, rt::ValueError> {
                text.parse()
            }

            fn append_lexical(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(self.as_str().as_bytes());
            }
        }
    }
}
template! { fn to_text() -> Arm { Self::__variant => __text, } }
template! { fn from_text() -> Arm { __pattern => Ok(Self::__variant), } }

pub(super) fn items(emitter: Emitter<'_>, id: TypeId, values: &[EnumerationValue]) -> Vec<Item> {
    let names = emitter.named.names(id);
    let name = || Fill::new().name("__name", ident(&names.name));
    let variants = || values.iter().zip(names.members.iter().map(ident));
    let to_text = variants().map(|(value, variant)| {
        to_text(Fill::new().name("__variant", variant).expr("__text", text(&value.text)))
    });
    let from_text = variants().map(|(value, variant)| {
        let pattern = text_pattern(&value.text);
        from_text(Fill::new().name("__variant", variant).pattern("__pattern", pattern))
    });
    let from_text = name()
        .arms("__arms", from_text.collect())
        .expr("__wire", text(wire_name(emitter, id)))
        .expr("__expected", text(&expected(values)));
    vec![
        declaration(emitter, id, values),
        as_str(name().arms("__arms", to_text.collect())),
        self::from_str(from_text),
        display(name()),
        lexical(name()),
    ]
}

fn declaration(emitter: Emitter<'_>, id: TypeId, values: &[EnumerationValue]) -> Item {
    let names = emitter.named.names(id);
    let mut declared = enumeration(Fill::new().name("__name", ident(&names.name)));
    let mut attrs = documentation(emitter, id);
    attrs.append(&mut declared.attrs);
    declared.attrs = attrs;
    declared.variants = values
        .iter()
        .zip(&names.members)
        .map(|(value, name)| Variant {
            attrs: docs(&value.documentation, &shown(&value.text)),
            ident: ident(name),
            fields: Fields::Unit,
            discriminant: None,
        })
        .collect();
    Item::Enum(declared)
}

fn documentation(emitter: Emitter<'_>, id: TypeId) -> Vec<syn::Attribute> {
    let of_type = emitter.named.model.get(id);
    let wire = match &of_type.origin {
        Origin::Named(name) => format!("Simple type {}.", code(&name.local)),
        Origin::Element(name) => format!("Element {}.", code(&name.local)),
        Origin::Inner(_, name) => format!("The type of element {}.", code(&name.local)),
    };
    docs(&of_type.documentation, &wire)
}

fn wire_name(emitter: Emitter<'_>, id: TypeId) -> &str {
    match &emitter.named.model.get(id).origin {
        Origin::Named(name) | Origin::Element(name) | Origin::Inner(_, name) => &name.local,
    }
}

/// A value as documentation shows it.
fn shown(text: &str) -> String {
    if text.is_empty() { "The empty text.".to_owned() } else { format!("{}.", code(text)) }
}

/// The values, for the error that says what was expected; not all of a long list.
fn expected(values: &[EnumerationValue]) -> String {
    const SHOWN: usize = 12;
    let quoted = values.iter().take(SHOWN).map(|value| format!("'{}'", value.text));
    let rest = (values.len() > SHOWN).then(|| "…".to_owned());
    let shown: Vec<String> = quoted.chain(rest).collect();
    format!("it is none of {}", shown.join(", "))
}

template! { fn alias_of() -> ItemType { pub type __name = __target; } }

/// Another name for a simple type, so that the documentation keeps it.
pub(super) fn alias(emitter: Emitter<'_>, id: TypeId, target: ValueType) -> Item {
    let names = emitter.named.names(id);
    let target = emitter.value_type(target, Place::Module(names.module));
    let mut declared =
        alias_of(Fill::new().name("__name", ident(&names.name)).ty("__target", target));
    declared.attrs = documentation(emitter, id);
    Item::Type(declared)
}
