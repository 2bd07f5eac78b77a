//! References between elements in the SOAP encoding (SOAP 1.1, §5.4.1; SOAP 1.2 part 2, §3.1.5.3).
//!
//! ```text
//! <a href="#1"/> … <multiRef id="1"><b>7</b></multiRef>   becomes   <a><b>7</b></a>
//! ```

mod cost;

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    rc::Rc,
    sync::Arc,
};

use crate::xml::{
    AnyAttribute, AnyElement, AnyNode, Cursor, Namespaces, QName, ReadError, ReadErrorKind,
    ReadOptions, SOAP_ENCODING, SOAP12_ENCODING, Writer, id_value, shorten,
};

/// The memory of an entry of [`Graph::targets`] while the table grows, in bytes.
const TARGET_BYTES: usize = 4 * size_of::<(&str, Target<'_>)>();

type Declarations = Vec<(String, Arc<str>)>;

/// The namespace declarations of an element that are not in scope for the whole envelope, and those around it.
///
/// Scopes are shared by all elements inside: an element nested in a thousand others may be referenced a
/// thousand times.
struct Scope<'a> {
    own: Vec<&'a (String, Arc<str>)>,
    outer: Around<'a>,
}

/// The scope around an element, or `None` around the envelope.
type Around<'a> = Option<Rc<Scope<'a>>>;

/// An element that can be referenced, and the scope around it.
type Target<'a> = (&'a AnyElement, Around<'a>);

/// Replaces each reference in a message with the element that it refers to. Borrows the message if it has none.
///
/// The result is at most 16 times as long as the message, or 1 MiB. Memory is limited by
/// [`Limits::memory_bytes`](crate::xml::Limits::memory_bytes).
///
/// # Errors
///
/// If the message is not well-formed, an element refers back to itself, or the result exceeds the limits.
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
    inline_references_to(Targets::Anywhere, text, &mut { *options })
}

/// The elements that references may refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Targets {
    /// All elements of the message.
    Anywhere,
    /// The elements of the body: those that a required signature covers.
    #[cfg_attr(
        not(any(test, feature = "ws-security")),
        expect(dead_code, reason = "nothing is signed")
    )]
    Body,
}

/// Works as [`inline_references`], but also restricts the targets. Subtracts the memory of the result from the
/// limits in `options`.
pub(crate) fn inline_references_to<'t>(
    allowed: Targets,
    text: &'t str,
    options: &mut ReadOptions,
) -> Result<Cow<'t, str>, ReadError> {
    let is_soap12 = || memchr::memmem::find(text.as_bytes(), SOAP12_ENCODING.as_bytes()).is_some();
    if !(mentions(text, "href") || mentions(text, "id") || mentions(text, "ref") && is_soap12()) {
        return Ok(Cow::Borrowed(text));
    }
    let mut cursor = Cursor::new(text, Namespaces::NONE, options)?;
    let envelope = cursor.capture()?;
    cursor.require_end()?;
    let mut graph = Graph {
        targets: HashMap::new(),
        cursor,
        longest: options.limits.inlined_bytes(text.len()),
        written: 0,
        referenced: HashSet::new(),
        open: Vec::new(),
    };
    graph.collect_envelope(&envelope, allowed)?;
    let tree = graph.inlined(&envelope, 0)?;
    graph.cursor.charge(graph.written)?;
    let mut writer = Writer::with_buffer(Vec::with_capacity(graph.written));
    tree.write(&mut writer);
    let written = writer.finish_text().map_err(|error| malformed(&error.to_string()))?;
    options.limits.keep(written.len());
    Ok(Cow::Owned(written))
}

/// Creates the error for references that exceed a limit.
fn beyond(what: &'static str, setting: &'static str, limit: usize) -> ReadError {
    ReadError::new(ReadErrorKind::Limit { what, setting, limit }, String::new())
}

/// Creates the error for references that form a cycle. `last` refers to the target of the first one again.
fn cyclic(open: &[(&str, &str)], last: (&str, &str)) -> ReadError {
    const NAMED: usize = 8;
    let mut links: Vec<String> = open[1..]
        .iter()
        .chain([&last])
        .map(|(name, id)| format!("`{}` refers to `{}`", shorten(name, 40), shorten(id, 40)))
        .collect();
    if links.len() > NAMED {
        let more = links.len() - NAMED;
        links.splice(NAMED - 1..links.len() - 1, [format!("{more} more")]);
    }
    let start = shorten(open[0].1, 40);
    let path = format!("in the element with the id `{start}`, {}", links.join(", where "));
    ReadError::new(ReadErrorKind::CyclicReference(path), String::new())
}

