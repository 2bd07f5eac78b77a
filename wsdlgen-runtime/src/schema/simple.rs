//! Assessment of the values of simple types (XML Schema part 1, §3.14.4).

use std::borrow::Cow;

use super::{
    builtins::BUILTINS,
    components::{Components, Definition, Simple, TypeId, Variety},
    value::Value,
};
use crate::{validate::Check, xsd::Prefixes};

/// The reason why a text is not a value of a type.
pub(super) type Reason = Cow<'static, str>;

impl Components {
    /// Reads a value of a simple type.
    pub(super) fn value(
        &self,
        ty: TypeId,
        text: &str,
        prefixes: &dyn Prefixes,
    ) -> Result<Value, Reason> {
        let Some(simple) = self.simple(ty) else { return Err("it has no simple type".into()) };
        let text = simple.white_space.apply(text);
        let value = match &simple.variety {
            Variety::Atomic(builtin) => atomic(*builtin, &text, prefixes)?,
            Variety::List(item) => {
                let items = text.split(' ').filter(|item| !item.is_empty());
                let items = items.map(|text| self.value(*item, text, prefixes));
                Value::List(items.collect::<Result<_, _>>()?)
            }
            Variety::Union(members) => {
                let mut read = members.iter().map(|member| self.value(*member, &text, prefixes));
                read.find_map(Result::ok)
                    .ok_or("it is not a value of any member type of the union")?
            }
        };
        for step in self.derivation(ty) {
            if let Some(facet) = step.facets.violated_by(&value, &text) {
                return Err(format!("it violates {facet}").into());
            }
        }
        Ok(value)
    }

    pub(super) fn simple(&self, ty: TypeId) -> Option<&Simple> {
        match &self.types[ty].definition {
            Definition::Simple(simple) => Some(simple),
            Definition::Complex(_) => None,
        }
    }

    /// Returns a simple type and the simple types from which it is derived, nearest first.
    pub(super) fn derivation(&self, ty: TypeId) -> impl Iterator<Item = &Simple> {
        let next = |ty: &TypeId| Some(self.types[*ty].base).filter(|base| base != ty);
        std::iter::successors(Some(ty), next).map_while(|ty| self.simple(ty))
    }
}

fn atomic(builtin: usize, text: &str, prefixes: &dyn Prefixes) -> Result<Value, Reason> {
    let Some(found) = BUILTINS.get(builtin) else { return Err("its type is unknown".into()) };
    let value = (found.read)(text, prefixes).map_err(|error| error.to_string())?;
    Check::whole("value", |check| check.content(&*value, found.facets)).map_err(|errors| {
        let violated = errors.violations().first().map(|one| format!("{}", one.facet()));
        format!("it is not a valid xs:{}: {}", found.name, violated.unwrap_or_default())
    })?;
    Ok(Value::Atomic { builtin, value })
}
