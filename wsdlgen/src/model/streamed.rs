//! Streamed elements: the repeated elements of a message that are read or written one occurrence at a time.

use std::collections::HashSet;

use super::{
    Body, Content, Element, Exchange, Field, Model, Nillable, Occurs, Operation, Order, Record,
    Term, TypeId, Use, ValueType,
};

/// Maximum number of fields that are looked at on each level.
const FIELDS: usize = 2048;
/// Maximum number of elements of a reply that can be streamed.
const MOST: usize = 16;
/// Maximum number of elements around a streamed element of a reply.
const IN_REPLY: usize = 4;
/// Maximum number of elements around the streamed element of a request.
const IN_REQUEST: usize = 2;
/// Maximum number of paths that are followed at each distance from the body. The number of paths in a contract may grow
/// exponentially with the distance.
const PATHS: usize = 256;

/// The path from a body to an element that occurs any number of times in it.
#[derive(Clone, Debug)]
pub(crate) struct Streamed<'m> {
    /// The element of the body.
    pub(crate) root: &'m Element,
    /// The fields along the path. The last one is repeated.
    pub(crate) steps: Vec<FieldStep<'m>>,
}

/// A field along the path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FieldStep<'m> {
    /// The record that has the field: the type of the preceding element, or one of its bases.
    pub(crate) record: TypeId,
    /// Index among the record's fields.
    pub(crate) place: usize,
    pub(crate) field: &'m Field,
    pub(crate) element: &'m Element,
}

impl<'m> Streamed<'m> {
    /// Returns the repeated elements of a reply. If elements with the same name and type occur in several places, only the
    /// one nearest to the body can be selected.
    pub(crate) fn of_reply(model: &'m Model, operation: &'m Operation) -> Vec<Self> {
        if operation.r#use != Use::Literal || operation.exchange == Exchange::OneWay {
            return Vec::new();
        }
        let mut all = Self::all(model, &operation.output.body, IN_REPLY);
        let mut seen = HashSet::new();
        all.retain(|streamed| {
            let record = streamed.repeated();
            seen.insert((record.name.clone(), record.value, record.nillable == Nillable::Yes))
        });
        all.truncate(MOST);
        all
    }

    /// Returns the repeated element of a request that is nearest to the body.
    pub(crate) fn of_request(model: &'m Model, operation: &'m Operation) -> Option<Self> {
        let is_literal = operation.r#use == Use::Literal;
        let all = is_literal.then(|| Self::all(model, &operation.input.body, IN_REQUEST));
        all.into_iter().flatten().next()
    }

    /// Returns the paths to all repeated elements, those nearest to the body first.
    ///
    /// At the same distance, elements with fields of their own come first. `around` is the maximum number of elements
    /// around a repeated one, such as the wrapper of a message and its result.
    fn all(model: &'m Model, body: &'m Body, around: usize) -> Vec<Self> {
        let mut found = Vec::new();
        let Some(root) = body.element() else { return found };
        let mut level: Vec<(Vec<FieldStep<'m>>, TypeId)> =
            plain_record(model, root).map(|id| (Vec::new(), id)).into_iter().collect();
        for _ in 0..around {
            let steps: Vec<Vec<FieldStep<'m>>> = level
                .iter()
                .flat_map(|(way, id)| {
                    let onwards = steps_from(model, *id);
                    onwards.map(move |step| way.iter().copied().chain([step]).collect())
                })
                .take(FIELDS)
                .collect();
            let repeated =
                steps.iter().filter(|way| way.last().is_some_and(FieldStep::is_unbounded));
            let mut repeated: Vec<Self> =
                repeated.map(|way| Self { root, steps: way.clone() }).collect();
            repeated.sort_by_key(|streamed| plain_record(model, streamed.repeated()).is_none());
            found.extend(repeated);
            let descend = |way: Vec<FieldStep<'m>>| {
                let last = way.last().filter(|step| !step.is_repeated())?;
                let id = plain_record(model, last.element)?;
                Some((way, id))
            };
            level = steps.into_iter().filter_map(descend).take(PATHS).collect();
        }
        found
    }

    /// Returns the elements along the path, starting with the body's own.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &'m Element> {
        [self.root].into_iter().chain(self.steps.iter().map(|step| step.element))
    }

    /// Returns the repeated element.
    pub(crate) fn repeated(&self) -> &'m Element {
        self.steps.last().map_or(self.root, |step| step.element)
    }
}

impl FieldStep<'_> {
    fn is_repeated(&self) -> bool {
        self.field.times.occurs() == Occurs::Repeated
    }

    fn is_unbounded(&self) -> bool {
        self.is_repeated() && self.field.times.max.is_none()
    }
}

/// Returns the type of an element, if every occurrence has a record whose fields are found by name.
fn plain_record(model: &Model, element: &Element) -> Option<TypeId> {
    let ValueType::Defined(id) = element.value else { return None };
    let record = model.record(id)?;
    let by_name = |record: &&Record| match record.content {
        Content::Fields(_, order) => order != Order::Grammar,
        _ => false,
    };
    let is_plain = element.nillable == Nillable::No && !record.is_abstract;
    (is_plain && model.lineage(record).iter().all(by_name)).then_some(id)
}

/// Returns the fields of a record and its bases that are elements.
fn steps_from(model: &Model, id: TypeId) -> impl Iterator<Item = FieldStep<'_>> {
    let base = |id: &TypeId| model.record(*id).and_then(|record| record.base);
    let lineage = std::iter::successors(Some(id), base);
    lineage.flat_map(move |id| {
        let fields = model.record(id).map(Record::fields).unwrap_or_default();
        fields.iter().enumerate().filter_map(move |(place, field)| match &field.term {
            Term::Element(element) if element.nillable != Nillable::AsAbsent => {
                Some(FieldStep { record: id, place, field, element })
            }
            _ => None,
        })
    })
}
