//! Values of simple types (XML Schema part 2, §2.2).

use std::{cmp::Ordering, iter};

use super::builtins::BUILTINS;
use crate::validate::{Digits, Faceted};

/// A value of a simple type.
pub(super) enum Value {
    Atomic {
        /// The index of the built-in type that it belongs to.
        builtin: usize,
        value: Box<dyn Faceted>,
    },
    List(Vec<Value>),
}

/// A value in a form that is the same for equal values, whatever their types and lexical forms.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key(Vec<(&'static str, String)>);

impl Value {
    pub(super) fn length(&self) -> Option<usize> {
        match self {
            Self::Atomic { value, .. } => value.length(),
            Self::List(items) => Some(items.len()),
        }
    }

    pub(super) fn compare(&self, bound: &str) -> Option<Ordering> {
        match self {
            Self::Atomic { value, .. } => value.compare(bound),
            Self::List(_) => None,
        }
    }

    pub(super) fn digits(&self) -> Option<Digits> {
        match self {
            Self::Atomic { value, .. } => value.digits(),
            Self::List(_) => None,
        }
    }

    /// Returns whether a text denotes this value.
    pub(super) fn equals(&self, text: &str) -> bool {
        match self {
            Self::Atomic { value, .. } => value.equals(text),
            Self::List(items) => {
                let mut texts = text.split_ascii_whitespace();
                items.iter().all(|item| texts.next().is_some_and(|text| item.equals(text)))
                    && texts.next().is_none()
            }
        }
    }

    /// Returns the atomic values: the items of a list, or the value itself.
    pub(super) fn atoms(&self) -> Box<dyn Iterator<Item = (&'static str, &dyn Faceted)> + '_> {
        match self {
            Self::Atomic { builtin, value } => {
                Box::new(iter::once((BUILTINS[*builtin].name, value.as_ref())))
            }
            Self::List(items) => Box::new(items.iter().flat_map(Self::atoms)),
        }
    }

    pub(super) fn key(&self) -> Key {
        Key(self
            .atoms()
            .map(|(builtin, value)| (primitive(builtin), value.canonical().into_owned()))
            .collect())
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let texts: Vec<_> = self.0.iter().map(|(_, text)| text.as_str()).collect();
        formatter.write_str(&texts.join(" "))
    }
}

/// Returns the primitive type from which a built-in type is derived (§3.2).
fn primitive(builtin: &'static str) -> &'static str {
    let base = |name: &&'static str| {
        let found = BUILTINS.iter().find(|builtin| builtin.name == *name)?;
        (found.base != "anySimpleType" && found.base != "anyType").then_some(found.base)
    };
    let ancestors = iter::successors(Some(builtin), base);
    ancestors.last().unwrap_or(builtin)
}
