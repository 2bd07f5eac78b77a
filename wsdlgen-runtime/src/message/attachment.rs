//! Attachments: octets that go with a message beside its envelope.

use std::{borrow::Cow, fmt};

use bytes::Bytes;

use super::unpack::hexadecimal;
use crate::xml::Included;

/// Octets beside an envelope, in a MIME part of their own (SOAP Messages with Attachments, §3).
///
/// Cloning shares the octets.
///
/// ```
/// use wsdlgen_runtime::message::Attachment;
///
/// let logo = Attachment::new("image/png", vec![0x89, b'P', b'N', b'G']).for_part("logo");
/// assert_eq!((logo.content_type(), logo.part()), ("image/png", Some("logo")));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    content_type: String,
    /// The `Content-ID`, without the angle brackets around it.
    id: String,
    octets: Bytes,
}

impl Attachment {
    /// Octets of a media type.
    pub fn new(content_type: impl Into<String>, octets: impl Into<Bytes>) -> Self {
        Self { content_type: content_type.into(), id: String::new(), octets: octets.into() }
    }

    /// The same as a part of the message that the contract binds to an attachment (`mime:content`,
    /// WSDL 1.1, §5.2).
    #[must_use]
    pub fn for_part(mut self, part: &str) -> Self {
        // WS-I Attachments Profile 1.0, R2933: the part's name, and what makes it unique.
        self.id = format!("{part}={}@wsdlgen", super::package::unique());
        self
    }

    /// The same under this `Content-ID`, for values of the message that refer to it (`cid:…`).
    #[must_use]
    pub fn with_id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// The media type, with its parameters.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// The `Content-ID`; empty where it has none.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The part of the contract's message that the `Content-ID` names, if it names one.
    pub fn part(&self) -> Option<&str> {
        self.id.split_once('=').map(|(part, _)| part)
    }

    /// What is attached.
    pub fn octets(&self) -> &Bytes {
        &self.octets
    }
}

/// Without the octets, which may be many, or secret.
impl fmt::Debug for Attachment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Attachment")
            .field("content_type", &self.content_type)
            .field("id", &self.id)
            .field("length", &self.octets.len())
            .finish()
    }
}

/// The attachments of a message, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachments {
    list: Vec<Attachment>,
    /// The parts that the contract binds to attachments, in its order.
    parts: &'static [&'static str],
}

impl Attachments {
    /// The attachment that a value of the message refers to: `cid:` and a `Content-ID`, whose
    /// characters may be escaped (RFC 2392).
    ///
    /// ```
    /// use wsdlgen_runtime::message::{Attachment, Attachments};
    ///
    /// let attachments: Attachments =
    ///     [Attachment::new("text/plain", "hello").with_id("1@example.org")].into_iter().collect();
    /// assert_eq!(attachments.get("cid:1%40example.org").unwrap().octets(), "hello");
    /// ```
    pub fn get(&self, reference: &str) -> Option<&Attachment> {
        let id = reference.trim();
        let id = id.strip_prefix("cid:").unwrap_or(id);
        let plain = unescape(id);
        self.list.iter().find(|one| !one.id.is_empty() && (one.id == *id || one.id == *plain))
    }

    /// The attachment that is this part of the contract's message: the one that says so, or else
    /// the one in the part's place.
    pub fn part(&self, name: &str) -> Option<&Attachment> {
        let says_so = |one: &&Attachment| one.part().is_some_and(|part| unescape(part) == name);
        let in_place = || self.list.get(self.parts.iter().position(|part| *part == name)?);
        self.list.iter().find(says_so).or_else(in_place)
    }

    /// The same as attachments of a message that has these parts.
    pub(crate) fn of_parts(self, parts: &'static [&'static str]) -> Self {
        Self { parts, ..self }
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Attachment> {
        self.list.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl FromIterator<Attachment> for Attachments {
    fn from_iter<I: IntoIterator<Item = Attachment>>(attachments: I) -> Self {
        Self { list: attachments.into_iter().collect(), parts: &[] }
    }
}

impl IntoIterator for Attachments {
    type Item = Attachment;
    type IntoIter = std::vec::IntoIter<Attachment>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Attachments {
    type Item = &'a Attachment;
    type IntoIter = std::slice::Iter<'a, Attachment>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Included for Attachments {
    fn octets(&self, reference: &str) -> Option<Bytes> {
        self.get(reference).map(|attachment| attachment.octets.clone())
    }
}

/// `%40` becomes `@` (RFC 3986, §2.1).
fn unescape(text: &str) -> Cow<'_, str> {
    let mut parts = text.split('%');
    let mut plain = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        match part.get(..2).and_then(|digits| hexadecimal(digits.as_bytes())) {
            Some(byte) => {
                plain.push(byte);
                plain.extend_from_slice(&part.as_bytes()[2..]);
            }
            None => return Cow::Borrowed(text),
        }
    }
    String::from_utf8(plain).map_or(Cow::Borrowed(text), Cow::Owned)
}
