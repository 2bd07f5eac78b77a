//! Attributes and content of elements: records, fields and choices.

use std::sync::Arc;

use wsdlgen_runtime::alternatives::{TestedAttribute, TypeTest};

use super::{AttachmentPart, AttachmentUse, DataSet, Name, TypeId, ValueType, Wildcard};
use crate::syntax::Documentation;

/// A struct: the attributes and content of an element, or a part of its content.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) role: Role,
    /// `true` if only derived types have values.
    pub(crate) is_abstract: bool,
    /// The record that this one extends. Its attributes and content come first.
    pub(crate) base: Option<TypeId>,
    /// The record that this one restricts.
    pub(crate) restricts: Option<TypeId>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) any_attribute: Option<Wildcard>,
    pub(crate) content: Content,
    /// The parts of a message that are sent as attachments.
    pub(crate) attachments: Vec<AttachmentPart>,
    /// Set if the element is a .NET `DataSet`, which the runtime has a type for.
    pub(crate) data_set: Option<DataSet>,
}

/// The part of an element that a record represents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    /// A whole element, up to its end tag.
    Element,
    /// A part of an element's content, without a tag of its own.
    Part,
}

/// The content between an element's tags, without the content of the record's base.
#[derive(Debug)]
pub(crate) enum Content {
    Fields(Vec<Field>, Order),
    /// Simple content.
    Value(ValueType),
    /// Mixed content: a repeated choice of text and elements.
    Mixed(TypeId),
    /// An array in SOAP encoding (SOAP 1.1 §5.4.2). Items are read under any name and written as this element.
    Array(Element),
}

impl Content {
    pub(crate) const fn none() -> Self {
        Self::Fields(Vec::new(), Order::Sequence)
    }
}

/// The order of fields, which decides how content is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Each name belongs to one field. Lenient reading accepts any order.
    Sequence,
    /// Each name belongs to one field, and any order is valid (`xs:all`).
    All,
    /// Some name belongs to several fields, so content is read by recursive descent.
    Grammar,
}

impl Record {
    /// Creates a record with this content, without attributes or a base.
    pub(crate) fn of(role: Role, content: Content) -> Self {
        Self {
            role,
            is_abstract: false,
            base: None,
            restricts: None,
            attributes: Vec::new(),
            any_attribute: None,
            content,
            attachments: Vec::new(),
            data_set: None,
        }
    }

    /// Returns the record's own fields, without those of its base.
    pub(crate) fn fields(&self) -> &[Field] {
        match &self.content {
            Content::Fields(fields, _) => fields,
            Content::Value(_) | Content::Mixed(_) | Content::Array(_) => &[],
        }
    }

    pub(crate) fn fields_mut(&mut self) -> &mut [Field] {
        match &mut self.content {
            Content::Fields(fields, _) => fields,
            Content::Value(_) | Content::Mixed(_) | Content::Array(_) => &mut [],
        }
    }
}

impl Record {
    /// Returns the number of members. A base counts as one.
    pub(crate) fn members(&self) -> usize {
        let content = match &self.content {
            Content::Fields(fields, _) => fields.len(),
            Content::Value(_) | Content::Mixed(_) | Content::Array(_) => 1,
        };
        let others = usize::from(self.base.is_some()) + usize::from(self.any_attribute.is_some());
        content + self.attributes.len() + self.attachments.len() + others
    }

    /// Returns whether constructors set any required member, ignoring those of bases.
    pub(crate) fn has_presets(&self) -> bool {
        self.fields().iter().any(|field| field.is_preset)
            || self.attributes.iter().any(|attribute| attribute.is_preset)
    }

    /// Returns the record's own defaults and fixed values with the kind and name of their owner, elements first.
    pub(crate) fn constraints(&self) -> impl Iterator<Item = (&'static str, &Name, &Constraint)> {
        let elements = self.fields().iter().filter_map(|field| match &field.term {
            Term::Element(element) => {
                Some(("element", &element.name, element.constraint.as_ref()?))
            }
            Term::Part(_) | Term::Any(_) => None,
        });
        let attributes = self.attributes.iter().filter_map(|attribute| {
            Some(("attribute", &attribute.name, attribute.constraint.as_ref()?))
        });
        elements.chain(attributes)
    }
}

/// An attribute of a record.
#[derive(Clone, Debug)]
pub(crate) struct Attribute {
    pub(crate) name: Name,
    pub(crate) documentation: Documentation,
    pub(crate) value: ValueType,
    pub(crate) presence: Presence,
    pub(crate) constraint: Option<Constraint>,
    pub(crate) shown: Sensitivity,
    /// `true` if the attribute is required and constructors set it.
    pub(crate) is_preset: bool,
}

/// The declared presence of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
}

/// A default or fixed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Constraint {
    pub(crate) kind: ConstraintKind,
    pub(crate) text: Arc<str>,
}

impl Constraint {
    pub(crate) fn is_fixed(&self) -> bool {
        self.kind == ConstraintKind::Fixed
    }
}

/// The kind of a value constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConstraintKind {
    Default,
    Fixed,
}

/// A field of a record.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// Source of the field's name: the name of its element, or a description of its part.
    pub(crate) called: Arc<str>,
    pub(crate) documentation: Documentation,
    pub(crate) term: Term,
    pub(crate) times: Times,
    pub(crate) storage: Storage,
    pub(crate) shown: Sensitivity,
    /// `true` if the field is required and constructors set it.
    pub(crate) is_preset: bool,
}

/// The content of a field or branch.
#[derive(Clone, Debug)]
pub(crate) enum Term {
    Element(Element),
    /// A choice or a record of [`Role::Part`].
    Part(TypeId),
    Any(Wildcard),
}

