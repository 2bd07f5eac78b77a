//! Facets of texts.

use std::borrow::Cow;

use super::Faceted;

macro_rules! texts {
    ($($(#[$meta:meta])* $Type:ty),+ $(,)?) => {$(
        $(#[$meta])*
        impl Faceted for $Type {
            fn lexical(&self) -> Cow<'_, str> {
                Cow::Borrowed(self)
            }

            fn length(&self) -> Option<usize> {
                Some(self.chars().count())
            }
        }
    )+};
}

texts! {
    String,
    #[cfg(feature = "compact_str")]
    ::compact_str::CompactString,
}

/// A string whose pattern describes a GUID.
#[cfg(feature = "uuid")]
impl Faceted for ::uuid::Uuid {
    fn lexical(&self) -> Cow<'_, str> {
        super::written(self)
    }

    fn length(&self) -> Option<usize> {
        Some(self.lexical().chars().count())
    }

    fn equals(&self, text: &str) -> bool {
        crate::xsd::member(text).as_ref() == Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::Faceted;

    #[test]
    fn measures_texts_in_characters() {
        let text = "größe".to_owned();
        assert_eq!((text.length(), text.equals("größe")), (Some(5), true));
        #[cfg(feature = "compact_str")]
        assert_eq!(::compact_str::CompactString::from("größe").length(), Some(5));
    }

    #[cfg(feature = "uuid")]
    #[test]
    fn compares_uuids_in_any_form() {
        let uuid = ::uuid::Uuid::nil();
        assert_eq!(uuid.length(), Some(36));
        assert!(uuid.equals("{00000000-0000-0000-0000-000000000000}"));
    }
}
