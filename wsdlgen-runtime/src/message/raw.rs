//! A reply as received, for error reports.

use std::{borrow::Cow, fmt};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::ContentType;
use crate::xml::{Name, decode_text, redact};

/// The reply that caused an error: status, headers and body.
///
/// All output redacts the contract's secrets, except [`body`](Self::body).
#[derive(Clone)]
pub struct RawReply(Box<Parts>);

#[derive(Clone)]
struct Parts {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    charset: Option<String>,
    secrets: &'static [Name],
}

impl RawReply {
    pub(crate) fn new(head: &http::response::Parts, body: Bytes, secrets: &'static [Name]) -> Self {
        let (status, headers) = (head.status, head.headers.clone());
        let content_type = ContentType::of(&headers).unwrap_or_default();
        let charset = content_type.parameter("charset").map(Cow::into_owned);
        Self(Box::new(Parts { status, headers, body, charset, secrets }))
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Returns the HTTP headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// Returns the `Content-Type` as received, if any.
    pub fn content_type(&self) -> Option<Cow<'_, str>> {
        let value = self.0.headers.get(http::header::CONTENT_TYPE)?;
        Some(String::from_utf8_lossy(value.as_bytes()))
    }

    /// Returns the body as received, including secrets.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// Returns the body as text, with secrets redacted.
    pub fn text(&self) -> String {
        self.redacted(&self.0.body)
    }

    fn redacted(&self, bytes: &[u8]) -> String {
        let text = decode_text(bytes, self.0.charset.as_deref())
            .unwrap_or_else(|_| String::from_utf8_lossy(bytes));
        // In UTF-16 decoded with the wrong encoding, the names of secrets would not be recognized.
        let text = if text.contains('\0') { text.replace('\0', "").into() } else { text };
        redact(&text, self.0.secrets)
    }

    /// Returns up to `characters` characters from the start of [`text`](Self::text).
    pub fn excerpt(&self, characters: usize) -> String {
        /// The least number of bytes to redact for an excerpt. Redacted text does not count towards its length.
        const BEGINNING: usize = 64 << 10;
        let length = BEGINNING.max(characters.saturating_mul(8)).min(self.0.body.len());
        // A secret that is cut off by `length` is redacted entirely.
        let text = self.redacted(&self.0.body[..length]);
        match text.char_indices().nth(characters) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None if length < self.0.body.len() => text + "…",
            None => text,
        }
    }
}

impl fmt::Debug for RawReply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RawReply")
            .field("status", &self.status())
            .field("content_type", &self.content_type())
            .field("body", &self.excerpt(400))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use http::Response;

    use super::RawReply;
    use crate::xml::Name;

    #[test]
    fn redacts_secrets_in_excerpts() {
        const SECRETS: &[Name] = &[Name::unqualified("PIN")];
        let long = "x".repeat(1 << 20);
        let cases = [
            ("<a>hello</a>".to_owned(), "<a>hello</a>"),
            (format!("<a><PIN>4711</PIN>{long}"), "<a><PIN>[redacted]</PIN>xxxxxx…"),
            // A secret longer than the inspected text is redacted entirely.
            (format!("<a><PIN>{long}</PIN></a>"), "<a><PIN>[redacted]…"),
            (format!("<a><PI{long}N>4711</PIN></a>"), "<a><PIxxxxxxxxxxxxxxxxxxxxxxxx…"),
        ];
        for (body, expected) in cases {
            for body in [body.clone().into_bytes(), utf_16(&body)] {
                let (head, body) = Response::new(body).into_parts();
                let reply = RawReply::new(&head, body.into(), SECRETS);
                assert_eq!(reply.excerpt(30), expected);
            }
        }
    }

    fn utf_16(text: &str) -> Vec<u8> {
        let marked = "\u{feff}".encode_utf16().chain(text.encode_utf16());
        marked.flat_map(u16::to_le_bytes).collect()
    }
}
