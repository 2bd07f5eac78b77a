//! Traversal of a value that collects violations and their paths.

use std::{fmt, mem};

use super::{
    Faceted, Facets, Leading, Occurrences, Repeatable, Validate, ValidationErrors, Violation,
    facets::{Broken, check_occurrence},
};

/// The maximum number of violations to describe. Further ones are only counted.
const MOST_VIOLATIONS: usize = 64;

/// A validation in progress, driven by generated code. It tracks the position in the value and collects violations.
/// See the module's [example](super#examples).
///
/// Methods with a plural name accept anything that yields references: `&Option<T>`, `&Vec<T>` or an iterator.
pub struct Check {
    /// The path of the current element, from the root.
    steps: Vec<PathSegment>,
    shown: Sensitivity,
    violations: Vec<Violation>,
    omitted: usize,
    /// `true` at a branch of a choice that repeats, until the branch's elements are counted.
    may_divide: bool,
    /// `true` at a group whose first elements have been counted, until they would be counted again.
    is_counted: bool,
}

/// The name of an element or attribute. Repeated elements are numbered from 1.
#[derive(Clone, Copy)]
enum PathSegment {
    Element(&'static str),
    Repeated(&'static str, usize),
    Attribute(&'static str),
}

/// Decides whether messages may contain values.
#[derive(Clone, Copy)]
enum Sensitivity {
    Public,
    Secret,
}

impl Check {
    /// Creates a check whose paths begin with `root`.
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
        Self {
            steps,
            shown: Sensitivity::Public,
            violations: Vec::new(),
            omitted: 0,
            may_divide: false,
            is_counted: false,
        }
    }

    /// Checks a single element, with paths that begin with its name.
    ///
    /// # Errors
    ///
    /// If the element violates the contract.
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

    /// Checks an element of simple type that occurs once.
    pub fn value(&mut self, name: &'static str, value: &dyn Faceted, facets: &Facets) {
        self.leaf(Some(PathSegment::Element(name)), value, facets);
    }

    /// Checks an element of simple type that occurs any number of times.
    pub fn values<'a, T: Faceted + 'a>(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = &'a T>,
        facets: &Facets,
    ) {
        for_each_step(name, values, |step, value| self.leaf(Some(step), value, facets));
    }

    /// Checks a required attribute.
    pub fn attribute(&mut self, name: &'static str, value: &dyn Faceted, facets: &Facets) {
        self.leaf(Some(PathSegment::Attribute(name)), value, facets);
    }

    /// Checks an optional attribute.
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

    /// Checks simple content: the text of the current element.
    pub fn content(&mut self, value: &dyn Faceted, facets: &Facets) {
        self.leaf(None, value, facets);
    }

    /// Checks the number of occurrences of an element or group. A `most` of `None` means unbounded.
    pub fn count(&mut self, name: &'static str, count: usize, least: usize, most: Option<usize>) {
        if mem::take(&mut self.is_counted) {
            return;
        }
        // More elements than a branch may have are several occurrences of the choice, which it counts itself.
        let divides = |most: usize| {
            let fewest = count.div_ceil(most.max(1));
            count.checked_div(least).is_none_or(|largest| fewest <= largest)
        };
        let most =
            if mem::take(&mut self.may_divide) && most.is_some_and(divides) { None } else { most };
        check_occurrence(count, least, most, &mut |broken| {
            self.report(Some(PathSegment::Element(name)), broken, None);
        });
    }

    /// Checks an element of complex type that occurs once.
    pub fn inner(&mut self, name: &'static str, value: &impl Validate) {
        self.enter(PathSegment::Element(name), value);
    }

    /// Checks an element of complex type that occurs any number of times.
    pub fn inners<'a, T: Validate + 'a>(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = &'a T>,
    ) {
        for_each_step(name, values, |step, value| self.enter(step, value));
    }

    /// Checks any number of choices or groups, whose content belongs to the current element.
    pub fn parts<'a, T: Validate + 'a>(&mut self, parts: impl IntoIterator<Item = &'a T>) {
        for part in parts {
            part.validate_in(self);
        }
    }

    /// Checks choices or groups that repeat, and how often they occur.
    pub fn repeated_parts<T: Validate + Repeatable>(
        &mut self,
        name: &'static str,
        parts: &[T],
        least: usize,
        most: Option<usize>,
    ) {
        self.count(name, Occurrences::of_parts(parts).nearest(least), least, most);
        let (mut end, mut is_counted) = (0, false);
        for (index, part) in parts.iter().enumerate() {
            if index == end {
                let (length, joined) = Leading::joined(&parts[index..]);
                (end, is_counted) = (index + length, joined.is_some());
            }
            self.may_divide = T::IS_CHOICE;
            self.is_counted = is_counted;
            part.validate_in(self);
        }
        (self.may_divide, self.is_counted) = (false, false);
    }

    /// Runs `check` with values omitted from messages, for secret data.
    ///
    /// ```
    /// use wsdlgen_runtime::validate::{Check, Facets};
    ///
    /// static PIN: Facets = Facets { length: Some(4), ..Facets::NONE };
    ///
    /// let mut check = Check::new("Login");
    /// check.secretly(|check| check.value("PIN", &"12345".to_owned(), &PIN));
    /// let errors = check.finish().unwrap_err();
    /// assert_eq!(errors.to_string(), "/Login/PIN: [redacted] violates length (4)");
    /// ```
    pub fn secretly(&mut self, check: impl FnOnce(&mut Self)) {
        let before = mem::replace(&mut self.shown, Sensitivity::Secret);
        check(self);
        self.shown = before;
    }

    /// Ends the check.
    ///
    /// # Errors
    ///
    /// If there was a violation.
    pub fn finish(self) -> Result<(), ValidationErrors> {
        let Self { violations, omitted, .. } = self;
        if violations.is_empty() { Ok(()) } else { Err(ValidationErrors { violations, omitted }) }
    }

    fn enter(&mut self, step: PathSegment, value: &impl Validate) {
        self.may_divide = false;
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

/// Calls `each` with the path segment of every value, numbered if there are several.
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
