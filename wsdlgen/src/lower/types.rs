//! Types: each becomes a record, an enumeration, or another name for what it restricts.

use std::sync::Arc;

use super::Lowering;
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{
        AnyAttribute, Builtin, Definition, EnumerationValue, Field, Name, NamespaceId, Occurs,
        Origin, Record, Shown, Storage, Type as ModelType, TypeId, ValueType,
    },
    resolve::TypeTarget,
    source::Span,
    syntax::{
        Documentation,
        xsd::{
            ComplexType, ElementReference, LocalElement, Occurs as Occurrence, Particle, Qualified,
            SimpleType, Type, TypeUse,
        },
    },
};

/// Where a definition stands, and what it will be called after.
struct Context<'a> {
    namespace: &'a Arc<str>,
    origin: Origin,
}

impl Lowering<'_> {
    /// Lowers every type. Global elements get theirs first, since types refer to them in any order.
    pub(super) fn types(&mut self) {
        let linked = self.linked;
        for element in &linked.elements {
            let value = self.value_type(&element.item.of_type);
            self.elements.push(value);
        }
        for (index, element) in linked.elements.iter().enumerate() {
            let name = self.name(&element.namespace, &element.item.name.name);
            let context = Context { namespace: &element.namespace, origin: Origin::Element(name) };
            let value = self.elements[index];
            self.anonymous(value, &element.item.of_type, context, &element.item.documentation);
        }
        for (index, definition) in linked.types.iter().enumerate() {
            let name = self.name(&definition.namespace, &definition.item.name.name);
            let context = Context { namespace: &definition.namespace, origin: Origin::Named(name) };
            self.definition(type_id(index), &definition.item.definition, context, &None);
        }
        for (index, definition) in linked.types.iter().enumerate() {
            if let Type::Simple(simple) = &definition.item.definition {
                self.check_base(type_id(index), simple);
            }
        }
    }

    /// A simple type must lead to a simple type, in finitely many steps.
    fn check_base(&mut self, id: TypeId, simple: &SimpleType) {
        let mut at = self.base(simple);
        for _ in 0..self.types.len() {
            let ValueType::Defined(next) = at else { return };
            match self.types[next.0 as usize].as_ref().map(|one| &one.definition) {
                Some(Definition::Alias(target)) if next != id => at = *target,
                Some(Definition::Enumeration(_)) | None => return,
                Some(Definition::Alias(_)) => break,
                Some(Definition::Record(_)) => {
                    let message = "a simple type that restricts a complex one";
                    let diagnostic = Diagnostic::error(Code::BadValue, message);
                    self.report.add(diagnostic.label(simple.base.span, "a complex type"));
                    return;
                }
            }
        }
        let diagnostic = Diagnostic::error(Code::BadValue, "a simple type that restricts itself");
        self.report.add(diagnostic.label(simple.base.span, "leads back to the type"));
    }

    /// The type of an element; an anonymous one gets an id of its own if it has a shape.
    fn value_type(&mut self, of_type: &TypeUse) -> Option<ValueType> {
        match of_type {
            TypeUse::Reference(reference) => Some(match self.linked.type_target(reference) {
                TypeTarget::Builtin(builtin) => ValueType::Builtin(builtin),
                TypeTarget::Definition(index) => ValueType::Defined(type_id(index)),
            }),
            TypeUse::Anonymous(definition) => match &**definition {
                Type::Simple(simple) if simple.enumeration.is_empty() => Some(self.base(simple)),
                _ => Some(ValueType::Defined(self.reserve())),
            },
            TypeUse::Any(span) => {
                let message = "an element without a type is not supported yet";
                let diagnostic = Diagnostic::error(Code::Unsupported, message);
                self.report.add(diagnostic.label(*span, "may hold anything"));
                None
            }
        }
    }

    /// Defines the anonymous type that an element was given an id for.
    fn anonymous(
        &mut self,
        value: Option<ValueType>,
        of_type: &TypeUse,
        context: Context<'_>,
        documentation: &Documentation,
    ) {
        let (Some(ValueType::Defined(id)), TypeUse::Anonymous(definition)) = (value, of_type)
        else {
            return;
        };
        let shapeless =
            matches!(&**definition, Type::Simple(simple) if simple.enumeration.is_empty());
        if !shapeless {
            self.definition(id, definition, context, documentation);
        }
    }

    fn definition(
        &mut self,
        id: TypeId,
        definition: &Type,
        context: Context<'_>,
        outer_documentation: &Documentation,
    ) {
        let (lowered, own) = match definition {
            Type::Complex(complex) => {
                (self.record(id, complex, context.namespace), &complex.documentation)
            }
            Type::Simple(simple) => (self.simple(simple), &simple.documentation),
        };
        let documentation = own.clone().or_else(|| outer_documentation.clone());
        self.types[id.0 as usize] =
            Some(ModelType { origin: context.origin, documentation, definition: lowered });
    }

    fn reserve(&mut self) -> TypeId {
        self.types.push(None);
        type_id(self.types.len() - 1)
    }

    fn record(&mut self, id: TypeId, complex: &ComplexType, namespace: &Arc<str>) -> Definition {
        let mut fields = Vec::new();
        for particle in complex.sequence.iter().flatten() {
            fields.extend(match particle {
                Particle::Local(element) => self.local_field(id, element, namespace),
                Particle::Reference(element) => self.reference_field(element),
            });
        }
        self.refuse_ambiguity(&fields, complex.span);
        let any_attribute = match complex.any_attribute {
            Some(_) => AnyAttribute::Kept,
            None => AnyAttribute::None,
        };
        Definition::Record(Record { fields, any_attribute })
    }

    fn local_field(
        &mut self,
        owner: TypeId,
        element: &LocalElement,
        namespace: &Arc<str>,
    ) -> Option<Field> {
        let local = element.name.name.clone();
        let name = match element.qualified {
            Qualified::Yes => Name { namespace: self.namespace(namespace), local },
            Qualified::No => Name { namespace: NamespaceId::NONE, local },
        };
        let value = self.value_type(&element.of_type)?;
        let context = Context { namespace, origin: Origin::Inner(owner, name.clone()) };
        self.anonymous(Some(value), &element.of_type, context, &None);
        let documentation = element.documentation.clone();
        field(name, documentation, value, element.occurs, element.name.span)
    }

    fn reference_field(&mut self, element: &ElementReference) -> Option<Field> {
        let linked = self.linked;
        let index = linked.element_index(&element.reference);
        let declaration = &linked.elements[index];
        let name = self.name(&declaration.namespace, &declaration.item.name.name);
        let value = self.elements[index]?;
        let documentation =
            element.documentation.clone().or_else(|| declaration.item.documentation.clone());
        field(name, documentation, value, element.occurs, element.reference.span)
    }

    fn refuse_ambiguity(&mut self, fields: &[Field], owner: Span) {
        for (index, field) in fields.iter().enumerate() {
            if let Some(first) = fields[..index].iter().find(|other| other.name == field.name) {
                let message = format!("the element `{}` in two places of a type", field.name.local);
                let diagnostic = Diagnostic::error(Code::AmbiguousContent, message)
                    .label(field.span, "not supported yet")
                    .label(first.span, "stands here already")
                    .label(owner, "in this type");
                self.report.add(diagnostic);
            }
        }
    }

    fn simple(&mut self, simple: &SimpleType) -> Definition {
        let base = self.base(simple);
        if simple.enumeration.is_empty() {
            return Definition::Alias(base);
        }
        self.refuse_enumeration_of(base, simple);
        let mut values: Vec<EnumerationValue> = Vec::new();
        for value in &simple.enumeration {
            let text = value.value.name.clone();
            // A value that is listed twice is one value.
            if values.iter().all(|known| known.text != text) {
                let documentation = value.documentation.clone();
                values.push(EnumerationValue { text, documentation });
            }
        }
        Definition::Enumeration(values)
    }

    fn base(&self, simple: &SimpleType) -> ValueType {
        match self.linked.type_target(&simple.base) {
            TypeTarget::Builtin(builtin) => ValueType::Builtin(builtin),
            TypeTarget::Definition(index) => ValueType::Defined(type_id(index)),
        }
    }

    fn refuse_enumeration_of(&mut self, base: ValueType, simple: &SimpleType) {
        if base != ValueType::Builtin(Builtin::String) {
            let message = "an enumeration of anything but `xs:string` is not supported yet";
            let diagnostic = Diagnostic::error(Code::Unsupported, message);
            self.report.add(diagnostic.label(simple.base.span, "restricts this type"));
        }
    }
}

/// A field, unless its element may not stand at all (`maxOccurs="0"`).
fn field(
    name: Name,
    documentation: Documentation,
    value: ValueType,
    occurrence: Occurrence,
    span: Span,
) -> Option<Field> {
    let occurs = match (occurrence.min, occurrence.max) {
        (_, Some(0)) => return None,
        (0, Some(1)) => Occurs::Optional,
        (_, Some(1)) => Occurs::Once,
        _ => Occurs::Repeated,
    };
    let (storage, shown) = (Storage::Inline, Shown::Openly);
    Some(Field { name, documentation, value, occurs, storage, shown, span })
}

fn type_id(index: usize) -> TypeId {
    TypeId(u32::try_from(index).expect("fewer types than 4 billion"))
}
