//! Which documents are accepted, and as what, and which are refused, and why.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on should stop and say where"
)]

use wsdlgen_runtime::xml::{AnyElement, ReadError, ReadErrorKind, ReadOptions, decode_text};

fn parse(document: &str) -> Result<AnyElement, ReadError> {
    AnyElement::parse(document, &ReadOptions::default())
}

/// Each document must be accepted and be written again as its second half.
fn check_accepted(cases: &[(&str, &str)]) {
    for (document, expected) in cases {
        let element = parse(document).unwrap_or_else(|error| panic!("{document:?}: {error}"));
        assert_eq!(element.to_xml().unwrap(), *expected, "{document:?}");
    }
}

/// Each document must be refused with an error that contains its second half.
fn check_refused(cases: &[(&str, &str)]) {
    for (document, reason) in cases {
        let error = parse(document).map(|element| element.to_xml()).expect_err(document);
        let shown = error.to_string();
        assert!(shown.contains(reason), "{document:?} gives {shown:?}, not {reason:?}");
    }
}

#[test]
fn tags_and_names_that_are_accepted() {
    check_accepted(&[
        ("<a/>", "<a/>"),
        ("<a></a>", "<a/>"),
        ("<a ></a\n>", "<a/>"),
        ("<a\t\r\n/>", "<a/>"),
        ("<_a-b.c1/>", "<_a-b.c1/>"),
        ("<größe>名</größe>", "<größe>名</größe>"),
        ("<名前 属性='値'/>", "<名前 属性=\"値\"/>"),
        ("<a><b/><b></b></a>", "<a><b/><b/></a>"),
        ("<a> <b/> </a>", "<a> <b/> </a>"),
        ("\u{feff}<a/>", "<a/>"),
        (" \n<a/>\n ", "<a/>"),
        ("<xmlfoo/>", "<xmlfoo/>"),
    ]);
}

#[test]
fn tags_and_names_that_are_refused() {
    check_refused(&[
        ("<>", "without a valid name"),
        ("< a/>", "without a valid name"),
        ("<1a/>", "without a valid name"),
        ("<-a/>", "without a valid name"),
        ("<\u{d7}/>", "without a valid name"),
        ("<:a/>", "without a valid name"),
        ("<a:/>", "a prefix without a name"),
        ("<a::b/>", "a prefix without a name"),
        ("<a:1/>", "a prefix without a name"),
        ("<p:a:b xmlns:p='u'/>", "run together"),
        ("<a\u{d7}/>", "run together"),
        ("<a&b/>", "run together"),
        ("<a/ >", "run together"),
        ("<a / >", "without a valid name"),
        ("<a\u{a0}b='1'/>", "run together"),
        ("<a></b>", "the end tag of a was expected"),
        ("<a></ab>", "the end tag of a was expected"),
        ("<ab></a>", "the end tag of ab was expected"),
        ("<a></A>", "the end tag of a was expected"),
        ("<a></ a>", "the end tag of a was expected"),
        ("<a></a b='1'>", "the end tag of a was expected"),
        ("<p:a xmlns:p='u' xmlns:q='u'></q:a>", "the end tag of p:a was expected"),
        ("<a><b></a></b>", "the end tag of b was expected"),
        ("<a/></a>", "an end tag without a start tag"),
        ("</a>", "an end tag without a start tag"),
        ("<a>", "the document ends here"),
        ("<a><b/>", "the document ends here"),
    ]);
}

#[test]
fn what_stands_around_the_root() {
    check_accepted(&[
        ("<!--x--><a/><!--y-->", "<a/>"),
        ("<?x y?><a/><?x?>", "<a/>"),
        ("<?xml-stylesheet href='x'?><a/>", "<a/>"),
        ("<a/> \n<!-- - -->\n", "<a/>"),
    ]);
    check_refused(&[
        ("", "no root element"),
        (" \n", "no root element"),
        ("<!--x-->", "no root element"),
        ("x<a/>", "text before the root"),
        ("&#32;<a/>", "text before the root"),
        ("<![CDATA[]]><a/>", "text before the root"),
        ("<a/>x", "text behind the root"),
        ("<a/>&#32;", "text behind the root"),
        ("<a/><![CDATA[]]>", "text behind the root"),
        ("<a/><b/>", "a second root"),
        ("<a></a><a></a>", "a second root"),
        ("\u{feff}\u{feff}<a/>", "text before the root"),
    ]);
}

