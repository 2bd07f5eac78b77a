//! Enumerations that keep values which are not listed: a later version of a service may send some.

use syn::{Arm, Expr, Item, ItemEnum, Stmt};

use super::{
    Emitter, Place,
    enumeration::declaration,
    facets,
    kind::Kind,
    syntax::{ident, text},
    template::{Fill, template},
};
use crate::model::{Enumeration, TypeId, ValueType, WhiteSpace};

template! {
    fn open() -> ItemEnum {
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum __name {
            #[doc = " A value that the contract does not list."]
            __unknown(String),
        }
    }
}
template! {
    fn as_str() -> Item {
        impl __name {
            #[doc = " The value on the wire."]
            pub fn as_str(&self) -> &str {
                match self {
                    __arms => {}
                    Self::__unknown(text) => text,
                }
            }
        }
    }
}
template! { fn to_text() -> Arm { Self::__variant => __text, } }
template! {
    fn from_text() -> Item {
        impl From<&str> for __name {
            fn from(text: &str) -> Self {
                __listed;
                Self::__unknown(text.to_owned())
            }
        }
    }
}
template! { fn same_text() -> Expr { if text == __text { return Self::__variant; } } }
template! {
    fn same_value() -> Expr {
        if rt::same_value::<__base>(__text, text) {
            return Self::__variant;
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
    fn lexical() -> Item {
        impl rt::Lexical for __name {
            const WHITE_SPACE: rt::WhiteSpace = __rule;
            const MAY_HOLD_MARKUP: bool = true;

            fn parse_lexical(text: &str) -> Result<Self, rt::ValueError> {
                Ok(text.into())
            }

            fn append_lexical(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(self.as_str().as_bytes());
            }

            fn as_text(&self) -> Option<&str> {
                Some(self.as_str())
            }
        }
    }
}
template! { fn preserve() -> Expr { rt::WhiteSpace::Preserve } }
template! { fn replace() -> Expr { rt::WhiteSpace::Replace } }
template! { fn collapse() -> Expr { rt::WhiteSpace::Collapse } }

pub(super) fn items(emitter: Emitter<'_>, id: TypeId, enumeration: &Enumeration) -> Vec<Item> {
    let names = emitter.named.names(id);
    let unknown =
        names.members.other.as_ref().expect("an open enumeration has a name for the rest");
    let fill = || Fill::new().name("__name", ident(&names.name)).name("__unknown", ident(unknown));
    let listed = || enumeration.values.iter().zip(&names.members.content);
    let to_text = listed().map(|(value, variant)| {
        to_text(Fill::new().name("__variant", ident(variant)).expr("__text", text(&value.text)))
    });
    let base = ValueType::Builtin(enumeration.base);
    let is_text = matches!(emitter.simple_kind(base), Kind::Text(_));
    let base = emitter.value_type(base, Place::Module(names.module));
    let known = listed().map(|(value, variant)| {
        let fill = Fill::new()
            .name("__variant", ident(variant))
            .expr("__text", text(&value.text))
            .ty("__base", base.clone());
        Stmt::Expr(if is_text { same_text(fill) } else { same_value(fill) }, None)
    });
    let rule = match enumeration.white_space {
        WhiteSpace::Preserve => preserve,
        WhiteSpace::Replace => replace,
        WhiteSpace::Collapse => collapse,
    };
    let template = |fill: Fill| open(fill.name("__unknown", super::syntax::word("Unknown")));
    let mut declared = declaration(emitter, id, &enumeration.values, template);
    if let Item::Enum(declared) = &mut declared
        && let Some(last) = declared.variants.last_mut()
    {
        last.ident = ident(unknown);
        last.attrs.extend(emitter.serde_rest());
    }
    vec![
        declared,
        as_str(fill().arms("__arms", to_text.collect())),
        from_text(fill().statements("__listed", known.collect())),
        display(fill()),
        lexical(fill().expr("__rule", rule(Fill::new()))),
        facets::of_open(emitter, id),
    ]
}
