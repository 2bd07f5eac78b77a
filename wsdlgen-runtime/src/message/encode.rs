//! Encoding of an operation's input into an HTTP request.

use std::{borrow::Cow, sync::Arc};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Uri, header};

use super::{
    EncodeError, Packaging, Payload, describe, http_binding, pack,
    package::{message_id, name_attachments},
    public_address,
};
use crate::{
    attachment::Attachment,
    security::{Exchange, Guard, Sealed, SecurityError},
    soap::{
        Contract, EnvelopeOptions, HeaderBlock, Headers, HttpMethod, Operation, Port,
        RequestAddressing, SoapVersion, is_addressing, request_action, write_envelope,
        write_request_addressing,
    },
    validate::ValidationErrors,
    xml::{AnyElement, Name, QName, ReadOptions, WriteError, Writer},
};

pub(crate) const SOAP_ACTION: HeaderName = HeaderName::from_static("soapaction");

/// Creates the request that calls an operation of a port.
///
/// # Errors
///
/// If the port's address is not a valid URL, the action is not valid in an HTTP header, or a value
/// contains a character that XML cannot represent.
pub fn encode<O: Operation>(
    port: &Port<O::Contract>,
    input: &O::Input,
    headers: &O::InputHeaders,
) -> Result<Request<Payload>, EncodeError> {
    encode_packed::<O>(port, input, headers, &Packaging::default())
}

/// Creates the request that calls an operation of a port, packed as `packaging` specifies.
///
/// # Errors
///
/// Returns the errors of [`encode`].
pub fn encode_packed<O: Operation>(
    port: &Port<O::Contract>,
    input: &O::Input,
    headers: &O::InputHeaders,
    packaging: &Packaging,
) -> Result<Request<Payload>, EncodeError> {
    encode_with::<O>(port, input, headers, &[], packaging, &Guard::default())
}

/// A serialized header block.
#[derive(Clone)]
pub(crate) struct EncodedHeader {
    name: BlockName,
    block: Bytes,
    validity: Result<(), ValidationErrors>,
}

/// The name of a header block.
#[derive(Clone, PartialEq)]
enum BlockName {
    /// A block that the contract declares, with a name that refers to the contract's namespaces.
    Declared(Name),
    /// A block that the contract does not declare. Its name is unknown if its markup relies on the namespaces of the
    /// envelope.
    Undeclared(Option<QName>),
}

impl EncodedHeader {
    pub(crate) fn new<C: Contract, H: HeaderBlock<C>>(
        header: &H,
        version: SoapVersion,
    ) -> Result<Self, EncodeError> {
        let mut writer = Writer::with_root_declarations(H::DECLARATIONS);
        header.write_block(&mut writer);
        let mut block = writer.finish_text().map_err(EncodeError::Value)?;
        let name_end = block.find([' ', '>', '/']).unwrap_or(block.len());
        block.insert_str(name_end, H::DECLARATIONS);
        let name = if H::IS_DECLARED {
            BlockName::Declared(H::NAME)
        } else {
            BlockName::Undeclared(root_name(&block))
        };
        if let Some(target) = header.target() {
            let start_tag = block.split('>').next().unwrap_or(&block);
            let attributes = target.attributes(version, start_tag);
            block.insert_str(name_end + H::DECLARATIONS.len(), &attributes);
        }
        Ok(Self { name, block: block.into(), validity: header.validate_block() })
    }

    /// Serializes a block that the contract does not declare.
    pub(crate) fn of_element(element: &AnyElement) -> Result<Self, WriteError> {
        let name = BlockName::Undeclared(Some(element.name.clone()));
        Ok(Self { name, block: element.to_xml()?.into(), validity: Ok(()) })
    }

    /// Returns whether both blocks have the same name, so that a client sends only one of them.
    pub(crate) fn replaces(&self, other: &Self) -> bool {
        self.name != BlockName::Undeclared(None) && self.name == other.name
    }

    pub(crate) fn validate(&self) -> Result<(), ValidationErrors> {
        self.validity.clone()
    }
}

