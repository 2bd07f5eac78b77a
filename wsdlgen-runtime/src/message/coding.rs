//! Detection of compressed bodies (RFC 9110, §8.4). Decompression is left to the transport.

use http::{HeaderMap, header::CONTENT_ENCODING};

/// The compressing content codings. Some servers send a charset in this header; it is ignored.
const CODINGS: [&str; 7] = ["gzip", "x-gzip", "deflate", "compress", "x-compress", "br", "zstd"];

/// Returns the content coding of a body that is still compressed.
pub(crate) fn content_coding(headers: &HeaderMap, body: &[u8]) -> Option<&'static str> {
    // A transport may decompress the body and leave the header in place.
    let has_mark = encoding_rs::Encoding::for_bom(body).is_some();
    let is_markup = has_mark || body.trim_ascii_start().starts_with(b"<");
    let named = headers.get(CONTENT_ENCODING).filter(|_| !is_markup)?.to_str().ok()?;
    let outermost = named.rsplit(',').next().unwrap_or_default().trim();
    CODINGS.into_iter().find(|coding| coding.eq_ignore_ascii_case(outermost))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header::CONTENT_ENCODING};

    use super::content_coding;

    #[test]
    fn detects_compressed_bodies() {
        let cases: [(&str, &[u8], _); 8] = [
            ("gzip", b"\x1f\x8b", Some("gzip")),
            ("GZip", b"\x1f\x8b", Some("gzip")),
            ("br, zstd", b"\x28\xb5", Some("zstd")),
            ("identity", b"\x1f\x8b", None),
            ("utf-8", b"\xff\xfe<\0", None),
            ("gzip", b"\r\n<a/>", None),
            ("gzip", b"\xff\xfe<\0", None),
            ("", b"", None),
        ];
        for (header, body, expected) in cases {
            let value = HeaderValue::from_static(header);
            let headers = HeaderMap::from_iter([(CONTENT_ENCODING, value)]);
            assert_eq!(content_coding(&headers, body), expected, "{header}");
        }
        assert_eq!(content_coding(&HeaderMap::new(), b"\x1f\x8b"), None);
    }
}
