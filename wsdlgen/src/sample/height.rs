//! Minimum nesting depth of elements in the values of a type.

use crate::model::{
    Choice, Content, Definition, Element, Family, Model, Record, Term, TypeId, ValueType,
};

/// The minimum height of each type, or `None` for types whose values are all infinite.
pub(super) struct Heights(Vec<Option<u32>>);

impl Heights {
    pub(super) fn of(model: &Model) -> Self {
        let mut heights = Self(vec![None; model.types.len()]);
        // This terminates, because known heights only decrease.
        loop {
            let mut changed = false;
            for (id, of_type) in model.types() {
                let height = match &of_type.definition {
                    Definition::Record(record) => heights.record(model, record),
                    Definition::Choice(choice) => heights.choice(choice),
                    Definition::Family(family) => heights.family(family),
                    _ => Some(0),
                };
                let known = &mut heights.0[id.0 as usize];
                if height.is_some() && (known.is_none() || *known > height) {
                    *known = height;
                    changed = true;
                }
            }
            if !changed {
                return heights;
            }
        }
    }

    pub(super) fn of_type(&self, id: TypeId) -> Option<u32> {
        self.0[id.0 as usize]
    }

    /// Returns the height of a term. Infinite terms have the maximum height, and are sorted last.
    pub(super) fn of_term(&self, term: &Term) -> u32 {
        self.term(term).unwrap_or(u32::MAX)
    }

    fn term(&self, term: &Term) -> Option<u32> {
        match term {
            Term::Element(element) => self.element(element),
            Term::Part(id) => self.of_type(*id),
            Term::Any(_) => Some(1),
        }
    }

    fn element(&self, element: &Element) -> Option<u32> {
        match element.value {
            ValueType::Builtin(_) => Some(1),
            ValueType::Defined(id) => self.of_type(id).map(|height| height.saturating_add(1)),
        }
    }

    /// Returns the maximum height of the required fields.
    fn record(&self, model: &Model, record: &Record) -> Option<u32> {
        let levels = model.lineage(record);
        let fields = levels.iter().flat_map(|level| match &level.content {
            Content::Fields(fields, _) => fields.as_slice(),
            Content::Value(_) | Content::Mixed(_) | Content::Array(_) => &[],
        });
        let mut required = fields.filter(|field| field.times.min > 0);
        required.try_fold(0, |highest, field| Some(self.term(&field.term)?.max(highest)))
    }

    fn choice(&self, choice: &Choice) -> Option<u32> {
        choice.branches.iter().filter_map(|branch| self.term(&branch.term)).min()
    }

    fn family(&self, family: &Family) -> Option<u32> {
        family.members.iter().filter_map(|member| self.of_type(*member)).min()
    }
}