/// Returns the headers of `standing` that belong to a message: those that it declares and `headers` does not set, and
/// those that no message of the contract declares.
pub(crate) fn standing_for<'h, H: Headers>(
    headers: &H,
    standing: &'h [EncodedHeader],
) -> impl Iterator<Item = &'h EncodedHeader> {
    standing.iter().filter(|header| {
        let BlockName::Declared(name) = header.name else { return true };
        H::NAMES.iter().position(|known| *known == name).is_some_and(|index| !headers.is_set(index))
    })
}

/// Returns the headers of a client that those of a call do not replace, followed by those of the call.
pub(crate) fn merged<'h>(
    client: &'h [EncodedHeader],
    call: &[EncodedHeader],
) -> Cow<'h, [EncodedHeader]> {
    if call.is_empty() {
        return Cow::Borrowed(client);
    }
    let is_replaced = |header: &&EncodedHeader| call.iter().any(|own| own.replaces(header));
    let kept = client.iter().filter(|header| !is_replaced(header));
    kept.chain(call).cloned().collect()
}

/// Returns the name of the root of a document, or `None` if the document is not well-formed.
fn root_name(document: &str) -> Option<QName> {
    AnyElement::parse(document, &ReadOptions::default()).ok().map(|element| element.name)
}

/// Creates a request. Headers of `standing` are added as [`standing_for`] specifies.
pub(crate) fn encode_with<O: Operation>(
    port: &Port<O::Contract>,
    input: &O::Input,
    headers: &O::InputHeaders,
    standing: &[EncodedHeader],
    packaging: &Packaging,
    guard: &Guard,
) -> Result<Request<Payload>, EncodeError> {
    if !port.binds(O::INDEX) {
        return Err(EncodeError::NotBound { operation: O::NAME, port: port.name() });
    }
    if let Some(unmet) = &guard.unmet {
        return Err(EncodeError::Policy(Arc::clone(unmet)));
    }
    if let Some(method) = port.http_method() {
        let is_secured = guard.seals() || guard.verifies();
        let is_plain = standing.is_empty() && packaging.attachments.is_empty() && !is_secured;
        return encode_http::<O>(port, method, input, is_plain && !sets_any(headers));
    }
    let options = EnvelopeOptions {
        version: port.version(),
        declarations: O::DECLARATIONS,
        r#use: O::USE,
        mtom: packaging.mtom,
    };
    let addressing = addressing_of::<O>(port, packaging);
    let action = match (port.action(O::INDEX), O::REQUEST_ACTION) {
        // The action of the binding would contradict that in the addressing headers (SOAP Binding, §3.4).
        (own, stated) if addressing.is_some() && !own.is_empty() && !stated.is_empty() => stated,
        (own, _) => own,
    };
    let message_id = addressing.as_ref().map(|addressing| addressing.message_id.clone());
    let write_addressing = addressing
        .map(|request| move |writer: &mut Writer| write_request_addressing(&request, writer));
    let (envelope, collected) = write_envelope(
        &options,
        |writer| write_headers(writer, headers, standing, write_addressing),
        |writer| O::write_input(input, writer),
    )
    .map_err(EncodeError::Value)?;
    let envelope = match &packaging.style {
        Some(style) => style.apply(&envelope).map_err(EncodeError::Style)?,
        None => envelope,
    };
    let is_xop = packaging.mtom.is_some() || collected.is_xop;
    let attachments = collected.attachments.into_iter().chain(packaging.attachments.clone());
    let sealed = seal_with(guard, envelope, attachments.collect(), O::INDEX)
        .map_err(EncodeError::Security)?;
    let (envelope, attachments, exchange) = sealed;
    let named = Some(action).filter(|action| !action.is_empty());
    let (content_type, body) = pack(port.version(), named, envelope, attachments, is_xop)
        .map_err(|_| EncodeError::Action(action))?;
    let mut request = request(port, action, content_type, body)?;
    if let Some(authorization) = guard.authorization() {
        request.headers_mut().insert(header::AUTHORIZATION, authorization);
    }
    request.extensions_mut().insert(Sent { id: message_id, exchange });
    Ok(request)
}

