//! What generated code names. It is public for generated code alone.

mod check;
mod choice;
mod enumeration;
mod family;
mod group;
mod member;
mod namespaces;
mod read_record;
mod record;
mod union;

/// A type that threads may share. Generated code says so of types deep inside of others, from the
/// inside out: on its own the compiler would have to go all the way down at once, and gives up.
pub trait ThreadSafe: Send + Sync {}

/// The first version of the agreement between generated code and runtime. Code that was generated
/// for another one does not compile, and the missing module says why.
pub mod v1 {
    pub use super::{ThreadSafe, namespaces::known};
    #[doc(inline)]
    pub use crate::{
        __v1_choice as choice, __v1_enumeration as enumeration, __v1_family as family,
        __v1_group as group, __v1_namespaces as namespaces, __v1_record as record,
        __v1_union as union,
    };
    pub use crate::{
        client::{Call, Client, ConnectError, Settings, Transport},
        message::Payload,
        server::{
            Answer, Context, Dispatch, Document as PublishedDocument, DocumentKind, Piece,
            Publication, PublishedOperation, Received, SampleMessage, Server,
        },
        soap::{
            Array, Contract, Fault, FaultDetail, FaultHeader, HeaderBlock, Headers, NoDetail,
            NoHeaders, Operation, OperationBinding, Port, SoapVersion, StreamedInput,
            StreamedOutput, Use, WireSignature,
        },
        validate::{
            Check, Faceted, Facets, Pattern, Validate, ValidationErrors, builtin as facets,
            member_within, text_within,
        },
        xml::{
            AnyAttribute, AnyElement, AnyValue, Cursor, DeclaredNames, Document, First, Name,
            NamespaceId, Namespaces, Nillable, Optional, QName, ReadContent, ReadElement,
            ReadError, Record, Redacted, Slot, Wildcard, WriteContent, WriteElement, Writer,
        },
        xsd::{
            AsWritten, Base64Binary, Date, DateTime, Decimal, Duration, Enumeration, GDay, GMonth,
            GMonthDay, GYear, GYearMonth, HexBinary, Integer, Lexical, Prefixes, Time, ValueError,
            WhiteSpace, display, enumerated, member, same_value,
        },
    };
    #[cfg(feature = "serde")]
    pub use ::serde;
}
