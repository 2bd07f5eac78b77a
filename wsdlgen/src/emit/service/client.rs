//! Clients: a struct whose methods call operations.

use super::{body, signature::without_runtime, streamed};
use crate::{
    emit::{
        InterfaceItem, ItemLocation,
        text::{
            docs::{self, code, docs},
            lines::{declaration, type_text},
            markdown::wrapped,
            paths::ident,
            printer::Printer,
        },
    },
    model::{Body, Operation},
    name::OperationNames,
};
use quote::quote;
use syn::{ItemImpl, parse_quote};

/// Adds the client of an interface.
pub(crate) fn add(item: &InterfaceItem<'_>, page: &mut Printer) {
    let InterfaceItem { interface, names, .. } = item;
    page.declare(&declaration("client", |lines| {
        let wire = format!("Client for service {}.", code(&interface.name));
        lines.docs(&docs::lines(&interface.documentation, &wire));
        lines.line(format_args!("pub struct {}({});", names.client, names.contract));
    }));
    let name = ident(&names.client);
    let methods = item.operations().map(|(operation, names)| method(item, operation, names));
    let mut implementation: ItemImpl = parse_quote! { impl #name {} };
    implementation.items.extend(methods);
    if !implementation.items.is_empty() {
        page.add([syn::Item::Impl(implementation)]);
    }
}

fn method(
    item: &InterfaceItem<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> syn::ImplItem {
    let attributes = docs(&documentation(item, operation, names));
    let (name, marker) = (ident(&names.method), ident(&names.marker));
    let input = &operation.input.body;
    let (parameter, argument) = if *input == Body::Empty {
        (quote!(), quote!(()))
    } else if body::is_always_empty(item.emitter, input) {
        let input = body::whole_type(item.emitter, input, ItemLocation::ROOT);
        (quote!(), quote!(#input::default()))
    } else {
        let input = body::whole_type(item.emitter, input, ItemLocation::ROOT);
        (quote!(, request: impl Into<#input>), quote!(request.into()))
    };
    parse_quote! {
        #(#attributes)*
        pub fn #name(&self #parameter) -> rt::Call<'_, operations::#marker> {
            self.0.call(#argument)
        }
    }
}

/// Returns sentences about the messages of an operation.
fn exchange(item: &InterfaceItem<'_>, operation: &Operation, names: &OperationNames) -> String {
    let mut sentences = vec![format!("Calls operation {}.", code(&operation.name))];
    if operation.output.body != Body::Empty {
        let reply = body::inside_type(item.emitter, &operation.output.body, ItemLocation::ROOT);
        let reply = without_runtime(&type_text(&reply));
        sentences.push(format!("The reply is {}.", code(&reply)));
    }
    let messages = [
        (&operation.input, &names.input_headers, "request"),
        (&operation.output, &names.output_headers, "reply"),
    ];
    for (message, headers, side) in messages {
        if !message.headers.is_empty() {
            sentences.push(format!("Header blocks of the {side}: [`{}`].", headers.name));
        }
    }
    sentences.join(" ")
}

fn documentation(
    item: &InterfaceItem<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Vec<String> {
    let mut lines = docs::lines(&operation.documentation, "");
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.extend(wrapped(&exchange(item, operation, names)));
    if operation.faults.is_empty() {
        lines.push("The contract declares no faults.".to_owned());
    }
    let blocks = operation.header_faults.iter().map(|block| code(&block.name.local));
    let blocks = blocks.collect::<Vec<_>>().join(", ");
    if !blocks.is_empty() {
        lines.push(format!("Faults may carry header blocks: {blocks}."));
    }
    lines.extend(streamed::notes(item.emitter, operation, names));
    lines
}
