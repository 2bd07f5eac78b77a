//! Comparison of type definitions. Each pair of types is compared once, even if it is reached repeatedly.

use std::collections::VecDeque;

use indexmap::{IndexMap, IndexSet};

use super::{Difference, Reach, Scope, simple};
use crate::model::{
    Constraint, Definition, Element, Model, Name, NamespaceId, Nillable, Origin, TypeId, ValueType,
};

/// The types of the same component in the old and the new contract.
type Pair = (TypeId, TypeId);

/// A difference in a type or a message.
struct Found {
    place: String,
    what: String,
    scope: Scope,
    /// The pair of types that contains the difference, or `None` if it is directly in a message.
    pair: Option<Pair>,
    reach: Reach,
}

/// A comparison of two contracts.
pub(super) struct Comparison<'m> {
    pub(super) old: &'m Model,
    pub(super) new: &'m Model,
    /// Every pair that was reached, with the messages that contain it.
    reached: IndexMap<Pair, Reach>,
    pending: VecDeque<Pair>,
    found: Vec<Found>,
    /// The pair that is being compared. The pairs that it refers to appear in the same messages.
    current: Option<Pair>,
    /// References from pairs to other pairs.
    onwards: Vec<(Pair, Pair)>,
}

impl<'m> Comparison<'m> {
    pub(super) fn new(old: &'m Model, new: &'m Model) -> Self {
        Self {
            old,
            new,
            reached: IndexMap::new(),
            pending: VecDeque::new(),
            found: Vec::new(),
            current: None,
            onwards: Vec::new(),
        }
    }

    pub(super) fn same_name(&self, old: &Name, new: &Name) -> bool {
        old.local == new.local && self.same_namespace(old.namespace, new.namespace)
    }

    fn same_namespace(&self, old: NamespaceId, new: NamespaceId) -> bool {
        self.old.namespace(old).uri == self.new.namespace(new).uri
    }

    /// Compares the pending types, and returns all differences in types.
    pub(super) fn finish(mut self) -> Vec<Difference> {
        while let Some(pair) = self.pending.pop_front() {
            self.current = Some(pair);
            self.definitions(pair);
        }
        self.spread();
        let reached = self.reached;
        let mut differences = IndexSet::new();
        for found in self.found {
            let reach = found.pair.map_or(found.reach, |pair| reached[&pair]);
            let (client, server) = reach.effects(found.scope);
            let Found { place, what, .. } = found;
            differences.insert(Difference { place, what, client, server });
        }
        differences.into_iter().collect()
    }

    /// Propagates the messages of each type to the types that it refers to.
    fn spread(&mut self) {
        loop {
            let mut changed = false;
            for (from, to) in &self.onwards {
                let reach = self.reached[from].and(self.reached[to]);
                changed |= reach != self.reached[to];
                self.reached[to] = reach;
            }
            if !changed {
                return;
            }
        }
    }

    pub(super) fn note(
        &mut self,
        place: &str,
        what: impl Into<String>,
        scope: Scope,
        reach: Reach,
    ) {
        let (place, what) = (place.to_owned(), what.into());
        self.found.push(Found { place, what, scope, pair: self.current, reach });
    }

    /// Schedules the comparison of two types that appear in these messages.
    pub(super) fn types(&mut self, old: TypeId, new: TypeId, reach: Reach) {
        let pair = (old, new);
        if let Some(from) = self.current {
            self.onwards.push((from, pair));
        }
        if let Some(known) = self.reached.get_mut(&pair) {
            *known = known.and(reach);
        } else {
            self.reached.insert(pair, reach);
            self.pending.push_back(pair);
        }
    }

    /// Compares two elements with the same name.
    pub(super) fn elements(&mut self, old: &Element, new: &Element, reach: Reach, place: &str) {
        match (old.nillable, new.nillable) {
            (Nillable::No, Nillable::Yes) => self.note(place, "now nillable", Scope::MORE, reach),
            (Nillable::Yes, Nillable::No) => {
                self.note(place, "no longer nillable", Scope::LESS, reach);
            }
            _ => {}
        }
        self.constraints(old.constraint.as_ref(), new.constraint.as_ref(), reach, place);
        self.values(old.value, new.value, reach, place);
    }

    /// Compares default and fixed values.
    pub(super) fn constraints(
        &mut self,
        old: Option<&Constraint>,
        new: Option<&Constraint>,
        reach: Reach,
        place: &str,
    ) {
        if old == new {
            return;
        }
        let what = match new {
            Some(constraint) if constraint.is_fixed() => {
                format!("now fixed to {:?}", constraint.text)
            }
            Some(constraint) => format!("now defaults to {:?}", constraint.text),
            None => "no longer has a default or fixed value".to_owned(),
        };
        self.note(place, what, Scope::OTHER, reach);
    }

    pub(super) fn values(&mut self, old: ValueType, new: ValueType, reach: Reach, place: &str) {
        if let (ValueType::Defined(before), ValueType::Defined(after)) = (old, new)
            && self.correspond(before, after)
        {
            return self.types(before, after, reach);
        }
        let scope = simple::scope((self.old, old), (self.new, new));
        if scope != Scope::SAME {
            let (was, is) = (simple::shown(self.old, old), simple::shown(self.new, new));
            let what = if was == is {
                format!("{is} is now a different kind of type")
            } else {
                format!("type changed from {was} to {is}")
            };
            self.note(place, what, scope, reach);
        }
    }

    /// Returns whether two types can be versions of the same type, because they are of the same kind.
    pub(super) fn correspond(&self, old: TypeId, new: TypeId) -> bool {
        let kind = |definition: &Definition| std::mem::discriminant(definition);
        kind(&self.old.get(old).definition) == kind(&self.new.get(new).definition)
    }

    fn definitions(&mut self, (old, new): Pair) {
        let (before, after) = (self.old.get(old), self.new.get(new));
        let place = called(&before.origin);
        let reach = Reach::default();
        match (&before.definition, &after.definition) {
            (Definition::Record(before), Definition::Record(after)) => {
                self.records(before, after, &place);
            }
            (Definition::Choice(before), Definition::Choice(after)) => {
                self.choices(before, after, &place);
            }
            (Definition::Family(before), Definition::Family(after)) => {
                self.families(before, after, &place);
            }
            (Definition::Enumeration(before), Definition::Enumeration(after)) => {
                for (text, scope, what) in simple::enumerations(before, after) {
                    self.note(&place, format!("value `{text}` {what}"), scope, reach);
                }
            }
            _ => {
                let (before, after) = (ValueType::Defined(old), ValueType::Defined(new));
                for (what, scope) in simple::facets((self.old, before), (self.new, after)) {
                    self.note(&place, what, scope, reach);
                }
            }
        }
    }
}

/// Returns the display name of a type: its own name, or a path from the component that contains it.
pub(super) fn called(origin: &Origin) -> String {
    match origin {
        Origin::Inner(outer, name) => format!("{}/{}", called(outer), name.local),
        Origin::Part(outer, part) => format!("{}/{}", called(outer), part.called()),
        origin => origin.local().map_or_else(|| "document".to_owned(), ToString::to_string),
    }
}
