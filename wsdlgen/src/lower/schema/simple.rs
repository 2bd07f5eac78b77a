//! Lowering of simple types: enumerations and unions become enums, all others become aliases.

use std::sync::Arc;

use super::{
    facets::{self, Values},
    types::Site,
};
use crate::{
    lower::Lowering,
    model::{
        Builtin, Definition, Enumeration, EnumerationValue, Facets, Member, Origin, PartKind,
        PartName, Simple, SimpleShape, Union, ValueType, WhiteSpace,
    },
    pattern::is_guid,
    resolve::TypeTarget,
    syntax::{
        Documentation,
        xsd::{Facet, FacetKind, Restriction, SimpleType, SimpleUse, Variety},
    },
};

impl<'a> Lowering<'a> {
    /// Lowers a simple type to a definition.
    pub(crate) fn simple(&mut self, simple: &'a SimpleType, site: Site<'_>) -> Definition {
        match &simple.variety {
            Variety::Restriction { base, facets } => {
                let base = self.simple_use(base, site);
                self.restricted(base, facets)
            }
            Variety::List(item) => {
                let item = self.simple_use(item, site);
                Definition::Simple(Simple {
                    shape: SimpleShape::List(item),
                    facets: Facets::default(),
                    white_space: WhiteSpace::Collapse,
                })
            }
            Variety::Union(members) => self.union(members, site),
        }
    }

    /// Lowers an unnamed simple type. One that adds nothing to its base is replaced by the base.
    pub(crate) fn nameless(
        &mut self,
        simple: &'a SimpleType,
        documentation: Documentation,
        site: Site<'_>,
    ) -> ValueType {
        let definition = self.simple(simple, site);
        self.settle(definition, documentation, site)
    }

    fn settle(
        &mut self,
        definition: Definition,
        documentation: Documentation,
        site: Site<'_>,
    ) -> ValueType {
        if let Definition::Simple(Simple { shape: SimpleShape::Of(base), facets, white_space }) =
            &definition
            && *facets == self.facets(*base)
            && *white_space == self.white_space(*base)
        {
            return *base;
        }
        let id = self.reserve();
        self.fill(id, site.origin, documentation, definition);
        ValueType::Defined(id)
    }

    /// Lowers the value of simple content that restricts another type's simple content.
    pub(crate) fn restricted_value(
        &mut self,
        base: ValueType,
        restriction: &'a Restriction,
        site: Site<'_>,
    ) -> ValueType {
        let part = PartName { kind: PartKind::Member, about: Vec::new() };
        let origin = Arc::new(Origin::Part(site.origin.clone(), part));
        let site = Site { origin: &origin };
        let base = match &restriction.value {
            Some(simple) => self.nameless(simple, None, site),
            None => base,
        };
        let definition = self.restricted(base, &restriction.facets);
        self.settle(definition, None, site)
    }

    /// Lowers a simple type that another one is derived from.
    fn simple_use(&mut self, simple: &'a SimpleUse, site: Site<'_>) -> ValueType {
        match simple {
            SimpleUse::Reference(reference) => match self.linked.type_target(reference) {
                TypeTarget::Builtin(builtin) => self.builtin(builtin),
                TypeTarget::Definition(index) => ValueType::Defined(self.define(index)),
            },
            SimpleUse::Anonymous(simple) => {
                let origin = Self::member_origin(simple, site);
                let site = Site { origin: &origin };
                self.nameless(simple, simple.documentation.clone(), site)
            }
        }
    }

    /// Returns the origin of a simple type inside another one. An enumeration is named after its first value.
    fn member_origin(simple: &SimpleType, site: Site<'_>) -> Arc<Origin> {
        let about = match &simple.variety {
            Variety::Restriction { facets, .. } => facets
                .iter()
                .find(|facet| facet.kind == FacetKind::Enumeration)
                .map(|facet| facet.value.text.clone()),
            _ => None,
        };
        let part = PartName { kind: PartKind::Member, about: about.into_iter().collect() };
        Arc::new(Origin::Part(site.origin.clone(), part))
    }

    fn restricted(&mut self, base: ValueType, written: &'a [Facet]) -> Definition {
        let inherited = self.facets(base);
        let values = match self.root(base) {
            Some(Builtin::QName | Builtin::Notation) => Values::Names,
            _ => Values::Texts,
        };
        let facets = facets::merge(inherited, written, values, &mut self.patterns, self.report);
        let own = facets::white_space(written);
        let white_space = own.unwrap_or(self.white_space(base));
        for facet in written.iter().filter(|facet| facet.kind == FacetKind::Enumeration) {
            self.check_enumerated(base, &facet.value);
        }
        let values = enumeration_values(written);
        if !values.is_empty()
            && let Some(of) = self.enumerable(base)
        {
            return Definition::Enumeration(Enumeration {
                values,
                base: of,
                white_space,
                is_open: false,
            });
        }
        let has_patterns = !facets.patterns.is_empty();
        let shape = if has_patterns && self.forgets_lexical_form(base) {
            SimpleShape::AsWritten(base)
        } else if self.choices.uuid
            && self.is_plain_text(base)
            && facets.patterns.iter().any(|pattern| is_guid(&pattern.regex))
        {
            SimpleShape::Uuid(base)
        } else {
            SimpleShape::Of(base)
        };
        Definition::Simple(Simple { shape, facets, white_space })
    }

