//! The built-in types (XML Schema part 2, §3).

use super::{
    components::{
        Complex, Components, Content, Definition, Methods, Model, Particle, Simple, Term, Type,
        TypeId, Variety,
    },
    facets::Facets,
    wildcard::{Process, Wildcard},
};
use crate::{
    validate::{Faceted, builtin},
    xml::QName,
    xsd::{
        Base64Binary, Date, DateTime, Decimal, Duration, GDay, GMonth, GMonthDay, GYear,
        GYearMonth, HexBinary, Integer, Lexical, Prefixes, Time, ValueError, WhiteSpace,
    },
};

/// The namespace of the built-in types.
pub(super) const XSD: &str = "http://www.w3.org/2001/XMLSchema";

/// The indices of types that assessment refers to.
pub(super) const ANY_TYPE: TypeId = 0;
pub(super) const ANY_SIMPLE_TYPE: TypeId = 1;

/// A built-in type that is not a list.
pub(super) struct Builtin {
    pub(super) name: &'static str,
    pub(super) base: &'static str,
    pub(super) read: Read,
    /// The facets that the Rust type does not enforce.
    pub(super) facets: &'static crate::validate::Facets,
}

/// A function that parses a value whose white space is normalised.
type Read = fn(&str, &dyn Prefixes) -> Result<Box<dyn Faceted>, ValueError>;

fn read<T: Lexical + Faceted + 'static>(
    text: &str,
    prefixes: &dyn Prefixes,
) -> Result<Box<dyn Faceted>, ValueError> {
    Ok(Box::new(T::parse_in(text, prefixes)?))
}

/// Lists built-in types: name, base, Rust type and facets.
macro_rules! builtins {
    ($($name:literal: $base:literal = $ty:ty $(, $facets:ident)?;)*) => {
        &[$(Builtin {
            name: $name,
            base: $base,
            read: read::<$ty>,
            facets: builtins!(@facets $($facets)?),
        }),*]
    };
    (@facets) => { &crate::validate::Facets::NONE };
    (@facets $facets:ident) => { &builtin::$facets };
}

/// Every built-in type but `anyType` and the lists. A base comes before the types derived from it.
pub(super) static BUILTINS: &[Builtin] = builtins! {
    "anySimpleType": "anyType" = String;
    "string": "anySimpleType" = String;
    "normalizedString": "string" = String;
    "token": "normalizedString" = String;
    "language": "token" = String, LANGUAGE;
    "Name": "token" = String, NAME;
    "NCName": "Name" = String, NCNAME;
    "NMTOKEN": "token" = String, NMTOKEN;
    "ID": "NCName" = String, NCNAME;
    "IDREF": "NCName" = String, NCNAME;
    "ENTITY": "NCName" = String, NCNAME;
    "boolean": "anySimpleType" = bool;
    "decimal": "anySimpleType" = Decimal;
    "integer": "decimal" = Integer;
    "nonPositiveInteger": "integer" = Integer, NON_POSITIVE_INTEGER;
    "negativeInteger": "nonPositiveInteger" = Integer, NEGATIVE_INTEGER;
    "nonNegativeInteger": "integer" = Integer, NON_NEGATIVE_INTEGER;
    "positiveInteger": "nonNegativeInteger" = Integer, POSITIVE_INTEGER;
    "long": "integer" = i64;
    "int": "long" = i32;
    "short": "int" = i16;
    "byte": "short" = i8;
    "unsignedLong": "nonNegativeInteger" = u64;
    "unsignedInt": "unsignedLong" = u32;
    "unsignedShort": "unsignedInt" = u16;
    "unsignedByte": "unsignedShort" = u8;
    "float": "anySimpleType" = f32;
    "double": "anySimpleType" = f64;
    "duration": "anySimpleType" = Duration;
    "dateTime": "anySimpleType" = DateTime;
    "time": "anySimpleType" = Time;
    "date": "anySimpleType" = Date;
    "gYearMonth": "anySimpleType" = GYearMonth;
    "gYear": "anySimpleType" = GYear;
    "gMonthDay": "anySimpleType" = GMonthDay;
    "gDay": "anySimpleType" = GDay;
    "gMonth": "anySimpleType" = GMonth;
    "hexBinary": "anySimpleType" = HexBinary;
    "base64Binary": "anySimpleType" = Base64Binary;
    "anyURI": "anySimpleType" = String;
    "QName": "anySimpleType" = QName;
    "NOTATION": "anySimpleType" = QName;
};

/// The built-in list types and the types of their items.
const LISTS: [(&str, &str); 3] =
    [("NMTOKENS", "NMTOKEN"), ("IDREFS", "IDREF"), ("ENTITIES", "ENTITY")];

/// Returns the type of a built-in type by its index in [`BUILTINS`].
#[cfg(feature = "lint")]
pub(super) const fn type_of(builtin: usize) -> TypeId {
    ANY_SIMPLE_TYPE + builtin
}

/// Adds the built-in types to a schema without types.
pub(super) fn add(components: &mut Components) {
    components.types.push(any_type());
    components.named_types.insert(QName::new(XSD, "anyType"), ANY_TYPE);
    for (index, builtin) in BUILTINS.iter().enumerate() {
        let white_space = match builtin.name {
            "string" | "anySimpleType" => WhiteSpace::Preserve,
            "normalizedString" => WhiteSpace::Replace,
            _ => WhiteSpace::Collapse,
        };
        let facets = Facets::default();
        let simple = Simple { variety: Variety::Atomic(index), facets, white_space };
        add_simple(components, builtin.name, builtin.base, simple);
    }
    for (name, item) in LISTS {
        let facets = Facets { min_length: Some(1), ..Facets::default() };
        let variety = Variety::List(components.named_types[&QName::new(XSD, item)]);
        let simple = Simple { variety, facets, white_space: WhiteSpace::Collapse };
        add_simple(components, name, "anySimpleType", simple);
    }
}

fn add_simple(components: &mut Components, name: &str, base: &str, simple: Simple) {
    let name = QName::new(XSD, name);
    let base = components.named_types[&QName::new(XSD, base)];
    components.named_types.insert(name.clone(), components.types.len());
    components.types.push(Type {
        name: Some(name),
        base,
        method: Methods::RESTRICTION,
        block: Methods::NONE,
        is_abstract: false,
        definition: Definition::Simple(simple),
    });
}

/// The definition of `xs:anyType` (part 1, §3.4.7).
fn any_type() -> Type {
    let any = || Wildcard::any(Process::Lax);
    let particle = Particle { least: 0, most: None, term: Term::Any(any()) };
    let model = Model {
        mixed: true,
        particle,
        open: None,
        declared: std::collections::HashMap::new(),
        wildcards: vec![any()],
        leaves: 1,
    };
    let content = Content::Elements(model);
    Type {
        name: Some(QName::new(XSD, "anyType")),
        base: ANY_TYPE,
        method: Methods::RESTRICTION,
        block: Methods::NONE,
        is_abstract: false,
        definition: Definition::Complex(Complex {
            attributes: Vec::new(),
            any_attribute: Some(any()),
            content,
        }),
    }
}
