//! The built-in types of XML Schema (part 2, §3).

/// A built-in type that values can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Builtin {
    String,
    Boolean,
    Byte,
    Short,
    Int,
    Long,
    UnsignedByte,
    UnsignedShort,
    UnsignedInt,
    UnsignedLong,
    Float,
    Double,
    DateTime,
}

/// Every built-in type by its name; `None` for those that are known but not supported yet.
const BUILTINS: [(&str, Option<Builtin>); 46] = [
    ("string", Some(Builtin::String)),
    ("boolean", Some(Builtin::Boolean)),
    ("byte", Some(Builtin::Byte)),
    ("short", Some(Builtin::Short)),
    ("int", Some(Builtin::Int)),
    ("long", Some(Builtin::Long)),
    ("unsignedByte", Some(Builtin::UnsignedByte)),
    ("unsignedShort", Some(Builtin::UnsignedShort)),
    ("unsignedInt", Some(Builtin::UnsignedInt)),
    ("unsignedLong", Some(Builtin::UnsignedLong)),
    ("float", Some(Builtin::Float)),
    ("double", Some(Builtin::Double)),
    ("dateTime", Some(Builtin::DateTime)),
    ("anyType", None),
    ("anySimpleType", None),
    ("decimal", None),
    ("duration", None),
    ("time", None),
    ("date", None),
    ("gYearMonth", None),
    ("gYear", None),
    ("gMonthDay", None),
    ("gDay", None),
    ("gMonth", None),
    ("hexBinary", None),
    ("base64Binary", None),
    ("anyURI", None),
    ("QName", None),
    ("NOTATION", None),
    ("normalizedString", None),
    ("token", None),
    ("language", None),
    ("Name", None),
    ("NCName", None),
    ("NMTOKEN", None),
    ("NMTOKENS", None),
    ("ID", None),
    ("IDREF", None),
    ("IDREFS", None),
    ("ENTITY", None),
    ("ENTITIES", None),
    ("integer", None),
    ("nonPositiveInteger", None),
    ("negativeInteger", None),
    ("nonNegativeInteger", None),
    ("positiveInteger", None),
];

/// What is known of a name in XML Schema's namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lookup {
    Supported(Builtin),
    NotYet,
    Unknown,
}

impl Builtin {
    /// The built-in type of this name.
    pub(crate) fn lookup(name: &str) -> Lookup {
        match BUILTINS.iter().find(|(known, _)| *known == name) {
            Some((_, Some(builtin))) => Lookup::Supported(*builtin),
            Some((_, None)) => Lookup::NotYet,
            None => Lookup::Unknown,
        }
    }
}
