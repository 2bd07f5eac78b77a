//! Attachments that a document refers to with `xop:Include` elements (XML-binary Optimized Packaging, §2).

use std::borrow::Cow;

use bytes::Bytes;

use super::{
    Cursor, Event, Name, NamespaceId, ReadError, ReadErrorKind, Writer, nil::OrNil, shorten,
};
use crate::{
    attachment::{Attachment, DEFAULT_MEDIA_TYPE},
    xsd::Lexical,
};

const INCLUDE: Name = Name::new(NamespaceId::XOP, "Include");
const HREF: Name = Name::unqualified("href");

/// The attachments of the message that a document belongs to.
pub trait Included: Sync {
    /// Returns the attachment that a reference (`cid:…`) names.
    fn attachment(&self, reference: &str) -> Option<Attachment>;

    /// Returns the attachment for a part of the contract's message.
    fn part(&self, name: &str) -> Option<Attachment>;
}

/// The attachments of a message whose envelope is being written.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    /// The minimum length of binary data that is sent as an attachment, in bytes. With `None`, only streams are.
    at_least: Option<usize>,
    pub(crate) attachments: Vec<Attachment>,
    /// `true` if the envelope includes an attachment by `xop:Include`.
    pub(crate) is_xop: bool,
}

impl Collected {
    /// Adds an attachment, unless it was added before, and returns a reference to it.
    fn add(&mut self, mut attachment: Attachment) -> String {
        if let Some(known) = self.attachments.iter().find(|known| known.is_same_as(&attachment)) {
            return format!("cid:{}", escaped(known.id()));
        }
        // A forwarded attachment keeps the id from its original message, which may be taken.
        let is_taken = |id: &str| self.attachments.iter().any(|known| known.id() == id);
        if attachment.id().is_empty() || is_taken(attachment.id()) {
            let mut free = (self.attachments.len()..).map(|number| format!("{number}@wsdlgen"));
            attachment = attachment.with_id(free.find(|id| !is_taken(id)).unwrap_or_default());
        }
        let reference = format!("cid:{}", escaped(attachment.id()));
        self.attachments.push(attachment);
        reference
    }
}

/// Encodes a `Content-ID` for a `cid:` URL (RFC 2392).
fn escaped(id: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~@=+$!*'(),;:&/".contains(&byte);
    if id.bytes().all(is_plain) {
        return Cow::Borrowed(id);
    }
    let escape = |byte: u8| {
        if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    Cow::Owned(id.bytes().map(escape).collect())
}

impl<'x> Cursor<'x> {
    /// Sets the attachments that the document may refer to.
    #[must_use]
    pub fn with_included(mut self, included: &'x dyn Included) -> Self {
        self.included = Some(included);
        self
    }

    /// Reads the current element's value from an attachment, if the element contains `xop:Include`.
    pub(super) fn included_value<T: Lexical>(&mut self) -> Result<Option<T>, ReadError> {
        let Some(included) = self.included else { return Ok(None) };
        if self.empty || self.peek()? != Event::Start || !self.peeked_is(&INCLUDE) {
            return Ok(None);
        }
        self.enter()?;
        let reference = self.take_attribute(&HREF).unwrap_or_default();
        let found = included.attachment(&reference);
        self.leave()?;
        let Some(attachment) = found else {
            return Err(self.error(unresolved(&reference)));
        };
        let Some(value) = T::from_attachment(attachment) else {
            let what = format!("attachment `{}` has not arrived", shorten(&reference, 200));
            return Err(self.error(ReadErrorKind::Malformed(what.into())));
        };
        self.leave()?;
        Ok(Some(value))
    }

    /// Reads the reference to an attachment in the current element (`wsi:swaRef`, WS-I Attachments Profile 1.0, §4.4).
    ///
    /// Lenient reading accepts an unresolved reference and returns an empty attachment with the reference's id. So does
    /// reading a document that is not part of a message.
    ///
    /// # Errors
    ///
    /// See [`token`](Self::token).
    pub fn reference(&mut self) -> Result<Attachment, ReadError> {
        let reference: String = self.token()?;
        if let Some(included) = self.included {
            if let Some(found) = included.attachment(&reference) {
                return Ok(found);
            }
            self.record_deviation(|_| unresolved(&reference))?;
        }
        let id = reference.strip_prefix("cid:").unwrap_or(&reference);
        Ok(Attachment::new(DEFAULT_MEDIA_TYPE, Bytes::new()).with_id(id))
    }

    /// Returns the attachment for a part of the contract's message (`mime:content`, WSDL 1.1, §5.2).
    pub fn attachment(&self, part: &str) -> Option<Attachment> {
        self.included?.part(part)
    }
}

#[cold]
fn unresolved(reference: &str) -> ReadErrorKind {
    let what = format!("cannot find attachment `{}`", shorten(reference, 200));
    ReadErrorKind::Malformed(what.into())
}

impl Writer {
    /// Sends streams as attachments and, for everything written from now on, binary data of at least `at_least` bytes.
    pub(crate) fn collect_attachments(&mut self, at_least: Option<usize>) {
        self.collected.get_or_insert_default().at_least = at_least;
    }

    /// Takes the attachments collected so far.
    pub(crate) fn take_collected(&mut self) -> Collected {
        self.collected.take().unwrap_or_default()
    }

    /// Writes an `xop:Include` element for a value that becomes an attachment. Returns whether it did.
    pub(super) fn include<T: Lexical>(&mut self, value: &T) -> bool {
        let Some(collected) = &mut self.collected else { return false };
        let is_long = |length| collected.at_least.is_some_and(|least| length >= least);
        let attachment = match (value.as_attachment(), value.octets()) {
            (Some(attachment), _)
                if attachment.bytes().is_none_or(|bytes| is_long(bytes.len())) =>
            {
                attachment.clone()
            }
            (None, Some(octets)) if is_long(octets.len()) => octets.clone().into(),
            _ => return false,
        };
        collected.is_xop = true;
        let reference = collected.add(attachment);
        self.raw("<xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\"");
        self.attribute("href", &reference);
        self.raw("/>");
        true
    }

    /// Appends an element that refers to an attachment (`wsi:swaRef`).
    pub fn reference_element(&mut self, start_tag: &'static str, attachment: &Attachment) {
        self.raw(start_tag);
        let collected = self.collected.get_or_insert_default();
        let reference = collected.add(attachment.clone());
        self.text(&reference);
        self.close(start_tag);
    }

    /// Appends an element for each attachment. See [`reference_element`](Self::reference_element).
    pub fn reference_elements<'a>(
        &mut self,
        start_tag: &'static str,
        attachments: impl IntoIterator<Item = &'a Attachment>,
    ) {
        for attachment in attachments {
            self.reference_element(start_tag, attachment);
        }
    }

    /// Appends an element that refers to an attachment. Appends a nil element for nil, and nothing for an absent member.
    pub fn nillable_reference_element<N: OrNil<Value = Attachment>>(
        &mut self,
        start_tag: &'static str,
        member: &N,
    ) {
        if let Some(value) = member.value_or_nil(start_tag, self) {
            self.reference_element(start_tag, value);
        }
    }

    /// Adds the attachment for a part of the contract's message.
    pub fn attach(&mut self, part: &str, content_type: &str, attachment: Option<&Attachment>) {
        let Some(attachment) = attachment.cloned() else { return };
        let attachment = attachment.or_type(content_type);
        let is_named = attachment.part() == Some(part);
        let attachment = if is_named { attachment } else { attachment.for_part(part) };
        self.collected.get_or_insert_default().add(attachment);
    }
}
