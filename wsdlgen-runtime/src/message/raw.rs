//! A reply as it came, for errors to show.

use std::{borrow::Cow, fmt};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::ContentType;
use crate::xml::{Name, decode_text, redact};

/// The reply behind an error: status, headers and body.
///
/// Showing it leaves the contract's secrets out; [`body`](Self::body) has everything.
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

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The HTTP headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The `Content-Type` as it came, where there is one.
    pub fn content_type(&self) -> Option<Cow<'_, str>> {
        let value = self.0.headers.get(http::header::CONTENT_TYPE)?;
        Some(String::from_utf8_lossy(value.as_bytes()))
    }

    /// The body as it came, secrets included.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// The body as text, secrets left out.
    pub fn text(&self) -> String {
        self.shown(&self.0.body)
    }

    fn shown(&self, bytes: &[u8]) -> String {
        let text = decode_text(bytes, self.0.charset.as_deref())
            .unwrap_or_else(|_| String::from_utf8_lossy(bytes));
        // UTF-16 that was taken for something else would hide its secrets' names.
        let text = if text.contains('\0') { text.replace('\0', "").into() } else { text };
        redact(&text, self.0.secrets)
    }

    /// The beginning of [`text`](Self::text), in at most `characters` characters.
    pub fn excerpt(&self, characters: usize) -> String {
        /// How much of a body is looked at for one, at least: what is left out takes some, too.
        const BEGINNING: usize = 64 << 10;
        let length = BEGINNING.max(characters.saturating_mul(8)).min(self.0.body.len());
        // A secret that goes on behind the beginning is left out to its end.
        let text = self.shown(&self.0.body[..length]);
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
    fn an_excerpt_shows_the_beginning_without_secrets() {
        const SECRETS: &[Name] = &[Name::unqualified("PIN")];
        let long = "x".repeat(1 << 20);
        let cases = [
            ("<a>hello</a>".to_owned(), "<a>hello</a>"),
            (format!("<a><PIN>4711</PIN>{long}"), "<a><PIN>[redacted]</PIN>xxxxxx…"),
            // Of a secret that is longer than what is looked at, nothing is shown.
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
