//! `operation!` and `stream!`: how an operation's messages are written, read and checked.

/// Declares an operation of a contract: an empty enum and its messages.
///
/// The text after the enum's name is the operation's name. `in` gives the contract and the operation's index in it.
/// The following lines occur in this order: the bodies of input and output, the part of the output that callers see,
/// the headers of both, and the faults. A body is an element, in the words of
/// [`record!`](crate::codegen::v1::record), `parts` for a type that reads its own tags, or `()` for an empty body.
/// `body` names the member of the output that callers see instead of the output.
///
/// ```
/// # mod echo {
/// use wsdlgen_runtime::codegen::v1 as rt;
///
/// rt::namespaces! { tns = "urn:example:echo" }
///
/// rt::contract! {
///     /// The contract of `Echo`.
///     pub enum EchoContract = "Echo" { "Echo"@tns }
/// }
///
/// rt::operation! {
///     /// Returns its input.
///     pub enum Echo = "Echo" in EchoContract[0] {
///         input: String = "Echo"@tns string,
///         output: String = "EchoResponse"@tns string,
///         declares(tns),
///     }
/// }
/// # }
/// ```
///
/// `declares(…)` lists the prefixes used in the messages' tags. It may be followed by `encoded` for SOAP encoding,
/// `one_way` for an operation without an output, `request_action("…")` and `reply_action("…")` for WS-Addressing, and
/// `input_attachments("…")` and `output_attachments("…")` for the parts that are sent as attachments.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_operation {
    (
        $(#[$meta:meta])*
        $vis:vis enum $Name:ident = $operation:literal in $Contract:ty[$index:literal] {
            input: $Input:ty = $($input:literal $(@ $input_prefix:ident)?)? $($input_word:ident $(($($input_arg:tt)*))?)+,
            output: $Output:ty = $($output:literal $(@ $output_prefix:ident)?)? $($output_word:ident $(($($output_arg:tt)*))?)+,
            $(body: $Body:ty = $body:ident,)?
            $(input_headers: $InputHeaders:ty,)?
            $(output_headers: $OutputHeaders:ty,)?
            $(fault: $Fault:ty,)?
            declares($($declared:ident),* $(,)?)
            $(, $constant:ident $(($($value:literal),*))?)* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        $vis enum $Name {}

        impl $crate::soap::Operation for $Name {
            type Contract = $Contract;
            type Input = $Input;
            type Output = $Output;
            type Body = $crate::__v1_or!([$($Body)?] $Output);
            type InputHeaders = $crate::__v1_or!([$($InputHeaders)?] $crate::soap::NoHeaders);
            type OutputHeaders = $crate::__v1_or!([$($OutputHeaders)?] $crate::soap::NoHeaders);
            type Fault = $crate::__v1_or!([$($Fault)?] $crate::soap::NoDetail);

            const NAME: &'static str = $operation;
            const INDEX: usize = $index;
            const DECLARATIONS: &'static str = concat!($(__declaration!($declared)),*);
            $($crate::__v1_operation_constant! { $constant $($($value)*)? })*

            #[allow(unused_variables, reason = "not every declaration has members of every kind")]
            fn write_input(input: &Self::Input, writer: &mut $crate::xml::Writer) {
                $crate::__v1_write_body!(
                    writer input; $($input $(@ $input_prefix)?)?; $($input_word $(($($input_arg)*))?)*
                );
            }

            fn read_input(
                cursor: &mut $crate::xml::Cursor<'_>,
            ) -> Result<Self::Input, $crate::xml::ReadError> {
                $crate::__v1_read_body!(
                    cursor; $($input [$(ns::$input_prefix)?])?; $($input_word $(($($input_arg)*))?)*
                )
            }

            #[allow(unused_variables, reason = "not every declaration has members of every kind")]
            fn write_output(output: &Self::Output, writer: &mut $crate::xml::Writer) {
                $crate::__v1_write_body!(
                    writer output; $($output $(@ $output_prefix)?)?; $($output_word $(($($output_arg)*))?)*
                );
            }

            fn read_output(
                cursor: &mut $crate::xml::Cursor<'_>,
            ) -> Result<Self::Output, $crate::xml::ReadError> {
                $crate::__v1_read_body!(
                    cursor; $($output [$(ns::$output_prefix)?])?; $($output_word $(($($output_arg)*))?)*
                )
            }

            #[allow(unused_variables, reason = "not every declaration has members of every kind")]
            fn validate_input(input: &Self::Input) -> Result<(), $crate::validate::ValidationErrors> {
                $crate::__v1_check_body!(input; $($input)?; $($input_word $(($($input_arg)*))?)*)
            }

            #[allow(unused_variables, reason = "not every declaration has members of every kind")]
            fn validate_output(output: &Self::Output) -> Result<(), $crate::validate::ValidationErrors> {
                $crate::__v1_check_body!(output; $($output)?; $($output_word $(($($output_arg)*))?)*)
            }

            fn body(output: Self::Output) -> Self::Body {
                output$(.$body)?
            }
        }
    };
}

/// Selects an optional type or its default.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_or {
    ([] $otherwise:ty) => {
        $otherwise
    };
    ([$given:ty] $otherwise:ty) => {
        $given
    };
}

