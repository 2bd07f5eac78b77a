//! Decoding of an HTTP response into an operation's reply.

use std::{borrow::Cow, error::Error, fmt};

use bytes::Bytes;
use http::{Extensions, Response, response::Parts};
use http_body::Body;

use super::{
    Attachments, CallError, ContentType, DecodeError, HttpError, RawReply, Sent, Unpacked, arrived,
    content_coding, error::FaultReply, http_binding, unpack,
};
use crate::{
    security::{Exchange, Guard, Opened, SecurityError},
    soap::{
        AddressingHeaders, Contract, EnvelopeKind, Fault, FaultDetail, Operation, Use,
        assess_message, finish_envelope, inline_references_to, open_envelope, read_blocks,
        read_fault, read_headers,
    },
    validate::ValidationErrors,
    xml::{
        AnyElement, Cursor, Deviation, Event, Name, NamespaceId, Namespaces, ReadError,
        ReadErrorKind, ReadOptions, Reading, decode_text,
    },
};

/// The result of a successful call.
#[non_exhaustive]
pub struct Reply<O: Operation> {
    /// The content of the message, without its wrapper element.
    pub body: O::Body,
    /// The SOAP headers that the operation declares.
    pub headers: O::OutputHeaders,
    /// The header blocks that the operation does not declare, without their SOAP attributes. WS-Addressing headers
    /// are handled by the client and not included.
    pub undeclared_headers: Vec<AnyElement>,
    /// The HTTP status and headers.
    pub http: http::response::Parts,
    /// The deviations from the contract that lenient reading accepted.
    pub deviations: Vec<Deviation>,
    /// The attachments.
    pub attachments: Attachments,
}

impl<O: Operation> fmt::Debug for Reply<O>
where
    O::Body: fmt::Debug,
{
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Reply")
            .field("body", &self.body)
            .field("headers", &self.headers)
            .field("status", &self.http.status)
            .field("deviations", &self.deviations)
            .finish_non_exhaustive()
    }
}

/// The content of an envelope.
enum Content<O: Operation> {
    Output(O::Output, O::OutputHeaders, Vec<AnyElement>, Vec<Deviation>),
    Fault(Fault<O::Fault>, Vec<Deviation>),
    /// An envelope that fails its security check.
    Insecure(SecurityError),
    /// A well-formed document that is not an envelope.
    NotSoap,
}

/// The security requirements of a reply, and the results of checking them.
struct Guarded<'g> {
    guard: &'g Guard,
    admitted: &'g mut Extensions,
    /// The id, keys and signatures of the request.
    sent: Option<Sent>,
}

/// Reads the response to a request created by [`encode`](super::encode).
///
/// Servers disagree about HTTP statuses, so the body decides: a fault is a fault with any status,
/// and a body that is not an envelope is an [`HttpError`].
///
/// # Errors
///
/// Returns [`CallError::Fault`] if the service returned a fault, [`CallError::Http`] if the response
/// is not SOAP, and [`CallError::Decode`] if the reply does not match the contract.
pub fn decode<O: Operation>(
    response: Response<Bytes>,
    options: &ReadOptions,
) -> Result<Reply<O>, CallError<O::Fault>> {
    decode_checked(response, None, options, &Guard::default(), |_, _| Ok(()))
}

