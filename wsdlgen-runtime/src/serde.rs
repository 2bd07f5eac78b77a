//! Serde implementations for the value types.
//!
//! Most values are represented by their lexical form, integers by numbers if they fit, and nil by null. The feature
//! `serde` enables this module. Types generated with `serde()` derive their implementations.

use std::{borrow::Cow, fmt::Display};

pub use ::serde::{Deserialize, Serialize};
use ::serde::{Deserializer, Serializer, de::Error};

#[cfg(feature = "soap")]
use crate::data_set::DataSet;
use crate::{
    attachment::Attachment,
    xml::{AnyAttribute, AnyElement, AnyValue, Nillable, Optional, QName, ReadOptions},
    xsd::{
        AsWritten, Base64Binary, Date, DateTime, Decimal, Duration, GDay, GMonth, GMonthDay, GYear,
        GYearMonth, HexBinary, Integer, Lexical, Time, member,
    },
};

/// Parses a value from its lexical form.
fn from_text<'de, T: Lexical, D: Deserializer<'de>>(text: &str) -> Result<T, D::Error> {
    T::parse_lexical(&T::WHITE_SPACE.apply(text)).map_err(D::Error::custom)
}

/// Implements `Serialize` and `Deserialize` for types represented by their lexical form.
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

/// An attachment as base64 text, or with its media type.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum AttachmentForm<'a> {
    Content(Base64Binary),
    #[serde(rename_all = "camelCase")]
    Typed {
        content_type: Cow<'a, str>,
        content: Base64Binary,
    },
}

/// Serializes as base64 text, or as an object with the media type if there is one. A stream cannot be serialized.
impl Serialize for Attachment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let content = self.bytes().ok_or_else(|| {
            ::serde::ser::Error::custom(
                "a streamed attachment cannot be serialized: collect it first",
            )
        })?;
        let content = Base64Binary::from(content.clone());
        let form = match self.content_type() {
            "" => AttachmentForm::Content(content),
            content_type => AttachmentForm::Typed { content_type: content_type.into(), content },
        };
        form.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Attachment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match AttachmentForm::deserialize(deserializer)? {
            AttachmentForm::Content(content) => content.into_bytes().into(),
            AttachmentForm::Typed { content_type, content } => {
                Self::new(content_type, content.into_bytes())
            }
        })
    }
}

/// Serializes as a number if the value fits into an `i64`, and as text otherwise.
impl Serialize for Integer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match i64::try_from(self) {
            Ok(number) => serializer.serialize_i64(number),
            Err(_) => serializer.collect_str(self),
        }
    }
}

/// The representations of an [`Integer`].
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

/// Serializes as the lexical form.
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

/// Serializes as `{namespace}local`.
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
        // A local name is valid if it parses as a name without a prefix.
        member::<Self>(local).ok_or_else(|| D::Error::custom("expected a qualified name"))?;
        Ok(Self::new(namespace, local))
    }
}

/// Serializes nil as null. The attributes of a nil element are dropped.
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

/// Serializes nil as null. The containing type skips absent fields.
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

/// Serializes as a standalone document.
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

/// Serializes as the document of its element.
#[cfg(feature = "soap")]
impl<T> Serialize for DataSet<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.element.serialize(serializer)
    }
}

#[cfg(feature = "soap")]
impl<'de, T> Deserialize<'de> for DataSet<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        AnyElement::deserialize(deserializer).map(Self::from_element)
    }
}

/// The representation of an attribute.
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

/// The representation of a value of any type: an optional type name and the element that contains the value.
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
