//! Complex types: attributes and content, with what they have from their bases.
//!
//! ```text
//! <extension base="Base"><sequence>…       becomes   Record { base: Base, fields: own }
//! <restriction base="Base"><sequence>…     becomes   Record { restricts: Base, fields: all }
//! ```

use super::{Lowering, emptiness, types::Site};
use crate::{
    model::{Attribute, Builtin, Content, Definition, Record, Role, TypeId, ValueType, Wildcard},
    resolve::TypeTarget,
    syntax::{
        Reference,
        xsd::{self, ComplexType, Derivation, Particle, TypeDefinition},
    },
};

/// What a type has of the one it is derived from.
struct Inherited {
    record: Option<TypeId>,
    value: Option<ValueType>,
}

impl<'a> Lowering<'a> {
    pub(super) fn record(&mut self, complex: &'a ComplexType, site: Site<'_>) -> Record {
        match &complex.content {
            xsd::Content::Particle(particle) => self.plain(complex, particle.as_ref(), site),
            xsd::Content::Complex { derivation, base, particle } => {
                let inherited = self.inherited(base);
                match (derivation, inherited.record) {
                    (Derivation::Extension, Some(base)) => {
                        self.extension(complex, base, particle.as_ref(), site)
                    }
                    (Derivation::Restriction, Some(base)) => {
                        self.restriction(complex, base, particle.as_ref(), site)
                    }
                    _ => self.plain(complex, particle.as_ref(), site),
                }
            }
            xsd::Content::SimpleExtension { base } => {
                let inherited = self.inherited(base);
                let mut record = self.attributed(complex, site);
                match inherited {
                    Inherited { record: Some(base), .. } => record.base = Some(base),
                    Inherited { value, .. } => {
                        let value = value.unwrap_or(ValueType::Builtin(Builtin::String));
                        record.content = Content::Value(value);
                    }
                }
                record
            }
            xsd::Content::SimpleRestriction { base, restriction } => {
                let inherited = self.inherited(base);
                let mut record = self.attributed(complex, site);
                let mut value = inherited.value;
                if let Some(base) = inherited.record {
                    record.restricts = Some(base);
                    self.inherit_attributes(&mut record, complex, base);
                    value = self.value_of(base);
                }
                let value = value.unwrap_or(ValueType::Builtin(Builtin::String));
                record.content = Content::Value(self.restricted_value(value, restriction, site));
                record
            }
        }
    }

    /// The definition that a base's name leads to, lowered before what is derived from it.
    fn inherited(&mut self, base: &Reference<TypeDefinition>) -> Inherited {
        match self.linked.type_target(base) {
            TypeTarget::Builtin(Builtin::AnyType) => Inherited { record: None, value: None },
            TypeTarget::Builtin(builtin) => {
                Inherited { record: None, value: Some(ValueType::Builtin(builtin)) }
            }
            TypeTarget::Definition(index) => {
                let id = self.define(index);
                if matches!(self.lowered(id), Some(Definition::Record(_))) {
                    Inherited { record: Some(id), value: None }
                } else {
                    Inherited { record: None, value: Some(ValueType::Defined(id)) }
                }
            }
        }
    }

    /// A record of the type's own attributes, without content.
    fn attributed(&mut self, complex: &'a ComplexType, site: Site<'_>) -> Record {
        let mut record = Record {
            role: Role::Element,
            is_abstract: complex.is_abstract,
            base: None,
            restricts: None,
            attributes: Vec::new(),
            any_attribute: None,
            content: Content::none(),
        };
        self.attributes(&complex.attributes, complex.any_attribute.as_ref(), site, &mut record);
        record
    }

    fn plain(
        &mut self,
        complex: &'a ComplexType,
        particle: Option<&'a Particle>,
        site: Site<'_>,
    ) -> Record {
        let mut record = self.attributed(complex, site);
        record.content = if complex.mixed {
            self.mixed(particle, None, site)
        } else {
            self.fields(particle, site)
        };
        record
    }

    fn extension(
        &mut self,
        complex: &'a ComplexType,
        base: TypeId,
        particle: Option<&'a Particle>,
        site: Site<'_>,
    ) -> Record {
        let mut record = self.attributed(complex, site);
        let base_items = self.mixed_items(base);
        let base_text = self.value_of(base).is_some();
        let more = particle.is_some_and(|particle| emptiness::stands(self.linked, particle));
        // Text may stand between the base's elements and the type's own, so they go together.
        if base_items.is_some()
            || (base_text && more)
            || (complex.mixed && !base_text && self.is_empty(base))
        {
            record.content = self.mixed(particle, base_items, site);
            self.inherit_attributes(&mut record, complex, base);
        } else {
            record.content = self.fields(particle, site);
            record.base = Some(base);
        }
        record
    }

    fn restriction(
        &mut self,
        complex: &'a ComplexType,
        base: TypeId,
        particle: Option<&'a Particle>,
        site: Site<'_>,
    ) -> Record {
        let mut record = self.plain(complex, particle, site);
        record.restricts = Some(base);
        self.inherit_attributes(&mut record, complex, base);
        record
    }

    /// Attributes that a restriction does not mention stay as they are (§3.4.2).
    fn inherit_attributes(&self, record: &mut Record, complex: &ComplexType, base: TypeId) {
        let prohibited = self.prohibited(complex);
        let (attributes, wildcard) = self.all_attributes(base);
        let mut inherited: Vec<Attribute> = attributes
            .into_iter()
            .filter(|attribute| {
                let own = record.attributes.iter().any(|own| own.name == attribute.name);
                !own && !prohibited.contains(&attribute.name.local)
            })
            .collect();
        inherited.append(&mut record.attributes);
        record.attributes = inherited;
        let extends = !matches!(
            complex.content,
            xsd::Content::Complex { derivation: Derivation::Restriction, .. }
                | xsd::Content::SimpleRestriction { .. }
        );
        if extends && record.any_attribute.is_none() {
            record.any_attribute = wildcard;
        }
    }

    /// The attributes of a record and of those it extends, the base's first.
    fn all_attributes(&self, id: TypeId) -> (Vec<Attribute>, Option<Wildcard>) {
        let Some(Definition::Record(record)) = self.lowered(id) else { return (Vec::new(), None) };
        let (mut attributes, mut wildcard) =
            record.base.map(|base| self.all_attributes(base)).unwrap_or_default();
        attributes.extend(record.attributes.iter().cloned());
        wildcard = record.any_attribute.clone().or(wildcard);
        (attributes, wildcard)
    }

    /// The type of a record's simple content.
    fn value_of(&self, id: TypeId) -> Option<ValueType> {
        let Some(Definition::Record(record)) = self.lowered(id) else { return None };
        match (&record.content, record.base) {
            (Content::Value(value), _) => Some(*value),
            (_, Some(base)) => self.value_of(base),
            _ => None,
        }
    }

    /// The items of a record's mixed content.
    fn mixed_items(&self, id: TypeId) -> Option<TypeId> {
        let Some(Definition::Record(record)) = self.lowered(id) else { return None };
        match record.content {
            Content::Mixed(items) => Some(items),
            _ => None,
        }
    }

    /// Whether a record has no content of its own or of its base.
    fn is_empty(&self, id: TypeId) -> bool {
        let Some(Definition::Record(record)) = self.lowered(id) else { return false };
        let own = matches!(&record.content, Content::Fields(fields, _) if fields.is_empty());
        own && record.base.is_none_or(|base| self.is_empty(base))
    }
}
