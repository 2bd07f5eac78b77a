//! `choice!`: the declaration of a choice and its expansion.

/// Declares a choice: an enum of the alternatives that may occur at one position in an element's content.
///
/// Each line declares a branch: its variant, the name of its element, and how the value is read and written, in the
/// words of [`record!`](crate::codegen::v1::record). `part` marks a nested choice or group, `any` an element of any
/// name, and `text` the text between the elements of mixed content. `repeated` before the kind marks an element, a
/// part or a wildcard that occurs several times. `from` after the kind implements `From` for the value of the branch.
/// `boxed` does the same for a value in a `Box`; its type must be declared in the same crate.
///
/// ```
/// # mod payment {
/// use wsdlgen_runtime::codegen::v1 as rt;
///
/// rt::namespaces! { tns = "urn:example:payments" }
///
/// rt::choice! {
///     /// A card number, or an amount in cash.
///     pub enum CardOrCash {
///         Card(String) = "card"@tns string,
///         Cash(rt::Decimal) = "cash"@tns value,
///     }
/// }
/// # }
/// ```
///
/// `[longest]` after the enum's name tries every branch that begins with the next element, for choices in which several
/// do, and takes the one that matches the most. The name may be followed by `first(…)`, which lists the names that branches without an own name may begin
/// with, and after a `;` their wildcards. `checked("Name")` implements [`Validate`](crate::validate::Validate).
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_choice {
    (
        $(#[$meta:meta])*
        $vis:vis enum $Name:ident $([$mode:ident])? $(first($($first:tt)*))? $(checked($wire_name:literal))? {
            $(
                $(#[$vm:meta])*
                $Variant:ident($ty:ty) =
                    $local:literal $(@ $prefix:ident)? $($word:ident $(($($arg:tt)*))?)+
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        $vis enum $Name {
            $(
                $(#[$vm])*
                #[doc = "\nIn XML: `"]
                #[doc = $local]
                #[doc = "`."]
                $Variant($ty),
            )*
        }

        impl $crate::xml::ReadContent for $Name {
            const FIRST: $crate::xml::First = $crate::__v1_first_of_choice!(
                [$($crate::__v1_branch_name!($local [$(ns::$prefix)?]; $($word $(($($arg)*))?)*)),*] $($($first)*)?
            );

            #[allow(unused_mut, unused_variables, reason = "not every declaration has members of every kind")]
            fn read_content(
                cursor: &mut $crate::xml::Cursor<'_>,
            ) -> Result<Option<Self>, $crate::xml::ReadError> {
                $crate::__v1_read_choice! {
                    [$($mode)?] $Name cursor
                    $($Variant $local [$(ns::$prefix)?] [$($word $(($($arg)*))?)*];)*
                }
            }
        }

        impl $crate::xml::WriteContent for $Name {
            fn write_content(&self, writer: &mut $crate::xml::Writer) {
                match self {
                    $(
                        Self::$Variant(value) => {
                            $crate::__v1_write_branch!(
                                writer value; $local $(@ $prefix)?; $($word $(($($arg)*))?)*
                            );
                        }
                    )*
                }
            }
        }

        $($crate::__v1_choice_from! { $Name $Variant $ty; $($word $(($($arg)*))?)* })*

        $crate::__v1_choice_check! {
            [$(checked($wire_name))?] $Name
            $([$Variant $local; $($word $(($($arg)*))?)*])*
        }
    };
}

/// Reads a choice. With `longest`, every branch that begins with the next element is tried.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_read_choice {
    (
        [] $Name:ident $cursor:ident
        $($Variant:ident $local:literal $prefix:tt [$($words:tt)*];)*
    ) => {
        const BRANCHES: usize = [$($local),*].len();
        let first = <$Name as $crate::xml::ReadContent>::FIRST;
        $($crate::__v1_branch_text!($cursor $Name::$Variant; $($words)*);)*
        if let Some(branch) = $cursor.next_of(&first, BRANCHES)? {
            let mut branch = $crate::xml::Countdown::from(branch);
            $(
                if branch.is_next() {
                    return Ok($crate::__v1_branch!($cursor $Name::$Variant; $local $prefix; $($words)*));
                }
            )*
        }
        $($crate::__v1_branch_part!($cursor $Name::$Variant; $($words)*);)*
        Ok(None)
    };
    (
        [longest] $Name:ident $cursor:ident
        $($Variant:ident $local:literal $prefix:tt [$($words:tt)*];)*
    ) => {
        $($crate::__v1_branch_text!($cursor $Name::$Variant; $($words)*);)*
        let mut attempts = $crate::xml::Attempts::default();
        $(
            $cursor.attempt(&mut attempts, |cursor| {
                if cursor.next_if(&$crate::__v1_branch_name!($local $prefix; $($words)*))? {
                    return Ok($crate::__v1_branch!(cursor $Name::$Variant; $local $prefix; $($words)*));
                }
                $crate::__v1_branch_part!(cursor $Name::$Variant; $($words)*);
                Ok(None)
            })?;
        )*
        $cursor.longest(attempts)
    };
}

/// Implements `From` for a branch whose type no other branch has.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_choice_from {
    ($Name:ident $Variant:ident $ty:tt; $kind:ident from $($word:tt)*) => {
        /// Chooses the only branch with a value of this type.
        impl From<$ty> for $Name {
            fn from(value: $ty) -> Self {
                Self::$Variant(value)
            }
        }
    };
    ($Name:ident $Variant:ident $ty:tt; $kind:ident boxed $($word:tt)*) => {
        /// Chooses the only branch with a value of this type.
        impl From<<$ty as ::core::ops::Deref>::Target> for $Name {
            fn from(value: <$ty as ::core::ops::Deref>::Target) -> Self {
                Self::$Variant(value.into())
            }
        }
    };
    ($($rest:tt)*) => {};
}

/// The name of a branch, or a name that matches no element if the branch is not an element.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_branch_name {
    ($local:literal []; text) => {
        $crate::xml::Name::NEVER
    };
    ($local:literal []; $(repeated)? part $($word:tt)*) => {
        $crate::xml::Name::NEVER
    };
    ($local:literal []; $(repeated)? any $($word:tt)*) => {
        $crate::xml::Name::NEVER
    };
    ($local:literal $prefix:tt; $($word:tt)*) => {
        $crate::xml::Name::of(&$prefix, $local)
    };
}

/// The first set of a choice.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_first_of_choice {
    ([$($own:expr),*] $($local:literal $(@ $prefix:ident)?),* $(; $($any:ident $(($($constraint:tt)*))?),+)?) => {
        $crate::__v1_first_of_names! {
            [$($own,)* $($crate::xml::Name::of(&[$(ns::$prefix)?], $local)),*]
            [$($($crate::__v1_wildcard!($($($constraint)*)?)),+)?]
        }
    };
}

/// The first set that contains these names and wildcards.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_first_of_names {
    ([$($name:expr),* $(,)?] [$($wildcard:expr),*]) => {{
        const NAMES: &[$crate::xml::Name] = &[$($name),*];
        fn table() -> &'static $crate::xml::NameTable {
            static TABLE: $crate::xml::NameTable = $crate::xml::NameTable::new(NAMES);
            &TABLE
        }
        $crate::xml::First::of_table(NAMES, table).or(&[$($wildcard),*])
    }};
}

