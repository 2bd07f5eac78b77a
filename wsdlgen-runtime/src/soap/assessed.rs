//! Assessment of messages that are read strictly, against the schema of the contract.

use super::{Contract, EnvelopeKind, Operation, Use, open_envelope, read_blocks};
use crate::xml::{
    AnyElement, Assessor, Cursor, Name, NamespaceId, Namespaces, ReadError, ReadErrorKind,
    ReadOptions, TARGET_ATTRIBUTES,
};

/// Assesses the header blocks and the content of the body that the schema declares, if generated code includes the schema
/// and the message is read strictly.
///
/// Encoded messages are not assessed: their elements have types of the schema, but no declarations.
pub(crate) fn assess_message<O: Operation>(
    envelope: &str,
    options: &ReadOptions,
) -> Result<(), ReadError> {
    match O::Contract::NAMESPACES.assessor(options) {
        Some(assessor) if O::USE == Use::Literal => assess(envelope, assessor, options),
        _ => Ok(()),
    }
}

fn assess(envelope: &str, assessor: &dyn Assessor, options: &ReadOptions) -> Result<(), ReadError> {
    let mut cursor = Cursor::new(envelope, Namespaces::NONE, options)?;
    let EnvelopeKind::Envelope(version) = open_envelope(&mut cursor)? else { return Ok(()) };
    for mut block in read_blocks(&mut cursor, version)? {
        block
            .attributes
            .retain(|attribute| !is_of_target(attribute.name.namespace(), attribute.name.local()));
        assess_declared(&block, assessor, &cursor, options)?;
    }
    cursor.expect(&Name::new(version.namespace_id(), "Body"))?;
    cursor.pass_attributes();
    while cursor.next_element()? {
        let content = cursor.capture()?;
        assess_declared(&content, assessor, &cursor, options)?;
    }
    Ok(())
}

fn assess_declared(
    element: &AnyElement,
    assessor: &dyn Assessor,
    cursor: &Cursor<'_>,
    options: &ReadOptions,
) -> Result<(), ReadError> {
    if !assessor.declares(&element.name) {
        return Ok(());
    }
    let invalid = |error: Box<dyn std::error::Error + Send + Sync>| {
        cursor.error(ReadErrorKind::Invalid(error.to_string()))
    };
    assessor.assess(element, !options.secrets.is_empty()).map_err(invalid)
}

/// Returns whether an attribute targets a header block (SOAP 1.1, §4.2). Schemas need not allow it.
fn is_of_target(namespace: &str, local: &str) -> bool {
    let soap = [NamespaceId::SOAP11, NamespaceId::SOAP12];
    soap.iter().any(|soap| Namespaces::NONE.uri(*soap) == namespace)
        && TARGET_ATTRIBUTES.contains(&local)
}
