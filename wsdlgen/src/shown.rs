//! Text of contracts where people read it.

/// Whether a character ends a line or changes the order in which others are shown.
pub(crate) fn is_reordering(character: char) -> bool {
    matches!(
        character,
        '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// The text without characters that a terminal obeys. Escape sequences are not among them, since colours are made of
/// those: XML has no such character.
pub(crate) fn for_terminals(text: &str) -> String {
    let is_obeyed = |one: char| matches!(one, '\u{7f}'..='\u{9f}') || is_reordering(one);
    text.replace(is_obeyed, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Code, Diagnostic, Report};

    #[test]
    fn terminals_get_no_orders_from_contracts() {
        let mut report = Report::default();
        report.add(Diagnostic::error(Code::BadValue, "a\u{9b}31mb\u{202e}c").help("d\u{85}e"));
        let shown = report.to_string();
        assert!(shown.contains("a\u{fffd}31mb\u{fffd}c"), "{shown}");
        assert!(shown.contains("d\u{fffd}e"), "{shown}");
    }
}
