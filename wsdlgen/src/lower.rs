//! Lowering of schemas and bindings to the model. Later stages see neither XSD nor WSDL.
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
    diagnostic::{Code, Diagnostic, Report},
    model::{
        Builtin, Element, Model, Name, Namespace, NamespaceId, NamespaceOrigin, Type, TypeId,
        Usage, Use, ValueType,
    },
    pattern::Translator,
    resolve::{self, Linked},
    settings::{Settings, Unreached},
    syntax::{wsdl, xsd},
};
pub(crate) use schema::arrays::SOAP_ENCODING;
use schema::builtins::BuiltinChoices;
pub(crate) use schema::families::DerivationGraph;
pub(crate) use schema::literals::check_builtin;
use schema::particles::Part;
pub(crate) use whole::selection::Families;
#[cfg(feature = "tools")]
pub(crate) use whole::selection::reached_by;

/// Lowers a contract to its model.
///
/// Returns `None` if errors were reported.
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
        lowered.expect("every reserved type is lowered unless an error was reported")
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
        schema: None,
        file_name: file_names(entries),
        target_namespace,
    };
    whole::data_sets::share(&mut model, settings);
    select(&mut model, &wanted, settings, report);
    // Lowered arrays no longer refer to the types of the SOAP encoding.
    whole::selection::mark_unused_in(&mut model, encoding);
    whole::ambiguity::find(&mut model);
    whole::order::find_grammars(&mut model);
    whole::storage::box_recursion(&mut model, report);
    model.mark_presets();
    model.checked = whole::checks::find(&model);
    model.faceted = whole::checks::find_faceted(&model);
    whole::mixed::share(&mut model, settings);
    Some(model)
}

/// Marks the operations of disabled features, and the types that the generated operations do not need.
fn select(model: &mut Model, wanted: &[TypeId], settings: &Settings, report: &mut Report) {
    let is_narrowed = !settings.operations.is_empty();
    let marks_unreached =
        settings.unreached == Unreached::LeftOut && (is_narrowed || !model.interfaces.is_empty());
    let families = if is_narrowed { Families::Declared } else { Families::Whole };
    let mut mark = |model: &mut Model, unreached, families: &_| {
        if marks_unreached {
            whole::selection::mark_unreached(model, unreached, wanted, families, report);
        }
    };
    mark(model, Usage::Unused, &families);
    service::selection::mark_disabled(&mut model.interfaces, settings);
    let operations = model.interfaces.iter().flat_map(|interface| &interface.operations);
    let mut disabled = operations.filter(|operation| !operation.is_enabled).peekable();
    if disabled.peek().is_some() {
        // A derived type that no operation refers to stays with the types that enabled operations need.
        let only_disabled = whole::selection::reached_by(model, disabled, &Families::Declared);
        mark(model, Usage::Reserved, &Families::Except(only_disabled));
    }
}

/// Returns the types that `xs:redefine` replaced. The redefining types have their names.
fn redefined(linked: &Linked) -> BTreeSet<TypeId> {
    let types = linked.types.iter().enumerate();
    let redefined = types.filter(|(_, ty)| ty.standing == resolve::DefinitionStatus::Redefined);
    redefined.map(|(index, _)| schema::types::type_id(index)).collect()
}

/// Returns the file names of these locations, separated by commas.
fn file_names(locations: &[String]) -> String {
    let names = locations.iter().map(|location| location.rsplit(['/', '\\']).next());
    names.flatten().collect::<Vec<_>>().join(", ")
}

