//! Values in a schema that its own types do not allow (XML Schema part 1, §3.2.6, §3.3.6; part 2, §4.3.5).

use std::sync::Arc;

use super::{
    Schema,
    components::{Attribute, Components, Content, Definition, Element, Preset, TypeId},
    error::InvalidDocument,
};
use crate::xsd::Prefixes;

impl Schema {
    /// Checks the default, fixed and enumerated values in the schema against their types.
    ///
    /// # Errors
    ///
    /// Returns the values that are invalid. The path of a violation is the name of the declaration or type.
    ///
    /// ```
    /// use wsdlgen_runtime::schema::Schema;
    ///
    /// let text = r#"<schema><element name="size" type="xs:int" default="large"/></schema>"#;
    /// let errors = Schema::of_text(text.to_owned()).check_values().unwrap_err();
    /// assert_eq!(errors.violations()[0].path(), "size");
    /// assert_eq!(errors.violations()[0].constraint(), "e-props-correct.2");
    /// ```
    pub fn check_values(&self) -> Result<(), InvalidDocument> {
        let components = self.components().map_err(InvalidDocument::without_schema)?;
        let mut invalid = InvalidDocument::default();
        for element in &components.elements {
            components.check_element(element, &mut invalid);
        }
        for attribute in components.global_attributes.values() {
            components.check_attribute(attribute, &mut invalid);
        }
        for ty in &components.types {
            match &ty.definition {
                Definition::Complex(complex) => {
                    for attribute in &complex.attributes {
                        components.check_attribute(attribute, &mut invalid);
                    }
                }
                Definition::Simple(simple) => {
                    let name = ty.name.as_ref().map_or("anonymous type", |name| name.local());
                    for text in &simple.facets.enumeration {
                        let rule = "enumeration-valid-restriction";
                        components.check_value(name, ty.base, text, rule, &mut invalid);
                    }
                }
            }
        }
        invalid.into_result()
    }
}

impl Components {
    fn check_element(&self, element: &Element, invalid: &mut InvalidDocument) {
        let Some(Preset { text, .. }) = &element.preset else { return };
        let ty = match &self.types[element.ty].definition {
            Definition::Simple(_) => element.ty,
            Definition::Complex(complex) => match complex.content {
                Content::Simple(ty) => ty,
                Content::Empty | Content::Elements(_) => return,
            },
        };
        self.check_value(element.name.local(), ty, text, "e-props-correct.2", invalid);
    }

    fn check_attribute(&self, attribute: &Attribute, invalid: &mut InvalidDocument) {
        if let Some(Preset { text, .. }) = &attribute.preset {
            let name = format!("@{}", attribute.name.local());
            self.check_value(&name, attribute.ty, text, "a-props-correct.2", invalid);
        }
    }

    fn check_value(
        &self,
        name: &str,
        ty: TypeId,
        text: &str,
        rule: &'static str,
        invalid: &mut InvalidDocument,
    ) {
        // The generator resolves qualified names.
        if text.starts_with('{') {
            return;
        }
        if let Err(reason) = self.value(ty, text, &AnyPrefix) {
            let reason = format!("the value `{text}` is not allowed: {reason}");
            invalid.add(name.to_owned(), reason, rule);
        }
    }
}

/// Every prefix. Only the form of a name matters.
struct AnyPrefix;

impl Prefixes for AnyPrefix {
    fn namespace_of(&self, _: &str) -> Option<Arc<str>> {
        Some(Arc::default())
    }
}
