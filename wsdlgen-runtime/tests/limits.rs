//! Documents that are expensive to read. No test measures time: an algorithm that is not linear would never finish.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use wsdlgen_runtime::xml::{
    AnyElement, AnyNode, Cursor, Limits, Name, Namespaces, ReadElement, ReadError, ReadErrorKind,
    ReadOptions, Record, Slot, Slots, redact,
};

const MANY: usize = 1_000_000;

fn with_limits(limits: Limits) -> ReadOptions {
    ReadOptions { limits, ..ReadOptions::default() }
}

/// Returns the limit that stops reading a document, both as a tree and when it is skipped.
fn limit_of(document: &str, options: &ReadOptions) -> (&'static str, usize) {
    let skip = || {
        let mut cursor = Cursor::new(document, Namespaces::NONE, options)?;
        cursor.skip()?;
        cursor.finish()
    };
    let skipped = skip().unwrap_err();
    let captured = AnyElement::parse(document, options).unwrap_err();
    assert_eq!(skipped.kind(), captured.kind());
    match skipped.kind() {
        ReadErrorKind::Limit { what, limit, .. } => (what, *limit),
        other => panic!("{other}"),
    }
}

fn nested(depth: usize) -> String {
    "<a>".repeat(depth) + &"</a>".repeat(depth)
}

#[test]
fn limits_nesting_of_elements() {
    let options = ReadOptions::default();
    for document in [nested(MANY), "<a>".repeat(MANY), nested(129), "<a>".repeat(128) + "<a/>"] {
        assert_eq!(limit_of(&document, &options), ("nested elements", 128));
    }
    let shallow = with_limits(Limits { depth: 3, ..Limits::default() });
    assert_eq!(limit_of(&nested(4), &shallow), ("nested elements", 3));
    assert!(AnyElement::parse(&nested(3), &shallow).is_ok());
}

#[test]
fn handles_trees_of_the_maximum_depth() {
    let document = nested(127).replace("<a></a>", "<a><b/></a>");
    let tree = AnyElement::parse(&document, &ReadOptions::default()).unwrap();
    assert_eq!(tree.clone(), tree);
    assert_eq!(tree.to_xml().unwrap(), document);
    assert_eq!(format!("{tree:?}").matches("AnyElement").count(), 128);
}

/// A type with many members of its own type, like inlined records.
#[derive(Debug, Default)]
struct Node {
    children: [Option<Box<Node>>; 8],
    numbers: [Option<i64>; 8],
}

impl ReadElement for Node {
    const NAMESPACES: &'static Namespaces = Namespaces::NONE;

    fn read_element(cursor: &mut Cursor<'_>) -> Result<Self, ReadError> {
        static SLOTS: Slots = Slots::new(&[
            Slot::element(&[], "a"),
            Slot::element(&[], "b"),
            Slot::element(&[], "c"),
            Slot::element(&[], "n"),
        ]);
        let mut node = Self::default();
        let mut record = Record::new(&SLOTS);
        while let Some(slot) = cursor.next_slot(&mut record)? {
            match slot {
                0 => node.children[0] = Some(ReadElement::read_element(cursor)?),
                1 => node.children[1] = Some(Box::new(ReadElement::read_element(cursor)?)),
                2 => node.children[2] = Some(ReadElement::read_element(cursor)?),
                _ => node.numbers[0] = Some(cursor.value()?),
            }
        }
        Ok(node)
    }
}

#[test]
fn stops_recursive_types_at_the_depth_limit() {
    let name = Name::unqualified("a");
    let options = ReadOptions::default();
    let node = Node::read_document(&nested(128), &name, &options).unwrap();
    assert_eq!(format!("{node:?}").matches("Node").count(), 128);
    let error = Node::read_document(&nested(MANY), &name, &options).unwrap_err();
    let (what, setting) = ("nested elements", "depth");
    let kind = ReadErrorKind::Limit { what, setting, limit: 128 };
    assert_eq!((error.kind(), error.path()), (&kind, &*"/a".repeat(129)));
}

