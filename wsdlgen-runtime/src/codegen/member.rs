//! Slots and readers of single members.
//!
//! The words of a member's line come first, in brackets, so that rules that do not apply fail early.

/// The namespaces that a wildcard accepts.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_wildcard {
    () => {
        $crate::xml::Wildcard::Any
    };
    (not $prefix:ident) => {
        $crate::xml::Wildcard::Other(ns::$prefix)
    };
    (except $($prefix:ident),* $(,)?) => {
        $crate::xml::Wildcard::Except(&[$(ns::$prefix),*])
    };
    (in $($prefix:ident),* $(,)?) => {
        $crate::xml::Wildcard::OneOf(&[$(ns::$prefix),*])
    };
}

/// The slot of an element, a part or a wildcard.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_slot {
    ([part $($word:tt)*] repeated $ty:tt; $local:literal []) => {
        $crate::xml::Slot::part($local, <<$ty as IntoIterator>::Item as $crate::xml::ReadContent>::FIRST)
            .several()
    };
    ([part $($word:tt)*] optional $ty:tt; $local:literal []) => {
        $crate::xml::Slot::part($local, <<$ty as IntoIterator>::Item as $crate::xml::ReadContent>::FIRST)
    };
    ([part $($word:tt)*] required $ty:tt; $local:literal []) => {
        $crate::xml::Slot::part($local, <$ty as $crate::xml::ReadContent>::FIRST)
    };
    ([any $(($($constraint:tt)*))? $(times $times:tt)?] repeated $ty:tt; $local:literal []) => {
        $crate::xml::Slot::any($local, &[$crate::__v1_wildcard!($($($constraint)*)?)]).several()
    };
    ([any $(($($constraint:tt)*))?] $occurs:ident $ty:tt; $local:literal []) => {
        $crate::xml::Slot::any($local, &[$crate::__v1_wildcard!($($($constraint)*)?)])
    };
    ([secret $($word:tt)+] $($rest:tt)+) => {
        $crate::__v1_slot!([$($word)+] $($rest)+)
    };
    ([anywhere $($word:tt)+] $($rest:tt)+) => {
        $crate::__v1_slot!([$($word)+] $($rest)+).anywhere()
    };
    ([nillable $($word:tt)+] repeated $ty:tt; $local:literal $prefix:tt) => {
        $crate::xml::Slot::element(&$prefix, $local).several().nillable()
    };
    ([nillable $($word:tt)+] $occurs:ident $ty:tt; $local:literal $prefix:tt) => {
        $crate::xml::Slot::element(&$prefix, $local).nillable()
    };
    ([encoded $($word:tt)+] repeated $ty:tt; $local:literal $prefix:tt) => {
        $crate::xml::Slot::element(&$prefix, $local).several().accessor()
    };
    ([encoded $($word:tt)+] $occurs:ident $ty:tt; $local:literal $prefix:tt) => {
        $crate::xml::Slot::element(&$prefix, $local).accessor()
    };
    ([parameter $($word:tt)+] repeated $ty:tt; $local:literal $prefix:tt) => {
        $crate::xml::Slot::element(&$prefix, $local).several().parameter()
    };
    ([parameter $($word:tt)+] $occurs:ident $ty:tt; $local:literal $prefix:tt) => {
        $crate::xml::Slot::element(&$prefix, $local).parameter()
    };
    ($words:tt repeated $ty:tt; $local:literal $prefix:tt) => {
        $crate::xml::Slot::element(&$prefix, $local).several()
    };
    ($words:tt $occurs:ident $ty:tt; $local:literal $prefix:tt) => {
        $crate::xml::Slot::element(&$prefix, $local)
    };
}

