//! Sans-I/O messages over HTTP: requests are values to send, and replies are values to decode.
//!
//! [`encode`] creates an [`http::Request`] that any HTTP client can send, and [`decode`] reads the
//! [`http::Response`] to it. The client of this crate is a thin layer over the two.
//!
//! ```no_run
//! # use wsdlgen_runtime::{Operation, Port, message};
//! # fn example<O: Operation>(port: &Port<O::Contract>, input: &O::Input, respond: impl Fn(http::Request<bytes::Bytes>) -> http::Response<bytes::Bytes>)
//! # -> Result<(), Box<dyn std::error::Error>> {
//! let request = message::encode::<O>(port, input, &Default::default())?;
//! let response = respond(request.map(|payload| payload.into_bytes()));
//! let reply = message::decode::<O>(response, &Default::default());
//! # Ok(()) }
//! ```

mod addressing;
mod arriving;
mod attachment;
mod coding;
mod collect;
mod content_type;
mod decode;
mod decode_input;
mod encode;
mod encode_error;
mod error;
pub(crate) mod http_binding;
mod inline;
mod multipart;
mod package;
mod payload;
mod raw;
mod records;
mod unpack;

pub use crate::address::public_address;
pub use crate::attachment::{Attachment, AttachmentError, AttachmentStream};
pub use addressing::addressing_blocks;
pub(crate) use arriving::Arriving;
pub use attachment::Attachments;
pub(crate) use coding::content_coding;
pub(crate) use collect::{CollectError, arrived, collect};
pub use content_type::ContentType;
pub use decode::{Reply, decode, decode_body};
pub(crate) use decode::{decode_checked, decrypt, read_optional_fault};
pub use decode_input::decode_input;
pub(crate) use encode::{
    EncodedHeader, SOAP_ACTION, Sent, encode_with, merged, seal_with, standing_for, write_headers,
};
pub use encode::{encode, encode_packed};
pub use encode_error::EncodeError;
pub use error::{CallError, DecodeError, FaultReply, HttpError, TransportError};
pub use http_binding::HttpFields;
pub use inline::{UnpackError, inline_and_separate, inline_attachments};
pub(crate) use multipart::arriving_body;
pub use package::Packaging;
pub use package::attach;
pub(crate) use package::{describe, pack};
pub(crate) use payload::Piece;
pub use payload::{Payload, PayloadError};
pub use raw::RawReply;
pub(crate) use records::{NextRecord, Progress};
pub use records::{RecordDecoder, Records};
pub(crate) use unpack::{Unpacked, unpack};
