//! Zero-copy unpacking of a MIME body into its parts (RFC 2045, RFC 2046, RFC 2387).

use std::borrow::Cow;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use memchr::memmem;

use super::{Attachments, ContentType};
use crate::{address::hexadecimal, attachment::Attachment};

/// The maximum number of parts of a message.
pub(super) const PARTS: usize = 1000;
/// The maximum length of a part's headers, in bytes.
pub(super) const HEAD_BYTES: usize = 16 << 10;

/// The maximum number of blanks after a delimiter.
pub(super) const PADDING: usize = 250;

/// A message, unpacked into its envelope and its attachments.
#[derive(Clone)]
pub(crate) struct Unpacked<'h> {
    pub(crate) envelope: Bytes,
    /// The type of the part that contains the envelope.
    pub(crate) content_type: ContentType<'h>,
    pub(crate) attachments: Attachments,
    /// True if binary values of the envelope may be in attachments (XOP).
    pub(crate) is_xop: bool,
}

impl Unpacked<'static> {
    /// Creates a message from the part with its envelope.
    pub(super) fn of_root(root: &Attachment, attachments: Attachments) -> Self {
        let content_type = ContentType::from(root.content_type().to_owned());
        let is_xop = content_type.is_xop();
        let envelope = root.bytes().cloned().unwrap_or_default();
        Self { envelope, content_type, attachments, is_xop }
    }
}

/// Unpacks a message. The envelope is the whole body, or one part of a multipart message.
///
/// # Errors
///
/// If the body is not a valid multipart message.
pub(crate) fn unpack(
    content_type: ContentType<'_>,
    body: Bytes,
) -> Result<Unpacked<'_>, &'static str> {
    if !content_type.is_multipart() {
        let attachments = Attachments::default();
        return Ok(Unpacked { envelope: body, content_type, attachments, is_xop: false });
    }
    let boundary =
        content_type.parameter("boundary").ok_or("the multipart message has no boundary")?;
    let mut parts = parts(&body, &boundary)?;
    let start = content_type.parameter("start").map(|start| bare_id(&start).to_owned());
    let root = start.and_then(|start| parts.iter().position(|part| part.id() == start));
    if parts.is_empty() {
        return Err("the multipart message has no parts");
    }
    let root = parts.remove(root.unwrap_or(0));
    Ok(Unpacked::of_root(&root, parts.into_iter().collect()))
}

fn parts(body: &Bytes, boundary: &str) -> Result<Vec<Attachment>, &'static str> {
    let delimiter = format!("--{boundary}");
    let mut parts = Vec::new();
    // The start of the current part.
    let mut start = None;
    for at in memmem::find_iter(body, &delimiter) {
        let after = at + delimiter.len();
        let Some(line) = delimiter_line(body, at, after) else { continue };
        if let Some(start) = start {
            parts.push(part(body, start, end_before(body, start, at))?);
            if parts.len() > PARTS {
                return Err("the multipart message has too many parts");
            }
        }
        match line {
            Line::Last => return Ok(parts),
            Line::Next(next) => start = Some(next),
        }
    }
    Err("the last part of the multipart message is not terminated")
}

/// The kind of a delimiter line.
pub(super) enum Line {
    /// The delimiter after the last part.
    Last,
    /// The delimiter before a part, with the offset of that part.
    Next(usize),
}

