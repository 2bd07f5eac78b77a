//! The normal form of policies (WS-Policy 1.5 §4.1): a choice of alternatives, each a list of assertions.

use std::rc::Rc;

use crate::{
    resolve::Policies,
    syntax::policy::{Assertion, Expression},
};

/// An assertion with one alternative of its nested policy.
#[derive(Clone, Debug)]
pub(crate) struct Chosen<'a> {
    pub(crate) assertion: &'a Assertion,
    /// The assertions of the nested policy.
    pub(crate) nested: Rc<[Chosen<'a>]>,
}

impl<'a> Chosen<'a> {
    /// Returns the local name of the assertion.
    pub(crate) fn local(&self) -> &'a str {
        &self.assertion.name.local
    }

    pub(crate) fn namespace(&self) -> &'a str {
        &self.assertion.name.namespace
    }
}

/// One alternative of a policy: assertions that hold together.
pub(crate) type Alternative<'a> = Vec<Chosen<'a>>;

/// The reason why a policy has no normal form: it is too large, or refers to itself.
pub(crate) struct TooLarge;

/// Maximum number of assertions in all alternatives of a policy.
const ASSERTIONS: usize = 1 << 14;

/// Maximum number of references from policy to policy on a path.
const REFERENCES: usize = 32;

/// Returns the alternatives in which all expressions hold, in document order. Of an optional assertion, the alternative
/// with it comes first.
pub(crate) fn alternatives<'a>(
    policies: &'a Policies,
    expressions: impl IntoIterator<Item = &'a Expression>,
) -> Result<Vec<Alternative<'a>>, TooLarge> {
    Normalizer { policies, assertions: ASSERTIONS, references: REFERENCES }.all(expressions)
}

struct Normalizer<'a> {
    policies: &'a Policies,
    /// The number of assertions left.
    assertions: usize,
    /// The number of references left on the path.
    references: usize,
}

impl<'a> Normalizer<'a> {
    fn all(
        &mut self,
        expressions: impl IntoIterator<Item = &'a Expression>,
    ) -> Result<Vec<Alternative<'a>>, TooLarge> {
        let mut product: Vec<Alternative<'a>> = vec![Vec::new()];
        for expression in expressions {
            let choices = self.expression(expression)?;
            if let [only] = &*choices {
                self.charge(product.len() * only.len())?;
                for alternative in &mut product {
                    alternative.extend_from_slice(only);
                }
                continue;
            }
            let length: usize = product.iter().map(Vec::len).sum();
            let added: usize = choices.iter().map(Vec::len).sum();
            self.charge((length + 1) * choices.len() + (added + 1) * product.len())?;
            let pairs = product.iter().flat_map(|alternative| {
                choices.iter().map(move |choice| [&**alternative, &**choice].concat())
            });
            product = pairs.collect();
        }
        Ok(product)
    }

    fn expression(&mut self, expression: &'a Expression) -> Result<Vec<Alternative<'a>>, TooLarge> {
        self.charge(1)?;
        match expression {
            Expression::All(expressions) => self.all(expressions),
            Expression::ExactlyOne(expressions) => {
                let mut choices = Vec::new();
                for expression in expressions {
                    choices.extend(self.expression(expression)?);
                }
                Ok(choices)
            }
            Expression::Reference(reference) => {
                let Some(target) = self.policies.get(reference) else {
                    return Ok(vec![Vec::new()]);
                };
                self.references = self.references.checked_sub(1).ok_or(TooLarge)?;
                let choices = self.expression(target);
                self.references += 1;
                choices
            }
            Expression::Assertion(assertion) => self.assertion(assertion),
        }
    }

    fn assertion(&mut self, assertion: &'a Assertion) -> Result<Vec<Alternative<'a>>, TooLarge> {
        let nested = match &assertion.nested {
            Some(nested) => self.expression(nested)?,
            None => vec![Vec::new()],
        };
        let with = |nested: Vec<Chosen<'a>>| vec![Chosen { assertion, nested: nested.into() }];
        let mut choices: Vec<_> = nested.into_iter().map(with).collect();
        if assertion.is_optional {
            choices.push(Vec::new());
        }
        Ok(choices)
    }

    fn charge(&mut self, assertions: usize) -> Result<(), TooLarge> {
        self.assertions = self.assertions.checked_sub(assertions).ok_or(TooLarge)?;
        Ok(())
    }
}
