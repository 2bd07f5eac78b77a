//! An incoming envelope as a tree, and searching it.

use std::collections::HashSet;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    SecurityError, WSSE,
    tree::{self, Path},
    uris::DS,
};
use crate::{
    soap::{SoapVersion, is_our_role},
    xml::AnyElement,
};

/// An envelope with an optional header and a body, in this order.
pub(super) struct Message<'t> {
    pub(super) version: SoapVersion,
    header: Option<&'t AnyElement>,
    pub(super) body: &'t AnyElement,
}

impl<'t> Message<'t> {
    /// Finds the header and the body in the places where the reader expects them.
    pub(super) fn of(root: &'t AnyElement) -> Result<Self, SecurityError> {
        let is_envelope = |version: &SoapVersion| is(root, version.namespace(), "Envelope");
        let version = [SoapVersion::Soap11, SoapVersion::Soap12].into_iter().find(is_envelope);
        let version = version.ok_or_else(|| SecurityError::invalid("expected a SOAP envelope"))?;
        let namespace = version.namespace();
        let children: Vec<_> = root.elements().collect();
        let (header, body) = match *children {
            [body] => (None, body),
            [header, body] if is(header, namespace, "Header") => (Some(header), body),
            _ => return Err(SecurityError::invalid("unexpected elements in the envelope")),
        };
        if !is(body, namespace, "Body") {
            return Err(SecurityError::invalid("the envelope has no body"));
        }
        Ok(Self { version, header, body })
    }

    /// Returns the position of the security header for the role `actor`. If it is `None`, returns that of the header for the
    /// ultimate receiver.
    pub(super) fn security_path(&self, actor: Option<&str>) -> Result<Option<Path>, SecurityError> {
        let is_ours = |block: &AnyElement| match actor {
            None => self.is_ours(block, WSSE, "Security"),
            Some(actor) => is(block, WSSE, "Security") && actor == self.role(block),
        };
        let mut ours = self.blocks().filter(|(_, block)| is_ours(block));
        let security = ours.next().map(|(path, _)| path);
        if ours.next().is_some() {
            return Err(SecurityError::invalid("more than one security header for this role"));
        }
        Ok(security)
    }

    /// Returns whether a header block has this name and is meant for the ultimate receiver.
    pub(super) fn is_ours(&self, block: &AnyElement, namespace: &str, local: &str) -> bool {
        is(block, namespace, local) && is_our_role(self.role(block))
    }

    /// Returns the role that a header block is meant for.
    fn role<'b>(&self, block: &'b AnyElement) -> &'b str {
        let local = match self.version {
            SoapVersion::Soap11 => "actor",
            SoapVersion::Soap12 => "role",
        };
        attribute(block, self.version.namespace(), local).unwrap_or_default().trim()
    }

    /// Checks that the header and the body have no ids in common.
    ///
    /// Otherwise, a reference in the body (SOAP encoding) could be resolved to an unsigned header block.
    pub(super) fn keeps_ids_apart(&self) -> Result<(), SecurityError> {
        let mut known = HashSet::new();
        if let Some(header) = self.header {
            tree::visit(header, &mut Path::new(), &mut |element, _| {
                known.extend(tree::ids(element));
            });
        }
        let mut is_apart = true;
        tree::visit(self.body, &mut Path::new(), &mut |element, _| {
            is_apart &= tree::ids(element).all(|id| !known.contains(id));
        });
        if is_apart { Ok(()) } else { Err(tree::duplicate_id()) }
    }

    /// Returns the positions and the elements of the header blocks.
    pub(super) fn blocks(&self) -> impl Iterator<Item = (Path, &'t AnyElement)> {
        let blocks = self.header.into_iter().flat_map(AnyElement::elements);
        blocks.enumerate().map(|(index, block)| (vec![0, index], block))
    }

    /// Returns the position of the body.
    pub(super) fn body_path(&self) -> Path {
        vec![usize::from(self.header.is_some())]
    }
}

/// Returns whether an element has this name.
pub(super) fn is(element: &AnyElement, namespace: &str, local: &str) -> bool {
    element.name.local() == local && element.name.namespace() == namespace
}

/// Returns the value of an attribute.
pub(super) fn attribute<'t>(
    element: &'t AnyElement,
    namespace: &str,
    local: &str,
) -> Option<&'t str> {
    let mut attributes = element.attributes.iter();
    let found = attributes.find(|attribute| {
        attribute.name.local() == local && attribute.name.namespace() == namespace
    })?;
    Some(&found.value)
}

/// Returns the child with this name, or an error if there is more than one.
pub(super) fn only<'t>(
    element: &'t AnyElement,
    namespace: &str,
    local: &str,
) -> Result<Option<&'t AnyElement>, SecurityError> {
    let mut named = element.elements().filter(|child| is(child, namespace, local));
    let first = named.next();
    match named.next() {
        None => Ok(first),
        Some(_) => Err(SecurityError::invalid(format!("the element `{local}` is duplicated"))),
    }
}

/// Returns the text of an element without surrounding white space of XML. Other white space may be part of a name.
pub(super) fn text_of(element: &AnyElement) -> String {
    element.text().trim_matches([' ', '\t', '\n', '\r']).to_owned()
}

/// Decodes base64 text, which may contain white space.
pub(super) fn base64_bytes(element: &AnyElement) -> Option<Vec<u8>> {
    let text: String = text_of(element).split_ascii_whitespace().collect();
    STANDARD.decode(text).ok()
}

/// Returns the child of an element of XML Signature with this name, which is required.
pub(super) fn required<'t>(
    element: &'t AnyElement,
    local: &'static str,
) -> Result<&'t AnyElement, SecurityError> {
    let missing = || SecurityError::invalid(format!("the signature has no `{local}`"));
    only(element, DS, local)?.ok_or_else(missing)
}

/// Returns the URI of the algorithm that an element of XML Signature names.
pub(super) fn algorithm(element: &AnyElement) -> &str {
    attribute(element, "", "Algorithm").unwrap_or_default()
}
