//! Simple types.

use std::sync::Arc;

use super::{Writer, builtin_reference, text::Tag};
use crate::{
    pattern,
    resolve::TypeTarget,
    syntax::{
        Builtin,
        xsd::{Facet, FacetKind, Literal, SimpleType, SimpleUse, Type, TypeUse, Variety},
    },
};

impl<'a> Writer<'a> {
    /// Writes a simple type after those that it is derived from. Returns its number.
    pub(super) fn simple_type(
        &mut self,
        simple: &'a SimpleType,
        name: Option<(&'a Arc<str>, &'a Arc<str>)>,
    ) -> usize {
        let (base, content) = match &simple.variety {
            Variety::Restriction { base, facets } => {
                let holds_names = self.holds_names(base);
                (Some(self.simple_use(base)), facets_text(facets, holds_names))
            }
            Variety::List(item) => {
                let item = self.simple_use(item);
                (None, Tag::new("list").attribute("item", &item).with_content(""))
            }
            Variety::Union(members) => {
                let members: Vec<_> =
                    members.iter().map(|member| self.simple_use(member)).collect();
                (None, Tag::new("union").attribute("members", &members.join(" ")).with_content(""))
            }
        };
        let mut tag = Tag::new("simple");
        if let Some((namespace, local)) = name {
            tag.attribute("name", &self.name(namespace, local));
        }
        tag.optional("base", base.as_deref());
        let text = tag.line(&content);
        self.add(text)
    }

    pub(super) fn simple_use(&mut self, simple: &'a SimpleUse) -> String {
        match simple {
            SimpleUse::Reference(reference) => self.value_type(reference),
            SimpleUse::Anonymous(simple) => {
                let address = std::ptr::from_ref(&**simple).addr();
                if let Some(id) = self.anonymous.get(&address) {
                    return format!("#{id}");
                }
                let id = self.simple_type(simple, None);
                self.anonymous.insert(address, id);
                format!("#{id}")
            }
        }
    }

    /// Returns whether the values of a type are qualified names.
    fn holds_names(&self, simple: &SimpleUse) -> bool {
        match simple {
            SimpleUse::Anonymous(simple) => self.variety_holds_names(&simple.variety),
            SimpleUse::Reference(reference) => {
                self.target_holds_names(self.linked.type_target(reference))
            }
        }
    }

    fn variety_holds_names(&self, variety: &Variety) -> bool {
        match variety {
            Variety::Restriction { base, .. } => self.holds_names(base),
            Variety::List(_) | Variety::Union(_) => false,
        }
    }

    fn target_holds_names(&self, target: TypeTarget) -> bool {
        match target {
            TypeTarget::Builtin(builtin) => matches!(builtin, Builtin::QName | Builtin::Notation),
            TypeTarget::Definition(index) => match &self.linked.types[index].item.definition {
                Type::Simple(simple) => self.variety_holds_names(&simple.variety),
                Type::Complex(_) => false,
            },
        }
    }

    /// Returns the text of a default or fixed value.
    pub(super) fn literal(&self, literal: &Literal, of_type: &TypeUse) -> String {
        let holds_names = match of_type {
            TypeUse::Reference(reference) => {
                self.target_holds_names(self.linked.type_target(reference))
            }
            TypeUse::Anonymous(definition) => match &**definition {
                Type::Simple(simple) => self.variety_holds_names(&simple.variety),
                Type::Complex(_) => false,
            },
            TypeUse::Absent => false,
        };
        literal_text(literal, holds_names)
    }

    /// Returns the text that refers to a simple type, or to the type of a complex type's simple content.
    fn value_type(
        &mut self,
        reference: &crate::syntax::Reference<crate::syntax::xsd::TypeDefinition>,
    ) -> String {
        match self.linked.type_target(reference) {
            TypeTarget::Builtin(builtin) => builtin_reference(builtin),
            TypeTarget::Definition(index) => self.value_of(index),
        }
    }
}

/// Returns the texts of facets.
pub(super) fn facets_text(facets: &[Facet], holds_names: bool) -> String {
    facets.iter().map(|facet| facet_text(facet, holds_names)).collect()
}

fn facet_text(facet: &Facet, holds_names: bool) -> String {
    let text = facet.value.text.trim();
    let mut tag = Tag::new(facet.kind.name());
    match facet.kind {
        FacetKind::Pattern => {
            // A pattern that cannot be translated has been reported.
            let Ok(regex) = pattern::translate(&facet.value.text) else { return String::new() };
            tag.attribute("regex", &regex).attribute("value", &facet.value.text);
        }
        FacetKind::Enumeration => {
            tag.attribute("value", &literal_text(&facet.value, holds_names));
        }
        FacetKind::Length
        | FacetKind::MinLength
        | FacetKind::MaxLength
        | FacetKind::TotalDigits
        | FacetKind::FractionDigits => {
            // An invalid number has been reported.
            let Ok(number) = text.parse::<usize>() else { return String::new() };
            tag.attribute("value", &number.to_string());
        }
        FacetKind::WhiteSpace
        | FacetKind::ExplicitTimezone
        | FacetKind::MaxInclusive
        | FacetKind::MaxExclusive
        | FacetKind::MinInclusive
        | FacetKind::MinExclusive => {
            tag.attribute("value", text);
        }
    }
    tag.with_content("")
}

/// Returns a value as written, or a qualified name as `{namespace}local`.
fn literal_text(literal: &Literal, is_name: bool) -> String {
    match &literal.name {
        Some(name) if is_name => name.to_string(),
        _ => literal.text.to_string(),
    }
}
