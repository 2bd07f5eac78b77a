//! Incoming requests: finding the operation and reading the message.

use std::{borrow::Cow, fmt, sync::Arc};

use bytes::Bytes;
use http::{header, request::Parts};

use super::{
    Context, DispatchFuture,
    answer::RequestMetadata,
    rejection::{
        Rejection, failed, refuse, refuse_secured, unreadable, unsupported_coding, unsupported_type,
    },
    replies::ReplyDelivery,
};
use crate::{
    message::{ContentType, Unpacked, content_coding, decrypt, public_address, unpack},
    observe::CallSpan,
    offload::for_message,
    security::{Exchange, Guard, SecurityError},
    soap::{
        AddressingHeaders, Contract, EnvelopeKind, Fault, Headers, NoDetail, NoHeaders, Operation,
        SoapVersion, Use, WireSignature, action_mismatch, action_not_supported, assess_message,
        finish_envelope, inline_references_to, is_addressing, not_understood, open_envelope,
        read_headers, version_mismatch,
    },
    xml::{AnyElement, Cursor, Deviation, Name, QName, ReadError, ReadOptions, decode_text},
};

/// The least length of binary data that becomes an attachment in the reply to an MTOM request, in bytes.
const MTOM: usize = 1 << 10;

/// A request whose envelope and operation are known.
pub struct IncomingRequest {
    head: Parts,
    text: String,
    version: SoapVersion,
    options: Arc<ReadOptions>,
    /// The action named by the HTTP request.
    action: Option<String>,
    metadata: RequestMetadata,
}

/// The outcome of reading an envelope.
enum Understood<T> {
    /// The request's input and its deviations.
    Input(T, Vec<Deviation>),
    /// The names of header blocks that must be understood but are not.
    NotHeaders(Vec<QName>),
}

/// Omits the message, which may contain secrets.
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