/// Reads the text between elements, if there is any at the cursor.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_branch_text {
    ($cursor:ident $Variant:path; text) => {
        if let Some(text) = $cursor.mixed_text()? {
            return Ok(Some($Variant(text.into_owned())));
        }
    };
    ($cursor:ident $Variant:path; $($word:tt)*) => {};
}

/// Reads the element of a branch. The cursor is after its start tag.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_branch {
    ($cursor:ident $Variant:path; $local:literal []; text) => { None };
    ($cursor:ident $Variant:path; $local:literal []; $(repeated)? part $($word:tt)*) => { None };
    ($cursor:ident $Variant:path; $local:literal []; $(repeated)? any $($word:tt)*) => { None };
    ($cursor:ident $Variant:path; $local:literal $prefix:tt; repeated nillable $($word:tt)*) => {
        Some($Variant($cursor.several(&$crate::xml::Name::of(&$prefix, $local), |cursor| {
            $crate::xml::Nillable::read(cursor, $crate::__v1_reader!($($word)*))
        })?))
    };
    ($cursor:ident $Variant:path; $local:literal $prefix:tt; repeated $($word:tt)*) => {
        Some($Variant($cursor.several(
            &$crate::xml::Name::of(&$prefix, $local),
            $crate::__v1_reader!($($word)*),
        )?))
    };
    ($cursor:ident $Variant:path; $local:literal $prefix:tt; nillable $($word:tt)*) => {
        Some($Variant($crate::xml::Nillable::read($cursor, $crate::__v1_reader!($($word)*))?))
    };
    ($cursor:ident $Variant:path; $local:literal $prefix:tt; $($word:tt)*) => {
        Some($Variant($cursor.read_with($crate::__v1_reader!($($word)*))?))
    };
}

