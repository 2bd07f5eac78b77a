//! What makes a type a header block of faults.

use syn::Item;

use super::{
    Emitter, InterfaceItem, Place,
    kind::Kind,
    syntax::{ident, name},
    template::{Fill, template},
    value::element_statement,
};
use crate::{
    model::{Element, Nillable, ValueType},
    name::OperationNames,
};

template! {
    fn fault_header() -> Item {
        impl rt::FaultHeader for __block {
            const NAME: rt::Name = __wire;
            const DECLARATIONS: &'static str =
                <operations::__operation as rt::Operation>::DECLARATIONS;

            fn write_block(&self, writer: &mut rt::Writer) {
                __body;
            }
        }
    }
}

/// `impl FaultHeader` for the types that one block only is of: another block of the same type would
/// need another name. Blocks of types that are not the contract's own can be had as they come.
pub(super) fn items(emitter: Emitter<'_>, interfaces: &[InterfaceItem<'_>]) -> Vec<Item> {
    let mut blocks: Vec<(&Element, &OperationNames)> = Vec::new();
    for (operation, names) in interfaces.iter().flat_map(InterfaceItem::operations) {
        let own = operation.header_faults.iter().filter(|block| is_own(emitter, block));
        for block in own {
            if !blocks.iter().any(|(known, _)| *known == block) {
                blocks.push((block, names));
            }
        }
    }
    let count = |value: ValueType| blocks.iter().filter(|(other, _)| other.value == value).count();
    let unique = blocks.iter().filter(|(block, _)| count(block.value) == 1);
    let items = unique.map(|(block, names)| {
        fault_header(
            Fill::new()
                .ty("__block", emitter.element_type(block, Place::ROOT))
                .expr("__wire", name(emitter, &block.name))
                .name("__operation", ident(&names.marker))
                .statements("__body", element_statement(emitter, block, "self")),
        )
    });
    items.collect()
}

fn is_own(emitter: Emitter<'_>, block: &Element) -> bool {
    matches!(block.value, ValueType::Defined(_))
        && block.nillable == Nillable::No
        && emitter.kind(block) == Kind::Complex
        && !emitter.named.model.is_external(block.value)
}
