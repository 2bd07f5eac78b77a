//! Operations for which no method is generated, with the reasons.

use crate::{
    diagnostic::{Code, Diagnostic},
    document::Span,
    lower::Lowering,
    model::SkippedOperation,
    syntax::wsdl::{Operation, PortType, Protocol},
};

/// Returns the operations of all portTypes that cannot be called.
pub(crate) fn find(lowering: &Lowering<'_>) -> Vec<SkippedOperation> {
    let definitions = &lowering.linked.definitions;
    let port_types = definitions.iter().flat_map(|definitions| &definitions.port_types);
    let operations =
        port_types.flat_map(|one| one.operations.iter().map(move |operation| (one, operation)));
    let skipped = operations.filter_map(|(port_type, operation)| {
        Some(SkippedOperation {
            port_type: port_type.name.name.to_string(),
            operation: operation.name.name.to_string(),
            reason: why(lowering, port_type, operation)?,
        })
    });
    skipped.collect()
}

/// Returns the reason why an operation cannot be called, or `None` if it can.
fn why(lowering: &Lowering<'_>, port_type: &PortType, operation: &Operation) -> Option<String> {
    if let Some(why) = lowering.called.get(&std::ptr::from_ref(operation)) {
        return why.clone();
    }
    let linked = lowering.linked;
    let of_this = |port: &PortType| std::ptr::eq(port, port_type);
    let bindings = linked.bindings().map(|(_, binding)| binding);
    let mut own = bindings.filter(|binding| of_this(linked.port_type(&binding.port_type).1));
    let name = &operation.name.name;
    let why = if own.clone().next().is_none() {
        "no binding refers to its portType"
    } else if own.clone().all(|binding| matches!(binding.protocol, Some(Protocol::Http(_)))) {
        "it is bound only to HTTP without SOAP (see the setting `http_bindings`)"
    } else if own.clone().all(|binding| !matches!(binding.protocol, Some(Protocol::Soap(_)))) {
        "it is not bound to SOAP over HTTP"
    } else if own.any(|binding| binding.operations.iter().any(|bound| bound.name.name == *name)) {
        // The operation can be called, but is not selected.
        return None;
    } else {
        "no SOAP binding includes it"
    };
    Some(why.to_owned())
}

/// Reports that a part of the contract is skipped.
pub(crate) fn skip(lowering: &mut Lowering<'_>, what: &str, span: Span) {
    let diagnostic = Diagnostic::warning(Code::Skipped, format!("{what} is skipped"));
    lowering.report.add(diagnostic.label(span, "has no effect on the generated code"));
}
