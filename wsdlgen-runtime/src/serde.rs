//! The value types as serde has them: texts as a document would have them, numbers as numbers
//! where they fit, nil as null.
//!
//! With the feature `serde`. Types that the generator made with `serde()` derive the rest.

use std::{borrow::Cow, fmt::Display};

pub use ::serde::{Deserialize, Serialize};
use ::serde::{Deserializer, Serializer, de::Error};

use crate::{
    xml::{AnyAttribute, AnyElement, AnyValue, Nillable, Optional, QName, ReadOptions},
    xsd::{
        AsWritten, Base64Binary, Date, DateTime, Decimal, Duration, GDay, GMonth, GMonthDay, GYear,
        GYearMonth, HexBinary, Integer, Lexical, Time, member,
    },
};

/// The value that a text stands for.
fn from_text<'de, T: Lexical, D: Deserializer<'de>>(text: &str) -> Result<T, D::Error> {
    T::parse_lexical(&T::WHITE_SPACE.apply(text)).map_err(D::Error::custom)
}

/// Types whose values are texts.
macro_rules! texts {
    ($($type:ty),+ $(,)?) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                from_text::<Self, D>(&Cow::<str>::deserialize(deserializer)?)
            }
        }
    )+};
}

texts!(
    Base64Binary,
    Date,
    DateTime,
    Decimal,
    Duration,
    GDay,
    GMonth,
    GMonthDay,
    GYear,
    GYearMonth,
    HexBinary,
    Time,
);

/// A number where it fits one, a text where it does not.
impl Serialize for Integer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match i64::try_from(self) {
            Ok(number) => serializer.serialize_i64(number),
            Err(_) => serializer.collect_str(self),
        }
    }
}

/// What an [`Integer`] may be written as.
#[derive(Deserialize)]
#[serde(untagged)]
enum Number<'a> {
    Signed(i64),
    Unsigned(u64),
    Text(Cow<'a, str>),
}

impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Number::deserialize(deserializer)? {
            Number::Signed(number) => Ok(number.into()),
            Number::Unsigned(number) => Ok(number.into()),
            Number::Text(text) => from_text::<Self, D>(&text),
        }
    }
}

/// How it is written.
impl<T> Serialize for AsWritten<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de, T: Lexical> Deserialize<'de> for AsWritten<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text::<Self, D>(&Cow::<str>::deserialize(deserializer)?)
    }
}

/// `{namespace}local`.
impl Serialize for QName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.namespace() {
            "" => serializer.serialize_str(self.local()),
            namespace => serializer.collect_str(&format_args!("{{{namespace}}}{}", self.local())),
        }
    }
}

impl<'de> Deserialize<'de> for QName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let name = text.strip_prefix('{').and_then(|name| name.split_once('}'));
        let (namespace, local) = name.unwrap_or(("", &text));
        // What a name may be is what it may be without a prefix.
        member::<Self>(local).ok_or_else(|| D::Error::custom("not a qualified name"))?;
        Ok(Self::new(namespace, local))
    }
}

/// Nil is null; the attributes beside it have no place.
impl<T: Serialize> Serialize for Nillable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_option().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Nillable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::NIL, Self::Value))
    }
}

/// Nil is null; what is absent is left out by whoever has it for a field.
impl<T: Serialize> Serialize for Optional<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_option().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Optional<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::NIL, Self::Value))
    }
}

/// The element as a document of its own.
impl Serialize for AnyElement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.to_xml().map_err(|error| unwritable(&error))?;
        serializer.serialize_str(&text)
    }
}

fn unwritable<E: ::serde::ser::Error>(error: &impl Display) -> E {
    E::custom(error)
}

impl<'de> Deserialize<'de> for AnyElement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text, &ReadOptions::default()).map_err(D::Error::custom)
    }
}

/// A name and its value.
#[derive(Deserialize, Serialize)]
struct Attribute {
    name: QName,
    value: String,
}

impl Serialize for AnyAttribute {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { name, value, .. } = self.clone();
        Attribute { name, value }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for AnyAttribute {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Attribute { name, value } = Attribute::deserialize(deserializer)?;
        Ok(Self::new(name, value))
    }
}

/// A type's name, where there is one, and an element in which the value is.
#[derive(Deserialize, Serialize)]
struct Typed {
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    type_name: Option<QName>,
    element: AnyElement,
}

impl Serialize for AnyValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut element = self.element.clone();
        if element.name.local().is_empty() {
            element.name = QName::new("", "value");
        }
        Typed { type_name: self.type_name.clone(), element }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for AnyValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Typed { type_name, element } = Typed::deserialize(deserializer)?;
        Ok(Self { type_name, element })
    }
}
