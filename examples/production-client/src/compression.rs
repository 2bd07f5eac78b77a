//! gzip: of replies, and of requests to a service that takes them.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use http::{
    HeaderValue, Request,
    header::{CONTENT_ENCODING, CONTENT_LENGTH},
};
use tower::ServiceExt;
use wsdlgen_runtime::{Payload, Transport};

/// Asks for replies in gzip, which reqwest decodes while they arrive. The limit on a message
/// (`Limits::message_bytes`) is on what comes out of it, so that a small reply cannot grow beyond.
///
/// # Errors
///
/// When reqwest cannot be set up.
pub fn with_gzip() -> reqwest::Result<Transport> {
    Ok(Transport::from(crate::http().gzip(true).build()?))
}

/// Sends requests in gzip. HTTP has no way to ask whether a service takes them: it has to say so.
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
        .expect("a Vec takes whatever is written")
}
