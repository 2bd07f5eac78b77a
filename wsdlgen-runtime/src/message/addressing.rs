//! WS-Addressing headers of requests that are created without generated code.

use std::borrow::Cow;

use super::package::message_id;
use crate::{
    soap::{AddressingVersion, Endpoints, RequestAddressing, write_request_addressing},
    xml::{WriteError, Writer},
};

/// Returns the WS-Addressing header blocks of a request to an address, with a new message id (Core, §3.2; Submission, §3).
///
/// They request the reply at the anonymous endpoint, that is, in the HTTP response. Generated code writes these blocks itself: this function is for requests that
/// are created without it.
///
/// ```
/// use wsdlgen_runtime::{message::addressing_blocks, soap::AddressingVersion};
///
/// let blocks = addressing_blocks(AddressingVersion::V1, "urn:find", "http://localhost/orders")?;
/// let action = "<wsa:Action xmlns:wsa=\"http://www.w3.org/2005/08/addressing\">urn:find</wsa:Action>";
/// assert!(blocks.starts_with(action));
/// # Ok::<(), wsdlgen_runtime::xml::WriteError>(())
/// ```
///
/// # Errors
///
/// If the action or the address contains a character that XML does not allow.
pub fn addressing_blocks(
    version: AddressingVersion,
    action: &str,
    address: &str,
) -> Result<String, WriteError> {
    let mut writer = Writer::default();
    let request = RequestAddressing {
        version,
        action: Cow::Borrowed(action),
        message_id: message_id(),
        address,
        endpoints: &Endpoints::default(),
    };
    write_request_addressing(&request, &mut writer);
    writer.finish_text()
}
