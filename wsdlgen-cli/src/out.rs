//! Standard output and standard error. Write errors are returned instead of causing a panic, and a closed
//! pipe is not an error.

use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// Writes text to standard output. On a terminal, control characters from the contract are replaced. Elsewhere,
/// colours are stripped.
pub(crate) fn put(text: &str) -> io::Result<()> {
    let shown = if io::stdout().is_terminal() { for_terminal(text) } else { Cow::Borrowed(text) };
    let mut out = anstream::stdout().lock();
    match out.write_all(shown.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Writes a line to standard error and ignores failures.
pub(crate) fn note(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// Replaces the characters that move the cursor, change colours or reorder text.
pub(crate) fn harmless(text: &str) -> String {
    text.replace(is_obeyed, "\u{fffd}")
}

/// Replaces control characters like [`harmless`], except for the escape character that starts our own colours.
/// XML cannot contain that character.
fn for_terminal(text: &str) -> Cow<'_, str> {
    let is_foreign = |character| is_obeyed(character) && character != '\u{1b}';
    if text.contains(is_foreign) {
        text.replace(is_foreign, "\u{fffd}").into()
    } else {
        text.into()
    }
}

/// Returns whether a terminal interprets a character instead of displaying it.
fn is_obeyed(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t'))
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::{for_terminal, harmless};

    #[test]
    fn replaces_control_characters() {
        assert_eq!(harmless("a\u{1b}[31m\u{9b}b\n\tc"), "a\u{fffd}[31m\u{fffd}b\n\tc");
        assert_eq!(harmless("a\u{202e}b\u{2066}"), "a\u{fffd}b\u{fffd}");
        assert_eq!(
            for_terminal("\u{1b}[31ma\u{9b}31mb\u{202e}\u{7f}\n"),
            "\u{1b}[31ma\u{fffd}31mb\u{fffd}\u{fffd}\n"
        );
    }
}
