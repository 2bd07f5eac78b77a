//! Sample content: elements, attributes, choices, wildcards.

use std::{cell::OnceCell, collections::HashMap};

use super::{
    data_set, facets,
    height::Heights,
    notes,
    pattern::Steps,
    placeholder,
    tree::{Node, Tree, TypeName},
    value,
};
use crate::model::{
    Attribute, Builtin, Content, Definition, Element, Family, Field, Model, NamespaceConstraint,
    Occurs, Origin, Record, Term, Times, ValueType,
};

/// Maximum depth at which optional content is added.
const OPTIONAL_DEPTH: usize = 4;
/// Additional depth at which optional content is added to a form.
const FORM_DEPTH: usize = 2;
/// Maximum nesting depth of elements. Required content that is deeper is considered infinite.
pub(super) const MOST_DEPTH: usize = 48;
/// Length of a sample, in bytes, after which optional content is omitted.
const LONG: usize = 20_000;
/// Maximum number of attempts at elements, choices and other terms.
const ATTEMPTS: usize = 200_000;
/// Maximum length of a sample, in bytes.
const LONGEST: usize = 4 << 20;

/// The kind of values in a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Values {
    /// Values that are valid for their types.
    Valid,
    /// Placeholders for the user to replace: `string`, `dateTime`, `UPDATE or DELETE`.
    Placeholders,
}

/// A sample value of a simple type.
#[derive(Clone)]
struct Sampled {
    text: String,
    /// `true` if the value satisfies every facet.
    is_fit: bool,
}

/// A builder for sample messages.
pub(crate) struct Builder<'m> {
    pub(super) model: &'m Model,
    values: Values,
    pub(super) depth: usize,
    /// Approximate length of the sample so far, in bytes.
    pub(super) size: usize,
    /// The heights of types, computed once content is deeply nested.
    heights: OnceCell<Heights>,
    /// Number of values for which no valid one was found.
    pub(super) unfit: usize,
    /// Number of attempts left of [`ATTEMPTS`].
    attempts: usize,
    /// The remaining steps for patterns.
    steps: Steps,
    /// `true` if elements have notes for a form, and appear once if they repeat.
    pub(super) has_notes: bool,
    /// In a form: the nesting depth of choices to which all branches are added.
    pub(super) choice_depth: usize,
    /// Cached values, by type and element or attribute name.
    known: HashMap<(ValueType, Box<str>), Option<Sampled>>,
}

impl<'m> Builder<'m> {
    /// Returns a valid value of a simple type, for an element or attribute with this name.
    #[cfg(feature = "tools")]
    pub(crate) fn simple_value(&mut self, value: ValueType, name: &str) -> Option<String> {
        value::sample(self.model, value, name, &mut self.steps)
    }

    /// Creates a builder of valid samples with notes, and with all branches of choices up to a nesting depth.
    pub(crate) fn with_notes(model: &'m Model, choice_depth: usize) -> Self {
        Self { has_notes: true, choice_depth, ..Self::new(model, Values::Valid) }
    }

    pub(crate) fn new(model: &'m Model, values: Values) -> Self {
        let heights = OnceCell::new();
        Self {
            model,
            values,
            depth: 0,
            size: 0,
            heights,
            unfit: 0,
            attempts: ATTEMPTS,
            steps: Steps::new(),
            has_notes: false,
            choice_depth: 0,
            known: HashMap::new(),
        }
    }

    /// Counts an attempt, and returns `None` if there are too many or the sample is too long.
    pub(super) fn attempt(&mut self) -> Option<()> {
        self.attempts = self.attempts.saturating_sub(1);
        (self.attempts > 0 && self.size <= LONGEST).then_some(())
    }

