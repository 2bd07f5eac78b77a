//! From schemas and bindings to the model. After this stage there is no XSD and no WSDL.
//!
//! ```text
//! <element name="a" type="t" minOccurs="0"/>   becomes   Field { Element { a, t }, 0 to 1 }
//! message -> part -> element -> type           becomes   Message { body: Element }
//! ```

mod customize;
mod schema;
mod service;
mod whole;

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use indexmap::IndexMap;

use crate::{
    diagnostic::Report,
    model::{
        Builtin, Element, Model, Name, Namespace, NamespaceId, NamespaceOrigin, Type, TypeId,
        ValueType,
    },
    pattern::Translator,
    resolve::{self, Linked},
    settings::{Settings, Unreached},
    syntax::{wsdl, xsd},
};
use schema::builtins::BuiltinChoices;
use schema::families::DerivationGraph;
pub(crate) use schema::literals::check_builtin;
use schema::particles::Part;
use whole::selection::Families;

/// The contract's model; `None` when something is wrong, which is reported.
pub(crate) fn lower(
    linked: &Linked,
    entries: &[String],
    settings: &Settings,
    report: &mut Report,
) -> Option<Model> {
    let mut lowering = Lowering::new(linked, settings, report);
    lowering.types();
    let mut interfaces = service::interfaces::interfaces(&mut lowering, settings);
    let modules = customize::renames::apply(&mut lowering, &mut interfaces, settings);
    let skipped = service::skipped::find(&lowering);
    let documents = if settings.documents { lowering.documents() } else { None };
    let secrets = customize::secrets::mark_secrets(&mut lowering, settings);
    let wanted = customize::secrets::wanted(&mut lowering, settings);
    let custom = customize::custom::apply(&mut lowering, settings);
    let target_namespace = lowering.target_namespace();
    let encoding = lowering.namespace(&schema::arrays::SOAP_ENCODING.into());
    let Lowering { namespaces, types, report, .. } = lowering;
    if report.has_errors() {
        return None;
    }
    let types = types.into_iter().map(|lowered| {
        lowered.expect("every type that was given an id is lowered, or an error is reported")
    });
    let mut model = Model {
        namespaces: namespaces.into_values().collect(),
        types: types.collect(),
        interfaces,
        modules,
        skipped,
        redefined: redefined(linked),
        custom,
        documents,
        checked: BTreeSet::new(),
        faceted: BTreeSet::new(),
        deep: Vec::new(),
        secrets,
        file_name: file_names(entries),
        target_namespace,
    };
    let is_narrowed = !settings.operations.is_empty();
    let is_callable = is_narrowed || !model.interfaces.is_empty();
    if settings.unreached == Unreached::LeftOut && is_callable {
        let families = if is_narrowed { Families::Declared } else { Families::Whole };
        whole::selection::mark_unused(&mut model, wanted, families);
    }
    // Arrays are made from it, and nothing of it is left in them.
    whole::selection::mark_unused_in(&mut model, encoding);
    whole::order::find_grammars(&mut model);
    whole::storage::box_recursion(&mut model, report);
    model.checked = whole::checks::find(&model);
    model.faceted = whole::checks::find_faceted(&model);
    Some(model)
}

/// Returns the types whose names others have by `xs:redefine`.
fn redefined(linked: &Linked) -> BTreeSet<TypeId> {
    let types = linked.types.iter().enumerate();
    let redefined = types.filter(|(_, ty)| ty.standing == resolve::DefinitionStatus::Redefined);
    redefined.map(|(index, _)| schema::types::type_id(index)).collect()
}

/// The names of files without their folders, as a sentence has them.
fn file_names(locations: &[String]) -> String {
    let names = locations.iter().map(|location| location.rsplit(['/', '\\']).next());
    names.flatten().collect::<Vec<_>>().join(", ")
}

/// A model in the making.
struct Lowering<'a> {
    linked: &'a Linked,
    report: &'a mut Report,
    /// By their URIs, in the order of [`Model::namespaces`].
    namespaces: IndexMap<Arc<str>, Namespace>,
    /// The first are those of [`Linked::types`]; those without a name follow.
    types: Vec<Option<Type>>,
    /// By the indices of [`Linked::types`]: begun, and maybe done.
    started: Vec<bool>,
    /// By the indices of [`Linked::elements`].
    elements: Vec<Option<Element>>,
    /// What anonymous types have become, by where they are written.
    anonymous: HashMap<*const xsd::Type, ValueType>,
    /// What choices and groups have become, by where they are written.
    parts: HashMap<*const xsd::ModelGroup, Part>,
    derivations: DerivationGraph,
    /// By the index of the declared type.
    families: HashMap<usize, Option<TypeId>>,
    substitutions: DerivationGraph,
    /// By the index of the head.
    substitutes: HashMap<usize, Option<TypeId>>,
    /// What the parts of messages have become.
    messages: HashMap<service::bodies::PartsKey, TypeId>,
    /// The operations that a port binds: called, or why not.
    called: HashMap<*const wsdl::Operation, Option<String>>,
    choices: BuiltinChoices,
    /// What built-in types have become that are something else.
    builtins: HashMap<Builtin, ValueType>,
    patterns: Translator,
    /// Fields, attributes and branches of all types so far.
    members: usize,
}

