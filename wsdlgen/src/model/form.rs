//! The parts of requests that are fields of a URL or a form.

use super::{Body, Content, Element, Field, Model, Occurs, Record, Term, ValueType};

impl Record {
    /// Returns the item of an array: the only content of the record.
    pub(crate) fn array_item(&self) -> Option<&Element> {
        if self.base.is_some() || self.any_attribute.is_some() || !self.attributes.is_empty() {
            return None;
        }
        match (&self.content, self.fields()) {
            (Content::Array(item), _) => Some(item),
            (_, [Field { term: Term::Element(item), times, .. }]) => {
                Some(item).filter(|_| times.occurs() == Occurs::Repeated)
            }
            _ => None,
        }
    }
}

impl Model {
    /// Returns the parts of a body, each with its item if it is an array.
    pub(crate) fn form_parts<'m>(
        &'m self,
        body: &'m Body,
    ) -> Vec<(&'m Element, Option<&'m Element>)> {
        let parts = body.elements(self).into_iter().map(|part| {
            let ValueType::Defined(id) = part.value else { return (part, None) };
            (part, self.record(id).and_then(Record::array_item))
        });
        parts.collect()
    }
}
