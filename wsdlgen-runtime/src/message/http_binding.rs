//! Messages over HTTP without SOAP (WSDL 1.1, §4).
//!
//! A request has the same content as in SOAP: an element for each part. Here, the elements become the fields of a URL or a
//! form. A reply is an XML document, whose root is the content that a SOAP body would have.

use bytes::Bytes;
use form_urlencoded::Serializer;
use http::{HeaderValue, Method, Request, Uri, header};

use super::{EncodeError, Payload, describe, public_address};
use crate::{
    soap::{Contract, HttpMethod, Operation, Port},
    xml::{AnyElement, Cursor, Deviation, ReadError, ReadOptions, Writer, decode_text},
};

const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// A request without SOAP: an address and form-encoded fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpFields {
    /// The address of the operation.
    pub address: String,
    /// The fields in the form `a=1&b=2`: the content of a form.
    pub fields: String,
}

impl HttpFields {
    /// Creates a request for programs without generated code.
    ///
    /// `location` is the attribute of `http:operation`; `content` has one element per part.
    ///
    /// # Errors
    ///
    /// If `content` is not well-formed, or the location would have a segment `.` or `..`.
    ///
    /// ```
    /// use wsdlgen_runtime::message::HttpFields;
    ///
    /// let request = HttpFields::new("http://a/b.asmx", "/Offers/(city)", "<city>Rome</city><day>3</day>")?;
    /// assert_eq!(request.in_url(), "http://a/b.asmx/Offers/Rome?day=3");
    /// # Ok::<(), wsdlgen_runtime::message::EncodeError>(())
    /// ```
    pub fn new(address: &str, location: &str, content: &str) -> Result<Self, EncodeError> {
        let document = ["<content>", content, "</content>"].concat();
        Self::of(address, location, &parsed(&document)?, |_| false)
    }

    fn of(
        address: &str,
        location: &str,
        content: &AnyElement,
        is_array: impl Fn(&str) -> bool,
    ) -> Result<Self, EncodeError> {
        let mut fields = Vec::new();
        for part in content.elements() {
            let name = part.name.local();
            // The items of an array are fields of the same name.
            fields.extend(part.elements().map(|item| (name.to_owned(), item.text().into_owned())));
            if part.elements().next().is_none() && !is_array(name) {
                fields.push((name.to_owned(), part.text().into_owned()));
            }
        }
        let location = replaced(location, &mut fields);
        let path = location.split('?').next().unwrap_or_default();
        if path.split('/').any(|segment| matches!(segment, "." | "..")) {
            // Servers and clients would resolve it.
            return Err(EncodeError::Http("a segment of its path is `.` or `..`"));
        }
        let (base, query) = match address.split_once('?') {
            Some((base, query)) => (base, format!("?{query}")),
            None => (address, String::new()),
        };
        let (base, location) = (base.trim_end_matches('/'), location.trim_start_matches('/'));
        let fields = Serializer::new(String::new()).extend_pairs(fields).finish();
        Ok(Self { address: format!("{base}/{location}{query}"), fields })
    }

    /// Returns the address with the fields in its query.
    pub fn in_url(&self) -> String {
        let Self { address, fields } = self;
        let separator = match (fields.is_empty(), address.contains('?')) {
            (true, _) => "",
            (false, true) => "&",
            (false, false) => "?",
        };
        format!("{address}{separator}{fields}")
    }
}

/// Creates the request that calls an operation of a port for HTTP.
pub(super) fn request<O: Operation>(
    port: &Port<O::Contract>,
    method: HttpMethod,
    input: &O::Input,
) -> Result<Request<Payload>, EncodeError> {
    let signature = O::Contract::SIGNATURES.get(O::INDEX);
    let is_array = |name: &str| signature.and_then(|one| one.part(name)?.1).is_some();
    let content = content::<O>(input)?;
    let fields = HttpFields::of(port.address(), port.action(O::INDEX), &content, is_array)?;
    let (address, body) = match method {
        HttpMethod::Get => (fields.in_url(), Payload::default()),
        HttpMethod::Post => (fields.address, Payload::new(fields.fields)),
    };
    let uri = Uri::try_from(&address).map_err(|error| EncodeError::Address {
        address: public_address(&address),
        error: error.into(),
    })?;
    let mut request = Request::new(Payload::default());
    *request.uri_mut() = uri;
    if method == HttpMethod::Post {
        *request.method_mut() = Method::POST;
        describe(request.headers_mut(), FORM, &body);
    }
    let accepted = HeaderValue::from_static("text/xml, application/xml");
    request.headers_mut().insert(header::ACCEPT, accepted);
    *request.body_mut() = body;
    Ok(request)
}

/// Returns an element with the parts of an input.
fn content<O: Operation>(input: &O::Input) -> Result<AnyElement, EncodeError> {
    let mut writer = Writer::default();
    writer.raw("<content");
    writer.raw(O::DECLARATIONS);
    writer.raw(">");
    writer.collect_attachments(None);
    O::write_input(input, &mut writer);
    check_attachments(&mut writer)?;
    writer.raw("</content>");
    parsed(&writer.finish_text().map_err(EncodeError::Value)?)
}

fn parsed(document: &str) -> Result<AnyElement, EncodeError> {
    AnyElement::parse(document, &ReadOptions::default())
        .map_err(|_| EncodeError::Http("its content is not well-formed XML"))
}

/// Refuses a message that refers to attachments, which cannot be sent.
fn check_attachments(writer: &mut Writer) -> Result<(), EncodeError> {
    if writer.take_collected().attachments.is_empty() {
        return Ok(());
    }
    Err(EncodeError::Http("it has attachments"))
}

/// Substitutes field values for the `(name)` placeholders in a location, and removes those fields (`http:urlReplacement`,
/// §4.7).
fn replaced(location: &str, fields: &mut Vec<(String, String)>) -> String {
    let mut rest = location;
    let mut replaced = String::new();
    while let Some((before, after)) = rest.split_once('(')
        && let Some((name, after)) = after.split_once(')')
    {
        replaced += before;
        if let Some(index) = fields.iter().position(|(known, _)| known == name) {
            let (_, value) = fields.remove(index);
            let encoded: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
            // Only a query may have a plus sign for a space.
            replaced += &encoded.replace('+', "%20");
        }
        rest = after;
    }
    replaced + rest
}

/// Reads the reply of a port for HTTP.
pub(super) fn read_output<O: Operation>(
    bytes: &Bytes,
    charset: Option<&str>,
    options: &ReadOptions,
) -> Result<(O::Output, Vec<Deviation>), ReadError> {
    let text = decode_text(bytes, charset)?;
    let mut cursor = Cursor::new(&text, O::Contract::NAMESPACES, options)?;
    let output = O::read_output(&mut cursor)?;
    Ok((output, cursor.finish()?))
}

/// Writes a reply as a document.
pub(crate) fn write_output<O: Operation>(output: &O::Output) -> Result<Payload, EncodeError> {
    let mut writer = Writer::with_root_declarations(O::DECLARATIONS);
    writer.collect_attachments(None);
    O::write_output(output, &mut writer);
    check_attachments(&mut writer)?;
    let mut text = writer.finish_text().map_err(EncodeError::Value)?;
    let name_end = text.find([' ', '>', '/']).unwrap_or(text.len());
    text.insert_str(name_end, O::DECLARATIONS);
    text.insert_str(0, "<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    Ok(Payload::new(text))
}
