//! `family!`: the declaration of a polymorphic type and its expansion.

/// Declares a family: an enum of the types that `xsi:type` may name where an element declares a base type
/// (XML Schema part 1, §2.6.1).
///
/// Each line declares a member: its variant, its Rust type, and its name in the contract. `declared` marks the type
/// that elements declare, which needs no `xsi:type`. An abstract type is not a member. Values of unknown types are
/// kept as a tree in the last variant.
///
/// ```
/// # mod animals {
/// use wsdlgen_runtime::codegen::v1 as rt;
///
/// rt::namespaces! { tns = "urn:example:animals" }
///
/// rt::record! {
///     /// An animal.
///     pub struct Animal [base] {
///         optional name: Option<String> = "name"@tns string,
///     }
/// }
///
/// rt::record! {
///     /// A dog.
///     pub struct Dog {
///         extends_default base: Animal = record,
///         repeated trick: Vec<String> = "trick"@tns string,
///     }
/// }
///
/// rt::family! {
///     /// `Animal` and the types derived from it.
///     pub enum AnyAnimal: Animal {
///         Animal(Animal) = "Animal"@tns declared,
///         Dog(Dog) = "Dog"@tns,
///         ..Other
///     }
/// }
/// # }
/// ```
///
/// The type after the enum's name is the base that all members extend; it adds the method
/// [`base()`](crate::codegen::v1::family). `checked("Name")` after the last variant implements
/// [`Validate`](crate::validate::Validate), and `checked` marks the members that do. `same` marks a member whose Rust
/// type another member has as well, for which there is no `From`.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_family {
    (
        $(#[$meta:meta])*
        $vis:vis enum $Name:ident $(: $base:ty)? {
            $(
                $(#[$vm:meta])*
                $Variant:ident($ty:ty) = $local:literal $(@ $prefix:ident)? $($word:ident)*,
            )*
            ..$Other:ident $(checked($wire_name:literal))?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        $vis enum $Name {
            $(
                $(#[$vm])*
                #[doc = "Type `"]
                #[doc = $local]
                #[doc = "`."]
                $Variant(Box<$ty>),
            )*
            /// A type that the contract does not declare.
            $Other(Box<$crate::xml::AnyElement>),
        }

        $crate::__v1_family_base! { [$($base)?] $Name $Other $($Variant)* }

        impl $crate::xml::ReadElement for $Name {
            const NAMESPACES: &'static $crate::xml::Namespaces = &ns::NAMESPACES;

            #[allow(unused_mut, unused_variables, reason = "not every declaration has members of every kind")]
            fn read_element(
                cursor: &mut $crate::xml::Cursor<'_>,
            ) -> Result<Self, $crate::xml::ReadError> {
                static TYPES: &[$crate::xml::Name] = &[$($crate::xml::Name::of(&[$(ns::$prefix)?], $local)),*];
                const DECLARED: bool = false $($(|| $crate::__v1_is_declared!($word))*)*;
                if let Some(member) = cursor.member_type(TYPES, DECLARED)? {
                    let mut member = $crate::xml::Countdown::from(member);
                    $(
                        if member.is_next() {
                            return $crate::xml::ReadElement::read_element(cursor).map(Self::$Variant);
                        }
                    )*
                }
                Ok(Self::$Other(cursor.capture_boxed()?))
            }
        }

        impl $crate::xml::WriteElement for $Name {
            fn write_attributes(&self, writer: &mut $crate::xml::Writer) {
                match self {
                    $(Self::$Variant(value) => {
                        $crate::__v1_write_typed!(writer value; $local $(@ $prefix)?; $($word)*);
                    })*
                    Self::$Other(value) => $crate::xml::WriteElement::write_attributes(value, writer),
                }
            }

            $crate::__v1_write_content_of! { $Other $($Variant)* }
        }

        $($crate::__v1_family_from! { $Name $Variant $ty; $($word)* })*

        $crate::__v1_family_check! { [$(checked($wire_name))?] $Name $([$Variant $($word)*])* }
    };
}

/// Writes the content of a family's member.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_write_content_of {
    ($($Variant:ident)*) => {
        fn write_content(&self, writer: &mut $crate::xml::Writer) {
            match self {
                $(Self::$Variant(value) => $crate::xml::WriteElement::write_content(value, writer),)*
            }
        }
    };
}

/// Implements access to the base type of all members of a family.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_family_base {
    ([] $($rest:tt)*) => {};
    ([$base:ty] $Name:ident $Other:ident $($Variant:ident)*) => {
        impl $Name {
            /// The common base type, or `None` for an unknown type.
            pub fn base(&self) -> Option<&$base> {
                match self {
                    $(Self::$Variant(value) => Some(value),)*
                    Self::$Other(_) => None,
                }
            }
        }
    };
}

/// Expands to `true` for the word `declared`.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_is_declared {
    (declared) => {
        true
    };
    ($word:ident) => {
        false
    };
}

/// Writes the attributes of a family's member, beginning with `xsi:type` unless it has the declared type.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_write_typed {
    ($writer:ident $value:ident; $local:literal $(@ $prefix:ident)?; declared $($word:ident)*) => {
        $crate::xml::WriteElement::write_attributes($value, $writer)
    };
    ($writer:ident $value:ident; $local:literal $(@ $prefix:ident)?; $($word:ident)*) => {
        $writer.typed_attributes(concat!($(stringify!($prefix), ":",)? $local), $value)
    };
}

/// Implements `From` for a member of a family.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_family_from {
    ($Name:ident $Variant:ident $ty:ty; $(declared)? same $($word:ident)*) => {};
    ($Name:ident $Variant:ident $ty:ty; $($word:ident)*) => {
        /// Wraps a value of this type.
        impl From<$ty> for $Name {
            fn from(value: $ty) -> Self {
                Self::$Variant(Box::new(value))
            }
        }
    };
}

/// Implements `Validate` for a family with something to check.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_family_check {
    ([] $($rest:tt)*) => {};
    ([checked($wire_name:literal)] $Name:ident $([$Variant:ident $($word:ident)*])*) => {
        impl $crate::validate::Validate for $Name {
            const NAME: &'static str = $wire_name;

            #[allow(unused_variables, reason = "not every declaration has members of every kind")]
            fn validate_in(&self, check: &mut $crate::validate::Check) {
                match self {
                    $(Self::$Variant(value) => { $($crate::__v1_family_check_member!(check value; $word);)* })*
                    _ => {}
                }
            }
        }
    };
}

/// Checks a member of a family.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_family_check_member {
    ($check:ident $value:ident; checked) => {
        $crate::validate::Validate::validate_in($value, $check)
    };
    ($check:ident $value:ident; $word:ident) => {};
}
