//! How the declaration of a record is read.
//!
//! A record is read in one function with a variable for each member. A record that others extend is
//! read by `read_base`, which hands what is not its own on to an extension: the function, or the
//! closure, that reads the members of the record around it.

/// Reads a record: `ReadElement`, and `ReadBase` where other records extend it.
///
/// After the flags and the name come, each in brackets: the base, the attributes, the wildcard for
/// attributes, content that does not consist of elements, the elements, and what each member of the
/// finished record is.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record_read {
    // A record that others extend.
    ([base $($flag:tt)*] $Name:ident $($part:tt)*) => {
        $crate::__v1_record_read_element! { [] $Name }
        $crate::__v1_record_read_base! { [$($flag)*] $Name $($part)* }
    };
    ([any_order base $($flag:tt)*] $Name:ident $($part:tt)*) => {
        $crate::__v1_record_read_element! { [any_order] $Name }
        $crate::__v1_record_read_base! { [$($flag)*] $Name $($part)* }
    };
    ([in_sequence base $($flag:tt)*] $Name:ident $($part:tt)*) => {
        $crate::__v1_record_read_element! { [in_sequence] $Name }
        $crate::__v1_record_read_base! { [also_in_sequence $($flag)*] $Name $($part)* }
    };
    // A record that requires nothing: a value of nothing is filled in place.
    (
        [$(secret)? $(checked($wire:literal))?] $Name:ident []
        $attributes:tt $any:tt [] [$($member:tt)+] $ends:tt
    ) => {
        $crate::__v1_record_read_default! { [] $Name $attributes $any [$($member)+] }
    };
    (
        [any_order $(secret)? $(checked($wire:literal))?] $Name:ident []
        $attributes:tt $any:tt [] [$($member:tt)+] $ends:tt
    ) => {
        $crate::__v1_record_read_default! { [any_order] $Name $attributes $any [$($member)+] }
    };
    // A record without a base.
    (
        [$($flag:tt)*] $Name:ident
        []
        [$($attr:ident: $attr_ty:ty = [$($attr_word:tt)*],)*]
        [$($any:ident: $any_ty:ty = [$($any_word:tt)*],)*]
        [$($special:ident: $special_ty:ty = $special_empty:expr, $special_kind:ident [$($special_word:tt)*])?]
        [$($member:ident: $ty:ty = $empty:expr, $occurs:ident $member_ty:ty; $local:literal $prefix:tt [$($word:tt)*];)*]
        [$($($end:ident: $end_kind:ident $([$($end_word:tt)*])?)?,)*]
    ) => {
        impl $crate::xml::ReadElement for $Name {
            const NAMESPACES: &'static $crate::xml::Namespaces = &ns::NAMESPACES;

            #[allow(unused_assignments, unused_mut)]
            fn read_element(
                cursor: &mut $crate::xml::Cursor<'_>,
            ) -> Result<Self, $crate::xml::ReadError> {
                $(let $attr: $attr_ty = $crate::__v1_take_attribute!(cursor; $($attr_word)*);)*
                $(let $any: $any_ty = cursor.take_attributes_of($crate::__v1_wildcard!($($any_word)*));)*
                $(let mut $special: $special_ty = $special_empty;)?
                $(let mut $member: $ty = $empty;)*
                $crate::__v1_record_content! {
                    cursor [$($flag)*]
                    [$($special $special_kind $($special_word)*)?]
                    [$($member, $occurs $member_ty; $local $prefix [$($word)*];)*]
                }
                Ok(Self {
                    $($($end: $crate::__v1_end!(cursor $end; $end_kind $($($end_word)*)?),)?)*
                })
            }
        }
    };
    // A record with a base.
    (
        [$($flag:tt)*] $Name:ident
        [$base:ident: $base_ty:ty]
        [$($attr:ident: $attr_ty:ty = [$($attr_word:tt)*],)*]
        [$($any:ident: $any_ty:ty = [$($any_word:tt)*],)*]
        [$($special:ident: $special_ty:ty = $special_empty:expr, $special_kind:ident [$($special_word:tt)*])?]
        [$($member:ident: $ty:ty = $empty:expr, $occurs:ident $member_ty:ty; $local:literal $prefix:tt [$($word:tt)*];)*]
        [$($($end:ident: $end_kind:ident $([$($end_word:tt)*])?)?,)*]
    ) => {
        impl $crate::xml::ReadElement for $Name {
            const NAMESPACES: &'static $crate::xml::Namespaces = &ns::NAMESPACES;

            #[allow(unused_assignments, unused_mut, unused_variables)]
            fn read_element(
                cursor: &mut $crate::xml::Cursor<'_>,
            ) -> Result<Self, $crate::xml::ReadError> {
                $(let mut $attr: $attr_ty = None;)*
                $(let mut $any: $any_ty = Vec::new();)*
                $(let mut $special: $special_ty = $special_empty;)?
                $(let mut $member: $ty = $empty;)*
                static SLOTS: $crate::xml::JoinedSlots = $crate::xml::JoinedSlots::new(
                    <$base_ty as $crate::xml::ReadBase>::slots,
                    &[$($crate::__v1_slot!($occurs $member_ty; $local $prefix; $($word)*)),*],
                );
                let $base = <$base_ty as $crate::xml::ReadBase>::read_base(
                    cursor,
                    &mut $crate::__v1_new_record!([$($flag)*] [$($special)?] SLOTS.get()),
                    &mut |step, cursor| {
                        match step {
                            $crate::xml::Step::Attributes => {
                                $($attr = $crate::__v1_take_attribute!(cursor; $($attr_word)*);)*
                            }
                            $crate::xml::Step::AnyAttributes => {
                                $($any = cursor.take_attributes_of($crate::__v1_wildcard!($($any_word)*));)*
                            }
                            $crate::xml::Step::Slot(mut slot) => {
                                $(
                                    if slot == 0 {
                                        return $crate::__v1_read!($occurs cursor $member; $($word)*);
                                    }
                                    slot -= 1;
                                )*
                            }
                            $crate::xml::Step::Sequence => {
                                $crate::__v1_record_sequence! {
                                    cursor [$($flag)*]
                                    [$($special $special_kind $($special_word)*)?]
                                    [$($member $occurs $local $prefix [$($word)*];)*]
                                }
                            }
                        }
                        Ok(())
                    },
                )?;
                Ok(Self {
                    $($($end: $crate::__v1_end!(cursor $end; $end_kind $($($end_word)*)?),)?)*
                })
            }
        }
    };
}

