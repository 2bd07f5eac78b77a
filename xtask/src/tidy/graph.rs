//! The import graph of each crate's top-level modules, which must be acyclic.
//!
//! In the generator, modules may import only earlier stages: see [`STAGES`].

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use syn::visit::{self, Visit};

use super::Finding;

/// The generator's modules in order. Each module may import only those listed before it.
const STAGES: [&str; 22] = [
    "shown",
    "html",
    "pattern",
    "settings",
    "document",
    "diagnostic",
    "source",
    "syntax",
    "parse",
    "resolve",
    "components",
    "model",
    "lower",
    "rules",
    "name",
    "sample",
    "publish",
    "emit",
    "generated",
    "pipeline",
    "tools",
    "config",
];
const GENERATOR: &str = "wsdlgen";

/// The modules that each module of a crate imports.
type Imports = BTreeMap<String, BTreeSet<String>>;

/// The graphs of all crates, by their folders.
#[derive(Debug, Default)]
pub(super) struct Graphs(BTreeMap<String, Imports>);

impl Graphs {
    /// Reads the graphs from all Rust files with their paths.
    pub(super) fn of(sources: &[(String, String)]) -> Self {
        let mut graphs = Self::default();
        for (path, text) in sources {
            let Some((folder, inside)) = path.split_once("/src/") else { continue };
            let top = inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs");
            let is_test = inside.ends_with("tests.rs") || inside.contains("/tests/");
            if is_test || ["lib", "main"].contains(&top) || folder.contains('/') {
                continue;
            }
            let Ok(file) = syn::parse_file(text) else { continue };
            let mut paths = Paths::default();
            paths.visit_file(&file);
            let imports = graphs.0.entry(folder.to_owned()).or_default();
            paths.0.remove(top);
            imports.entry(top.to_owned()).or_default().extend(paths.0);
        }
        for imports in graphs.0.values_mut() {
            let modules: BTreeSet<String> = imports.keys().cloned().collect();
            for targets in imports.values_mut() {
                targets.retain(|target| modules.contains(target));
            }
        }
        graphs
    }

    /// Returns the imports that close a cycle, or that go against the order of the stages.
    pub(super) fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (folder, imports) in &self.0 {
            let finding = |module: &str, what: String, why| Finding {
                path: format!("{folder}/src/{module}"),
                line: 1,
                what,
                why,
            };
            for cycle in cycles(imports) {
                let what = format!("module cycle: {}", cycle.join(", "));
                findings.push(finding(&cycle[0], what, "the module graph must be acyclic"));
            }
            if folder == GENERATOR {
                for (module, target) in backwards(imports) {
                    let what = format!("imports `{target}`, a later stage");
                    findings.push(finding(module, what, "a stage may import only earlier stages"));
                }
            }
        }
        findings
    }
}

/// Writes one line per module, such as `wsdlgen: name -> model`.
impl std::fmt::Display for Graphs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (folder, imports) in &self.0 {
            for (module, targets) in imports.iter().filter(|(_, targets)| !targets.is_empty()) {
                let mut line = format!("{folder}: {module} ->");
                for target in targets {
                    write!(line, " {target}")?;
                }
                writeln!(f, "{line}")?;
            }
        }
        Ok(())
    }
}

/// Returns the imports of the generator that violate the order of [`STAGES`].
fn backwards(imports: &Imports) -> Vec<(&str, &str)> {
    let place = |module: &str| STAGES.iter().position(|stage| *stage == module);
    let all = imports.iter().flat_map(|(module, targets)| {
        targets.iter().map(move |target| (module.as_str(), target.as_str()))
    });
    all.filter(|(module, target)| match (place(module), place(target)) {
        (Some(module), Some(target)) => target > module,
        // A module that is missing from `STAGES` is reported until it is added.
        _ => true,
    })
    .collect()
}

/// Returns the strongly connected components with at least one import: two modules belong to the same component if
/// each is reachable from the other.
fn cycles(imports: &Imports) -> Vec<Vec<String>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        imports.keys().map(|module| (module.as_str(), reach(imports, module))).collect();
    let mut cycles: BTreeSet<Vec<String>> = BTreeSet::new();
    for (module, targets) in &reached {
        let mut cycle: Vec<String> = targets
            .iter()
            .filter(|target| reached.get(*target).is_some_and(|back| back.contains(module)))
            .map(|target| (*target).to_owned())
            .collect();
        cycle.sort();
        if !cycle.is_empty() {
            cycles.insert(cycle);
        }
    }
    cycles.into_iter().collect()
}

/// Returns the modules reachable from a module in one or more steps.
fn reach<'a>(imports: &'a Imports, module: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = vec![module];
    while let Some(next) = open.pop() {
        let targets = imports.get(next).into_iter().flatten().map(String::as_str);
        let new: Vec<&'a str> = targets.filter(|target| reached.insert(*target)).collect();
        open.extend(new);
    }
    reached
}

/// The top-level modules that a file refers to with `crate::`, except in its tests.
#[derive(Default)]
struct Paths(BTreeSet<String>);

impl Paths {
    fn tree(&mut self, tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => {
                self.0.insert(path.ident.to_string());
            }
            syn::UseTree::Name(name) => {
                self.0.insert(name.ident.to_string());
            }
            syn::UseTree::Rename(rename) => {
                self.0.insert(rename.ident.to_string());
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.tree(item)),
            syn::UseTree::Glob(_) => {}
        }
    }
}

impl<'a> Visit<'a> for Paths {
    fn visit_item_mod(&mut self, module: &'a syn::ItemMod) {
        let is_test = |attribute: &syn::Attribute| {
            matches!(&attribute.meta, syn::Meta::List(list)
                if list.path.is_ident("cfg") && list.tokens.to_string().contains("test"))
        };
        if !module.attrs.iter().any(is_test) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        if let syn::UseTree::Path(path) = &item.tree
            && path.ident == "crate"
        {
            self.tree(&path.tree);
        }
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        let mut segments = path.segments.iter();
        if segments.next().is_some_and(|first| first.ident == "crate")
            && let Some(second) = segments.next()
        {
            self.0.insert(second.ident.to_string());
        }
        visit::visit_path(self, path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graphs(files: &[(&str, &str)]) -> Graphs {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        Graphs::of(&files.collect::<Vec<_>>())
    }

    #[test]
    fn finds_cycles_and_prints_the_graph() {
        let graphs = graphs(&[
            ("a/src/lib.rs", "mod b; mod c; mod d;"),
            ("a/src/b.rs", "use crate::{c::{C, D}, d};"),
            ("a/src/c/inner.rs", "fn f() -> crate::b::B { todo!() }"),
            ("a/src/d.rs", "#[cfg(test)] mod tests { use crate::b; }"),
        ]);
        assert_eq!(graphs.to_string(), "a: b -> c d\na: c -> b\n");
        let found: Vec<String> = graphs.check().iter().map(ToString::to_string).collect();
        assert_eq!(found, ["a/src/b:1: module cycle: b, c: the module graph must be acyclic"]);
    }

    #[test]
    fn reports_imports_of_later_stages() {
        let graphs = graphs(&[
            ("wsdlgen/src/parse.rs", "use crate::{emit, syntax};"),
            ("wsdlgen/src/emit.rs", ""),
            ("wsdlgen/src/syntax.rs", ""),
        ]);
        let found: Vec<String> = graphs.check().into_iter().map(|finding| finding.what).collect();
        assert_eq!(found, ["imports `emit`, a later stage"]);
    }
}
