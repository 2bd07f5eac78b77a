//! `record!`: the declaration of a record and its expansion.

/// Declares a record: the attributes and content of an element, read in any order.
///
/// Each line declares a member: its occurrence, its name, its Rust type, its name in XML, and how its value is read
/// and written.
///
/// ```
/// # mod person {
/// use wsdlgen_runtime::codegen::v1 as rt;
///
/// rt::namespaces! { tns = "urn:example:people" }
///
/// rt::record! {
///     /// A person.
///     pub struct Person new {
///         required name: String = "name"@tns string,
///         optional born: Option<rt::Date> = "born"@tns value,
///         repeated friend: Vec<Person> = "friend"@tns element,
///         optional id: Option<u32> = @"id" value,
///     }
/// }
/// # }
/// ```
///
/// # Members
///
/// | line | member |
/// | --- | --- |
/// | `required n: T = "n" …` | an element that occurs once |
/// | `preset n: T = "n" …` | an element that occurs once and is nil or has a fixed value unless the program sets it |
/// | `optional n: Option<T> = "n" …` | an element that may be absent |
/// | `repeated n: Vec<T> = "n" …` | an element that occurs any number of times |
/// | `required n: T = @"n" …`, `preset n: T = @"n" …`, `optional n: Option<T> = @"n" …` | an attribute |
/// | `attributes n: Vec<AnyAttribute> = any` | the attributes with other names |
/// | `text n: T = …` | simple content |
/// | `mixed n: Vec<T> = part` | mixed content: text and elements in document order |
/// | `attachment n: Option<Attachment> = part("n")` | a part of the message that is sent as an attachment; a media type may follow the name |
/// | `array n: Array<T> = of("xsd:int") item("item") …` | an array in SOAP encoding |
/// | `extends n: T = record` | the record that this one extends, if it has required members |
/// | `extends_default n: T = record` | the record that this one extends, if it has none |
///
/// The base comes first, then simple content, mixed content or an array. Attributes with other names come last, or
/// attachments.
///
/// # Names
///
/// `"n"` is a name without a namespace. `"n"@tns` is a name in the namespace that
/// [`namespaces!`](crate::codegen::v1::namespaces) declares for `tns`. A choice or a group has no name in XML:
/// `"card or cash" part` gives the name for error messages. Elements of any name are `"any" any`,
/// `"any" any(not tns)`, `"any" any(except tns, none)` or `"any" any(in tns, none)`. `anywhere` before the word marks open
/// content, whose elements may occur between those of the other members.
///
/// # Values
///
/// | word | value |
/// | --- | --- |
/// | `string`, `normalized`, `token` | a `String` whose white space is preserved, replaced or collapsed |
/// | `value` | a simple type: [`Lexical`](crate::xsd::Lexical) |
/// | `names` | a simple type whose values contain qualified names |
/// | `element` | a type with attributes or content: [`ReadElement`](crate::xml::ReadElement) |
/// | `reference` | an [`Attachment`](crate::Attachment) that the element refers to |
///
/// `secret` before the word hides the value from `Debug`. `nillable` before it allows `xsi:nil`.
/// `encoded("xsd:int")` and `parameter("xsd:int")` mark elements in SOAP encoding.
///
/// The word may be followed by `times(least, most)`, `facets(STATIC)`, `default("text")` or `fixed("text")`, by
/// `items(STATIC)` for the facets of a list's items, and by `checked` for a type that implements
/// [`Validate`](crate::validate::Validate).
///
/// # Words after the struct's name
///
/// Words in brackets define how the content is read. Each is optional, and they occur in this order:
///
/// | word | meaning |
/// | --- | --- |
/// | `base` | other records extend this one |
/// | `any_order` | the elements may occur in any order (`xs:all`) |
/// | `in_sequence` | the elements are read in order, because a name occurs more than once |
/// | `also_in_sequence` | a record that extends this one is `in_sequence` |
///
/// Further words define how values are created, formatted and checked:
///
/// | word | meaning |
/// | --- | --- |
/// | `new` | a constructor takes the required members |
/// | `required(Name)` | a struct of the required members is converted with `From` |
/// | `all_required` | every member is required, so there is neither of these |
/// | `default` | there are preset members and no required ones |
/// | `from(T)` | the only member is not required, and the record converts from its value |
/// | `secret` | a member is secret |
/// | `checked("Name")` | `Validate` is implemented, and error messages use this name |
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record {
    (
        $(#[$meta:meta])*
        $vis:vis struct $Name:ident $([$($order:ident)*])? $($flag:ident $(($($flag_arg:tt)*))?)* {
            $(
                $(#[$member_meta:meta])*
                $occurs:ident $member:ident: $ty:ty =
                    $($special:ident $(($($special_arg:tt)*))? $($more:ident $(($($more_arg:tt)*))?)*)?
                    $($local:literal $(@ $prefix:ident)? $($word:ident $(($($arg:tt)*))?)+)?
                    $(@ $attr:literal $(@ $attr_prefix:ident)? $($attr_word:ident $(($($attr_arg:tt)*))?)+)?
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq)]
        $vis struct $Name {
            $(
                $(#[$member_meta])*
                $(#[doc = $crate::__v1_special_doc!($occurs $special)])?
                $(#[doc = "\nIn XML: `"] #[doc = $local] #[doc = "`."])?
                $(#[doc = "\nAttribute `"] #[doc = $attr] #[doc = "`."])?
                pub $member: $ty,
            )*
        }

        $crate::__v1_record_start! {
            [$($flag $(($($flag_arg)*))?)*] $vis $Name
            $($occurs $member: $ty [$($($word $(($($arg)*))?)*)? $($($attr_word $(($($attr_arg)*))?)*)? $($special)?];)*
        }

        $crate::__v1_record_debug! {
            [$($flag $(($($flag_arg)*))?)*] $Name
            $($member $occurs [$($($word)*)? $($($attr_word)*)?])*
        }

        $($(
            $crate::__v1_special_impls! { $Name $occurs $special $member: $ty }
        )?)*

        impl $crate::xml::WriteElement for $Name {
            $crate::__v1_write_attributes! {
                $(
                    $([$member $occurs $special $(($($special_arg)*))? $($more $(($($more_arg)*))?)*])?
                    $([$member $occurs attribute $attr $(@ $attr_prefix)?])?
                )*
            }

            #[allow(unused_variables, reason = "not every declaration has members of every kind")]
            fn write_content(&self, writer: &mut $crate::xml::Writer) {
                let Self { $($member,)* } = self;
                $(
                    $($crate::__v1_write_special!(
                        writer $member;
                        $occurs $special $(($($special_arg)*))? $($more $(($($more_arg)*))?)*
                    );)?
                    $($crate::__v1_write!(
                        [$($word $(($($arg)*))?)*] $occurs writer $member; $local $(@ $prefix)?
                    );)?
                )*
            }
        }

        $crate::__v1_record_check! {
            [$($flag $(($($flag_arg)*))?)*] $Name [$($member)*]
            [$($([$occurs [$special $(($($special_arg)*))? $($more $(($($more_arg)*))?)*] $member])?)*]
            [$($([[$($attr_word $(($($attr_arg)*))?)*] $occurs $member $attr])?)*]
            [$($([[$($word $(($($arg)*))?)*] $occurs $member $local])?)*]
        }

        $crate::__v1_record_read! {
            $Name [$($flag $(($($flag_arg)*))?)*] [$($($order)*)?]
            [$($([
                $occurs $member: $ty = $special $(($($special_arg)*))? $($more $(($($more_arg)*))?)*
            ])?)*]
            [$($([
                $member = $crate::xml::Name::of(&[$(ns::$attr_prefix)?], $attr);
                $($attr_word $(($($attr_arg)*))?)*
            ])?)*]
            [$($([
                $occurs $member: $ty = $local [$(ns::$prefix)?] [$($word $(($($arg)*))?)*]
            ])?)*]
            [$([$occurs $member $(missing_element $local)? $(missing_attribute $attr)?])*]
        }
    };
}

/// The documentation of a member that is neither an element nor an attribute.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_special_doc {
    (text $word:ident) => {
        "\nThe text."
    };
    (mixed $word:ident) => {
        "\nText and elements in document order."
    };
    (array $word:ident) => {
        "\nThe items."
    };
    (attributes $word:ident) => {
        "\nAttributes of any other name."
    };
    (attachment $word:ident) => {
        "\nSent as an attachment."
    };
    ($extends:ident $word:ident) => {
        "\nThe type that this one extends."
    };
}

/// Implements the conversions of a record with a base, or of an array.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_special_impls {
    ($Name:ident text $($rest:tt)*) => {};
    ($Name:ident mixed $($rest:tt)*) => {};
    ($Name:ident attributes $($rest:tt)*) => {};
    ($Name:ident attachment $($rest:tt)*) => {};
    ($Name:ident array $word:ident $member:ident: $ty:tt) => {
        impl From<Vec<<$ty as IntoIterator>::Item>> for $Name {
            fn from(items: Vec<<$ty as IntoIterator>::Item>) -> Self {
                Self { $member: items.into() }
            }
        }
    };
    ($Name:ident $extends:ident $word:ident $member:ident: $ty:tt) => {
        impl ::core::ops::Deref for $Name {
            type Target = $ty;

            fn deref(&self) -> &$ty {
                &self.$member
            }
        }

        impl ::core::ops::DerefMut for $Name {
            fn deref_mut(&mut self) -> &mut $ty {
                &mut self.$member
            }
        }
    };
}

/// Implements `Debug` for a record. It shows whether secret members are present, but not their values.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record_debug {
    (
        [$(new)? $(required($Required:ident))? $(all_required)? $(default)? $(from($Value:ty))? secret $($flag:tt)*]
        $Name:ident $($member:ident $occurs:ident [$($word:ident)*])*
    ) => {
        impl ::core::fmt::Debug for $Name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::xml::debug_record(
                    formatter,
                    stringify!($Name $($member)*),
                    &[$($crate::__v1_shown!([$($word)*] $occurs self.$member)),*],
                )
            }
        }
    };
    ([$($flag:tt)*] $Name:ident $($member:ident $occurs:ident $words:tt)*) => {
        impl ::core::fmt::Debug for $Name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::xml::debug_record(
                    formatter,
                    stringify!($Name $($member)*),
                    &[$(&self.$member),*],
                )
            }
        }
    };
}

/// Implements `Validate` for a record with something to check: first the base and attributes, then the content.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record_check {
    (
        [$(new)? $(required($Required:ident))? $(all_required)? $(default)? $(from($Value:ty))? $(secret)? checked($name:literal) $($flag:tt)*]
        $Name:ident [$($all:ident)*]
        [$([$kind:ident $special_words:tt $special:ident])*]
        [$([$attr_words:tt $attr_occurs:ident $attr:ident $attr_name:literal])*]
        [$([$words:tt $occurs:ident $member:ident $member_name:literal])*]
    ) => {
        impl $crate::validate::Validate for $Name {
            const NAME: &'static str = $name;

            #[allow(unused_variables, reason = "not every declaration has members of every kind")]
            fn validate_in(&self, check: &mut $crate::validate::Check) {
                let Self { $($all,)* } = self;
                $($crate::__v1_check_base!($kind $special_words check $special);)*
                $($crate::__v1_check_attribute!($attr_words $attr_occurs check $attr; $attr_name);)*
                $($crate::__v1_check_special!($kind $special_words check $special);)*
                $($crate::__v1_check!($words $occurs check $member; $member_name);)*
            }
        }
    };
    ([$($flag:tt)*] $($rest:tt)*) => {};
}
