//! References between elements in SOAP's encoding (SOAP 1.1, §5.4.1; SOAP 1.2 part 2, §3.1.5.3).
//!
//! ```text
//! <a href="#1"/> … <multiRef id="1"><b>7</b></multiRef>   becomes   <a><b>7</b></a>
//! ```

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    rc::Rc,
    sync::Arc,
};

use crate::xml::{
    AnyAttribute, AnyElement, AnyNode, QName, ReadError, ReadErrorKind, ReadOptions, SOAP_ENCODING,
    SOAP12_ENCODING, shorten,
};

/// About what an element takes in memory, its text and attributes aside.
const ELEMENT_BYTES: usize = 256;
/// About what a declaration takes in memory, prefix and URI aside.
const DECLARATION_BYTES: usize = 64;

type Declarations = Vec<(String, Arc<str>)>;

/// The declarations on an element, and those around it. Nothing is copied before it is needed: an
/// element in a thousand others may be referred to a thousand times.
struct Scope<'a> {
    own: &'a Declarations,
    outer: Around<'a>,
}

/// The declarations around an element; none around the envelope.
type Around<'a> = Option<Rc<Scope<'a>>>;

/// A message with each reference replaced by what it refers to; the same where there is none.
///
/// # Errors
///
/// When the message is not well-formed, something contains itself, or what comes of it is deeper or
/// longer than the options allow.
///
/// ```
/// use wsdlgen_runtime::{soap::inline_references, xml::ReadOptions};
///
/// let message = "<r><a href='#1'/><b id='1'>x</b></r>";
/// let inlined = inline_references(message, &ReadOptions::default())?;
/// assert!(inlined.contains("x</a>"), "{inlined}");
/// # Ok::<(), wsdlgen_runtime::xml::ReadError>(())
/// ```
pub fn inline_references<'t>(
    text: &'t str,
    options: &ReadOptions,
) -> Result<Cow<'t, str>, ReadError> {
    let mentions = |what: &str| memchr::memmem::find(text.as_bytes(), what.as_bytes()).is_some();
    if !(mentions("href=") || mentions("ref=") && mentions(SOAP12_ENCODING) || mentions("id=")) {
        return Ok(Cow::Borrowed(text));
    }
    let envelope = AnyElement::parse(text, options)?;
    let mut graph = Graph {
        targets: HashMap::new(),
        redeclared: HashSet::new(),
        options,
        bytes: 0,
        open: Vec::new(),
    };
    graph.collect(&envelope, &None);
    let tree = graph.inlined(&envelope, 0)?;
    let written = tree.to_xml().map_err(|error| refusal(&error.to_string()))?;
    Ok(Cow::Owned(written))
}

fn refusal(what: &str) -> ReadError {
    ReadError::new(ReadErrorKind::Malformed(what.to_owned().into()), String::new(), "", 0)
}

/// What can be referred to, and how far following references has gone.
struct Graph<'a> {
    /// By id: the element, and the declarations around it.
    targets: HashMap<&'a str, (&'a AnyElement, Around<'a>)>,
    /// The prefixes that are declared inside of the envelope.
    redeclared: HashSet<&'a str>,
    options: &'a ReadOptions,
    /// The size of what has been put together.
    bytes: usize,
    /// What is being followed, the outermost first.
    open: Vec<&'a str>,
}

impl<'a> Graph<'a> {
    fn collect(&mut self, element: &'a AnyElement, around: &Around<'a>) {
        let own: Around<'a>;
        let inside = if element.declarations.is_empty() && around.is_some() {
            around
        } else {
            if around.is_some() {
                let prefixes = element.declarations.iter().map(|(prefix, _)| prefix.as_str());
                self.redeclared.extend(prefixes);
            }
            own = Some(Rc::new(Scope { own: &element.declarations, outer: around.clone() }));
            &own
        };
        if let Some(id) = id_of(element) {
            self.targets.entry(id).or_insert((element, around.clone()));
        }
        element.elements().for_each(|child| self.collect(child, inside));
    }

