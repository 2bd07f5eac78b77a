//! Lowering of complex types: attributes and content, including those inherited from bases.
//!
//! ```text
//! <extension base="Base"><sequence>…       becomes   Record { base: Base, fields: own }
//! <restriction base="Base"><sequence>…     becomes   Record { restricts: Base, fields: all }
//! ```

use super::{choices::branch, emptiness, particles::any_field, types::Site};
use crate::{
    lower::Lowering,
    model::{
        Attribute, Builtin, Content, Definition, NamespaceConstraint, Record, Role, Times, TypeId,
        ValueType, Wildcard,
    },
    resolve::TypeTarget,
    syntax::{
        Reference,
        xsd::{self, ComplexType, Derivation, Particle, Type, TypeDefinition},
    },
};

/// The base of a derived type.
enum Base {
    /// `xs:anyType`: any elements, any attributes, text.
    Any,
    Record(TypeId),
    Value(ValueType),
}

impl<'a> Lowering<'a> {
    pub(crate) fn record(&mut self, complex: &'a ComplexType, site: Site<'_>) -> Record {
        let mut record = self.closed_record(complex, site);
        if let Some(open) = &complex.open
            && let Content::Fields(fields, _) = &mut record.content
        {
            let wildcard = Wildcard { is_open: true, ..self.wildcard(&open.wildcard) };
            fields.push(any_field(wildcard, None, Times { min: 0, max: None }));
        }
        record
    }

    /// Lowers a type without its open content, unless that is mixed.
    fn closed_record(&mut self, complex: &'a ComplexType, site: Site<'_>) -> Record {
        match &complex.content {
            xsd::Content::Particle(particle) => self.plain(complex, particle.as_ref(), site),
            xsd::Content::Complex { derivation, base, particle } => {
                match (derivation, self.base(base)) {
                    (Derivation::Extension, Base::Record(base)) => {
                        self.extension(complex, base, particle.as_ref(), site)
                    }
                    (Derivation::Restriction, Base::Record(base)) => {
                        self.restriction(complex, base, particle.as_ref(), site)
                    }
                    (Derivation::Extension, Base::Any) => {
                        self.extension_of_any(complex, particle.as_ref(), site)
                    }
                    _ => self.plain(complex, particle.as_ref(), site),
                }
            }
            xsd::Content::SimpleExtension { base } => {
                let base = self.base(base);
                let mut record = self.attributed(complex, site);
                match base {
                    Base::Record(base) => record.base = Some(base),
                    Base::Value(value) => record.content = Content::Value(value),
                    Base::Any => {
                        record.content = Content::Value(ValueType::Builtin(Builtin::String));
                    }
                }
                record
            }
            xsd::Content::SimpleRestriction { base, restriction } => {
                let base = self.base(base);
                let mut record = self.attributed(complex, site);
                let value = match base {
                    Base::Record(base) => {
                        record.restricts = Some(base);
                        self.inherit_attributes(&mut record, complex, base);
                        self.value_of(base)
                    }
                    Base::Value(value) => Some(value),
                    Base::Any => None,
                };
                let value = value.unwrap_or(ValueType::Builtin(Builtin::String));
                record.content = Content::Value(self.restricted_value(value, restriction, site));
                record
            }
        }
    }

    /// Resolves a base, and lowers it before the types derived from it.
    fn base(&mut self, base: &Reference<TypeDefinition>) -> Base {
        match self.linked.type_target(base) {
            TypeTarget::Builtin(Builtin::AnyType) => Base::Any,
            TypeTarget::Builtin(builtin) => Base::Value(self.builtin(builtin)),
            TypeTarget::Definition(index) => {
                // The base may be incomplete if it contains this type, so its kind is taken from the schema.
                let id = self.define(index);
                match self.linked.types[index].item.definition {
                    Type::Complex(_) => Base::Record(id),
                    Type::Simple(_) => Base::Value(ValueType::Defined(id)),
                }
            }
        }
    }

