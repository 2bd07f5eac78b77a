//! Operations: a type without values for each, which says how its messages go over the wire.

use syn::{Expr, ImplItem, Item, ItemEnum, ItemImpl, ItemMod};

use super::{
    Emitter, InterfaceItem, Place, body, contract,
    docs::{code, docs},
    fault, headers, message_check,
    page::Page,
    streamed,
    syntax::{ident, number, text, variable, word},
    template::{Fill, template},
};
use crate::{
    model::{Body, Exchange, NamespaceId, Operation, Use},
    name::OperationNames,
};

template! {
    fn operations() -> ItemMod {
        #[doc = " The operations, each a type without values."]
        pub mod operations {
            use super::{__uses};
        }
    }
}
template! {
    fn marker() -> ItemEnum {
        #[derive(Clone, Copy, Debug)]
        pub enum __name {}
    }
}
template! {
    fn implementation() -> ItemImpl {
        impl rt::Operation for __name {
            type Contract = super::__contract;
            type Input = __input;
            type Output = __output;
            type Body = __body_type;
            type InputHeaders = __input_headers;
            type OutputHeaders = __output_headers;
            type Fault = __fault;

            const NAME: &'static str = __text;
            const INDEX: usize = __index;
            const DECLARATIONS: &'static str = __declarations;

            fn write_input(input: &Self::Input, writer: &mut rt::Writer) {
                __write_input;
            }

            fn read_input(cursor: &mut rt::Cursor<'_>) -> Result<Self::Input, rt::ReadError> {
                __read_input;
            }

            fn write_output(output: &Self::Output, writer: &mut rt::Writer) {
                __write_output;
            }

            fn read_output(cursor: &mut rt::Cursor<'_>) -> Result<Self::Output, rt::ReadError> {
                __read_output;
            }
        }
    }
}
template! {
    fn body_of() -> ImplItem {
        fn body(output: Self::Output) -> Self::Body {
            __inside
        }
    }
}
template! { fn no_body() -> ImplItem { fn body(_output: Self::Output) -> Self::Body {} } }
template! {
    fn validate_input() -> ImplItem {
        fn validate_input(input: &Self::Input) -> Result<(), rt::ValidationErrors> {
            __check
        }
    }
}
template! {
    fn validate_output() -> ImplItem {
        fn validate_output(output: &Self::Output) -> Result<(), rt::ValidationErrors> {
            __check
        }
    }
}
template! {
    fn attachments() -> ImplItem { const __name: &'static [&'static str] = &[__parts]; }
}
template! { fn action() -> ImplItem { const __name: &'static str = __action; } }
template! { fn encoded() -> ImplItem { const USE: rt::Use = rt::Use::Encoded; } }
template! {
    fn without_output() -> ImplItem {
        fn without_output() -> Option<Self::Output> {
            Some(())
        }
    }
}
template! { fn unwrapped() -> Expr { __value.__field } }

pub(super) fn module(emitter: Emitter<'_>, interfaces: &[InterfaceItem<'_>], page: &mut Page) {
    let mut module = operations(Fill::new());
    let mut inside = Page::of_module();
    for item in interfaces {
        for (index, (operation, names)) in item.operations().enumerate() {
            inside.add([declaration(operation, names)]);
            inside.add([operation_implementation(item, index, operation, names)]);
            inside.add(streamed::items(emitter, operation, names));
        }
    }
    let ns = contract::has_namespaces_in_bodies(emitter).then(|| word("ns"));
    let from_root = ns.into_iter().chain([word("rt")]).collect();
    contract::fill_module(&mut module, from_root, Vec::new());
    page.add_module(module, inside);
}

fn declaration(operation: &Operation, names: &OperationNames) -> Item {
    let mut declared = marker(Fill::new().name("__name", ident(&names.marker)));
    let wire = format!("Operation {}.", code(&operation.name));
    let mut attrs = docs(&operation.documentation, &wire);
    attrs.append(&mut declared.attrs);
    declared.attrs = attrs;
    Item::Enum(declared)
}

fn operation_implementation(
    item: &InterfaceItem<'_>,
    index: usize,
    operation: &Operation,
    names: &OperationNames,
) -> Item {
    let emitter = item.emitter;
    let (input, output) = (&operation.input, &operation.output);
    let fill = Fill::new()
        .name("__name", ident(&names.marker))
        .name("__contract", ident(&item.names.contract))
        .ty("__input", body::whole_type(emitter, &input.body, Place::Below))
        .ty("__output", body::whole_type(emitter, &output.body, Place::Below))
        .ty("__body_type", body::inside_type(emitter, &output.body, Place::Below))
        .ty("__input_headers", headers::type_of(input, &names.input_headers))
        .ty("__output_headers", headers::type_of(output, &names.output_headers))
        .ty("__fault", fault::type_of(operation, names, Place::Below))
        .expr("__text", text(&operation.name))
        .expr("__index", number(index))
        .expr("__declarations", text(&declarations(emitter, &operation.namespaces)))
        .statements("__write_input", body::write(emitter, &input.body, "input"))
        .statements("__read_input", body::read(emitter, &input.body))
        .statements("__write_output", body::write(emitter, &output.body, "output"))
        .statements("__read_output", body::read(emitter, &output.body));
    let mut implementation = implementation(fill);
    let is_constant = |item: &ImplItem| matches!(item, ImplItem::Type(_) | ImplItem::Const(_));
    let place = implementation.items.iter().take_while(|item| is_constant(item)).count();
    implementation.items.splice(place..place, constants(operation));
    let checks = [
        message_check::of_body(emitter, &input.body, "input")
            .map(|check| validate_input(Fill::new().expr("__check", check))),
        message_check::of_body(emitter, &output.body, "output")
            .map(|check| validate_output(Fill::new().expr("__check", check))),
    ];
    implementation.items.extend(checks.into_iter().flatten());
    if operation.exchange == Exchange::OneWay {
        implementation.items.push(without_output(Fill::new()));
    }
    implementation.items.push(take_apart(emitter, &output.body));
    Item::Impl(implementation)
}

/// The constants that only some operations have.
fn constants(operation: &Operation) -> Vec<ImplItem> {
    let messages =
        [("INPUT_ATTACHMENTS", &operation.input), ("OUTPUT_ATTACHMENTS", &operation.output)];
    let with_some = messages.into_iter().filter(|(_, message)| !message.attachments.is_empty());
    let attachments = with_some.map(|(name, message)| {
        let parts = message.attachments.iter().map(|one| text(&one.part));
        let fill = Fill::new().name("__name", word(name));
        self::attachments(fill.elements("__parts", parts.collect()))
    });
    let encoded = (operation.r#use == Use::Encoded).then(|| encoded(Fill::new()));
    let actions = operation.addressing.iter().flat_map(|actions| {
        let each = [("REQUEST_ACTION", &actions.request), ("REPLY_ACTION", &actions.reply)];
        let stated = each.into_iter().filter(|(_, action)| !action.is_empty());
        stated.map(|(name, value)| {
            action(Fill::new().name("__name", word(name)).expr("__action", text(value)))
        })
    });
    actions.chain(attachments).chain(encoded).collect()
}

/// What takes the output out of its wrapper, if it has one.
fn take_apart(emitter: Emitter<'_>, output: &Body) -> ImplItem {
    if *output == Body::Empty {
        return no_body(Fill::new());
    }
    let whole = variable(word("output"));
    let inside = match body::wrapped(emitter, output) {
        Some((_, field)) => {
            unwrapped(Fill::new().expr("__value", whole).name("__field", ident(field)))
        }
        None => whole,
    };
    body_of(Fill::new().expr("__inside", inside))
}

/// The namespace declarations that tags rely on.
pub(super) fn declarations(emitter: Emitter<'_>, namespaces: &[NamespaceId]) -> String {
    let namespaces = namespaces.iter().map(|id| emitter.named.model.namespace(*id));
    let declared = namespaces.filter(|namespace| namespace.prefix != "xml").map(|namespace| {
        let uri = namespace.uri.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
        format!(" xmlns:{}=\"{uri}\"", namespace.prefix)
    });
    declared.collect()
}
