//! Constructors of records, and conversions from a single member.

/// Implements the constructors of a record: `Default`, `new`, or a struct of the required members. A record with a single
/// member, or a single required one, converts from it.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record_start {
    // No constructor would be shorter than the struct expression.
    ([all_required $($flag:tt)*] $($rest:tt)*) => {};
    (
        [$(secret)? $(checked($name:literal))?] $vis:vis $Name:ident
        extends_default $base:ident: $base_ty:tt $words:tt;
        $($occurs:ident $member:ident: $ty:tt $member_words:tt;)*
    ) => {
        $crate::__v1_record_default! { $Name [$base] $($occurs $member: $ty;)* }
    };
    (
        [$(from($Value:ty))? $(secret)? $(checked($name:literal))?] $vis:vis $Name:ident
        $occurs:ident $member:ident: $ty:tt $words:tt;
    ) => {
        $crate::__v1_record_default! { $Name [] $occurs $member: $ty; }
        $crate::__v1_record_from_value! { [$($Value)?] $Name $member: $ty $words }
    };
    (
        [$(secret)? $(checked($name:literal))?] $vis:vis $Name:ident
        $($occurs:ident $member:ident: $ty:tt $words:tt;)*
    ) => {
        $crate::__v1_record_default! { $Name [] $($occurs $member: $ty;)* }
    };
    (
        [$by:ident $(($Required:ident))? $(from($Value:ty))? $(secret)? $(checked($name:literal))?]
        $vis:vis $Name:ident
        $(
            $(required $r:ident: $rt:tt $rw:tt)? $(extends $b:ident: $bt:tt $bw:tt)? $(text $t:ident: $tt:tt $tw:tt)?
            $(preset $p:ident: $pt:tt $pw:tt)?
            $(optional $o:ident: $ot:tt $ow:tt)? $(repeated $s:ident: $st:tt $sw:tt)?
            $(mixed $m:ident: $mt:tt $mw:tt)? $(attributes $a:ident: $at:tt $aw:tt)?
            $(attachment $x:ident: $xt:tt $xw:tt)?
            $(extends_default $d:ident: $dt:tt $dw:tt)?
            ;
        )*
    ) => {
        $crate::__v1_record_new! {
            $by $(($vis $Required))? [$($Value)?] $Name
            [$($($r: $rt $rw,)? $($b: $bt $bw,)? $($t: $tt $tw,)?)*]
            [$($($o,)? $($s,)? $($m,)? $($a,)? $($x,)?)*]
            [$($($p: $pt $pw,)?)*]
            [$($($d)?)*]
        }
    };
}

/// Implements `Default` for a record without required members.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record_default {
    ($Name:ident [$($base:ident)?] $($occurs:ident $member:ident: $ty:tt;)*) => {
        impl Default for $Name {
            fn default() -> Self {
                Self {
                    $($base: Default::default(),)?
                    $($member: <$crate::codegen::unread::$occurs<$ty> as $crate::xml::MayBeAbsent>::ABSENT,)*
                }
            }
        }
    };
}

/// Defines the constructor of a record with few required members, or the struct of many.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record_new {
    (
        default [$($Value:ty)?] $Name:ident
        [] [$($absent:ident,)*] [$($preset:ident: $preset_ty:tt $preset_words:tt,)*] [$($base:ident)?]
    ) => {
        impl Default for $Name {
            fn default() -> Self {
                Self {
                    $($absent: $crate::xml::MayBeAbsent::ABSENT,)*
                    $($preset: $crate::__v1_preset!($preset_words $preset_ty),)*
                    $($base: Default::default(),)?
                }
            }
        }

        $crate::__v1_record_from_preset! {
            [$($Value)?] [$($absent)* $($base)?] $Name $($preset: $preset_ty $preset_words)*
        }
    };
    (
        new [] $Name:ident
        [$($required:ident: $ty:tt $words:tt,)*] [$($absent:ident,)*]
        [$($preset:ident: $preset_ty:tt $preset_words:tt,)*] [$($base:ident)?]
    ) => {
        impl $Name {
            /// Creates a value from its required members. All others are absent, nil, or have their fixed values.
            pub fn new($($required: $crate::__v1_parameter!($words $ty)),*) -> Self {
                Self {
                    $($required: $required.into(),)*
                    $($absent: $crate::xml::MayBeAbsent::ABSENT,)*
                    $($preset: $crate::__v1_preset!($preset_words $preset_ty),)*
                    $($base: Default::default(),)?
                }
            }
        }

        $crate::__v1_record_from_required! { $Name $($required: $ty $words)* }
    };
    (
        required($vis:vis $Required:ident) [] $Name:ident
        [$($required:ident: $ty:tt $words:tt,)*] [$($absent:ident,)*]
        [$($preset:ident: $preset_ty:tt $preset_words:tt,)*] [$($base:ident)?]
    ) => {
        #[doc = concat!("The required members of [`", stringify!($Name), "`].")]
        #[derive(Clone, PartialEq)]
        $vis struct $Required {
            $(
                #[doc = concat!("See [`", stringify!($Name), "::", stringify!($required), "`].")]
                pub $required: $ty,
            )*
        }

        /// Creates a value from its required members. All others are absent, nil, or have their fixed values.
        impl From<$Required> for $Name {
            fn from(required: $Required) -> Self {
                Self {
                    $($required: required.$required,)*
                    $($absent: $crate::xml::MayBeAbsent::ABSENT,)*
                    $($preset: $crate::__v1_preset!($preset_words $preset_ty),)*
                    $($base: Default::default(),)?
                }
            }
        }
    };
}

