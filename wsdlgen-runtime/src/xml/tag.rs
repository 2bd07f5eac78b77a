//! The cold path of tags: everything that is not the expected start tag without attributes.

use super::{
    Attribute, Cursor, Event, ReadError, ReadErrorKind, scope::Resolved, text::unescape_attribute,
};
use crate::{
    chars::{ATTRIBUTE_STOP, is_char, is_space, ncname_length},
    xsd::XML_NAMESPACE,
};
use std::{borrow::Cow, collections::HashSet};

/// A start tag that has been scanned but not entered.
#[derive(Clone, Copy, Debug)]
pub(super) struct StartTag {
    pub(super) name_start: u32,
    pub(super) name_length: u32,
    prefix_length: u32,
    pub(super) resolved: Resolved,
    /// Where the content begins.
    pub(super) end: u32,
    pub(super) empty: bool,
    /// Declarations in force outside of the element.
    pub(super) outer_bindings: usize,
}

impl StartTag {
    /// The name without prefix.
    pub(super) fn local<'x>(&self, input: &'x str) -> &'x str {
        let colon = usize::from(self.prefix_length > 0);
        let start = self.name_start as usize + self.prefix_length as usize + colon;
        &input[start..self.name_start as usize + self.name_length as usize]
    }

    /// The prefix, empty for none.
    pub(super) fn prefix<'x>(&self, input: &'x str) -> &'x str {
        let start = self.name_start as usize;
        &input[start..start + self.prefix_length as usize]
    }
}

/// A name in place: a prefix, maybe empty, and a local name.
#[derive(Clone, Copy)]
struct Qualified<'x> {
    prefix: &'x str,
    local: &'x str,
}

impl<'x> Cursor<'x> {
    /// Goes to the next start tag, end tag or text; a start tag is scanned and remembered.
    #[inline]
    pub(super) fn pass_over(&mut self) -> Result<Event, ReadError> {
        loop {
            self.skip_space();
            let rest = &self.input.as_bytes()[self.position..];
            match (rest.first(), rest.get(1)) {
                (Some(b'<'), Some(b'/')) => return Ok(Event::End),
                (Some(b'<'), Some(b'!' | b'?')) => {
                    if rest.starts_with(b"<![CDATA[") {
                        return Ok(Event::Text);
                    }
                    self.pass_comment_or_instruction()?;
                }
                (Some(b'<'), _) => {
                    self.peeked = Some(self.scan_start_tag()?);
                    return Ok(Event::Start);
                }
                (Some(_), _) => return Ok(Event::Text),
                (None, _) if self.open.is_empty() => return Ok(Event::End),
                (None, _) => return Err(self.error(ReadErrorKind::Truncated)),
            }
        }
    }

    /// What may stand before the root: byte order mark, XML declaration, comments.
    pub(super) fn prolog(&mut self) -> Result<(), ReadError> {
        if self.input.starts_with('\u{feff}') {
            self.position = '\u{feff}'.len_utf8();
        }
        let rest = &self.input[self.position..];
        if rest.starts_with("<?xml") && rest.as_bytes().get(5).copied().is_some_and(is_space) {
            self.xml_declaration()?;
        }
        match self.pass_over()? {
            Event::Start => Ok(()),
            Event::Text => Err(self.malformed("text before the root element")),
            Event::End if self.position == self.input.len() => {
                Err(self.malformed("there is no root element"))
            }
            Event::End => Err(self.malformed("an end tag without a start tag")),
        }
    }

    /// `<?xml version="1.0" encoding="…" standalone="…"?>` (XML 1.0, §2.8). The encoding has been
    /// dealt with before there was text.
    fn xml_declaration(&mut self) -> Result<(), ReadError> {
        let rest = &self.input[self.position..];
        let Some(end) = rest.find("?>") else { return Err(self.error(ReadErrorKind::Truncated)) };
        let mut fields = rest["<?xml".len()..end].trim_start_matches(is_space_character);
        for (name, is_valid) in DECLARATION {
            let Some(after) = fields.strip_prefix(name) else {
                if name == "version" {
                    return Err(self.malformed("an XML declaration without version"));
                }
                continue;
            };
            let Some((value, after)) = quoted_field(after) else {
                return Err(self.malformed("an XML declaration with a bad field"));
            };
            if !is_valid(value) {
                return Err(self.malformed(format!("an XML declaration with {name} {value:?}")));
            }
            fields = after;
        }
        if !fields.is_empty() {
            return Err(self.malformed("an XML declaration with unknown fields"));
        }
        self.position += end + "?>".len();
        Ok(())
    }

