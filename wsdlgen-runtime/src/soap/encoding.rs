//! Values of the SOAP encoding (SOAP 1.1, §5). Elements name their types, and nil is equivalent to
//! absence.

use crate::{
    xml::{Cursor, Nillable, ReadError, WriteElement, Writer},
    xsd::Lexical,
};

/// The encoding of a message's parts (`use` of `soap:body`, WSDL 1.1, §3.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Use {
    /// As declared by the schema.
    #[default]
    Literal,
    /// In the SOAP encoding.
    Encoded,
}

impl Cursor<'_> {
    /// Reads the current element. Returns `None` if it is nil.
    ///
    /// # Errors
    ///
    /// If a nil element has content, or `read` fails.
    pub fn unless_nil<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, ReadError>,
    ) -> Result<Option<T>, ReadError> {
        Nillable::read(self, read).map(Nillable::into_option)
    }

    /// Reads the current element into a field, treating nil as absent.
    ///
    /// # Errors
    ///
    /// See [`Nillable::read`].
    #[inline]
    pub fn unless_nil_into<T>(
        &mut self,
        place: &mut Option<T>,
        read: impl FnOnce(&mut Self) -> Result<T, ReadError>,
    ) -> Result<(), ReadError> {
        *place = self.unless_nil(read)?;
        Ok(())
    }
}

impl Writer {
    /// Writes an element with a type name and a value, or a nil element for `None`.
    ///
    /// ```
    /// use wsdlgen_runtime::xml::Writer;
    ///
    /// let mut writer = Writer::default();
    /// writer.encoded_value("<a>", Some("xsd:int"), &Some(7));
    /// writer.encoded_value("<b>", Some("xsd:int"), &None::<i32>);
    /// let written = r#"<a xsi:type="xsd:int">7</a><b xsi:type="xsd:int" xsi:nil="true"/>"#;
    /// assert_eq!(writer.finish().unwrap(), written.as_bytes());
    /// ```
    pub fn encoded_value<T: Lexical>(
        &mut self,
        start_tag: &'static str,
        type_name: Option<&'static str>,
        value: &Option<T>,
    ) {
        self.open_encoded(start_tag, type_name);
        let Some(value) = value else { return self.raw(NIL) };
        self.declare_names(value);
        self.raw(">");
        self.value(value);
        self.close(start_tag);
    }

    /// Writes an element with a type name, attributes and content, or a nil element for `None`.
    pub fn encoded_element<T: WriteElement>(
        &mut self,
        start_tag: &'static str,
        type_name: Option<&'static str>,
        value: &Option<T>,
    ) {
        self.open_encoded(start_tag, type_name);
        let Some(value) = value else { return self.raw(NIL) };
        value.write_attributes(self);
        self.raw(">");
        value.write_content(self);
        self.close(start_tag);
    }

    fn open_encoded(&mut self, start_tag: &'static str, type_name: Option<&'static str>) {
        self.raw(&start_tag[..start_tag.len() - 1]);
        if let Some(name) = type_name {
            self.raw(" xsi:type=\"");
            self.raw(name);
            self.raw("\"");
        }
    }
}

/// The end of the tag of a nil element.
const NIL: &str = " xsi:nil=\"true\"/>";
