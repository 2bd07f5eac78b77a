//! `group!`: the declaration of a part of content and its expansion.

/// Declares a group: elements in a fixed order that occur together in the content of another type.
///
/// Its lines are those of [`record!`](crate::codegen::v1::record), without attributes and bases. Attachments come last. `first` lists the
/// elements that the group may begin with, and after a `;` the wildcards. `[any_order]` before it allows any order, for
/// the parts of a message.
///
/// ```
/// # mod period {
/// use wsdlgen_runtime::codegen::v1 as rt;
///
/// rt::namespaces! { tns = "urn:example:periods" }
///
/// rt::group! {
///     /// The first day, and the last if it is known.
///     pub struct Period first("from"@tns) new {
///         required from: rt::Date = "from"@tns value,
///         optional to: Option<rt::Date> = "to"@tns value,
///     }
/// }
/// # }
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_group {
    (
        $(#[$meta:meta])*
        $vis:vis struct $Name:ident $([$order:ident])? first $first:tt $($flag:ident $(($($flag_arg:tt)*))?)* {
            $(
                $(#[$member_meta:meta])*
                $occurs:ident $member:ident: $ty:ty =
                    $(part($part:literal $(, $media_type:literal)?))?
                    $($local:literal $(@ $prefix:ident)? $($word:ident $(($($arg:tt)*))?)+)?
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq)]
        $vis struct $Name {
            $(
                $(#[$member_meta])*
                $(#[doc = "Attachment `"] #[doc = $part] #[doc = "`."])?
                $(#[doc = "In XML: `"] #[doc = $local] #[doc = "`."])?
                pub $member: $ty,
            )*
        }

        $crate::__v1_record_start! {
            [$($flag $(($($flag_arg)*))?)*] $vis $Name
            $($occurs $member: $ty [$($($word $(($($arg)*))?)*)?];)*
        }

        $crate::__v1_record_debug! {
            [$($flag $(($($flag_arg)*))?)*] $Name $($member $occurs [$($($word)*)?])*
        }

        impl $crate::xml::WriteContent for $Name {
            #[allow(unused_variables, reason = "not every declaration has members of every kind")]
            fn write_content(&self, writer: &mut $crate::xml::Writer) {
                let Self { $($member,)* } = self;
                $(
                    $($crate::__v1_write!(
                        [$($word $(($($arg)*))?)*] $occurs writer $member; $local $(@ $prefix)?
                    );)?
                    $(writer.attach($part, concat!($($media_type)?), $member.as_ref());)?
                )*
            }
        }

        $crate::__v1_record_check! {
            [$($flag $(($($flag_arg)*))?)*] $Name [$($member)*]
            [] [] [$($([[$($word $(($($arg)*))?)*] $occurs $member $local])?)*]
        }

        $crate::__v1_group_occurrences! {
            [$($flag $(($($flag_arg)*))?)*] $Name
            $($([[$($word $(($($arg)*))?)+] $occurs $member])?)*
        }

        impl $crate::xml::ReadContent for $Name {
            const FIRST: $crate::xml::First = $crate::__v1_first!($first);

            #[allow(unused_mut, reason = "not every declaration has members of every kind")]
            fn read_content(
                cursor: &mut $crate::xml::Cursor<'_>,
            ) -> Result<Option<Self>, $crate::xml::ReadError> {
                $crate::__v1_group_begins! { cursor $first }
                $(let mut $member: $crate::codegen::unread::$occurs<$ty> = $crate::xml::MayBeAbsent::ABSENT;)*
                $crate::__v1_read_group! {
                    [$($order)?] cursor
                    $($([$($word $(($($arg)*))?)*] $occurs $member; $local [$(ns::$prefix)?];)?)*
                }
                $($($member = cursor.attachment($part);)?)*
                $crate::__v1_require! { cursor $($occurs $member $(missing_element $local)?;)* }
                Ok(Some(Self { $($member,)* }))
            }
        }
    };
}

/// Returns `None` from the reader of a group unless the group comes next. A group of attachments alone has no elements.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_group_begins {
    ($cursor:ident ()) => {};
    ($cursor:ident $first:tt) => {
        if !$cursor.begins(&<Self as $crate::xml::ReadContent>::FIRST)? {
            return Ok(None);
        }
    };
}

/// Reads the members of a group. In any order, each is an element that occurs once.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_read_group {
    (
        [] $cursor:ident
        $($words:tt $occurs:ident $member:ident; $local:literal $prefix:tt;)*
    ) => {
        $($crate::__v1_read_next!($words $occurs $cursor $member; $local $prefix);)*
    };
    (
        [any_order] $cursor:ident
        $($words:tt $occurs:ident $member:ident; $local:literal $prefix:tt;)*
    ) => {
        loop {
            $(
                if $member.is_none() && $cursor.next_if(&$crate::xml::Name::of(&$prefix, $local))? {
                    $crate::__v1_read!($words required $cursor $member)?;
                    continue;
                }
            )*
            break;
        }
    };
}

/// The first set of a group.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_first {
    (($($local:literal $(@ $prefix:ident)?),* $(,)? $(; $($any:ident $(($($constraint:tt)*))?),*)?)) => {
        $crate::__v1_first_of_names! {
            [$($crate::xml::Name::of(&[$(ns::$prefix)?], $local)),*]
            [$($($crate::__v1_wildcard!($($($constraint)*)?)),*)?]
        }
    };
}

/// Implements `Repeatable` for a group with something to check.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_group_occurrences {
    (
        [$(new)? $(required($Required:ident))? $(all_required)? $(default)? $(from($Value:ty))? $(secret)? checked($name:literal) $($flag:tt)*]
        $Name:ident $([$words:tt $occurs:ident $member:ident])*
    ) => {
        impl $crate::validate::Repeatable for $Name {
            const IS_CHOICE: bool = false;

            fn occurrences(&self) -> $crate::validate::Occurrences {
                $crate::validate::Occurrences::of_group(&[
                    $($crate::__v1_member_count!($words $occurs self.$member)),*
                ])
            }

            fn leading(&self) -> Option<$crate::validate::Leading> {
                $crate::validate::Leading::of_group(&[
                    $($crate::__v1_member_count!($words $occurs self.$member)),*
                ])
            }
        }
    };
    ([$($flag:tt)*] $($rest:tt)*) => {};
}

/// Expands to the number of elements of a member, and its bounds.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_member_count {
    ([nillable $($word:tt)+] repeated $member:expr) => {
        $crate::__v1_member_count!([$($word)+] repeated $member)
    };
    ([$kind:ident times($least:tt, $most:tt) $($word:tt)*] repeated $member:expr) => {
        $crate::validate::GroupMember {
            count: $member.len(),
            least: $least,
            most: $crate::__v1_most!($most),
        }
    };
    ($words:tt required $member:expr) => {
        $crate::validate::GroupMember { count: 1, least: 1, most: Some(1) }
    };
    ($words:tt preset $member:expr) => {
        $crate::validate::GroupMember { count: 1, least: 1, most: Some(1) }
    };
    ($words:tt $occurs:ident $member:expr) => {
        $crate::validate::GroupMember { count: $member.iter().count(), least: 0, most: None }
    };
}