    /// Builds an element with its content, or returns `None` if it would be too large or infinite.
    pub(crate) fn element(&mut self, element: &Element) -> Option<Tree> {
        if self.depth > MOST_DEPTH {
            return None;
        }
        self.depth += 1;
        let mut tree = Tree::new(element.name.clone());
        tree.type_name = element.type_name.clone().map(TypeName::Defined);
        self.size += 2 * element.name.local.len();
        match (&element.constraint, element.value) {
            (Some(constraint), _) if constraint.is_fixed() => {
                self.text(&mut tree, &constraint.text);
            }
            _ if element.is_untold && self.values == Values::Placeholders => {
                self.text(&mut tree, placeholder::UNTOLD);
            }
            (_, ValueType::Builtin(Builtin::AnyType | Builtin::AnySimpleType)) => {
                self.anything(&mut tree);
            }
            (_, value) => self.value(&mut tree, value)?,
        }
        self.depth -= 1;
        if self.has_notes {
            notes::add_value(self.model, element, &mut tree);
        }
        Some(tree)
    }

    /// Adds a value of any type, which names its own type.
    fn anything(&mut self, tree: &mut Tree) {
        if self.values == Values::Valid {
            tree.type_name = Some(TypeName::Builtin("string"));
        }
        self.text(tree, "any");
    }

    /// Adds the attributes and the content of a type.
    pub(super) fn value(&mut self, tree: &mut Tree, value: ValueType) -> Option<()> {
        let ValueType::Defined(id) = value else {
            return self.simple(tree, value);
        };
        match &self.model.get(id).definition {
            Definition::Record(record) => self.record(tree, record),
            Definition::Family(family) => self.family(tree, family),
            Definition::Choice(choice) => self.choice(tree, choice),
            _ => self.simple(tree, value),
        }
    }

    fn simple(&mut self, tree: &mut Tree, value: ValueType) -> Option<()> {
        let text = self.value_text(value, &tree.name.local.clone())?;
        self.text(tree, &text);
        Some(())
    }

    fn value_text(&mut self, of_type: ValueType, name: &str) -> Option<String> {
        if self.values == Values::Placeholders {
            return Some(placeholder::of(self.model, of_type));
        }
        let known = self.known.entry((of_type, name.into())).or_insert_with(|| {
            let text = value::sample(self.model, of_type, name, &mut self.steps)?;
            let is_fit = self.steps.are_left() && facets::check(self.model, of_type, &text).is_ok();
            Some(Sampled { text, is_fit })
        });
        let Sampled { text, is_fit } = known.clone()?;
        self.unfit += usize::from(!is_fit);
        Some(text)
    }

    fn text(&mut self, tree: &mut Tree, text: &str) {
        self.size += text.len();
        tree.content.push(Node::Text(text.to_owned()));
    }

    /// Returns whether the sample is deep or long enough to omit optional content.
    pub(super) fn is_far(&self) -> bool {
        self.depth > OPTIONAL_DEPTH + self.extra_depth() || self.size > LONG
    }

    pub(super) fn heights(&self) -> &Heights {
        self.heights.get_or_init(|| Heights::of(self.model))
    }

    /// Adds a value of the declared type, or else of the first member with a finite value, named by `xsi:type`.
    ///
    /// In deeply nested or long samples, the member with the minimum height is used.
    fn family(&mut self, tree: &mut Tree, family: &Family) -> Option<()> {
        if let Some(tests) = family.tests() {
            return self.alternatives(tree, family, tests);
        }
        let mut members = family.members.clone();
        if self.is_far() {
            members.sort_by_key(|member| self.heights().of_type(*member).unwrap_or(u32::MAX));
        }
        let (blank, before) = (tree.clone(), (self.depth, self.size));
        members.into_iter().find_map(|member| {
            self.attempt()?;
            *tree = blank.clone();
            (self.depth, self.size) = before;
            if member != family.declared {
                let Origin::Named(type_name) = &*self.model.get(member).origin else { return None };
                tree.type_name = Some(TypeName::Defined(type_name.clone()));
            }
            self.value(tree, ValueType::Defined(member))
        })
    }