/// Works as [`decode`], but also passes the output and the headers to `check`. If the attachments are still arriving,
/// `arrived` is the beginning of the message, and the response has its envelope.
pub(crate) fn decode_checked<O: Operation>(
    response: Response<Bytes>,
    arrived: Option<Unpacked<'static>>,
    options: &ReadOptions,
    guard: &Guard,
    check: impl FnOnce(&O::Output, &O::OutputHeaders) -> Result<(), ValidationErrors>,
) -> Result<Reply<O>, CallError<O::Fault>> {
    let (mut http, bytes) = response.into_parts();
    let sent = http.extensions.remove::<Sent>();
    let raw = || RawReply::new(&http, bytes.clone(), O::Contract::SECRETS);
    let malformed = |reason: Cow<'static, str>| {
        let error = ReadError::new(ReadErrorKind::Malformed(reason), String::new());
        CallError::Decode(DecodeError { error, reply: raw() })
    };
    if let Some(coding) = content_coding(&http.headers, &bytes) {
        let reason = format!("the body is compressed (`{coding}`): the transport has to decode it");
        return Err(malformed(reason.into()));
    }
    let whole_type = ContentType::of(&http.headers).unwrap_or_default();
    if is_bound_to_http::<O>() {
        let charset = whole_type.parameter("charset").map(Cow::into_owned);
        return decode_http(http, &bytes, charset.as_deref(), options, check);
    }
    let unpacked = match arrived {
        Some(arrived) => arrived,
        None => unpack(whole_type, bytes.clone()).map_err(|reason| malformed(reason.into()))?,
    };
    let Unpacked { envelope, content_type, mut attachments, .. } = unpacked;
    attachments.set_parts(O::OUTPUT_ATTACHMENTS);
    if envelope.is_empty() || !may_be_soap(&content_type, &envelope) {
        // Nothing protects them.
        let attachments = if guard.verifies() { Attachments::default() } else { attachments };
        return without_envelope((http, bytes), envelope.is_empty(), attachments, guard);
    }
    let options = ReadOptions { secrets: O::Contract::SECRETS, ..*options };
    let charset = content_type.parameter("charset");
    let mut admitted = Extensions::new();
    let guarded = Guarded { guard, admitted: &mut admitted, sent };
    match read::<O>(&envelope, charset.as_deref(), &mut attachments, &options, guarded) {
        Ok(Content::Output(output, headers, undeclared_headers, deviations)) => {
            check(&output, &headers).map_err(CallError::Invalid)?;
            http.extensions.extend(admitted);
            let body = O::body(output);
            Ok(Reply { body, headers, undeclared_headers, http, deviations, attachments })
        }
        Ok(Content::Fault(fault, deviations)) => {
            Err(CallError::Fault(Box::new(FaultReply { fault, deviations, reply: raw() })))
        }
        Ok(Content::Insecure(error)) => Err(CallError::Security(error)),
        Ok(Content::NotSoap) => Err(CallError::Http(HttpError { reply: raw() })),
        // For an error page that is not XML, the status is more informative than a parse error.
        Err(_) if !http.status.is_success() => Err(CallError::Http(HttpError { reply: raw() })),
        Err(error) => Err(CallError::Decode(DecodeError { error, reply: raw() })),
    }
}

/// Returns whether an operation is bound to HTTP without SOAP.
fn is_bound_to_http<O: Operation>() -> bool {
    O::Contract::SIGNATURES.get(O::INDEX).is_some_and(|signature| !signature.locations.is_empty())
}

/// Reads the response of an operation that is bound to HTTP without SOAP.
fn decode_http<O: Operation>(
    http: Parts,
    bytes: &Bytes,
    charset: Option<&str>,
    options: &ReadOptions,
    check: impl FnOnce(&O::Output, &O::OutputHeaders) -> Result<(), ValidationErrors>,
) -> Result<Reply<O>, CallError<O::Fault>> {
    if !http.status.is_success() || bytes.is_empty() {
        let attachments = Attachments::default();
        let response = (http, bytes.clone());
        return without_envelope(response, bytes.is_empty(), attachments, &Guard::default());
    }
    let options = ReadOptions { secrets: O::Contract::SECRETS, ..*options };
    let read = match O::without_output() {
        Some(output) => Ok((output, Vec::new())),
        None => http_binding::read_output::<O>(bytes, charset, &options),
    };
    let (output, deviations) = read.map_err(|error| {
        let reply = RawReply::new(&http, bytes.clone(), O::Contract::SECRETS);
        CallError::Decode(DecodeError { error, reply })
    })?;
    let headers = O::OutputHeaders::default();
    check(&output, &headers).map_err(CallError::Invalid)?;
    let (undeclared_headers, attachments) = (Vec::new(), Attachments::default());
    let body = O::body(output);
    Ok(Reply { body, headers, undeclared_headers, http, deviations, attachments })
}

