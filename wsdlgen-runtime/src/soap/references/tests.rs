use super::{Targets, inline_references, inline_references_to};
use crate::xml::{Limits, ReadOptions};

fn inlined(body: &str) -> Result<String, String> {
    let text = format!("<E><Body>{body}</Body></E>");
    let inlined = inline_references(&text, &ReadOptions::default());
    let inlined = inlined.map_err(|error| error.to_string())?.into_owned();
    let body = inlined.strip_prefix("<E><Body>").and_then(|rest| rest.strip_suffix("</Body></E>"));
    Ok(body.unwrap().to_owned())
}

#[test]
fn replaces_references_with_their_targets() {
    let cases = [
        ("<c><a>1</a></c>", "<c><a>1</a></c>"),
        (
            r##"<c><a href="#1"/><b href="#1"/></c><m id="1" x="y"><d>7</d></m>"##,
            r#"<c><a x="y"><d>7</d></a><b x="y"><d>7</d></b></c>"#,
        ),
        (
            r##"<c><a href="#1"/></c><m id="1"><d href="#2"/></m><m id="2">7</m>"##,
            "<c><a><d>7</d></a></c>",
        ),
        // The target keeps its prefixes.
        (
            r##"<c xmlns:p="urn:c"><a href="#1"/></c><m xmlns:p="urn:m" id="1" t="p:x"/>"##,
            r#"<c xmlns:p="urn:c"><a xmlns:p="urn:m" t="p:x"/></c>"#,
        ),
        // A signature does not cover white space around the equals sign or the order of attributes.
        (r##"<c><a href ="#1"/></c><m id = "1">7</m>"##, "<c><a>7</a></c>"),
        (
            r##"<c xmlns:e="http://www.w3.org/2003/05/soap-encoding"><a e:ref="2" href="#1"/></c><m id="1">7</m><m id="2">8</m>"##,
            r#"<c xmlns:e="http://www.w3.org/2003/05/soap-encoding"><a>7</a></c>"#,
        ),
        // The number sign is optional.
        (r#"<c><a href="1"/></c><m id="1">7</m>"#, "<c><a>7</a></c>"),
        // An id that nothing refers to may be a member of the type.
        (
            r##"<c id="x"><a href="#1"/></c><m id="1"><d id="y"/></m>"##,
            r#"<c id="x"><a><d id="y"/></a></c>"#,
        ),
        // References to attachments are kept.
        (r#"<c><a href="cid:9"/></c>"#, r#"<c><a href="cid:9"/></c>"#),
    ];
    for (body, expected) in cases {
        assert_eq!(inlined(body).as_deref(), Ok(expected), "{body}");
    }
}

#[test]
fn rejects_unresolved_cyclic_and_exploding_references() {
    let unresolved = r##"<c><a href="#9"/></c>"##;
    assert!(inlined(unresolved).unwrap_err().contains("has the id `9`"));
    let cycle = r##"<c><a href="#1"/></c><m id="1"><a href="#1"/></m>"##;
    let named = "cyclic references: in the element with the id `1`, `a` refers to `1`";
    assert!(inlined(cycle).unwrap_err().contains(named));
    let list = r##"<c><list href="#1"/></c><m id="1"><next href="#2"/></m><m id="2"><next href="#3"/></m><m id="3"><next href="#1"/></m>"##;
    let named = "in the element with the id `1`, `next` refers to `2`, where `next` refers to `3`, where `next` refers to `1`";
    assert!(inlined(list).unwrap_err().contains(named));
    let link = |at: usize| format!(r##"<m id="{at}"><a href="#{}"/></m>"##, (at + 1) % 50);
    let ring: Vec<String> = (0..50).map(link).collect();
    let error = inlined(&format!(r##"<c><a href="#0"/></c>{}"##, ring.concat())).unwrap_err();
    assert!(error.contains("42 more, where `a` refers to `0`") && error.len() < 500, "{error}");
    let link = |at| format!(r##"<m id="{at}"><a href="#{}"/></m>"##, at + 1);
    let chain: Vec<String> = (0..300).map(link).collect();
    let deep = format!(r##"<c><a href="#0"/></c>{}"##, chain.concat());
    assert!(inlined(&deep).unwrap_err().contains("`Limits::depth`"));
    // Each element refers twice to the next one.
    let pair = |at| format!(r##"<m id="{at}"><a href="#{0}"/><a href="#{0}"/></m>"##, at + 1);
    let pairs: Vec<String> = (0..40).map(pair).collect();
    let laughs = format!(r##"<c><a href="#0"/></c>{}<m id="40">x</m>"##, pairs.concat());
    assert!(inlined(&laughs).unwrap_err().contains("exceed 16 times"));
}

/// Returns the inlined length of a message with a limit of 4 MiB.
fn length(declared: &str, body: &str) -> Result<usize, String> {
    let message = format!("<E><Body{declared}>{body}</Body></E>");
    let limits = Limits { message_bytes: 4 << 20, ..Limits::default() };
    let options = ReadOptions { limits, ..ReadOptions::default() };
    let inlined = inline_references(&message, &options);
    inlined.map(|inlined| inlined.len()).map_err(|error| error.to_string())
}

#[test]
fn limits_all_repeated_parts_of_targets() {
    let declared: Vec<_> = (0..250).map(|at| format!(" xmlns:p{at}='urn:{at}'")).collect();
    let (declared, long) = (declared.concat(), "l".repeat(100_000));
    let targets = [
        format!("<m id='1'>{long}</m>"),
        format!("<m id='1'><{long}/></m>"),
        format!("<m id='1' x='{long}'/>"),
        format!("<m id='1' {long}=''/>"),
        format!("<m id='1'{declared}/>"),
        format!("<m id='1' xmlns:{long}='u'/>"),
        // Declared around the target.
        format!("<n xmlns:p='{long}'><m id='1'/></n>"),
        // The attributes of the reference are repeated too.
        format!("<m id='1'><a href='#2' x='{long}'/></m><m id='2'/>"),
    ];
    let with = |references: usize, declared: &str, target: &str| {
        let references = "<a href='#1'/>".repeat(references);
        length(declared, &format!("<c>{references}</c>{target}"))
    };
    for target in targets {
        assert!(with(2, "", &target).is_ok());
        let error = with(2_000, "", &target).unwrap_err();
        assert!(error.contains("exceed 16 times"), "{error}");
    }
    // A target may need any of the body's declarations, so it gets all of them.
    assert!(with(2, &declared, "<m id='1'/>").is_ok());
    assert!(with(2_000, &declared, "<m id='1'/>").unwrap_err().contains("exceed 16 times"));
}

#[test]
fn shares_declarations_between_targets() {
    // A copy for each target would take gigabytes.
    let declared: Vec<_> = (0..250).map(|at| format!(" xmlns:p{at}='urn:{at}'")).collect();
    let ids: Vec<_> = (0..200_000).map(|at| format!("<a id='{at}'/>")).collect();
    let declared = declared.concat();
    assert_eq!(length(&declared, &ids.concat()), length(&declared, "<a id='0'/>"));
}

#[test]
fn copies_envelope_declarations_only_if_redeclared() {
    let message = |c: &str| {
        format!(
            r##"<E xmlns:p="urn:e" xmlns:q="urn:q"><Body><c{c}><a href="#1"/></c><m id="1">p:x</m></Body></E>"##
        )
    };
    let here = "<E><H xmlns:p='urn:h'><m id='1'>p:x</m></H><Body><a href='#1'/></Body></E>";
    let inlined = inline_references(here, &ReadOptions::default()).unwrap();
    assert!(inlined.contains(r#"<Body><a xmlns:p="urn:h">p:x</a></Body>"#), "{inlined}");
    for (c, a) in [("", ""), (r#" xmlns:p="urn:c""#, r#" xmlns:p="urn:e""#)] {
        let message = message(c);
        let inlined = inline_references(&message, &ReadOptions::default()).unwrap();
        assert!(inlined.contains(&format!("<c{c}><a{a}>p:x</a></c>")), "{inlined}");
    }
}

#[test]
fn finds_independent_elements_in_linear_time() {
    let encoding = "xmlns:s='http://schemas.xmlsoap.org/soap/encoding/'";
    // Comparing each element after the call with each one before it would take 10^11 comparisons.
    let before = "x<m id='1' s:root='0'/>".repeat(300_000);
    let after = "<m id='1'/>".repeat(300_000);
    let message = format!("<E {encoding}><Body>{before}<c/>{after}</Body></E>");
    let inlined = inline_references(&message, &ReadOptions::default()).unwrap();
    assert!(inlined.ends_with("x<c/></Body></E>"), "{}", inlined.len());
}

#[test]
fn resolves_references_only_within_a_signed_body() {
    let message = |id: &str| {
        format!(
            "<E><Header><h id='{id}'>evil</h></Header>\
             <Body><c><a href='#a'/></c><m id='a'>x</m></Body></E>"
        )
    };
    let inlined = |allowed, message: &str| {
        let inlined = inline_references_to(allowed, message, &mut ReadOptions::default());
        inlined.map(|text| text.contains(">evil</a>")).map_err(|error| error.to_string())
    };
    for id in ["a", " a", "a&#9;", "&#10;a"] {
        assert_eq!(inlined(Targets::Anywhere, &message(id)), Ok(true), "{id}");
        assert_eq!(inlined(Targets::Body, &message(id)), Ok(false), "{id}");
    }
    // A no-break space is part of an id.
    assert_eq!(inlined(Targets::Anywhere, &message("\u{a0}a")), Ok(false));
    let outside = message("b").replace("#a", "#b");
    assert!(inlined(Targets::Body, &outside).unwrap_err().contains("has the id `b`"));
}
