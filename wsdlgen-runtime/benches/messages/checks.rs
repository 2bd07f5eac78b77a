//! Checks that both sides do the same work, so that their times can be compared.

use std::fmt::Debug;

use bytes::Bytes;
use http::HeaderValue;
use wsdlgen_runtime::xml::Writer;

use crate::{
    ours::{self, Responses},
    peer::{self, Body, Envelope, RequestBody, ResponseBody},
    samples::Sample,
};

/// Checks both sides with a request.
pub(crate) fn request(sample: &Sample) {
    let request = ours::read_request(sample.xml.as_bytes(), sample.version);
    let written = ours::write_request(&request, sample.version, Writer::default());
    assert_eq!(ours::read_request(&written, sample.version), request);
    let encoded = ours::encode_request(&request, &ours::port(sample.version));
    assert_eq!(encoded.into_body().into_bytes(), written);
    same_as_peer::<RequestBody>(sample, written);
}

/// Checks both sides with a response.
pub(crate) fn response(sample: &Sample) {
    let response = Responses::new(sample).read();
    let written = ours::write_response(&response, sample.version, Writer::default());
    let content_type = HeaderValue::from_static("text/xml");
    let again = Responses::of(content_type, Bytes::from(written.clone())).read();
    assert_eq!(again, response);
    same_as_peer::<ResponseBody>(sample, written);
}

/// Checks the peer against our output.
///
/// The peer must read the same values from the sample and from our output, and must write the same text.
/// Our output must contain every value of the sample.
fn same_as_peer<B: Body + Debug + PartialEq>(sample: &Sample, written: Vec<u8>) {
    let written = String::from_utf8(written).expect("output is UTF-8");
    let read = |xml| -> Envelope<B> { peer::read(xml).declared(sample.version) };
    let envelope = read(sample.xml);
    assert_eq!(read(&written), envelope);
    let mut buffer = String::new();
    peer::write(&envelope, &mut buffer);
    assert_eq!(buffer, written);
    assert_eq!(texts(&written), texts(sample.xml));
}

/// Returns the text between tags, without white space between elements.
fn texts(xml: &str) -> Vec<&str> {
    let texts = xml.split('<').filter_map(|tag| tag.split_once('>'));
    texts.map(|(_, text)| text.trim()).filter(|text| !text.is_empty()).collect()
}