#[test]
fn limits_attributes_and_declarations() {
    use std::fmt::Write;
    let options = ReadOptions::default();
    let tag = |one: fn(usize) -> String, count: usize| {
        let mut tag = "<a".to_owned();
        (0..count).for_each(|index| write!(tag, " {}=''", one(index)).unwrap());
        tag + "/>"
    };
    let attributes = |count| tag(|index| format!("a{index}"), count);
    let declarations = |count| tag(|index| format!("xmlns:a{index}"), count).replace("''", "'u'");
    assert_eq!(limit_of(&attributes(MANY), &options), ("attributes", 256));
    assert_eq!(limit_of(&attributes(257), &options), ("attributes", 256));
    assert_eq!(limit_of(&declarations(MANY), &options), ("attributes", 256));
    for document in [attributes(256), declarations(256)] {
        assert!(AnyElement::parse(&document, &options).is_ok());
    }
    let few = with_limits(Limits { namespaces: 10, ..Limits::default() });
    assert_eq!(limit_of(&declarations(11), &few), ("namespace declarations in scope", 10));
    // With a higher limit, they are compared in linear time.
    let many = with_limits(Limits { attributes: MANY / 10, ..Limits::default() });
    let read = AnyElement::parse(&attributes(MANY / 10), &many).unwrap();
    assert_eq!(read.attributes.len(), MANY / 10);
    let last = attributes(MANY / 10).replace(&format!(" a{}=", MANY / 10 - 1), " a0=");
    let error = AnyElement::parse(&last, &many).unwrap_err();
    assert!(error.to_string().contains("duplicate attribute `a0`"), "{error}");
}

#[test]
fn counts_declarations_in_scope() {
    let limits = Limits { depth: MANY, stack_bytes: 1 << 20, ..Limits::default() };
    let deep = with_limits(limits);
    let inside = "<a xmlns:p='u'>".repeat(MANY);
    assert_eq!(limit_of(&inside, &deep), ("namespace declarations in scope", 256));
    let beside = format!("<r>{}</r>", "<a xmlns:p='u'/>".repeat(10_000));
    let tree = AnyElement::parse(&beside, &ReadOptions::default()).unwrap();
    assert_eq!(tree.children.len(), 10_000);
}

#[test]
fn limits_bytes_of_a_document() {
    let text = "x".repeat(MANY);
    let document = format!("<a>{text}</a>");
    let limits = |message_bytes| with_limits(Limits { message_bytes, ..Limits::default() });
    let read = AnyElement::parse(&document, &limits(document.len())).unwrap();
    assert_eq!(read.children, [AnyNode::Text(text)]);
    let small = limits(document.len() - 1);
    let limit = document.len() - 1;
    let kind = |what| ReadErrorKind::Limit { what, setting: "message_bytes", limit };
    let whole = AnyElement::parse(&document, &small).unwrap_err();
    assert_eq!(whole.kind(), &kind("bytes in a document"));
    let part = Cursor::within(&document, 0, "", &[], Namespaces::NONE, &small).unwrap_err();
    assert_eq!(part.kind(), &kind("bytes in a part"));
}

#[test]
fn reads_text_in_many_pieces_in_linear_time() {
    for piece in ["&lt;", "]", "\r", "<![CDATA[x]]>", "\u{ff0c}", "<!---->", "<?p?>"] {
        const PIECES: usize = MANY / 5;
        let document = format!("<a>{}</a>", piece.repeat(PIECES));
        let mut cursor = Cursor::new(&document, Namespaces::NONE, &ReadOptions::default()).unwrap();
        cursor.enter().unwrap();
        let expected = if piece.ends_with("->") || piece.ends_with("?>") { 0 } else { PIECES };
        assert_eq!(cursor.text().unwrap().chars().count(), expected, "{piece:?}");
    }
}

/// Asserts that all names in a tree share the namespace string.
fn assert_shared(element: &AnyElement, namespace: *const str) {
    assert!(std::ptr::eq(element.name.namespace(), namespace));
    for attribute in &element.attributes {
        assert!(std::ptr::eq(attribute.name.namespace(), namespace));
    }
    element.elements().for_each(|child| assert_shared(child, namespace));
}

#[test]
fn copies_a_long_namespace_only_once() {
    let uri = "u".repeat(MANY);
    let item = "<p:a p:b='' q:c=''><p:d/></p:a>".repeat(1000);
    let document = format!("<p:r xmlns:p='{uri}' xmlns:q='{uri}' p:a='' q:b=''>{item}</p:r>");
    let mut cursor = Cursor::new(&document, Namespaces::NONE, &ReadOptions::default()).unwrap();
    cursor.enter().unwrap();
    let attributes = cursor.take_any_attributes().unwrap();
    let namespace: *const str = attributes[0].name.namespace();
    assert!(std::ptr::eq(attributes[1].name.namespace(), namespace));
    for _ in 0..1000 {
        let element = cursor.capture().unwrap();
        assert_shared(&element, namespace);
        assert!(std::ptr::eq(element.declarations[0].1.as_ref(), namespace));
    }
}

