//! Scanner for a document that is still arriving. It only finds where each piece of markup or text ends.

/// A piece of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A text, or the part of it that has arrived.
    Text,
    StartTag,
    /// `<name/>`.
    EmptyTag,
    EndTag,
    /// `<![CDATA[…]]>`.
    Cdata,
    /// A comment or a processing instruction.
    Aside,
    /// Any other `<!…>`.
    Declaration,
}

/// A scanner that finds the pieces of a document one after another and looks at each byte once.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    /// The start of the piece that was found last or is being scanned.
    pub(super) start: usize,
    /// The end of that piece, as far as it has been scanned.
    pub(super) end: usize,
    inside: Inside,
}

/// The state of scanning a piece.
#[derive(Clone, Copy, Debug, Default)]
enum Inside {
    /// The piece has not begun.
    #[default]
    Nothing,
    /// The first bytes of the markup are not enough to tell its kind.
    Markup,
    /// Inside a tag, and possibly inside an attribute value with this quote.
    Tag(Piece, Option<u8>),
    /// Inside a piece that ends with these bytes.
    Until(Piece, &'static [u8]),
}

/// The delimiters of markup other than tags.
const OPENINGS: [(&[u8], Piece, &[u8]); 3] = [
    (b"<!--", Piece::Aside, b"-->"),
    (b"<![CDATA[", Piece::Cdata, b"]]>"),
    (b"<?", Piece::Aside, b"?>"),
];

impl Scanner {
    /// Returns the next piece, or `None` if its end has not arrived yet.
    pub(super) fn next(&mut self, document: &[u8]) -> Option<Piece> {
        loop {
            match self.inside {
                Inside::Nothing => {
                    self.start = self.end;
                    let rest = &document[self.start..];
                    if *rest.first()? != b'<' {
                        self.end += memchr::memchr(b'<', rest).unwrap_or(rest.len());
                        return Some(Piece::Text);
                    }
                    self.inside = Inside::Markup;
                }
                Inside::Markup => self.look_at_opening(&document[self.start..])?,
                Inside::Until(piece, last) => {
                    let rest = &document[self.end..];
                    if let Some(at) = memchr::memmem::find(rest, last) {
                        return Some(self.found(piece, self.end + at + last.len()));
                    }
                    // The last bytes may be the beginning of the delimiter.
                    self.end += rest.len().saturating_sub(last.len() - 1);
                    return None;
                }
                Inside::Tag(piece, quote) => return self.end_of_tag(document, piece, quote),
            }
        }
    }

    fn found(&mut self, piece: Piece, end: usize) -> Piece {
        self.inside = Inside::Nothing;
        self.end = end;
        piece
    }

    /// Determines the kind of markup that begins with `<`. Returns `None` if too little has arrived.
    fn look_at_opening(&mut self, rest: &[u8]) -> Option<()> {
        let second = *rest.get(1)?;
        for (opening, piece, last) in OPENINGS {
            if rest.starts_with(opening) {
                self.end = self.start + opening.len();
                self.inside = Inside::Until(piece, last);
                return Some(());
            }
            if opening.starts_with(rest) {
                return None;
            }
        }
        let piece = match second {
            b'/' => Piece::EndTag,
            b'!' => Piece::Declaration,
            _ => Piece::StartTag,
        };
        self.end = self.start + 1;
        self.inside = Inside::Tag(piece, None);
        Some(())
    }

    fn end_of_tag(
        &mut self,
        document: &[u8],
        piece: Piece,
        mut quote: Option<u8>,
    ) -> Option<Piece> {
        loop {
            let rest = &document[self.end..];
            let found = match quote {
                Some(quote) => memchr::memchr(quote, rest),
                None => memchr::memchr3(b'>', b'"', b'\'', rest),
            };
            let Some(at) = found else {
                self.end = document.len();
                self.inside = Inside::Tag(piece, quote);
                return None;
            };
            self.end += at + 1;
            quote = match (quote, rest[at]) {
                (Some(_), _) => None,
                (None, b'>') => break,
                (None, opened) => Some(opened),
            };
        }
        let is_empty = piece == Piece::StartTag && document[..self.end].ends_with(b"/>");
        let piece = if is_empty { Piece::EmptyTag } else { piece };
        Some(self.found(piece, self.end))
    }

    /// Adjusts positions after `bytes` bytes were removed from the start of the document.
    pub(super) fn forget(&mut self, bytes: usize) {
        self.start -= bytes;
        self.end -= bytes;
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, Scanner};

    /// Returns the pieces of a document that arrives in chunks of `at_a_time` bytes, with adjacent texts joined.
    fn pieces(document: &str, at_a_time: usize) -> Vec<(Piece, String)> {
        let mut scanner = Scanner::default();
        let mut pieces: Vec<(Piece, String)> = Vec::new();
        let bytes = document.as_bytes();
        let mut arrived = 0;
        loop {
            while let Some(piece) = scanner.next(&bytes[..arrived]) {
                let text = &document[scanner.start..scanner.end];
                match pieces.last_mut() {
                    Some((Piece::Text, before)) if piece == Piece::Text => before.push_str(text),
                    _ => pieces.push((piece, text.to_owned())),
                }
            }
            if arrived == bytes.len() {
                return pieces;
            }
            arrived = bytes.len().min(arrived + at_a_time);
        }
    }

    #[test]
    fn finds_the_same_pieces_for_every_chunk_size() {
        let expected = [
            (Piece::Aside, "<?xml version='1.0'?>"),
            (Piece::Text, "\n"),
            (Piece::Declaration, "<!DOCTYPE a>"),
            (Piece::StartTag, "<a b='>\"' c=\"'/>\">"),
            (Piece::Text, "text ]]> "),
            (Piece::Cdata, "<![CDATA[<b>]] ]>]]>"),
            (Piece::Aside, "<!-- <b> -- - ->-->"),
            (Piece::EmptyTag, "<b c='/'/>"),
            (Piece::StartTag, "<b c='/'>"),
            (Piece::EndTag, "</b >"),
            (Piece::Aside, "<?b ?c?>"),
            (Piece::EndTag, "</a>"),
        ];
        let document: String = expected.iter().map(|(_, text)| *text).collect();
        for at_a_time in 1..=document.len() {
            let found = pieces(&document, at_a_time);
            let found: Vec<_> = found.iter().map(|(piece, text)| (*piece, &**text)).collect();
            assert_eq!(found, expected, "{at_a_time} at a time");
        }
    }
}
