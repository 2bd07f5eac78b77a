//! `record!`: the declaration of a record, and what it expands to.

/// Declares a record: the attributes and the content of an element, read in any order.
///
/// A line declares a member: how often it occurs, its name, its Rust type, its name in XML, and how
/// its value is read and written.
///
/// ```
/// # mod person {
/// use wsdlgen_runtime::codegen::v1 as rt;
///
/// rt::namespaces! { tns = "urn:example:people" }
///
/// rt::record! {
///     /// A person.
///     pub struct Person new {
///         required name: String = "name"@tns string,
///         optional born: Option<rt::Date> = "born"@tns value,
///         repeated friend: Vec<Person> = "friend"@tns element,
///         @optional id: Option<u32> = "id" value,
///     }
/// }
/// # }
/// ```
///
/// # Members
///
/// | line | member |
/// | --- | --- |
/// | `required n: T = …` | an element that occurs once |
/// | `optional n: Option<T> = …` | an element that may be absent |
/// | `repeated n: Vec<T> = …` | an element that occurs any number of times |
/// | `@required n: T = …`, `@optional n: Option<T> = …` | an attribute |
/// | `@any n: Vec<AnyAttribute> = any` | the attributes of other names |
/// | `text n: T = …` | simple content |
/// | `mixed n: Vec<T> = part` | mixed content: text and elements in their order |
/// | `array n: Array<T> = …` | an array in SOAP's encoding |
/// | `extends n: T = record` | the record that this one extends, which has required members |
/// | `extends_default n: T = record` | the record that this one extends, which has none |
///
/// # Names
///
/// `"n"` is a name without a namespace, `"n"@tns` one in the namespace that
/// [`namespaces!`](crate::codegen::v1::namespaces) declares for `tns`. A choice or a group has no
/// name in XML: `"card or cash" part` gives the name that errors use. Elements of any name are
/// `"any" any`, `"any" any(not tns)` or `"any" any(in tns, none)`.
///
/// # Values
///
/// | word | value |
/// | --- | --- |
/// | `string`, `normalized`, `token` | a `String` whose white space is kept, replaced, collapsed |
/// | `value` | a simple type: [`Lexical`](crate::xsd::Lexical) |
/// | `names` | a simple type whose values hold qualified names |
/// | `element` | a type with attributes or content: [`ReadElement`](crate::xml::ReadElement) |
///
/// It may follow `secret`, which hides the value from `Debug`, and then `nillable`, or
/// `encoded("xsd:int")` and `parameter("xsd:int")` for elements in SOAP's encoding. After it may
/// stand `times(least, most)`, `facets(STATIC)`, `default("text")` or `fixed("text")`,
/// `items(STATIC)` for the facets of a list's items, and `checked` for a type that implements
/// [`Validate`](crate::validate::Validate).
///
/// # Words after the struct's name
///
/// In this order: `any_order` (`xs:all`), `in_sequence` (a name occurs more than once) or
/// `also_in_sequence` (the base of such a record); `new` for a constructor that takes the required
/// members, `required(Name)` for a struct of them, or `all_required` for neither; `secret` where a member is; `checked("Name")` to implement
/// `Validate`.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record {
    (
        $(#[$meta:meta])*
        $vis:vis struct $Name:ident $($flag:ident $(($($flag_arg:tt)*))?)* {
            $(
                $(#[$fm:meta])*
                $(extends $b:ident: $bt:ty = record $($bm:ident)?)?
                $(extends_default $d:ident: $dt:ty = record $($dm:ident)?)?
                $(text $t:ident: $tt:ty = $($tm:ident $(($($tma:tt)*))?)+)?
                $(mixed $m:ident: $mt:ty = part $($mm:ident)?)?
                $(array $x:ident: $xt:ty = $xl:literal $(@ $xp:ident)? $($xm:ident $(($($xma:tt)*))?)+)?
                $(required $r:ident: $rt:ty = $rl:literal $(@ $rp:ident)? $($rm:ident $(($($rma:tt)*))?)+)?
                $(optional $o:ident: $ot:ty = $ol:literal $(@ $op:ident)? $($om:ident $(($($oma:tt)*))?)+)?
                $(repeated $s:ident: $st:ty = $sl:literal $(@ $sp:ident)? $($sm:ident $(($($sma:tt)*))?)+)?
                $(@required $ar:ident: $art:ty = $arl:literal $(@ $arp:ident)? $($arm:ident $(($($arma:tt)*))?)+)?
                $(@optional $ao:ident: $aot:ty = $aol:literal $(@ $aop:ident)? $($aom:ident $(($($aoma:tt)*))?)+)?
                $(@any $aa:ident: $aat:ty = any $(($($aaa:tt)*))?)?
            ),+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq)]
        $vis struct $Name {
            $(
                $(#[$fm])*
                $(#[doc = "The type that this one extends."] pub $b: $bt,)?
                $(#[doc = "The type that this one extends."] pub $d: $dt,)?
                $(#[doc = "The text."] pub $t: $tt,)?
                $(#[doc = "Text and elements in their order."] pub $m: $mt,)?
                $(#[doc = "The items."] pub $x: $xt,)?
                $(#[doc = "In XML: `"] #[doc = $rl] #[doc = "`."] pub $r: $rt,)?
                $(#[doc = "In XML: `"] #[doc = $ol] #[doc = "`."] pub $o: $ot,)?
                $(#[doc = "In XML: `"] #[doc = $sl] #[doc = "`."] pub $s: $st,)?
                $(#[doc = "Attribute `"] #[doc = $arl] #[doc = "`."] pub $ar: $art,)?
                $(#[doc = "Attribute `"] #[doc = $aol] #[doc = "`."] pub $ao: $aot,)?
                $(#[doc = "Attributes of any other name."] pub $aa: $aat,)?
            )*
        }

        $crate::__v1_record_start! {
            [$($flag $(($($flag_arg)*))?)*] $vis $Name
            $(
                $({given $b: $bt})?
                $({default $d: $dt = <$dt as Default>::default()})?
                $({given $t: $tt})?
                $({default $m: $mt = Vec::new()})?
                $({default $x: $xt = <$xt as Default>::default()})?
                $({given $r: $rt})?
                $({default $o: $ot = <$ot as $crate::xml::MayBeAbsent>::ABSENT})?
                $({default $s: $st = Vec::new()})?
                $({given $ar: $art})?
                $({default $ao: $aot = None})?
                $({default $aa: $aat = Vec::new()})?
                ;
            )*
        }

        $crate::__v1_record_debug! {
            [$($flag $(($($flag_arg)*))?)*] $Name
            $(
                $($b [])?
                $($d [])?
                $($t [])?
                $($m [])?
                $($x [])?
                $($r [required $($rm $(($($rma)*))?)*])?
                $($o [optional $($om $(($($oma)*))?)*])?
                $($s [repeated $($sm $(($($sma)*))?)*])?
                $($ar [required $($arm $(($($arma)*))?)*])?
                $($ao [optional $($aom $(($($aoma)*))?)*])?
                $($aa [])?
            )*
        }

        $( $(
            impl ::core::ops::Deref for $Name {
                type Target = $bt;

                fn deref(&self) -> &$bt {
                    &self.$b
                }
            }

            impl ::core::ops::DerefMut for $Name {
                fn deref_mut(&mut self) -> &mut $bt {
                    &mut self.$b
                }
            }
        )? )*
        $( $(
            impl ::core::ops::Deref for $Name {
                type Target = $dt;

                fn deref(&self) -> &$dt {
                    &self.$d
                }
            }

            impl ::core::ops::DerefMut for $Name {
                fn deref_mut(&mut self) -> &mut $dt {
                    &mut self.$d
                }
            }
        )? )*
        $( $(
            impl From<Vec<<$xt as IntoIterator>::Item>> for $Name {
                fn from(items: Vec<<$xt as IntoIterator>::Item>) -> Self {
                    Self { $x: items.into() }
                }
            }
        )? )*

        impl $crate::xml::WriteElement for $Name {
            $crate::__v1_write_attributes! {
                $(
                    $([base $b])?
                    $([base $d])?
                    $([text $t $($tm)*])?
                    $([array $x $($xm $(($($xma)*))?)*])?
                    $([required $ar $arl $(@ $arp)?])?
                    $([optional $ao $aol $(@ $aop)?])?
                    $([any $aa])?
                )*
            }

            #[allow(unused_variables)]
            fn write_content(&self, writer: &mut $crate::xml::Writer) {
                $(
                    $($crate::xml::WriteElement::write_content(&self.$b, writer);)?
                    $($crate::xml::WriteElement::write_content(&self.$d, writer);)?
                    $(writer.value(&self.$t);)?
                    $(writer.contents(&self.$m);)?
                    $($crate::__v1_write_array!(writer self.$x; concat!("<", $(stringify!($xp), ":",)? $xl, ">"); $($xm $(($($xma)*))?)*);)?
                    $($crate::__v1_write!(single writer self.$r; $rl $(@ $rp)?; $($rm $(($($rma)*))?)*);)?
                    $($crate::__v1_write!(optional writer self.$o; $ol $(@ $op)?; $($om $(($($oma)*))?)*);)?
                    $($crate::__v1_write!(repeated writer self.$s; $sl $(@ $sp)?; $($sm $(($($sma)*))?)*);)?
                )*
            }
        }

        $crate::__v1_record_check! {
            [$($flag $(($($flag_arg)*))?)*] $Name
            $(
                $($b [base; $($bm)?])?
                $($d [base; $($dm)?])?
                $($ar [attribute $arl; $($arm $(($($arma)*))?)*])?
                $($ao [attributes $aol; $($aom $(($($aoma)*))?)*])?
            )*
            $(
                $($t [text; $($tm $(($($tma)*))?)*])?
                $($m [repeated ""; part $($mm)?])?
                $($x [optional $xl; $($xm $(($($xma)*))?)*])?
                $($r [single $rl; $($rm $(($($rma)*))?)*])?
                $($o [optional $ol; $($om $(($($oma)*))?)*])?
                $($s [repeated $sl; $($sm $(($($sma)*))?)*])?
            )*
        }

        $crate::__v1_record_read! {
            [$($flag $(($($flag_arg)*))?)*] $Name
            [$($($b: $bt)? $($d: $dt)?)*]
            [
                $(
                    $($ar: Option<$art> = [$crate::xml::Name::of(&[$(ns::$arp)?], $arl); $($arm $(($($arma)*))?)*],)?
                    $($ao: $aot = [$crate::xml::Name::of(&[$(ns::$aop)?], $aol); $($aom $(($($aoma)*))?)*],)?
                )*
            ]
            [$($($aa: $aat = [$($($aaa)*)?],)?)*]
            [
                $(
                    $($t: Option<$tt> = None, text [$($tm)*])?
                    $($m: $mt = Vec::new(), mixed [])?
                    $($x: $xt = <$xt as Default>::default(), array [$($xm $(($($xma)*))?)*])?
                )*
            ]
            [
                $(
                    $($r: Option<$rt> = None, single $rt; $rl [$(ns::$rp)?] [$($rm $(($($rma)*))?)*];)?
                    $($o: $ot = <$ot as $crate::xml::MayBeAbsent>::ABSENT, optional $ot; $ol [$(ns::$op)?] [$($om $(($($oma)*))?)*];)?
                    $($s: $st = Vec::new(), repeated $st; $sl [$(ns::$sp)?] [$($sm $(($($sma)*))?)*];)?
                )*
            ]
            [
                $(
                    $($b: given)?
                    $($d: given)?
                    $($t: text)?
                    $($m: given)?
                    $($x: given)?
                    $($r: element [$rl])?
                    $($o: given)?
                    $($s: given)?
                    $($ar: attribute [$arl])?
                    $($ao: given)?
                    $($aa: given)?
                    ,
                )*
            ]
        }
    };
}

/// How a value of a record begins: `new`, a struct of the required members, or `Default`.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record_start {
    (
        [$(any_order)? $(in_sequence)? $(base)? $(also_in_sequence)? new $(secret)? $(checked($wire:literal))?]
        $vis:vis $Name:ident
        $( $({given $g:ident: $gt:ty})? $({default $d:ident: $dt:ty = $empty:expr})?; )*
    ) => {
        impl $Name {
            /// Creates a value from its required members; the others are absent.
            pub fn new($($($g: $gt,)?)*) -> Self {
                Self { $($($g,)? $($d: $empty,)?)* }
            }
        }
    };
    (
        [
            $(any_order)? $(in_sequence)? $(base)? $(also_in_sequence)? required($Required:ident) $(secret)?
            $(checked($wire:literal))?
        ]
        $vis:vis $Name:ident
        $( $({given $g:ident: $gt:ty})? $({default $d:ident: $dt:ty = $empty:expr})?; )*
    ) => {
        #[doc = concat!("The required members of [`", stringify!($Name), "`].")]
        #[derive(Clone, PartialEq)]
        $vis struct $Required {
            $($(
                #[doc = concat!("See [`", stringify!($Name), "::", stringify!($g), "`].")]
                pub $g: $gt,
            )?)*
        }

        impl From<$Required> for $Name {
            fn from(required: $Required) -> Self {
                Self { $($($g: required.$g,)? $($d: $empty,)?)* }
            }
        }
    };
    // All members are required: nothing is shorter than the struct itself.
    (
        [$(any_order)? $(in_sequence)? $(base)? $(also_in_sequence)? all_required $(secret)? $(checked($wire:literal))?]
        $($rest:tt)*
    ) => {};
    (
        [$(any_order)? $(in_sequence)? $(base)? $(also_in_sequence)? $(secret)? $(checked($wire:literal))?]
        $vis:vis $Name:ident
        $( $({default $d:ident: $dt:ty = $empty:expr})?; )*
    ) => {
        impl Default for $Name {
            fn default() -> Self {
                Self { $($($d: $empty,)?)* }
            }
        }
    };
}

/// `Debug` of a record, which shows whether secret members are present, but not their values.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record_debug {
    (
        [
            $(any_order)? $(in_sequence)? $(base)? $(also_in_sequence)? $(new)? $(required($Required:ident))? $(all_required)? secret
            $($flag:tt)*
        ]
        $Name:ident $($member:ident [$($word:tt)*])*
    ) => {
        impl ::core::fmt::Debug for $Name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::xml::debug_record(
                    formatter,
                    stringify!($Name),
                    &[$(stringify!($member)),*],
                    &[$($crate::__v1_shown!(self.$member; $($word)*)),*],
                )
            }
        }
    };
    ([$($flag:tt)*] $Name:ident $($member:ident [$($word:tt)*])*) => {
        impl ::core::fmt::Debug for $Name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::xml::debug_record(
                    formatter,
                    stringify!($Name),
                    &[$(stringify!($member)),*],
                    &[$(&self.$member),*],
                )
            }
        }
    };
}

/// `Validate` of a record with something to check.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_record_check {
    (
        [
            $(any_order)? $(in_sequence)? $(base)? $(also_in_sequence)? $(new)? $(required($Required:ident))? $(all_required)? $(secret)?
            checked($wire:literal)
        ]
        $Name:ident $($member:ident [$($word:tt)*])*
    ) => {
        impl $crate::validate::Validate for $Name {
            const NAME: &'static str = $wire;

            #[allow(unused_variables)]
            fn validate_in(&self, check: &mut $crate::validate::Check) {
                $($crate::__v1_check!(check self.$member; $($word)*);)*
            }
        }
    };
    ([$($flag:tt)*] $($rest:tt)*) => {};
}
