//! Attachments: binary data that is sent with a message, outside its envelope.

#[cfg(feature = "soap")]
mod stream;
#[cfg(feature = "tokio")]
mod tokio;

use std::{
    collections::hash_map::RandomState,
    fmt,
    hash::{BuildHasher, Hasher},
};

use bytes::Bytes;

#[cfg(feature = "soap")]
pub use stream::{AttachmentError, AttachmentStream};
#[cfg(feature = "soap")]
pub(crate) use stream::{Chunks, IterStream, Source, Waiting};

/// The default media type, for content of unknown type (RFC 2046, §4.5.1).
pub(crate) const DEFAULT_MEDIA_TYPE: &str = "application/octet-stream";

/// An attachment: a MIME part of a message in addition to the envelope (SOAP Messages with
/// Attachments, §3).
///
/// The content is in memory, or a stream that is read once. Clones share it.
///
/// ```
/// use wsdlgen_runtime::Attachment;
///
/// let logo = Attachment::new("image/png", vec![0x89, b'P', b'N', b'G']).for_part("logo");
/// assert_eq!((logo.content_type(), logo.part()), ("image/png", Some("logo")));
/// assert_eq!(logo.bytes().unwrap().len(), 4);
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Attachment {
    content_type: String,
    /// The `Content-ID`, without angle brackets.
    id: String,
    content: Content,
    /// The headers `Content-Description`, `Content-Disposition` and `Content-Location` of a received attachment.
    headers: Vec<(&'static str, String)>,
}

/// The content of an attachment.
#[derive(Clone, PartialEq, Eq)]
enum Content {
    Bytes(Bytes),
    #[cfg(feature = "soap")]
    Stream(Source),
}

impl Default for Content {
    fn default() -> Self {
        Self::Bytes(Bytes::new())
    }
}

impl Attachment {
    /// Creates an attachment of a media type.
    ///
    /// An empty type is replaced by the one that the contract specifies, or by `application/octet-stream`.
    pub fn new(content_type: impl Into<String>, content: impl Into<Bytes>) -> Self {
        let content = Content::Bytes(content.into());
        Self { content_type: content_type.into(), content, ..Self::default() }
    }

    /// Assigns the attachment to a part of the message that the contract binds to an attachment
    /// (`mime:content`, WSDL 1.1, §5.2).
    #[must_use]
    pub fn for_part(mut self, part: &str) -> Self {
        // WS-I Attachments Profile 1.0, R2933: `name=unique@domain`.
        self.id = format!("{part}={}@wsdlgen", unique());
        self
    }

    /// Sets the `Content-ID`, which values of the message refer to (`cid:…`).
    #[must_use]
    pub fn with_id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// Sets the media type if the attachment has none.
    pub(crate) fn or_type(mut self, content_type: &str) -> Self {
        if self.content_type.is_empty() {
            content_type.clone_into(&mut self.content_type);
        }
        self
    }

    /// Returns the media type, with its parameters.
    ///
    /// The type of a [streamed](crate::Call::stream_attachments) attachment is known once its content is being read.
    pub fn content_type(&self) -> &str {
        #[cfg(feature = "soap")]
        if let Content::Stream(source) = &self.content
            && let Some(content_type) = source.content_type()
        {
            return content_type;
        }
        &self.content_type
    }

    /// Returns the `Content-ID`, or an empty string if it has none.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the part of the contract's message that the `Content-ID` names, if any.
    pub fn part(&self) -> Option<&str> {
        self.id.split_once('=').map(|(part, _)| part)
    }

    /// Returns whether another value is the same attachment: it has the same id and content, or is the same stream.
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        let is_same_stream = self.bytes().is_none() && other.id.is_empty();
        (is_same_stream || !self.id.is_empty() && self.id == other.id)
            && self.content == other.content
    }

    /// Returns the content if it is in memory, and `None` if it is a stream.
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes),
            #[cfg(feature = "soap")]
            Content::Stream(_) => None,
        }
    }
}

#[cfg(feature = "soap")]
impl Attachment {
    /// Creates an attachment with these headers.
    pub(crate) fn received(
        content_type: String,
        id: String,
        headers: Vec<(&'static str, String)>,
        content: Bytes,
    ) -> Self {
        Self { content_type, id, content: Content::Bytes(content), headers }
    }

    /// Returns the headers other than the media type and the id.
    pub(crate) fn headers(&self) -> &[(&'static str, String)] {
        &self.headers
    }
}

/// Creates an attachment without a media type: see [`Attachment::new`].
macro_rules! from_bytes {
    ($($ty:ty),+) => {$(
        impl From<$ty> for Attachment {
            fn from(content: $ty) -> Self {
                Self::new("", content)
            }
        }
    )+};
}

from_bytes!(Bytes, Vec<u8>, String, &'static [u8], &'static str);

/// Omits the content, which may be long or secret.
impl fmt::Debug for Attachment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Attachment")
            .field("content_type", &self.content_type)
            .field("id", &self.id)
            .field("length", &self.bytes().map(Bytes::len))
            .finish_non_exhaustive()
    }
}

/// Returns a random string that is unique to a message.
pub(crate) fn unique() -> String {
    let part = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", part(), part())
}
