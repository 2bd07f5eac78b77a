//! Open content: captured, inspected, and written again with the same meaning.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use wsdlgen_runtime::xml::{
    AnyAttribute, AnyElement, AnyNode, Cursor, Name, NamespaceId, Namespaces, QName, ReadElement,
    ReadError, ReadErrorKind, ReadOptions, Reading, WriteError, Writer,
};

static NAMESPACES: Namespaces = Namespaces::new(&["urn:known"]);
const XML: &str = "http://www.w3.org/XML/1998/namespace";

fn parse(document: &str) -> AnyElement {
    AnyElement::parse(document, &ReadOptions::default()).unwrap()
}

/// Captures the first child of a document's root.
fn capture(document: &str) -> AnyElement {
    let mut cursor = Cursor::new(document, &NAMESPACES, &ReadOptions::default()).unwrap();
    cursor.enter().unwrap();
    let element = cursor.capture().unwrap();
    cursor.leave().unwrap();
    cursor.finish().unwrap();
    element
}

fn element(namespace: &str, prefix: &str, local: &str) -> AnyElement {
    AnyElement::new(QName::new(namespace, local).with_prefix(prefix))
}

#[test]
fn captures_declarations_that_may_be_used() {
    let root = "<r xmlns='urn:d' xmlns:p='urn:p' xmlns:q='urn:known' xmlns:unused='urn:u'>";
    let cases = [
        // Any name without a prefix may refer to the default namespace.
        ("<a/>", "<a xmlns=\"urn:d\"/>"),
        ("<p:a/>", "<p:a xmlns=\"urn:d\" xmlns:p=\"urn:p\"/>"),
        ("<a q:b='1'/>", "<a xmlns=\"urn:d\" xmlns:q=\"urn:known\" q:b=\"1\"/>"),
        ("<a><q:b/></a>", "<a xmlns=\"urn:d\" xmlns:q=\"urn:known\"><q:b/></a>"),
        // Names in content and in values.
        ("<a>p:name</a>", "<a xmlns=\"urn:d\" xmlns:p=\"urn:p\">p:name</a>"),
        (
            "<a>(p:x|q:*)</a>",
            "<a xmlns=\"urn:d\" xmlns:p=\"urn:p\" xmlns:q=\"urn:known\">(p:x|q:*)</a>",
        ),
        ("<a>&#112;<![CDATA[:x]]></a>", "<a xmlns=\"urn:d\" xmlns:p=\"urn:p\">p:x</a>"),
        ("<a t='p:x'/>", "<a xmlns=\"urn:d\" xmlns:p=\"urn:p\" t=\"p:x\"/>"),
        ("<a>12:30 xp: p</a>", "<a xmlns=\"urn:d\">12:30 xp: p</a>"),
        // The element's own declarations take precedence.
        ("<p:a xmlns:p='urn:own'>p:x</p:a>", "<p:a xmlns=\"urn:d\" xmlns:p=\"urn:own\">p:x</p:a>"),
        ("<a xmlns=''><b/></a>", "<a xmlns=\"\"><b/></a>"),
        ("<a xmlns='urn:own'/>", "<a xmlns=\"urn:own\"/>"),
        (
            "<a><b xmlns='' xmlns:z='urn:z'/></a>",
            "<a xmlns=\"urn:d\"><b xmlns=\"\" xmlns:z=\"urn:z\"/></a>",
        ),
    ];
    for (inside, expected) in cases {
        let element = capture(&format!("{root}{inside}</r>"));
        assert_eq!(element.to_xml().unwrap(), expected, "{inside}");
        assert_eq!(parse(expected), element, "{inside}");
    }
    assert_eq!(capture("<r><a/></r>").declarations, []);
    assert_eq!(capture("<r xmlns='urn:d'><m xmlns=''/></r>").to_xml().unwrap(), "<m xmlns=\"\"/>");
}

