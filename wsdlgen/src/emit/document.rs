//! Documents: what makes the enum over the global elements readable by root element.

use syn::Item;

use super::{
    Emitter, operation,
    syntax::{ident, text},
    template::{Fill, template},
};
use crate::model::Documents;

template! {
    fn document() -> Item {
        impl rt::Document for __name {
            const NAMESPACES: &'static rt::Namespaces = &ns::NAMESPACES;
            const DECLARATIONS: &'static str = __declarations;
        }
    }
}

/// `impl Document`.
pub(super) fn implementation(emitter: Emitter<'_>, documents: &Documents) -> Item {
    let names = emitter.named.names(documents.roots);
    let declarations = operation::declarations(emitter, &documents.namespaces);
    document(
        Fill::new().name("__name", ident(&names.name)).expr("__declarations", text(&declarations)),
    )
}
