//! Canonical XML 1.0 and Exclusive XML Canonicalization 1.0, both without comments.
//!
//! In the exclusive form, the text of an element does not depend on its context.

use std::collections::{HashMap, HashSet};

use super::{
    SecurityError,
    message::{attribute, only},
    uris::EXCLUSIVE,
};
use crate::xml::{AnyElement, AnyNode};

/// The greatest length of a list of inclusive prefixes, in bytes.
const LONGEST_LIST: usize = 4 << 10;

/// The namespaces of prefixes in scope. Lookups take constant time.
#[derive(Default)]
struct Scope<'a> {
    latest: HashMap<&'a str, &'a str>,
    /// Each declaration and the one that it hides, in document order.
    declared: Vec<(&'a str, Option<&'a str>)>,
}

impl<'a> Scope<'a> {
    fn declare(&mut self, prefix: &'a str, uri: &'a str) {
        let hidden = self.latest.insert(prefix, uri);
        self.declared.push((prefix, hidden));
    }

    fn declare_all(&mut self, element: &'a AnyElement) {
        for (prefix, uri) in &element.declarations {
            self.declare(prefix, uri);
        }
    }

    /// Removes all declarations but the first `length`.
    fn truncate(&mut self, length: usize) {
        while self.declared.len() > length
            && let Some((prefix, hidden)) = self.declared.pop()
        {
            match hidden {
                Some(uri) => self.latest.insert(prefix, uri),
                None => self.latest.remove(prefix),
            };
        }
    }

    /// Returns the namespace of a prefix, or an empty string if there is none.
    fn uri(&self, prefix: &str) -> &'a str {
        self.latest.get(prefix).copied().unwrap_or_default()
    }
}

/// Returns the exclusive canonical form of the last element of `path`, which starts at the root.
///
/// The namespaces of `inclusive` prefixes are written even if they are unused (§2.1, `InclusiveNamespaces`).
///
/// # Errors
///
/// If the canonical form is longer than `longest` bytes.
pub(super) fn exclusive<'a>(
    path: &[&'a AnyElement],
    inclusive: &[&'a str],
    longest: usize,
) -> Result<String, SecurityError> {
    let method = Method { form: Form::Exclusive, inclusive: inclusive.to_vec() };
    enveloping(path, &method, None, longest)
}

/// The form of canonical XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Exclusive XML Canonicalization 1.0: the namespaces that an element uses.
    Exclusive,
    /// Canonical XML 1.0: all namespaces in scope.
    Inclusive,
}

/// A method of canonicalization.
#[derive(Clone, Debug)]
pub(super) struct Method<'a> {
    pub(super) form: Form,
    /// The prefixes whose namespaces are written even if they are unused.
    pub(super) inclusive: Vec<&'a str>,
}

impl From<Form> for Method<'_> {
    fn from(form: Form) -> Self {
        Self { form, inclusive: Vec::new() }
    }
}

/// Returns the inclusive prefixes of an exclusive method (§2.1).
pub(super) fn inclusive_prefixes(method: &AnyElement) -> Result<Vec<&str>, SecurityError> {
    let inclusive = only(method, EXCLUSIVE, "InclusiveNamespaces")?;
    let list = inclusive.and_then(|inclusive| attribute(inclusive, "", "PrefixList"));
    let list = list.unwrap_or_default();
    if list.len() > LONGEST_LIST {
        return Err(SecurityError::invalid("the list of inclusive prefixes is too long"));
    }
    let prefixes = list.split_ascii_whitespace();
    Ok(prefixes.map(|prefix| if prefix == "#default" { "" } else { prefix }).collect())
}