#[test]
fn attributes() {
    check_accepted(&[
        ("<a b='1' c=\"2\"/>", "<a b=\"1\" c=\"2\"/>"),
        ("<a b = '1'\n\tc\n=\n\"2\"/>", "<a b=\"1\" c=\"2\"/>"),
        ("<a b='\"' c=\"'\"/>", "<a b=\"&quot;\" c=\"'\"/>"),
        ("<a b='>]]>/'/>", "<a b=\"&gt;]]&gt;/\"/>"),
        ("<a b=''/>", "<a b=\"\"/>"),
        // White space becomes spaces (§3.3.3), references to it do not.
        ("<a b=' x\ty\nz\r\nw\rv '/>", "<a b=\" x y z w v \"/>"),
        ("<a b='&#9;&#10;&#13;&#x20;'/>", "<a b=\"&#9;&#10;&#13; \"/>"),
        ("<a b='&lt;&gt;&amp;&apos;&quot;&#65;'/>", "<a b=\"&lt;&gt;&amp;'&quot;A\"/>"),
        ("<a xml:lang='de' xml:space='preserve'/>", "<a xml:lang=\"de\" xml:space=\"preserve\"/>"),
    ]);
    check_refused(&[
        ("<a b/>", "the attribute b without a value"),
        ("<a b c='1'/>", "the attribute b without a value"),
        ("<a b=1/>", "without quotes"),
        ("<a b=/>", "without quotes"),
        ("<a b='1/>", "the document ends here"),
        ("<a b='1\"/>", "the document ends here"),
        ("<a b='1'c='2'/>", "run together"),
        ("<a b='1''2'/>", "run together"),
        ("<a b='<'/>", "< in an attribute value"),
        ("<a b='&'/>", "& that begins no reference"),
        ("<a b='&nbsp;'/>", "the reference &nbsp;"),
        ("<a b='\u{1}'/>", "the forbidden character '\\u{1}'"),
        ("<a b='\u{fffe}'/>", "the forbidden character '\\u{fffe}'"),
        ("<a 1b='1'/>", "without a valid name"),
        ("<a b='1' b='2'/>", "the attribute b stands twice"),
        ("<a b='1' c='2' b='3'/>", "the attribute b stands twice"),
        (
            "<a a='' b='' c='' d='' e='' f='' g='' h='' i='' j='' c=''/>",
            "the attribute c stands twice",
        ),
        ("<a xml:lang='de' xml:lang='en'/>", "the attribute lang stands twice"),
        ("<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", "the attribute b stands twice"),
        (
            "<r xmlns:p='u'><a xmlns:q='&#117;' p:b='1' q:b='2'/></r>",
            "the attribute b stands twice",
        ),
    ]);
}

#[test]
fn namespaces() {
    check_accepted(&[
        ("<a xmlns='u'/>", "<a xmlns=\"u\"/>"),
        ("<a xmlns=''/>", "<a xmlns=\"\"/>"),
        ("<a xmlns='u'><b xmlns=''/></a>", "<a xmlns=\"u\"><b xmlns=\"\"/></a>"),
        ("<p:a xmlns:p='u'><p:b/></p:a>", "<p:a xmlns:p=\"u\"><p:b/></p:a>"),
        ("<p:a p:b='1' xmlns:p='u'/>", "<p:a xmlns:p=\"u\" p:b=\"1\"/>"),
        // A default namespace is none of an attribute's.
        (
            "<a xmlns='u' xmlns:p='u' b='1' p:b='2'/>",
            "<a xmlns=\"u\" xmlns:p=\"u\" b=\"1\" p:b=\"2\"/>",
        ),
        (
            "<a xmlns:p='u' xmlns:q='v' p:b='1' q:b='2'/>",
            "<a xmlns:p=\"u\" xmlns:q=\"v\" p:b=\"1\" q:b=\"2\"/>",
        ),
        (
            "<p:a xmlns:p='u'><p:a xmlns:p='v'/><p:c/></p:a>",
            "<p:a xmlns:p=\"u\"><p:a xmlns:p=\"v\"/><p:c/></p:a>",
        ),
        ("<xml:a/>", "<xml:a/>"),
        ("<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:b='1'/>", "<a xml:b=\"1\"/>"),
    ]);
    check_refused(&[
        ("<p:a/>", "the prefix p is not declared"),
        ("<a p:b='1'/>", "the prefix p is not declared"),
        ("<a><b xmlns:p='u'/><p:c/></a>", "the prefix p is not declared"),
        ("<a xmlns:p=''/>", "the prefix \"p\" without a namespace"),
        ("<p:a xmlns:p='u'><b xmlns:p=''/></p:a>", "the prefix \"p\" without a namespace"),
        ("<a xmlns:xmlns='u'/>", "may not stand for"),
        ("<a xmlns:xml='u'/>", "may not stand for"),
        ("<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>", "may not stand for"),
        ("<a xmlns='http://www.w3.org/XML/1998/namespace'/>", "may not stand for"),
        ("<a xmlns:p='http://www.w3.org/2000/xmlns/'/>", "may not stand for"),
        ("<a xmlns='http://www.w3.org/2000/xmlns/'/>", "may not stand for"),
        ("<a xmlns:p='u' xmlns:p='v'/>", "declared twice"),
        ("<a xmlns='u' xmlns='u'/>", "declared twice"),
        ("<a xmlns:='u'/>", "a prefix without a name"),
        ("<xmlns:a/>", "the prefix xmlns is not declared"),
    ]);
}

