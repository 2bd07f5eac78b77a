//! A request that has come in: which operation it calls, and reading it.

use std::{borrow::Cow, fmt, sync::Arc};

use bytes::Bytes;
use http::{Response, StatusCode, header, request::Parts};

use super::{
    Context, DispatchFuture,
    answer::{RequestMetadata, fault_response},
};
use crate::{
    message::{
        CollectError, ContentType, Payload, Unpacked, content_coding, public_address, unpack,
    },
    observe::CallSpan,
    offload::for_message,
    security::{Guard, SecurityError},
    soap::{
        AddressingHeaders, Contract, EnvelopeKind, Fault, Headers, NoDetail, NoHeaders, Operation,
        SoapVersion, Use, WireSignature, action_mismatch, action_not_supported, finish_envelope,
        inline_references_to, is_addressing, not_understood, open_envelope, read_headers,
        version_mismatch,
    },
    xml::{Cursor, Deviation, QName, ReadError, ReadOptions, decode_text, shorten},
};

/// How long octets are that get parts of their own in the reply to a request whose octets had some.
const MTOM: usize = 1 << 10;

/// A request whose envelope and operation are known.
pub struct IncomingRequest {
    head: Parts,
    text: String,
    version: SoapVersion,
    options: Arc<ReadOptions>,
    /// The action that the HTTP request names.
    action: Option<String>,
    metadata: RequestMetadata,
}

/// A request's input with its deviations, unless it has headers that must be understood
/// and are not.
enum Understood<T> {
    Input(T, Vec<Deviation>),
    NotHeaders(Vec<QName>),
}

/// Without the message, which may hold secrets.
impl fmt::Debug for IncomingRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("IncomingRequest")
            .field("method", &self.head.method)
            .field("uri", &public_address(&self.head.uri.to_string()))
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// A response that answers a request which cannot be served.
pub type Rejection = Box<Response<Payload>>;

impl IncomingRequest {
    /// Reads as much of a request as tells which operation it calls.
    pub(super) fn open<C: Contract>(
        head: Parts,
        bytes: &Bytes,
        options: &Arc<ReadOptions>,
    ) -> Result<(usize, Self), Rejection> {
        let whole_type = ContentType::of(&head.headers).unwrap_or_default();
        if !whole_type.may_be_soap() {
            return Err(unsupported_type(&whole_type));
        }
        if let Some(coding) = content_coding(&head.headers, bytes) {
            return Err(unsupported_coding(coding));
        }
        let action = requested_action(&head, &whole_type);
        let announced = whole_type.soap_version().unwrap_or(SoapVersion::Soap11);
        let unpacked = unpack(whole_type, bytes.clone()).map_err(|reason| {
            let fault = Fault::sender(format!("the request cannot be read: {reason}"));
            refuse(announced, &fault)
        })?;
        let Unpacked { envelope, content_type, attachments, is_xop } = unpacked;
        let mtom = is_xop.then_some(MTOM);
        let metadata = RequestMetadata { attachments, mtom, ..RequestMetadata::default() };
        // Until the envelope says otherwise, the content type tells which version to answer in.
        let assumed = content_type.soap_version().unwrap_or(SoapVersion::Soap11);
        let unreadable = |error: ReadError| {
            refuse(assumed, &Fault::sender(format!("the request cannot be read: {error}")))
        };
        let text = decode_text(&envelope, content_type.parameter("charset").as_deref())
            .map_err(unreadable)?;
        let mut cursor = Cursor::new(&text, C::NAMESPACES, options).map_err(unreadable)?;
        let version = match open_envelope(&mut cursor).map_err(unreadable)? {
            EnvelopeKind::Envelope(version) => version,
            EnvelopeKind::NotSoap(root) => return Err(refuse(assumed, &version_mismatch(&root))),
        };
        let operation = find_operation::<C>(&mut cursor, version, action.as_deref())?;
        let (text, options) = (text.into_owned(), Arc::clone(options));
        Ok((operation, Self { head, text, version, options, action, metadata }))
    }

    /// The same, once its security is what the server asks for.
    pub(super) fn admitted(mut self, guard: &Arc<Guard>) -> Result<Self, Rejection> {
        let has_parts = self.metadata.attachments.iter().next().is_some();
        let extensions = &mut self.head.extensions;
        guard
            .admit(&self.text, has_parts, &self.options, extensions)
            .map_err(|error: SecurityError| refuse(self.version, &error.fault()))?;
        self.metadata.guard = Arc::clone(guard);
        Ok(self)
    }

