//! Content: elements, attributes, choices, wildcards.

use std::{cell::OnceCell, collections::HashMap};

use super::{
    facets,
    height::Heights,
    pattern::Steps,
    placeholder,
    tree::{Node, Tree, TypeName},
    value,
};
use crate::model::{
    Attribute, Branch, Builtin, Choice, Content, Definition, Element, Family, Field, Model,
    NamespaceConstraint, Occurs, Origin, Record, Term, Times, TypeId, ValueType,
};

/// How deep what may be left out is put in.
const OPTIONAL_DEPTH: usize = 4;
/// How deep elements may be inside of each other: what is required goes on for ever beyond it.
const MOST_DEPTH: usize = 48;
/// How long a sample may get before what may be left out is.
const LONG: usize = 20_000;
/// Attempts at elements, choices and the like, after which there is no sample.
const ATTEMPTS: usize = 200_000;
/// The length of a sample at which there is none.
const LONGEST: usize = 4 << 20;

/// How values look in a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Values {
    /// Valid by their types.
    Valid,
    /// What has to be put in their place: `string`, `dateTime`, `UPDATE or DELETE`.
    Placeholders,
}

/// A text for a simple type.
#[derive(Clone)]
struct Sampled {
    text: String,
    /// Whether it satisfies every facet.
    is_fit: bool,
}

/// A sample in the making.
pub(crate) struct Builder<'m> {
    model: &'m Model,
    values: Values,
    depth: usize,
    /// About how long the text is that is made of what is there.
    size: usize,
    /// Known once something is far down.
    heights: OnceCell<Heights>,
    /// How many values there are whose types have none that can be told by looking.
    unfit: usize,
    /// What is left of [`ATTEMPTS`].
    attempts: usize,
    /// The steps that patterns may still take.
    steps: Steps,
    /// The values of types under the names of their elements.
    known: HashMap<(ValueType, Box<str>), Option<Sampled>>,
}

impl<'m> Builder<'m> {
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
            known: HashMap::new(),
        }
    }

    /// Counts an attempt; `None` where there are too many.
    fn attempt(&mut self) -> Option<()> {
        self.attempts = self.attempts.saturating_sub(1);
        (self.attempts > 0 && self.size <= LONGEST).then_some(())
    }

    /// An element with everything in it; `None` where that would be too large or go on for ever.
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
        Some(tree)
    }

    /// A value that says its own type.
    fn anything(&mut self, tree: &mut Tree) {
        if self.values == Values::Valid {
            tree.type_name = Some(TypeName::Builtin("string"));
        }
        self.text(tree, "any");
    }

    /// The attributes and the content of a type.
    fn value(&mut self, tree: &mut Tree, value: ValueType) -> Option<()> {
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

    /// Whether it is time to come to an end.
    fn is_far(&self) -> bool {
        self.depth > OPTIONAL_DEPTH + self.extra_depth() || self.size > LONG
    }

    fn heights(&self) -> &Heights {
        self.heights.get_or_init(|| Heights::of(self.model))
    }

    /// The declared type, or the first with an end that is not abstract and says so; far down the
    /// one that ends first.
    fn family(&mut self, tree: &mut Tree, family: &Family) -> Option<()> {
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
        let array = lineage.iter().find_map(|level| match &level.content {
            Content::Array(item) => Some(item),
            _ => None,
        });
        if let Some(item) = array {
            return (0..2).try_for_each(|_| {
                self.attempt()?;
                self.child(tree, item)
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

    fn child(&mut self, tree: &mut Tree, element: &Element) -> Option<()> {
        let child = self.element(element)?;
        tree.content.push(Node::Element(child));
        Some(())
    }

    fn field(&mut self, tree: &mut Tree, field: &Field) -> Option<()> {
        let count = self.count(field.times);
        let (before, unfit) = ((tree.content.len(), self.depth, self.size), self.unfit);
        let written = (0..count).try_for_each(|_| self.term(tree, &field.term));
        if (written.is_none() || self.unfit > unfit) && field.times.min == 0 {
            self.undo(tree, before);
            self.unfit = unfit;
            return Some(());
        }
        written
    }

    /// Takes back what came after there was so much.
    fn undo(&mut self, tree: &mut Tree, before: (usize, usize, usize)) {
        tree.content.truncate(before.0);
        (self.depth, self.size) = (before.1, before.2);
    }

    /// How often something stands: twice where it may, and not at all far down.
    fn count(&self, times: Times) -> u64 {
        let wanted = match times.occurs() {
            _ if self.is_far() => 0,
            Occurs::Once | Occurs::Optional => 1,
            Occurs::Repeated => 2,
        };
        wanted.max(times.min).min(times.max.unwrap_or(u64::MAX))
    }

    /// People look at placeholders, and want to see what there is.
    fn extra_depth(&self) -> usize {
        match self.values {
            Values::Valid => 0,
            Values::Placeholders => OPTIONAL_DEPTH,
        }
    }

    fn term(&mut self, tree: &mut Tree, term: &Term) -> Option<()> {
        self.attempt()?;
        match term {
            Term::Element(element) => self.child(tree, element),
            Term::Part(id) => self.part(tree, *id),
            Term::Any(any) => self.any(tree, &any.namespaces),
        }
    }

    fn part(&mut self, tree: &mut Tree, id: TypeId) -> Option<()> {
        if self.depth > MOST_DEPTH {
            return None;
        }
        self.depth += 1;
        let written = match &self.model.get(id).definition {
            Definition::Record(record) => {
                record.fields().iter().try_for_each(|field| self.field(tree, field))
            }
            Definition::Choice(choice) => self.choice(tree, choice),
            _ => None,
        };
        self.depth -= 1;
        written
    }

    /// The first branch that ends: simple ones before those that go further down, and far down the one
    /// that ends first.
    fn choice(&mut self, tree: &mut Tree, choice: &Choice) -> Option<()> {
        let mut branches: Vec<&Branch> = choice.branches.iter().collect();
        if self.is_far() {
            branches.sort_by_key(|branch| self.heights().of_term(&branch.term));
        } else {
            branches.sort_by_key(|branch| !is_simple(self.model, &branch.term));
        }
        let before = (tree.content.len(), self.depth, self.size);
        branches.into_iter().find_map(|branch| {
            self.undo(tree, before);
            let count = branch.times.min.max(1);
            (0..count).try_for_each(|_| self.term(tree, &branch.term))
        })
    }

    /// An element that a wildcard takes, if it takes any.
    fn any(&self, tree: &mut Tree, namespaces: &NamespaceConstraint) -> Option<()> {
        let uri = match namespaces {
            NamespaceConstraint::Any | NamespaceConstraint::Other(_) => "urn:any".into(),
            NamespaceConstraint::OneOf(ids) => self.model.namespace(*ids.first()?).uri.clone(),
        };
        tree.content.push(match self.values {
            Values::Valid => Node::Any(uri),
            Values::Placeholders => Node::Xml("<!-- any element -->".to_owned()),
        });
        Some(())
    }
}

fn is_simple(model: &Model, term: &Term) -> bool {
    let Term::Element(element) = term else { return false };
    match element.value {
        ValueType::Builtin(_) => true,
        ValueType::Defined(id) => !matches!(
            model.get(id).definition,
            Definition::Record(_) | Definition::Family(_) | Definition::Choice(_)
        ),
    }
}
