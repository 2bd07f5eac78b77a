//! What a file begins with, and the type that stands for a contract.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use syn::{Item, ItemConst, ItemEnum, ItemMod, UseTree};

use super::{
    Emitter, InterfaceItem,
    docs::doc,
    syntax::{ident, name, namespace_constant, number, text, word},
    template::{Fill, template},
};
use crate::{
    model::{Builtin, Definition, Name, NamespaceId, TypeId, ValueType},
    name::Identifier,
};

template! {
    fn namespaces() -> Item {
        static NAMESPACES: rt::Namespaces = rt::Namespaces::new(&[__uris]);
    }
}
template! {
    fn namespace_constant_item() -> ItemConst {
        const __name: rt::NamespaceId = rt::NamespaceId::generated(__index);
    }
}

/// The runtime under a short name, and the namespaces of the contract.
pub(super) fn prelude(emitter: Emitter<'_>, runtime: &str) -> Vec<Item> {
    let model = &emitter.named.model;
    let served = !model.interfaces.is_empty();
    let any_type = |is: fn(&Definition) -> bool| model.types().any(|(_, one)| is(&one.definition));
    let mut items = Vec::new();
    if served || any_type(needs_runtime) {
        items.push(use_as(runtime, "rt"));
    }
    if served || any_type(|definition| matches!(definition, Definition::Record(_))) {
        let uris = model.named_namespaces().map(|(_, namespace)| text(&namespace.uri));
        items.push(namespaces(Fill::new().elements("__uris", uris.collect())));
    }
    let types = model.types().map(|(id, _)| id);
    let mut used = namespaces_in_types(emitter, types);
    used.extend(namespaces_in_messages(emitter));
    for (index, (id, namespace)) in model.named_namespaces().enumerate() {
        if !used.contains(&id) {
            continue;
        }
        let fill = Fill::new()
            .name("__name", namespace_constant(emitter, id))
            .expr("__index", number(index));
        let mut item = namespace_constant_item(fill);
        item.attrs.push(doc(&format!("`{}`", namespace.uri)));
        items.push(Item::Const(item));
    }
    items
}

/// The namespaces that the elements of these types are in.
fn namespaces_in_types(
    emitter: Emitter<'_>,
    types: impl Iterator<Item = TypeId>,
) -> BTreeSet<NamespaceId> {
    let records = types.filter_map(|id| match &emitter.named.model.get(id).definition {
        Definition::Record(record) => Some(record),
        Definition::Enumeration(_) | Definition::Alias(_) => None,
    });
    named(records.flat_map(|record| record.fields.iter().map(|field| &field.name)))
}

/// The namespaces that bodies, headers, faults and secrets are in.
fn namespaces_in_messages(emitter: Emitter<'_>) -> BTreeSet<NamespaceId> {
    let model = &emitter.named.model;
    let operations = model.interfaces.iter().flat_map(|interface| &interface.operations);
    let elements = operations.flat_map(|operation| {
        let messages = [&operation.input, &operation.output];
        let parts = messages.into_iter().flat_map(|one| one.headers.iter().chain([&one.body]));
        parts.chain(&operation.faults)
    });
    named(elements.map(|element| &element.name).chain(&model.secrets))
}

/// The namespaces that the operations' bodies are in.
pub(super) fn namespaces_in_bodies(emitter: Emitter<'_>) -> BTreeSet<NamespaceId> {
    let interfaces = &emitter.named.model.interfaces;
    let operations = interfaces.iter().flat_map(|interface| &interface.operations);
    named(
        operations.flat_map(|operation| [&operation.input.body.name, &operation.output.body.name]),
    )
}

fn named<'a>(names: impl Iterator<Item = &'a Name>) -> BTreeSet<NamespaceId> {
    let mut namespaces: BTreeSet<_> = names.map(|name| name.namespace).collect();
    namespaces.remove(&NamespaceId::NONE);
    namespaces
}

