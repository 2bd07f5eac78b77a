//! How operations are called in Rust, for people: without generating anything.

use std::cell::Cell;

use syn::{File, Item};

use super::{
    Bases, Emitter, InterfaceItem, Place, body,
    syntax::ident,
    template::{Fill, template},
};
use crate::{
    config::Settings,
    model::{Body, Operation},
    name::{Named, OperationNames},
};

template! { fn method() -> Item { fn __method(request: __input) -> __body {} } }
template! { fn method_without_request() -> Item { fn __method() -> __body {} } }
template! { fn method_without_reply() -> Item { fn __method(request: __input) {} } }
template! { fn bare_method() -> Item { fn __method() {} } }

/// The signatures of each interface's operations, in their order.
pub(crate) fn signatures(named: &Named, settings: &Settings) -> Vec<Vec<String>> {
    let serde = settings.serde.then(|| format!("{}::serde", settings.runtime));
    let (uses_namespaces, serde) = (&Cell::default(), serde.as_deref());
    let bases = &Bases::default();
    let emitter = Emitter { named, module: 0, uses_namespaces, serde, publication: None, bases };
    let interfaces = named.model.interfaces.iter().zip(&named.interfaces);
    (0..)
        .zip(interfaces)
        .map(|(place, (interface, names))| {
            let item = InterfaceItem { emitter, place, interface, names };
            item.operations()
                .map(|(operation, names)| signature(emitter, operation, names))
                .collect()
        })
        .collect()
}

fn signature(emitter: Emitter<'_>, operation: &Operation, names: &OperationNames) -> String {
    let (input, output) = (&operation.input.body, &operation.output.body);
    let method = match (input == &Body::Empty, output == &Body::Empty) {
        (false, false) => method,
        (true, false) => method_without_request,
        (false, true) => method_without_reply,
        (true, true) => bare_method,
    };
    let item = method(
        Fill::new()
            .name("__method", ident(&names.method))
            .ty("__input", body::inside_type(emitter, input, Place::ROOT))
            .ty("__body", body::inside_type(emitter, output, Place::ROOT)),
    );
    let items = vec![item];
    let printed =
        prettyplease::unparse(&File { shebang: None, frontmatter: None, attrs: Vec::new(), items });
    // One line, however long.
    let words: Vec<&str> = printed.split_whitespace().collect();
    let text = words.join(" ");
    let text = text.strip_prefix("fn ").unwrap_or(&text);
    let text = text.strip_suffix(" {}").unwrap_or(text);
    // The generated file's own name for the runtime says nothing to people.
    text.replace("( ", "(").replace(", )", ")").replace("rt::", "")
}
