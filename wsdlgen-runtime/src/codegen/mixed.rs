//! Mixed content with elements of any name.

use crate::xml::AnyElement;

crate::__v1_choice! {
    /// A part of mixed content with elements of any name: text, or an element.
    ///
    /// ```
    /// use wsdlgen_runtime::{codegen::v1::MixedAny, xml::AnyElement};
    ///
    /// let element = AnyElement::parse("<b>bold</b>", &Default::default())?;
    /// let content: Vec<MixedAny> = vec!["some ".into(), element.into()];
    /// let elements: Vec<&AnyElement> = content.iter().filter_map(MixedAny::as_element).collect();
    /// assert_eq!(elements[0].text(), "bold");
    /// assert_eq!(content[0].as_text(), Some("some "));
    /// # Ok::<(), wsdlgen_runtime::xml::ReadError>(())
    /// ```
    pub enum MixedAny first(; any) {
        Text(String) = "text" text,
        Element(Box<AnyElement>) = "any" any,
    }
}

impl MixedAny {
    /// Returns the element, or `None` for text.
    pub fn as_element(&self) -> Option<&AnyElement> {
        match self {
            Self::Element(element) => Some(element),
            Self::Text(_) => None,
        }
    }

    /// Returns the text, or `None` for an element.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Element(_) => None,
        }
    }
}

impl From<String> for MixedAny {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for MixedAny {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<AnyElement> for MixedAny {
    fn from(element: AnyElement) -> Self {
        Self::Element(Box::new(element))
    }
}
