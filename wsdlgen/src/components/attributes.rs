//! Attributes of complex types, including those of their bases and of attribute groups.

use std::{collections::HashSet, sync::Arc};

use indexmap::IndexMap;

use super::{Source, Writer, text::Tag};
use crate::{
    resolve::TypeTarget,
    syntax::{
        Builtin, QName, Reference,
        xsd::{
            self, AttributeItem, AttributeReference, Derivation, ExcludedNames, LocalAttribute,
            NamespaceConstraint, Precedence, Presence, ProcessContents, Type, TypeDefinition,
            Wildcard,
        },
    },
};

/// The attributes of a complex type: their texts by name, or `None` for a prohibited one.
#[derive(Clone, Default)]
pub(super) struct Attributes {
    uses: IndexMap<QName, Option<String>>,
    wildcard: Option<Wildcard>,
}

impl<'a> Writer<'a> {
    /// Returns the texts of a complex type's attributes.
    pub(super) fn attributes_text(&mut self, source: Source<'a>) -> String {
        let attributes = self.attributes_of(source);
        let mut text: String = attributes.uses.into_values().flatten().collect();
        if let Some(wildcard) = &attributes.wildcard {
            text += &self.wildcard_tag("anyAttribute", wildcard).with_content("");
        }
        text
    }

    fn attributes_of(&mut self, source: Source<'a>) -> Attributes {
        if let Some(known) = source.index.and_then(|index| self.attributes.get(&index)) {
            return known.clone();
        }
        let complex = source.complex;
        let mut own = Attributes::default();
        let mut groups = HashSet::new();
        self.add_attributes(
            &complex.attributes,
            complex.any_attribute.as_ref(),
            source.namespace,
            &mut own,
            &mut groups,
        );
        let all = match base_of(complex) {
            None => own,
            Some((base, derivation)) => {
                let mut all = self.base_attributes(base);
                all.wildcard = match derivation {
                    Derivation::Restriction => own.wildcard,
                    Derivation::Extension => union(all.wildcard, own.wildcard),
                };
                all.uses.extend(own.uses);
                all
            }
        };
        if let Some(index) = source.index {
            self.attributes.insert(index, all.clone());
        }
        all
    }

    fn base_attributes(&mut self, base: &'a Reference<TypeDefinition>) -> Attributes {
        match self.linked.type_target(base) {
            TypeTarget::Builtin(Builtin::AnyType) => {
                let wildcard = Wildcard {
                    namespaces: NamespaceConstraint::Any,
                    except: ExcludedNames::default(),
                    process: ProcessContents::Lax,
                    precedence: Precedence::Equal,
                    documentation: None,
                };
                Attributes { wildcard: Some(wildcard), ..Attributes::default() }
            }
            TypeTarget::Builtin(_) => Attributes::default(),
            TypeTarget::Definition(index) => match self.source(index) {
                Some(source) => self.attributes_of(source),
                None => Attributes::default(),
            },
        }
    }

