//! The slow path of reading markup: everything other than an expected start tag without attributes.

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
    /// The position where the content begins.
    pub(super) end: u32,
    pub(super) empty: bool,
    /// The number of declarations in scope outside of the element.
    pub(super) outer_bindings: usize,
}

impl StartTag {
    /// Returns the name without its prefix.
    pub(super) fn local<'x>(&self, input: &'x str) -> &'x str {
        let colon = usize::from(self.prefix_length > 0);
        let start = self.name_start as usize + self.prefix_length as usize + colon;
        &input[start..self.name_start as usize + self.name_length as usize]
    }

    /// Returns the prefix, or `""` if there is none.
    pub(super) fn prefix<'x>(&self, input: &'x str) -> &'x str {
        let start = self.name_start as usize;
        &input[start..start + self.prefix_length as usize]
    }
}

/// A name borrowed from the document: a prefix, which may be empty, and a local name.
#[derive(Clone, Copy)]
struct Qualified<'x> {
    prefix: &'x str,
    local: &'x str,
}

impl<'x> Cursor<'x> {
    /// Moves to the next start tag, end tag or text. A start tag is scanned and stored in `peeked`.
    // content ::= CharData? ((element | Reference | CDSect | PI | Comment) CharData?)*
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

    /// Reads everything before the root element: byte order mark, XML declaration, comments, processing instructions.
    // prolog ::= XMLDecl? Misc* (doctypedecl Misc*)?
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
                Err(self.malformed("no root element"))
            }
            Event::End => Err(self.malformed("end tag without a start tag")),
        }
    }

    /// Reads the XML declaration (XML 1.0, §2.8). Its encoding has already been used for decoding the document.
    // XMLDecl ::= '<?xml' VersionInfo EncodingDecl? SDDecl? S? '?>'
    fn xml_declaration(&mut self) -> Result<(), ReadError> {
        let rest = &self.input[self.position..];
        let Some(end) = rest.find("?>") else { return Err(self.error(ReadErrorKind::Truncated)) };
        let mut fields = rest["<?xml".len()..end].trim_start_matches(is_space_character);
        for (name, is_valid) in DECLARATION {
            let Some(after) = fields.strip_prefix(name) else {
                if name == "version" {
                    return Err(self.malformed("no version in the XML declaration"));
                }
                continue;
            };
            let Some((value, after)) = quoted_field(after) else {
                return Err(self.malformed("invalid field in the XML declaration"));
            };
            if !is_valid(value) {
                let what = format!("invalid {name} {value:?} in the XML declaration");
                return Err(self.malformed(what));
            }
            fields = after;
        }
        if !fields.is_empty() {
            return Err(self.malformed("unexpected field in the XML declaration"));
        }
        self.position += end + "?>".len();
        Ok(())
    }

    /// Skips a comment or a processing instruction. The cursor is at `<!` or `<?`.
    // Comment ::= '<!--' ((Char - '-') | ('-' (Char - '-')))* '-->'
    // PI ::= '<?' PITarget (S (Char* - (Char* '?>' Char*)))? '?>'
    pub(super) fn pass_comment_or_instruction(&mut self) -> Result<(), ReadError> {
        let rest = &self.input[self.position..];
        let (body, end) = if let Some(body) = rest.strip_prefix("<!--") {
            (body, "--")
        } else if let Some(body) = rest.strip_prefix("<?") {
            (body, "?>")
        } else if rest.starts_with("<!DOCTYPE") {
            return Err(self.error(ReadErrorKind::Doctype));
        } else {
            return Err(self.malformed("expected a comment after `<!`"));
        };
        let Some(length) = memchr::memmem::find(body.as_bytes(), end.as_bytes()) else {
            return Err(self.error(ReadErrorKind::Truncated));
        };
        if let Some(bad) = body[..length].chars().find(|character| !is_char(*character)) {
            return Err(self.malformed(format!("forbidden character {bad:?}")));
        }
        let opening = rest.len() - body.len();
        if end == "--" && !body[length..].starts_with("-->") {
            return Err(self.malformed("`--` inside a comment"));
        }
        if end == "?>" && !is_instruction_target(&body[..length]) {
            return Err(self.malformed("invalid target of a processing instruction"));
        }
        self.position += opening + length + if end == "--" { 3 } else { 2 };
        Ok(())
    }

    /// Scans the start tag at the cursor and adds its namespace declarations to the scope.
    // STag ::= '<' Name (S Attribute)* S? '>'
    // EmptyElemTag ::= '<' Name (S Attribute)* S? '/>'
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
                    return Err(self.malformed("expected white space, `>` or `/>` in a tag"));
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

    /// Scans a name, with or without a prefix, and returns it and the position where it ends.
    // QName ::= PrefixedName | UnprefixedName
    // PrefixedName ::= Prefix ':' LocalPart
    fn scan_name(&self, start: usize) -> Result<(Qualified<'x>, usize), ReadError> {
        let rest = &self.input[start..];
        let first = ncname_length(rest);
        if first == 0 {
            return Err(self.malformed("invalid element or attribute name"));
        }
        if rest.as_bytes().get(first) != Some(&b':') {
            return Ok((Qualified { prefix: "", local: &rest[..first] }, start + first));
        }
        let after = &rest[first + 1..];
        let second = ncname_length(after);
        if second == 0 {
            return Err(self.malformed("prefix without a local name"));
        }
        let name = Qualified { prefix: &rest[..first], local: &after[..second] };
        Ok((name, start + first + 1 + second))
    }

    /// Scans an attribute or a namespace declaration and returns the position where it ends.
    // Attribute ::= NSAttName Eq AttValue | QName Eq AttValue
    // NSAttName ::= PrefixedAttName | DefaultAttName
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
            return Err(self.malformed(format!("attribute `{}` has no value", name.local)));
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

    /// Scans a quoted value. Returns its text as written, its value with references resolved, and the position where it
    /// ends.
    // AttValue ::= '"' ([^<&"] | Reference)* '"' | "'" ([^<&'] | Reference)* "'"
    fn scan_value(&self, at: usize) -> Result<(&'x str, Cow<'x, str>, usize), ReadError> {
        let bytes = self.input.as_bytes();
        let quote = match bytes.get(at) {
            Some(quote @ (b'"' | b'\'')) => *quote,
            None => return Err(self.error(ReadErrorKind::Truncated)),
            _ => return Err(self.malformed("expected a quoted attribute value")),
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
                    return Err(self.malformed("`<` in an attribute value"));
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

    /// Adds a namespace declaration to the scope, after checking the constraints of Namespaces in XML 1.0, §3.
    fn declare(
        &mut self,
        prefix: &'x str,
        uri: Cow<'x, str>,
        outer: usize,
    ) -> Result<(), ReadError> {
        let limit = self.options.limits.namespaces;
        if self.scope.len() >= limit {
            let (what, setting) = ("namespace declarations in scope", "namespaces");
            return Err(self.error(ReadErrorKind::Limit { what, setting, limit }));
        }
        let is_xml = uri == XML_NAMESPACE;
        let is_xmlns = uri == "http://www.w3.org/2000/xmlns/";
        if prefix == "xmlns" || is_xmlns || is_xml != (prefix == "xml") {
            return Err(self.malformed(format!("prefix {prefix:?} cannot be bound to {uri:?}")));
        }
        if uri.is_empty() && !prefix.is_empty() {
            return Err(self.malformed(format!("prefix `{prefix}` has an empty namespace")));
        }
        if self.scope.declares_since(outer, prefix) {
            return Err(self.malformed(format!("prefix {prefix:?} is declared twice")));
        }
        self.scope.declare(prefix, uri, self.namespaces);
        Ok(())
    }

    /// Resolves the namespaces of a tag and its attributes, and rejects duplicate attributes.
    fn resolve_tag(&mut self, name: Qualified<'x>) -> Result<Resolved, ReadError> {
        let resolved = match self.scope.resolve_element(name.prefix) {
            Some(resolved) => resolved,
            None => self.without_declaration(name.prefix)?,
        };
        for index in 0..self.attributes.len() {
            let prefix = self.attributes[index].prefix;
            if !prefix.is_empty() {
                self.attributes[index].resolved = match self.scope.resolve(prefix) {
                    Some(resolved) => resolved,
                    None => self.without_declaration(prefix)?,
                };
            }
        }
        match self.repeated_attribute() {
            Some(local) => Err(self.malformed(format!("duplicate attribute `{local}`"))),
            None => Ok(resolved),
        }
    }

    /// Returns the local name of the first attribute with the same name as an earlier one.
    fn repeated_attribute(&self) -> Option<&'x str> {
        // Comparing a few names is faster than hashing them.
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

/// A check for the value of a field.
type IsValid = fn(&str) -> bool;

/// The fields of an XML declaration in their required order, with a check for their values.
const DECLARATION: [(&str, IsValid); 3] = [
    // VersionNum ::= '1.' [0-9]+
    ("version", |value| {
        value.strip_prefix("1.").is_some_and(|minor| {
            !minor.is_empty() && minor.bytes().all(|byte| byte.is_ascii_digit())
        })
    }),
    // EncName ::= [A-Za-z] ([A-Za-z0-9._] | '-')*
    ("encoding", |value| {
        value.starts_with(|first: char| first.is_ascii_alphabetic())
            && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    }),
    // SDDecl ::= S 'standalone' Eq (("'" ('yes' | 'no') "'") | ('"' ('yes' | 'no') '"'))
    ("standalone", |value| matches!(value, "yes" | "no")),
];

/// Splits the ` = "value" ` of a field in an XML declaration from the rest. White space must precede the next field.
// Eq ::= S? '=' S?
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

// PITarget ::= Name - (('X' | 'x') ('M' | 'm') ('L' | 'l'))
fn is_instruction_target(body: &str) -> bool {
    let length = ncname_length(body);
    let ends_well = body.as_bytes().get(length).copied().is_none_or(is_space);
    length > 0 && ends_well && !body[..length].eq_ignore_ascii_case("xml")
}
