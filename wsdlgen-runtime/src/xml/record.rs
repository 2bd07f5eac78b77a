//! Records: content in which each name leads to one place, whatever the order.

use std::ops::Range;

use super::{
    Compared, Cursor, Event, First, Name, NamespaceId, ReadError, ReadErrorKind, Reading, Slot,
    Slots, bytes::same, table::FEW,
};

/// How far a record has been read.
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
/// let (mut name, mut tags) = (None, Vec::new());
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
    /// The slot that comes next in the order of the contract.
    next: usize,
    /// One bit for each of the first 256 slots: filled already.
    filled: [u64; 4],
    /// Whether any order is right.
    any_order: bool,
    /// Whether elements are read one after the other, without slots.
    is_sequence: bool,
    /// Where a part was found last: one that takes nothing is not found there again.
    part_at: usize,
}

/// Says in a reply which of the elements after it is the result (SOAP 1.2 part 2, §4.2.1): the
/// contract knows.
const RPC_RESULT: Name = Name::new(NamespaceId::SOAPRPC, "result");

impl Record {
    /// A record of which nothing has been read.
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

    /// A record whose elements are read in the contract's order, one after the other.
    pub fn in_sequence() -> Self {
        static NONE: Slots = Slots::new(&[]);
        Self { is_sequence: true, ..Self::new(&NONE) }
    }

    /// Whether the elements are read one after the other.
    #[inline]
    pub fn is_sequence(&self) -> bool {
        self.is_sequence
    }

    /// An unread record whose elements come in any order (`xs:all`).
    pub fn in_any_order(slots: &'static Slots) -> Self {
        Self { any_order: true, ..Self::new(slots) }
    }

    /// Notes that `index` is being filled; says whether it was before.
    #[inline]
    fn fill(&mut self, index: usize) -> bool {
        let Some(word) = self.filled.get_mut(index / 64) else { return false };
        let bit = 1 << (index % 64);
        let filled = *word & bit != 0;
        *word |= bit;
        filled
    }

    /// The slots that are compared with a tag one after the other.
    fn expected(&self) -> Range<usize> {
        self.next..self.slots.len().min(self.next + FEW)
    }

    fn is_filled(&self, index: usize) -> bool {
        self.filled.get(index / 64).is_some_and(|word| word & (1 << (index % 64)) != 0)
    }

    /// Goes on behind a slot that was found where it was expected or later.
    #[inline]
    fn advance(&mut self, index: usize) {
        self.fill(index);
        self.next = if self.slots[index].repeated { index } else { index + 1 };
    }
}

/// What came of comparing the next start tag in place.
enum Guess {
    Right(usize),
    /// It is no slot's if it is what was taken for it.
    Wrong(Compared),
    /// It could not be compared, or not well enough.
    None,
}

impl Cursor<'_> {
    /// Enters the next element of a record and says which slot it is; `None` behind the record's
    /// end tag. Names are tried in the contract's order first. Unknown elements, elements out of
    /// order and single elements that come again are accepted or rejected as the options say.
    ///
    /// # Errors
    ///
    /// When the document is not well-formed, or not in order while reading strictly.
    #[inline]
    pub fn next_slot(&mut self, record: &mut Record) -> Result<Option<usize>, ReadError> {
        match self.guess_slot(record) {
            Some(index) => Ok(Some(index)),
            None => self.find_slot(record),
        }
    }

    /// Compares the next start tag in place with those that are expected.
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

    /// The same with those that were expected before. One that is there already may be meant for
    /// something else.
    fn guess_misplaced(&mut self, record: &mut Record) -> Result<Guess, ReadError> {
        let Some(tag) = self.next_tag().filter(|_| !record.table.is_wide()) else {
            return Ok(Guess::None);
        };
        let is_next = |slot: &Slot| slot.only_name().is_some_and(|name| tag.is(name));
        let (before, ahead) = record.slots.split_at(record.next.min(record.slots.len()));
        // A part or a wildcard that is still to come may take it.
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

    /// As [`guess_slot`](Self::guess_slot), for tags that undeclare the default namespace.
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

    /// The part of [`next_slot`](Self::next_slot) that takes tags apart.
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
                    let unknown = compared.is_some_and(|it| self.peeked_was(it));
                    let unknown = unknown && !record.table.takes_others();
                    let found = if unknown { None } else { self.position_of_slot(record) };
                    if let Some(slot) = self.enter_slot(record, found)? {
                        return Ok(Some(slot));
                    }
                }
            }
            // What is behind something that has no place here is mostly as expected.
            if let Some(index) = self.guess_slot(record) {
                return Ok(Some(index));
            }
        }
    }

    /// Enters the peeked element if it has a slot of its own; leaves it where it begins a part;
    /// skips it otherwise.
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
        if index >= record.next {
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

    /// The slot that the peeked element leads to: those still to come first, names before
    /// wildcards; a name that had its turn comes last.
    fn position_of_slot(&self, record: &Record) -> Option<usize> {
        let tag = self.peeked_tag()?;
        let (table, all) = (record.table, record.slots.len());
        let next = record.next.min(all);
        if let Some(ahead) = table.named(tag, next..all) {
            return self.unless_stuck(record, ahead);
        }
        let behind = table.named(tag, 0..next);
        // One that is there already cannot be meant where something else takes it.
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

    /// The slot that is still to be filled and whose name the peeked element has but for its form, where
    /// either will do.
    fn slot_of_other_form(&self, record: &Record) -> Option<usize> {
        let tag = self.peeked_tag().filter(|_| self.options.reading == Reading::EitherForm)?;
        let is_free = |index: usize, slot: &Slot| slot.repeated || !record.is_filled(index);
        record.table.in_other_form(tag, is_free)
    }

    /// A part that took nothing here takes nothing when it is asked again.
    fn unless_stuck(&self, record: &Record, found: usize) -> Option<usize> {
        let stuck = record.slots[found].only_name().is_none() && record.part_at == self.position;
        (!stuck).then_some(found)
    }
}
