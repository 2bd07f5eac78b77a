//! References between elements in SOAP's encoding (SOAP 1.1, §5.4.1; SOAP 1.2 part 2, §3.1.5.3).
//!
//! ```text
//! <a href="#1"/> … <multiRef id="1"><b>7</b></multiRef>   becomes   <a><b>7</b></a>
//! ```

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use crate::xml::{
    AnyAttribute, AnyElement, AnyNode, ReadError, ReadErrorKind, ReadOptions, SOAP_ENCODING,
    SOAP12_ENCODING, shorten,
};

/// About what an element takes in memory, its text and attributes aside.
const ELEMENT_BYTES: usize = 256;

type Declarations = Vec<(String, Arc<str>)>;

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
    let mut graph = Graph { targets: HashMap::new(), options, bytes: 0, open: Vec::new() };
    graph.collect(&envelope, &Vec::new());
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
    targets: HashMap<&'a str, (&'a AnyElement, Declarations)>,
    options: &'a ReadOptions,
    /// The size of what has been put together.
    bytes: usize,
    /// What is being followed, the outermost first.
    open: Vec<&'a str>,
}

impl<'a> Graph<'a> {
    fn collect(&mut self, element: &'a AnyElement, around: &Declarations) {
        let own: Declarations;
        let around = if element.declarations.is_empty() {
            around
        } else {
            own = around.iter().chain(&element.declarations).cloned().collect();
            &own
        };
        if let Some(id) = id_of(element) {
            self.targets.entry(id).or_insert((element, around.clone()));
        }
        element.elements().for_each(|child| self.collect(child, around));
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
        inlined.declarations.splice(0..0, around);
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
        self.bytes += ELEMENT_BYTES;
        self.bytes += copy.attributes.iter().map(|one| one.value.len()).sum::<usize>();
        for child in &element.children {
            match child {
                AnyNode::Text(text) => {
                    self.bytes += text.len();
                    copy.children.push(AnyNode::Text(text.clone()));
                }
                AnyNode::Element(child) if depth == BODY && is_beside(child, &copy) => {}
                AnyNode::Element(child) => {
                    copy.children.push(AnyNode::Element(self.inlined(child, depth + 1)?));
                }
            }
            if self.bytes > self.options.limits.message_bytes {
                return Err(refusal("references make the message longer than it may be"));
            }
        }
        Ok(copy)
    }
}

/// How deep the envelope's `Body` and `Header` are.
const BODY: usize = 1;

/// Whether an element in the body is no call but something that others refer to (SOAP 1.1, §5.6):
/// it says so, or stands behind the call.
fn is_beside(element: &AnyElement, body: &AnyElement) -> bool {
    let says_so = element.attributes.iter().any(|one| {
        one.name.namespace() == SOAP_ENCODING && one.name.local() == "root" && one.value == "0"
    });
    body.name.local() == "Body"
        && id_of(element).is_some()
        && (says_so || body.elements().next().is_some())
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
    use crate::xml::ReadOptions;

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
}
