//! The attributes of types and attribute groups (part 1, §3.2.6, §3.4.6, §3.5.6, §3.6.6).

use std::{collections::HashSet, sync::Arc};

use super::{Rules, facets::is_same_value};
use crate::{
    components::base_of,
    document::Span,
    resolve::TypeTarget,
    syntax::{
        Builtin, QName, Reference,
        xsd::{
            AttributeDeclaration, AttributeItem, AttributeReference, ComplexType, ConstraintKind,
            Derivation, LocalAttribute, Presence, Type, TypeDefinition, TypeUse, Version,
        },
    },
};

/// The number of inherited attributes that those of a type are compared with.
const MOST_INHERITED: usize = 1_024;

/// An attribute of a type or a group.
struct AttributeUse<'a> {
    name: QName,
    declaration: &'a AttributeDeclaration,
    span: Span,
}

impl<'a> Rules<'a, '_> {
    /// Checks a declaration by itself.
    pub(super) fn attribute_declaration(&mut self, attribute: &'a AttributeDeclaration) {
        let span = attribute.name.span;
        if self.limits_ids() && self.is_id_use(&attribute.of_type) && attribute.constraint.is_some()
        {
            let name = &attribute.name.name;
            let message =
                format!("the attribute `{name}` has the type `xs:ID` and a default or fixed value");
            self.violation(&message, "a-props-correct.3", span, "no two elements may have one ID");
        }
        if let TypeUse::Reference(reference) = &attribute.of_type
            && self.is_complex(reference)
        {
            let message = format!("the attribute `{}` has a complex type", attribute.name.name);
            self.violation(&message, "src-resolve", span, "expected a simple type");
        }
        self.notation_type(&attribute.of_type, span);
    }

    /// Checks the attributes of a type together with those of the type that it extends.
    pub(super) fn attributes_of_type(&mut self, complex: &'a ComplexType) {
        let mut uses = Vec::new();
        let mut seen = HashSet::new();
        if let Some((base, Derivation::Extension)) = base_of(complex) {
            self.inherited(base, &mut uses, &mut seen);
        }
        let own = uses.len();
        self.flatten(&complex.attributes, &mut uses, &mut seen);
        self.attribute_uses(&uses, own, ["ct-props-correct.4", "ct-props-correct.5"]);
    }

    /// Checks the attributes of an attribute group.
    pub(super) fn attributes_of_group(&mut self, items: &'a [AttributeItem]) {
        let mut uses = Vec::new();
        self.flatten(items, &mut uses, &mut HashSet::new());
        self.attribute_uses(&uses, 0, ["ag-props-correct.2", "ag-props-correct.3"]);
    }

    /// Reports attributes with one name, and several IDs. The first `inherited` uses have been checked before.
    fn attribute_uses(
        &mut self,
        uses: &[AttributeUse<'a>],
        inherited: usize,
        [names, ids]: [&str; 2],
    ) {
        let mut known = HashSet::new();
        let mut has_id = false;
        for (index, one) in uses.iter().enumerate() {
            let is_new = known.insert(&one.name);
            let is_id = self.is_id_use(&one.declaration.of_type);
            if index >= inherited {
                let local = &one.name.local;
                if !is_new {
                    let message = format!("the attribute `{local}` is declared twice");
                    self.violation(&message, names, one.span, "declared again");
                } else if is_id && has_id && self.limits_ids() {
                    let message = format!("the attribute `{local}` is a second ID");
                    self.violation(&message, ids, one.span, "an element has one ID at most");
                }
            }
            has_id |= is_id;
        }
    }

    fn inherited(
        &mut self,
        base: &'a Reference<TypeDefinition>,
        into: &mut Vec<AttributeUse<'a>>,
        seen: &mut HashSet<usize>,
    ) {
        let TypeTarget::Definition(index) = self.linked.type_target(base) else { return };
        let Type::Complex(complex) = &self.linked.types[index].item.definition else { return };
        // A type that extends itself has been refused.
        if into.len() > MOST_INHERITED {
            return;
        }
        if let Some((base, Derivation::Extension)) = base_of(complex) {
            self.inherited(base, into, seen);
        }
        self.flatten(&complex.attributes, into, seen);
    }

    fn flatten(
        &mut self,
        items: &'a [AttributeItem],
        into: &mut Vec<AttributeUse<'a>>,
        seen: &mut HashSet<usize>,
    ) {
        for item in items {
            match item {
                // Prohibited attributes are no attributes of the type (§3.2.2).
                AttributeItem::Local(LocalAttribute { presence: Presence::Prohibited, .. })
                | AttributeItem::Reference(AttributeReference {
                    presence: Presence::Prohibited,
                    ..
                }) => {}
                AttributeItem::Local(local) => {
                    let namespace = Arc::clone(&local.namespace);
                    let name = QName { namespace, local: local.declaration.name.name.clone() };
                    let span = local.declaration.name.span;
                    into.push(AttributeUse { name, declaration: &local.declaration, span });
                }
                AttributeItem::Reference(reference) => {
                    let index = self.linked.attribute_index(&reference.reference);
                    let declaration = &self.linked.attributes[index].item;
                    let name = reference.reference.name.clone();
                    let span = reference.reference.span;
                    self.reference_value(reference, declaration);
                    into.push(AttributeUse { name, declaration, span });
                }
                AttributeItem::Group(group) => {
                    let index = self.linked.attribute_group_index(group);
                    if seen.insert(index) {
                        let group = &self.linked.attribute_groups[index];
                        self.flatten(&group.item.attributes, into, seen);
                    }
                }
            }
        }
    }

    /// Checks the value of a reference against the fixed value of its declaration.
    fn reference_value(&mut self, own: &AttributeReference, declared: &AttributeDeclaration) {
        let (Some(own_value), Some(value)) = (&own.constraint, &declared.constraint) else {
            return;
        };
        let is_fixed = |kind| kind == ConstraintKind::Fixed;
        let differs =
            !is_fixed(own_value.kind) || !is_same_value(&own_value.value.text, &value.value.text);
        if is_fixed(value.kind) && differs {
            let message = format!(
                "the value of the attribute `{}` is fixed, and differs here",
                declared.name.name
            );
            let label = "refers to it with another value";
            self.violation(&message, "au-props-correct.2", own.reference.span, label);
        }
    }

    /// Returns whether an element has one ID at most, and IDs no value, as in XML Schema 1.0.
    pub(super) fn limits_ids(&self) -> bool {
        self.linked.version == Version::V1_0
    }

    pub(super) fn is_complex(&self, reference: &Reference<TypeDefinition>) -> bool {
        match self.linked.type_target(reference) {
            TypeTarget::Builtin(builtin) => builtin == Builtin::AnyType,
            TypeTarget::Definition(index) => {
                matches!(self.linked.types[index].item.definition, Type::Complex(_))
            }
        }
    }
}
