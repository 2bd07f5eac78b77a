//! What is allocated for a message: nothing for writing, owned texts and vectors for reading.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop and say where")]

use wsdlgen_expectations::streams::{operations::List, ListResponse, Reading};
use wsdlgen_runtime::{
    xml::{Cursor, ReadOptions, Writer},
    Contract, Operation,
};

fn output(records: i32) -> ListResponse {
    let reading = |value| Reading { name: "a name of some length".to_owned(), value };
    ListResponse { note: Vec::new(), reading: (0..records).map(reading).collect(), total: records }
}

fn written(output: &ListResponse, buffer: Vec<u8>) -> Vec<u8> {
    let mut writer = Writer::with_buffer(buffer);
    List::write_output(output, &mut writer);
    writer.finish().unwrap()
}

#[test]
fn writing_into_a_used_buffer_allocates_nothing() {
    let output = output(1000);
    let mut buffer = written(&output, Vec::new());
    buffer.clear();
    let measured =
        allocation_counter::measure(|| buffer = written(&output, std::mem::take(&mut buffer)));
    assert_eq!(measured.count_total, 0);
    assert!(buffer.len() > 50_000);
}

#[test]
fn reading_allocates_texts_and_vectors() {
    const RECORDS: u64 = 1000;
    let document = String::from_utf8(written(&output(1000), Vec::new())).unwrap();
    let document = document.replacen(
        "<tns:ListResponse>",
        "<tns:ListResponse xmlns:tns=\"urn:example:streams\">",
        1,
    );
    let mut total = 0;
    let measured = allocation_counter::measure(|| {
        let namespaces = <List as Operation>::Contract::NAMESPACES;
        let mut cursor = Cursor::new(&document, namespaces, &ReadOptions::default()).unwrap();
        total = List::read_output(&mut cursor).unwrap().total;
    });
    assert_eq!(total, 1000);
    // A vector that doubles from four on, and what the cursor keeps.
    let vector = 9;
    let cursor = 2;
    assert_eq!(measured.count_total, RECORDS + vector + cursor);
}

#[test]
fn other_orders_and_unknown_elements_allocate_no_more() {
    let record = "<tns:reading><tns:value>1</tns:value><tns:new a=\"b\"><tns:x>y</tns:x></tns:new>\
                  <tns:name>n</tns:name></tns:reading>";
    let count = |records: usize| {
        let document = format!(
            "<tns:ListResponse xmlns:tns=\"urn:example:streams\">{}<tns:total>1</tns:total>\
             </tns:ListResponse>",
            record.repeat(records)
        );
        allocation_counter::measure(|| {
            let namespaces = <List as Operation>::Contract::NAMESPACES;
            let mut cursor = Cursor::new(&document, namespaces, &ReadOptions::default()).unwrap();
            assert_eq!(List::read_output(&mut cursor).unwrap().reading.len(), records);
        })
        .count_total
    };
    // The first 64 deviations are kept; each further record is its name.
    assert!(count(512) - count(256) <= 256 + 1, "{} {}", count(512), count(256));
}
