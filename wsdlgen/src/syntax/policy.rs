//! Policies: WS-Policy 1.5 and its earlier versions.

use std::sync::Arc;

use super::{Named, QName};
use crate::document::{FileId, Span};

/// A `wsp:Policy` that can be referred to.
#[derive(Debug)]
pub(crate) struct Policy {
    pub(crate) file: FileId,
    /// `wsu:Id` or `xml:id`, and `Name`.
    pub(crate) names: Vec<Arc<str>>,
    pub(crate) expression: Expression,
}

/// A policy expression (WS-Policy 1.5 §4).
#[derive(Debug)]
pub(crate) enum Expression {
    /// `wsp:Policy` and `wsp:All`.
    All(Vec<Expression>),
    /// `wsp:ExactlyOne`.
    ExactlyOne(Vec<Expression>),
    /// `wsp:PolicyReference`: a URI as written.
    Reference(Named),
    Assertion(Box<Assertion>),
}

/// A policy assertion (§2.3).
#[derive(Debug)]
pub(crate) struct Assertion {
    pub(crate) name: QName,
    /// `wsp:Optional`.
    pub(crate) is_optional: bool,
    /// `wsp:Ignorable`.
    pub(crate) is_ignorable: bool,
    pub(crate) attributes: Vec<(QName, Arc<str>)>,
    /// The nested `wsp:Policy` (§4.3.2).
    pub(crate) nested: Option<Expression>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) span: Span,
}

/// A child element of an assertion that is not a policy.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: QName,
    pub(crate) attributes: Vec<(QName, Arc<str>)>,
    pub(crate) text: Arc<str>,
    /// The child elements, each as XML of its own.
    pub(crate) children: Vec<Arc<str>>,
    /// The namespaces in scope, by prefix.
    pub(crate) namespaces: Vec<(Arc<str>, Arc<str>)>,
}

impl Expression {
    /// Calls `visit` for every reference in the expression.
    pub(crate) fn each_reference<'a>(&'a self, visit: &mut impl FnMut(&'a Named)) {
        match self {
            Self::All(expressions) | Self::ExactlyOne(expressions) => {
                for expression in expressions {
                    expression.each_reference(visit);
                }
            }
            Self::Reference(reference) => visit(reference),
            Self::Assertion(assertion) => {
                if let Some(nested) = &assertion.nested {
                    nested.each_reference(visit);
                }
            }
        }
    }
}

impl Assertion {
    /// Returns the value of an attribute, by its local name.
    pub(crate) fn attribute(&self, local: &str) -> Option<&str> {
        attribute(&self.attributes, local)
    }
}

impl Parameter {
    /// Returns the value of an attribute, by its local name.
    pub(crate) fn attribute(&self, local: &str) -> Option<&str> {
        attribute(&self.attributes, local)
    }
}

fn attribute<'a>(attributes: &'a [(QName, Arc<str>)], local: &str) -> Option<&'a str> {
    attributes.iter().find(|(name, _)| *name.local == *local).map(|(_, value)| &**value)
}
