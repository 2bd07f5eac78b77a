//! Declaration of prefixes that a document uses for elements or attributes without declaring them, for the setting
//! `repair`.

use super::{Unparsable, namespaces::well_known, parse_xml};
use crate::document::Declared;

/// Maximum number of prefixes to declare. Each takes a parser run.
const MOST: usize = 16;

/// Declares undeclared prefixes at the root element. Returns `None` if the document is well-formed, or if declarations do
/// not make it so.
pub(crate) fn declare(text: &str) -> Option<Declared> {
    let mut declared = Declared { text: text.to_owned(), root: root(text)?, prefixes: Vec::new() };
    while let Err(Unparsable::Malformed(error)) = parse_xml(&declared.text) {
        let roxmltree::Error::UnknownNamespace(prefix, _) = error else { return None };
        if declared.prefixes.len() == MOST {
            return None;
        }
        let uri = assumed(&prefix);
        let end = declared.root + element_name(&declared.text[declared.root..]).len();
        declared.text.insert_str(end, &format!(" xmlns:{prefix}=\"{uri}\""));
        declared.prefixes.push((prefix, uri));
    }
    (!declared.prefixes.is_empty()).then_some(declared)
}

/// Returns the namespace to declare for a prefix.
pub(super) fn assumed(prefix: &str) -> String {
    well_known(prefix).map_or_else(|| format!("urn:undeclared:{prefix}"), str::to_owned)
}

/// Returns the offset of the root element, after the prolog (XML 1.0, §2.8).
fn root(text: &str) -> Option<usize> {
    let mut offset = 0;
    loop {
        offset += text[offset..].find('<')?;
        let rest = &text[offset..];
        let end = match rest {
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!") && has_internal_subset(rest) => "]>",
            _ if rest.starts_with("<!") => ">",
            _ => return Some(offset + 1),
        };
        offset += rest.find(end)? + end.len();
    }
}

/// Returns whether a document type declaration contains declarations.
fn has_internal_subset(declaration: &str) -> bool {
    declaration.find('[') < declaration.find('>') && declaration.contains('[')
}

/// Returns the name at the start of a text.
fn element_name(text: &str) -> &str {
    let is_end = |character: char| character.is_whitespace() || matches!(character, '/' | '>');
    text.split(is_end).next().unwrap_or_default()
}
