//! Our side: generated code and the runtime's public functions.

use bytes::Bytes;
use http::{HeaderValue, Request, Response, header, response};
use wsdlgen_runtime::{
    Contract, Headers, Operation, Payload, Port, SoapVersion, message,
    xml::{Cursor, Name, NamespaceId, ReadError, ReadOptions, Writer, decode_text},
};

use crate::samples::Sample;

#[allow(
    dead_code,
    unreachable_pub,
    clippy::pedantic,
    reason = "the expected output of the generator's tests"
)]
mod contract {
    include!("../../../wsdlgen/tests/fixtures/customer_care/expected.rs");
}

use contract::{
    CustomerCareServiceContract, UpdateCustomerPinInputHeaders, UpdateCustomerPinResponse,
    operations::UpdateCustomerPin, ports,
};

/// A whole request: header and body.
#[derive(Debug, PartialEq)]
pub(crate) struct WholeRequest {
    headers: UpdateCustomerPinInputHeaders,
    input: contract::UpdateCustomerPin,
}

/// Reads a request from its bytes, as a server does.
pub(crate) fn read_request(bytes: &[u8], version: SoapVersion) -> WholeRequest {
    try_read_request(bytes, version).expect("the sample is a valid request")
}

fn try_read_request(bytes: &[u8], version: SoapVersion) -> Result<WholeRequest, ReadError> {
    let options = ReadOptions::default();
    let text = decode_text(bytes, Some("utf-8"))?;
    let namespaces = CustomerCareServiceContract::NAMESPACES;
    let mut cursor = Cursor::new(&text, namespaces, &options)?;
    let soap = |local| Name::new(namespace(version), local);
    let mut headers = UpdateCustomerPinInputHeaders::default();
    cursor.expect(&soap("Envelope"))?;
    if cursor.next_if(&soap("Header"))? {
        for (index, name) in UpdateCustomerPinInputHeaders::NAMES.iter().enumerate() {
            if cursor.next_if(name)? {
                headers.read(index, &mut cursor)?;
            }
        }
        cursor.leave()?;
    }
    cursor.expect(&soap("Body"))?;
    let input = UpdateCustomerPin::read_input(&mut cursor)?;
    cursor.leave()?;
    cursor.leave()?;
    cursor.finish()?;
    Ok(WholeRequest { headers, input })
}

fn namespace(version: SoapVersion) -> NamespaceId {
    match version {
        SoapVersion::Soap11 => NamespaceId::SOAP11,
        SoapVersion::Soap12 => NamespaceId::SOAP12,
    }
}

/// A whole response: header and body.
#[derive(Debug, PartialEq)]
pub(crate) struct WholeResponse {
    headers: UpdateCustomerPinInputHeaders,
    output: UpdateCustomerPinResponse,
}

/// A source of HTTP responses to decode. Each reuses the head of the previous one, so creating it costs nothing.
pub(crate) struct Responses {
    head: Option<response::Parts>,
    body: Bytes,
}

impl Responses {
    pub(crate) fn new(sample: &Sample) -> Self {
        let content_type = HeaderValue::from_static(match sample.version {
            SoapVersion::Soap11 => "text/xml; charset=utf-8",
            SoapVersion::Soap12 => "application/soap+xml; charset=utf-8",
        });
        Self::of(content_type, Bytes::from_static(sample.xml.as_bytes()))
    }

    pub(crate) fn of(content_type: HeaderValue, body: Bytes) -> Self {
        let (mut head, ()) = Response::new(()).into_parts();
        head.headers.insert(header::CONTENT_TYPE, content_type);
        head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        Self { head: Some(head), body }
    }

    /// Decodes one response.
    pub(crate) fn read(&mut self) -> WholeResponse {
        let head = self.head.take().expect("the previous read returned the head");
        let response = Response::from_parts(head, self.body.clone());
        let reply = message::decode::<UpdateCustomerPin>(response, &ReadOptions::default())
            .expect("the sample is a valid response");
        assert!(reply.deviations.is_empty());
        self.head = Some(reply.http);
        WholeResponse { headers: reply.headers, output: reply.body.into() }
    }
}

/// Returns the contract's port for a SOAP version.
pub(crate) fn port(version: SoapVersion) -> Port<CustomerCareServiceContract> {
    match version {
        SoapVersion::Soap11 => ports::CUSTOMER_CARE_SERVICE_SOAP,
        SoapVersion::Soap12 => ports::CUSTOMER_CARE_SERVICE_SOAP12,
    }
}

/// Encodes a request as an HTTP request.
pub(crate) fn encode_request(
    request: &WholeRequest,
    port: &Port<CustomerCareServiceContract>,
) -> Request<Payload> {
    message::encode::<UpdateCustomerPin>(port, &request.input, &request.headers)
        .expect("the port's address is a valid URL and the sample is writable")
}

/// Appends a request's envelope to the writer's buffer.
pub(crate) fn write_request(
    request: &WholeRequest,
    version: SoapVersion,
    writer: Writer,
) -> Vec<u8> {
    write_envelope(version, writer, &request.headers, |writer| {
        UpdateCustomerPin::write_input(&request.input, writer);
    })
}

/// Appends a response's envelope to the writer's buffer.
pub(crate) fn write_response(
    response: &WholeResponse,
    version: SoapVersion,
    writer: Writer,
) -> Vec<u8> {
    write_envelope(version, writer, &response.headers, |writer| {
        UpdateCustomerPin::write_output(&response.output, writer);
    })
}

/// Writes an envelope as `message::encode` and the server do.
fn write_envelope(
    version: SoapVersion,
    mut writer: Writer,
    headers: &UpdateCustomerPinInputHeaders,
    body: impl FnOnce(&mut Writer),
) -> Vec<u8> {
    writer.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope xmlns:soap=\"");
    writer.raw(version.namespace());
    writer.raw("\"");
    writer.raw(UpdateCustomerPin::DECLARATIONS);
    writer.raw("><soap:Header>");
    headers.write(&mut writer);
    writer.raw("</soap:Header><soap:Body>");
    body(&mut writer);
    writer.raw("</soap:Body></soap:Envelope>");
    writer.finish().expect("the sample's characters are valid in XML")
}
