//! Insertion of the security header into a finished envelope.

use super::{SecurityError, WSSE};
use crate::{
    soap::{EnvelopeKind, SoapVersion, open_envelope},
    xml::{Cursor, Limits, Name, NamespaceId, Namespaces, ReadError, ReadOptions},
};

/// The namespace of ids and timestamps (SOAP Message Security 1.0, 2004).
pub(super) const WSU: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

/// An envelope and its insertion points.
pub(super) struct Placing<'e> {
    envelope: &'e str,
    pub(super) version: SoapVersion,
    /// The position of the security header block.
    block: usize,
    has_header: bool,
    /// The positions of the ids: after the tag names of the WS-Addressing header blocks and of the body.
    ids: Vec<usize>,
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
        let mut placing = Self { envelope, version, block: 0, has_header: false, ids: Vec::new() };
        placing.header(&mut cursor).map_err(unreadable)??;
        let is_body = cursor.next_element().map_err(unreadable)?
            && cursor.peeked_is(&Name::new(version.namespace_id(), "Body"));
        if !is_body {
            return Err(SecurityError::invalid("the envelope has no body"));
        }
        let body = cursor.peeked_place();
        placing.ids.push(body.end);
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
                Some((namespace, _)) if namespace == Namespaces::NONE.uri(NamespaceId::WSA) => {
                    self.ids.push(cursor.peeked_place().end);
                }
                _ => {}
            }
            cursor.skip()?;
        }
        cursor.leave().map(Ok)
    }

    /// Returns the number of elements outside the security header that can be signed.
    pub(super) fn signable(&self) -> usize {
        self.ids.len()
    }

    /// Returns the envelope with `block` inserted, and the position of the block's end tag `end`.
    ///
    /// The elements to be signed get `ids`, in order. If `ids` is empty, they get none.
    pub(super) fn with(&self, block: &str, end: &str, ids: &[String]) -> (String, usize) {
        let namespace = self.version.namespace();
        let (before, after) = if self.has_header {
            (String::new(), "")
        } else {
            (format!("<env:Header xmlns:env=\"{namespace}\">"), "</env:Header>")
        };
        let mut text = String::with_capacity(self.envelope.len() + block.len() + 512);
        text.push_str(&self.envelope[..self.block]);
        text.push_str(&before);
        text.push_str(block);
        let inside = text.len() - end.len();
        text.push_str(after);
        let mut from = self.block;
        for (at, id) in self.ids.iter().zip(ids) {
            text.push_str(&self.envelope[from..*at]);
            text.extend([" xmlns:wsu=\"", WSU, "\" wsu:Id=\"", id, "\""]);
            from = *at;
        }
        text.push_str(&self.envelope[from..]);
        (text, inside)
    }
}
