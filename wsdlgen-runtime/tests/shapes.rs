//! Records and grammars, read by implementations like those the generator emits.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use wsdlgen_runtime::xml::{
    Cursor, First, Name, NamespaceId, Namespaces, ReadContent, ReadElement, ReadError, ReadOptions,
    Reading, Record, Slot, Slots,
};

static NAMESPACES: Namespaces = Namespaces::new(&["urn:order"]);
const NS: NamespaceId = NamespaceId::generated(0);

/// A record: an attribute, a required, an optional, a repeated and a nillable element.
#[derive(Debug, Default, PartialEq)]
struct Order {
    id: Option<u32>,
    item: String,
    count: Option<i32>,
    tags: Vec<String>,
    note: Note,
}

/// A nillable and optional element.
#[derive(Debug, Default, PartialEq)]
enum Note {
    #[default]
    Absent,
    Nil,
    Value(String),
}

impl ReadElement for Order {
    const NAMESPACES: &'static Namespaces = &NAMESPACES;

    fn read_element(cursor: &mut Cursor<'_>) -> Result<Self, ReadError> {
        static SLOTS: Slots = Slots::new(&[
            Slot::element(&[], "item"),
            Slot::element(&[], "count"),
            Slot::element(&[NS], "tag").several(),
            Slot::element(&[], "note").nillable(),
        ]);
        let id = cursor.attribute(&Name::unqualified("id"))?;
        let (mut item, mut count, mut tags, mut note) = (None, None, Vec::new(), Note::Absent);
        let mut record = Record::new(&SLOTS);
        while let Some(slot) = cursor.next_slot(&mut record)? {
            match slot {
                0 => item = Some(cursor.string()?),
                1 => count = Some(cursor.value()?),
                2 => tags.push(cursor.string()?),
                _ if cursor.take_nil() => {
                    cursor.leave()?;
                    note = Note::Nil;
                }
                _ => note = Note::Value(cursor.string()?),
            }
        }
        let item = item.ok_or_else(|| cursor.missing_element("item"))?;
        Ok(Self { id, item, count, tags, note })
    }
}

/// Reads `<order …>…</order>`. Returns the order and the deviations.
fn read_order(inside: &str, reading: Reading) -> Result<(Order, Vec<String>), ReadError> {
    let document = format!(
        "<order xmlns:o='urn:order' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'{inside}"
    );
    let options = ReadOptions { reading, ..ReadOptions::default() };
    let mut cursor = Cursor::new(&document, &NAMESPACES, &options)?;
    cursor.expect(&Name::unqualified("order"))?;
    let order = Order::read_element(&mut cursor)?;
    let deviations = cursor.finish()?;
    Ok((order, deviations.iter().map(|item| format!("{} {}", item.path, item.kind)).collect()))
}

fn order(item: &str) -> Order {
    Order { item: item.to_owned(), ..Order::default() }
}

#[test]
fn reads_a_conforming_record_without_deviations() {
    let cases = [
        ("><item>i</item></order>", order("i")),
        (" id=' 7 '><item/></order >", Order { id: Some(7), ..order("") }),
        (
            "><item>i</item><count> 3 </count><o:tag>a</o:tag><o:tag>b</o:tag><note/></order>",
            Order {
                count: Some(3),
                tags: vec!["a".to_owned(), "b".to_owned()],
                note: Note::Value(String::new()),
                ..order("i")
            },
        ),
        (
            "><!-- c -->\n<item>i</item><?p?>\n<p:tag xmlns:p='urn:order'>a</p:tag><note xsi:nil='1'/>\n</order>",
            Order { tags: vec!["a".to_owned()], note: Note::Nil, ..order("i") },
        ),
        (" xsi:type='o:Order'><item xsi:nil='false'>i</item></order>", order("i")),
    ];
    for (inside, expected) in cases {
        for reading in [Reading::Lenient, Reading::Strict] {
            let (read, deviations) = read_order(inside, reading).unwrap();
            assert_eq!((&read, deviations.len()), (&expected, 0), "{inside} {deviations:?}");
        }
    }
}

