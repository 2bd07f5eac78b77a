//! Requests over HTTP without SOAP (WSDL 1.1, §4).

use bytes::Bytes;
use form_urlencoded::parse;
use http::{HeaderValue, Method, Response, StatusCode, header, request::Parts};

use super::Rejection;
use crate::{
    address::unescape,
    message::{ContentType, Payload},
    soap::{Contract, HttpMethod, WireSignature},
    xml::{AnyElement, Name, NamespaceId, Namespaces, ReadOptions, Writer, is_ncname, shorten},
};

/// The fields of a request: names and values.
type Fields = Vec<(String, String)>;

/// The maximum number of fields of a request.
const MAX_FIELDS: usize = 10_000;

/// A request for an operation that is bound to HTTP without SOAP.
pub(super) struct HttpRequest {
    /// The index of the operation.
    pub(super) operation: usize,
    /// `true` if the fields are in the body.
    pub(super) is_form: bool,
    /// The fields in the path.
    fields: Fields,
    signature: &'static WireSignature,
    namespaces: &'static Namespaces,
}

impl HttpRequest {
    /// Finds the operation whose location matches the request path. If several match, the one with the most literal text wins.
    pub(super) fn find<C: Contract>(head: &Parts) -> Option<Self> {
        let method = match head.method {
            Method::GET => HttpMethod::Get,
            Method::POST if has_form(head) => HttpMethod::Post,
            _ => return None,
        };
        let locations = C::SIGNATURES.iter().enumerate().flat_map(|(operation, signature)| {
            let own = signature.locations.iter().filter(move |(own, _)| *own == method);
            own.map(move |(_, location)| (operation, signature, *location))
        });
        let found = locations.filter_map(|(operation, signature, location)| {
            let (text, fields) = captured(location, head.uri.path())?;
            let is_form = method == HttpMethod::Post;
            let namespaces = C::NAMESPACES;
            Some((text, Self { operation, is_form, fields, signature, namespaces }))
        });
        // The first one wins a tie.
        let best = found.reduce(|best, other| if other.0 > best.0 { other } else { best });
        best.map(|(_, request)| request)
    }

    /// Converts the fields, which are in the path and in the query or form, to the content of a SOAP body.
    ///
    /// # Errors
    ///
    /// Returns the reason why a field cannot be an element.
    pub(super) fn body(&self, head: &Parts, form: &[u8]) -> Result<String, String> {
        let query = head.uri.query().unwrap_or_default().as_bytes();
        let encoded = if self.is_form { form } else { query };
        let mut fields = self.fields.clone();
        fields.extend(parse(encoded).into_owned().take(MAX_FIELDS + 1));
        if fields.len() > MAX_FIELDS {
            return Err(format!("the request has more than {MAX_FIELDS} fields"));
        }
        // The reader of a request with one part stops after its element, so that element must come first.
        let first = self.signature.element.as_ref();
        let is_first = |name: &str| first.is_some_and(|first| first.local == name);
        fields.sort_by_key(|(name, _)| !is_first(name));
        let mut writer = Writer::default();
        self.write_empty_arrays(&fields, &mut writer);
        let mut arrays = Vec::new();
        for (name, value) in &fields {
            if !is_ncname(name) {
                return Err(format!(
                    "the field name `{}` is not a valid NCName",
                    shorten(name, 100)
                ));
            }
            let first = first.filter(|_| is_first(name));
            let (part, item) = self.signature.part(name).unzip();
            let uri = self.uri(part.or(first));
            match item.flatten() {
                None => element(name, uri, value, &mut writer),
                Some(_) if arrays.contains(&name) => {}
                Some(item) => {
                    arrays.push(name);
                    start(name, uri, &mut writer);
                    // The namespace of the part is the default one.
                    let uri = Some(self.uri(Some(item)).unwrap_or_default());
                    let items = fields.iter().filter(|(other, _)| other == name);
                    items.for_each(|(_, value)| element(item.local, uri, value, &mut writer));
                    writer.raw(&format!("</{name}>"));
                }
            }
        }
        writer.finish_text().map_err(|error| error.to_string())
    }

    /// Writes the arrays without fields, which have no items.
    fn write_empty_arrays(&self, fields: &Fields, writer: &mut Writer) {
        for (part, items) in self.signature.parts {
            if !items.is_empty() && fields.iter().all(|(name, _)| name != part.local) {
                element(part.local, self.uri(Some(part)), "", writer);
            }
        }
    }

    /// Returns the namespace of a name, if it has one.
    fn uri(&self, name: Option<&Name>) -> Option<&'static str> {
        let qualified = name.filter(|name| name.namespace != NamespaceId::NONE);
        qualified.map(|name| self.namespaces.uri(name.namespace))
    }
}

fn start(name: &str, uri: Option<&str>, writer: &mut Writer) {
    writer.raw(&format!("<{name}"));
    if let Some(uri) = uri {
        writer.attribute("xmlns", uri);
    }
    writer.raw(">");
}

fn element(name: &str, uri: Option<&str>, value: &str, writer: &mut Writer) {
    start(name, uri, writer);
    writer.text(value);
    writer.raw(&format!("</{name}>"));
}

