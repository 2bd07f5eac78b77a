//! Ports: a constant for each port.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{Item, parse_quote};

use super::policies::Policies;
use crate::{
    emit::{
        InterfaceItem,
        text::{
            docs::{code, docs, sentence},
            paths::{ident, word},
        },
    },
    model::{Addressing, HttpMethod, Protocol, SoapVersion},
};

/// Returns the module of the ports.
pub(crate) fn module(interfaces: &[InterfaceItem<'_>]) -> Item {
    let contracts = interfaces.iter().map(|item| ident(&item.names.contract));
    let policies = Policies::of(interfaces);
    let constants = interfaces.iter().flat_map(|item| constants(item, &policies));
    let functions = policies.functions();
    parse_quote! {
        /// The ports of the contract, with their addresses and SOAP versions.
        pub mod ports {
            use super::{#(#contracts,)* rt};

            #(#constants)*

            #(#functions)*
        }
    }
}

fn constants(item: &InterfaceItem<'_>, policies: &Policies<'_>) -> Vec<TokenStream> {
    let contract = ident(&item.names.contract);
    let ports = item.interface.ports.iter().zip(&item.names.ports);
    let constants = ports.map(|(port, name)| {
        let (constructor, kind) = match port.protocol {
            Protocol::Soap(SoapVersion::Soap11) => (word("new"), quote!(rt::SoapVersion::Soap11)),
            Protocol::Soap(SoapVersion::Soap12) => (word("new"), quote!(rt::SoapVersion::Soap12)),
            Protocol::Http(HttpMethod::Get) => (word("http"), quote!(rt::HttpMethod::Get)),
            Protocol::Http(HttpMethod::Post) => (word("http"), quote!(rt::HttpMethod::Post)),
        };
        let soap = &port.protocol;
        let (port_name, address) = (&*port.name, &*port.address);
        let line = match address {
            "" => {
                format!("Binding {}: {soap}. The contract has no address for it.", code(port_name))
            }
            _ => format!("Port {}: {soap} at {}.", code(port_name), code(address)),
        };
        let mut text = vec![line];
        if let Some(policy) = &port.policy {
            text.push(String::new());
            text.extend(sentence(&format!("Security: {policy}.")));
        }
        let attributes = docs(&text);
        let name = ident(name);
        let actions = (0..port.actions.len()).map(|index| port.action(index));
        let lacking = (0..port.actions.len()).filter(|index| !port.binds(*index));
        let lacking: Vec<Literal> = lacking.map(Literal::usize_unsuffixed).collect();
        let without =
            if lacking.is_empty() { quote!() } else { quote!(.without(&[#(#lacking),*])) };
        let addressing = match port.addressing {
            Addressing::Asked => quote!(.with_addressing()),
            Addressing::AskedAugust2004 => {
                quote!(.with_addressing_of(rt::AddressingVersion::August2004))
            }
            Addressing::NotAsked => quote!(),
        };
        let mtom = if port.uses_mtom { quote!(.with_mtom()) } else { quote!() };
        let policy = policies.setter(port.policy.as_ref());
        quote! {
            #(#attributes)*
            pub const #name: rt::Port<#contract> =
                rt::Port::#constructor(#port_name, #address, #kind, &[#(#actions),*])
                #addressing #mtom #without #policy;
        }
    });
    constants.collect()
}
