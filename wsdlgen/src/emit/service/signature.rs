//! Rust signatures of operations for display, without generating code.

use std::cell::Cell;

use quote::quote;
use syn::{File, Item, parse_quote};

use super::body;
#[cfg(feature = "tools")]
use crate::emit::text::printer::Printer;
#[cfg(feature = "tools")]
use crate::model::Place;
use crate::{
    emit::{Bases, Emitter, InterfaceItem, ItemLocation, text::paths::ident},
    model::{Body, Operation},
    name::{Named, OperationNames},
    settings::Settings,
};

/// Returns the signatures of each interface's operations, in order.
pub(crate) fn signatures(named: &Named, settings: &Settings) -> Vec<Vec<String>> {
    with_items(named, settings, |item| {
        let operations = item.operations();
        operations.map(|(operation, names)| signature(item.emitter, operation, names)).collect()
    })
}

/// Returns a function that creates the request of an operation, given by its place.
#[cfg(feature = "tools")]
pub(crate) fn example(
    named: &Named,
    settings: &Settings,
    Place { interface, operation }: Place,
    module: &str,
) -> Option<super::example::Example> {
    let examples = with_items(named, settings, |item| {
        let operation = item.interface.operations.get(operation)?;
        let is_wanted = item.place == interface;
        is_wanted.then(|| super::example::request(item.emitter, &operation.input.body, module))?
    });
    examples.into_iter().nth(interface)?
}

/// The names of other items in the program with the examples.
#[cfg(feature = "tools")]
const TAKEN: [&str; 8] =
    ["client", "contract", "credentials", "main", "mock", "port", "request", "tests"];

/// Returns a function for each header block of an operation's request, or the name of the block if its types are not simple
/// enough, or shared with another block.
#[cfg(feature = "tools")]
pub(crate) fn example_headers(
    all: &Named,
    settings: &Settings,
    Place { interface, operation }: Place,
    module: &str,
) -> Vec<Result<(String, super::example::Example), String>> {
    let examples = with_items(all, settings, |item| {
        if item.place != interface {
            return Vec::new();
        }
        let Some((called, names)) = item.operations().nth(operation) else { return Vec::new() };
        let blocks = &called.input.headers;
        let fields = blocks.iter().zip(&names.input_headers.fields);
        let functions = fields.map(|(block, field)| {
            let is_alone = blocks.iter().filter(|one| one.value == block.value).count() == 1;
            let name = field.to_string();
            let function = super::example::header(item.emitter, block, &name, module);
            let function =
                function.filter(|_| is_alone && !TAKEN.contains(&&*name) && name != module);
            function.map(|function| (name, function)).ok_or(block.name.local.to_string())
        });
        functions.collect()
    });
    examples.into_iter().nth(interface).unwrap_or_default()
}

/// Returns whether the method of an operation takes no request.
#[cfg(feature = "tools")]
pub(crate) fn takes_nothing(
    named: &Named,
    settings: &Settings,
    Place { interface, operation }: Place,
) -> bool {
    let all = with_items(named, settings, |item| {
        let body = item.interface.operations.get(operation).map(|one| &one.input.body);
        body.is_none_or(|body| *body == Body::Empty || body::is_always_empty(item.emitter, body))
    });
    all.get(interface).copied().unwrap_or_default()
}

/// Returns the number of generated lines for each type.
#[cfg(feature = "tools")]
pub(crate) fn lines_of_types(named: &Named, settings: &Settings) -> Vec<usize> {
    with_emitter(named, settings, |emitter| {
        let lines = named.model.types().map(|(id, ty)| {
            if !ty.has_item() {
                return 0;
            }
            let mut page = Printer::default();
            emitter.add_type(id, &mut page);
            page.finish().lines().count()
        });
        lines.collect()
    })
}

/// Calls a function for each interface.
fn with_items<T>(
    named: &Named,
    settings: &Settings,
    work: impl Fn(&InterfaceItem<'_>) -> T,
) -> Vec<T> {
    with_emitter(named, settings, |emitter| {
        let interfaces = named.model.interfaces.iter().zip(&named.interfaces);
        (0..)
            .zip(interfaces)
            .map(|(place, (interface, names))| {
                work(&InterfaceItem { emitter, place, interface, names })
            })
            .collect()
    })
}

/// Calls a function with an emitter that imports nothing.
fn with_emitter<T>(named: &Named, settings: &Settings, work: impl Fn(Emitter<'_>) -> T) -> T {
    let serde = settings.serde.then(|| format!("{}::serde", settings.runtime));
    let (uses_namespaces, serde) = (&Cell::default(), serde.as_deref());
    let bases = &Bases::default();
    let place = ItemLocation::ROOT;
    let emitter = Emitter {
        named,
        module: 0,
        place,
        uses_namespaces,
        imports: None,
        serde,
        publication: None,
        foreign_types: settings.foreign_types,
        bases,
    };
    work(emitter)
}

fn signature(emitter: Emitter<'_>, operation: &Operation, names: &OperationNames) -> String {
    let (input, output) = (&operation.input.body, &operation.output.body);
    let name = ident(&names.method);
    let parameter = if *input == Body::Empty || body::is_always_empty(emitter, input) {
        quote!()
    } else {
        let input = body::inside_type(emitter, input, ItemLocation::ROOT);
        quote!(request: #input)
    };
    let reply = if *output == Body::Empty {
        quote!()
    } else {
        let output = body::inside_type(emitter, output, ItemLocation::ROOT);
        quote!(-> #output)
    };
    let item: Item = parse_quote!(fn #name(#parameter) #reply {});
    let items = vec![item];
    let printed =
        prettyplease::unparse(&File { shebang: None, frontmatter: None, attrs: Vec::new(), items });
    // Signatures take one line, however long they are.
    let words: Vec<&str> = printed.split_whitespace().collect();
    let text = words.join(" ");
    let text = text.strip_prefix("fn ").unwrap_or(&text);
    let text = text.strip_suffix(" {}").unwrap_or(text);
    without_runtime(&text.replace("( ", "(").replace(", )", ")"))
}

/// Returns the text of a type without the generated file's alias for the runtime, which means nothing to readers.
pub(super) fn without_runtime(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("rt::") {
        // `report::Item` contains the alias, too.
        let is_whole = !rest[..at].ends_with(|last: char| last == '_' || last.is_alphanumeric());
        let end = if is_whole { at } else { at + "rt::".len() };
        out.push_str(&rest[..end]);
        rest = &rest[at + "rt::".len()..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::without_runtime;

    #[test]
    fn removes_the_alias_of_the_runtime_only() {
        for (text, expected) in [
            ("rt::Decimal", "Decimal"),
            ("Vec<rt::Nillable<report::Item>>", "Vec<Nillable<report::Item>>"),
            ("(rt::Uuid, my_rt::Own)", "(Uuid, my_rt::Own)"),
            ("super::airport::rt::Own", "super::airport::Own"),
            ("&rt", "&rt"),
        ] {
            assert_eq!(without_runtime(text), expected);
        }
    }
}