    /// A comment or a processing instruction; the cursor stands at `<!` or `<?`.
    pub(super) fn pass_comment_or_instruction(&mut self) -> Result<(), ReadError> {
        let rest = &self.input[self.position..];
        let (body, end) = if let Some(body) = rest.strip_prefix("<!--") {
            (body, "--")
        } else if let Some(body) = rest.strip_prefix("<?") {
            (body, "?>")
        } else if rest.starts_with("<!DOCTYPE") {
            return Err(self.error(ReadErrorKind::Doctype));
        } else {
            return Err(self.malformed("markup that begins with <! but is no comment"));
        };
        let Some(length) = memchr::memmem::find(body.as_bytes(), end.as_bytes()) else {
            return Err(self.error(ReadErrorKind::Truncated));
        };
        if let Some(bad) = body[..length].chars().find(|character| !is_char(*character)) {
            return Err(self.malformed(format!("the forbidden character {bad:?}")));
        }
        let opening = rest.len() - body.len();
        if end == "--" && !body[length..].starts_with("-->") {
            return Err(self.malformed("-- inside a comment"));
        }
        if end == "?>" && !is_instruction_target(&body[..length]) {
            return Err(self.malformed("a processing instruction with a bad target"));
        }
        self.position += opening + length + if end == "--" { 3 } else { 2 };
        Ok(())
    }

    /// Scans the start tag at the cursor and puts its namespace declarations in force.
    fn scan_start_tag(&mut self) -> Result<StartTag, ReadError> {
        let name_start = self.position + 1;
        let outer_bindings = self.scope.len();
        let (name, mut at) = self.scan_name(name_start)?;
        let name_length = at - name_start;
        self.attributes.clear();
        let empty = loop {
            let spaced = self.position_after_space(at);
            match self.input.as_bytes().get(spaced) {
                Some(b'>') => {
                    at = spaced + 1;
                    break false;
                }
                Some(b'/') if self.input.as_bytes().get(spaced + 1) == Some(&b'>') => {
                    at = spaced + 2;
                    break true;
                }
                None => return Err(self.error(ReadErrorKind::Truncated)),
                Some(_) if spaced == at => {
                    return Err(self.malformed("a tag whose name or attributes run together"));
                }
                Some(_) => at = self.scan_attribute(spaced, outer_bindings)?,
            }
        };
        let resolved = self.resolve_tag(name)?;
        #[expect(clippy::cast_possible_truncation, reason = "documents are below 4 GiB")]
        Ok(StartTag {
            name_start: name_start as u32,
            name_length: name_length as u32,
            prefix_length: name.prefix.len() as u32,
            resolved,
            end: at as u32,
            empty,
            outer_bindings,
        })
    }

    fn position_after_space(&self, at: usize) -> usize {
        let spaces = self.input.as_bytes()[at..].iter().take_while(|byte| is_space(**byte));
        at + spaces.count()
    }

    /// A name with or without prefix, and where it ends.
    fn scan_name(&self, start: usize) -> Result<(Qualified<'x>, usize), ReadError> {
        let rest = &self.input[start..];
        let first = ncname_length(rest);
        if first == 0 {
            return Err(self.malformed("a tag or attribute without a valid name"));
        }
        if rest.as_bytes().get(first) != Some(&b':') {
            return Ok((Qualified { prefix: "", local: &rest[..first] }, start + first));
        }
        let after = &rest[first + 1..];
        let second = ncname_length(after);
        if second == 0 {
            return Err(self.malformed("a prefix without a name behind it"));
        }
        let name = Qualified { prefix: &rest[..first], local: &after[..second] };
        Ok((name, start + first + 1 + second))
    }

    /// One attribute or declaration; returns where it ends.
    fn scan_attribute(&mut self, start: usize, outer: usize) -> Result<usize, ReadError> {
        let limit = self.options.limits.attributes;
        if self.attributes.len() + (self.scope.len() - outer) >= limit {
            return Err(self.error(ReadErrorKind::Limit {
                what: "attributes",
                setting: "attributes",
                limit,
            }));
        }
        let (name, at) = self.scan_name(start)?;
        let at = self.position_after_space(at);
        if self.input.as_bytes().get(at) != Some(&b'=') {
            return Err(self.malformed(format!("the attribute {} without a value", name.local)));
        }
        let at = self.position_after_space(at + 1);
        let (raw, value, end) = self.scan_value(at)?;
        match (name.prefix, name.local) {
            ("", "xmlns") => self.declare("", value, outer)?,
            ("xmlns", prefix) => self.declare(prefix, value, outer)?,
            _ => self.attributes.push(Attribute::new(name.prefix, name.local, raw)),
        }
        Ok(end)
    }

