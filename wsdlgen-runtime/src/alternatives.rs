//! Conditional type assignment (XML Schema 1.1 part 1, §3.12): the type of an element by tests of its attributes.

mod evaluation;
mod expression;
mod parser;
mod scanner;
#[cfg(test)]
mod tests;
mod types;

use std::{borrow::Cow, fmt, sync::Arc};

use crate::xsd::Prefixes;
use expression::Expression;

/// A test of the attributes of an element: the part of `XPath` 2.0 that §3.12.6 requires, without dates and times.
///
/// That is: `and`, `or` and `not()`; comparisons of attributes, literals and lists of literals; and casts to the
/// types of strings, numbers and `xs:boolean`, as `@size cast as xs:int` or `xs:int(@size)`.
///
/// ```
/// use wsdlgen_runtime::alternatives::{TestedAttribute, TypeTest};
///
/// # use std::sync::Arc;
/// # use wsdlgen_runtime::xsd::Prefixes;
/// # struct NoPrefixes;
/// # impl Prefixes for NoPrefixes {
/// #     fn namespace_of(&self, _: &str) -> Option<Arc<str>> {
/// #         None
/// #     }
/// # }
/// let test = TypeTest::parse("@version >= 2 and not(@draft)", &NoPrefixes).expect("a test");
/// let version = |value| TestedAttribute::new("", "version", value);
/// assert!(test.holds(&[version("3")]));
/// assert!(!test.holds(&[version("1")]));
/// assert!(!test.holds(&[version("3"), TestedAttribute::new("", "draft", "")]));
/// assert_eq!(test.to_string(), "@version >= 2 and not(@draft)");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct TypeTest(Expression);

/// An attribute as tests see it: without a type, as its declaration may depend on them (§3.12.4).
#[derive(Clone, Debug)]
pub struct TestedAttribute<'a> {
    namespace: Cow<'a, str>,
    local: &'a str,
    value: Cow<'a, str>,
}

impl<'a> TestedAttribute<'a> {
    /// Creates an attribute from its namespace, local name and value. An empty namespace means none.
    pub fn new(
        namespace: impl Into<Cow<'a, str>>,
        local: &'a str,
        value: impl Into<Cow<'a, str>>,
    ) -> Self {
        Self { namespace: namespace.into(), local, value: value.into() }
    }
}

impl TypeTest {
    /// Parses a test. Returns `None` if it is outside of the required part, is longer than 1,024 names, literals and
    /// signs, or uses an undeclared prefix.
    ///
    /// Names may also be written `Q{namespace}local`, as [`Display`](fmt::Display) does. The prefix `xs` need not be
    /// declared.
    pub fn parse(text: &str, prefixes: &dyn Prefixes) -> Option<Self> {
        parser::parse(text, prefixes).map(Self)
    }

    /// Returns whether the test holds. A test that fails with an error does not (§3.12.4).
    pub fn holds(&self, attributes: &[TestedAttribute<'_>]) -> bool {
        self.0.is_true(attributes).unwrap_or(false)
    }

    /// Returns attribute values that make the test hold, as far as it compares attributes with literals: namespace, local
    /// name and value.
    pub fn satisfying_values(&self) -> Vec<(&str, &str, String)> {
        self.0.satisfying_values()
    }
}

/// Writes the test with `Q{namespace}local` for names in a namespace, so that it needs no declarations.
impl fmt::Display for TypeTest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A type table (§3.3.1): the tests of the alternatives of an element declaration, in order.
#[derive(Debug)]
pub struct TypeTable(Vec<Option<TypeTest>>);

impl TypeTable {
    /// Creates a table from tests as [`TypeTest`] writes them. An empty test always holds, and one
    /// that cannot be parsed never does.
    pub fn new(tests: &[&str]) -> Self {
        let test = |text: &&str| {
            (!text.is_empty()).then(|| {
                let never = TypeTest(Expression::Constant(false));
                TypeTest::parse(text, &NoPrefixes).unwrap_or(never)
            })
        };
        Self(tests.iter().map(test).collect())
    }

    /// Returns the index of the first test that holds.
    pub fn select(&self, attributes: &[TestedAttribute<'_>]) -> Option<usize> {
        let holds = |test: &Option<TypeTest>| match test {
            Some(test) => test.holds(attributes),
            None => true,
        };
        self.0.iter().position(holds)
    }
}

/// No declarations at all.
struct NoPrefixes;

impl Prefixes for NoPrefixes {
    fn namespace_of(&self, _: &str) -> Option<Arc<str>> {
        None
    }
}
