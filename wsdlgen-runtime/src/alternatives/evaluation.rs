//! The evaluation of tests (`XPath` 2.0, §2.4.3 and §3.5).

use std::{borrow::Cow, cmp::Ordering};

use super::{
    TestedAttribute,
    expression::{Comparator, Comparison, Expression, Literal, NameTest, Operand, WhenEmpty},
    types::{AtomicType, Kind},
};
use crate::xsd::{Lexical, WhiteSpace};

/// A dynamic error or a type error.
#[derive(Debug)]
pub(super) struct Failed;

type Evaluated<T> = Result<T, Failed>;

/// An atomic value.
#[derive(Clone, Debug)]
enum Value<'a> {
    /// The value of an attribute.
    Untyped(Cow<'a, str>),
    Text(Cow<'a, str>),
    Number(f64),
    Boolean(bool),
}

impl Expression {
    pub(super) fn is_true(&self, attributes: &[TestedAttribute<'_>]) -> Evaluated<bool> {
        match self {
            Self::Or(parts) => decided(parts, attributes, true),
            Self::And(parts) => decided(parts, attributes, false),
            Self::Not(inner) => inner.is_true(attributes).map(|is_true| !is_true),
            Self::Compare(left, comparator, comparison, right) => {
                let (left, right) = (left.values(attributes)?, right.values(attributes)?);
                match comparison {
                    Comparison::General => comparator.holds_for_any(&left, &right),
                    Comparison::Value => comparator.holds_for_both(left, right),
                }
            }
            Self::Value(operand) => operand.is_true(attributes),
            Self::Constant(value) => Ok(*value),
        }
    }
}

/// Evaluates parts until one has the value that decides. An error counts only if none has.
fn decided(
    parts: &[Expression],
    attributes: &[TestedAttribute<'_>],
    decisive: bool,
) -> Evaluated<bool> {
    let mut result = Ok(!decisive);
    for part in parts {
        match part.is_true(attributes) {
            Ok(value) if value == decisive => return Ok(decisive),
            Ok(_) => {}
            Err(error) => result = Err(error),
        }
    }
    result
}

impl NameTest {
    fn matches(&self, attribute: &TestedAttribute<'_>) -> bool {
        self.namespace.as_ref().is_none_or(|namespace| **namespace == *attribute.namespace)
            && self.local.as_ref().is_none_or(|local| local == attribute.local)
    }
}

impl Operand {
    /// Returns the effective boolean value.
    fn is_true(&self, attributes: &[TestedAttribute<'_>]) -> Evaluated<bool> {
        let values = self.values(attributes)?;
        match (self, values.as_slice()) {
            (Self::Attributes(_), values) => Ok(!values.is_empty()),
            (_, []) => Ok(false),
            (_, [only]) => Ok(match only {
                Value::Untyped(text) | Value::Text(text) => !text.is_empty(),
                Value::Number(number) => *number != 0.0 && !number.is_nan(),
                Value::Boolean(value) => *value,
            }),
            _ => Err(Failed),
        }
    }

    fn values<'a>(&'a self, attributes: &'a [TestedAttribute<'_>]) -> Evaluated<Vec<Value<'a>>> {
        Ok(match self {
            Self::Attributes(test) => {
                let matching = attributes.iter().filter(|attribute| test.matches(attribute));
                matching.map(|attribute| Value::Untyped(Cow::Borrowed(&attribute.value))).collect()
            }
            Self::Literals(literals) => literals.iter().map(Literal::value).collect(),
            Self::Cast(operand, ty, when_empty) => {
                match (operand.values(attributes)?.as_slice(), when_empty) {
                    ([], WhenEmpty::Empty) => Vec::new(),
                    ([value], _) => vec![value.clone().cast(ty)?],
                    _ => return Err(Failed),
                }
            }
        })
    }
}

impl Literal {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Text(text.into()),
            Self::Number(number, _) => Value::Number(*number),
        }
    }
}

impl<'a> Value<'a> {
    fn cast(self, ty: &AtomicType) -> Evaluated<Self> {
        match (self, ty.kind) {
            (Self::Untyped(text), Kind::Text) if ty.name == "untypedAtomic" => {
                Ok(Self::Untyped(text))
            }
            (Self::Untyped(text) | Self::Text(text), Kind::Text) => {
                let rule = match ty.name {
                    "normalizedString" => WhiteSpace::Replace,
                    "token" | "anyURI" => WhiteSpace::Collapse,
                    _ => WhiteSpace::Preserve,
                };
                Ok(Self::Text(rule.apply(&text).into_owned().into()))
            }
            (Self::Untyped(text) | Self::Text(text), kind) => parsed(&text, kind),
            (Self::Number(number), Kind::Boolean) => {
                Ok(Self::Boolean(number != 0.0 && !number.is_nan()))
            }
            (Self::Number(number), Kind::Integer(least, most)) => {
                integer(&number.trunc().to_string(), least, most)
            }
            (Self::Boolean(value), Kind::Float | Kind::Decimal | Kind::Integer(..)) => {
                Ok(Self::Number(f64::from(u8::from(value))))
            }
            (value, Kind::Text) => Ok(Self::Text(value.text())),
            (value, _) => Ok(value),
        }
    }

