//! Shared test support: recorded messages, comparison of documents, and sample values.

#![allow(dead_code, reason = "each test uses only part of this module")]

pub(crate) mod documents;
pub(crate) mod peer;
pub(crate) mod replies;
pub(crate) mod served;

use std::{fs, path::PathBuf};

use bytes::Bytes;
use generated_client::{
    accounts::credentials,
    customer_care::{
        BaseRequest, Email, NameValue, OperationType, ScCredentials, UpdateCustomerPinRequest,
    },
};

/// Returns the path of a test data file.
pub(crate) fn data(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// Returns the content of a document, independent of prefixes and layout: a line for each tag, attribute and text.
pub(crate) fn meaning(document: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(document).expect("well-formed XML");
    let mut lines = Vec::new();
    for node in document.descendants() {
        let depth = node.ancestors().count();
        let named = |namespace: Option<&str>, name: &str| {
            format!("{}{{{}}}{name}", " ".repeat(depth), namespace.unwrap_or_default())
        };
        if node.is_element() {
            lines.push(named(node.tag_name().namespace(), node.tag_name().name()));
            for attribute in node.attributes() {
                let name = named(attribute.namespace(), attribute.name());
                lines.push(format!("{name} = {}", attribute.value()));
            }
        } else if let Some(text) = node.text().filter(|text| !text.trim().is_empty()) {
            lines.push(format!("{}{text:?}", " ".repeat(depth)));
        }
    }
    lines
}

/// A parsed recording of an HTTP message.
pub(crate) struct Recorded {
    pub(crate) start: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

impl Recorded {
    /// Reads a recording. Skips interim responses and joins chunks.
    pub(crate) fn read(name: &str) -> Self {
        let bytes = fs::read(data(name)).expect(name);
        let mut rest = bytes.as_slice();
        loop {
            let recorded = Self::split(rest);
            if !recorded.start.starts_with("HTTP/1.1 100") {
                return recorded.joined();
            }
            rest = &rest[rest.len() - recorded.body.len()..];
        }
    }

    fn split(bytes: &[u8]) -> Self {
        let (end, mark) = [&b"\r\n\r\n"[..], b"\n\n"]
            .iter()
            .filter_map(|mark| {
                bytes.windows(mark.len()).position(|window| window == *mark).zip(Some(mark.len()))
            })
            .min()
            .expect("an empty line ends the head");
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.lines();
        let start = lines.next().unwrap_or_default().to_owned();
        let headers = lines.filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_owned(), value.trim().to_owned()))
        });
        let headers = headers.collect();
        Self { start, headers, body: Bytes::copy_from_slice(&bytes[end + mark..]) }
    }

    fn joined(mut self) -> Self {
        let chunked = self.header("transfer-encoding") == Some("chunked");
        // Requests were recorded before the client split them into chunks.
        if chunked && !self.body.starts_with(b"<") {
            self.body = join_chunks(&self.body);
        }
        self
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(&header.1)
    }

    /// Returns the recording as a response, as an HTTP client returns it.
    pub(crate) fn response(&self) -> http::Response<Bytes> {
        let status = self.start.split(' ').nth(1).expect("a status");
        let mut response = http::Response::builder().status(status);
        for (name, value) in &self.headers {
            response = response.header(name, value);
        }
        response.body(self.body.clone()).expect("recorded headers are valid")
    }

    /// Returns the recording as a request, as an HTTP server receives it.
    pub(crate) fn request(&self) -> http::Request<wsdlgen_runtime::Payload> {
        let mut parts = self.start.split(' ');
        let mut request = http::Request::builder()
            .method(parts.next().expect("a method"))
            .uri(parts.next().expect("a path"));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let payload = wsdlgen_runtime::Payload::new(self.body.clone());
        request.body(payload).expect("recorded headers are valid")
    }
}

/// Joins the chunks of a body (RFC 9112, §7.1).
fn join_chunks(mut body: &[u8]) -> Bytes {
    let mut joined = Vec::new();
    loop {
        let line = body.windows(2).position(|window| window == b"\r\n").expect("a chunk's length");
        let length = String::from_utf8_lossy(&body[..line]);
        let length = usize::from_str_radix(length.trim(), 16).expect("a hexadecimal length");
        if length == 0 {
            return joined.into();
        }
        let start = line + 2;
        joined.extend_from_slice(&body[start..start + length]);
        body = &body[start + length + 2..];
    }
}

/// Returns a request with every element and the texts of ASP.NET's samples.
pub(crate) fn sample_request() -> UpdateCustomerPinRequest {
    let text = || Some("string".to_owned());
    let pair = NameValue { name: text(), value: text() };
    let time = SAMPLE_TIME.parse().expect("a dateTime");
    UpdateCustomerPinRequest {
        base_request: Some(BaseRequest {
            user_id: text(),
            message_id: text(),
            name_value: vec![pair.clone(), pair],
            ..BaseRequest::new(time)
        }),
        account_number: text(),
        customer_number: text(),
        account_access_code: text(),
        pin: text(),
        email: Some(Email { email: text(), ..Email::new("bytes") }),
        correspondence_type: text(),
        ..UpdateCustomerPinRequest::new(OperationType::Update)
    }
}

/// The replacement for `dateTime` in ASP.NET's samples.
pub(crate) const SAMPLE_TIME: &str = "2026-01-02T03:04:05.6780-06:00";

/// Returns the header of ASP.NET's samples.
pub(crate) fn sample_credentials() -> ScCredentials {
    credentials("string", "string", "string")
}
