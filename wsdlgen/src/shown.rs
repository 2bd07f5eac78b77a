//! Sanitizes text from contracts before it is displayed.

/// Returns whether a character ends a line or changes the display order of others.
pub(crate) fn is_reordering(character: char) -> bool {
    matches!(
        character,
        '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// Replaces characters that control a terminal.
///
/// The escape character is kept, since colours need it. It cannot come from a contract: XML does not allow it.
pub(crate) fn for_terminals(text: &str) -> String {
    let is_obeyed = |one: char| matches!(one, '\u{7f}'..='\u{9f}') || is_reordering(one);
    text.replace(is_obeyed, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Code, Diagnostic, Report};

    #[test]
    fn replaces_terminal_controls_from_contracts() {
        let mut report = Report::default();
        report.add(Diagnostic::error(Code::BadValue, "a\u{9b}31mb\u{202e}c").help("d\u{85}e"));
        let shown = report.to_string();
        assert!(shown.contains("a\u{fffd}31mb\u{fffd}c"), "{shown}");
        assert!(shown.contains("d\u{fffd}e"), "{shown}");
    }
}
