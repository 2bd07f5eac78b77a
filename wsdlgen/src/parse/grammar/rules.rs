//! The elements of schema documents: their attributes and content (part 1, appendix A).

use std::{collections::HashMap, sync::LazyLock};

use roxmltree::Node;

use super::values::Kind;
use crate::parse::attributes::OwnAttributes as _;
use crate::parse::xsd::knows_facet;

/// The elements: a title, the attributes with the kinds of their values, and the content.
///
/// ```text
/// name:NCName!                     a required attribute
/// annotation? attribute|any*       at most one annotation, then any number of attributes and wildcards
/// selector! field+                 exactly one selector, then at least one field
/// ```
const RULES: &[(&str, &str, &str)] = &[
    (
        "schema",
        "targetNamespace:URI version:text finalDefault:final blockDefault:block attributeFormDefault:form \
         elementFormDefault:form defaultAttributes:QName xpathDefaultNamespace:text",
        "include|import|redefine|override|annotation* defaultOpenContent? \
         simpleType|complexType|group|attributeGroup|element|attribute|notation|annotation*",
    ),
    ("include", "schemaLocation:text!", "annotation?"),
    ("import", "namespace:text schemaLocation:text", "annotation?"),
    ("redefine", "schemaLocation:text!", "annotation|simpleType|complexType|group|attributeGroup*"),
    (
        "override",
        "schemaLocation:text!",
        "annotation|simpleType|complexType|group|attributeGroup|element|attribute|notation*",
    ),
    ("annotation", "", "appinfo|documentation*"),
    ("defaultOpenContent", "mode:open appliesToEmpty:boolean", "annotation? any!"),
    ("openContent", "mode:openOrNone", "annotation? any?"),
    (
        "global element",
        "name:NCName type:QName substitutionGroup:QNames default:text fixed:text nillable:boolean abstract:boolean \
         final:finalOfComplex block:block",
        "annotation? simpleType|complexType? alternative* unique|key|keyref*",
    ),
    (
        "local element",
        "name:NCName type:QName default:text fixed:text nillable:boolean block:block form:form minOccurs:least \
         maxOccurs:most targetNamespace:text",
        "annotation? simpleType|complexType? alternative* unique|key|keyref*",
    ),
    ("element reference", "ref:QName minOccurs:least maxOccurs:most", "annotation?"),
    (
        "alternative",
        "test:text type:QName xpathDefaultNamespace:text",
        "annotation? simpleType|complexType?",
    ),
    (
        "global attribute",
        "name:NCName type:QName default:text fixed:text inheritable:boolean",
        "annotation? simpleType?",
    ),
    (
        "local attribute",
        "name:NCName type:QName default:text fixed:text use:use form:form targetNamespace:text inheritable:boolean",
        "annotation? simpleType?",
    ),
    (
        "attribute reference",
        "ref:QName default:text fixed:text use:use inheritable:boolean",
        "annotation?",
    ),
    (
        "global complexType",
        "name:NCName mixed:boolean abstract:boolean final:finalOfComplex block:blockOfComplex \
         defaultAttributesApply:boolean",
        COMPLEX,
    ),
    ("anonymous complexType", "mixed:boolean defaultAttributesApply:boolean", COMPLEX),
    ("simpleContent", "", "annotation? restriction|extension!"),
    ("complexContent", "mixed:boolean", "annotation? restriction|extension!"),
    (
        "simpleContent restriction",
        "base:QName!",
        "annotation? simpleType? FACET* attribute|attributeGroup* anyAttribute? assert*",
    ),
    (
        "simpleContent extension",
        "base:QName!",
        "annotation? attribute|attributeGroup* anyAttribute? assert*",
    ),
    (
        "complexContent restriction",
        "base:QName!",
        "annotation? openContent? group|all|choice|sequence? attribute|attributeGroup* anyAttribute? assert*",
    ),
    (
        "complexContent extension",
        "base:QName!",
        "annotation? openContent? group|all|choice|sequence? attribute|attributeGroup* anyAttribute? assert*",
    ),
    ("global simpleType", "name:NCName final:finalOfSimple", "annotation? restriction|list|union!"),
    ("anonymous simpleType", "", "annotation? restriction|list|union!"),
    ("simpleType restriction", "base:QName", "annotation? simpleType? FACET*"),
    ("list", "itemType:QName", "annotation? simpleType?"),
    ("union", "memberTypes:QNames", "annotation? simpleType*"),
    ("FACET", "value:text! fixed:boolean", "annotation?"),
    ("length", "value:least! fixed:boolean", "annotation?"),
    ("minLength", "value:least! fixed:boolean", "annotation?"),
    ("maxLength", "value:least! fixed:boolean", "annotation?"),
    ("fractionDigits", "value:least! fixed:boolean", "annotation?"),
    ("totalDigits", "value:positive! fixed:boolean", "annotation?"),
    ("whiteSpace", "value:whiteSpace! fixed:boolean", "annotation?"),
    ("enumeration", "value:text!", "annotation?"),
    ("pattern", "value:text!", "annotation?"),
    ("assertion", "test:text xpathDefaultNamespace:text", "annotation?"),
    ("assert", "test:text xpathDefaultNamespace:text", "annotation?"),
    ("global group", "name:NCName", "annotation? all|choice|sequence!"),
    ("group reference", "ref:QName minOccurs:least maxOccurs:most", "annotation?"),
    ("global attributeGroup", "name:NCName", "annotation? attribute|attributeGroup* anyAttribute?"),
    ("attributeGroup reference", "ref:QName", "annotation?"),
    ("model of a group", "", "annotation? element|group|choice|sequence|any*"),
    (
        "sequence",
        "minOccurs:least maxOccurs:most",
        "annotation? element|group|choice|sequence|any*",
    ),
    ("choice", "minOccurs:least maxOccurs:most", "annotation? element|group|choice|sequence|any*"),
    ("all", "minOccurs:zeroOrOne maxOccurs:one", "annotation? element|any|group*"),
    ("all of a group", "", "annotation? element|any|group*"),
    (
        "any",
        "namespace:namespaces notNamespace:text notQName:text processContents:process minOccurs:least \
         maxOccurs:most",
        "annotation?",
    ),
    (
        "anyAttribute",
        "namespace:namespaces notNamespace:text notQName:text processContents:process",
        "annotation?",
    ),
    ("key", "name:NCName!", "annotation? selector! field+"),
    ("unique", "name:NCName!", "annotation? selector! field+"),
    ("keyref", "name:NCName! refer:QName!", "annotation? selector! field+"),
    ("selector", "xpath:text! xpathDefaultNamespace:text", "annotation?"),
    ("field", "xpath:text! xpathDefaultNamespace:text", "annotation?"),
    ("notation", "name:NCName! public:text system:text", "annotation?"),
];

