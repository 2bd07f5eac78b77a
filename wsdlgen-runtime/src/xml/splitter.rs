//! Splitting records from a document while it is still arriving.

mod markup;
#[cfg(test)]
mod tests;

mod declared;

use super::{Cursor, Name, NamespaceId, Namespaces, ReadError, ReadErrorKind, ReadOptions};
use crate::chars;
use std::sync::Arc;

use self::declared::Declared;
use self::markup::{Piece, Scanner};

/// A splitter that removes the records, which are the elements at the end of a path, from an envelope that arrives
/// in chunks. The rest of the envelope is read once all of it has arrived.
///
/// The splitter only finds where records end. Whether they are well-formed is checked when they are read.
#[derive(Debug)]
pub(crate) struct Splitter {
    /// The elements from the body's child to the record.
    path: &'static [Name],
    namespaces: &'static Namespaces,
    options: ReadOptions,
    /// The bytes received that are neither part of a completed record nor moved to `rest`.
    pending: Vec<u8>,
    scanner: Scanner,
    /// The start of the record that is arriving or was returned last.
    record: Option<usize>,
    /// The number of open elements.
    depth: usize,
    /// The open elements that are on the path, starting with the envelope.
    on_path: Vec<OpenElement>,
    /// The namespace declarations of the elements in `on_path`.
    declared: Declared,
    /// The document without records.
    rest: Vec<u8>,
    /// The number of bytes of the document before `pending`.
    passed: usize,
}

/// An open element on the path.
#[derive(Debug)]
struct OpenElement {
    name: String,
    /// The number of declarations in scope outside of the element.
    outer_declared: usize,
}

/// The position of a start tag relative to the path.
enum Turn {
    Onwards(OpenElement, Vec<(String, Arc<str>)>),
    Record,
    Elsewhere,
}

impl Splitter {
    /// Creates a splitter for the records at the end of `path`, which begins with the child of the body.
    pub(crate) fn new(
        path: &'static [Name],
        namespaces: &'static Namespaces,
        options: &ReadOptions,
    ) -> Self {
        Self {
            path,
            namespaces,
            options: *options,
            pending: Vec::new(),
            scanner: Scanner::default(),
            record: None,
            depth: 0,
            on_path: Vec::new(),
            declared: Declared::default(),
            rest: Vec::new(),
            passed: 0,
        }
    }

    /// Returns the offset where the last record of a complete document ends, or `None` if there are no records.
    ///
    /// # Errors
    ///
    /// Returns an error if the document cannot be split.
    pub(crate) fn end_of_records(mut self, document: &[u8]) -> Result<Option<usize>, ReadError> {
        let mut end = None;
        self.push(document);
        while self.next()? {
            end = Some(self.scanner.end);
        }
        Ok(end)
    }

    /// Appends a chunk of the document.
    pub(crate) fn push(&mut self, chunk: &[u8]) {
        let done = self.record.unwrap_or(self.scanner.start);
        self.pending.drain(..done);
        self.scanner.forget(done);
        self.record = self.record.map(|_| 0);
        self.passed += done;
        self.pending.extend_from_slice(chunk);
    }

    /// Moves to the end of the next record, which [`record`](Self::record) then returns. Returns `false` if more of the
    /// document has to arrive first.
    ///
    /// # Errors
    ///
    /// Returns an error if the document cannot be split, or if a record exceeds the limit.
    pub(crate) fn next(&mut self) -> Result<bool, ReadError> {
        if self.is_given_away() {
            self.record = None;
        }
        while let Some(piece) = self.scanner.next(&self.pending) {
            let is_record = match self.record {
                Some(_) => self.go_on_in_record(piece),
                None => self.go_on(piece)?,
            };
            if is_record {
                self.check_lengths()?;
                return Ok(true);
            }
        }
        self.check_lengths().map(|()| false)
    }

    /// Returns a cursor before the record.
    ///
    /// # Errors
    ///
    /// Returns an error if the record is not valid UTF-8.
    pub(crate) fn record<'s>(&'s self, path: &'s str) -> Result<Cursor<'s>, ReadError> {
        let start = self.record.unwrap_or(self.scanner.end);
        let record = self.text(start..self.scanner.end)?;
        let base = self.passed + start;
        let inherited = self.declared.used_in(record);
        Cursor::within(record, base, path, &inherited, self.namespaces, &self.options)
    }

    /// Returns the path of the elements around the records, as shown in errors.
    pub(crate) fn path(&self) -> String {
        self.on_path.iter().flat_map(|step| ["/", &step.name]).collect()
    }

    /// Returns the part of the document without records that has arrived.
    pub(crate) fn rest(&self) -> &[u8] {
        &self.rest
    }

