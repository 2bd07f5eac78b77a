//! Types: from definitions as written to definitions in the model, each once.

use std::sync::Arc;

use crate::{
    diagnostic::{Code, Diagnostic},
    lower::Lowering,
    model::{
        Builtin, Choice, Content, Definition, Element, Name, Nillable, Origin, Record,
        Type as ModelType, TypeId, ValueType,
    },
    resolve::TypeTarget,
    syntax::{
        Documentation, Reference,
        xsd::{
            ComplexType, ElementContent, ElementDeclaration, LocalElement, Qualified, Type,
            TypeDefinition, TypeUse,
        },
    },
};

/// The elements, attributes and branches that all types may have together, however short the contract is.
const LEAST_MEMBERS: usize = 20_000;
/// The bytes of a longer contract for each of them. Public contracts have 150 and more.
const BYTES_PER_MEMBER: usize = 16;

/// Where something is written, and what it will be called after if it has no name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'a> {
    /// The target namespace of its schema.
    pub(crate) namespace: &'a Arc<str>,
    pub(crate) origin: &'a Arc<Origin>,
}

impl<'a> Lowering<'a> {
    /// Lowers every global definition.
    pub(crate) fn types(&mut self) {
        let linked = self.linked;
        for index in 0..linked.types.len() {
            self.define(index);
        }
        for index in 0..linked.elements.len() {
            self.global_element(index);
        }
    }

    /// Lowers a named type, unless that has been done.
    pub(crate) fn define(&mut self, index: usize) -> TypeId {
        let id = type_id(index);
        if self.types[index].is_none() && !std::mem::replace(&mut self.started[index], true) {
            let written = &self.linked.types[index];
            let name = self.name(&written.namespace, &written.item.name.name);
            let origin = Arc::new(Origin::Named(name));
            let site = Site { namespace: &written.namespace, origin: &origin };
            let definition = if self.is_soap_array(index) {
                Definition::Record(Self::untyped_array())
            } else {
                self.definition(&written.item.definition, site)
            };
            let documentation = documentation(&written.item.definition).clone();
            self.types[index] =
                Some(ModelType { origin, documentation, definition, is_used: true });
        }
        id
    }

    fn definition(&mut self, definition: &'a Type, site: Site<'_>) -> Definition {
        match definition {
            Type::Complex(complex) => Definition::Record(self.array_or_record(complex, site)),
            Type::Simple(simple) => self.simple(simple, site),
        }
    }

    fn array_or_record(&mut self, complex: &'a ComplexType, site: Site<'_>) -> Record {
        match self.array(complex, site) {
            Some(array) => array,
            None => self.record(complex, site),
        }
    }

    /// A global element, lowered once.
    pub(crate) fn global_element(&mut self, index: usize) -> Element {
        if let Some(known) = &self.elements[index] {
            return known.clone();
        }
        let declaration = &self.linked.elements[index];
        let name = self.name(&declaration.namespace, &declaration.item.name.name);
        let origin = Arc::new(Origin::Element(name.clone()));
        let site = Site { namespace: &declaration.namespace, origin: &origin };
        let content = &declaration.item.content;
        let value = match (&content.of_type, &declaration.item.substitution_group) {
            (TypeUse::Absent, Some(head)) => self.head_value(head),
            _ => self.value(&content.of_type, &content.documentation, site, Builtin::AnyType),
        };
        let element = self.element(name, value, content);
        self.elements[index] = Some(element.clone());
        element
    }

    fn element(&mut self, name: Name, value: ValueType, content: &ElementContent) -> Element {
        let nillable = if content.nillable { Nillable::Yes } else { Nillable::No };
        let constraint = self.constraint(content.constraint.as_ref(), value);
        let in_place = match &content.of_type {
            TypeUse::Anonymous(definition) => matches!(**definition, Type::Simple(_)),
            TypeUse::Reference(_) | TypeUse::Absent => false,
        };
        let is_untold = in_place && value == ValueType::Builtin(Builtin::String);
        Element { nillable, constraint, is_untold, ..Element::of(name, value) }
    }

    /// The type of a member of a substitution group that declares none (§3.3.2).
    fn head_value(&mut self, head: &Reference<ElementDeclaration>) -> ValueType {
        let index = self.linked.element_index(head);
        self.global_element(index).value
    }

