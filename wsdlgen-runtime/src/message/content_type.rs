//! Parsing of `Content-Type` headers.

use std::borrow::Cow;

use http::HeaderMap;

use crate::soap::SoapVersion;

/// A `Content-Type` as received (RFC 9110, §8.3).
///
/// ```
/// use http::{HeaderMap, HeaderValue, header::CONTENT_TYPE};
/// use wsdlgen_runtime::{SoapVersion, message::ContentType};
///
/// let value = HeaderValue::from_static("application/soap+xml; charset=utf-8; action=\"a;b\"");
/// let headers = HeaderMap::from_iter([(CONTENT_TYPE, value)]);
/// let content_type = ContentType::of(&headers).unwrap_or_default();
/// assert_eq!(content_type.soap_version(), Some(SoapVersion::Soap12));
/// assert_eq!(content_type.parameter("action").as_deref(), Some("a;b"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct ContentType<'h>(Cow<'h, str>);

impl<'h> ContentType<'h> {
    /// Returns the content type of a message, or `None` if the header is absent.
    pub fn of(headers: &'h HeaderMap) -> Option<Self> {
        let value = headers.get(http::header::CONTENT_TYPE)?;
        let lossy = || String::from_utf8_lossy(value.as_bytes());
        Some(Self(value.to_str().map_or_else(|_| lossy(), Cow::Borrowed)))
    }

    pub(crate) fn new(value: Cow<'h, str>) -> Self {
        Self(value)
    }

    /// Returns whether the message is a multipart message.
    pub(crate) fn is_multipart(&self) -> bool {
        const MULTIPART: &str = "multipart/";
        let start = self.media_type().get(..MULTIPART.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(MULTIPART))
    }

    /// Returns whether binary data of the envelope may be in attachments (XOP, §4.1).
    pub(crate) fn is_xop(&self) -> bool {
        self.media_type().eq_ignore_ascii_case("application/xop+xml")
    }

    /// Returns whether a SOAP message may have this type: XML of any kind, or a multipart message.
    /// A missing type is accepted.
    pub(crate) fn may_be_soap(&self) -> bool {
        let media_type = self.media_type().to_ascii_lowercase();
        let is_xml = ["text/xml", "application/xml", ""].contains(&&*media_type);
        // Not `multipart/form-data`, which browsers send to other origins without a preflight request.
        let is_parts = ["multipart/related", "multipart/mixed"].contains(&&*media_type);
        is_xml || media_type.ends_with("+xml") || is_parts
    }

    /// Returns the media type without its parameters, or an empty string if there is none.
    pub fn media_type(&self) -> &str {
        self.0.split(';').next().unwrap_or_default().trim()
    }

    /// Returns the unquoted value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut parameters = split_outside_quotes(&self.0).skip(1);
        let value = parameters.find_map(|parameter| {
            let (known, value) = parameter.split_once('=')?;
            known.trim().eq_ignore_ascii_case(name).then_some(value.trim())
        })?;
        let quoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        Some(quoted.map_or(Cow::Borrowed(value), |quoted| Cow::Owned(unescape_quoted(quoted))))
    }

    /// Returns the version of SOAP that uses this type. For a multipart or XOP message, it is the
    /// version of the envelope inside (RFC 2387, §3; XOP, §4.1).
    pub fn soap_version(&self) -> Option<SoapVersion> {
        let inner = if self.is_xop() {
            self.parameter("type")
        } else if self.is_multipart() {
            self.parameter("start-info").or_else(|| self.parameter("type"))
        } else {
            None
        };
        let media_type = inner.as_deref().unwrap_or_else(|| self.media_type());
        let media_type = media_type.split(';').next().unwrap_or_default().trim();
        [SoapVersion::Soap11, SoapVersion::Soap12]
            .into_iter()
            .find(|version| media_type.eq_ignore_ascii_case(version.media_type()))
    }

    /// Returns whether the message may be XML.
    pub(crate) fn is_xml(&self) -> bool {
        if self.soap_version().is_some() && !self.is_multipart() {
            return true;
        }
        let media_type = self.media_type().to_ascii_lowercase();
        media_type == "application/xml"
            || (media_type.ends_with("+xml") && media_type != "application/xhtml+xml")
    }
}

/// Splits a header value at the semicolons outside quoted strings.
fn split_outside_quotes(value: &str) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    let mut rest = Some(value);
    std::iter::from_fn(move || {
        let field = rest?;
        let boundary = field.bytes().position(|byte| {
            if byte == b'"' && !escaped {
                quoted = !quoted;
            }
            escaped = byte == b'\\' && !escaped;
            byte == b';' && !quoted
        });
        rest = boundary.map(|at| &field[at + 1..]);
        Some(boundary.map_or(field, |at| &field[..at]))
    })
}

fn unescape_quoted(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        plain.extend(if character == '\\' { characters.next() } else { Some(character) });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::ContentType;
    use crate::soap::SoapVersion;

    #[test]
    fn parses_quoted_parameters_with_semicolons() {
        let cases = [
            ("text/xml; charset=utf-8", "charset", Some("utf-8")),
            ("TEXT/XML;Charset=\"UTF-8\"", "charset", Some("UTF-8")),
            ("application/soap+xml; action=\"a;b=\\\"c\\\"\"; x=1", "action", Some("a;b=\"c\"")),
            ("application/soap+xml; action=\"a;b\"; x=1", "x", Some("1")),
            ("text/xml", "charset", None),
        ];
        for (value, name, expected) in cases {
            let content_type = ContentType(value.into());
            assert_eq!(content_type.parameter(name).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn derives_the_version_from_the_type() {
        let cases = [
            ("text/xml; charset=utf-8", Some(SoapVersion::Soap11), true),
            ("Application/Soap+XML", Some(SoapVersion::Soap12), true),
            ("application/xml", None, true),
            ("application/xop+xml; type=\"application/soap+xml\"", Some(SoapVersion::Soap12), true),
            ("multipart/related; type=\"text/xml\"; boundary=b", Some(SoapVersion::Soap11), false),
            (
                "multipart/related; type=\"application/xop+xml\"; start-info=\"application/soap+xml; action=x\"",
                Some(SoapVersion::Soap12),
                false,
            ),
            ("multipart/related; boundary=b", None, false),
            ("text/html", None, false),
            ("application/xhtml+xml", None, false),
            ("", None, false),
        ];
        for (value, version, is_xml) in cases {
            let parsed = ContentType(value.into());
            assert_eq!((parsed.soap_version(), parsed.is_xml()), (version, is_xml), "{value}");
        }
    }
}
