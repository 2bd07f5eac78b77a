//! Accepted documents with their content, and rejected documents with the reason.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use wsdlgen_runtime::xml::{AnyElement, ReadError, ReadErrorKind, ReadOptions, decode_text};

fn parse(document: &str) -> Result<AnyElement, ReadError> {
    AnyElement::parse(document, &ReadOptions::default())
}

/// Asserts that each document is accepted and written as its second half.
fn check_accepted(cases: &[(&str, &str)]) {
    for (document, expected) in cases {
        let element = parse(document).unwrap_or_else(|error| panic!("{document:?}: {error}"));
        assert_eq!(element.to_xml().unwrap(), *expected, "{document:?}");
    }
}

/// Asserts that each document is rejected with an error that contains its second half.
fn check_rejected(cases: &[(&str, &str)]) {
    for (document, reason) in cases {
        let error = parse(document).map(|element| element.to_xml()).expect_err(document);
        let shown = error.to_string();
        assert!(shown.contains(reason), "{document:?} gives {shown:?}, not {reason:?}");
    }
}

#[test]
fn accepts_valid_tags_and_names() {
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
fn rejects_invalid_tags_and_names() {
    check_rejected(&[
        ("<>", "invalid element or attribute name"),
        ("< a/>", "invalid element or attribute name"),
        ("<1a/>", "invalid element or attribute name"),
        ("<-a/>", "invalid element or attribute name"),
        ("<\u{d7}/>", "invalid element or attribute name"),
        ("<:a/>", "invalid element or attribute name"),
        ("<a:/>", "prefix without a local name"),
        ("<a::b/>", "prefix without a local name"),
        ("<a:1/>", "prefix without a local name"),
        ("<p:a:b xmlns:p='u'/>", "expected white space, `>` or `/>`"),
        ("<a\u{d7}/>", "expected white space, `>` or `/>`"),
        ("<a&b/>", "expected white space, `>` or `/>`"),
        ("<a/ >", "expected white space, `>` or `/>`"),
        ("<a / >", "invalid element or attribute name"),
        ("<a\u{a0}b='1'/>", "expected white space, `>` or `/>`"),
        ("<a></b>", "expected end tag `</a>`"),
        ("<a></ab>", "expected end tag `</a>`"),
        ("<ab></a>", "expected end tag `</ab>`"),
        ("<a></A>", "expected end tag `</a>`"),
        ("<a></ a>", "expected end tag `</a>`"),
        ("<a></a b='1'>", "expected end tag `</a>`"),
        ("<p:a xmlns:p='u' xmlns:q='u'></q:a>", "expected end tag `</p:a>`"),
        ("<a><b></a></b>", "expected end tag `</b>`"),
        ("<a/></a>", "end tag without a start tag"),
        ("</a>", "end tag without a start tag"),
        ("<a>", "unexpected end of document"),
        ("<a><b/>", "unexpected end of document"),
    ]);
}

#[test]
fn checks_content_around_the_root() {
    check_accepted(&[
        ("<!--x--><a/><!--y-->", "<a/>"),
        ("<?x y?><a/><?x?>", "<a/>"),
        ("<?xml-stylesheet href='x'?><a/>", "<a/>"),
        ("<a/> \n<!-- - -->\n", "<a/>"),
    ]);
    check_rejected(&[
        ("", "no root element"),
        (" \n", "no root element"),
        ("<!--x-->", "no root element"),
        ("x<a/>", "text before the root"),
        ("&#32;<a/>", "text before the root"),
        ("<![CDATA[]]><a/>", "text before the root"),
        ("<a/>x", "text after the root"),
        ("<a/>&#32;", "text after the root"),
        ("<a/><![CDATA[]]>", "text after the root"),
        ("<a/><b/>", "more than one root"),
        ("<a></a><a></a>", "more than one root"),
        ("\u{feff}\u{feff}<a/>", "text before the root"),
    ]);
}

#[test]
fn checks_attributes() {
    check_accepted(&[
        ("<a b='1' c=\"2\"/>", "<a b=\"1\" c=\"2\"/>"),
        ("<a b = '1'\n\tc\n=\n\"2\"/>", "<a b=\"1\" c=\"2\"/>"),
        ("<a b='\"' c=\"'\"/>", "<a b=\"&quot;\" c=\"'\"/>"),
        ("<a b='>]]>/'/>", "<a b=\"&gt;]]&gt;/\"/>"),
        ("<a b=''/>", "<a b=\"\"/>"),
        // White space becomes spaces (§3.3.3). References to white space do not.
        ("<a b=' x\ty\nz\r\nw\rv '/>", "<a b=\" x y z w v \"/>"),
        ("<a b='&#9;&#10;&#13;&#x20;'/>", "<a b=\"&#9;&#10;&#13; \"/>"),
        ("<a b='&lt;&gt;&amp;&apos;&quot;&#65;'/>", "<a b=\"&lt;&gt;&amp;'&quot;A\"/>"),
        ("<a xml:lang='de' xml:space='preserve'/>", "<a xml:lang=\"de\" xml:space=\"preserve\"/>"),
    ]);
    check_rejected(&[
        ("<a b/>", "attribute `b` has no value"),
        ("<a b c='1'/>", "attribute `b` has no value"),
        ("<a b=1/>", "expected a quoted attribute value"),
        ("<a b=/>", "expected a quoted attribute value"),
        ("<a b='1/>", "unexpected end of document"),
        ("<a b='1\"/>", "unexpected end of document"),
        ("<a b='1'c='2'/>", "expected white space, `>` or `/>`"),
        ("<a b='1''2'/>", "expected white space, `>` or `/>`"),
        ("<a b='<'/>", "`<` in an attribute value"),
        ("<a b='&'/>", "`&` does not begin a reference"),
        ("<a b='&nbsp;'/>", "invalid reference `&nbsp;`"),
        ("<a b='\u{1}'/>", "forbidden character '\\u{1}'"),
        ("<a b='\u{fffe}'/>", "forbidden character '\\u{fffe}'"),
        ("<a 1b='1'/>", "invalid element or attribute name"),
        ("<a b='1' b='2'/>", "duplicate attribute `b`"),
        ("<a b='1' c='2' b='3'/>", "duplicate attribute `b`"),
        ("<a a='' b='' c='' d='' e='' f='' g='' h='' i='' j='' c=''/>", "duplicate attribute `c`"),
        ("<a xml:lang='de' xml:lang='en'/>", "duplicate attribute `lang`"),
        ("<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", "duplicate attribute `b`"),
        ("<r xmlns:p='u'><a xmlns:q='&#117;' p:b='1' q:b='2'/></r>", "duplicate attribute `b`"),
    ]);
}

#[test]
fn checks_namespaces() {
    check_accepted(&[
        ("<a xmlns='u'/>", "<a xmlns=\"u\"/>"),
        ("<a xmlns=''/>", "<a xmlns=\"\"/>"),
        ("<a xmlns='u'><b xmlns=''/></a>", "<a xmlns=\"u\"><b xmlns=\"\"/></a>"),
        ("<p:a xmlns:p='u'><p:b/></p:a>", "<p:a xmlns:p=\"u\"><p:b/></p:a>"),
        ("<p:a p:b='1' xmlns:p='u'/>", "<p:a xmlns:p=\"u\" p:b=\"1\"/>"),
        // A default namespace does not apply to attributes.
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
    check_rejected(&[
        ("<p:a/>", "prefix `p` is not declared"),
        ("<a p:b='1'/>", "prefix `p` is not declared"),
        ("<a><b xmlns:p='u'/><p:c/></a>", "prefix `p` is not declared"),
        ("<a xmlns:p=''/>", "prefix `p` has an empty namespace"),
        ("<p:a xmlns:p='u'><b xmlns:p=''/></p:a>", "prefix `p` has an empty namespace"),
        ("<a xmlns:xmlns='u'/>", "cannot be bound to"),
        ("<a xmlns:xml='u'/>", "cannot be bound to"),
        ("<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>", "cannot be bound to"),
        ("<a xmlns='http://www.w3.org/XML/1998/namespace'/>", "cannot be bound to"),
        ("<a xmlns:p='http://www.w3.org/2000/xmlns/'/>", "cannot be bound to"),
        ("<a xmlns='http://www.w3.org/2000/xmlns/'/>", "cannot be bound to"),
        ("<a xmlns:p='u' xmlns:p='v'/>", "declared twice"),
        ("<a xmlns='u' xmlns='u'/>", "declared twice"),
        ("<a xmlns:='u'/>", "prefix without a local name"),
        ("<xmlns:a/>", "prefix `xmlns` is not declared"),
    ]);
}

#[test]
fn checks_text_and_references() {
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
    check_rejected(&[
        ("<a>]]></a>", "`]]>` in text"),
        ("<a><b/>]]></a>", "`]]>` in text"),
        ("<a>\u{0}</a>", "forbidden character '\\0'"),
        ("<a>\u{b}</a>", "forbidden character '\\u{b}'"),
        ("<a>\u{fffe}</a>", "forbidden character '\\u{fffe}'"),
        ("<a>x\u{ffff}</a>", "forbidden character '\\u{ffff}'"),
        ("<a><b/>\u{1f}</a>", "forbidden character '\\u{1f}'"),
        ("<a><![CDATA[\u{1}]]></a>", "forbidden character '\\u{1}'"),
        ("<a>&</a>", "`&` does not begin a reference"),
        ("<a>& </a>", "`&` does not begin a reference"),
        ("<a>&;</a>", "invalid reference `&;`"),
        ("<a>&amp</a>", "`&` does not begin a reference"),
        ("<a>&AMP;</a>", "invalid reference `&AMP;`"),
        ("<a>&nbsp;</a>", "invalid reference `&nbsp;`"),
        ("<a>&#0;</a>", "invalid reference `&#0;`"),
        ("<a>&#;</a>", "invalid reference `&#;`"),
        ("<a>&#x;</a>", "invalid reference `&#x;`"),
        ("<a>&#X41;</a>", "invalid reference `&#X41;`"),
        ("<a>&#+65;</a>", "invalid reference `&#+65;`"),
        ("<a>&#-65;</a>", "invalid reference `&#-65;`"),
        ("<a>&#x+41;</a>", "invalid reference `&#x+41;`"),
        ("<a>&#1;</a>", "invalid reference `&#1;`"),
        ("<a>&#xD800;</a>", "invalid reference `&#xD800;`"),
        ("<a>&#xDFFF;</a>", "invalid reference `&#xDFFF;`"),
        ("<a>&#xFFFE;</a>", "invalid reference `&#xFFFE;`"),
        ("<a>&#x110000;</a>", "invalid reference `&#x110000;`"),
        ("<a>&#4294967361;</a>", "invalid reference `&#4294967361;`"),
        ("<a>&#99999999999999999999;</a>", "`&` does not begin a reference"),
        ("<a><![CDATA[x]]</a>", "unexpected end of document"),
        ("<a><![cdata[x]]></a>", "expected a comment after `<!`"),
    ]);
}

#[test]
fn checks_comments_instructions_and_declarations() {
    check_accepted(&[
        ("<?xml version='1.0'?><a/>", "<a/>"),
        ("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\" ?>\n<a/>", "<a/>"),
        ("<?xml\tversion = '1.1' standalone='no'?><a/>", "<a/>"),
        ("<a><!----><!-- <b> & --></a>", "<a/>"),
    ]);
    check_rejected(&[
        ("<a><!-- -- --></a>", "`--` inside a comment"),
        ("<a><!-- ---></a>", "`--` inside a comment"),
        ("<a><!-- \u{1} --></a>", "forbidden character"),
        ("<a><!-- </a>", "unexpected end of document"),
        ("<a><!- x --></a>", "expected a comment after `<!`"),
        ("<a><?xml version='1.0'?></a>", "invalid target"),
        ("<a><?XmL?></a>", "invalid target"),
        ("<a><?1?></a>", "invalid target"),
        ("<a><? x?></a>", "invalid target"),
        ("<a><??></a>", "invalid target"),
        ("<a><?x:y?></a>", "invalid target"),
        ("<a><?x \u{1}?></a>", "forbidden character"),
        ("<a><?x</a>", "unexpected end of document"),
        (" <?xml version='1.0'?><a/>", "invalid target"),
        ("<?XML version='1.0'?><a/>", "invalid target"),
        ("<?xml?><a/>", "invalid target"),
        ("<?xml ?><a/>", "no version"),
        ("<?xml encoding='utf-8'?><a/>", "no version"),
        ("<?xml version=1.0?><a/>", "invalid field"),
        ("<?xml version='1.0\"?><a/>", "invalid field"),
        ("<?xml version='1.0'encoding='utf-8'?><a/>", "invalid field"),
        ("<?xml version='9.9'?><a/>", "invalid version \"9.9\""),
        ("<?xml version='1.'?><a/>", "invalid version \"1.\""),
        ("<?xml version='1.0' encoding='1utf'?><a/>", "invalid encoding \"1utf\""),
        ("<?xml version='1.0' encoding=''?><a/>", "invalid encoding \"\""),
        ("<?xml version='1.0' standalone='maybe'?><a/>", "invalid standalone \"maybe\""),
        ("<?xml version='1.0' standalone='no' encoding='utf-8'?><a/>", "unexpected field"),
        ("<?xml version='1.0' version='1.0'?><a/>", "unexpected field"),
        ("<?xml version='1.0'", "unexpected end of document"),
    ]);
}

#[test]
fn rejects_document_types_everywhere() {
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
fn decodes_declared_encodings() {
    let cases: [(&[u8], _, Result<&str, &str>); 6] = [
        // Text readable as ASCII is not UTF-16, although .NET's string writers declare it.
        (b"<?xml version='1.0' encoding='utf-16'?><a>\xc3\xa9</a>", None, Ok("<a>\u{e9}</a>")),
        // A processing instruction is not an XML declaration.
        (b"<?xml-x encoding='latin1'?><a>\xc3\xa9</a>", None, Ok("<a>\u{e9}</a>")),
        (b"<?xml version='1.0' encoding='latin1'?><a>\xe9</a>", None, Ok("<a>\u{e9}</a>")),
        (b"<?xml version='1.0' encoding='x'?><a/>", None, Err("unknown encoding \"x\"")),
        (b"<a>\xc3\xa9</a>", Some("iso-8859-1"), Ok("<a>\u{c3}\u{a9}</a>")),
        (b"<a>\xff</a>", Some("iso-2022-kr"), Err("invalid replacement")),
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
fn rejects_a_message_truncated_anywhere() {
    let message = include_str!("common/reply.xml").trim_end();
    assert!(parse(message).is_ok());
    for end in (0..message.len()).filter(|end| message.is_char_boundary(*end)) {
        let error = parse(&message[..end]).map(|element| element.to_xml()).expect_err("cut off");
        assert!(error.offset() <= end, "{end}: {error}");
    }
}
