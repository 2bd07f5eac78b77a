//! The keys of `wsdlgen.toml`.

/// Returns the known key that is most similar to `key`, if it is close enough for a suggestion.
pub(super) fn nearest(key: &str) -> Option<&'static str> {
    // Minimum Jaro-Winkler similarity.
    const ALIKE: f64 = 0.75;
    let likeness = |known: &&&str| strsim::jaro_winkler(key, known);
    let nearest = KEYS.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(&nearest) >= ALIKE).then_some(*nearest)
}

/// All known keys, sorted.
pub(super) const KEYS: [&str; 38] = [
    "all-types",
    "attribute",
    "catalog",
    "catalog-files",
    "contract",
    "contracts",
    "dates",
    "decimals",
    "deny",
    "derive",
    "documents",
    "external",
    "faults",
    "file-per-module",
    "headers",
    "http-bindings",
    "import-folders",
    "keep-lexical-forms",
    "modules",
    "open-enums",
    "operations",
    "out",
    "publish",
    "rename",
    "rename-operations",
    "rename-ports",
    "rename-services",
    "repair",
    "runtime",
    "schema-validation",
    "schemas",
    "secrets",
    "serde",
    "sides",
    "skip-unresolved",
    "strings",
    "types",
    "uuid",
];
