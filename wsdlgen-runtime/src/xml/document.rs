//! Documents whose root element says what they are.

use super::{
    Cursor, Namespaces, ReadContent, ReadError, ReadErrorKind, ReadOptions, WriteContent,
    WriteError, Writer,
};

/// An enum over the global elements of a schema: what the root of a document may be.
pub trait Document: ReadContent + WriteContent {
    /// The namespaces that the elements' names refer to.
    const NAMESPACES: &'static Namespaces;
    /// The namespace declarations that the tags rely on.
    const DECLARATIONS: &'static str;

    /// Reads a document.
    ///
    /// # Errors
    ///
    /// When it is not well-formed, its root is none of the schema's elements, or it is not what
    /// the element's type requires.
    fn parse(document: &str, options: &ReadOptions) -> Result<Self, ReadError> {
        let mut cursor = Cursor::new(document, Self::NAMESPACES, options)?;
        let Some(value) = Self::read_content(&mut cursor)? else {
            let name = cursor.peeked_name();
            return Err(cursor.error(ReadErrorKind::UnexpectedElement(name)));
        };
        cursor.finish()?;
        Ok(value)
    }

    /// Writes the document, without an XML declaration: in UTF-8.
    ///
    /// # Errors
    ///
    /// When it holds a character that XML cannot carry.
    fn to_xml(&self) -> Result<String, WriteError> {
        let mut writer = Writer::with_root_declarations(Self::DECLARATIONS);
        self.write_content(&mut writer);
        let mut text = writer.finish_text()?;
        // Behind the name of the root, which is the first thing written.
        let name_end = text.find([' ', '>', '/']).unwrap_or(text.len());
        text.insert_str(name_end, Self::DECLARATIONS);
        Ok(text)
    }
}