    /// Returns a named complex type.
    pub(super) fn source(&self, index: usize) -> Option<Source<'a>> {
        let definition = &self.linked.types[index];
        let Type::Complex(complex) = &definition.item.definition else { return None };
        let name = Some(&definition.item.name.name);
        Some(Source { complex, namespace: &definition.namespace, name, index: Some(index) })
    }

    fn add_attributes(
        &mut self,
        items: &'a [AttributeItem],
        wildcard: Option<&Wildcard>,
        namespace: &'a Arc<str>,
        into: &mut Attributes,
        groups: &mut HashSet<usize>,
    ) {
        if let Some(wildcard) = wildcard {
            // The intersection of the wildcards of a type and its groups (§3.4.2, complete wildcard).
            into.wildcard = Some(match into.wildcard.take() {
                Some(other) => other.and(wildcard),
                None => wildcard.clone(),
            });
        }
        for item in items {
            match item {
                AttributeItem::Local(local) => {
                    let (name, text) = self.local_attribute(local, namespace);
                    into.uses.insert(name, text);
                }
                AttributeItem::Reference(reference) => {
                    let (name, text) = self.attribute_reference(reference);
                    into.uses.insert(name, text);
                }
                AttributeItem::Group(reference) => {
                    let index = self.linked.attribute_group_index(reference);
                    if groups.insert(index) {
                        let group = &self.linked.attribute_groups[index];
                        let wildcard = group.item.any_attribute.as_ref();
                        let items = &group.item.attributes;
                        self.add_attributes(items, wildcard, &group.namespace, into, groups);
                    }
                }
            }
        }
    }

    fn local_attribute(
        &mut self,
        local: &'a LocalAttribute,
        namespace: &'a Arc<str>,
    ) -> (QName, Option<String>) {
        let declaration = &local.declaration;
        let name =
            QName { namespace: local.namespace.clone(), local: declaration.name.name.clone() };
        let constraint = declaration.constraint.as_ref();
        let text = self.attribute_use(&name, declaration, namespace, local.presence, constraint);
        (name, text)
    }

    fn attribute_reference(&mut self, written: &'a AttributeReference) -> (QName, Option<String>) {
        let global = &self.linked.attributes[self.linked.attribute_index(&written.reference)];
        let name =
            QName { namespace: global.namespace.clone(), local: global.item.name.name.clone() };
        let constraint = written.constraint.as_ref().or(global.item.constraint.as_ref());
        let namespace = &global.namespace;
        let text = self.attribute_use(&name, &global.item, namespace, written.presence, constraint);
        (name, text)
    }

    fn attribute_use(
        &mut self,
        name: &QName,
        declaration: &'a xsd::AttributeDeclaration,
        namespace: &'a Arc<str>,
        presence: Presence,
        constraint: Option<&xsd::ValueConstraint>,
    ) -> Option<String> {
        if presence == Presence::Prohibited {
            return None;
        }
        let mut tag = Tag::new("attribute");
        let written = self.name(&name.namespace, &name.local);
        let ty = self.type_use(&declaration.of_type, namespace, Builtin::AnySimpleType);
        tag.attribute("name", &written).attribute("type", &ty);
        tag.flag("required", presence == Presence::Required);
        self.preset(&mut tag, constraint, &declaration.of_type);
        Some(tag.with_content(""))
    }
}

/// Returns the base of a complex type and how it is derived from it.
pub(crate) fn base_of(
    complex: &xsd::ComplexType,
) -> Option<(&Reference<TypeDefinition>, Derivation)> {
    match &complex.content {
        xsd::Content::Particle(_) => None,
        xsd::Content::Complex { derivation, base, .. } => Some((base, *derivation)),
        xsd::Content::SimpleExtension { base } => Some((base, Derivation::Extension)),
        xsd::Content::SimpleRestriction { base, .. } => Some((base, Derivation::Restriction)),
    }
}

/// Returns the words of a list of namespaces. No namespace is `-`.
fn words(uris: &[Arc<str>]) -> String {
    let words: Vec<&str> = uris.iter().map(|uri| if uri.is_empty() { "-" } else { uri }).collect();
    words.join(" ")
}

impl Writer<'_> {
    /// Returns the tag of a wildcard.
    pub(super) fn wildcard_tag(&mut self, name: &'static str, wildcard: &Wildcard) -> Tag {
        let mut tag = Tag::new(name);
        match &wildcard.namespaces {
            NamespaceConstraint::Any => {}
            NamespaceConstraint::Not(uris) => {
                tag.attribute("not", &words(uris));
            }
            NamespaceConstraint::OneOf(uris) => {
                tag.attribute("in", &words(uris));
            }
        }
        let except = &wildcard.except;
        let names = except.names.iter().map(|name| self.name(&name.namespace, &name.local));
        let names: Vec<String> = names.collect();
        tag.optional("except", (!names.is_empty()).then(|| names.join(" ")).as_deref());
        tag.flag("exceptDefined", except.defined).flag("exceptSiblings", except.siblings);
        match wildcard.process {
            ProcessContents::Strict => {}
            ProcessContents::Lax => {
                tag.attribute("process", "lax");
            }
            ProcessContents::Skip => {
                tag.attribute("process", "skip");
            }
        }
        tag
    }
}

/// Returns the wildcard of a derived type: it allows what either one allows (§3.10.6, Attribute Wildcard Union).
fn union(base: Option<Wildcard>, own: Option<Wildcard>) -> Option<Wildcard> {
    match (base, own) {
        (Some(base), Some(own)) => Some(own.or(&base)),
        (base, own) => own.or(base),
    }
}
