//! Validation of values in schemas against their types: defaults, fixed values and enumerations (part 1, §3.3.6 and
//! §3.2.6; part 2, §4.3.5).

use wsdlgen_runtime::xsd::{self, Lexical, WhiteSpace as Rule};

use crate::{
    diagnostic::{Code, Diagnostic},
    lower::Lowering,
    model::{
        Builtin, Constraint, ConstraintKind, Definition, Enumeration, SimpleShape, ValueType,
        WhiteSpace,
    },
    syntax::xsd::{self as written, Literal, Type, ValueConstraint},
};

impl Lowering<'_> {
    /// Lowers the default or fixed value of an element or attribute of this type. An invalid value is reported and
    /// dropped, because it cannot be parsed.
    pub(crate) fn constraint(
        &mut self,
        constraint: Option<&ValueConstraint>,
        value: ValueType,
    ) -> Option<Constraint> {
        let ValueConstraint { kind, value: literal, .. } = constraint?;
        let kind = match kind {
            written::ConstraintKind::Default => ConstraintKind::Default,
            written::ConstraintKind::Fixed => ConstraintKind::Fixed,
        };
        if self.is_complex(value) {
            let message = "the default or fixed value of an element with attributes is ignored";
            let diagnostic = Diagnostic::warning(Code::NotEnforced, message);
            self.report.add(diagnostic.label(literal.span, "an empty element stays empty"));
            return None;
        }
        if let Err(reason) = self.check(value, literal) {
            let word = if kind == ConstraintKind::Fixed { "fixed value" } else { "default" };
            let message = format!("invalid {word} `{}`: {reason}", literal.text);
            let diagnostic = Diagnostic::warning(Code::BadValue, message);
            self.report.add(diagnostic.label(literal.span, "ignored"));
            return None;
        }
        let text = rule(self.white_space_of_members(value)).apply(&literal.text).into();
        Some(Constraint { kind, text })
    }

    /// Returns the white space of a type's values. For a union, this is the rule of the first member that does not collapse
    /// white space.
    fn white_space_of_members(&self, value: ValueType) -> WhiteSpace {
        if let ValueType::Defined(id) = value
            && let Some(Definition::Union(union)) = self.lowered(id)
        {
            let members = union.members.iter().map(|one| self.white_space_of_members(one.value));
            let kept = members.into_iter().find(|rule| *rule != WhiteSpace::Collapse);
            return kept.unwrap_or(WhiteSpace::Collapse);
        }
        self.white_space(value)
    }

    fn is_complex(&self, value: ValueType) -> bool {
        let ValueType::Defined(id) = value else { return false };
        let named = self.linked.types.get(id.0 as usize);
        named.is_some_and(|named| matches!(named.item.definition, Type::Complex(_)))
            || matches!(
                self.lowered(id),
                Some(Definition::Record(_) | Definition::Family(_) | Definition::Choice(_))
            )
    }

    /// Reports an enumerated value that is not valid for the restricted type.
    pub(crate) fn check_enumerated(&mut self, base: ValueType, literal: &Literal) {
        if let Err(reason) = self.check(base, literal) {
            let message = format!("invalid enumerated value `{}`: {reason}", literal.text);
            let diagnostic = Diagnostic::warning(Code::BadValue, message);
            self.report.add(diagnostic.label(literal.span, "no document can contain this value"));
        }
    }

    /// Checks a literal against a type, ignoring facets.
    ///
    /// # Errors
    ///
    /// Returns the reason if the literal is not a valid value of the type.
    fn check(&mut self, value: ValueType, literal: &Literal) -> Result<(), String> {
        let id = match value {
            ValueType::Builtin(Builtin::QName | Builtin::Notation) => {
                let known = literal.name.is_some();
                return known.then_some(()).ok_or_else(|| "its prefix is not declared".to_owned());
            }
            ValueType::Builtin(builtin) => return check_builtin(builtin, &literal.text),
            ValueType::Defined(id) => id,
        };
        let index = id.0 as usize;
        let named = self.linked.types.get(index);
        if named.is_some_and(|named| matches!(named.item.definition, Type::Simple(_))) {
            self.define(index);
        }
        match self.lowered(id) {
            Some(Definition::Enumeration(enumeration)) => listed(enumeration, &literal.text),
            Some(Definition::Simple(simple)) => match simple.shape {
                SimpleShape::Of(inner)
                | SimpleShape::AsWritten(inner)
                | SimpleShape::Uuid(inner) => self.check(inner, literal),
                SimpleShape::List(item) => {
                    let mut items = literal.text.split_ascii_whitespace();
                    items.try_for_each(|text| {
                        self.check(item, &Literal { text: text.into(), ..literal.clone() })
                    })
                }
            },
            Some(Definition::Union(union)) => {
                let members: Vec<_> = union.members.iter().map(|member| member.value).collect();
                let fits = members.into_iter().any(|member| self.check(member, literal).is_ok());
                let reason = "expected a value of one of the member types";
                fits.then_some(()).ok_or_else(|| reason.to_owned())
            }
            // Complex content is not checked.
            _ => Ok(()),
        }
    }
}

