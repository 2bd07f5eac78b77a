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

/// What others have written, without what would move the cursor or change colours.
pub(crate) fn harmless(text: &str) -> String {
    let shown =
        |one: char| if one.is_control() && !"\n\t".contains(one) { '\u{fffd}' } else { one };
    text.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn terminals_get_no_orders_from_others() {
        assert_eq!(harmless("a\u{1b}[31m\u{9b}b\n\tc"), "a\u{fffd}[31m\u{fffd}b\n\tc");
    }
}
