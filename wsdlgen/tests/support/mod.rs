//! Comparison of generated files with checked-in ones.

use std::{fs, path::PathBuf};

/// A file and its expected text.
pub(crate) struct Expectation {
    pub(crate) path: PathBuf,
    pub(crate) actual: String,
}

/// Returns the path of a folder next to the tests.
pub(crate) fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// Compares every file, or rewrites those that differ when `WSDLGEN_REGEN` is set.
pub(crate) fn compare(expectations: Vec<Expectation>) {
    let regenerate = std::env::var_os("WSDLGEN_REGEN").is_some();
    let mut stale = Vec::new();
    for Expectation { path, actual } in expectations {
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if expected == actual {
            continue;
        }
        if regenerate {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &actual).unwrap();
            println!("regenerated {}", path.display());
        } else {
            let difference = similar::TextDiff::from_lines(&expected, &actual);
            stale.push(format!("{}\n{}", path.display(), difference.unified_diff()));
        }
    }
    assert!(
        stale.is_empty(),
        "stale expectations: review the differences, then run `cargo xtask regen`\n\n{}",
        stale.join("\n")
    );
}