impl IncomingRequest {
    /// Reads a request just far enough to find its operation.
    pub(super) fn open<C: Contract>(
        mut head: Parts,
        (bytes, arrived): (&Bytes, Option<Unpacked<'static>>),
        options: &Arc<ReadOptions>,
        guard: &Guard,
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
        let unpacked = arrived.map_or_else(|| unpack(whole_type, bytes.clone()), Ok);
        let unpacked = unpacked.map_err(|reason| unreadable(announced, &reason))?;
        let Unpacked { envelope, content_type, attachments, is_xop } = unpacked;
        let mtom = is_xop.then_some(MTOM);
        let mut metadata = RequestMetadata { attachments, mtom, ..RequestMetadata::default() };
        // Until the envelope is open, the content type decides the SOAP version of the reply.
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
        // Decryption comes first, since the operation may be encrypted.
        let insecure = |error: SecurityError| refuse(version, &error.fault());
        let of_request = Exchange::default();
        let opened = decrypt(guard, &text, &mut metadata.attachments, options, &of_request);
        let opened = opened.map_err(insecure)?;
        let text = opened.text().map_or_else(|| text.into_owned(), str::to_owned);
        let mut cursor = Cursor::new(&text, C::NAMESPACES, options).map_err(unreadable)?;
        open_envelope(&mut cursor).map_err(unreadable)?;
        let mut addressed = AddressingHeaders::default();
        let found = find_operation::<C>(&mut cursor, version, action.as_deref(), &mut addressed);
        // A message that cannot be decrypted has no operation. Its sender must not learn the difference.
        let operation = found.as_ref().map_or(usize::MAX, |operation| *operation);
        let authorization = head.headers.get(header::AUTHORIZATION);
        let extensions = &mut head.extensions;
        let exchange = guard.admit(&opened, operation, &of_request, authorization, extensions);
        let exchange = exchange.map_err(insecure)?;
        metadata.guard = Arc::new(Guard { exchange, ..guard.clone() });
        let unaddressed = AddressingHeaders::default();
        let refuse = |fault: Box<_>| {
            refuse_secured(version, &unaddressed, &fault, (&metadata.guard, operation))
        };
        let operation = found.map_err(refuse)?;
        let options = Arc::clone(options);
        metadata.has_other_destination = addressed.has_other_destination();
        Ok((operation, Self { head, text, version, options, action, metadata }))
    }

    /// Creates a request from the body of a message that was received without SOAP.
    pub(super) fn of_fields(
        head: Parts,
        body: &str,
        options: &Arc<ReadOptions>,
        guard: &Arc<Guard>,
    ) -> Self {
        let version = SoapVersion::Soap11;
        let uri = version.namespace();
        let text = format!("<s:Envelope xmlns:s=\"{uri}\"><s:Body>{body}</s:Body></s:Envelope>");
        let guard = Arc::clone(guard);
        let metadata = RequestMetadata { guard, is_soap: false, ..RequestMetadata::default() };
        let options = Arc::clone(options);
        Self { head, text, version, options, action: None, metadata }
    }

    pub(super) fn version(&self) -> SoapVersion {
        self.version
    }

    /// Returns whether the request asks for its reply or fault at another address.
    pub(super) fn has_other_destination(&self) -> bool {
        self.metadata.has_other_destination
    }

    /// Sets how replies and faults are delivered to other addresses.
    pub(super) fn set_reply_delivery(&mut self, replies: ReplyDelivery) {
        self.metadata.replies = Some(replies);
    }

    /// Reads the headers and the body.
    ///
    /// # Errors
    ///
    /// If the headers or the body are invalid. The error is the response with the fault.
    pub async fn read<O: Operation>(mut self) -> Result<(Context<O>, O::Input), Rejection> {
        let version = self.version;
        self.metadata.attachments.set_parts(O::INPUT_ATTACHMENTS);
        if self.metadata.attachments.are_arriving() && self.needs_attachments::<O>() {
            let collected = self.metadata.attachments.collect().await;
            collected.map_err(|error| unreadable(version, &error))?;
        }
        let read = for_message(self.text.len(), move || self.read_now::<O>()).await;
        read.unwrap_or_else(|| Err(failed(version)))
    }

    fn read_now<O: Operation>(self) -> Result<(Context<O>, O::Input), Rejection> {
        CallSpan::operation(O::NAME);
        let version = self.version;
        // The text of an error may quote what was encrypted.
        let guard = Arc::clone(&self.metadata.guard);
        let refuse = |addressed: &AddressingHeaders, fault: &Fault<NoDetail>| {
            refuse_secured(version, addressed, fault, (&guard, O::INDEX))
        };
        let unreadable = |error: ReadError| {
            let fault = Fault::sender(format!("the request cannot be read: {error}"));
            refuse(&AddressingHeaders::default(), &fault)
        };
        let mut headers = O::InputHeaders::default();
        let mut addressed = AddressingHeaders::new(self.metadata.guard.verifies());
        let mut undeclared_headers = Vec::new();
        let input = self
            .read_envelope::<O>(&mut headers, &mut undeclared_headers, &mut addressed)
            .map_err(unreadable)?;
        let replies = self.metadata.replies.as_ref();
        let allows = |address: &str| replies.is_some_and(|replies| replies.allows(address));
        if let Err(fault) = check_addressing::<O>(&mut addressed, self.action.as_deref(), allows) {
            return Err(refuse(&addressed, &fault));
        }
        match input {
            Understood::Input(input, deviations) => {
                let has_arrived = !self.metadata.attachments.are_arriving();
                if let Some(replies) = replies.filter(|_| has_arrived) {
                    replies.release_if_unused(&addressed);
                }
                CallSpan::deviations(&deviations);
                let metadata = RequestMetadata { addressed, ..self.metadata };
                let mut context = Context::new(headers, self.head, version, deviations, metadata);
                context.undeclared_headers = undeclared_headers;
                Ok((context, input))
            }
            Understood::NotHeaders(names) => {
                Err(refuse(&AddressingHeaders::default(), &not_understood(version, &names)))
            }
        }
    }

    /// Starts the operation of a request, which is taken.
    pub fn start<'a>(
        received: &mut Option<Self>,
        operation: impl FnOnce(Self) -> DispatchFuture<'a>,
    ) -> DispatchFuture<'a> {
        match received.take() {
            Some(received) => operation(received),
            None => Box::pin(std::future::ready(Err(failed(SoapVersion::Soap11)))),
        }
    }

    /// Rejects a request for an operation that the generated code does not know.
    pub fn no_such_operation(&self) -> DispatchFuture<'static> {
        let refusal = refuse(self.version, &Fault::receiver("there is no such operation"));
        Box::pin(std::future::ready(Err(refusal)))
    }

    /// Returns whether the request cannot be read without the content of its attachments.
    fn needs_attachments<O: Operation>(&self) -> bool {
        let (mut headers, mut addressed) = Default::default();
        self.read_envelope::<O>(&mut headers, &mut Vec::new(), &mut addressed).is_err()
    }

    fn read_envelope<O: Operation>(
        &self,
        headers: &mut O::InputHeaders,
        undeclared_headers: &mut Vec<AnyElement>,
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
        if O::USE == Use::Encoded {
            cursor.ignore_ids();
        }
        open_envelope(&mut cursor)?;
        let names =
            read_headers(&mut cursor, self.version, headers, addressed, Some(undeclared_headers))?;
        let understood = &self.metadata.guard.understood;
        let names: Vec<QName> =
            names.into_iter().filter(|name| !understood.contains(name)).collect();
        if !names.is_empty() {
            return Ok(Understood::NotHeaders(names));
        }
        assess_message::<O>(&text, &options)?;
        let input = O::read_input(&mut cursor)?;
        let deviations = finish_envelope(cursor)?;
        Ok(Understood::Input(input, deviations))
    }
}

