//! The values of attributes in schema documents (part 1, appendix A).

use wsdlgen_runtime::xml::is_ncname;

use crate::syntax::xsd::Version;

/// The kind of an attribute's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// A URI that is not empty.
    Uri,
    NcName,
    QName,
    QNames,
    Boolean,
    /// A number, as `minOccurs`.
    Least,
    /// A number greater than zero.
    Positive,
    /// `maxOccurs`.
    Most,
    /// A list of namespaces.
    Namespaces,
    /// `final` of a simple type. XML Schema 1.1 adds `extension`.
    FinalOfSimple,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of these words, or `#all`.
    Words(&'static [&'static str]),
}

impl Kind {
    pub(super) fn named(name: &str) -> Self {
        match name {
            "URI" => Self::Uri,
            "NCName" => Self::NcName,
            "QName" => Self::QName,
            "QNames" => Self::QNames,
            "boolean" => Self::Boolean,
            "least" => Self::Least,
            "most" => Self::Most,
            "zeroOrOne" => Self::Word(&["0", "1"]),
            "one" => Self::Word(&["1"]),
            "namespaces" => Self::Namespaces,
            "form" => Self::Word(&["qualified", "unqualified"]),
            "use" => Self::Word(&["optional", "required", "prohibited"]),
            "process" => Self::Word(&["strict", "lax", "skip"]),
            "open" => Self::Word(&["interleave", "suffix"]),
            "openOrNone" => Self::Word(&["interleave", "suffix", "none"]),
            "block" => Self::Words(&["extension", "restriction", "substitution"]),
            "blockOfComplex" | "finalOfComplex" => Self::Words(&["extension", "restriction"]),
            "finalOfSimple" => Self::FinalOfSimple,
            "whiteSpace" => Self::Word(&["preserve", "replace", "collapse"]),
            "positive" => Self::Positive,
            "final" => Self::Words(&["extension", "restriction", "list", "union"]),
            _ => Self::Text,
        }
    }
}

/// Returns whether a value, without white space around it, is one of its kind.
pub(super) fn is_valid(kind: Kind, value: &str, version: Version) -> bool {
    let is_list = |value: &str, words: &[&str]| {
        value == "#all" || value.split_whitespace().all(|word| words.contains(&word))
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match kind {
        Kind::Text => true,
        Kind::Uri => !value.is_empty(),
        Kind::NcName => is_ncname(value),
        Kind::QName => is_qname(value),
        Kind::QNames => value.split_whitespace().all(is_qname),
        Kind::Boolean => matches!(value, "true" | "false" | "1" | "0"),
        Kind::Least => is_number(value.trim_start_matches('+')),
        Kind::Positive => {
            is_number(value.trim_start_matches('+')) && value.bytes().any(|byte| byte > b'0')
        }
        Kind::Most => value == "unbounded" || is_number(value.trim_start_matches('+')),
        Kind::Namespaces => {
            let is_special = |word: &str| word.starts_with("##");
            matches!(value, "##any" | "##other")
                || value.split_whitespace().all(|word| {
                    !is_special(word) || matches!(word, "##targetNamespace" | "##local")
                })
        }
        Kind::Word(words) => words.contains(&value),
        Kind::Words(words) => is_list(value, words),
        Kind::FinalOfSimple => match version {
            Version::V1_0 => is_list(value, &["restriction", "list", "union"]),
            Version::V1_1 => is_list(value, &["restriction", "list", "union", "extension"]),
        },
    }
}

fn is_qname(value: &str) -> bool {
    match value.split_once(':') {
        Some((prefix, local)) => is_ncname(prefix) && is_ncname(local),
        None => is_ncname(value),
    }
}
