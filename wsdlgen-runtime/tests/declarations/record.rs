//! `record!` with handwritten types.

use wsdlgen_runtime::{
    Validate,
    codegen::v1 as rt,
    xml::{NamespaceId, Reading},
};

use super::{read, written};

rt::namespaces! { tns = "urn:t" }

rt::record! {
    /// An element of each kind.
    pub struct Order new secret checked("Order") {
        required id: u32 = "id"@tns secret value,
        optional note: rt::Optional<String> = "note"@tns nillable string,
        repeated tag: Vec<rt::Nillable<i32>> = "tag"@tns nillable value times(0, 2),
        optional price: Option<rt::Decimal> = "price" value default("1.5"),
        repeated parts: Vec<Part> = "part"@tns secret element,
        required r#type: String = @"type" secret token,
        attributes others: Vec<rt::AnyAttribute> = any,
    }
}

rt::record! {
    /// A type that other types extend, whose elements occur in any order.
    pub struct Part [base any_order] {
        optional a: Option<i32> = "a" value,
        optional b: Option<i32> = "b" value,
        attributes others: Vec<rt::AnyAttribute> = any,
    }
}

rt::record! {
    /// A type with a base that other types extend.
    pub struct Named [base] new {
        extends_default base: Part = record,
        required name: String = "name" string,
        optional lang: Option<String> = @"lang" token,
    }
}

rt::record! {
    /// A type whose base has a base.
    pub struct Numbered new {
        extends base: Named = record,
        required number: u8 = "number" value,
        required kind: i8 = @"kind" value,
    }
}

rt::record! {
    /// A type that an `in_sequence` record extends.
    pub struct Start [base also_in_sequence] new {
        required x: i32 = "x" value,
    }
}

rt::record! {
    /// A record in which a name occurs twice.
    pub struct Way [in_sequence] new {
        extends base: Start = record,
        repeated y: Vec<i32> = "y" value times(0, 2),
        required x: i32 = "x" value,
    }
}

rt::record! {
    /// A record with too many required members for a constructor.
    pub struct Wide required(WideRequired) {
        required a: i32 = "a" value,
        required b: i32 = "b" value,
        required c: i32 = "c" value,
        required d: i32 = "d" value,
        required e: i32 = "e" value,
        optional f: Option<i32> = "f" value,
    }
}

const ORDER: &str = "<r xmlns:tns='urn:t' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' \
    type='x' more='1'><tns:id>7</tns:id><tns:note xsi:nil='true'/><tns:tag>1</tns:tag><tns:tag \
    xsi:nil='1'/><price/><tns:part><b>2</b><a>1</a></tns:part></r>";

#[test]
fn reads_and_writes_elements_and_attributes() {
    let order: Order = read(ORDER, Reading::Strict).unwrap();
    let expected = Order {
        note: rt::Optional::NIL,
        tag: vec![1.into(), rt::Nillable::NIL],
        price: Some("1.5".parse().unwrap()),
        parts: vec![Part { a: Some(1), b: Some(2), others: Vec::new() }],
        others: order.others.clone(),
        ..Order::new(7, "x".to_owned())
    };
    assert_eq!(order, expected);
    assert_eq!(
        written(&order),
        "<r type=\"x\" more=\"1\"><tns:id>7</tns:id><tns:note xsi:nil=\"true\"/><tns:tag>1</tns:tag>\
         <tns:tag xsi:nil=\"true\"/><price>1.5</price><tns:part><a>1</a><b>2</b></tns:part></r>"
    );
}

#[test]
fn reports_missing_members() {
    let missing = read::<Order>("<r type='x'/>", Reading::Lenient).unwrap_err();
    assert_eq!(missing, "/r missing element `id`");
    let document = "<r xmlns:tns='urn:t'><tns:id>1</tns:id></r>";
    let missing = read::<Order>(document, Reading::Lenient).unwrap_err();
    assert_eq!(missing, " missing attribute `type`");
}

#[test]
fn hides_secrets_of_every_kind() {
    let order: Order = read(ORDER, Reading::Strict).unwrap();
    let shown = format!("{order:?}");
    assert!(shown.starts_with("Order { id: [redacted], note: Nil([])"), "{shown}");
    assert!(shown.contains("parts: [[redacted]; 1], type: [redacted], others: ["), "{shown}");
}

#[test]
fn limits_occurrences() {
    let mut order = Order::new(1, "x".to_owned());
    assert!(order.validate().is_ok());
    order.tag = vec![1.into(), 2.into(), 3.into()];
    let errors = order.validate().unwrap_err();
    assert_eq!(errors.violations()[0].path(), "/Order/tag");
}