    fn record(&mut self, tree: &mut Tree, record: &Record) -> Option<()> {
        let lineage = self.model.lineage(record);
        for attribute in lineage.iter().flat_map(|level| &level.attributes) {
            self.attribute(tree, attribute)?;
        }
        if record.data_set.is_some() {
            tree.content.extend(data_set::content(self.values));
            return Some(());
        }
        let array = lineage.iter().find_map(|level| match &level.content {
            Content::Array(item) => Some(item),
            _ => None,
        });
        if let Some(item) = array {
            tree.array_of.clone_from(&item.type_name);
            let any = Times { min: 0, max: None };
            let items = if self.has_notes { 1 } else { 2 };
            return (0..items).try_for_each(|_| {
                self.attempt()?;
                self.occurrence(tree, item)?;
                self.note(tree, 0, any);
                Some(())
            });
        }
        for level in lineage {
            match &level.content {
                Content::Value(value) => self.simple(tree, *value)?,
                Content::Mixed(_) => self.text(tree, "mixed"),
                Content::Fields(fields, _) => {
                    fields.iter().try_for_each(|field| self.field(tree, field))?;
                }
                Content::Array(_) => {}
            }
        }
        Some(())
    }

    fn attribute(&mut self, tree: &mut Tree, attribute: &Attribute) -> Option<()> {
        let text = match &attribute.constraint {
            Some(constraint) => constraint.text.to_string(),
            None => self.value_text(attribute.value, &attribute.name.local)?,
        };
        self.size += text.len() + attribute.name.local.len();
        tree.attributes.push((attribute.name.clone(), text));
        Some(())
    }

    pub(super) fn child(&mut self, tree: &mut Tree, element: &Element) -> Option<()> {
        let child = self.element(element)?;
        tree.content.push(Node::Element(child));
        Some(())
    }

    pub(super) fn field(&mut self, tree: &mut Tree, field: &Field) -> Option<()> {
        let count = match &field.term {
            // A wildcard has no fields.
            Term::Any(_) if self.has_notes && field.times.min == 0 => 0,
            _ if self.has_notes => self.count(field.times).min(1),
            _ => self.count(field.times),
        };
        let (before, unfit) = ((tree.content.len(), self.depth, self.size), self.unfit);
        let written = (0..count).try_for_each(|_| self.term(tree, &field.term));
        if (written.is_none() || self.unfit > unfit) && field.times.min == 0 {
            self.undo(tree, before);
            self.unfit = unfit;
            return Some(());
        }
        self.note(tree, before.0, field.times);
        written
    }

    /// Restores an earlier content length, depth and size.
    pub(super) fn undo(&mut self, tree: &mut Tree, before: (usize, usize, usize)) {
        tree.content.truncate(before.0);
        (self.depth, self.size) = (before.1, before.2);
    }

    /// Returns how often a term is added: twice if it may repeat, and only as often as required in deeply
    /// nested or long samples.
    fn count(&self, times: Times) -> u64 {
        let wanted = match times.occurs() {
            _ if self.is_far() => 0,
            Occurs::Once | Occurs::Optional => 1,
            Occurs::Repeated => 2,
        };
        wanted.max(times.min).min(times.max.unwrap_or(u64::MAX))
    }

    /// Returns the additional depth of optional content. Users read samples with placeholders, and want to
    /// see more of the contract.
    fn extra_depth(&self) -> usize {
        match self.values {
            // A form has a field for most elements.
            Values::Valid if self.has_notes => FORM_DEPTH,
            Values::Valid => 0,
            Values::Placeholders => OPTIONAL_DEPTH,
        }
    }

    pub(super) fn term(&mut self, tree: &mut Tree, term: &Term) -> Option<()> {
        self.attempt()?;
        match term {
            Term::Element(element) => self.occurrence(tree, element),
            Term::Part(id) => self.part(tree, *id),
            Term::Any(any) => self.any(tree, &any.namespaces),
        }
    }

    /// Adds an element that a wildcard accepts, or returns `None` if it accepts none.
    fn any(&self, tree: &mut Tree, namespaces: &NamespaceConstraint) -> Option<()> {
        let uri = match namespaces {
            NamespaceConstraint::Any | NamespaceConstraint::Not(_) => "urn:any".into(),
            NamespaceConstraint::OneOf(ids) => self.model.namespace(*ids.first()?).uri.clone(),
        };
        tree.content.push(match self.values {
            Values::Valid => {
                Node::Any { uri, notes: if self.has_notes { notes::FIXED } else { "" }.to_owned() }
            }
            Values::Placeholders => Node::Xml("<!-- any element -->".to_owned()),
        });
        Some(())
    }
}
