//! `group!`: the declaration of a part of content, and what it expands to.

/// Declares a group: elements in a fixed order, which occur together in the content of another type.
///
/// Its lines are those of [`record!`](crate::codegen::v1::record), without attributes and bases.
/// `first` names the elements that the group may begin with, and after a `;` the wildcards.
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
        $vis:vis struct $Name:ident first $first:tt $($flag:ident $(($($flag_arg:tt)*))?)* {
            $(
                $(#[$fm:meta])*
                $(required $r:ident: $rt:ty = $rl:literal $(@ $rp:ident)? $($rm:ident $(($($rma:tt)*))?)+)?
                $(optional $o:ident: $ot:ty = $ol:literal $(@ $op:ident)? $($om:ident $(($($oma:tt)*))?)+)?
                $(repeated $s:ident: $st:ty = $sl:literal $(@ $sp:ident)? $($sm:ident $(($($sma:tt)*))?)+)?
            ),+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq)]
        $vis struct $Name {
            $(
                $(#[$fm])*
                $(#[doc = "In XML: `"] #[doc = $rl] #[doc = "`."] pub $r: $rt,)?
                $(#[doc = "In XML: `"] #[doc = $ol] #[doc = "`."] pub $o: $ot,)?
                $(#[doc = "In XML: `"] #[doc = $sl] #[doc = "`."] pub $s: $st,)?
            )*
        }

        $crate::__v1_record_start! {
            [$($flag $(($($flag_arg)*))?)*] $vis $Name
            $(
                $({given $r: $rt})?
                $({default $o: $ot = <$ot as $crate::xml::MayBeAbsent>::ABSENT})?
                $({default $s: $st = Vec::new()})?
                ;
            )*
        }

        $crate::__v1_record_debug! {
            [$($flag $(($($flag_arg)*))?)*] $Name
            $(
                $($r [required $($rm $(($($rma)*))?)*])?
                $($o [optional $($om $(($($oma)*))?)*])?
                $($s [repeated $($sm $(($($sma)*))?)*])?
            )*
        }

        impl $crate::xml::WriteContent for $Name {
            #[allow(unused_variables)]
            fn write_content(&self, writer: &mut $crate::xml::Writer) {
                $(
                    $($crate::__v1_write!(single writer self.$r; $rl $(@ $rp)?; $($rm $(($($rma)*))?)*);)?
                    $($crate::__v1_write!(optional writer self.$o; $ol $(@ $op)?; $($om $(($($oma)*))?)*);)?
                    $($crate::__v1_write!(repeated writer self.$s; $sl $(@ $sp)?; $($sm $(($($sma)*))?)*);)?
                )*
            }
        }

        $crate::__v1_record_check! {
            [$($flag $(($($flag_arg)*))?)*] $Name
            $(
                $($r [single $rl; $($rm $(($($rma)*))?)*])?
                $($o [optional $ol; $($om $(($($oma)*))?)*])?
                $($s [repeated $sl; $($sm $(($($sma)*))?)*])?
            )*
        }

        impl $crate::xml::ReadContent for $Name {
            const FIRST: $crate::xml::First = $crate::__v1_first!($first);

            #[allow(unused_mut)]
            fn read_content(
                cursor: &mut $crate::xml::Cursor<'_>,
            ) -> Result<Option<Self>, $crate::xml::ReadError> {
                if !cursor.begins(&<Self as $crate::xml::ReadContent>::FIRST)? {
                    return Ok(None);
                }
                $(
                    $(let mut $r: Option<$rt> = None;)?
                    $(let mut $o: $ot = <$ot as $crate::xml::MayBeAbsent>::ABSENT;)?
                    $(let mut $s: $st = Vec::new();)?
                )*
                $(
                    $($crate::__v1_read_next!(cursor $r; single $rl [$(ns::$rp)?]; $($rm $(($($rma)*))?)*);)?
                    $($crate::__v1_read_next!(cursor $o; optional $ol [$(ns::$op)?]; $($om $(($($oma)*))?)*);)?
                    $($crate::__v1_read_next!(cursor $s; repeated $sl [$(ns::$sp)?]; $($sm $(($($sma)*))?)*);)?
                )*
                Ok(Some(Self {
                    $(
                        $($r: cursor.required_member($r, $rl)?,)?
                        $($o,)?
                        $($s,)?
                    )*
                }))
            }
        }
    };
}

/// The first set of a group.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_first {
    (($($local:literal $(@ $prefix:ident)?),* $(,)? $(; $($any:ident $(($($constraint:tt)*))?),+)?)) => {
        $crate::xml::First {
            names: &[$($crate::xml::Name::of(&[$(ns::$prefix)?], $local)),*],
            wildcards: &[$($($crate::__v1_wildcard!($($($constraint)*)?)),+)?],
        }
    };
}