#[test]
fn text_and_references() {
    check_accepted(&[
        ("<a>1 > 0 ]] ]></a>", "<a>1 &gt; 0 ]] ]&gt;</a>"),
        ("<a>x\r\ny\rz\n</a>", "<a>x\ny\nz\n</a>"),
        ("<a>&lt;&gt;&amp;&apos;&quot;</a>", "<a>&lt;&gt;&amp;'\"</a>"),
        ("<a>&#65;&#x42;&#x0043;&#13;</a>", "<a>ABC&#13;</a>"),
        ("<a>&#x10FFFF;&#xD7FF;&#xE000;</a>", "<a>\u{10ffff}\u{d7ff}\u{e000}</a>"),
        ("<a>\u{fffd}\u{feff}\u{85}\u{7f}</a>", "<a>\u{fffd}\u{feff}\u{85}\u{7f}</a>"),
        ("<a>x<!-- y -->z</a>", "<a>xz</a>"),
        ("<a>x<?y z?>w</a>", "<a>xw</a>"),
        ("<a><![CDATA[<b>&amp;]]></a>", "<a>&lt;b&gt;&amp;amp;</a>"),
        ("<a>x<![CDATA[]]>y<![CDATA[]]]]><![CDATA[>]]></a>", "<a>xy]]&gt;</a>"),
        ("<a><![CDATA[x\r\ny\r]]></a>", "<a>x\ny\n</a>"),
        ("<a><![CDATA[]]></a>", "<a/>"),
    ]);
    check_refused(&[
        ("<a>]]></a>", "]]> in text"),
        ("<a><b/>]]></a>", "]]> in text"),
        ("<a>\u{0}</a>", "the forbidden character '\\0'"),
        ("<a>\u{b}</a>", "the forbidden character '\\u{b}'"),
        ("<a>\u{fffe}</a>", "the forbidden character '\\u{fffe}'"),
        ("<a>x\u{ffff}</a>", "the forbidden character '\\u{ffff}'"),
        ("<a><b/>\u{1f}</a>", "the forbidden character '\\u{1f}'"),
        ("<a><![CDATA[\u{1}]]></a>", "the forbidden character '\\u{1}'"),
        ("<a>&</a>", "& that begins no reference"),
        ("<a>& </a>", "& that begins no reference"),
        ("<a>&;</a>", "the reference &;"),
        ("<a>&amp</a>", "& that begins no reference"),
        ("<a>&AMP;</a>", "the reference &AMP;"),
        ("<a>&nbsp;</a>", "the reference &nbsp;"),
        ("<a>&#0;</a>", "the reference &#0;"),
        ("<a>&#;</a>", "the reference &#;"),
        ("<a>&#x;</a>", "the reference &#x;"),
        ("<a>&#X41;</a>", "the reference &#X41;"),
        ("<a>&#+65;</a>", "the reference &#+65;"),
        ("<a>&#-65;</a>", "the reference &#-65;"),
        ("<a>&#x+41;</a>", "the reference &#x+41;"),
        ("<a>&#1;</a>", "the reference &#1;"),
        ("<a>&#xD800;</a>", "the reference &#xD800;"),
        ("<a>&#xDFFF;</a>", "the reference &#xDFFF;"),
        ("<a>&#xFFFE;</a>", "the reference &#xFFFE;"),
        ("<a>&#x110000;</a>", "the reference &#x110000;"),
        ("<a>&#4294967361;</a>", "the reference &#4294967361;"),
        ("<a>&#99999999999999999999;</a>", "& that begins no reference"),
        ("<a><![CDATA[x]]</a>", "the document ends here"),
        ("<a><![cdata[x]]></a>", "<! but is no comment"),
    ]);
}

