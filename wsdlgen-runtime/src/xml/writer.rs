//! The writer, which appends static tags and escaped text to a buffer.

use super::{DeclaredNames, WriteContent, WriteElement, WriteError, included::Collected};
use crate::{
    chars::{ESCAPE_ATTRIBUTE, ESCAPE_TEXT, is_char},
    xsd::Lexical,
};
use std::fmt;

/// A buffer that XML is appended to.
///
/// Characters that are not allowed in XML are not reported immediately, which keeps generated code simple.
/// [`finish`](Self::finish) reports the first one.
///
/// ```
/// use wsdlgen_runtime::xml::Writer;
///
/// let mut writer = Writer::default();
/// writer.raw("<a>");
/// writer.text("1 < 2");
/// writer.raw("</a>");
/// assert_eq!(writer.finish().unwrap(), b"<a>1 &lt; 2</a>");
/// ```
#[derive(Default)]
pub struct Writer {
    pub(super) out: Vec<u8>,
    /// The prefixes declared on the start tag written last, for names in values.
    pub(super) names: DeclaredNames,
    /// The namespace declarations that the first tag will get in addition to its own.
    pub(super) root_declarations: &'static str,
    /// The attachments collected so far, if the document belongs to a message.
    pub(super) collected: Option<Collected>,
    /// `true` if arrays are written in the SOAP 1.2 encoding.
    pub(crate) has_soap12_arrays: bool,
    /// The first character that could not be written, and its position in the output.
    refused: Option<(char, usize)>,
}

impl Writer {
    /// Creates a writer that appends to an existing buffer, to reuse its memory. The buffer's content is kept.
    pub fn with_buffer(buffer: Vec<u8>) -> Self {
        Self { out: buffer, ..Self::default() }
    }

    /// Creates a writer for a document whose root gets these namespace declarations when it is finished.
    pub(crate) fn with_root_declarations(declarations: &'static str) -> Self {
        Self { root_declarations: declarations, ..Self::default() }
    }

    /// Appends markup unchanged.
    #[inline]
    pub fn raw(&mut self, markup: &str) {
        self.out.extend_from_slice(markup.as_bytes());
    }

    /// Returns the length of the output, in bytes.
    pub(crate) fn len(&self) -> usize {
        self.out.len()
    }

    /// Adds an attribute, with a leading space, to the start tag at a position in the output, if there is one.
    pub(crate) fn add_attribute_at(&mut self, start: usize, attribute: &str) {
        let written = self.out.get(start..).unwrap_or_default();
        if let Some(length) = written.iter().position(|byte| b" />".contains(byte)) {
            let end = start + length;
            self.out.splice(end..end, attribute.bytes());
        }
    }

    /// Appends markup that was written earlier, unchanged.
    pub fn raw_bytes(&mut self, markup: &[u8]) {
        self.out.extend_from_slice(markup);
    }

    /// Appends text, escaped so that it is read back unchanged.
    #[inline]
    pub fn text(&mut self, text: &str) {
        self.escaped(text, &ESCAPE_TEXT);
    }

    /// Appends a value in its lexical form.
    #[inline]
    pub fn value<T: Lexical>(&mut self, value: &T) {
        if T::IS_BINARY && self.include(value) {
            return;
        }
        if T::MAY_HOLD_MARKUP {
            self.value_with_markup(value);
        } else {
            value.append_lexical(&mut self.out);
        }
    }

    /// Appends an element that contains a value: the start tag, the value and the end tag.
    ///
    /// ```
    /// use wsdlgen_runtime::xml::Writer;
    ///
    /// let mut writer = Writer::default();
    /// writer.value_element("<t:a>", &7);
    /// writer.value_elements("<t:b>", &Some("x & y".to_owned()));
    /// writer.value_elements("<t:c>", &[true, false]);
    /// let written = "<t:a>7</t:a><t:b>x &amp; y</t:b><t:c>true</t:c><t:c>false</t:c>";
    /// assert_eq!(writer.finish().unwrap(), written.as_bytes());
    /// ```
    #[inline]
    pub fn value_element<T: Lexical>(&mut self, start_tag: &'static str, value: &T) {
        self.raw(start_tag);
        if T::HOLDS_NAMES || T::KEEPS_TYPE {
            self.out.pop();
            self.declare_names(value);
            self.actual_type(start_tag, value);
            self.out.push(b'>');
        }
        self.value(value);
        self.close(start_tag);
    }

