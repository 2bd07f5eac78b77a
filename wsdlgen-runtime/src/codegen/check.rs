//! Validation of members: the words that constrain a value.

/// Checks a member against the contract. The words of its line come first, in brackets. `$member` is a variable that
/// holds a reference to it.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_check {
    // Most members have nothing to check.
    ([$kind:ident] $($rest:tt)+) => {};
    ([secret $($word:tt)+] $occurs:ident $check:ident $member:ident; $local:literal) => {
        $check.secretly(|check| {
            $crate::__v1_check!([$($word)+] $occurs check $member; $local);
        })
    };
    ($words:tt preset $($rest:tt)+) => {
        $crate::__v1_check!($words required $($rest)+)
    };
    ([part times($least:tt, $most:tt) checked $($word:tt)*] repeated $check:ident $member:ident; $local:literal) => {
        $check.repeated_parts($local, $member, $least, $crate::__v1_most!($most))
    };
    ([part checked $($word:tt)*] repeated $check:ident $member:ident; $local:literal) => {
        $check.repeated_parts($local, $member, 0, None)
    };
    ([part $($word:ident $(($($arg:tt)*))?)+] $occurs:ident $check:ident $member:ident; $local:literal) => {
        $($crate::__v1_check_part!($word $(($($arg)*))?; $occurs $check $member; $local);)+
    };
    ([nillable $kind:ident $($word:ident $(($($arg:tt)*))?)*] repeated $check:ident $member:ident; $local:literal) => {
        $($crate::__v1_check_word!($word $(($($arg)*))?; nillables $check $member; $local);)*
    };
    ([nillable $kind:ident $($word:ident $(($($arg:tt)*))?)*] $occurs:ident $check:ident $member:ident; $local:literal) => {
        $($crate::__v1_check_word!($word $(($($arg)*))?; optional $check $member; $local);)*
    };
    ([$kind:ident $(($($kind_arg:tt)*))? $($word:ident $(($($arg:tt)*))?)*] $occurs:ident $check:ident $member:ident; $local:literal) => {
        $($crate::__v1_check_word!($word $(($($arg)*))?; $occurs $check $member; $local);)*
    };
}

/// Checks an attribute.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_check_attribute {
    ($words:tt required $($rest:tt)+) => {
        $crate::__v1_check!($words attribute $($rest)+)
    };
    ($words:tt preset $($rest:tt)+) => {
        $crate::__v1_check!($words attribute $($rest)+)
    };
    ($words:tt optional $($rest:tt)+) => {
        $crate::__v1_check!($words attributes $($rest)+)
    };
}

/// Checks a base type.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_check_base {
    (extends [record checked] $check:ident $member:ident) => {
        $crate::validate::Validate::validate_in($member, $check)
    };
    (extends_default [record checked] $check:ident $member:ident) => {
        $crate::validate::Validate::validate_in($member, $check)
    };
    ($kind:ident $words:tt $check:ident $member:ident) => {};
}

/// Checks simple content, mixed content or the items of an array.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_check_special {
    (text $words:tt $check:ident $member:ident) => {
        $crate::__v1_check!($words text $check $member; "")
    };
    (mixed $words:tt $check:ident $member:ident) => {
        $crate::__v1_check!($words repeated $check $member; "")
    };
    (array [of($of:literal) item($local:literal $(@ $prefix:ident)?) $($word:tt)+] $check:ident $member:ident) => {
        $crate::__v1_check!([$($word)+] optional $check $member; $local)
    };
    ($kind:ident $words:tt $check:ident $member:ident) => {};
}

/// Applies one word to a choice or group.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_check_part {
    (checked; required $check:ident $member:ident; $name:expr) => {
        $crate::validate::Validate::validate_in($member, $check)
    };
    (from; $($rest:tt)+) => {};
    (boxed; $($rest:tt)+) => {};
    (checked; $occurs:ident $check:ident $member:ident; $name:expr) => {
        $check.parts($member)
    };
    (times($least:tt, $most:tt); repeated $check:ident $member:ident; $name:expr) => {
        $check.count($name, $member.len(), $least, $crate::__v1_most!($most))
    };
}