/// Returns the output of a response without an envelope, if the operation has none or the response is empty.
fn without_envelope<O: Operation>(
    (http, bytes): (Parts, Bytes),
    is_empty: bool,
    attachments: Attachments,
    guard: &Guard,
) -> Result<Reply<O>, CallError<O::Fault>> {
    let is_success = http.status.is_success();
    if guard.verifies() && O::without_output().is_none() && is_empty && is_success {
        let error = SecurityError::of_reply("the reply is empty: it cannot be verified");
        return Err(CallError::Security(error));
    }
    // Some servers send no envelope in place of one with an empty body.
    let empty = || if is_empty { empty_output::<O>() } else { None };
    let Some(output) = O::without_output().or_else(empty).filter(|_| is_success) else {
        let reply = RawReply::new(&http, bytes, O::Contract::SECRETS);
        return Err(CallError::Http(HttpError { reply }));
    };
    let (headers, body) = (O::OutputHeaders::default(), O::body(output));
    let (undeclared_headers, deviations) = (Vec::new(), Vec::new());
    Ok(Reply { body, headers, undeclared_headers, http, deviations, attachments })
}

/// Reads a response whose body is still arriving.
///
/// The length of the body is limited by [`Limits::message_bytes`](crate::xml::Limits::message_bytes).
/// There is no timeout; the transport has to impose one.
///
/// # Errors
///
/// Returns the errors of [`decode`], and [`CallError::Transport`] if the body is incomplete or too
/// long.
pub async fn decode_body<O: Operation, B: Body>(
    response: Response<B>,
    options: &ReadOptions,
) -> Result<Reply<O>, CallError<O::Fault>>
where
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let limit = options.limits.message_bytes;
    let response = arrived(response, limit).await.map_err(CallError::Transport)?;
    decode::<O>(response, options)
}

/// Returns the output of an operation whose reply has an empty body.
fn empty_output<O: Operation>() -> Option<O::Output> {
    let options = ReadOptions { reading: Reading::Strict, ..ReadOptions::default() };
    let mut cursor = Cursor::new("<Body/>", O::Contract::NAMESPACES, &options).ok()?;
    cursor.enter().ok()?;
    O::read_output(&mut cursor).ok()
}

/// Returns whether a body is worth parsing: its type is XML, or its first bytes look like an envelope.
fn may_be_soap(content_type: &ContentType<'_>, body: &[u8]) -> bool {
    content_type.is_xml() || {
        let start = &body[..body.len().min(512)];
        memchr::memmem::find(start, b"Envelope").is_some()
    }
}

const OTHER_MESSAGE: &str = "`RelatesTo` refers to another message";

