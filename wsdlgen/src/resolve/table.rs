//! A symbol space: the names of one kind of definition.

use std::{cell::Cell, sync::Arc};

use indexmap::{IndexMap, map::Entry};

use super::{Place, Target};
use crate::{
    diagnostic::{Code, Diagnostic, Report},
    source::Span,
    syntax::{Named, QName},
};

/// The definitions of one kind by their names.
pub(super) struct Table {
    /// What they are called in messages.
    kind: &'static str,
    unknown: Code,
    entries: IndexMap<QName, (Place, Span)>,
    next: u32,
    /// How many more names are looked for that may have been meant: each costs a walk over all.
    suggestions: Cell<u32>,
}

impl Table {
    pub(super) fn new(kind: &'static str, unknown: Code) -> Self {
        Self { kind, unknown, entries: IndexMap::new(), next: 0, suggestions: Cell::new(50) }
    }

    /// Adds a definition that is numbered through over all documents.
    pub(super) fn add_next(&mut self, namespace: &Arc<str>, name: &Named, report: &mut Report) {
        let place = Place { document: 0, index: self.next };
        self.next += 1;
        self.add(namespace, name, place, report);
    }

    /// Adds the definitions of a document, which are numbered in it.
    pub(super) fn add_all<'a>(
        &mut self,
        namespace: &Arc<str>,
        names: impl Iterator<Item = &'a Named>,
        document: u32,
        report: &mut Report,
    ) {
        for (index, name) in (0..).zip(names) {
            self.add(namespace, name, Place { document, index }, report);
        }
    }

    fn add(&mut self, namespace: &Arc<str>, name: &Named, place: Place, report: &mut Report) {
        let qname = QName { namespace: namespace.clone(), local: name.name.clone() };
        match self.entries.entry(qname) {
            Entry::Vacant(entry) => {
                entry.insert((place, name.span));
            }
            Entry::Occupied(first) => {
                let message = format!("the {} `{}` is defined twice", self.kind, name.name);
                let diagnostic = Diagnostic::error(Code::Duplicate, message)
                    .label(name.span, "defined again here")
                    .label(first.get().1, "first defined here");
                report.add(diagnostic.help("remove or rename one of the two"));
            }
        }
    }

    /// Where a name leads; a name that leads nowhere is reported, with the nearest that does.
    pub(super) fn find(&self, name: &QName, span: Span, report: &mut Report) -> Option<Target> {
        if let Some((place, _)) = self.entries.get(name) {
            return Some(Target::Definition(*place));
        }
        let Self { kind, unknown, .. } = self;
        let namespace = match &*name.namespace {
            "" => "no namespace".to_owned(),
            uri => format!("the namespace `{uri}`"),
        };
        let message = format!("there is no {kind} `{}` in {namespace}", name.local);
        let mut diagnostic = Diagnostic::error(*unknown, message).label(span, "referred to here");
        let none = QName { namespace: Arc::default(), local: name.local.clone() };
        if self.entries.contains_key(&none) {
            let help = "a schema without a target namespace has it; including one into another \
                        namespace is not supported yet";
            diagnostic = diagnostic.help(help);
        } else if let Some(nearest) = self.nearest(name) {
            diagnostic = diagnostic.help(format!("did you mean `{nearest}`?"));
        }
        report.add(diagnostic);
        None
    }

    /// A name that may have been meant: the same in another namespace, or a misspelling.
    fn nearest(&self, name: &QName) -> Option<String> {
        self.suggestions.set(self.suggestions.get().checked_sub(1)?);
        if let Some(same) = self.entries.keys().find(|known| known.local == name.local) {
            return Some(same.to_string());
        }
        let distances = self
            .entries
            .keys()
            .filter(|known| known.namespace == name.namespace)
            .map(|known| (distance(&known.local, &name.local), known));
        let (distance, nearest) = distances.min_by_key(|(distance, _)| *distance)?;
        (distance <= 1 + name.local.len() / 4).then(|| nearest.local.to_string())
    }
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
