//! What generated code names. It is public for generated code alone.

/// The first version of the agreement between generated code and runtime. Code that was generated
/// for another one does not compile, and the missing module says why.
pub mod v1 {
    pub use http::Response;

    pub use crate::{
        client::{Call, Client, ConnectError, Settings, Transport},
        message::Payload,
        server::{Context, Dispatch, Received, Server},
        soap::{
            Contract, Fault, FaultDetail, HeaderBlock, Headers, NoDetail, NoHeaders, Operation,
            OperationBinding, Port, SoapVersion,
        },
        xml::{
            AnyAttribute, AnyElement, Cursor, Name, NamespaceId, Namespaces, ReadContent,
            ReadElement, ReadError, Record, Redacted, Slot, WriteContent, WriteElement, Writer,
        },
        xsd::{DateTime, Lexical, ValueError, WhiteSpace},
    };
}