/// Reads an element, a part or a wildcard into a member. The cursor is after an element's start tag.
///
/// Expands to an expression of type `Result`.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_read {
    ([element $($word:tt)*] $occurs:ident $cursor:ident $member:expr) => {
        $cursor.element_into(&mut $member)
    };
    ([string $(times $t:tt)? $(facets $f:tt)?] $occurs:ident $cursor:ident $member:expr) => {
        $cursor.string_into(&mut $member)
    };
    ([value $(times $t:tt)? $(facets $f:tt)? $(items $i:tt)?] optional $cursor:ident $member:expr) => {
        $cursor.optional_value_into(&mut $member)
    };
    ([value $(times $t:tt)? $(facets $f:tt)? $(items $i:tt)?] $occurs:ident $cursor:ident $member:expr) => {
        $cursor.value_into(&mut $member)
    };
    ([token $(times $t:tt)? $(facets $f:tt)?] $occurs:ident $cursor:ident $member:expr) => {
        $cursor.token_into(&mut $member)
    };
    ([names $($word:tt)*] optional $cursor:ident $member:expr) => {
        $cursor.optional_value_into(&mut $member)
    };
    ([names $($word:tt)*] $occurs:ident $cursor:ident $member:expr) => {
        $cursor.value_into(&mut $member)
    };
    ([secret $($word:tt)+] $($rest:tt)+) => {
        $crate::__v1_read!([$($word)+] $($rest)+)
    };
    ([anywhere $($word:tt)+] $($rest:tt)+) => {
        $crate::__v1_read!([$($word)+] $($rest)+)
    };
    ([nillable value $(times $t:tt)? $(facets $f:tt)? $(items $i:tt)?] $occurs:ident $cursor:ident $member:expr) => {
        $cursor.nillable_value_into(&mut $member)
    };
    ([nillable $($word:tt)+] $occurs:ident $cursor:ident $member:expr) => {
        $cursor.nillable_into(&mut $member, $crate::__v1_reader!($($word)+))
    };
    ([encoded $type_name:tt $($word:tt)+] repeated $cursor:ident $member:expr) => {
        $cursor.read_into(&mut $member, $crate::__v1_reader!($($word)+))
    };
    ([encoded $type_name:tt value $(facets $f:tt)? $(items $i:tt)?] $occurs:ident $cursor:ident $member:expr) => {{
        $member = $cursor.unless_nil($crate::xml::Cursor::value_unless_blank)?.flatten();
        Ok(())
    }};
    ([encoded $type_name:tt $($word:tt)+] $occurs:ident $cursor:ident $member:expr) => {
        $cursor.unless_nil_into(&mut $member, $crate::__v1_reader!($($word)+))
    };
    ([parameter $($word:tt)+] $($rest:tt)+) => {
        $crate::__v1_read!([encoded $($word)+] $($rest)+)
    };
    ([part $($word:tt)*] repeated $cursor:ident $member:expr) => {{
        if let Some(part) = $crate::xml::ReadContent::read_content($cursor)? {
            $cursor.push(&mut $member, part)?;
        }
        Ok(())
    }};
    ([part $($word:tt)*] $occurs:ident $cursor:ident $member:expr) => {{
        $member = $crate::xml::ReadContent::read_content($cursor)?;
        Ok(())
    }};
    ([any $($word:tt)*] $occurs:ident $cursor:ident $member:expr) => {
        $cursor.capture_into(&mut $member)
    };
    ([$($word:tt)+] $occurs:ident $cursor:ident $member:expr) => {
        $cursor.read_into(&mut $member, $crate::__v1_reader!($($word)+))
    };
}

/// The function that reads an element's value. The cursor is after the start tag.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_reader {
    (of($of:literal) item($($item:tt)*) encoded($($item_name:literal)?) $($word:tt)*) => { $crate::__v1_reader!($($word)*) };
    (element $($word:tt)*) => { $crate::xml::ReadElement::read_element };
    (names $($word:tt)*) => { $crate::xml::Cursor::value };
    (value $(times $t:tt)? $(facets $f:tt)? default($text:literal) $($word:tt)*) => {
        |cursor| cursor.value_or($text)
    };
    (value $(times $t:tt)? $(facets $f:tt)? fixed($text:literal $($unchecked:tt)*) $($word:tt)*) => {
        |cursor| cursor.value_or($text)
    };
    (value $($word:tt)*) => { $crate::xml::Cursor::value };
    ($text_kind:ident $(times $t:tt)? $(facets $f:tt)? default($text:literal) $($word:tt)*) => {
        |cursor| cursor.string_or($text)
    };
    ($text_kind:ident $(times $t:tt)? $(facets $f:tt)? fixed($text:literal $($unchecked:tt)*) $($word:tt)*) => {
        |cursor| cursor.string_or($text)
    };
    (normalized $($word:tt)*) => { $crate::xml::Cursor::normalized_string };
    // `string` and `token`. For an unknown word, the compiler reports an error that points at it.
    ($text_kind:ident $($word:tt)*) => { $crate::xml::Cursor::$text_kind };
}

