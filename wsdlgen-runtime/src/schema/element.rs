//! Assessment of elements (XML Schema part 1, §3.3.4).

use std::sync::Arc;

use super::{
    components::{
        Alternatives, Components, Content, Definition, Element, ElementId, Preset, TypeId,
    },
    error::InvalidDocument,
    identity::Tables,
    ids::Ids,
    outcomes::Outcomes,
    simple::Reason,
    value::Value,
};
use crate::{
    alternatives::TestedAttribute,
    xml::{AnyAttribute, AnyElement, AnyNode, QName},
    xsd::{Lexical, Prefixes, WhiteSpace},
};

pub(super) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
const XOP: &str = "http://www.w3.org/2004/08/xop/include";

/// The assessment of a document in progress.
pub(super) struct Assessment<'s, 'd> {
    pub(super) components: &'s Components,
    pub(super) invalid: InvalidDocument,
    /// The elements from the root to the current one, and their positions among those of their name.
    pub(super) ancestors: Vec<(&'d AnyElement, usize)>,
    pub(super) ids: Ids,
    pub(super) outcomes: Outcomes,
}

/// The type that governs an element, and its declaration, if it has one.
pub(super) struct Governing<'s> {
    pub(super) ty: TypeId,
    declaration: Option<&'s Element>,
}

impl Governing<'_> {
    /// Returns that an element without a declaration has this type.
    pub(super) const fn by_type(ty: TypeId) -> Self {
        Self { ty, declaration: None }
    }
}

impl<'s, 'd> Assessment<'s, 'd> {
    pub(super) fn new(components: &'s Components) -> Self {
        Self {
            components,
            invalid: InvalidDocument::default(),
            ancestors: Vec::new(),
            ids: Ids::default(),
            outcomes: Outcomes::new(components.has_constraints),
        }
    }

    /// Assesses a document. The root is declared, or `xsi:type` names its type (§5.2).
    pub(super) fn of_root(mut self, root: &'d AnyElement) -> Result<(), InvalidDocument> {
        let declaration = self.components.global_elements.get(&root.name).copied();
        self.ancestors.push((root, 0));
        match (declaration, self.named_type(root)) {
            (Some(declaration), _) => drop(self.declared(root, declaration)),
            (None, Some(Ok(ty))) => drop(self.governed(root, &Governing::by_type(ty))),
            (None, Some(Err(reason))) => self.report(reason, "cvc-elt.4.2"),
            (None, None) => self.report(format!("`{}` is not declared", root.name), "cvc-elt.1"),
        }
        self.finish()
    }

