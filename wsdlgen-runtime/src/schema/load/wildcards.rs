//! Reading of wildcards and open content, and the names that wildcards exclude.

use std::{collections::HashSet, sync::Arc};

use super::{Loaded, Loader, flag, required};
use crate::{
    schema::{
        components::{Definition, Model, Particle, Term},
        error::SchemaError,
        wildcard::{
            DeclaredNames, Exclusions, Namespaces, OpenContent, OpenMode, Process, Wildcard,
        },
    },
    xml::{AnyElement, QName},
    xsd::Lexical,
};

impl Loader<'_> {
    pub(super) fn wildcard(&self, item: &AnyElement) -> Loaded<Wildcard> {
        let namespaces = match (item.attribute("not"), item.attribute("in")) {
            (Some(excluded), _) => Namespaces::Not(uris(excluded)),
            (None, Some(all)) => Namespaces::OneOf(uris(all)),
            (None, None) => Namespaces::Any,
        };
        let process = match item.attribute("process") {
            Some("skip") => Process::Skip,
            Some("lax") => Process::Lax,
            _ => Process::Strict,
        };
        let exclusions = Exclusions {
            defined: flag(item, "exceptDefined"),
            siblings: flag(item, "exceptSiblings"),
        };
        Ok(Wildcard { namespaces, except: self.names(item, "except")?, exclusions, process })
    }

    /// Returns the set of the names in an attribute, if there are any.
    fn names(&self, item: &AnyElement, attribute: &str) -> Loaded<Vec<Arc<HashSet<QName>>>> {
        let Some(text) = item.attribute(attribute) else { return Ok(Vec::new()) };
        let name = |text: &str| {
            QName::parse_in(text, self).map_err(|error| SchemaError(format!("`{text}`: {error}")))
        };
        let names = text.split_ascii_whitespace().map(name).collect::<Loaded<_>>()?;
        Ok(vec![Arc::new(names)])
    }

    pub(super) fn open_content(&self, item: &AnyElement) -> Loaded<OpenContent> {
        let mode = match required(item, "mode")? {
            "suffix" => OpenMode::Suffix,
            _ => OpenMode::Interleave,
        };
        Ok(OpenContent { mode, wildcard: self.wildcard(item)? })
    }

    /// Returns the names of all global elements.
    pub(super) fn global_names(&self) -> Arc<HashSet<QName>> {
        Arc::new(self.components.global_elements.keys().cloned().collect())
    }

    /// Adds the names of global attributes to the wildcards that exclude them.
    pub(super) fn exclude_attributes(&mut self) {
        let names: HashSet<QName> = self.components.global_attributes.keys().cloned().collect();
        let declared = DeclaredNames { global: Arc::new(names), siblings: Arc::default() };
        for ty in &mut self.components.types {
            if let Definition::Complex(complex) = &mut ty.definition
                && let Some(wildcard) = &mut complex.any_attribute
            {
                wildcard.exclude(&declared);
            }
        }
    }
}

/// Adds the names that the wildcards of a model exclude, and lists these wildcards in the model.
pub(super) fn complete(model: &mut Model, global: &Arc<HashSet<QName>>) {
    let siblings = Arc::new(model.declared.keys().cloned().collect());
    let declared = DeclaredNames { global: global.clone(), siblings };
    let mut wildcards = Vec::new();
    complete_particle(&mut model.particle, &declared, &mut wildcards);
    if let Some(open) = &mut model.open {
        open.wildcard.exclude(&declared);
        wildcards.push(open.wildcard.clone());
    }
    model.wildcards = wildcards;
}

fn complete_particle(particle: &mut Particle, declared: &DeclaredNames, into: &mut Vec<Wildcard>) {
    match &mut particle.term {
        Term::Element(..) => {}
        Term::Any(wildcard) => {
            wildcard.exclude(declared);
            into.push(wildcard.clone());
        }
        Term::Sequence(particles) | Term::Choice(particles) | Term::All(particles) => {
            for particle in particles {
                complete_particle(particle, declared, into);
            }
        }
    }
}

fn uris(text: &str) -> Vec<String> {
    let uri = |word: &str| if word == "-" { String::new() } else { word.to_owned() };
    text.split_ascii_whitespace().map(uri).collect()
}
