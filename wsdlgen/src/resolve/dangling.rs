//! Names that lead nowhere.

use indexmap::IndexMap;

use super::{
    kind::Kind,
    resolver::{Schemas, XSD},
    table::Tables,
};
use crate::{
    config::References,
    diagnostic::{Code, Diagnostic, Report},
    model::Builtin,
    parse::Relation,
    source::{Missing, Span},
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
    pub(super) schemas: &'a Schemas,
    pub(super) tables: &'a Tables<'a>,
    pub(super) missing: &'a [Missing],
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
        let mut needed: Vec<Vec<(&QName, Span)>> = vec![Vec::new(); self.missing.len()];
        let mut suggestions = SUGGESTIONS;
        for ((kind, name), places) in &dangling.names {
            let mut is_blamed = false;
            for (missing, needed) in self.missing.iter().zip(&mut needed) {
                if may_define(missing, *kind, name) {
                    needed.push((name, places.first));
                    is_blamed = true;
                }
            }
            if !is_blamed {
                let nearest = suggestions.checked_sub(1).and_then(|left| {
                    suggestions = left;
                    nearest(*kind, name, self.schemas, self.tables)
                });
                report.add(self.unknown(*kind, name, *places, nearest));
            }
        }
        for (missing, needed) in self.missing.iter().zip(needed) {
            report.add(self.document(missing, &needed));
        }
    }

    fn finding(&self, code: Code, message: String) -> Diagnostic {
        match self.references {
            References::Strict => Diagnostic::error(code, message),
            References::Lenient => Diagnostic::warning(code, message),
        }
    }

    fn unknown(
        &self,
        kind: Kind,
        name: &QName,
        places: Places,
        nearest: Option<String>,
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
        match (nearest, self.references, kind) {
            (Some(nearest), _, _) => diagnostic.help(format!("did you mean `{nearest}`?")),
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

fn namespace(name: &QName) -> String {
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

/// A name that may have been meant.
fn nearest(kind: Kind, name: &QName, schemas: &Schemas, tables: &Tables<'_>) -> Option<String> {
    if &*name.namespace == XSD {
        return nearest_word(&name.local, Builtin::names()).map(|name| format!("xs:{name}"));
    }
    match kind {
        Kind::Type => nearest_of(name, schemas.types.names.keys()),
        Kind::Element => nearest_of(name, schemas.elements.names.keys()),
        Kind::Attribute => nearest_of(name, schemas.attributes.names.keys()),
        Kind::Group => nearest_of(name, schemas.groups.names.keys()),
        Kind::AttributeGroup => nearest_of(name, schemas.attribute_groups.names.keys()),
        Kind::Message => nearest_of(name, tables.messages.names.keys()),
        Kind::PortType => nearest_of(name, tables.port_types.names.keys()),
        Kind::Binding => nearest_of(name, tables.bindings.names.keys()),
    }
}

/// The same name in another namespace, or a misspelling.
fn nearest_of<'a>(name: &QName, known: impl Iterator<Item = &'a QName> + Clone) -> Option<String> {
    if let Some(same) = known.clone().find(|known| known.local == name.local) {
        return Some(same.to_string());
    }
    let same_namespace = known.filter(|known| known.namespace == name.namespace);
    nearest_word(&name.local, same_namespace.map(|known| &*known.local)).map(str::to_owned)
}

pub(crate) fn nearest_word<'a>(
    word: &str,
    known: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let distances = known.map(|known| (distance(known, word), known));
    let (distance, nearest) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance <= 1 + word.len() / 4).then_some(nearest)
}

/// How many single-character edits lead from one word to the other (Levenshtein).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, from) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, to) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn distance_counts_edits() {
        let cases =
            [("", "", 0), ("Adress", "Address", 1), ("abc", "", 3), ("kitten", "sitting", 3)];
        for (left, right, expected) in cases {
            assert_eq!(distance(left, right), expected, "{left} {right}");
        }
    }
}
