//! Rules that a schema itself must follow (XML Schema part 1, §3: schema component constraints), for the authors of schemas.

mod attributes;
mod facets;
mod inclusion;
mod restriction;
mod values;

use std::collections::HashSet;

use super::{
    Schema,
    components::{Components, Definition, Element, Methods, TypeId},
    error::InvalidDocument,
};

/// The number of parts of content models that the comparison of restrictions may copy. Beyond it, they are not compared.
const MOST_COPIES: usize = 1 << 22;

impl Schema {
    /// Checks the components against each other by the rules of XML Schema 1.0: values against their types, facets against those of the base,
    /// restrictions against what they restrict, and members of substitution groups against their heads.
    ///
    /// # Errors
    ///
    /// Returns the first 64 violations. The path of each is the kind and the name of the component: `type {urn:a}Size`,
    /// `local element size`. A type without a name has the path of its element.
    ///
    /// ```
    /// use wsdlgen_runtime::schema::Schema;
    ///
    /// let text = r#"<schema><element name="size" type="xs:int" default="large"/></schema>"#;
    /// let errors = Schema::of_text(text.to_owned()).check_rules().unwrap_err();
    /// assert_eq!(errors.violations()[0].path(), "element size");
    /// assert_eq!(errors.violations()[0].constraint(), "e-props-correct.2");
    /// ```
    pub fn check_rules(&self) -> Result<(), InvalidDocument> {
        let components = self.components().map_err(InvalidDocument::without_schema)?;
        let invalid = InvalidDocument::default();
        let mut rules = Rules { components, invalid, seen: HashSet::new(), budget: MOST_COPIES };
        rules.values();
        rules.substitutions();
        for (id, ty) in components.types.iter().enumerate() {
            match &ty.definition {
                Definition::Simple(simple) => rules.facets(id, ty.base, simple),
                Definition::Complex(_) if ty.method == Methods::RESTRICTION => {
                    rules.restriction(id, ty.base);
                }
                Definition::Complex(_) => {}
            }
        }
        rules.invalid.into_result()
    }
}

/// The check of a schema in progress.
struct Rules<'s> {
    components: &'s Components,
    invalid: InvalidDocument,
    /// The paths and reasons of the violations. Derived types repeat the attributes and the content of their bases.
    seen: HashSet<(String, String)>,
    /// The rest of [`MOST_COPIES`].
    budget: usize,
}

impl Rules<'_> {
    fn violation(&mut self, path: String, reason: impl Into<String>, rule: &'static str) {
        let reason = reason.into();
        // Beyond the limit, violations are only counted.
        let is_full = self.invalid.omitted() > 0;
        if is_full || self.seen.insert((path.clone(), reason.clone())) {
            self.invalid.add(path, reason, rule);
        }
    }

    fn in_type(&mut self, ty: TypeId, reason: impl Into<String>, rule: &'static str) {
        let path = self.components.path_of(ty);
        self.violation(path, reason, rule);
    }

    /// Checks that the type of each member of a substitution group is derived from that of the head.
    fn substitutions(&mut self) {
        let components = self.components;
        for element in &components.elements {
            let head = element.head.as_ref().and_then(|head| components.global_elements.get(head));
            let Some(head) = head.map(|head| &components.elements[*head]) else { continue };
            if !components.derives(element.ty, head.ty, Methods::NONE) {
                let reason =
                    format!("its type is not derived from that of `{}`", head.name.local());
                self.violation(components.path_of_element(element), reason, "e-props-correct.4");
            }
        }
    }
}

impl Components {
    /// Returns the path of a type: its own, or that of an element which has it.
    fn path_of(&self, ty: TypeId) -> String {
        if let Some(name) = &self.types[ty].name {
            return format!("type {name}");
        }
        let element = self.elements.iter().find(|element| element.ty == ty);
        element.map_or_else(|| "anonymous type".to_owned(), |element| self.path_of_element(element))
    }

    fn path_of_element(&self, element: &Element) -> String {
        let global = self.global_elements.get(&element.name).map(|id| &self.elements[*id]);
        let is_global = global.is_some_and(|global| std::ptr::eq(global, element));
        format!("{}element {}", if is_global { "" } else { "local " }, element.name)
    }
}