/// Returns the WS-Addressing headers of a request. If the contract declares such headers itself, the caller sets them.
fn addressing_of<'a, O: Operation>(
    port: &'a Port<O::Contract>,
    packaging: &'a Packaging,
) -> Option<RequestAddressing<'a>> {
    let is_declared = |name: &Name| is_addressing(name, O::Contract::NAMESPACES);
    let version = port.addressing(packaging.addressing)?;
    (!O::InputHeaders::NAMES.iter().any(is_declared)).then(|| RequestAddressing {
        version,
        action: request_action::<O>(port.action(O::INDEX)),
        message_id: message_id(),
        address: port.address(),
        endpoints: &packaging.endpoints,
    })
}

/// Creates a request without SOAP. `is_plain` is whether it consists of its input alone.
fn encode_http<O: Operation>(
    port: &Port<O::Contract>,
    method: HttpMethod,
    input: &O::Input,
    is_plain: bool,
) -> Result<Request<Payload>, EncodeError> {
    if !is_plain {
        return Err(EncodeError::Http("it has header blocks, attachments or a security header"));
    }
    http_binding::request::<O>(port, method, input)
}

/// Returns whether any block is set.
fn sets_any<H: Headers>(headers: &H) -> bool {
    (0..H::NAMES.len()).any(|index| headers.is_set(index))
}

/// Secures an envelope with its attachments.
pub(crate) fn seal_with(
    guard: &Guard,
    envelope: Vec<u8>,
    mut attachments: Vec<Attachment>,
    operation: usize,
) -> Result<(Vec<u8>, Vec<Attachment>, Exchange), SecurityError> {
    let mut parts = Vec::new();
    if guard.seals() {
        name_attachments(&mut attachments);
        parts.extend(attachments.iter().map(Attachment::to_mime_part));
    }
    let protects = guard.protects_attachments(operation);
    if (protects || guard.signs()) && attachments.iter().any(|one| one.source().is_some()) {
        let reason = "a streamed attachment cannot be signed or encrypted: collect it first";
        return Err(SecurityError::of_request(reason));
    }
    let Sealed { envelope, attachments: parts, exchange } =
        guard.seal(envelope, parts, operation)?;
    if protects {
        attachments = parts.into_iter().map(Attachment::of_mime_part).collect();
    }
    Ok((envelope, attachments, exchange))
}

/// The id, keys and signatures of a request. It is an extension of the request and of its response, where decoding looks for
/// it.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    /// The WS-Addressing message id.
    pub(crate) id: Option<String>,
    /// The keys and signatures of its security header.
    pub(crate) exchange: Exchange,
}

/// Writes the `Header` element, unless it would be empty.
///
/// It contains the WS-Addressing headers, the blocks set in `headers`, and the blocks of `standing` that belong to the
/// message.
pub(crate) fn write_headers<H: Headers>(
    writer: &mut Writer,
    headers: &H,
    standing: &[EncodedHeader],
    addressing: Option<impl FnOnce(&mut Writer)>,
) {
    let mut standing = standing_for(headers, standing).peekable();
    if !sets_any(headers) && standing.peek().is_none() && addressing.is_none() {
        return;
    }
    writer.raw("<soap:Header>");
    if let Some(write) = addressing {
        write(writer);
    }
    headers.write(writer);
    standing.for_each(|header| writer.raw_bytes(&header.block));
    writer.raw("</soap:Header>");
}

fn request<C>(
    port: &Port<C>,
    action: &'static str,
    content_type: HeaderValue,
    body: Payload,
) -> Result<Request<Payload>, EncodeError> {
    let address = Uri::try_from(port.address()).map_err(|error| EncodeError::Address {
        address: public_address(port.address()),
        error: error.into(),
    })?;
    let mut request = Request::new(Payload::default());
    *request.method_mut() = Method::POST;
    *request.uri_mut() = address;
    describe(request.headers_mut(), content_type, &body);
    if port.version() == SoapVersion::Soap11 {
        // SOAP 1.1 §6.1.1: a client must send the header, with the URI in quotes.
        request.headers_mut().insert(SOAP_ACTION, quoted(action)?);
    }
    *request.body_mut() = body;
    Ok(request)
}

fn quoted(action: &'static str) -> Result<HeaderValue, EncodeError> {
    HeaderValue::try_from(["\"", action, "\""].concat()).map_err(|_| EncodeError::Action(action))
}
