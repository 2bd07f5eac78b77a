//! The form with a field for each element of a request.
//!
//! The form is a valid message with notes, which are attributes and elements of the namespace [`NOTES`]: see
//! [`PublishedOperation::form`](super::PublishedOperation).

mod group;
mod html;
mod input;
mod request;

use super::SampleMessage;
use crate::xml::{AnyAttribute, AnyElement, Cursor, Namespaces, ReadError, ReadOptions};
pub(super) use input::Input;
use input::Walk;

/// The namespace of notes.
const NOTES: &str = "urn:wsdlgen:form";
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
const SOAPENC: &str = "http://schemas.xmlsoap.org/soap/encoding/";
/// Maximum number of elements. Larger messages are easier to edit as XML.
const MAX_FORM_ELEMENTS: usize = 400;

/// The elements of a message, with notes.
pub(super) struct Fields {
    header: Vec<AnyElement>,
    body: Vec<AnyElement>,
}

impl Fields {
    /// Parses the form of an operation. Returns `None` if it is not well-formed.
    pub(super) fn of(form: &SampleMessage<'_>) -> Option<Self> {
        Some(Self { header: elements(form.header).ok()?, body: elements(form.body).ok()? })
    }

    /// Returns whether the form is small enough to be shown.
    pub(super) fn are_few(&self) -> bool {
        let count: usize = self.parts().flat_map(|(_, part)| part).map(count).sum();
        count <= MAX_FORM_ELEMENTS
    }

    /// Returns the header and the body, with the paths of their fields.
    fn parts(&self) -> impl Iterator<Item = (&'static str, &[AnyElement])> {
        [("h", &*self.header), ("b", &*self.body)].into_iter()
    }
}

fn elements(content: &str) -> Result<Vec<AnyElement>, ReadError> {
    let document = format!(
        "<form xmlns:f=\"{NOTES}\" xmlns:xsi=\"{XSI}\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\">{content}</form>"
    );
    let mut cursor = Cursor::new(&document, Namespaces::NONE, &ReadOptions::default())?;
    cursor.enter()?;
    cursor.pass_attributes();
    let mut elements = Vec::new();
    while cursor.next_element()? {
        elements.push(cursor.capture()?);
    }
    Ok(elements)
}

fn count(element: &AnyElement) -> usize {
    1 + element.elements().map(count).sum::<usize>()
}

/// An element or a group of the form that occurs once, or several times.
struct Member<'t> {
    element: &'t AnyElement,
    path: String,
    /// The paths of its occurrences.
    occurrences: Vec<String>,
}

impl Member<'_> {
    fn repeats(&self) -> bool {
        note(self.element, "max").is_some()
    }
}

/// Returns the elements and groups at a path, with their occurrences.
fn members<'t>(
    elements: impl Iterator<Item = &'t AnyElement>,
    path: &str,
    walk: &Walk<'_>,
) -> Vec<Member<'t>> {
    let member = |(index, element): (usize, &'t AnyElement)| {
        let path = format!("{path}.{index}");
        let occurrences = if let Some(most) = note(element, "max") {
            let most = most.parse().unwrap_or(usize::MAX);
            let count = walk.count(&path, least(element), most, count(element));
            (0..count).map(|occurrence| format!("{path}~{occurrence}")).collect()
        } else {
            vec![path.clone()]
        };
        Member { element, path, occurrences }
    };
    elements.enumerate().map(member).collect()
}

/// Returns the value of a note.
fn note<'t>(element: &'t AnyElement, name: &str) -> Option<&'t str> {
    let is_it = |attribute: &&AnyAttribute| {
        attribute.name.namespace() == NOTES && attribute.name.local() == name
    };
    element.attributes.iter().find(is_it).map(|attribute| &*attribute.value)
}

/// Returns the least number of occurrences.
fn least(element: &AnyElement) -> usize {
    note(element, "min").and_then(|min| min.parse().ok()).unwrap_or(1)
}

/// Returns whether the element has text alone.
fn is_field(element: &AnyElement) -> bool {
    element.elements().next().is_none()
}

/// Returns the attributes with a field, and their paths.
fn attribute_fields<'t>(
    element: &'t AnyElement,
    path: &str,
) -> impl Iterator<Item = (&'t AnyAttribute, String)> {
    let attributes = element.attributes.iter().enumerate();
    let own = attributes.filter(|(_, one)| !matches!(one.name.namespace(), NOTES | XSI | SOAPENC));
    own.map(move |(index, attribute)| (attribute, format!("{path}@{index}")))
}

#[cfg(test)]
mod tests;
