//! First sets, as in parsing: they decide whether content can be read in any order.

use std::collections::BTreeSet;

use super::{Content, Definition, Model, Name, Order, Term, Wildcard};

/// The elements that content may begin with.
#[derive(Clone, Debug, Default)]
pub(crate) struct FirstSet {
    pub(crate) names: BTreeSet<Name>,
    pub(crate) wildcards: Vec<Wildcard>,
}

impl FirstSet {
    /// Returns the elements that a term may begin with.
    pub(crate) fn of(model: &Model, term: &Term) -> Self {
        let mut first = Self::default();
        first.add(model, term);
        first
    }

    fn add(&mut self, model: &Model, term: &Term) {
        match term {
            Term::Element(element) => {
                self.names.insert(element.name.clone());
            }
            Term::Any(wildcard) => self.wildcards.push(wildcard.clone()),
            Term::Part(id) => match &model.get(*id).definition {
                Definition::Choice(choice) => {
                    choice.branches.iter().for_each(|branch| self.add(model, &branch.term));
                }
                Definition::Record(record) => {
                    // If a field is optional, the next one may come first.
                    let any_order = matches!(record.content, Content::Fields(_, Order::All));
                    for field in record.fields() {
                        self.add(model, &field.term);
                        if field.times.min > 0 && !any_order {
                            break;
                        }
                    }
                }
                _ => {}
            },
        }
    }

    /// Returns whether an element may match both sets.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        let twice = |left: &Wildcard| {
            other.wildcards.iter().any(|right| left.namespaces.overlaps(&right.namespaces))
        };
        !self.names.is_disjoint(&other.names) || self.wildcards.iter().any(twice)
    }
}