    /// Returns the document without its records, once all of it has arrived.
    ///
    /// # Errors
    ///
    /// Returns an error if the document ended inside a record.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, ReadError> {
        let left = match self.record {
            Some(_) if !self.is_given_away() => {
                return Err(self.error(ReadErrorKind::Truncated));
            }
            Some(_) => self.scanner.end,
            None => self.scanner.start,
        };
        self.rest.extend_from_slice(&self.pending[left..]);
        Ok(self.rest)
    }

    /// Returns the depth of records: the length of the path, plus envelope and body.
    fn record_depth(&self) -> usize {
        self.path.len() + 2
    }

    /// Returns whether the whole record has arrived and was returned.
    fn is_given_away(&self) -> bool {
        self.record.is_some() && self.depth + 1 == self.record_depth()
    }

    fn go_on_in_record(&mut self, piece: Piece) -> bool {
        match piece {
            Piece::StartTag => self.depth += 1,
            Piece::EndTag => self.depth -= 1,
            _ => {}
        }
        self.depth + 1 == self.record_depth()
    }

    /// Moves a piece to `rest`. Returns whether the piece is a complete record instead.
    fn go_on(&mut self, piece: Piece) -> Result<bool, ReadError> {
        let among_records =
            self.on_path.len() + 1 == self.record_depth() && self.depth == self.on_path.len();
        match piece {
            Piece::StartTag | Piece::EmptyTag => {
                let is_open = usize::from(piece == Piece::StartTag);
                match self.turn()? {
                    Turn::Record => {
                        self.record = Some(self.scanner.start);
                        self.depth += is_open;
                        return Ok(piece == Piece::EmptyTag);
                    }
                    Turn::Onwards(step, declared) if is_open == 1 => {
                        self.on_path.push(step);
                        self.declared.extend(declared);
                    }
                    Turn::Onwards(..) | Turn::Elsewhere => {}
                }
                self.depth += is_open;
            }
            Piece::EndTag => self.close()?,
            // Pieces between records are dropped, since there may be as many of them as of records.
            Piece::Text if among_records && self.is_space() => return Ok(false),
            Piece::Aside if among_records => return self.pass_aside().map(|()| false),
            Piece::Declaration => return Err(self.error(ReadErrorKind::Doctype)),
            Piece::Text | Piece::Aside | Piece::Cdata => {}
        }
        self.rest.extend_from_slice(&self.pending[self.scanner.start..self.scanner.end]);
        Ok(false)
    }

    fn close(&mut self) -> Result<(), ReadError> {
        let Some(depth) = self.depth.checked_sub(1) else {
            let what = "end tag without a start tag".into();
            return Err(self.error(ReadErrorKind::Malformed(what)));
        };
        self.depth = depth;
        if depth < self.on_path.len()
            && let Some(step) = self.on_path.pop()
        {
            self.declared.truncate(step.outer_declared);
        }
        Ok(())
    }

    /// Returns the position of the start tag found last, relative to the path.
    fn turn(&self) -> Result<Turn, ReadError> {
        if self.depth != self.on_path.len() || self.depth + 1 > self.record_depth() {
            return Ok(Turn::Elsewhere);
        }
        let tag = self.text(self.scanner.start..self.scanner.end)?;
        let inherited = self.declared.used_in(tag);
        let base = self.passed + self.scanner.start;
        let mut cursor = Cursor::within(tag, base, "", &inherited, self.namespaces, &self.options)?;
        cursor.peek()?;
        if !self.leads_on(&cursor) {
            return Ok(Turn::Elsewhere);
        }
        if self.depth + 1 == self.record_depth() {
            return Ok(Turn::Record);
        }
        let name = cursor.peeked_expanded_name().map(|(_, local)| local.to_owned());
        let step =
            OpenElement { name: name.unwrap_or_default(), outer_declared: self.declared.len() };
        Ok(Turn::Onwards(step, cursor.declarations_since(inherited.len())))
    }

    /// Returns whether the peeked tag is the next one on the path.
    fn leads_on(&self, cursor: &Cursor<'_>) -> bool {
        let in_envelope = |local| {
            let of = |namespace| cursor.peeked_is(&Name::new(namespace, local));
            of(NamespaceId::SOAP11) || of(NamespaceId::SOAP12)
        };
        match self.depth {
            0 => in_envelope("Envelope"),
            1 => in_envelope("Body"),
            depth => cursor.peeked_is(&self.path[depth - 2]),
        }
    }

    fn is_space(&self) -> bool {
        let text = &self.pending[self.scanner.start..self.scanner.end];
        text.iter().all(|byte| chars::is_space(*byte))
    }

    /// Checks a comment or a processing instruction that is dropped.
    fn pass_aside(&self) -> Result<(), ReadError> {
        let text = self.text(self.scanner.start..self.scanner.end)?;
        let base = self.passed + self.scanner.start;
        Cursor::within(text, base, "", &[], self.namespaces, &self.options)?.peek().map(drop)
    }

    fn text(&self, part: std::ops::Range<usize>) -> Result<&str, ReadError> {
        simdutf8::basic::from_utf8(&self.pending[part])
            .map_err(|_| self.error(ReadErrorKind::Malformed("invalid UTF-8".into())))
    }

    fn check_lengths(&self) -> Result<(), ReadError> {
        let limits = &self.options.limits;
        let (kind, length, limit) = if let Some(start) = self.record {
            (("bytes in a record", "record_bytes"), self.scanner.end - start, limits.record_bytes)
        } else {
            let unfinished = self.scanner.end - self.scanner.start;
            let length = self.rest.len() + unfinished;
            (("bytes in a document", "message_bytes"), length, limits.message_bytes)
        };
        if length <= limit {
            return Ok(());
        }
        let (what, setting) = kind;
        Err(self.error(ReadErrorKind::Limit { what, setting, limit }))
    }

    #[cold]
    fn error(&self, kind: ReadErrorKind) -> ReadError {
        ReadError::new(kind, self.path()).moved(self.passed + self.scanner.start)
    }
}
