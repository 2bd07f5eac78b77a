//! Validation of members: the words that constrain a value.

/// Checks a member against the contract.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_check {
    ($check:ident $member:expr; base; checked) => {
        $crate::validate::Validate::validate_in(&$member, $check)
    };
    ($check:ident $member:expr; base;) => {};
    ($check:ident $member:expr; text; $($word:ident $(($($arg:tt)*))?)*) => {
        $($crate::__v1_check_word!($check $member; text ""; $word $(($($arg)*))?);)*
    };
    ($check:ident $member:expr; $occurs:ident $local:literal; secret $($word:tt)*) => {
        $check.secretly(|check| {
            $crate::__v1_check!(check $member; $occurs $local; $($word)*);
        })
    };
    ($check:ident $member:expr; $occurs:ident $local:literal; part $($word:ident $(($($arg:tt)*))?)*) => {
        $($crate::__v1_check_part!($check $member; $occurs $local; $word $(($($arg)*))?);)*
    };
    ($check:ident $member:expr; repeated $local:literal; nillable $($word:ident $(($($arg:tt)*))?)*) => {
        $($crate::__v1_check_word!($check $member; nillables $local; $word $(($($arg)*))?);)*
    };
    ($check:ident $member:expr; $occurs:ident $local:literal; nillable $($word:ident $(($($arg:tt)*))?)*) => {
        $($crate::__v1_check_word!($check $member; optional $local; $word $(($($arg)*))?);)*
    };
    // Most members have nothing to check.
    ($check:ident $member:expr; $occurs:ident $local:literal; $kind:ident) => {};
    ($check:ident $member:expr; $occurs:ident $local:literal; $($word:ident $(($($arg:tt)*))?)*) => {
        $($crate::__v1_check_word!($check $member; $occurs $local; $word $(($($arg)*))?);)*
    };
}

/// Checks a choice or a group for one word.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_check_part {
    ($check:ident $member:expr; single $name:expr; checked) => {
        $crate::validate::Validate::validate_in(&$member, $check)
    };
    ($check:ident $member:expr; $occurs:ident $name:expr; checked) => {
        $check.parts(&$member)
    };
    ($check:ident $member:expr; repeated $name:expr; times($least:tt, $most:tt)) => {
        $check.count($name, $member.len(), $least, $crate::__v1_most!($most))
    };
}

/// Checks an element, an attribute or a text for one word.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_check_word {
    ($check:ident $member:expr; single $name:expr; facets($facets:path)) => {
        $check.value($name, &$member, &$facets)
    };
    ($check:ident $member:expr; nillables $name:expr; facets($facets:path)) => {
        $check.values($name, $member.iter().filter_map($crate::xml::Nillable::as_option), &$facets)
    };
    ($check:ident $member:expr; attribute $name:expr; facets($facets:path)) => {
        $check.attribute($name, &$member, &$facets)
    };
    ($check:ident $member:expr; attributes $name:expr; facets($facets:path)) => {
        $check.attributes($name, &$member, &$facets)
    };
    ($check:ident $member:expr; text $name:expr; facets($facets:path)) => {
        $check.content(&$member, &$facets)
    };
    ($check:ident $member:expr; $occurs:ident $name:expr; facets($facets:path)) => {
        $check.values($name, &$member, &$facets)
    };
    ($check:ident $member:expr; $occurs:ident $name:expr; fixed($text:literal)) => {{
        const FIXED: $crate::validate::Facets =
            $crate::validate::Facets { enumeration: &[$text], ..$crate::validate::Facets::NONE };
        $crate::__v1_check_word!($check $member; $occurs $name; facets(FIXED))
    }};
    ($check:ident $member:expr; attribute $name:expr; items($facets:path)) => {
        $check.attributes($name, &$member, &$facets)
    };
    ($check:ident $member:expr; attributes $name:expr; items($facets:path)) => {
        $check.attributes($name, (&$member).into_iter().flatten(), &$facets)
    };
    ($check:ident $member:expr; text $name:expr; items($facets:path)) => {
        $check.values($name, &$member, &$facets)
    };
    ($check:ident $member:expr; single $name:expr; items($facets:path)) => {
        $check.values($name, &$member, &$facets)
    };
    ($check:ident $member:expr; nillables $name:expr; items($facets:path)) => {
        $check.values(
            $name,
            $member.iter().filter_map($crate::xml::Nillable::as_option).flatten(),
            &$facets,
        )
    };
    ($check:ident $member:expr; $occurs:ident $name:expr; items($facets:path)) => {
        $check.values($name, (&$member).into_iter().flatten(), &$facets)
    };
    ($check:ident $member:expr; $occurs:ident $name:expr; times($least:tt, $most:tt)) => {
        $check.count($name, $member.len(), $least, $crate::__v1_most!($most))
    };
    ($check:ident $member:expr; single $name:expr; checked) => {
        $check.inner($name, &$member)
    };
    ($check:ident $member:expr; nillables $name:expr; checked) => {
        $check.inners($name, $member.iter().filter_map($crate::xml::Nillable::as_option))
    };
    ($check:ident $member:expr; $occurs:ident $name:expr; checked) => {
        $check.inners($name, &$member)
    };
    // The other words say how the value is read and written.
    ($check:ident $member:expr; $occurs:ident $name:expr; $word:ident $(($($arg:tt)*))?) => {};
}

/// The greatest number of occurrences, if there is one.
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

/// The patterns of facets: regular expressions, each with the pattern as the contract has it.
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
