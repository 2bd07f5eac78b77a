//! Assessment of SOAP messages.

use super::{Schema, element::Assessment, error::InvalidDocument};
use crate::xml::{AnyElement, NamespaceId, Namespaces, TARGET_ATTRIBUTES};

impl Schema {
    /// Assesses a SOAP message: the header blocks and the content of the body, as far as the schema declares them.
    ///
    /// Attributes of the envelope on a header block, such as `mustUnderstand`, need not be declared (SOAP 1.1, §4.2).
    ///
    /// # Errors
    ///
    /// Returns the violations if the message is invalid.
    ///
    /// ```
    /// use wsdlgen_runtime::schema::Schema;
    ///
    /// static SCHEMA: Schema = Schema::new(r#"<schema><element name="size" type="xs:int"/></schema>"#);
    ///
    /// let envelope = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'>\
    ///                 <s:Body><size>x</size></s:Body></s:Envelope>";
    /// let errors = SCHEMA.assess_message(&envelope.parse()?).unwrap_err();
    /// assert_eq!(errors.violations()[0].path(), "/Envelope/Body/size");
    /// # Ok::<(), wsdlgen_runtime::xml::ReadError>(())
    /// ```
    pub fn assess_message(&self, envelope: &AnyElement) -> Result<(), InvalidDocument> {
        let components = self.components().map_err(InvalidDocument::without_schema)?;
        let parts: Vec<(&AnyElement, Vec<AnyElement>)> =
            envelope.elements().map(|part| (part, children_of(part))).collect();
        let mut assessment = Assessment::new(components);
        for (part, children) in &parts {
            assessment.declared_children(&[envelope, part], children);
        }
        assessment.finish()
    }
}

/// Returns the header blocks without the attributes of the envelope, or the content of the body.
fn children_of(part: &AnyElement) -> Vec<AnyElement> {
    let mut children: Vec<AnyElement> = part.elements().cloned().collect();
    if part.name.local() == "Header" {
        for block in &mut children {
            let attributes = &mut block.attributes;
            attributes.retain(|one| !is_of_target(one.name.namespace(), one.name.local()));
        }
    }
    children
}

fn is_of_target(namespace: &str, local: &str) -> bool {
    let soap = [NamespaceId::SOAP11, NamespaceId::SOAP12];
    soap.iter().any(|soap| Namespaces::NONE.uri(*soap) == namespace)
        && TARGET_ATTRIBUTES.contains(&local)
}