impl Term {
    /// Returns the element, if the term is one.
    pub(crate) fn element(&self) -> Option<&Element> {
        match self {
            Self::Element(element) => Some(element),
            Self::Part(_) | Self::Any(_) => None,
        }
    }
}

/// An element declaration: a name and the type of its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: Name,
    pub(crate) value: ValueType,
    pub(crate) nillable: Nillable,
    pub(crate) constraint: Option<Constraint>,
    /// The `xsi:type` that is always written, as in SOAP encoding.
    pub(crate) type_name: Option<Name>,
    /// `true` if the type is an inline restriction of `xs:string` without facets.
    pub(crate) is_untold: bool,
    pub(crate) attachment: AttachmentUse,
}

impl Element {
    /// Creates an element that is not nillable, has no default or fixed value, and writes no `xsi:type`.
    pub(crate) fn of(name: Name, value: ValueType) -> Self {
        Self {
            name,
            value,
            nillable: Nillable::No,
            constraint: None,
            type_name: None,
            is_untold: false,
            attachment: AttachmentUse::No,
        }
    }
}

/// The nillability of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nillable {
    Yes,
    No,
    /// `xsi:nil` is allowed and equivalent to absence, as in SOAP encoding.
    AsAbsent,
}

/// `minOccurs` and `maxOccurs`. A maximum of `None` is unbounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Times {
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
}

impl Times {
    pub(crate) const ONCE: Self = Self { min: 1, max: Some(1) };

    /// Returns the number of occurrences as Rust types distinguish it.
    pub(crate) fn occurs(self) -> Occurs {
        match self {
            Self { min: 0, max: Some(0 | 1) } => Occurs::Optional,
            Self { max: Some(0 | 1), .. } => Occurs::Once,
            _ => Occurs::Repeated,
        }
    }
}

/// A number of occurrences, as Rust types distinguish it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Occurs {
    Once,
    Optional,
    Repeated,
}

/// The storage of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Storage {
    Inline,
    /// Storage in a `Box`: the type contains itself through this value, or the value is large.
    Boxed,
}

/// The sensitivity of a value. Secret values must not appear in logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sensitivity {
    Public,
    Secret,
}

/// An enum over alternatives.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) branches: Vec<Branch>,
    /// The sensitivity of text, if text may occur too: in the items of mixed content.
    pub(crate) text: Option<Sensitivity>,
    /// `true` if several branches may begin with the same element.
    pub(crate) is_ambiguous: bool,
}

impl Choice {
    /// Returns the branches that are elements.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.branches.iter().filter_map(|branch| match &branch.term {
            Term::Element(element) => Some(element),
            Term::Part(_) | Term::Any(_) => None,
        })
    }
}

/// An alternative of a choice.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    /// Source of the variant's name.
    pub(crate) called: Arc<str>,
    pub(crate) documentation: Documentation,
    pub(crate) term: Term,
    /// [`Occurs::Once`] or [`Occurs::Repeated`]. A branch that is absent is not chosen.
    pub(crate) times: Times,
    pub(crate) storage: Storage,
    /// `true` for an element that occurs at most once in mixed content.
    pub(crate) is_single: bool,
}

/// A type together with its derived types: an enum over the types that an element may have.
#[derive(Debug)]
pub(crate) struct Family {
    /// The type that elements are declared with.
    pub(crate) declared: TypeId,
    /// The concrete types. If `xsi:type` selects them, the declared one comes first unless it is abstract.
    pub(crate) members: Vec<TypeId>,
    pub(crate) selection: Selection,
}

/// The way in which the type of an element is selected.
#[derive(Debug)]
pub(crate) enum Selection {
    /// `xsi:type` names it.
    InstanceType,
    /// The first of these tests that the element's attributes pass.
    Tests(Vec<Alternative>),
}

/// A test and the type that it selects.
#[derive(Debug)]
pub(crate) struct Alternative {
    /// `None` always holds.
    pub(crate) test: Option<TypeTest>,
    pub(crate) selected: Selected,
}

/// The type of elements that pass a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Selected {
    /// A member of the family.
    Member(TypeId),
    /// A type without a record. Elements are kept as trees.
    Tree,
    /// A type without values. No such element is valid.
    Nothing,
}

impl Family {
    /// Creates the family of the members that tests select. `declared` is the type that the element declares.
    ///
    /// # Panics
    ///
    /// Panics if no test selects a member.
    pub(crate) fn of_tests(declared: Selected, tests: Vec<Alternative>) -> Self {
        let mut members: Vec<TypeId> = Vec::new();
        for alternative in &tests {
            if let Selected::Member(id) = alternative.selected
                && !members.contains(&id)
            {
                members.push(id);
            }
        }
        let declared = match declared {
            Selected::Member(id) => id,
            Selected::Tree | Selected::Nothing => members[0],
        };
        Self { declared, members, selection: Selection::Tests(tests) }
    }

    /// Returns the tests that select members, if `xsi:type` does not.
    pub(crate) fn tests(&self) -> Option<&[Alternative]> {
        match &self.selection {
            Selection::InstanceType => None,
            Selection::Tests(alternatives) => Some(alternatives),
        }
    }

    /// Returns what the tests select for these attributes.
    pub(crate) fn select(&self, attributes: &[TestedAttribute<'_>]) -> Selected {
        let holds =
            |one: &&Alternative| one.test.as_ref().is_none_or(|test| test.holds(attributes));
        let found = self.tests().and_then(|alternatives| alternatives.iter().find(holds));
        found.map_or(Selected::Member(self.declared), |alternative| alternative.selected)
    }
}
