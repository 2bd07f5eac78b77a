//! The slots of a record, and the lookup of an element's slot.

use std::{ops::Range, sync::OnceLock};

use super::{
    First, Slot,
    cursor::PeekedTag,
    slot::{Kind, Naming},
    table::{FEW, Positions},
};

/// The slots of a record: first those of the record that it extends, then its own.
///
/// ```
/// use wsdlgen_runtime::xml::{Record, Slot, Slots};
///
/// static SLOTS: Slots = Slots::new(&[Slot::element(&[], "name")]);
/// let record = Record::new(&SLOTS);
/// # let _ = record;
/// ```
#[derive(Debug)]
pub struct Slots {
    base: Option<fn() -> &'static Slots>,
    own: &'static [Slot],
    joined: OnceLock<Vec<Slot>>,
    table: OnceLock<SlotTable>,
}

/// A lookup table of slots by element name.
#[derive(Debug)]
struct SlotTable {
    positions: Positions,
    /// The slots that take elements of any name from some namespaces.
    wildcards: Vec<usize>,
    /// The first slot that takes an element of any name as a parameter.
    parameter: Option<usize>,
    takes_others: bool,
}

impl Slots {
    /// Creates the slots of a record that extends no other record.
    pub const fn new(own: &'static [Slot]) -> Self {
        Self { base: None, own, joined: OnceLock::new(), table: OnceLock::new() }
    }

    /// Creates the slots of a record that extends another record. They are joined on first use.
    pub const fn joined(base: fn() -> &'static Self, own: &'static [Slot]) -> Self {
        Self { base: Some(base), own, joined: OnceLock::new(), table: OnceLock::new() }
    }

    /// Returns all slots.
    #[inline]
    pub(super) fn all(&'static self) -> &'static [Slot] {
        match self.base {
            None => self.own,
            Some(base) => self.joined.get_or_init(|| [base().all(), self.own].concat()),
        }
    }

    /// Returns whether names are looked up in the table.
    pub(super) fn is_wide(&'static self) -> bool {
        self.all().len() > FEW
    }

    fn table(&'static self) -> &'static SlotTable {
        self.table.get_or_init(|| {
            let slots = self.all();
            let indices = |is: fn(&Slot) -> bool| {
                let found = slots.iter().enumerate().filter(move |(_, slot)| is(slot));
                found.map(|(index, _)| index)
            };
            let names = slots.iter().enumerate().flat_map(|(index, slot)| {
                let names = match &slot.kind {
                    Kind::Element => std::slice::from_ref(&slot.name),
                    Kind::Part(first) => first.names,
                };
                names.iter().map(move |name| (name, index))
            });
            SlotTable {
                positions: Positions::of(names),
                wildcards: indices(Slot::has_wildcards).collect(),
                parameter: indices(|slot| slot.naming == Naming::Nothing).next(),
                takes_others: slots.iter().any(Slot::takes_others),
            }
        })
    }

    /// Returns the first slot in a range that takes elements with the tag's name.
    pub(super) fn named(&'static self, tag: PeekedTag<'_>, range: Range<usize>) -> Option<usize> {
        if !self.is_wide() {
            return self.find(range, |slot| match &slot.kind {
                Kind::Element => tag.is(&slot.name),
                Kind::Part(first) => first.has(tag),
            });
        }
        let found = self.table().positions.with_local(tag.local());
        let mut found = found.filter(|(name, index)| range.contains(index) && tag.is(name));
        found.next().map(|(_, index)| index)
    }

    /// Returns the first slot in a range whose wildcards take the element, according to `takes`.
    pub(super) fn open(
        &'static self,
        range: Range<usize>,
        takes: impl Fn(&First) -> bool,
    ) -> Option<usize> {
        let is_open = |index: usize| self.all()[index].first().is_some_and(|first| takes(&first));
        if !self.is_wide() {
            return range.into_iter().find(|index| is_open(*index));
        }
        let wildcards = self.table().wildcards.iter().copied();
        wildcards.filter(|index| range.contains(index)).find(|index| is_open(*index))
    }

    /// Returns the first accessor with the tag's local name, in any namespace. If `may_be_parameter`, a parameter of
    /// any name also matches.
    pub(super) fn accessor(
        &'static self,
        tag: PeekedTag<'_>,
        may_be_parameter: bool,
    ) -> Option<usize> {
        let is = |slot: &Slot| match slot.naming {
            Naming::All => false,
            Naming::Local => slot.name.local == tag.local(),
            Naming::Nothing => may_be_parameter,
        };
        if !self.is_wide() {
            return self.find(0..self.all().len(), is);
        }
        let table = self.table();
        let named = table.positions.with_local(tag.local()).map(|(_, index)| index);
        let named = named.filter(|index| is(&self.all()[*index])).min();
        named.into_iter().chain(table.parameter.filter(|_| may_be_parameter)).min()
    }

    /// Returns the first slot whose element has the tag's name in the other form and for which `is_free` holds.
    pub(super) fn in_other_form(
        &'static self,
        tag: PeekedTag<'_>,
        is_free: impl Fn(usize, &Slot) -> bool,
    ) -> Option<usize> {
        let slots = self.all();
        let is = |index: usize, slot: &Slot| {
            slot.only_name().is_some_and(|name| tag.is_in_other_form(name)) && is_free(index, slot)
        };
        if !self.is_wide() {
            return (0..slots.len()).find(|index| is(*index, &slots[*index]));
        }
        let mut named = self.table().positions.with_local(tag.local()).map(|(_, index)| index);
        named.find(|index| is(*index, &slots[*index]))
    }

    /// Returns whether any slot takes elements with names other than its own.
    pub(super) fn takes_others(&'static self) -> bool {
        if self.is_wide() {
            return self.table().takes_others;
        }
        self.all().iter().any(Slot::takes_others)
    }

    fn find(&'static self, range: Range<usize>, is: impl Fn(&Slot) -> bool) -> Option<usize> {
        range.into_iter().find(|index| is(&self.all()[*index]))
    }
}
