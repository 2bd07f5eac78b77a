//! Views of simple values for checking facets.

#[cfg(any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time"))]
mod foreign;
#[cfg(test)]
mod tests;
mod text;

use std::{borrow::Cow, cmp::Ordering};

use super::Facets;
use crate::xml::QName;
use crate::xsd::{
    AsWritten, Base64Binary, Date, DateTime, Decimal, Duration, Enumeration, GDay, GMonth,
    GMonthDay, GYear, GYearMonth, HexBinary, Integer, Lexical, Time, WhiteSpace, member,
};

/// A value of a simple type whose facets can be checked (XSD 1.0 part 2, §4.3).
///
/// Methods that do not apply to a type keep their default: numbers have no length, and texts have no order.
///
/// ```
/// use std::cmp::Ordering;
/// use wsdlgen_runtime::validate::Faceted;
///
/// assert_eq!("größe".to_owned().length(), Some(5));
/// assert_eq!(vec![1, 2, 3].length(), Some(3));
/// assert_eq!(7.compare("10"), Some(Ordering::Less));
/// assert!(1.5.equals("1.50"));
/// ```
pub trait Faceted {
    /// Returns the lexical form as written, for patterns and messages.
    fn lexical(&self) -> Cow<'_, str>;

    /// Returns the length in the type's unit (§4.3.1): characters of a text, bytes of binary data, or items of a list.
    fn length(&self) -> Option<usize> {
        None
    }

    /// Compares this value with the one that `bound` denotes, in the type's value space.
    ///
    /// Returns `None` if the values have no order.
    fn compare(&self, bound: &str) -> Option<Ordering> {
        let _ = bound;
        None
    }

    /// Returns whether `text` denotes this value.
    fn equals(&self, text: &str) -> bool {
        self.lexical() == text
    }

    /// Returns a text that is the same for equal values, whatever their lexical forms.
    fn canonical(&self) -> Cow<'_, str> {
        self.lexical()
    }

    /// Returns the number of significant digits, for decimal numbers.
    fn digits(&self) -> Option<Digits> {
        None
    }

    /// Returns the value in a union with the facets of its member type.
    fn member(&self) -> Option<(&dyn Faceted, &'static Facets)> {
        None
    }

    /// Returns whether this value is unchanged after a reader applies `rule`.
    fn survives(&self, rule: WhiteSpace) -> bool {
        let text = self.lexical();
        rule.apply(&text) == text
    }
}

/// The number of significant digits of a decimal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digits {
    /// The number of all digits (`totalDigits`, §4.3.11).
    pub total: usize,
    /// The number of digits after the point (`fractionDigits`, §4.3.12).
    pub fraction: usize,
}

impl Faceted for bool {
    fn lexical(&self) -> Cow<'_, str> {
        written(self)
    }

    fn equals(&self, text: &str) -> bool {
        Self::parse_lexical(text) == Ok(*self)
    }
}

/// Implements [`Faceted`] for binary data, whose length is its number of bytes.
macro_rules! binary {
    ($($type:ty),+) => {$(
        impl Faceted for $type {
            fn lexical(&self) -> Cow<'_, str> {
                written(self)
            }

            fn length(&self) -> Option<usize> {
                Some(self.len())
            }

            fn equals(&self, text: &str) -> bool {
                member(text).as_ref() == Some(self)
            }
        }
    )+};
}

binary!(Base64Binary, HexBinary);

macro_rules! integers {
    ($($type:ty),+) => {$(
        impl Faceted for $type {
            fn lexical(&self) -> Cow<'_, str> {
                written(self)
            }

            fn compare(&self, bound: &str) -> Option<Ordering> {
                match bound.parse() {
                    Ok(bound) => Some(i128::from(*self).cmp(&bound)),
                    Err(_) => Decimal::new(*self, 0).compare(bound),
                }
            }

            fn equals(&self, text: &str) -> bool {
                self.compare(text) == Some(Ordering::Equal)
            }

            fn digits(&self) -> Option<Digits> {
                Decimal::new(*self, 0).digits()
            }
        }
    )+};
}

/// Compares integers with bounds that may have a fraction.
impl Faceted for Integer {
    fn lexical(&self) -> Cow<'_, str> {
        written(self)
    }

    fn compare(&self, bound: &str) -> Option<Ordering> {
        match member(bound) {
            Some(bound) => Some(self.cmp(&bound)),
            None => Decimal::new(self.clone(), 0).compare(bound),
        }
    }

    fn equals(&self, text: &str) -> bool {
        self.compare(text) == Some(Ordering::Equal)
    }

    fn digits(&self) -> Option<Digits> {
        Decimal::new(self.clone(), 0).digits()
    }
}

impl Faceted for Decimal {
    fn lexical(&self) -> Cow<'_, str> {
        written(self)
    }

    fn compare(&self, bound: &str) -> Option<Ordering> {
        Some(self.cmp(&member(bound)?))
    }

    fn equals(&self, text: &str) -> bool {
        self.compare(text) == Some(Ordering::Equal)
    }

    fn canonical(&self) -> Cow<'_, str> {
        let text = self.lexical();
        let text = match text.split_once('.') {
            Some(_) => text.trim_end_matches('0').trim_end_matches('.'),
            None => &text,
        };
        Cow::Owned(if text == "-0" { "0" } else { text }.to_owned())
    }

    fn digits(&self) -> Option<Digits> {
        Some(Digits { total: self.total_digits(), fraction: self.fraction_digits() })
    }
}

