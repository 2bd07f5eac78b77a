//! Redaction of secret elements in the text of a message, which need not be well-formed.

use std::{collections::HashSet, ops::Range};

use super::REDACTED;
use crate::xml::{Name, WSSE, id_value};

/// The elements of a security header that authenticate the sender.
const TOKENS: [&str; 3] = ["Password", "Nonce", "Assertion"];

/// The maximum length of a chain of references. If a chain is longer, the whole message is redacted.
const ROUNDS: usize = 8;

/// Replaces the content of secret elements in a message.
///
/// Elements are compared by their local names. An element that a secret one refers to (`href` or `ref`, as in SOAP
/// encoding) is secret too. The message need not be well-formed, since even a broken message must not reveal its
/// secrets.
///
/// ```
/// use wsdlgen_runtime::xml::{Name, redact};
///
/// let secrets = [Name::unqualified("PIN")];
/// assert_eq!(redact("<a><x:PIN z='1'>4711</x:PIN></a>", &secrets), "<a><x:PIN z='1'>[redacted]</x:PIN></a>");
/// assert_eq!(redact("<PIN>47", &secrets), "<PIN>[redacted]");
/// ```
pub fn redact(message: &str, secrets: &[Name]) -> String {
    let names: Vec<&str> = secrets.iter().map(|secret| secret.local).collect();
    redact_elements(message, &names)
}

/// Replaces the content of the elements with these local names in a message, as [`redact`] does.
///
/// ```
/// use wsdlgen_runtime::xml::redact_elements;
///
/// assert_eq!(redact_elements("<a><PIN>4711</PIN></a>", &["PIN"]), "<a><PIN>[redacted]</PIN></a>");
/// ```
pub fn redact_elements(message: &str, names: &[&str]) -> String {
    let has_tokens = memchr::memmem::find(message.as_bytes(), WSSE.as_bytes()).is_some();
    let tokens: &[&str] = if has_tokens { &TOKENS } else { &[] };
    let mut secrets = Secrets { names: [names, tokens].concat(), ids: HashSet::new() };
    for _ in 0..ROUNDS {
        let found = secrets.find(message);
        let known = secrets.ids.len();
        for secret in &found {
            references(&message[secret.tag.start..secret.content.end], &mut secrets.ids);
        }
        if secrets.ids.iter().any(|id| is_escaped(id)) {
            break;
        }
        if secrets.ids.len() == known {
            return without(message, &found);
        }
    }
    REDACTED.to_owned()
}

fn without(message: &str, secrets: &[Secret]) -> String {
    let mut redacted = String::with_capacity(message.len());
    let mut at = 0;
    for Secret { content, .. } in secrets.iter().filter(|secret| !secret.content.is_empty()) {
        redacted.push_str(&message[at..content.start]);
        redacted.push_str(REDACTED);
        at = content.end;
    }
    redacted.push_str(&message[at..]);
    redacted
}

/// A secret element.
struct Secret {
    /// The start tag from its name up to the `>`.
    tag: Range<usize>,
    content: Range<usize>,
}

/// The names and ids of secret elements.
struct Secrets<'t> {
    names: Vec<&'t str>,
    ids: HashSet<&'t str>,
}