#[test]
fn reads_a_base_in_any_order() {
    let part: Part = read("<r><b>2</b><a>1</a></r>", Reading::Strict).unwrap();
    assert_eq!(part, Part { a: Some(1), b: Some(2), others: Vec::new() });
}

#[test]
fn reads_members_of_all_bases_before_wildcards() {
    let document = "<r lang='en' kind='-1' z='1'><a>1</a><name>n</name><number>3</number></r>";
    let numbered: Numbered = read(document, Reading::Strict).unwrap();
    assert_eq!((numbered.a, &*numbered.name, numbered.number), (Some(1), "n", 3));
    assert_eq!((numbered.lang.as_deref(), numbered.kind), (Some("en"), -1));
    assert_eq!(numbered.others.len(), 1);
    assert_eq!(
        written(&numbered),
        "<r z=\"1\" lang=\"en\" kind=\"-1\"><a>1</a><name>n</name><number>3</number></r>"
    );
    let missing = read::<Numbered>("<r kind='1'><name>n</name></r>", Reading::Lenient).unwrap_err();
    assert_eq!(missing, "/r missing element `number`");
}

#[test]
fn reads_names_that_occur_twice_in_sequence() {
    let way: Way = read("<r><x>1</x><y>2</y><x>3</x></r>", Reading::Strict).unwrap();
    assert_eq!(way, Way { y: vec![2], ..Way::new(Start::new(1), 3) });
    assert_eq!(written(&way), "<r><x>1</x><y>2</y><x>3</x></r>");
    let start: Start = read("<r><x>1</x></r>", Reading::Strict).unwrap();
    assert_eq!(start, Start::new(1));
}

#[test]
fn takes_many_required_members_in_a_struct() {
    let wide = Wide { f: Some(6), ..WideRequired { a: 1, b: 2, c: 3, d: 4, e: 5 }.into() };
    assert_eq!(written(&wide), "<r><a>1</a><b>2</b><c>3</c><d>4</d><e>5</e><f>6</f></r>");
}

#[test]
fn declares_namespaces_in_order() {
    assert_eq!(ns::tns, NamespaceId::generated(0));
    assert_eq!(ns::NAMESPACES.uri(ns::tns), "urn:t");
}

rt::choice! {
    /// Text, or an element.
    pub enum Inline {
        Text(String) = "text" text,
        Bold(String) = "b" string,
    }
}

rt::record! {
    /// Mixed content with a required attribute.
    pub struct Paragraph new {
        mixed content: Vec<Inline> = part,
        required lang: String = @"lang" token,
        attributes others: Vec<rt::AnyAttribute> = any,
    }
}

rt::record! {
    /// A base with mixed content.
    pub struct Note [base] new {
        mixed content: Vec<Inline> = part,
        required id: u8 = @"id" value,
    }
}

rt::record! {
    /// A base with only an attribute.
    pub struct Identified [base] {
        optional id: Option<u8> = @"id" value,
    }
}

rt::record! {
    /// Simple content in addition to a base.
    pub struct Amount new {
        extends_default base: Identified = record,
        text value: rt::Decimal = value,
        required currency: String = @"currency" token,
    }
}

rt::record! {
    /// A type without members.
    pub struct Empty {}
}

#[test]
fn reads_and_writes_a_record_without_members() {
    assert_eq!(read::<Empty>("<r/>", Reading::Strict), Ok(Empty {}));
    assert_eq!(written(&Empty::default()), "<r></r>");
}

#[test]
fn reads_and_writes_mixed_content_with_a_required_attribute() {
    let paragraph: Paragraph = read("<r lang='en'>a<b>c</b></r>", Reading::Strict).unwrap();
    let content = vec![Inline::Text("a".to_owned()), Inline::Bold("c".to_owned())];
    assert_eq!(paragraph, Paragraph { content, ..Paragraph::new("en".to_owned()) });
    assert_eq!(written(&paragraph), "<r lang=\"en\">a<b>c</b></r>");
    let note: Note = read("<r id='1'>a</r>", Reading::Strict).unwrap();
    assert_eq!(note, Note { content: vec![Inline::Text("a".to_owned())], ..Note::new(1) });
}

#[test]
fn reads_and_writes_simple_content_with_a_base() {
    let document = "<r id=\"1\" currency=\"EUR\">1.50</r>";
    let amount: Amount = read(document, Reading::Strict).unwrap();
    let expected = Amount {
        base: Identified { id: Some(1) },
        ..Amount::new("1.5".parse().unwrap(), "EUR".to_owned())
    };
    assert_eq!(amount, expected);
    assert_eq!(written(&amount), document);
}
