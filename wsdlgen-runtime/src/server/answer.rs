//! What a method of a server sees beside its input, and turning its result into a response.

use std::{fmt, sync::Arc};

use http::{HeaderValue, Response, StatusCode, header, request::Parts};

use crate::{
    message::{
        Attachment, Attachments, Packaging, Payload, describe, pack, public_address, write_headers,
    },
    security::Guard,
    soap::{
        AddressingHeaders, EnvelopeOptions, Fault, FaultDetail, NoDetail, Operation, SoapVersion,
        fault_action, fault_envelope, write_envelope, write_reply_addressing,
    },
    xml::{Deviation, Writer},
};

/// What a method of a server sees beside its input: the headers both ways and the HTTP request.
pub struct Context<O: Operation> {
    /// The headers that came with the request.
    pub headers: O::InputHeaders,
    /// The headers to send with the reply. A fault goes without: it has [headers of its
    /// own](Fault::headers).
    pub reply_headers: O::OutputHeaders,
    /// The head of the HTTP request.
    pub http: Parts,
    /// What in the request was not as the contract says and was passed over.
    pub deviations: Vec<Deviation>,
    /// The attachments that came with the request.
    pub attachments: Attachments,
    /// The attachments to send with the reply.
    pub reply_attachments: Vec<Attachment>,
    version: SoapVersion,
    /// How long octets are that get parts of their own in the reply, if any do.
    mtom: Option<usize>,
    /// What the request says of itself and of where replies go.
    addressed: AddressingHeaders,
    guard: Arc<Guard>,
}

impl<O: Operation> Context<O> {
    pub(super) fn new(
        headers: O::InputHeaders,
        http: Parts,
        version: SoapVersion,
        deviations: Vec<Deviation>,
        metadata: RequestMetadata,
    ) -> Self {
        Self {
            headers,
            reply_headers: O::OutputHeaders::default(),
            http,
            deviations,
            attachments: metadata.attachments,
            reply_attachments: Vec::new(),
            version,
            mtom: metadata.mtom,
            addressed: metadata.addressed,
            guard: metadata.guard,
        }
    }

    /// The version of SOAP that the request came in and the reply goes out in.
    pub fn version(&self) -> SoapVersion {
        self.version
    }

    /// The response to a method's result.
    pub fn answer(self, result: Result<O::Output, Fault<O::Fault>>) -> Response<Payload> {
        let output = match result {
            Ok(output) => output,
            Err(fault) => {
                return fault_response(
                    self.version,
                    O::DECLARATIONS,
                    &self.addressed,
                    &fault,
                    &self.guard,
                );
            }
        };
        if O::without_output().is_some() || self.addressed.is_unwanted(false) {
            return accepted();
        }
        // What is signed stays in the envelope.
        let mtom = self.mtom.filter(|_| !self.guard.signs());
        let frame = EnvelopeOptions {
            version: self.version,
            declarations: O::DECLARATIONS,
            r#use: O::USE,
            mtom,
        };
        let parameters = self.addressed.parameters(false);
        let addressing = self.addressed.message_id.as_deref().map(|id| {
            move |writer: &mut Writer| {
                write_reply_addressing(O::REPLY_ACTION, id, parameters, writer);
            }
        });
        let written = write_envelope(
            &frame,
            |writer| write_headers(writer, &self.reply_headers, &[], addressing),
            |writer| O::write_output(&output, writer),
        );
        let packaging =
            Packaging { attachments: self.reply_attachments, mtom, ..Packaging::default() };
        let packed = written.map_err(|error| error.to_string()).and_then(|(envelope, included)| {
            let has_parts = !(included.is_empty() && packaging.attachments.is_empty());
            let envelope =
                self.guard.seal(envelope, has_parts).map_err(|error| error.to_string())?;
            pack(self.version, None, envelope, included, &packaging)
                .map_err(|error| error.to_string())
        });
        match packed {
            Ok((content_type, body)) => response(StatusCode::OK, content_type, body),
            Err(error) => {
                let fault = Fault::receiver(format!("the reply cannot be written: {error}"));
                fault_response::<NoDetail>(
                    self.version,
                    "",
                    &AddressingHeaders::default(),
                    &fault,
                    &self.guard,
                )
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
            .field("uri", &public_address(&self.http.uri.to_string()))
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// A fault with the status that its version asks for (SOAP 1.1 §6.2, SOAP 1.2 part 2 §7.5.2.2).
pub(super) fn fault_response<D: FaultDetail>(
    version: SoapVersion,
    declarations: &str,
    addressed: &AddressingHeaders,
    fault: &Fault<D>,
    guard: &Guard,
) -> Response<Payload> {
    if addressed.is_unwanted(true) {
        return accepted();
    }
    let relates_to = addressed.message_id.as_deref();
    let addressing = relates_to.map(|id| {
        move |writer: &mut Writer| {
            write_reply_addressing(fault_action(fault), id, addressed.parameters(true), writer);
        }
    });
    let envelope = fault_envelope(fault, version, declarations, addressing);
    // A fault must not be lost that cannot be secured.
    let envelope = guard.seal(envelope.clone(), false).unwrap_or(envelope);
    let content_type = HeaderValue::from_static(version.content_type());
    response(fault.status(version), content_type, Payload::new(envelope))
}

/// What came beside the envelope of a request.
#[derive(Debug, Default)]
pub(super) struct RequestMetadata {
    pub(super) attachments: Attachments,
    /// Set where the request's own octets had left its envelope.
    pub(super) mtom: Option<usize>,
    /// What the request says of itself in WS-Addressing.
    pub(super) addressed: AddressingHeaders,
    /// What the request was held to, and what its reply is given.
    pub(super) guard: Arc<Guard>,
}

/// The response to a message that gets no answer (SOAP 1.1 §6.2, WS-I Basic Profile 1.1 R2750).
fn accepted() -> Response<Payload> {
    let mut response = Response::new(Payload::new(Vec::new()));
    *response.status_mut() = StatusCode::ACCEPTED;
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    response
}

fn response(status: StatusCode, content_type: HeaderValue, body: Payload) -> Response<Payload> {
    let mut response = Response::new(Payload::default());
    *response.status_mut() = status;
    describe(response.headers_mut(), content_type, &body);
    *response.body_mut() = body;
    response
}