    /// Assesses the children of an element that the schema declares.
    pub(super) fn declared_children(
        &mut self,
        ancestors: &[&'d AnyElement],
        children: &'d [AnyElement],
    ) {
        self.ancestors = ancestors.iter().map(|element| (*element, 0)).collect();
        for child in children {
            if let Some(declaration) = self.components.global_elements.get(&child.name) {
                self.ancestors.push((child, 0));
                drop(self.declared(child, *declaration));
                self.ancestors.pop();
            }
        }
    }

    pub(super) fn finish(mut self) -> Result<(), InvalidDocument> {
        self.ids.report_dangling(&mut self.invalid);
        self.invalid.into_result()
    }

    /// Assesses the current element against its declaration. Returns the tables of its identity constraints.
    pub(super) fn declared(&mut self, element: &'d AnyElement, declaration: ElementId) -> Tables {
        let declaration = &self.components.elements[declaration];
        if declaration.is_abstract {
            self.report(format!("the element `{}` is abstract", declaration.name), "cvc-elt.2");
            return Tables::default();
        }
        let Some(mut ty) = selected_type(element, declaration) else {
            self.report("its attributes select `xs:error`", "cvc-type.3.1.3");
            return Tables::default();
        };
        match self.named_type(element) {
            Some(Ok(actual)) => {
                let blocked = declaration.block.and(self.components.types[ty].block);
                let blocked = blocked.without_substitution();
                if self.components.derives(actual, ty, blocked) {
                    ty = actual;
                } else {
                    let shown = self.shown(actual);
                    self.report(format!("`xsi:type` may not be {shown} here"), "cvc-elt.4.3");
                    return Tables::default();
                }
            }
            Some(Err(reason)) => {
                self.report(reason, "cvc-elt.4.2");
                return Tables::default();
            }
            None => {}
        }
        self.governed(element, &Governing { ty, declaration: Some(declaration) })
    }

    /// Assesses the current element against the type that governs it, and against what else its declaration says.
    pub(super) fn governed(
        &mut self,
        element: &'d AnyElement,
        governing: &Governing<'s>,
    ) -> Tables {
        let Governing { ty, declaration } = *governing;
        if self.components.types[ty].is_abstract {
            self.report(format!("the type {} is abstract", self.shown(ty)), "cvc-type.2");
            return Tables::default();
        }
        // Without a declaration, `xsi:nil` says nothing (§3.3.4, clause 3).
        let nil = declaration.and_then(|_| instance_attribute(element, "nil"));
        if let Some(error) = nil.and_then(|text| bool::parse_lexical(text.trim()).err()) {
            self.report(format!("`xsi:nil` is {error}"), "cvc-attribute.3");
        }
        if nil.is_some() && declaration.is_some_and(|declaration| !declaration.nillable) {
            self.report("`xsi:nil` is not allowed: the element is not nillable", "cvc-elt.3.1");
        }
        let is_nil = nil.is_some_and(|text| matches!(text.trim(), "true" | "1"));
        self.attributes(element, ty);
        let preset = declaration.and_then(|declaration| declaration.preset.as_ref());
        let mut tables = Tables::default();
        if is_nil {
            self.nil(element, preset);
        } else {
            tables = self.content(element, ty, preset);
        }
        if declaration.is_some_and(|declaration| declaration.nillable) {
            self.outcomes.note_nillable(element);
        }
        if let Some(declaration) = declaration {
            self.constraints(element, &declaration.constraints, &mut tables);
        }
        tables
    }

    fn nil(&mut self, element: &AnyElement, preset: Option<&Preset>) {
        if !element.children.is_empty() {
            self.report("an element with `xsi:nil` must be empty", "cvc-elt.3.2.1");
        }
        if preset.is_some_and(|preset| preset.is_fixed) {
            self.report("an element with a fixed value cannot be nil", "cvc-elt.3.2.2");
        }
    }

    fn content(
        &mut self,
        element: &'d AnyElement,
        ty: TypeId,
        preset: Option<&'s Preset>,
    ) -> Tables {
        let components = self.components;
        let content = match &components.types[ty].definition {
            Definition::Simple(_) => {
                self.simple_content(element, ty, preset, "cvc-type.3.1.2");
                return Tables::default();
            }
            Definition::Complex(complex) => &complex.content,
        };
        match content {
            Content::Empty => {
                if !element.children.is_empty() {
                    self.report("the element must be empty", "cvc-complex-type.2.1");
                }
                Tables::default()
            }
            Content::Simple(value) => {
                self.simple_content(element, *value, preset, "cvc-complex-type.2.2");
                Tables::default()
            }
            Content::Elements(model) => {
                if let Some(preset) = preset.filter(|_| model.mixed) {
                    self.mixed_preset(element, preset);
                }
                self.children(element, model)
            }
        }
    }

    /// Checks the text of an element with mixed content and a fixed value (§3.3.4, Element Locally Valid, 5.2.2).
    fn mixed_preset(&mut self, element: &AnyElement, preset: &Preset) {
        if !preset.is_fixed {
            return;
        }
        if element.elements().next().is_some() {
            self.report("an element with a fixed value has no child elements", "cvc-elt.5.2.2.1");
        } else if !element.children.is_empty() && element.text() != preset.text.as_str() {
            self.report(format!("its value must be `{}`", preset.text), "cvc-elt.5.2.2.2");
        }
    }

    fn simple_content(
        &mut self,
        element: &'d AnyElement,
        ty: TypeId,
        preset: Option<&Preset>,
        constraint: &'static str,
    ) {
        if is_included(element) {
            return;
        }
        if element.children.iter().any(|child| matches!(child, AnyNode::Element(_))) {
            self.report(
                "child elements are not allowed: the element has simple content",
                constraint,
            );
            return;
        }
        let text = element.text();
        let text = match preset {
            Some(preset) if text.is_empty() => preset.text.as_str(),
            _ => &text,
        };
        match self.read_value(ty, text) {
            Ok(value) => {
                let fixed = preset.filter(|preset| preset.is_fixed).map(|preset| &preset.text);
                if let Some(fixed) = fixed.filter(|fixed| !self.is_fixed_value(ty, &value, fixed)) {
                    self.report(format!("its value must be `{fixed}`"), "cvc-elt.5.2.2.2");
                }
                self.note_ids(&value, None);
                self.outcomes.note_value(element, &value);
            }
            Err(reason) => self.report(reason, "cvc-datatype-valid.1"),
        }
    }

    /// Returns whether a value is the one that a declaration fixes, given as it is written there.
    pub(super) fn is_fixed_value(&self, ty: TypeId, value: &Value, fixed: &str) -> bool {
        value.equals(fixed)
            || self.read_value(ty, fixed).is_ok_and(|fixed| fixed.key() == value.key())
    }

    pub(super) fn read_value(&self, ty: TypeId, text: &str) -> Result<Value, Reason> {
        self.components.value(ty, text, &InScope(&self.ancestors))
    }

    /// Returns the type that `xsi:type` names, if the element has the attribute.
    pub(super) fn named_type(&self, element: &AnyElement) -> Option<Result<TypeId, String>> {
        let written = instance_attribute(element, "type")?;
        let text = WhiteSpace::Collapse.apply(written);
        let name = match QName::parse_in(&text, &InScope(&self.ancestors)) {
            Ok(name) => name,
            Err(error) => return Some(Err(format!("`xsi:type` is `{text}`: {error}"))),
        };
        let found = self.components.named_types.get(&name).copied();
        Some(
            found
                .ok_or_else(|| format!("`xsi:type` names the type `{name}`, which is not defined")),
        )
    }

    /// Returns a type's name for messages.
    fn shown(&self, ty: TypeId) -> String {
        self.components.types[ty].name.as_ref().map_or_else(String::new, |name| format!("`{name}`"))
    }

    pub(super) fn report(&mut self, reason: impl Into<String>, constraint: &'static str) {
        self.invalid.add(self.path(None), reason.into(), constraint);
    }

    pub(super) fn path(&self, attribute: Option<&QName>) -> String {
        let steps = self.ancestors.iter().map(|(element, position)| {
            let name = element.name.local();
            if *position > 0 { format!("/{name}[{position}]") } else { format!("/{name}") }
        });
        let attribute = attribute.map(|name| format!("/@{}", name.local()));
        steps.chain(attribute).collect()
    }
}

/// Returns the type of an element that its declaration gives, by alternatives if there are any (XML Schema 1.1 part 1,
/// §3.3.4.3). `None` is `xs:error`.
fn selected_type<'a>(element: &'a AnyElement, declaration: &Element) -> Option<TypeId> {
    let Some(Alternatives { table, types }) = &declaration.alternatives else {
        return Some(declaration.ty);
    };
    let tested = |attribute: &'a AnyAttribute| {
        TestedAttribute::new(attribute.name.namespace(), attribute.name.local(), &attribute.value)
    };
    let attributes: Vec<_> = element.attributes.iter().map(tested).collect();
    table.select(&attributes).map_or(Some(declaration.ty), |index| types[index])
}

