//! Branches, pieces, quantifiers and atoms (appendix F, productions 1 to 10).

use super::{
    PatternError,
    class::class,
    escape::{Escape, escape},
    push_literal,
    scanner::{Position, Scanner},
};

/// Maximum nesting depth of groups and classes. `regex` counts several levels for each of them and stops at 250.
const MOST_DEPTH: usize = 30;

/// A translation in progress.
pub(super) struct Expression<'a> {
    scanner: Scanner<'a>,
    depth: usize,
    out: String,
}

impl<'a> Expression<'a> {
    /// Translates a whole pattern, without anchors.
    pub(super) fn translate(pattern: &'a str) -> Result<String, PatternError> {
        Self::read(pattern).map(|expression| expression.out)
    }

    /// Returns the first use of another dialect in a pattern that can be translated.
    pub(super) fn foreign(pattern: &'a str) -> Option<PatternError> {
        Self::read(pattern).ok()?.scanner.into_foreign()
    }

    fn read(pattern: &'a str) -> Result<Self, PatternError> {
        let scanner = Scanner::new(pattern);
        let mut expression = Self { scanner, depth: 0, out: String::new() };
        expression.branches()?;
        if expression.scanner.peek().is_none() {
            return Ok(expression);
        }
        let place = expression.scanner.place();
        Err(expression.scanner.error(place, "unmatched `)`"))
    }

    /// Translates branches up to the end of the pattern, or to the parenthesis that closes the group.
    fn branches(&mut self) -> Result<(), PatternError> {
        self.branch()?;
        while self.scanner.take_if("|") {
            self.out.push('|');
            self.branch()?;
        }
        Ok(())
    }

    fn branch(&mut self) -> Result<(), PatternError> {
        if self.scanner.peek() == Some('^') && !self.scanner.peek_second().is_some_and(repeats) {
            self.scanner.take();
            self.out.push_str(r"\^?");
        }
        while let Some(next) = self.scanner.peek() {
            match next {
                '|' | ')' => break,
                '$' if matches!(self.scanner.peek_second(), None | Some('|' | ')')) => {
                    self.scanner.take();
                    self.out.push_str(r"\$?");
                }
                _ => self.piece()?,
            }
        }
        Ok(())
    }

    fn piece(&mut self) -> Result<(), PatternError> {
        self.atom()?;
        if self.quantifier()? {
            // Lazy quantifiers only change which match is preferred, and here the whole text has to match.
            let place = self.scanner.place();
            if self.scanner.take_if("?") {
                self.scanner.foreign(place, "XML Schema has no lazy quantifiers");
            }
            let place = self.scanner.place();
            match self.scanner.peek() {
                Some('+') => {
                    return Err(self.scanner.error(place, "XML Schema has no possessive `+`"));
                }
                _ if self.at_quantifier() => {
                    return Err(self.scanner.error(place, "unexpected second quantifier"));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn atom(&mut self) -> Result<(), PatternError> {
        let place = self.scanner.place();
        if self.at_quantifier() {
            return Err(self.scanner.error(place, "quantifier without anything to repeat"));
        }
        match self.scanner.take() {
            Some('(') => self.group(place)?,
            Some('[') => self.out.push_str(&class(&mut self.scanner, place, MOST_DEPTH)?),
            Some('.') => self.out.push_str(r"[^\n\r]"),
            Some('\\') => match escape(&mut self.scanner, place)? {
                Escape::Character(character) => push_literal(&mut self.out, character),
                Escape::Class(class) => self.out.push_str(&class),
            },
            Some(character) => push_literal(&mut self.out, character),
            None => {}
        }
        Ok(())
    }

    fn group(&mut self, open: Position) -> Result<(), PatternError> {
        if self.scanner.take_if("?:") {
            self.scanner.foreign(open, "XML Schema has no groups with `?:`");
        } else if self.scanner.peek() == Some('?') {
            let reason = "expected `(` or `(?:`: XML Schema has no other groups";
            return Err(self.scanner.error(open, reason));
        }
        if self.depth == MOST_DEPTH {
            return Err(self.scanner.error(open, "groups are nested too deeply"));
        }
        self.depth += 1;
        self.out.push_str("(?:");
        self.branches()?;
        self.out.push(')');
        self.depth -= 1;
        if self.scanner.take_if(")") {
            Ok(())
        } else {
            Err(self.scanner.error(open, "unclosed group"))
        }
    }

    /// Translates a quantifier if one comes next, and returns whether it does.
    fn quantifier(&mut self) -> Result<bool, PatternError> {
        if !self.at_quantifier() {
            return Ok(false);
        }
        let place = self.scanner.place();
        match self.scanner.take() {
            Some('{') => self.quantity(place)?,
            sign => self.out.extend(sign),
        }
        Ok(true)
    }

    /// Translates `{n}`, `{n,}` and `{n,m}`, and also `{,m}` from other dialects.
    fn quantity(&mut self, open: Position) -> Result<(), PatternError> {
        let least = self.number()?;
        let comma = self.scanner.take_if(",");
        let most = self.number()?;
        let limits = match (least, comma, most) {
            (Some(exactly), false, None) => format!("{{{exactly}}}"),
            (Some(least), true, None) => format!("{{{least},}}"),
            (Some(least), true, Some(most)) if least > most => {
                let reason = format!("the minimum {least} is greater than the maximum {most}");
                return Err(self.scanner.error(open, reason));
            }
            (None, true, Some(most)) => {
                self.scanner.foreign(open, "XML Schema requires a minimum");
                format!("{{0,{most}}}")
            }
            (Some(least), true, Some(most)) => format!("{{{least},{most}}}"),
            _ => String::new(),
        };
        if limits.is_empty() || !self.scanner.take_if("}") {
            return Err(self.scanner.error(open, "expected `{n}`, `{n,}` or `{n,m}`"));
        }
        self.out.push_str(&limits);
        Ok(())
    }

    fn number(&mut self) -> Result<Option<u32>, PatternError> {
        match self.scanner.take_while(|character| character.is_ascii_digit()) {
            "" => Ok(None),
            digits => digits.parse().map(Some).map_err(|_| PatternError::TooLarge),
        }
    }

    /// Returns whether a quantifier comes next. A brace that does not start a quantity is a literal, as in `{[0-9]+}`.
    fn at_quantifier(&self) -> bool {
        match self.scanner.peek() {
            Some('{') => {
                self.scanner.peek_second().is_some_and(|next| next == ',' || next.is_ascii_digit())
            }
            Some(next) => matches!(next, '?' | '*' | '+'),
            None => false,
        }
    }
}

fn repeats(character: char) -> bool {
    matches!(character, '?' | '*' | '+' | '{')
}
