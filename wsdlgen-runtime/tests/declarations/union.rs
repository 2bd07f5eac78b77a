//! `union!`.

use wsdlgen_runtime::{codegen::v1 as rt, xsd::Lexical};

static SMALL: rt::Facets = rt::Facets { max_inclusive: Some("9"), ..rt::Facets::NONE };

rt::union! {
    /// A small number, a date, or text.
    pub enum Mark = "Mark" {
        Number(i32) = value facets(SMALL),
        Date(rt::Date) = value,
        Text(String) = token rest,
    }
}

#[test]
fn selects_the_first_member_that_allows_the_text() {
    let date: rt::Date = "2024-02-29".parse().unwrap();
    let cases = [
        ("7", Mark::Number(7)),
        ("70", Mark::Text("70".to_owned())),
        ("2024-02-29", Mark::Date(date)),
        ("  a  b ", Mark::Text("a b".to_owned())),
    ];
    for (text, expected) in cases {
        assert_eq!(Mark::parse_lexical(text).as_ref(), Ok(&expected), "{text}");
    }
    assert_eq!(Mark::Number(7).to_string(), "7");
}
