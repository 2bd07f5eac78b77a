//! Keeping secrets out of logs and errors.

use std::{fmt, ops::Range};

use super::{Name, Optional};
use crate::security::WSSE;

/// What stands in the place of a secret.
pub const REDACTED: &str = "[redacted]";

/// Shows whether a secret is there, but not the secret.
///
/// ```
/// use wsdlgen_runtime::xml::Redacted;
///
/// assert_eq!(format!("{:?}", Redacted(&Some("4711"))), "Some([redacted])");
/// assert_eq!(format!("{:?}", Redacted(&None::<String>)), "None");
/// ```
pub struct Redacted<'a, T>(pub &'a T);

impl<T> fmt::Debug for Redacted<'_, Option<T>> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.as_ref().map(|_| format_args!("{REDACTED}").to_string());
        match shown {
            Some(shown) => write!(formatter, "Some({shown})"),
            None => formatter.write_str("None"),
        }
    }
}

/// A member that is always present.
impl fmt::Debug for Redacted<'_, ()> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(REDACTED)
    }
}

impl<T> fmt::Debug for Redacted<'_, Vec<T>> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "[{REDACTED}; {}]", self.0.len())
    }
}

impl<T> fmt::Debug for Redacted<'_, Optional<T>> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Optional::Absent => formatter.write_str("Absent"),
            Optional::Nil(_) => formatter.write_str("Nil"),
            Optional::Value(_) => write!(formatter, "Value({REDACTED})"),
        }
    }
}

/// Writes what `Debug` shows of a record: its name, and its members in order. `names` are the
/// record's name and those of its members, with spaces between them.
///
/// # Errors
///
/// When the formatter cannot be written to.
pub fn debug_record(
    formatter: &mut fmt::Formatter<'_>,
    names: &str,
    values: &[&dyn fmt::Debug],
) -> fmt::Result {
    let mut names = names.split_ascii_whitespace().map(|name| name.trim_start_matches("r#"));
    let mut shown = formatter.debug_struct(names.next().unwrap_or_default());
    for (name, value) in names.zip(values) {
        shown.field(name, value);
    }
    shown.finish()
}

/// A message with the content of secret elements replaced.
///
/// It goes by the elements' names without namespace and does not ask for well-formed XML: a
/// message that is broken must not show its secrets for that.
///
/// ```
/// use wsdlgen_runtime::xml::{Name, redact};
///
/// let secrets = [Name::unqualified("PIN")];
/// assert_eq!(redact("<a><x:PIN z='1'>4711</x:PIN></a>", &secrets), "<a><x:PIN z='1'>[redacted]</x:PIN></a>");
/// assert_eq!(redact("<PIN>47", &secrets), "<PIN>[redacted]");
/// ```
pub fn redact(message: &str, secrets: &[Name]) -> String {
    let has_tokens = memchr::memmem::find(message.as_bytes(), WSSE.as_bytes()).is_some();
    if has_tokens {
        return without(message, &[secrets, &TOKENS].concat());
    }
    without(message, secrets)
}

/// What nobody has to name in messages with a security header: what proves who sent them.
const TOKENS: [Name; 2] = [Name::unqualified("Password"), Name::unqualified("Nonce")];

fn without(message: &str, secrets: &[Name]) -> String {
    let mut redacted = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(secret) = next_secret(rest, secrets) {
        redacted.push_str(&rest[..secret.start]);
        redacted.push_str(REDACTED);
        rest = &rest[secret.end..];
    }
    redacted.push_str(rest);
    redacted
}

/// The content of the next secret element, where it has any.
fn next_secret(message: &str, secrets: &[Name]) -> Option<Range<usize>> {
    let mut at = 0;
    while let Some(open) = message[at..].find('<') {
        let name_start = at + open + 1;
        at = name_start;
        let name = tag_name(&message[name_start..]);
        if !secrets.iter().any(|secret| secret.local == local(name)) {
            continue;
        }
        let close = message[name_start..].find('>')?;
        let content = name_start + close + 1;
        at = content;
        if message[..content].ends_with("/>") {
            continue;
        }
        let end = end_tag(message, content, local(name));
        if end > content {
            return Some(content..end);
        }
    }
    None
}

/// Where the end tag of an element called `local` begins, or the message ends.
fn end_tag(message: &str, content: usize, name: &str) -> usize {
    const CDATA: &str = "<![CDATA[";
    let mut at = content;
    while let Some(open) = message[at..].find('<') {
        let start = at + open;
        let rest = &message[start..];
        if rest.starts_with(CDATA) {
            // An end tag in there is text.
            let Some(length) = rest.find("]]>") else { return message.len() };
            at = start + length;
            continue;
        }
        if rest.strip_prefix("</").is_some_and(|tag| local(tag_name(tag)) == name) {
            return start;
        }
        at = start + 1;
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
