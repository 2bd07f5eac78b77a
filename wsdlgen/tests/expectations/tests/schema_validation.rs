//! Violations that only the schema finds: identity constraints, references to IDs, substitutions, wildcards and mixed content.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use support::now;
use tower_service::Service as _;
use wsdlgen_expectations::schema_validation::{
    operations, Document, Letter, Library, LibraryServer, LibraryService, SCHEMA,
};
use wsdlgen_runtime::{
    message::decode,
    xml::{Document as _, Limits, ReadErrorKind, ReadOptions, Reading},
    AnyElement, Context, Fault, NoDetail, Payload, Validate as _,
};

const STRICT: ReadOptions =
    ReadOptions { reading: Reading::Strict, limits: Limits::CLIENT, secrets: &[] };

/// Documents, and their violations: path, reason and constraint.
const CASES: &[(&str, &[&str])] = &[
    // Keys.
    ("<library><book><isbn>1</isbn></book><book><isbn>1.5</isbn></book></library>", &[]),
    (
        "<library><book><isbn>1</isbn></book><book><isbn>1.0</isbn></book></library>",
        &["/library: `1` of `isbns` occurs a second time (cvc-identity-constraint.4.1)"],
    ),
    (
        "<library><book><title>A</title></book></library>",
        &["/library: field 1 of the key `isbns` has no value (cvc-identity-constraint.4.2)"],
    ),
    (
        "<library><book><isbn>1</isbn><title>A</title></book><book><isbn>2</isbn></book>\
         <book><isbn>3</isbn><title>A</title></book></library>",
        &["/library: `A` of `titles` occurs a second time (cvc-identity-constraint.4.1)"],
    ),
    ("<library><book><isbn>1</isbn></book><loan number='1.0'/><loan number='+1' isbn='1'/></library>", &[]),
    (
        "<library><book><isbn>1</isbn></book><loan number='2'/></library>",
        &["/library: `2` of `loans` refers to nothing (cvc-identity-constraint.4.3)"],
    ),
    (
        "<library><book><isbn>1</isbn></book><loan isbn='1'/><loan isbn='1' branch='main'/></library>",
        &["/library: `1`, `main` of `branches` occurs a second time (cvc-identity-constraint.4.1)"],
    ),
    // IDs.
    (
        "<library><book id='a' sequels='b a'><isbn>1</isbn></book><book id='b'><isbn>2</isbn></book></library>",
        &[],
    ),
    (
        "<library><book id='a' sequels='a c'><isbn>1</isbn></book><book id='a'><isbn>2</isbn></book></library>",
        &[
            "/library/book[2]/@id: the ID `a` occurs a second time (cvc-id.2)",
            "/library/book[1]/@sequels: no element has the ID `c` (cvc-id.1)",
        ],
    ),
    // Fixed values.
    ("<label kind='a b'>x</label>", &[]),
    ("<sign>a  b</sign>", &[]),
    ("<sign>a</sign>", &["/sign: its value must be ` a  b ` (cvc-elt.5.2.2.2)"]),
    // Types named by `xsi:type`.
    ("<pet x:type='t:Dog'><name>Rex</name></pet>", &[]),
    ("<pet><name x:type='t:ShortName'>Al</name></pet>", &[]),
    (
        "<pet><name x:type='t:ShortName'>Rex</name></pet>",
        &["/pet/name: it violates maxLength (2): it is 3 (cvc-datatype-valid.1)"],
    ),
    (
        "<pet><name x:type='t:Dog'>Rex</name></pet>",
        &["/pet/name: `xsi:type` may not be `{urn:example:library}Dog` here (cvc-elt.4.3)"],
    ),
    (
        "<dog x:type='t:Animal'><name>Rex</name></dog>",
        &["/dog: `xsi:type` may not be `{urn:example:library}Animal` here (cvc-elt.4.3)"],
    ),
    (
        "<pet x:type='t:Cat'><name>Tom</name></pet>",
        &["/pet: `xsi:type` names the type `{urn:example:library}Cat`, which is not defined (cvc-elt.4.2)"],
    ),
    (
        "<guest x:type='t:Dog'><name>Rex</name></guest>",
        &["/guest: `xsi:type` may not be `{urn:example:library}Dog` here (cvc-elt.4.3)"],
    ),
    ("<guest x:type='t:Stray'><name>?</name></guest>", &[]),
    (
        "<stray><name>Rex</name></stray>",
        &["/stray/name: its value must be `?` (cvc-elt.5.2.2.2)"],
    ),
    ("<unknown x:type='t:Dog'><name>Rex</name></unknown>", &[]),
    ("<unknown/>", &["/unknown: `{urn:example:library}unknown` is not declared (cvc-elt.1)"]),
    (
        "<pet><name x:nil='false'>Rex</name></pet>",
        &["/pet/name: `xsi:nil` is not allowed: the element is not nillable (cvc-elt.3.1)"],
    ),
    // Substitution groups.
    ("<zoo><dog><name>Rex</name></dog><guestStray><name>?</name></guestStray></zoo>", &[]),
    (
        "<zoo><guestDog><name>Rex</name></guestDog></zoo>",
        &["/zoo: `{urn:example:library}guestDog` is not allowed here (cvc-complex-type.2.4)"],
    ),
    // Wildcards.
    ("<open><strict t:size='1'><pet><name>Rex</name></pet></strict></open>", &[]),
    (
        "<open><strict t:size='a'><pet><name>Hannibal</name></pet></strict></open>",
        &[
            "/open/strict/@size: not a valid xs:int: expected an optional sign and decimal digits (cvc-attribute.3)",
            "/open/strict/pet/name: it violates maxLength (5): it is 8 (cvc-datatype-valid.1)",
        ],
    ),
    (
        "<open><strict t:colour='red'><cage/></strict></open>",
        &[
            "/open/strict: the attribute `{urn:example:library}colour` is not declared (cvc-assess-attr.1)",
            "/open/strict/cage: `{urn:example:library}cage` is not declared (cvc-assess-elt.1.1)",
        ],
    ),
    ("<open><lax t:colour='red'><cage><x/></cage></lax></open>", &[]),
    (
        "<open><lax><cage><dog/></cage></lax></open>",
        &["/open/lax/cage/dog: elements are missing at the end (cvc-complex-type.2.4)"],
    ),
    ("<open><skip t:size='a'><dog/></skip></open>", &[]),
    (
        "<open><other><dog/></other></open>",
        &["/open/other: `{urn:example:library}dog` is not allowed here (cvc-complex-type.2.4)"],
    ),
    ("<open><any><y/>text<z/></any></open>", &[]),
    (
        "<open><any x:type='t:Plant'> </any></open>",
        &["/open/any: the element must be empty (cvc-complex-type.2.1)"],
    ),
    // Mixed content.
    ("<letter>Dear <to>Ann</to>, <sum>1</sum> and <sum>2</sum>. <by>me</by></letter>", &[]),
    (
        "<letter><sum>1</sum><to>Ann</to></letter>",
        &["/letter: `{urn:example:library}sum` is not allowed here (cvc-complex-type.2.4)"],
    ),
    ("<letter xml:space='preserve'><to>Ann</to></letter>", &[]),
    (
        "<letter xml:space='keep'><to>Ann</to></letter>",
        &["/letter/@space: it violates enumeration: it is not listed (cvc-attribute.3)"],
    ),
    ("<letter/>", &["/letter: elements are missing at the end (cvc-complex-type.2.4)"]),
    (
        "<letter><to>Ann</to><from>me</from><by>me</by></letter>",
        &["/letter: `{urn:example:library}by` is not allowed here (cvc-complex-type.2.4)"],
    ),
];