fn read<O: Operation>(
    bytes: &[u8],
    charset: Option<&str>,
    attachments: &mut Attachments,
    options: &ReadOptions,
    Guarded { guard, admitted, sent }: Guarded<'_>,
) -> Result<Content<O>, ReadError> {
    let mut text = decode_text(bytes, charset)?;
    let mut options = *options;
    let (sent_id, exchange) = sent.map(|sent| (sent.id, sent.exchange)).unwrap_or_default();
    let opened = decrypt(guard, &text, attachments, &options, &exchange);
    if let Some(decrypted) = opened.as_ref().ok().and_then(Opened::text) {
        text = Cow::Owned(decrypted.to_owned());
    }
    let is_secure = opened
        .and_then(|opened| guard.admit(&opened, O::INDEX, &exchange, None, admitted))
        .map(|_| ());
    if O::USE == Use::Encoded {
        text = without_references(text, guard, &mut options)?;
    }
    let mut cursor =
        Cursor::new(&text, O::Contract::NAMESPACES, &options)?.with_included(attachments);
    if O::USE == Use::Encoded {
        cursor.ignore_ids();
    }
    let EnvelopeKind::Envelope(version) = open_envelope(&mut cursor)? else {
        return Ok(Content::NotSoap);
    };
    let mut headers = O::OutputHeaders::default();
    let mut addressed = AddressingHeaders::new(guard.verifies());
    let mut others = Vec::new();
    let not_understood =
        read_headers(&mut cursor, version, &mut headers, &mut addressed, Some(&mut others))?;
    let is_other = sent_id.zip(addressed.relates_to.as_ref()).is_some_and(|(id, to)| id != *to);
    if is_other && guard.verifies() {
        return Ok(Content::Insecure(SecurityError::of_reply(OTHER_MESSAGE)));
    }
    if is_other {
        cursor.record_deviation(|_| ReadErrorKind::Malformed(OTHER_MESSAGE.into()))?;
    }
    if let Some(mut fault) = read_optional_fault(&mut cursor)? {
        fault.headers = fault_headers(&text, &cursor.remaining_options())?;
        return Ok(Content::Fault(fault, cursor.deviations().to_vec()));
    }
    let unknown = match is_secure.and_then(|()| guard.first_unknown(not_understood, &others)) {
        Ok(unknown) => unknown,
        Err(error) => return Ok(Content::Insecure(error)),
    };
    if let Some(name) = unknown {
        return Err(cursor.error(ReadErrorKind::NotUnderstood(name.to_string())));
    }
    assess_message::<O>(&text, &options)?;
    let output = match O::without_output() {
        Some(output) => pass_body(&mut cursor).map(|()| output)?,
        None => O::read_output(&mut cursor)?,
    };
    let deviations = finish_envelope(cursor)?;
    Ok(Content::Output(output, headers, others, deviations))
}

/// Replaces references of SOAP's encoding by their targets.
fn without_references<'t>(
    text: Cow<'t, str>,
    guard: &Guard,
    options: &mut ReadOptions,
) -> Result<Cow<'t, str>, ReadError> {
    match inline_references_to(guard.targets(), &text, options)? {
        Cow::Owned(inlined) => Ok(Cow::Owned(inlined)),
        Cow::Borrowed(_) => Ok(text),
    }
}

/// Decrypts an envelope and its attachments, and verifies its signatures.
pub(crate) fn decrypt(
    guard: &Guard,
    text: &str,
    attachments: &mut Attachments,
    options: &ReadOptions,
    exchange: &Exchange,
) -> Result<Opened, SecurityError> {
    let opened = guard.open(text, attachments.to_mime_parts(), options, exchange)?;
    if let Some(decrypted) = opened.attachments() {
        attachments.replace(decrypted);
    }
    Ok(opened)
}

/// Reads the fault of either SOAP version, if the body has one.
pub(crate) fn read_optional_fault<D: FaultDetail>(
    cursor: &mut Cursor<'_>,
) -> Result<Option<Fault<D>>, ReadError> {
    if cursor.peek()? == Event::Start {
        for namespace in [NamespaceId::SOAP11, NamespaceId::SOAP12] {
            if cursor.next_if(&Name::new(namespace, "Fault"))? {
                return read_fault(cursor).map(Some);
            }
        }
    }
    Ok(None)
}

/// Returns the header blocks of an envelope with a fault, as received.
fn fault_headers(text: &str, options: &ReadOptions) -> Result<Vec<AnyElement>, ReadError> {
    let mut cursor = Cursor::new(text, Namespaces::NONE, options)?;
    match open_envelope(&mut cursor)? {
        EnvelopeKind::Envelope(version) => read_blocks(&mut cursor, version),
        EnvelopeKind::NotSoap(_) => Ok(Vec::new()),
    }
}

/// Skips the content of the body. Some servers return one even for one-way operations.
fn pass_body(cursor: &mut Cursor<'_>) -> Result<(), ReadError> {
    while cursor.next_element()? {
        cursor.skip()?;
    }
    Ok(())
}
