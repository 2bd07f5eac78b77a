//! Simple types and the types that they are derived from (part 1, §3.14.6).

use super::{Rules, facets::Kind};
use crate::{
    document::Span,
    resolve::TypeTarget,
    syntax::{
        Builtin, QName, Reference,
        xsd::{Facet, FacetKind, SimpleType, SimpleUse, Type, TypeDefinition, TypeUse, Variety},
    },
};

impl<'a> Rules<'a, '_> {
    pub(super) fn simple_type(&mut self, simple: &'a SimpleType, span: Span) {
        self.facets(simple, span);
        let (used, way): (Vec<&SimpleUse>, _) = match &simple.variety {
            Variety::Restriction { base, .. } => (vec![base], "restricts"),
            Variety::List(item) => (vec![item], "lists"),
            Variety::Union(members) => (members.iter().collect(), "unites"),
        };
        for one in used {
            let SimpleUse::Reference(reference) = one else { continue };
            self.used_by_simple(reference, simple, way, span);
        }
        if let Variety::List(item) = &simple.variety
            && self.is_list(item)
        {
            let label = "its items are lists";
            self.violation("a list consists of lists", "cos-st-restricts.2.1", span, label);
        }
        if let Variety::Restriction { base, facets } = &simple.variety {
            self.notations(base, facets);
        }
        if let Variety::Restriction { base: SimpleUse::Reference(base), facets } = &simple.variety
            && self.linked.type_target(base) == TypeTarget::Builtin(Builtin::Notation)
            && !facets.iter().any(|facet| facet.kind == FacetKind::Enumeration)
        {
            let message = "a restriction of `xs:NOTATION` lists no notations";
            self.violation(message, "enumeration-required-notation", span, "restricted here");
        }
    }

    /// Checks a type from which a simple type is derived.
    fn used_by_simple(
        &mut self,
        used: &Reference<TypeDefinition>,
        simple: &SimpleType,
        way: &str,
        span: Span,
    ) {
        if self.is_complex(used) {
            let message = format!("a simple type {way} the complex type `{}`", used.name.local);
            return self.violation(
                &message,
                "st-props-correct.1",
                used.span,
                "expected a simple type",
            );
        }
        let is_ur_type =
            matches!(self.linked.type_target(used), TypeTarget::Builtin(Builtin::AnySimpleType));
        if is_ur_type && !matches!(simple.variety, Variety::Union(_)) {
            let rule = match simple.variety {
                Variety::List(_) => "cos-st-restricts.2.1",
                Variety::Restriction { .. } | Variety::Union(_) => "cos-st-restricts.1.1",
            };
            let message = format!("a simple type {way} `xs:anySimpleType`");
            return self.violation(&message, rule, used.span, "expected another type");
        }
        let Some(finals) = self.finals(used) else { return };
        let (is_excluded, rule) = match &simple.variety {
            Variety::Restriction { .. } => (finals.restriction, "st-props-correct.3"),
            Variety::List(_) => (finals.list_or_union[0], "cos-st-restricts.2.3.1.1"),
            Variety::Union(_) => (finals.list_or_union[1], "cos-st-restricts.3.3.1.1"),
        };
        if is_excluded {
            self.excluded(used, rule, span);
        }
    }

    /// Checks that enumerated notations are declared.
    fn notations(&mut self, base: &SimpleUse, facets: &[Facet]) {
        if self.kind_of(base) != Some(Kind::Atomic(Builtin::Notation)) {
            return;
        }
        for facet in facets.iter().filter(|facet| facet.kind == FacetKind::Enumeration) {
            let name = facet.value.name.as_ref();
            // A schema without a namespace of its own names notations of the schema that includes it.
            let is_it = |notation: &QName, name: &QName| {
                notation == name || (name.namespace.is_empty() && notation.local == name.local)
            };
            let notations = &self.linked.notations;
            if !name.is_some_and(|name| notations.iter().any(|notation| is_it(notation, name))) {
                let message = format!("the notation `{}` is not declared", facet.value.text);
                let label = "refers to it";
                self.violation(&message, "enumeration-required-notation", facet.value.span, label);
            }
        }
    }

    /// Checks that an element or an attribute does not have the type `xs:NOTATION` itself.
    pub(super) fn notation_type(&mut self, of_type: &TypeUse, span: Span) {
        if let TypeUse::Reference(reference) = of_type
            && self.linked.type_target(reference) == TypeTarget::Builtin(Builtin::Notation)
        {
            let message = "`xs:NOTATION` is used without a restriction to certain notations";
            self.violation(message, "enumeration-required-notation", span, "has this type");
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
}
