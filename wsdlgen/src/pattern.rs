//! Translation of XML Schema patterns to the syntax of the `regex` crate (XSD 1.0 part 2, appendix F).
//!
//! A schema's pattern always matches a whole text and has no anchors, back references or look-around. `\d`, `\w`, `\i`,
//! `\c` and `.` have their own meanings, and classes can be subtracted.
//!
//! Schema authors often use Perl's syntax. It is accepted if it has one obvious meaning (`\/`, `(?:`, `[\w-.]`, a lazy
//! `*?`). Otherwise, an error with a position is returned.
//!
//! ```text
//! [a-z-[aeiou]]\d{2}    becomes    ^(?:[[a-z]--[aeiou]]\p{Nd}{2})$
//! ```

mod blocks;
mod class;
mod escape;
mod expression;
mod guid;
mod scanner;
#[cfg(test)]
mod tests;
mod weight;

use std::{borrow::Cow, collections::HashMap, fmt, sync::Arc};

use expression::Expression;
pub(crate) use guid::is_guid;
use regex::RegexBuilder;
pub(crate) use weight::weight;

/// Maximum size of a compiled pattern in bytes. A pattern for 255 letters of any script takes 14 million.
const MOST_MEMORY: usize = 16 << 20;
/// Maximum total weight of a contract's patterns. A pattern for 255 letters of any script has a weight of 165,000.
const MOST_WEIGHT: usize = 4 << 20;

/// The reason why a pattern cannot be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PatternError {
    /// The pattern is malformed, or uses the syntax of another dialect.
    Malformed {
        /// Position of the offending character, starting at 1.
        position: usize,
        /// Description of the problem.
        reason: Cow<'static, str>,
    },
    /// The compiled pattern would be larger than [`MOST_MEMORY`].
    TooLarge,
    /// The total weight of the pattern and those before it exceeds [`MOST_WEIGHT`].
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

/// Translates a pattern to a regular expression that matches the same texts and is anchored at both ends.
///
/// In XML Schema, a `^` at the start of a branch and a `$` at its end are literal characters. Authors usually mean
/// anchors, so texts match with and without them.
///
/// # Errors
///
/// Returns an error if the pattern is malformed, or does not compile within [`MOST_MEMORY`].
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

/// Returns the first use of another dialect in a pattern that can be translated.
///
/// ```text
/// \d+?    character 4 of the pattern: XML Schema has no lazy quantifiers
/// ```
pub(crate) fn foreign_syntax(pattern: &str) -> Option<PatternError> {
    Expression::foreign(pattern)
}

/// A translator for the patterns of a contract. It translates each text once and limits the total weight.
pub(crate) struct Translator {
    known: HashMap<Arc<str>, Result<String, PatternError>>,
    /// The remaining part of [`MOST_WEIGHT`].
    left: usize,
}

impl Translator {
    pub(crate) fn new() -> Self {
        Self { known: HashMap::new(), left: MOST_WEIGHT }
    }

    /// Translates a pattern like [`translate`].
    ///
    /// # Errors
    ///
    /// Returns an error like [`translate`], or if the total weight of all patterns is too large.
    pub(crate) fn translate(&mut self, pattern: &Arc<str>) -> Result<String, PatternError> {
        if let Some(known) = self.known.get(pattern) {
            return known.clone();
        }
        let translated = self.take(pattern).and_then(|()| translate(pattern));
        self.known.insert(pattern.clone(), translated.clone());
        translated
    }

    /// Subtracts the weight of a pattern from the remaining weight.
    fn take(&mut self, pattern: &str) -> Result<(), PatternError> {
        let translated = Expression::translate(pattern)?;
        // Errors are reported when the pattern is compiled.
        let weight = regex_syntax::parse(&translated).map_or(0, |hir| weight(&hir));
        self.left = self.left.checked_sub(weight).ok_or(PatternError::TooMany)?;
        Ok(())
    }
}

/// Appends a literal character, inside or outside of a class.
fn push_literal(out: &mut String, character: char) {
    match character {
        '\n' => out.push_str(r"\n"),
        '\r' => out.push_str(r"\r"),
        '\t' => out.push_str(r"\t"),
        // Characters with a special meaning in `regex`, in any position.
        '\\' | '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$'
        | '#' | '&' | '-' | '~' => out.extend(['\\', character]),
        ' '..='~' => out.push(character),
        _ if character.is_alphanumeric() => out.push(character),
        // Combining marks and directional formatting characters would make generated code hard to read.
        _ => {
            let number = format!(r"\x{{{:X}}}", u32::from(character));
            out.push_str(&number);
        }
    }
}
