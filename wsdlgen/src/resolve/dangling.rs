//! Names that lead nowhere.

use indexmap::IndexMap;

use super::{
    kind::Kind,
    suggestions::{Suggestion, Suggestions},
};
use crate::{
    diagnostic::{Code, Diagnostic, Report},
    document::Relation,
    document::{Missing, Sources, Span},
    settings::References,
    syntax::QName,
};

/// Every name that leads nowhere, with its places.
#[derive(Debug, Default)]
pub(super) struct Dangling {
    names: IndexMap<(Kind, QName), Places>,
}

/// Where something is referred to.
#[derive(Clone, Copy, Debug)]
struct Places {
    first: Span,
    others: usize,
}

impl Dangling {
    pub(super) fn add(&mut self, kind: Kind, name: &QName, span: Span) {
        let places = self.names.entry((kind, name.clone())).and_modify(|places| {
            places.first = places.first.min(span);
            places.others += 1;
        });
        places.or_insert(Places { first: span, others: 0 });
    }
}

/// What names that lead nowhere are held against.
pub(super) struct Findings<'a> {
    pub(super) meant: Suggestions<'a>,
    pub(super) sources: &'a Sources,
    pub(super) references: References,
}

/// For how many names those are looked for that may have been meant: each costs a walk over all.
const SUGGESTIONS: usize = 50;

/// How many names a finding lists.
const LISTED: usize = 3;

impl Findings<'_> {
    /// Reports each name once, with the nearest that leads somewhere; those that a missing document
    /// would define, with the document.
    pub(super) fn report(&self, dangling: &Dangling, report: &mut Report) {
        let missing = self.sources.missing();
        let mut needed: Vec<Vec<(&QName, Span)>> = vec![Vec::new(); missing.len()];
        let mut suggestions = SUGGESTIONS;
        for ((kind, name), places) in &dangling.names {
            let mut is_blamed = false;
            for (missing, needed) in missing.iter().zip(&mut needed) {
                if may_define(missing, *kind, name) {
                    needed.push((name, places.first));
                    is_blamed = true;
                }
            }
            if !is_blamed {
                let meant = suggestions.checked_sub(1).and_then(|left| {
                    suggestions = left;
                    self.meant.by(*kind, name, self.written(name, places.first))
                });
                report.add(self.unknown(*kind, name, *places, meant));
            }
        }
        for (missing, needed) in missing.iter().zip(needed) {
            report.add(self.document(missing, &needed));
        }
    }

    fn finding(&self, code: Code, message: String) -> Diagnostic {
        match self.references {
            References::Strict => Diagnostic::error(code, message),
            References::Lenient => Diagnostic::warning(code, message),
        }
    }

    /// A name as its document has it: the attribute may hold several, or more than a name.
    fn written(&self, name: &QName, span: Span) -> &str {
        let value = self.sources.get(span.file).text.get(span.range()).unwrap_or_default();
        let mut words = value.split_ascii_whitespace();
        let is_it = |word: &&str| word.rsplit(':').next().is_some_and(|it| *it == *name.local);
        words.find(is_it).unwrap_or_else(|| value.trim())
    }

    fn unknown(
        &self,
        kind: Kind,
        name: &QName,
        places: Places,
        meant: Option<Suggestion>,
    ) -> Diagnostic {
        let Places { first, others } = places;
        let message =
            format!("there is no {} `{}` in {}", kind.noun(), name.local, namespace(name));
        let label = match others {
            0 => "referred to here".to_owned(),
            1 => "referred to here, and in another place".to_owned(),
            _ => format!("referred to here, and in {others} other places"),
        };
        let diagnostic = self.finding(kind.unknown(), message).label(first, label);
        match (meant, self.references, kind) {
            (Some(Suggestion { help, label }), _, _) => {
                let diagnostic = diagnostic.help(help);
                label.into_iter().fold(diagnostic, |it, (span, text)| it.label(span, text))
            }
            (None, References::Strict, _) => diagnostic,
            (None, References::Lenient, Kind::Type) => {
                diagnostic.help("taken as a type that can hold anything")
            }
            (None, References::Lenient, _) => diagnostic.help("what refers to it is left out"),
        }
    }

    /// A document that is not there: an error only if something needs it.
    fn document(&self, missing: &Missing, needed: &[(&QName, Span)]) -> Diagnostic {
        let Missing { message, help, asked_by, .. } = missing;
        let Some((first, span)) = needed.iter().min_by_key(|(_, span)| *span) else {
            let diagnostic = Diagnostic::warning(Code::Unreadable, message.clone());
            let help = "nothing refers to what it would define: it is not needed";
            return diagnostic.label(*asked_by, "asked for here").help(help);
        };
        let listed: Vec<String> =
            needed.iter().take(LISTED).map(|(name, _)| format!("`{}`", name.local)).collect();
        let mut list = listed.join(", ");
        if needed.len() > LISTED {
            list = format!("{list} and {} more", needed.len() - LISTED);
        }
        let advice = help.unwrap_or("add the document, or name another in a catalog");
        let help = format!("names of {} are defined nowhere: {list}; {advice}", namespace(first));
        self.finding(Code::Unreadable, message.clone())
            .label(*asked_by, "asked for here")
            .label(*span, format!("needed for `{}`", first.local))
            .help(help)
    }
}

/// A name's namespace, in words.
pub(super) fn namespace(name: &QName) -> String {
    match &*name.namespace {
        "" => "no namespace".to_owned(),
        uri => format!("the namespace `{uri}`"),
    }
}

/// Whether a missing document may be the one that defines a name.
fn may_define(missing: &Missing, kind: Kind, name: &QName) -> bool {
    let of_wsdl = matches!(kind, Kind::Message | Kind::PortType | Kind::Binding);
    if of_wsdl && missing.relation != Relation::Wsdl {
        return false;
    }
    // Without a namespace, an including document takes that of whoever includes it.
    let adopts = matches!(missing.relation, Relation::Include | Relation::Redefine);
    *missing.namespace == *name.namespace || adopts && missing.namespace.is_empty()
}
