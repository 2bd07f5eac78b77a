//! Slots: the members that a record may contain.

use super::{First, Name, NamespaceId, Wildcard};

/// A slot of a record: the elements that belong to a member, and whether there may be several.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// The element's name, or for a part, its name in errors.
    pub(super) name: Name,
    pub(super) kind: Kind,
    pub(super) repeated: bool,
    pub(super) nillable: bool,
    /// `true` if the elements may occur between those of other slots.
    pub(super) anywhere: bool,
    pub(super) naming: Naming,
}

/// The part of an element's name that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    All,
    /// Only the local name.
    Local,
    Nothing,
}

/// The content of a slot.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// An element with the slot's name.
    Element,
    /// A part of content that begins with one of these elements.
    Part(First),
}

impl Slot {
    /// Creates a slot for an element that occurs at most once. Without a `prefix`, it has no namespace.
    pub const fn element(prefix: &[NamespaceId], local: &'static str) -> Self {
        let name = Name::of(prefix, local);
        Self {
            name,
            kind: Kind::Element,
            repeated: false,
            nillable: false,
            anywhere: false,
            naming: Naming::All,
        }
    }

    /// Creates a slot for elements of any name that the wildcards allow.
    pub const fn any(called: &'static str, wildcards: &'static [Wildcard]) -> Self {
        Self::part(called, First::of(&[]).or(wildcards))
    }

    /// Creates a slot for a choice, a group or a wildcard. When the slot is found, the cursor stays before the element.
    pub const fn part(called: &'static str, first: First) -> Self {
        let name = Name::unqualified(called);
        Self {
            name,
            kind: Kind::Part(first),
            repeated: false,
            nillable: false,
            anywhere: false,
            naming: Naming::All,
        }
    }

    /// Allows any number of elements in the slot.
    #[must_use]
    pub const fn several(mut self) -> Self {
        self.repeated = true;
        self
    }

    /// Allows the elements to occur between those of other slots (open content).
    #[must_use]
    pub const fn anywhere(mut self) -> Self {
        self.anywhere = true;
        self
    }

    /// Allows the element to be nil (`xsi:nil`).
    #[must_use]
    pub const fn nillable(mut self) -> Self {
        self.nillable = true;
        self
    }

    /// Makes the element an accessor of the SOAP encoding, which may be nil. Toolkits disagree on whether its name has
    /// a namespace (SOAP 1.1, §5.1), so both forms are accepted.
    #[must_use]
    pub const fn accessor(mut self) -> Self {
        self.naming = Naming::Local;
        self.nillable()
    }

    /// Makes the element the only parameter or the result of a call. Its name is not significant (SOAP 1.1, §7.1).
    #[must_use]
    pub const fn parameter(mut self) -> Self {
        self.naming = Naming::Nothing;
        self.nillable()
    }

    /// Returns the element's name.
    pub const fn name(&self) -> &Name {
        &self.name
    }

    /// Returns the name if the slot is for a single element, not for a part.
    #[inline]
    pub(super) const fn only_name(&self) -> Option<&Name> {
        match self.kind {
            Kind::Element => Some(&self.name),
            Kind::Part(_) => None,
        }
    }

    /// Returns the elements that a part or a wildcard may begin with.
    pub(super) const fn first(&self) -> Option<First> {
        match self.kind {
            Kind::Element => None,
            Kind::Part(first) => Some(first),
        }
    }

    pub(super) fn has_wildcards(&self) -> bool {
        self.first().is_some_and(|first| !first.wildcards.is_empty())
    }

    /// Returns whether the slot takes elements with names other than its own.
    pub(super) fn takes_others(&self) -> bool {
        self.only_name().is_none() || self.naming != Naming::All
    }
}