#[test]
fn comments_instructions_and_declarations() {
    check_accepted(&[
        ("<?xml version='1.0'?><a/>", "<a/>"),
        ("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\" ?>\n<a/>", "<a/>"),
        ("<?xml\tversion = '1.1' standalone='no'?><a/>", "<a/>"),
        ("<a><!----><!-- <b> & --></a>", "<a/>"),
    ]);
    check_refused(&[
        ("<a><!-- -- --></a>", "-- inside a comment"),
        ("<a><!-- ---></a>", "-- inside a comment"),
        ("<a><!-- \u{1} --></a>", "the forbidden character"),
        ("<a><!-- </a>", "the document ends here"),
        ("<a><!- x --></a>", "<! but is no comment"),
        ("<a><?xml version='1.0'?></a>", "a bad target"),
        ("<a><?XmL?></a>", "a bad target"),
        ("<a><?1?></a>", "a bad target"),
        ("<a><? x?></a>", "a bad target"),
        ("<a><??></a>", "a bad target"),
        ("<a><?x:y?></a>", "a bad target"),
        ("<a><?x \u{1}?></a>", "the forbidden character"),
        ("<a><?x</a>", "the document ends here"),
        (" <?xml version='1.0'?><a/>", "a bad target"),
        ("<?XML version='1.0'?><a/>", "a bad target"),
        ("<?xml?><a/>", "a bad target"),
        ("<?xml ?><a/>", "without version"),
        ("<?xml encoding='utf-8'?><a/>", "without version"),
        ("<?xml version=1.0?><a/>", "a bad field"),
        ("<?xml version='1.0\"?><a/>", "a bad field"),
        ("<?xml version='1.0'encoding='utf-8'?><a/>", "a bad field"),
        ("<?xml version='9.9'?><a/>", "with version \"9.9\""),
        ("<?xml version='1.'?><a/>", "with version \"1.\""),
        ("<?xml version='1.0' encoding='1utf'?><a/>", "with encoding \"1utf\""),
        ("<?xml version='1.0' encoding=''?><a/>", "with encoding \"\""),
        ("<?xml version='1.0' standalone='maybe'?><a/>", "with standalone \"maybe\""),
        ("<?xml version='1.0' standalone='no' encoding='utf-8'?><a/>", "unknown fields"),
        ("<?xml version='1.0' version='1.0'?><a/>", "unknown fields"),
        ("<?xml version='1.0'", "the document ends here"),
    ]);
}

#[test]
fn document_types_are_refused_wherever_they_stand() {
    for document in [
        "<!DOCTYPE a><a/>",
        "<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        "<a><!DOCTYPE a></a>",
        "<a/><!DOCTYPE a>",
    ] {
        assert_eq!(parse(document).unwrap_err().kind(), &ReadErrorKind::Doctype, "{document}");
    }
}

#[test]
fn encodings_that_a_document_claims() {
    let cases: [(&[u8], _, Result<&str, &str>); 6] = [
        // What is readable as ASCII is not UTF-16, whatever .NET's string writers say.
        (b"<?xml version='1.0' encoding='utf-16'?><a>\xc3\xa9</a>", None, Ok("<a>\u{e9}</a>")),
        // An instruction is no declaration.
        (b"<?xml-x encoding='latin1'?><a>\xc3\xa9</a>", None, Ok("<a>\u{e9}</a>")),
        (b"<?xml version='1.0' encoding='latin1'?><a>\xe9</a>", None, Ok("<a>\u{e9}</a>")),
        (b"<?xml version='1.0' encoding='x'?><a/>", None, Err("the unknown encoding \"x\"")),
        (b"<a>\xc3\xa9</a>", Some("iso-8859-1"), Ok("<a>\u{c3}\u{a9}</a>")),
        (b"<a>\xff</a>", Some("iso-2022-kr"), Err("not valid replacement")),
    ];
    for (bytes, charset, expected) in cases {
        let decoded = decode_text(bytes, charset).map_err(|error| error.to_string());
        match (decoded, expected) {
            (Ok(text), Ok(end)) => assert!(text.ends_with(end), "{text:?}"),
            (Err(shown), Err(reason)) => assert!(shown.contains(reason), "{shown}"),
            (decoded, _) => panic!("{charset:?} {decoded:?}, not {expected:?}"),
        }
    }
}

#[test]
fn a_message_cut_off_anywhere_is_refused() {
    let message = include_str!("common/reply.xml").trim_end();
    assert!(parse(message).is_ok());
    for end in (0..message.len()).filter(|end| message.is_char_boundary(*end)) {
        let error = parse(&message[..end]).map(|element| element.to_xml()).expect_err("cut off");
        assert!(error.offset() <= end, "{end}: {error}");
    }
}
