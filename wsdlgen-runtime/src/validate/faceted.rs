//! Values of simple types, as facets see them.

use std::{borrow::Cow, cmp::Ordering};

use super::Facets;
use crate::xml::QName;
use crate::xsd::{
    AsWritten, Base64Binary, Date, DateTime, Decimal, Duration, Enumeration, GDay, GMonth,
    GMonthDay, GYear, GYearMonth, HexBinary, Integer, Lexical, Time, WhiteSpace, member,
};

/// A value of a simple type, and what facets ask of it (XSD 1.0 part 2, §4.3).
///
/// What a type has no notion of stays at its default: a number has no length, a text no order.
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
    /// The lexical form as it would be written, for patterns and messages.
    fn lexical(&self) -> Cow<'_, str>;

    /// The length in the type's unit (§4.3.1): characters of a text, octets of binary data, items
    /// of a list.
    fn length(&self) -> Option<usize> {
        None
    }

    /// The order between this value and the one that `bound` stands for, in the type's value space;
    /// `None` where there is no order between them.
    fn compare(&self, bound: &str) -> Option<Ordering> {
        let _ = bound;
        None
    }

    /// Whether `text` stands for this value.
    fn equals(&self, text: &str) -> bool {
        self.lexical() == text
    }

    /// The digits that the value needs, for numbers that are decimal.
    fn digits(&self) -> Option<Digits> {
        None
    }

    /// The value that a union holds, with the facets of its member type.
    fn member(&self) -> Option<(&dyn Faceted, &'static Facets)> {
        None
    }

    /// Whether a reader that applies `rule` gets this value back.
    fn survives(&self, rule: WhiteSpace) -> bool {
        let text = self.lexical();
        rule.apply(&text) == text
    }
}

/// How many digits a decimal number needs, zeros that do not change its value left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digits {
    /// All of them (`totalDigits`, §4.3.11).
    pub total: usize,
    /// Those after the point (`fractionDigits`, §4.3.12).
    pub fraction: usize,
}

impl Faceted for String {
    fn lexical(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }

    fn length(&self) -> Option<usize> {
        Some(self.chars().count())
    }
}

impl Faceted for bool {
    fn lexical(&self) -> Cow<'_, str> {
        written(self)
    }

    fn equals(&self, text: &str) -> bool {
        Self::parse_lexical(text) == Ok(*self)
    }
}

/// Binary data, whose length is that of the data.
macro_rules! octets {
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

octets!(Base64Binary, HexBinary);

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

/// The order of whole numbers, against a bound that need not be one.
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

            /// NaN is NaN here (XSD 1.0 part 2, §3.2.4.1), other than in Rust.
            fn equals(&self, text: &str) -> bool {
                self.compare(text) == Some(Ordering::Equal) || (self.is_nan() && text == "NaN")
            }
        }
    )+};
}

floats!(f32, f64);

/// Types whose order in time is a method of theirs, since `==` is as written.
macro_rules! times {
    ($($type:ty => $compare:ident),+ $(,)?) => {$(
        impl Faceted for $type {
            fn lexical(&self) -> Cow<'_, str> {
                written(self)
            }

            fn compare(&self, bound: &str) -> Option<Ordering> {
                self.$compare(&Self::parse_lexical(bound).ok()?)
            }

            fn equals(&self, text: &str) -> bool {
                self.compare(text) == Some(Ordering::Equal)
            }
        }
    )+};
}

times!(
    DateTime => cmp_instant,
    Date => cmp_instant,
    Time => cmp_instant,
    GYear => cmp_instant,
    GYearMonth => cmp_instant,
    GMonth => cmp_instant,
    GMonthDay => cmp_instant,
    GDay => cmp_instant,
    Duration => cmp_span,
);

/// A name: equal to a text `{namespace}local`, which is how enumerations and fixed values are
/// given, since a prefix means nothing outside of its document.
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

    /// White space is between items, whatever the rule: an item that holds some would be two.
    fn survives(&self, _rule: WhiteSpace) -> bool {
        let is_one = |item: &str| !item.is_empty() && !item.contains([' ', '\t', '\n', '\r']);
        self.iter().all(|item| is_one(&item.lexical()))
    }
}

/// What is written counts for patterns, the value for all else.
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

/// An enumerated value is the text that it is written as.
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

/// The lexical form that the writer would write.
fn written(value: &impl Lexical) -> Cow<'static, str> {
    let mut out = Vec::new();
    value.append_lexical(&mut out);
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering::{self, Equal, Greater, Less};

    use super::{Base64Binary, Decimal, Digits, Faceted, HexBinary, Integer, QName, WhiteSpace};

    #[test]
    fn numbers_of_any_length_have_order_and_digits() {
        let long = "1".repeat(60);
        let cases: [(&dyn Faceted, &str, Option<Ordering>); 8] = [
            (&Integer::from(7), "+007", Some(Equal)),
            (&Integer::from(7), "7.5", Some(Less)),
            (&Integer::from(7), long.as_str(), Some(Less)),
            (&Integer::from(7), "seven", None),
            (&Decimal::new(150, 2), "1.5", Some(Equal)),
            (&Decimal::new(151, 2), "1.5", Some(Greater)),
            (&Decimal::new(150, 2), long.as_str(), Some(Less)),
            (&Decimal::new(150, 2), "1e0", None),
        ];
        for (value, bound, order) in cases {
            assert_eq!(value.compare(bound), order, "{} {bound}", value.lexical());
            assert_eq!(value.equals(bound), order == Some(Equal), "{} {bound}", value.lexical());
            assert_eq!(value.length(), None);
        }
        assert_eq!(Integer::from(-100).digits(), Some(Digits { total: 3, fraction: 0 }));
        assert_eq!(Decimal::new(-150, 2).digits(), Some(Digits { total: 2, fraction: 1 }));
        assert_eq!(Decimal::new(150, 2).lexical(), "1.50");
    }

    #[test]
    fn names_are_equal_by_namespace_and_local_part() {
        let name = QName::new("urn:x", "a").with_prefix("p");
        assert!(name.equals("{urn:x}a"));
        for other in ["{urn:y}a", "{urn:x}b", "p:a", "a"] {
            assert!(!name.equals(other), "{other}");
        }
        assert!(QName::new("", "a").equals("a"));
        assert_eq!(name.lexical(), "p:a");
    }

    #[test]
    fn binary_data_is_measured_in_octets() {
        let octets = vec![0xab, 0xcd, 0xef, 0x01];
        let base64 = Base64Binary::from(octets.clone());
        let cases: [(&dyn Faceted, &str, &str, &str); 2] = [
            (&HexBinary::from(octets), "ABCDEF01", "abcdef01", "ABCDEF02"),
            (&base64, "q83vAQ==", "q83v AQ= =", "q83vAg=="),
        ];
        for (value, lexical, same, other) in cases {
            assert_eq!((value.lexical().as_ref(), value.length()), (lexical, Some(4)));
            assert!(value.equals(same) && !value.equals(other), "{lexical}");
            assert!(value.survives(WhiteSpace::Collapse));
            assert_eq!((value.compare(lexical), value.digits()), (None, None));
        }
        assert_eq!(vec![base64.clone(), base64].length(), Some(2));
    }
}
