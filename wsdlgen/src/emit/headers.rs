//! Headers: a struct for each message that has some, and what makes a type a header block.

use syn::{
    Arm, Expr, Fields, FieldsNamed, ImplItem, Item, ItemImpl, ItemStruct, ItemType, Stmt, token,
};

use super::{
    InterfaceItem, Place,
    docs::{code, doc},
    message_check,
    syntax::{field, ident, name, number_pattern, option_of},
    template::{Fill, template},
    value::{self, element_statement},
};
use crate::{
    model::{Element, Message},
    name::HeaderNames,
};

template! {
    fn structure() -> ItemStruct {
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct __name {}
    }
}
template! { fn same_as() -> ItemType { pub type __name = __other; } }
template! { fn no_headers() -> syn::Type { rt::NoHeaders } }
template! {
    fn implementation() -> ItemImpl {
        impl rt::Headers for __name {
            const NAMES: &'static [rt::Name] = &[__names];

            fn write(&self, writer: &mut rt::Writer) {
                __write;
            }

            fn merge(&mut self, other: Self) {
                __merge;
            }

            fn is_set(&self, index: usize) -> bool {
                [__set].get(index).is_some_and(|set| *set)
            }

            fn read(
                &mut self,
                index: usize,
                cursor: &mut rt::Cursor<'_>,
            ) -> Result<(), rt::ReadError> {
                match index {
                    __arms => {}
                    _ => cursor.leave()?,
                }
                Ok(())
            }
        }
    }
}
template! {
    fn validate() -> ImplItem {
        fn validate(&self) -> Result<(), rt::ValidationErrors> {
            __checks;
            Ok(())
        }
    }
}
template! {
    fn validate_field() -> Expr {
        if let Some(block) = &self.__field {
            __check?;
        }
    }
}
template! {
    fn validate_block() -> ImplItem {
        fn validate_block(&self) -> Result<(), rt::ValidationErrors> {
            __check
        }
    }
}
template! { fn write_block() -> Expr { if let Some(block) = &self.__field { __body; } } }
template! {
    fn merge_block() -> Expr {
        if other.__field.is_some() {
            self.__field = other.__field;
        }
    }
}
template! { fn is_set() -> Expr { self.__field.is_some() } }
template! {
    fn read_block() -> Arm {
        __index => self.__field = Some(__value),
    }
}
template! {
    fn from_block() -> Item {
        impl From<__block> for __name {
            fn from(block: __block) -> Self {
                Self { __field: Some(block), ..Self::default() }
            }
        }
    }
}
template! {
    fn from_only_block() -> Item {
        impl From<__block> for __name {
            fn from(block: __block) -> Self {
                Self { __field: Some(block) }
            }
        }
    }
}
template! {
    fn header_block() -> ItemImpl {
        impl rt::HeaderBlock<__contract> for __block {
            const NAME: rt::Name = __wire;

            fn write_block(&self, writer: &mut rt::Writer) {
                __body;
            }
        }
    }
}

pub(super) fn items(item: &InterfaceItem<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    let mut blocks: Vec<&Element> = Vec::new();
    for (operation, names) in item.operations() {
        let (input, output) = (&operation.input, &operation.output);
        items.extend(message_headers(item, input, &names.input_headers, "input", &operation.name));
        if input.headers == output.headers && !input.headers.is_empty() {
            items.push(shared(&names.output_headers, &names.input_headers, &operation.name));
        } else {
            let names = &names.output_headers;
            items.extend(message_headers(item, output, names, "output", &operation.name));
        }
        blocks.extend(&input.headers);
    }
    items.extend(block_items(item, &blocks));
    items
}

/// The type of a message's headers.
pub(super) fn type_of(message: &Message, names: &HeaderNames) -> syn::Type {
    if message.headers.is_empty() {
        return no_headers(Fill::new());
    }
    in_root(ident(&names.name))
}

template! { fn in_root_type() -> syn::Type { super::__name } }

fn in_root(name: proc_macro2::Ident) -> syn::Type {
    in_root_type(Fill::new().name("__name", name))
}

/// The output's headers are the input's: another name for the same struct, so that both names stay
/// when one of the two changes.
fn shared(output: &HeaderNames, input: &HeaderNames, operation: &str) -> Item {
    let fill = Fill::new().name("__name", ident(&output.name)).name("__other", ident(&input.name));
    let mut alias = same_as(fill);
    alias.attrs.push(doc(&format!("Headers of the output of operation {}.", code(operation))));
    Item::Type(alias)
}

