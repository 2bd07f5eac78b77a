//! What stands between the program and generated code: the one place that knows what the latter is
//! called by.

use crate::scratch;

/// The module around the code that was generated as `name`.
pub(super) fn module(name: &str, code: &str) -> String {
    let operations = implementations(code, "Operation")
        .map(|operation| format!("crate::operation::<generated::operations::{operation}>"));
    let documents = implementations(code, "Document").map(|document| {
        let is_checked = implementations(code, "Validate").any(|checked| checked == document);
        let function = if is_checked { "checked_document" } else { "document" };
        format!("crate::{function}::<generated::{document}>")
    });
    let attempts: Vec<String> = operations.chain(documents).collect();
    let include = scratch::module("mod generated", name);
    format!(
        "{include}\npub fn rewrite(document: &str) -> Result<Vec<u8>, String> {{\n    \
         crate::first(&[{}], document)\n}}\n",
        attempts.join(", ")
    )
}

/// The list of modules.
pub(super) fn list(names: &[&str]) -> String {
    let modules: Vec<String> = names.iter().map(|name| format!("mod {name};\n")).collect();
    let entries: Vec<String> =
        names.iter().map(|name| format!("    (\"{name}\", {name}::rewrite),\n")).collect();
    format!(
        "{}\npub const MODULES: &[(&str, crate::Rewrite)] = &[\n{}];\n",
        modules.concat(),
        entries.concat()
    )
}

/// What the types of generated code are called that implement a trait of the runtime.
fn implementations<'a>(code: &'a str, of_trait: &'a str) -> impl Iterator<Item = &'a str> {
    code.lines().filter_map(move |line| {
        let of_runtime = line.trim_start().strip_prefix("impl rt::")?;
        of_runtime.strip_prefix(of_trait)?.strip_prefix(" for ")?.strip_suffix(" {")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_tried_in_turn() {
        let code = "pub mod operations {\n    impl rt::Operation for Echo {\n    }\n    impl \
                    rt::Operation for Ping {\n    }\n}\n";
        let module = module("m_1", code);
        assert!(module.contains("mod generated = \"m_1\""), "{module}");
        let attempts = "&[crate::operation::<generated::operations::Echo>, \
                        crate::operation::<generated::operations::Ping>]";
        assert!(module.contains(attempts), "{module}");
    }

    #[test]
    fn documents_are_validated_where_there_is_something_to_check() {
        let document = "impl rt::Document for Document {\n}\n";
        assert!(module("m", document).contains("&[crate::document::<generated::Document>]"));
        let checked = format!("{document}impl rt::Validate for Document {{\n}}\n");
        let attempts = "&[crate::checked_document::<generated::Document>]";
        assert!(module("m", &checked).contains(attempts));
    }

    #[test]
    fn modules_are_listed() {
        let expected = "mod a;\nmod b;\n\npub const MODULES: &[(&str, crate::Rewrite)] = &[\n    \
                        (\"a\", a::rewrite),\n    (\"b\", b::rewrite),\n];\n";
        assert_eq!(list(&["a", "b"]), expected);
    }
}
