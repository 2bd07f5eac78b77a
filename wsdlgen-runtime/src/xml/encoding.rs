//! Detecting the encoding of a document and decoding it (RFC 7303, §3).

use super::{ReadError, ReadErrorKind};
use crate::chars::is_space;
use encoding_rs::Encoding;
use std::borrow::Cow;

/// Decodes a document.
///
/// The encoding is taken from the byte order mark, else from `charset`, else from the XML declaration. Without any of
/// these, it is UTF-8. A `charset` that names no encoding is ignored, and UTF-16 without a byte order mark is recognised
/// by its zero bytes. UTF-8 is validated but not copied.
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
/// Returns an error if the declared encoding is unknown or the bytes are not valid in it.
pub fn decode_text<'a>(bytes: &'a [u8], charset: Option<&str>) -> Result<Cow<'a, str>, ReadError> {
    let (encoding, mark) = encoding_of(bytes, charset)?;
    let bytes = &bytes[mark..];
    if encoding == encoding_rs::UTF_8 {
        return match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(_) => Err(invalid(bytes)),
        };
    }
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or_else(|| malformed(format!("invalid {}", encoding.name()), 0))
}

/// Returns the encoding of a document that begins with `bytes`, and the length of its byte order mark.
fn encoding_of(
    bytes: &[u8],
    charset: Option<&str>,
) -> Result<(&'static Encoding, usize), ReadError> {
    if let Some(marked) = Encoding::for_bom(bytes) {
        return Ok(marked);
    }
    let labelled = charset.and_then(|charset| of_label(plain_label(charset), bytes));
    let encoding = match labelled.or_else(|| unmarked_utf16(bytes)) {
        Some(encoding) => encoding,
        None => declared(bytes)?,
    };
    Ok((encoding, 0))
}

/// Returns the form of UTF-16 in which a document begins with a tag (XML 1.0, appendix F.1).
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, ..] => Some(encoding_rs::UTF_16LE),
        [0, b'<', ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// Returns the encoding in the XML declaration, or else UTF-8.
fn declared(bytes: &[u8]) -> Result<&'static Encoding, ReadError> {
    let Some(label) = xml_declared(bytes) else { return Ok(encoding_rs::UTF_8) };
    let unknown = || malformed(format!("unknown encoding {label:?}"), 0);
    of_label(&label, bytes).ok_or_else(unknown)
}

/// Returns the encoding with a label, or `None` if there is none. The first bytes of a document outweigh a label that
/// names a form of UTF-16.
fn of_label(label: &str, bytes: &[u8]) -> Option<&'static Encoding> {
    if label.eq_ignore_ascii_case("utf-8") {
        return Some(encoding_rs::UTF_8);
    }
    let encoding = Encoding::for_label(label.as_bytes())?;
    if ![encoding_rs::UTF_16LE, encoding_rs::UTF_16BE].contains(&encoding) {
        return Some(encoding);
    }
    if !bytes.iter().take(2).any(|byte| *byte == 0) {
        return Some(encoding_rs::UTF_8);
    }
    // Without a byte order mark, UTF-16 is big-endian (RFC 2781, §4.3).
    let unordered = label.eq_ignore_ascii_case("utf-16");
    let labelled = if unordered { encoding_rs::UTF_16BE } else { encoding };
    Some(unmarked_utf16(bytes).unwrap_or(labelled))
}

/// Returns a `charset` without what servers add to it: quotation marks, and more values after a comma.
fn plain_label(charset: &str) -> &str {
    let first = charset.split([',', ';']).next().unwrap_or_default();
    first.trim_matches(|character: char| character.is_whitespace() || "'\"".contains(character))
}

