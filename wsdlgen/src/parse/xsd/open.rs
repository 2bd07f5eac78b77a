//! Parsing of open content (XML Schema 1.1 part 1, §3.4.2).

use roxmltree::Node;

use super::particle;
use crate::{
    parse::context::Context,
    syntax::xsd::{OpenContent, OpenMode},
};

/// `xs:defaultOpenContent`: the open content of the types that have none of their own.
#[derive(Clone, Debug)]
pub(in crate::parse) struct DefaultOpenContent {
    content: OpenContent,
    /// `true` if it also applies to types without content.
    applies_to_empty: bool,
}

/// The `xs:openContent` of a type.
#[derive(Default)]
pub(super) enum Written {
    #[default]
    Nothing,
    /// The mode `none`: the default does not apply.
    Closed,
    Open(OpenContent),
}

/// Parses the `xs:openContent` of a type.
pub(super) fn written(node: Node<'_, '_>, context: &mut Context<'_>) -> Written {
    content(node, context).map_or(Written::Closed, Written::Open)
}

/// Parses `xs:openContent`, or returns `None` if its mode is `none`.
fn content(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<OpenContent> {
    const MODES: [(&str, Option<OpenMode>); 3] = [
        ("interleave", Some(OpenMode::Interleave)),
        ("suffix", Some(OpenMode::Suffix)),
        ("none", None),
    ];
    let children = context.xsd_children(node);
    let mode = context.choice(node, "mode", &MODES)?;
    let wildcard = children.iter().find(|(tag, _)| *tag == "any");
    let wildcard = particle::wildcard(wildcard.map_or(node, |(_, any)| *any), context);
    Some(OpenContent { mode, wildcard })
}

/// Parses the `xs:defaultOpenContent` of a schema.
pub(super) fn default(
    schema: Node<'_, '_>,
    context: &mut Context<'_>,
) -> Option<DefaultOpenContent> {
    let children = context.xsd_children(schema);
    let (_, node) = children.into_iter().find(|(tag, _)| *tag == "defaultOpenContent")?;
    let open = content(node, context)?;
    Some(DefaultOpenContent {
        content: open,
        applies_to_empty: context.flag(node, "appliesToEmpty"),
    })
}

impl Written {
    /// Returns the open content of a type, which may be the schema's default.
    pub(super) fn or_default(
        self,
        default: Option<&DefaultOpenContent>,
        is_empty: bool,
    ) -> Option<OpenContent> {
        match self {
            Self::Open(content) => Some(content),
            Self::Closed => None,
            Self::Nothing => {
                let default = default.filter(|default| default.applies_to_empty || !is_empty);
                default.map(|default| default.content.clone())
            }
        }
    }
}
