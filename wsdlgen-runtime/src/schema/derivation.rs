//! Derivation of types from each other, and substitution of elements (XML Schema part 1, §3.3.6, §3.4.6, §3.14.6).

use super::{
    builtins::{ANY_SIMPLE_TYPE, ANY_TYPE},
    components::{Components, Definition, ElementId, Methods, TypeId, Variety},
};

impl Components {
    /// Returns whether a type is the other type, or is derived from it by methods that are not blocked.
    pub(super) fn derives(&self, derived: TypeId, from: TypeId, blocked: Methods) -> bool {
        let Some(used) = self.methods_between(derived, from) else { return false };
        !used.has_any(blocked)
    }

    /// Returns the methods by which one type is derived from another, or `None` if it is not derived from it.
    fn methods_between(&self, derived: TypeId, from: TypeId) -> Option<Methods> {
        let mut used = Methods::NONE;
        let mut at = derived;
        loop {
            if at == from || self.stands_for(at, from) {
                return Some(used);
            }
            if at == ANY_TYPE {
                return None;
            }
            used = used.and(self.types[at].method);
            at = self.types[at].base;
        }
    }

    /// Returns whether a simple type is derived from a member of a union, or from `anySimpleType` by being a list or a union.
    fn stands_for(&self, ty: TypeId, from: TypeId) -> bool {
        let Some(simple) = self.simple(from) else { return false };
        if from == ANY_SIMPLE_TYPE {
            return self.simple(ty).is_some();
        }
        match &simple.variety {
            Variety::Union(members) => {
                members.iter().any(|member| self.methods_between(ty, *member).is_some())
            }
            Variety::Atomic(_) | Variety::List(_) => false,
        }
    }

    /// Returns whether an element may substitute for the head of its substitution group (§3.3.6, Substitution Group OK).
    pub(super) fn substitutes(&self, member: ElementId, head: ElementId) -> bool {
        let (member, head) = (&self.elements[member], &self.elements[head]);
        if head.block.has_any(Methods::SUBSTITUTION) {
            return false;
        }
        let blocked = self.blocked_below(member.ty, head.ty).and(head.block);
        self.derives(member.ty, head.ty, blocked)
    }

    /// Returns what the types above `derived` up to `from` block.
    fn blocked_below(&self, derived: TypeId, from: TypeId) -> Methods {
        let mut blocked = Methods::NONE;
        let mut at = derived;
        while at != from && at != ANY_TYPE {
            at = self.types[at].base;
            if matches!(self.types[at].definition, Definition::Complex(_)) {
                blocked = blocked.and(self.types[at].block);
            }
        }
        blocked
    }
}
