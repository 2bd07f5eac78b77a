//! Replies of many records, each from a file: how long reading one takes, and the most memory that
//! the process has had by then.

wsdlgen_runtime::include_wsdl!(pub mod orders = "orders");

use std::path::Path;

use bytes::Bytes;
use http::Response;
use http::header::{CONTENT_TYPE, HeaderValue};
use orders::operations::ListRecords;
use wsdlgen_runtime::message::decode;
use wsdlgen_runtime::xml::ReadOptions;

/// The records of a reply.
fn read(message: &Bytes) -> Vec<orders::Record> {
    let mut response = Response::new(message.clone());
    let xml = HeaderValue::from_static("text/xml; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, xml);
    let mut options = ReadOptions::default();
    options.limits.message_bytes = usize::MAX;
    decode::<ListRecords>(response, &options).expect("it is a reply").body
}

fn main() {
    for file in std::env::args().skip(1) {
        let name = Path::new(&file).file_stem().expect("a name").to_string_lossy();
        let message = Bytes::from(std::fs::read(&file).expect("a message to read"));
        println!("{name} {:.1}", generated_bench::median(|| read(&message)));
        println!("{name}-kib {}", generated_bench::most_memory().unwrap_or_default());
    }
}
