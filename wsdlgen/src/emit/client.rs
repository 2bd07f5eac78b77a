//! Clients: a struct whose methods only delegate.

use syn::{ImplItem, Item};

use super::{
    InterfaceItem, Place,
    docs::{code, doc, docs},
    syntax::{ident, text},
    template::{Fill, template},
};
use crate::{model::Operation, name::OperationNames};

template! {
    fn client() -> Item {
        #[derive(Clone, Debug)]
        pub struct __name(rt::Client<__contract>);
    }
}
template! {
    fn implementation() -> Item {
        impl __name {
            #[doc = " A client that calls a port over HTTP."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " When the port's address is no HTTP URL, or the transport cannot be set up."]
            pub fn connect(port: rt::Port<__contract>) -> Result<Self, rt::ConnectError> {
                rt::Client::connect(port).map(Self)
            }

            #[doc = " A client that calls a port through a transport of one's own: middleware, or a"]
            #[doc = " server in the same process."]
            pub fn new(port: rt::Port<__contract>, transport: rt::Transport) -> Self {
                Self(rt::Client::new(port, transport))
            }

            #[doc = " The same client with other settings: timeout, strictness, limits, traces."]
            #[must_use]
            pub fn with_settings(self, settings: rt::Settings) -> Self {
                Self(self.0.with_settings(settings))
            }

            #[doc = " The same client with a header that goes with every call that declares it."]
            #[must_use]
            pub fn with_header(self, header: impl rt::HeaderBlock<__contract>) -> Self {
                Self(self.0.with_header(header))
            }
        }
    }
}
template! {
    fn method() -> ImplItem {
        pub fn __method(&self, request: impl Into<__input>) -> rt::Call<'_, operations::__marker> {
            self.0.call(request.into())
        }
    }
}

pub(super) fn items(item: &InterfaceItem<'_>) -> Vec<Item> {
    let fill = || {
        Fill::new()
            .name("__name", ident(&item.names.client))
            .name("__contract", ident(&item.names.contract))
            .expr("__text", text(&item.interface.name))
    };
    let (Item::Struct(mut declared), Item::Impl(mut implementation)) =
        (client(fill()), implementation(fill()))
    else {
        return Vec::new();
    };
    let wire = format!("Client of service {}.", code(&item.interface.name));
    let mut attrs = docs(&item.interface.documentation, &wire);
    attrs.append(&mut declared.attrs);
    declared.attrs = attrs;
    let methods =
        item.operations().map(|(operation, names)| operation_method(item, operation, names));
    implementation.items.extend(methods);
    vec![Item::Struct(declared), Item::Impl(implementation)]
}

fn operation_method(
    item: &InterfaceItem<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> ImplItem {
    let input = item.emitter.type_at(operation.input.body.of_type, Place::ROOT);
    let fill = Fill::new()
        .name("__method", ident(&names.method))
        .name("__marker", ident(&names.marker))
        .ty("__input", input);
    let method = method(fill);
    let ImplItem::Fn(mut method) = method else { return method };
    let wire = format!("Calls operation {}.", code(&operation.name));
    method.attrs = docs(&operation.documentation, &wire);
    if operation.faults.is_empty() {
        method.attrs.push(doc("The contract declares no faults."));
    }
    ImplItem::Fn(method)
}
