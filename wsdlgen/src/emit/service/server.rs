//! Servers: a trait to implement, and the mapping of operations to its methods.

use super::{body, headers};
use crate::{
    emit::{
        InterfaceItem, ItemLocation,
        text::{
            docs::{self, code, docs},
            lines::declaration,
            paths::ident,
            printer::Printer,
        },
    },
    model::{Body, Operation},
    name::OperationNames,
};
use quote::quote;
use syn::{ItemTrait, parse_quote};

/// Adds the trait and the server of an interface.
pub(crate) fn add(item: &InterfaceItem<'_>, page: &mut Printer) {
    let InterfaceItem { interface, names, .. } = item;
    page.add([syn::Item::Trait(service_trait(item))]);
    page.declare(&declaration("server", |lines| {
        lines.docs(&[format!("Server for service {}.", code(&interface.name))]);
        let publishes = match item.emitter.publication {
            Some(_) => format!(" publishes[PUBLICATIONS[{}]]", item.place),
            None => String::new(),
        };
        let (server, service, contract) = (&names.server, &names.service, &names.contract);
        lines.open(format_args!("pub struct {server}<{service}>({contract}){publishes} {{"));
        for (operation, names) in item.operations() {
            let OperationNames { method, marker, .. } = names;
            let input = match body::wrapped(item.emitter, &operation.input.body) {
                _ if operation.input.body == Body::Empty => String::new(),
                Some((_, field)) => format!("input.{field}"),
                None => "input".to_owned(),
            };
            lines.line(format_args!("{method}({input}) -> operations::{marker},"));
        }
        lines.close("}");
    }));
}

fn service_trait(item: &InterfaceItem<'_>) -> ItemTrait {
    let name = ident(&item.names.service);
    let wire = format!(
        "Service {}. Servers implement this trait; methods may be written as `async fn`.",
        code(&item.interface.name)
    );
    let attributes = docs(&docs::lines(&item.interface.documentation, &wire));
    let mut declared: ItemTrait = parse_quote! {
        #(#attributes)*
        pub trait #name: Send + Sync + 'static {}
    };
    let methods = item.operations().map(|(operation, names)| method(item, operation, names));
    declared.items.extend(methods);
    declared
}

fn method(
    item: &InterfaceItem<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> syn::TraitItem {
    let wire = format!("Handles operation {}.", code(&operation.name));
    let attributes = docs(&docs::lines(&operation.documentation, &wire));
    let (name, marker) = (ident(&names.method), ident(&names.marker));
    let inside = |body| body::inside_type(item.emitter, body, ItemLocation::ROOT);
    let reply = inside(&operation.output.body);
    let fault = if headers::fault_type(operation, names).is_some() {
        let fault = ident(&names.fault);
        quote!(#fault)
    } else {
        quote!(rt::NoDetail)
    };
    let parameter = if operation.input.body == Body::Empty {
        quote!()
    } else {
        let request = inside(&operation.input.body);
        quote!(, request: #request)
    };
    parse_quote! {
        #(#attributes)*
        fn #name(
            &self,
            context: &mut rt::Context<operations::#marker>
            #parameter
        ) -> impl rt::Answer<#reply, #fault>;
    }
}
