//! Detection of source files that no module declares, which the compiler therefore ignores.

use super::Finding;

/// Returns the files that are not compiled. `sources` contains all Rust files with their texts.
pub(super) fn check(sources: &[(String, String)]) -> Vec<Finding> {
    let orphans = sources.iter().filter(|(path, _)| !is_named(path, sources));
    let finding = |path: &str| Finding {
        path: path.to_owned(),
        line: 1,
        what: "no module declares this file".to_owned(),
        why: "the compiler ignores it",
    };
    orphans.map(|(path, _)| finding(path)).collect()
}

fn is_named(path: &str, sources: &[(String, String)]) -> bool {
    let Some((folder, file)) = path.rsplit_once('/') else { return true };
    let stem = file.trim_end_matches(".rs");
    if !format!("{folder}/").contains("/src/") || ["lib", "main", "mod"].contains(&stem) {
        return true;
    }
    let parents = [
        format!("{folder}/mod.rs"),
        format!("{folder}.rs"),
        format!("{folder}/lib.rs"),
        format!("{folder}/main.rs"),
    ];
    let declarations = [format!("mod {stem};"), format!("mod r#{stem};")];
    let mut parents = sources.iter().filter(|(other, _)| parents.contains(other));
    if parents.any(|(_, text)| declarations.iter().any(|declaration| text.contains(declaration))) {
        return true;
    }
    // Included with `include_str!("…/file.rs")` or `#[path = "…/file.rs"]`.
    let inclusion = format!("/{file}\"");
    sources.iter().any(|(_, text)| text.contains(&inclusion))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_undeclared_files() {
        let sources = [
            ("a/src/lib.rs", "mod b;\nmod r#type;"),
            ("a/src/b.rs", "mod c;\nconst PROGRAM: &str = include_str!(\"b/program.rs\");"),
            ("a/src/b/c.rs", ""),
            ("a/src/b/program.rs", ""),
            ("a/src/type.rs", ""),
            ("a/src/b/d.rs", ""),
            ("a/src/c.rs", ""),
            ("a/tests/e.rs", ""),
        ];
        let sources = sources.map(|(path, text)| (path.to_owned(), text.to_owned()));
        let found: Vec<_> = check(&sources).into_iter().map(|finding| finding.path).collect();
        assert_eq!(found, ["a/src/b/d.rs", "a/src/c.rs"]);
    }
}
