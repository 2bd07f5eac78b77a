//! Clients: a struct whose methods only delegate.

use syn::{ImplItem, ImplItemFn, Item, ItemImpl, ItemStruct};

use super::{
    InterfaceItem, Place, body,
    docs::{code, doc, docs},
    streamed,
    syntax::ident,
    template::{Fill, template},
};
use crate::{
    model::{Body, Message, Operation},
    name::OperationNames,
};

template! {
    fn client() -> ItemStruct {
        #[derive(Clone, Debug)]
        pub struct __name(rt::Client<__contract>);
    }
}
template! {
    fn implementation() -> ItemImpl {
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
    fn method_without_request() -> ImplItemFn {
        pub fn __method(&self) -> rt::Call<'_, operations::__marker> {
            self.0.call(())
        }
    }
}
template! {
    fn method() -> ImplItemFn {
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
    };
    let (mut declared, mut implementation) = (client(fill()), implementation(fill()));
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
    let fill = Fill::new()
        .name("__method", ident(&names.method))
        .name("__marker", ident(&names.marker))
        .ty("__input", body::whole_type(item.emitter, &operation.input.body, Place::ROOT));
    let method = if operation.input.body == Body::Empty { method_without_request } else { method };
    let mut method = method(fill);
    let wire = format!("Calls operation {}.", code(&operation.name));
    method.attrs = docs(&operation.documentation, &wire);
    if operation.faults.is_empty() {
        method.attrs.push(doc("The contract declares no faults."));
    }
    let blocks = operation.header_faults.iter().map(|block| code(&block.name.local));
    let blocks = blocks.collect::<Vec<_>>().join(", ");
    if !blocks.is_empty() {
        method.attrs.push(doc(&format!("Faults may come with header blocks: {blocks}.")));
    }
    let goes = [("Goes with", &operation.input), ("Comes with", &operation.output)];
    for (verb, message) in goes {
        method.attrs.extend(attachments(verb, message).map(|line| doc(&line)));
    }
    let records = streamed::notes(item.emitter, operation);
    method.attrs.extend(records.iter().map(|line| doc(line)));
    ImplItem::Fn(method)
}

/// What documentation says of a message's attachments.
fn attachments(verb: &str, message: &Message) -> Option<String> {
    let parts = message.attachments.iter().map(|one| {
        let types = one.media_types.iter().map(|media_type| code(media_type));
        let types = types.collect::<Vec<_>>().join(" or ");
        let part = code(&one.part);
        if types.is_empty() { part } else { format!("{part} ({types})") }
    });
    let parts = parts.collect::<Vec<_>>().join(", ");
    (!parts.is_empty()).then(|| format!("{verb} attachments: {parts}."))
}
