//! The parser of tests: recursive descent over their tokens.

use std::sync::Arc;

use super::{
    expression::{Comparator, Comparison, Expression, Literal, NameTest, Operand, WhenEmpty},
    scanner::{Token, tokens},
    types::AtomicType,
};
use crate::xsd::Prefixes;

/// The namespace of `not`, `true` and `false`.
const FUNCTIONS: &str = "http://www.w3.org/2005/xpath-functions";
const XSD: &str = "http://www.w3.org/2001/XMLSchema";
/// Maximum depth of parentheses.
const DEEPEST: usize = 64;
/// Maximum number of tokens, which every element with the test takes time for.
const LONGEST: usize = 1_024;

/// Parses a test, or returns `None` if it is no such expression.
pub(super) fn parse(text: &str, prefixes: &dyn Prefixes) -> Option<Expression> {
    let tokens = tokens(text).filter(|tokens| tokens.len() <= LONGEST)?;
    let mut parser = Parser { tokens: &tokens, prefixes, depth: 0 };
    let expression = parser.or()?;
    parser.tokens.is_empty().then_some(expression)
}

struct Parser<'t> {
    /// The tokens that remain.
    tokens: &'t [Token<'t>],
    prefixes: &'t dyn Prefixes,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn next(&mut self) -> Option<Token<'t>> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(*first)
    }

    /// Consumes the next token if it is this sign.
    fn sign(&mut self, sign: &str) -> Option<()> {
        let is_next = matches!(self.tokens.first(), Some(Token::Sign(next)) if *next == sign);
        is_next.then(|| self.tokens = &self.tokens[1..])
    }

    /// Consumes the next token if it is this word.
    fn word(&mut self, word: &str) -> Option<()> {
        let is_next = matches!(
            self.tokens.first(),
            Some(Token::Name { prefix: None, namespace: None, local }) if *local == word
        );
        is_next.then(|| self.tokens = &self.tokens[1..])
    }

    fn or(&mut self) -> Option<Expression> {
        let mut parts = vec![self.and()?];
        while self.word("or").is_some() {
            parts.push(self.and()?);
        }
        Some(one_or(parts, Expression::Or))
    }

    fn and(&mut self) -> Option<Expression> {
        let mut parts = vec![self.boolean()?];
        while self.word("and").is_some() {
            parts.push(self.boolean()?);
        }
        Some(one_or(parts, Expression::And))
    }

    fn boolean(&mut self) -> Option<Expression> {
        if let Some(function) = self.function() {
            return self.call(function);
        }
        if let [Token::Sign("("), inside, ..] = self.tokens
            && !matches!(inside, Token::Text(..) | Token::Number(_) | Token::Sign("-"))
        {
            return self.parenthesised();
        }
        let left = self.operand()?;
        match self.comparator() {
            Some((comparator, comparison)) => {
                Some(Expression::Compare(left, comparator, comparison, self.operand()?))
            }
            None => Some(Expression::Value(left)),
        }
    }

    fn parenthesised(&mut self) -> Option<Expression> {
        self.sign("(")?;
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let inner = self.or()?;
        self.depth -= 1;
        self.sign(")")?;
        Some(inner)
    }

    /// Returns the boolean function that is called next.
    fn function(&self) -> Option<&'t str> {
        let [Token::Name { prefix, namespace, local }, Token::Sign("("), ..] = self.tokens else {
            return None;
        };
        let is_function = match (prefix, namespace) {
            (None, None) | (Some("fn"), _) => true,
            (Some(prefix), _) => self.prefixes.namespace_of(prefix).as_deref() == Some(FUNCTIONS),
            (None, Some(namespace)) => *namespace == FUNCTIONS,
        };
        let is_known = matches!(*local, "not" | "boolean" | "exists" | "true" | "false");
        (is_function && is_known).then_some(*local)
    }

    fn call(&mut self, function: &str) -> Option<Expression> {
        self.next()?;
        if let "true" | "false" = function {
            self.sign("(")?;
            self.sign(")")?;
            return Some(Expression::Constant(function == "true"));
        }
        let inner = self.parenthesised()?;
        match (function, &inner) {
            ("not", _) => Some(Expression::Not(Box::new(inner))),
            // Of other values, existence and truth differ.
            ("exists", Expression::Value(Operand::Attributes(_))) | ("boolean", _) => Some(inner),
            _ => None,
        }
    }

    fn comparator(&mut self) -> Option<(Comparator, Comparison)> {
        let (Token::Sign(written) | Token::Name { local: written, prefix: None, namespace: None }) =
            self.tokens.first()?
        else {
            return None;
        };
        let comparator = Comparator::parse(written)?;
        self.next();
        Some(comparator)
    }

    /// Parses an attribute, a literal or a list of them, and a cast.
    fn operand(&mut self) -> Option<Operand> {
        let simple = self.simple()?;
        if self.word("cast").is_none() {
            return Some(simple);
        }
        self.word("as")?;
        let Token::Name { prefix, namespace, local } = self.next()? else { return None };
        let ty = self.atomic_type(prefix, namespace, local)?;
        let when_empty = if self.sign("?").is_some() { WhenEmpty::Empty } else { WhenEmpty::Error };
        Some(Operand::Cast(Box::new(simple), ty, when_empty))
    }

    fn simple(&mut self) -> Option<Operand> {
        match self.next()? {
            Token::Sign("@") => self.attributes(),
            Token::Sign("(") => {
                let mut literals = vec![self.literal()?];
                while self.sign(",").is_some() {
                    literals.push(self.literal()?);
                }
                self.sign(")")?;
                Some(Operand::Literals(literals))
            }
            Token::Name { prefix: None, namespace: None, local: "attribute" }
                if self.sign("::").is_some() =>
            {
                self.attributes()
            }
            Token::Name { prefix, namespace, local } => {
                let ty = self.atomic_type(prefix, namespace, local)?;
                self.sign("(")?;
                let argument = match self.next()? {
                    Token::Sign("@") => self.attributes()?,
                    token => Operand::Literals(vec![self.literal_from(token)?]),
                };
                self.sign(")")?;
                Some(Operand::Cast(Box::new(argument), ty, WhenEmpty::Empty))
            }
            token => Some(Operand::Literals(vec![self.literal_from(token)?])),
        }
    }

    fn literal(&mut self) -> Option<Literal> {
        let token = self.next()?;
        self.literal_from(token)
    }

    fn literal_from(&mut self, token: Token<'t>) -> Option<Literal> {
        match token {
            Token::Text(text, quote) => {
                let doubled: String = [quote, quote].iter().collect();
                Some(Literal::Text(text.replace(&doubled, quote.encode_utf8(&mut [0; 4]))))
            }
            Token::Number(written) => Some(Literal::Number(written.parse().ok()?, written.into())),
            Token::Sign("-") => match self.next()? {
                Token::Number(written) => {
                    let number: f64 = written.parse().ok()?;
                    Some(Literal::Number(-number, format!("-{written}")))
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn attributes(&mut self) -> Option<Operand> {
        let Token::Name { prefix, namespace, local } = self.next()? else { return None };
        let namespace = match (prefix, namespace) {
            (_, Some(namespace)) => Some(namespace.into()),
            (Some("*"), None) => None,
            (Some(prefix), None) => Some(self.prefixes.namespace_of(prefix)?),
            (None, None) if local == "*" => None,
            // An unprefixed attribute is in no namespace.
            (None, None) => Some(Arc::default()),
        };
        let local = (local != "*").then(|| local.to_owned());
        Some(Operand::Attributes(NameTest { namespace, local }))
    }

    fn atomic_type(
        &self,
        prefix: Option<&str>,
        namespace: Option<&str>,
        local: &str,
    ) -> Option<&'static AtomicType> {
        let is_xsd = match (prefix, namespace) {
            (Some(prefix), _) => match self.prefixes.namespace_of(prefix) {
                Some(namespace) => *namespace == *XSD,
                None => prefix == "xs",
            },
            (None, Some(namespace)) => namespace == XSD,
            // The default element namespace may be that of XML Schema.
            (None, None) => self.prefixes.namespace_of("").as_deref() == Some(XSD),
        };
        if is_xsd { AtomicType::named(local) } else { None }
    }
}

fn one_or(mut parts: Vec<Expression>, several: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            several(parts)
        }
    }
}
