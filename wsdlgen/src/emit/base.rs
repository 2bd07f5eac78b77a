//! Bases: a record that extends another has it as a field, and its fields at hand.

use syn::Item;

use super::{
    RecordItem,
    syntax::ident,
    template::{Fill, template},
};

template! {
    fn deref() -> Item {
        impl ::std::ops::Deref for __name {
            type Target = __base;

            fn deref(&self) -> &__base {
                &self.__field
            }
        }
    }
}
template! {
    fn deref_mut() -> Item {
        impl ::std::ops::DerefMut for __name {
            fn deref_mut(&mut self) -> &mut __base {
                &mut self.__field
            }
        }
    }
}

/// `Deref` and `DerefMut` to the base, where there is one.
pub(super) fn items(item: &RecordItem<'_>) -> Vec<Item> {
    let (Some(base), Some(field)) = (item.record.base, &item.names.members.base) else {
        return Vec::new();
    };
    let fill = || {
        Fill::new()
            .name("__name", ident(&item.names.name))
            .name("__field", ident(field))
            .ty("__base", item.emitter.type_at(base, item.place()))
    };
    vec![deref(fill()), deref_mut(fill())]
}
