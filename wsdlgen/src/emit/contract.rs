//! What a file begins with, and the type that stands for a contract.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use syn::{Expr, Item, ItemEnum, ItemMod, UseTree};

use super::{
    Emitter, InterfaceItem,
    docs::doc,
    lines::{declaration, quoted},
    page::Page,
    streamed,
    syntax::{ident, name, text, word},
    template::{Fill, template},
};
use crate::{
    model::{Body, Definition, Standing, TypeId},
    name::Identifier,
};

/// The runtime under a short name, and the namespaces of the contract.
pub(super) fn prelude(emitter: Emitter<'_>, runtime: &str) -> Vec<Item> {
    let model = &emitter.named.model;
    let served = !model.interfaces.is_empty();
    let needs_runtime = served || model.types().any(|(id, _)| needs_runtime(emitter, id));
    needs_runtime.then(|| use_as(runtime, "rt")).into_iter().collect()
}

/// The declaration of the namespaces, where something refers to them.
pub(super) fn namespaces(emitter: Emitter<'_>) -> Option<String> {
    let model = &emitter.named.model;
    let served = !model.interfaces.is_empty();
    let needed = served || model.types().any(|(id, _)| needs_namespaces(emitter, id));
    let own = model.named_namespaces().map(|(_, namespace)| namespace);
    let own = own.filter(|one| matches!(one.standing, Standing::Generated(_)));
    needed.then(|| {
        declaration("namespaces", |lines| {
            for namespace in own {
                lines.assign(&namespace.prefix, &format!("{},", quoted(&namespace.uri)));
            }
        })
    })
}

/// Whether the names of bodies are in namespaces.
pub(super) fn has_namespaces_in_bodies(emitter: Emitter<'_>) -> bool {
    let interfaces = &emitter.named.model.interfaces;
    let operations = interfaces.iter().flat_map(|interface| &interface.operations);
    let mut elements = operations.flat_map(|operation| {
        let bodies = [&operation.input.body, &operation.output.body].into_iter();
        let streamed = streamed::elements(emitter, operation);
        bodies.filter_map(Body::element).chain(streamed)
    });
    let model = &emitter.named.model;
    elements.any(|element| {
        matches!(model.namespace(element.name.namespace).standing, Standing::Generated(_))
    })
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
        emitter.add_type(id, &mut inside);
    }
    let mut used = Vec::new();
    if emitter.uses_namespaces.get() {
        used.push(word("ns"));
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
    matches!(
        emitter.named.model.get(id).definition,
        Definition::Record(_) | Definition::Family(_) | Definition::Choice(_)
    )
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
            const NAMESPACES: &'static rt::Namespaces = &ns::NAMESPACES;
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
