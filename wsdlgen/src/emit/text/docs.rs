//! Doc comments: the contract's documentation and names.

use syn::Attribute;

use super::markdown::{markdown, wrapped};
use crate::{
    model::{Definition, Origin, Type},
    shown::is_reordering,
    syntax::Documentation,
};

/// Converts doc comments to attributes.
pub(crate) fn docs(lines: &[String]) -> Vec<Attribute> {
    lines.iter().map(|line| doc(line)).collect()
}

/// Returns the lines of a doc comment: the contract's documentation, followed by `note`.
pub(crate) fn lines(documentation: &Documentation, note: &str) -> Vec<String> {
    let markdown = documentation.as_deref().map(markdown).unwrap_or_default();
    let mut lines: Vec<String> = markdown.iter().flat_map(|line| wrapped(line)).collect();
    if !lines.is_empty() && !note.is_empty() {
        lines.push(String::new());
    }
    lines.extend(note.lines().map(str::to_owned));
    lines
}

/// Returns the lines of a sentence of plain words, in which names are code.
pub(crate) fn sentence(text: &str) -> Vec<String> {
    let words: Vec<String> = text.split_whitespace().map(word).collect();
    wrapped(&words.join(" "))
}

/// Formats a word as code, unless it is a plain word with punctuation.
fn word(text: &str) -> String {
    let is_punctuation = |character: char| matches!(character, ',' | ';' | ':' | '(' | ')');
    let start = text.len() - text.trim_start_matches(is_punctuation).len();
    // A full stop may belong to a name.
    let bare = text[start..].trim_end_matches(|one| is_punctuation(one) || one == '.');
    let is_plain = bare.chars().all(|one| one.is_ascii_alphanumeric() || "'.-".contains(one));
    let has_capitals = bare.chars().any(|one| one.is_ascii_lowercase())
        && bare.chars().skip(1).any(|one| one.is_ascii_uppercase());
    if bare.is_empty() || is_plain && !has_capitals {
        return text.to_owned();
    }
    let end = start + bare.len();
    [&text[..start], &code(bare), &text[end..]].concat()
}

/// Describes the component of the contract that a type was generated from.
pub(crate) fn origin(ty: &Type) -> String {
    let kind = match &ty.definition {
        Definition::Record(_) | Definition::Family(_) | Definition::Choice(_) => "Complex",
        Definition::Enumeration(_)
        | Definition::Union(_)
        | Definition::Simple(_)
        | Definition::External(_) => "Simple",
    };
    match &*ty.origin {
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
            format!("Element {} or a member of its substitution group.", code(&name.local))
        }
        Origin::Family(name) => format!("Type {} or a type derived from it.", code(&name.local)),
        Origin::Documents(_) => "A document, identified by its root element.".to_owned(),
    }
}

/// Converts a line of a doc comment to an attribute.
fn doc(line: &str) -> Attribute {
    let text = if line.is_empty() { String::new() } else { format!(" {line}") };
    syn::parse_quote!(#[doc = #text])
}

/// Formats text from the contract as a Markdown code span on one line.
pub(crate) fn code(text: &str) -> String {
    let text = text.replace(is_special, " ");
    let text = text.trim();
    // The fence must be longer than any run of backticks in the text.
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if text.contains('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// Returns whether a character is a control character or changes the display order of others.
pub(crate) fn is_special(character: char) -> bool {
    character.is_control() || is_reordering(character)
}

#[cfg(test)]
mod tests {
    use super::{code, lines, sentence};

    #[test]
    fn escapes_code_blocks_in_documentation() {
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
    fn formats_names_in_sentences_as_code() {
        let text = "Requires TLS; X.509 certificate (signing); the user's name, KerberosToken (a_b), urn:a#b.";
        let expected = "Requires TLS; X.509 certificate (signing); the user's name, `KerberosToken` (`a_b`), `urn:a#b`.";
        assert_eq!(sentence(text).join(" "), expected);
        assert_eq!(sentence("# <b> ```"), ["`#` `<b>` ```` ``` ````"]);
    }

    #[test]
    fn formats_values_as_code_on_one_line() {
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
}