/// Applies one word to an element, an attribute or text.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_check_word {
    (checked; required $check:ident $member:ident; $name:expr) => {
        $check.inner($name, $member)
    };
    (checked; nillables $check:ident $member:ident; $name:expr) => {
        $check.inners($name, $member.iter().filter_map($crate::xml::Nillable::as_option))
    };
    (checked; $occurs:ident $check:ident $member:ident; $name:expr) => {
        $check.inners($name, $member)
    };
    (facets($facets:path); required $check:ident $member:ident; $name:expr) => {
        $check.value($name, $member, &$facets)
    };
    (facets($facets:path); nillables $check:ident $member:ident; $name:expr) => {
        $check.values($name, $member.iter().filter_map($crate::xml::Nillable::as_option), &$facets)
    };
    (facets($facets:path); attribute $check:ident $member:ident; $name:expr) => {
        $check.attribute($name, $member, &$facets)
    };
    (facets($facets:path); attributes $check:ident $member:ident; $name:expr) => {
        $check.attributes($name, $member, &$facets)
    };
    (facets($facets:path); text $check:ident $member:ident; $name:expr) => {
        $check.content($member, &$facets)
    };
    (facets($facets:path); $occurs:ident $check:ident $member:ident; $name:expr) => {
        $check.values($name, $member, &$facets)
    };
    (fixed($text:literal); $($rest:tt)+) => {{
        const FIXED: $crate::validate::Facets =
            $crate::validate::Facets { enumeration: &[$text], ..$crate::validate::Facets::NONE };
        $crate::__v1_check_word!(facets(FIXED); $($rest)+)
    }};
    (items($facets:path); attribute $check:ident $member:ident; $name:expr) => {
        $check.attributes($name, $member, &$facets)
    };
    (items($facets:path); attributes $check:ident $member:ident; $name:expr) => {
        $check.attributes($name, $member.into_iter().flatten(), &$facets)
    };
    (items($facets:path); text $check:ident $member:ident; $name:expr) => {
        $check.values($name, $member, &$facets)
    };
    (items($facets:path); required $check:ident $member:ident; $name:expr) => {
        $check.values($name, $member, &$facets)
    };
    (items($facets:path); nillables $check:ident $member:ident; $name:expr) => {
        $check.values(
            $name,
            $member.iter().filter_map($crate::xml::Nillable::as_option).flatten(),
            &$facets,
        )
    };
    (items($facets:path); $occurs:ident $check:ident $member:ident; $name:expr) => {
        $check.values($name, $member.into_iter().flatten(), &$facets)
    };
    (times($least:tt, $most:tt); $occurs:ident $check:ident $member:ident; $name:expr) => {
        $check.count($name, $member.len(), $least, $crate::__v1_most!($most))
    };
    // The other words define how the value is read and written.
    ($word:ident $(($($arg:tt)*))?; $($rest:tt)+) => {};
}

/// Expands to the maximum number of occurrences, or `None` if it is unbounded.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_most {
    (unbounded) => {
        None
    };
    ($most:literal) => {
        Some($most)
    };
}

/// Declares the patterns of facets: regular expressions, each with the pattern as written in the contract.
///
/// ```
/// use wsdlgen_runtime::codegen::v1 as rt;
///
/// pub static ZIP: rt::Facets = rt::Facets {
///     patterns: rt::patterns![r"^(?:\p{Nd}{5})$" => r"\d{5}"],
///     ..rt::Facets::NONE
/// };
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_patterns {
    ($($regex:literal => $written:literal),* $(,)?) => {{
        static PATTERNS: [$crate::validate::Pattern; [$($regex),*].len()] =
            [$($crate::validate::Pattern::new($regex, $written)),*];
        &PATTERNS
    }};
}
