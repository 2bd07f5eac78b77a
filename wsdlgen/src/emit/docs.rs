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
        // An indented line would be a block of code, and run as a test.
        let texts = text.split(['\n', '\r']).map(|line| plain(line).trim().to_owned());
        lines.extend(texts.map(|line| escape_markdown(&line)));
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

/// A text of the contract, as Markdown code on one line.
pub(super) fn code(text: &str) -> String {
    let text = plain(text);
    let text = text.trim();
    // The fence has to be longer than the backticks inside.
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if text.contains('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// A text without characters that end a line, or change the order in which others are shown.
fn plain(text: &str) -> String {
    let is_special = |character: char| {
        character.is_control()
            || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.replace(is_special, " ")
}

#[cfg(test)]
mod tests {
    use super::{code, escape_markdown, lines};

    #[test]
    fn documentation_is_never_a_block_of_code() {
        let text = "First.\n\n    run();\n\n\tfn f() {}\n```\nx\n```\n~~~\ny\u{202e}\n~~~";
        let documentation = Some(text.into());
        let expected = [
            "First.",
            "",
            "run();",
            "",
            "fn f() {}",
            "\\`\\`\\`",
            "x",
            "\\`\\`\\`",
            "\\~\\~\\~",
            "y",
            "\\~\\~\\~",
            "",
            "Element.",
        ];
        assert_eq!(lines(&documentation, "Element."), expected);
    }

    #[test]
    fn values_are_code_on_one_line() {
        let cases = [
            ("a", "`a`"),
            ("a`b", "`` a`b ``"),
            ("x`\n\n```\nrun()", "```` x`  ``` run() ````"),
            ("``", "``` `` ```"),
        ];
        for (text, expected) in cases {
            assert_eq!(code(text), expected, "{text:?}");
        }
    }

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
