//! The cost of a pattern, estimated before it is compiled.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Returns the approximate number of states in the automaton of a pattern.
pub(crate) fn weight(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Class(Class::Unicode(class)) => class.ranges().len(),
        HirKind::Class(Class::Bytes(class)) => class.ranges().len(),
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Repetition(repetition) => {
            let count = repetition.max.unwrap_or(repetition.min).max(1);
            weight(&repetition.sub).saturating_mul(usize::try_from(count).unwrap_or(usize::MAX))
        }
        HirKind::Capture(capture) => weight(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().map(weight).fold(0, usize::saturating_add)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::weight;

    #[test]
    fn multiplies_weights_by_repetitions() {
        let cases = [
            ("", 1),
            ("abc", 3),
            ("[a-c]", 1),
            ("[ac]{3}", 6),
            ("(ab|[xz])*", 4),
            ("(([ac]?){300}){400}", 240_000),
        ];
        for (pattern, expected) in cases {
            assert_eq!(weight(&regex_syntax::parse(pattern).unwrap()), expected, "{pattern}");
        }
    }
}
