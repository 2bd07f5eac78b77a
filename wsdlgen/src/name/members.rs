//! Names inside of types: fields and variants.

use super::{Identifier, Scope, TypeNames};
use crate::model::{Choice, Content, Definition, Model, Record, TypeId};

/// The names of a type's fields or variants.
#[derive(Clone, Debug, Default)]
pub(crate) struct MemberNames {
    /// The fields of a record's content, or its value; the branches of a choice, the values of an
    /// enumeration, the members of a union or a family.
    pub(crate) content: Vec<Identifier>,
    pub(crate) attributes: Vec<Identifier>,
    pub(crate) any_attributes: Option<Identifier>,
    /// The field of the record that is extended.
    pub(crate) base: Option<Identifier>,
    /// The variant for text in mixed content, for the unknown members of a family.
    pub(crate) other: Option<Identifier>,
}

impl MemberNames {
    pub(super) fn of(definition: &Definition) -> Self {
        match definition {
            Definition::Record(record) => Self::of_record(record),
            Definition::Choice(choice) => Self::of_choice(choice),
            Definition::Enumeration(enumeration) => {
                Self::variants(enumeration.values.iter().map(|value| &*value.text))
            }
            Definition::Union(union) => {
                Self::variants(union.members.iter().map(|member| &*member.called))
            }
            // Named when their members are.
            Definition::Family(_) | Definition::Simple(_) => Self::default(),
        }
    }

    /// Elements claim their names first, what has no name on the wire comes last.
    fn of_record(record: &Record) -> Self {
        let mut scope = Scope::members();
        let mut claim = |wanted: &[&str]| {
            scope.claim(&wanted.iter().map(|name| Identifier::of_field(name)).collect::<Vec<_>>())
        };
        let fields = record.fields().iter().map(|field| claim(&[&field.called]));
        let mut content: Vec<_> = fields.collect();
        let attributes = record.attributes.iter().map(|attribute| {
            let local = &attribute.name.local;
            claim(&[local, &format!("{local} attribute")])
        });
        let attributes = attributes.collect();
        match record.content {
            Content::Value(_) => content.push(claim(&["value", "content"])),
            Content::Mixed(_) => content.push(claim(&["content", "items"])),
            Content::Fields(..) => {}
        }
        let any_attributes = record.any_attribute.as_ref().map(|_| claim(&["any attributes"]));
        let base = record.base.map(|_| claim(&["base", "base type"]));
        Self { content, attributes, any_attributes, base, other: None }
    }

    fn of_choice(choice: &Choice) -> Self {
        let mut scope = Scope::members();
        let mut claim = |name: &str| scope.claim(&[Identifier::of_variant(name)]);
        let content = choice.branches.iter().map(|branch| claim(&branch.called)).collect();
        let other = choice.text.map(|_| claim("text"));
        Self { content, other, ..Self::default() }
    }

    fn variants<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut scope = Scope::members();
        let content = names.map(|name| scope.claim(&[Identifier::of_variant(name)])).collect();
        Self { content, ..Self::default() }
    }
}

/// The variants of a family are called as its members are.
pub(super) fn name_variants_of_families(model: &Model, types: &mut [Option<TypeNames>]) {
    for (id, of_type) in model.types() {
        let Definition::Family(family) = &of_type.definition else { continue };
        let mut scope = Scope::members();
        let name_of = |id: &TypeId| types[id.0 as usize].as_ref().map(|names| names.name.clone());
        let wanted = family.members.iter().filter_map(name_of);
        let content = wanted.map(|name| scope.claim(&[name])).collect();
        let other = Some(scope.claim(&[Identifier::of_variant("other")]));
        if let Some(names) = &mut types[id.0 as usize] {
            names.members = MemberNames { content, other, ..MemberNames::default() };
        }
    }
}

/// The variables that hold the members of a record and of those it extends while they are read:
/// no two alike, those of the outermost base first.
pub(crate) fn locals(lineage: &[&TypeNames]) -> Vec<MemberNames> {
    let mut scope = Scope::locals();
    // The record's own members keep their names before those of its bases.
    let mut locals: Vec<MemberNames> = lineage
        .iter()
        .rev()
        .map(|names| {
            let mut claim = |name: &Identifier| scope.claim(std::slice::from_ref(name));
            let members = &names.members;
            MemberNames {
                content: members.content.iter().map(&mut claim).collect(),
                attributes: members.attributes.iter().map(&mut claim).collect(),
                any_attributes: members.any_attributes.as_ref().map(&mut claim),
                base: None,
                other: None,
            }
        })
        .collect();
    locals.reverse();
    locals
}
