//! Text in HTML and XML.

use std::fmt;

/// Text escaped for use between tags or in an attribute value.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
            formatter.write_str(&rest[..at])?;
            formatter.write_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                _ => "&#39;",
            })?;
            rest = &rest[at + 1..];
        }
        formatter.write_str(rest)
    }
}

/// Returns documentation as HTML paragraphs. Empty lines separate paragraphs.
pub(super) fn paragraphs(text: &str) -> String {
    let lines = text.lines().map(str::trim);
    let mut paragraphs = vec![String::new()];
    for line in lines {
        match paragraphs.last_mut() {
            Some(last) if !line.is_empty() => {
                if !last.is_empty() {
                    last.push('\n');
                }
                last.push_str(line);
            }
            _ => paragraphs.push(String::new()),
        }
    }
    let written = paragraphs.iter().filter(|paragraph| !paragraph.is_empty());
    let written = written.map(|paragraph| format!("<p>{}</p>\n", Escaped(paragraph)));
    written.collect::<Vec<_>>().concat()
}
