//! What stands between the program and generated code: the one place that knows what the latter is
//! called by.

use crate::scratch;

/// The module around the code that was generated as `name`.
pub(super) fn module(name: &str, code: &str) -> String {
    let attempts: Vec<String> = operations(code)
        .map(|operation| format!("crate::operation::<generated::operations::{operation}>"))
        .collect();
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

/// What the operations of generated code are called there.
fn operations(code: &str) -> impl Iterator<Item = &str> {
    let implementations = code.lines().filter_map(|line| {
        line.trim_start().strip_prefix("impl rt::Operation for ")?.strip_suffix(" {")
    });
    implementations.map(str::trim)
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
    fn modules_are_listed() {
        let expected = "mod a;\nmod b;\n\npub const MODULES: &[(&str, crate::Rewrite)] = &[\n    \
                        (\"a\", a::rewrite),\n    (\"b\", b::rewrite),\n];\n";
        assert_eq!(list(&["a", "b"]), expected);
    }
}