/// Returns whether an attribute of a message may have this local name.
fn mentions(text: &str, name: &str) -> bool {
    let mut found = memchr::memmem::find_iter(text.as_bytes(), name.as_bytes());
    found.any(|at| text[at + name.len()..].trim_start().starts_with('='))
}

fn malformed(what: &str) -> ReadError {
    ReadError::new(ReadErrorKind::Malformed(what.to_owned().into()), String::new())
}

/// The elements that can be referenced, and the state of following references.
struct Graph<'a> {
    /// The elements by id.
    targets: HashMap<&'a str, Target<'a>>,
    /// The cursor that has read the message. It tracks the remaining memory.
    cursor: Cursor<'a>,
    /// The maximum length of the result, in bytes.
    longest: usize,
    /// The length of the result so far, in bytes. All characters that may need escaping count as escaped.
    written: usize,
    /// The ids that references refer to.
    referenced: HashSet<&'a str>,
    /// The references that are being followed, outermost first: the name of the element and the id.
    open: Vec<(&'a str, &'a str)>,
}

impl<'a> Graph<'a> {
    fn collect_envelope(
        &mut self,
        envelope: &'a AnyElement,
        allowed: Targets,
    ) -> Result<(), ReadError> {
        let mut redeclared = HashSet::new();
        envelope.elements().for_each(|child| declared_in(child, &mut redeclared));
        let own = envelope.declarations.iter();
        let own = own.filter(|(prefix, _)| redeclared.contains(prefix.as_str())).collect();
        let inside = Some(Rc::new(Scope { own, outer: None }));
        let is_body = |child: &QName| {
            child.local() == "Body" && child.namespace() == envelope.name.namespace()
        };
        let allowed = |child: &&AnyElement| allowed == Targets::Anywhere || is_body(&child.name);
        envelope.elements().filter(allowed).try_for_each(|child| self.collect(child, &inside))
    }

    fn collect(&mut self, element: &'a AnyElement, around: &Around<'a>) -> Result<(), ReadError> {
        let own: Around<'a>;
        let inside = if element.declarations.is_empty() {
            around
        } else {
            let declarations = element.declarations.len();
            self.cursor.charge(size_of::<Scope<'_>>() + declarations * size_of::<&str>())?;
            let declarations = element.declarations.iter().collect();
            own = Some(Rc::new(Scope { own: declarations, outer: around.clone() }));
            &own
        };
        if let Some(id) = reference_of(element) {
            self.cursor.charge(size_of::<&str>())?;
            self.referenced.insert(id);
        }
        if let Some(id) = id_of(element) {
            self.cursor.charge(TARGET_BYTES)?;
            self.targets.entry(id).or_insert((element, around.clone()));
        }
        element.elements().try_for_each(|child| self.collect(child, inside))
    }

    /// Returns the declarations around a target that are not in scope everywhere, outermost first.
    fn taken_along(&mut self, around: &Around<'a>) -> Result<Declarations, ReadError> {
        let mut scopes = Vec::new();
        let mut next = around.as_deref();
        while let Some(scope) = next {
            scopes.push(scope);
            next = scope.outer.as_deref();
        }
        let mut taken = Vec::with_capacity(scopes.iter().map(|scope| scope.own.len()).sum());
        taken.extend(scopes.iter().rev().flat_map(|scope| scope.own.iter().copied().cloned()));
        self.count_declarations(&taken)?;
        Ok(taken)
    }

    fn inlined(&mut self, element: &'a AnyElement, depth: usize) -> Result<AnyElement, ReadError> {
        let limit = self.cursor.limits().depth;
        if depth > limit {
            return Err(beyond("nested elements", "depth", limit));
        }
        let Some(id) = reference_of(element) else { return self.copied(element, depth) };
        let Some((target, around)) = self.targets.get(id).cloned() else {
            return Err(malformed(&format!("no element has the id `{}`", shorten(id, 80))));
        };
        let name = element.name.local();
        if let Some(start) = self.open.iter().position(|(_, open)| *open == id) {
            return Err(cyclic(&self.open[start..], (name, id)));
        }
        self.open.push((name, id));
        let mut inlined = self.inlined(target, depth + 1)?;
        self.open.pop();
        inlined.name = element.name.clone();
        self.count_name(&element.name, 2)?;
        // The prefix may not be declared at the target.
        self.count_declaration(element.name.prefix(), element.name.namespace())?;
        // Values of the target may use prefixes that are declared around it.
        let mut declarations = self.taken_along(&around)?;
        declarations.append(&mut inlined.declarations);
        inlined.declarations = declarations;
        inlined.attributes.append(&mut self.copied_attributes(element)?);
        Ok(inlined)
    }

    fn copied(&mut self, element: &'a AnyElement, depth: usize) -> Result<AnyElement, ReadError> {
        self.count_name(&element.name, 2)?;
        self.count_declarations(&element.declarations)?;
        self.cursor.charge(element.children.len() * size_of::<AnyNode>())?;
        let mut copy = AnyElement {
            name: element.name.clone(),
            declarations: element.declarations.clone(),
            attributes: self.copied_attributes(element)?,
            children: Vec::with_capacity(element.children.len()),
        };
        let mut has_call = false;
        for child in &element.children {
            match child {
                AnyNode::Text(text) => {
                    self.count_text(text)?;
                    copy.children.push(AnyNode::Text(text.clone()));
                }
                AnyNode::Element(child)
                    if depth == BODY && is_independent(child, &copy.name, has_call) => {}
                AnyNode::Element(child) => {
                    has_call = true;
                    copy.children.push(AnyNode::Element(self.inlined(child, depth + 1)?));
                }
            }
        }
        Ok(copy)
    }
}

/// Collects the prefixes that are declared within an element.
fn declared_in<'a>(element: &'a AnyElement, prefixes: &mut HashSet<&'a str>) {
    prefixes.extend(element.declarations.iter().map(|(prefix, _)| prefix.as_str()));
    element.elements().for_each(|child| declared_in(child, prefixes));
}

