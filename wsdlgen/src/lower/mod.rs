//! From schemas and bindings to the model. After this stage there is no XSD and no WSDL.
//!
//! ```text
//! <element name="a" type="t" minOccurs="0"/>   becomes   Field { a, t, Optional }
//! message -> part -> element -> type           becomes   Message { body: Element }
//! ```

mod cycles;
mod messages;
mod services;
mod settings;
mod types;

use std::sync::Arc;

use crate::{
    config::Settings,
    diagnostic::{Code, Diagnostic, Report},
    model::{Definition, Element, Model, Name, Namespace, NamespaceId, Type, TypeId, ValueType},
    resolve::Linked,
    source::Span,
};

/// The contract's model; `None` when something is wrong, which is reported.
pub(crate) fn lower(
    linked: &Linked,
    entry: &str,
    settings: &Settings,
    report: &mut Report,
) -> Option<Model> {
    let mut lowering = Lowering::new(linked, report);
    lowering.types();
    let interfaces = services::interfaces(&mut lowering, settings);
    let secrets = settings::mark_secrets(&mut lowering, settings);
    let target_namespace = lowering.target_namespace();
    let Lowering { namespaces, types, report, .. } = lowering;
    if report.has_errors() {
        return None;
    }
    let types = types.into_iter().map(|lowered| {
        lowered.expect("every type that was given an id is lowered, or an error is reported")
    });
    let mut model = Model {
        namespaces,
        types: types.collect(),
        interfaces,
        secrets,
        file_name: entry.rsplit(['/', '\\']).next().unwrap_or(entry).to_owned(),
        target_namespace,
    };
    cycles::box_recursion(&mut model);
    Some(model)
}

/// A model in the making.
struct Lowering<'a> {
    linked: &'a Linked,
    report: &'a mut Report,
    namespaces: Vec<Namespace>,
    /// The first are those of [`Linked::types`]; anonymous ones follow.
    types: Vec<Option<Type>>,
    /// By the indices of [`Linked::elements`]; `None` where the type cannot be generated.
    elements: Vec<Option<ValueType>>,
}

impl<'a> Lowering<'a> {
    fn new(linked: &'a Linked, report: &'a mut Report) -> Self {
        let none = Namespace { uri: "".into(), prefix: String::new() };
        let types = linked.types.iter().map(|_| None).collect();
        let mut lowering =
            Self { linked, report, namespaces: vec![none], types, elements: Vec::new() };
        // The contract's own namespace comes first, whatever its schemas use first.
        lowering.target_namespace();
        lowering
    }

    /// The namespace of the document that the run is about: the first WSDL, or the first schema.
    fn target_namespace(&mut self) -> NamespaceId {
        let definitions = &self.linked.definitions;
        let entry = definitions.first().map(|definitions| definitions.target_namespace.clone());
        let schema = || self.linked.types.first().map(|first| first.namespace.clone());
        let uri = entry.or_else(schema).unwrap_or_default();
        self.namespace(&uri)
    }

    /// The id of a namespace, which gets one when it is first asked for.
    fn namespace(&mut self, uri: &Arc<str>) -> NamespaceId {
        let known = self.namespaces.iter().position(|namespace| namespace.uri == *uri);
        let index = known.unwrap_or_else(|| {
            let number = self.namespaces.len();
            let prefix = if number == 1 { "tns".to_owned() } else { format!("ns{number}") };
            self.namespaces.push(Namespace { uri: uri.clone(), prefix });
            number
        });
        NamespaceId(u32::try_from(index).expect("fewer namespaces than 4 billion"))
    }

    fn name(&mut self, namespace: &Arc<str>, local: &Arc<str>) -> Name {
        Name { namespace: self.namespace(namespace), local: local.clone() }
    }

    /// A global element as a message's body, header or fault, which must have a record for its
    /// type.
    fn message_element(&mut self, index: usize, span: Span) -> Option<Element> {
        let linked = self.linked;
        let element = &linked.elements[index];
        let name = self.name(&element.namespace, &element.item.name.name);
        match self.elements.get(index).copied().flatten()? {
            ValueType::Defined(of_type) if self.is_record(of_type) => {
                Some(Element { name, of_type })
            }
            _ => {
                let message = format!("the element `{}` has a simple type", name.local);
                let diagnostic = Diagnostic::error(Code::Unsupported, message);
                let label = "messages of simple types are not supported yet";
                self.report.add(diagnostic.label(span, label));
                None
            }
        }
    }

    /// Whether a type is a record. One that could not be lowered has been reported already.
    fn is_record(&self, id: TypeId) -> bool {
        let lowered = self.types.get(id.0 as usize).and_then(Option::as_ref);
        lowered.is_none_or(|lowered| matches!(lowered.definition, Definition::Record(_)))
    }

    fn type_mut(&mut self, id: TypeId) -> Option<&mut Type> {
        self.types.get_mut(id.0 as usize)?.as_mut()
    }
}
