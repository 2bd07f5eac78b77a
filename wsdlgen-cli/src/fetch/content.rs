//! Decoding of bodies that a server compressed against the client's request.

use std::io::Read;

use flate2::read::MultiGzDecoder;
use ureq::http::HeaderMap;
use ureq::http::header::CONTENT_ENCODING;

use super::Problem;

/// The content encoding of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContentEncoding {
    Identity,
    Gzip,
}

impl ContentEncoding {
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        let values = headers.get_all(CONTENT_ENCODING).iter();
        let names: Vec<String> = values
            .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
            .map(|name| name.trim_ascii().to_ascii_lowercase().escape_ascii().to_string())
            .filter(|name| !name.is_empty() && name != "identity")
            .collect();
        match &*names {
            [] => Ok(Self::Identity),
            [name] if name == "gzip" || name == "x-gzip" => Ok(Self::Gzip),
            _ => Err(Problem::Encoding { encoding: names.join(", ") }),
        }
    }

    /// Decodes a body, up to `limit` bytes.
    pub(crate) fn decode(self, body: Vec<u8>, limit: u64) -> Result<Vec<u8>, Problem> {
        if self == Self::Identity {
            return Ok(body);
        }
        let mut decoded = Vec::new();
        MultiGzDecoder::new(&*body)
            .take(limit.saturating_add(1))
            .read_to_end(&mut decoded)
            .map_err(|source| Problem::Gzip { source })?;
        if decoded.len() as u64 > limit {
            return Err(Problem::DocumentSize { limit });
        }
        Ok(decoded)
    }
}