impl Secrets<'_> {
    /// Returns the outermost secret elements, in order.
    fn find(&self, message: &str) -> Vec<Secret> {
        let mut found = Vec::new();
        // A `<` in an attribute value may begin a secret name, but ids are only looked for in real tags.
        let (mut at, mut after_tag) = (0, 0);
        while let Some(open) = memchr::memchr(b'<', &message.as_bytes()[at..]) {
            let start = at + open + 1;
            if let Some(section) = opaque_section(message, at + open) {
                at = section.end;
                if self.has_name_in(&message[section.clone()]) {
                    found.push(Secret { tag: section.start..section.start, content: section });
                }
                continue;
            }
            at = start;
            let name = tag_name(&message[start..]);
            let may_have_id = !self.ids.is_empty() && !name.is_empty() && start >= after_tag;
            if !may_have_id && !self.has_name(name) {
                continue;
            }
            let (end, is_whole) = tag_end(message, start);
            after_tag = end;
            let tag = &message[start..end];
            if is_whole && !self.is_secret(name, tag) {
                continue;
            }
            let content = (end + 1).min(message.len());
            let content = if !is_whole {
                content..message.len()
            } else if tag.ends_with('/') {
                content..content
            } else {
                content..content_end(message, content, local(name))
            };
            at = content.end;
            found.push(Secret { tag: start..end, content });
        }
        found
    }

    fn has_name(&self, name: &str) -> bool {
        self.names.contains(&local(name))
    }

    /// Returns whether a comment, a processing instruction or a CDATA section contains what looks like the start tag of
    /// a secret element.
    fn has_name_in(&self, section: &str) -> bool {
        section.split('<').skip(1).any(|tag| self.has_name(tag_name(tag)))
    }

    fn is_secret(&self, name: &str, tag: &str) -> bool {
        let mut ids = attributes(tag).filter(|(name, _)| name.eq_ignore_ascii_case("id"));
        self.has_name(name) || ids.any(|(_, id)| is_escaped(id) || self.ids.contains(id_value(id)))
    }
}

/// Returns whether an id contains references, so that it cannot be compared as text.
fn is_escaped(value: &str) -> bool {
    value.contains('&')
}

/// Returns the content of the comment, processing instruction or CDATA section that begins at `start`, up to its end
/// or the end of the message.
fn opaque_section(message: &str, start: usize) -> Option<Range<usize>> {
    let rest = &message[start..];
    let (begin, end) = OPAQUE.into_iter().find(|(begin, _)| rest.starts_with(begin))?;
    let content = start + begin.len();
    let length = message[content..].find(end);
    Some(content..length.map_or(message.len(), |length| content + length))
}

/// The delimiters of sections whose content is not parsed as tags.
const OPAQUE: [(&str, &str); 3] = [("<![CDATA[", "]]>"), ("<!--", "-->"), ("<?", "?>")];

/// Collects the ids that tags in a text refer to.
fn references<'t>(text: &'t str, ids: &mut HashSet<&'t str>) {
    for (name, value) in attributes(text) {
        if matches!(name, "href" | "ref") {
            ids.insert(id_value(value).trim_start_matches('#'));
        }
    }
}

/// Returns the attributes in a text that need not be well-formed: names without prefixes, and values.
fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let equals = memchr::memchr(b'=', rest.as_bytes())?;
        let (before, after) = (rest[..equals].trim_end(), rest[equals + 1..].trim_start());
        let start = before.rfind([' ', '\t', '\n', '\r', ':', '"', '\'']).map_or(0, |at| at + 1);
        let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''));
        let (value, remaining) = match quote {
            Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            None => ("", after),
        };
        rest = remaining;
        Some((&before[start..], value))
    })
}

