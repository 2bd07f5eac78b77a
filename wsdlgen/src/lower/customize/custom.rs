//! Settings that customize types.

use std::collections::BTreeMap;

use super::selectors::{self, has_member, matching, path};
use crate::{
    diagnostic::{Code, Diagnostic},
    lower::{Lowering, schema::builtins::XSD},
    model::{Custom, Definition, External, ExternalShape, Type, TypeId},
    settings::{Change, Customization, Settings},
};

/// Applies the customizations of types. Reports those that match nothing.
pub(crate) fn apply(lowering: &mut Lowering<'_>, settings: &Settings) -> BTreeMap<TypeId, Custom> {
    let mut custom = BTreeMap::new();
    for customization in &settings.customizations {
        if !apply_one(lowering, customization, &mut custom) {
            let message = format!("the setting `{customization}` matches nothing in the contract");
            let help = unused_help(customization);
            let diagnostic = Diagnostic::error(Code::UnusedSetting, message).help(help);
            let diagnostic = selectors::near(lowering, &customization.selector, diagnostic);
            lowering.report.add(diagnostic);
        }
    }
    refuse_external_bases(lowering);
    custom
}

/// Returns the help for a customization that matches nothing.
fn unused_help(Customization { selector, change }: &Customization) -> &'static str {
    let builtin = selector.strip_prefix('{').and_then(|rest| rest.strip_prefix(XSD));
    match (change, builtin) {
        (Change::External(_), Some("}anyType" | "}anySimpleType")) => {
            "`xs:anyType` and `xs:anySimpleType` values may have attributes or elements, which an external simple type \
             cannot hold; make the types that contain it external instead"
        }
        _ => {
            "a selector is `Type`, `{namespace}Type`, `Element/inner` or `Type/member`, with names as in the contract"
        }
    }
}

/// Applies a customization and returns whether it matches anything.
fn apply_one(
    lowering: &mut Lowering<'_>,
    Customization { selector, change }: &Customization,
    custom: &mut BTreeMap<TypeId, Custom>,
) -> bool {
    let whole = matching(lowering, selector);
    let mut fits = false;
    for id in &whole {
        let Some(ty) = lowering.types[id.0 as usize].as_mut() else { continue };
        fits |= apply_to_type(ty, change, custom.entry(*id).or_default());
    }
    let (true, Some((ty, member))) = (whole.is_empty(), selector.rsplit_once('/')) else {
        return fits;
    };
    for id in matching(lowering, ty) {
        let known = lowering.lowered(id).is_some_and(|definition| has_member(definition, member));
        if known {
            let members = &mut custom.entry(id).or_default().members;
            let one = members.entry(member.to_owned()).or_default();
            fits = match change {
                Change::Attribute(attribute) => {
                    one.attributes.push(attribute.clone());
                    true
                }
                Change::Rename(name) => {
                    one.name = Some(name.clone());
                    true
                }
                Change::Derive(_) | Change::External(_) | Change::Open => fits,
            };
        }
    }
    fits
}

fn apply_to_type(ty: &mut Type, change: &Change, custom: &mut Custom) -> bool {
    match change {
        Change::Derive(traits) => custom.derives.push(traits.clone()),
        Change::Attribute(attribute) => custom.attributes.push(attribute.clone()),
        Change::Rename(name) => custom.name = Some(name.clone()),
        Change::External(path) => {
            let shape = match ty.definition {
                Definition::Record(_) => ExternalShape::Element,
                Definition::Enumeration(_) | Definition::Union(_) | Definition::Simple(_) => {
                    ExternalShape::Value
                }
                _ => return false,
            };
            ty.definition = Definition::External(External { path: path.clone(), shape });
        }
        Change::Open => match &mut ty.definition {
            Definition::Enumeration(enumeration) => enumeration.is_open = true,
            _ => return false,
        },
    }
    true
}

/// Reports external types that other types extend. A derived type contains and reads the fields of its base.
fn refuse_external_bases(lowering: &mut Lowering<'_>) {
    let bases: Vec<TypeId> = lowering
        .types
        .iter()
        .flatten()
        .filter_map(|ty| match &ty.definition {
            Definition::Record(record) => record.base,
            _ => None,
        })
        .collect();
    for base in bases {
        if matches!(lowering.lowered(base), Some(Definition::External(_))) {
            let name = lowering.types[base.0 as usize]
                .as_ref()
                .and_then(|ty| path(&ty.origin))
                .unwrap_or_default();
            let message = format!("the type `{name}` cannot be external: other types extend it");
            let help = "make the types that extend it external instead";
            lowering.report.add(Diagnostic::error(Code::UnusedSetting, message).help(help));
        }
    }
}
