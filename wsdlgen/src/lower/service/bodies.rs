//! Lowering of bodies: the parts of a message become the content of an envelope's `Body` (WSDL 1.1 §3.5).
//!
//! ```text
//! document style, one part        the part's element
//! document style, several parts   the parts' elements in sequence
//! RPC style                       a wrapper named after the operation, with an element for each part
//! ```
//!
//! A message with attachments is always a record, which has them as further members.

use std::{collections::BTreeSet, sync::Arc};

use super::messages;
use crate::{
    diagnostic::{Code, Diagnostic},
    lower::{Lowering, schema::types::is_swa_ref},
    model::{
        AttachmentPart, AttachmentUse, Body, Builtin, Content, Definition, Element, Field, Name,
        Order, Origin, Record, Role, Sensitivity, Storage, Term, Times, TypeId, Use, ValueType,
    },
    resolve::Linked,
    syntax::{
        Named,
        wsdl::{self, Style},
    },
};

/// A message of an operation at a port.
pub(crate) struct Bound<'a> {
    pub(crate) style: Style,
    pub(crate) message: &'a wsdl::BoundMessage,
    /// The name of the wrapper in RPC style.
    pub(crate) wrapper: Arc<str>,
    /// The namespace of the binding, used for wrappers without a namespace of their own.
    pub(crate) namespace: &'a Arc<str>,
}

/// The identity of a record of parts: role, name, message, names of the parts, attachments, and use.
pub(crate) type PartsKey =
    (Role, Name, *const wsdl::Message, (Vec<Arc<str>>, Vec<AttachmentPart>), Use);

/// Lowers the body of a message and its attachments. Returns the body with the name of its first element.
pub(crate) fn body(
    lowering: &mut Lowering<'_>,
    message: &wsdl::Message,
    bound: &Bound<'_>,
    attached: &[AttachmentPart],
) -> (Body, Option<Name>) {
    let parts = body_parts(lowering, message, bound);
    let parts = Parts { message, in_body: &parts, attached };
    if bound.style == Style::Rpc {
        let stated = &bound.message.encoding.namespace;
        let namespace = if stated.is_empty() { bound.namespace } else { stated };
        let name = lowering.name(namespace, &bound.wrapper);
        let id = record_of(lowering, Role::Element, &name, bound, &parts);
        let wrapper = Element::of(name.clone(), ValueType::Defined(id));
        return (Body::Element(wrapper), Some(name));
    }
    match parts.in_body {
        [] if attached.is_empty() => (Body::Empty, None),
        [part] if attached.is_empty() => {
            let element = part_element(lowering, part);
            let first = element.name.clone();
            (Body::Element(element), Some(first))
        }
        several => {
            let first = several.first().map(|first| part_element(lowering, first).name);
            let own = lowering.name(bound.namespace, &message.name.name);
            let id = record_of(lowering, Role::Part, &own, bound, &parts);
            (Body::Parts(id), first)
        }
    }
}

/// The parts of a message.
struct Parts<'a> {
    message: &'a wsdl::Message,
    in_body: &'a [&'a wsdl::Part],
    attached: &'a [AttachmentPart],
}

/// Returns the parts of a message that are sent as attachments (WSDL 1.1 §5).
pub(crate) fn attachments(bound: &wsdl::BoundMessage) -> Vec<AttachmentPart> {
    let mut attachments: Vec<AttachmentPart> = Vec::new();
    for content in bound.mime.iter().flat_map(|part| &part.contents) {
        let wsdl::MimeContent::Attachment { part: Some(part), media_type } = content else {
            continue;
        };
        let media_type = media_type.iter().filter(|ty| !ty.contains('*')).cloned();
        match attachments.iter_mut().find(|known| known.part == part.name) {
            Some(known) => known.media_types.extend(media_type),
            None => attachments.push(AttachmentPart {
                part: part.name.clone(),
                media_types: media_type.collect(),
            }),
        }
    }
    attachments
}

/// Returns the names of the parts in the body: those that the binding lists, or all that are neither headers nor
/// attachments. If the message has none of the listed parts, the list is ignored.
pub(crate) fn body_part_names<'m>(
    linked: &Linked,
    message: &'m wsdl::Message,
    bound: &'m wsdl::BoundMessage,
) -> Vec<&'m str> {
    if let Some(written) = &bound.parts {
        let is_there = |name: &&str| message.parts.iter().any(|part| *part.name.name == **name);
        let names: Vec<&str> = written.name.split_whitespace().filter(is_there).collect();
        if !names.is_empty() || written.name.trim().is_empty() {
            return names;
        }
    }
    let is_header = |part: &wsdl::Part| {
        bound.headers.iter().any(|header| {
            header.part.name == part.name.name
                && std::ptr::eq(linked.message(&header.message), message)
        })
    };
    let attached = attachments(bound);
    let is_attached = |part: &wsdl::Part| attached.iter().any(|one| one.part == part.name.name);
    let in_body = |part: &&wsdl::Part| !is_header(part) && !is_attached(part);
    message.parts.iter().filter(in_body).map(|part| &*part.name.name).collect()
}

