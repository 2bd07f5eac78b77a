//! What a file begins with, and the type that stands for a contract.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use syn::{Expr, Item, ItemConst, ItemEnum, ItemMod, UseTree};

use super::{
    Emitter, InterfaceItem,
    docs::doc,
    page::Page,
    streamed,
    syntax::{ident, name, namespace_constant, number, text, word},
    template::{Fill, template},
};
use crate::{
    model::{Body, Definition, Role, Standing, TypeId},
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
    let ids = || model.types().map(|(id, _)| id);
    let mut items = Vec::new();
    if served || ids().any(|id| needs_runtime(emitter, id)) {
        items.push(use_as(runtime, "rt"));
    }
    let generated = || {
        let named = model.named_namespaces();
        named.filter_map(|(id, namespace)| match namespace.standing {
            Standing::Generated(number) => Some((id, namespace, number)),
            Standing::Runtime(_) => None,
        })
    };
    if served || ids().any(|id| needs_namespaces(emitter, id)) {
        let uris = generated().map(|(_, namespace, _)| text(&namespace.uri));
        items.push(namespaces(Fill::new().elements("__uris", uris.collect())));
    }
    let used = emitter.used.borrow();
    for (id, namespace, number_of) in generated().filter(|(id, ..)| used.contains(id)) {
        let fill = Fill::new()
            .name("__name", namespace_constant(emitter, id))
            .expr("__index", number(usize::from(number_of)));
        let mut item = namespace_constant_item(fill);
        item.attrs.push(doc(&format!("`{}`", namespace.uri)));
        items.push(Item::Const(item));
    }
    items
}

/// The constants of the namespaces that the operations' bodies are in.
pub(super) fn namespaces_in_bodies(emitter: Emitter<'_>) -> Vec<Ident> {
    let interfaces = &emitter.named.model.interfaces;
    let operations = interfaces.iter().flat_map(|interface| &interface.operations);
    let elements = operations.flat_map(|operation| {
        let bodies = [&operation.input.body, &operation.output.body].into_iter();
        let streamed = streamed::elements(emitter, operation);
        bodies.filter_map(Body::element).chain(streamed)
    });
    let namespaces: BTreeSet<_> = elements.map(|element| element.name.namespace).collect();
    let model = &emitter.named.model;
    let generated = namespaces
        .into_iter()
        .filter(|id| matches!(model.namespace(*id).standing, Standing::Generated(_)));
    generated.map(|id| namespace_constant(emitter, id)).collect()
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
pub(super) fn module(emitter: Emitter<'_>, name: &Identifier, page: &mut Page) {
    let mut module = module_item(Fill::new().name("__name", ident(name)));
    let own = || emitter.types_in(emitter.module);
    let mut inside = Page::of_module();
    for id in own() {
        inside.add(emitter.of_type(id));
    }
    let namespaces = emitter.used.borrow();
    let mut used: Vec<Ident> =
        namespaces.iter().map(|id| namespace_constant(emitter, *id)).collect();
    if own().any(|id| needs_namespaces(emitter, id)) {
        used.push(word("NAMESPACES"));
    }
    if own().any(|id| needs_runtime(emitter, id)) {
        used.push(word("rt"));
    }
    fill_module(&mut module, used, Vec::new());
    module.attrs.push(doc("Types of another namespace."));
    page.add_module(module, inside);
}

/// Whether what a type becomes mentions the runtime.
fn needs_runtime(emitter: Emitter<'_>, id: TypeId) -> bool {
    let of_type = emitter.named.model.get(id);
    if emitter.named.names(id).facets.is_some() {
        return true;
    }
    if !of_type.has_item() {
        return false;
    }
    match &emitter.named.model.get(id).definition {
        Definition::Simple(simple) => emitter.shape_names_runtime(simple.shape),
        _ => true,
    }
}

/// Whether what a type becomes mentions the table of namespaces.
fn needs_namespaces(emitter: Emitter<'_>, id: TypeId) -> bool {
    match &emitter.named.model.get(id).definition {
        Definition::Record(record) => record.role == Role::Element,
        Definition::Family(_) => true,
        Definition::Choice(_) => emitter.named.model.documents_of(id).is_some(),
        _ => false,
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
            const SIGNATURES: &'static [rt::WireSignature] = &[__signatures];
        }
    }
}

/// The type that ports, operations, client and server of one contract share.
pub(super) fn items(item: &InterfaceItem<'_>) -> Vec<Item> {
    let emitter = item.emitter;
    let secrets = emitter.named.model.secrets.iter().map(|secret| name(emitter, secret));
    let signatures = (0..item.interface.operations.len()).map(|index| signature(item, index));
    let fill = || Fill::new().name("__name", ident(&item.names.contract));
    let implementation = implementation(
        fill()
            .expr("__text", text(&item.interface.name))
            .elements("__secrets", secrets.collect())
            .elements("__signatures", signatures.collect()),
    );
    let mut declared = contract(fill());
    let line = format!(
        "The contract of {}: what its ports, operations, client and server share.",
        super::docs::code(&item.interface.name)
    );
    declared.attrs.insert(0, doc(&line));
    vec![Item::Enum(declared), implementation]
}

template! { fn signature_of() -> Expr { rt::WireSignature::of(__wire) } }
template! { fn empty_signature() -> Expr { rt::WireSignature::of_empty_body() } }
template! { fn with_actions() -> Expr { __signature.with_actions(&[__actions]) } }

/// What calls an operation: its actions count only where others have the same body.
fn signature(item: &InterfaceItem<'_>, index: usize) -> Expr {
    let operations = &item.interface.operations;
    let first = &operations[index].input.first;
    let signature = match first {
        Some(first) => signature_of(Fill::new().expr("__wire", name(item.emitter, first))),
        None => empty_signature(Fill::new()),
    };
    if operations.iter().filter(|other| other.input.first == *first).count() < 2 {
        return signature;
    }
    let addressed = operations[index].addressing.iter().map(|actions| &actions.request);
    let actions = item.interface.ports.iter().map(|port| &port.actions[index]).chain(addressed);
    let actions: BTreeSet<_> = actions.filter(|action| !action.is_empty()).collect();
    let actions = actions.into_iter().map(|action| text(action));
    let fill = Fill::new().expr("__signature", signature).elements("__actions", actions.collect());
    with_actions(fill)
}
