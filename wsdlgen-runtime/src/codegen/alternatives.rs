//! `alternatives!`: the declaration of a type that depends on attributes, and its expansion.

/// Declares the type of an element with type alternatives (XML Schema 1.1 part 1, §3.12): an enum of the types that
/// the element's attributes select.
///
/// The lines after the enum give the variant that each [test](crate::alternatives::TypeTest) selects. The first test that
/// holds counts. A line without a test always holds. `error` marks a test that no valid element passes, and `other` the
/// last variant, a tree. An element with `xsi:type` is kept as a tree, too.
///
/// ```
/// # mod forms {
/// use wsdlgen_runtime::codegen::v1 as rt;
///
/// rt::namespaces! { tns = "urn:example:forms" }
///
/// rt::record! {
///     /// A form.
///     pub struct Form {
///         optional version: Option<i32> = @"version" value,
///     }
/// }
///
/// rt::record! {
///     /// A form with a title.
///     pub struct Titled {
///         optional version: Option<i32> = @"version" value,
///         optional title: Option<String> = "title"@tns string,
///     }
/// }
///
/// rt::alternatives! {
///     /// Element `form`.
///     pub enum AnyForm {
///         Titled(Titled),
///         Form(Form),
///         ..Other
///     }
///     error if "@version > 9";
///     Titled if "@version >= 2";
///     Form;
/// }
/// # }
/// ```
///
/// `checked("Name")` after the last variant implements [`Validate`](crate::validate::Validate), and `checked` marks the
/// variants that do. `same` marks a variant whose Rust type another variant has as well, for which there is no `From`.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_alternatives {
    (
        $(#[$meta:meta])*
        $vis:vis enum $Name:ident {
            $($(#[$vm:meta])* $Variant:ident($ty:ty) $($word:ident)*,)*
            ..$Other:ident $(checked($wire_name:literal))?
        }
        $($Selected:ident $(if $test:literal)?;)*
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        $vis enum $Name {
            $(
                $(#[$vm])*
                #[doc = concat!("Type `", stringify!($ty), "`.")]
                $Variant(Box<$ty>),
            )*
            /// Another type, or one that `xsi:type` names.
            $Other(Box<$crate::xml::AnyElement>),
        }

        impl $crate::xml::ReadElement for $Name {
            const NAMESPACES: &'static $crate::xml::Namespaces = &ns::NAMESPACES;

            fn read_element(
                cursor: &mut $crate::xml::Cursor<'_>,
            ) -> Result<Self, $crate::xml::ReadError> {
                static TABLE: ::std::sync::LazyLock<$crate::alternatives::TypeTable> =
                    ::std::sync::LazyLock::new(|| {
                        $crate::alternatives::TypeTable::new(&[$(concat!($($test)?)),*])
                    });
                const REFUSED: &[bool] = &[$($crate::__v1_alternative!(is_error $Selected)),*];
                if let Some(selected) = cursor.alternative(&TABLE, REFUSED)? {
                    let mut selected = $crate::xml::Countdown::from(selected);
                    $(
                        if selected.is_next() {
                            return $crate::__v1_alternative!(read $Selected cursor $Other);
                        }
                    )*
                }
                Ok(Self::$Other(cursor.capture_boxed()?))
            }
        }

        impl $crate::xml::WriteElement for $Name {
            fn write_attributes(&self, writer: &mut $crate::xml::Writer) {
                match self {
                    $(Self::$Variant(value) => $crate::xml::WriteElement::write_attributes(value, writer),)*
                    Self::$Other(value) => $crate::xml::WriteElement::write_attributes(value, writer),
                }
            }

            $crate::__v1_write_content_of! { $Other $($Variant)* }
        }

        $($crate::__v1_family_from! { $Name $Variant $ty; $($word)* })*

        $crate::__v1_family_check! { [$(checked($wire_name))?] $Name $([$Variant $($word)*])* }
    };
}

/// Reads the selected variant, or expands to whether a line is an error.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_alternative {
    (is_error error) => {
        true
    };
    (is_error $Selected:ident) => {
        false
    };
    (read other $cursor:ident $Other:ident) => {
        $cursor.capture_boxed().map(Self::$Other)
    };
    (read error $cursor:ident $Other:ident) => {
        $cursor.capture_boxed().map(Self::$Other)
    };
    (read $Selected:ident $cursor:ident $Other:ident) => {
        $crate::xml::ReadElement::read_element($cursor).map(Self::$Selected)
    };
}
