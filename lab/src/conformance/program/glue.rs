//! Glue between the program and generated code. This is the only module that depends on the layout of generated code.

use super::Work;
use crate::scratch;

/// Returns the module around the generated code `name`.
pub(super) fn module(name: &str, code: &str, work: Work) -> String {
    let include = scratch::module("mod generated", name);
    let entries = match work {
        Work::Documents => documents(code),
        Work::Messages => {
            operations(code).map(|it| format!("crate::work::called::<{it}>()")).collect()
        }
    };
    format!("{include}\npub const WORK: crate::work::Work = &[{}];\n", entries.join(", "))
}

/// Returns the functions for possible root elements: the inputs of operations, the elements of schemas, and undeclared ones.
fn documents(code: &str) -> Vec<String> {
    let operations = operations(code).map(|it| format!("crate::work::operation::<{it}>"));
    let documents = after_each(code, "rt::document! { ").map(|document| {
        let declared = format!("pub enum {document} ");
        let is_checked = code
            .lines()
            .any(|line| line.trim_start().starts_with(&declared) && line.contains(" checked("));
        let function = if is_checked { "checked_document" } else { "document" };
        format!("crate::work::{function}::<generated::{document}>")
    });
    let undeclared = code
        .contains("\nrt::schema! {")
        .then(|| "|document| crate::work::undeclared(document, &generated::SCHEMA)".to_owned());
    operations.chain(documents).chain(undeclared).collect()
}

fn operations(code: &str) -> impl Iterator<Item = String> {
    let declarations = code.split("rt::operation! {").skip(1);
    let names = declarations.filter_map(|text| after_each(text, "pub enum ").next());
    names.map(|name| format!("generated::operations::{name}"))
}

/// Returns the code of the module list.
pub(super) fn list(names: &[&str]) -> String {
    let modules: Vec<String> = names.iter().map(|name| format!("mod {name};\n")).collect();
    let entries: Vec<String> =
        names.iter().map(|name| format!("    (\"{name}\", {name}::WORK),\n")).collect();
    format!(
        "{}\npub const MODULES: &[(&str, crate::work::Work)] = &[\n{}];\n",
        modules.concat(),
        entries.concat()
    )
}

/// Returns the names after `start` at the beginning of lines.
fn after_each<'a>(code: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    let rest = code.lines().filter_map(move |line| line.trim_start().strip_prefix(start));
    rest.filter_map(|rest| rest.split(' ').next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_operations() {
        let code = "rt::operation! {\n    /// x\n    pub enum Echo = \"Echo\" in C[0] {\n    }\n}\n\
                    rt::operation! {\n    pub enum Ping =\n        \"Ping\" in C[1] {\n    }\n}\n";
        let messages = module("m_1", code, Work::Messages);
        let attempts = "&[crate::work::called::<generated::operations::Echo>(), \
                        crate::work::called::<generated::operations::Ping>()]";
        assert!(messages.contains(attempts), "{messages}");
        let module = module("m_1", code, Work::Documents);
        assert!(module.contains("mod generated = \"m_1\""), "{module}");
        let attempts = "&[crate::work::operation::<generated::operations::Echo>, \
                        crate::work::operation::<generated::operations::Ping>]";
        assert!(module.contains(attempts), "{module}");
    }

    #[test]
    fn validates_checked_documents() {
        let document = "rt::document! { Document declares(tns) }\n";
        assert!(
            module("m", document, Work::Documents)
                .contains("&[crate::work::document::<generated::Document>]")
        );
        let checked = format!("{document}pub enum Document checked(\"document\") {{\n}}\n");
        let attempts = "&[crate::work::checked_document::<generated::Document>]";
        assert!(module("m", &checked, Work::Documents).contains(attempts));
    }

    #[test]
    fn lists_modules() {
        let expected = "mod a;\nmod b;\n\npub const MODULES: &[(&str, crate::work::Work)] = &[\n    \
                        (\"a\", a::WORK),\n    (\"b\", b::WORK),\n];\n";
        assert_eq!(list(&["a", "b"]), expected);
    }
}
