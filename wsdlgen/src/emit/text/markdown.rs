//! Conversion of documentation to Markdown.
//!
//! HTML is translated. Everything else is text, and escaped where Markdown would interpret it.

use std::mem;

use super::docs::code;
use crate::html::{Piece, Tag, pieces};

/// Maximum depth to which nested lists are indented.
const DEEPEST: usize = 4;
/// Line width of a doc comment's text, in columns: 100 less three levels of indentation and `/// `.
const WIDTH: usize = 84;

/// Converts documentation to lines of Markdown.
pub(crate) fn markdown(text: &str) -> Vec<String> {
    let mut page = Printer::default();
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => page.text(&text),
            Piece::Open(tag, address) => page.open(tag, address.as_deref()),
            Piece::Close(tag) => page.close(tag),
        }
    }
    page.finish()
}

/// The lines written so far, and the constructs that are still open.
#[derive(Default)]
struct Printer {
    lines: Vec<String>,
    line: String,
    /// The marker and the indentation of the current item.
    marker: String,
    lists: Vec<List>,
    /// Open emphasis, with its start in the line.
    emphasis: Vec<(Tag, usize)>,
    /// The address of an open link, and the start of its text in the line.
    link: Option<(Option<String>, usize)>,
    code: Option<String>,
    /// `true` if a tag ended the previous line.
    is_after_tag: bool,
}

/// A list, with the number of its next item if it is numbered.
struct List(Option<usize>);

impl Printer {
    fn text(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            return code.push_str(text);
        }
        for (index, part) in text.split(['\n', '\r']).enumerate() {
            // A line break between tags is only layout.
            if index > 0 && !(mem::take(&mut self.is_after_tag) && self.line.trim().is_empty()) {
                self.end_line();
            }
            let is_link_text = self.link.is_some();
            let part = part.replace(super::docs::is_special, " ");
            let words = part.split(' ').map(|word| match link(word) {
                Some(link) if !is_link_text => link,
                _ => escape_word(word),
            });
            let words = words.collect::<Vec<_>>().join(" ");
            let is_start = self.line.is_empty();
            self.line.push_str(if is_start { words.trim_start() } else { &words });
        }
    }

    fn open(&mut self, tag: Tag, address: Option<&str>) {
        match tag {
            Tag::Bold | Tag::Italic => self.emphasize(tag),
            Tag::Code => self.code = Some(String::new()),
            Tag::Link => self.link = Some((address.and_then(web_address), self.line.len())),
            Tag::LineBreak => self.break_line(),
            Tag::Heading => {
                self.end_paragraph();
                self.emphasize(Tag::Bold);
            }
            Tag::Paragraph => self.end_paragraph(),
            Tag::List | Tag::NumberedList => {
                self.end_paragraph();
                self.lists.push(List((tag == Tag::NumberedList).then_some(1)));
            }
            Tag::Item => self.begin_item(),
            Tag::Row => self.end_text(),
            Tag::Cell if self.line.trim().is_empty() => {}
            Tag::Cell => self.line.push_str(" · "),
            Tag::Style => {}
        }
    }

    fn close(&mut self, tag: Tag) {
        match tag {
            Tag::Bold | Tag::Italic => self.end_emphasis(tag),
            Tag::Code => {
                if let Some(text) = self.code.take().filter(|text| !text.trim().is_empty()) {
                    self.line.push_str(&code(&text));
                }
            }
            Tag::Link => self.end_link(),
            Tag::Heading => {
                self.end_emphasis(Tag::Bold);
                self.end_paragraph();
            }
            Tag::Paragraph => self.end_paragraph(),
            Tag::List | Tag::NumberedList => {
                self.end_paragraph();
                self.lists.pop();
                self.marker.clear();
            }
            Tag::Item | Tag::Row => self.end_text(),
            Tag::LineBreak | Tag::Cell | Tag::Style => {}
        }
    }

    fn emphasize(&mut self, tag: Tag) {
        if self.emphasis.iter().all(|(open, _)| *open != tag) {
            self.emphasis.push((tag, self.line.len()));
        }
    }

    fn end_emphasis(&mut self, tag: Tag) {
        while let Some((open, start)) = self.emphasis.pop() {
            self.wrap(open, start);
            if open == tag {
                break;
            }
        }
    }

    /// Wraps the end of the line in emphasis markers.
    fn wrap(&mut self, tag: Tag, start: usize) {
        let marker = if tag == Tag::Bold { "**" } else { "*" };
        let inside = self.line.split_off(start.min(self.line.len()));
        let text = inside.trim();
        let before = &inside[..inside.len() - inside.trim_start().len()];
        let after = &inside[before.len() + text.len()..];
        let marker = if text.is_empty() { "" } else { marker };
        self.line.extend([before, marker, text, marker, after]);
    }

    fn end_link(&mut self) {
        let Some((Some(address), start)) = self.link.take() else { return };
        let text = self.line.split_off(start.min(self.line.len()));
        let link = match text.trim() {
            "" => address,
            text => format!("[{text}]({address})"),
        };
        self.line.push_str(&link);
    }

    /// Ends the line, but not the paragraph.
    fn end_line(&mut self) {
        for index in (0..self.emphasis.len()).rev() {
            let (tag, start) = self.emphasis[index];
            self.wrap(tag, start);
            self.emphasis[index].1 = 0;
        }
        self.end_link();
        let line = mem::take(&mut self.line);
        let text = escape_start(line.trim());
        if text.is_empty() {
            if self.lines.last().is_some_and(|line| !line.is_empty()) {
                self.lines.push(String::new());
            }
            return;
        }
        self.lines.push(format!("{}{text}", self.marker));
        self.marker = " ".repeat(self.marker.chars().count());
    }

    /// Ends the line with a hard break.
    fn break_line(&mut self) {
        let was_empty = self.line.trim().is_empty();
        self.end_line();
        if let Some(line) = self.lines.last_mut().filter(|line| !was_empty && !line.is_empty()) {
            line.push('\\');
        }
    }

    /// Ends the line if it is not blank.
    fn end_text(&mut self) {
        if !self.line.trim().is_empty() {
            self.end_line();
        }
        self.is_after_tag = true;
    }

    fn end_paragraph(&mut self) {
        self.end_text();
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn begin_item(&mut self) {
        self.end_text();
        let depth = self.lists.len().clamp(1, DEEPEST) - 1;
        let marker = match self.lists.last_mut() {
            Some(List(Some(number))) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        };
        self.marker = format!("{}{marker}", "  ".repeat(depth));
    }

    fn finish(mut self) -> Vec<String> {
        self.end_line();
        for index in 0..self.lines.len() {
            // A hard break at the end of a paragraph would show as a backslash.
            let is_last = self.lines.get(index + 1).is_none_or(String::is_empty);
            let line = &mut self.lines[index];
            if is_last && line.ends_with('\\') && !line.ends_with("\\\\") {
                line.pop();
            }
        }
        while self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
        }
        self.lines
    }
}

