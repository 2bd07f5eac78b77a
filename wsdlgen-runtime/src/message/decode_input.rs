//! Decoding of requests outside of a server.

use std::borrow::Cow;

use crate::{
    soap::{
        AddressingHeaders, Contract, EnvelopeKind, Operation, Use, finish_envelope,
        inline_references, open_envelope, read_headers,
    },
    xml::{Cursor, ReadError, ReadErrorKind, ReadOptions},
};

/// Reads the input of an operation from the envelope of a request, such as a sample in a file. Header blocks are ignored.
///
/// # Errors
///
/// If the text is not an envelope with a request of the operation.
///
/// ```
/// # use wsdlgen_runtime::{Operation, message::decode_input, xml::{ReadError, ReadOptions}};
/// # fn example<O: Operation>(envelope: &str) -> Result<O::Input, ReadError> {
/// let input = decode_input::<O>(envelope, &ReadOptions::default())?;
/// # Ok(input) }
/// ```
pub fn decode_input<O: Operation>(
    envelope: &str,
    options: &ReadOptions,
) -> Result<O::Input, ReadError> {
    let options = ReadOptions { secrets: O::Contract::SECRETS, ..*options };
    let text = match O::USE {
        Use::Literal => Cow::Borrowed(envelope),
        Use::Encoded => inline_references(envelope, &options)?,
    };
    let mut cursor = Cursor::new(&text, O::Contract::NAMESPACES, &options)?;
    if O::USE == Use::Encoded {
        cursor.ignore_ids();
    }
    let EnvelopeKind::Envelope(version) = open_envelope(&mut cursor)? else {
        let what = "expected a SOAP envelope";
        return Err(cursor.error(ReadErrorKind::Malformed(what.into())));
    };
    let (mut headers, mut addressed) = (O::InputHeaders::default(), AddressingHeaders::default());
    read_headers(&mut cursor, version, &mut headers, &mut addressed, None)?;
    let input = O::read_input(&mut cursor)?;
    finish_envelope(cursor)?;
    Ok(input)
}
