//! Compression of replies and requests with gzip.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use http::{
    HeaderValue, Request,
    header::{CONTENT_ENCODING, CONTENT_LENGTH},
};
use tower::ServiceExt;
use wsdlgen_runtime::{Payload, Transport};

/// Requests compressed replies, which reqwest decompresses as they arrive.
///
/// `Limits::message_bytes` applies to the decompressed length, so a small reply cannot expand beyond the limit.
///
/// # Errors
///
/// If the reqwest client cannot be built.
pub fn with_gzip() -> reqwest::Result<Transport> {
    Ok(Transport::from(crate::http().gzip(true).build()?))
}

/// Compresses requests. HTTP cannot negotiate this, so the service must be documented to accept gzip.
pub fn with_gzip_requests(transport: Transport) -> Transport {
    Transport::new(transport.map_request(|request: Request<Payload>| {
        let (mut head, payload) = request.into_parts();
        let body = compressed(&payload.into_bytes());
        head.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        head.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        Request::from_parts(head, Payload::new(body))
    }))
}

fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .expect("writing to a `Vec` cannot fail")
}
