//! Attachments of secured messages (SOAP Messages with Attachments Profile 1.1).

use bytes::Bytes;

/// An attachment, as signatures and encryption treat it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MimePart {
    /// The `Content-ID`, without angle brackets.
    pub(crate) id: String,
    pub(crate) content_type: String,
    /// The other headers of its content: `Content-Description`, `Content-Disposition` and `Content-Location`.
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) content: Bytes,
}

#[cfg(feature = "ws-security")]
mod canonical {
    use std::borrow::Cow;

    use super::MimePart;
    use crate::{
        policy::AttachmentCoverage,
        security::{SecurityCode, SecurityError, canonical},
        xml::{AnyElement, Limits, ReadOptions},
    };

    /// The URI of the transform that covers only the content.
    pub(in crate::security) const CONTENT: &str = "http://docs.oasis-open.org/wss/oasis-wss-SwAProfile-1.1#Attachment-Content-Signature-Transform";
    /// The URI of the transform that covers the headers as well.
    pub(in crate::security) const COMPLETE: &str = "http://docs.oasis-open.org/wss/oasis-wss-SwAProfile-1.1#Attachment-Complete-Signature-Transform";
    /// The type of an encrypted attachment whose headers are not encrypted.
    #[cfg(feature = "ws-encryption")]
    pub(in crate::security) const CONTENT_ONLY: &str =
        "http://docs.oasis-open.org/wss/oasis-wss-SwAProfile-1.1#Attachment-Content-Only";
    /// The URI of the transform that refers to the cipher text of an attachment.
    #[cfg(feature = "ws-encryption")]
    pub(in crate::security) const CIPHER_TEXT: &str =
        "http://docs.oasis-open.org/wss/oasis-wss-SwAProfile-1.1#Attachment-Ciphertext-Transform";

    /// The parameters whose values do not depend on case.
    const WITHOUT_CASE: [&str; 8] = [
        "charset",
        "creation-date",
        "filename",
        "modification-date",
        "padding",
        "read-date",
        "size",
        "type",
    ];

    impl MimePart {
        /// Returns the bytes that a signature covers.
        ///
        /// # Errors
        ///
        /// If the content is XML that is not well-formed, has a canonical form of more than `longest` bytes, or has another
        /// encoding than UTF-8 or processing instructions, or if a header has a form that is not supported.
        pub(in crate::security) fn signed(
            &self,
            coverage: AttachmentCoverage,
            longest: usize,
        ) -> Result<Vec<u8>, SecurityError> {
            let content = self.canonical_content(longest)?;
            let headers = match coverage {
                AttachmentCoverage::Content => String::new(),
                AttachmentCoverage::Complete => self.canonical_headers()?,
            };
            Ok([headers.as_bytes(), &content].concat())
        }

        /// Returns the content in the canonical form of its media type: XML without comments, and text with the line
        /// breaks of MIME.
        fn canonical_content(&self, longest: usize) -> Result<Cow<'_, [u8]>, SecurityError> {
            let media_type = without_comments(&self.content_type);
            let media_type = media_type.split(';').next().unwrap_or_default();
            let media_type = media_type.trim().to_ascii_lowercase();
            if matches!(&*media_type, "text/xml" | "application/xml")
                || media_type.ends_with("+xml")
            {
                let text = std::str::from_utf8(&self.content).ok().and_then(without_declaration);
                // The tree does not contain them, but the canonical form does.
                let text = text.filter(|text| !text.contains("<?"));
                let limits = Limits { memory_bytes: longest, ..Limits::SERVER };
                let options = ReadOptions { limits, ..ReadOptions::default() };
                let tree = text.and_then(|text| AnyElement::parse(text, &options).ok());
                let tree = tree.ok_or_else(|| invalid("an attachment is not supported XML"))?;
                let canonical = canonical::exclusive(&[&tree], &[], longest)?;
                Ok(Cow::Owned(canonical.into_bytes()))
            } else if media_type.starts_with("text/") || media_type.is_empty() {
                Ok(Cow::Owned(with_line_breaks(&self.content)))
            } else {
                Ok(Cow::Borrowed(&self.content))
            }
        }