/// Returns the encoding named by the XML declaration.
// EncodingDecl ::= S 'encoding' Eq ('"' EncName '"' | "'" EncName "'" )
fn xml_declared(bytes: &[u8]) -> Option<String> {
    const LONGEST: usize = 256;
    let declaration = bytes[..bytes.len().min(LONGEST)].strip_prefix(b"<?xml")?;
    declaration.first().filter(|byte| is_space(**byte))?;
    let end = memchr::memmem::find(declaration, b"?>")?;
    let declaration = String::from_utf8_lossy(&declaration[..end]).into_owned();
    let (_, after) = declaration.split_once("encoding")?;
    let after = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (label, _) = after[1..].split_once(quote)?;
    Some(label.to_owned())
}

/// Incremental decoder for a document that is still arriving.
///
/// It detects encodings like [`decode_text`]. UTF-8 is passed on unchecked.
pub(crate) struct TextDecoder {
    charset: Option<String>,
    progress: Progress,
}

enum Progress {
    /// The bytes received so far, which are too few to detect the encoding.
    Begun(Vec<u8>),
    Utf8,
    Other(Box<encoding_rs::Decoder>),
}

impl TextDecoder {
    /// The number of bytes that is always enough to detect the encoding.
    const ENOUGH: usize = 256;

    /// Creates a decoder for a document received with this `charset`.
    pub(crate) fn new(charset: Option<String>) -> Self {
        Self { charset, progress: Progress::Begun(Vec::new()) }
    }

    /// Decodes a chunk of the document to UTF-8.
    pub(crate) fn push<'c>(&mut self, chunk: &'c [u8]) -> Result<Cow<'c, [u8]>, ReadError> {
        match &mut self.progress {
            Progress::Utf8 => Ok(Cow::Borrowed(chunk)),
            Progress::Other(decoder) => decode_chunk(decoder, chunk, false).map(Cow::Owned),
            Progress::Begun(start) => {
                start.extend_from_slice(chunk);
                // Wait for the end of the XML declaration, or of the first tag if there is no declaration.
                if start.len() < Self::ENOUGH && !start.contains(&b'>') {
                    return Ok(Cow::Borrowed(&[]));
                }
                self.begin().map(Cow::Owned)
            }
        }
    }

    fn begin(&mut self) -> Result<Vec<u8>, ReadError> {
        let Progress::Begun(start) = &mut self.progress else { return Ok(Vec::new()) };
        let start = std::mem::take(start);
        let (encoding, mark) = encoding_of(&start, self.charset.as_deref())?;
        if encoding == encoding_rs::UTF_8 {
            self.progress = Progress::Utf8;
            return Ok(start);
        }
        let mut decoder = Box::new(encoding.new_decoder_without_bom_handling());
        let text = decode_chunk(&mut decoder, &start[mark..], false);
        self.progress = Progress::Other(decoder);
        text
    }

    /// Returns the remaining text once the whole document has arrived.
    pub(crate) fn finish(&mut self) -> Result<Vec<u8>, ReadError> {
        let mut text = self.begin()?;
        if let Progress::Other(decoder) = &mut self.progress {
            text.extend(decode_chunk(decoder, &[], true)?);
        }
        Ok(text)
    }

    /// Marks decoded text as UTF-8 with a byte order mark, since its XML declaration may name another encoding.
    pub(crate) fn mark(&self, text: Vec<u8>) -> Vec<u8> {
        match self.progress {
            Progress::Other(_) => ["\u{feff}".as_bytes(), &text].concat(),
            _ => text,
        }
    }
}

fn decode_chunk(
    decoder: &mut encoding_rs::Decoder,
    chunk: &[u8],
    is_last: bool,
) -> Result<Vec<u8>, ReadError> {
    let too_long = || malformed("chunk is too long".to_owned(), 0);
    let longest = decoder.max_utf8_buffer_length_without_replacement(chunk.len());
    let mut text = vec![0; longest.ok_or_else(too_long)?];
    let (result, _, written) =
        decoder.decode_to_utf8_without_replacement(chunk, &mut text, is_last);
    if result != encoding_rs::DecoderResult::InputEmpty {
        let name = decoder.encoding().name();
        return Err(malformed(format!("invalid {name}"), 0));
    }
    text.truncate(written);
    Ok(text)
}