/// A model under construction.
struct Lowering<'a> {
    linked: &'a Linked,
    report: &'a mut Report,
    /// Namespaces by URI, in the order of [`Model::namespaces`].
    namespaces: IndexMap<Arc<str>, Namespace>,
    /// The number of namespaces that the runtime does not know.
    generated_namespaces: usize,
    /// The types of [`Linked::types`], followed by unnamed types.
    types: Vec<Option<Type>>,
    /// Flags for the types in [`Linked::types`] whose lowering has started.
    started: Vec<bool>,
    /// Lowered global elements, in the order of [`Linked::elements`].
    elements: Vec<Option<Element>>,
    /// Lowered anonymous types, by the address of their syntax node.
    anonymous: HashMap<*const xsd::Type, ValueType>,
    /// Lowered types of elements with alternatives, by the address of their syntax node.
    alternatives: HashMap<*const xsd::ElementContent, ValueType>,
    /// Lowered choices and groups, by the address of their syntax node.
    parts: HashMap<*const xsd::ModelGroup, Part>,
    derivations: DerivationGraph,
    /// Families by the index of the declared type; `None` for a type without derived types.
    families: HashMap<usize, Option<TypeId>>,
    substitutions: DerivationGraph,
    /// Substitution groups by the index of the head; `None` for a head without substitutes.
    substitutes: HashMap<usize, Option<TypeId>>,
    /// Records lowered from the parts of messages.
    messages: HashMap<service::bodies::PartsKey, TypeId>,
    /// Operations that a port binds, each with the reason why it is skipped, if it is.
    called: HashMap<*const wsdl::Operation, Option<String>>,
    /// The use and the type of each header block.
    header_values: Vec<(Use, ValueType)>,
    choices: BuiltinChoices,
    /// Types that replace built-in types.
    builtins: HashMap<Builtin, ValueType>,
    /// The indices of the elements that contain the rows of a .NET `DataSet`, by namespace.
    data_sets: HashMap<&'a str, usize>,
    patterns: Translator,
    /// Number of fields, attributes and branches lowered so far.
    members: usize,
}

/// The namespaces known to the runtime: URI, prefix, and name of the runtime's constant.
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
            generated_namespaces: 0,
            alternatives: HashMap::new(),
            parts: HashMap::new(),
            derivations: DerivationGraph::of_types(linked),
            families: HashMap::new(),
            substitutions: DerivationGraph::of_elements(linked),
            substitutes: HashMap::new(),
            messages: HashMap::new(),
            called: HashMap::new(),
            header_values: Vec::new(),
            choices: BuiltinChoices::of(settings),
            builtins: HashMap::new(),
            data_sets: schema::data_set::roots(linked),
            patterns: Translator::new(),
            members: 0,
        };
        // The contract's own namespace is registered first, so that it gets the prefix `tns`.
        lowering.target_namespace();
        lowering
    }

    /// Returns the target namespace of the first WSDL, or of the first schema if there is no WSDL.
    fn target_namespace(&mut self) -> NamespaceId {
        let definitions = &self.linked.definitions;
        let entry = definitions.first().map(|definitions| definitions.target_namespace.clone());
        let types = self.linked.types.iter().map(|first| &first.namespace);
        let elements = self.linked.elements.iter().map(|first| &first.namespace);
        let schema = || types.chain(elements).next().cloned();
        let uri = entry.or_else(schema).unwrap_or_default();
        self.namespace(&uri)
    }

    /// Returns the id of a namespace, registering the namespace on first use.
    fn namespace(&mut self, uri: &Arc<str>) -> NamespaceId {
        let index = self.namespaces.get_index_of(uri).unwrap_or_else(|| {
            let namespace = self.new_namespace(uri);
            self.namespaces.insert_full(uri.clone(), namespace).0
        });
        NamespaceId(u32::try_from(index).expect("fewer than 4 billion namespaces"))
    }

    fn new_namespace(&mut self, uri: &Arc<str>) -> Namespace {
        let known = RUNTIME_NAMESPACES.iter().find(|(known, ..)| **known == **uri);
        if let Some((_, prefix, constant)) = known {
            let (prefix, standing) = ((*prefix).to_owned(), NamespaceOrigin::Runtime(constant));
            return Namespace { uri: uri.clone(), prefix, standing };
        }
        let number = self.generated_namespaces;
        self.generated_namespaces += 1;
        let prefix = if number == 0 { "tns".to_owned() } else { format!("ns{}", number + 1) };
        let most = usize::from(u16::MAX);
        if number == most {
            let message = format!("the contract has more than {most} namespaces");
            let help = "generate code for a part of the contract";
            self.report.add(Diagnostic::error(Code::TooLarge, message).help(help));
        }
        let number = u16::try_from(number).unwrap_or(u16::MAX);
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

    /// A namespace in the tables of both the runtime and the generated code would have two ids.
    #[test]
    fn knows_every_namespace_of_the_runtime() {
        for (uri, ..) in RUNTIME_NAMESPACES {
            assert_ne!(Namespaces::NONE.id(uri), NamespaceId::FOREIGN, "{uri}");
        }
        assert_eq!(RUNTIME_NAMESPACES.len() + 1, Namespaces::KNOWN);
    }
}
