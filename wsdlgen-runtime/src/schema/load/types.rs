//! Reading of type definitions.

use super::{
    Loaded, Loader,
    declarations::{method, methods},
    flag, is_type, number, required, unknown,
};
use crate::{
    schema::{
        builtins::{ANY_SIMPLE_TYPE, ANY_TYPE},
        components::{
            Complex, Content, Definition, Methods, Model, Particle, Simple, Term, Type, TypeId,
            Variety,
        },
        error::SchemaError,
        facets::{Facets, Pattern},
    },
    validate::ExplicitTimezone,
    xml::AnyElement,
    xsd::WhiteSpace,
};

impl Loader<'_> {
    /// Adds the types of the text.
    pub(super) fn define_types(&mut self) -> Loaded<()> {
        let items = self.root.elements().filter(|item| is_type(item));
        for (id, item) in (self.first_type..).zip(items) {
            let ty = if item.name.local() == "simple" {
                self.simple_type(item)?
            } else {
                self.complex_type(item)?
            };
            if let Some(name) = ty.name.clone() {
                self.components.named_types.insert(name, id);
            }
            self.components.types.push(ty);
        }
        Ok(())
    }

    fn simple_type(&self, item: &AnyElement) -> Loaded<Type> {
        let base = match item.attribute("base") {
            Some(text) => self.type_at(text)?,
            None => ANY_SIMPLE_TYPE,
        };
        let mut variety = None;
        let mut white_space = None;
        let mut facets = Facets::default();
        for part in item.elements() {
            match part.name.local() {
                "list" => variety = Some(Variety::List(self.type_of(part, "item")?)),
                "union" => {
                    let members = required(part, "members")?.split_ascii_whitespace();
                    let members = members.map(|text| self.type_at(text)).collect::<Loaded<_>>()?;
                    variety = Some(Variety::Union(members));
                }
                "whiteSpace" => white_space = Some(rule(required(part, "value")?)),
                _ => add_facet(&mut facets, part)?,
            }
        }
        let inherited = self.components.types.get(base).map(|ty| &ty.definition);
        let (variety, own) = match (variety, inherited) {
            (Some(variety @ Variety::List(_)), _) => (variety, WhiteSpace::Collapse),
            // Each member type of a union normalises for itself.
            (Some(variety), _) => (variety, WhiteSpace::Preserve),
            (None, Some(Definition::Simple(base))) => (base.variety.clone(), base.white_space),
            (None, _) => return Err(SchemaError("a simple type precedes its base".to_owned())),
        };
        let white_space = white_space.unwrap_or(own);
        for listed in &mut facets.enumeration {
            *listed = white_space.apply(listed).into_owned();
        }
        Ok(Type {
            name: self.optional_name(item, "name")?,
            base,
            method: Methods::RESTRICTION,
            block: Methods::NONE,
            is_abstract: false,
            definition: Definition::Simple(Simple { variety, facets, white_space }),
        })
    }

    fn complex_type(&mut self, item: &AnyElement) -> Loaded<Type> {
        let mut complex =
            Complex { attributes: Vec::new(), any_attribute: None, content: Content::Empty };
        for part in item.elements() {
            match part.name.local() {
                "attribute" => complex.attributes.push(self.attribute(part)?),
                "anyAttribute" => complex.any_attribute = Some(self.wildcard(part)?),
                "value" => complex.content = Content::Simple(self.type_of(part, "type")?),
                "content" => complex.content = self.content(part)?,
                _ => return Err(unknown(part)),
            }
        }
        let base: TypeId = match item.attribute("base") {
            Some(text) => self.type_at(text)?,
            None => ANY_TYPE,
        };
        Ok(Type {
            name: self.optional_name(item, "name")?,
            base,
            method: method(item.attribute("by").unwrap_or("restriction")),
            block: methods(item),
            is_abstract: flag(item, "abstract"),
            definition: Definition::Complex(complex),
        })
    }

    fn content(&mut self, item: &AnyElement) -> Loaded<Content> {
        let mut open = None;
        let mut particle = Particle { least: 1, most: Some(1), term: Term::Sequence(Vec::new()) };
        for part in item.elements() {
            match part.name.local() {
                "open" => open = Some(Box::new(self.open_content(part)?)),
                _ => particle = self.particle(part)?,
            }
        }
        Ok(Content::Elements(Model {
            mixed: flag(item, "mixed"),
            particle,
            open,
            declared: std::collections::HashMap::new(),
            wildcards: Vec::new(),
            leaves: 0,
        }))
    }
}

fn rule(text: &str) -> WhiteSpace {
    match text {
        "preserve" => WhiteSpace::Preserve,
        "replace" => WhiteSpace::Replace,
        _ => WhiteSpace::Collapse,
    }
}

fn time_zone(text: &str) -> Option<ExplicitTimezone> {
    let known = [ExplicitTimezone::Required, ExplicitTimezone::Prohibited];
    known.into_iter().find(|one| one.as_str() == text)
}

fn add_facet(facets: &mut Facets, item: &AnyElement) -> Loaded<()> {
    let value = || required(item, "value").map(str::to_owned);
    match item.name.local() {
        "length" => facets.length = Some(number(item, "value")?),
        "minLength" => facets.min_length = Some(number(item, "value")?),
        "maxLength" => facets.max_length = Some(number(item, "value")?),
        "totalDigits" => facets.total_digits = Some(number(item, "value")?),
        "fractionDigits" => facets.fraction_digits = Some(number(item, "value")?),
        "explicitTimezone" => facets.explicit_timezone = time_zone(required(item, "value")?),
        "minInclusive" => facets.min_inclusive = Some(value()?),
        "minExclusive" => facets.min_exclusive = Some(value()?),
        "maxInclusive" => facets.max_inclusive = Some(value()?),
        "maxExclusive" => facets.max_exclusive = Some(value()?),
        "enumeration" => facets.enumeration.push(value()?),
        "pattern" => facets.patterns.push(Pattern::new(required(item, "regex")?, value()?)),
        _ => return Err(unknown(item)),
    }
    Ok(())
}
