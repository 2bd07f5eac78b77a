//! Walking through a value, and remembering what is wrong and where.

use std::{fmt, mem};

use super::{
    Faceted, Facets, Validate, ValidationErrors, Violation,
    facets::{Broken, check_occurrence},
};

/// How many violations are told one by one: the rest would be more of the same.
const MOST_VIOLATIONS: usize = 64;

/// What generated code tells where it is in a value and what has to hold there. The module's
/// [example](super#examples) shows it in use.
///
/// Whatever is plural takes anything that gives references: `&Option<T>`, `&Vec<T>`, an iterator.
pub struct Check {
    /// The elements around the place, from the root.
    steps: Vec<PathSegment>,
    shown: Sensitivity,
    violations: Vec<Violation>,
    omitted: usize,
}

/// An element's or attribute's name, and which of several elements it is, from 1.
#[derive(Clone, Copy)]
enum PathSegment {
    Element(&'static str),
    Repeated(&'static str, usize),
    Attribute(&'static str),
}

/// Whether messages hold values.
#[derive(Clone, Copy)]
enum Sensitivity {
    Public,
    Secret,
}

impl Check {
    /// A check whose paths begin with `root`.
    ///
    /// ```
    /// use wsdlgen_runtime::validate::{Check, Facets};
    ///
    /// static SHORT: Facets = Facets { max_length: Some(1), ..Facets::NONE };
    ///
    /// let mut check = Check::new("Message");
    /// check.value("text", &"ab".to_owned(), &SHORT);
    /// assert_eq!(check.finish().unwrap_err().violations()[0].path(), "/Message/text");
    /// ```
    pub fn new(root: &'static str) -> Self {
        let steps = vec![PathSegment::Element(root)];
        Self { steps, shown: Sensitivity::Public, violations: Vec::new(), omitted: 0 }
    }

    /// Checks one element as a whole, with paths that begin with it.
    ///
    /// # Errors
    ///
    /// When anything is wrong with it.
    ///
    /// ```
    /// use wsdlgen_runtime::validate::{Check, Facets};
    ///
    /// static SHORT: Facets = Facets { max_length: Some(1), ..Facets::NONE };
    ///
    /// let errors = Check::whole("text", |check| check.content(&"ab".to_owned(), &SHORT));
    /// assert_eq!(errors.unwrap_err().violations()[0].path(), "/text");
    /// ```
    pub fn whole(
        root: &'static str,
        check: impl FnOnce(&mut Self),
    ) -> Result<(), ValidationErrors> {
        let mut whole = Self::new(root);
        check(&mut whole);
        whole.finish()
    }

    /// An element that is there once and has a simple type.
    pub fn value(&mut self, name: &'static str, value: &dyn Faceted, facets: &Facets) {
        self.leaf(Some(PathSegment::Element(name)), value, facets);
    }

    /// An element that may be there any number of times and has a simple type.
    pub fn values<'a, T: Faceted + 'a>(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = &'a T>,
        facets: &Facets,
    ) {
        for_each_step(name, values, |step, value| self.leaf(Some(step), value, facets));
    }

    /// A required attribute.
    pub fn attribute(&mut self, name: &'static str, value: &dyn Faceted, facets: &Facets) {
        self.leaf(Some(PathSegment::Attribute(name)), value, facets);
    }

    /// An attribute that may be there.
    pub fn attributes<'a, T: Faceted + 'a>(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = &'a T>,
        facets: &Facets,
    ) {
        for value in values {
            self.leaf(Some(PathSegment::Attribute(name)), value, facets);
        }
    }

    /// Simple content: the text of the element that is being checked.
    pub fn content(&mut self, value: &dyn Faceted, facets: &Facets) {
        self.leaf(None, value, facets);
    }

    /// How often an element, or a group of them, is there. `most` is `None` where there is no bound.
    pub fn count(&mut self, name: &'static str, count: usize, least: usize, most: Option<usize>) {
        check_occurrence(count, least, most, &mut |broken| {
            self.report(Some(PathSegment::Element(name)), broken, None);
        });
    }

    /// An element that is there once and has parts of its own.
    pub fn inner(&mut self, name: &'static str, value: &impl Validate) {
        self.enter(PathSegment::Element(name), value);
    }

    /// An element that may be there any number of times and has parts of its own.
    pub fn inners<'a, T: Validate + 'a>(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = &'a T>,
    ) {
        for_each_step(name, values, |step, value| self.enter(step, value));
    }

    /// Choices or groups, any number of them: what is in them belongs to the element around.
    pub fn parts<'a, T: Validate + 'a>(&mut self, parts: impl IntoIterator<Item = &'a T>) {
        for part in parts {
            part.validate_in(self);
        }
    }

    /// Leaves out of messages what is checked in here: it is secret.
    ///
    /// ```
    /// use wsdlgen_runtime::validate::{Check, Facets};
    ///
    /// static PIN: Facets = Facets { length: Some(4), ..Facets::NONE };
    ///
    /// let mut check = Check::new("Login");
    /// check.secretly(|check| check.value("PIN", &"12345".to_owned(), &PIN));
    /// let errors = check.finish().unwrap_err();
    /// assert_eq!(errors.to_string(), "/Login/PIN: [redacted] breaks length 4");
    /// ```
    pub fn secretly(&mut self, check: impl FnOnce(&mut Self)) {
        let before = mem::replace(&mut self.shown, Sensitivity::Secret);
        check(self);
        self.shown = before;
    }

    /// What was found.
    ///
    /// # Errors
    ///
    /// When there was anything.
    pub fn finish(self) -> Result<(), ValidationErrors> {
        let Self { violations, omitted, .. } = self;
        if violations.is_empty() { Ok(()) } else { Err(ValidationErrors { violations, omitted }) }
    }

    fn enter(&mut self, step: PathSegment, value: &impl Validate) {
        self.steps.push(step);
        value.validate_in(self);
        self.steps.pop();
    }

    fn leaf(&mut self, step: Option<PathSegment>, value: &dyn Faceted, facets: &Facets) {
        facets.check(value, &mut |broken| self.report(step, broken, Some(value)));
    }

    #[cold]
    fn report(
        &mut self,
        step: Option<PathSegment>,
        mut broken: Broken,
        value: Option<&dyn Faceted>,
    ) {
        if self.violations.len() == MOST_VIOLATIONS {
            self.omitted += 1;
            return;
        }
        let text = match (self.shown, value) {
            (Sensitivity::Public, Some(value)) => Some(value.lexical()),
            (Sensitivity::Secret, Some(_)) => {
                broken.count = None;
                None
            }
            (_, None) => None,
        };
        let path = self.path(step);
        self.violations.push(Violation::new(path, broken, text.as_deref()));
    }

    fn path(&self, last: Option<PathSegment>) -> String {
        let mut path = String::new();
        for step in self.steps.iter().copied().chain(last) {
            path.push('/');
            path.push_str(&step.to_string());
        }
        path
    }
}

impl fmt::Display for PathSegment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Element(name) => formatter.write_str(name),
            Self::Repeated(name, number) => write!(formatter, "{name}[{number}]"),
            Self::Attribute(name) => write!(formatter, "@{name}"),
        }
    }
}

/// Numbers the elements where there are several.
fn for_each_step<'a, T: 'a>(
    name: &'static str,
    values: impl IntoIterator<Item = &'a T>,
    mut each: impl FnMut(PathSegment, &'a T),
) {
    let mut values = values.into_iter().enumerate().peekable();
    while let Some((index, value)) = values.next() {
        if index == 0 && values.peek().is_none() {
            each(PathSegment::Element(name), value);
        } else {
            each(PathSegment::Repeated(name, index + 1), value);
        }
    }
}