    /// The declarations around a target that are not in force everywhere, the outermost first.
    fn taken_along(&mut self, around: &Around<'a>) -> Result<Declarations, ReadError> {
        let mut scopes = Vec::new();
        let mut next = around.as_deref();
        while let Some(scope) = next {
            scopes.push(scope);
            next = scope.outer.as_deref();
        }
        let is_needed = |scope: &Scope<'a>, prefix: &str| {
            scope.outer.is_some() || self.redeclared.contains(prefix)
        };
        let scopes = scopes.into_iter().rev();
        let all = scopes.flat_map(|scope| scope.own.iter().map(move |one| (scope, one)));
        let needed = all.filter(|(scope, (prefix, _))| is_needed(scope, prefix));
        let taken: Declarations = needed.map(|(_, one)| one.clone()).collect();
        self.count(declaration_bytes(&taken))?;
        Ok(taken)
    }

    /// Counts what has been put together.
    fn count(&mut self, bytes: usize) -> Result<(), ReadError> {
        self.bytes += bytes;
        if self.bytes > self.options.limits.message_bytes {
            return Err(refusal("references make the message longer than it may be"));
        }
        Ok(())
    }

    fn inlined(&mut self, element: &'a AnyElement, depth: usize) -> Result<AnyElement, ReadError> {
        if depth > self.options.limits.depth {
            return Err(refusal("references lead deeper than elements may be"));
        }
        let Some(id) = reference_of(element) else { return self.copied(element, depth) };
        let Some((target, around)) = self.targets.get(id).cloned() else {
            return Err(refusal(&format!("nothing in the message has the id {}", shorten(id, 80))));
        };
        if self.open.contains(&id) {
            return Err(refusal("an element that refers to itself has no end"));
        }
        self.open.push(id);
        let mut inlined = self.inlined(target, depth + 1)?;
        self.open.pop();
        inlined.name = element.name.clone();
        // What the target's values mean depends on what is declared around it.
        inlined.declarations.splice(0..0, self.taken_along(&around)?);
        self.count(name_bytes(&element.name) + attribute_bytes(&element.attributes))?;
        let own = element.attributes.iter().filter(|one| !is_encodings_own(one));
        inlined.attributes.extend(own.cloned());
        Ok(inlined)
    }

    fn copied(&mut self, element: &'a AnyElement, depth: usize) -> Result<AnyElement, ReadError> {
        let attributes = element.attributes.iter().filter(|one| !is_encodings_own(one));
        let mut copy = AnyElement {
            name: element.name.clone(),
            declarations: element.declarations.clone(),
            attributes: attributes.cloned().collect(),
            children: Vec::with_capacity(element.children.len()),
        };
        self.count(ELEMENT_BYTES + name_bytes(&copy.name))?;
        self.count(attribute_bytes(&copy.attributes) + declaration_bytes(&copy.declarations))?;
        let mut has_call = false;
        for child in &element.children {
            match child {
                AnyNode::Text(text) => {
                    self.count(text.len())?;
                    copy.children.push(AnyNode::Text(text.clone()));
                }
                AnyNode::Element(child)
                    if depth == BODY && is_beside(child, &copy.name, has_call) => {}
                AnyNode::Element(child) => {
                    has_call = true;
                    copy.children.push(AnyNode::Element(self.inlined(child, depth + 1)?));
                }
            }
        }
        Ok(copy)
    }
}

fn name_bytes(name: &QName) -> usize {
    name.prefix().len() + name.local().len()
}

fn attribute_bytes(attributes: &[AnyAttribute]) -> usize {
    attributes.iter().map(|one| name_bytes(&one.name) + one.value.len()).sum()
}

fn declaration_bytes(declarations: &Declarations) -> usize {
    let bytes = |(prefix, uri): &(String, Arc<str>)| DECLARATION_BYTES + prefix.len() + uri.len();
    declarations.iter().map(bytes).sum()
}

/// How deep the envelope's `Body` and `Header` are.
const BODY: usize = 1;

/// Whether an element in the body is no call but something that others refer to (SOAP 1.1, §5.6):
/// it says so, or stands behind the call.
fn is_beside(element: &AnyElement, body: &QName, has_call: bool) -> bool {
    let says_so = element.attributes.iter().any(|one| {
        one.name.namespace() == SOAP_ENCODING && one.name.local() == "root" && one.value == "0"
    });
    body.local() == "Body" && id_of(element).is_some() && (says_so || has_call)
}

fn attribute<'e>(element: &'e AnyElement, plain: &str, soap12: &str) -> Option<&'e str> {
    let found = element.attributes.iter().find(|one| {
        let name = &one.name;
        (name.namespace().is_empty() && name.local() == plain)
            || (name.namespace() == SOAP12_ENCODING && name.local() == soap12)
    });
    found.map(|one| one.value.trim())
}

fn id_of(element: &AnyElement) -> Option<&str> {
    attribute(element, "id", "id")
}

/// The id that an element refers to. What is outside of the message (an attachment) has none.
fn reference_of(element: &AnyElement) -> Option<&str> {
    let written = attribute(element, "href", "ref")?;
    written.strip_prefix('#').or_else(|| (!written.contains(':')).then_some(written))
}

/// Whether an attribute is about references, and no part of a value.
fn is_encodings_own(attribute: &AnyAttribute) -> bool {
    let (namespace, local) = (attribute.name.namespace(), attribute.name.local());
    match namespace {
        "" => local == "id" || (local == "href" && attribute.value.trim().starts_with('#')),
        SOAP_ENCODING => local == "root",
        SOAP12_ENCODING => matches!(local, "id" | "ref"),
        _ => local == "encodingStyle",
    }
}

#[cfg(test)]
mod tests {
    use super::inline_references;
    use crate::xml::{Limits, ReadOptions};

    fn inlined(body: &str) -> Result<String, String> {
        let text = format!("<E><Body>{body}</Body></E>");
        let inlined = inline_references(&text, &ReadOptions::default());
        let inlined = inlined.map_err(|error| error.to_string())?.into_owned();
        let body =
            inlined.strip_prefix("<E><Body>").and_then(|rest| rest.strip_suffix("</Body></E>"));
        Ok(body.unwrap().to_owned())
    }

