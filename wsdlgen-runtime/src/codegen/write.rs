//! Writers of single members.
//!
//! The words of a member's line come first, in brackets. The member is a variable that holds a reference to it.

/// Writes a member of the element's content.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_write {
    ([element $($word:tt)*] required $writer:ident $member:ident; $local:literal $(@ $prefix:ident)?) => {
        $writer.element(concat!("<", $(stringify!($prefix), ":",)? $local, ">"), $member)
    };
    ([element $($word:tt)*] $occurs:ident $writer:ident $member:ident; $local:literal $(@ $prefix:ident)?) => {
        $writer.elements(concat!("<", $(stringify!($prefix), ":",)? $local, ">"), $member)
    };
    ([secret $($word:tt)+] $($rest:tt)+) => {
        $crate::__v1_write!([$($word)+] $($rest)+)
    };
    ([anywhere $($word:tt)+] $($rest:tt)+) => {
        $crate::__v1_write!([$($word)+] $($rest)+)
    };
    ([nillable element $($word:tt)*] repeated $writer:ident $member:ident; $local:literal $(@ $prefix:ident)?) => {
        for value in $member {
            $writer.nillable_element(concat!("<", $(stringify!($prefix), ":",)? $local, ">"), value);
        }
    };
    ([nillable element $($word:tt)*] $occurs:ident $writer:ident $member:ident; $local:literal $(@ $prefix:ident)?) => {
        $writer.nillable_element(concat!("<", $(stringify!($prefix), ":",)? $local, ">"), $member)
    };
    ([nillable reference $($word:tt)*] repeated $writer:ident $member:ident; $local:literal $(@ $prefix:ident)?) => {
        for value in $member {
            $writer.nillable_reference_element(concat!("<", $(stringify!($prefix), ":",)? $local, ">"), value);
        }
    };
    ([nillable reference $($word:tt)*] $occurs:ident $writer:ident $member:ident; $local:literal $(@ $prefix:ident)?) => {
        $writer.nillable_reference_element(concat!("<", $(stringify!($prefix), ":",)? $local, ">"), $member)
    };
    ([nillable $($word:tt)+] repeated $writer:ident $member:ident; $local:literal $(@ $prefix:ident)?) => {
        for value in $member {
            $writer.nillable_value_element(concat!("<", $(stringify!($prefix), ":",)? $local, ">"), value);
        }
    };
    ([nillable $($word:tt)+] $occurs:ident $writer:ident $member:ident; $local:literal $(@ $prefix:ident)?) => {
        $writer.nillable_value_element(concat!("<", $(stringify!($prefix), ":",)? $local, ">"), $member)
    };
    ([encoded $type_name:tt $($word:tt)+] required $($rest:tt)+) => {
        $crate::__v1_write!([$($word)+] required $($rest)+)
    };
    ([encoded($($type_name:literal)?) $($word:tt)+] $occurs:ident $writer:ident $member:ident; $local:literal $(@ $prefix:ident)?) => {
        $crate::__v1_write_encoded!(
            [$($word)+] $writer $member;
            concat!("<", $(stringify!($prefix), ":",)? $local, ">"), $($type_name)?
        )
    };
    ([parameter $($word:tt)+] $($rest:tt)+) => {
        $crate::__v1_write!([encoded $($word)+] $($rest)+)
    };
    ([reference $($word:tt)*] required $writer:ident $member:ident; $local:literal $(@ $prefix:ident)?) => {
        $writer.reference_element(concat!("<", $(stringify!($prefix), ":",)? $local, ">"), $member)
    };
    ([reference $($word:tt)*] $occurs:ident $writer:ident $member:ident; $local:literal $(@ $prefix:ident)?) => {
        $writer.reference_elements(concat!("<", $(stringify!($prefix), ":",)? $local, ">"), $member)
    };
    ([part $($word:tt)*] required $writer:ident $member:ident; $local:literal) => {
        $writer.content($member)
    };
    ([part $($word:tt)*] $occurs:ident $writer:ident $member:ident; $local:literal) => {
        $writer.contents($member)
    };
    ([any $($word:tt)*] required $writer:ident $member:ident; $local:literal) => {
        $writer.content($member)
    };
    ([any $($word:tt)*] $occurs:ident $writer:ident $member:ident; $local:literal) => {
        $writer.contents($member)
    };
    ($words:tt preset $($rest:tt)+) => {
        $crate::__v1_write!($words required $($rest)+)
    };
    ($words:tt required $writer:ident $member:ident; $local:literal $(@ $prefix:ident)?) => {
        $writer.value_element(concat!("<", $(stringify!($prefix), ":",)? $local, ">"), $member)
    };
    ($words:tt $occurs:ident $writer:ident $member:ident; $local:literal $(@ $prefix:ident)?) => {
        $writer.value_elements(concat!("<", $(stringify!($prefix), ":",)? $local, ">"), $member)
    };
}