/// `use path as name;` for a path that a setting gives.
fn use_as(path: &str, name: &str) -> Item {
    let leading_colon = path.starts_with("::").then(syn::token::PathSep::default);
    let segments: Vec<&str> = path.split("::").filter(|segment| !segment.is_empty()).collect();
    let (last, above) = segments.split_last().unwrap_or((&"wsdlgen_runtime", &[]));
    let renamed = UseTree::Rename(syn::UseRename {
        ident: word(last),
        as_token: syn::token::As::default(),
        rename: word(name),
    });
    let tree = above.iter().rev().fold(renamed, |tree, segment| {
        UseTree::Path(syn::UsePath {
            ident: word(segment),
            colon2_token: syn::token::PathSep::default(),
            tree: Box::new(tree),
        })
    });
    Item::Use(syn::ItemUse {
        attrs: Vec::new(),
        vis: syn::Visibility::Inherited,
        use_token: syn::token::Use::default(),
        leading_colon,
        tree,
        semi_token: syn::token::Semi::default(),
    })
}

template! { fn module_item() -> ItemMod { pub mod __name { use super::{__uses}; } } }

/// The module of a namespace other than the contract's own.
pub(super) fn module(emitter: Emitter<'_>, index: usize, name: &Identifier) -> Item {
    let mut module = module_item(Fill::new().name("__name", ident(name)));
    let own = || emitter.types_in(index);
    let definition = |id| &emitter.named.model.get(id).definition;
    let namespaces = namespaces_in_types(emitter, own());
    let mut used: Vec<Ident> =
        namespaces.into_iter().map(|id| namespace_constant(emitter, id)).collect();
    if own().any(|id| matches!(definition(id), Definition::Record(_))) {
        used.push(word("NAMESPACES"));
    }
    if own().any(|id| needs_runtime(definition(id))) {
        used.push(word("rt"));
    }
    fill_module(&mut module, used, own().flat_map(|id| emitter.of_type(id)).collect());
    module.attrs.push(doc("Types of another namespace."));
    Item::Mod(module)
}

/// Whether what a type becomes mentions the runtime.
fn needs_runtime(definition: &Definition) -> bool {
    match definition {
        Definition::Record(_) | Definition::Enumeration(_) => true,
        Definition::Alias(target) => *target == ValueType::Builtin(Builtin::DateTime),
    }
}

/// Puts items into a module that begins with a `use` of what they need from the root.
pub(super) fn fill_module(module: &mut ItemMod, from_root: Vec<Ident>, filling: Vec<Item>) {
    let Some((_, items)) = &mut module.content else { return };
    if from_root.is_empty() {
        items.clear();
    }
    let trees = from_root.into_iter().map(|ident| UseTree::Name(syn::UseName { ident })).collect();
    if let Some(Item::Use(syn::ItemUse { tree: UseTree::Path(path), .. })) = items.first_mut() {
        let brace_token = syn::token::Brace::default();
        *path.tree = UseTree::Group(syn::UseGroup { brace_token, items: trees });
    }
    items.extend(filling);
}

template! {
    fn contract() -> ItemEnum {
        #[derive(Clone, Copy, Debug)]
        pub enum __name {}
    }
}
template! {
    fn implementation() -> Item {
        impl rt::Contract for __name {
            const NAME: &'static str = __text;
            const NAMESPACES: &'static rt::Namespaces = &NAMESPACES;
            const SECRETS: &'static [rt::Name] = &[__secrets];
            const INPUTS: &'static [rt::Name] = &[__inputs];
        }
    }
}

/// The type that ports, operations, client and server of one contract share.
pub(super) fn items(item: &InterfaceItem<'_>) -> Vec<Item> {
    let emitter = item.emitter;
    let secrets = emitter.named.model.secrets.iter().map(|secret| name(emitter, secret));
    let inputs = item.interface.operations.iter();
    let inputs = inputs.map(|operation| name(emitter, &operation.input.body.name));
    let fill = || Fill::new().name("__name", ident(&item.names.contract));
    let implementation = implementation(
        fill()
            .expr("__text", text(&item.interface.name))
            .elements("__secrets", secrets.collect())
            .elements("__inputs", inputs.collect()),
    );
    let mut declared = contract(fill());
    let line = format!(
        "The contract of {}: what its ports, operations, client and server share.",
        super::docs::code(&item.interface.name)
    );
    declared.attrs.insert(0, doc(&line));
    vec![Item::Enum(declared), implementation]
}