/// The type of a constructor's parameter. String literals, and values that convert into the
/// member's type, need no `into`.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_parameter {
    ([string $($word:tt)*] $ty:ty) => { impl Into<$ty> };
    ([token $($word:tt)*] $ty:ty) => { impl Into<$ty> };
    ([normalized $($word:tt)*] $ty:ty) => { impl Into<$ty> };
    ([element $($word:tt)*] $ty:ty) => { impl Into<$ty> };
    ([part $($word:tt)*] $ty:ty) => { impl Into<$ty> };
    ([reference $($word:tt)*] $ty:ty) => { impl Into<$ty> };
    ([record $($word:tt)*] $ty:ty) => { impl Into<$ty> };
    ([secret $($word:tt)+] $ty:ty) => { $crate::__v1_parameter!([$($word)+] $ty) };
    ([$($word:tt)+] $ty:ty) => { $ty };
}

/// The value of a preset member: its fixed value, or else nil.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_preset {
    ([nillable $kind:ident $(facets($facets:path))? fixed($text:literal) $($word:tt)*] $ty:ty) => {
        $crate::xml::Nillable::Value($crate::xsd::parse_constraint($text))
    };
    ([nillable $($word:tt)*] $ty:ty) => {
        $crate::xml::Nillable::NIL
    };
    ([secret $($word:tt)+] $ty:ty) => {
        $crate::__v1_preset!([$($word)+] $ty)
    };
    ([$kind:ident $(facets($facets:path))? fixed($text:literal) $($word:tt)*] $ty:ty) => {
        $crate::xsd::parse_constraint::<$ty>($text)
    };
}

/// Implements the conversion from the only required member.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record_from_required {
    // Most members are elements with complex types. Strings, in the next arm, also convert from `&str`.
    ($Name:ident $member:ident: $ty:tt [element $($word:tt)*]) => {
        /// Creates a value from its only required member.
        impl From<$ty> for $Name {
            fn from($member: $ty) -> Self {
                Self::new($member)
            }
        }
    };
    ($Name:ident $member:ident: $ty:tt $words:tt) => {
        $crate::__v1_record_from_required! { $Name $member: $ty [element] }
        $crate::__v1_record_from_str! { $words [$ty] $Name }
    };
    ($($rest:tt)*) => {};
}

/// Implements the conversions from the only member, which is preset.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record_from_preset {
    ([$Value:ty] [] $($rest:tt)+) => {
        $crate::__v1_record_from_value! { [$Value] $($rest)+ }
    };
    ([] [] $Name:ident $member:ident: $ty:tt $words:tt) => {
        /// Creates a value from its only member.
        impl From<$ty> for $Name {
            fn from($member: $ty) -> Self {
                Self { $member }
            }
        }
    };
    ($($rest:tt)*) => {};
}

/// Implements the conversions from the only member, and from its value if it is neither absent nor nil.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record_from_value {
    ([] $($rest:tt)*) => {};
    ([$Value:ty] $Name:ident $member:ident: $ty:tt $words:tt) => {
        /// Creates a value from its only member.
        impl From<$ty> for $Name {
            fn from($member: $ty) -> Self {
                Self { $member }
            }
        }

        /// Creates a value from the value of its only member.
        impl From<$Value> for $Name {
            fn from(value: $Value) -> Self {
                Self { $member: value.into() }
            }
        }

        $crate::__v1_record_from_str! { $words [$Value] $Name }
    };
}

/// Implements the conversion from a string slice if the only member is a text.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record_from_str {
    ([nillable $($word:tt)+] $($rest:tt)+) => { $crate::__v1_record_from_str! { [$($word)+] $($rest)+ } };
    ([secret $($word:tt)+] $($rest:tt)+) => { $crate::__v1_record_from_str! { [$($word)+] $($rest)+ } };
    ([encoded $type_name:tt $($word:tt)+] $($rest:tt)+) => { $crate::__v1_record_from_str! { [$($word)+] $($rest)+ } };
    ([parameter $type_name:tt $($word:tt)+] $($rest:tt)+) => { $crate::__v1_record_from_str! { [$($word)+] $($rest)+ } };
    ([string $($word:tt)*] $($rest:tt)+) => { $crate::__v1_record_from_str! { @text $($rest)+ } };
    ([token $($word:tt)*] $($rest:tt)+) => { $crate::__v1_record_from_str! { @text $($rest)+ } };
    ([normalized $($word:tt)*] $($rest:tt)+) => { $crate::__v1_record_from_str! { @text $($rest)+ } };
    ([$($word:tt)*] $($rest:tt)+) => {};
    (@text [$Text:ty] $Name:ident) => {
        /// Creates a value from the text of its only member, or of its only required one.
        impl From<&str> for $Name {
            fn from(text: &str) -> Self {
                <$Text>::from(text).into()
            }
        }
    };
}
