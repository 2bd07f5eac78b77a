//! Texts that a pattern matches.

use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::model::Facets;

/// How often what repeats without end may stand.
const MOST: u32 = 64;

/// A value that all of the patterns match, and whose length is allowed: the shortest of the first
/// pattern, or a longer one.
pub(super) fn sample(facets: &Facets, is_value: impl Fn(&str) -> bool) -> Option<String> {
    let patterns = facets.patterns.iter();
    let hir = regex_syntax::parse(&patterns.clone().next()?.regex).ok()?;
    let all: Vec<Regex> =
        patterns.map(|one| Regex::new(&one.regex)).collect::<Result<_, _>>().ok()?;
    let least = facets.length.or(facets.min_length).unwrap_or(0);
    let most = facets.length.or(facets.max_length).unwrap_or(u64::MAX);
    let fits = |text: &String| {
        let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
        let allowed = (least..=most).contains(&length) && is_value(text);
        allowed && all.iter().all(|one| one.is_match(text))
    };
    (0..MOST).map(|more| matching(&hir, more)).find(fits)
}

/// A text that matches, with so many more of what may repeat.
fn matching(hir: &Hir, more: u32) -> String {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => String::new(),
        HirKind::Literal(literal) => String::from_utf8_lossy(&literal.0).into_owned(),
        HirKind::Class(class) => character(class).map(String::from).unwrap_or_default(),
        HirKind::Repetition(repetition) => {
            let count = repetition.min.saturating_add(more);
            let count = count.min(repetition.max.unwrap_or(u32::MAX));
            matching(&repetition.sub, more).repeat(usize::try_from(count).unwrap_or(0))
        }
        HirKind::Capture(capture) => matching(&capture.sub, more),
        HirKind::Concat(parts) => {
            parts.iter().map(|part| matching(part, more)).collect::<Vec<_>>().concat()
        }
        HirKind::Alternation(branches) => {
            branches.first().map(|branch| matching(branch, more)).unwrap_or_default()
        }
    }
}

/// A character of a class that XML can carry (XML 1.0, §2.2): a letter or a digit where it has one.
fn character(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let has = |one: &char| class.iter().any(|range| (range.start()..=range.end()).contains(one));
    let first = || {
        let visible = class.iter().map(|range| range.start().max(' ')..=range.end());
        visible.filter(|range| !range.is_empty()).map(|range| *range.start()).next()
    };
    let letter = ['a', 'A', '0', '1'].into_iter().find(has);
    letter.or_else(first).or_else(|| ['\t', '\n', '\r'].into_iter().find(has))
}