/// Defines the constants and functions that only some operations have.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_operation_constant {
    (encoded) => { const USE: $crate::soap::Use = $crate::soap::Use::Encoded; };
    (request_action $action:literal) => { const REQUEST_ACTION: &'static str = $action; };
    (reply_action $action:literal) => { const REPLY_ACTION: &'static str = $action; };
    (input_attachments $($part:literal)*) => {
        const INPUT_ATTACHMENTS: &'static [&'static str] = &[$($part),*];
    };
    (output_attachments $($part:literal)*) => {
        const OUTPUT_ATTACHMENTS: &'static [&'static str] = &[$($part),*];
    };
    (one_way) => {
        fn without_output() -> Option<Self::Output> {
            Some(())
        }
    };
}

/// Writes the content of a body.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_write_body {
    ($writer:ident $value:ident;; empty) => {};
    ($writer:ident $value:ident;; parts $($word:tt)*) => { $writer.content($value) };
    ($writer:ident $value:ident; $local:literal $(@ $prefix:ident)?; $($word:tt)*) => {
        $crate::__v1_write!([$($word)*] required $writer $value; $local $(@ $prefix)?)
    };
}

/// Reads the content of a body. Expands to a `Result`.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_read_body {
    ($cursor:ident;; empty) => { $cursor.content("the parts of the message") };
    ($cursor:ident;; parts $($word:tt)*) => { $cursor.content("the parts of the message") };
    ($cursor:ident; $local:literal $prefix:tt; $($word:tt)*) => {{
        $cursor.expect(&$crate::xml::Name::of(&$prefix, $local))?;
        $crate::__v1_read_element!($cursor; $($word)*)
    }};
}

/// Reads an element. The cursor is after its start tag. Expands to a `Result`.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_read_element {
    ($cursor:ident; secret $($word:tt)*) => { $crate::__v1_read_element!($cursor; $($word)*) };
    ($cursor:ident; nillable $($word:tt)*) => {
        $crate::xml::Nillable::read($cursor, $crate::__v1_reader!($($word)*))
    };
    ($cursor:ident; $($word:tt)*) => { $cursor.read_with($crate::__v1_reader!($($word)*)) };
}

/// Checks the content of a body. Expands to a `Result`.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_check_body {
    ($value:ident;; empty) => { Ok(()) };
    ($value:ident; $($local:literal)?; $($word:tt)*) => {
        $crate::__v1_check_whole!($value [$($local)?]; $($word)*)
    };
}

/// Declares the repeated elements of an operation's messages, to be read or written record by record.
///
/// `output` or `input` is followed by the operation, the type of a record, and the path of elements to it. The last
/// element is the record itself, in the words of [`record!`](crate::codegen::v1::record). For an input, the members
/// that contain the records follow, with `as_mut` after a member that may be absent.
///
/// An output may declare several elements, separated by semicolons. If several have records of the same type, `as` and a
/// marker follow the type.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_stream {
    ($(
        output $Operation:ident: $Record:path $(as $Marker:ident)? =
            [$($local:literal $(@ $prefix:ident)?),+] $last:literal $($word:ident $(($($arg:tt)*))?)+
    );+ $(;)?) => {$(
        $(
            #[doc = concat!("Marker that selects the `", $last, "` elements of [`", stringify!($Operation), "`] for streaming.")]
            #[derive(Clone, Copy, Debug)]
            pub enum $Marker {}
        )?

        impl $crate::soap::StreamedOutput<$crate::__v1_selector!($($Marker)? $Record)> for $Operation {
            type Record = $Record;

            const OUTPUT_PATH: &'static [$crate::xml::Name] =
                &[$($crate::xml::Name::of(&[$(ns::$prefix)?], $local)),+];

            fn read_record(
                cursor: &mut $crate::xml::Cursor<'_>,
            ) -> Result<Self::Record, $crate::xml::ReadError> {
                $crate::__v1_read_element!(cursor; $($word $(($($arg)*))?)*)
            }

            #[allow(unused_variables, reason = "not every declaration has members of every kind")]
            fn validate_record(record: &Self::Record) -> Result<(), $crate::validate::ValidationErrors> {
                $crate::__v1_check_whole!(record [$last]; $($word $(($($arg)*))?)*)
            }
        }
    )+};
    (
        input $Operation:ty: $Record:ty =
            [$($local:literal $(@ $prefix:ident)?),+] $last:literal $(@ $last_prefix:ident)?
            $($word:ident $(($($arg:tt)*))?)+ => [$($member:ident $($as_mut:ident)?),+]
    ) => {
        impl $crate::soap::StreamedInput for $Operation {
            type Record = $Record;

            const INPUT_PATH: &'static [$crate::xml::Name] =
                &[$($crate::xml::Name::of(&[$(ns::$prefix)?], $local)),+];

            fn records(input: &mut Self::Input) -> Option<&mut Vec<Self::Record>> {
                Some(&mut input$(.$member$(.$as_mut()?)?)+)
            }

            fn write_record(record: &Self::Record, writer: &mut $crate::xml::Writer) {
                $crate::__v1_write!(
                    [$($word $(($($arg)*))?)*] required writer record; $last $(@ $last_prefix)?
                );
            }

            #[allow(unused_variables, reason = "not every declaration has members of every kind")]
            fn validate_record(record: &Self::Record) -> Result<(), $crate::validate::ValidationErrors> {
                $crate::__v1_check_whole!(record [$last]; $($word $(($($arg)*))?)*)
            }
        }
    };
}

/// The type that selects a repeated element of an output.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_selector {
    ($Marker:ident $Record:path) => {
        $Marker
    };
    ($Record:path) => {
        $Record
    };
}