#[test]
fn does_not_compare_a_long_namespace_for_each_name() {
    // Comparisons would read 10^13 bytes.
    let uri = "u".repeat(10 * MANY);
    for declared_again in ["", " xmlns:p='{uri}'"] {
        let inside = "<p:b/>".repeat(MANY);
        let declared_again = declared_again.replace("{uri}", &uri);
        let document = format!("<p:r xmlns:p='{uri}'><p:a{declared_again}>{inside}</p:a></p:r>");
        let tree = AnyElement::parse(&document, &ReadOptions::default()).unwrap();
        assert_eq!(tree.clone(), tree);
        assert_eq!(tree.to_xml().unwrap().len(), document.len());
    }
}

#[test]
fn ignores_unused_declarations_when_capturing() {
    let declared: Vec<_> = (0..256).map(|at| format!(" xmlns:p{at}='urn:{at}'")).collect();
    let document = format!("<r{}>{}</r>", declared.concat(), "<a/>".repeat(20_000));
    let mut cursor = Cursor::new(&document, Namespaces::NONE, &ReadOptions::default()).unwrap();
    cursor.enter().unwrap();
    for _ in 0..20_000 {
        assert_eq!(cursor.capture().unwrap().declarations.capacity(), 0);
    }
}

#[test]
fn distinguishes_attributes_without_comparing_long_namespaces() {
    // Comparing all pairs of attributes in every element would read 10^12 bytes.
    let uri = "u".repeat(100_000);
    let declared: Vec<_> = (100..300).map(|at| format!(" xmlns:p{at}='{uri}{at}'")).collect();
    let attributes: Vec<_> = (100..300).map(|at| format!(" p{at}:a=''")).collect();
    let item = format!("<a{}/>", attributes.concat());
    let document = format!("<r{}>{}</r>", declared.concat(), item.repeat(500));
    let mut cursor = Cursor::new(&document, Namespaces::NONE, &ReadOptions::default()).unwrap();
    cursor.skip().unwrap();
    assert_eq!(cursor.finish().unwrap(), []);
}

#[test]
fn truncates_long_names_in_errors_and_deviations() {
    let long = "n".repeat(MANY / 10);
    let unknown = format!("<p:{long} xmlns:p='{long}'/>").repeat(100);
    let document = format!("<{long}>{unknown}</{long}>");
    let mut cursor = Cursor::new(&document, Namespaces::NONE, &ReadOptions::default()).unwrap();
    cursor.enter().unwrap();
    cursor.leave().unwrap();
    let deviations = cursor.finish().unwrap();
    assert_eq!(deviations.len(), 64);
    assert!(deviations.iter().all(|deviation| deviation.to_string().len() < 1000));
    let cases = [
        format!("<{long}><b></{long}>"),
        format!("<a><{long}></a>"),
        format!("<a {long}/>"),
        format!("<a xmlns:{long}=''/>"),
        format!("<a xmlns:xmlns='{long}'/>"),
        format!("<a {long}='' {long}=''/>"),
        format!("<{long}:a/>"),
        format!("<?xml version='{long}'?><a/>"),
    ];
    for document in cases {
        let error = AnyElement::parse(&document, &ReadOptions::default()).unwrap_err();
        assert!(format!("{error} {error:?}").len() < 2500, "{}", error.to_string().len());
    }
    let mut cursor = Cursor::new(&document, Namespaces::NONE, &ReadOptions::default()).unwrap();
    let error = cursor.expect(&Name::unqualified("a")).unwrap_err();
    assert!(error.to_string().len() < 1000);
}

#[test]
fn redacts_any_message_in_linear_time() {
    let secrets = [Name::unqualified("PIN")];
    for piece in ["<", "</", "<PIN/>", "<PIN></PIN>", "<a", "<PIN ", "<![CDATA[", "<PIN:"] {
        let message = piece.repeat(MANY / 5);
        assert_eq!(redact(&message, &secrets), message, "{piece}");
    }
    assert_eq!(redact(&"<PIN>".repeat(MANY), &secrets), "<PIN>[redacted]");
    let many = "<PIN>1</PIN>".repeat(1000);
    assert_eq!(redact(&many, &secrets), "<PIN>[redacted]</PIN>".repeat(1000));
}