/// Parses a delimiter line. Returns `None` if the delimiter text is not on a line of its own.
pub(super) fn delimiter_line(body: &[u8], at: usize, after: usize) -> Option<Line> {
    if at > 0 && body[at - 1] != b'\n' {
        return None;
    }
    if body[after..].starts_with(b"--") {
        return Some(Line::Last);
    }
    let padding = body[after..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    if padding > PADDING {
        return None;
    }
    let rest = &body[after + padding..];
    let line_end = if rest.starts_with(b"\r\n") {
        2
    } else if rest.starts_with(b"\n") {
        1
    } else {
        return None;
    };
    Some(Line::Next(after + padding + line_end))
}

/// Returns the end of a part. The line break before a delimiter belongs to the delimiter.
pub(super) fn end_before(body: &[u8], start: usize, delimiter: usize) -> usize {
    let part = &body[start..delimiter];
    let line_end = if part.ends_with(b"\r\n") { 2 } else { usize::from(part.ends_with(b"\n")) };
    delimiter - line_end
}

fn part(body: &Bytes, start: usize, end: usize) -> Result<Attachment, &'static str> {
    let whole = body.slice(start..end);
    let (head, content) = find_head(&whole).unwrap_or((whole.len(), whole.len()));
    if head > HEAD_BYTES {
        return Err("the headers of a message part are too long");
    }
    PartHead::parse(&whole[..head]).attachment(whole.slice(content..))
}

/// The headers of a part.
pub(super) struct PartHead {
    pub(super) id: String,
    pub(super) content_type: String,
    /// The `Content-Transfer-Encoding`, in lower case.
    encoding: String,
    /// The other headers that are kept.
    others: Vec<(&'static str, String)>,
}

impl PartHead {
    pub(super) fn parse(head: &[u8]) -> Self {
        let headers = String::from_utf8_lossy(head);
        // A line that starts with white space continues the previous one.
        let headers = headers.replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ");
        let header = |name: &str| {
            let found = headers.lines().find_map(|line| {
                let (known, value) = line.split_once(':')?;
                known.trim().eq_ignore_ascii_case(name).then_some(value.trim())
            });
            found.unwrap_or_default().to_owned()
        };
        let content_type = match header("content-type") {
            none if none.is_empty() => "text/plain".to_owned(),
            content_type => content_type,
        };
        let others = ["Content-Description", "Content-Disposition", "Content-Location"];
        let others = others.map(|name| (name, header(name))).into_iter();
        Self {
            id: bare_id(&header("content-id")).to_owned(),
            content_type,
            encoding: header("content-transfer-encoding").to_ascii_lowercase(),
            others: others.filter(|(_, value)| !value.is_empty()).collect(),
        }
    }

    /// Returns whether the content is encoded as text.
    pub(super) fn is_encoded(&self) -> bool {
        matches!(&*self.encoding, "base64" | "quoted-printable")
    }

    /// Returns the attachment with this content.
    pub(super) fn attachment(self, content: Bytes) -> Result<Attachment, &'static str> {
        let content = match &*self.encoding {
            "base64" => decode_base64(&content)?,
            "quoted-printable" => decode_quoted(&content),
            _ => content,
        };
        Ok(Attachment::received(self.content_type, self.id, self.others, content))
    }
}

/// Returns the end of a part's headers and the start of its content, which follows the first empty
/// line.
pub(super) fn find_head(part: &[u8]) -> Option<(usize, usize)> {
    if part.starts_with(b"\r\n") {
        return Some((0, 2));
    }
    if part.starts_with(b"\n") {
        return Some((0, 1));
    }
    let strict = memmem::find(part, b"\r\n\r\n").map(|at| (at, at + 4));
    let loose = memmem::find(part, b"\n\n").map(|at| (at, at + 2));
    match (strict, loose) {
        (Some(strict), Some(loose)) => Some(strict.min(loose)),
        (strict, loose) => strict.or(loose),
    }
}

/// Strips the angle brackets from a `Content-ID`.
pub(super) fn bare_id(id: &str) -> &str {
    let id = id.trim();
    id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or(id)
}

fn decode_base64(bytes: &[u8]) -> Result<Bytes, &'static str> {
    let text: Vec<u8> = bytes.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    STANDARD.decode(text).map(Bytes::from).map_err(|_| "a message part is not valid base64")
}

