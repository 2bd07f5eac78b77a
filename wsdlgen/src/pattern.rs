//! Patterns of XML Schema in the syntax of the `regex` crate (XSD 1.0 part 2, appendix F).
//!
//! A schema's pattern always matches a whole text and has no anchors, back references or
//! look-around; `\d`, `\w`, `\i`, `\c` and `.` have meanings of their own, and classes subtract.
//! Authors of schemas often write Perl's dialect. Where that has one evident meaning (`\/`,
//! `(?:`, `[\w-.]`, a lazy `*?`), it is taken; the rest is an error with a position.
//!
//! ```text
//! [a-z-[aeiou]]\d{2}    becomes    ^(?:[[a-z]--[aeiou]]\p{Nd}{2})$
//! ```

mod blocks;
mod class;
mod escape;
mod expression;
mod scanner;
#[cfg(test)]
mod tests;
mod weight;

use std::{borrow::Cow, collections::HashMap, fmt, sync::Arc};

use expression::Expression;
use regex::RegexBuilder;
pub(crate) use weight::weight;

/// How many bytes the automaton of a pattern may take. A text of 255 letters of any script takes
/// 14 million.
const MOST_MEMORY: usize = 16 << 20;
/// The weight of all patterns of a contract together. A text of 255 letters of any script has 165,000.
const MOST_WEIGHT: usize = 4 << 20;

/// A pattern that cannot be checked, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PatternError {
    /// It is no pattern, or one in a dialect that XML Schema does not have.
    Malformed {
        /// The character that is wrong, from 1.
        position: usize,
        /// What is wrong with it.
        reason: Cow<'static, str>,
    },
    /// Its automaton would take more memory than [`MOST_MEMORY`].
    TooLarge,
    /// With those before it, it has more weight than [`MOST_WEIGHT`].
    TooMany,
}

impl fmt::Display for PatternError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { position, reason } => {
                write!(formatter, "character {position} of the pattern: {reason}")
            }
            Self::TooLarge => formatter.write_str("the pattern is too large to check"),
            Self::TooMany => formatter.write_str("the contract has too many large patterns"),
        }
    }
}

impl std::error::Error for PatternError {}

/// The regular expression that matches exactly the texts that `pattern` allows, anchored at both
/// ends. It compiles within [`MOST_MEMORY`].
///
/// A `^` that begins a branch and a `$` that ends one are characters in XML Schema, yet nobody
/// means them: texts pass with and without them.
pub(crate) fn translate(pattern: &str) -> Result<String, PatternError> {
    let anchored = format!("^(?:{})$", Expression::translate(pattern)?);
    match RegexBuilder::new(&anchored).size_limit(MOST_MEMORY).build() {
        Ok(_) => Ok(anchored),
        Err(regex::Error::CompiledTooBig(_)) => Err(PatternError::TooLarge),
        Err(error) => {
            Err(PatternError::Malformed { position: 1, reason: error.to_string().into() })
        }
    }
}

/// Translates the patterns of a contract: each text once, and large ones only up to a limit.
pub(crate) struct Translator {
    known: HashMap<Arc<str>, Result<String, PatternError>>,
    /// What is left of [`MOST_WEIGHT`].
    left: usize,
}

impl Translator {
    pub(crate) fn new() -> Self {
        Self { known: HashMap::new(), left: MOST_WEIGHT }
    }

    /// Translates as [`translate`] does.
    pub(crate) fn translate(&mut self, pattern: &Arc<str>) -> Result<String, PatternError> {
        if let Some(known) = self.known.get(pattern) {
            return known.clone();
        }
        let translated = self.take(pattern).and_then(|()| translate(pattern));
        self.known.insert(pattern.clone(), translated.clone());
        translated
    }

    /// Takes the weight of a pattern.
    fn take(&mut self, pattern: &str) -> Result<(), PatternError> {
        let translated = Expression::translate(pattern)?;
        // What is wrong with it is said when it is compiled.
        let weight = regex_syntax::parse(&translated).map_or(0, |hir| weight(&hir));
        self.left = self.left.checked_sub(weight).ok_or(PatternError::TooMany)?;
        Ok(())
    }
}

/// Appends a character that stands for itself, in a class or outside one.
fn push_literal(out: &mut String, character: char) {
    match character {
        '\n' => out.push_str(r"\n"),
        '\r' => out.push_str(r"\r"),
        '\t' => out.push_str(r"\t"),
        // What `regex` gives a meaning anywhere.
        '\\' | '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$'
        | '#' | '&' | '-' | '~' => out.extend(['\\', character]),
        ' '..='~' => out.push(character),
        _ if character.is_alphanumeric() => out.push(character),
        // Marks and signs for the writing direction would make the generated code hard to read.
        _ => {
            let number = format!(r"\x{{{:X}}}", u32::from(character));
            out.push_str(&number);
        }
    }
}
