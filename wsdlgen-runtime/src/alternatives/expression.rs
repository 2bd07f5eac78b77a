//! The syntax of tests (XML Schema 1.1 part 1, §3.12.6).

use std::{
    fmt::{self, Write},
    sync::Arc,
};

use super::types::AtomicType;

/// An expression with a truth value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    Or(Vec<Expression>),
    And(Vec<Expression>),
    Not(Box<Expression>),
    Compare(Operand, Comparator, Comparison, Operand),
    /// The effective boolean value of an operand.
    Value(Operand),
    Constant(bool),
}

/// An expression whose value is a sequence.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    Attributes(NameTest),
    /// A literal, or several in parentheses.
    Literals(Vec<Literal>),
    Cast(Box<Operand>, &'static AtomicType, WhenEmpty),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Literal {
    Text(String),
    /// A number, and how it is written.
    Number(f64, String),
}

/// The result of a cast without a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WhenEmpty {
    /// The empty sequence: `cast as xs:int?` and `xs:int(…)`.
    Empty,
    Error,
}

/// A name test for attributes. `None` means `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NameTest {
    pub(super) namespace: Option<Arc<str>>,
    pub(super) local: Option<String>,
}

/// The kind of a comparison (`XPath` 2.0, §3.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    /// `=`: of any two items, after untyped ones take the type of the other.
    General,
    /// `eq`: of two single items, where untyped ones are strings.
    Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparator {
    /// The comparators with the signs of general and the words of value comparisons.
    const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Equal, "=", "eq"),
        (Self::NotEqual, "!=", "ne"),
        (Self::LessOrEqual, "<=", "le"),
        (Self::Less, "<", "lt"),
        (Self::GreaterOrEqual, ">=", "ge"),
        (Self::Greater, ">", "gt"),
    ];

    pub(super) fn parse(written: &str) -> Option<(Self, Comparison)> {
        Self::ALL.into_iter().find_map(|(comparator, sign, word)| {
            if sign == written {
                Some((comparator, Comparison::General))
            } else {
                (word == written).then_some((comparator, Comparison::Value))
            }
        })
    }
}

impl Expression {
    /// Returns attribute values that make the expression true, as far as it compares attributes with literals.
    pub(super) fn satisfying_values(&self) -> Vec<(&str, &str, String)> {
        match self {
            Self::And(parts) => parts.iter().flat_map(Self::satisfying_values).collect(),
            Self::Or(parts) => parts.first().map(Self::satisfying_values).unwrap_or_default(),
            Self::Compare(left, Comparator::Equal, _, right) => {
                let value = left.attribute().zip(right.literal());
                let value = value.or_else(|| right.attribute().zip(left.literal()));
                value
                    .map(|((namespace, local), text)| (namespace, local, text))
                    .into_iter()
                    .collect()
            }
            _ => Vec::new(),
        }
    }
}

impl Operand {
    fn attribute(&self) -> Option<(&str, &str)> {
        match self {
            Self::Attributes(NameTest { namespace: Some(namespace), local: Some(local) }) => {
                Some((namespace, local))
            }
            Self::Cast(operand, ..) => operand.attribute(),
            _ => None,
        }
    }

    fn literal(&self) -> Option<String> {
        match self {
            Self::Literals(literals) => Some(match literals.first()? {
                Literal::Text(text) => text.clone(),
                Literal::Number(_, written) => written.clone(),
            }),
            Self::Cast(operand, ..) => operand.literal(),
            Self::Attributes(_) => None,
        }
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Or(parts) => joined(formatter, parts, " or "),
            Self::And(parts) => joined(formatter, parts, " and "),
            Self::Not(inner) => write!(formatter, "not({inner})"),
            Self::Compare(left, comparator, comparison, right) => {
                let found = Comparator::ALL.iter().find(|(known, ..)| known == comparator);
                let written = found.map_or("", |(_, sign, word)| match comparison {
                    Comparison::General => sign,
                    Comparison::Value => word,
                });
                write!(formatter, "{left} {written} {right}")
            }
            Self::Value(operand) => operand.fmt(formatter),
            Self::Constant(value) => write!(formatter, "{value}()"),
        }
    }
}

fn joined(formatter: &mut fmt::Formatter<'_>, parts: &[Expression], between: &str) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            formatter.write_str(between)?;
        }
        match part {
            Expression::Or(_) | Expression::And(_) => write!(formatter, "({part})")?,
            _ => write!(formatter, "{part}")?,
        }
    }
    Ok(())
}

impl fmt::Display for Operand {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attributes(test) => write!(formatter, "@{test}"),
            Self::Literals(literals) => {
                let texts: Vec<String> = literals.iter().map(Literal::to_string).collect();
                match texts.as_slice() {
                    [only] => formatter.write_str(only),
                    texts => write!(formatter, "({})", texts.join(", ")),
                }
            }
            Self::Cast(operand, ty, WhenEmpty::Empty) => match &**operand {
                // A constructor function takes an attribute or a literal.
                Self::Cast(..) => write!(formatter, "{operand} cast as xs:{}?", ty.name),
                _ => write!(formatter, "xs:{}({operand})", ty.name),
            },
            Self::Cast(operand, ty, WhenEmpty::Error) => {
                write!(formatter, "{operand} cast as xs:{}", ty.name)
            }
        }
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(formatter, "'{}'", text.replace('\'', "''")),
            Self::Number(_, written) => formatter.write_str(written),
        }
    }
}

impl fmt::Display for NameTest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.namespace.as_deref(), &self.local) {
            (None, None) => return formatter.write_char('*'),
            (None, Some(_)) => formatter.write_str("*:")?,
            (Some(""), Some(_)) => {}
            (Some(namespace), _) => write!(formatter, "Q{{{namespace}}}")?,
        }
        formatter.write_str(self.local.as_deref().unwrap_or("*"))
    }
}
