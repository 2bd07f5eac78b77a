//! Exclusive XML Canonicalization 1.0 without comments: the one way to write an element, whatever stands
//! around it.

use crate::xml::{AnyElement, AnyNode};

/// Prefixes and what they stand for, innermost last.
type Scope<'a> = Vec<(&'a str, &'a str)>;

/// An element in canonical form. `path` leads from the root to it; the namespaces of `inclusive`
/// prefixes are written whether they are used or not (§2.1, `InclusiveNamespaces`).
pub(super) fn exclusive(path: &[&AnyElement], inclusive: &[&str]) -> String {
    let Some((element, around)) = path.split_last() else { return String::new() };
    let mut declared = Scope::new();
    for outer in around {
        declare(outer, &mut declared);
    }
    let mut canonical = Canonical { out: String::new(), inclusive, declared, rendered: Vec::new() };
    canonical.element(element);
    canonical.out
}

struct Canonical<'a> {
    out: String,
    inclusive: &'a [&'a str],
    /// What the document declares.
    declared: Scope<'a>,
    /// What has been written on the elements around.
    rendered: Scope<'a>,
}

impl<'a> Canonical<'a> {
    fn element(&mut self, element: &'a AnyElement) {
        let outer = (self.declared.len(), self.rendered.len());
        declare(element, &mut self.declared);
        let tag = qualified(element.name.prefix(), element.name.local());
        self.out.push('<');
        self.out.push_str(&tag);
        self.namespaces(element);
        self.attributes(element);
        self.out.push('>');
        for child in &element.children {
            match child {
                AnyNode::Element(element) => self.element(element),
                AnyNode::Text(text) => escape(text, is_special_in_text, &mut self.out),
            }
        }
        self.out.push_str("</");
        self.out.push_str(&tag);
        self.out.push('>');
        self.declared.truncate(outer.0);
        self.rendered.truncate(outer.1);
    }

    /// The declarations that the tag itself uses, unless an element around has written them (§3).
    fn namespaces(&mut self, element: &'a AnyElement) {
        let used = element.attributes.iter().map(|attribute| attribute.name.prefix());
        let used = used.filter(|prefix| !prefix.is_empty()).chain([element.name.prefix()]);
        let mut prefixes: Vec<&str> = used.chain(self.inclusive.iter().copied()).collect();
        prefixes.retain(|prefix| *prefix != "xml");
        // The default namespace comes first, as the empty text does.
        prefixes.sort_unstable();
        prefixes.dedup();
        for prefix in prefixes {
            let uri = last(&self.declared, prefix).unwrap_or_default();
            if uri == last(&self.rendered, prefix).unwrap_or_default() {
                continue;
            }
            self.rendered.push((prefix, uri));
            self.out.push(' ');
            self.out.push_str(&if prefix.is_empty() {
                "xmlns".to_owned()
            } else {
                qualified("xmlns", prefix)
            });
            self.value(uri);
        }
    }

    fn attributes(&mut self, element: &'a AnyElement) {
        let mut attributes: Vec<_> = element.attributes.iter().collect();
        attributes.sort_by_key(|attribute| (attribute.name.namespace(), attribute.name.local()));
        for attribute in attributes {
            self.out.push(' ');
            self.out.push_str(&qualified(attribute.name.prefix(), attribute.name.local()));
            self.value(&attribute.value);
        }
    }

    fn value(&mut self, value: &str) {
        self.out.push_str("=\"");
        escape(value, is_special_in_value, &mut self.out);
        self.out.push('"');
    }
}

fn declare<'a>(element: &'a AnyElement, scope: &mut Scope<'a>) {
    scope.extend(element.declarations.iter().map(|(prefix, uri)| (&**prefix, &**uri)));
}

fn last<'a>(scope: &Scope<'a>, prefix: &str) -> Option<&'a str> {
    scope.iter().rev().find(|(known, _)| *known == prefix).map(|(_, uri)| *uri)
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

/// What stands for a character (Canonical XML 1.0, §2.3).
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