/// The namespaces that the runtime knows, with the prefix of each and its constant there.
const RUNTIME_NAMESPACES: [(&str, &str, &str); 10] = [
    ("http://www.w3.org/XML/1998/namespace", "xml", "XML"),
    (XSI, "xsi", "XSI"),
    (schema::builtins::XSD, "xsd", "XSD"),
    (schema::arrays::SOAP_ENCODING, "soapenc", "SOAPENC"),
    ("http://schemas.xmlsoap.org/soap/envelope/", "soap11", "SOAP11"),
    ("http://www.w3.org/2003/05/soap-envelope", "soap12", "SOAP12"),
    ("http://www.w3.org/2004/08/xop/include", "xop", "XOP"),
    ("http://www.w3.org/2005/08/addressing", "wsa", "WSA"),
    ("http://www.w3.org/2003/05/soap-encoding", "soapenc12", "SOAPENC12"),
    ("http://www.w3.org/2003/05/soap-rpc", "soaprpc", "SOAPRPC"),
];

/// The namespace of `xsi:type` and `xsi:nil`.
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

impl<'a> Lowering<'a> {
    fn new(linked: &'a Linked, settings: &Settings, report: &'a mut Report) -> Self {
        let none = Namespace {
            uri: "".into(),
            prefix: String::new(),
            standing: NamespaceOrigin::Runtime("NONE"),
        };
        let mut lowering = Self {
            linked,
            report,
            namespaces: IndexMap::from([("".into(), none)]),
            types: linked.types.iter().map(|_| None).collect(),
            started: vec![false; linked.types.len()],
            elements: vec![None; linked.elements.len()],
            anonymous: HashMap::new(),
            parts: HashMap::new(),
            derivations: DerivationGraph::of_types(linked),
            families: HashMap::new(),
            substitutions: DerivationGraph::of_elements(linked),
            substitutes: HashMap::new(),
            messages: HashMap::new(),
            called: HashMap::new(),
            choices: BuiltinChoices::of(settings),
            builtins: HashMap::new(),
            patterns: Translator::new(),
            members: 0,
        };
        // The contract's own namespace comes first, whatever its schemas use first.
        lowering.target_namespace();
        lowering
    }

    /// The namespace of the document that the run is about: the first WSDL, or the first schema.
    fn target_namespace(&mut self) -> NamespaceId {
        let definitions = &self.linked.definitions;
        let entry = definitions.first().map(|definitions| definitions.target_namespace.clone());
        let types = self.linked.types.iter().map(|first| &first.namespace);
        let elements = self.linked.elements.iter().map(|first| &first.namespace);
        let schema = || types.chain(elements).next().cloned();
        let uri = entry.or_else(schema).unwrap_or_default();
        self.namespace(&uri)
    }

    /// The id of a namespace, which gets one when it is first asked for.
    fn namespace(&mut self, uri: &Arc<str>) -> NamespaceId {
        let index = self.namespaces.get_index_of(uri).unwrap_or_else(|| {
            let namespace = self.new_namespace(uri);
            self.namespaces.insert_full(uri.clone(), namespace).0
        });
        NamespaceId(u32::try_from(index).expect("fewer namespaces than 4 billion"))
    }

    fn new_namespace(&self, uri: &Arc<str>) -> Namespace {
        let known = RUNTIME_NAMESPACES.iter().find(|(known, ..)| **known == **uri);
        if let Some((_, prefix, constant)) = known {
            let (prefix, standing) = ((*prefix).to_owned(), NamespaceOrigin::Runtime(constant));
            return Namespace { uri: uri.clone(), prefix, standing };
        }
        let generated =
            |namespace: &&Namespace| matches!(namespace.standing, NamespaceOrigin::Generated(_));
        let number = self.namespaces.values().filter(generated).count();
        let prefix = if number == 0 { "tns".to_owned() } else { format!("ns{}", number + 1) };
        let number = u16::try_from(number).expect("fewer namespaces than 65,000");
        Namespace { uri: uri.clone(), prefix, standing: NamespaceOrigin::Generated(number) }
    }

    fn name(&mut self, namespace: &Arc<str>, local: &Arc<str>) -> Name {
        Name { namespace: self.namespace(namespace), local: local.clone() }
    }
}

#[cfg(test)]
mod tests {
    use wsdlgen_runtime::xml::{NamespaceId, Namespaces};

    use super::RUNTIME_NAMESPACES;

    /// A namespace that both numbered would be two to the reader.
    #[test]
    fn what_the_runtime_knows_is_not_numbered_again() {
        for (uri, ..) in RUNTIME_NAMESPACES {
            assert_ne!(Namespaces::NONE.id(uri), NamespaceId::FOREIGN, "{uri}");
        }
        assert_eq!(RUNTIME_NAMESPACES.len() + 1, Namespaces::KNOWN);
    }
}
