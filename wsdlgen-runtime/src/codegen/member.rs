//! Slots and reading of one member. The macros take the words of its line apart; a macro calls itself
//! at most once, without the word `secret`.

/// The namespaces from which a wildcard takes names.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_wildcard {
    () => {
        $crate::xml::Wildcard::Any
    };
    (not $prefix:ident) => {
        $crate::xml::Wildcard::Other(ns::$prefix)
    };
    (in $($prefix:ident),* $(,)?) => {
        $crate::xml::Wildcard::OneOf(&[$(ns::$prefix),*])
    };
}

/// The slot of an element, a part or a wildcard.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_slot {
    (repeated $ty:ty; $local:literal []; part $($word:tt)*) => {
        $crate::xml::Slot::part($local, <<$ty as IntoIterator>::Item as $crate::xml::ReadContent>::FIRST)
            .several()
    };
    (optional $ty:ty; $local:literal []; part $($word:tt)*) => {
        $crate::xml::Slot::part($local, <<$ty as IntoIterator>::Item as $crate::xml::ReadContent>::FIRST)
    };
    (single $ty:ty; $local:literal []; part $($word:tt)*) => {
        $crate::xml::Slot::part($local, <$ty as $crate::xml::ReadContent>::FIRST)
    };
    (repeated $ty:ty; $local:literal []; any $(($($constraint:tt)*))? $(times $times:tt)?) => {
        $crate::xml::Slot::any($local, &[$crate::__v1_wildcard!($($($constraint)*)?)]).several()
    };
    ($occurs:ident $ty:ty; $local:literal []; any $(($($constraint:tt)*))? $(times $times:tt)?) => {
        $crate::xml::Slot::any($local, &[$crate::__v1_wildcard!($($($constraint)*)?)])
    };
    ($occurs:ident $ty:ty; $local:literal $prefix:tt; secret $($word:tt)*) => {
        $crate::__v1_slot!($occurs $ty; $local $prefix; $($word)*)
    };
    (repeated $ty:ty; $local:literal $prefix:tt; nillable $($word:tt)*) => {
        $crate::xml::Slot::element(&$prefix, $local).several().nillable()
    };
    (repeated $ty:ty; $local:literal $prefix:tt; encoded $($word:tt)*) => {
        $crate::xml::Slot::element(&$prefix, $local).several().accessor()
    };
    (repeated $ty:ty; $local:literal $prefix:tt; parameter $($word:tt)*) => {
        $crate::xml::Slot::element(&$prefix, $local).several().parameter()
    };
    (repeated $ty:ty; $local:literal $prefix:tt; $($word:tt)*) => {
        $crate::xml::Slot::element(&$prefix, $local).several()
    };
    ($occurs:ident $ty:ty; $local:literal $prefix:tt; nillable $($word:tt)*) => {
        $crate::xml::Slot::element(&$prefix, $local).nillable()
    };
    ($occurs:ident $ty:ty; $local:literal $prefix:tt; encoded $($word:tt)*) => {
        $crate::xml::Slot::element(&$prefix, $local).accessor()
    };
    ($occurs:ident $ty:ty; $local:literal $prefix:tt; parameter $($word:tt)*) => {
        $crate::xml::Slot::element(&$prefix, $local).parameter()
    };
    ($occurs:ident $ty:ty; $local:literal $prefix:tt; $($word:tt)*) => {
        $crate::xml::Slot::element(&$prefix, $local)
    };
}

/// Reads an element, a part or a wildcard into a member: an expression of a `Result`. The cursor is
/// behind an element's start tag.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_read {
    ($occurs:ident $cursor:ident $member:expr; secret $($word:tt)*) => {
        $crate::__v1_read!($occurs $cursor $member; $($word)*)
    };
    ($occurs:ident $cursor:ident $member:expr; element $($word:tt)*) => {
        $cursor.element_into(&mut $member)
    };
    ($occurs:ident $cursor:ident $member:expr; names $($word:tt)*) => {
        $cursor.value_into(&mut $member)
    };
    ($occurs:ident $cursor:ident $member:expr; nillable $($word:tt)*) => {
        $cursor.nillable_into(&mut $member, $crate::__v1_reader!($($word)*))
    };
    (repeated $cursor:ident $member:expr; encoded($($type_name:literal)?) $($word:tt)*) => {
        $cursor.read_into(&mut $member, $crate::__v1_reader!($($word)*))
    };
    ($occurs:ident $cursor:ident $member:expr; encoded($($type_name:literal)?) $($word:tt)*) => {
        $cursor.unless_nil_into(&mut $member, $crate::__v1_reader!($($word)*))
    };
    (repeated $cursor:ident $member:expr; parameter($($type_name:literal)?) $($word:tt)*) => {
        $cursor.read_into(&mut $member, $crate::__v1_reader!($($word)*))
    };
    ($occurs:ident $cursor:ident $member:expr; parameter($($type_name:literal)?) $($word:tt)*) => {
        $cursor.unless_nil_into(&mut $member, $crate::__v1_reader!($($word)*))
    };
    ($occurs:ident $cursor:ident $member:expr; $kind:ident $(times $t:tt)? $(facets $f:tt)? default $text:tt $($word:tt)*) => {
        $cursor.read_into(&mut $member, $crate::__v1_reader!($kind default $text))
    };
    ($occurs:ident $cursor:ident $member:expr; $kind:ident $(times $t:tt)? $(facets $f:tt)? fixed $text:tt $($word:tt)*) => {
        $cursor.read_into(&mut $member, $crate::__v1_reader!($kind fixed $text))
    };
    ($occurs:ident $cursor:ident $member:expr; string $($word:tt)*) => {
        $cursor.string_into(&mut $member)
    };
    ($occurs:ident $cursor:ident $member:expr; token $($word:tt)*) => {
        $cursor.token_into(&mut $member)
    };
    ($occurs:ident $cursor:ident $member:expr; normalized $($word:tt)*) => {
        $cursor.read_into(&mut $member, $crate::xml::Cursor::normalized_string)
    };
    ($occurs:ident $cursor:ident $member:expr; value $($word:tt)*) => {
        $cursor.value_into(&mut $member)
    };
    (repeated $cursor:ident $member:expr; part $($word:tt)*) => {{
        $member.extend($crate::xml::ReadContent::read_content($cursor)?);
        Ok(())
    }};
    ($occurs:ident $cursor:ident $member:expr; part $($word:tt)*) => {{
        $member = $crate::xml::ReadContent::read_content($cursor)?;
        Ok(())
    }};
    ($occurs:ident $cursor:ident $member:expr; any $($word:tt)*) => {
        $cursor.capture_into(&mut $member)
    };
}