/// Returns the value of an attribute in the namespace of `xsi:type`.
pub(super) fn instance_attribute<'a>(element: &'a AnyElement, local: &str) -> Option<&'a str> {
    let is_wanted = |name: &QName| name.namespace() == XSI && name.local() == local;
    let found = element.attributes.iter().find(|attribute| is_wanted(&attribute.name))?;
    Some(&found.value)
}

/// Returns whether the content of an element is outside of the document (XOP, §3.1).
fn is_included(element: &AnyElement) -> bool {
    let mut children = element.elements();
    let is_include =
        |child: &AnyElement| child.name.local() == "Include" && child.name.namespace() == XOP;
    children.next().is_some_and(is_include) && children.next().is_none()
}

/// The namespaces in scope at the last of these elements.
pub(super) struct InScope<'a, 'd>(pub(super) &'a [(&'d AnyElement, usize)]);

impl Prefixes for InScope<'_, '_> {
    fn namespace_of(&self, prefix: &str) -> Option<Arc<str>> {
        if prefix == "xml" {
            return Some("http://www.w3.org/XML/1998/namespace".into());
        }
        let declarations =
            self.0.iter().rev().flat_map(|(element, _)| element.declarations.iter().rev());
        let found = declarations.into_iter().find(|(declared, _)| declared == prefix);
        let found = found.map(|(_, uri)| uri.clone());
        found.or_else(|| prefix.is_empty().then(Arc::default))
    }
}