    pub(super) fn version(&self) -> SoapVersion {
        self.version
    }

    /// Reads headers and body.
    ///
    /// # Errors
    ///
    /// The response that says what is wrong with them.
    pub async fn read<O: Operation>(self) -> Result<(Context<O>, O::Input), Rejection> {
        let version = self.version;
        let read = for_message(self.text.len(), move || self.read_now::<O>()).await;
        read.unwrap_or_else(|| Err(failed(version)))
    }

    fn read_now<O: Operation>(self) -> Result<(Context<O>, O::Input), Rejection> {
        CallSpan::operation(O::NAME);
        let version = self.version;
        let unreadable = |error: ReadError| {
            refuse(version, &Fault::sender(format!("the request cannot be read: {error}")))
        };
        let mut headers = O::InputHeaders::default();
        let mut addressed = AddressingHeaders::new(self.metadata.guard.verifies());
        let input = self.read_envelope::<O>(&mut headers, &mut addressed).map_err(unreadable)?;
        if let Err(fault) = check_addressing::<O>(&addressed, self.action.as_deref()) {
            return Err(refuse_addressed(version, &addressed, &fault));
        }
        match input {
            Understood::Input(input, deviations) => {
                CallSpan::deviations(&deviations);
                let attachments = self.metadata.attachments.of_parts(O::INPUT_ATTACHMENTS);
                let metadata = RequestMetadata { attachments, addressed, ..self.metadata };
                Ok((Context::new(headers, self.head, version, deviations, metadata), input))
            }
            Understood::NotHeaders(names) => Err(refuse(version, &not_understood(version, &names))),
        }
    }

    /// The response to a request for an operation that generated code does not know.
    pub fn no_such_operation(&self) -> DispatchFuture<'static> {
        let refusal = refuse(self.version, &Fault::receiver("there is no such operation"));
        Box::pin(std::future::ready(Err(refusal)))
    }

    fn read_envelope<O: Operation>(
        &self,
        headers: &mut O::InputHeaders,
        addressed: &mut AddressingHeaders,
    ) -> Result<Understood<O::Input>, ReadError> {
        let mut options = *self.options;
        let text = match O::USE {
            Use::Literal => Cow::Borrowed(&*self.text),
            Use::Encoded => {
                let allowed = self.metadata.guard.targets();
                inline_references_to(allowed, &self.text, &mut options)?
            }
        };
        let mut cursor = Cursor::new(&text, O::Contract::NAMESPACES, &options)?
            .with_included(&self.metadata.attachments);
        open_envelope(&mut cursor)?;
        let names = read_headers(&mut cursor, self.version, headers, addressed)?;
        if !names.is_empty() {
            return Ok(Understood::NotHeaders(names));
        }
        let input = O::read_input(&mut cursor)?;
        let deviations = finish_envelope(cursor)?;
        Ok(Understood::Input(input, deviations))
    }
}

/// Holds a request to what WS-Addressing asks of it. A contract that declares such headers itself leaves
/// them to its methods.
fn check_addressing<O: Operation>(
    addressed: &AddressingHeaders,
    of_http: Option<&str>,
) -> Result<(), Box<Fault<NoDetail>>> {
    if O::InputHeaders::NAMES.iter().any(is_addressing) {
        return Ok(());
    }
    addressed.check(O::without_output().is_none())?;
    // Of an operation whose actions nobody knows, any may be one; its name is what clients make up.
    let known = O::Contract::SIGNATURES.get(O::INDEX).map_or(&[][..], |known| known.actions);
    let Some(action) = addressed.action.as_deref() else { return Ok(()) };
    let is_known = known.contains(&action) || action == O::NAME;
    if !is_known && !known.is_empty() {
        return Err(Box::new(action_not_supported(action)));
    }
    // A contract may have two actions for an operation, and clients that send one with HTTP and the other here.
    let other = of_http.filter(|of_http| !of_http.is_empty() && *of_http != action);
    match other.filter(|other| !known.contains(other)) {
        Some(other) => Err(Box::new(action_mismatch(action, other))),
        None => Ok(()),
    }
}

/// The action that the HTTP request names: in a header of its own, or as a parameter of its type.
fn requested_action(head: &Parts, content_type: &ContentType<'_>) -> Option<String> {
    let header = head.headers.get("soapaction").and_then(|value| value.to_str().ok());
    let header = header.map(|value| value.trim().trim_matches('"').to_owned());
    content_type.parameter("action").map(Cow::into_owned).or(header)
}

