//! Limits on entity expansion: a document type declaration can make a short document expand to a huge one.
//!
//! ```text
//! <!DOCTYPE a [<!ENTITY e "20,000 letters">]><a>&e;&e;&e;…</a>
//! ```

/// Minimum limit on the total expansion of entities in all documents, in bytes.
pub(super) const LEAST_EXPANDED: usize = 1 << 20;
/// Maximum number of nested references that roxmltree expands.
const NESTED: usize = 255;

/// Returns whether the entities of a document could expand beyond the limit.
pub(crate) fn expands_too_much(document: &str) -> bool {
    most_expanded(document) > LEAST_EXPANDED.max(document.len())
}

/// Returns an upper bound on the expansion of a document's entities, in bytes.
///
/// Each reference expands to at most the internal subset, or [`NESTED`] times that if entities refer to entities.
pub(super) fn most_expanded(text: &str) -> usize {
    let Some((_, after)) = text.split_once("<!DOCTYPE") else { return 0 };
    let subset = internal_subset(after);
    if !subset.contains("<!ENTITY") {
        return 0;
    }
    let nested = if subset.contains('&') { NESTED } else { 1 };
    let references = text.matches('&').count();
    subset.len().saturating_mul(references).saturating_mul(nested)
}

/// Returns the text up to the end of the internal subset, or all of it if the subset is unterminated.
///
/// A bracket in a literal, comment or processing instruction does not end it (XML 1.0, productions 28 and 29).
fn internal_subset(text: &str) -> &str {
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\'', '<', ']']) {
        let found = &rest[at..];
        if found.starts_with(']') {
            return &text[..text.len() - found.len()];
        }
        let skipped = SKIPPED.iter().find(|(start, _)| found.starts_with(start));
        let Some((start, end)) = skipped else {
            rest = &found[1..];
            continue;
        };
        let inside = &found[start.len()..];
        let Some(length) = inside.find(end) else { return text };
        rest = &inside[length + end.len()..];
    }
    text
}

/// Start and end delimiters of literals, comments and processing instructions.
const SKIPPED: [(&str, &str); 4] = [("\"", "\""), ("'", "'"), ("<!--", "-->"), ("<?", "?>")];

#[cfg(test)]
mod tests {
    use super::{internal_subset, most_expanded};

    #[test]
    fn ignores_brackets_in_literals_comments_and_instructions() {
        let cases = [
            (" a [<!ELEMENT a ANY>]><a/>", " a [<!ELEMENT a ANY>"),
            (
                " a [<!ENTITY b ']>'><!ENTITY c \"]\">]><a/>",
                " a [<!ENTITY b ']>'><!ENTITY c \"]\">",
            ),
            (" a [<!-- ' ]> --><?b ]> \"?>]><a/>", " a [<!-- ' ]> --><?b ]> \"?>"),
            (" a [<!ENTITY b '", " a [<!ENTITY b '"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(internal_subset(text), expected, "{text}");
        }
    }

    #[test]
    fn multiplies_references() {
        let document = |entities: &str, content: &str| {
            most_expanded(&format!("<!DOCTYPE a [{entities}]><a>{content}</a>"))
        };
        assert_eq!(most_expanded("<a>&lt;<!-- <!ENTITY --></a>"), 0);
        assert_eq!(document("<!ELEMENT a ANY>", "&lt;"), 0);
        let flat = "<!ENTITY b 'x'>";
        assert_eq!(document(flat, ""), 0);
        assert_eq!(document(flat, "&b;&b;"), 2 * (" a [".len() + flat.len()));
        let nested = "<!ENTITY b 'x'><!ENTITY c '&b;'>";
        assert_eq!(document(nested, "&c;"), 2 * 255 * (" a [".len() + nested.len()));
    }
}
