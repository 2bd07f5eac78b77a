//! The built-in types of XML Schema (XML Schema part 2, §3).

/// A built-in type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Builtin {
    AnyType,
    AnySimpleType,
    String,
    NormalizedString,
    Token,
    Language,
    Name,
    NcName,
    NmToken,
    NmTokens,
    Id,
    IdRef,
    IdRefs,
    Entity,
    Entities,
    Boolean,
    Decimal,
    Integer,
    NonPositiveInteger,
    NegativeInteger,
    NonNegativeInteger,
    PositiveInteger,
    Long,
    Int,
    Short,
    Byte,
    UnsignedLong,
    UnsignedInt,
    UnsignedShort,
    UnsignedByte,
    Float,
    Double,
    Duration,
    DateTime,
    Time,
    Date,
    GYearMonth,
    GYear,
    GMonthDay,
    GDay,
    GMonth,
    HexBinary,
    Base64Binary,
    AnyUri,
    QName,
    Notation,
}

/// Every built-in type with its name.
const BUILTINS: [(&str, Builtin); 46] = [
    ("anyType", Builtin::AnyType),
    ("anySimpleType", Builtin::AnySimpleType),
    ("string", Builtin::String),
    ("normalizedString", Builtin::NormalizedString),
    ("token", Builtin::Token),
    ("language", Builtin::Language),
    ("Name", Builtin::Name),
    ("NCName", Builtin::NcName),
    ("NMTOKEN", Builtin::NmToken),
    ("NMTOKENS", Builtin::NmTokens),
    ("ID", Builtin::Id),
    ("IDREF", Builtin::IdRef),
    ("IDREFS", Builtin::IdRefs),
    ("ENTITY", Builtin::Entity),
    ("ENTITIES", Builtin::Entities),
    ("boolean", Builtin::Boolean),
    ("decimal", Builtin::Decimal),
    ("integer", Builtin::Integer),
    ("nonPositiveInteger", Builtin::NonPositiveInteger),
    ("negativeInteger", Builtin::NegativeInteger),
    ("nonNegativeInteger", Builtin::NonNegativeInteger),
    ("positiveInteger", Builtin::PositiveInteger),
    ("long", Builtin::Long),
    ("int", Builtin::Int),
    ("short", Builtin::Short),
    ("byte", Builtin::Byte),
    ("unsignedLong", Builtin::UnsignedLong),
    ("unsignedInt", Builtin::UnsignedInt),
    ("unsignedShort", Builtin::UnsignedShort),
    ("unsignedByte", Builtin::UnsignedByte),
    ("float", Builtin::Float),
    ("double", Builtin::Double),
    ("duration", Builtin::Duration),
    ("dateTime", Builtin::DateTime),
    ("time", Builtin::Time),
    ("date", Builtin::Date),
    ("gYearMonth", Builtin::GYearMonth),
    ("gYear", Builtin::GYear),
    ("gMonthDay", Builtin::GMonthDay),
    ("gDay", Builtin::GDay),
    ("gMonth", Builtin::GMonth),
    ("hexBinary", Builtin::HexBinary),
    ("base64Binary", Builtin::Base64Binary),
    ("anyURI", Builtin::AnyUri),
    ("QName", Builtin::QName),
    ("NOTATION", Builtin::Notation),
];

impl Builtin {
    /// Returns the built-in type with a name.
    pub(crate) fn lookup(name: &str) -> Option<Self> {
        BUILTINS.iter().find(|(known, _)| *known == name).map(|(_, builtin)| *builtin)
    }

    /// Returns the names of all built-in types.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        BUILTINS.iter().map(|(name, _)| *name)
    }

    /// Returns whether the values of this type are strings.
    pub(crate) fn is_text(self) -> bool {
        matches!(
            self,
            Self::AnySimpleType
                | Self::String
                | Self::NormalizedString
                | Self::Token
                | Self::Language
                | Self::Name
                | Self::NcName
                | Self::NmToken
                | Self::Id
                | Self::IdRef
                | Self::Entity
                | Self::AnyUri
        )
    }

    /// Returns whether values of this type may have a time zone.
    pub(crate) fn is_time(self) -> bool {
        matches!(
            self,
            Self::DateTime
                | Self::Time
                | Self::Date
                | Self::GYearMonth
                | Self::GYear
                | Self::GMonthDay
                | Self::GDay
                | Self::GMonth
        )
    }

    /// Returns whether this type is `decimal` or derived from it.
    pub(crate) fn is_decimal(self) -> bool {
        matches!(
            self,
            Self::Decimal
                | Self::Integer
                | Self::NonPositiveInteger
                | Self::NegativeInteger
                | Self::NonNegativeInteger
                | Self::PositiveInteger
                | Self::Long
                | Self::Int
                | Self::Short
                | Self::Byte
                | Self::UnsignedLong
                | Self::UnsignedInt
                | Self::UnsignedShort
                | Self::UnsignedByte
        )
    }

    /// Returns whether the Rust type does not preserve the lexical form of a value.
    pub(crate) fn forgets_lexical_form(self) -> bool {
        self.is_decimal()
            || matches!(self, Self::Boolean | Self::Float | Self::Double | Self::HexBinary)
    }

    /// Returns the type's name in the XML Schema namespace.
    pub(crate) fn name(self) -> &'static str {
        BUILTINS
            .iter()
            .find(|(_, builtin)| *builtin == self)
            .map(|(name, _)| *name)
            .expect("the table contains every type")
    }
}
