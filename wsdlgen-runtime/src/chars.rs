//! Character classes of XML 1.0 (§2.2, §2.3), with lookup tables for the byte loops.

/// A lookup table that is true for the bytes that match a pattern.
macro_rules! byte_set {
    ($pattern:pat) => {{
        let mut set = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            #[expect(clippy::cast_possible_truncation, reason = "the loop ends at 255")]
            let current = byte as u8;
            set[byte] = matches!(current, $pattern);
            byte += 1;
        }
        set
    }};
}

/// Bytes that need handling in attribute values: markup, white space to normalise, forbidden control characters,
/// quotes that may end the value, and 0xEF, which may begin U+FFFE or U+FFFF.
pub(crate) static ATTRIBUTE_STOP: [bool; 256] =
    byte_set!(0..=0x1F | b'"' | b'\'' | b'<' | b'&' | 0xEF);

/// Bytes that the writer must not copy into text unchecked. A literal CR would be read back as LF.
pub(crate) static ESCAPE_TEXT: [bool; 256] =
    byte_set!(0..=8 | 0xB..=0x1F | b'<' | b'>' | b'&' | 0xEF);

/// Bytes that the writer must not copy into an attribute value unchecked.
pub(crate) static ESCAPE_ATTRIBUTE: [bool; 256] =
    byte_set!(0..=0x1F | b'<' | b'>' | b'&' | b'"' | 0xEF);

/// ASCII bytes allowed in an `NCName`. Other characters are checked one by one.
static ASCII_NAME: [bool; 256] =
    byte_set!(b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'.');

/// Returns whether a byte is white space.
// S ::= (#x20 | #x9 | #xD | #xA)+
pub(crate) const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Returns whether a character is allowed in an XML document (§2.2).
// Char ::= #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF]
pub(crate) const fn is_char(character: char) -> bool {
    matches!(character,
        '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// Returns whether `text` is a valid `NCName`: a name without a colon (Namespaces in XML 1.0, production 4).
///
/// ```
/// use wsdlgen_runtime::xml::is_ncname;
///
/// assert!(is_ncname("größe") && is_ncname("a-1"));
/// assert!(!is_ncname("a b") && !is_ncname("1a") && !is_ncname("a:b") && !is_ncname(""));
/// ```
// NCName ::= Name - (Char* ':' Char*)
pub fn is_ncname(text: &str) -> bool {
    !text.is_empty() && ncname_length(text) == text.len()
}

/// Returns whether `text` is a valid `Name`, which may contain colons (XML 1.0, production 5).
// Name ::= NameStartChar (NameChar)*
pub(crate) fn is_name(text: &str) -> bool {
    let start = |first: char| first == ':' || is_name_start(first);
    text.starts_with(start) && is_nmtoken(text)
}

/// Returns whether `text` is a valid `Nmtoken` (XML 1.0, production 7).
// Nmtoken ::= (NameChar)+
pub(crate) fn is_nmtoken(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|character| character == ':' || is_name_character(character))
}

/// Returns the length in bytes of the `NCName` at the start of `text`, or 0 if there is none.
pub(crate) fn ncname_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let ascii = bytes.iter().take_while(|byte| ASCII_NAME[usize::from(**byte)]).count();
    let starts_well = !matches!(bytes.first(), None | Some(b'0'..=b'9' | b'-' | b'.'));
    if starts_well && bytes.get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    international_ncname_length(text)
}

fn international_ncname_length(text: &str) -> usize {
    let mut characters = text.char_indices();
    match characters.next() {
        Some((_, first)) if is_name_start(first) => {}
        _ => return 0,
    }
    characters
        .find(|(_, character)| !is_name_character(*character))
        .map_or(text.len(), |(end, _)| end)
}

/// Returns whether a character is a `NameStartChar` other than the colon (XML 1.0 fifth edition, §2.3, production 4).
// NameStartChar ::= ":" | [A-Z] | "_" | [a-z] | [#xC0-#xD6] | [#xD8-#xF6] | [#xF8-#x2FF] | [#x370-#x37D]
//     | [#x37F-#x1FFF] | [#x200C-#x200D] | [#x2070-#x218F] | [#x2C00-#x2FEF] | [#x3001-#xD7FF]
//     | [#xF900-#xFDCF] | [#xFDF0-#xFFFD] | [#x10000-#xEFFFF]
pub(crate) const fn is_name_start(character: char) -> bool {
    matches!(character,
        'A'..='Z' | 'a'..='z' | '_'
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}'
        | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

/// Returns whether a character is a `NameChar` other than the colon (production 4a).
// NameChar ::= NameStartChar | "-" | "." | [0-9] | #xB7 | [#x0300-#x036F] | [#x203F-#x2040]
pub(crate) const fn is_name_character(character: char) -> bool {
    is_name_start(character)
        || matches!(character,
            '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::ncname_length;

    #[test]
    fn measures_ncnames() {
        let cases = [
            ("abc>", 3),
            ("a-b.c_1 x", 7),
            ("1a", 0),
            ("-a", 0),
            ("", 0),
            ("a:b", 1),
            ("größe=", 7),
            ("名前>", 6),
            ("é", 2),
            ("\u{B7}a", 0),
            ("a\u{B7}", 3),
            ("a\u{D7}", 1),
        ];
        for (text, expected) in cases {
            assert_eq!(ncname_length(text), expected, "{text:?}");
        }
    }
}
