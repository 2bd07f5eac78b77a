//! Doc comments: the contract's own words, and the name on the wire.

use syn::Attribute;

use crate::{
    model::{Definition, Origin, Type},
    syntax::Documentation,
};

/// Doc comments as attributes.
pub(super) fn docs(lines: &[String]) -> Vec<Attribute> {
    lines.iter().map(|line| doc(line)).collect()
}

/// The lines of a member's doc comment. The declaration adds its name in XML, in a paragraph of its
/// own.
pub(super) fn member_lines(documentation: &Documentation, note: &str) -> Vec<String> {
    let mut lines = lines(documentation, note);
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// The lines of a doc comment: what the contract says, then `note`.
pub(super) fn lines(documentation: &Documentation, note: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    if let Some(text) = documentation {
        lines.extend(text.split(['\n', '\r']).map(escape_markdown));
    }
    if !lines.is_empty() && !note.is_empty() {
        lines.push(String::new());
    }
    lines.extend(note.lines().map(str::to_owned));
    lines
}

/// What a type is in the contract.
pub(super) fn origin(of_type: &Type) -> String {
    let kind = match &of_type.definition {
        Definition::Record(_) | Definition::Family(_) | Definition::Choice(_) => "Complex",
        Definition::Enumeration(_)
        | Definition::Union(_)
        | Definition::Simple(_)
        | Definition::External(_) => "Simple",
    };
    match &*of_type.origin {
        Origin::Named(name) => format!("{kind} type {}.", code(&name.local)),
        Origin::Element(name) => format!("Element {}.", code(&name.local)),
        Origin::Attribute(name) => format!("Attribute {}.", code(&name.local)),
        Origin::Group(name) => format!("Group {}.", code(&name.local)),
        Origin::Inner(_, name) if kind == "Complex" => {
            format!("The type of element {}.", code(&name.local))
        }
        Origin::Inner(_, name) => format!("The type of {}.", code(&name.local)),
        Origin::Part(outer, _) => {
            let owner = outer.local().map_or("a document", |local| local);
            format!("A part of {}.", code(owner))
        }
        Origin::Message(name, _) => format!("Message {}.", code(&name.local)),
        Origin::Substitutes(name) => {
            format!("Element {} and those that may stand for it.", code(&name.local))
        }
        Origin::Family(name) => format!("Type {} and those derived from it.", code(&name.local)),
        Origin::Documents(_) => "A document, by its root element.".to_owned(),
    }
}

/// A line of a doc comment.
fn doc(line: &str) -> Attribute {
    let text = if line.is_empty() { String::new() } else { format!(" {line}") };
    syn::parse_quote!(#[doc = #text])
}

/// Text as it is to be read, whatever Markdown would make of it; addresses become links.
fn escape_markdown(line: &str) -> String {
    let words = line.split(' ').map(|word| link(word).unwrap_or_else(|| escape_word(word)));
    let escaped = words.collect::<Vec<_>>().join(" ");
    // A list, a quotation or a numbered line would swallow what follows it.
    match escaped.as_bytes() {
        [b'-' | b'+' | b'=', ..] => format!("\\{escaped}"),
        _ => number_escaped(escaped),
    }
}

fn escape_word(word: &str) -> String {
    let mut escaped = String::with_capacity(word.len());
    for character in word.chars() {
        // An address that is no word of its own is no link: the colon breaks it.
        if "\\`*_[]<>#|~&".contains(character) || (character == ':' && word.contains("://")) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// A word that is a web address, as a link.
fn link(word: &str) -> Option<String> {
    let is_address = word.starts_with("http://") || word.starts_with("https://");
    let plain = |character: char| {
        character.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(character)
    };
    let end = word.trim_end_matches(['.', ',', ';', ':', '!', '?']).len();
    let (address, rest) = word.split_at(end);
    (is_address && address.chars().all(plain)).then(|| format!("<{address}>{rest}"))
}

/// `1.` at the start of a line would begin a list.
fn number_escaped(line: String) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && matches!(line.as_bytes().get(digits), Some(b'.' | b')')) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    line
}

/// A name of the contract, as Markdown code.
pub(super) fn code(text: &str) -> String {
    // A backtick inside needs a longer fence around.
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

#[cfg(test)]
mod tests {
    use super::escape_markdown;

    #[test]
    fn what_markdown_would_change_is_escaped() {
        let cases = [
            ("Update Customer's PIN", "Update Customer's PIN"),
            ("a <b> & [c]", "a \\<b\\> \\& \\[c\\]"),
            ("see http://example.org/a_b?c=d.", "see <http://example.org/a_b?c=d>."),
            ("(http://example.org)", "(http\\://example.org)"),
            ("- item", "\\- item"),
            ("1. first", "1\\. first"),
            ("2024 was", "2024 was"),
            ("# title", "\\# title"),
            ("snake_case `code`", "snake\\_case \\`code\\`"),
        ];
        for (line, expected) in cases {
            assert_eq!(escape_markdown(line), expected, "{line}");
        }
    }
}
