//! HTML in the documentation of contracts.
//!
//! Contracts contain it as text (`&lt;b&gt;`) or as elements. Only well-known tags are recognized:
//! `List<T>` is text.

use std::collections::HashSet;

/// A token of documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Text with its character references replaced.
    Text(String),
    /// A start tag, with the address if it is a link.
    Open(Tag, Option<String>),
    Close(Tag),
}

/// The meaning of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Tag {
    Bold,
    Italic,
    Code,
    Link,
    Heading,
    LineBreak,
    Paragraph,
    List,
    NumberedList,
    Item,
    Row,
    Cell,
    /// A tag that only affects the look of text.
    Style,
}

impl Tag {
    /// Returns the meaning of an element, by its local name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Some(match &*name.to_ascii_lowercase() {
            "b" | "strong" => Self::Bold,
            "i" | "em" => Self::Italic,
            "code" | "tt" | "kbd" => Self::Code,
            "a" => Self::Link,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Self::Heading,
            "br" => Self::LineBreak,
            "p" | "div" | "pre" | "blockquote" | "table" | "dl" | "hr" => Self::Paragraph,
            "ul" => Self::List,
            "ol" => Self::NumberedList,
            "li" => Self::Item,
            "tr" | "dt" | "dd" => Self::Row,
            "td" | "th" => Self::Cell,
            "span" | "font" | "u" | "small" | "sup" | "sub" | "center" | "tbody" | "thead"
            | "col" | "colgroup" | "html" | "body" => Self::Style,
            _ => return None,
        })
    }

    /// Returns whether the tag needs no end tag.
    fn is_alone(self) -> bool {
        matches!(self, Self::LineBreak | Self::Paragraph | Self::Item | Self::Row | Self::Cell)
    }
}

/// Splits documentation into text and tags.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let closed = closed(text);
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(start) = rest[from..].find('<').map(|at| from + at) {
        let Some((piece, end)) = tag(&rest[start..], &closed) else {
            from = start + 1;
            continue;
        };
        push_text(&mut pieces, &rest[..start]);
        pieces.push(piece);
        rest = &rest[start + end..];
        from = 0;
    }
    push_text(&mut pieces, rest);
    pieces
}

/// Returns the text without its tags.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => plain.push_str(&text),
            Piece::Open(Tag::LineBreak | Tag::Paragraph | Tag::Item | Tag::Row, _) => {
                plain.push('\n');
            }
            Piece::Open(Tag::Cell, _) => plain.push(' '),
            Piece::Open(..) | Piece::Close(_) => {}
        }
    }
    plain.trim().to_owned()
}

/// Escapes text so that it contains no markup; the inverse of [`unescaped`].
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Returns the tags that have an end tag somewhere in the text.
fn closed(text: &str) -> HashSet<Tag> {
    let ends = text.split("</").skip(1);
    ends.filter_map(|end| Tag::of(name(end))).collect()
}

fn name(text: &str) -> &str {
    let end = text.find(|character: char| !character.is_ascii_alphanumeric());
    &text[..end.unwrap_or(text.len())]
}

/// Parses a tag at the start of the text, and returns it with its length.
fn tag(text: &str, closed: &HashSet<Tag>) -> Option<(Piece, usize)> {
    let end = text[1..].find(['<', '>']).map(|end| end + 1)?;
    let inside = text[1..end].trim_end_matches('/');
    if text.as_bytes()[end] != b'>' {
        return None;
    }
    if let Some(name) = inside.strip_prefix('/') {
        return Some((Piece::Close(Tag::of(name.trim())?), end + 1));
    }
    let name = name(inside);
    let attributes = &inside[name.len()..];
    let tag = Tag::of(name)?;
    let is_tag = attributes.is_empty() || attributes.starts_with(char::is_whitespace);
    let is_meant = tag.is_alone() || closed.contains(&tag) || text[..end].ends_with('/');
    (is_tag && is_meant).then(|| (Piece::Open(tag, address(attributes).map(unescaped)), end + 1))
}

/// Returns the value of `href`.
fn address(attributes: &str) -> Option<&str> {
    let (_, value) = attributes.split_once("href")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    match value.as_bytes().first()? {
        quote @ (b'"' | b'\'') => value[1..].split(char::from(*quote)).next(),
        _ => value.split_whitespace().next(),
    }
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    if !text.is_empty() {
        pieces.push(Piece::Text(unescaped(text)));
    }
}

/// Replaces the most common character references of HTML.
fn unescaped(text: &str) -> String {
    let mut parts = text.split('&');
    let mut unescaped = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let reference =
            part.split_once(';').and_then(|(name, rest)| Some((character(name)?, rest)));
        if let Some((character, rest)) = reference {
            unescaped.push(character);
            unescaped.push_str(rest);
        } else {
            unescaped.push('&');
            unescaped.push_str(part);
        }
    }
    unescaped
}

fn character(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "bull" | "middot" => '·',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "euro" => '€',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            return char::from_u32(code);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Piece {
        Piece::Text(text.to_owned())
    }

    #[test]
    fn recognizes_only_known_tags() {
        let cases = [
            (
                "a <b>c</b>",
                vec![text("a "), Piece::Open(Tag::Bold, None), text("c"), Piece::Close(Tag::Bold)],
            ),
            (
                "List<T>, Map<a, b> and <b> & x < y",
                vec![text("List<T>, Map<a, b> and <b> & x < y")],
            ),
            (
                "a<br/>b<BR>c",
                vec![
                    text("a"),
                    Piece::Open(Tag::LineBreak, None),
                    text("b"),
                    Piece::Open(Tag::LineBreak, None),
                    text("c"),
                ],
            ),
            (
                "<a href='u'>x</a>",
                vec![
                    Piece::Open(Tag::Link, Some("u".to_owned())),
                    text("x"),
                    Piece::Close(Tag::Link),
                ],
            ),
            ("&lt;b&gt; &#65;&#x42; &nope; &", vec![text("<b> AB &nope; &")]),
            ("<", vec![text("<")]),
        ];
        for (source, expected) in cases {
            assert_eq!(pieces(source), expected, "{source}");
        }
    }

    #[test]
    fn drops_tags_from_plain_text() {
        assert_eq!(plain("<p>One</p><p>two <b>three</b></p>"), "One\ntwo three");
    }
}
