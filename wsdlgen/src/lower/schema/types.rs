//! Lowering of types. Each definition is lowered once.

use std::sync::Arc;

use crate::{
    diagnostic::{Code, Diagnostic},
    lower::Lowering,
    model::{
        AttachmentUse, Builtin, Choice, Content, Definition, Element, Name, Nillable, Origin,
        Record, Role, Type as ModelType, TypeId, Usage, ValueType,
    },
    resolve::TypeTarget,
    syntax::{
        Documentation, QName, Reference,
        xsd::{
            ComplexType, ElementContent, ElementDeclaration, LocalElement, Type, TypeDefinition,
            TypeUse,
        },
    },
};

/// Maximum total number of elements, attributes and branches in a short contract.
const LEAST_MEMBERS: usize = 20_000;
/// Contract size per allowed element, attribute or branch in a longer contract, in bytes. Public contracts have at
/// least 150.
const BYTES_PER_MEMBER: usize = 16;

/// Returns whether a name is that of the type of references to attachments (WS-I Attachments Profile 1.0, §4.4).
pub(crate) fn is_swa_ref(name: &QName) -> bool {
    &*name.local == "swaRef" && &*name.namespace == "http://ws-i.org/profiles/basic/1.1/xsd"
}

/// The context of a definition: the origin that an unnamed type is named after.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'a> {
    pub(crate) origin: &'a Arc<Origin>,
}

impl<'a> Lowering<'a> {
    /// Lowers all global types and elements.
    pub(crate) fn types(&mut self) {
        let linked = self.linked;
        for index in 0..linked.types.len() {
            self.define(index);
        }
        for index in 0..linked.elements.len() {
            self.global_element(index);
        }
    }