/// Writes an element in SOAP encoding. It is nil if there is no value.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_write_encoded {
    ([element $($word:tt)*] $writer:ident $member:ident; $tag:expr, $($type_name:literal)?) => {
        $writer.encoded_element($tag, $crate::__v1_optional!($($type_name)?), $member)
    };
    ($words:tt $writer:ident $member:ident; $tag:expr, $($type_name:literal)?) => {
        $writer.encoded_value($tag, $crate::__v1_optional!($($type_name)?), $member)
    };
}

/// Writes the content of a member that is neither an element nor an attribute.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_write_special {
    ($writer:ident $member:ident; text $($word:tt)+) => {
        $writer.value($member)
    };
    ($writer:ident $member:ident; mixed $($word:tt)+) => {
        $writer.contents($member)
    };
    ($writer:ident $member:ident; attributes $($word:tt)+) => {};
    ($writer:ident $member:ident; attachment part($part:literal $(, $media_type:literal)?)) => {
        $writer.attach($part, concat!($($media_type)?), $member.as_ref())
    };
    (
        $writer:ident $member:ident;
        array of($of:literal) item($local:literal $(@ $prefix:ident)?) encoded($($type_name:literal)?) element $($word:tt)*
    ) => {
        $member.write_elements(
            concat!("<", $(stringify!($prefix), ":",)? $local, ">"),
            $crate::__v1_optional!($($type_name)?),
            $writer,
        )
    };
    (
        $writer:ident $member:ident;
        array of($of:literal) item($local:literal $(@ $prefix:ident)?) encoded($($type_name:literal)?) $($word:tt)*
    ) => {
        $member.write_values(
            concat!("<", $(stringify!($prefix), ":",)? $local, ">"),
            $crate::__v1_optional!($($type_name)?),
            $writer,
        )
    };
    ($writer:ident $member:ident; $extends:ident record $($word:tt)*) => {
        $crate::xml::WriteElement::write_content($member, $writer)
    };
}

/// Wraps an optional literal in an `Option`.
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

/// Writes the attributes of a record, if it has any.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_write_attributes {
    () => {};
    ($([$member:ident $($word:tt)+])+) => {
        #[allow(unused_variables, reason = "not every declaration has members of every kind")]
        fn write_attributes(&self, writer: &mut $crate::xml::Writer) {
            let Self { $($member,)+ .. } = self;
            $($crate::__v1_write_attribute!(writer $member; $($word)+);)+
        }
    };
}

/// Writes a member's attributes and namespace declarations.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_write_attribute {
    ($writer:ident $member:ident; required attribute $local:literal $(@ $prefix:ident)?) => {
        $writer.attribute_value(concat!($(stringify!($prefix), ":",)? $local), $member)
    };
    ($writer:ident $member:ident; preset attribute $($rest:tt)+) => {
        $crate::__v1_write_attribute!($writer $member; required attribute $($rest)+)
    };
    ($writer:ident $member:ident; optional attribute $local:literal $(@ $prefix:ident)?) => {
        $writer.optional_attribute(concat!($(stringify!($prefix), ":",)? $local), $member)
    };
    ($writer:ident $member:ident; attributes any $($word:tt)*) => {
        $crate::xml::AnyAttribute::write_all($member, $writer)
    };
    ($writer:ident $member:ident; array of($of:literal) $($word:tt)*) => {
        $member.write_type($of, $writer)
    };
    ($writer:ident $member:ident; attachment $($word:tt)*) => {};
    ($writer:ident $member:ident; text names $($word:tt)*) => { $writer.declare_names($member) };
    ($writer:ident $member:ident; text $($word:tt)*) => {};
    ($writer:ident $member:ident; mixed $($word:tt)*) => {};
    ($writer:ident $member:ident; $extends:ident record $($word:tt)*) => {
        $crate::xml::WriteElement::write_attributes($member, $writer)
    };
}
