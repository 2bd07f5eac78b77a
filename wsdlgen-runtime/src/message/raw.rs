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
        let text = decode_text(&self.0.body, self.0.charset.as_deref())
            .unwrap_or_else(|_| String::from_utf8_lossy(&self.0.body));
        // UTF-16 that was taken for something else would hide its secrets' names.
        let text = if text.contains('\0') { text.replace('\0', "").into() } else { text };
        redact(&text, self.0.secrets)
    }

    /// The beginning of [`text`](Self::text), in at most `characters` characters.
    pub fn excerpt(&self, characters: usize) -> String {
        let text = self.text();
        match text.char_indices().nth(characters) {
            Some((end, _)) => format!("{}…", &text[..end]),
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
