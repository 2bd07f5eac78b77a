//! Octets outside of a document (XML-binary Optimized Packaging, §2): an element says where.

use bytes::Bytes;

use super::{Cursor, Event, Name, NamespaceId, ReadError, ReadErrorKind, Writer, shorten};
use crate::xsd::Lexical;

const INCLUDE: Name = Name::new(NamespaceId::XOP, "Include");
const HREF: Name = Name::unqualified("href");

/// Returns the `Content-ID` of an attachment that holds a value.
pub(crate) fn included_id(number: usize) -> String {
    format!("{number}@wsdlgen")
}

/// Where the octets are that a document refers to.
pub trait Included: Sync {
    /// The octets behind a reference (`cid:…`).
    fn octets(&self, reference: &str) -> Option<Bytes>;
}

/// What has left a document that is being written.
#[derive(Debug, Default)]
pub(crate) struct MtomCollector {
    /// Octets of at least this length leave.
    pub(crate) at_least: usize,
    pub(crate) octets: Vec<Bytes>,
}

impl<'x> Cursor<'x> {
    /// The same cursor over a document that may refer to octets outside of it.
    #[must_use]
    pub fn with_included(mut self, included: &'x dyn Included) -> Self {
        self.included = Some(included);
        self
    }

    /// The value whose octets are outside of the document, if the current element says so.
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
            let what = format!("no part of the message is {}", shorten(&reference, 200));
            return Err(self.error(ReadErrorKind::Malformed(what.into())));
        };
        let value = T::from_octets(octets);
        self.leave()?;
        Ok(value)
    }
}

impl Writer {
    /// Lets octets of at least this length leave the document.
    pub(crate) fn let_leave(&mut self, at_least: usize) {
        self.leaving = Some(MtomCollector { at_least, octets: Vec::new() });
    }

    /// The octets that have left.
    pub(crate) fn take_left(&mut self) -> Vec<Bytes> {
        self.leaving.take().map(|leaving| leaving.octets).unwrap_or_default()
    }

    /// Writes where a value's octets are, if they leave the document.
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