fn message_headers(
    item: &InterfaceItem<'_>,
    message: &Message,
    names: &HeaderNames,
    direction: &str,
    operation: &str,
) -> Vec<Item> {
    if message.headers.is_empty() {
        return Vec::new();
    }
    let what = format!("Headers of the {direction} of operation {}.", code(operation));
    let mut items = vec![declaration(item, message, names, &what)];
    items.push(Item::Impl(headers_implementation(item, message, names)));
    for (index, header) in message.headers.iter().enumerate() {
        let unique = message.headers.iter().filter(|other| other.value == header.value);
        if unique.count() == 1 {
            let make = if message.headers.len() == 1 { from_only_block } else { from_block };
            items.push(make(
                Fill::new()
                    .name("__name", ident(&names.name))
                    .name("__field", ident(&names.fields[index]))
                    .ty("__block", item.emitter.element_type(header, Place::ROOT)),
            ));
        }
    }
    items
}

fn declaration(
    item: &InterfaceItem<'_>,
    message: &Message,
    names: &HeaderNames,
    what: &str,
) -> Item {
    let mut declared = structure(Fill::new().name("__name", ident(&names.name)));
    declared.attrs.insert(0, doc(what));
    let fields = message.headers.iter().zip(&names.fields).map(|(header, name)| {
        let attrs = vec![doc(&format!("Element {}.", code(&header.name.local)))];
        let ty = option_of(item.emitter.element_type(header, Place::ROOT));
        field(attrs, ident(name), ty)
    });
    declared.fields = Fields::Named(FieldsNamed {
        brace_token: token::Brace::default(),
        named: fields.collect(),
    });
    declared.semi_token = None;
    Item::Struct(declared)
}

fn headers_implementation(
    item: &InterfaceItem<'_>,
    message: &Message,
    names: &HeaderNames,
) -> ItemImpl {
    let fields = || names.fields.iter().map(|name| Fill::new().name("__field", ident(name)));
    let statement = |expression| Stmt::Expr(expression, None);
    let write = message.headers.iter().zip(fields()).map(|(header, fill)| {
        let body = element_statement(item.emitter, header, "block");
        statement(write_block(fill.statements("__body", body)))
    });
    let arms = message.headers.iter().zip(fields()).enumerate().map(|(index, (header, fill))| {
        let value = value::read(item.emitter, header);
        read_block(fill.pattern("__index", number_pattern(index)).expr("__value", value))
    });
    let wire = message.headers.iter().map(|header| name(item.emitter, &header.name));
    let checked = message.headers.iter().zip(fields());
    let checks: Vec<Stmt> = checked
        .filter_map(|(header, fill)| {
            let check = message_check::of_element(item.emitter, header, "block", Place::ROOT)?;
            Some(statement(validate_field(fill.expr("__check", check))))
        })
        .collect();
    let mut implementation = implementation(
        Fill::new()
            .name("__name", ident(&names.name))
            .elements("__names", wire.collect())
            .statements("__write", write.collect())
            .statements("__merge", fields().map(merge_block).map(statement).collect())
            .elements("__set", fields().map(is_set).collect())
            .arms("__arms", arms.collect()),
    );
    if !checks.is_empty() {
        implementation.items.push(validate(Fill::new().statements("__checks", checks)));
    }
    implementation
}

/// `impl HeaderBlock` for the types that one header only is of: another header of the same type
/// would need another name.
fn block_items(item: &InterfaceItem<'_>, blocks: &[&Element]) -> Vec<Item> {
    let mut distinct: Vec<&Element> = Vec::new();
    for block in blocks {
        if !distinct.contains(block) {
            distinct.push(block);
        }
    }
    let unique = distinct
        .iter()
        .filter(|block| distinct.iter().filter(|other| other.value == block.value).count() == 1);
    let items = unique.map(|block| {
        let mut implementation = header_block(
            Fill::new()
                .name("__contract", ident(&item.names.contract))
                .ty("__block", item.emitter.element_type(block, Place::ROOT))
                .expr("__wire", name(item.emitter, &block.name))
                .statements("__body", element_statement(item.emitter, block, "self")),
        );
        let check = message_check::of_element(item.emitter, block, "self", Place::ROOT);
        let check = check.map(|check| validate_block(Fill::new().expr("__check", check)));
        implementation.items.extend(check);
        Item::Impl(implementation)
    });
    items.collect()
}
