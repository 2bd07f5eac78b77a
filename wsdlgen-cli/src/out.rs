//! The two outputs of the command. What cannot be written is a failure and no panic; a reader that has
//! seen enough is none.

use std::io::{self, ErrorKind, Write};

/// Writes a text to the standard output, without its colours where they are not wanted.
pub(crate) fn put(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Writes a line to the standard error; there is nobody to tell where that fails.
pub(crate) fn note(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// The text of others without characters that move the cursor, change colours or reorder text.
pub(crate) fn harmless(text: &str) -> String {
    let is_obeyed = |one: char| {
        (one.is_control() && !matches!(one, '\n' | '\t'))
            || matches!(one, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.replace(is_obeyed, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn terminals_get_no_orders_from_others() {
        assert_eq!(harmless("a\u{1b}[31m\u{9b}b\n\tc"), "a\u{fffd}[31m\u{fffd}b\n\tc");
        assert_eq!(harmless("a\u{202e}b\u{2066}"), "a\u{fffd}b\u{fffd}");
    }
}
