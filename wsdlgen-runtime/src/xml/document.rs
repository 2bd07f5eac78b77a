//! Documents identified by their root element.

use super::{
    Cursor, DocumentKind, Namespaces, ReadContent, ReadError, ReadErrorKind, ReadOptions, Reading,
    WriteContent, WriteError, Writer,
};

/// An enum of the global elements of a schema, any of which may be the root of a document.
pub trait Document: ReadContent + WriteContent {
    /// The namespaces that the elements' names refer to.
    const NAMESPACES: &'static Namespaces;
    /// The namespace declarations that the tags rely on.
    const DECLARATIONS: &'static str;

    /// Reads a document.
    ///
    /// # Errors
    ///
    /// Returns an error if the document is not well-formed, if its root is not one of the schema's elements, or if it
    /// does not match the root's type.
    fn parse(document: &str, options: &ReadOptions) -> Result<Self, ReadError> {
        Self::NAMESPACES.assess(document, DocumentKind::Document, options)?;
        let mut cursor = Cursor::new(document, Self::NAMESPACES, options)?;
        let Some(value) = Self::read_content(&mut cursor)? else {
            let name = cursor.peeked_name();
            return Err(cursor.error(ReadErrorKind::UnexpectedElement(name)));
        };
        cursor.finish()?;
        Ok(value)
    }

    /// Assesses the document against the whole schema, as strict reading does. This includes identity constraints, which
    /// [`validate`](crate::validate::Validate::validate) does not see. Without the generator's setting
    /// `schema_validation`, nothing is assessed.
    ///
    /// # Errors
    ///
    /// Returns an error that lists the violations, without values if `options` has secrets.
    fn assess(&self, options: &ReadOptions) -> Result<(), ReadError> {
        let invalid = |error: WriteError| {
            ReadError::new(ReadErrorKind::Invalid(error.to_string()), String::new())
        };
        let strictly = ReadOptions { reading: Reading::Strict, ..*options };
        let text = self.to_xml().map_err(invalid)?;
        Self::NAMESPACES.assess(&text, DocumentKind::Document, &strictly)
    }

    /// Writes the document in UTF-8, without an XML declaration.
    ///
    /// # Errors
    ///
    /// Returns an error if the document contains a character that is not allowed in XML.
    fn to_xml(&self) -> Result<String, WriteError> {
        let mut writer = Writer::with_root_declarations(Self::DECLARATIONS);
        self.write_content(&mut writer);
        let mut text = writer.finish_text()?;
        // Insert the declarations after the name of the root, which is written first.
        let name_end = text.find([' ', '>', '/']).unwrap_or(text.len());
        text.insert_str(name_end, Self::DECLARATIONS);
        Ok(text)
    }
}
