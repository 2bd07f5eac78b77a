//! A scanner over the characters of a pattern.

use std::borrow::Cow;

use super::PatternError;

/// The remaining characters of a pattern, and their position.
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// The first use of another dialect.
    foreign: Option<PatternError>,
}

/// A position in a pattern, for errors.
#[derive(Clone, Copy)]
pub(super) struct Position(usize);

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, foreign: None }
    }

    /// Returns the remaining text.
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Returns the character after the next one.
    pub(super) fn peek_second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    pub(super) fn take(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += character.len_utf8();
        Some(character)
    }

    /// Takes `expected` if it comes next, and returns whether it does.
    pub(super) fn take_if(&mut self, expected: &str) -> bool {
        let comes = self.rest().starts_with(expected);
        if comes {
            self.at += expected.len();
        }
        comes
    }

    /// Takes the longest run of characters that `belongs` accepts.
    pub(super) fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|character| !belongs(character)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    pub(super) fn place(&self) -> Position {
        Position(self.at)
    }

    /// Notes syntax of another dialect, which is accepted.
    pub(super) fn foreign(&mut self, place: Position, reason: impl Into<Cow<'static, str>>) {
        if self.foreign.is_none() {
            self.foreign = Some(self.error(place, reason));
        }
    }

    /// Returns the first use of another dialect.
    pub(super) fn into_foreign(self) -> Option<PatternError> {
        self.foreign
    }

    pub(super) fn error(
        &self,
        place: Position,
        reason: impl Into<Cow<'static, str>>,
    ) -> PatternError {
        let position = self.text[..place.0].chars().count() + 1;
        PatternError::Malformed { position, reason: reason.into() }
    }
}