/// Returns the parts in the body.
fn body_parts<'m>(
    lowering: &mut Lowering<'_>,
    message: &'m wsdl::Message,
    bound: &Bound<'_>,
) -> Vec<&'m wsdl::Part> {
    let names = body_part_names(lowering.linked, message, bound.message);
    if let Some(written) = &bound.message.parts {
        report_unknown_parts(lowering, message, written, &names);
    }
    message.parts.iter().filter(|part| names.contains(&&*part.name.name)).collect()
}

/// Reports the first part in a list that the message does not have.
fn report_unknown_parts(
    lowering: &mut Lowering<'_>,
    message: &wsdl::Message,
    written: &Named,
    names: &[&str],
) {
    let is_there = |name: &&str| message.parts.iter().any(|part| *part.name.name == **name);
    let Some(unknown) = written.name.split_whitespace().find(|name| !is_there(name)) else {
        return;
    };
    let unknown = Named { name: unknown.into(), span: written.span };
    let what = format!("the message `{}` has no part `{}`", message.name.name, unknown.name);
    let guess = match names {
        [] => "the body is empty".to_owned(),
        names => format!(
            "the body has {}",
            names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ")
        ),
    };
    let diagnostic = Diagnostic::mistake(Code::UnknownPart, what, guess);
    lowering.report.add(at_unknown_part(diagnostic, message, &unknown));
}

/// Adds the places of a reference to a part that the message does not have.
pub(crate) fn at_unknown_part(
    diagnostic: Diagnostic,
    message: &wsdl::Message,
    referred: &Named,
) -> Diagnostic {
    diagnostic
        .label(referred.span, "referred to here")
        .label(message.name.span, "the message")
        .near(&referred.name, message.parts.iter().map(|part| &*part.name.name))
}

/// Returns the element of a part. A part with a type becomes an element with the name of the part and no namespace.
///
/// WS-I Basic Profile 1.1 requires this in RPC style (R2735). Services that use types in document style do it too.
pub(crate) fn part_element(lowering: &mut Lowering<'_>, part: &wsdl::Part) -> Element {
    match &part.content {
        wsdl::PartContent::Element(element) => {
            let index = lowering.linked.element_index(element);
            lowering.global_element(index)
        }
        wsdl::PartContent::Type(ty) => {
            let name = Name::unqualified(&part.name.name);
            if is_swa_ref(&ty.name) {
                let reference = Element::of(name, ValueType::Builtin(Builtin::AnyUri));
                return Element { attachment: AttachmentUse::Reference, ..reference };
            }
            Element::of(name, lowering.referred(ty))
        }
    }
}

/// Returns the record with a member for each part, which all ports that send it share.
fn record_of(
    lowering: &mut Lowering<'_>,
    role: Role,
    name: &Name,
    bound: &Bound<'_>,
    Parts { message, in_body: parts, attached }: &Parts<'_>,
) -> TypeId {
    let names = parts.iter().map(|part| part.name.name.clone()).collect();
    let r#use = messages::use_of(&bound.message.encoding);
    let members = (names, attached.to_vec());
    let key: PartsKey = (role, name.clone(), std::ptr::from_ref(*message), members, r#use);
    if let Some(known) = lowering.messages.get(&key) {
        return *known;
    }
    let mut known = lowering.messages.keys();
    let is_again = known.any(|other| (&other.1, other.2, &other.3) == (&key.1, key.2, &key.3));
    let origin = Arc::new(Origin::Message(name.clone(), is_again.then_some(r#use)));
    let elements: Vec<Element> = parts.iter().map(|part| part_element(lowering, part)).collect();
    let names: BTreeSet<&Name> = elements.iter().map(|element| &element.name).collect();
    let order = match role {
        Role::Element => Order::Sequence,
        // The specification does not say in which order parts are sent (§3.5).
        Role::Part if elements.len() > 1 && names.len() == elements.len() => Order::All,
        Role::Part => Order::Grammar,
    };
    let fields = parts.iter().zip(elements).map(|(part, element)| Field {
        called: part.name.name.clone(),
        documentation: None,
        term: Term::Element(element),
        times: Times::ONCE,
        storage: Storage::Inline,
        shown: Sensitivity::Public,
        is_preset: false,
    });
    let content = Content::Fields(fields.collect(), order);
    let record = Record { attachments: attached.to_vec(), ..Record::of(role, content) };
    let id = lowering.reserve();
    lowering.fill(id, &origin, None, Definition::Record(record));
    lowering.messages.insert(key, id);
    id
}
