//! Memory used while reading, measured by the allocator.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use wsdlgen_runtime::{
    codegen::v1 as rt,
    soap::inline_references,
    xml::{
        AnyElement, Cursor, Limits, Name, Namespaces, ReadElement, ReadError, ReadErrorKind,
        ReadOptions, WriteElement, Writer,
    },
};

rt::namespaces! { tns = "urn:t" }

/// A type of 4 KiB whose shortest element has 4 bytes.
#[derive(Clone, Debug, PartialEq)]
struct Wide([u64; 512]);

impl ReadElement for Wide {
    const NAMESPACES: &'static Namespaces = &ns::NAMESPACES;

    fn read_element(cursor: &mut Cursor<'_>) -> Result<Self, ReadError> {
        cursor.leave().map(|()| Self([0; 512]))
    }
}

impl WriteElement for Wide {
    fn write_content(&self, _writer: &mut Writer) {}
}

rt::choice! {
    /// A choice with repeated branches.
    pub enum Item {
        Number(i32) = "n" value,
        Wide(Box<Wide>) = "w" element,
        Texts(Vec<String>) = "t" repeated string,
    }
}

rt::record! {
    /// Members of each kind that allocates memory.
    pub struct Everything {
        repeated wide: Vec<Wide> = "wide" element,
        repeated boxed: Vec<Box<Wide>> = "boxed" element,
        repeated texts: Vec<String> = "text" string,
        repeated tokens: Vec<String> = "token" token,
        repeated names: Vec<rt::QName> = "name" names,
        repeated lists: Vec<Vec<u64>> = "list" value,
        repeated nil: Vec<rt::Nillable<i32>> = "nil" nillable value,
        repeated items: Vec<Item> = "item" part,
        repeated defaults: Vec<String> = "default" string default("a default that is much longer than the element"),
        repeated any: Vec<rt::AnyElement> = "any" any(not tns),
        optional list: Option<Vec<rt::QName>> = @"list" value,
        attributes others: Vec<rt::AnyAttribute> = any,
    }
}

fn options(memory_bytes: usize) -> ReadOptions {
    let limits = Limits { memory_bytes, ..Limits::default() };
    ReadOptions { limits, ..ReadOptions::default() }
}

/// Returns the lowest sufficient limit and the peak memory use with it.
fn cost<T>(read: impl Fn(&ReadOptions) -> Result<T, ReadError>) -> (usize, usize) {
    let (mut too_little, mut enough) = (0, 64 << 20);
    while too_little + 1 < enough {
        let middle = usize::midpoint(too_little, enough);
        match read(&options(middle)) {
            Ok(_) => enough = middle,
            Err(error) => {
                let ReadErrorKind::Limit { setting, .. } = error.kind() else { panic!("{error}") };
                assert_eq!(*setting, "memory_bytes");
                too_little = middle;
            }
        }
    }
    let peak = |memory| {
        let read = || drop(read(&options(memory)));
        usize::try_from(allocation_counter::measure(read).bytes_max).unwrap()
    };
    // A rejected message respects the limit as well.
    assert!(peak(too_little) <= most(too_little), "{} for {too_little}", peak(too_little));
    (enough, peak(enough))
}

/// Returns the memory use that a limit permits, including the reader's own.
fn most(limit: usize) -> usize {
    limit + limit / 10 + (32 << 10)
}

fn check<T>(name: &str, read: impl Fn(&ReadOptions) -> Result<T, ReadError>) {
    let (charged, peak) = cost(read);
    println!("{name}: charged {charged}, used {peak}");
    assert!(peak <= most(charged), "{name}: {peak} bytes, {charged} charged");
    // At most four times the memory in use is charged.
    assert!(charged <= 4 * peak, "{name}: {peak} bytes, {charged} charged");
}

#[test]
fn charges_allocated_memory() {
    let long_uri = "u".repeat(1_000);
    let cases = [
        ("records", "<wide/>".to_owned()),
        ("boxed records", "<boxed/>".to_owned()),
        ("short texts", "<text>x</text>".to_owned()),
        ("empty texts", "<text/>".to_owned()),
        ("tokens", "<token> a  b </token>".to_owned()),
        ("names", "<name>p:x</name>".to_owned()),
        ("lists", format!("<list>{}</list>", "1 ".repeat(50))),
        ("empty lists", "<list/>".to_owned()),
        ("nil", "<nil xsi:nil='1' a='' b='x'/>".to_owned()),
        ("choices", "<n>1</n>".to_owned()),
        ("boxed branches", "<w/>".to_owned()),
        ("repeated branches", "<t>x</t><t/><n>1</n>".to_owned()),
        ("trees", "<p:a/>".to_owned()),
        ("trees with attributes", "<p:a b='' c='x'>x<d/></p:a>".to_owned()),
        ("trees with declarations", "<p:a xmlns:q='q' xmlns:r='r'><q:b/></p:a>".to_owned()),
        ("trees that mention prefixes", "<p:a>xs:x p:x xsi:x</p:a>".to_owned()),
        ("attributes", String::new()),
        ("defaults", "<default/>".to_owned()),
    ];
    for (name, member) in cases {
        let attributes: Vec<_> = (0..200).map(|number| format!(" a{number}=''")).collect();
        let list = "p:n ".repeat(100);
        let document = format!(
            "<r xmlns:p='{long_uri}' xmlns:xs='s' \
             xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' list='{list}'{}>{}</r>",
            attributes.concat(),
            member.repeat(500),
        );
        check(name, |options| {
            Everything::read_document(&document, &Name::unqualified("r"), options)
        });
        check(&format!("{name} as a tree"), |options| AnyElement::parse(&document, options));
    }
}

#[test]
fn charges_copies_of_referenced_elements() {
    let attributes: Vec<_> = (0..100).map(|number| format!(" a{number}=''")).collect();
    let declared: Vec<_> = (0..100).map(|number| format!(" xmlns:p{number}='u'")).collect();
    let (attributes, declared) = (attributes.concat(), declared.concat());
    let targets = [
        ("elements", "<m id='1'><a/><a/><a/></m>".to_owned()),
        ("texts", format!("<m id='1'>{}</m>", "x".repeat(100))),
        ("markup", format!("<m id='1'>{}</m>", "&lt;>".repeat(30))),
        ("attributes", format!("<m id='1'{attributes}/>")),
        ("declarations", format!("<n{declared}><m id='1'/></n>")),
        ("names", format!("<m id='1'><{0}/></m>", "l".repeat(100))),
    ];
    for (name, target) in targets {
        let references = "<a href='#1'/>".repeat(500);
        let message = format!("<E><Body><c>{references}</c>{target}</Body></E>");
        check(name, |options| inline_references(&message, options).map(drop));
    }
}
