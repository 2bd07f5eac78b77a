//! Attributes that XML Schema defines for its own elements.

const SCHEMA: &[&str] = &[
    "targetNamespace",
    "version",
    "elementFormDefault",
    "attributeFormDefault",
    "blockDefault",
    "finalDefault",
    "defaultAttributes",
    "xpathDefaultNamespace",
];
const ELEMENT: &[&str] = &[
    "name",
    "ref",
    "type",
    "substitutionGroup",
    "default",
    "fixed",
    "nillable",
    "abstract",
    "final",
    "block",
    "form",
    "minOccurs",
    "maxOccurs",
    "targetNamespace",
];
const ATTRIBUTE: &[&str] =
    &["name", "ref", "type", "use", "default", "fixed", "form", "targetNamespace", "inheritable"];

/// Returns the attributes of an XML Schema element, except `id`, which every element may have.
pub(in crate::parse) fn attributes(tag: &str) -> &'static [&'static str] {
    match tag {
        "schema" => SCHEMA,
        "element" => ELEMENT,
        "alternative" => &["test", "type", "xpathDefaultNamespace"],
        "attribute" => ATTRIBUTE,
        "complexType" => &["name", "mixed", "abstract", "final", "block", "defaultAttributesApply"],
        "simpleType" => &["name", "final"],
        "group" => &["name", "ref", "minOccurs", "maxOccurs"],
        "sequence" | "choice" | "all" => &["minOccurs", "maxOccurs"],
        "any" => {
            &["namespace", "notNamespace", "notQName", "processContents", "minOccurs", "maxOccurs"]
        }
        "anyAttribute" => &["namespace", "notNamespace", "notQName", "processContents"],
        "attributeGroup" => &["name", "ref"],
        "notation" => &["name", "public", "system"],
        "key" | "unique" => &["name"],
        "keyref" => &["name", "refer"],
        "selector" | "field" => &["xpath", "xpathDefaultNamespace"],
        "openContent" => &["mode"],
        "defaultOpenContent" => &["mode", "appliesToEmpty"],
        "complexContent" => &["mixed"],
        "extension" | "restriction" => &["base"],
        "list" => &["itemType"],
        "union" => &["memberTypes"],
        "import" => &["namespace", "schemaLocation"],
        "include" | "redefine" | "override" => &["schemaLocation"],
        "encoding" => &["value"],
        _ if super::simple::facet_kind(tag).is_some() => &["value", "fixed"],
        _ => &[],
    }
}
