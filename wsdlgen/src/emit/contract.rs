//! What a file begins with, and the type that stands for a contract.

use proc_macro2::Ident;
use syn::{Item, ItemMod, UseTree};

use super::{
    Emitter, InterfaceItem,
    docs::doc,
    syntax::{ident, name, namespace_constant, number, text, word},
    template::{Fill, template},
};
use crate::name::Identifier;

template! {
    fn namespaces() -> Item {
        static NAMESPACES: rt::Namespaces = rt::Namespaces::new(&[__uris]);
    }
}
template! {
    fn namespace_constant_item() -> Item {
        const __name: rt::NamespaceId = rt::NamespaceId::generated(__index);
    }
}

/// The runtime under a short name, and the namespaces of the contract.
pub(super) fn prelude(emitter: Emitter<'_>, runtime: &str) -> Vec<Item> {
    let model = &emitter.named.model;
    let uris = model.named_namespaces().map(|(_, namespace)| text(&namespace.uri));
    let mut items =
        vec![use_as(runtime, "rt"), namespaces(Fill::new().elements("__uris", uris.collect()))];
    for (index, (id, namespace)) in model.named_namespaces().enumerate() {
        let fill = Fill::new()
            .name("__name", namespace_constant(emitter, id))
            .expr("__index", number(index));
        let item = namespace_constant_item(fill);
        let Item::Const(mut item) = item else { continue };
        item.attrs.push(doc(&format!("`{}`", namespace.uri)));
        items.push(Item::Const(item));
    }
    items
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
pub(super) fn module(emitter: Emitter<'_>, name: &Identifier, types: Vec<Item>) -> Item {
    let mut module = module_item(Fill::new().name("__name", ident(name)));
    fill_module(&mut module, &shared_names(emitter), types);
    module.attrs.push(doc("Types of another namespace."));
    Item::Mod(module)
}

/// What modules may need from the root.
pub(super) fn shared_names(emitter: Emitter<'_>) -> Vec<Ident> {
    let constants = emitter.named.model.named_namespaces();
    let constants = constants.map(|(id, _)| namespace_constant(emitter, id));
    constants.chain(["NAMESPACES", "rt"].map(word)).collect()
}

/// Puts items into a module that begins with a `use` of what they need from the root.
pub(super) fn fill_module(module: &mut ItemMod, from_root: &[Ident], filling: Vec<Item>) {
    if let Some((_, items)) = &mut module.content {
        if let Some(Item::Use(item)) = items.first_mut() {
            import_used(item, from_root, &filling);
        }
        items.extend(filling);
    }
}

/// Imports those of the names that the items mention.
fn import_used(item: &mut syn::ItemUse, names: &[Ident], items: &[Item]) {
    use syn::visit_mut::VisitMut;

    struct Mentioned<'a>(&'a [Ident], Vec<bool>);
    impl VisitMut for Mentioned<'_> {
        fn visit_ident_mut(&mut self, identifier: &mut Ident) {
            if let Some(index) = self.0.iter().position(|name| name == identifier) {
                self.1[index] = true;
            }
        }
    }

    let mut mentioned = Mentioned(names, vec![false; names.len()]);
    for item in items {
        mentioned.visit_item_mut(&mut item.clone());
    }
    let used = names.iter().zip(&mentioned.1).filter(|(_, used)| **used);
    let trees = used.map(|(name, _)| UseTree::Name(syn::UseName { ident: name.clone() })).collect();
    if let UseTree::Path(path) = &mut item.tree {
        let brace_token = syn::token::Brace::default();
        *path.tree = UseTree::Group(syn::UseGroup { brace_token, items: trees });
    }
}

template! {
    fn contract() -> Item {
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
    let declared = contract(fill());
    let Item::Enum(mut declared) = declared else { return Vec::new() };
    let line = format!(
        "The contract of {}: what its ports, operations, client and server share.",
        super::docs::code(&item.interface.name)
    );
    declared.attrs.insert(0, doc(&line));
    vec![Item::Enum(declared), implementation]
}
