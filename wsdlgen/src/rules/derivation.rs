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
        let linked = self.linked;
        for definition in &linked.types {
            self.derivation(&definition.item.definition, definition.item.name.span);
        }
        for element in &linked.elements {
            if let TypeUse::Anonymous(definition) = &element.item.content.of_type {
                self.derivation(definition, element.item.name.span);
            }
            self.substitution(&element.item);
            self.id_value(&element.item.content, element.item.name.span);
        }
    }

    fn derivation(&mut self, definition: &Type, span: Span) {
        match definition {
            Type::Complex(complex) => self.complex_derivation(complex, span),
            Type::Simple(simple) => self.simple_derivation(simple, span),
        }
    }

    fn complex_derivation(&mut self, complex: &ComplexType, span: Span) {
        let Some((base, derivation)) = base_of(complex) else { return };
        if let Content::SimpleRestriction { base, restriction } = &complex.content
            && restriction.value.is_none()
            && !self.has_simple_content(base)
        {
            let message = format!("`{}` has no simple content to restrict", base.name.local);
            self.violation(&message, "src-ct.2", span, "restricted here");
        }
        let Some(finals) = self.finals(base) else { return };
        let (is_excluded, rule) = match derivation {
            Derivation::Extension => (finals.extension, "cos-ct-extends.1.1"),
            Derivation::Restriction => (finals.restriction, "derivation-ok-restriction.1"),
        };
        if is_excluded {
            self.excluded(base, rule, span);
        }
    }

    fn has_simple_content(&self, base: &Reference<TypeDefinition>) -> bool {
        match self.linked.type_target(base) {
            TypeTarget::Builtin(builtin) => builtin != Builtin::AnyType,
            TypeTarget::Definition(index) => match &self.linked.types[index].item.definition {
                Type::Simple(_) => true,
                Type::Complex(complex) => matches!(
                    complex.content,
                    Content::SimpleExtension { .. } | Content::SimpleRestriction { .. }
                ),
            },
        }
    }

    fn simple_derivation(&mut self, simple: &SimpleType, span: Span) {
        self.facets(simple, span);
        let finals = |rules: &Self, simple: &SimpleUse| match simple {
            SimpleUse::Reference(reference) => rules.finals(reference),
            SimpleUse::Anonymous(_) => None,
        };
        let (used, is_excluded): (Vec<&SimpleUse>, fn(&Final) -> bool) = match &simple.variety {
            Variety::Restriction { base, .. } => (vec![base], |finals| finals.restriction),
            Variety::List(item) => (vec![item], |finals| finals.list_or_union[0]),
            Variety::Union(members) => (members.iter().collect(), |finals| finals.list_or_union[1]),
        };
        for simple in used {
            let SimpleUse::Reference(reference) = simple else { continue };
            if finals(self, simple).is_some_and(|finals| is_excluded(&finals)) {
                self.excluded(reference, "st-props-correct.3", span);
            }
        }
        if let Variety::List(item) = &simple.variety
            && self.is_list(item)
        {
            let label = "its items are lists";
            self.violation("a list consists of lists", "cos-st-restricts.2.1", span, label);
        }
    }

    fn is_list(&self, simple: &SimpleUse) -> bool {
        let variety = match simple {
            SimpleUse::Anonymous(simple) => &simple.variety,
            SimpleUse::Reference(reference) => match self.linked.type_target(reference) {
                TypeTarget::Builtin(builtin) => {
                    return matches!(
                        builtin,
                        Builtin::NmTokens | Builtin::IdRefs | Builtin::Entities
                    );
                }
                TypeTarget::Definition(index) => match &self.linked.types[index].item.definition {
                    Type::Simple(simple) => &simple.variety,
                    Type::Complex(_) => return false,
                },
            },
        };
        match variety {
            Variety::List(_) => true,
            Variety::Restriction { base, .. } => self.is_list(base),
            Variety::Union(members) => members.iter().any(|member| self.is_list(member)),
        }
    }

    /// Returns what a type excludes.
    fn finals(&self, reference: &Reference<TypeDefinition>) -> Option<Final> {
        let TypeTarget::Definition(index) = self.linked.type_target(reference) else { return None };
        Some(match &self.linked.types[index].item.definition {
            Type::Complex(complex) => complex.finals,
            Type::Simple(simple) => simple.finals,
        })
    }

    fn excluded(&mut self, base: &Reference<TypeDefinition>, rule: &str, span: Span) {
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

    /// Checks that an element whose values identify it has no default.
    fn id_value(&mut self, content: &ElementContent, span: Span) {
        let is_id = match &content.of_type {
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
        };
        if is_id && content.constraint.is_some() {
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