#[test]
fn preserves_mixed_content() {
    let mixed = capture("<r><m> x <b>y</b>\n<!-- c --><b z='1'/>&amp;<![CDATA[<]]> </m></r>");
    assert_eq!(mixed.to_xml().unwrap(), "<m> x <b>y</b>\n<b z=\"1\"/>&amp;&lt; </m>");
    assert_eq!(mixed.text(), " x \n&< ");
    let names: Vec<_> = mixed.elements().map(|child| child.text().into_owned()).collect();
    assert_eq!(names, ["y", ""]);
    assert_eq!(mixed.elements().nth(1).and_then(|child| child.attribute("z")), Some("1"));
}

#[test]
fn writes_the_names_of_a_tree_built_by_hand() {
    let mut parent = element("urn:1", "p", "a");
    let mut child = element("urn:2", "p", "b");
    child.children.push(AnyNode::Element(element("urn:1", "p", "c")));
    parent.children.push(AnyNode::Element(child));
    parent.children.push(AnyNode::Element(element("urn:1", "p", "d")));
    parent.children.push(AnyNode::Element(element("", "p", "e")));
    parent.children.push(AnyNode::Element(element("urn:3", "", "f")));
    let expected = "<p:a xmlns:p=\"urn:1\"><p:b xmlns:p=\"urn:2\"><p:c xmlns:p=\"urn:1\"/></p:b>\
                    <p:d/><e/><f xmlns=\"urn:3\"/></p:a>";
    assert_eq!(parent.to_xml().unwrap(), expected);
}

#[test]
fn replaces_invalid_prefixes() {
    let mut contradictory = element("urn:1", "p", "a");
    contradictory.declarations.push(("p".to_owned(), "urn:2".into()));
    contradictory.declarations.push(("p".to_owned(), "urn:3".into()));
    contradictory.declarations.push(("q".to_owned(), "".into()));
    let mut unqualified = element("", "", "a");
    unqualified.declarations.push((String::new(), "urn:d".into()));
    let cases = [
        (contradictory, "<p:a xmlns:p=\"urn:1\"/>"),
        (unqualified, "<a xmlns=\"\"/>"),
        (element("urn:1", "xml", "a"), "<a xmlns=\"urn:1\"/>"),
        (element("urn:1", "xmlns", "a"), "<a xmlns=\"urn:1\"/>"),
        (element(XML, "p", "a"), "<xml:a/>"),
    ];
    for (tree, expected) in cases {
        assert_eq!(tree.to_xml().unwrap(), expected);
        assert_eq!(parse(expected).name, tree.name);
    }
}

#[test]
fn finds_or_declares_prefixes_for_attributes() {
    let mut tree = element("urn:e", "any0", "a");
    tree.declarations.push(("any1".to_owned(), "urn:1".into()));
    for (namespace, prefix) in
        [("", "x"), ("urn:1", ""), ("urn:2", "any1"), ("urn:3", ""), (XML, ""), ("urn:e", "z")]
    {
        let name = QName::new(namespace, "b").with_prefix(prefix);
        tree.attributes.push(AnyAttribute::new(name, namespace));
    }
    let written = tree.to_xml().unwrap();
    let expected = format!(
        "<any0:a xmlns:any1=\"urn:1\" xmlns:any0=\"urn:e\" b=\"\" any1:b=\"urn:1\" \
         xmlns:any2=\"urn:2\" any2:b=\"urn:2\" xmlns:any3=\"urn:3\" any3:b=\"urn:3\" \
         xml:b=\"{XML}\" any0:b=\"urn:e\"/>"
    );
    assert_eq!(written, expected);
    let read = parse(&written);
    assert_eq!((read.name, read.attributes), (tree.name, tree.attributes));
}

#[test]
fn rejects_unexpected_nil() {
    let document = "<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil=' 1 '/>";
    let read = |take: bool| {
        let options = ReadOptions { reading: Reading::Strict, ..ReadOptions::default() };
        let mut cursor = Cursor::new(document, &NAMESPACES, &options)?;
        cursor.expect(&Name::unqualified("a"))?;
        let taken = take && cursor.take_nil();
        cursor.leave().map(|()| taken)
    };
    assert!(read(true).unwrap());
    let error = read(false).unwrap_err().to_string();
    assert!(error.contains("instance}nil"), "{error}");
}

