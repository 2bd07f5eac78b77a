//! Generation of text that matches patterns.

use regex::Regex;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind};

use crate::{model::Facets, pattern::weight};

/// Maximum number of additional repetitions.
const MOST: u32 = 64;
/// Maximum length of a text with additional repetitions, in bytes. Nested repetitions multiply.
const LONGEST: usize = 1 << 16;
/// Number of branches of an alternation that are tried.
const BRANCHES: usize = 16;
/// Preferred characters. Digits other than zero are tried for numbers that must not be zero.
const PREFERRED: [&[char]; 3] = [&['a', 'A', '0', '1', ' '], &['1'], &['9']];
/// Number of steps allowed for all patterns of a sample. Only hostile patterns need more.
const STEPS: usize = 1 << 24;
/// Number of steps charged for compiling one state of an automaton.
const COMPILING: usize = 64;

/// The remaining steps for patterns. Matching a text costs the automaton's states times the text's bytes.
pub(super) struct Steps(usize);

impl Steps {
    pub(super) fn new() -> Self {
        Self(STEPS)
    }

    pub(super) fn are_left(&self) -> bool {
        self.0 > 0
    }

    /// Charges steps, and returns whether any are left.
    fn take(&mut self, weight: usize, bytes: usize) -> bool {
        self.0 = self.0.saturating_sub(weight.saturating_mul(bytes));
        self.are_left()
    }
}

/// Finds a value of an allowed length that matches all patterns.
///
/// For a single pattern without a length facet, the search succeeds if the pattern matches anything.
/// Otherwise it may fail, since only the shortest match of each pattern and some longer ones are tried.
pub(super) fn sample(
    facets: &Facets,
    is_value: impl Fn(&str) -> bool,
    left: &mut Steps,
) -> Option<String> {
    let patterns = facets.patterns.iter();
    let parsed = patterns.clone().map(|one| regex_syntax::parse(&one.regex).ok());
    let parsed: Vec<Hir> = parsed.collect::<Option<_>>()?;
    let weight = parsed.iter().map(weight).fold(0, usize::saturating_add);
    if !left.take(weight, COMPILING) {
        return None;
    }
    let all: Vec<Regex> =
        patterns.map(|one| Regex::new(&one.regex)).collect::<Result<_, _>>().ok()?;
    let least = facets.length.or(facets.min_length).unwrap_or(0);
    let most = facets.length.or(facets.max_length).unwrap_or(u64::MAX);
    let fits = |text: &String| {
        let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
        let allowed = (least..=most).contains(&length) && is_value(text);
        allowed && all.iter().all(|one| one.is_match(text))
    };
    parsed.iter().find_map(|hir| {
        let taken = PREFERRED.iter().flat_map(|preferred| {
            let branches = 0..BRANCHES;
            branches.flat_map(move |branch| {
                (0..MOST).map(move |more| Taken { preferred, branch, more })
            })
        });
        let texts = taken.filter_map(|taken| taken.matching(hir));
        texts.take_while(|text| left.take(weight, text.len())).find(fits)
    })
}

/// The choices made where a pattern leaves a choice.
#[derive(Clone, Copy)]
struct Taken {
    /// The characters to use where a class allows one of them, in order.
    preferred: &'static [char],
    /// The index of the branch among those that can match, or else the last one.
    branch: usize,
    /// Number of additional repetitions.
    more: u32,
}

impl Taken {
    /// Returns a matching text, or `None` if nothing matches.
    fn matching(self, hir: &Hir) -> Option<String> {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Some(String::new()),
            HirKind::Literal(literal) => String::from_utf8(literal.0.to_vec()).ok(),
            HirKind::Class(class) => character(class, self.preferred).map(String::from),
            HirKind::Repetition(repetition) => {
                let count = repetition.min.saturating_add(self.more);
                let count = count.min(repetition.max.unwrap_or(u32::MAX));
                let Some(text) = self.matching(&repetition.sub) else {
                    return (repetition.min == 0).then(String::new);
                };
                let count = usize::try_from(count).ok()?;
                let grows = self.more > 0 && text.len().saturating_mul(count) > LONGEST;
                (!grows).then(|| text.repeat(count))
            }
            HirKind::Capture(capture) => self.matching(&capture.sub),
            HirKind::Concat(parts) => parts.iter().map(|part| self.matching(part)).collect(),
            HirKind::Alternation(branches) => {
                let possible = branches.iter().filter_map(|branch| self.matching(branch));
                possible.take(self.branch + 1).last()
            }
        }
    }
}

/// The characters that XML allows (XML 1.0 §2.2).
const CHARACTERS: [(char, char); 4] =
    [('\t', '\n'), ('\r', '\r'), (' ', '\u{fffd}'), ('\u{10000}', char::MAX)];

/// Returns a character of a class that XML allows, preferably one of those given.
fn character(class: &Class, preferred: &[char]) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let mut class = class.clone();
    let carried = CHARACTERS.map(|(first, last)| ClassUnicodeRange::new(first, last));
    class.intersect(&ClassUnicode::new(carried));
    let has = |one: &char| class.iter().any(|range| (range.start()..=range.end()).contains(one));
    let visible = || class.iter().map(ClassUnicodeRange::start).find(|first| *first >= ' ');
    preferred
        .iter()
        .copied()
        .find(has)
        .or_else(visible)
        .or_else(|| class.iter().next().map(ClassUnicodeRange::start))
}
