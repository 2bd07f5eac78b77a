//! Records: content in which each name belongs to one slot, in any order.

use std::ops::Range;

use super::{
    Compared, Cursor, Event, First, Name, NamespaceId, ReadError, ReadErrorKind, Reading, Slot,
    Slots, bytes::same, table::FEW,
};

/// The progress of reading a record.
///
/// ```
/// use wsdlgen_runtime::xml::{Cursor, Name, Namespaces, ReadOptions, Record, Slot, Slots};
///
/// static SLOTS: Slots =
///     Slots::new(&[Slot::element(&[], "name"), Slot::element(&[], "tag").several()]);
///
/// let document = "<r><name>n</name><tag>a</tag><tag>b</tag></r>";
/// let mut cursor = Cursor::new(document, Namespaces::NONE, &ReadOptions::default())?;
/// cursor.expect(&Name::unqualified("r"))?;
/// let (mut name, mut tags): (Option<String>, Vec<String>) = (None, Vec::new());
/// let mut record = Record::new(&SLOTS);
/// while let Some(slot) = cursor.next_slot(&mut record)? {
///     match slot {
///         0 => name = Some(cursor.string()?),
///         _ => tags.push(cursor.string()?),
///     }
/// }
/// assert_eq!(name.as_deref(), Some("n"));
/// assert_eq!(tags, ["a", "b"]);
/// # Ok::<(), wsdlgen_runtime::xml::ReadError>(())
/// ```
#[derive(Debug)]
pub struct Record {
    slots: &'static [Slot],
    table: &'static Slots,
    /// The index of the next slot in the contract's order.
    next: usize,
    /// One bit for each of the first 256 slots, set when the slot has been filled.
    filled: [u64; 4],
    /// `true` if the contract allows any order.
    any_order: bool,
    /// `true` if elements are read one after another, without slots.
    is_sequence: bool,
    /// The position where a part was found last. If it reads nothing there, it must not be found there again.
    part_at: usize,
}

/// An element that names the result in a reply (SOAP 1.2 part 2, §4.2.1). It is ignored, since the contract
/// determines the result.
const RPC_RESULT: Name = Name::new(NamespaceId::SOAPRPC, "result");

impl Record {
    /// Creates a record from which nothing has been read yet.
    #[inline]
    pub fn new(slots: &'static Slots) -> Self {
        Self {
            slots: slots.all(),
            table: slots,
            next: 0,
            filled: [0; 4],
            any_order: false,
            is_sequence: false,
            part_at: usize::MAX,
        }
    }

    /// Creates an unread record whose elements are read in the contract's order, one after another.
    pub fn in_sequence() -> Self {
        static NONE: Slots = Slots::new(&[]);
        Self { is_sequence: true, ..Self::new(&NONE) }
    }

    /// Returns whether the elements are read one after another, without slots.
    #[inline]
    pub fn is_sequence(&self) -> bool {
        self.is_sequence
    }

    /// Creates an unread record whose elements may come in any order (`xs:all`).
    pub fn in_any_order(slots: &'static Slots) -> Self {
        Self { any_order: true, ..Self::new(slots) }
    }

    /// Marks the slot at `index` as filled. Returns whether it was filled before.
    #[inline]
    fn fill(&mut self, index: usize) -> bool {
        let Some(word) = self.filled.get_mut(index / 64) else { return false };
        let bit = 1 << (index % 64);
        let filled = *word & bit != 0;
        *word |= bit;
        filled
    }

    /// Returns the slots that are compared with a tag one after another.
    fn expected(&self) -> Range<usize> {
        self.next..self.slots.len().min(self.next + FEW)
    }

    fn is_filled(&self, index: usize) -> bool {
        self.filled.get(index / 64).is_some_and(|word| word & (1 << (index % 64)) != 0)
    }

    /// Marks a slot at or after the expected one as filled, and moves on to the slot that follows.
    #[inline]
    fn advance(&mut self, index: usize) {
        self.fill(index);
        self.next = if self.slots[index].repeated { index } else { index + 1 };
    }
}

