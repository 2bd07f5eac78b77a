//! From bytes to text: which encoding a document is in, and decoding it (RFC 7303, §3).

use std::borrow::Cow;

use super::{ReadError, ReadErrorKind, chars::is_space};

/// Decodes a document. A byte order mark decides first, then the `charset` that came with it, then
/// its XML declaration; without any of them it is UTF-8.
///
/// UTF-8 is checked, not copied.
///
/// ```
/// use wsdlgen_runtime::xml::decode_text;
///
/// let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>";
/// assert!(decode_text(latin, None).unwrap().ends_with("<a>é</a>"));
/// assert_eq!(decode_text("<a>é</a>".as_bytes(), Some("utf-8")).unwrap(), "<a>é</a>");
/// ```
///
/// # Errors
///
/// When the encoding is unknown, or the bytes are not valid in it.
pub fn decode_text<'a>(bytes: &'a [u8], charset: Option<&str>) -> Result<Cow<'a, str>, ReadError> {
    let (encoding, bytes) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, &bytes[mark..]),
        None => (declared(bytes, charset)?, bytes),
    };
    if encoding == encoding_rs::UTF_8 {
        return match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(_) => Err(invalid(bytes)),
        };
    }
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or_else(|| malformed(format!("bytes that are not valid {}", encoding.name()), 0))
}

fn declared(
    bytes: &[u8],
    charset: Option<&str>,
) -> Result<&'static encoding_rs::Encoding, ReadError> {
    let label = match charset {
        Some(charset) => Cow::Borrowed(charset),
        None => match xml_declared(bytes) {
            Some(label) => label,
            None => return Ok(encoding_rs::UTF_8),
        },
    };
    if label.eq_ignore_ascii_case("utf-8") {
        return Ok(encoding_rs::UTF_8);
    }
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes())
        .ok_or_else(|| malformed(format!("the unknown encoding {label:?}"), 0))?;
    // What can be read as ASCII is not in UTF-16, though it says so.
    let utf16 = [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE].contains(&encoding);
    Ok(if utf16 && !bytes.iter().take(2).any(|byte| *byte == 0) {
        encoding_rs::UTF_8
    } else {
        encoding
    })
}

/// The encoding that the XML declaration names; UTF-16 without a mark is told by its zeros.
fn xml_declared(bytes: &[u8]) -> Option<Cow<'_, str>> {
    const LONGEST: usize = 256;
    if bytes.starts_with(b"<\0") {
        return Some("utf-16le".into());
    }
    if bytes.starts_with(b"\0<") {
        return Some("utf-16be".into());
    }
    let declaration = bytes[..bytes.len().min(LONGEST)].strip_prefix(b"<?xml")?;
    declaration.first().filter(|byte| is_space(**byte))?;
    let end = memchr::memmem::find(declaration, b"?>")?;
    let declaration = String::from_utf8_lossy(&declaration[..end]).into_owned();
    let (_, after) = declaration.split_once("encoding")?;
    let after = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (label, _) = after[1..].split_once(quote)?;
    Some(Cow::Owned(label.to_owned()))
}

#[cold]
fn invalid(bytes: &[u8]) -> ReadError {
    let offset = std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
    malformed("a byte that is not UTF-8".to_owned(), offset)
}

fn malformed(what: String, offset: usize) -> ReadError {
    ReadError::new(ReadErrorKind::Malformed(what.into()), String::new(), "", 0).moved(offset)
}

#[cfg(test)]
mod tests {
    use super::decode_text;

    #[test]
    fn mark_then_charset_then_declaration_decide() {
        let utf16: Vec<u8> = "<a>é</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut marked = vec![0xFF, 0xFE];
        marked.extend_from_slice(&utf16);
        let declared = b"<?xml version=\"1.0\" encoding=\"windows-1252\"?><a>\x80</a>";
        let cases: [(&[u8], Option<&str>, &str); 6] = [
            (&marked, Some("utf-8"), "<a>é</a>"),
            (&utf16, None, "<a>é</a>"),
            (b"\xEF\xBB\xBF<a/>", None, "<a/>"),
            (b"<a>\xe9</a>", Some("ISO-8859-1"), "<a>é</a>"),
            (declared, None, "<?xml version=\"1.0\" encoding=\"windows-1252\"?><a>€</a>"),
            (b"<a/>", None, "<a/>"),
        ];
        for (bytes, charset, expected) in cases {
            assert_eq!(decode_text(bytes, charset).unwrap(), expected, "{bytes:?} {charset:?}");
        }
    }

    #[test]
    fn invalid_bytes_are_an_error_with_their_place() {
        let error = decode_text(b"<a>\xff</a>", None).unwrap_err();
        assert_eq!(error.offset(), 3);
        assert!(error.to_string().contains("not UTF-8"), "{error}");
        let error = decode_text(b"<a/>", Some("klingon")).unwrap_err();
        assert!(error.to_string().contains("klingon"), "{error}");
    }
}
