//! The two outputs of the command. What cannot be written is a failure and no panic; a reader that has
//! seen enough is none.

use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// Writes a text to the standard output: on a terminal, without the characters of a contract that it obeys; elsewhere,
/// without colours.
pub(crate) fn put(text: &str) -> io::Result<()> {
    let shown = if io::stdout().is_terminal() { for_terminal(text) } else { Cow::Borrowed(text) };
    let mut out = anstream::stdout().lock();
    match out.write_all(shown.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Writes a line to the standard error; there is nobody to tell where that fails.
pub(crate) fn note(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// Replaces the characters that move the cursor, change colours or reorder text.
pub(crate) fn harmless(text: &str) -> String {
    text.replace(is_obeyed, "\u{fffd}")
}

/// Replaces the characters that [`harmless`] replaces, except for the start of our own colours, which XML cannot carry.
fn for_terminal(text: &str) -> Cow<'_, str> {
    let is_foreign = |character| is_obeyed(character) && character != '\u{1b}';
    if text.contains(is_foreign) {
        text.replace(is_foreign, "\u{fffd}").into()
    } else {
        text.into()
    }
}

/// Returns whether a terminal obeys a character instead of showing it.
fn is_obeyed(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t'))
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::{for_terminal, harmless};

    #[test]
    fn terminals_get_no_orders_from_others() {
        assert_eq!(harmless("a\u{1b}[31m\u{9b}b\n\tc"), "a\u{fffd}[31m\u{fffd}b\n\tc");
        assert_eq!(harmless("a\u{202e}b\u{2066}"), "a\u{fffd}b\u{fffd}");
        assert_eq!(
            for_terminal("\u{1b}[31ma\u{9b}31mb\u{202e}\u{7f}\n"),
            "\u{1b}[31ma\u{fffd}31mb\u{fffd}\u{fffd}\n"
        );
    }
}