/// The content of `<order`, the lenient result, and the reported deviations. Strict reading fails with the first.
type Tolerance = (&'static str, Order, &'static [&'static str]);

fn tolerances() -> [Tolerance; 11] {
    let tag = || vec!["t".to_owned()];
    [
        (
            "><new><deep/></new><item>i</item></order>",
            order("i"),
            &["/order unexpected element `new`"],
        ),
        (
            "><item>i</item><tag>unqualified</tag></order>",
            order("i"),
            &["/order unexpected element `tag`"],
        ),
        (
            "><item>i</item><p:count xmlns:p='urn:p'>1</p:count></order>",
            order("i"),
            &["/order unexpected element `{urn:p}count`"],
        ),
        (
            "><o:tag>t</o:tag><item>i</item></order>",
            Order { tags: tag(), ..order("i") },
            &["/order element `item` occurs after elements that must follow it"],
        ),
        ("><item>i</item><item>j</item></order>", order("j"), &["/order duplicate element `item`"]),
        (
            "><item>i</item><count xsi:nil='true'/></order>",
            order("i"),
            &["/order element `count` is not nillable"],
        ),
        (
            "><item>i</item><count xsi:nil=' 1 '></count></order>",
            order("i"),
            &["/order element `count` is not nillable"],
        ),
        (" new='1'><item>i</item></order>", order("i"), &["/order unexpected attribute `new`"]),
        (
            "><item o:new='1'>i</item></order>",
            order("i"),
            &["/order/item unexpected attribute `{urn:order}new`"],
        ),
        ("><item new='1'/></order>", order(""), &["/order/item unexpected attribute `new`"]),
        (
            ">stray<item>i</item>&#32;<![CDATA[ ]]></order>",
            order("i"),
            &["/order unexpected text, expected only elements"],
        ),
    ]
}

#[test]
fn reports_deviations_and_rejects_them_when_strict() {
    for (inside, expected, reported) in tolerances() {
        let (read, deviations) = read_order(inside, Reading::Lenient).unwrap();
        assert_eq!(read, expected, "{inside}");
        assert_eq!(deviations, reported, "{inside}");
        let error = read_order(inside, Reading::Strict).unwrap_err();
        assert_eq!(format!("{} {}", error.path(), error.kind()), reported[0], "{inside}");
    }
}

#[test]
fn reports_errors_with_a_path_in_every_reading() {
    let cases = [
        ("></order>", "/order", "missing element `item`"),
        ("/>", "/order", "missing element `item`"),
        ("><count>1</count></order>", "/order", "missing element `item`"),
        ("><item>i<b/></item></order>", "/order/item", "unexpected element `b`"),
        ("><item>i</item><count>x</count></order>", "/order/count", "\"x\" is not a valid xs:int"),
        ("><item>i</item><count/></order>", "/order/count", "\"\" is not a valid xs:int"),
        (" id='x'><item/></order>", "/order", "\"x\" is not a valid xs:unsignedInt"),
        ("><item>i</count></order>", "/order/item", "expected end tag `</item>`"),
    ];
    for (inside, path, reason) in cases {
        for reading in [Reading::Lenient, Reading::Strict] {
            let error = read_order(inside, reading).unwrap_err();
            assert_eq!(error.path(), path, "{inside}: {error}");
            assert!(error.kind().to_string().contains(reason), "{inside}: {error}");
        }
    }
}

#[test]
fn reads_records_with_hundreds_of_slots() {
    const COUNT: usize = 300;
    let names: Vec<&'static str> = (0..COUNT).map(|at| &*format!("e{at}").leak()).collect();
    let slots = names.iter().map(|name| Slot::element(&[], name)).collect::<Vec<_>>().leak();
    let slots: &'static Slots = Box::leak(Box::new(Slots::new(slots)));
    let content: Vec<_> = names.iter().rev().map(|name| format!("<{name}/>")).collect();
    let document = format!("<r>{}<e299/></r>", content.concat());
    let mut cursor = Cursor::new(&document, &NAMESPACES, &ReadOptions::default()).unwrap();
    cursor.expect(&Name::unqualified("r")).unwrap();
    let mut found = Vec::new();
    let mut record = Record::new(slots);
    while let Some(slot) = cursor.next_slot(&mut record).unwrap() {
        found.push(slot);
        cursor.leave().unwrap();
    }
    let expected: Vec<usize> = (0..COUNT).rev().chain([COUNT - 1]).collect();
    assert_eq!(found, expected);
    // All elements after the first are out of order. The number of deviations is limited.
    assert_eq!(cursor.finish().unwrap().len(), 64);
}

/// A grammar: the content of a base, `(text | break)*`, and an optional group `(from, to)`.
#[derive(Debug, PartialEq)]
struct Page {
    base: Base,
    lines: Vec<Line>,
    range: Option<Range>,
}

#[derive(Debug, PartialEq)]
struct Base {
    title: String,
}

#[derive(Debug, PartialEq)]
enum Line {
    Text(String),
    Break(u8),
}

#[derive(Debug, PartialEq)]
struct Range {
    from: i32,
    to: i32,
}

impl ReadContent for Base {
    const FIRST: First = First::of(&[Name::unqualified("title")]);

    fn read_content(cursor: &mut Cursor<'_>) -> Result<Option<Self>, ReadError> {
        if !cursor.next_if(&Name::unqualified("title"))? {
            return Ok(None);
        }
        Ok(Some(Self { title: cursor.string()? }))
    }
}

impl ReadContent for Line {
    const FIRST: First = First::of(&[Name::new(NS, "text"), Name::unqualified("break")]);

    fn read_content(cursor: &mut Cursor<'_>) -> Result<Option<Self>, ReadError> {
        if cursor.next_if(&Name::new(NS, "text"))? {
            return Ok(Some(Self::Text(cursor.string()?)));
        }
        if cursor.next_if(&Name::unqualified("break"))? {
            return Ok(Some(Self::Break(cursor.value()?)));
        }
        Ok(None)
    }
}

impl ReadContent for Range {
    const FIRST: First = First::of(&[Name::unqualified("from")]);

    fn read_content(cursor: &mut Cursor<'_>) -> Result<Option<Self>, ReadError> {
        if !cursor.next_if(&Name::unqualified("from"))? {
            return Ok(None);
        }
        let from = cursor.value()?;
        cursor.expect(&Name::unqualified("to"))?;
        Ok(Some(Self { from, to: cursor.value()? }))
    }
}

impl ReadElement for Page {
    const NAMESPACES: &'static Namespaces = &NAMESPACES;

    fn read_element(cursor: &mut Cursor<'_>) -> Result<Self, ReadError> {
        let base = Base::read_content(cursor)?;
        let base = base.ok_or_else(|| cursor.missing_element("title"))?;
        let mut lines = Vec::new();
        while let Some(line) = Line::read_content(cursor)? {
            lines.push(line);
        }
        let range = Range::read_content(cursor)?;
        cursor.leave()?;
        Ok(Self { base, lines, range })
    }
}

fn read_page(content: &str, reading: Reading) -> Result<Page, ReadError> {
    let document = format!("<page xmlns:o='urn:order'><title>t</title>{content}</page>");
    let options = ReadOptions { reading, ..ReadOptions::default() };
    Page::read_document(&document, &Name::unqualified("page"), &options)
}

#[test]
fn preserves_order_and_variant_in_a_grammar() {
    let text = |text: &str| Line::Text(text.to_owned());
    let base = || Base { title: "t".to_owned() };
    let cases = [
        ("", vec![], None),
        (
            "<break>1</break><o:text>a</o:text> <break>2</break><break>3</break><o:text/>",
            vec![Line::Break(1), text("a"), Line::Break(2), Line::Break(3), text("")],
            None,
        ),
        ("<from>1</from><to>2</to>", vec![], Some(Range { from: 1, to: 2 })),
        (
            "<p:text xmlns:p='urn:order'>a</p:text><!-- --><from>1</from>\n<to>2</to>",
            vec![text("a")],
            Some(Range { from: 1, to: 2 }),
        ),
    ];
    for (content, lines, range) in cases {
        let read = read_page(content, Reading::Strict).unwrap();
        assert_eq!(read, Page { base: base(), lines, range }, "{content}");
    }
}

#[test]
fn reports_what_a_grammar_expects() {
    let cases = [
        ("<from>1</from>", "/page (line 1", "element `to`, found the end of its parent"),
        ("<from>1</from><x/><to>2</to>", "/page (line 1", "element `to`, found element `x`"),
        ("<break>256</break>", "/page/break (line 1", "\"256\" is not a valid xs:unsignedByte"),
    ];
    for (content, path, reason) in cases {
        let shown = read_page(content, Reading::Lenient).unwrap_err().to_string();
        assert!(shown.starts_with(path) && shown.contains(reason), "{content}: {shown}");
    }
    // Stray text is accepted wherever elements may occur.
    let stray = "<from>1</from>x<to>2</to>";
    assert_eq!(read_page(stray, Reading::Lenient).unwrap().range, Some(Range { from: 1, to: 2 }));
    let error = read_page(stray, Reading::Strict).unwrap_err();
    assert_eq!(error.kind().to_string(), "unexpected text, expected only elements");
    // The parent decides about an element after the last particle.
    let late = "<from>1</from><to>2</to><o:text>late</o:text>";
    assert_eq!(read_page(late, Reading::Lenient).unwrap().lines, []);
    let error = read_page(late, Reading::Strict).unwrap_err();
    assert_eq!(error.kind().to_string(), "unexpected element `{urn:order}text`");
}

#[test]
fn keeps_the_position_in_the_whole_document() {
    let part = "<o:tag>x</o:tag><p:tag/>";
    let inherited = [("o", "urn:order")];
    let options = ReadOptions::default();
    let mut cursor =
        Cursor::within(part, 1000, "/feed", &inherited, &NAMESPACES, &options).unwrap();
    cursor.expect(&Name::new(NS, "tag")).unwrap();
    assert_eq!(cursor.path(), "/feed/tag");
    assert_eq!(cursor.string::<String>().unwrap(), "x");
    let error = cursor.enter().unwrap_err();
    assert_eq!((error.path(), error.offset()), ("/feed", 1000 + part.find("<p").unwrap()));
    let missing = cursor.missing_element("x");
    assert_eq!(missing.path(), "/feed/tag");
    assert!(missing.offset() >= 1000, "{missing}");
}

#[test]
fn reports_an_attribute_of_an_empty_element_at_its_path() {
    let document = "<r><a x='1'/><b/></r>";
    let options = ReadOptions::default();
    let mut cursor = Cursor::new(document, &NAMESPACES, &options).unwrap();
    for name in ["r", "a"] {
        cursor.expect(&Name::unqualified(name)).unwrap();
    }
    // Reading that stops inside an empty element has not reached the end.
    assert!(cursor.clone().finish().is_err());
    cursor.leave().unwrap();
    assert_eq!(cursor.deviations()[0].to_string(), "/r/a: unexpected attribute `x`");
    cursor.leave().unwrap();
    assert_eq!(cursor.finish().unwrap().len(), 2);
}
