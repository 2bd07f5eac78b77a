//! Element and attribute declarations.

use std::sync::Arc;

use super::{Writer, builtin_reference, text::Tag};
use crate::syntax::{
    Builtin,
    xsd::{
        AttributeDeclaration, Block, ConstraintCategory, ConstraintKind, ElementContent,
        ElementDeclaration, IdentityConstraint, PathPiece, TypeAlternative, TypeUse,
        ValueConstraint,
    },
};

impl<'a> Writer<'a> {
    pub(super) fn global_element(
        &mut self,
        element: &'a ElementDeclaration,
        namespace: &'a Arc<str>,
    ) -> String {
        let mut tag = Tag::new("element");
        let name = self.name(namespace, &element.name.name);
        tag.attribute("name", &name).flag("abstract", element.is_abstract);
        if let Some(head) = &element.substitution_group {
            let head = &self.linked.elements[self.linked.element_index(head)];
            let name = self.name(&head.namespace, &head.item.name.name);
            tag.attribute("head", &name);
        }
        let ty = self.element_type(element, namespace);
        let content = self.declaration(&mut tag, &element.content, &ty, namespace);
        let line = tag.line(&content);
        self.length += line.len();
        line
    }

    /// Returns the type of a global element, which may be that of its substitution group's head (§3.3.2).
    fn element_type(&mut self, element: &'a ElementDeclaration, namespace: &'a Arc<str>) -> String {
        let (mut element, mut namespace) = (element, namespace);
        // A group that contains itself has been refused.
        for _ in 0..self.linked.elements.len() {
            let (TypeUse::Absent, Some(head)) =
                (&element.content.of_type, &element.substitution_group)
            else {
                break;
            };
            let head = &self.linked.elements[self.linked.element_index(head)];
            (element, namespace) = (&head.item, &head.namespace);
        }
        self.type_use(&element.content.of_type, namespace, Builtin::AnyType)
    }

    /// Adds what global and local elements have in common. Returns the alternatives and the identity constraints.
    pub(super) fn declaration(
        &mut self,
        tag: &mut Tag,
        content: &'a ElementContent,
        ty: &str,
        namespace: &'a Arc<str>,
    ) -> String {
        tag.attribute("type", ty).flag("nillable", content.nillable);
        tag.optional("block", block(content.block).as_deref());
        self.preset(tag, content.constraint.as_ref(), &content.of_type);
        let mut inner = String::new();
        for alternative in &content.alternatives {
            inner += &self.alternative(alternative, ty, namespace);
        }
        for constraint in &content.identity {
            inner += &self.identity(constraint, namespace);
        }
        inner
    }

    /// `declared` is the type of the element.
    fn alternative(
        &mut self,
        alternative: &'a TypeAlternative,
        declared: &str,
        namespace: &'a Arc<str>,
    ) -> String {
        let mut tag = Tag::new("alternative");
        let test = alternative.test.as_ref().map(ToString::to_string);
        tag.optional("test", test.as_deref());
        match &alternative.of_type {
            Some(TypeUse::Absent) => {
                tag.attribute("type", declared);
            }
            Some(of_type) => {
                let ty = self.type_use(of_type, namespace, Builtin::AnyType);
                tag.attribute("type", &ty);
            }
            None => {}
        }
        tag.with_content("")
    }

    pub(super) fn global_attribute(
        &mut self,
        attribute: &'a AttributeDeclaration,
        namespace: &'a Arc<str>,
    ) -> String {
        let mut tag = Tag::new("attribute");
        let name = self.name(namespace, &attribute.name.name);
        let ty = self.type_use(&attribute.of_type, namespace, Builtin::AnySimpleType);
        tag.attribute("name", &name).attribute("type", &ty);
        self.preset(&mut tag, attribute.constraint.as_ref(), &attribute.of_type);
        tag.line("")
    }

    pub(super) fn preset(
        &self,
        tag: &mut Tag,
        constraint: Option<&ValueConstraint>,
        of_type: &TypeUse,
    ) {
        let Some(constraint) = constraint else { return };
        let name = match constraint.kind {
            ConstraintKind::Default => "default",
            ConstraintKind::Fixed => "fixed",
        };
        tag.attribute(name, &self.literal(&constraint.value, of_type));
    }

    fn identity(&mut self, constraint: &IdentityConstraint, namespace: &Arc<str>) -> String {
        let mut tag = Tag::new(match constraint.category {
            ConstraintCategory::Key => "key",
            ConstraintCategory::Unique => "unique",
            ConstraintCategory::Keyref(_) => "keyref",
        });
        let name = self.name(namespace, &constraint.name.name);
        tag.attribute("name", &name);
        if let ConstraintCategory::Keyref(refer) = &constraint.category {
            let refer = self.name(&refer.namespace, &refer.local);
            tag.attribute("refer", &refer);
        }
        let mut content = self.path("selector", &constraint.selector);
        for field in &constraint.fields {
            content += &self.path("field", field);
        }
        tag.with_content(&content)
    }

    fn path(&mut self, tag: &'static str, pieces: &[PathPiece]) -> String {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                PathPiece::Text(piece) => text.push_str(piece),
                PathPiece::Namespace(uri) => text.push_str(&self.name(uri, "")),
            }
        }
        Tag::new(tag).attribute("path", &text).with_content("")
    }

    /// Returns the type of a local element.
    pub(super) fn local_type(
        &mut self,
        content: &'a ElementContent,
        namespace: &'a Arc<str>,
    ) -> String {
        match &content.of_type {
            TypeUse::Absent => builtin_reference(Builtin::AnyType),
            of_type => self.type_use(of_type, namespace, Builtin::AnyType),
        }
    }
}

/// Returns the words of `block`, or `None` if nothing is blocked.
pub(super) fn block(block: Block) -> Option<String> {
    let words = [
        (block.extension, "extension"),
        (block.restriction, "restriction"),
        (block.substitution, "substitution"),
    ];
    let words: Vec<_> = words.iter().filter(|(is_set, _)| *is_set).map(|(_, word)| *word).collect();
    (!words.is_empty()).then(|| words.join(" "))
}
