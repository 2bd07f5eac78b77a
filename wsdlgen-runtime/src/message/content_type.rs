//! The `Content-Type` header, as far as SOAP needs it.

use http::HeaderMap;

use crate::soap::SoapVersion;

/// A media type and its parameters as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ContentType {
    media_type: String,
    parameters: Vec<(String, String)>,
}

impl ContentType {
    /// The header's value; `None` where there is none.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let value = headers.get(http::header::CONTENT_TYPE)?;
        Some(Self::parse(&String::from_utf8_lossy(value.as_bytes())))
    }

    fn parse(value: &str) -> Self {
        let mut fields = split_outside_quotes(value);
        let media_type = fields.next().unwrap_or_default().trim().to_ascii_lowercase();
        let parameters = fields.filter_map(|field| {
            let (name, value) = field.split_once('=')?;
            let value = value.trim();
            let unquoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
            let value = unquoted.map_or_else(|| value.to_owned(), unescape_quoted);
            Some((name.trim().to_ascii_lowercase(), value))
        });
        Self { media_type, parameters: parameters.collect() }
    }

    /// A parameter's value.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let parameter = self.parameters.iter().find(|(known, _)| known == name)?;
        Some(&parameter.1)
    }

    /// The version of SOAP that sends messages of this type.
    pub(crate) fn soap_version(&self) -> Option<SoapVersion> {
        [SoapVersion::Soap11, SoapVersion::Soap12]
            .into_iter()
            .find(|version| version.media_type() == self.media_type)
    }

    /// Whether it may hold XML.
    pub(crate) fn is_xml(&self) -> bool {
        self.soap_version().is_some()
            || self.media_type == "application/xml"
            || (self.media_type.ends_with("+xml") && self.media_type != "application/xhtml+xml")
    }
}

/// The fields between semicolons that are not inside a quoted string.
fn split_outside_quotes(value: &str) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    value.split(move |character| {
        let boundary = character == ';' && !quoted;
        if character == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = character == '\\' && !escaped;
        boundary
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
    fn parameters_may_be_quoted_and_hold_semicolons() {
        let cases = [
            ("text/xml; charset=utf-8", "charset", Some("utf-8")),
            ("TEXT/XML;Charset=\"UTF-8\"", "charset", Some("UTF-8")),
            ("application/soap+xml; action=\"a;b=\\\"c\\\"\"; x=1", "action", Some("a;b=\"c\"")),
            ("application/soap+xml; action=\"a;b\"; x=1", "x", Some("1")),
            ("text/xml", "charset", None),
        ];
        for (value, name, expected) in cases {
            assert_eq!(ContentType::parse(value).parameter(name), expected, "{value}");
        }
    }

    #[test]
    fn the_type_tells_the_version() {
        let cases = [
            ("text/xml; charset=utf-8", Some(SoapVersion::Soap11), true),
            ("Application/Soap+XML", Some(SoapVersion::Soap12), true),
            ("application/xml", None, true),
            ("text/html", None, false),
            ("application/xhtml+xml", None, false),
            ("", None, false),
        ];
        for (value, version, is_xml) in cases {
            let parsed = ContentType::parse(value);
            assert_eq!((parsed.soap_version(), parsed.is_xml()), (version, is_xml), "{value}");
        }
    }
}
