//! Messages read and written with generated code and the runtime's public functions.

wsdlgen_runtime::include_wsdl!(pub mod orders = "orders");

use bytes::Bytes;
use http::Response;
use http::header::{CONTENT_TYPE, HeaderValue};
use orders::operations::{EchoOrder, ListRecords};
use orders::{ListRecordsInputHeaders, Session};
use wsdlgen_runtime::message::{Reply, decode};
use wsdlgen_runtime::xml::{ReadOptions, Writer};
use wsdlgen_runtime::{Headers, Operation};

/// The whole of a reply, from its bytes on.
fn read<O: Operation>(message: &Bytes) -> Reply<O> {
    let mut response = Response::new(message.clone());
    let xml = HeaderValue::from_static("text/xml; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, xml);
    decode::<O>(response, &ReadOptions::default()).expect("it is a reply")
}

/// A whole envelope into a buffer that is used again.
fn write<H: Headers>(
    buffer: &mut Vec<u8>,
    declarations: &str,
    headers: &H,
    body: impl FnOnce(&mut Writer),
) {
    buffer.clear();
    let mut writer = Writer::with_buffer(std::mem::take(buffer));
    writer.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope xmlns:soap=\"");
    writer.raw("http://schemas.xmlsoap.org/soap/envelope/\"");
    writer.raw(declarations);
    writer.raw("><soap:Header>");
    headers.write(&mut writer);
    writer.raw("</soap:Header><soap:Body>");
    body(&mut writer);
    writer.raw("</soap:Body></soap:Envelope>");
    *buffer = writer.finish().expect("XML can carry it");
}

fn main() {
    let runs = generated_bench::Runs::from_arguments();
    let (small, big) = (Bytes::from(runs.small.clone()), Bytes::from(runs.big.clone()));
    runs.time("read-small", || read::<EchoOrder>(&small));
    runs.time("read-big", || read::<ListRecords>(&big));
    let session = Session {
        token: "6513270e269e0d37f2a74de452e6b438".into(),
        user: "Kilo Alpha".into(),
        request_id: "1818e811892f902bd23f0824128b2f33".into(),
    };
    let headers = ListRecordsInputHeaders { session: Some(session) };
    let mut buffer = Vec::new();
    let order = orders::EchoOrder { order: read::<EchoOrder>(&small).body };
    let declarations = EchoOrder::DECLARATIONS;
    runs.time("write-small", || {
        write(&mut buffer, declarations, &headers, |writer| EchoOrder::write_input(&order, writer));
        buffer.len()
    });
    let records = orders::ListRecordsResponse { record: read::<ListRecords>(&big).body };
    runs.time("write-big", || {
        let body = |writer: &mut Writer| ListRecords::write_output(&records, writer);
        write(&mut buffer, ListRecords::DECLARATIONS, &headers, body);
        buffer.len()
    });
}
