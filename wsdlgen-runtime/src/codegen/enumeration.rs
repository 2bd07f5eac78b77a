//! `enumeration!`: the declaration of a type with a fixed set of values, and its expansion.

/// Declares an enumeration: a type with a fixed set of values (XSD 1.0 part 2, §4.3.5).
///
/// The text after the enum's name is the type's name in the contract, used in error messages.
///
/// ```
/// # mod sizes {
/// use wsdlgen_runtime::codegen::v1 as rt;
///
/// rt::enumeration! {
///     /// Sizes of shirts.
///     pub enum Size = "Size" {
///         Small = "S",
///         Large = "L",
///     }
/// }
///
/// # pub fn test() {
/// assert_eq!(Size::Small.as_str(), "S");
/// assert_eq!("L".parse(), Ok(Size::Large));
/// # }
/// # }
/// # sizes::test();
/// ```
///
/// The type's name may be followed by `replace` or `collapse`, the white space rule for documents, and by
/// `same_as(T)` if values of `T` may have several forms. A last line `..Unknown` preserves values that are not
/// listed. `escaped("value", "text")` is a value that documentation cannot show unchanged, with the Markdown to show
/// instead.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_enumeration {
    (
        $(#[$meta:meta])*
        $vis:vis enum $Name:ident = $wire_name:literal $($flag:ident $(($flag_arg:ty))?)* {
            $(
                $(#[$vm:meta])*
                $Variant:ident = $($text:literal)? $(escaped($written:literal, $shown:literal))?
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        $vis enum $Name {
            $(
                $(#[$vm])*
                $(#[doc = "\n`"] #[doc = $text] #[doc = "`."])?
                $(#[doc = ""] #[doc = $shown])?
                $Variant,
            )*
        }

        impl $Name {
            /// Returns the value as written in XML.
            pub const fn as_str(self) -> &'static str {
                <Self as $crate::xsd::Enumeration>::TEXTS[self as usize]
            }
        }

        impl $crate::xsd::Enumeration for $Name {
            const NAME: &'static str = $wire_name;
            const TEXTS: &'static [&'static str] = &[$($($text)? $($written)?),*];
            const VALUES: &'static [Self] = &[$(Self::$Variant),*];
            const WHITE_SPACE: $crate::xsd::WhiteSpace = $crate::__v1_white_space!($($flag)*);
            const IS_SAME: $crate::xsd::IsSame = $crate::__v1_is_same!($($flag $(($flag_arg))?)*);

            fn table() -> Option<&'static $crate::xsd::TextTable> {
                $crate::__v1_text_table!($($flag $(($flag_arg))?)*)
            }

            fn index(self) -> usize {
                self as usize
            }
        }

        impl ::core::str::FromStr for $Name {
            type Err = $crate::xsd::ValueError;

            fn from_str(text: &str) -> Result<Self, $crate::xsd::ValueError> {
                $crate::xsd::enumerated(text)
            }
        }

        impl ::core::fmt::Display for $Name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.pad(self.as_str())
            }
        }
    };
    (
        $(#[$meta:meta])*
        $vis:vis enum $Name:ident = $wire_name:literal $($flag:ident $(($flag_arg:ty))?)* {
            $(
                $(#[$vm:meta])*
                $Variant:ident = $($text:literal)? $(escaped($written:literal, $shown:literal))?,
            )*
            $(#[$om:meta])*
            ..$Other:ident
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        $vis enum $Name {
            $(
                $(#[$vm])*
                $(#[doc = "\n`"] #[doc = $text] #[doc = "`."])?
                $(#[doc = ""] #[doc = $shown])?
                $Variant,
            )*
            /// A value that the contract does not list.
            $(#[$om])*
            $Other(String),
        }

        impl $Name {
            /// Returns the value as written in XML.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$Variant => $($text)? $($written)?,)*
                    Self::$Other(text) => text,
                }
            }
        }

        impl From<&str> for $Name {
            fn from(text: &str) -> Self {
                const TEXTS: &[&str] = &[$($($text)? $($written)?),*];
                let found = $crate::xsd::text_position(
                    TEXTS,
                    $crate::__v1_is_same!($($flag $(($flag_arg))?)*),
                    $crate::__v1_text_table!($($flag $(($flag_arg))?)*),
                    text,
                );
                if let Some(position) = found {
                    let mut listed = $crate::xml::Countdown::from(position);
                    $(
                        if listed.is_next() {
                            return Self::$Variant;
                        }
                    )*
                }
                Self::$Other(text.to_owned())
            }
        }

        impl ::core::fmt::Display for $Name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl $crate::xsd::Lexical for $Name {
            const WHITE_SPACE: $crate::xsd::WhiteSpace = $crate::__v1_white_space!($($flag)*);
            const MAY_HOLD_MARKUP: bool = true;

            fn parse_lexical(text: &str) -> Result<Self, $crate::xsd::ValueError> {
                Ok(text.into())
            }

            fn append_lexical(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(self.as_str().as_bytes());
            }

            fn as_text(&self) -> Option<&str> {
                Some(self.as_str())
            }
        }

        impl $crate::validate::Faceted for $Name {
            fn lexical(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Owned(self.to_string())
            }
        }
    };
}

/// Extracts the white space rule from the words after a type's name.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_white_space {
    (collapse $($flag:ident)*) => {
        $crate::xsd::WhiteSpace::Collapse
    };
    (replace $($flag:ident)*) => {
        $crate::xsd::WhiteSpace::Replace
    };
    ($($flag:ident)*) => {
        $crate::xsd::WhiteSpace::Preserve
    };
}

/// Selects the comparison of values by the words after a type's name.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_is_same {
    ($(collapse)? $(replace)? same_as($base:ty)) => {
        $crate::xsd::same_value::<$base>
    };
    ($(collapse)? $(replace)?) => {
        $crate::xsd::same_text
    };
}

/// Creates the lookup table for values with only one form, depending on the words after a type's name.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_text_table {
    ($(collapse)? $(replace)? same_as($base:ty)) => {
        None
    };
    ($(collapse)? $(replace)?) => {{
        static TABLE: $crate::xsd::TextTable = $crate::xsd::TextTable::new();
        Some(&TABLE)
    }};
}
