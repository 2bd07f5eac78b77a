//! Headers and faults of operations.

use crate::{
    emit::{
        Emitter, InterfaceItem, ItemLocation,
        declaration::kind::Kind,
        text::{
            docs::code,
            lines::{declaration, short, type_text},
        },
    },
    model::{Element, Message, Nillable, Operation, ValueType},
    name::{HeaderNames, OperationNames},
};

/// Declares the headers of an interface, and the types that are header blocks.
pub(crate) fn declare(item: &InterfaceItem<'_>) -> Vec<String> {
    let mut declarations = Vec::new();
    let mut blocks: Vec<&Element> = Vec::new();
    for (operation, names) in item.operations() {
        let (input, output) = (&operation.input, &operation.output);
        let (input_names, output_names) = (&names.input_headers, &names.output_headers);
        let operation_name = code(&operation.name);
        let of = |way: &str| format!("Headers of the {way} message of operation {operation_name}.");
        declarations.extend(message_headers(item, input, input_names, &of("input")));
        if input.headers == output.headers && !input.headers.is_empty() {
            // Both names exist even now, so that neither disappears when one message changes.
            declarations.push(format!(
                "/// {}\npub type {} = {};\n",
                of("output"),
                output_names.name,
                input_names.name
            ));
        } else {
            declarations.extend(message_headers(item, output, output_names, &of("output")));
        }
        blocks.extend(&input.headers);
    }
    declarations.extend(header_blocks(item, &blocks));
    declarations
}

fn message_headers(
    item: &InterfaceItem<'_>,
    message: &Message,
    names: &HeaderNames,
    line: &str,
) -> Option<String> {
    if message.headers.is_empty() {
        return None;
    }
    Some(declaration("headers", |lines| {
        lines.docs(&[line.to_owned()]);
        lines.open(format_args!("pub struct {} {{", names.name));
        for (header, name) in message.headers.iter().zip(&names.fields) {
            let member = global(item.emitter, header, &message.headers);
            let ty = type_text(&item.emitter.element_type(header, ItemLocation::ROOT));
            lines.assign(&format!("{name}: {ty}"), &format!("{member},"));
        }
        lines.close("}");
    }))
}

/// Describes an element of a message, with `shared` if another element has the same type.
fn global(emitter: Emitter<'_>, element: &Element, among: &[Element]) -> String {
    let expanded = |element| emitter.expanded_text(element, ItemLocation::ROOT);
    let ty = expanded(element);
    let same = among.iter().filter(|other| expanded(other) == ty).count();
    let shared = if same > 1 { "; shared" } else { "" };
    format!("{}{shared}", emitter.global_member(element))
}

/// Describes the detail of a fault, with the type that `xsi:type` names.
fn typed(emitter: Emitter<'_>, fault: &Element, among: &[Element]) -> String {
    let member = global(emitter, fault, among);
    let name = emitter.wire(&fault.name);
    match (&fault.type_name, member.strip_prefix(&name)) {
        (Some(ty), Some(words)) => format!("{name}: {}{words}", emitter.wire(ty)),
        _ => member,
    }
}

/// Declares the types that only one header block has. A second header block of the type would need
/// another name.
fn header_blocks(item: &InterfaceItem<'_>, blocks: &[&Element]) -> Vec<String> {
    let mut distinct: Vec<&Element> = Vec::new();
    for block in blocks {
        if !distinct.contains(block) {
            distinct.push(block);
        }
    }
    let expanded = |block: &Element| item.emitter.expanded_text(block, ItemLocation::ROOT);
    let types: Vec<String> = distinct.iter().map(|block| expanded(block)).collect();
    let count = |ty: &String| types.iter().filter(|other| *other == ty).count();
    let unique = distinct.iter().zip(&types).filter(|(_, ty)| count(ty) == 1);
    let declarations = unique.map(|(block, _)| {
        let ty = type_text(&item.emitter.element_type(block, ItemLocation::ROOT));
        let member = item.emitter.global_member(block);
        let head = format!("declared {}: {ty}", item.names.contract);
        short("header_block", &format!("{head} = {member}"), |lines| lines.assign(&head, &member))
    });
    declarations.collect()
}

/// Declares the fault details of an interface.
pub(crate) fn declare_faults(item: &InterfaceItem<'_>) -> Vec<String> {
    let with_faults = item.operations().filter(|(operation, _)| !operation.faults.is_empty());
    let declarations = with_faults.map(|(operation, names)| {
        declaration("fault", |lines| {
            let name = code(&operation.name);
            lines.docs(&[format!("Fault details of operation {name}.")]);
            lines.open(format_args!("pub enum {} {{", names.fault));
            for (fault, variant) in operation.faults.iter().zip(&names.fault_variants) {
                let member = typed(item.emitter, fault, &operation.faults);
                let ty = type_text(&item.emitter.element_type(fault, ItemLocation::ROOT));
                lines.assign(&format!("{variant}({ty})"), &format!("{member},"));
            }
            lines.close("}");
        })
    });
    declarations.collect()
}

/// Declares the types that are header blocks of faults.
///
/// Only types of the contract are declared. Blocks of other types are available as raw elements.
pub(crate) fn declare_fault_headers(
    emitter: Emitter<'_>,
    interfaces: &[InterfaceItem<'_>],
) -> Vec<String> {
    let mut blocks: Vec<(&Element, &Operation)> = Vec::new();
    for (operation, _) in interfaces.iter().flat_map(InterfaceItem::operations) {
        let own = operation.header_faults.iter().filter(|block| is_own(emitter, block));
        for block in own {
            if !blocks.iter().any(|(known, _)| *known == block) {
                blocks.push((block, operation));
            }
        }
    }
    let count = |value: ValueType| blocks.iter().filter(|(one, _)| one.value == value).count();
    let unique = blocks.iter().filter(|(block, _)| count(block.value) == 1);
    let declarations = unique.map(|(block, operation)| {
        let ty = type_text(&emitter.element_type(block, ItemLocation::ROOT));
        let member = emitter.global_member(block);
        let declares = super::operation::declares(emitter, &operation.namespaces);
        format!("rt::fault_header! {{ {ty} = {member} {declares} }}\n")
    });
    declarations.collect()
}

fn is_own(emitter: Emitter<'_>, block: &Element) -> bool {
    matches!(block.value, ValueType::Defined(_))
        && block.nillable == Nillable::No
        && emitter.kind(block) == Kind::Complex
        && !emitter.named.model.is_external(block.value)
}

/// Returns the type of an operation's fault details as seen from below the root, if it declares any.
pub(crate) fn fault_type(operation: &Operation, names: &OperationNames) -> Option<String> {
    (!operation.faults.is_empty()).then(|| names.fault.to_string())
}
