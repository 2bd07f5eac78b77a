//! Requests over HTTP without SOAP (WSDL 1.1, §4).

use bytes::Bytes;
use form_urlencoded::parse;
use http::{HeaderValue, Method, Response, StatusCode, header, request::Parts};

use super::Rejection;
use crate::{
    address::unescape,
    message::{ContentType, Payload},
    soap::Contract,
    xml::{AnyElement, ReadOptions, Writer, is_ncname, shorten},
};

/// The fields of a request: names and values.
type Fields = Vec<(String, String)>;

/// A request for an operation that is bound to HTTP without SOAP.
pub(super) struct HttpRequest {
    /// The index of the operation.
    pub(super) operation: usize,
    /// `true` if the fields are in the body.
    pub(super) is_form: bool,
    /// The fields in the path.
    fields: Fields,
    /// The first element of the operation's request.
    first: Option<&'static str>,
}

impl HttpRequest {
    /// Finds the operation whose location a request has. The longest location counts.
    pub(super) fn find<C: Contract>(head: &Parts) -> Option<Self> {
        let is_form = match head.method {
            Method::GET => false,
            Method::POST => ContentType::of(&head.headers)?
                .media_type()
                .eq_ignore_ascii_case("application/x-www-form-urlencoded"),
            _ => return None,
        };
        if head.method == Method::POST && !is_form {
            return None;
        }
        let found = C::SIGNATURES.iter().enumerate().filter_map(|(operation, signature)| {
            let location = signature.location?;
            let fields = captured(location, head.uri.path())?;
            let first = signature.element.map(|name| name.local);
            Some((location.len(), Self { operation, is_form, fields, first }))
        });
        found.max_by_key(|(length, _)| *length).map(|(_, request)| request)
    }

    /// Returns the SOAP body with the fields of a request, which are in the path, the query and the form.
    ///
    /// # Errors
    ///
    /// Returns the reason why a field cannot be an element.
    pub(super) fn body(self, head: &Parts, form: &[u8]) -> Result<String, String> {
        let query = head.uri.query().unwrap_or_default().as_bytes();
        let mut fields = self.fields;
        fields.extend(parse(query).into_owned().chain(parse(form).into_owned()));
        // A request with one part is read up to its element.
        fields.sort_by_key(|(name, _)| Some(&**name) != self.first);
        let mut writer = Writer::default();
        for (name, value) in &fields {
            if !is_ncname(name) {
                return Err(format!("the field `{}` is unknown", shorten(name, 100)));
            }
            writer.raw(&format!("<{name}>"));
            writer.text(value);
            writer.raw(&format!("</{name}>"));
        }
        writer.finish_text().map_err(|error| error.to_string())
    }
}

/// Returns the fields in a path that ends with a location. A location may have names of fields in parentheses
/// (`http:urlReplacement`, §4.7).
fn captured(location: &str, path: &str) -> Option<Fields> {
    let location = location.split('?').next().unwrap_or_default().trim_matches('/');
    if location.is_empty() {
        return None;
    }
    let mut segments = path.trim_end_matches('/').rsplit('/');
    let mut fields = Vec::new();
    for pattern in location.rsplit('/') {
        let segment = segments.next()?;
        match pattern
            .split_once('(')
            .and_then(|(before, rest)| Some((before, rest.split_once(')')?)))
        {
            Some((before, (name, after))) => {
                let value = segment.strip_prefix(before)?.strip_suffix(after)?;
                fields.push((name.to_owned(), unescape(value).into_owned()));
            }
            None if segment == pattern => {}
            None => return None,
        }
    }
    fields.reverse();
    Some(fields)
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

/// Converts a rejection with a fault of SOAP 1.1.
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
    let is_sender = entry("faultcode").is_some_and(|code| code.ends_with("Client"));
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
    fn finds_the_fields_of_a_path() {
        let fields = |pairs: &[(&str, &str)]| {
            Some(
                pairs
                    .iter()
                    .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                    .collect(),
            )
        };
        let cases = [
            ("/Convert", "/a/b.asmx/Convert", fields(&[])),
            ("/Convert", "/a/b.asmx/Convert/", fields(&[])),
            ("Convert", "/Convert", fields(&[])),
            ("/Convert", "/a/b.asmx/Reconvert", None),
            ("/Convert", "/a/b.asmx/convert", None),
            ("/Convert", "/a/b.asmx", None),
            (
                "/offers/(city)/from-(day).xml",
                "/x/offers/S%C3%A3o%20Paulo/from-3.xml",
                fields(&[("city", "São Paulo"), ("day", "3")]),
            ),
            ("/offers/(city)", "/x/demands/Rome", None),
            ("/", "/", None),
            ("", "/", None),
        ];
        for (location, path, expected) in cases {
            assert_eq!(captured(location, path), expected, "{location} {path}");
        }
    }
}
