//! The schema components of a contract, as the text that `wsdlgen_runtime::schema` reads.
//!
//! ```text
//! <element name="a" type="t"/>, <complexType name="t">…   becomes   <element name="n1:a" type="#0"/>, <complex name="n1:t">…
//! ```
//!
//! References to groups are replaced by their content, derived types have the content and attributes of their bases, and
//! anonymous types are types of the schema. A simple type comes after its base.

mod attributes;
mod content;
mod declarations;
mod simple;
mod text;

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use indexmap::IndexSet;

use crate::{
    diagnostic::{Code, Diagnostic, Report},
    resolve::{DefinitionStatus, Linked, TypeTarget},
    syntax::{
        Builtin, Reference,
        xsd::{ComplexType, Type, TypeDefinition, TypeUse},
    },
};
use attributes::Attributes;
pub(crate) use attributes::base_of;
use content::Content;
use text::Tag;

/// The maximum length of the text for each byte of the contract's documents.
const GROWTH: usize = 32;
const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// The length that every contract may reach.
const LEAST_LIMIT: usize = 1 << 20;

/// Returns the text of the components, or `None` if it is too long for the contract.
pub(crate) fn write(linked: &Linked, report: &mut Report) -> Option<String> {
    let mut writer = Writer {
        linked,
        most: LEAST_LIMIT.max(linked.bytes.saturating_mul(GROWTH)),
        length: 0,
        namespaces: IndexSet::new(),
        types: Vec::new(),
        ids: HashMap::new(),
        anonymous: HashMap::new(),
        waiting: VecDeque::new(),
        contents: HashMap::new(),
        attributes: HashMap::new(),
    };
    let declarations = writer.everything();
    if writer.is_full() {
        let message = "the schema expands too far to be included in the generated code";
        let help = "derived types repeat the content of their bases, and references that of groups";
        report.add(Diagnostic::error(Code::TooLarge, message).help(help));
        return None;
    }
    Some(writer.finish(&declarations))
}

/// The writing of a schema in progress.
struct Writer<'a> {
    linked: &'a Linked,
    /// The maximum length of the text.
    most: usize,
    length: usize,
    /// The namespaces of names. The first has the prefix `n1`.
    namespaces: IndexSet<Arc<str>>,
    /// The texts of the types by number; `None` until the type is written.
    types: Vec<Option<String>>,
    /// The numbers of named types, by their index in [`Linked::types`].
    ids: HashMap<usize, usize>,
    /// The numbers of anonymous types, by the address of their syntax.
    anonymous: HashMap<usize, usize>,
    /// Complex types that have a number but are not written yet.
    waiting: VecDeque<(usize, Source<'a>)>,
    /// Content and attributes of named complex types, by index.
    contents: HashMap<usize, Content>,
    attributes: HashMap<usize, Attributes>,
}

/// A complex type, and the namespace and name of its definition, if it has a name.
#[derive(Clone, Copy)]
struct Source<'a> {
    complex: &'a ComplexType,
    namespace: &'a Arc<str>,
    name: Option<&'a Arc<str>>,
    /// The index of a named type.
    index: Option<usize>,
}

impl<'a> Writer<'a> {
    /// Writes all global declarations and types. Returns the text of the declarations.
    fn everything(&mut self) -> String {
        let mut declarations = String::new();
        let linked = self.linked;
        for index in 0..linked.types.len() {
            self.named(index);
            self.write_waiting();
        }
        for element in &linked.elements {
            declarations += &self.global_element(&element.item, &element.namespace);
            self.write_waiting();
        }
        for attribute in &linked.attributes {
            declarations += &self.global_attribute(&attribute.item, &attribute.namespace);
        }
        declarations
    }

    fn finish(self, declarations: &str) -> String {
        let mut tag = Tag::new("schema");
        for (number, uri) in (1..).zip(&self.namespaces) {
            tag.attribute(&format!("xmlns:n{number}"), uri);
        }
        let types: Vec<String> = self.types.into_iter().flatten().collect();
        tag.with_content(&format!("\n{}{declarations}", types.concat()))
    }

    fn is_full(&self) -> bool {
        self.length > self.most
    }

    /// Returns a name with the prefix of its namespace.
    fn name(&mut self, namespace: &Arc<str>, local: &str) -> String {
        if namespace.is_empty() {
            return local.to_owned();
        }
        if **namespace == *XML {
            // The prefix is bound by definition.
            return format!("xml:{local}");
        }
        let (index, _) = self.namespaces.insert_full(namespace.clone());
        format!("n{}:{local}", index + 1)
    }

    /// Returns the text that refers to a type.
    fn reference(&mut self, reference: &Reference<TypeDefinition>) -> String {
        match self.linked.type_target(reference) {
            TypeTarget::Builtin(builtin) => builtin_reference(builtin),
            TypeTarget::Definition(index) => self.named(index),
        }
    }

    /// Returns the text that refers to a named type, which is written before or later.
    fn named(&mut self, index: usize) -> String {
        if let Some(id) = self.ids.get(&index) {
            return format!("#{id}");
        }
        let definition = &self.linked.types[index];
        let is_current = definition.standing == DefinitionStatus::Current;
        let name = is_current.then_some(&definition.item.name.name);
        let namespace = &definition.namespace;
        let id = match &definition.item.definition {
            Type::Simple(simple) => self.simple_type(simple, name.map(|name| (namespace, name))),
            Type::Complex(complex) => {
                self.later(Source { complex, namespace, name, index: Some(index) })
            }
        };
        self.ids.insert(index, id);
        format!("#{id}")
    }

    /// Returns the text that refers to the type of an element or attribute.
    fn type_use(
        &mut self,
        of_type: &'a TypeUse,
        namespace: &'a Arc<str>,
        absent: Builtin,
    ) -> String {
        match of_type {
            TypeUse::Reference(reference) => self.reference(reference),
            TypeUse::Absent => builtin_reference(absent),
            TypeUse::Anonymous(definition) => {
                let address = std::ptr::from_ref(&**definition).addr();
                if let Some(id) = self.anonymous.get(&address) {
                    return format!("#{id}");
                }
                let id = match &**definition {
                    Type::Simple(simple) => self.simple_type(simple, None),
                    Type::Complex(complex) => {
                        self.later(Source { complex, namespace, name: None, index: None })
                    }
                };
                self.anonymous.insert(address, id);
                format!("#{id}")
            }
        }
    }

    /// Gives a complex type its number.
    fn later(&mut self, source: Source<'a>) -> usize {
        let id = self.types.len();
        self.types.push(None);
        self.waiting.push_back((id, source));
        id
    }

    fn write_waiting(&mut self) {
        while let Some((id, source)) = self.waiting.pop_front() {
            if self.is_full() {
                return;
            }
            let text = self.complex_type(source);
            self.length += text.len();
            self.types[id] = Some(text);
        }
    }

    /// Adds a finished type. Returns its number.
    fn add(&mut self, text: String) -> usize {
        self.length += text.len();
        self.types.push(Some(text));
        self.types.len() - 1
    }
}

fn builtin_reference(builtin: Builtin) -> String {
    format!("xs:{}", builtin.name())
}
