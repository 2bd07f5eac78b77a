//! Ambiguous choices: an element that may belong to two branches (XML Schema part 1 §3.8.6, Unique Particle
//! Attribution). The stage `rules` reports them.
//!
//! ```text
//! <choice><sequence><s/><zip/></sequence><sequence><s/><box/></sequence></choice>
//! ```

use std::collections::BTreeMap;

use crate::model::{Choice, Definition, FirstSet, Model, Name};

/// Marks choices whose branches have to be tried.
pub(crate) fn find(model: &mut Model) {
    let used = model.types.iter().enumerate().filter(|(_, ty)| ty.is_used());
    let ambiguous = used.filter(|(_, ty)| match &ty.definition {
        Definition::Choice(choice) => is_ambiguous(model, choice),
        _ => false,
    });
    let ambiguous: Vec<usize> = ambiguous.map(|(index, _)| index).collect();
    for index in ambiguous {
        if let Definition::Choice(choice) = &mut model.types[index].definition {
            choice.is_ambiguous = true;
        }
    }
}

/// Returns whether two branches may begin with the same element.
fn is_ambiguous(model: &Model, choice: &Choice) -> bool {
    let mut earlier: BTreeMap<Name, &str> = BTreeMap::new();
    for branch in &choice.branches {
        for element in FirstSet::of(model, &branch.term).names {
            if earlier.get(&element).is_some_and(|particle| *particle != &*branch.called) {
                return true;
            }
            earlier.insert(element, &branch.called);
        }
    }
    false
}
