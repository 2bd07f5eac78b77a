//! Names of fields and variants.

use super::{Identifier, Scope, TypeNames, values};
use crate::model::{Choice, Content, Custom, Definition, EnumerationValue, Model, Record, TypeId};

/// The names of a type's fields or variants.
#[derive(Clone, Debug, Default)]
pub(crate) struct MemberNames {
    /// The fields or the value of a record, the branches of a choice, the values of an enumeration, or the members of a
    /// union or family.
    pub(crate) content: Vec<Identifier>,
    pub(crate) attributes: Vec<Identifier>,
    pub(crate) any_attributes: Option<Identifier>,
    /// The parts of a message that are sent as attachments.
    pub(crate) attachments: Vec<Identifier>,
    /// The constants of a record's defaults and fixed values.
    pub(crate) constants: Vec<Identifier>,
    /// The field that holds the base record.
    pub(crate) base: Option<Identifier>,
    /// The variant for text in mixed content, for unknown members of a family, or for unknown values of an enumeration.
    pub(crate) other: Option<Identifier>,
}

impl MemberNames {
    pub(super) fn of(definition: &Definition, custom: Option<&Custom>) -> Self {
        let given = Given(custom);
        match definition {
            Definition::Record(record) => Self::of_record(record, given),
            Definition::Choice(choice) => Self::of_choice(choice, given),
            Definition::Enumeration(enumeration) => {
                let mut scope = Scope::members();
                let content = given.values(&enumeration.values, &mut scope);
                let open = enumeration.is_open.then(|| Identifier::of_variant("unknown"));
                let other = open.map(|name| scope.claim(&[name]));
                Self { content, other, ..Self::default() }
            }
            Definition::Union(union) => {
                let mut scope = Scope::members();
                let members = union.members.iter().map(|member| given.variant(&member.called));
                let content = members.map(|wanted| scope.claim(&wanted)).collect();
                Self { content, ..Self::default() }
            }
            // Variants of families are named once all types are. The others have no members.
            Definition::Family(_) | Definition::Simple(_) | Definition::External(_) => {
                Self::default()
            }
        }
    }

    /// Returns the name of a member, given its name in selectors.
    pub(super) fn of_member(&self, definition: &Definition, member: &str) -> Option<&Identifier> {
        let is_member = |name: &str| name == member;
        let index = match definition {
            Definition::Record(record) => match member.strip_prefix('@') {
                Some(local) => {
                    let mut attributes = record.attributes.iter();
                    let index = attributes.position(|attribute| *attribute.name.local == *local)?;
                    return self.attributes.get(index);
                }
                None => record.fields().iter().position(|field| is_member(&field.called)),
            },
            Definition::Choice(choice) => {
                choice.branches.iter().position(|branch| is_member(&branch.called))
            }
            Definition::Enumeration(enumeration) => {
                enumeration.values.iter().position(|value| is_member(&value.text))
            }
            Definition::Union(union) => union.members.iter().position(|one| is_member(&one.called)),
            Definition::Family(_) | Definition::Simple(_) | Definition::External(_) => None,
        };
        self.content.get(index?)
    }

    /// Names the members of a record. Elements claim their names first, and members without a name on the wire last.
    fn of_record(record: &Record, given: Given<'_>) -> Self {
        let mut scope = Scope::members();
        let fields = record.fields().iter();
        let mut content: Vec<_> = fields
            .map(|field| scope.claim(&given.field(&field.called, &[&field.called])))
            .collect();
        let attributes = record.attributes.iter().map(|attribute| {
            let local = &attribute.name.local;
            let wanted: [&str; 2] = [local, &format!("{local} attribute")];
            scope.claim(&given.field(&format!("@{local}"), &wanted))
        });
        let attributes = attributes.collect();
        let attachments = record.attachments.iter().map(|attachment| {
            let part = &attachment.part;
            scope.claim(&given.field(part, &[part, &format!("{part} attachment")]))
        });
        let attachments = attachments.collect();
        let mut claim = |wanted: &[&str]| scope.claim(&of_fields(wanted).collect::<Vec<_>>());
        match &record.content {
            Content::Value(_) => content.push(claim(&["value", "content"])),
            Content::Mixed(_) => content.push(claim(&["content", "items"])),
            Content::Array(_) => content.push(claim(&["items"])),
            Content::Fields(..) => {}
        }
        let any_attributes = record.any_attribute.as_ref().map(|_| claim(&["any attributes"]));
        let base = record.base.map(|_| claim(&["base", "base type"]));
        let mut constants = Scope::constants();
        let constants = record
            .constraints()
            .map(|(_, wire, _)| constants.claim(&[Identifier::of_constant(&wire.local)]));
        let constants = constants.collect();
        Self { content, attributes, any_attributes, attachments, constants, base, other: None }
    }

    fn of_choice(choice: &Choice, given: Given<'_>) -> Self {
        let mut scope = Scope::members();
        let branches = choice.branches.iter().map(|branch| given.variant(&branch.called));
        let content = branches.map(|wanted| scope.claim(&wanted)).collect();
        let other = choice.text.map(|_| scope.claim(&[Identifier::of_variant("text")]));
        Self { content, other, ..Self::default() }
    }
}

/// Names of members that settings specify, by their names in selectors.
#[derive(Clone, Copy)]
struct Given<'a>(Option<&'a Custom>);

impl Given<'_> {
    fn name(self, member: &str) -> Option<Identifier> {
        let custom = self.0?.members.get(member)?;
        custom.name.as_deref().map(Identifier::given)
    }

    /// Returns the candidate names of a variant, best first.
    fn variant(self, called: &str) -> Vec<Identifier> {
        self.name(called).into_iter().chain([Identifier::of_variant(called)]).collect()
    }

    /// Returns the names of enumerated values. A value that is already a valid name keeps it.
    fn values(self, values: &[EnumerationValue], scope: &mut Scope) -> Vec<Identifier> {
        let told: Vec<_> =
            values.iter().map(|value| (&*value.text, value.documentation.as_deref())).collect();
        let mut names = vec![None; values.len()];
        let mut wanted: Vec<(usize, Vec<Identifier>)> = values::wanted(&told)
            .into_iter()
            .zip(values)
            .map(|(names, value)| self.name(&value.text).into_iter().chain(names).collect())
            .enumerate()
            .collect();
        wanted.sort_by_key(|(index, names)| !values::is_exact(&values[*index].text, &names[0]));
        for (index, wanted) in wanted {
            names[index] = Some(scope.claim(&wanted));
        }
        names.into_iter().flatten().collect()
    }

    /// Returns the candidate names of a field, best first.
    fn field(self, member: &str, called: &[&str]) -> Vec<Identifier> {
        self.name(member).into_iter().chain(of_fields(called)).collect()
    }
}

fn of_fields(called: &[&str]) -> impl Iterator<Item = Identifier> {
    called.iter().map(|name| Identifier::of_field(name))
}

/// Names the variants of families after their members.
pub(super) fn name_variants_of_families(model: &Model, types: &mut [Option<TypeNames>]) {
    for (id, ty) in model.types() {
        let Definition::Family(family) = &ty.definition else { continue };
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
