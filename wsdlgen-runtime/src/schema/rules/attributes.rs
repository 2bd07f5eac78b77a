//! Attributes of restrictions (XML Schema part 1, §3.4.6, Derivation Valid (Restriction, Complex), 2 to 4).

use std::collections::HashSet;

use super::Rules;
use crate::schema::{
    components::{Attribute, Complex, Methods, TypeId},
    wildcard::{Namespaces, Process, Wildcard},
};

impl Rules<'_> {
    pub(super) fn restricted_attributes(&mut self, id: TypeId, own: &Complex, base: &Complex) {
        for attribute in &own.attributes {
            let inherited = base.attributes.iter().find(|one| one.name == attribute.name);
            let wildcard = base.any_attribute.as_ref();
            if let Some(inherited) = inherited {
                self.restricted_attribute(id, attribute, inherited);
            } else if !wildcard.is_some_and(|wildcard| wildcard.allows(&attribute.name)) {
                let reason =
                    format!("the base does not allow the attribute `{}`", attribute.name.local());
                self.in_type(id, reason, "derivation-ok-restriction.2.2");
            }
        }
        for required in base.attributes.iter().filter(|attribute| attribute.required) {
            let local = required.name.local();
            let rule = match own.attributes.iter().find(|one| one.name == required.name) {
                Some(one) if one.required => continue,
                Some(_) => "derivation-ok-restriction.2.1.1",
                None => "derivation-ok-restriction.3",
            };
            self.in_type(id, format!("the base requires the attribute `{local}`"), rule);
        }
        if let Some(own) = &own.any_attribute {
            let allows_none = matches!(&own.namespaces, Namespaces::OneOf(all) if all.is_empty());
            let is_restricted =
                allows_none || base.any_attribute.as_ref().is_some_and(|base| own.restricts(base));
            if !is_restricted {
                let reason = "the base does not allow all attributes that `xs:anyAttribute` allows";
                self.in_type(id, reason, "derivation-ok-restriction.4");
            }
        }
    }

    fn restricted_attribute(&mut self, id: TypeId, own: &Attribute, base: &Attribute) {
        let local = own.name.local();
        if !self.components.derives(own.ty, base.ty, Methods::NONE) {
            let reason =
                format!("the type of the attribute `{local}` is not derived from that in the base");
            self.in_type(id, reason, "derivation-ok-restriction.2.1.2");
        }
        if let Some(fixed) = base.preset.as_ref().filter(|preset| preset.is_fixed) {
            let value = own.preset.as_ref().filter(|preset| preset.is_fixed);
            let is_same =
                value.is_some_and(|own| self.components.is_same(base.ty, &own.text, &fixed.text));
            if !is_same {
                let reason = format!("the attribute `{local}` is `{}` in the base", fixed.text);
                self.in_type(id, reason, "derivation-ok-restriction.2.1.3");
            }
        }
    }
}

impl Wildcard {
    /// Returns whether the other wildcard allows everything that this one does, and this one checks it at least as
    /// strictly (§3.10.6).
    pub(super) fn restricts(&self, other: &Self) -> bool {
        self.is_within(other) && strictness(self.process) >= strictness(other.process)
    }

    /// Returns whether all namespaces that this wildcard allows are allowed by the other one.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        use Namespaces::{Any, Not, OneOf};
        match (&self.namespaces, &other.namespaces) {
            (_, Any) => true,
            (Any, _) | (Not(_), OneOf(_)) => false,
            (Not(own), Not(excluded)) => set(excluded).is_subset(&set(own)),
            (OneOf(own), Not(excluded)) => set(own).is_disjoint(&set(excluded)),
            (OneOf(own), OneOf(allowed)) => set(own).is_subset(&set(allowed)),
        }
    }
}

fn set(namespaces: &[String]) -> HashSet<&str> {
    namespaces.iter().map(String::as_str).collect()
}

fn strictness(process: Process) -> u8 {
    match process {
        Process::Skip => 0,
        Process::Lax => 1,
        Process::Strict => 2,
    }
}
