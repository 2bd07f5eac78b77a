//! The `DataSet` of .NET, which contracts declare with wildcards.
//!
//! ```text
//! <xs:element ref="xs:schema"/><xs:any/>
//! <xs:any namespace="http://www.w3.org/2001/XMLSchema"/><xs:any/>
//! <xs:any namespace="urn:example:stock"/>     if an element of that namespace has `msdata:IsDataSet`
//! ```
//!
//! All of them contain a schema and a DiffGram, or one of them. The third has neither by its declaration, but .NET writes
//! both.

use std::collections::HashMap;

use super::{builtins::XSD, particles::any_field, types::Site};
use crate::{
    lower::Lowering,
    model::{
        Content, DataSet, Definition, Field, NamespaceConstraint, Order, Record, Times, TypeId,
        ValueType, Wildcard,
    },
    resolve::Linked,
    syntax::{
        self,
        xsd::{
            self, AttributeItem, ComplexType, Compositor, ConstraintKind, ElementReference,
            Particle, Term,
        },
    },
};

/// The namespace of the rows of an untyped `DataSet`.
const DIFFGRAM: &str = "urn:schemas-microsoft-com:xml-diffgram-v1";

/// Returns the elements that contain the rows of a `DataSet`, by namespace. A namespace with several of them is left out.
pub(crate) fn roots(linked: &Linked) -> HashMap<&str, usize> {
    let elements = linked.elements.iter().enumerate();
    let mut roots: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, element) in elements.filter(|(_, element)| element.item.is_data_set) {
        roots.entry(&element.namespace).or_default().push(index);
    }
    roots.retain(|_, indices| indices.len() == 1);
    roots.into_iter().map(|(namespace, indices)| (namespace, indices[0])).collect()
}

impl<'a> Lowering<'a> {
    /// Returns the record of a `DataSet`, or `None` if the type is not a `DataSet`.
    pub(crate) fn data_set(&mut self, complex: &'a ComplexType, site: Site<'_>) -> Option<Record> {
        let particles = sequence(complex)?;
        let rows = match particles {
            [schema, rows] if self.is_schema(schema) && is_rows(rows) => None,
            [rows] => Some(self.typed_rows(rows)?),
            _ => return None,
        };
        let namespace = self.namespace(&XSD.into());
        let fields = vec![
            part("schema", NamespaceConstraint::OneOf(vec![namespace])),
            part("diffgram", NamespaceConstraint::Any),
        ];
        let mut record = self.attributed(complex, site);
        record.content = Content::Fields(fields, Order::Sequence);
        record.data_set = Some(DataSet { rows });
        Some(record)
    }

    /// Returns whether a particle is the schema that precedes the rows.
    fn is_schema(&self, particle: &Particle) -> bool {
        match &particle.term {
            Term::ElementReference(ElementReference { reference, .. }) => {
                let element = &self.linked.elements[self.linked.element_index(reference)];
                &*element.namespace == XSD && &*element.item.name.name == "schema"
            }
            Term::Any(wildcard) => only_namespace(wildcard) == Some(XSD),
            Term::Element(_) | Term::GroupReference(_) | Term::Model(_) => false,
        }
    }

    /// Returns the type of the rows of a typed `DataSet`.
    fn typed_rows(&mut self, particle: &Particle) -> Option<TypeId> {
        let Term::Any(wildcard) = &particle.term else { return None };
        let root = *self.data_sets.get(only_namespace(wildcard)?)?;
        let ValueType::Defined(id) = self.global_element(root).value else { return None };
        // The type may be incomplete if it contains the `DataSet`, so its kind is taken from the schema.
        matches!(self.lowered(id), None | Some(Definition::Record(_))).then_some(id)
    }
}

/// Returns the field of an optional element from these namespaces.
fn part(name: &str, namespaces: NamespaceConstraint) -> Field {
    let wildcard = Wildcard { namespaces, is_open: false, documentation: None };
    let field = any_field(wildcard, None, Times { min: 0, max: Some(1) });
    Field { called: name.into(), ..field }
}

/// Returns the particles of a type whose content is a sequence and whose attributes have fixed values, as those of a typed
/// `DataTable` have.
fn sequence(complex: &ComplexType) -> Option<&[Particle]> {
    let xsd::Content::Particle(Some(particle)) = &complex.content else { return None };
    let Term::Model(group) = &particle.term else { return None };
    let is_fixed = |item: &AttributeItem| {
        let AttributeItem::Local(local) = item else { return false };
        let constraint = local.declaration.constraint.as_ref();
        constraint.is_some_and(|constraint| constraint.kind == ConstraintKind::Fixed)
    };
    let is_plain = !complex.mixed && !complex.is_abstract && complex.open.is_none();
    (is_plain
        && group.compositor == Compositor::Sequence
        && complex.attributes.iter().all(is_fixed))
    .then_some(&group.particles)
}

fn is_rows(particle: &Particle) -> bool {
    let Term::Any(wildcard) = &particle.term else { return false };
    match &wildcard.namespaces {
        syntax::NamespaceConstraint::Any => true,
        syntax::NamespaceConstraint::Not(_) | syntax::NamespaceConstraint::OneOf(_) => {
            only_namespace(wildcard) == Some(DIFFGRAM)
        }
    }
}

/// Returns the namespace of a wildcard's elements, if there is only one.
fn only_namespace(wildcard: &xsd::Wildcard) -> Option<&str> {
    match &wildcard.namespaces {
        syntax::NamespaceConstraint::OneOf(uris) => match uris.as_slice() {
            [uri] => Some(uri),
            _ => None,
        },
        syntax::NamespaceConstraint::Any | syntax::NamespaceConstraint::Not(_) => None,
    }
}
