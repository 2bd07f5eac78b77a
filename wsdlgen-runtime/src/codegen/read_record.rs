//! Readers of records.
//!
//! A record is read by a single function with a variable for each member. A record that others extend is read by
//! `read_base`, which passes all other members to an extension: the closure that reads the members of the derived
//! record.

/// Implements `ReadElement` for a record, and `ReadBase` if other records extend it.
///
/// The name is followed by bracketed groups: the words for creation, the order of the content, the members that are
/// neither elements nor attributes, the attributes, the elements, and all members in the struct's order.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record_read {
    (
        $Name:ident $creation:tt [base $($flag:ident)*]
        $specials:tt $attributes:tt $elements:tt $ends:tt
    ) => {
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

        impl $crate::xml::ReadBase for $Name {
            fn slots() -> &'static $crate::xml::Slots {
                $crate::__v1_slots!($specials $elements)
            }

            #[allow(unused_assignments, unused_mut, unused_variables, reason = "not every declaration has members of every kind")]
            fn read_base(
                cursor: &mut $crate::xml::Cursor<'_>,
                record: &mut $crate::xml::Record,
                extension: $crate::xml::Extension<'_>,
            ) -> Result<Self, $crate::xml::ReadError> {
                $crate::__v1_read_members! {
                    cursor [record extension] [$($flag)*] $specials $attributes $elements $ends
                }
            }
        }
    };
    // Nothing is required, but a default value cannot be filled in order.
    ($Name:ident [$(from($Value:ty))? $(secret)? $(checked($name:literal))?] [in_sequence] $($members:tt)+) => {
        $crate::__v1_record_read! { $Name [variables] [in_sequence] $($members)+ }
    };
    // Nothing is required, so a default value is filled in place.
    (
        $Name:ident [$(from($Value:ty))? $(secret)? $(checked($name:literal))?] $flags:tt
        [$([attributes $any:ident: $any_ty:tt = any $(($($constraint:tt)*))?])?]
        [$([$attr:ident = $($attr_word:tt)+])*]
        $elements:tt $ends:tt
    ) => {
        impl $crate::xml::ReadElement for $Name {
            const NAMESPACES: &'static $crate::xml::Namespaces = &ns::NAMESPACES;

            #[allow(unused_assignments, unused_mut, reason = "not every declaration has members of every kind")]
            fn read_element(
                cursor: &mut $crate::xml::Cursor<'_>,
            ) -> Result<Self, $crate::xml::ReadError> {
                let mut value = <Self as Default>::default();
                $(value.$attr = $crate::__v1_take_attribute!(cursor; $($attr_word)+);)*
                $(value.$any = cursor.take_attributes_of($crate::__v1_wildcard!($($($constraint)*)?))?;)?
                $crate::__v1_read_content! { cursor [] [value] $flags [] $elements }
                Ok(value)
            }
        }
    };
    ($Name:ident $creation:tt $($members:tt)+) => {
        impl $crate::xml::ReadElement for $Name {
            const NAMESPACES: &'static $crate::xml::Namespaces = &ns::NAMESPACES;

            #[allow(
                unused_assignments,
                unused_mut,
                unused_variables,
                reason = "not every declaration has members of every kind"
            )]
            fn read_element(
                cursor: &mut $crate::xml::Cursor<'_>,
            ) -> Result<Self, $crate::xml::ReadError> {
                $crate::__v1_read_members! { cursor [] $($members)+ }
            }
        }
    };
}

/// Creates the slots of a record. Those of its base come first.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_slots {
    (
        [[$extends:ident $base:ident: $base_ty:tt = record $($checked:ident)?] $($special:tt)*]
        [$([$occurs:ident $member:ident: $ty:tt = $local:literal $prefix:tt $words:tt])*]
    ) => {{
        static SLOTS: $crate::xml::Slots = $crate::xml::Slots::joined(
            <$base_ty as $crate::xml::ReadBase>::slots,
            &[$($crate::__v1_slot!($words $occurs $ty; $local $prefix)),*],
        );
        &SLOTS
    }};
    (
        [$($special:tt)*]
        [$([$occurs:ident $member:ident: $ty:tt = $local:literal $prefix:tt $words:tt])*]
    ) => {{
        static SLOTS: $crate::xml::Slots =
            $crate::xml::Slots::new(&[$($crate::__v1_slot!($words $occurs $ty; $local $prefix)),*]);
        &SLOTS
    }};
}