    /// Appends an element for each value. See [`value_element`](Self::value_element).
    #[inline]
    pub fn value_elements<'a, T: Lexical + 'a>(
        &mut self,
        start_tag: &'static str,
        values: impl IntoIterator<Item = &'a T>,
    ) {
        for value in values {
            self.value_element(start_tag, value);
        }
    }

    /// Appends an element with attributes and content of its own: the start tag, the content and the end tag.
    #[inline]
    pub fn element<T: WriteElement>(&mut self, start_tag: &'static str, value: &T) {
        self.raw(&start_tag[..start_tag.len() - 1]);
        value.write_attributes(self);
        self.out.push(b'>');
        value.write_content(self);
        self.close(start_tag);
    }

    /// Appends an element with `xsi:type`. See [`element`](Self::element).
    pub fn typed_element<T: WriteElement>(
        &mut self,
        start_tag: &'static str,
        type_name: &str,
        value: &T,
    ) {
        self.raw(&start_tag[..start_tag.len() - 1]);
        self.typed_attributes(type_name, value);
        self.raw(">");
        value.write_content(self);
        self.close(start_tag);
    }

    /// Appends an element for each value. See [`element`](Self::element).
    #[inline]
    pub fn elements<'a, T: WriteElement + 'a>(
        &mut self,
        start_tag: &'static str,
        values: impl IntoIterator<Item = &'a T>,
    ) {
        for value in values {
            self.element(start_tag, value);
        }
    }

    /// Appends the end tag of an element that began with this start tag.
    #[inline]
    pub(crate) fn close(&mut self, start_tag: &'static str) {
        self.raw("</");
        self.raw(&start_tag[1..]);
    }

    /// Appends a part of content that has no tag of its own.
    #[inline]
    pub fn content<T: WriteContent>(&mut self, part: &T) {
        part.write_content(self);
    }

    /// Appends each of the parts. See [`content`](Self::content).
    #[inline]
    pub fn contents<'a, T: WriteContent + 'a>(&mut self, parts: impl IntoIterator<Item = &'a T>) {
        for part in parts {
            part.write_content(self);
        }
    }

    /// Appends the attributes of a value whose type is not the declared one, beginning with `xsi:type`.
    pub fn typed_attributes<T: WriteElement>(&mut self, type_name: &str, value: &T) {
        self.raw(" xsi:type=\"");
        self.raw(type_name);
        self.raw("\"");
        value.write_attributes(self);
    }