    /// Returns the id of a named type. Lowers the type unless its lowering has already started.
    pub(crate) fn define(&mut self, index: usize) -> TypeId {
        let id = type_id(index);
        if self.types[index].is_none() && !std::mem::replace(&mut self.started[index], true) {
            let written = &self.linked.types[index];
            let name = self.name(&written.namespace, &written.item.name.name);
            let origin = Arc::new(Origin::Named(name));
            let site = Site { origin: &origin };
            let definition = if self.is_soap_array(index) {
                Definition::Record(Self::untyped_array())
            } else if self.members > self.most_members() {
                // The error has been reported.
                Definition::Record(Record::of(Role::Element, Content::none()))
            } else {
                self.definition(&written.item.definition, site)
            };
            let definition = self.within_size(&origin, definition);
            let documentation = documentation(&written.item.definition).clone();
            self.types[index] = Some(ModelType {
                origin,
                documentation,
                definition,
                usage: Usage::Used,
                is_shared: false,
            });
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
        let known = self.array(complex, site).or_else(|| self.data_set(complex, site));
        known.unwrap_or_else(|| self.record(complex, site))
    }

    /// Returns a global element, which is lowered on first use.
    pub(crate) fn global_element(&mut self, index: usize) -> Element {
        if let Some(known) = &self.elements[index] {
            return known.clone();
        }
        let declaration = &self.linked.elements[index];
        let name = self.name(&declaration.namespace, &declaration.item.name.name);
        let origin = Arc::new(Origin::Element(name.clone()));
        let site = Site { origin: &origin };
        let content = &declaration.item.content;
        let head = declaration.item.substitution_group.as_ref();
        let head = head.filter(|_| content.of_type == TypeUse::Absent);
        let head = head.map(|head| self.head_value(head));
        let value = match head {
            _ if !content.alternatives.is_empty() => self.alternatives(content, head, site),
            Some(head) => head,
            None => self.value(&content.of_type, &content.documentation, site, Builtin::AnyType),
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
        let mut value = value;
        let attachment = match (&content.of_type, &content.media_types) {
            (TypeUse::Reference(reference), _) if is_swa_ref(&reference.name) => {
                value = ValueType::Builtin(Builtin::AnyUri);
                AttachmentUse::Reference
            }
            (_, Some(types))
                if value == ValueType::Builtin(Builtin::Base64Binary) && constraint.is_none() =>
            {
                AttachmentUse::Binary(types.clone())
            }
            _ => AttachmentUse::No,
        };
        Element { nillable, constraint, is_untold, attachment, ..Element::of(name, value) }
    }

    /// Returns the type of a member of a substitution group that declares none: that of the head (§3.3.2).
    fn head_value(&mut self, head: &Reference<ElementDeclaration>) -> ValueType {
        let index = self.linked.element_index(head);
        self.global_element(index).value
    }

    pub(crate) fn local_element(&mut self, local: &'a LocalElement, site: Site<'_>) -> Element {
        let name = self.name(&local.namespace, &local.name.name);
        let origin = Arc::new(Origin::Inner(site.origin.clone(), name.clone()));
        let inner = Site { origin: &origin };
        let value = if local.content.alternatives.is_empty() {
            self.value(&local.content.of_type, &None, inner, Builtin::AnyType)
        } else {
            self.alternatives(&local.content, None, inner)
        };
        self.element(name, value, &local.content)
    }

    /// Lowers the type of an element or attribute. `absent` is the type if none is declared.
    pub(crate) fn value(
        &mut self,
        ty: &'a TypeUse,
        outer: &Documentation,
        site: Site<'_>,
        absent: Builtin,
    ) -> ValueType {
        match ty {
            TypeUse::Reference(reference) => self.referred(reference),
            TypeUse::Anonymous(definition) => self.anonymous(definition, outer, site),
            TypeUse::Absent => self.builtin(absent),
        }
    }

    /// Returns the type that a reference refers to, or its family if it has one.
    pub(crate) fn referred(&mut self, reference: &Reference<TypeDefinition>) -> ValueType {
        match self.linked.type_target(reference) {
            TypeTarget::Builtin(builtin) => self.builtin(builtin),
            TypeTarget::Definition(index) => match self.encodings_own(index) {
                Some(builtin) => self.builtin(builtin),
                None => ValueType::Defined(self.family(index).unwrap_or(type_id(index))),
            },
        }
    }

    /// Lowers an anonymous type once, even if several types use its group.
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
                // Registered before its content, where a group may refer back to it.
                self.anonymous.insert(key, ValueType::Defined(id));
                let record = Definition::Record(self.array_or_record(complex, site));
                self.fill(id, site.origin, documentation, record);
                ValueType::Defined(id)
            }
        };
        self.anonymous.insert(key, value);
        value
    }

    /// Reserves an id for a type whose definition follows.
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
        self.types[id.0 as usize] = Some(ModelType {
            origin,
            documentation,
            definition,
            usage: Usage::Used,
            is_shared: false,
        });
    }

    fn most_members(&self) -> usize {
        LEAST_MEMBERS.max(self.linked.bytes / BYTES_PER_MEMBER)
    }

    /// Counts the members of a definition. Beyond the limit, reports an error and returns an empty definition.
    ///
    /// Types that restrict each other repeat all attributes, so the size of the model may be quadratic in that of the
    /// contract.
    fn within_size(&mut self, origin: &Origin, definition: Definition) -> Definition {
        let many = match &definition {
            Definition::Record(record) => record.fields().len() + record.attributes.len(),
            Definition::Choice(choice) => choice.branches.len(),
            _ => 0,
        };
        let most = self.most_members();
        let is_first = self.members <= most;
        self.members += many;
        if self.members <= most {
            return definition;
        }
        if is_first {
            let at = origin.local().map_or_else(String::new, |local| format!(" (at `{local}`)"));
            let message =
                format!("types expand to more than {most} elements and attributes in total{at}");
            let help = "generate code for a part of the contract";
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

    /// Returns the definition of a type that has been lowered.
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
    TypeId(u32::try_from(index).expect("fewer than 4 billion types"))
}