    #[test]
    fn references_become_what_they_refer_to() {
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
            // The target's prefixes go with it.
            (
                r##"<c xmlns:p="urn:c"><a href="#1"/></c><m xmlns:p="urn:m" id="1" t="p:x"/>"##,
                r#"<c xmlns:p="urn:c"><a xmlns:p="urn:m" t="p:x"/></c>"#,
            ),
            // What is outside is for others to find.
            (r#"<c><a href="cid:9"/></c>"#, r#"<c><a href="cid:9"/></c>"#),
        ];
        for (body, expected) in cases {
            assert_eq!(inlined(body).as_deref(), Ok(expected), "{body}");
        }
    }

    #[test]
    fn what_would_have_no_end_is_refused() {
        let nowhere = r##"<c><a href="#9"/></c>"##;
        assert!(inlined(nowhere).unwrap_err().contains("has the id 9"));
        let itself = r##"<c><a href="#1"/></c><m id="1"><a href="#1"/></m>"##;
        assert!(inlined(itself).unwrap_err().contains("no end"));
        let link = |at| format!(r##"<m id="{at}"><a href="#{}"/></m>"##, at + 1);
        let chain: Vec<String> = (0..300).map(link).collect();
        let deep = format!(r##"<c><a href="#0"/></c>{}"##, chain.concat());
        assert!(inlined(&deep).unwrap_err().contains("deeper"));
        // Each doubles the one before.
        let pair = |at| format!(r##"<m id="{at}"><a href="#{0}"/><a href="#{0}"/></m>"##, at + 1);
        let pairs: Vec<String> = (0..40).map(pair).collect();
        let laughs = format!(r##"<c><a href="#0"/></c>{}<m id="40">x</m>"##, pairs.concat());
        assert!(inlined(&laughs).unwrap_err().contains("longer"));
    }

    /// How long a message gets in which references may lead to 4 MiB.
    fn length(declared: &str, body: &str) -> Result<usize, String> {
        let message = format!("<E><Body{declared}>{body}</Body></E>");
        let limits = Limits { message_bytes: 4 << 20, ..Limits::default() };
        let options = ReadOptions { limits, ..ReadOptions::default() };
        let inlined = inline_references(&message, &options);
        inlined.map(|inlined| inlined.len()).map_err(|error| error.to_string())
    }

    #[test]
    fn whatever_is_said_again_at_each_reference_counts() {
        let declared: Vec<_> = (0..250).map(|at| format!(" xmlns:p{at}='urn:{at}'")).collect();
        let (declared, long) = (declared.concat(), "l".repeat(100_000));
        let targets = [
            format!("<m id='1'>{long}</m>"),
            format!("<m id='1'><{long}/></m>"),
            format!("<m id='1' x='{long}'/>"),
            format!("<m id='1' {long}=''/>"),
            format!("<m id='1'{declared}/>"),
            format!("<m id='1' xmlns:{long}='u'/>"),
            // Declared around it.
            format!("<n xmlns:p='{long}'><m id='1'/></n>"),
            // What a reference has of its own stands wherever it does.
            format!("<m id='1'><a href='#2' x='{long}'/></m><m id='2'/>"),
        ];
        let with = |references: usize, declared: &str, target: &str| {
            let references = "<a href='#1'/>".repeat(references);
            length(declared, &format!("<c>{references}</c>{target}"))
        };
        for target in targets {
            assert!(with(2, "", &target).is_ok());
            let error = with(2_000, "", &target).unwrap_err();
            assert!(error.contains("longer"), "{error}");
        }
        // Of the body's declarations a target does not know which it needs.
        assert!(with(2, &declared, "<m id='1'/>").is_ok());
        assert!(with(2_000, &declared, "<m id='1'/>").unwrap_err().contains("longer"));
    }

    #[test]
    fn declarations_are_not_kept_for_each_of_what_may_be_referred_to() {
        // That would be gigabytes.
        let declared: Vec<_> = (0..250).map(|at| format!(" xmlns:p{at}='urn:{at}'")).collect();
        let ids: Vec<_> = (0..200_000).map(|at| format!("<a id='{at}'/>")).collect();
        let declared = declared.concat();
        assert_eq!(length(&declared, &ids.concat()), length(&declared, "<a id='0'/>"));
    }

    #[test]
    fn what_the_envelope_declares_goes_along_only_where_it_is_declared_anew() {
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
    fn what_stands_beside_the_call_is_told_in_linear_time() {
        let encoding = "xmlns:s='http://schemas.xmlsoap.org/soap/encoding/'";
        // Each of the latter, compared with each of the former, would be 10^11 comparisons.
        let said_so = "x<m id='1' s:root='0'/>".repeat(300_000);
        let behind = "<m id='1'/>".repeat(300_000);
        let message = format!("<E {encoding}><Body>{said_so}<c/>{behind}</Body></E>");
        let inlined = inline_references(&message, &ReadOptions::default()).unwrap();
        assert!(inlined.ends_with("x<c/></Body></E>"), "{}", inlined.len());
    }
}
