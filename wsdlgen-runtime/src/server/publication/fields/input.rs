//! The values of a submitted form.

use std::{cell::Cell, collections::HashMap};

/// Maximum number of occurrences of an element.
const MAX_OCCURRENCES: usize = 100;
/// Maximum number of elements in all occurrences together. Repeated elements may be nested.
const MAX_REPEATED_ELEMENTS: usize = 5_000;

/// The submitted values, or none for a new form.
pub(in super::super) struct Input {
    values: HashMap<String, String>,
}

impl Input {
    /// Creates the input of a new form, whose fields have the values of the sample.
    pub(in super::super) fn new() -> Self {
        Self { values: HashMap::new() }
    }

    /// Parses form data. Returns `None` if the form has no fields.
    pub(in super::super) fn of(body: &[u8]) -> Option<Self> {
        let values = form_urlencoded::parse(body).map(|(name, value)| {
            // Browsers normalize line breaks in forms to CRLF.
            (name.into_owned(), value.replace("\r\n", "\n"))
        });
        let input = Self { values: values.collect() };
        input.values.contains_key("fields").then_some(input)
    }

    /// Returns whether the user wants another occurrence of an element rather than to send the request.
    pub(in super::super) fn adds(&self) -> bool {
        self.values.contains_key("add")
    }
}

/// A walk over a form.
pub(super) struct Walk<'i> {
    input: &'i Input,
    /// The number of further elements that fit.
    left: Cell<usize>,
}

impl<'i> Walk<'i> {
    pub(super) fn new(input: &'i Input) -> Self {
        Self { input, left: Cell::new(MAX_REPEATED_ELEMENTS) }
    }

    /// Returns the value of a field, or `None` for a new field.
    pub(super) fn text(&self, path: &str) -> Option<&'i str> {
        self.input.values.get(path).map(String::as_str)
    }

    /// Returns the number of occurrences of a repeated element that contains `size` elements, itself included.
    pub(super) fn count(&self, path: &str, least: usize, most: usize, size: usize) -> usize {
        let submitted = self.text(&format!("n:{path}")).and_then(|count| count.parse().ok());
        let added = usize::from(self.text("add") == Some(path));
        let wanted = submitted.unwrap_or(least.max(1)).saturating_add(added);
        let count = wanted.min(most).min(MAX_OCCURRENCES).min(self.left.get() / size.max(1));
        self.left.set(self.left.get() - count * size);
        count
    }
}