/// Returns the canonical form of the last element of `path`, which starts at the root, without the element `omitted`
/// (XML Signature 1.1, §6.6.4).
///
/// A namespace is declared on each element that uses it unless an enclosing element has declared it. The canonical
/// form may therefore be much longer than the element.
///
/// # Errors
///
/// If the canonical form is longer than `longest` bytes.
pub(super) fn enveloping<'a>(
    path: &[&'a AnyElement],
    method: &Method<'a>,
    omitted: Option<&'a AnyElement>,
    longest: usize,
) -> Result<String, SecurityError> {
    let Some((element, around)) = path.split_last() else { return Ok(String::new()) };
    let mut declared = Scope::default();
    for outer in around {
        declared.declare_all(outer);
    }
    let form = method.form;
    // They would belong to the outermost element (§2.4).
    let inherits = around.iter().flat_map(|outer| &outer.attributes).any(|attribute| {
        let mut own = element.attributes.iter();
        attribute.name.namespace() == XML && !own.any(|own| own.name == attribute.name)
    });
    if form == Form::Inclusive && inherits {
        let reason = "an element in the scope of `xml` attributes cannot be in canonical form";
        return Err(SecurityError::invalid(reason));
    }
    // For the outermost element, an inclusive prefix may be declared on an enclosing element. For all others,
    // only their own declarations matter.
    let inclusive: HashSet<&str> = method.inclusive.iter().copied().collect();
    let is_apex = |prefix: &&str| form == Form::Inclusive || inclusive.contains(prefix);
    let apex = declared.latest.keys().copied().filter(is_apex).collect();
    let canonical = Canonical {
        out: String::new(),
        longest,
        inclusive,
        apex,
        declared,
        rendered: Scope::default(),
        form,
        omitted,
        ranks: Ranks::default(),
    };
    canonical.written(element)
}

/// Declares the default namespace in the start tag of a canonical form, as the STR dereference transform does for
/// an element without one (SOAP Message Security 1.1, §8.3).
pub(super) fn with_default_namespace(canonical: &str) -> String {
    let end = canonical.find([' ', '>']).unwrap_or(canonical.len());
    let (tag, rest) = canonical.split_at(end);
    let declaration = if rest.starts_with(" xmlns=") { "" } else { " xmlns=\"\"" };
    [tag, declaration, rest].concat()
}

/// The namespace of attributes such as `xml:lang`.
const XML: &str = "http://www.w3.org/XML/1998/namespace";

struct Canonical<'a> {
    out: String,
    longest: usize,
    inclusive: HashSet<&'a str>,
    /// The inclusive prefixes declared outside the outermost element.
    apex: Vec<&'a str>,
    /// The declarations of the document.
    declared: Scope<'a>,
    /// The declarations written so far.
    rendered: Scope<'a>,
    form: Form,
    /// An element that is left out.
    omitted: Option<&'a AnyElement>,
    ranks: Ranks,
}

/// The order of the namespaces of attributes, by their addresses. To compare the namespaces themselves for each attribute
/// would take far more time than the length of a message with a long one.
#[derive(Default)]
struct Ranks(HashMap<(usize, usize), usize>);

impl Ranks {
    fn of(root: &AnyElement) -> Self {
        let mut known = HashMap::new();
        let mut open = vec![root];
        while let Some(element) = open.pop() {
            let namespaces = element.attributes.iter().map(|attribute| attribute.name.namespace());
            known.extend(namespaces.map(|namespace| (address(namespace), namespace)));
            open.extend(element.elements());
        }
        let mut sorted: Vec<_> = known.into_iter().map(|(address, text)| (text, address)).collect();
        sorted.sort_unstable();
        let mut ranks = HashMap::new();
        let mut latest = (0, "");
        for (text, address) in sorted {
            if text != latest.1 {
                latest = (latest.0 + 1, text);
            }
            ranks.insert(address, latest.0);
        }
        Self(ranks)
    }

    fn rank(&self, namespace: &str) -> usize {
        self.0.get(&address(namespace)).copied().unwrap_or_default()
    }
}

fn address(text: &str) -> (usize, usize) {
    (text.as_ptr().addr(), text.len())
}

impl<'a> Canonical<'a> {
    /// Returns the canonical form of an element.
    fn written(mut self, element: &'a AnyElement) -> Result<String, SecurityError> {
        self.ranks = Ranks::of(element);
        self.element(element)?;
        self.check_length(0)?;
        Ok(self.out)
    }

    /// Checks that `more` bytes still fit within the limit.
    fn check_length(&self, more: usize) -> Result<(), SecurityError> {
        let fits = self.out.len().checked_add(more).is_some_and(|length| length <= self.longest);
        let too_long = || SecurityError::invalid("a signed element is too long in canonical form");
        fits.then_some(()).ok_or_else(too_long)
    }

