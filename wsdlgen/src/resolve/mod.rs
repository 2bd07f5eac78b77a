//! From names to definitions, across documents. After this stage there is no unresolved name.

mod table;
mod walk;

use std::sync::Arc;

use crate::{
    diagnostic::{Code, Diagnostic, Report},
    model::{Builtin, Lookup},
    source::Span,
    syntax::{
        QName, Reference, Syntax,
        wsdl::{Binding, Definitions, Message, PortType},
        xsd::{ElementDeclaration, TypeDefinition},
    },
};
use table::Table;

const XSD: &str = "http://www.w3.org/2001/XMLSchema";

/// Every definition of a run, and where each reference leads.
#[derive(Debug)]
pub(crate) struct Linked {
    pub(crate) definitions: Vec<Definitions>,
    pub(crate) types: Vec<InNamespace<TypeDefinition>>,
    pub(crate) elements: Vec<InNamespace<ElementDeclaration>>,
    /// By the slots of references.
    targets: Vec<Option<Target>>,
}

/// A definition and the target namespace of its document.
#[derive(Debug)]
pub(crate) struct InNamespace<T> {
    pub(crate) namespace: Arc<str>,
    pub(crate) item: T,
}

/// Where a reference leads.
#[derive(Clone, Copy, Debug)]
enum Target {
    /// The place where the definitions of its kind are kept.
    Definition(Place),
    Builtin(Builtin),
}

/// A definition's document, where that matters, and its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    document: u32,
    index: u32,
}

impl Place {
    pub(crate) fn index(self) -> usize {
        self.index as usize
    }
}

/// What a type's name stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TypeTarget {
    Builtin(Builtin),
    /// An index of [`Linked::types`].
    Definition(usize),
}

impl Linked {
    fn target<T>(&self, reference: &Reference<T>) -> Target {
        let target = self.targets.get(reference.slot()).copied().flatten();
        target.expect("`resolve` links every reference or fails")
    }

    pub(crate) fn type_target(&self, reference: &Reference<TypeDefinition>) -> TypeTarget {
        match self.target(reference) {
            Target::Builtin(builtin) => TypeTarget::Builtin(builtin),
            Target::Definition(place) => TypeTarget::Definition(place.index()),
        }
    }

    fn place<T>(&self, reference: &Reference<T>) -> Place {
        let place = match self.target(reference) {
            Target::Definition(place) => Some(place),
            Target::Builtin(_) => None,
        };
        place.expect("only types are built in, and they are not looked up here")
    }

    /// An index of [`Linked::elements`].
    pub(crate) fn element_index(&self, reference: &Reference<ElementDeclaration>) -> usize {
        self.place(reference).index()
    }

    pub(crate) fn message(&self, reference: &Reference<Message>) -> &Message {
        let place = self.place(reference);
        &self.definitions[place.document as usize].messages[place.index()]
    }

    pub(crate) fn port_type(&self, reference: &Reference<PortType>) -> (Place, &PortType) {
        let place = self.place(reference);
        (place, &self.definitions[place.document as usize].port_types[place.index()])
    }

    pub(crate) fn binding(&self, reference: &Reference<Binding>) -> &Binding {
        let place = self.place(reference);
        &self.definitions[place.document as usize].bindings[place.index()]
    }
}

/// Links every reference to its definition; `None` when one leads nowhere, which is reported.
pub(crate) fn resolve(syntax: Syntax, report: &mut Report) -> Option<Linked> {
    let mut resolver = Resolver::new(&syntax, report);
    walk::every_reference(&syntax, &mut resolver);
    let targets = resolver.targets;
    if report.has_errors() {
        return None;
    }
    let (mut types, mut elements) = (Vec::new(), Vec::new());
    for schema in syntax.schemas {
        let namespace = schema.target_namespace;
        let within = |item| InNamespace { namespace: namespace.clone(), item };
        types.extend(schema.types.into_iter().map(within));
        let within = |item| InNamespace { namespace: namespace.clone(), item };
        elements.extend(schema.elements.into_iter().map(within));
    }
    Some(Linked { definitions: syntax.definitions, types, elements, targets })
}

