//! `union!`: the declaration of a union and its expansion.

/// Declares a union: an enum of the types that a text may have (XSD 1.0 part 2, §2.5.1.3).
///
/// A text belongs to the first member whose lexical space contains it and whose facets allow it. `rest` marks the
/// member of a text type that accepts all remaining texts, `open` an enumeration that preserves unlisted values, and
/// `unreached` a member after one that accepts any text. The text after the enum's name is the type's name in the
/// contract.
///
/// ```
/// # mod limits {
/// use wsdlgen_runtime::codegen::v1 as rt;
///
/// rt::union! {
///     /// A number, or the word `unbounded`.
///     pub enum Limit = "Limit" {
///         Int(i32) = value,
///         Text(String) = token rest,
///     }
/// }
///
/// # pub fn test() {
/// use rt::Lexical;
///
/// assert_eq!(Limit::parse_lexical("7"), Ok(Limit::Int(7)));
/// assert_eq!(Limit::parse_lexical("unbounded"), Ok(Limit::Text("unbounded".into())));
/// # }
/// # }
/// # limits::test();
/// ```
///
/// `faceted` after the type's name implements [`Faceted`](crate::validate::Faceted), for values that are list items or
/// that are checked against the facets of their member.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_union {
    (
        $(#[$meta:meta])*
        $vis:vis enum $Name:ident = $wire_name:literal $($flag:ident)? {
            $(
                $(#[$vm:meta])*
                $Variant:ident($ty:ty) = $($word:ident $(($($arg:tt)*))?)+
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        $vis enum $Name {
            $(
                $(#[$vm])*
                #[doc = concat!("A value of type `", stringify!($ty), "`.")]
                $Variant($ty),
            )*
        }

        impl $crate::xsd::Lexical for $Name {
            const WHITE_SPACE: $crate::xsd::WhiteSpace = $crate::xsd::WhiteSpace::Preserve;
            const MAY_HOLD_MARKUP: bool = true;
            const ITEM_BYTES: usize =
                $crate::xsd::largest(&[$(<$ty as $crate::xsd::Lexical>::ITEM_BYTES),*]);

            #[allow(unreachable_code, reason = "a member of a text type may accept every text")]
            fn parse_lexical(text: &str) -> Result<Self, $crate::xsd::ValueError> {
                $($crate::__v1_union_try!(text Self::$Variant; $($word $(($($arg)*))?)*);)*
                $($crate::__v1_union_try_open!(text Self::$Variant; $($word $(($($arg)*))?)*);)*
                $($crate::__v1_union_rest!(text Self::$Variant; $($word $(($($arg)*))?)*);)*
                Err($crate::xsd::ValueError::new(
                    $wire_name,
                    "expected a value of one of the member types",
                ))
            }

            fn append_lexical(&self, out: &mut Vec<u8>) {
                match self {
                    $(Self::$Variant(value) => $crate::xsd::Lexical::append_lexical(value, out),)*
                }
            }
        }

        impl ::core::fmt::Display for $Name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::xsd::display(self, formatter)
            }
        }

        $crate::__v1_union_faceted! {
            [$($flag)?] $Name $([$Variant $($word $(($($arg)*))?)*])*
        }
    };
}

/// Tries to parse a member of a union that does not accept every text.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_union_try {
    ($text:ident $Variant:path; value) => {
        if let Some(value) = $crate::xsd::member($text) {
            return Ok($Variant(value));
        }
    };
    ($text:ident $Variant:path; value facets($facets:path)) => {
        if let Some(value) = $crate::validate::member_within($text, &$facets) {
            return Ok($Variant(value));
        }
    };
    ($text:ident $Variant:path; token facets($facets:path) $(rest)?) => {
        let rule = $crate::xsd::WhiteSpace::Collapse;
        if let Some(value) = $crate::validate::text_within($text, rule, &$facets) {
            return Ok($Variant(value));
        }
    };
    ($text:ident $Variant:path; string facets($facets:path) $(rest)?) => {
        let rule = $crate::xsd::WhiteSpace::Preserve;
        if let Some(value) = $crate::validate::text_within($text, rule, &$facets) {
            return Ok($Variant(value));
        }
    };
    ($text:ident $Variant:path; $kind:ident rest) => {};
    ($text:ident $Variant:path; open $kind:ident $(facets($facets:path))?) => {};
    ($text:ident $Variant:path; unreached $kind:ident $(facets($facets:path))?) => {};
}

/// Parses a member of a union that preserves unlisted values.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_union_try_open {
    ($text:ident $Variant:path; open $kind:ident $(facets($facets:path))?) => {
        $crate::__v1_union_try!($text $Variant; value)
    };
    ($text:ident $Variant:path; $($word:tt)*) => {};
}

/// Converts a text that no other member accepted into a value of a union's text member.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_union_rest {
    ($text:ident $Variant:path; token $(facets($facets:path))? rest) => {
        return Ok($Variant($crate::xsd::WhiteSpace::Collapse.apply($text).into()));
    };
    ($text:ident $Variant:path; string $(facets($facets:path))? rest) => {
        return Ok($Variant($text.into()));
    };
    ($text:ident $Variant:path; $($word:tt)*) => {};
}

/// Implements `Faceted` for a union, whose members may have their own facets.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_union_faceted {
    ([] $($rest:tt)*) => {};
    ([faceted] $Name:ident $([$Variant:ident $($word:tt)*])*) => {
        impl $crate::validate::Faceted for $Name {
            fn lexical(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Owned(self.to_string())
            }

            #[allow(unused_variables, reason = "not every declaration has members of every kind")]
            fn member(
                &self,
            ) -> Option<(&dyn $crate::validate::Faceted, &'static $crate::validate::Facets)> {
                match self {
                    $(Self::$Variant(value) => $crate::__v1_union_facets!(value; $($word)*),)*
                }
            }
        }
    };
}

/// The value of a union's member with its facets, or `None` if it has no facets.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_union_facets {
    ($value:ident; $(unreached)? $(open)? $kind:ident facets($facets:path) $(rest)?) => {
        Some(($value, &$facets))
    };
    ($value:ident; $($word:tt)*) => {
        None
    };
}
