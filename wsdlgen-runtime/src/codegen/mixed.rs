//! Mixed content: `mixed!`, which declares accessors for elements, and [`MixedAny`], for elements of any name.

use crate::xml::AnyElement;

/// Declares accessors for the elements that occur at most once in a record's mixed content.
///
/// The record's name is followed by its member and the type of the items. Each line has the accessor, the variant and its
/// type, and the element's name in XML.
///
/// ```
/// # mod news {
/// use wsdlgen_runtime::codegen::v1 as rt;
///
/// rt::namespaces! { tns = "urn:example:news" }
///
/// rt::record! {
///     pub struct Article {
///         mixed content: Vec<Item> = part,
///     }
/// }
///
/// rt::choice! {
///     pub enum Item {
///         Text(String) = "text" text,
///         Title(String) = "title"@tns string,
///     }
/// }
///
/// rt::mixed! {
///     Article { content: Item } {
///         title: Title(String) = "title",
///     }
/// }
///
/// # pub fn main() {
/// let article = Article { content: vec![Item::Text("a ".into()), Item::Title("b".into())] };
/// assert_eq!(article.title().map(String::as_str), Some("b"));
/// # }
/// # }
/// # news::main();
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_mixed {
    (
        $Name:ident { $content:ident: $Item:ty } {
            $($accessor:ident: $Variant:ident($ty:ty) = $local:literal),* $(,)?
        }
    ) => {
        impl $Name {
            $(
                #[doc = concat!("Returns the `", $local, "` element, or `None` if there is none.")]
                pub fn $accessor(&self) -> Option<&$ty> {
                    type __Item = $Item;
                    self.$content.iter().find_map(|item| match item {
                        __Item::$Variant(value) => {
                            let value: &$ty = value;
                            Some(value)
                        }
                        _ => None,
                    })
                }
            )*
        }
    };
}

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
