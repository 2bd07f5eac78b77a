//! How the line of one member is written.

/// Writes a member of the content.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_write {
    ($occurs:ident $writer:ident $member:expr; $local:literal $(@ $prefix:ident)?; secret $($word:tt)*) => {
        $crate::__v1_write!($occurs $writer $member; $local $(@ $prefix)?; $($word)*)
    };
    (repeated $writer:ident $member:expr; $local:literal $(@ $prefix:ident)?; nillable element $($word:tt)*) => {
        for value in &$member {
            $writer.nillable_element(concat!("<", $(stringify!($prefix), ":",)? $local, ">"), value);
        }
    };
    ($occurs:ident $writer:ident $member:expr; $local:literal $(@ $prefix:ident)?; nillable element $($word:tt)*) => {
        $writer.nillable_element(concat!("<", $(stringify!($prefix), ":",)? $local, ">"), &$member)
    };
    (repeated $writer:ident $member:expr; $local:literal $(@ $prefix:ident)?; nillable $($word:tt)*) => {
        for value in &$member {
            $writer.nillable_value_element(concat!("<", $(stringify!($prefix), ":",)? $local, ">"), value);
        }
    };
    ($occurs:ident $writer:ident $member:expr; $local:literal $(@ $prefix:ident)?; nillable $($word:tt)*) => {
        $writer.nillable_value_element(concat!("<", $(stringify!($prefix), ":",)? $local, ">"), &$member)
    };
    (single $writer:ident $member:expr; $local:literal $(@ $prefix:ident)?; encoded($($type_name:literal)?) $($word:tt)*) => {
        $crate::__v1_write!(single $writer $member; $local $(@ $prefix)?; $($word)*)
    };
    ($occurs:ident $writer:ident $member:expr; $local:literal $(@ $prefix:ident)?; encoded $($word:tt)*) => {
        $crate::__v1_write_encoded!($writer $member; concat!("<", $(stringify!($prefix), ":",)? $local, ">"); $($word)*)
    };
    (single $writer:ident $member:expr; $local:literal $(@ $prefix:ident)?; parameter($($type_name:literal)?) $($word:tt)*) => {
        $crate::__v1_write!(single $writer $member; $local $(@ $prefix)?; $($word)*)
    };
    ($occurs:ident $writer:ident $member:expr; $local:literal $(@ $prefix:ident)?; parameter $($word:tt)*) => {
        $crate::__v1_write_encoded!($writer $member; concat!("<", $(stringify!($prefix), ":",)? $local, ">"); $($word)*)
    };
    (single $writer:ident $member:expr; $local:literal $(@ $prefix:ident)?; part $($word:tt)*) => {
        $writer.content(&$member)
    };
    ($occurs:ident $writer:ident $member:expr; $local:literal $(@ $prefix:ident)?; part $($word:tt)*) => {
        $writer.contents(&$member)
    };
    (single $writer:ident $member:expr; $local:literal $(@ $prefix:ident)?; any $($word:tt)*) => {
        $writer.content(&$member)
    };
    ($occurs:ident $writer:ident $member:expr; $local:literal $(@ $prefix:ident)?; any $($word:tt)*) => {
        $writer.contents(&$member)
    };
    (single $writer:ident $member:expr; $local:literal $(@ $prefix:ident)?; element $($word:tt)*) => {
        $writer.element(concat!("<", $(stringify!($prefix), ":",)? $local, ">"), &$member)
    };
    ($occurs:ident $writer:ident $member:expr; $local:literal $(@ $prefix:ident)?; element $($word:tt)*) => {
        $writer.elements(concat!("<", $(stringify!($prefix), ":",)? $local, ">"), &$member)
    };
    (single $writer:ident $member:expr; $local:literal $(@ $prefix:ident)?; $($word:tt)*) => {
        $writer.value_element(concat!("<", $(stringify!($prefix), ":",)? $local, ">"), &$member)
    };
    ($occurs:ident $writer:ident $member:expr; $local:literal $(@ $prefix:ident)?; $($word:tt)*) => {
        $writer.value_elements(concat!("<", $(stringify!($prefix), ":",)? $local, ">"), &$member)
    };
}

/// Writes an element in SOAP's encoding, which is nil where there is no value.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_write_encoded {
    ($writer:ident $member:expr; $tag:expr; ($($type_name:literal)?) element $($word:tt)*) => {
        $writer.encoded_element($tag, $crate::__v1_optional!($($type_name)?), &$member)
    };
    ($writer:ident $member:expr; $tag:expr; ($($type_name:literal)?) $($word:tt)*) => {
        $writer.encoded_value($tag, $crate::__v1_optional!($($type_name)?), &$member)
    };
}

/// Writes the items of an array in SOAP's encoding.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_write_array {
    (
        $writer:ident $array:expr; $tag:expr;
        of($of:literal) encoded($($type_name:literal)?) element $($word:tt)*
    ) => {
        $array.write_elements($tag, $crate::__v1_optional!($($type_name)?), $writer)
    };
    (
        $writer:ident $array:expr; $tag:expr;
        of($of:literal) encoded($($type_name:literal)?) $($word:tt)*
    ) => {
        $array.write_values($tag, $crate::__v1_optional!($($type_name)?), $writer)
    };
}

/// An `Option` of a literal that may be left out.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_optional {
    () => {
        None
    };
    ($literal:literal) => {
        Some($literal)
    };
}

/// What `arrayType` calls the type of an array's items.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_item_type {
    (of($name:literal) $($word:tt)*) => {
        $name
    };
}

/// Writes the attributes of a record: nothing where it has none.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_write_attributes {
    () => {};
    ($([$kind:ident $member:ident $($word:tt)*])+) => {
        fn write_attributes(&self, writer: &mut $crate::xml::Writer) {
            $($crate::__v1_write_attribute!(writer self.$member; $kind $($word)*);)+
        }
    };
}

/// Writes what one member adds to the start tag.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_write_attribute {
    ($writer:ident $member:expr; base) => {
        $crate::xml::WriteElement::write_attributes(&$member, $writer)
    };
    ($writer:ident $member:expr; text names $($word:tt)*) => { $writer.declare_names(&$member) };
    ($writer:ident $member:expr; text $($word:tt)*) => {};
    ($writer:ident $member:expr; array $($word:tt)*) => {
        $member.write_type($crate::__v1_item_type!($($word)*), $writer)
    };
    ($writer:ident $member:expr; required $local:literal $(@ $prefix:ident)?) => {
        $writer.attribute_value(concat!($(stringify!($prefix), ":",)? $local), &$member)
    };
    ($writer:ident $member:expr; optional $local:literal $(@ $prefix:ident)?) => {
        $writer.optional_attribute(concat!($(stringify!($prefix), ":",)? $local), &$member)
    };
    ($writer:ident $member:expr; any) => {
        $crate::xml::AnyAttribute::write_all(&$member, $writer)
    };
}