    /// Appends ` name="value"` if there is a value.
    pub fn optional_attribute<T: Lexical>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.attribute_value(name, value);
        }
    }

    /// Appends ` name="value"` with the lexical form of a value.
    pub fn attribute_value<T: Lexical>(&mut self, name: &str, value: &T) {
        self.declare_names(value);
        if let Some(text) = value.as_text() {
            return self.attribute(name, text);
        }
        let mut lexical = Vec::new();
        value.append_in(&mut lexical, &self.names);
        self.attribute(name, &String::from_utf8_lossy(&lexical));
    }

    fn value_with_markup<T: Lexical>(&mut self, value: &T) {
        if let Some(text) = value.as_text() {
            return self.text(text);
        }
        let mut lexical = Vec::new();
        value.append_in(&mut lexical, &self.names);
        self.text(&String::from_utf8_lossy(&lexical));
    }

    /// Appends ` name="value"`, with the value escaped.
    pub fn attribute(&mut self, name: &str, value: &str) {
        self.raw(" ");
        self.raw(name);
        self.raw("=\"");
        self.escaped(value, &ESCAPE_ATTRIBUTE);
        self.raw("\"");
    }

    /// Returns the output.
    ///
    /// # Errors
    ///
    /// Returns an error if a character that is not allowed in XML was to be written.
    pub fn finish(self) -> Result<Vec<u8>, WriteError> {
        match self.refused {
            None => Ok(self.out),
            Some((character, offset)) => {
                Err(WriteError { character, path: path_at(&self.out[..offset]) })
            }
        }
    }

    pub(crate) fn finish_text(self) -> Result<String, WriteError> {
        let bytes = self.finish()?;
        Ok(String::from_utf8(bytes).expect("only complete strings should have been appended"))
    }

    #[inline]
    fn escaped(&mut self, text: &str, special: &[bool; 256]) {
        let bytes = text.as_bytes();
        let stop = bytes.iter().position(|byte| special[usize::from(*byte)]);
        match stop {
            None => self.out.extend_from_slice(bytes),
            Some(at) => self.escaped_from(text, at, special),
        }
    }

    #[cold]
    fn escaped_from(&mut self, text: &str, mut at: usize, special: &[bool; 256]) {
        let mut rest = text;
        loop {
            self.raw(&rest[..at]);
            rest = &rest[at..];
            let Some(character) = rest.chars().next() else { return };
            self.character(character);
            rest = &rest[character.len_utf8()..];
            let stop = rest.bytes().position(|byte| special[usize::from(byte)]);
            at = stop.unwrap_or(rest.len());
        }
    }

    fn character(&mut self, character: char) {
        match character {
            '<' => self.raw("&lt;"),
            '>' => self.raw("&gt;"),
            '&' => self.raw("&amp;"),
            '"' => self.raw("&quot;"),
            // These are escaped only where a parser would normalise them.
            '\r' => self.raw("&#13;"),
            '\n' => self.raw("&#10;"),
            '\t' => self.raw("&#9;"),
            _ if is_char(character) => self.raw(character.encode_utf8(&mut [0; 4])),
            _ => {
                let place = (character, self.out.len());
                self.refused.get_or_insert(place);
            }
        }
    }
}

/// Omits the output, which may contain secrets.
impl fmt::Debug for Writer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Writer({} bytes)", self.out.len())
    }
}

/// Returns the path of the elements that are open at the end of a writer's output.
fn path_at(written: &[u8]) -> String {
    let mut open: Vec<String> = Vec::new();
    let text = String::from_utf8_lossy(written);
    for tag in text.split('<').skip(1) {
        let (tag, whole) = tag.split_once('>').map_or((tag, false), |(tag, _)| (tag, true));
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        let local = name.split_once(':').map_or(name, |(_, local)| local);
        if tag.starts_with('/') {
            open.pop();
        } else if !(tag.starts_with('?') || whole && tag.ends_with('/')) {
            open.push(local.to_owned());
        }
    }
    open.iter().fold(String::new(), |path, name| path + "/" + name)
}

#[cfg(test)]
mod tests {
    use super::Writer;

    fn text(value: &str) -> String {
        let mut writer = Writer::default();
        writer.text(value);
        writer.finish_text().unwrap()
    }

    #[test]
    fn escapes_text_that_a_parser_would_change() {
        let cases = [
            ("plain", "plain"),
            ("a<b>&c", "a&lt;b&gt;&amp;c"),
            ("\"quotes' stay", "\"quotes' stay"),
            ("tab\tand\nline stay", "tab\tand\nline stay"),
            ("carriage\rreturn", "carriage&#13;return"),
            ("\u{feff}\u{ffef}\u{fffd}", "\u{feff}\u{ffef}\u{fffd}"),
            ("😀é", "😀é"),
        ];
        for (value, expected) in cases {
            assert_eq!(text(value), expected, "{value:?}");
        }
    }

    #[test]
    fn preserves_white_space_in_attributes() {
        let mut writer = Writer::default();
        writer.attribute("a", "\"1\"\t\n\r<>&'");
        let expected = " a=\"&quot;1&quot;&#9;&#10;&#13;&lt;&gt;&amp;'\"";
        assert_eq!(writer.finish_text().unwrap(), expected);
    }

    #[test]
    fn reports_the_first_forbidden_character_with_its_path() {
        for character in ['\0', '\u{b}', '\u{1f}', '\u{fffe}', '\u{ffff}'] {
            let mut writer = Writer::default();
            writer.raw("<?xml version=\"1.0\"?><p:a><b x=\"1\"/><c>");
            writer.text(&format!("ab{character}\0"));
            writer.raw("</c></p:a>");
            let error = writer.finish().unwrap_err();
            assert_eq!((error.character(), error.path()), (character, "/a/c"));
        }
    }
}