/// Reads a branch that is not an element, if it comes next.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_branch_part {
    ($cursor:ident $Variant:path; repeated part $($word:tt)*) => {
        let mut parts = Vec::new();
        while let Some(part) = $crate::xml::ReadContent::read_content($cursor)? {
            $cursor.push(&mut parts, part)?;
        }
        if !parts.is_empty() {
            return Ok(Some($Variant(parts)));
        }
    };
    ($cursor:ident $Variant:path; part $($word:tt)*) => {
        if let Some(part) = $crate::xml::ReadContent::read_content($cursor)? {
            return Ok(Some($Variant(part)));
        }
    };
    ($cursor:ident $Variant:path; repeated any $(($($constraint:tt)*))? $(times $times:tt)?) => {
        let mut elements = Vec::new();
        while let Some(element) = $cursor.capture_any($crate::__v1_wildcard!($($($constraint)*)?))? {
            $cursor.push(&mut elements, element)?;
        }
        if !elements.is_empty() {
            return Ok(Some($Variant(elements)));
        }
    };
    ($cursor:ident $Variant:path; any $(($($constraint:tt)*))?) => {
        if let Some(element) = $cursor.capture_any($crate::__v1_wildcard!($($($constraint)*)?))? {
            return Ok(Some($Variant(element.into())));
        }
    };
    ($cursor:ident $Variant:path; $($word:tt)*) => {};
}

/// Writes the value of a branch.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_write_branch {
    ($writer:ident $value:ident; $local:literal; text) => { $writer.text($value) };
    ($writer:ident $value:ident; $local:literal $(@ $prefix:ident)?; repeated $($word:tt)*) => {
        $crate::__v1_write!([$($word)*] repeated $writer $value; $local $(@ $prefix)?)
    };
    ($writer:ident $value:ident; $local:literal $(@ $prefix:ident)?; $($word:tt)*) => {
        $crate::__v1_write!([$($word)*] required $writer $value; $local $(@ $prefix)?)
    };
}

/// Implements `Validate` for a choice with something to check.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_choice_check {
    ([] $($rest:tt)*) => {};
    ([checked($wire_name:literal)] $Name:ident $([$Variant:ident $($word:tt)*])*) => {
        impl $crate::validate::Validate for $Name {
            const NAME: &'static str = $wire_name;

            #[allow(unused_variables, reason = "not every declaration has members of every kind")]
            fn validate_in(&self, check: &mut $crate::validate::Check) {
                match self {
                    $(Self::$Variant(value) => { $crate::__v1_check_branch!(check value; $($word)*); })*
                }
            }
        }

        impl $crate::validate::Repeatable for $Name {
            const IS_CHOICE: bool = true;

            #[allow(unused_variables, reason = "only branches that repeat count their value")]
            fn occurrences(&self) -> $crate::validate::Occurrences {
                match self {
                    $(Self::$Variant(value) => $crate::__v1_branch_occurrences!(value; $($word)*),)*
                }
            }
        }
    };
}

/// Expands to the number of occurrences of a choice that a branch can be counted as.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_branch_occurrences {
    ($value:ident; $local:literal; repeated part times($least:tt, $most:tt) checked $($word:tt)*) => {
        $crate::validate::Occurrences::of_all($value).grouped($least, $crate::__v1_most!($most))
    };
    ($value:ident; $local:literal; repeated nillable $($word:tt)*) => {
        $crate::__v1_branch_occurrences!($value; $local; repeated $($word)*)
    };
    ($value:ident; $local:literal; repeated $kind:ident times($least:tt, $most:tt) $($word:tt)*) => {
        $crate::validate::Occurrences::of_branch($value.len(), $least, $crate::__v1_most!($most))
    };
    ($value:ident; $($word:tt)*) => {
        $crate::validate::Occurrences::ONE
    };
}

/// Checks a branch against the contract.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_check_branch {
    ($check:ident $value:ident; $local:literal; text) => {};
    ($check:ident $value:ident; $local:literal; repeated $($word:tt)*) => {
        $crate::__v1_check!([$($word)*] repeated $check $value; $local)
    };
    ($check:ident $value:ident; $local:literal; $($word:tt)*) => {
        $crate::__v1_check!([$($word)*] required $check $value; $local)
    };
}