/// Adds the namespaces to the root of a document.
fn document(text: &str) -> String {
    let end = text.find([' ', '>', '/']).unwrap();
    let (name, rest) = text.split_at(end);
    format!(
        "{name} xmlns='urn:example:library' xmlns:t='urn:example:library' \
         xmlns:x='http://www.w3.org/2001/XMLSchema-instance'{rest}"
    )
}

#[test]
fn finds_what_types_do_not_express() {
    for (text, expected) in CASES {
        let root: AnyElement = document(text).parse().unwrap();
        let invalid = SCHEMA.assess(&root).err();
        let found = invalid.as_ref().map_or(&[][..], |invalid| invalid.violations());
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found, *expected, "{text}");
    }
}

#[test]
fn types_normalise_fixed_values() {
    for text in ["<label kind=' a b'>x</label>", "<sign> a b</sign>"] {
        let value = Document::parse(&document(text), &STRICT).unwrap();
        assert_eq!(value.validate(), Ok(()), "{text}");
    }
}

#[test]
fn strict_reading_includes_the_schema() {
    let text =
        document("<library><book><isbn>1</isbn></book><book><isbn>1</isbn></book></library>");
    let error = Document::parse(&text, &STRICT).unwrap_err();
    let violations =
        "/library: `1` of `isbns` occurs a second time (cvc-identity-constraint.4.1)".to_owned();
    assert_eq!(*error.kind(), ReadErrorKind::Invalid(violations));
    let value = Document::parse(&text, &ReadOptions::default()).unwrap();
    assert!(value.validate().is_ok());
    let error = value.assess(&ReadOptions::default()).unwrap_err();
    assert!(matches!(error.kind(), ReadErrorKind::Invalid(why) if why.contains("a second time")));
}

