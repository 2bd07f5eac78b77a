//! Types as invocations of the runtime's macros, with one line for each member or value.

mod alternatives;
pub(crate) mod choice;
pub(crate) mod constants;
pub(crate) mod custom;
pub(crate) mod enumeration;
pub(crate) mod facets;
pub(crate) mod family;
pub(crate) mod first_set;
pub(crate) mod kind;
pub(crate) mod list;
pub(crate) mod member;
pub(crate) mod mixed;
pub(crate) mod record;
pub(crate) mod restriction;
pub(crate) mod serde;
pub(crate) mod union;