integers!(i8, i16, i32, i64, u8, u16, u32, u64);

macro_rules! floats {
    ($($type:ty),+) => {$(
        impl Faceted for $type {
            fn lexical(&self) -> Cow<'_, str> {
                written(self)
            }

            fn compare(&self, bound: &str) -> Option<Ordering> {
                self.partial_cmp(&Self::parse_lexical(bound).ok()?)
            }

            /// Returns the same text for both zeros, which are equal.
            fn canonical(&self) -> Cow<'_, str> {
                written(&(*self + 0.0))
            }

            /// Returns whether `text` denotes this value. NaN equals itself (XSD 1.0 part 2, §3.2.4.1), unlike in Rust.
            fn equals(&self, text: &str) -> bool {
                self.compare(text) == Some(Ordering::Equal) || (self.is_nan() && text == "NaN")
            }
        }
    )+};
}

floats!(f32, f64);

/// Implements [`Faceted`] for types whose order is given by a method, because `==` compares them as written.
macro_rules! times {
    ($($type:ty => $compare:ident $canonical:ident),+ $(,)?) => {$(
        impl Faceted for $type {
            fn lexical(&self) -> Cow<'_, str> {
                written(self)
            }

            fn compare(&self, bound: &str) -> Option<Ordering> {
                self.$compare(&Self::parse_lexical(bound).ok()?)
            }

            fn canonical(&self) -> Cow<'_, str> {
                Cow::Owned(self.$canonical())
            }

            fn equals(&self, text: &str) -> bool {
                self.compare(text) == Some(Ordering::Equal)
            }
        }
    )+};
}

times!(
    DateTime => cmp_instant canonical_instant,
    Date => cmp_instant canonical_instant,
    Time => cmp_instant canonical_instant,
    GYear => cmp_instant canonical_instant,
    GYearMonth => cmp_instant canonical_instant,
    GMonth => cmp_instant canonical_instant,
    GMonthDay => cmp_instant canonical_instant,
    GDay => cmp_instant canonical_instant,
    Duration => cmp_span canonical_span,
);

/// A qualified name, which equals a text `{namespace}local`.
///
/// Enumerations and fixed values use this form, because a prefix has no meaning outside its document.
impl Faceted for QName {
    fn lexical(&self) -> Cow<'_, str> {
        written(self)
    }

    fn equals(&self, text: &str) -> bool {
        let (namespace, local) = match text.strip_prefix('{').and_then(|text| text.split_once('}'))
        {
            Some(name) => name,
            None => ("", text),
        };
        self.namespace() == namespace && self.local() == local
    }

    fn canonical(&self) -> Cow<'_, str> {
        Cow::Owned(format!("{{{}}}{}", self.namespace(), self.local()))
    }
}

/// A list type (§2.5.1.2).
impl<T: Faceted> Faceted for Vec<T> {
    fn lexical(&self) -> Cow<'_, str> {
        let items: Vec<_> = self.iter().map(Faceted::lexical).collect();
        Cow::Owned(items.join(" "))
    }

    fn length(&self) -> Option<usize> {
        Some(self.len())
    }

    fn equals(&self, text: &str) -> bool {
        let mut items = text.split_ascii_whitespace();
        self.iter().all(|item| items.next().is_some_and(|text| item.equals(text)))
            && items.next().is_none()
    }

    /// Returns whether no item contains white space, which would split it. The rule does not matter.
    fn survives(&self, _rule: WhiteSpace) -> bool {
        let is_one = |item: &str| !item.is_empty() && !item.contains([' ', '\t', '\n', '\r']);
        self.iter().all(|item| is_one(&item.lexical()))
    }
}

/// Patterns apply to the lexical form, and all other facets to the value.
impl<T: Faceted> Faceted for AsWritten<T> {
    fn lexical(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_str())
    }

    fn length(&self) -> Option<usize> {
        T::length(self)
    }

    fn compare(&self, bound: &str) -> Option<Ordering> {
        T::compare(self, bound)
    }

    fn equals(&self, text: &str) -> bool {
        T::equals(self, text)
    }

    fn digits(&self) -> Option<Digits> {
        T::digits(self)
    }
}

/// Enumerated values are compared by their texts.
impl<T: Enumeration> Faceted for T {
    fn lexical(&self) -> Cow<'_, str> {
        Cow::Borrowed(T::TEXTS[self.index()])
    }

    fn length(&self) -> Option<usize> {
        Some(self.lexical().chars().count())
    }

    fn equals(&self, text: &str) -> bool {
        (T::IS_SAME)(&self.lexical(), text)
    }
}

/// Returns the lexical form as written.
fn written(value: &impl Lexical) -> Cow<'static, str> {
    let mut out = Vec::new();
    value.append_lexical(&mut out);
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}