/// The operation that the body's first element calls, or that the action names where several are
/// called by this element. The headers before it are looked at only as
/// far as they must be understood: what they hold depends on the operation.
fn find_operation<C: Contract>(
    cursor: &mut Cursor<'_>,
    version: SoapVersion,
    action: Option<&str>,
) -> Result<usize, Rejection> {
    let sender = |reason: String| refuse(version, &Fault::sender(reason));
    let unreadable = |error: ReadError| sender(format!("the request cannot be read: {error}"));
    let mut addressed = AddressingHeaders::default();
    read_headers(cursor, version, &mut NoHeaders, &mut addressed).map_err(unreadable)?;
    let action = action.filter(|action| !action.is_empty()).or(addressed.action.as_deref());
    let is_empty = !cursor.next_element().map_err(unreadable)?;
    let is_called = |signature: &WireSignature| {
        signature.element.map_or(is_empty, |name| !is_empty && cursor.peeked_is(&name))
    };
    let called = C::SIGNATURES.iter().enumerate().filter(|(_, signature)| is_called(signature));
    let is_named = |(_, signature): &(usize, &WireSignature)| {
        action.is_some_and(|action| signature.actions.contains(&action))
    };
    let first = called.clone().next();
    if let Some((operation, _)) = called.clone().find(is_named).or(first) {
        return Ok(operation);
    }
    if is_empty {
        return Err(sender("the body of the request is empty".to_owned()));
    }
    let name = cursor.peeked_name();
    Err(sender(format!("{} has no operation for the element {name}", C::NAME)))
}

pub(super) fn refuse(version: SoapVersion, fault: &Fault<NoDetail>) -> Rejection {
    refuse_addressed(version, &AddressingHeaders::default(), fault)
}

/// As [`refuse`], to where the request wants its faults.
fn refuse_addressed(
    version: SoapVersion,
    addressed: &AddressingHeaders,
    fault: &Fault<NoDetail>,
) -> Rejection {
    Box::new(fault_response(version, "", addressed, fault, &Guard::default()))
}

pub(super) fn body_failed<E>(head: &Parts, error: &CollectError<E>) -> Rejection {
    let version = ContentType::of(&head.headers).and_then(|kind| kind.soap_version());
    let (status, reason) = match error {
        CollectError::TooLong => {
            (StatusCode::PAYLOAD_TOO_LARGE, "the request is longer than this service accepts")
        }
        CollectError::Body(_) => (StatusCode::BAD_REQUEST, "the request broke off"),
    };
    let mut response = refuse(version.unwrap_or(SoapVersion::Soap11), &Fault::sender(reason));
    *response.status_mut() = status;
    response
}

/// The response to what is of a type that no message of SOAP is of (SOAP 1.2 part 2, §7.5.1.2).
fn unsupported_type(content_type: &ContentType<'_>) -> Rejection {
    let found = shorten(content_type.media_type(), 100);
    unsupported(format!("a message of SOAP is XML, or parts of which one is: not {found}"))
}

/// The response to what is compressed and that no layer around the server has decoded; it says what may
/// come (RFC 9110, §12.5.3 and §15.5.16).
fn unsupported_coding(coding: &str) -> Rejection {
    let mut response = unsupported(format!("this service does not take what is coded as {coding}"));
    let plain = http::HeaderValue::from_static("identity");
    response.headers_mut().insert(header::ACCEPT_ENCODING, plain);
    response
}

fn unsupported(reason: String) -> Rejection {
    let mut response = refuse(SoapVersion::Soap11, &Fault::sender(reason));
    *response.status_mut() = StatusCode::UNSUPPORTED_MEDIA_TYPE;
    response
}

/// What a caller learns of a method that panicked.
pub(super) fn failed(version: SoapVersion) -> Rejection {
    refuse(version, &Fault::receiver("the operation failed"))
}

/// The response to a request that is no message; `shows` says whether there is something to see.
pub(super) fn method_not_allowed(shows: bool) -> Response<Payload> {
    let mut response =
        Response::new(Payload::new("This is a SOAP service: requests are POSTed.\n"));
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    let headers = response.headers_mut();
    let allowed = if shows { "GET, HEAD, POST" } else { "POST" };
    headers.insert(header::ALLOW, http::HeaderValue::from_static(allowed));
    let plain = http::HeaderValue::from_static("text/plain; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, plain);
    response
}