const COMPLEX: &str = "annotation? simpleContent|complexContent? openContent? group|all|choice|sequence? \
                       attribute|attributeGroup* anyAttribute? assert*";

/// The attributes and content that an element may have.
pub(super) struct Rule {
    pub(super) title: &'static str,
    attributes: HashMap<&'static str, (Kind, bool)>,
    pub(super) content: Vec<Phase>,
}

/// A step in the content of an element.
pub(super) struct Phase {
    tags: Vec<&'static str>,
    pub(super) is_required: bool,
    pub(super) repeats: bool,
}

static TABLE: LazyLock<HashMap<&'static str, Rule>> =
    LazyLock::new(|| RULES.iter().map(|rule| (rule.0, Rule::read(*rule))).collect());

/// Returns the rule for an element, by its name and where it is.
pub(super) fn rule(node: Node<'_, '_>) -> Option<&'static Rule> {
    let tag = node.tag_name().name();
    let parent = node.parent().map_or("", |parent| parent.tag_name().name());
    let is_global = matches!(parent, "schema" | "redefine" | "override");
    let place = match tag {
        _ if is_global => "global",
        "element" | "attribute" if !node.has_own_attribute("ref") => "local",
        "element" | "attribute" | "group" | "attributeGroup" => "reference",
        "complexType" | "simpleType" => "anonymous",
        "restriction" | "extension" => parent,
        "all" if parent == "group" => "all of a group",
        "sequence" | "choice" if parent == "group" => "model of a group",
        _ => "",
    };
    let named = |title: &str| TABLE.get(title);
    named(&format!("{place} {tag}"))
        .or_else(|| named(&format!("{tag} {place}")))
        .or_else(|| named(place))
        .or_else(|| named(tag))
        .or_else(|| knows_facet(tag).then(|| named("FACET")).flatten())
}

impl Rule {
    fn read((title, attributes, content): (&'static str, &'static str, &'static str)) -> Self {
        let attribute = |word: &'static str| {
            let required = word.strip_suffix('!');
            let (name, kind) = required.unwrap_or(word).split_once(':').unwrap_or((word, ""));
            (name, (Kind::named(kind), required.is_some()))
        };
        let phase = |word: &'static str| {
            let (tags, times) = word.split_at(word.len() - 1);
            Phase {
                tags: tags.split('|').collect(),
                is_required: matches!(times, "!" | "+"),
                repeats: matches!(times, "*" | "+"),
            }
        };
        Self {
            title,
            attributes: attributes.split_whitespace().map(attribute).collect(),
            content: content.split_whitespace().map(phase).collect(),
        }
    }

    pub(super) fn kind_of(&self, attribute: &str) -> Option<Kind> {
        self.attributes.get(attribute).map(|(kind, _)| *kind)
    }

    pub(super) fn required(&self) -> impl Iterator<Item = &'static str> {
        self.attributes.iter().filter(|(_, (_, required))| *required).map(|(name, _)| *name)
    }

    /// Returns the constraint that an attribute violates that the element does not allow.
    pub(super) fn attribute_constraint(&self) -> &'static str {
        match self.title {
            "element reference" => "src-element.2",
            "attribute reference" => "src-attribute.3",
            _ => "s4s-att-not-allowed",
        }
    }
}

impl Phase {
    pub(super) fn allows(&self, tag: &str) -> bool {
        let is_facet = || knows_facet(tag) || tag == "assertion";
        self.tags.iter().any(|known| *known == tag || (*known == "FACET" && is_facet()))
    }

    /// Returns the first element that is allowed, for messages.
    pub(super) fn first(&self) -> &'static str {
        self.tags.first().copied().unwrap_or_default()
    }
}
