//! What the built-in types become where a setting asks for something else.

use std::sync::Arc;

use crate::{
    lower::Lowering,
    model::{
        Builtin, Definition, Origin, PartKind, PartName, Simple, SimpleShape, Type, ValueType,
    },
    settings::{Change, LexicalForms, Settings},
};

/// XML Schema's own namespace.
pub(crate) const XSD: &str = "http://www.w3.org/2001/XMLSchema";

/// The built-in types that are to be something else, by what the settings say.
pub(crate) struct BuiltinChoices {
    external: Vec<Builtin>,
    forms: LexicalForms,
}

impl BuiltinChoices {
    pub(crate) fn of(settings: &Settings) -> Self {
        let external = settings.customizations.iter().filter_map(|one| match one.change {
            Change::External(_) => {
                let local = one.selector.strip_prefix(&format!("{{{XSD}}}"))?;
                // What has attributes and elements is no value.
                Builtin::lookup(local)
                    .filter(|it| !matches!(it, Builtin::AnyType | Builtin::AnySimpleType))
            }
            _ => None,
        });
        Self { external: external.collect(), forms: settings.lexical_forms }
    }
}

impl Lowering<'_> {
    /// The type of a built-in type's values: a type of its own where it is to be external, or how
    /// its values are written is to be kept.
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
        // Settings find what is named; what has no name becomes no item.
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
        self.types[id.0 as usize] =
            Some(Type { origin, documentation: None, definition, is_used: true });
        let value = ValueType::Defined(id);
        self.builtins.insert(builtin, value);
        value
    }
}