    pub(crate) fn local_element(&mut self, local: &'a LocalElement, site: Site<'_>) -> Element {
        let name = match local.qualified {
            Qualified::Yes => self.name(site.namespace, &local.name.name),
            Qualified::No => Name::unqualified(&local.name.name),
        };
        let origin = Arc::new(Origin::Inner(site.origin.clone(), name.clone()));
        let inner = Site { origin: &origin, ..site };
        let value = self.value(&local.content.of_type, &None, inner, Builtin::AnyType);
        self.element(name, value, &local.content)
    }

    /// The type of an element or attribute; `absent` is what no type at all means.
    pub(crate) fn value(
        &mut self,
        of_type: &'a TypeUse,
        outer: &Documentation,
        site: Site<'_>,
        absent: Builtin,
    ) -> ValueType {
        match of_type {
            TypeUse::Reference(reference) => self.referred(reference),
            TypeUse::Anonymous(definition) => self.anonymous(definition, outer, site),
            TypeUse::Absent => self.builtin(absent),
        }
    }

    /// A type by its name, with those that may stand for it.
    pub(crate) fn referred(&mut self, reference: &Reference<TypeDefinition>) -> ValueType {
        match self.linked.type_target(reference) {
            TypeTarget::Builtin(builtin) => self.builtin(builtin),
            TypeTarget::Definition(index) => match self.encodings_own(index) {
                Some(builtin) => self.builtin(builtin),
                None => ValueType::Defined(self.family(index).unwrap_or(type_id(index))),
            },
        }
    }

    /// An anonymous type, lowered once however many types its group becomes part of.
    fn anonymous(
        &mut self,
        definition: &'a Type,
        outer: &Documentation,
        site: Site<'_>,
    ) -> ValueType {
        let key = std::ptr::from_ref(definition);
        if let Some(known) = self.anonymous.get(&key) {
            return *known;
        }
        let documentation = documentation(definition).as_ref().or(outer.as_ref()).cloned();
        let value = match definition {
            Type::Simple(simple) => self.nameless(simple, documentation, site),
            Type::Complex(complex) => {
                let id = self.reserve();
                // Known before its content is: a group in it may lead back here.
                self.anonymous.insert(key, ValueType::Defined(id));
                let record = Definition::Record(self.array_or_record(complex, site));
                self.fill(id, site.origin, documentation, record);
                ValueType::Defined(id)
            }
        };
        self.anonymous.insert(key, value);
        value
    }

    /// An id for a type whose definition follows.
    pub(crate) fn reserve(&mut self) -> TypeId {
        self.types.push(None);
        type_id(self.types.len() - 1)
    }

    pub(crate) fn fill(
        &mut self,
        id: TypeId,
        origin: &Arc<Origin>,
        documentation: Documentation,
        definition: Definition,
    ) {
        let origin = origin.clone();
        let definition = self.within_size(&origin, definition);
        self.types[id.0 as usize] =
            Some(ModelType { origin, documentation, definition, is_used: true });
    }

    /// Counts the members of a definition. Beyond their limit, an empty one takes its place, and that is reported:
    /// types that restrict each other repeat all attributes, so that a contract may expand to its square.
    fn within_size(&mut self, origin: &Origin, definition: Definition) -> Definition {
        let many = match &definition {
            Definition::Record(record) => record.fields().len() + record.attributes.len(),
            Definition::Choice(choice) => choice.branches.len(),
            _ => 0,
        };
        let most = LEAST_MEMBERS.max(self.linked.bytes / BYTES_PER_MEMBER);
        let is_first = self.members <= most;
        self.members += many;
        if self.members <= most {
            return definition;
        }
        if is_first {
            let at = origin.local().map_or_else(String::new, |local| format!(" (at `{local}`)"));
            let message =
                format!("types expand to more than {most} elements and attributes in all{at}");
            let help = "generate from a part of the contract";
            self.report.add(Diagnostic::error(Code::TooLarge, message).help(help));
        }
        match definition {
            Definition::Record(record) => {
                Definition::Record(Record::of(record.role, Content::none()))
            }
            Definition::Choice(choice) => {
                Definition::Choice(Choice { branches: Vec::new(), ..choice })
            }
            other => other,
        }
    }

    /// A type that has been lowered.
    pub(crate) fn lowered(&self, id: TypeId) -> Option<&Definition> {
        self.types.get(id.0 as usize)?.as_ref().map(|lowered| &lowered.definition)
    }
}

fn documentation(definition: &Type) -> &Documentation {
    match definition {
        Type::Complex(complex) => &complex.documentation,
        Type::Simple(simple) => &simple.documentation,
    }
}

pub(crate) fn type_id(index: usize) -> TypeId {
    TypeId(u32::try_from(index).expect("fewer types than 4 billion"))
}
