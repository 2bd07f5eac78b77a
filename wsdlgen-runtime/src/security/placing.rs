//! Insertion of the security header into a finished envelope.

use super::{SecurityError, WSSE, uris::WSU};
use crate::{
    soap::{EnvelopeKind, SoapVersion, open_envelope},
    xml::{Cursor, Limits, Name, Namespaces, ReadError, ReadOptions},
};

/// An envelope and its insertion points.
pub(super) struct Placing<'e> {
    envelope: &'e str,
    pub(super) version: SoapVersion,
    /// The position of the security header block.
    block: usize,
    has_header: bool,
    /// The header blocks, followed by the body.
    pub(super) elements: Vec<PlacedElement>,
}

/// A header block or the body.
pub(super) struct PlacedElement {
    pub(super) namespace: String,
    pub(super) local: String,
    /// The position after the name in the start tag, where attributes are inserted.
    name_end: usize,
}

impl<'e> Placing<'e> {
    pub(super) fn of(envelope: &'e str) -> Result<Self, SecurityError> {
        let unreadable =
            |error: ReadError| SecurityError::invalid(format!("cannot read the envelope: {error}"));
        let limits = Limits { message_bytes: usize::MAX, ..Limits::default() };
        let options = ReadOptions { limits, ..ReadOptions::default() };
        let mut cursor = Cursor::new(envelope, Namespaces::NONE, &options).map_err(unreadable)?;
        let EnvelopeKind::Envelope(version) = open_envelope(&mut cursor).map_err(unreadable)?
        else {
            return Err(SecurityError::invalid("expected a SOAP envelope"));
        };
        let mut placing =
            Self { envelope, version, block: 0, has_header: false, elements: Vec::new() };
        placing.header(&mut cursor).map_err(unreadable)??;
        let is_body = cursor.next_element().map_err(unreadable)?
            && cursor.peeked_is(&Name::new(version.namespace_id(), "Body"));
        if !is_body {
            return Err(SecurityError::invalid("the envelope has no body"));
        }
        let body = cursor.peeked_place();
        placing.elements.push(PlacedElement {
            namespace: version.namespace().to_owned(),
            local: "Body".to_owned(),
            name_end: body.end,
        });
        if !placing.has_header {
            placing.block = body.start;
        }
        Ok(placing)
    }

    /// Finds the insertion points in the header, if there is one.
    fn header(&mut self, cursor: &mut Cursor<'_>) -> Result<Result<(), SecurityError>, ReadError> {
        if !cursor.next_if(&Name::new(self.version.namespace_id(), "Header"))? {
            return Ok(Ok(()));
        }
        cursor.pass_attributes();
        self.has_header = true;
        self.block = cursor.peeked_place().start;
        if self.envelope[..self.block].ends_with("/>") {
            return Ok(Err(SecurityError::invalid("the header is an empty-element tag")));
        }
        while cursor.next_element()? {
            match cursor.peeked_expanded_name() {
                Some((WSSE, "Security")) => {
                    let reason = "the message already has a security header";
                    return Ok(Err(SecurityError::invalid(reason)));
                }
                Some((namespace, local)) => {
                    let (namespace, local) = (namespace.to_owned(), local.to_owned());
                    let name_end = cursor.peeked_place().end;
                    self.elements.push(PlacedElement { namespace, local, name_end });
                }
                None => {}
            }
            cursor.skip()?;
        }
        cursor.leave().map(Ok)
    }

    /// Returns the envelope in two parts, between which the security header belongs.
    ///
    /// The elements get the ids in `ids`, in order. Those whose id is empty get none.
    pub(super) fn around(&self, ids: &[String]) -> (String, String) {
        let namespace = self.version.namespace();
        let mut before = self.envelope[..self.block].to_owned();
        let mut after = String::new();
        if !self.has_header {
            before.extend(["<env:Header xmlns:env=\"", namespace, "\">"]);
            after.push_str("</env:Header>");
        }
        let mut from = self.block;
        for (element, id) in self.elements.iter().zip(ids).filter(|(_, id)| !id.is_empty()) {
            after.push_str(&self.envelope[from..element.name_end]);
            after.extend([" xmlns:wsu=\"", WSU, "\" wsu:Id=\"", id, "\""]);
            from = element.name_end;
        }
        after.push_str(&self.envelope[from..]);
        (before, after)
    }
}