#[test]
fn writes_attributes_taken_by_a_wildcard() {
    let document = "<a xmlns:p='urn:p' xmlns:q='urn:known' b='1' p:c='2' q:d='&lt;' xml:lang='de' \
                    xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='false'/>";
    let mut cursor = Cursor::new(document, &NAMESPACES, &ReadOptions::default()).unwrap();
    cursor.expect(&Name::unqualified("a")).unwrap();
    let known = Name::new(NamespaceId::generated(0), "d");
    assert_eq!(cursor.take_attribute(&known).as_deref(), Some("<"));
    assert_eq!(cursor.take_attribute(&known), None);
    let taken = cursor.take_any_attributes().unwrap();
    assert!(!cursor.is_nil());
    cursor.leave().unwrap();
    assert_eq!(cursor.finish().unwrap(), []);
    let mut writer = Writer::default();
    writer.raw("<x");
    AnyAttribute::write_all(&taken, &mut writer);
    writer.raw("/>");
    let written = String::from_utf8(writer.finish().unwrap()).unwrap();
    assert_eq!(written, "<x b=\"1\" xmlns:any1=\"urn:p\" any1:c=\"2\" xml:lang=\"de\"/>");
    assert_eq!(parse(&written).attributes, taken);
}

/// `<v unit="…">text</v>` as a typed value.
#[derive(Debug, PartialEq)]
struct Measure {
    unit: Option<String>,
    value: i32,
}

impl ReadElement for Measure {
    const NAMESPACES: &'static Namespaces = &NAMESPACES;

    fn read_element(cursor: &mut Cursor<'_>) -> Result<Self, ReadError> {
        let unit = cursor.attribute(&Name::new(NamespaceId::generated(0), "unit"))?;
        Ok(Self { unit, value: cursor.value()? })
    }
}

#[test]
fn decodes_a_captured_element_as_a_typed_value() {
    let decode = |inside: &str| {
        let root = format!("<r xmlns='urn:d' xmlns:k='urn:known'>{inside}</r>");
        capture(&root).decode_as::<Measure>(&ReadOptions::default())
    };
    let measure = |unit: Option<&str>, value| Measure { unit: unit.map(str::to_owned), value };
    assert_eq!(decode("<v k:unit='m'> 3 </v>").unwrap(), measure(Some("m"), 3));
    assert_eq!(decode("<k:v>3</k:v>").unwrap(), measure(None, 3));
    let error = decode("<v>x</v>").unwrap_err();
    assert_eq!(error.path(), "/v");
    assert!(error.to_string().contains("\"x\" is not a valid xs:int"), "{error}");
    let mut unwritable = element("", "", "v");
    unwritable.children.push(AnyNode::Text("\u{1}".to_owned()));
    let error = unwritable.decode_as::<Measure>(&ReadOptions::default()).unwrap_err();
    assert!(matches!(error.kind(), ReadErrorKind::Malformed(_)), "{error}");
}

#[test]
fn rejects_invalid_characters_with_their_path() {
    let mut tree = element("urn:p", "p", "a");
    let mut child = element("", "", "b");
    child.children.push(AnyNode::Text("x\u{0}".to_owned()));
    tree.children.push(AnyNode::Element(child));
    let shown = tree.to_xml().map_err(|error: WriteError| error.to_string());
    assert_eq!(shown.unwrap_err(), "/a/b: character '\\0' is not allowed in XML");
}

#[test]
fn does_not_capture_absent_elements() {
    let mut cursor = Cursor::new("<r>x</r>", &NAMESPACES, &ReadOptions::default()).unwrap();
    assert_eq!(cursor.capture_if(&Name::unqualified("s")).unwrap(), None);
    cursor.enter().unwrap();
    let error = cursor.capture().unwrap_err();
    assert_eq!(error.kind(), &ReadErrorKind::MissingElement("any element"));
}
