//! Comparison of complex types: attributes, fields, branches, derived types.

use super::{
    Reach, Scope,
    content::{Comparison, called},
    matched, pairs,
};
use crate::model::{
    Alternative, Attribute, Choice, Content, Family, Field, Model, NamespaceConstraint, Order,
    Presence, Record, Selected, Term, Times, TypeId, Wildcard,
};

/// A particle: its name, its term and its number of occurrences.
type Particle<'m> = (&'m str, &'m Term, Times);

/// The version of the contract that a particle without a counterpart belongs to.
#[derive(Clone, Copy)]
enum Alone {
    Old,
    New,
}

impl<'m> Comparison<'m> {
    pub(super) fn records(&mut self, old: &'m Record, new: &'m Record, place: &str) {
        let reach = Reach::default();
        if old.is_abstract != new.is_abstract {
            let what = if new.is_abstract { "now abstract" } else { "no longer abstract" };
            let scope = if new.is_abstract { Scope::LESS } else { Scope::MORE };
            self.note(place, what, scope, reach);
        }
        let same_base = old.base.zip(new.base).filter(|(before, after)| {
            called(&self.old.get(*before).origin) == called(&self.new.get(*after).origin)
        });
        // Differences in a base are reported for the base.
        let (before, after) = match same_base {
            Some((before, after)) => {
                self.types(before, after, reach);
                (vec![old], vec![new])
            }
            None => (self.old.lineage(old), self.new.lineage(new)),
        };
        let attributes = |lineage: &[&'m Record]| -> Vec<&'m Attribute> {
            lineage.iter().flat_map(|level| &level.attributes).collect()
        };
        self.attributes(&attributes(&before), &attributes(&after), place);
        let any = |lineage: &[&'m Record]| -> Option<&'m Wildcard> {
            lineage.iter().find_map(|level| level.any_attribute.as_ref())
        };
        self.wildcards(any(&before), any(&after), &format!("{place}/@*"));
        match (&old.content, &new.content) {
            (Content::Value(before), Content::Value(after)) => {
                self.values(*before, *after, reach, place);
            }
            (Content::Mixed(before), Content::Mixed(after)) => self.types(*before, *after, reach),
            (Content::Array(before), Content::Array(after)) => {
                self.elements(before, after, reach, place);
            }
            (Content::Fields(_, old_order), Content::Fields(_, new_order)) => {
                self.orders(*old_order, *new_order, place);
                let fields = |lineage: &[&'m Record]| -> Vec<&'m Field> {
                    lineage.iter().flat_map(|level| level.fields()).collect()
                };
                self.fields(&fields(&before), &fields(&after), *old_order, place);
            }
            _ => self.note(place, "kind of content changed", Scope::OTHER, reach),
        }
    }

    fn orders(&mut self, old: Order, new: Order, place: &str) {
        let (what, scope) = match (old == Order::All, new == Order::All) {
            (false, true) => ("elements may now be in any order", Scope::MORE),
            (true, false) => ("elements must now be in order", Scope::LESS),
            _ => return,
        };
        self.note(place, what, scope, Reach::default());
    }

    fn attributes(&mut self, old: &[&'m Attribute], new: &[&'m Attribute], place: &str) {
        let reach = Reach::default();
        let same =
            |before: &&Attribute, after: &&Attribute| self.same_name(&before.name, &after.name);
        for (before, after) in matched(old, new, same) {
            let local = before.or(after).map_or("", |one| &*one.name.local);
            let place = format!("{place}/@{local}");
            let is_required = |one: &&'m Attribute| one.presence == Presence::Required;
            let required = (before.is_some_and(is_required), after.is_some_and(is_required));
            match (before, after, required) {
                (Some(_), None, (was, _)) => self.note(&place, "removed", gone(was), reach),
                (None, _, (_, is)) => self.note(&place, added(is), newly(is), reach),
                (Some(before), Some(after), required) => {
                    match required {
                        (false, true) => {
                            self.note(&place, "now required", Scope::LESS, reach);
                        }
                        (true, false) => {
                            self.note(&place, "no longer required", Scope::MORE, reach);
                        }
                        _ => {}
                    }
                    self.constraints(
                        before.constraint.as_ref(),
                        after.constraint.as_ref(),
                        reach,
                        &place,
                    );
                    self.values(before.value, after.value, reach, &place);
                }
            }
        }
    }

    /// Compares wildcards. A wider wildcard breaks neither side, since readers skip elements and
    /// attributes that they do not know.
    fn wildcards(&mut self, old: Option<&'m Wildcard>, new: Option<&'m Wildcard>, place: &str) {
        let (in_old, in_new) = (self.old, self.new);
        let shown = |of: Option<&Wildcard>, model: &Model| {
            of.map(|one| match &one.namespaces {
                NamespaceConstraint::Any => "any namespace".to_owned(),
                NamespaceConstraint::Not(ids) => {
                    let uris = ids.iter().map(|id| format!("`{}`", model.namespace(*id).uri));
                    format!("any namespace but {}", uris.collect::<Vec<_>>().join(", "))
                }
                NamespaceConstraint::OneOf(ids) => {
                    let uris = ids.iter().map(|id| format!("`{}`", model.namespace(*id).uri));
                    format!("the namespaces {}", uris.collect::<Vec<_>>().join(", "))
                }
            })
        };
        let reach = Reach::default();
        match (shown(old, in_old), shown(new, in_new)) {
            (was, is) if was == is => {}
            (_, None) => self.note(place, "wildcard removed", Scope::LESS, reach),
            (None, Some(is)) => self.note(place, format!("now accepts {is}"), Scope::SAME, reach),
            (Some(_), Some(is)) => {
                let takes_all = new.is_some_and(|one| one.namespaces == NamespaceConstraint::Any);
                let scope = if takes_all { Scope::SAME } else { Scope::LESS };
                self.note(place, format!("now accepts {is}"), scope, reach);
            }
        }
    }

    fn fields(&mut self, old: &[&'m Field], new: &[&'m Field], order: Order, place: &str) {
        let particles = |fields: &[&'m Field]| -> Vec<Particle<'m>> {
            fields.iter().map(|one| (&*one.called, &one.term, one.times)).collect()
        };
        let (old, new) = (particles(old), particles(new));
        let alone = |one: Alone, times: Times| match one {
            Alone::Old => ("removed", gone(times.min > 0)),
            Alone::New => (added(times.min > 0), newly(times.min > 0)),
        };
        let in_order = self.particles(&old, &new, place, alone);
        if order != Order::All && !in_order {
            let what = "order of elements changed";
            self.note(place, what, Scope::OTHER, Reach::default());
        }
    }

    pub(super) fn choices(&mut self, old: &'m Choice, new: &'m Choice, place: &str) {
        let particles = |choice: &'m Choice| -> Vec<Particle<'m>> {
            choice.branches.iter().map(|one| (&*one.called, &one.term, one.times)).collect()
        };
        self.particles(&particles(old), &particles(new), place, |one, _| match one {
            Alone::Old => ("alternative removed", Scope::LESS),
            Alone::New => ("alternative added", Scope::MORE),
        });
    }

    /// Compares particles with their counterparts, and returns whether these are in the same order.
    ///
    /// `alone` describes a particle that has no counterpart.
    fn particles(
        &mut self,
        old: &[Particle<'m>],
        new: &[Particle<'m>],
        place: &str,
        alone: impl Fn(Alone, Times) -> (&'static str, Scope),
    ) -> bool {
        let same = |before: &Particle<'m>, after: &Particle<'m>| self.same_term(before.1, after.1);
        let in_order = pairs(old, new, same).is_sorted_by_key(|(_, found)| *found);
        for (before, after) in matched(old, new, same) {
            let called = before.or(after).map_or("", |one| one.0);
            let place = format!("{place}/{called}");
            let (what, scope) = match (before, after) {
                (Some((_, was, old)), Some((_, is, new))) => {
                    self.times(*old, *new, &place);
                    self.terms(was, is, &place);
                    continue;
                }
                (Some((.., times)), None) => alone(Alone::Old, *times),
                (None, Some((.., times))) => alone(Alone::New, *times),
                (None, None) => continue,
            };
            self.note(&place, what, scope, Reach::default());
        }
        in_order
    }

    /// Returns whether two terms are versions of the same term.
    fn same_term(&self, old: &Term, new: &Term) -> bool {
        match (old, new) {
            (Term::Element(before), Term::Element(after)) => {
                self.same_name(&before.name, &after.name)
            }
            (Term::Part(before), Term::Part(after)) => self.correspond(*before, *after),
            (Term::Any(_), Term::Any(_)) => true,
            _ => false,
        }
    }

    fn terms(&mut self, old: &'m Term, new: &'m Term, place: &str) {
        let reach = Reach::default();
        match (old, new) {
            (Term::Element(before), Term::Element(after)) => {
                self.elements(before, after, reach, place);
            }
            (Term::Part(before), Term::Part(after)) => self.types(*before, *after, reach),
            (Term::Any(before), Term::Any(after)) => {
                self.wildcards(Some(before), Some(after), place);
            }
            _ => {}
        }
    }

    fn times(&mut self, old: Times, new: Times, place: &str) {
        let reach = Reach::default();
        let most = |times: Times| times.max.unwrap_or(u64::MAX);
        if new.min > old.min {
            let what = match old.min {
                0 => "now required".to_owned(),
                _ => format!("must now occur at least {} times", new.min),
            };
            self.note(place, what, Scope::LESS, reach);
        } else if new.min < old.min {
            let what = match new.min {
                0 => "no longer required".to_owned(),
                least => format!("may now occur as few as {least} times"),
            };
            self.note(place, what, Scope::MORE, reach);
        }
        if most(new) != most(old) {
            let often = match new.max {
                None => "any number of times".to_owned(),
                Some(1) => "only once".to_owned(),
                Some(most) => format!("up to {most} times"),
            };
            let scope = if most(new) > most(old) { Scope::MORE } else { Scope::LESS };
            self.note(place, format!("may now occur {often}"), scope, reach);
        }
    }

    pub(super) fn families(&mut self, old: &'m Family, new: &'m Family, place: &str) {
        let reach = Reach::default();
        let tests = |model: &Model, family: &Family| {
            let shown = |one: &Alternative| {
                let selected = match one.selected {
                    Selected::Member(id) => called(&model.get(id).origin),
                    Selected::Tree | Selected::Nothing => format!("{:?}", one.selected),
                };
                (one.test.as_ref().map(ToString::to_string), selected)
            };
            family.tests().unwrap_or_default().iter().map(shown).collect::<Vec<_>>()
        };
        if tests(self.old, old) != tests(self.new, new) {
            self.note(place, "the tests of its attributes changed", Scope::OTHER, reach);
        }
        let (in_old, in_new) = (self.old, self.new);
        let old_name = |id: &TypeId| called(&in_old.get(*id).origin);
        let new_name = |id: &TypeId| called(&in_new.get(*id).origin);
        let same = |before: &TypeId, after: &TypeId| old_name(before) == new_name(after);
        for pair in matched(&old.members, &new.members, same) {
            match pair {
                (Some(before), Some(after)) => self.types(*before, *after, reach),
                (Some(before), None) => {
                    let what = format!("can no longer be `{}`", old_name(before));
                    self.note(place, what, Scope::LESS, reach);
                }
                (None, after) => {
                    let name = after.map(new_name).unwrap_or_default();
                    let what = format!("can now also be `{name}`");
                    self.note(place, what, Scope::MORE, reach);
                }
            }
        }
    }
}

/// Returns the scope of an added particle. Readers skip optional ones that they do not know.
fn newly(required: bool) -> Scope {
    if required { Scope::LESS } else { Scope::SAME }
}

fn added(required: bool) -> &'static str {
    if required { "added, required" } else { "added" }
}

/// Returns the scope of a removed particle. Old writers still write it, and old readers miss it if it
/// was required.
fn gone(required: bool) -> Scope {
    if required { Scope::OTHER } else { Scope::LESS }
}
