//! The reader: a cursor over one document that generated code moves from element to element.

mod end;
mod expected;
mod place;

pub(super) use self::{expected::Compared, place::PeekedTag};

use super::{
    Attribute, Deviation, Limits, Name, NamespaceId, Namespaces, ReadError, ReadErrorKind,
    ReadOptions,
    bytes::Stop,
    scope::{Resolved, Scope},
    stack,
    tag::StartTag,
};
use crate::chars::is_space;

/// A reader over one document, or over a part of one.
///
/// The cursor stands between two pieces of markup. Its primitives: [`peek`](Self::peek) says what
/// comes next, [`next_if`](Self::next_if) enters an element if it has the expected name,
/// [`leave`](Self::leave) goes behind the end tag, [`text`](Self::text) takes the text of a leaf,
/// [`skip`](Self::skip) and [`capture`](Self::capture) take whatever element is next.
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
    /// Attributes of the start tag scanned last, until its content is asked for.
    pub(super) attributes: Vec<Attribute<'x>>,
    pub(super) peeked: Option<StartTag>,
    /// Whether the innermost open element is an empty-element tag.
    pub(super) empty: bool,
    pub(super) options: ReadOptions,
    /// The element that was left last: where an element that is missing should have been.
    closed: OpenElement,
    deviations: Vec<Deviation>,
    /// The unused part of [`Limits::memory_bytes`](super::Limits::memory_bytes).
    pub(super) memory_left: usize,
    /// Where the stack was when reading began, as an address.
    pub(super) stack_start: usize,
    /// Where octets are that the document refers to.
    pub(super) included: Option<&'x dyn super::Included>,
    base: usize,
    outer_path: &'x str,
}

/// An element whose end tag is still to come.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OpenElement {
    pub(super) name_start: u32,
    pub(super) name_length: u32,
    /// Declarations in force outside of it.
    pub(super) outer_bindings: u32,
}

/// What stands next in an element's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A start tag: enter it, [`skip`](Cursor::skip) it or [`capture`](Cursor::capture) it.
    Start,
    /// Text that is more than white space.
    Text,
    /// The end tag of the element the cursor is in, or the end of the document.
    End,
}

impl<'x> Cursor<'x> {
    /// A cursor before the root element of a document.
    ///
    /// # Errors
    ///
    /// When the document is larger than the limit or what comes before the root is not
    /// well-formed; a document type declaration is refused.
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

    /// A cursor over a part of a larger document: `inherited` are the namespace declarations in
    /// force there, `path` the elements around it, `base` the bytes before it.
    ///
    /// # Errors
    ///
    /// When the part is larger than the limit.
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
            memory_left: options.limits.memory_bytes,
            stack_start: stack::position(),
            included: None,
            base: 0,
            outer_path: "",
        }
    }

    /// What comes next; white space, comments and processing instructions are passed over.
    ///
    /// # Errors
    ///
    /// When it is not well-formed.
    pub fn peek(&mut self) -> Result<Event, ReadError> {
        if self.peeked.is_some() {
            return Ok(Event::Start);
        }
        self.check_attributes()?;
        if self.empty { Ok(Event::End) } else { self.pass_over() }
    }

    /// Goes to the next child element, past stray text; false at the end tag.
    pub(crate) fn next_element(&mut self) -> Result<bool, ReadError> {
        loop {
            match self.peek()? {
                Event::Start => return Ok(true),
                Event::End => return Ok(false),
                Event::Text => self.pass_stray_text()?,
            }
        }
    }

    /// Enters the next element if it is called `name`.
    ///
    /// # Errors
    ///
    /// When what comes next is not well-formed.
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

    /// Enters the next element, which must be called `name`.
    ///
    /// # Errors
    ///
    /// When anything else comes next.
    pub fn expect(&mut self, name: &Name) -> Result<(), ReadError> {
        if self.next_if(name)? {
            return Ok(());
        }
        let found = match self.peek()? {
            Event::Start => format!("the element {}", self.peeked_name()),
            Event::Text => "text".to_owned(),
            Event::End => "the end of the element around it".to_owned(),
        };
        Err(self.error(ReadErrorKind::ExpectedElement { expected: name.local, found }))
    }

    /// Enters the next element, whatever its name; says whether there was one.
    ///
    /// # Errors
    ///
    /// When what comes next is not well-formed.
    pub fn enter(&mut self) -> Result<bool, ReadError> {
        if self.peek()? != Event::Start {
            return Ok(false);
        }
        self.enter_peeked().map(|()| true)
    }

    /// Goes behind the end tag of the current element. Elements and text that are still before it
    /// are unexpected: an error when reading strictly, passed over and reported otherwise.
    ///
    /// # Errors
    ///
    /// When the end tag is not the one expected.
    pub fn leave(&mut self) -> Result<(), ReadError> {
        while self.next_element()? {
            self.record_unknown_element()?;
            self.skip()?;
        }
        self.close()
    }

    /// Passes over the next element with everything in it, which is still checked.
    ///
    /// # Errors
    ///
    /// When it is not well-formed.
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

    /// Ends reading: only comments and processing instructions may follow the root.
    ///
    /// # Errors
    ///
    /// When anything else follows.
    pub fn finish(mut self) -> Result<Vec<Deviation>, ReadError> {
        self.require_end()?;
        Ok(self.deviations)
    }

    /// As [`finish`](Self::finish), for a cursor that is still needed.
    pub(crate) fn require_end(&mut self) -> Result<(), ReadError> {
        match self.peek()? {
            Event::End if self.empty => Err(self.malformed("an element that was not left")),
            Event::End if self.position == self.input.len() => Ok(()),
            Event::End => Err(self.malformed("an end tag without a start tag")),
            Event::Start => Err(self.malformed("a second root element")),
            Event::Text => Err(self.malformed("text behind the root element")),
        }
    }

    /// The limits that apply.
    pub(crate) fn limits(&self) -> &Limits {
        &self.options.limits
    }

    /// The options for reading something else while what this cursor has read is kept: with the memory that is
    /// left.
    pub(crate) fn remaining_options(&self) -> ReadOptions {
        let limits = Limits { memory_bytes: self.memory_left, ..self.options.limits };
        ReadOptions { limits, ..self.options }
    }

    /// What lenient reading has passed over so far; the first 64 are kept.
    pub fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }

    /// Enters the start tag that was peeked at.
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
        // Documents of 4 GiB and more are refused at the start, so positions fit.
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

    /// The id and URI of the namespace that a prefix in content stands for: for values that are
    /// names, such as a fault code.
    pub fn resolve_prefix(&self, prefix: &str) -> Option<(NamespaceId, &str)> {
        let resolved: Resolved = self.scope.resolve(prefix)?;
        Some((resolved.namespace, self.scope.uri(resolved, self.namespaces)))
    }
}
