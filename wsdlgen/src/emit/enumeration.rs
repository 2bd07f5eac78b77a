//! Enumerations, and other names for simple types.

use syn::{Arm, Expr, Fields, Item, ItemEnum, ItemType, Variant};

use super::{
    Emitter, Place,
    docs::{code, docs, origin},
    kind::Kind,
    syntax::{ident, text, text_pattern},
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
    fn all() -> Item {
        impl __name {
            #[doc = " Every value."]
            pub const ALL: &'static [Self] = &[__values];
        }
    }
}
template! { fn this() -> Expr { Self::__variant } }
template! {
    fn from_other_form() -> Item {
        impl ::std::str::FromStr for __name {
            type Err = rt::ValueError;

            fn from_str(text: &str) -> Result<Self, rt::ValueError> {
                let same = |known: &&Self| rt::same_value::<__base>(known.as_str(), text);
                let found = Self::ALL.iter().find(same).copied();
                found.ok_or_else(|| rt::ValueError::new(__wire, __expected))
            }
        }
    }
}
template! { fn preserve() -> Expr { rt::WhiteSpace::Preserve } }
template! { fn replace() -> Expr { rt::WhiteSpace::Replace } }
template! { fn collapse() -> Expr { rt::WhiteSpace::Collapse } }
template! {
    fn lexical() -> Item {
        impl rt::Lexical for __name {
            const WHITE_SPACE: rt::WhiteSpace = __white_space;
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

pub(super) fn items(emitter: Emitter<'_>, id: TypeId, enumeration: &Enumeration) -> Vec<Item> {
    let values = &enumeration.values;
    let names = emitter.named.names(id);
    let name = || Fill::new().name("__name", ident(&names.name));
    let to_text = values.iter().zip(&names.members.content).map(|(value, variant)| {
        to_text(Fill::new().name("__variant", ident(variant)).expr("__text", text(&value.text)))
    });
    let mut items = vec![declaration(emitter, id, values)];
    items.push(as_str(name().arms("__arms", to_text.collect())));
    items.extend(readers(emitter, id, enumeration));
    items.push(display(name()));
    let white_space = match enumeration.white_space {
        WhiteSpace::Preserve => preserve,
        WhiteSpace::Replace => replace,
        WhiteSpace::Collapse => collapse,
    };
    items.push(lexical(name().expr("__white_space", white_space(Fill::new()))));
    items
}

/// A text has one form; a number or a date has several, so its values are compared.
fn readers(emitter: Emitter<'_>, id: TypeId, enumeration: &Enumeration) -> Vec<Item> {
    let values = &enumeration.values;
    let names = emitter.named.names(id);
    let fill = Fill::new()
        .name("__name", ident(&names.name))
        .expr("__wire", text(wire_name(emitter, id)))
        .expr("__expected", text(&expected(values)));
    let variants = || names.members.content.iter().map(ident);
    let base = ValueType::Builtin(enumeration.base);
    if matches!(emitter.simple_kind(base), Kind::Text(_)) {
        let from_text = values.iter().zip(variants()).map(|(value, variant)| {
            let pattern = text_pattern(&value.text);
            from_text(Fill::new().name("__variant", variant).pattern("__pattern", pattern))
        });
        return vec![self::from_str(fill.arms("__arms", from_text.collect()))];
    }
    let listed = variants().map(|variant| this(Fill::new().name("__variant", variant)));
    let name = Fill::new().name("__name", ident(&names.name));
    let base = emitter.value_type(base, Place::Module(names.module));
    vec![all(name.elements("__values", listed.collect())), from_other_form(fill.ty("__base", base))]
}

fn declaration(emitter: Emitter<'_>, id: TypeId, values: &[EnumerationValue]) -> Item {
    let names = emitter.named.names(id);
    let mut declared = enumeration(Fill::new().name("__name", ident(&names.name)));
    let mut attrs = documentation(emitter, id);
    attrs.append(&mut declared.attrs);
    declared.attrs = attrs;
    declared.variants = values
        .iter()
        .zip(&names.members.content)
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
    docs(&of_type.documentation, &origin(of_type))
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
pub(super) fn alias(emitter: Emitter<'_>, id: TypeId, simple: &Simple) -> Item {
    let names = emitter.named.names(id);
    let target = emitter.shape_type(simple.shape, Place::Module(names.module));
    let mut declared =
        alias_of(Fill::new().name("__name", ident(&names.name)).ty("__target", target));
    declared.attrs = documentation(emitter, id);
    Item::Type(declared)
}
