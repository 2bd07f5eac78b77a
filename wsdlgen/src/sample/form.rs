//! Valid messages with notes, from which servers make forms.

use super::{Content, body_trees, content::Builder, notes, tree::Tree};
use crate::model::{Message, Model, Times};

/// Maximum number of elements and groups in a form. The pages of servers have the same limit.
const MAX_ELEMENTS: usize = 400;
/// The nesting depths of choices with all branches, in the order in which they are tried.
const CHOICE_DEPTHS: [usize; 3] = [8, 2, 1];

const OPTIONAL: Times = Times { min: 0, max: Some(1) };

impl Content {
    /// Returns a valid message with notes for a form, or `None` if it is infinite or too large. Header blocks may be left out.
    ///
    /// Choices have all branches, unless the form would be too large. Those at greater depths are the first to lose them.
    pub(crate) fn for_form(model: &Model, message: &Message) -> Option<Self> {
        let mut forms = CHOICE_DEPTHS.iter().filter_map(|depth| Form::of(model, message, *depth));
        let form = forms.find(Form::is_small).or_else(|| Form::of(model, message, 0))?;
        let lines = |trees: &[Tree]| trees.iter().map(|tree| tree.indented(model, 0)).collect();
        Some(Self { header: lines(&form.header), body: lines(&form.body) })
    }
}

struct Form {
    header: Vec<Tree>,
    body: Vec<Tree>,
}

impl Form {
    fn of(model: &Model, message: &Message, choice_depth: usize) -> Option<Self> {
        let mut builder = Builder::with_notes(model, choice_depth);
        let header = message.headers.iter().map(|header| {
            let mut block = builder.element(header)?;
            notes::add_times(&mut block.notes, OPTIONAL);
            Some(block)
        });
        let header = header.collect::<Option<_>>()?;
        Some(Self { header, body: body_trees(&mut builder, model, &message.body)? })
    }

    fn is_small(&self) -> bool {
        let trees = self.header.iter().chain(&self.body);
        trees.map(Tree::count).sum::<usize>() <= MAX_ELEMENTS
    }
}

#[cfg(test)]
mod tests;
