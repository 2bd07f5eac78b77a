//! Values in SOAP's encoding (SOAP 1.1, §5): elements that say their types, and whose absence and
//! nil mean the same.

use crate::{
    xml::{Cursor, Nillable, ReadError, WriteElement, Writer},
    xsd::Lexical,
};

/// How a message's parts are written (`use` of `soap:body`, WSDL 1.1, §3.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Use {
    /// As the schema has them.
    #[default]
    Literal,
    /// In SOAP's encoding.
    Encoded,
}

impl Cursor<'_> {
    /// Reads the current element, unless it is nil.
    ///
    /// # Errors
    ///
    /// When a nil element has content, and when `read` fails.
    pub fn unless_nil<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, ReadError>,
    ) -> Result<Option<T>, ReadError> {
        Nillable::read(self, read).map(Nillable::into_option)
    }
}

impl Writer {
    /// Appends an element of a type with a value in it, or a nil one.
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

    /// The same with attributes and content of its own.
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

/// The end of a tag without a value.
const NIL: &str = " xsi:nil=\"true\"/>";