/// Reads a member in the contract's order, if it comes next.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_read_next {
    ([anywhere $($word:tt)+] $($rest:tt)+) => {
        $crate::__v1_read_next!([$($word)+] $($rest)+)
    };
    ([part $($word:tt)*] required $cursor:ident $member:ident; $local:literal []) => {
        let part = $crate::xml::ReadContent::read_content($cursor)?;
        $member = Some($cursor.expected(part, $local)?);
    };
    ([part $($word:tt)*] optional $cursor:ident $member:ident; $local:literal []) => {
        $member = $crate::xml::ReadContent::read_content($cursor)?;
    };
    ([part $($word:tt)*] repeated $cursor:ident $member:ident; $local:literal []) => {
        while $crate::__v1_has_room!($member; $($word)*)
            && let Some(part) = $crate::xml::ReadContent::read_content($cursor)?
        {
            $cursor.push(&mut $member, part)?;
        }
    };
    ([any $(($($constraint:tt)*))?] required $cursor:ident $member:ident; $local:literal []) => {
        let element = $cursor.capture_any($crate::__v1_wildcard!($($($constraint)*)?))?;
        $member = Some($cursor.expected(element, "any element")?.into());
    };
    ([any $(($($constraint:tt)*))?] optional $cursor:ident $member:ident; $local:literal []) => {
        $member = $cursor.capture_any($crate::__v1_wildcard!($($($constraint)*)?))?.map(Into::into);
    };
    (
        [any $(($($constraint:tt)*))? $(times $times:tt)?]
        repeated $cursor:ident $member:ident; $local:literal []
    ) => {
        while $crate::__v1_has_room!($member; $(times $times)?)
            && let Some(element) = $cursor.capture_any($crate::__v1_wildcard!($($($constraint)*)?))?
        {
            $cursor.push(&mut $member, element)?;
        }
    };
    ($words:tt required $cursor:ident $member:ident; $local:literal $prefix:tt) => {
        $cursor.expect(&$crate::xml::Name::of(&$prefix, $local))?;
        $crate::__v1_read!($words required $cursor $member)?;
    };
    ($words:tt preset $($rest:tt)+) => {
        $crate::__v1_read_next!($words required $($rest)+)
    };
    ($words:tt optional $cursor:ident $member:ident; $local:literal $prefix:tt) => {
        if $cursor.next_if(&$crate::xml::Name::of(&$prefix, $local))? {
            $crate::__v1_read!($words optional $cursor $member)?;
        }
    };
    ([$($word:tt)+] repeated $cursor:ident $member:ident; $local:literal $prefix:tt) => {
        while $crate::__v1_has_room!($member; $($word)+)
            && $cursor.next_if(&$crate::xml::Name::of(&$prefix, $local))?
        {
            $crate::__v1_read!([$($word)+] repeated $cursor $member)?;
        }
    };
}

/// Decides whether a repeated member has fewer elements than `times` allows.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_has_room {
    ($member:ident;) => {
        true
    };
    ($member:ident; times($least:literal, $most:literal) $($word:tt)*) => {
        $member.len() < $most
    };
    ($member:ident; $first:ident ($($arg:tt)*) $($word:tt)*) => {
        $crate::__v1_has_room!($member; $($word)*)
    };
    ($member:ident; $first:ident $($word:tt)*) => {
        $crate::__v1_has_room!($member; $($word)*)
    };
}

/// Removes an attribute from the current element. Expands to an `Option` of its value.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_take_attribute {
    ($cursor:ident; $name:expr; $(secret)? string $($word:tt)*) => {
        $cursor.attribute_string(&$name)
    };
    ($cursor:ident; $name:expr; $(secret)? normalized $($word:tt)*) => {
        $cursor.attribute_string(&$name)
    };
    ($cursor:ident; $name:expr; $(secret)? token $($word:tt)*) => {
        $cursor.attribute_token(&$name)
    };
    ($cursor:ident; $name:expr; $(secret)? value $($word:tt)*) => {
        $cursor.attribute(&$name)?
    };
    ($cursor:ident; $name:expr; $(secret)? names $($word:tt)*) => {
        $cursor.attribute(&$name)?
    };
}

/// Selects how `Debug` shows a member.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_shown {
    ([secret $($word:ident)*] required $member:expr) => {
        &$crate::xml::Redacted(&())
    };
    ([secret $($word:ident)*] preset $member:expr) => {
        &$crate::xml::Redacted(&())
    };
    ([secret $($word:ident)*] $occurs:ident $member:expr) => {
        &$crate::xml::Redacted(&$member)
    };
    ([$($word:ident)*] $occurs:ident $member:expr) => {
        &$member
    };
}