/// `ReadElement` of a record of elements that requires nothing.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record_read_default {
    (
        [$($flag:tt)*] $Name:ident
        [$($attr:ident: $attr_ty:ty = [$($attr_word:tt)*],)*]
        [$($any:ident: $any_ty:ty = [$($any_word:tt)*],)*]
        [$($member:ident: $ty:ty = $empty:expr, $occurs:ident $member_ty:ty; $local:literal $prefix:tt [$($word:tt)*];)*]
    ) => {
        impl $crate::xml::ReadElement for $Name {
            const NAMESPACES: &'static $crate::xml::Namespaces = &ns::NAMESPACES;

            #[allow(unused_assignments, unused_mut)]
            fn read_element(
                cursor: &mut $crate::xml::Cursor<'_>,
            ) -> Result<Self, $crate::xml::ReadError> {
                let mut value = <Self as Default>::default();
                $(value.$attr = $crate::__v1_take_attribute!(cursor; $($attr_word)*);)*
                $(value.$any = cursor.take_attributes_of($crate::__v1_wildcard!($($any_word)*));)*
                $crate::__v1_record_content! {
                    cursor [$($flag)*] []
                    [$(value.$member, $occurs $member_ty; $local $prefix [$($word)*];)*]
                }
                Ok(value)
            }
        }
    };
}

/// The state of reading a record, by its flags.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_new_record {
    ([in_sequence $($flag:tt)*] [$($special:ident)?] $slots:expr) => {
        $crate::xml::Record::in_sequence()
    };
    ([$($flag:tt)*] [$special:ident] $slots:expr) => {
        $crate::xml::Record::in_sequence()
    };
    ([any_order $($flag:tt)*] [] $slots:expr) => {
        $crate::xml::Record::in_any_order($slots)
    };
    ([$($flag:tt)*] [] $slots:expr) => {
        $crate::xml::Record::new($slots)
    };
}

/// Reads the content of a record without a base, up to and including the end tag.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record_content {
    ($cursor:ident [$($flag:tt)*] [$special:ident $($word:tt)+] []) => {
        $crate::__v1_special!($cursor $special; $($word)+)
    };
    ($cursor:ident [$($flag:tt)*] [] []) => {
        $cursor.leave()?;
    };
    (
        $cursor:ident [in_sequence $($flag:tt)*] []
        [$($member:expr, $occurs:ident $ty:ty; $local:literal $prefix:tt [$($word:tt)*];)*]
    ) => {
        $($crate::__v1_read_next!($cursor $member; $occurs $local $prefix; $($word)*);)*
        $cursor.leave()?;
    };
    (
        $cursor:ident [$($flag:tt)*] []
        [$($member:expr, $occurs:ident $ty:ty; $local:literal $prefix:tt [$($word:tt)*];)*]
    ) => {
        static SLOTS: &[$crate::xml::Slot] = &[$($crate::__v1_slot!($occurs $ty; $local $prefix; $($word)*)),*];
        let mut record = $crate::__v1_new_record!([$($flag)*] [] SLOTS);
        while let Some(mut slot) = $cursor.next_slot(&mut record)? {
            $(
                if slot == 0 {
                    $crate::__v1_read!($occurs $cursor $member; $($word)*)?;
                    continue;
                }
                slot -= 1;
            )*
        }
    };
}

/// Reads the last elements in the contract's order, and the end tag.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record_sequence {
    ($cursor:ident [$($flag:tt)*] [$special:ident $($word:tt)+] []) => {
        $crate::__v1_special!($cursor $special; $($word)+)
    };
    (
        $cursor:ident [in_sequence $($flag:tt)*] []
        [$($member:ident $occurs:ident $local:literal $prefix:tt [$($word:tt)*];)*]
    ) => {
        $($crate::__v1_read_next!($cursor $member; $occurs $local $prefix; $($word)*);)*
        $cursor.leave()?;
    };
    ($cursor:ident [$($flag:tt)*] [] $members:tt) => {};
}

/// Reads content that does not consist of elements: simple content, mixed content, an array.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_special {
    ($cursor:ident $member:ident; text $($word:tt)*) => {
        $member = Some($crate::__v1_read_text!($cursor; $($word)*)?);
    };
    ($cursor:ident $member:ident; mixed) => {
        $member = $cursor.mixed()?;
    };
    ($cursor:ident $member:ident; array $($word:tt)*) => {
        $member = $cursor.array($crate::__v1_reader!($($word)*))?;
    };
}

/// What a member of a finished record is.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_end {
    ($cursor:ident $member:ident; given) => {
        $member
    };
    ($cursor:ident $member:ident; text) => {
        $cursor.required_member($member, "text")?
    };
    ($cursor:ident $member:ident; element $local:literal) => {
        $cursor.required_member($member, $local)?
    };
    ($cursor:ident $member:ident; attribute $local:literal) => {
        $cursor.required_attribute($member, $local)?
    };
}