    /// Creates a record with the type's own attributes and without content.
    pub(crate) fn attributed(&mut self, complex: &'a ComplexType, site: Site<'_>) -> Record {
        let mut record = Record::of(Role::Element, Content::none());
        record.is_abstract = complex.is_abstract;
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
        record.content = if let Some(open) = complex.open.as_ref().filter(|_| complex.mixed) {
            let wildcard = self.wildcard(&open.wildcard);
            let any = branch(any_field(wildcard, None, Times::ONCE));
            self.mixed_with(vec![any], particle, site)
        } else if complex.mixed {
            self.mixed(particle, None, site)
        } else {
            self.fields(particle, site)
        };
        record
    }

    /// Lowers an extension of `xs:anyType`. The content of `xs:anyType` is mixed and has elements of any name.
    fn extension_of_any(
        &mut self,
        complex: &'a ComplexType,
        particle: Option<&'a Particle>,
        site: Site<'_>,
    ) -> Record {
        let mut record = self.attributed(complex, site);
        let any = || Wildcard {
            namespaces: NamespaceConstraint::Any,
            is_open: false,
            documentation: None,
        };
        record.any_attribute = Some(any());
        let first = branch(any_field(any(), None, Times::ONCE));
        record.content = self.mixed_with(vec![first], particle, site);
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
        let more = particle.is_some_and(|particle| emptiness::can_occur(self.linked, particle));
        // Text may occur between the elements of the base and of the type, so they share one list.
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

    /// Adds the base's attributes that the type neither declares nor prohibits (§3.4.2).
    fn inherit_attributes(&mut self, record: &mut Record, complex: &ComplexType, base: TypeId) {
        let prohibited = self.prohibited(complex);
        let (attributes, wildcard) = self.all_attributes(base);
        let mut inherited: Vec<Attribute> = attributes
            .into_iter()
            .filter(|attribute| {
                let own = record.attributes.iter().any(|own| own.name == attribute.name);
                !own && !prohibited.contains(&attribute.name)
            })
            .collect();
        inherited.append(&mut record.attributes);
        record.attributes = inherited;
        let extends = !matches!(
            complex.content,
            xsd::Content::Complex { derivation: Derivation::Restriction, .. }
                | xsd::Content::SimpleRestriction { .. }
        );
        if extends {
            record.any_attribute = match (record.any_attribute.take(), wildcard) {
                (Some(own), Some(inherited)) => Some(own.or(&inherited)),
                (own, inherited) => own.or(inherited),
            };
        }
    }

    /// Returns the attributes and the wildcard of a record and its bases, those of the outermost base first.
    fn all_attributes(&self, id: TypeId) -> (Vec<Attribute>, Option<Wildcard>) {
        let Some(Definition::Record(record)) = self.lowered(id) else { return (Vec::new(), None) };
        let (mut attributes, mut wildcard) =
            record.base.map(|base| self.all_attributes(base)).unwrap_or_default();
        attributes.extend(record.attributes.iter().cloned());
        wildcard = record.any_attribute.clone().or(wildcard);
        (attributes, wildcard)
    }

    /// Returns the type of a record's simple content.
    fn value_of(&self, id: TypeId) -> Option<ValueType> {
        let Some(Definition::Record(record)) = self.lowered(id) else { return None };
        match (&record.content, record.base) {
            (Content::Value(value), _) => Some(*value),
            (_, Some(base)) => self.value_of(base),
            _ => None,
        }
    }

    /// Returns the items of a record's mixed content.
    fn mixed_items(&self, id: TypeId) -> Option<TypeId> {
        let Some(Definition::Record(record)) = self.lowered(id) else { return None };
        match record.content {
            Content::Mixed(items) => Some(items),
            _ => None,
        }
    }

    /// Returns whether neither a record nor its bases have content.
    fn is_empty(&self, id: TypeId) -> bool {
        let Some(Definition::Record(record)) = self.lowered(id) else { return false };
        let own = matches!(&record.content, Content::Fields(fields, _) if fields.is_empty());
        own && record.base.is_none_or(|base| self.is_empty(base))
    }
}