    fn text(self) -> Cow<'a, str> {
        match self {
            Self::Untyped(text) | Self::Text(text) => text,
            Self::Number(number) => number.to_string().into(),
            Self::Boolean(value) => value.to_string().into(),
        }
    }
}

/// Casts a text.
fn parsed<'a>(text: &str, kind: Kind) -> Evaluated<Value<'a>> {
    let text = WhiteSpace::Collapse.apply(text);
    match kind {
        Kind::Text => Err(Failed),
        Kind::Boolean => bool::parse_lexical(&text).map(Value::Boolean).map_err(|_| Failed),
        Kind::Float => f64::parse_lexical(&text).map(Value::Number).map_err(|_| Failed),
        Kind::Decimal => {
            let is_decimal = text.chars().all(|c| matches!(c, '0'..='9' | '+' | '-' | '.'));
            let number = text.parse().ok().filter(|_| is_decimal);
            number.map(Value::Number).ok_or(Failed)
        }
        Kind::Integer(least, most) => integer(&text, least, most),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "tests compare numbers as XPath compares `xs:double`"
)]
fn integer<'a>(text: &str, least: i128, most: i128) -> Evaluated<Value<'a>> {
    let number: i128 = text.parse().map_err(|_| Failed)?;
    (least..=most).contains(&number).then_some(Value::Number(number as f64)).ok_or(Failed)
}

impl Comparator {
    /// Returns whether any item on the left compares so with any on the right.
    fn holds_for_any(self, left: &[Value<'_>], right: &[Value<'_>]) -> Evaluated<bool> {
        let mut result = Ok(false);
        for left in left {
            for right in right {
                match self.holds(left, right) {
                    Ok(true) => return Ok(true),
                    Ok(false) => {}
                    Err(error) => result = Err(error),
                }
            }
        }
        result
    }

    /// Returns whether two single items compare so. An empty sequence compares with nothing.
    fn holds_for_both(self, left: Vec<Value<'_>>, right: Vec<Value<'_>>) -> Evaluated<bool> {
        let typed = |value: Value<'_>| match value {
            Value::Untyped(text) | Value::Text(text) => Value::Text(text.into_owned().into()),
            Value::Number(number) => Value::Number(number),
            Value::Boolean(value) => Value::Boolean(value),
        };
        let mut items = [left, right].map(|items| items.into_iter().map(typed).collect::<Vec<_>>());
        match &mut items {
            [left, right] if left.len() <= 1 && right.len() <= 1 => {
                match (left.pop(), right.pop()) {
                    (Some(left), Some(right)) => self.holds(&left, &right),
                    _ => Ok(false),
                }
            }
            _ => Err(Failed),
        }
    }

    /// Compares two values, after a conversion of untyped ones to the type of the other (`XPath` 2.0, §3.5.2).
    fn holds(self, left: &Value<'_>, right: &Value<'_>) -> Evaluated<bool> {
        use Value::{Boolean, Number, Text, Untyped};
        let number =
            |text: &str| f64::parse_lexical(&WhiteSpace::Collapse.apply(text)).map_err(|_| Failed);
        let boolean =
            |text: &str| bool::parse_lexical(&WhiteSpace::Collapse.apply(text)).map_err(|_| Failed);
        let ordering = match (left, right) {
            (Untyped(left) | Text(left), Untyped(right) | Text(right)) => Some(left.cmp(right)),
            (Number(left), Number(right)) => left.partial_cmp(right),
            (Boolean(left), Boolean(right)) => Some(left.cmp(right)),
            (Untyped(left), Number(right)) => number(left)?.partial_cmp(right),
            (Number(left), Untyped(right)) => left.partial_cmp(&number(right)?),
            (Untyped(left), Boolean(right)) => Some(boolean(left)?.cmp(right)),
            (Boolean(left), Untyped(right)) => Some(left.cmp(&boolean(right)?)),
            _ => return Err(Failed),
        };
        Ok(match self {
            Self::Equal => ordering == Some(Ordering::Equal),
            Self::NotEqual => ordering != Some(Ordering::Equal),
            Self::Less => ordering == Some(Ordering::Less),
            Self::LessOrEqual => ordering.is_some_and(Ordering::is_le),
            Self::Greater => ordering == Some(Ordering::Greater),
            Self::GreaterOrEqual => ordering.is_some_and(Ordering::is_ge),
        })
    }
}