struct Shelf;

impl LibraryService for Shelf {
    async fn store(
        &self,
        _context: &mut Context<operations::Store>,
        _request: Library,
    ) -> Result<Letter, Fault<NoDetail>> {
        Ok(Letter::default())
    }
}

/// Returns the reason of the fault with which a server that reads strictly answers this header and body.
fn refusal(header: &str, body: &str) -> Option<String> {
    let mut server = LibraryServer::new(Shelf).into_service().with_reading(STRICT);
    let request = http::Request::post("/").header("content-type", "text/xml");
    let request = request.body(Payload::new(envelope(header, body))).unwrap();
    let Ok(response) = now(server.call(request));
    let response = response.map(Payload::into_bytes);
    match decode::<operations::Store>(response, &ReadOptions::default()) {
        Ok(_) => None,
        Err(error) => {
            Some(error.fault().map_or_else(|| error.to_string(), |fault| fault.reason().to_owned()))
        }
    }
}

fn envelope(header: &str, body: &str) -> String {
    let header = if header.is_empty() { String::new() } else { document(header) };
    format!(
        "<soap:Envelope xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/'><soap:Header>{header}</soap:Header>\
         <soap:Body>{}</soap:Body></soap:Envelope>",
        document(body)
    )
}

#[test]
fn servers_that_read_strictly_assess_requests() {
    let library = "<library><book><isbn>1</isbn></book></library>";
    let cases = [
        ("", library, None),
        ("<pet soap:mustUnderstand='1'><name>Rex</name></pet>", library, None),
        (
            "<pet><name x:type='t:Dog'>Rex</name></pet>",
            library,
            Some("/Envelope/Header/pet/name: `xsi:type` may not be `{urn:example:library}Dog` here (cvc-elt.4.3)"),
        ),
        (
            "",
            "<library><book id='a'><isbn>1</isbn></book><book id='a'><isbn>2</isbn></book></library>",
            Some("/Envelope/Body/library/book[2]/@id: the ID `a` occurs a second time (cvc-id.2)"),
        ),
    ];
    for (header, body, expected) in cases {
        let found = refusal(header, body);
        let is_as_expected = match (&found, expected) {
            (Some(found), Some(expected)) => found.ends_with(expected),
            (found, expected) => found.as_deref() == expected,
        };
        assert!(is_as_expected, "{header} {body}: {found:?}");
    }
}

#[test]
fn clients_that_read_strictly_assess_replies() {
    let reply = |body| {
        let response = http::Response::builder().header("content-type", "text/xml");
        let response = response.body(bytes::Bytes::from(envelope("", body))).unwrap();
        decode::<operations::Store>(response, &STRICT).map(drop)
    };
    assert!(reply("<letter><to>Ann</to></letter>").is_ok());
    let error = reply("<letter><sum>1</sum><to>Ann</to></letter>").unwrap_err().to_string();
    let expected = "/Envelope/Body/letter: `{urn:example:library}sum` is not allowed here (cvc-complex-type.2.4)";
    assert!(error.contains(expected), "{error}");
}