fn rule(white_space: WhiteSpace) -> Rule {
    match white_space {
        WhiteSpace::Preserve => Rule::Preserve,
        WhiteSpace::Replace => Rule::Replace,
        WhiteSpace::Collapse => Rule::Collapse,
    }
}

/// Checks that an enumeration lists a text, or that the text may be another lexical form of a listed value.
fn listed(enumeration: &Enumeration, text: &str) -> Result<(), String> {
    let rule = rule(enumeration.white_space);
    let found = rule.apply(text);
    if enumeration.values.iter().any(|value| rule.apply(&value.text) == found) {
        return Ok(());
    }
    if enumeration.base.is_text() {
        return Err("expected one of the enumerated values".to_owned());
    }
    check_builtin(enumeration.base, text)
}

/// Checks that a text is in the lexical space of a built-in type.
///
/// # Errors
///
/// Returns the reason if it is not.
pub(crate) fn check_builtin(builtin: Builtin, text: &str) -> Result<(), String> {
    fn of<T: Lexical>(text: &str) -> Result<(), String> {
        let normalised = T::WHITE_SPACE.apply(text);
        T::parse_lexical(&normalised).map(|_| ()).map_err(|error| error.to_string())
    }
    match builtin {
        Builtin::Boolean => of::<bool>(text),
        Builtin::Decimal => of::<xsd::Decimal>(text),
        Builtin::Integer
        | Builtin::NonPositiveInteger
        | Builtin::NegativeInteger
        | Builtin::NonNegativeInteger
        | Builtin::PositiveInteger => of::<xsd::Integer>(text),
        Builtin::Long => of::<i64>(text),
        Builtin::Int => of::<i32>(text),
        Builtin::Short => of::<i16>(text),
        Builtin::Byte => of::<i8>(text),
        Builtin::UnsignedLong => of::<u64>(text),
        Builtin::UnsignedInt => of::<u32>(text),
        Builtin::UnsignedShort => of::<u16>(text),
        Builtin::UnsignedByte => of::<u8>(text),
        Builtin::Float => of::<f32>(text),
        Builtin::Double => of::<f64>(text),
        Builtin::Duration => of::<xsd::Duration>(text),
        Builtin::DateTime => of::<xsd::DateTime>(text),
        Builtin::Time => of::<xsd::Time>(text),
        Builtin::Date => of::<xsd::Date>(text),
        Builtin::GYearMonth => of::<xsd::GYearMonth>(text),
        Builtin::GYear => of::<xsd::GYear>(text),
        Builtin::GMonthDay => of::<xsd::GMonthDay>(text),
        Builtin::GDay => of::<xsd::GDay>(text),
        Builtin::GMonth => of::<xsd::GMonth>(text),
        Builtin::HexBinary => of::<xsd::HexBinary>(text),
        Builtin::Base64Binary => of::<xsd::Base64Binary>(text),
        _ => Ok(()),
    }
}
