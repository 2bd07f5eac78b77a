//! Items used by generated code. They are public for generated code only.

mod alternatives;
mod check;
mod choice;
mod constants;
mod create;
mod enumeration;
mod family;
mod group;
mod list;
mod member;
mod message;
mod mixed;
mod namespaces;
mod operation;
mod read_record;
mod record;
mod service;
mod union;
#[doc(hidden)]
pub mod unread;
mod write;

/// A type that threads may share.
///
/// Generated code declares it for deeply nested types, the innermost first. Otherwise the compiler would have to prove
/// all levels at once and would reach its recursion limit.
pub trait ThreadSafe: Send + Sync {}

/// Declares that threads may share these types. The innermost come first.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_thread_safe {
    ($($ty:ty),* $(,)?) => {
        $(impl $crate::codegen::ThreadSafe for $ty {})*
    };
}

/// Version 1 of the interface between generated code and the runtime.
///
/// Code generated for another version fails to compile, and the error names the missing module.
pub mod v1 {
    pub use super::{ThreadSafe, mixed::MixedAny, namespaces::known};
    #[doc(inline)]
    pub use crate::{
        __v1_alternatives as alternatives, __v1_choice as choice, __v1_client as client,
        __v1_constants as constants, __v1_contract as contract, __v1_dictionary as dictionary,
        __v1_document as document, __v1_empty as empty, __v1_enumeration as enumeration,
        __v1_family as family, __v1_fault as fault, __v1_fault_header as fault_header,
        __v1_group as group, __v1_header_block as header_block, __v1_headers as headers,
        __v1_list as list, __v1_mixed as mixed, __v1_namespaces as namespaces,
        __v1_operation as operation, __v1_patterns as patterns, __v1_record as record,
        __v1_schema as schema, __v1_server as server, __v1_stream as stream,
        __v1_thread_safe as thread_safe, __v1_union as union,
    };
    pub use crate::{
        attachment::Attachment,
        client::Call,
        data_set::DataSet,
        policy,
        server::{
            Answer, Context, Document as PublishedDocument, DocumentKind, Piece, Publication,
            PublishedOperation, SampleMessage,
        },
        soap::{
            AddressingVersion, Array, Fault, HttpMethod, NoDetail, NoHeaders, Operation, Port,
            SoapVersion,
        },
        validate::{ExplicitTimezone, Facets, Validate, ValidationErrors, builtin as facets},
        xml::{AnyAttribute, AnyElement, AnyValue, Document, Nillable, Optional, QName},
        xsd::{
            AsWritten, Base64Binary, Date, DateTime, Decimal, Duration, GDay, GMonth, GMonthDay,
            GYear, GYearMonth, HexBinary, Integer, Lexical, Time,
        },
    };
    #[cfg(feature = "chrono")]
    pub use ::chrono;
    #[cfg(feature = "compact_str")]
    pub use ::compact_str::CompactString;
    #[cfg(feature = "jiff")]
    pub use ::jiff;
    #[cfg(feature = "rust_decimal")]
    pub use ::rust_decimal;
    #[cfg(feature = "serde")]
    pub use ::serde;
    #[cfg(feature = "time")]
    pub use ::time;
    #[cfg(feature = "uuid")]
    pub use ::uuid::Uuid;
}
