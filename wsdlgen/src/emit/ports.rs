//! Ports: a constant for each.

use syn::{Item, ItemConst, ItemMod};

use super::{
    InterfaceItem, contract,
    docs::{code, doc},
    syntax::{ident, text, word},
    template::{Fill, template},
};
use crate::model::{Addressing, Port, SoapVersion};

template! {
    fn ports() -> ItemMod {
        #[doc = " Where the contract is served, and how."]
        pub mod ports {
            use super::{__uses};
        }
    }
}
template! {
    fn port() -> ItemConst {
        pub const __name: rt::Port<__contract> =
            rt::Port::new(__text, __address, __version, &[__operations]);
    }
}
template! { fn addressed() -> syn::Expr { __port.with_addressing() } }
template! { fn soap11() -> syn::Expr { rt::SoapVersion::Soap11 } }
template! { fn soap12() -> syn::Expr { rt::SoapVersion::Soap12 } }
template! { fn operation() -> syn::Expr { rt::OperationBinding { action: __action } } }

pub(super) fn module(interfaces: &[InterfaceItem<'_>]) -> Item {
    let mut module = ports(Fill::new());
    let contracts = interfaces.iter().map(|item| ident(&item.names.contract));
    let used = contracts.chain([word("rt")]).collect();
    contract::fill_module(&mut module, used, interfaces.iter().flat_map(constants).collect());
    Item::Mod(module)
}

fn constants(item: &InterfaceItem<'_>) -> Vec<Item> {
    let constants = item.interface.ports.iter().zip(&item.names.ports).map(|(port, name)| {
        let fill =
            Fill::new().name("__contract", ident(&item.names.contract)).name("__name", ident(name));
        let mut constant = constant(port, fill);
        let address = code(&port.address);
        let line = format!("Port {}: {} at {address}.", code(&port.name), version(port));
        constant.attrs.push(doc(&line));
        Item::Const(constant)
    });
    constants.collect()
}

fn constant(port: &Port, fill: Fill) -> ItemConst {
    let version = match port.version {
        SoapVersion::Soap11 => soap11(Fill::new()),
        SoapVersion::Soap12 => soap12(Fill::new()),
    };
    let operations = port.actions.iter();
    let operations = operations.map(|action| operation(Fill::new().expr("__action", text(action))));
    let mut constant = self::port(
        fill.expr("__text", text(&port.name))
            .expr("__address", text(&port.address))
            .expr("__version", version)
            .elements("__operations", operations.collect()),
    );
    if port.addressing == Addressing::Asked {
        let plain = (*constant.expr).clone();
        *constant.expr = addressed(Fill::new().expr("__port", plain));
    }
    constant
}

fn version(port: &Port) -> &'static str {
    match port.version {
        SoapVersion::Soap11 => "SOAP 1.1",
        SoapVersion::Soap12 => "SOAP 1.2",
    }
}
