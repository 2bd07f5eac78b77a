//! `headers!`, `header_block!`, `fault!`, `fault_header!` and `empty!`: the parts of messages other than their
//! bodies.

/// Declares the header blocks of a message.
///
/// Each line declares a block: its field, its type, the name of its element, and how its value is read and written,
/// in the words of [`record!`](crate::codegen::v1::record). Each field is an `Option` of the type. `; shared` follows
/// a block whose type another block has as well; all other types convert into the headers with `From`.
///
/// ```
/// # mod login {
/// use wsdlgen_runtime::codegen::v1 as rt;
///
/// rt::namespaces! { tns = "urn:example:login" }
///
/// rt::headers! {
///     /// The caller's identity.
///     pub struct LoginHeaders {
///         user: String = "User"@tns string,
///         session: u64 = "Session"@tns value,
///     }
/// }
/// # }
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_headers {
    (
        $(#[$meta:meta])*
        $vis:vis struct $Name:ident {
            $(
                $field:ident: $ty:ty = $local:literal $(@ $prefix:ident)? $($word:ident $(($($arg:tt)*))?)+ $(; $shared:ident)?
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        $vis struct $Name {
            $(
                #[doc = "Element `"]
                #[doc = $local]
                #[doc = "`."]
                pub $field: Option<$ty>,
            )*
        }

        impl $crate::soap::Headers for $Name {
            const NAMES: &'static [$crate::xml::Name] =
                &[$($crate::xml::Name::of(&[$(ns::$prefix)?], $local)),*];

            fn write(&self, writer: &mut $crate::xml::Writer) {
                $(
                    if let Some(block) = &self.$field {
                        $crate::__v1_write!(
                            [$($word $(($($arg)*))?)*] required writer block; $local $(@ $prefix)?
                        );
                    }
                )*
            }

            fn merge(&mut self, other: Self) {
                $(
                    if other.$field.is_some() {
                        self.$field = other.$field;
                    }
                )*
            }

            fn validate(&self) -> Result<(), $crate::validate::ValidationErrors> {
                $(
                    if let Some(block) = &self.$field {
                        $crate::__v1_check_whole!(block [$local]; $($word $(($($arg)*))?)*)?;
                    }
                )*
                Ok(())
            }

            fn is_set(&self, index: usize) -> bool {
                [$(self.$field.is_some()),*].get(index).is_some_and(|set| *set)
            }

            fn read(
                &mut self,
                index: usize,
                cursor: &mut $crate::xml::Cursor<'_>,
            ) -> Result<(), $crate::xml::ReadError> {
                let mut header = $crate::xml::Countdown::from(index);
                $(
                    if header.is_next() {
                        return $crate::__v1_read!(
                            [$($word $(($($arg)*))?)*] required cursor self.$field
                        );
                    }
                )*
                cursor.leave()
            }
        }

        $($crate::__v1_headers_from! { $Name $field $ty; $($shared)? })*
    };
}

/// Implements the conversion of one block into headers.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_headers_from {
    ($Name:ident $field:ident $ty:ty; shared) => {};
    ($Name:ident $field:ident $ty:ty;) => {
        impl From<$ty> for $Name {
            fn from(block: $ty) -> Self {
                let mut headers = Self::default();
                headers.$field = Some(block);
                headers
            }
        }
    };
}

/// Checks an element of a message on its own. Expands to a `Result`.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_check_whole {
    ($value:ident [$($local:literal)?]; parts) => { Ok(()) };
    ($value:ident [$($local:literal)?]; secret $kind:ident) => { Ok(()) };
    ($value:ident [$($local:literal)?]; secret $($word:ident $(($($arg:tt)*))?)*) => {
        $crate::validate::Check::whole($($local)?, |check| {
            check.secretly(|check| {
                $($crate::__v1_check_word!($word $(($($arg)*))?; text check $value; "");)*
            });
        })
    };
    ($value:ident [$($local:literal)?]; nillable $($word:tt)*) => {
        $value.as_option().map_or(Ok(()), |value| $crate::__v1_check_whole!(value [$($local)?]; $($word)*))
    };
    ($value:ident [$($local:literal)?]; element checked) => { $crate::validate::Validate::validate($value) };
    ($value:ident [$($local:literal)?]; parts checked) => { $crate::validate::Validate::validate($value) };
    ($value:ident [$($local:literal)?]; $kind:ident) => { Ok(()) };
    ($value:ident [$($local:literal)?]; $($word:ident $(($($arg:tt)*))?)*) => {
        $crate::validate::Check::whole($($local)?, |check| {
            $($crate::__v1_check_word!($word $(($($arg)*))?; text check $value; "");)*
        })
    };
}

/// Declares that a type is a header block, which can be sent with the calls of a contract's clients.
///
/// An undeclared block is sent with every call. `declared` before the contract means that at least one operation declares
/// the block. It is then sent only with the operations that declare it.
///
/// ```
/// # mod sessions {
/// use wsdlgen_runtime::codegen::v1 as rt;
///
/// rt::namespaces! { tns = "urn:example:sessions" }
///
/// rt::contract! {
///     /// A contract without operations.
///     pub enum SessionsContract = "Sessions" {}
/// }
///
/// rt::record! {
///     /// A header block that the contract does not declare.
///     pub struct Session {
///         optional id: Option<String> = "Id"@tns string,
///     }
/// }
///
/// rt::header_block! { SessionsContract: Session = "Session"@tns element }
/// # }
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_header_block {
    (declared $Contract:ident: $($rest:tt)+) => {
        $crate::__v1_header_block! { @[IS_DECLARED: bool = true] $Contract: $($rest)+ }
    };
    ($Contract:ident $($rest:tt)+) => {
        $crate::__v1_header_block! { @[DECLARATIONS: &'static str = ns::DECLARATIONS] $Contract $($rest)+ }
    };
    (
        @[$($constant:tt)+] $Contract:ty: $ty:ty = $local:literal $(@ $prefix:ident)? $($word:ident $(($($arg:tt)*))?)+
    ) => {
        impl $crate::soap::HeaderBlock<$Contract> for $ty {
            const NAME: $crate::xml::Name = $crate::xml::Name::of(&[$(ns::$prefix)?], $local);
            const $($constant)+;

            fn write_block(&self, writer: &mut $crate::xml::Writer) {
                let block = self;
                $crate::__v1_write!(
                    [$($word $(($($arg)*))?)*] required writer block; $local $(@ $prefix)?
                );
            }

            fn validate_block(&self) -> Result<(), $crate::validate::ValidationErrors> {
                let block = self;
                $crate::__v1_check_whole!(block [$local]; $($word $(($($arg)*))?)*)
            }
        }
    };
}

/// Declares the details of an operation's faults: an enum of the elements that a detail may contain.
///
/// `: "Type"@prefix` after the name is the type that `xsi:type` names. It selects among details with one name, and an
/// element of another name with this type is the detail, too: Axis names them after classes. `; shared` follows a detail
/// whose type another detail has as well; all other types convert with `From`.
///
/// ```
/// # mod people {
/// use wsdlgen_runtime::codegen::v1 as rt;
///
/// rt::namespaces! { tns = "urn:example:people" }
///
/// rt::fault! {
///     /// The reason why a person was not found.
///     pub enum FindFault {
///         NotFound(String) = "NotFound"@tns string,
///     }
/// }
/// # }
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_fault {
    (
        $(#[$meta:meta])*
        $vis:vis enum $Name:ident {
            $(
                $Variant:ident($ty:ty) =
                    $local:literal $(@ $prefix:ident)? $(: $type_name:literal $(@ $of:ident)?)?
                $($word:ident $(($($arg:tt)*))?)+ $(; $shared:ident)?
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        $vis enum $Name {
            $(
                #[doc = "Element `"]
                #[doc = $local]
                #[doc = "`."]
                $Variant($ty),
            )*
        }

        impl $crate::soap::FaultDetail for $Name {
            fn read_entry(
                cursor: &mut $crate::xml::Cursor<'_>,
            ) -> Result<Option<Self>, $crate::xml::ReadError> {
                $(
                    $crate::__v1_read_typed! {
                        [$($type_name $(@ $of)?)?] cursor Self::$Variant;
                        $local [$(ns::$prefix)?]; $($word $(($($arg)*))?)*
                    }
                )*
                $(
                    if $crate::__v1_may_be_named!(cursor $($type_name)?)
                        && cursor.next_if(&$crate::xml::Name::of(&[$(ns::$prefix)?], $local))?
                    {
                        return Ok($crate::__v1_branch!(
                            cursor Self::$Variant; $local [$(ns::$prefix)?]; $($word $(($($arg)*))?)*
                        ));
                    }
                )*
                // A detail whose element name is unique is read whatever its `xsi:type` is.
                const NAMES: &[&str] = &[$($local),*];
                $(
                    if NAMES.iter().filter(|name| **name == $local).count() == 1
                        && cursor.next_if(&$crate::xml::Name::of(&[$(ns::$prefix)?], $local))?
                    {
                        return Ok($crate::__v1_branch!(
                            cursor Self::$Variant; $local [$(ns::$prefix)?]; $($word $(($($arg)*))?)*
                        ));
                    }
                )*
                Ok(None)
            }

            fn write_entry(&self, writer: &mut $crate::xml::Writer) {
                match self {
                    $(
                        Self::$Variant(detail) => {
                            $crate::__v1_write_detail!(
                                [$($word $(($($arg)*))?)*] writer detail; $local $(@ $prefix)?
                                $(: $type_name $(@ $of)?)?
                            );
                        }
                    )*
                }
            }
        }

        $($crate::__v1_fault_from! { $Name $Variant $ty; $($shared)? })*
    };
}

/// Reads a detail that `xsi:type` selects, if it comes next.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_read_typed {
    ([] $($rest:tt)*) => {};
    ([$type_name:literal $(@ $of:ident)?] $cursor:ident $($rest:tt)*) => {
        if $cursor.next_if_typed(&$crate::xml::Name::of(&[$(ns::$of)?], $type_name))? {
            return Ok($crate::__v1_branch!($cursor $($rest)*));
        }
    };
}

/// Returns whether the next element may be a detail that is known by its name: if `xsi:type` would select it, only an
/// element without a type.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_may_be_named {
    ($cursor:ident) => {
        true
    };
    ($cursor:ident $type_name:literal) => {
        !$cursor.next_has_type()?
    };
}

/// Writes a detail, with its `xsi:type` if it has one and is an element of a complex type.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_write_detail {
    ([element $($word:tt)*] $writer:ident $detail:ident; $local:literal $(@ $prefix:ident)? : $type_name:literal $(@ $of:ident)?) => {
        $writer.typed_element(
            concat!("<", $(stringify!($prefix), ":",)? $local, ">"),
            concat!($(stringify!($of), ":",)? $type_name),
            $detail,
        )
    };
    ($words:tt $writer:ident $detail:ident; $local:literal $(@ $prefix:ident)? $(: $type_name:literal $(@ $of:ident)?)?) => {
        $crate::__v1_write!($words required $writer $detail; $local $(@ $prefix)?)
    };
}

/// Implements the conversion of a detail entry into a fault's detail.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_fault_from {
    ($Name:ident $Variant:ident $ty:ty; shared) => {};
    ($Name:ident $Variant:ident $ty:ty;) => {
        impl From<$ty> for $Name {
            fn from(detail: $ty) -> Self {
                Self::$Variant(detail)
            }
        }
    };
}

/// Declares that a type is a header block of faults (`soap:headerfault`).
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_fault_header {
    (
        $ty:ty = $local:literal $(@ $prefix:ident)? $kind:ident $(checked)? declares($($declared:ident),*)
    ) => {
        impl $crate::soap::FaultHeader for $ty {
            const NAME: $crate::xml::Name = $crate::xml::Name::of(&[$(ns::$prefix)?], $local);
            const DECLARATIONS: &'static str = concat!($(__declaration!($declared)),*);

            fn write_block(&self, writer: &mut $crate::xml::Writer) {
                let block = self;
                $crate::__v1_write!([$kind] required writer block; $local $(@ $prefix)?);
            }
        }
    };
}

/// Declares that the struct of an empty request converts from `()`.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_empty {
    ($Name:path) => {
        /// Creates the empty request.
        impl From<()> for $Name {
            fn from((): ()) -> Self {
                Self::default()
            }
        }
    };
}