/// The depth of the envelope's `Body` and `Header`.
const BODY: usize = 1;

/// Returns whether an element in the body is an independent element: a target of references instead of
/// the call (SOAP 1.1, §5.6). Such an element has `root="0"` or follows the call.
fn is_independent(element: &AnyElement, body: &QName, has_call: bool) -> bool {
    let is_marked = element.attributes.iter().any(|attribute| {
        let name = &attribute.name;
        name.namespace() == SOAP_ENCODING && name.local() == "root" && attribute.value == "0"
    });
    body.local() == "Body" && id_of(element).is_some() && (is_marked || has_call)
}

/// Returns the value of the SOAP 1.1 attribute, or else of the SOAP 1.2 attribute.
///
/// The order of the two must not matter, since a signature does not cover the order of attributes.
fn attribute<'e>(element: &'e AnyElement, plain: &str, soap12: &str) -> Option<&'e str> {
    let attribute = |namespace: &str, local: &str| {
        element.attributes.iter().find(|attribute| {
            attribute.name.namespace() == namespace && attribute.name.local() == local
        })
    };
    let found = attribute("", plain).or_else(|| attribute(SOAP12_ENCODING, soap12));
    found.map(|attribute| id_value(&attribute.value))
}

fn id_of(element: &AnyElement) -> Option<&str> {
    attribute(element, "id", "id")
}

/// Returns the id that an element refers to, or `None` for a reference to an attachment.
fn reference_of(element: &AnyElement) -> Option<&str> {
    inside(attribute(element, "href", "ref")?)
}

/// Returns the id in the value of a reference, or `None` if it refers to something outside the message.
fn inside(written: &str) -> Option<&str> {
    written.strip_prefix('#').or_else(|| (!written.contains(':')).then_some(written))
}

/// Returns whether an attribute belongs to the encoding and is not part of a value.
fn is_encodings_own(attribute: &AnyAttribute) -> bool {
    let (namespace, local) = (attribute.name.namespace(), attribute.name.local());
    match namespace {
        "" => local == "id" || (local == "href" && inside(id_value(&attribute.value)).is_some()),
        SOAP_ENCODING => local == "root",
        SOAP12_ENCODING => matches!(local, "id" | "ref"),
        _ => local == "encodingStyle",
    }
}

#[cfg(test)]
mod tests;