/// Returns whether a request has a form that is not compressed.
fn has_form(head: &Parts) -> bool {
    let content_type = ContentType::of(&head.headers).unwrap_or_default();
    content_type.media_type().eq_ignore_ascii_case("application/x-www-form-urlencoded")
        && !head.headers.contains_key(header::CONTENT_ENCODING)
}

/// Returns the fields in a path that ends with a location, and the length of the location's text. A location may have names
/// of fields in parentheses (`http:urlReplacement`, §4.7).
fn captured(location: &str, path: &str) -> Option<(usize, Fields)> {
    let location = location.split('?').next().unwrap_or_default().trim_matches('/');
    let path = if location.contains('(') { path } else { path.trim_end_matches('/') };
    let (mut text, mut fields) = (0, Vec::new());
    let mut segments = path.rsplit('/');
    for pattern in location.rsplit('/') {
        let own = captured_in_segment(pattern, segments.next()?, &mut text)?;
        fields.splice(0..0, own);
    }
    (text > 0).then_some((text, fields))
}

/// Returns the fields in a segment of a path. A field ends where the text after it begins.
fn captured_in_segment(pattern: &str, segment: &str, text: &mut usize) -> Option<Fields> {
    let (mut pattern, mut segment) = (pattern, segment);
    let mut fields = Vec::new();
    while let Some((before, rest)) = pattern.split_once('(')
        && let Some((name, after)) = rest.split_once(')')
    {
        segment = segment.strip_prefix(before)?;
        *text += before.len();
        let next = after.split('(').next().unwrap_or_default();
        let end = match (next, after.contains('(')) {
            ("", _) => segment.len(),
            (last, false) => segment.len().checked_sub(last.len())?,
            (next, true) => segment.find(next)?,
        };
        let (value, left) = segment.split_at_checked(end)?;
        fields.push((name.to_owned(), unescape(value).into_owned()));
        (pattern, segment) = (after, left);
    }
    *text += pattern.len();
    (segment == pattern).then_some(fields)
}

/// Creates the response with a reply.
pub(super) fn reply(document: Payload) -> Response<Payload> {
    response(StatusCode::OK, "text/xml; charset=utf-8", document)
}

/// Creates the response for an error. HTTP bindings have no faults.
pub(super) fn error(status: StatusCode, reason: &str) -> Response<Payload> {
    let text = Payload::new(reason.to_owned() + "\n");
    response(status, "text/plain; charset=utf-8", text)
}

/// Converts a SOAP 1.1 fault to a plain-text error response.
#[allow(clippy::boxed_local, reason = "rejections are boxed")]
pub(super) fn rejected(rejection: Rejection) -> Response<Payload> {
    let status = rejection.status();
    let bytes: Bytes = rejection.into_body().into_bytes();
    let text = std::str::from_utf8(&bytes).unwrap_or_default();
    let fault = AnyElement::parse(text, &ReadOptions::default()).ok();
    let fault = fault.as_ref().and_then(|envelope| envelope.elements().last()?.elements().next());
    let entry = |name: &str| {
        let mut entries = fault?.elements();
        entries.find(|entry| entry.name.local() == name).map(|entry| entry.text().into_owned())
    };
    let code = entry("faultcode").unwrap_or_default();
    let is_sender = code.rsplit(':').next().is_some_and(|code| code.starts_with("Client"));
    let is_server_error = status == StatusCode::INTERNAL_SERVER_ERROR;
    let status = if is_sender && is_server_error { StatusCode::BAD_REQUEST } else { status };
    error(status, &entry("faultstring").unwrap_or_default())
}

fn response(status: StatusCode, content_type: &'static str, body: Payload) -> Response<Payload> {
    let mut response = Response::new(Payload::default());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    *response.body_mut() = body;
    response
}

#[cfg(test)]
mod tests {
    use super::captured;

    #[test]
    fn captures_fields_from_path() {
        let fields = |text, pairs: &[(&str, &str)]| {
            let owned = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            Some((text, owned.collect()))
        };
        let cases = [
            ("/Convert", "/a/b.asmx/Convert", fields(7, &[])),
            ("/Convert", "/a/b.asmx/Convert/", fields(7, &[])),
            ("Convert", "/Convert", fields(7, &[])),
            ("/Convert", "/a/b.asmx/Reconvert", None),
            ("/Convert", "/a/b.asmx/convert", None),
            ("/Convert", "/a/b.asmx", None),
            (
                "/offers/(city)/from-(day).xml",
                "/x/offers/S%C3%A3o%20Paulo/from-3.xml",
                fields(15, &[("city", "São Paulo"), ("day", "3")]),
            ),
            ("/offers/(city)", "/x/demands/Rome", None),
            ("/offers/(city)", "/x/offers/", fields(6, &[("city", "")])),
            // The example of §4.1.
            (
                "o1/A(part1)B(part2)/(part3)",
                "/o1/AxyBz/7",
                fields(4, &[("part1", "xy"), ("part2", "z"), ("part3", "7")]),
            ),
            ("o1/A(part1)B(part2)/(part3)", "/o1/Axyz/7", None),
            ("(anything)", "/wsdl", None),
            ("/", "/", None),
            ("", "/", None),
        ];
        for (location, path, expected) in cases {
            assert_eq!(captured(location, path), expected, "{location} {path}");
        }
    }
}
