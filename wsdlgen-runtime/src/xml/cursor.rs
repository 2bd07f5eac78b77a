//! The reader: a cursor that generated code moves through a document from element to element.

mod end;
mod expected;
mod location;
mod place;
mod prefixes;

use std::cell::Cell;

pub(super) use self::{expected::Compared, location::Location, place::PeekedTag};
use prefixes::UndeclaredPrefixes;

use super::{
    Attribute, Deviation, Limits, Name, NamespaceId, Namespaces, ReadError, ReadErrorKind,
    ReadOptions,
    bytes::Stop,
    scope::{Resolved, Scope},
    stack,
    tag::StartTag,
};
use crate::chars::is_space;

/// A reader over a document, or over a part of one.
///
/// The cursor is always between two pieces of markup. These are its primitives:
///
/// - [`peek`](Self::peek) returns what comes next.
/// - [`next_if`](Self::next_if) enters the next element if it has the expected name.
/// - [`leave`](Self::leave) moves past the end tag.
/// - [`text`](Self::text) reads the text of a leaf.
/// - [`skip`](Self::skip) and [`capture`](Self::capture) consume the next element, whatever its name.
///
/// ```
/// use wsdlgen_runtime::xml::{Cursor, Name, Namespaces, ReadOptions};
///
/// let document = "<point><x>3</x><y>4</y></point>";
/// let mut cursor = Cursor::new(document, Namespaces::NONE, &ReadOptions::default())?;
/// cursor.expect(&Name::unqualified("point"))?;
/// cursor.expect(&Name::unqualified("x"))?;
/// let x: i32 = cursor.value()?;
/// cursor.expect(&Name::unqualified("y"))?;
/// let y: i32 = cursor.value()?;
/// cursor.leave()?;
/// cursor.finish()?;
/// assert_eq!((x, y), (3, 4));
/// # Ok::<(), wsdlgen_runtime::xml::ReadError>(())
/// ```
#[derive(Clone)]
pub struct Cursor<'x> {
    pub(super) input: &'x str,
    pub(super) position: usize,
    pub(super) namespaces: &'static Namespaces,
    pub(super) scope: Scope<'x>,
    pub(super) open: Vec<OpenElement>,
    /// The remaining attributes of the start tag scanned last, until its content is read.
    pub(super) attributes: Vec<Attribute<'x>>,
    pub(super) peeked: Option<StartTag>,
    /// `true` if the innermost open element is an empty-element tag.
    pub(super) empty: bool,
    pub(super) options: ReadOptions,
    /// The element that was left last. Errors about missing elements refer to it.
    closed: OpenElement,
    deviations: Vec<Deviation>,
    /// The location of the last error.
    pub(super) located: Cell<Location>,
    /// The unused part of [`Limits::memory_bytes`](super::Limits::memory_bytes).
    pub(super) memory_left: usize,
    /// The address of the top of the stack when reading began.
    pub(super) stack_start: usize,
    /// The attachments that the document may refer to.
    pub(super) included: Option<&'x dyn super::Included>,
    base: usize,
    outer_path: &'x str,
    pub(super) undeclared_prefixes: UndeclaredPrefixes,
    /// `true` in SOAP encoding, where any element may have an `id` that nothing refers to.
    pub(super) ignores_ids: bool,
    /// The number of bytes that attempts at ambiguous content may still read.
    pub(super) attempts_left: usize,
}

/// An element whose end tag has not been read yet.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OpenElement {
    pub(super) name_start: u32,
    pub(super) name_length: u32,
    /// The number of declarations in scope outside of the element.
    pub(super) outer_bindings: u32,
}

/// The next item in an element's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A start tag, to be entered, [skipped](Cursor::skip) or [captured](Cursor::capture).
    Start,
    /// Text other than white space.
    Text,
    /// The end tag of the current element, or the end of the document.
    End,
}

