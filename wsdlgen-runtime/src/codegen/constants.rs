//! `constants!`: constants for the default and fixed values of a record's members.

/// Declares constants for the default and fixed values of a record's members, in lexical form.
///
/// Each line has the constant, the kind and XML name of the member, and the value. For an optional attribute with a
/// default, an accessor may follow: its name, its field, and the type it returns, which is `&str` for strings.
///
/// ```
/// # mod weight {
/// use wsdlgen_runtime::codegen::v1 as rt;
///
/// rt::namespaces! { tns = "urn:example:weights" }
///
/// rt::record! {
///     pub struct Weight {
///         optional unit: Option<String> = @"unit" string,
///         optional scale: Option<u8> = @"scale" value,
///     }
/// }
///
/// rt::constants! {
///     Weight {
///         UNIT: attribute "unit" default "kg", unit_or_default(unit): &str;
///         SCALE: attribute "scale" default "2", scale_or_default(scale): u8;
///     }
/// }
///
/// # pub fn main() {
/// let weight = Weight { unit: Some("g".into()), scale: None };
/// assert_eq!((weight.unit_or_default(), weight.scale_or_default()), ("g", 2));
/// assert_eq!(Weight::UNIT, "kg");
/// # }
/// # }
/// # weight::main();
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_constants {
    ($Name:ident {
        $(
            $CONSTANT:ident: $kind:ident $local:literal $word:ident $text:literal
                $(, $accessor:ident($field:ident): $(&$str:ident)? $($ty:path)?)?;
        )*
    }) => {
        impl $Name {
            $(
                #[doc = concat!("The ", stringify!($word), " value of ", stringify!($kind), " `", $local, "`, in lexical form.")]
                pub const $CONSTANT: &'static str = $text;

                $($crate::__v1_or_default! { $local $text $accessor $field $(&$str)? $($ty)? })?
            )*
        }
    };
}

/// Defines the accessor that returns an attribute's value, or the default if it is absent.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_or_default {
    ($local:literal $text:literal $accessor:ident $field:ident &str) => {
        #[doc = concat!("Returns the attribute `", $local, "`, or its default `", $text, "` if it is absent.")]
        pub fn $accessor(&self) -> &str {
            self.$field.as_deref().unwrap_or($text)
        }
    };
    ($local:literal $text:literal $accessor:ident $field:ident $ty:ty) => {
        #[doc = concat!("Returns the attribute `", $local, "`, or its default `", $text, "` if it is absent.")]
        pub fn $accessor(&self) -> $ty {
            self.$field.clone().unwrap_or_else(|| $crate::xsd::parse_constraint($text))
        }
    };
}
