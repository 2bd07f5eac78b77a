//! Derivation that `final` excludes, and values that a type excludes (part 1, §3.3.6, §3.4.6, §3.14.6).

use super::Rules;
use crate::{
    components::base_of,
    document::Span,
    resolve::TypeTarget,
    syntax::{
        Builtin, Reference,
        xsd::{
            ComplexType, Content, Derivation, ElementContent, ElementDeclaration, Final,
            SimpleType, SimpleUse, Type, TypeDefinition, TypeUse, Variety,
        },
    },
};

impl<'a> Rules<'a, '_> {
    pub(super) fn derivations(&mut self) {
        for element in &self.linked.elements {
            self.substitution(&element.item);
        }
    }

    pub(super) fn complex_derivation(&mut self, complex: &'a ComplexType, span: Span) {
        let Some((base, derivation)) = base_of(complex) else { return };
        self.content_of_base(complex, base, derivation, span);
        let Some(finals) = self.finals(base) else { return };
        let (is_excluded, rule) = match derivation {
            Derivation::Extension if !self.is_complex(base) => {
                (finals.extension, "cos-ct-extends.2.2")
            }
            Derivation::Extension => (finals.extension, "cos-ct-extends.1.1"),
            Derivation::Restriction => (finals.restriction, "derivation-ok-restriction.1"),
        };
        if is_excluded {
            self.excluded(base, rule, span);
        }
    }

    /// Returns what a type excludes.
    pub(super) fn finals(&self, reference: &Reference<TypeDefinition>) -> Option<Final> {
        let TypeTarget::Definition(index) = self.linked.type_target(reference) else { return None };
        Some(match &self.linked.types[index].item.definition {
            Type::Complex(complex) => complex.finals,
            Type::Simple(simple) => simple.finals,
        })
    }

    pub(super) fn excluded(&mut self, base: &Reference<TypeDefinition>, rule: &str, span: Span) {
        let message = format!(
            "`{}` is final, so that no type is derived from it in this way",
            base.name.local
        );
        self.violation(&message, rule, span, "derived here");
    }

    /// Checks that the type of an element is derived from that of its head in a way that the head allows.
    fn substitution(&mut self, element: &'a ElementDeclaration) {
        let Some(head) = &element.substitution_group else { return };
        let head = &self.linked.elements[self.linked.element_index(head)].item;
        let finals = head.finals;
        let TypeUse::Reference(of_head) = &head.content.of_type else { return };
        let ways = match &element.content.of_type {
            TypeUse::Reference(own) => self.between(own, of_head),
            TypeUse::Anonymous(own) => match step(own) {
                Some((base, way)) => {
                    let mut ways = self.between(base, of_head);
                    ways.push(way);
                    ways
                }
                None => return,
            },
            TypeUse::Absent => return,
        };
        let is_excluded = |derivation| match derivation {
            Derivation::Extension => finals.extension,
            Derivation::Restriction => finals.restriction,
        };
        if ways.into_iter().any(is_excluded) {
            let message = format!("`{}` excludes substitution by this type", head.name.name);
            let label = "substitutes for it";
            self.violation(&message, "e-props-correct.4", element.name.span, label);
        }
    }

    /// Returns the ways in which the types from one to another are derived.
    fn between(
        &self,
        derived: &'a Reference<TypeDefinition>,
        from: &Reference<TypeDefinition>,
    ) -> Vec<Derivation> {
        let TypeTarget::Definition(from) = self.linked.type_target(from) else { return Vec::new() };
        let mut ways = Vec::new();
        let mut at = derived;
        while let TypeTarget::Definition(index) = self.linked.type_target(at)
            && index != from
            && ways.len() < self.linked.types.len()
        {
            let Some((base, way)) = step(&self.linked.types[index].item.definition) else { break };
            ways.push(way);
            at = base;
        }
        ways
    }

    /// Checks the value of an element that identifies it, and its type.
    pub(super) fn element_type(&mut self, content: &ElementContent, span: Span) {
        self.id_value(content, span);
        self.notation_type(&content.of_type, span);
    }

    /// Returns whether values of a type identify their elements.
    pub(super) fn is_id_use(&self, of_type: &TypeUse) -> bool {
        match of_type {
            TypeUse::Reference(reference) => self.is_id(reference),
            TypeUse::Anonymous(definition) => match &**definition {
                Type::Simple(simple) => self.is_id_restricted(simple),
                Type::Complex(complex) => match &complex.content {
                    Content::SimpleExtension { base } | Content::SimpleRestriction { base, .. } => {
                        self.is_id(base)
                    }
                    _ => false,
                },
            },
            TypeUse::Absent => false,
        }
    }

    /// Checks that an element whose values identify it has no default.
    fn id_value(&mut self, content: &ElementContent, span: Span) {
        if self.limits_ids() && self.is_id_use(&content.of_type) && content.constraint.is_some() {
            let message =
                "the type of an element with a default or fixed value is derived from `xs:ID`";
            self.violation(message, "e-props-correct.5", span, "no two elements may have one ID");
        }
    }

    fn is_id(&self, reference: &Reference<TypeDefinition>) -> bool {
        match self.linked.type_target(reference) {
            TypeTarget::Builtin(builtin) => builtin == Builtin::Id,
            TypeTarget::Definition(index) => match &self.linked.types[index].item.definition {
                Type::Simple(simple) => self.is_id_restricted(simple),
                Type::Complex(complex) => match &complex.content {
                    Content::SimpleExtension { base } | Content::SimpleRestriction { base, .. } => {
                        self.is_id(base)
                    }
                    _ => false,
                },
            },
        }
    }

    fn is_id_restricted(&self, simple: &SimpleType) -> bool {
        match &simple.variety {
            Variety::Restriction { base: SimpleUse::Reference(base), .. } => self.is_id(base),
            Variety::Restriction { base: SimpleUse::Anonymous(base), .. } => {
                self.is_id_restricted(base)
            }
            Variety::List(_) | Variety::Union(_) => false,
        }
    }
}

/// Returns the base of a type, and how it is derived from it.
fn step(definition: &Type) -> Option<(&Reference<TypeDefinition>, Derivation)> {
    match definition {
        Type::Complex(complex) => base_of(complex),
        Type::Simple(simple) => match &simple.variety {
            Variety::Restriction { base: SimpleUse::Reference(base), .. } => {
                Some((base, Derivation::Restriction))
            }
            _ => None,
        },
    }
}
