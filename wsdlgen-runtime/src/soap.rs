//! SOAP 1.1 and 1.2: envelopes, faults, and the traits implemented by generated code.

mod addressing;
mod array;
mod encoding;
mod envelope;
mod fault;
mod fault_blocks;
mod fault_xml;
mod operation;
mod port;
mod references;
mod signature;
mod streamed;
mod style;
mod target;
mod version;

pub use addressing::{Addressing, AddressingVersion, EndpointReference, Endpoints};
pub use array::Array;
pub use encoding::Use;
pub use fault::{Fault, FaultClass, FaultCode, FaultDetail, FaultHeader, NoDetail, Reason};
pub use operation::{Contract, HeaderBlock, Headers, NoHeaders, Operation};
pub use port::{HttpMethod, Port};
pub use references::inline_references;
pub(crate) use references::{Targets, inline_references_to};
pub use signature::WireSignature;
pub use streamed::{StreamedInput, StreamedOutput};
pub use style::{Declarations, EnvelopeStyle};
pub use target::{Target, Targeted};
pub use version::SoapVersion;

pub(crate) use addressing::{
    AddressingHeaders, RequestAddressing, action_mismatch, action_not_supported, fault_action,
    is_addressing, reply_action, request_action, write_reply as write_reply_addressing,
    write_request as write_request_addressing,
};
#[cfg(feature = "ws-security")]
pub(crate) use envelope::is_our_role;
pub(crate) use envelope::{
    EnvelopeKind, EnvelopeOptions, finish_envelope, open_envelope, read_headers, write_envelope,
};
pub(crate) use fault_blocks::{not_understood, version_mismatch};
pub(crate) use fault_xml::{fault_envelope, read_blocks, read_fault};
pub(crate) use operation::assess_message;
