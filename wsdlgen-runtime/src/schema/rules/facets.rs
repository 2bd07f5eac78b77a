//! Facets against those of the base, and against each other (XML Schema part 2, §4.3).

use std::cmp::Ordering;

use super::Rules;
use crate::{
    schema::{
        builtins,
        components::{Simple, TypeId, Variety},
        facets::Facets,
    },
    xsd::WhiteSpace,
};

/// A facet that counts something.
type Count = fn(&Facets) -> Option<usize>;
/// A facet that bounds values.
type Bound = fn(&Facets) -> Option<&String>;

/// A bound, its name, and the rule that it follows.
const BOUNDS: [(Bound, &str, &str); 4] = [
    (|facets| facets.min_inclusive.as_ref(), "minInclusive", "minInclusive-valid-restriction"),
    (|facets| facets.min_exclusive.as_ref(), "minExclusive", "minExclusive-valid-restriction"),
    (|facets| facets.max_inclusive.as_ref(), "maxInclusive", "maxInclusive-valid-restriction"),
    (|facets| facets.max_exclusive.as_ref(), "maxExclusive", "maxExclusive-valid-restriction"),
];

/// Two bounds, the orders between them that leave values, and the rule.
const PAIRS: [(Bound, Bound, &[Ordering], &str); 6] = {
    use Ordering::{Equal, Less};
    const MIN_IN: Bound = BOUNDS[0].0;
    const MIN_EX: Bound = BOUNDS[1].0;
    const MAX_IN: Bound = BOUNDS[2].0;
    const MAX_EX: Bound = BOUNDS[3].0;
    [
        (MIN_IN, MAX_IN, &[Less, Equal], "minInclusive-less-than-equal-to-maxInclusive"),
        (MIN_EX, MAX_EX, &[Less, Equal], "minExclusive-less-than-equal-to-maxExclusive"),
        (MIN_IN, MAX_EX, &[Less], "minInclusive-less-than-maxExclusive"),
        (MIN_EX, MAX_IN, &[Less], "minExclusive-less-than-maxInclusive"),
        (MIN_IN, MIN_EX, &[], "minInclusive-minExclusive"),
        (MAX_IN, MAX_EX, &[], "maxInclusive-maxExclusive"),
    ]
};

/// A count, its name, the orders relative to that of the base that are allowed, and the rule.
const COUNTS: [(Count, &str, &[Ordering], &str); 5] = {
    use Ordering::{Equal, Greater, Less};
    [
        (|facets| facets.length, "length", &[Equal], "length-valid-restriction"),
        (|facets| facets.min_length, "minLength", &[Greater, Equal], "minLength-valid-restriction"),
        (|facets| facets.max_length, "maxLength", &[Less, Equal], "maxLength-valid-restriction"),
        (
            |facets| facets.total_digits,
            "totalDigits",
            &[Less, Equal],
            "totalDigits-valid-restriction",
        ),
        (
            |facets| facets.fraction_digits,
            "fractionDigits",
            &[Less, Equal],
            "fractionDigits-valid-restriction",
        ),
    ]
};

impl Rules<'_> {
    /// Checks the facets of a simple type.
    pub(super) fn facets(&mut self, id: TypeId, base: TypeId, simple: &Simple) {
        self.bounds(id, base, simple);
        self.contradicting_bounds(id, simple);
        self.lengths(id, base, &simple.facets);
        self.counts(id, base, &simple.facets);
        if let Some(inherited) = self.components.simple(base)
            && strictness(simple.white_space) < strictness(inherited.white_space)
            && matches!(simple.variety, Variety::Atomic(_))
        {
            let reason = "`whiteSpace` is less strict than in the base";
            self.in_type(id, reason, "whiteSpace-valid-restriction");
        }
    }

    /// Checks that bounds are within those of the base.
    fn bounds(&mut self, id: TypeId, base: TypeId, simple: &Simple) {
        let components = self.components;
        let Variety::Atomic(builtin) = simple.variety else { return };
        let primitive = builtins::type_of(builtin);
        for (bound, name, rule) in BOUNDS {
            let Some(text) = bound(&simple.facets) else { continue };
            let violated = match self.read(primitive, text) {
                Err(reason) => Some(reason),
                Ok(value) => {
                    let mut steps = components.derivation(base);
                    steps.find_map(|step| step.facets.exceeded_by(&value))
                }
            };
            // An exclusive bound is not a value itself.
            let mut inherited = components.derivation(base).filter_map(|step| bound(&step.facets));
            let is_inherited =
                inherited.next().is_some_and(|it| components.is_same(primitive, text, it));
            if let Some(violated) = violated.filter(|_| !is_inherited) {
                let reason = format!("`{name}` is `{text}`, which the base excludes: {violated}");
                self.in_type(id, reason, rule);
            }
        }
    }

    /// Checks bounds against each other.
    fn contradicting_bounds(&mut self, id: TypeId, simple: &Simple) {
        let Variety::Atomic(builtin) = simple.variety else { return };
        let facets = &simple.facets;
        for (low, high, allowed, rule) in PAIRS {
            let (Some(low), Some(high)) = (low(facets), high(facets)) else { continue };
            let low_value = self.read(builtins::type_of(builtin), low).ok();
            let order = low_value.and_then(|low| low.compare(high));
            if allowed.is_empty() || order.is_some_and(|order| !allowed.contains(&order)) {
                let reason = format!("the bounds `{low}` and `{high}` exclude each other");
                self.in_type(id, reason, rule);
            }
        }
    }

    /// Checks that `length` comes with no other length, unless that repeats the base (§4.3.1.4).
    fn lengths(&mut self, id: TypeId, base: TypeId, facets: &Facets) {
        let others: [Count; 2] = [|facets| facets.min_length, |facets| facets.max_length];
        let inherited = |count: Count| {
            self.components.derivation(base).find_map(|simple| count(&simple.facets))
        };
        let is_new = |count: &Count| count(facets).is_some() && count(facets) != inherited(*count);
        if facets.length.is_some() && others.iter().any(is_new) {
            let reason = "`length` is given together with another length";
            self.in_type(id, reason, "length-minLength-maxLength");
        }
    }

    fn counts(&mut self, id: TypeId, base: TypeId, facets: &Facets) {
        for (count, name, allowed, rule) in COUNTS {
            let Some(own) = count(facets) else { continue };
            let inherited =
                self.components.derivation(base).find_map(|simple| count(&simple.facets));
            if let Some(inherited) = inherited.filter(|one| !allowed.contains(&own.cmp(one))) {
                let reason = format!("`{name}` is {own}, but {inherited} in the base");
                self.in_type(id, reason, rule);
            }
        }
    }
}

fn strictness(rule: WhiteSpace) -> u8 {
    match rule {
        WhiteSpace::Preserve => 0,
        WhiteSpace::Replace => 1,
        WhiteSpace::Collapse => 2,
    }
}
