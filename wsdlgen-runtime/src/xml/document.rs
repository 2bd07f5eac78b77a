//! Documents identified by their root element.

use super::{
    AnyElement, Cursor, Namespaces, ReadContent, ReadError, ReadErrorKind, ReadOptions,
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
        assess(document, Self::NAMESPACES, options)?;
        let mut cursor = Cursor::new(document, Self::NAMESPACES, options)?;
        let Some(value) = Self::read_content(&mut cursor)? else {
            let name = cursor.peeked_name();
            return Err(cursor.error(ReadErrorKind::UnexpectedElement(name)));
        };
        cursor.finish()?;
        Ok(value)
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

/// Assesses a document against the schema of the contract, if it is read strictly and generated code includes the schema.
fn assess(document: &str, namespaces: &Namespaces, options: &ReadOptions) -> Result<(), ReadError> {
    let Some(assessor) = namespaces.assessor(options) else { return Ok(()) };
    let root = AnyElement::parse(document, options)?;
    assessor.assess(&root, !options.secrets.is_empty()).map_err(|error| {
        ReadError::new(ReadErrorKind::Invalid(error.to_string()), String::new(), document, 0)
    })
}
