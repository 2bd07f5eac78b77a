//! `group!`.

use wsdlgen_runtime::{codegen::v1 as rt, xml::Reading};

use super::{read, written};

rt::namespaces! { tns = "urn:t" }

rt::group! {
    /// Two elements in order, the second of which repeats.
    pub struct Point first("x", "y"@tns) {
        optional x: Option<i32> = "x" value,
        repeated y: Vec<i32> = "y"@tns value times(0, 2),
    }
}

rt::record! {
    /// Points.
    pub struct Line {
        repeated point: Vec<Point> = "point" part,
    }
}

#[test]
fn reads_and_writes_groups_in_order() {
    let document = "<r xmlns:tns='urn:t'><x>1</x><tns:y>2</tns:y><tns:y>3</tns:y><tns:y>4</tns:y>\
                    <x>5</x></r>";
    let line: Line = read(document, Reading::Strict).unwrap();
    let points = [(Some(1), vec![2, 3]), (None, vec![4]), (Some(5), vec![])];
    assert_eq!(line.point, points.map(|(x, y)| Point { x, y }));
    assert_eq!(written(&line), document.replace(" xmlns:tns='urn:t'", ""));
}
