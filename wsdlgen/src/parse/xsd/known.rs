//! Attributes that XML Schema defines for its own elements.

/// Returns the attributes of an XML Schema element, except `id`, which every element may have.
pub(in crate::parse) fn attributes(tag: &str) -> &'static [&'static str] {
    match tag {
        "schema" => &[
            "targetNamespace",
            "version",
            "elementFormDefault",
            "attributeFormDefault",
            "blockDefault",
            "finalDefault",
        ],
        "element" => &[
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
        ],
        "attribute" => &["name", "ref", "type", "use", "default", "fixed", "form"],
        "complexType" => &["name", "mixed", "abstract", "final", "block"],
        "simpleType" => &["name", "final"],
        "group" => &["name", "ref", "minOccurs", "maxOccurs"],
        "sequence" | "choice" | "all" => &["minOccurs", "maxOccurs"],
        "any" => &["namespace", "processContents", "minOccurs", "maxOccurs"],
        "anyAttribute" => &["namespace", "processContents"],
        "attributeGroup" => &["name", "ref"],
        "complexContent" => &["mixed"],
        "extension" | "restriction" => &["base"],
        "list" => &["itemType"],
        "union" => &["memberTypes"],
        "import" => &["namespace", "schemaLocation"],
        "include" | "redefine" => &["schemaLocation"],
        "encoding" => &["value"],
        _ if super::simple::facet_kind(tag).is_some() => &["value", "fixed"],
        _ => &[],
    }
}