impl<'x> Cursor<'x> {
    /// Creates a cursor before the root element of a document.
    ///
    /// # Errors
    ///
    /// Returns an error if the document exceeds the limit, or if the prolog is not well-formed or contains a document
    /// type declaration.
    pub fn new(
        document: &'x str,
        namespaces: &'static Namespaces,
        options: &ReadOptions,
    ) -> Result<Self, ReadError> {
        let mut cursor = Self::over(document, namespaces, options);
        let limit = options.limits.message_bytes.min(u32::MAX as usize);
        if document.len() > limit {
            let (what, setting) = ("bytes in a document", "message_bytes");
            return Err(cursor.error(ReadErrorKind::Limit { what, setting, limit }));
        }
        cursor.charge(document.len())?;
        cursor.prolog()?;
        Ok(cursor)
    }

    /// Creates a cursor over a part of a larger document.
    ///
    /// `inherited` is the list of namespace declarations in scope there, `path` names the elements around the part, and
    /// `base` is the number of bytes before it.
    ///
    /// # Errors
    ///
    /// Returns an error if the part exceeds the limit.
    pub fn within(
        part: &'x str,
        base: usize,
        path: &'x str,
        inherited: &[(&'x str, &'x str)],
        namespaces: &'static Namespaces,
        options: &ReadOptions,
    ) -> Result<Self, ReadError> {
        let mut cursor = Self::over(part, namespaces, options);
        cursor.base = base;
        cursor.outer_path = path;
        for (prefix, uri) in inherited {
            cursor.scope.declare(prefix, (*uri).into(), namespaces);
        }
        let limit = options.limits.message_bytes.min(u32::MAX as usize);
        if part.len() > limit {
            let (what, setting) = ("bytes in a part", "message_bytes");
            return Err(cursor.error(ReadErrorKind::Limit { what, setting, limit }));
        }
        cursor.charge(part.len())?;
        Ok(cursor)
    }

    fn over(input: &'x str, namespaces: &'static Namespaces, options: &ReadOptions) -> Self {
        Self {
            input,
            position: 0,
            namespaces,
            scope: Scope::new(),
            open: Vec::with_capacity(16),
            attributes: Vec::new(),
            peeked: None,
            empty: false,
            options: *options,
            closed: OpenElement::default(),
            deviations: Vec::new(),
            located: Cell::new(Location::START),
            memory_left: options.limits.memory_bytes,
            stack_start: stack::position(),
            included: None,
            base: 0,
            outer_path: "",
            undeclared_prefixes: UndeclaredPrefixes::Refused,
            ignores_ids: false,
            attempts_left: Self::attempts_of(input),
        }
    }

    /// Returns what comes next, after skipping white space, comments and processing instructions.
    ///
    /// # Errors
    ///
    /// Returns an error if what comes next is not well-formed.
    pub fn peek(&mut self) -> Result<Event, ReadError> {
        if self.peeked.is_some() {
            return Ok(Event::Start);
        }
        self.check_attributes()?;
        if self.empty { Ok(Event::End) } else { self.pass_over() }
    }

    /// Moves to the next child element, past stray text. Returns `false` at the end tag.
    pub(crate) fn next_element(&mut self) -> Result<bool, ReadError> {
        loop {
            match self.peek()? {
                Event::Start => return Ok(true),
                Event::End => return Ok(false),
                Event::Text => self.pass_stray_text()?,
            }
        }
    }

    /// Enters the next element if it is named `name`. Returns whether it did.
    ///
    /// # Errors
    ///
    /// Returns an error if what comes next is not well-formed.
    #[inline]
    pub fn next_if(&mut self, name: &Name) -> Result<bool, ReadError> {
        if self.guess(name) {
            return Ok(true);
        }
        if self.next_element()? && self.peeked_is(name) {
            return self.enter_peeked().map(|()| true);
        }
        Ok(false)
    }

    /// Enters the next element, which must be named `name`.
    ///
    /// # Errors
    ///
    /// Returns an error if anything else comes next.
    pub fn expect(&mut self, name: &Name) -> Result<(), ReadError> {
        if self.next_if(name)? {
            return Ok(());
        }
        let found = match self.peek()? {
            Event::Start => format!("element `{}`", self.peeked_name()),
            Event::Text => "text".to_owned(),
            Event::End => "the end of its parent".to_owned(),
        };
        Err(self.error(ReadErrorKind::ExpectedElement { expected: name.local, found }))
    }

