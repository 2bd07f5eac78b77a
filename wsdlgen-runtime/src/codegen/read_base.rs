//! How the declaration of a record that others extend is read.

/// `ReadElement` of a record that others extend: its base without an extension.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record_read_element {
    ([$($flag:tt)*] $Name:ident) => {
        impl $crate::xml::ReadElement for $Name {
            const NAMESPACES: &'static $crate::xml::Namespaces = &ns::NAMESPACES;

            fn read_element(
                cursor: &mut $crate::xml::Cursor<'_>,
            ) -> Result<Self, $crate::xml::ReadError> {
                <Self as $crate::xml::ReadBase>::read_base(
                    cursor,
                    &mut $crate::__v1_new_record!([$($flag)*] [] <Self as $crate::xml::ReadBase>::slots()),
                    &mut $crate::xml::no_extension,
                )
            }
        }
    };
}

/// `ReadBase` of a record that others extend.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record_read_base {
    (
        [$($flag:tt)*] $Name:ident
        []
        [$($attr:ident: $attr_ty:ty = [$($attr_word:tt)*],)*]
        [$($any:ident: $any_ty:ty = [$($any_word:tt)*],)*]
        [$($special:ident: $special_ty:ty = $special_empty:expr, $special_kind:ident [$($special_word:tt)*])?]
        [$($member:ident: $ty:ty = $empty:expr, $occurs:ident $member_ty:ty; $local:literal $prefix:tt [$($word:tt)*];)*]
        [$($($end:ident: $end_kind:ident $([$($end_word:tt)*])?)?,)*]
    ) => {
        impl $crate::xml::ReadBase for $Name {
            fn slots() -> &'static [$crate::xml::Slot] {
                static SLOTS: &[$crate::xml::Slot] =
                    &[$($crate::__v1_slot!($occurs $member_ty; $local $prefix; $($word)*)),*];
                SLOTS
            }

            #[allow(unused_assignments, unused_mut)]
            fn read_base(
                cursor: &mut $crate::xml::Cursor<'_>,
                record: &mut $crate::xml::Record,
                extension: $crate::xml::Extension<'_>,
            ) -> Result<Self, $crate::xml::ReadError> {
                $(let $attr: $attr_ty = $crate::__v1_take_attribute!(cursor; $($attr_word)*);)*
                extension($crate::xml::Step::Attributes, cursor)?;
                $(let $any: $any_ty = cursor.take_attributes_of($crate::__v1_wildcard!($($any_word)*));)*
                extension($crate::xml::Step::AnyAttributes, cursor)?;
                $(let mut $special: $special_ty = $special_empty;)?
                $(let mut $member: $ty = $empty;)*
                $crate::__v1_base_content! {
                    cursor record extension [$($flag)*]
                    [$($special $special_kind $($special_word)*)?]
                    [$($member $occurs $local $prefix [$($word)*];)*]
                }
                Ok(Self {
                    $($($end: $crate::__v1_end!(cursor $end; $end_kind $($($end_word)*)?),)?)*
                })
            }
        }
    };
    (
        [$($flag:tt)*] $Name:ident
        [$base:ident: $base_ty:ty]
        [$($attr:ident: $attr_ty:ty = [$($attr_word:tt)*],)*]
        [$($any:ident: $any_ty:ty = [$($any_word:tt)*],)*]
        []
        [$($member:ident: $ty:ty = $empty:expr, $occurs:ident $member_ty:ty; $local:literal $prefix:tt [$($word:tt)*];)*]
        [$($($end:ident: $end_kind:ident $([$($end_word:tt)*])?)?,)*]
    ) => {
        impl $crate::xml::ReadBase for $Name {
            fn slots() -> &'static [$crate::xml::Slot] {
                static SLOTS: $crate::xml::JoinedSlots = $crate::xml::JoinedSlots::new(
                    <$base_ty as $crate::xml::ReadBase>::slots,
                    &[$($crate::__v1_slot!($occurs $member_ty; $local $prefix; $($word)*)),*],
                );
                SLOTS.get()
            }

            #[allow(unused_assignments, unused_mut)]
            fn read_base(
                cursor: &mut $crate::xml::Cursor<'_>,
                record: &mut $crate::xml::Record,
                extension: $crate::xml::Extension<'_>,
            ) -> Result<Self, $crate::xml::ReadError> {
                $(let mut $attr: $attr_ty = None;)*
                $(let mut $any: $any_ty = Vec::new();)*
                $(let mut $member: $ty = $empty;)*
                let $base = <$base_ty as $crate::xml::ReadBase>::read_base(
                    cursor,
                    record,
                    &mut |step, cursor| match step {
                        $crate::xml::Step::Attributes => {
                            $($attr = $crate::__v1_take_attribute!(cursor; $($attr_word)*);)*
                            extension(step, cursor)
                        }
                        $crate::xml::Step::AnyAttributes => {
                            $($any = cursor.take_attributes_of($crate::__v1_wildcard!($($any_word)*));)*
                            extension(step, cursor)
                        }
                        $crate::xml::Step::Slot(mut slot) => {
                            $(
                                if slot == 0 {
                                    return $crate::__v1_read!($occurs cursor $member; $($word)*);
                                }
                                slot -= 1;
                            )*
                            extension($crate::xml::Step::Slot(slot), cursor)
                        }
                        $crate::xml::Step::Sequence => {
                            $crate::__v1_base_sequence! {
                                cursor [$($flag)*] [$($member $occurs $local $prefix [$($word)*];)*]
                            }
                            extension(step, cursor)
                        }
                    },
                )?;
                Ok(Self {
                    $($($end: $crate::__v1_end!(cursor $end; $end_kind $($($end_word)*)?),)?)*
                })
            }
        }
    };
}

/// Reads the content of a record that others extend.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_base_content {
    ($cursor:ident $record:ident $extension:ident [$($flag:tt)*] [$special:ident $($word:tt)+] []) => {
        $crate::__v1_special!($cursor $special; $($word)+)
    };
    (
        $cursor:ident $record:ident $extension:ident [$($flag:tt)*] []
        [$($member:ident $occurs:ident $local:literal $prefix:tt [$($word:tt)*];)*]
    ) => {
        if $record.is_sequence() {
            $crate::__v1_base_sequence! {
                $cursor [$($flag)*] [$($member $occurs $local $prefix [$($word)*];)*]
            }
            $extension($crate::xml::Step::Sequence, $cursor)?;
        } else {
            while let Some(mut slot) = $cursor.next_slot($record)? {
                $(
                    if slot == 0 {
                        $crate::__v1_read!($occurs $cursor $member; $($word)*)?;
                        continue;
                    }
                    slot -= 1;
                )*
                $extension($crate::xml::Step::Slot(slot), $cursor)?;
            }
        }
    };
}

/// Reads a base's own elements in the contract's order, where a record that extends it needs that.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_base_sequence {
    (
        $cursor:ident [also_in_sequence $($flag:tt)*]
        [$($member:ident $occurs:ident $local:literal $prefix:tt [$($word:tt)*];)*]
    ) => {
        $($crate::__v1_read_next!($cursor $member; $occurs $local $prefix; $($word)*);)*
    };
    ($cursor:ident [$($flag:tt)*] $members:tt) => {};
}
