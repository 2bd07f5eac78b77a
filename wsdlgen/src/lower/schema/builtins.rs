//! Built-in types that settings replace.

use std::sync::Arc;

use crate::{
    lower::Lowering,
    model::{
        Builtin, Definition, Origin, PartKind, PartName, Simple, SimpleShape, Type, Usage,
        ValueType,
    },
    settings::{Change, LexicalForms, Settings},
};

/// The namespace of XML Schema.
pub(crate) const XSD: &str = "http://www.w3.org/2001/XMLSchema";

/// Replacements of built-in types that settings request.
pub(crate) struct BuiltinChoices {
    external: Vec<Builtin>,
    forms: LexicalForms,
    /// `true` if strings whose pattern describes a GUID become UUIDs.
    pub(crate) uuid: bool,
}

impl BuiltinChoices {
    pub(crate) fn of(settings: &Settings) -> Self {
        let external = settings.customizations.iter().filter_map(|custom| match custom.change {
            Change::External(_) => {
                let local = custom.selector.strip_prefix(&format!("{{{XSD}}}"))?;
                // A value has neither attributes nor elements.
                Builtin::lookup(local)
                    .filter(|ty| !matches!(ty, Builtin::AnyType | Builtin::AnySimpleType))
            }
            _ => None,
        });
        Self {
            external: external.collect(),
            forms: settings.lexical_forms,
            uuid: settings.foreign_types.uuid,
        }
    }
}

impl Lowering<'_> {
    /// Returns the type for a built-in type. It is a defined type if settings make it external, or preserve the lexical
    /// form of its values.
    pub(crate) fn builtin(&mut self, builtin: Builtin) -> ValueType {
        let as_is = ValueType::Builtin(builtin);
        let is_external = self.choices.external.contains(&builtin);
        let is_kept = self.choices.forms == LexicalForms::Kept && builtin.forgets_lexical_form();
        if !is_external && !is_kept {
            return as_is;
        }
        if let Some(known) = self.builtins.get(&builtin) {
            return *known;
        }
        let name = self.name(&XSD.into(), &builtin.name().into());
        let named = Arc::new(Origin::Named(name));
        let member = PartName { kind: PartKind::Member, about: Vec::new() };
        // Selectors match named types. Unnamed ones become no items.
        let (origin, shape) = if is_external {
            (named, SimpleShape::Of(as_is))
        } else {
            (Arc::new(Origin::Part(named, member)), SimpleShape::AsWritten(as_is))
        };
        let definition = Definition::Simple(Simple {
            shape,
            facets: builtin.facets(),
            white_space: builtin.white_space(),
        });
        let id = self.reserve();
        self.types[id.0 as usize] = Some(Type {
            origin,
            documentation: None,
            definition,
            usage: Usage::Used,
            is_shared: false,
        });
        let value = ValueType::Defined(id);
        self.builtins.insert(builtin, value);
        value
    }
}