#[cold]
fn invalid(bytes: &[u8]) -> ReadError {
    let offset = std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
    malformed("invalid UTF-8".to_owned(), offset)
}

fn malformed(what: String, offset: usize) -> ReadError {
    ReadError::new(ReadErrorKind::Malformed(what.into()), String::new()).moved(offset)
}

#[cfg(test)]
mod tests {
    use super::{TextDecoder, decode_text};

    #[test]
    fn prefers_byte_order_mark_then_charset_then_declaration() {
        let utf16: Vec<u8> = "<a>é</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut marked = vec![0xFF, 0xFE];
        marked.extend_from_slice(&utf16);
        let declared = b"<?xml version=\"1.0\" encoding=\"windows-1252\"?><a>\x80</a>";
        let big: Vec<u8> = "<a>é</a>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let utf8 = "<a>é</a>".as_bytes();
        let utf16_words = [b"\0 ", big.as_slice()].concat();
        let cases: [(&[u8], Option<&str>, &str); 17] = [
            (&marked, Some("utf-8"), "<a>é</a>"),
            (&utf16, None, "<a>é</a>"),
            (&utf16, Some("utf-16"), "<a>é</a>"),
            (&big, Some("utf-16"), "<a>é</a>"),
            (&big, Some("UTF-16LE"), "<a>é</a>"),
            (&utf16_words, Some("utf-16"), " <a>é</a>"),
            (utf8, Some(""), "<a>é</a>"),
            (utf8, Some("none"), "<a>é</a>"),
            (utf8, Some("'utf-8'"), "<a>é</a>"),
            (utf8, Some("utf-8, text/xml"), "<a>é</a>"),
            (utf8, Some("utf-16"), "<a>é</a>"),
            (b"<a>\xe9</a>", Some(" \"iso-8859-1\""), "<a>é</a>"),
            (declared, Some("none"), "<?xml version=\"1.0\" encoding=\"windows-1252\"?><a>€</a>"),
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
    fn reports_the_offset_of_invalid_bytes() {
        let error = decode_text(b"<a>\xff</a>", None).unwrap_err();
        assert_eq!(error.offset(), 3);
        assert!(error.to_string().contains("invalid UTF-8"), "{error}");
        let error = decode_text(b"<?xml version='1.0' encoding='klingon'?><a/>", None).unwrap_err();
        assert!(error.to_string().contains("klingon"), "{error}");
    }

    #[test]
    fn decodes_chunks_like_a_whole_document() {
        let utf16: Vec<u8> = "<a>é😀</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let declared = b"<?xml version=\"1.0\" encoding=\"windows-1252\"?><a>\x80</a>";
        let cases: [(&[u8], Option<&str>); 6] = [
            (&[b"\xFF\xFE", utf16.as_slice()].concat(), None),
            (&utf16, None),
            (b"\xEF\xBB\xBF<a/>", Some("iso-8859-1")),
            (b"<a>\xe9</a>", Some("ISO-8859-1")),
            (declared, None),
            (b"<a", None),
        ];
        for (bytes, charset) in cases {
            let expected = decode_text(bytes, charset).unwrap();
            for at_a_time in 1..=bytes.len() {
                let mut decoder = TextDecoder::new(charset.map(str::to_owned));
                let mut text = Vec::new();
                for chunk in bytes.chunks(at_a_time) {
                    text.extend_from_slice(&decoder.push(chunk).unwrap());
                }
                text.extend(decoder.finish().unwrap());
                let marked = decoder.mark(text);
                assert_eq!(decode_text(&marked, charset).unwrap(), expected, "{at_a_time}");
            }
        }
        let mut decoder = TextDecoder::new(None);
        decoder.push(b"\xFF\xFE<\0a\0>\0\x00\xd8").unwrap();
        assert!(decoder.finish().unwrap_err().to_string().contains("UTF-16"));
    }
}