/// Decodes quoted-printable text (RFC 2045, §6.7). Invalid escapes are left unchanged.
fn decode_quoted(bytes: &[u8]) -> Bytes {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'=', rest) {
        plain.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")) {
            rest = after;
            continue;
        }
        match rest.get(..2).and_then(hexadecimal) {
            Some(byte) => {
                plain.push(byte);
                rest = &rest[2..];
            }
            None => plain.push(b'='),
        }
    }
    plain.extend_from_slice(rest);
    plain.into()
}

impl From<String> for ContentType<'_> {
    fn from(value: String) -> Self {
        Self::new(Cow::Owned(value))
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::{ContentType, unpack};

    /// An envelope and its attachments: id, type, content.
    type Found = (String, Vec<(String, String, String)>);

    fn unpacked(content_type: &str, body: &str) -> Result<Found, &'static str> {
        let content_type = ContentType::from(content_type.to_owned());
        let unpacked = unpack(content_type, Bytes::from(body.to_owned()))?;
        let text = |bytes: &Bytes| String::from_utf8_lossy(bytes).into_owned();
        let attachments = unpacked.attachments.iter().map(|part| {
            let content_type = part.content_type().to_owned();
            (part.id().to_owned(), content_type, text(part.bytes().unwrap()))
        });
        Ok((text(&unpacked.envelope), attachments.collect()))
    }

    #[test]
    fn finds_the_envelope_in_the_root_part() {
        let found = |envelope: &str, attachments: &[(&str, &str, &str)]| {
            let owned = attachments.iter().map(|(id, content_type, content)| {
                ((*id).to_owned(), (*content_type).to_owned(), (*content).to_owned())
            });
            Ok((envelope.to_owned(), owned.collect()))
        };
        let cases = [
            ("text/xml", "<e/>", found("<e/>", &[])),
            // The first part is the default. Line breaks may be `\n`.
            (
                "multipart/related; boundary=b",
                "--b\nContent-Type: text/xml\n\n<e/>\n--b\nContent-ID: <1>\n\nx\n--b--",
                found("<e/>", &[("1", "text/plain", "x")]),
            ),
            // `start` names any part. Also: quoted boundaries, a preamble, content that looks like a
            // delimiter, folded headers.
            (
                "Multipart/Related; start=\"<r@x>\"; boundary=\"=_b b\"; type=\"text/xml\"",
                "who reads this?\r\n--=_b b\r\nContent-Id: <a@x>\r\nContent-Type: image/png;\r\n \
                 name=x\r\n\r\n--=_b bx\r\n\r\n--=_b b \r\nContent-ID:<r@x>\r\n\r\n<e/>\r\n--=_b b--\r\n",
                found("<e/>", &[("a@x", "image/png; name=x", "--=_b bx\r\n")]),
            ),
            (
                "multipart/related; boundary=b",
                "--b\r\n\r\n<e/>\r\n--b\r\nContent-Transfer-Encoding: BASE64\r\n\r\naGk=\r\n--b\r\n\
                 Content-Transfer-Encoding: quoted-printable\r\n\r\na=3Db=\r\nc=x=+7\r\n--b--",
                found("<e/>", &[("", "text/plain", "hi"), ("", "text/plain", "a=bc=x=+7")]),
            ),
        ];
        for (content_type, body, expected) in cases {
            assert_eq!(unpacked(content_type, body), expected, "{content_type}");
        }
    }

    #[test]
    fn rejects_malformed_multipart_messages() {
        let many = "--b\n\nx\n".repeat(1002) + "--b--";
        let cases = [
            ("multipart/related", "--b\n\nx\n--b--", "no boundary"),
            ("multipart/related; boundary=b", "--b--", "no parts"),
            ("multipart/related; boundary=b", "--b\n\n<e/>", "not terminated"),
            ("multipart/related; boundary=b", &many, "too many parts"),
        ];
        for (content_type, body, expected) in cases {
            let error = unpacked(content_type, body).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
