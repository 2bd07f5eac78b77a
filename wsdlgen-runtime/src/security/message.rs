//! An incoming envelope as a tree, and finding what is in it.

use std::collections::HashSet;

use super::{SecurityCode, SecurityError, WSSE};
use crate::{
    soap::{SoapVersion, is_our_role},
    xml::{AnyElement, id_value},
};

/// An envelope whose parts are where they belong.
pub(super) struct Message<'t> {
    root: &'t AnyElement,
    version: SoapVersion,
    header: Option<&'t AnyElement>,
    pub(super) body: &'t AnyElement,
    /// The bytes that an element may have in canonical form.
    pub(super) longest: usize,
}

impl<'t> Message<'t> {
    /// Finds the header and the body where a reader finds them: there is one of each.
    pub(super) fn of(root: &'t AnyElement, longest: usize) -> Result<Self, SecurityError> {
        let is_envelope = |version: &SoapVersion| is(root, version.namespace(), "Envelope");
        let version = [SoapVersion::Soap11, SoapVersion::Soap12].into_iter().find(is_envelope);
        let version = version.ok_or_else(|| SecurityError::invalid("no envelope"))?;
        let namespace = version.namespace();
        let children: Vec<_> = root.elements().collect();
        let (header, body) = match *children {
            [body] => (None, body),
            [header, body] if is(header, namespace, "Header") => (Some(header), body),
            _ => return Err(SecurityError::invalid("an envelope with other parts")),
        };
        if !is(body, namespace, "Body") {
            return Err(SecurityError::invalid("an envelope without a body"));
        }
        Ok(Self { root, version, header, body, longest })
    }

    /// The security header for whoever acts in this role; for the last node on the way, without one.
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
            return Err(SecurityError::invalid("two security headers for one role"));
        }
        Ok(security)
    }

    /// The way from the root to the one element that has this id.
    pub(super) fn by_id(&self, id: &str) -> Result<Vec<&'t AnyElement>, SecurityError> {
        let mut search = IdSearch { id, path: Vec::new(), found: Vec::new(), times: 0 };
        search.visit(self.root);
        match search.times {
            1 => Ok(search.found),
            0 => {
                let code = SecurityCode::SecurityTokenUnavailable;
                Err(SecurityError::new(code, "a reference to what is not in the message"))
            }
            _ => Err(stands_twice()),
        }
    }

    /// Makes sure that nothing in the header has an id of the body's: a reference in the body, as SOAP's
    /// encoding has them, would be followed to what nobody has signed.
    pub(super) fn keeps_ids_apart(&self) -> Result<(), SecurityError> {
        let mut known = HashSet::new();
        if let Some(header) = self.header {
            each(header, &mut |element| known.extend(ids(element)));
        }
        let mut is_apart = true;
        each(self.body, &mut |element| is_apart &= ids(element).all(|id| !known.contains(id)));
        if is_apart { Ok(()) } else { Err(stands_twice()) }
    }

    /// The way from the root to an element.
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

fn stands_twice() -> SecurityError {
    SecurityError::new(SecurityCode::FailedCheck, "an id that stands twice")
}

fn each<'t>(element: &'t AnyElement, visit: &mut impl FnMut(&'t AnyElement)) {
    visit(element);
    element.elements().for_each(|child| each(child, visit));
}

/// All attributes that a reader may take for an element's id, as [`id_value`] reads them.
fn ids(element: &AnyElement) -> impl Iterator<Item = &str> {
    let attributes = element.attributes.iter();
    let ids = attributes.filter(|attribute| attribute.name.local().eq_ignore_ascii_case("id"));
    ids.map(|attribute| id_value(&attribute.value))
}

/// Whether an element has this name.
pub(super) fn is(element: &AnyElement, namespace: &str, local: &str) -> bool {
    element.name.local() == local && element.name.namespace() == namespace
}

/// The value of an attribute.
pub(super) fn attribute<'t>(
    element: &'t AnyElement,
    namespace: &str,
    local: &str,
) -> Option<&'t str> {
    let mut attributes = element.attributes.iter();
    let found =
        attributes.find(|one| one.name.local() == local && one.name.namespace() == namespace)?;
    Some(&found.value)
}

/// The child of this name, which may stand once.
pub(super) fn only<'t>(
    element: &'t AnyElement,
    namespace: &str,
    local: &str,
) -> Result<Option<&'t AnyElement>, SecurityError> {
    let mut named = element.elements().filter(|child| is(child, namespace, local));
    let first = named.next();
    match named.next() {
        None => Ok(first),
        Some(_) => Err(SecurityError::invalid(format!("{local} stands twice"))),
    }
}

/// The text of an element, without the space around it.
pub(super) fn text_of(element: &AnyElement) -> String {
    element.text().trim().to_owned()
}