    fn forgets_lexical_form(&self, value: ValueType) -> bool {
        match value {
            ValueType::Builtin(builtin) => builtin.forgets_lexical_form(),
            ValueType::Defined(id) => match self.lowered(id) {
                Some(Definition::Simple(Simple { shape: SimpleShape::Of(base), .. })) => {
                    self.forgets_lexical_form(*base)
                }
                _ => false,
            },
        }
    }

    /// Returns whether a type is a text that has neither enumerated values nor a type from settings.
    fn is_plain_text(&self, value: ValueType) -> bool {
        match value {
            ValueType::Builtin(builtin) => builtin.is_text(),
            ValueType::Defined(id) => match self.lowered(id) {
                Some(Definition::Simple(simple)) => {
                    simple.shape.atom().is_some_and(|base| self.is_plain_text(base))
                }
                _ => false,
            },
        }
    }

    /// Returns the built-in type that an atomic type restricts.
    fn root(&self, value: ValueType) -> Option<Builtin> {
        match value {
            ValueType::Builtin(builtin) => Some(builtin),
            ValueType::Defined(id) => match self.lowered(id)? {
                Definition::Enumeration(enumeration) => Some(enumeration.base),
                Definition::Simple(simple) => self.root(simple.shape.atom()?),
                _ => None,
            },
        }
    }

    fn union(&mut self, members: &'a [SimpleUse], site: Site<'_>) -> Definition {
        let mut lowered: Vec<Member> = Vec::new();
        for member in members {
            let value = self.simple_use(member, site);
            if lowered.iter().all(|known| known.value != value) {
                lowered.push(Member { called: self.member_name(member, value), value });
            }
        }
        if let [only] = &*lowered {
            return Definition::Simple(Simple {
                shape: SimpleShape::Of(only.value),
                facets: self.facets(only.value),
                white_space: self.white_space(only.value),
            });
        }
        Definition::Union(Union { members: lowered })
    }

    /// Returns the name of a union's variant: the name of its type, or of the base of an unnamed type.
    fn member_name(&self, member: &SimpleUse, value: ValueType) -> Arc<str> {
        if let SimpleUse::Reference(reference) = member {
            return reference.name.local.clone();
        }
        match value {
            ValueType::Builtin(builtin) => builtin.name().into(),
            ValueType::Defined(id) => match self.lowered(id) {
                Some(Definition::Simple(simple)) => {
                    simple.shape.atom().map_or("list".into(), |base| self.base_name(base))
                }
                Some(Definition::Union(_)) => "union".into(),
                _ => "value".into(),
            },
        }
    }

    fn base_name(&self, value: ValueType) -> Arc<str> {
        match value {
            ValueType::Builtin(builtin) => builtin.name().into(),
            ValueType::Defined(id) => {
                let origin = self.types[id.0 as usize].as_ref().map(|lowered| &*lowered.origin);
                match origin {
                    Some(Origin::Named(name)) => name.local.clone(),
                    _ => "value".into(),
                }
            }
        }
    }

    /// Returns the type of an enumeration's values, or `None` if the enumeration does not become an enum.
    ///
    /// Qualified names depend on prefixes, lists have several items, and booleans have only two values.
    fn enumerable(&self, base: ValueType) -> Option<Builtin> {
        match base {
            ValueType::Builtin(
                Builtin::QName
                | Builtin::Notation
                | Builtin::Boolean
                | Builtin::NmTokens
                | Builtin::IdRefs
                | Builtin::Entities
                | Builtin::AnyType,
            ) => None,
            ValueType::Builtin(builtin) => Some(builtin),
            ValueType::Defined(id) => match self.lowered(id)? {
                Definition::Enumeration(enumeration) => Some(enumeration.base),
                Definition::Union(_) => Some(Builtin::Token),
                Definition::Simple(simple) => self.enumerable(simple.shape.atom()?),
                _ => None,
            },
        }
    }

    pub(crate) fn white_space(&self, value: ValueType) -> WhiteSpace {
        match value {
            ValueType::Builtin(builtin) => builtin.white_space(),
            ValueType::Defined(id) => match self.lowered(id) {
                Some(Definition::Simple(simple)) => simple.white_space,
                Some(Definition::Enumeration(enumeration)) => enumeration.white_space,
                _ => WhiteSpace::Collapse,
            },
        }
    }

    /// Returns the facets of a lowered type.
    fn facets(&self, value: ValueType) -> Facets {
        let id = match value {
            ValueType::Builtin(builtin) => return builtin.facets(),
            ValueType::Defined(id) => id,
        };
        match self.lowered(id) {
            Some(Definition::Simple(simple)) if simple.shape.atom().is_some() => {
                simple.facets.clone()
            }
            _ => Facets::default(),
        }
    }
}

/// Returns the distinct values of an enumeration.
fn enumeration_values(facets: &[Facet]) -> Vec<EnumerationValue> {
    let mut values: Vec<EnumerationValue> = Vec::new();
    for facet in facets.iter().filter(|facet| facet.kind == FacetKind::Enumeration) {
        let text = facet.value.text.clone();
        if values.iter().all(|known| known.text != text) {
            values.push(EnumerationValue { text, documentation: facet.documentation.clone() });
        }
    }
    values
}
