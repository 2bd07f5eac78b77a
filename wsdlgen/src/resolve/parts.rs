//! Correction of message parts that have `element` in place of `type`, or `type` in place of `element`.

use super::{
    dangling::in_namespace,
    kind::Kind,
    schemas::{Schemas, XSD},
    suggestions::article,
};
use crate::{
    diagnostic::{Diagnostic, Report},
    document::Span,
    syntax::{
        Builtin, QName, Reference,
        wsdl::{Definitions, Part, PartContent, Style},
    },
};

/// Corrects the parts of all messages and reports each correction.
pub(super) fn correct(definitions: &mut [Definitions], schemas: &Schemas, report: &mut Report) {
    let bindings = definitions.iter().flat_map(|document| &document.bindings);
    let mut operations = bindings.flat_map(|binding| &binding.operations);
    let is_document = operations.all(|operation| operation.style == Style::Document);
    let messages = definitions.iter_mut().flat_map(|document| &mut document.messages);
    for part in messages.flat_map(|message| &mut message.parts) {
        correct_part(part, is_document, schemas, report);
    }
}

/// Corrects a part. In document style, an element is assumed, which has the name and content that the body needs. Parts of
/// RPC style and built-in types remain types.
fn correct_part(part: &mut Part, is_document: bool, schemas: &Schemas, report: &mut Report) {
    let is_builtin =
        |name: &QName| &*name.namespace == XSD && Builtin::lookup(&name.local).is_some();
    let is_type = |name: &QName| is_builtin(name) || schemas.types.find(name).is_some();
    let is_element = |name: &QName| schemas.elements.find(name).is_some();
    part.content = match &part.content {
        PartContent::Element(wrong)
            if !is_element(&wrong.name)
                && is_type(&wrong.name)
                && (!is_document || is_builtin(&wrong.name)) =>
        {
            let defined = schemas.types.span(&wrong.name);
            report.add(mistake(Kind::Element, Kind::Type, wrong, defined));
            PartContent::Type(as_other(wrong))
        }
        PartContent::Type(wrong)
            if is_document && !is_type(&wrong.name) && is_element(&wrong.name) =>
        {
            let defined = schemas.elements.span(&wrong.name);
            report.add(mistake(Kind::Type, Kind::Element, wrong, defined));
            PartContent::Element(as_other(wrong))
        }
        PartContent::Element(_) | PartContent::Type(_) => return,
    };
}

fn as_other<T, U>(reference: &Reference<T>) -> Reference<U> {
    let slot = u32::try_from(reference.slot()).unwrap_or(u32::MAX);
    Reference::new(reference.name.clone(), reference.span, slot)
}

fn mistake<T>(
    wanted: Kind,
    found: Kind,
    reference: &Reference<T>,
    defined: Option<Span>,
) -> Diagnostic {
    let name = &reference.name;
    let noun = found.noun();
    let message = format!("cannot find {} `{}` {}", wanted.noun(), name.local, in_namespace(name));
    let guess = format!("the {noun} of this name is assumed");
    let label = format!("there is {} {noun} of this name", article(noun));
    let diagnostic =
        Diagnostic::mistake(wanted.unknown(), message, guess).label(reference.span, label);
    defined.into_iter().fold(diagnostic, |base, span| base.label(span, format!("the {noun}")))
}
