//! Lowering of arrays in SOAP encoding (SOAP 1.1 §5.4.2), as declared for WSDL 1.1 (§2.2).
//!
//! ```text
//! <restriction base="soapenc:Array">
//!   <attribute ref="soapenc:arrayType" wsdl:arrayType="xs:string[]"/>
//!
//! becomes   Record { Array { item, string } }
//! ```

use std::sync::Arc;

use super::types::Site;
use crate::{
    lower::Lowering,
    model::{Builtin, Content, Definition, Element, Name, Origin, Record, Role, TypeId, ValueType},
    resolve::TypeTarget,
    syntax::xsd::{self, ArrayType, AttributeItem, ComplexType, Particle, Term, Type},
};

/// The namespace of the SOAP 1.1 encoding.
pub(crate) const SOAP_ENCODING: &str = "http://schemas.xmlsoap.org/soap/encoding/";

impl<'a> Lowering<'a> {
    /// Returns whether a named type is `soapenc:Array`.
    pub(crate) fn is_soap_array(&self, index: usize) -> bool {
        let ty = &self.linked.types[index];
        *ty.namespace == *SOAP_ENCODING && &*ty.item.name.name == "Array"
    }

    /// Returns the built-in type that corresponds to a type of the SOAP encoding. Such a type only adds the encoding's
    /// attributes.
    pub(crate) fn encodings_own(&self, index: usize) -> Option<Builtin> {
        let ty = &self.linked.types[index];
        if *ty.namespace != *SOAP_ENCODING {
            return None;
        }
        match &*ty.item.name.name {
            "base64" => Some(Builtin::Base64Binary),
            local => Builtin::lookup(local),
        }
    }

    /// Lowers a type that is derived from `soapenc:Array`, or returns `None` for any other type.
    pub(crate) fn array(&mut self, complex: &'a ComplexType, site: Site<'_>) -> Option<Record> {
        let xsd::Content::Complex { base, particle, .. } = &complex.content else { return None };
        let TypeTarget::Definition(base) = self.linked.type_target(base) else { return None };
        if !self.derives_from_array(base) {
            return None;
        }
        let array_type = complex.attributes.iter().find_map(|attribute| match attribute {
            AttributeItem::Reference(reference) => reference.array_type.as_ref(),
            _ => None,
        });
        let listed = particle.as_ref().and_then(first_element);
        let item = match (array_type, listed) {
            (Some(array_type), _) => {
                let value = self.item_value(array_type, site);
                Element::of(Name::unqualified(&"item".into()), value)
            }
            (None, Some(element)) => self.local_element(element, site),
            (None, None) => match self.base_item(base) {
                Some(item) => item,
                None => untyped_item(),
            },
        };
        Some(Record::of(Role::Element, Content::Array(item)))
    }

    /// Creates an array with items of any type.
    pub(crate) fn untyped_array() -> Record {
        Record::of(Role::Element, Content::Array(untyped_item()))
    }

    fn derives_from_array(&self, index: usize) -> bool {
        if self.is_soap_array(index) {
            return true;
        }
        let Type::Complex(complex) = &self.linked.types[index].item.definition else {
            return false;
        };
        let xsd::Content::Complex { base, .. } = &complex.content else { return false };
        match self.linked.type_target(base) {
            TypeTarget::Definition(base) => self.derives_from_array(base),
            TypeTarget::Builtin(_) => false,
        }
    }

    /// Returns the items of an array that is a base type.
    fn base_item(&mut self, base: usize) -> Option<Element> {
        let id = self.define(base);
        match self.lowered(id)? {
            Definition::Record(Record { content: Content::Array(item), .. }) => Some(item.clone()),
            _ => None,
        }
    }

    /// Lowers the type of an array's items. For `xs:int[][,]`, it is an array of integers.
    fn item_value(&mut self, array_type: &ArrayType, site: Site<'_>) -> ValueType {
        let mut value = self.referred(&array_type.item);
        let groups = array_type.brackets.matches('[').count();
        for _ in 1..groups {
            let item = Name::unqualified(&"item".into());
            let origin = Arc::new(Origin::Inner(site.origin.clone(), item.clone()));
            let record = Record::of(Role::Element, Content::Array(Element::of(item, value)));
            let id: TypeId = self.reserve();
            self.fill(id, &origin, None, Definition::Record(record));
            value = ValueType::Defined(id);
        }
        value
    }
}

fn untyped_item() -> Element {
    Element::of(Name::unqualified(&"item".into()), ValueType::Builtin(Builtin::AnyType))
}

/// Returns the first element in a particle.
fn first_element(particle: &Particle) -> Option<&xsd::LocalElement> {
    match &particle.term {
        Term::Element(element) => Some(element),
        Term::Model(model) => model.particles.iter().find_map(first_element),
        _ => None,
    }
}
