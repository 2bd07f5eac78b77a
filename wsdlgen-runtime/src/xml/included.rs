//! Attachments that a document refers to with `xop:Include` elements (XML-binary Optimized Packaging, §2).

use bytes::Bytes;

use super::{Cursor, Event, Name, NamespaceId, ReadError, ReadErrorKind, Writer, shorten};
use crate::xsd::Lexical;

const INCLUDE: Name = Name::new(NamespaceId::XOP, "Include");
const HREF: Name = Name::unqualified("href");

/// Returns the `Content-ID` of an attachment that holds a value.
pub(crate) fn included_id(number: usize) -> String {
    format!("{number}@wsdlgen")
}

/// The attachments that a document refers to.
pub trait Included: Sync {
    /// Returns the bytes of the attachment that a reference (`cid:…`) names.
    fn octets(&self, reference: &str) -> Option<Bytes>;
}

/// The attachments of a document that is being written.
#[derive(Debug, Default)]
pub(crate) struct MtomCollector {
    /// The minimum length of binary data that is sent as an attachment, in bytes.
    pub(crate) at_least: usize,
    pub(crate) octets: Vec<Bytes>,
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
        let found = included.octets(&reference);
        self.leave()?;
        let Some(octets) = found else {
            let what = format!("cannot find attachment `{}`", shorten(&reference, 200));
            return Err(self.error(ReadErrorKind::Malformed(what.into())));
        };
        let value = T::from_octets(octets);
        self.leave()?;
        Ok(value)
    }
}

impl Writer {
    /// Turns binary data of at least `at_least` bytes into attachments.
    pub(crate) fn let_leave(&mut self, at_least: usize) {
        self.leaving = Some(MtomCollector { at_least, octets: Vec::new() });
    }

    /// Takes the attachments collected so far.
    pub(crate) fn take_left(&mut self) -> Vec<Bytes> {
        self.leaving.take().map(|leaving| leaving.octets).unwrap_or_default()
    }

    /// Writes an `xop:Include` element for a value that becomes an attachment. Returns whether it did.
    pub(super) fn include<T: Lexical>(&mut self, value: &T) -> bool {
        let (Some(leaving), Some(octets)) = (&mut self.leaving, value.octets()) else {
            return false;
        };
        if octets.len() < leaving.at_least {
            return false;
        }
        let id = included_id(leaving.octets.len());
        leaving.octets.push(octets.clone());
        self.raw("<xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\"");
        self.attribute("href", &format!("cid:{id}"));
        self.raw("/>");
        true
    }
}