        /// Returns the headers in canonical form (§5.4.1), each in a line.
        fn canonical_headers(&self) -> Result<String, SecurityError> {
            let id = format!("<{}>", self.id);
            let mut headers: Vec<(&str, &str)> =
                self.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            headers.push(("Content-Type", &self.content_type));
            if !self.id.is_empty() {
                headers.push(("Content-ID", &id));
            }
            headers.sort_unstable();
            let mut out = String::new();
            for (name, value) in headers {
                let value = canonical_value(name, value)?;
                out.extend([name, ":", &value, "\r\n"]);
            }
            Ok(out)
        }
    }

    /// Returns a document without its XML declaration, or `None` if it declares another encoding than UTF-8.
    fn without_declaration(text: &str) -> Option<&str> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let declared =
            text.strip_prefix("<?xml").filter(|rest| rest.starts_with(char::is_whitespace));
        let Some((declaration, rest)) = declared.and_then(|rest| rest.split_once("?>")) else {
            return Some(text);
        };
        let encoding = declaration.split_once("encoding").map(|(_, value)| value.to_lowercase());
        encoding.is_none_or(|encoding| encoding.contains("utf-8")).then_some(rest)
    }

    /// Returns a text with each line break as CR and LF.
    fn with_line_breaks(text: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(text.len());
        let mut bytes = text.iter().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'\r' => {
                    out.extend_from_slice(b"\r\n");
                    bytes.next_if(|next| **next == b'\n');
                }
                b'\n' => out.extend_from_slice(b"\r\n"),
                other => out.push(*other),
            }
        }
        out
    }

    fn canonical_value(name: &str, value: &str) -> Result<String, SecurityError> {
        let unfolded = value.replace("\r\n", "");
        if unfolded.contains(['\r', '\n']) || unfolded.contains("=?") {
            return Err(invalid("a header of an attachment is encoded"));
        }
        let plain = without_comments(unfolded.trim_start_matches([' ', '\t']));
        if !matches!(name, "Content-Type" | "Content-Disposition") {
            return Ok(plain);
        }
        let mut pieces = split_parameters(&plain).into_iter();
        let mut out = pieces.next().unwrap_or_default().trim().to_lowercase();
        let mut parameters = Vec::new();
        for piece in pieces {
            let (name, value) = piece
                .split_once('=')
                .filter(|(name, _)| !name.contains('*'))
                .ok_or_else(|| invalid("a parameter of an attachment is encoded"))?;
            let name = name.trim().to_lowercase();
            let value = quoted(value.trim());
            let value = if WITHOUT_CASE.contains(&&*name) { value.to_lowercase() } else { value };
            parameters.push((name, value));
        }
        parameters.sort_unstable();
        for (name, value) in parameters {
            out.extend([";", &name, "=", &value]);
        }
        Ok(out)
    }

    /// Removes comments in parentheses, which may contain others.
    fn without_comments(text: &str) -> String {
        let (mut out, mut depth, mut is_quoted) = (String::new(), 0_usize, false);
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            match character {
                '\\' if is_quoted || depth > 0 => {
                    let next = characters.next();
                    if depth == 0 {
                        out.push(character);
                        out.extend(next);
                    }
                }
                '"' if depth == 0 => {
                    is_quoted = !is_quoted;
                    out.push(character);
                }
                '(' if !is_quoted => depth += 1,
                ')' if !is_quoted && depth > 0 => depth -= 1,
                other if depth == 0 => out.push(other),
                _ => {}
            }
        }
        out
    }

    /// Splits a value at semicolons outside of quotes.
    fn split_parameters(text: &str) -> Vec<&str> {
        let (mut is_quoted, mut is_escaped) = (false, false);
        text.split(|character| {
            let was_escaped = std::mem::take(&mut is_escaped);
            match character {
                '\\' if is_quoted && !was_escaped => is_escaped = true,
                '"' if !was_escaped => is_quoted = !is_quoted,
                _ => {}
            }
            character == ';' && !is_quoted
        })
        .collect()
    }

    /// Returns the value of a parameter in quotes, with backslashes only where they are needed.
    fn quoted(value: &str) -> String {
        let inner = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let mut out = "\"".to_owned();
        let mut characters = inner.unwrap_or(value).chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '\\' => {
                    if let Some(next) = characters.next() {
                        if matches!(next, '"' | '\\') {
                            out.push('\\');
                        }
                        out.push(next);
                    }
                }
                '"' => out.push_str("\\\""),
                other => out.push(other),
            }
        }
        out.push('"');
        out
    }

    fn invalid(reason: &'static str) -> SecurityError {
        SecurityError::new(SecurityCode::FailedCheck, reason)
    }

    #[cfg(test)]
    mod tests {
        use super::{AttachmentCoverage, MimePart};

        const LONGEST: usize = 10_000;

        fn part(content_type: &str, content: &'static str) -> MimePart {
            MimePart {
                id: "attachment=1".to_owned(),
                content_type: content_type.to_owned(),
                headers: Vec::new(),
                content: content.into(),
            }
        }

        #[test]
        fn writes_content_in_the_form_of_its_type() {
            let cases = [
                ("", "a\nb\rc\r\nd\r\r\n", "a\r\nb\r\nc\r\nd\r\n\r\n"),
                ("TEXT/Plain", "a\n", "a\r\n"),
                ("application/octet-stream(+xml", "a\n", "a\n"),
                ("text/xml", "<?xml version='1.0' encoding='UTF-8'?><a/>", "<a></a>"),
                ("application/xml", "<a xmlns:u='urn:u'>\r\n</a>", "<a>\n</a>"),
                ("application/soap+xml; charset=utf-8", "<a/>", "<a></a>"),
                ("application/octet-stream", "a\n", "a\n"),
            ];
            for (content_type, content, expected) in cases {
                let signed =
                    part(content_type, content).signed(AttachmentCoverage::Content, LONGEST);
                assert_eq!(signed.as_deref(), Ok(expected.as_bytes()), "{content_type}");
            }
            let refused = [
                "<a>",
                "<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
                "<?xml-stylesheet href='x'?><a/>",
                "<a xmlns:u='urn:a:long:name'><u:b/><u:b/><u:b/><u:b/><u:b/></a>",
            ];
            for content in refused {
                let signed = part("text/xml", content).signed(AttachmentCoverage::Content, 150);
                assert!(signed.is_err(), "{content}");
            }
        }

        #[test]
        fn writes_headers_in_canonical_form() {
            let mut one = part(
                "text/xml; charset=UTF-8",
                "<?xml version='1.0'?>\n<a  b='1'><!-- c --><b/></a>\n",
            );
            one.headers = vec![
                ("Content-Location", "http://ws.apache.org".to_owned()),
                ("Content-Description", "Attachment".to_owned()),
                ("Content-Disposition", "attachment; filename=\"fname.ext\"".to_owned()),
            ];
            let expected = "Content-Description:Attachment\r\n\
                Content-Disposition:attachment;filename=\"fname.ext\"\r\n\
                Content-ID:<attachment=1>\r\n\
                Content-Location:http://ws.apache.org\r\n\
                Content-Type:text/xml;charset=\"utf-8\"\r\n\
                <a b=\"1\"><b></b></a>";
            assert_eq!(
                one.signed(AttachmentCoverage::Complete, LONGEST).as_deref(),
                Ok(expected.as_bytes())
            );
        }

        #[test]
        fn writes_each_header_in_canonical_form() {
            let cases = [
                ("Content-Location", " http://x/(a(b)c)y", Some("http://x/y")),
                ("Content-Description", "a\r\n b", Some("a b")),
                (
                    "Content-Disposition",
                    "ATTACHMENT; Size=10; Name=\"x\\\"y\\\\z;\"; q=\"a\\b\"",
                    Some("attachment;name=\"x\\\"y\\\\z;\";q=\"ab\";size=\"10\""),
                ),
                ("Content-Disposition", "attachment; filename*=UTF-8''a", None),
                ("Content-Disposition", "attachment; filename", None),
                ("Content-Description", "=?UTF-8?Q?a?=", None),
                ("Content-Description", "a\nb", None),
            ];
            for (name, value, expected) in cases {
                let found = super::canonical_value(name, value).ok();
                assert_eq!(found.as_deref(), expected, "{value}");
            }
        }
    }
}

#[cfg(feature = "ws-encryption")]
pub(super) use canonical::{CIPHER_TEXT, CONTENT_ONLY};
#[cfg(feature = "ws-security")]
pub(super) use canonical::{COMPLETE, CONTENT};
