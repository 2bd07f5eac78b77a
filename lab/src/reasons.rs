//! Why contracts fail, counted over all of them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::generate::{Failure, Finding, Severity, findings};
use crate::scratch::Message;

/// How many characters of a reason are shown.
const SHOWN: usize = 160;

/// One reason of a failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Reason {
    /// What others may have too: without places.
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

/// Why nothing was generated.
pub(crate) fn of_failure(failure: &Failure) -> Vec<Reason> {
    match failure {
        Failure::Report(report) => {
            let is_error = |finding: &&Finding| finding.severity == Severity::Error;
            findings(report).iter().filter(is_error).map(Reason::from).collect()
        }
        Failure::Panic(message) => vec![format!("panic: {message}").into()],
        Failure::Timeout(time) => {
            vec![format!("the generator did not end within {} s", time.as_secs()).into()]
        }
    }
}

/// A kind of reason, and how many have it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) kind: String,
    pub(crate) count: usize,
    /// Those that have no other reason.
    pub(crate) alone: usize,
}

/// The kinds of the reasons of each failure, the most frequent first.
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

/// One line, not too long.
pub(crate) fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= SHOWN {
        return line.to_owned();
    }
    line.chars().take(SHOWN - 1).chain(['…']).collect()
}

/// A message with `…` for every name that is quoted, so that messages that are alike are equal.
fn without_names(message: &str) -> String {
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

/// Whether what is quoted after `before` is a word of the specifications: it says what kind of
/// message it is.
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
    fn names_are_left_out() {
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
    fn a_failure_counts_once_for_each_kind() {
        let reason = |text: &str| Reason::from(text.to_owned());
        let failures =
            [vec![reason("no `x`"), reason("no `y`")], vec![reason("no `z`"), reason("other")]];
        let group = |kind: &str, count, alone| Group { kind: kind.to_owned(), count, alone };
        let groups = groups(failures.iter().map(Vec::as_slice));
        assert_eq!(groups, [group("no `…`", 2, 1), group("other", 1, 0)]);
    }

    #[test]
    fn long_reasons_are_cut() {
        assert_eq!(shortened("short\nand more"), "short");
        let long = shortened(&"é".repeat(200));
        assert_eq!(long.chars().count(), SHOWN);
        assert!(long.ends_with("é…"));
    }
}
