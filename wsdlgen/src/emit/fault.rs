//! Faults: an enum for each operation that declares some.

use syn::{Arm, Item, ItemEnum, ItemStruct, Stmt, Variant};

use super::{
    InterfaceItem, Place,
    docs::{code, doc},
    syntax::{ident, name},
    template::{Fill, template},
    value::{self, element_statement},
};
use crate::{
    model::{Element, Operation},
    name::OperationNames,
};

template! {
    fn enumeration() -> ItemEnum {
        #[derive(Clone, Debug, PartialEq)]
        pub enum __name {}
    }
}
template! { fn variant_field() -> ItemStruct { struct Holder(__of_type); } }
template! {
    fn implementation() -> Item {
        impl rt::FaultDetail for __name {
            fn read_entry(cursor: &mut rt::Cursor<'_>) -> Result<Option<Self>, rt::ReadError> {
                __reads;
                Ok(None)
            }

            fn write_entry(&self, writer: &mut rt::Writer) {
                match self {
                    __arms => {}
                }
            }
        }
    }
}
template! {
    fn read_entry() -> syn::Expr {
        if cursor.next_if(&__wire)? {
            return Ok(Some(Self::__variant(__value)));
        }
    }
}
template! { fn write_entry() -> Arm { Self::__variant(detail) => { __body; } } }
template! {
    fn from_detail() -> Item {
        impl From<__detail> for __name {
            fn from(detail: __detail) -> Self {
                Self::__variant(detail)
            }
        }
    }
}
template! { fn no_detail() -> syn::Type { rt::NoDetail } }
template! { fn in_root() -> syn::Type { super::__name } }
template! { fn here() -> syn::Type { __name } }

pub(super) fn items(item: &InterfaceItem<'_>) -> Vec<Item> {
    let with_faults = item.operations().filter(|(operation, _)| !operation.faults.is_empty());
    with_faults.flat_map(|(operation, names)| operation_items(item, operation, names)).collect()
}

/// The type of an operation's fault details, as seen from a place.
pub(super) fn type_of(operation: &Operation, names: &OperationNames, from: Place) -> syn::Type {
    if operation.faults.is_empty() {
        return no_detail(Fill::new());
    }
    let fill = Fill::new().name("__name", ident(&names.fault));
    if from == Place::ROOT { here(fill) } else { in_root(fill) }
}

fn operation_items(
    item: &InterfaceItem<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Vec<Item> {
    let faults = || operation.faults.iter().zip(&names.fault_variants);
    let fill = || Fill::new().name("__name", ident(&names.fault));
    let mut declared = enumeration(fill());
    let line =
        format!("What the detail of a fault of operation {} may hold.", code(&operation.name));
    declared.attrs.insert(0, doc(&line));
    declared.variants = faults().map(|(fault, name)| variant(item, fault, ident(name))).collect();
    let reads = faults().map(|(fault, variant)| {
        let wire = name(item.emitter, &fault.name);
        let fill = Fill::new()
            .expr("__wire", wire)
            .name("__variant", ident(variant))
            .expr("__value", value::read(item.emitter, fault));
        Stmt::Expr(read_entry(fill), None)
    });
    let writes = faults().map(|(fault, variant)| {
        let body = element_statement(item.emitter, fault, "detail");
        write_entry(Fill::new().name("__variant", ident(variant)).statements("__body", body))
    });
    let mut items = vec![Item::Enum(declared)];
    items.push(implementation(
        fill().statements("__reads", reads.collect()).arms("__arms", writes.collect()),
    ));
    for (fault, variant) in faults() {
        let same = operation.faults.iter().filter(|other| other.value == fault.value);
        if same.count() == 1 {
            let detail = item.emitter.element_type(fault, Place::ROOT);
            let fill = fill().ty("__detail", detail).name("__variant", ident(variant));
            items.push(from_detail(fill));
        }
    }
    items
}

fn variant(item: &InterfaceItem<'_>, fault: &Element, name: proc_macro2::Ident) -> Variant {
    let of_type = item.emitter.element_type(fault, Place::ROOT);
    let fields = variant_field(Fill::new().ty("__of_type", of_type)).fields;
    let attrs = vec![doc(&format!("Element {}.", code(&fault.name.local)))];
    Variant { attrs, ident: name, fields, discriminant: None }
}
