//! The context of a call, and the conversion of a method's result into a response.

use std::{borrow::Cow, fmt, sync::Arc};

use http::{HeaderValue, Response, StatusCode, header, request::Parts};

use super::{
    http_binding,
    replies::{self, ReplyDelivery},
};
use crate::{
    attachment::Attachment,
    message::{
        Attachments, EncodedHeader, Payload, describe, http_binding::write_output, pack,
        public_address, seal_with, write_headers,
    },
    security::Guard,
    soap::{
        AddressingHeaders, EnvelopeOptions, Fault, FaultClass, FaultDetail, NoDetail, Operation,
        SoapVersion, fault_action, fault_envelope, reply_action, write_envelope,
        write_reply_addressing,
    },
    xml::{AnyElement, Deviation, Writer},
};

/// The context of a call: everything a method receives in addition to its input.
pub struct Context<O: Operation> {
    /// The headers of the request that the operation declares.
    pub headers: O::InputHeaders,
    /// The header blocks of the request that the operation does not declare, without their SOAP attributes.
    pub undeclared_headers: Vec<AnyElement>,
    /// The headers to send with the reply. They are not sent with a fault, which has [its own
    /// headers](Fault::headers).
    pub reply_headers: O::OutputHeaders,
    /// Undeclared header blocks to send with the reply.
    pub undeclared_reply_headers: Vec<AnyElement>,
    /// The head of the HTTP request.
    pub http: Parts,
    /// The request's deviations from the contract that lenient reading accepted.
    pub deviations: Vec<Deviation>,
    /// The attachments of the request.
    pub attachments: Attachments,
    /// The attachments to send with the reply.
    pub reply_attachments: Vec<Attachment>,
    version: SoapVersion,
    /// The least length of binary data that becomes an attachment in the reply, in bytes.
    ///
    /// `None` inlines all binary data.
    mtom: Option<usize>,
    /// The WS-Addressing headers of the request.
    addressed: AddressingHeaders,
    guard: Arc<Guard>,
    /// `false` for HTTP without SOAP.
    is_soap: bool,
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
            undeclared_headers: Vec::new(),
            reply_headers: O::OutputHeaders::default(),
            undeclared_reply_headers: Vec::new(),
            http,
            deviations,
            attachments: metadata.attachments,
            reply_attachments: Vec::new(),
            version,
            mtom: metadata.mtom,
            addressed: metadata.addressed,
            guard: metadata.guard,
            is_soap: metadata.is_soap,
        }
    }

    /// Returns the SOAP version of the request and its reply.
    pub fn version(&self) -> SoapVersion {
        self.version
    }

    /// Converts a method's result into a response.
    pub fn answer(mut self, result: Result<O::Output, Fault<O::Fault>>) -> Response<Payload> {
        if !self.is_soap {
            return answer_http::<O>(result);
        }
        let output = match result {
            Ok(output) => output,
            Err(fault) => {
                return fault_response(
                    self.version,
                    O::DECLARATIONS,
                    &self.addressed,
                    &fault,
                    (&self.guard, O::INDEX),
                );
            }
        };
        if O::without_output().is_some() || self.addressed.is_unwanted(false) {
            return accepted();
        }
        let version = self.version;
        let guard = Arc::clone(&self.guard);
        let packed = self.packed(&output);
        let addressed = &self.addressed;
        match packed {
            Ok((content_type, body)) => {
                let response = response(StatusCode::OK, content_type, body);
                replies::set_destination(response, addressed, reply_action::<O>, false)
            }
            Err(error) => {
                let fault = Fault::receiver(format!("the reply cannot be written: {error}"));
                fault_response::<NoDetail>(version, "", addressed, &fault, (&guard, O::INDEX))
            }
        }
    }

    /// Writes and packs the reply. Returns its content type and its body, or the reason why it cannot be written.
    fn packed(&mut self, output: &O::Output) -> Result<(HeaderValue, Payload), String> {
        // Signatures cover only the envelope, so signed replies inline all binary data.
        let mtom = self.mtom.filter(|_| !self.guard.signs());
        let options = EnvelopeOptions {
            version: self.version,
            declarations: O::DECLARATIONS,
            r#use: O::USE,
            mtom,
        };
        let addressing = reply_addressing(&self.addressed, reply_action::<O>, false);
        let others = self.undeclared_reply_headers.iter().map(EncodedHeader::of_element);
        let others = others.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
        let (envelope, collected) = write_envelope(
            &options,
            |writer| write_headers(writer, &self.reply_headers, &others, addressing),
            |writer| O::write_output(output, writer),
        )
        .map_err(|error| error.to_string())?;
        let is_xop = mtom.is_some() || collected.is_xop;
        let attachments = collected.attachments.into_iter();
        let attachments = attachments.chain(std::mem::take(&mut self.reply_attachments)).collect();
        let sealed = seal_with(&self.guard, envelope, attachments, O::INDEX);
        let (envelope, attachments, _) = sealed.map_err(|error| error.to_string())?;
        pack(self.version, None, envelope, attachments, is_xop).map_err(|error| error.to_string())
    }
}