/// Returns the position of the `>` of the start tag whose name begins at `start`, and whether the tag is complete. A
/// `>` in an attribute value does not count.
fn tag_end(message: &str, start: usize) -> (usize, bool) {
    let mut quote = None;
    for (at, byte) in message.bytes().enumerate().skip(start) {
        match (quote, byte) {
            (None, b'>') => return (at, true),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    let end = message[start..].find('>').map_or(message.len(), |end| start + end);
    (end, false)
}

/// Returns the position of an element's end tag, or the end of the message. Elements of the same name may be nested.
fn content_end(message: &str, content: usize, name: &str) -> usize {
    let mut depth = 1_usize;
    let mut at = content;
    while let Some(open) = memchr::memchr(b'<', &message.as_bytes()[at..]) {
        let start = at + open;
        let rest = &message[start..];
        if let Some(section) = opaque_section(message, start) {
            at = section.end;
            continue;
        }
        at = start + 1;
        if let Some(tag) = rest.strip_prefix("</") {
            if local(tag_name(tag)) == name {
                depth -= 1;
            }
            if depth == 0 {
                return start;
            }
        } else if local(tag_name(&rest[1..])) == name {
            let (end, is_whole) = tag_end(message, at);
            if !is_whole {
                return message.len();
            }
            depth += usize::from(!message[..end].ends_with('/'));
            at = end;
        }
    }
    message.len()
}

fn tag_name(text: &str) -> &str {
    let end = text.find(['<', '>', '/', ' ', '\t', '\n', '\r']).unwrap_or(text.len());
    &text[..end]
}

fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

#[cfg(test)]
mod tests {
    use super::redact;
    use crate::xml::Name;

    #[test]
    fn hides_the_content_of_secret_elements() {
        let cases = [
            ("<a><PIN>1</PIN><b>2</b></a>", "<a><PIN>*</PIN><b>2</b></a>"),
            ("<PIN/><b>2</b>", "<PIN/><b>2</b>"),
            ("<PIN></PIN>", "<PIN></PIN>"),
            // The end of a tag in an attribute value.
            ("<PIN a='/>'>1</PIN>", "<PIN a='/>'>*</PIN>"),
            ("<PIN a='>' b=\"/>\"/><b>2</b>", "<PIN a='>' b=\"/>\"/><b>2</b>"),
            ("<PIN a='>1</PIN>", "<PIN a='>*"),
            // End tags inside of other markup.
            ("<PIN><!-- </PIN> -->1</PIN>2", "<PIN>*</PIN>2"),
            ("<PIN><?x </PIN>?>1</PIN>2", "<PIN>*</PIN>2"),
            ("<PIN><![CDATA[</PIN>]]>1</PIN>2", "<PIN>*</PIN>2"),
            ("<PIN><!-- </PIN>1", "<PIN>*"),
            // Start tags inside of other markup.
            ("<![CDATA[<PIN a=\"]]><PIN>1</PIN><a>\"</a>", "<![CDATA[*]]><PIN>*</PIN><a>\"</a>"),
            ("<!-- <PIN>1</PIN> --><b>2</b>", "<!--*--><b>2</b>"),
            ("<?x <PIN a='?><PIN>1</PIN>", "<?*?><PIN>*</PIN>"),
            ("<!-- <PIN>1", "<!--*"),
            ("<!-- 2 --><b>2</b>", "<!-- 2 --><b>2</b>"),
            // Ids with character references.
            ("<PIN href='#1'/><m id='&#49;'>1</m>2", "<PIN href='#1'/><m id='&#49;'>*</m>2"),
            ("<PIN href='#&#49;'/><m id='1'>1</m>2", "*"),
            // Nested elements of the same name.
            ("<PIN><PIN>1</PIN>1</PIN>2", "<PIN>*</PIN>2"),
            ("<PIN><PIN/>1</PIN>2", "<PIN>*</PIN>2"),
            ("<PIN><x:PIN a='>'>1</x:PIN>1</PIN>2", "<PIN>*</PIN>2"),
            // References as in SOAP encoding.
            ("<PIN href='#1'/><m id='1'>1</m>2", "<PIN href='#1'/><m id='1'>*</m>2"),
            ("<m id=' 1'>1</m><PIN href='#1'/>2", "<m id=' 1'>*</m><PIN href='#1'/>2"),
            ("<PIN e:ref='1'/><m e:id='1'>1</m>2", "<PIN e:ref='1'/><m e:id='1'>*</m>2"),
            (
                "<PIN><d href = \"#1\"/></PIN><m id='1'><n href='#2'/></m><o ID='2'>1</o><p id='3'>2</p>",
                "<PIN>*</PIN><m id='1'>*</m><o ID='2'>*</o><p id='3'>2</p>",
            ),
            ("<PIN", "<PIN"),
            ("<PIN>", "<PIN>"),
            ("<PIN>1", "<PIN>*"),
        ];
        for (message, expected) in cases {
            let expected = expected.replace('*', "[redacted]");
            assert_eq!(redact(message, &[Name::unqualified("PIN")]), expected, "{message}");
        }
    }

    #[test]
    fn hides_the_whole_message_for_a_long_chain_of_references() {
        let link = |at: usize| format!("<m id='{at}'><n href='#{}'/></m>", at + 1);
        let links: Vec<_> = (0..20).map(link).collect();
        let message = format!("<PIN href='#0'/>{}<m id='20'>1</m>", links.concat());
        assert_eq!(redact(&message, &[Name::unqualified("PIN")]), "[redacted]");
    }
}
