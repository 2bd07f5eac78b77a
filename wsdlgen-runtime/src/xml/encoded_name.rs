//! The encoding of arbitrary names as XML names that .NET uses, as in `System.Xml.XmlConvert.EncodeLocalName`.

use std::borrow::Cow;

use crate::chars::{is_name_character, is_name_start};

/// The number of characters in an escape of one code unit.
const ESCAPE: usize = "_x0020_".len();

/// Encodes a name: a character that XML does not allow there becomes `_xHHHH_`, with its code in hexadecimal digits.
///
/// ```
/// use wsdlgen_runtime::xml::{decode_name, encode_name};
///
/// assert_eq!(encode_name("Unit price"), "Unit_x0020_price");
/// assert_eq!(decode_name("Unit_x0020_price"), "Unit price");
/// ```
pub fn encode_name(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    for (at, character) in name.char_indices() {
        let code = u32::from(character);
        // .NET follows an edition of XML whose names have no characters beyond U+FFFF.
        let fits = code <= 0xFFFF
            && if at == 0 { is_name_start(character) } else { is_name_character(character) };
        if fits && escape_at(&name[at..]).is_none() {
            encoded.push(character);
            continue;
        }
        let digits = if code > 0xFFFF { 8 } else { 4 };
        encoded.extend(["_x", &format!("{code:0digits$X}"), "_"]);
    }
    encoded
}

/// Decodes a name: see [`encode_name`].
pub fn decode_name(encoded: &str) -> Cow<'_, str> {
    if !encoded.contains("_x") {
        return Cow::Borrowed(encoded);
    }
    let mut decoded = String::with_capacity(encoded.len());
    let mut rest = encoded;
    while let Some(start) = rest.find("_x") {
        decoded.push_str(&rest[..start]);
        let (character, length) = escape_at(&rest[start..]).unwrap_or(('_', 1));
        decoded.push(character);
        rest = &rest[start + length..];
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// Decodes an escape at the start of `text`. Returns its character and its length.
fn escape_at(text: &str) -> Option<(char, usize)> {
    [ESCAPE, ESCAPE + 4].into_iter().find_map(|length| {
        let digits = text.get(..length)?.strip_prefix("_x")?.strip_suffix('_')?;
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)?;
        Some((char::from_u32(code)?, length))
    })
}

#[cfg(test)]
mod tests {
    use super::{decode_name, encode_name};

    #[test]
    fn encodes_what_xml_does_not_allow_in_names() {
        for (name, encoded) in [
            ("Code", "Code"),
            ("Unit price", "Unit_x0020_price"),
            ("2nd", "_x0032_nd"),
            ("a:b", "a_x003A_b"),
            ("größe", "größe"),
            ("a_x0020_b", "a_x005F_x0020_b"),
            ("_x", "_x"),
            ("a/\u{1F600}", "a_x002F__x0001F600_"),
        ] {
            assert_eq!(encode_name(name), encoded);
            assert_eq!(decode_name(encoded), name);
        }
    }

    #[test]
    fn keeps_what_only_resembles_an_escape() {
        for name in ["a_x00", "_x00g0_", "_xD800_", "_x+020_", "__x"] {
            assert_eq!(decode_name(name), name);
        }
    }
}