/// Reads the members of a record up to and including the end tag.
///
/// Expands to a block that evaluates to the function's result. `record` and `extension` are the parameters of
/// `read_base`.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_read_members {
    // A record with a base.
    (
        $cursor:ident [$($record:ident $extension:ident)?] $flags:tt
        [
            [$extends:ident $base:ident: $base_ty:tt = record $($checked:ident)?]
            $([$kind:ident $special:ident: $special_ty:tt = $($special_word:tt)+])*
        ]
        [$([$attr:ident = $($attr_word:tt)+])*]
        [$([$occurs:ident $member:ident: $ty:tt = $($wire:tt)+])*]
        [$([$end_kind:ident $end:ident $($end_name:tt)*])*]
    ) => {
        $(let mut $attr = None;)*
        $(let mut $special: $crate::codegen::unread::$kind<$special_ty> = $crate::xml::MayBeAbsent::ABSENT;)*
        $(let mut $member: $crate::codegen::unread::$occurs<$ty> = $crate::xml::MayBeAbsent::ABSENT;)*
        let $base = <$base_ty as $crate::xml::ReadBase>::read_base(
            $cursor,
            $crate::__v1_record_of_base!(
                [$($record $extension)?] $flags [$($kind)*] [$extends $base: $base_ty = record]
                [$([$occurs $member: $ty = $($wire)+])*]
            ),
            &mut |step, cursor| {
                match step {
                    $crate::xml::Step::Attributes => {
                        $($attr = $crate::__v1_take_attribute!(cursor; $($attr_word)+);)*
                    }
                    $crate::xml::Step::AnyAttributes => {
                        $($crate::__v1_take_attributes!(cursor $special; $kind $($special_word)+);)*
                    }
                    $crate::xml::Step::Slot(mut slot) => {
                        return $crate::__v1_read_slot!(
                            cursor slot [] [$([$occurs $member: $ty = $($wire)+])*]
                            $crate::__v1_extend!([$($extension)?] cursor $crate::xml::Step::Slot(slot))
                        );
                    }
                    $crate::xml::Step::Sequence => {
                        $($crate::__v1_special!(cursor $special; $kind $($special_word)+);)*
                        $crate::__v1_read_in_order! {
                            cursor [$($extension)?] $flags [$([$occurs $member: $ty = $($wire)+])*]
                        }
                    }
                }
                $crate::__v1_extend!([$($extension)?] cursor step)
            },
        )?;
        $crate::__v1_require! { $cursor $($end_kind $end $($end_name)*;)* }
        Ok(Self { $($end,)* })
    };
    // A record without a base.
    (
        $cursor:ident [$($record:ident $extension:ident)?] $flags:tt
        [$([$kind:ident $special:ident: $special_ty:tt = $($special_word:tt)+])*]
        [$([$attr:ident = $($attr_word:tt)+])*]
        [$([$occurs:ident $member:ident: $ty:tt = $($wire:tt)+])*]
        [$([$end_kind:ident $end:ident $($end_name:tt)*])*]
    ) => {
        $(let $attr = $crate::__v1_take_attribute!($cursor; $($attr_word)+);)*
        $($extension($crate::xml::Step::Attributes, $cursor)?;)?
        $(let mut $special: $crate::codegen::unread::$kind<$special_ty> = $crate::xml::MayBeAbsent::ABSENT;)*
        $($crate::__v1_take_attributes!($cursor $special; $kind $($special_word)+);)*
        $($extension($crate::xml::Step::AnyAttributes, $cursor)?;)?
        $(let mut $member: $crate::codegen::unread::$occurs<$ty> = $crate::xml::MayBeAbsent::ABSENT;)*
        $($crate::__v1_special!($cursor $special; $kind $($special_word)+);)*
        $crate::__v1_read_content! {
            $cursor [$($record $extension)?] [] $flags [$($kind)*]
            [$([$occurs $member: $ty = $($wire)+])*]
        }
        $crate::__v1_require! { $cursor $($end_kind $end $($end_name)*;)* }
        Ok(Self { $($end,)* })
    };
}

/// Creates the read state of a record, depending on its flags and its members that are neither elements nor
/// attributes.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_new_record {
    ([in_sequence] $kinds:tt $slots:expr) => {
        $crate::xml::Record::in_sequence()
    };
    ([any_order $($flag:ident)*] [$(attributes)? $(attachment)*] $slots:expr) => {
        $crate::xml::Record::in_any_order($slots)
    };
    ([$($flag:ident)*] [$(attributes)? $(attachment)*] $slots:expr) => {
        $crate::xml::Record::new($slots)
    };
    // Simple content, mixed content or an array.
    ($flags:tt $kinds:tt $slots:expr) => {
        $crate::xml::Record::in_sequence()
    };
}

/// Selects the read state of a record with a base: the extension's or its own.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record_of_base {
    ([$record:ident $extension:ident] $($rest:tt)+) => {
        $record
    };
    ([] $flags:tt $kinds:tt $base:tt $elements:tt) => {
        &mut $crate::__v1_new_record!($flags $kinds $crate::__v1_slots!([$base] $elements))
    };
}