/// The tables of names, and what has been resolved with them.
struct Resolver<'a> {
    report: &'a mut Report,
    types: Table,
    elements: Table,
    messages: Table,
    port_types: Table,
    bindings: Table,
    targets: Vec<Option<Target>>,
}

impl<'a> Resolver<'a> {
    fn new(syntax: &Syntax, report: &'a mut Report) -> Self {
        let mut resolver = Self {
            report,
            types: Table::new("type", Code::UnknownType),
            elements: Table::new("element", Code::UnknownElement),
            messages: Table::new("message", Code::UnknownMessage),
            port_types: Table::new("portType", Code::UnknownPortType),
            bindings: Table::new("binding", Code::UnknownBinding),
            targets: Vec::new(),
        };
        resolver.collect(syntax);
        resolver
    }

    /// Puts every definition into its table; a name that is taken is reported.
    fn collect(&mut self, syntax: &Syntax) {
        let Self { report, types, elements, messages, port_types, bindings, .. } = self;
        for schema in &syntax.schemas {
            let namespace = &schema.target_namespace;
            for definition in &schema.types {
                types.add_next(namespace, &definition.name, report);
            }
            for element in &schema.elements {
                elements.add_next(namespace, &element.name, report);
            }
        }
        for (document, definitions) in (0..).zip(&syntax.definitions) {
            let namespace = &definitions.target_namespace;
            let names = definitions.messages.iter().map(|message| &message.name);
            messages.add_all(namespace, names, document, report);
            let names = definitions.port_types.iter().map(|port_type| &port_type.name);
            port_types.add_all(namespace, names, document, report);
            let names = definitions.bindings.iter().map(|binding| &binding.name);
            bindings.add_all(namespace, names, document, report);
        }
    }

    /// Notes where a reference leads; nowhere has been reported.
    fn settle(&mut self, slot: usize, target: Option<Target>) {
        if self.targets.len() <= slot {
            self.targets.resize(slot + 1, None);
        }
        self.targets[slot] = target;
    }

    fn builtin(&mut self, name: &QName, span: Span) -> Option<Target> {
        let (code, message) = match Builtin::lookup(&name.local) {
            Lookup::Supported(builtin) => return Some(Target::Builtin(builtin)),
            Lookup::NotYet => {
                (Code::Unsupported, format!("the type `xs:{}` is not supported yet", name.local))
            }
            Lookup::Unknown => {
                (Code::UnknownType, format!("XML Schema has no type `{}`", name.local))
            }
        };
        self.report.add(Diagnostic::error(code, message).label(span, "used here"));
        None
    }
}

impl walk::References for Resolver<'_> {
    fn type_definition(&mut self, reference: &Reference<TypeDefinition>) {
        let target = if &*reference.name.namespace == XSD {
            self.builtin(&reference.name, reference.span)
        } else {
            self.types.find(&reference.name, reference.span, self.report)
        };
        self.settle(reference.slot(), target);
    }

    fn element(&mut self, reference: &Reference<ElementDeclaration>) {
        let target = self.elements.find(&reference.name, reference.span, self.report);
        self.settle(reference.slot(), target);
    }

    fn message(&mut self, reference: &Reference<Message>) {
        let target = self.messages.find(&reference.name, reference.span, self.report);
        self.settle(reference.slot(), target);
    }

    fn port_type(&mut self, reference: &Reference<PortType>) {
        let target = self.port_types.find(&reference.name, reference.span, self.report);
        self.settle(reference.slot(), target);
    }

    fn binding(&mut self, reference: &Reference<Binding>) {
        let target = self.bindings.find(&reference.name, reference.span, self.report);
        self.settle(reference.slot(), target);
    }
}