fn escape_word(word: &str) -> String {
    let mut escaped = String::with_capacity(word.len());
    for character in word.chars() {
        // Escaping the colon prevents an address within a word from becoming a link.
        if "\\`*_[]<>#|~&".contains(character) || (character == ':' && word.contains("://")) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// Converts a word to a link if it is a web address. Trailing punctuation stays outside the link.
fn link(word: &str) -> Option<String> {
    let end = word.trim_end_matches(['.', ',', ';', ':', '!', '?']).len();
    let (address, rest) = word.split_at(end);
    web_address(address).map(|address| address + rest)
}

/// Returns the address in angle brackets if it is a web address.
fn web_address(text: &str) -> Option<String> {
    let is_address = text.starts_with("http://") || text.starts_with("https://");
    let plain = |character: char| {
        character.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(character)
    };
    (is_address && text.chars().all(plain)).then(|| format!("<{text}>"))
}

/// Escapes the start of a line that would begin a list or underline a heading.
fn escape_start(line: &str) -> String {
    match special_start(line) {
        Some(at) => format!("{}\\{}", &line[..at], &line[at..]),
        None => line.to_owned(),
    }
}

/// Finds the character at the start of a line that gives it a meaning in Markdown.
fn special_start(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = digits > 0 && line[digits..].starts_with(['.', ')']);
    (is_number || line.starts_with(['-', '+', '='])).then_some(digits)
}

/// Wraps a line of Markdown at [`WIDTH`] columns, only at places where a break keeps the meaning.
pub(crate) fn wrapped(line: &str) -> Vec<String> {
    let text = line.trim_start();
    let margin = line.len() - text.len() + marker_width(text);
    let mut lines = Vec::new();
    let mut current = String::new();
    let mut width = 0;
    let mut is_code = false;
    for (index, word) in line.split(' ').enumerate() {
        let length = word.chars().count();
        let may_break = width > margin && !is_code && begins_text(word);
        if may_break && width + 1 + length > WIDTH {
            lines.push(std::mem::replace(&mut current, " ".repeat(margin)));
            width = margin;
        } else if index > 0 {
            current.push(' ');
            width += 1;
        }
        is_code ^= word.replace("\\`", "").matches('`').count() % 2 == 1;
        current.push_str(word);
        width += length;
    }
    lines.push(current);
    lines
}

/// Returns the width of a list item's marker at the start of a text.
fn marker_width(text: &str) -> usize {
    let end = special_start(text).map_or(0, |at| at + 1);
    if text[end..].starts_with(' ') && end > 0 { end + 1 } else { 0 }
}

/// Returns whether a word is plain text at the start of a line.
fn begins_text(word: &str) -> bool {
    special_start(word).is_none() && !word.is_empty() && !word.starts_with(['*', '\\'])
}

#[cfg(test)]
mod tests {
    use super::{markdown, wrapped};

    #[test]
    fn escapes_text_that_looks_like_markdown() {
        let cases = [
            ("Update Customer's PIN", "Update Customer's PIN"),
            ("a <x> & [c]", "a \\<x\\> \\& \\[c\\]"),
            ("see http://example.org/a_b?c=d.", "see <http://example.org/a_b?c=d>."),
            ("(http://example.org)", "(http\\://example.org)"),
            ("- item", "\\- item"),
            ("1. first", "1\\. first"),
            ("2024 was", "2024 was"),
            ("# title", "\\# title"),
            ("snake_case `code`", "snake\\_case \\`code\\`"),
            ("a\n\n\n    b();\n```\nx\n```", "a\n\nb();\n\\`\\`\\`\nx\n\\`\\`\\`"),
        ];
        for (text, expected) in cases {
            assert_eq!(markdown(text).join("\n"), expected, "{text}");
        }
    }

    #[test]
    fn translates_html() {
        let cases = [
            ("<p>One.</p><p>Two <b>bold </b>and <i>it</i>.</p>", "One.\n\nTwo **bold** and *it*."),
            ("one<br/>two<br/><br/>three<br/>", "one\\\ntwo\n\nthree"),
            (
                "Codes:<ul><li>A</li><li>B<ol><li>x<li>y</ol></ul>end",
                "Codes:\n\n- A\n- B\n\n  1. x\n  2. y\n\nend",
            ),
            ("<a href=\"https://e.org/a\">the_page</a>", "[the\\_page](<https://e.org/a>)"),
            ("<a href='https://e.org/a.'>a</a>", "[a](<https://e.org/a.>)"),
            ("<a href='javascript:x()'>run</a>", "run"),
            (
                "<h2>Title</h2>Text with <code>a`b</code> &amp;lt;",
                "**Title**\n\nText with `` a`b `` \\&lt;",
            ),
            ("<table><tr><td>1</td><td>one</td></tr><tr><td>2</td></tr></table>", "1 · one\n2"),
            ("<ul>\n  <li>A</li>\n  <li>B</li>\n</ul>\nend", "- A\n- B\n\nend"),
            ("<b>a\nb</b>", "**a**\n**b**"),
            ("<li>- x", "- \\- x"),
            ("<b></b><i> </i>", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(markdown(text).join("\n"), expected, "{text}");
        }
    }

    #[test]
    fn wraps_long_lines_where_markdown_allows_it() {
        let word = "word ".repeat(16);
        let cases = [
            (format!("{word}and more"), vec![format!("{word}and"), "more".to_owned()]),
            (format!("- {word}a b"), vec![format!("- {word}a"), "  b".to_owned()]),
            (
                format!("{word}`code with spaces` - x"),
                vec![word.trim_end().to_owned(), "`code with spaces` - x".to_owned()],
            ),
        ];
        for (line, expected) in cases {
            assert_eq!(wrapped(&line), expected);
        }
    }
}
