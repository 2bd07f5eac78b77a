//! Facets that do not apply to a type, or contradict each other (part 2, §4.1.5 and §4.3).

use std::collections::HashSet;

use wsdlgen_runtime::xsd::{Decimal, Lexical, WhiteSpace};

use super::Rules;
use crate::{
    document::Span,
    resolve::TypeTarget,
    syntax::{
        Builtin,
        xsd::{Facet, FacetKind, SimpleType, SimpleUse, Type, Variety},
    },
};

/// The kind of a type's values, which decides the facets that apply.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    List,
    Union,
    Atomic(Builtin),
}

impl<'a> Rules<'a, '_> {
    pub(super) fn facets(&mut self, simple: &'a SimpleType, span: Span) {
        let Variety::Restriction { base, facets } = &simple.variety else { return };
        self.repeated(facets);
        self.fixed(base, facets);
        if let Some(kind) = self.kind_of(base) {
            for facet in facets.iter().filter(|facet| !applies(facet.kind, kind)) {
                let message =
                    format!("the facet `{}` does not apply to this type", facet.kind.name());
                let label = "the type of the restriction";
                self.violation(&message, "cos-applicable-facets", facet.value.span, label);
            }
        }
        let contradictions =
            [(FacetKind::FractionDigits, FacetKind::TotalDigits, "fractionDigits-totalDigits")];
        for (less, more, rule) in contradictions {
            if let (Some(less), Some(more)) = (number(facets, less), number(facets, more))
                && less > more
            {
                self.violation("no value satisfies the facets", rule, span, "restricted here");
            }
        }
    }

    /// Reports facets that occur twice.
    fn repeated(&mut self, facets: &[Facet]) {
        let mut known = HashSet::new();
        for facet in facets {
            let repeats = matches!(facet.kind, FacetKind::Pattern | FacetKind::Enumeration);
            if !known.insert(facet.kind) && !repeats {
                let message = format!("the facet `{}` occurs twice", facet.kind.name());
                self.violation(&message, "src-single-facet-value", facet.value.span, "given again");
            }
        }
    }

    /// Reports facets that differ from those that a base has fixed.
    fn fixed(&mut self, base: &'a SimpleUse, facets: &[Facet]) {
        for facet in facets {
            let inherited = self.inherited_facet(base, facet.kind);
            let Some(inherited) = inherited.filter(|inherited| inherited.is_fixed) else {
                continue;
            };
            if !is_same_value(&inherited.value.text, &facet.value.text) {
                let message = format!(
                    "the facet `{}` is fixed to `{}` in the base",
                    facet.kind.name(),
                    inherited.value.text
                );
                let label = "given another value";
                self.violation(&message, "st-restrict-facets", facet.value.span, label);
            }
        }
    }

    /// Returns the nearest facet of a kind that a type has or inherits.
    fn inherited_facet(&self, of: &'a SimpleUse, kind: FacetKind) -> Option<&'a Facet> {
        let mut at = of;
        // A type that is derived from itself has been refused.
        for _ in 0..=self.linked.types.len() {
            let simple = match at {
                SimpleUse::Anonymous(simple) => simple,
                SimpleUse::Reference(reference) => match self.linked.type_target(reference) {
                    TypeTarget::Builtin(_) => return None,
                    TypeTarget::Definition(index) => {
                        match &self.linked.types[index].item.definition {
                            Type::Simple(simple) => simple,
                            Type::Complex(_) => return None,
                        }
                    }
                },
            };
            let Variety::Restriction { base, facets } = &simple.variety else { return None };
            if let Some(found) = facets.iter().find(|facet| facet.kind == kind) {
                return Some(found);
            }
            at = base;
        }
        None
    }

    pub(super) fn kind_of(&self, simple: &SimpleUse) -> Option<Kind> {
        match simple {
            SimpleUse::Anonymous(simple) => self.kind_of_type(simple),
            SimpleUse::Reference(reference) => match self.linked.type_target(reference) {
                TypeTarget::Builtin(Builtin::NmTokens | Builtin::IdRefs | Builtin::Entities) => {
                    Some(Kind::List)
                }
                TypeTarget::Builtin(builtin) => Some(Kind::Atomic(builtin)),
                TypeTarget::Definition(index) => match &self.linked.types[index].item.definition {
                    Type::Simple(simple) => self.kind_of_type(simple),
                    Type::Complex(_) => None,
                },
            },
        }
    }

    fn kind_of_type(&self, simple: &SimpleType) -> Option<Kind> {
        match &simple.variety {
            Variety::Restriction { base, .. } => self.kind_of(base),
            Variety::List(_) => Some(Kind::List),
            Variety::Union(_) => Some(Kind::Union),
        }
    }
}

/// Returns whether two texts denote one value, as far as that is clear without their type.
pub(super) fn is_same_value(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|text| WhiteSpace::Collapse.apply(text));
    let number = |text: &str| Decimal::parse_lexical(text).ok();
    let boolean = |text: &str| bool::parse_lexical(text).ok();
    one == other
        || number(&one).is_some_and(|value| number(&other) == Some(value))
        || boolean(&one).is_some_and(|value| boolean(&other) == Some(value))
}

fn number(facets: &[Facet], kind: FacetKind) -> Option<u64> {
    let facet = facets.iter().find(|facet| facet.kind == kind)?;
    facet.value.text.trim().parse().ok()
}

fn applies(facet: FacetKind, kind: Kind) -> bool {
    use FacetKind::{
        Enumeration, ExplicitTimezone, FractionDigits, Length, MaxExclusive, MaxInclusive,
        MaxLength, MinExclusive, MinInclusive, MinLength, Pattern, TotalDigits, WhiteSpace,
    };
    match facet {
        Pattern => true,
        Enumeration => kind != Kind::Atomic(Builtin::Boolean),
        WhiteSpace => kind != Kind::Union,
        Length | MinLength | MaxLength => match kind {
            Kind::List => true,
            Kind::Union => false,
            Kind::Atomic(builtin) => {
                builtin.is_text()
                    || matches!(
                        builtin,
                        Builtin::HexBinary
                            | Builtin::Base64Binary
                            | Builtin::QName
                            | Builtin::Notation
                    )
            }
        },
        MaxInclusive | MaxExclusive | MinInclusive | MinExclusive => match kind {
            Kind::List | Kind::Union => false,
            Kind::Atomic(builtin) => {
                !builtin.is_text()
                    && !matches!(
                        builtin,
                        Builtin::Boolean
                            | Builtin::HexBinary
                            | Builtin::Base64Binary
                            | Builtin::QName
                            | Builtin::Notation
                    )
            }
        },
        TotalDigits | FractionDigits => {
            matches!(kind, Kind::Atomic(builtin) if builtin.is_decimal())
        }
        ExplicitTimezone => matches!(kind, Kind::Atomic(builtin) if builtin.is_time()),
    }
}
