//! An incoming envelope as a tree, and searching it.

use std::collections::HashSet;

use super::{SecurityCode, SecurityError, WSSE};
use crate::{
    soap::{SoapVersion, is_our_role},
    xml::{AnyElement, id_value},
};

/// An envelope with an optional header and a body, in this order.
pub(super) struct Message<'t> {
    root: &'t AnyElement,
    version: SoapVersion,
    header: Option<&'t AnyElement>,
    pub(super) body: &'t AnyElement,
    /// The greatest length of an element in canonical form, in bytes.
    pub(super) longest: usize,
}

impl<'t> Message<'t> {
    /// Finds the header and the body in the places where the reader expects them.
    pub(super) fn of(root: &'t AnyElement, longest: usize) -> Result<Self, SecurityError> {
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
        Ok(Self { root, version, header, body, longest })
    }

    /// Returns the security header for the role `actor`. If it is `None`, returns the header for the ultimate
    /// receiver.
    pub(super) fn security(
        &self,
        actor: Option<&str>,
    ) -> Result<Option<&'t AnyElement>, SecurityError> {
        let attribute_of_role = match self.version {
            SoapVersion::Soap11 => "actor",
            SoapVersion::Soap12 => "role",
        };
        let is_ours = |block: &&AnyElement| {
            let role = attribute(block, self.version.namespace(), attribute_of_role);
            let role = role.unwrap_or_default().trim();
            is(block, WSSE, "Security")
                && actor.map_or_else(|| is_our_role(role), |actor| actor == role)
        };
        let blocks = self.header.into_iter().flat_map(AnyElement::elements);
        let mut ours = blocks.filter(is_ours);
        let security = ours.next();
        if ours.next().is_some() {
            return Err(SecurityError::invalid("more than one security header for this role"));
        }
        Ok(security)
    }

    /// Returns the path from the root to the only element with this id.
    pub(super) fn by_id(&self, id: &str) -> Result<Vec<&'t AnyElement>, SecurityError> {
        let mut search = IdSearch { id, path: Vec::new(), found: Vec::new(), times: 0 };
        search.visit(self.root);
        match search.times {
            1 => Ok(search.found),
            0 => {
                let code = SecurityCode::SecurityTokenUnavailable;
                Err(SecurityError::new(code, "a reference is unresolved"))
            }
            _ => Err(duplicate_id()),
        }
    }

    /// Checks that the header and the body have no ids in common.
    ///
    /// Otherwise, a reference in the body (SOAP encoding) could be resolved to an unsigned header block.
    pub(super) fn keeps_ids_apart(&self) -> Result<(), SecurityError> {
        let mut known = HashSet::new();
        if let Some(header) = self.header {
            each(header, &mut |element| known.extend(ids(element)));
        }
        let mut is_apart = true;
        each(self.body, &mut |element| is_apart &= ids(element).all(|id| !known.contains(id)));
        if is_apart { Ok(()) } else { Err(duplicate_id()) }
    }

    /// Returns the path from the root to an element.
    pub(super) fn path_to(&self, element: &AnyElement) -> Vec<&'t AnyElement> {
        fn descend(path: &mut Vec<&AnyElement>, element: &AnyElement) -> bool {
            let Some(last) = path.last().copied() else { return false };
            std::ptr::eq(last, element)
                || last.elements().any(|child| {
                    path.push(child);
                    let found = descend(path, element);
                    if !found {
                        path.pop();
                    }
                    found
                })
        }
        let mut path = vec![self.root];
        descend(&mut path, element);
        path
    }
}

struct IdSearch<'t, 'i> {
    id: &'i str,
    path: Vec<&'t AnyElement>,
    found: Vec<&'t AnyElement>,
    times: usize,
}

impl<'t> IdSearch<'t, '_> {
    fn visit(&mut self, element: &'t AnyElement) {
        self.path.push(element);
        if ids(element).any(|id| id == self.id) {
            self.times += 1;
            self.found.clone_from(&self.path);
        }
        element.elements().for_each(|child| self.visit(child));
        self.path.pop();
    }
}

fn duplicate_id() -> SecurityError {
    SecurityError::new(SecurityCode::FailedCheck, "an id is duplicated")
}

fn each<'t>(element: &'t AnyElement, visit: &mut impl FnMut(&'t AnyElement)) {
    visit(element);
    element.elements().for_each(|child| each(child, visit));
}

/// Returns the values of all attributes that a reader may take for the element's id, trimmed by [`id_value`].
fn ids(element: &AnyElement) -> impl Iterator<Item = &str> {
    let attributes = element.attributes.iter();
    let ids = attributes.filter(|attribute| attribute.name.local().eq_ignore_ascii_case("id"));
    ids.map(|attribute| id_value(&attribute.value))
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

/// Returns the text of an element without surrounding white space.
pub(super) fn text_of(element: &AnyElement) -> String {
    element.text().trim().to_owned()
}
