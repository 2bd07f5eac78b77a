//! Comparison with libxml2.
//!
//! The expected output was produced by lxml's `tostring(method="c14n", exclusive=True)`. For `#default`, which
//! lxml does not support, libxml2 was called directly.

use super::exclusive;
use crate::xml::{AnyElement, ReadOptions};

struct Case {
    about: &'static str,
    document: &'static str,
    /// The depth of the element to canonicalize, following the first child at each level.
    depth: usize,
    inclusive: &'static [&'static str],
    canonical: &'static str,
}

#[test]
fn agrees_with_libxml2() {
    for case in CASES {
        let root = AnyElement::parse(case.document, &ReadOptions::default()).unwrap();
        let mut path = vec![&root];
        for _ in 0..case.depth {
            path.push(path.last().unwrap().elements().next().unwrap());
        }
        let canonical = exclusive(&path, case.inclusive, usize::MAX).expect("no limit applies");
        assert_eq!(canonical, case.canonical, "{}", case.about);
    }
}

/// Undeclared inclusive prefixes cost nothing per element. Otherwise, this test would take 2.5 billion steps.
#[test]
fn inclusive_prefixes_take_linear_time() {
    let document = format!("<a>{}</a>", "<b/>".repeat(50_000));
    let options = ReadOptions::default();
    let root = AnyElement::parse(&document, &options).unwrap();
    let prefixes: Vec<String> = (0..50_000).map(|index| format!("p{index}")).collect();
    let inclusive: Vec<&str> = prefixes.iter().map(String::as_str).collect();
    let canonical = exclusive(&[&root], &inclusive, usize::MAX).expect("no limit applies");
    assert_eq!(canonical, format!("<a>{}</a>", "<b></b>".repeat(50_000)));
}

static CASES: &[Case] = &[
    Case {
        about: "plain",
        document: "<a><b/></a>",
        depth: 0,
        inclusive: &[],
        canonical: "<a><b></b></a>",
    },
    Case {
        about: "attributes and declarations in order",
        document: "<p:a xmlns:q='urn:q' xmlns:p='urn:p' z='1' q:b='2' a='3' p:c='4'><q:b/></p:a>",
        depth: 0,
        inclusive: &[],
        canonical: r#"<p:a xmlns:p="urn:p" xmlns:q="urn:q" a="3" z="1" p:c="4" q:b="2"><q:b></q:b></p:a>"#,
    },
    Case {
        about: "unused declarations",
        document: "<a xmlns='urn:d' xmlns:u='urn:unused' xmlns:p='urn:p'><p:b><c xmlns=''/></p:b></a>",
        depth: 1,
        inclusive: &[],
        canonical: r#"<p:b xmlns:p="urn:p"><c></c></p:b>"#,
    },
    Case {
        about: "an undeclared default namespace",
        document: "<a xmlns='urn:d'><b xmlns=''><c xmlns='urn:d'/></b></a>",
        depth: 0,
        inclusive: &[],
        canonical: r#"<a xmlns="urn:d"><b xmlns=""><c xmlns="urn:d"></c></b></a>"#,
    },
    Case {
        about: "an undeclared default namespace that was never written",
        document: "<p:a xmlns:p='urn:p' xmlns='urn:d'><p:b><c xmlns=''/></p:b></p:a>",
        depth: 0,
        inclusive: &[],
        canonical: r#"<p:a xmlns:p="urn:p"><p:b><c></c></p:b></p:a>"#,
    },
    Case {
        about: "a redeclared prefix",
        document: "<p:a xmlns:p='urn:1'><p:b xmlns:p='urn:2'><p:c xmlns:p='urn:1'/><p:d/></p:b><p:e/></p:a>",
        depth: 0,
        inclusive: &[],
        canonical: r#"<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2"><p:c xmlns:p="urn:1"></p:c><p:d></p:d></p:b><p:e></p:e></p:a>"#,
    },
    Case {
        about: "a repeated declaration",
        document: "<p:a xmlns:p='urn:1'><p:b xmlns:p='urn:1'/></p:a>",
        depth: 0,
        inclusive: &[],
        canonical: r#"<p:a xmlns:p="urn:1"><p:b></p:b></p:a>"#,
    },
    Case {
        about: "inclusive prefixes",
        document: "<a xmlns='urn:d' xmlns:x='urn:x' xmlns:y='urn:y'><p:b xmlns:p='urn:p' t='x:t'><p:c xmlns:x='urn:x2'/></p:b></a>",
        depth: 1,
        inclusive: &["x"],
        canonical: r#"<p:b xmlns:p="urn:p" xmlns:x="urn:x" t="x:t"><p:c xmlns:x="urn:x2"></p:c></p:b>"#,
    },
    Case {
        about: "the inclusive default namespace",
        document: "<p:b xmlns='urn:d' xmlns:p='urn:p'><p:c xmlns=''><d/></p:c></p:b>",
        depth: 0,
        inclusive: &["", "none"],
        canonical: r#"<p:b xmlns="urn:d" xmlns:p="urn:p"><p:c xmlns=""><d></d></p:c></p:b>"#,
    },
    Case {
        about: "special characters",
        document: "<a b='&lt;&gt;&amp;&quot;&apos;&#9;&#10;&#13;\n\t x'>&lt;&gt;&amp;&quot;'&#13;\r\n\r&#9;é😀</a>",
        depth: 0,
        inclusive: &[],
        canonical: "<a b=\"&lt;>&amp;&quot;'&#x9;&#xA;&#xD;   x\">&lt;&gt;&amp;\"'&#xD;\n\n\té😀</a>",
    },
    Case {
        about: "CDATA and comments",
        document: "<a>1<![CDATA[<2>&]]><!-- no -->3<b/> <!-- c -->  <c/><!-- d --> </a>",
        depth: 0,
        inclusive: &[],
        canonical: "<a>1&lt;2&gt;&amp;3<b></b>   <c></c> </a>",
    },
    Case {
        about: "white space",
        document: "<a >\n <b  x = '1'\n/>\n</a>",
        depth: 0,
        inclusive: &[],
        canonical: "<a>\n <b x=\"1\"></b>\n</a>",
    },
    Case {
        about: "xml attributes",
        document: "<a xml:lang='en'><b xml:space='preserve' xml:base='u'/></a>",
        depth: 1,
        inclusive: &[],
        canonical: r#"<b xml:base="u" xml:space="preserve"></b>"#,
    },
];
