//! The types that tests may cast to.

/// A built-in type.
#[derive(Debug, PartialEq)]
pub(super) struct AtomicType {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

/// The values of a built-in type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Boolean,
    Float,
    Decimal,
    /// Integers, with the least and the greatest value.
    Integer(i128, i128),
}

const fn of(name: &'static str, kind: Kind) -> AtomicType {
    AtomicType { name, kind }
}

const LEAST: i128 = i128::MIN;
const MOST: i128 = i128::MAX;

const TYPES: &[AtomicType] = &[
    of("string", Kind::Text),
    of("normalizedString", Kind::Text),
    of("token", Kind::Text),
    of("anyURI", Kind::Text),
    of("untypedAtomic", Kind::Text),
    of("boolean", Kind::Boolean),
    of("double", Kind::Float),
    of("float", Kind::Float),
    of("decimal", Kind::Decimal),
    of("integer", Kind::Integer(LEAST, MOST)),
    of("nonNegativeInteger", Kind::Integer(0, MOST)),
    of("positiveInteger", Kind::Integer(1, MOST)),
    of("nonPositiveInteger", Kind::Integer(LEAST, 0)),
    of("negativeInteger", Kind::Integer(LEAST, -1)),
    of("long", Kind::Integer(i64::MIN as i128, i64::MAX as i128)),
    of("int", Kind::Integer(i32::MIN as i128, i32::MAX as i128)),
    of("short", Kind::Integer(i16::MIN as i128, i16::MAX as i128)),
    of("byte", Kind::Integer(i8::MIN as i128, i8::MAX as i128)),
    of("unsignedLong", Kind::Integer(0, u64::MAX as i128)),
    of("unsignedInt", Kind::Integer(0, u32::MAX as i128)),
    of("unsignedShort", Kind::Integer(0, u16::MAX as i128)),
    of("unsignedByte", Kind::Integer(0, u8::MAX as i128)),
];

impl AtomicType {
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        TYPES.iter().find(|known| known.name == name)
    }
}