/// The function that reads an element's value, behind whose start tag the cursor is.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_reader {
    (of($type_name:literal) encoded($($item_name:literal)?) $($word:tt)*) => { $crate::__v1_reader!($($word)*) };
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
    (string $($word:tt)*) => { $crate::xml::Cursor::string };
    (normalized $($word:tt)*) => { $crate::xml::Cursor::normalized_string };
    (token $($word:tt)*) => { $crate::xml::Cursor::token };
}

/// Reads a member in the contract's order, if it comes next.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_read_next {
    ($cursor:ident $member:expr; single $local:literal []; part $($word:tt)*) => {
        let part = $crate::xml::ReadContent::read_content($cursor)?;
        $member = Some($cursor.expected(part, $local)?);
    };
    ($cursor:ident $member:expr; optional $local:literal []; part $($word:tt)*) => {
        $member = $crate::xml::ReadContent::read_content($cursor)?;
    };
    ($cursor:ident $member:expr; repeated $local:literal []; part $(times($least:tt, $most:tt))? $(checked)?) => {
        while $crate::__v1_has_room!($member; $($most)?)
            && let Some(part) = $crate::xml::ReadContent::read_content($cursor)?
        {
            $member.push(part);
        }
    };
    ($cursor:ident $member:expr; single $local:literal []; any $(($($constraint:tt)*))?) => {
        let element = $cursor.capture_any($crate::__v1_wildcard!($($($constraint)*)?))?;
        $member = Some($cursor.expected(element, "any element")?.into());
    };
    ($cursor:ident $member:expr; optional $local:literal []; any $(($($constraint:tt)*))?) => {
        $member = $cursor.capture_any($crate::__v1_wildcard!($($($constraint)*)?))?.map(Into::into);
    };
    ($cursor:ident $member:expr; repeated $local:literal []; any $(($($constraint:tt)*))? $(times($least:tt, $most:tt))?) => {
        while $crate::__v1_has_room!($member; $($most)?)
            && let Some(element) = $cursor.capture_any($crate::__v1_wildcard!($($($constraint)*)?))?
        {
            $member.push(element);
        }
    };
    ($cursor:ident $member:expr; single $local:literal $prefix:tt; $($word:tt)*) => {
        $cursor.expect(&$crate::xml::Name::of(&$prefix, $local))?;
        $crate::__v1_read!(single $cursor $member; $($word)*)?;
    };
    ($cursor:ident $member:expr; optional $local:literal $prefix:tt; $($word:tt)*) => {
        if $cursor.next_if(&$crate::xml::Name::of(&$prefix, $local))? {
            $crate::__v1_read!(optional $cursor $member; $($word)*)?;
        }
    };
    ($cursor:ident $member:expr; repeated $local:literal $prefix:tt; $($word:tt)*) => {
        while $crate::__v1_has_room_for!($member; $($word)*)
            && $cursor.next_if(&$crate::xml::Name::of(&$prefix, $local))?
        {
            $crate::__v1_read!(repeated $cursor $member; $($word)*)?;
        }
    };
}

/// Whether a repeated member may take one more.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_has_room {
    ($member:expr;) => {
        true
    };
    ($member:expr; unbounded) => {
        true
    };
    ($member:expr; $most:literal) => {
        $member.len() < $most
    };
}

/// The same, with the bound among other words.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_has_room_for {
    ($member:expr; $(secret)? $(nillable)? $kind:ident times($least:tt, $most:tt) $($word:tt)*) => {
        $crate::__v1_has_room!($member; $most)
    };
    ($member:expr; $($word:tt)*) => { true };
}

/// Takes an attribute off the current element: an `Option` of its value.
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

/// Reads simple content: a `Result` of the value.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_read_text {
    ($cursor:ident; string $($word:tt)*) => {
        $cursor.string()
    };
    ($cursor:ident; normalized $($word:tt)*) => {
        $cursor.normalized_string()
    };
    ($cursor:ident; token $($word:tt)*) => {
        $cursor.token()
    };
    ($cursor:ident; value $($word:tt)*) => {
        $cursor.value()
    };
    ($cursor:ident; names $($word:tt)*) => {
        $cursor.value()
    };
}

/// A member as `Debug` shows it.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_shown {
    ($member:expr; required secret $($word:tt)*) => {
        &$crate::xml::Redacted(&())
    };
    ($member:expr; optional secret $($word:tt)*) => {
        &$crate::xml::Redacted(&$member)
    };
    ($member:expr; repeated secret $($word:tt)*) => {
        &$crate::xml::Redacted(&$member)
    };
    ($member:expr; $($word:tt)*) => {
        &$member
    };
}
