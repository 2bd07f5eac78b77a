//! Slots: what a record may contain.

use super::{First, Name, NamespaceId, Wildcard};

/// A slot of a record: the elements that belong to a member, and whether it takes several.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// The element's name; for a part, what an error calls it.
    pub(super) name: Name,
    pub(super) kind: Kind,
    pub(super) repeated: bool,
    pub(super) nillable: bool,
    pub(super) naming: Naming,
}

/// The part of an element's name that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    All,
    /// The local name alone.
    Local,
    Nothing,
}

/// The content of a slot.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// An element of the slot's name.
    Element,
    /// A part of content that begins with one of these.
    Part(First),
}

impl Slot {
    /// An element that occurs once or not at all. Without a `prefix` it has no namespace.
    pub const fn element(prefix: &[NamespaceId], local: &'static str) -> Self {
        let name = Name::of(prefix, local);
        Self { name, kind: Kind::Element, repeated: false, nillable: false, naming: Naming::All }
    }

    /// Elements of any name that the wildcards allow.
    pub const fn any(called: &'static str, wildcards: &'static [Wildcard]) -> Self {
        Self::part(called, First::of(&[]).or(wildcards))
    }

    /// A choice, a group or a wildcard: the cursor stays before it when its slot is found.
    pub const fn part(called: &'static str, first: First) -> Self {
        let name = Name::unqualified(called);
        Self {
            name,
            kind: Kind::Part(first),
            repeated: false,
            nillable: false,
            naming: Naming::All,
        }
    }

    /// Lets the slot take any number of elements.
    #[must_use]
    pub const fn several(mut self) -> Self {
        self.repeated = true;
        self
    }

    /// Lets the element be nil (`xsi:nil`).
    #[must_use]
    pub const fn nillable(mut self) -> Self {
        self.nillable = true;
        self
    }

    /// Makes the element an accessor in SOAP's encoding, which may be nil. Toolkits differ in whether
    /// its name has a namespace (SOAP 1.1, §5.1), so that both are accepted.
    #[must_use]
    pub const fn accessor(mut self) -> Self {
        self.naming = Naming::Local;
        self.nillable()
    }

    /// Makes the element the only parameter of a call or its result, whose name senders need not know
    /// (SOAP 1.1, §7.1).
    #[must_use]
    pub const fn parameter(mut self) -> Self {
        self.naming = Naming::Nothing;
        self.nillable()
    }

    /// The element's name.
    pub const fn name(&self) -> &Name {
        &self.name
    }

    /// The name that leads here alone.
    #[inline]
    pub(super) const fn only_name(&self) -> Option<&Name> {
        match self.kind {
            Kind::Element => Some(&self.name),
            Kind::Part(_) => None,
        }
    }

    /// The first elements of a part or a wildcard.
    pub(super) const fn first(&self) -> Option<First> {
        match self.kind {
            Kind::Element => None,
            Kind::Part(first) => Some(first),
        }
    }

    pub(super) fn has_wildcards(&self) -> bool {
        self.first().is_some_and(|first| !first.wildcards.is_empty())
    }

    /// Decides whether the slot takes elements of other names than its own.
    pub(super) fn takes_others(&self) -> bool {
        self.only_name().is_none() || self.naming != Naming::All
    }
}
