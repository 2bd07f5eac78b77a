//! Ambiguous content: an element that may belong to two particles (XML Schema part 1 §3.8.6, Unique Particle
//! Attribution).
//!
//! ```text
//! <choice><sequence><s/><zip/></sequence><sequence><s/><box/></sequence></choice>
//! <sequence><s minOccurs="0"/><s/></sequence>
//! ```

use std::collections::BTreeMap;

use crate::{
    diagnostic::{Code, Diagnostic, Report},
    model::{Choice, Content, Definition, FirstSet, Model, Name, Order, Record, Type},
};

/// Reports ambiguous content, and marks choices whose branches have to be tried.
pub(crate) fn find(model: &mut Model, report: &mut Report) {
    let mut ambiguous = Vec::new();
    for (index, ty) in model.types.iter().enumerate().filter(|(_, ty)| ty.is_used) {
        let found = match &ty.definition {
            Definition::Choice(choice) => {
                let found = in_choice(model, choice);
                ambiguous.extend(found.is_some().then_some(index));
                found
            }
            Definition::Record(record) => in_sequence(model, record),
            _ => None,
        };
        if let Some(found) = found {
            report.add(diagnostic(ty, &found));
        }
    }
    for index in ambiguous {
        if let Definition::Choice(choice) = &mut model.types[index].definition {
            choice.is_ambiguous = true;
        }
    }
}

/// An element, and the two particles that it may belong to.
struct Found<'m> {
    element: Name,
    particles: [&'m str; 2],
}

fn diagnostic(ty: &Type, found: &Found<'_>) -> Diagnostic {
    let Found { element, particles: [first, second] } = found;
    let owner = ty.origin.local().map_or("", |local| local);
    let help = match ty.definition {
        Definition::Choice(_) => "documents are read in the way that matches the most elements",
        _ => "an element belongs to the first particle that allows it",
    };
    let message = format!(
        "the content of `{owner}` is ambiguous: `{}` may belong to `{first}` or to `{second}`",
        element.local
    );
    Diagnostic::warning(Code::Ambiguous, message).help(help)
}

/// Returns the first two branches that may begin with the same element.
fn in_choice<'m>(model: &Model, choice: &'m Choice) -> Option<Found<'m>> {
    let mut earlier: BTreeMap<Name, &str> = BTreeMap::new();
    for branch in &choice.branches {
        let first = FirstSet::of(model, &branch.term);
        for element in first.names {
            if let Some(particle) = earlier.get(&element)
                && *particle != &*branch.called
            {
                return Some(Found { element, particles: [particle, &branch.called] });
            }
            earlier.insert(element, &branch.called);
        }
    }
    None
}

/// Returns the first two fields that may begin with the same element, where the first need not occur again.
fn in_sequence<'m>(model: &Model, record: &'m Record) -> Option<Found<'m>> {
    let Content::Fields(fields, Order::Sequence | Order::Grammar) = &record.content else {
        return None;
    };
    let mut open: Vec<(Name, &str)> = Vec::new();
    for field in fields {
        let first = FirstSet::of(model, &field.term);
        if let Some((name, particle)) = open.iter().find(|(name, _)| first.names.contains(name)) {
            return Some(Found { element: name.clone(), particles: [particle, &field.called] });
        }
        if field.times.min > 0 {
            open.clear();
        }
        if field.times.min == 0 || field.times.max.is_none_or(|max| max > field.times.min) {
            open.extend(first.names.into_iter().map(|name| (name, &*field.called)));
        }
    }
    None
}