/// Checks a request against the rules of WS-Addressing.
///
/// If the contract itself declares WS-Addressing headers, they are left to its methods.
fn check_addressing<O: Operation>(
    addressed: &mut AddressingHeaders,
    of_http: Option<&str>,
    allows: impl Fn(&str) -> bool,
) -> Result<(), Box<Fault<NoDetail>>> {
    let is_declared = |name: &Name| is_addressing(name, O::Contract::NAMESPACES);
    if O::InputHeaders::NAMES.iter().any(is_declared) {
        return Ok(());
    }
    addressed.check(O::without_output().is_none(), allows)?;
    // Any action is accepted if the contract declares none. Some clients use the operation's name instead.
    let known = O::Contract::SIGNATURES.get(O::INDEX).map_or(&[][..], |known| known.actions);
    let Some(action) = addressed.action.as_deref() else { return Ok(()) };
    let is_known = known.contains(&action) || action == O::NAME;
    if !is_known && !known.is_empty() {
        return Err(Box::new(action_not_supported(addressed.version(), action)));
    }
    // A contract may declare two actions for one operation. Clients may then send one over HTTP and the other
    // in this header.
    let other = of_http.filter(|of_http| !of_http.is_empty() && *of_http != action);
    match other.filter(|other| !known.contains(other)) {
        Some(other) => Err(Box::new(action_mismatch(addressed.version(), action, other))),
        None => Ok(()),
    }
}

/// Returns the action named by the HTTP request, in `SOAPAction` or as a parameter of the content type.
fn requested_action(head: &Parts, content_type: &ContentType<'_>) -> Option<String> {
    let header = head.headers.get("soapaction").and_then(|value| value.to_str().ok());
    let header = header.map(|value| value.trim().trim_matches('"').to_owned());
    content_type.parameter("action").map(Cow::into_owned).or(header)
}

/// Finds the operation that the body's first element calls. If several operations share that element, the
/// action decides.
///
/// The header blocks before the body are only skimmed, because their types depend on the operation.
fn find_operation<C: Contract>(
    cursor: &mut Cursor<'_>,
    version: SoapVersion,
    action: Option<&str>,
    addressed: &mut AddressingHeaders,
) -> Result<usize, Box<Fault<NoDetail>>> {
    let sender = |reason: String| Box::new(Fault::sender(reason));
    let unreadable = |error: ReadError| sender(format!("the request cannot be read: {error}"));
    read_headers(cursor, version, &mut NoHeaders, addressed, None).map_err(unreadable)?;
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
    // The parts of a message may come in another order.
    if let Some((operation, _)) = C::SIGNATURES.iter().enumerate().find(is_named) {
        return Ok(operation);
    }
    let name = cursor.peeked_name();
    Err(sender(format!("`{}` has no operation for the element `{name}`", C::NAME)))
}
