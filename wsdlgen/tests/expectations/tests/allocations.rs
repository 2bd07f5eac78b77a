//! Allocations for messages: none for writing, and only owned strings and vectors for reading.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use wsdlgen_expectations::streams::{operations::List, ListResponse, Reading};
use wsdlgen_runtime::{
    xml::{Cursor, ReadOptions, Writer},
    Contract, Operation,
};

fn output(records: i32) -> ListResponse {
    let reading = |value| Reading { name: "a name of some length".to_owned(), value };
    ListResponse {
        note: Vec::new(),
        reading: (0..records).map(reading).collect(),
        total: records,
        remark: Vec::new(),
    }
}

fn written(output: &ListResponse, buffer: Vec<u8>) -> Vec<u8> {
    let mut writer = Writer::with_buffer(buffer);
    List::write_output(output, &mut writer);
    writer.finish().unwrap()
}

#[test]
fn writes_into_used_buffers_without_allocating() {
    let output = output(1000);
    let mut buffer = written(&output, Vec::new());
    buffer.clear();
    let measured =
        allocation_counter::measure(|| buffer = written(&output, std::mem::take(&mut buffer)));
    assert_eq!(measured.count_total, 0);
    assert!(buffer.len() > 50_000);
}

#[test]
fn allocates_only_strings_and_vectors_for_reading() {
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
    // The vector doubles its capacity from four, and the cursor has its own state.
    let vector = 9;
    let cursor = 2;
    assert_eq!(measured.count_total, RECORDS + vector + cursor);
}

#[test]
fn reads_deviations_without_extra_allocations() {
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
    // Only the first 64 deviations are kept. Each further record only allocates its name.
    assert!(count(512) - count(256) <= 256 + 1, "{} {}", count(512), count(256));
}
