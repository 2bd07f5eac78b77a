//! Conditional inclusion: elements for processors of another version (XML Schema 1.1 part 1, §4.2.2).

use roxmltree::{Attribute, Node};

use super::{namespaces::is_xsd, xsd::knows_facet};
use crate::syntax::{Builtin, xsd::Version};

const VERSIONING: &str = "http://www.w3.org/2007/XMLSchema-versioning";

/// The version of XML Schema whose documents are read.
const VERSION: f64 = 1.1;

/// Types of XML Schema 1.1 that are defined like those of a contract.
const DEFINED: [&str; 5] =
    ["anyAtomicType", "dateTimeStamp", "dayTimeDuration", "error", "yearMonthDuration"];

/// Returns whether an element of a schema document is read. Others are treated as if they were not there.
pub(super) fn is_included(node: Node<'_, '_>) -> bool {
    let mut conditions = node.attributes().filter(|one| one.namespace() == Some(VERSIONING));
    conditions.all(|condition| holds(condition, node))
}

/// Returns the version that a schema document follows: 1.1 if `vc:minVersion` requires it.
pub(super) fn version_of(schema: Node<'_, '_>) -> Version {
    let least = schema.attribute((VERSIONING, "minVersion")).and_then(version);
    if least.is_some_and(|least| least > 1.0) { Version::V1_1 } else { Version::V1_0 }
}

fn holds(condition: Attribute<'_, '_>, node: Node<'_, '_>) -> bool {
    let value = condition.value();
    let mut names = value.split_whitespace();
    match condition.name() {
        "minVersion" => version(value).is_none_or(|least| least <= VERSION),
        "maxVersion" => version(value).is_none_or(|limit| limit > VERSION),
        "typeAvailable" => names.all(|name| is_available(name, node, knows_type)),
        "typeUnavailable" => !names.all(|name| is_available(name, node, knows_type)),
        "facetAvailable" => names.all(|name| is_available(name, node, knows_facet)),
        "facetUnavailable" => !names.all(|name| is_available(name, node, knows_facet)),
        _ => true,
    }
}

fn version(text: &str) -> Option<f64> {
    text.trim().parse().ok()
}

/// Returns whether a qualified name is one of XML Schema's that `knows` accepts.
fn is_available(name: &str, node: Node<'_, '_>, knows: fn(&str) -> bool) -> bool {
    let (prefix, local) = name.split_once(':').map_or((None, name), |(p, local)| (Some(p), local));
    node.lookup_namespace_uri(prefix).is_some_and(is_xsd) && knows(local)
}

fn knows_type(local: &str) -> bool {
    Builtin::lookup(local).is_some() || DEFINED.contains(&local)
}

#[cfg(test)]
mod tests {
    use roxmltree::Document;

    use super::is_included;

    #[test]
    fn includes_what_version_1_1_reads() {
        let cases = [
            ("vc:minVersion='1.1'", true),
            ("vc:minVersion='1.10'", true),
            ("vc:minVersion='1.2'", false),
            ("vc:maxVersion='1.1'", false),
            ("vc:maxVersion='1.2' vc:minVersion='1.0'", true),
            ("vc:typeAvailable='xs:int xs:dateTimeStamp'", true),
            ("vc:typeAvailable='xs:int xs:precisionDecimal'", false),
            ("vc:typeUnavailable='xs:int xs:precisionDecimal'", true),
            ("vc:typeUnavailable='xs:int'", false),
            ("vc:typeAvailable='int'", false),
            ("vc:facetAvailable='xs:explicitTimezone'", true),
            // Assertions are not evaluated.
            ("vc:facetAvailable='xs:assertion'", false),
            ("vc:facetUnavailable='xs:assertion xs:length'", true),
            ("vc:unknown='x'", true),
        ];
        for (attributes, expected) in cases {
            let text = format!(
                "<a xmlns:xs='http://www.w3.org/2001/XMLSchema' \
                 xmlns:vc='http://www.w3.org/2007/XMLSchema-versioning' {attributes}/>"
            );
            let document = Document::parse(&text).unwrap();
            assert_eq!(is_included(document.root_element()), expected, "{attributes}");
        }
    }
}
