//! Phrases that comments, documentation and Markdown must not use.

use std::sync::LazyLock;

use regex::Regex;

use super::Finding;

/// A phrase, and the wording that replaces it.
struct Phrase {
    pattern: &'static str,
    instead: &'static str,
}

const PHRASES: [Phrase; 12] = [
    Phrase {
        pattern: r"^(What|Whatever|Whether|Where|When|Which|How|Who|Whoever)\b[^?]*$",
        instead: "start with a verb or a noun phrase",
    },
    Phrase { pattern: r"^The same\b", instead: "say what the item does, without the one above it" },
    Phrase { pattern: r"(?i)\bstands?\b", instead: "appears, occurs, is present" },
    Phrase {
        pattern: r"(?i)\b(whoever|somebody|nobody)\b",
        instead: "name the caller, server or user",
    },
    Phrase { pattern: r"(?i)\bpass(ed|es) over\b", instead: "ignored, skipped" },
    Phrase { pattern: r"(?i)\bleads? (to|nowhere|back)\b", instead: "refers to, is unresolved" },
    Phrase { pattern: r"(?i)\bso many\b", instead: "up to N" },
    Phrase { pattern: r"(?i)(^|, )(of which|of those)\b", instead: "whose" },
    Phrase { pattern: r"(?i)\boctets?\b", instead: "bytes" },
    Phrase { pattern: r"(?i)\bis called `", instead: "is named" },
    Phrase { pattern: r"(?i)\b(is|are) none of\b", instead: "is not one of" },
    Phrase { pattern: r"(?i)\bgoes with every\b", instead: "is sent with every" },
];

/// Lines that may use a phrase: the file, a part of the line, and the reason.
const ALLOWED: [(&str, &str, &str); 0] = [];

/// Files that quote the phrases.
const QUOTING: [&str; 1] = ["xtask/src/tidy/language.rs"];

static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let compiled = PHRASES.iter().map(|phrase| Regex::new(phrase.pattern));
    compiled.map(|regex| regex.expect("the patterns are regular expressions")).collect()
});

/// Returns the phrases in the prose of a file: comments of code, and Markdown outside of code.
pub(super) fn check(path: &str, text: &str) -> Vec<Finding> {
    if QUOTING.contains(&path) {
        return Vec::new();
    }
    let is_allowed =
        |line: &str| ALLOWED.iter().any(|(file, part, _)| *file == path && line.contains(part));
    let mut findings = Vec::new();
    for (number, line) in prose(path, text) {
        if is_allowed(line) {
            continue;
        }
        // Names in code are not prose.
        let line = CODE.replace_all(line, "``");
        for (phrase, pattern) in PHRASES.iter().zip(PATTERNS.iter()) {
            if let Some(found) = pattern.find(&line) {
                let start: String = found.as_str().chars().take(40).collect();
                let what = format!("`{start}`");
                findings.push(Finding {
                    path: path.to_owned(),
                    line: number,
                    what,
                    why: phrase.instead,
                });
            }
        }
    }
    findings
}

static CODE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("`[^`]+`").expect("the pattern is a regular expression"));

/// Returns the numbered lines of prose, without the marks of comments.
fn prose<'a>(path: &str, text: &'a str) -> Vec<(usize, &'a str)> {
    let numbered = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    let mut in_code = false;
    let mut lines = Vec::new();
    for (number, line) in numbered {
        let comment = match path.rsplit('.').next() {
            Some("rs") => comment(line, &["//!", "///", "//"]),
            // Headings are titles: "What is supported" is one.
            Some("md") if !in_code && line.starts_with('#') => continue,
            Some("md") => Some(line.trim_start_matches(['-', '|', '>', ' ', '*'])),
            _ => comment(line, &["#"]),
        };
        let Some(comment) = comment else {
            in_code = false;
            continue;
        };
        if comment.trim_start().starts_with("```") {
            in_code = !in_code;
        } else if !in_code {
            lines.push((number, comment));
        }
    }
    lines
}

/// Returns the text of a line that is a comment.
fn comment<'a>(line: &'a str, marks: &[&str]) -> Option<&'a str> {
    let line = line.trim_start();
    let text = marks.iter().find_map(|mark| line.strip_prefix(mark))?;
    Some(text.trim_start_matches(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<(usize, String)> {
        check(path, text).into_iter().map(|finding| (finding.line, finding.what)).collect()
    }

    #[test]
    fn refuses_phrases_in_prose_alone() {
        let code = "/// What a type is.\nfn stands() {}\n// Is it `octets` or not?\n// Where is it?\n//! ```\n//! // octets\n//! ```\n";
        assert_eq!(lines("a/src/b.rs", code), [(1, "`What a type is.`".to_owned())]);
        let markdown = "# What is supported\n- The octets, as they are.\n```rust\n// octets\n```\n| Whoever asks |\n";
        assert_eq!(
            lines("a.md", markdown),
            [
                (2, "`octets`".to_owned()),
                (6, "`Whoever asks |`".to_owned()),
                (6, "`Whoever`".to_owned())
            ]
        );
        assert_eq!(
            lines("Cargo.toml", "# So many.\na = \"so many\"\n"),
            [(1, "`So many`".to_owned())]
        );
    }
}