/// Omits the HTTP headers, which may contain credentials.
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

/// Converts a method's result into a response without SOAP.
fn answer_http<O: Operation>(result: Result<O::Output, Fault<O::Fault>>) -> Response<Payload> {
    let output = match result {
        Ok(output) => output,
        Err(fault) => {
            let is_sender = fault.code.class() == FaultClass::Sender;
            let status =
                if is_sender { StatusCode::BAD_REQUEST } else { StatusCode::INTERNAL_SERVER_ERROR };
            return http_binding::error(status, fault.reason());
        }
    };
    if O::without_output().is_some() {
        return accepted();
    }
    match write_output::<O>(&output) {
        Ok(document) => http_binding::reply(document),
        Err(error) => {
            let reason = format!("the reply cannot be written: {error}");
            http_binding::error(StatusCode::INTERNAL_SERVER_ERROR, &reason)
        }
    }
}

/// Creates the response for a fault, with the status required by its SOAP version (SOAP 1.1 §6.2, SOAP 1.2
/// part 2 §7.5.2.2).
pub(super) fn fault_response<D: FaultDetail>(
    version: SoapVersion,
    declarations: &str,
    addressed: &AddressingHeaders,
    fault: &Fault<D>,
    (guard, operation): (&Guard, usize),
) -> Response<Payload> {
    if addressed.is_unwanted(true) {
        return accepted();
    }
    let action = || Cow::Borrowed(fault_action(fault, addressed.version()));
    let addressing = reply_addressing(addressed, action, true);
    let envelope = fault_envelope(fault, version, declarations, addressing);
    let sealed = guard.seal(envelope, Vec::new(), operation).map(|sealed| sealed.envelope);
    let envelope = sealed.unwrap_or_else(|_| {
        // The fault may have a detail that must be encrypted.
        let fault = Fault::<NoDetail>::receiver("the fault cannot be secured");
        fault_envelope(&fault, version, "", addressing)
    });
    let content_type = HeaderValue::from_static(version.content_type());
    let response = response(fault.status(version), content_type, Payload::new(envelope));
    replies::set_destination(response, addressed, action, true)
}

/// Returns the writer of the addressing headers of a reply or a fault, if the request had any.
fn reply_addressing<'a>(
    addressed: &'a AddressingHeaders,
    action: impl FnOnce() -> Cow<'static, str> + Copy + 'a,
    is_fault: bool,
) -> Option<impl FnOnce(&mut Writer) + Copy + 'a> {
    let id = addressed.message_id.as_deref()?;
    Some(move |writer: &mut Writer| {
        let destination = addressed.destination(is_fault);
        let goes_elsewhere = addressed.address_elsewhere(is_fault).is_some();
        let version = addressed.version();
        write_reply_addressing(version, (&action(), id), destination, goes_elsewhere, writer);
    })
}

/// Request metadata carried over to the response.
#[derive(Debug)]
pub(super) struct RequestMetadata {
    pub(super) attachments: Attachments,
    /// The least length of binary data that becomes an attachment, in bytes. Set for MTOM requests.
    pub(super) mtom: Option<usize>,
    /// The WS-Addressing headers of the request.
    pub(super) addressed: AddressingHeaders,
    /// Sends replies to other addresses than the connection.
    pub(super) replies: Option<ReplyDelivery>,
    /// `true` if the request asks for its reply or fault at another address.
    pub(super) has_other_destination: bool,
    /// The verification of the request and the security of its reply.
    pub(super) guard: Arc<Guard>,
    /// `false` for HTTP without SOAP.
    pub(super) is_soap: bool,
}

impl Default for RequestMetadata {
    fn default() -> Self {
        Self {
            attachments: Attachments::default(),
            mtom: None,
            addressed: AddressingHeaders::default(),
            replies: None,
            has_other_destination: false,
            guard: Arc::default(),
            is_soap: true,
        }
    }
}

/// Returns the response to a message without a reply (SOAP 1.1 §6.2, WS-I Basic Profile 1.1 R2750).
pub(super) fn accepted() -> Response<Payload> {
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