/// Reads the content of a record without a base.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_read_content {
    ($cursor:ident [] $value:tt $flags:tt [$(attributes)? $(attachment)*] []) => {
        $cursor.leave()?;
    };
    ($cursor:ident [] [] [in_sequence] [$(attributes)? $(attachment)*] $elements:tt) => {
        $crate::__v1_read_in_order! { $cursor [] [in_sequence] $elements }
    };
    ($cursor:ident [] $value:tt $flags:tt [$(attributes)? $(attachment)*] $elements:tt) => {
        let mut record = $crate::__v1_new_record!($flags [] $crate::__v1_slots!([] $elements));
        while let Some(slot) = $cursor.next_slot(&mut record)? {
            let mut slot = $crate::xml::Countdown::from(slot);
            $crate::__v1_read_slot!($cursor slot $value $elements Ok(()))?;
        }
    };
    ($cursor:ident [$record:ident $extension:ident] [] $flags:tt [$(attributes)?] $elements:tt) => {
        if $record.is_sequence() {
            $crate::__v1_read_in_order! { $cursor [$extension] $flags $elements }
            $extension($crate::xml::Step::Sequence, $cursor)?;
        } else {
            while let Some(slot) = $cursor.next_slot($record)? {
                let mut slot = $crate::xml::Countdown::from(slot);
                $crate::__v1_read_slot!(
                    $cursor slot [] $elements $extension($crate::xml::Step::Slot(slot), $cursor)
                )?;
            }
        }
    };
    // Simple content, mixed content and arrays have already been read, including the end tag.
    ($($read:tt)+) => {};
}

/// Reads the element of a slot. Expands to an expression of type `Result`.
///
/// The last tokens are the value for a slot after those of the elements. All elements share one exit, so that
/// generated code has a single `?` for them.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_read_slot {
    (
        $cursor:ident $slot:ident []
        [$([$occurs:ident $member:ident: $ty:tt = $local:literal $prefix:tt $words:tt])*]
        $($beyond:tt)+
    ) => {
        'element: {
            $(
                if $slot.is_next() {
                    break 'element $crate::__v1_read!($words $occurs $cursor $member);
                }
            )*
            $($beyond)+
        }
    };
    (
        $cursor:ident $slot:ident [$value:ident]
        [$([$occurs:ident $member:ident: $ty:tt = $local:literal $prefix:tt $words:tt])*]
        $($beyond:tt)+
    ) => {
        'element: {
            $(
                if $slot.is_next() {
                    break 'element $crate::__v1_read!($words $occurs $cursor $value.$member);
                }
            )*
            $($beyond)+
        }
    };
}

/// Reads the elements in the contract's order, and the end tag unless an extension continues.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_read_in_order {
    (
        $cursor:ident [] [in_sequence]
        [$([$occurs:ident $member:ident: $ty:tt = $local:literal $prefix:tt $words:tt])*]
    ) => {
        $($crate::__v1_read_next!($words $occurs $cursor $member; $local $prefix);)*
        $cursor.leave()?;
    };
    ($cursor:ident [] $flags:tt $elements:tt) => {};
    ($cursor:ident [$extension:ident] [$(any_order)?] $elements:tt) => {};
    (
        $cursor:ident [$extension:ident] $flags:tt
        [$([$occurs:ident $member:ident: $ty:tt = $local:literal $prefix:tt $words:tt])*]
    ) => {
        $($crate::__v1_read_next!($words $occurs $cursor $member; $local $prefix);)*
    };
}

/// Reads content that does not consist of elements: simple content, mixed content or an array.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_special {
    ($cursor:ident $member:ident; text $kind:ident $($word:tt)*) => {
        $member = Some($crate::__v1_reader!($kind)($cursor)?);
    };
    ($cursor:ident $member:ident; mixed $($word:tt)+) => {
        $member = $cursor.mixed()?;
    };
    ($cursor:ident $member:ident; array $($word:tt)+) => {
        $member = $cursor.array($crate::__v1_reader!($($word)+))?;
    };
    ($cursor:ident $member:ident; attributes $($word:tt)+) => {};
    ($cursor:ident $member:ident; attachment part($part:literal $($media_type:tt)*)) => {
        $member = $cursor.attachment($part);
    };
}

/// Removes the attributes that a wildcard allows from the current element.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_take_attributes {
    ($cursor:ident $member:ident; attributes any $(($($constraint:tt)*))?) => {
        $member = $cursor.take_attributes_of($crate::__v1_wildcard!($($($constraint)*)?))?;
    };
    ($cursor:ident $member:ident; $($rest:tt)+) => {};
}

/// Continues a step in the extension of a record.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_extend {
    ([] $cursor:ident $step:expr) => {
        Ok(())
    };
    ([$extension:ident] $cursor:ident $step:expr) => {
        $extension($step, $cursor)
    };
}

/// Unwraps required members once everything has been read.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_require {
    ($cursor:ident $(
        $(required $required:ident $missing:ident $name:literal)?
        $(preset $preset:ident $preset_missing:ident $preset_name:literal)?
        $(text $text:ident)?
        $(optional $optional:ident $never:ident $optional_name:literal)?
        $(repeated $repeated:ident $absent:ident $repeated_name:literal)?
        $(mixed $mixed:ident)? $(attributes $attributes:ident)? $(array $array:ident)? $(attachment $attachment:ident)?
        $(extends $base:ident)? $(extends_default $default_base:ident)?
    ;)*) => {
        $(
            $(let Some($required) = $required else { return Err($cursor.$missing($name)) };)?
            $(let Some($preset) = $preset else { return Err($cursor.$preset_missing($preset_name)) };)?
            $(let Some($text) = $text else { return Err($cursor.missing_element("text")) };)?
        )*
    };
}