    /// A quoted value as written and as it is meant, and where it ends.
    fn scan_value(&self, at: usize) -> Result<(&'x str, Cow<'x, str>, usize), ReadError> {
        let bytes = self.input.as_bytes();
        let quote = match bytes.get(at) {
            Some(quote @ (b'"' | b'\'')) => *quote,
            None => return Err(self.error(ReadErrorKind::Truncated)),
            _ => return Err(self.malformed("an attribute value without quotes")),
        };
        let start = at + 1;
        let mut end = start;
        let mut plain = true;
        loop {
            let Some(byte) = bytes.get(end).copied() else {
                return Err(self.error(ReadErrorKind::Truncated));
            };
            if ATTRIBUTE_STOP[usize::from(byte)] {
                if byte == quote {
                    break;
                }
                if byte == b'<' {
                    return Err(self.malformed("< in an attribute value"));
                }
                plain = false;
            }
            end += 1;
        }
        let raw = &self.input[start..end];
        let value = if plain {
            Cow::Borrowed(raw)
        } else {
            unescape_attribute(raw).map_err(|what| self.malformed(what))?
        };
        Ok((raw, value, end + 1))
    }

    /// A namespace declaration, with the constraints of Namespaces in XML 1.0, §3.
    fn declare(
        &mut self,
        prefix: &'x str,
        uri: Cow<'x, str>,
        outer: usize,
    ) -> Result<(), ReadError> {
        let limit = self.options.limits.namespaces;
        if self.scope.len() >= limit {
            let (what, setting) = ("namespaces in force", "namespaces");
            return Err(self.error(ReadErrorKind::Limit { what, setting, limit }));
        }
        let is_xml = uri == XML_NAMESPACE;
        let is_xmlns = uri == "http://www.w3.org/2000/xmlns/";
        if prefix == "xmlns" || is_xmlns || is_xml != (prefix == "xml") {
            return Err(self.malformed(format!("the prefix {prefix:?} may not stand for {uri:?}")));
        }
        if uri.is_empty() && !prefix.is_empty() {
            return Err(self.malformed(format!("the prefix {prefix:?} without a namespace")));
        }
        if self.scope.declares_since(outer, prefix) {
            return Err(self.malformed(format!("the prefix {prefix:?} declared twice")));
        }
        self.scope.declare(prefix, uri, self.namespaces);
        Ok(())
    }

    /// Gives the tag and its attributes their namespaces and refuses attributes given twice.
    fn resolve_tag(&mut self, name: Qualified<'x>) -> Result<Resolved, ReadError> {
        let undeclared = |prefix: &str| format!("the prefix {prefix} is not declared");
        let Some(resolved) = self.scope.resolve_element(name.prefix) else {
            return Err(self.malformed(undeclared(name.prefix)));
        };
        for index in 0..self.attributes.len() {
            let prefix = self.attributes[index].prefix;
            if !prefix.is_empty() {
                let Some(resolved) = self.scope.resolve(prefix) else {
                    return Err(self.malformed(undeclared(prefix)));
                };
                self.attributes[index].resolved = resolved;
            }
        }
        match self.repeated_attribute() {
            Some(local) => Err(self.malformed(format!("the attribute {local} stands twice"))),
            None => Ok(resolved),
        }
    }

    /// An attribute that has the same name as another one.
    fn repeated_attribute(&self) -> Option<&'x str> {
        // So few are compared faster than hashed.
        const FEW: usize = 8;
        let name = |attribute: &Attribute<'x>| (attribute.local, attribute.resolved);
        let mut names = self.attributes.iter().map(name).enumerate();
        let repeated = if self.attributes.len() <= FEW {
            names.find(|(index, this)| self.attributes[..*index].iter().any(|it| name(it) == *this))
        } else {
            let mut seen = HashSet::with_capacity(self.attributes.len());
            names.find(|(_, this)| !seen.insert(*this))
        };
        repeated.map(|(_, (local, _))| local)
    }
}

/// Judges the value of a field.
type IsValid = fn(&str) -> bool;

/// The fields of an XML declaration, in their order, with what each may hold.
const DECLARATION: [(&str, IsValid); 3] = [
    ("version", |value| {
        value.strip_prefix("1.").is_some_and(|minor| {
            !minor.is_empty() && minor.bytes().all(|byte| byte.is_ascii_digit())
        })
    }),
    ("encoding", |value| {
        value.starts_with(|first: char| first.is_ascii_alphabetic())
            && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    }),
    ("standalone", |value| matches!(value, "yes" | "no")),
];

/// ` = "value" ` of an XML declaration, and what follows; fields must be set apart by space.
fn quoted_field(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches(is_space_character).strip_prefix('=')?;
    let text = text.trim_start_matches(is_space_character);
    let quote = text.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (value, after) = text[1..].split_once(quote)?;
    let rest = after.trim_start_matches(is_space_character);
    (rest.is_empty() || rest.len() < after.len()).then_some((value, rest))
}

fn is_space_character(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

fn is_instruction_target(body: &str) -> bool {
    let length = ncname_length(body);
    let ends_well = body.as_bytes().get(length).copied().is_none_or(is_space);
    length > 0 && ends_well && !body[..length].eq_ignore_ascii_case("xml")
}
