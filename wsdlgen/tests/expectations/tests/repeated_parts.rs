//! Numbers of occurrences of choices and groups that repeat, whose parts may count as several occurrences.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use wsdlgen_expectations::repeated_parts;
use wsdlgen_runtime::{
    xml::{Document as _, ReadOptions},
    Validate as _,
};

/// A root element, the names of its children, and the violations.
const CASES: &[(&str, &str, &str)] = &[
    // x{2,3} | y, two or three times.
    ("bounded", "yy", ""),
    ("bounded", "xxy", ""),
    ("bounded", "xxxx", ""),
    ("bounded", "xxxxxxxxx", ""),
    ("bounded", "xxxyxxx", ""),
    ("bounded", "xxx", "x or y: the number of occurrences violates minOccurs (2): found 1"),
    ("bounded", "xxxxxxxxxx", "x or y: the number of occurrences violates maxOccurs (3): found 4"),
    ("bounded", "yyyy", "x or y: the number of occurrences violates maxOccurs (3): found 4"),
    ("bounded", "xyy", "x: the number of occurrences violates minOccurs (2): found 1"),
    // x{2} | y, any number of times.
    ("any", "", ""),
    ("any", "xxxxyxx", ""),
    ("any", "xxxy", "x: the number of occurrences violates maxOccurs (2): found 3"),
    // z | (x{1,2} | y){1,2}, twice.
    ("nested", "zx", ""),
    ("nested", "xx", ""),
    ("nested", "xxxxxxxx", ""),
    ("nested", "x", "z or x or y: the number of occurrences violates minOccurs (2): found 1"),
    (
        "nested",
        "xxxxxxxxx",
        "z or x or y: the number of occurrences violates maxOccurs (2): found 3",
    ),
    // (x+ y?){2}
    ("group", "xx", ""),
    ("group", "xxxyxx", ""),
    ("group", "x", "x and y: the number of occurrences violates minOccurs (2): found 1"),
    ("group", "xyxyx", "x and y: the number of occurrences violates maxOccurs (2): found 3"),
    // (x{2,3} y?){2,3}: as many `x` as possible are read at once, and counted in another way.
    ("joined", "xxxx", ""),
    ("joined", "xxxxxyxx", ""),
    ("joined", "xxyxxxx", ""),
    ("joined", "xxxxxxx", ""),
    ("joined", "xxyxxxxxx", ""),
    ("joined", "xxxyxyxx", "x: the number of occurrences violates minOccurs (2): found 1"),
    ("joined", "xxyxxxxxxx", "x and y: the number of occurrences violates maxOccurs (3): found 4"),
    // (x+ (y{1,2} | z){0,2}){2}, where `x` and `y` may be nil.
    ("nillable", "xxyyyy", ""),
    ("nillable", "xyyx", ""),
    ("nillable", "x", "x and y or z: the number of occurrences violates minOccurs (2): found 1"),
];

#[test]
fn counts_parts_in_every_way() {
    for (root, children, expected) in CASES {
        let content =
            children.replace('x', "<x>1</x>").replace('y', "<y>1</y>").replace('z', "<z>1</z>");
        let document = format!("<{root} xmlns='urn:example:repeated-parts'>{content}</{root}>");
        let value = repeated_parts::Document::parse(&document, &ReadOptions::default()).unwrap();
        let found = value.validate().map_or_else(|error| error.to_string(), |()| String::new());
        let found = found.strip_prefix(&format!("/document/{root}/")).unwrap_or(&found);
        assert_eq!(found, *expected, "{root}: {children}");
        let written = value.to_xml().unwrap();
        let names: String =
            written.split("</tns:").filter_map(|end| end.get(..1)).skip(1).collect();
        assert_eq!(names.strip_suffix(&root[..1]).unwrap_or(&names), *children, "{written}");
    }
}