    /// Enters the next element, whatever its name. Returns whether there was one.
    ///
    /// # Errors
    ///
    /// Returns an error if what comes next is not well-formed.
    pub fn enter(&mut self) -> Result<bool, ReadError> {
        if self.peek()? != Event::Start {
            return Ok(false);
        }
        self.enter_peeked().map(|()| true)
    }

    /// Moves past the end tag of the current element.
    ///
    /// Any remaining elements and text before the end tag are unexpected. Strict reading rejects them; lenient reading
    /// skips and reports them.
    ///
    /// # Errors
    ///
    /// Returns an error if the end tag is not the expected one, or if strict reading finds unexpected content.
    pub fn leave(&mut self) -> Result<(), ReadError> {
        while self.next_element()? {
            self.record_unknown_element()?;
            self.skip()?;
        }
        self.close()
    }

    /// Skips the next element and its content, which must still be well-formed.
    ///
    /// # Errors
    ///
    /// Returns an error if the element is not well-formed.
    pub fn skip(&mut self) -> Result<(), ReadError> {
        let depth = self.open.len();
        if !self.enter()? {
            return Ok(());
        }
        self.attributes.clear();
        while self.open.len() > depth {
            if self.plain_leaf(Stop::Special).is_some() {
                self.pop_open();
                continue;
            }
            match self.peek()? {
                Event::Start => self.enter_peeked()?,
                Event::Text => self.skip_text()?,
                Event::End => self.close()?,
            }
            self.attributes.clear();
        }
        Ok(())
    }

    /// Ends reading and returns the recorded deviations. Only comments and processing instructions may follow the root.
    ///
    /// # Errors
    ///
    /// Returns an error if anything else follows.
    pub fn finish(mut self) -> Result<Vec<Deviation>, ReadError> {
        self.require_end()?;
        Ok(self.deviations)
    }

    /// Checks that the document ends here, as [`finish`](Self::finish) does, but keeps the cursor.
    pub(crate) fn require_end(&mut self) -> Result<(), ReadError> {
        match self.peek()? {
            Event::End if self.empty => Err(self.malformed("an element is still open")),
            Event::End if self.position == self.input.len() => Ok(()),
            Event::End => Err(self.malformed("end tag without a start tag")),
            Event::Start => Err(self.malformed("more than one root element")),
            Event::Text => Err(self.malformed("text after the root element")),
        }
    }

    /// Returns the limits that apply.
    pub(crate) fn limits(&self) -> &Limits {
        &self.options.limits
    }

    /// Returns the options for reading another document while the values read by this cursor are kept. The memory limit
    /// is what this cursor has left.
    pub(crate) fn remaining_options(&self) -> ReadOptions {
        let limits = Limits { memory_bytes: self.memory_left, ..self.options.limits };
        ReadOptions { limits, ..self.options }
    }

    /// Returns the deviations that lenient reading has accepted so far. Only the first 64 are kept.
    pub fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }

    /// Enters the peeked element.
    pub(super) fn enter_peeked(&mut self) -> Result<(), ReadError> {
        if let Some(tag) = self.peeked.take() {
            self.push_open(tag.name_start as usize, tag.name_length as usize, tag.outer_bindings);
            self.position = tag.end as usize;
            self.empty = tag.empty;
        }
        self.check_depth()
    }

    #[inline]
    fn push_open(&mut self, name_start: usize, name_length: usize, outer_bindings: usize) {
        // Documents of 4 GiB and more are rejected at the start, so positions fit.
        #[expect(clippy::cast_possible_truncation, reason = "see above")]
        self.open.push(OpenElement {
            name_start: name_start as u32,
            name_length: name_length as u32,
            outer_bindings: outer_bindings as u32,
        });
    }

    #[inline]
    pub(super) fn skip_space(&mut self) {
        let rest = &self.input.as_bytes()[self.position..];
        self.position += rest.iter().take_while(|byte| is_space(**byte)).count();
    }

    /// Returns the id and URI of the namespace that a prefix is bound to. Used for values that are names, such as fault
    /// codes.
    pub fn resolve_prefix(&self, prefix: &str) -> Option<(NamespaceId, &str)> {
        let resolved: Resolved = self.scope.resolve(prefix)?;
        Some((resolved.namespace, self.scope.uri(resolved, self.namespaces)))
    }
}