    fn element(&mut self, element: &'a AnyElement) -> Result<(), SecurityError> {
        let outer = (self.declared.declared.len(), self.rendered.declared.len());
        self.declared.declare_all(element);
        let tag = qualified(element.name.prefix(), element.name.local());
        self.out.push('<');
        self.out.push_str(&tag);
        self.namespaces(element)?;
        self.attributes(element)?;
        self.out.push('>');
        for child in &element.children {
            match child {
                AnyNode::Element(element) => {
                    let is_omitted =
                        self.omitted.is_some_and(|omitted| std::ptr::eq(omitted, element));
                    if !is_omitted {
                        self.element(element)?;
                    }
                }
                AnyNode::Text(text) => {
                    self.check_length(text.len())?;
                    escape(text, is_special_in_text, &mut self.out);
                }
            }
        }
        self.out.push_str("</");
        self.out.push_str(&tag);
        self.out.push('>');
        self.declared.truncate(outer.0);
        self.rendered.truncate(outer.1);
        Ok(())
    }

    /// Writes the declarations used by the tag itself, unless an enclosing element has written them (§3).
    fn namespaces(&mut self, element: &'a AnyElement) -> Result<(), SecurityError> {
        let used = element.attributes.iter().map(|attribute| attribute.name.prefix());
        let used = used.filter(|prefix| !prefix.is_empty()).chain([element.name.prefix()]);
        let declared = element.declarations.iter().map(|(prefix, _)| prefix.as_str());
        let is_inclusive = self.form == Form::Inclusive;
        let inclusive = declared.filter(|prefix| is_inclusive || self.inclusive.contains(prefix));
        let mut prefixes: Vec<&str> = used.chain(inclusive).chain(self.apex.drain(..)).collect();
        prefixes.retain(|prefix| *prefix != "xml");
        // The default namespace, which has an empty prefix, sorts first.
        prefixes.sort_unstable();
        prefixes.dedup();
        for prefix in prefixes {
            let uri = self.declared.uri(prefix);
            // Compare pointers first, because a namespace may be long.
            let rendered = self.rendered.uri(prefix);
            if std::ptr::eq(uri, rendered) || uri == rendered {
                continue;
            }
            self.rendered.declare(prefix, uri);
            self.out.push(' ');
            self.out.push_str(&if prefix.is_empty() {
                "xmlns".to_owned()
            } else {
                qualified("xmlns", prefix)
            });
            self.value(uri)?;
        }
        Ok(())
    }

    fn attributes(&mut self, element: &'a AnyElement) -> Result<(), SecurityError> {
        let mut attributes: Vec<_> = element.attributes.iter().collect();
        attributes.sort_by_key(|attribute| {
            (self.ranks.rank(attribute.name.namespace()), attribute.name.local())
        });
        for attribute in attributes {
            self.out.push(' ');
            self.out.push_str(&qualified(attribute.name.prefix(), attribute.name.local()));
            self.value(&attribute.value)?;
        }
        Ok(())
    }

    fn value(&mut self, value: &str) -> Result<(), SecurityError> {
        self.check_length(value.len())?;
        self.out.push_str("=\"");
        escape(value, is_special_in_value, &mut self.out);
        self.out.push('"');
        Ok(())
    }
}

fn qualified(prefix: &str, local: &str) -> String {
    if prefix.is_empty() { local.to_owned() } else { [prefix, ":", local].concat() }
}

fn is_special_in_text(character: char) -> bool {
    matches!(character, '&' | '<' | '>' | '\r')
}

fn is_special_in_value(character: char) -> bool {
    matches!(character, '&' | '<' | '"' | '\t' | '\n' | '\r')
}

/// Appends a text with its special characters escaped (Canonical XML 1.0, §2.3).
fn escape(text: &str, is_special: fn(char) -> bool, out: &mut String) {
    for piece in text.split_inclusive(is_special) {
        let special = piece.chars().next_back().filter(|last| is_special(*last));
        out.push_str(&piece[..piece.len() - special.map_or(0, char::len_utf8)]);
        out.push_str(match special {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('"') => "&quot;",
            Some('\t') => "&#x9;",
            Some('\n') => "&#xA;",
            Some('\r') => "&#xD;",
            _ => "",
        });
    }
}

#[cfg(test)]
mod tests;