/// The result of comparing the next start tag in place.
enum Guess {
    Right(usize),
    /// The tag belongs to no slot, provided that it is the start tag that it was taken for.
    Wrong(Compared),
    /// The comparison was not possible or not conclusive.
    None,
}

impl Cursor<'_> {
    /// Enters the next element of a record and returns the index of its slot, or `None` after the record's end tag.
    ///
    /// Names are tried in the contract's order first. The options decide whether unknown elements, elements out of
    /// order and duplicate elements are accepted.
    ///
    /// # Errors
    ///
    /// Returns an error if the document is not well-formed, or if it deviates from the contract when reading strictly.
    #[inline]
    pub fn next_slot(&mut self, record: &mut Record) -> Result<Option<usize>, ReadError> {
        match self.guess_slot(record) {
            Some(index) => Ok(Some(index)),
            None => self.find_slot(record),
        }
    }

    /// Compares the next start tag in place with the expected ones.
    fn guess_slot(&mut self, record: &mut Record) -> Option<usize> {
        if let Some(name) = record.slots.get(record.next)?.only_name() {
            self.scope.recall(name.namespace);
        }
        let tag = self.next_tag()?;
        let last = record.next + FEW;
        for index in record.next..record.slots.len() {
            let slot = &record.slots[index];
            if let Some(name) = slot.only_name().filter(|name| tag.is(name)) {
                self.enter_tag(tag, name.local);
                record.advance(index);
                return Some(index);
            }
            if index == last {
                break;
            }
        }
        None
    }

    /// Compares the next start tag in place with those that were expected earlier. If the slot is already filled, the
    /// comparison is inconclusive, since the element may belong to another slot.
    fn guess_misplaced(&mut self, record: &mut Record) -> Result<Guess, ReadError> {
        let Some(tag) = self.next_tag().filter(|_| !record.table.is_wide()) else {
            return Ok(Guess::None);
        };
        let is_next = |slot: &Slot| slot.only_name().is_some_and(|name| tag.is(name));
        let (before, ahead) = record.slots.split_at(record.next.min(record.slots.len()));
        // A part or a wildcard that follows may take it.
        if ahead.iter().any(|slot| slot.only_name().is_none()) {
            return Ok(Guess::None);
        }
        let Some(index) = before.iter().position(is_next) else {
            return Ok(Guess::Wrong(tag.compared(self.position)));
        };
        if record.is_filled(index) {
            return Ok(Guess::None);
        }
        let slot = &record.slots[index];
        record.fill(index);
        if !record.any_order {
            self.record_deviation(|_| ReadErrorKind::MisplacedElement(slot.name.local))?;
        }
        self.enter_tag(tag, slot.name.local);
        Ok(Guess::Right(index))
    }

    /// Compares a start tag that undeclares the default namespace. See also [`guess_slot`](Self::guess_slot).
    fn guess_undeclaring_slot(&mut self, record: &mut Record) -> Option<usize> {
        let tag = self.next_undeclaring()?;
        let is = |index: &usize| {
            let name = record.slots[*index].only_name();
            name.is_some_and(|name| {
                name.namespace == NamespaceId::NONE && same(tag, name.local.as_bytes())
            })
        };
        let index = record.expected().find(is)?;
        self.enter_undeclaring(record.slots[index].name.local);
        record.advance(index);
        Some(index)
    }

    /// Finds the next slot by scanning tags, on the slow path of [`next_slot`](Self::next_slot).
    fn find_slot(&mut self, record: &mut Record) -> Result<Option<usize>, ReadError> {
        if record.slots.is_empty() {
            return self.leave().map(|()| None);
        }
        loop {
            if self.is_at_end_tag() {
                return self.close().map(|()| None);
            }
            if let Some(index) = self.guess_undeclaring_slot(record) {
                return Ok(Some(index));
            }
            let compared = match self.guess_misplaced(record)? {
                Guess::Right(index) => return Ok(Some(index)),
                Guess::Wrong(compared) => Some(compared),
                Guess::None => None,
            };
            match self.peek()? {
                Event::End => return self.close().map(|()| None),
                Event::Text => self.pass_stray_text()?,
                Event::Start => {
                    let unknown = compared.is_some_and(|compared| self.peeked_was(compared));
                    let unknown = unknown && !record.table.takes_others();
                    let found = if unknown { None } else { self.position_of_slot(record) };
                    if let Some(slot) = self.enter_slot(record, found)? {
                        return Ok(Some(slot));
                    }
                }
            }
            // The tag after an unexpected element is usually as expected.
            if let Some(index) = self.guess_slot(record) {
                return Ok(Some(index));
            }
        }
    }

    /// Enters the peeked element if it has a slot of its own, and skips it if it has none. An element that begins a
    /// part is not consumed.
    fn enter_slot(
        &mut self,
        record: &mut Record,
        found: Option<usize>,
    ) -> Result<Option<usize>, ReadError> {
        let Some(index) = found.or_else(|| self.slot_of_other_form(record)) else {
            if !self.peeked_is(&RPC_RESULT) {
                self.record_unknown_element()?;
            }
            return self.skip().map(|()| None);
        };
        if found.is_none() {
            let name = record.slots[index].name.local;
            self.record_deviation(|_| ReadErrorKind::OtherForm(name))?;
        }
        let slot = record.slots[index];
        if slot.only_name().is_none() {
            record.part_at = self.position;
        } else if !slot.nillable && !self.attributes.is_empty() && self.is_nil() {
            self.record_deviation(|_| ReadErrorKind::UnexpectedNil(slot.name.local))?;
            return self.skip().map(|()| None);
        }
        if slot.anywhere {
            record.fill(index);
        } else if index >= record.next {
            record.advance(index);
        } else if record.fill(index) && !slot.repeated {
            self.record_deviation(|_| ReadErrorKind::RepeatedElement(slot.name.local))?;
        } else if !record.any_order {
            self.record_deviation(|_| ReadErrorKind::MisplacedElement(slot.name.local))?;
        }
        if slot.only_name().is_some() {
            self.enter_peeked()?;
        }
        Ok(Some(index))
    }

    /// Returns the slot that the peeked element belongs to.
    ///
    /// Names of slots that are still ahead take precedence, then names of unfilled slots that were passed, then
    /// wildcards that are still ahead.
    fn position_of_slot(&self, record: &Record) -> Option<usize> {
        let tag = self.peeked_tag()?;
        let (table, all) = (record.table, record.slots.len());
        let next = record.next.min(all);
        if let Some(ahead) = table.named(tag, next..all) {
            return self.unless_stuck(record, ahead);
        }
        let behind = table.named(tag, 0..next);
        // If the slot is already filled, prefer another one that takes the element.
        if behind.is_some_and(|at| !record.is_filled(at)) || !table.takes_others() {
            return behind.and_then(|at| self.unless_stuck(record, at));
        }
        let takes = |first: &First| self.is_taken_by_wildcard(first);
        let found = table
            .open(next..all, takes)
            .or(behind)
            .or_else(|| table.open(0..next, takes))
            .or_else(|| table.accessor(tag, !self.peeked_is(&RPC_RESULT)))?;
        self.unless_stuck(record, found)
    }

    /// Returns the unfilled slot whose name the peeked element has in the other form, if the options accept that.
    fn slot_of_other_form(&self, record: &Record) -> Option<usize> {
        let tag = self.peeked_tag().filter(|_| self.options.reading == Reading::EitherForm)?;
        let is_free = |index: usize, slot: &Slot| slot.repeated || !record.is_filled(index);
        record.table.in_other_form(tag, is_free)
    }

    /// Returns `found`, unless it is a part that was already tried at this position and read nothing.
    fn unless_stuck(&self, record: &Record, found: usize) -> Option<usize> {
        let stuck = record.slots[found].only_name().is_none() && record.part_at == self.position;
        (!stuck).then_some(found)
    }
}
