//! Failure reasons of contracts, grouped and counted.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::generate::{Failure, Finding, Severity, findings};
use crate::scratch::Message;

/// Maximum displayed length of a reason, in characters.
const SHOWN: usize = 160;

/// A reason for a failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Reason {
    /// The message without its location, used for grouping.
    pub(crate) kind: String,
    pub(crate) text: String,
}

impl From<&Finding> for Reason {
    fn from(finding: &Finding) -> Self {
        Self { kind: finding.message.clone(), text: finding.to_string() }
    }
}

impl From<&Message> for Reason {
    fn from(message: &Message) -> Self {
        Self { kind: message.title(), text: message.to_string() }
    }
}

impl From<String> for Reason {
    fn from(text: String) -> Self {
        Self { kind: text.clone(), text }
    }
}

/// Returns the reasons why nothing was generated.
pub(crate) fn of_failure(failure: &Failure) -> Vec<Reason> {
    match failure {
        Failure::Report(report) => {
            let is_error = |finding: &&Finding| finding.severity == Severity::Error;
            findings(report).iter().filter(is_error).map(Reason::from).collect()
        }
        Failure::Panic(message) => vec![format!("panic: {message}").into()],
        Failure::Timeout(time) => {
            vec![format!("the generator timed out after {} s", time.as_secs()).into()]
        }
    }
}

/// A kind of reason with its number of occurrences.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) kind: String,
    pub(crate) count: usize,
    /// The number of failures with no other reason.
    pub(crate) alone: usize,
}

/// Groups the reasons of all failures by kind, the most frequent first.
pub(crate) fn groups<'a>(failures: impl IntoIterator<Item = &'a [Reason]>) -> Vec<Group> {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for reasons in failures {
        let kinds: BTreeSet<String> =
            reasons.iter().map(|reason| without_names(&reason.kind)).collect();
        let is_alone = usize::from(kinds.len() == 1);
        for kind in kinds {
            let (count, alone) = counts.entry(kind).or_default();
            *count += 1;
            *alone += is_alone;
        }
    }
    let mut groups: Vec<_> =
        counts.into_iter().map(|(kind, (count, alone))| Group { kind, count, alone }).collect();
    groups.sort_by_key(|group| (usize::MAX - group.count, usize::MAX - group.alone));
    groups
}

/// Returns the first line of a text, truncated to [`SHOWN`] characters.
pub(crate) fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= SHOWN {
        return line.to_owned();
    }
    line.chars().take(SHOWN - 1).chain(['…']).collect()
}

/// Replaces every quoted name in a message with `…`, so that similar messages become equal.
pub(crate) fn without_names(message: &str) -> String {
    let mut text = String::new();
    for (index, piece) in message.split('`').enumerate() {
        if index % 2 == 0 {
            text.push_str(piece);
        } else if is_term(&text, piece) {
            text.extend(["`", piece, "`"]);
        } else {
            text.push_str("`…`");
        }
    }
    text
}

/// Returns whether the text quoted after `before` is a term from a specification, which is kept because it
/// determines the kind of message.
fn is_term(before: &str, quoted: &str) -> bool {
    const PREFIXES: [&str; 5] = ["xs:", "wsdl:", "soap:", "mime:", "http:"];
    const KINDS: [&str; 5] = ["the attribute ", "the style ", "the use ", " with ", " without "];
    let is_word = |word: &str| word.chars().all(char::is_alphanumeric);
    PREFIXES.iter().any(|prefix| quoted.strip_prefix(prefix).is_some_and(is_word))
        || KINDS.iter().any(|kind| before.ends_with(kind)) && is_word(quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_quoted_names() {
        let cases = [
            (
                "there is no type `A` in the namespace `urn:a`",
                "there is no type `…` in the namespace `…`",
            ),
            ("`xs:choice` is not supported yet", "`xs:choice` is not supported yet"),
            ("cannot read `http://a`: no", "cannot read `…`: no"),
            ("the style `rpc` is odd", "the style `rpc` is odd"),
            ("`x` without `name`", "`…` without `name`"),
            ("nothing quoted", "nothing quoted"),
            ("it ends in `open", "it ends in `…`"),
        ];
        for (message, expected) in cases {
            assert_eq!(without_names(message), expected);
        }
    }

    #[test]
    fn counts_each_kind_once_per_failure() {
        let reason = |text: &str| Reason::from(text.to_owned());
        let failures =
            [vec![reason("no `x`"), reason("no `y`")], vec![reason("no `z`"), reason("other")]];
        let group = |kind: &str, count, alone| Group { kind: kind.to_owned(), count, alone };
        let groups = groups(failures.iter().map(Vec::as_slice));
        assert_eq!(groups, [group("no `…`", 2, 1), group("other", 1, 0)]);
    }

    #[test]
    fn truncates_long_reasons() {
        assert_eq!(shortened("short\nand more"), "short");
        let long = shortened(&"é".repeat(200));
        assert_eq!(long.chars().count(), SHOWN);
        assert!(long.ends_with("é…"));
    }
}
