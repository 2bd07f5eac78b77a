//! What a method of a server sees beside its input, and turning its result into a response.

use std::fmt;

use http::{HeaderValue, Response, StatusCode, header, request::Parts};

use crate::{
    message::{Payload, write_headers},
    soap::{
        Fault, FaultClass, FaultCode, FaultDetail, NoDetail, Operation, SoapVersion, Use,
        write_envelope, write_fault,
    },
    xml::{Tolerated, Writer},
};

/// What a method of a server sees beside its input: the headers both ways and the HTTP request.
pub struct Context<O: Operation> {
    /// The headers that came with the request.
    pub headers: O::InputHeaders,
    /// The headers to send with the reply. A fault goes without.
    pub reply_headers: O::OutputHeaders,
    /// The head of the HTTP request.
    pub http: Parts,
    /// What in the request was not as the contract says and was passed over.
    pub tolerated: Vec<Tolerated>,
    version: SoapVersion,
}

impl<O: Operation> Context<O> {
    pub(super) fn new(
        headers: O::InputHeaders,
        http: Parts,
        version: SoapVersion,
        tolerated: Vec<Tolerated>,
    ) -> Self {
        Self { headers, reply_headers: O::OutputHeaders::default(), http, tolerated, version }
    }

    /// The version of SOAP that the request came in and the reply goes out in.
    pub fn version(&self) -> SoapVersion {
        self.version
    }

    /// The response to a method's result.
    pub fn answer(self, result: Result<O::Output, Fault<O::Fault>>) -> Response<Payload> {
        let output = match result {
            Ok(output) => output,
            Err(fault) => return fault_response(self.version, O::DECLARATIONS, &fault),
        };
        if O::without_output().is_some() {
            return accepted();
        }
        let written = write_envelope(
            self.version,
            O::DECLARATIONS,
            O::USE,
            |writer| write_headers(writer, &self.reply_headers, &[]),
            |writer| O::write_output(&output, writer),
        );
        match written {
            Ok(envelope) => response(self.version, StatusCode::OK, envelope),
            Err(error) => {
                let fault = Fault::receiver(format!("the reply cannot be written: {error}"));
                fault_response::<NoDetail>(self.version, "", &fault)
            }
        }
    }
}

/// Without the HTTP headers, which may hold credentials.
impl<O: Operation> fmt::Debug for Context<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Context")
            .field("headers", &self.headers)
            .field("reply_headers", &self.reply_headers)
            .field("uri", &self.http.uri)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// A fault with the status that its version asks for (SOAP 1.1 §6.2, SOAP 1.2 part 2 §7.5.2.2).
pub(super) fn fault_response<D: FaultDetail>(
    version: SoapVersion,
    declarations: &str,
    fault: &Fault<D>,
) -> Response<Payload> {
    let status = match (version, fault.code.class()) {
        (SoapVersion::Soap12, FaultClass::Sender) => StatusCode::BAD_REQUEST,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let body = |writer: &mut Writer| write_fault(fault, version, writer);
    let written = write_envelope(version, declarations, Use::Literal, |_| {}, body);
    // A reason that XML cannot carry must not hide that there was a fault.
    let envelope = written.unwrap_or_else(|error| {
        let reason = format!("a fault that cannot be written: {error:?}");
        let fault = Fault::<NoDetail>::new(FaultCode::of(fault.code.class()), reason);
        let body = |writer: &mut Writer| write_fault(&fault, version, writer);
        write_envelope(version, "", Use::Literal, |_| {}, body).unwrap_or_default()
    });
    response(version, status, envelope)
}

/// The response to a message that gets no answer (SOAP 1.1 §6.2, WS-I Basic Profile 1.1 R2750).
fn accepted() -> Response<Payload> {
    let mut response = Response::new(Payload::new(Vec::new()));
    *response.status_mut() = StatusCode::ACCEPTED;
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    response
}

fn response(version: SoapVersion, status: StatusCode, envelope: Vec<u8>) -> Response<Payload> {
    let content_type = HeaderValue::from_static(version.content_type());
    let length = HeaderValue::from(envelope.len());
    let mut response = Response::new(Payload::new(envelope));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    response.headers_mut().insert(header::CONTENT_LENGTH, length);
    response
}
