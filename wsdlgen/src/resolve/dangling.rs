//! Diagnostics for unresolved names.

use indexmap::IndexMap;

use super::{
    guesses::Guess,
    kind::Kind,
    suggestions::{Suggestion, Suggestions},
};
use crate::{
    diagnostic::{Code, Diagnostic, Report},
    document::Relation,
    document::{Missing, Sources, Span},
    settings::Strictness,
    syntax::QName,
};

/// Unresolved names and where they are referenced.
#[derive(Debug, Default)]
pub(super) struct Dangling {
    names: IndexMap<(Kind, QName), Places>,
}

/// The first reference to a name, and the number of further references.
#[derive(Clone, Debug)]
struct Places {
    first: Span,
    others: usize,
    guess: Option<Guess>,
}

impl Dangling {
    pub(super) fn add(&mut self, kind: Kind, name: &QName, span: Span, guess: Option<Guess>) {
        let places = self.names.entry((kind, name.clone())).and_modify(|places| {
            places.first = places.first.min(span);
            places.others += 1;
        });
        places.or_insert(Places { first: span, others: 0, guess });
    }
}

/// The context for reporting unresolved names.
pub(super) struct Findings<'a> {
    pub(super) suggestions: Suggestions<'a>,
    pub(super) sources: &'a Sources,
    pub(super) strictness: Strictness,
}

/// Maximum number of names to search suggestions for. Each search visits all definitions.
const SUGGESTIONS: usize = 50;

/// Maximum number of names listed in a diagnostic.
const LISTED: usize = 3;

impl Findings<'_> {
    /// Reports each name once with a suggestion. Names that a missing document may define are reported
    /// with that document instead.
    pub(super) fn report(&self, dangling: &Dangling, report: &mut Report) {
        let missing = self.sources.missing();
        let mut needed: Vec<Vec<(&QName, Span)>> = vec![Vec::new(); missing.len()];
        let mut remaining = SUGGESTIONS;
        for ((kind, name), places) in &dangling.names {
            let mut is_blamed = false;
            for (missing, needed) in missing.iter().zip(&mut needed) {
                if may_define(missing, *kind, name) {
                    needed.push((name, places.first));
                    is_blamed = true;
                }
            }
            if !is_blamed {
                let suggestion = remaining.checked_sub(1).and_then(|left| {
                    remaining = left;
                    self.suggestions.by(*kind, name, self.written(name, places.first))
                });
                report.add(self.unknown(*kind, name, places, suggestion));
            }
        }
        let missing = missing.iter().zip(needed);
        for (missing, needed) in missing.filter(|(one, _)| one.relation != Relation::Policy) {
            report.add(self.document(missing, &needed));
        }
    }

    fn finding(&self, code: Code, message: String) -> Diagnostic {
        if self.strictness.skips_unresolved() {
            Diagnostic::warning(code, message)
        } else {
            Diagnostic::error(code, message)
        }
    }

    /// Returns a name as written in its document. The attribute may contain several names or other text.
    fn written(&self, name: &QName, span: Span) -> &str {
        let value = self.sources.get(span.file).text.get(span.range()).unwrap_or_default();
        let mut words = value.split_ascii_whitespace();
        let is_name = |word: &&str| word.rsplit(':').next() == Some(&*name.local);
        words.find(is_name).unwrap_or_else(|| value.trim())
    }

    fn unknown(
        &self,
        kind: Kind,
        name: &QName,
        places: &Places,
        suggestion: Option<Suggestion>,
    ) -> Diagnostic {
        let Places { first, others, guess } = places;
        let message =
            format!("cannot find {} `{}` {}", kind.noun(), name.local, in_namespace(name));
        let label = match others {
            0 => "referenced here".to_owned(),
            1 => "referenced here, and in 1 other place".to_owned(),
            _ => format!("referenced here, and in {others} other places"),
        };
        let diagnostic = match guess {
            Some(guess) => Diagnostic::mistake(kind.unknown(), message, guess.to_string()),
            None => self.finding(kind.unknown(), message),
        };
        let diagnostic = diagnostic.label(*first, label);
        let is_skipped = self.strictness.skips_unresolved() && guess.is_none();
        match (suggestion, kind) {
            (Some(Suggestion { help, label }), _) => {
                let diagnostic = diagnostic.help(help);
                label.into_iter().fold(diagnostic, |base, (span, text)| base.label(span, text))
            }
            (None, Kind::Type) if is_skipped => {
                diagnostic.help("treated as a type that accepts any content")
            }
            (None, _) if is_skipped => diagnostic.help("references to it are left out"),
            (None, _) => diagnostic,
        }
    }

    /// Reports a missing document: an error if a name may be defined there, else a warning.
    fn document(&self, missing: &Missing, needed: &[(&QName, Span)]) -> Diagnostic {
        let Missing { message, help, asked_by, .. } = missing;
        let Some((first, span)) = needed.iter().min_by_key(|(_, span)| *span) else {
            let diagnostic = Diagnostic::warning(Code::Unreadable, message.clone());
            let help = "nothing refers to its definitions, so it is not needed";
            return diagnostic.label(*asked_by, "imported here").help(help);
        };
        let listed: Vec<String> =
            needed.iter().take(LISTED).map(|(name, _)| format!("`{}`", name.local)).collect();
        let mut list = listed.join(", ");
        if needed.len() > LISTED {
            list = format!("{list} and {} more", needed.len() - LISTED);
        }
        let advice = help.unwrap_or("add the document, or map its location in a catalog");
        let help = format!("undefined names {}: {list}; {advice}", in_namespace(first));
        self.finding(Code::Unreadable, message.clone())
            .label(*asked_by, "imported here")
            .label(*span, format!("needed for `{}`", first.local))
            .help(help)
    }
}

/// Returns a name's namespace as a phrase for diagnostics.
pub(super) fn in_namespace(name: &QName) -> String {
    match &*name.namespace {
        "" => "in the empty namespace".to_owned(),
        uri => format!("in namespace `{uri}`"),
    }
}

/// Returns whether a missing document may define a name.
pub(super) fn may_define(missing: &Missing, kind: Kind, name: &QName) -> bool {
    let of_wsdl = matches!(kind, Kind::Message | Kind::PortType | Kind::Binding);
    if of_wsdl && missing.relation != Relation::Wsdl {
        return false;
    }
    // A chameleon schema can be adopted into any namespace.
    let adopts = missing.relation.includes();
    *missing.namespace == *name.namespace || adopts && missing.namespace.is_empty()
}
