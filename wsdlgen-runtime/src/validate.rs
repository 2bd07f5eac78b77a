//! Validation of values against the facets and occurrence constraints of their contract.
//!
//! Fields are plain Rust types and can hold values that the contract forbids: a text that is too long, a number out of
//! bounds, too many items. Generated types implement [`Validate`], whose [`validate`](Validate::validate) lists all
//! violations with their paths.
//!
//! Patterns are checked with the default feature `regex` and ignored without it.
//!
//! # Examples
//!
//! The generated declaration of a type, and its use:
//!
//! ```
//! # mod people {
//! use wsdlgen_runtime::codegen::v1 as rt;
//!
//! rt::namespaces! { tns = "urn:example:people" }
//!
//! static ID: rt::Facets = rt::Facets { min_inclusive: Some("1"), ..rt::Facets::NONE };
//! static NAME: rt::Facets = rt::Facets { max_length: Some(5), ..rt::Facets::NONE };
//! static ZIP: rt::Facets = rt::Facets {
//!     patterns: rt::patterns![r"^(?:\p{Nd}{5})$" => r"\d{5}"],
//!     ..rt::Facets::NONE
//! };
//!
//! rt::record! {
//!     /// A person.
//!     pub struct Person new checked("Person") {
//!         required name: String = "name" string facets(NAME),
//!         repeated zip: Vec<String> = "zip" string times(1, 2) facets(ZIP),
//!         optional id: Option<u32> = @"id" value facets(ID),
//!     }
//! }
//! # }
//! # use people::Person;
//! use wsdlgen_runtime::Validate;
//!
//! let mut person = Person { id: Some(1), name: "Ann".into(), zip: vec!["12345".into()] };
//! assert!(person.validate().is_ok());
//!
//! person.id = Some(0);
//! person.name = "Annabel".into();
//! let errors = person.validate().unwrap_err();
//! let shown: Vec<String> = errors.violations().iter().map(ToString::to_string).collect();
//! assert_eq!(
//!     shown,
//!     [
//!         r#"/Person/@id: "0" violates minInclusive (1)"#,
//!         r#"/Person/name: "Annabel" violates maxLength (5): found 7"#,
//!     ]
//! );
//! ```

pub mod builtin;
mod check;
mod faceted;
mod facets;
mod occurrences;
mod pattern;
mod violation;

pub use check::Check;
pub use faceted::{Digits, Faceted};
pub use facets::{ExplicitTimezone, Facets, has_time_zone, member_within, text_within};
pub use occurrences::{GroupMember, Leading, Occurrences, Repeatable};
pub use pattern::Pattern;
pub use violation::{Facet, ValidationErrors, Violation};

/// A type whose values can be checked against the contract.
///
/// Generated types implement it, and programs call [`validate`](Self::validate). See the module's
/// [example](self#examples).
pub trait Validate {
    /// The first segment of paths: the name of the type in the contract.
    const NAME: &'static str;

    /// Checks everything in the value. Only generated code calls it; programs call
    /// [`validate`](Self::validate).
    fn validate_in(&self, check: &mut Check);

    /// Checks all facets and numbers of occurrences in the value, recursively.
    ///
    /// # Errors
    ///
    /// If the value violates the contract. The error describes up to 64 violations and counts the others.
    fn validate(&self) -> Result<(), ValidationErrors> {
        let mut check = Check::new(Self::NAME);
        self.validate_in(&mut check);
        check.finish()
    }
}

/// Validates the boxed value.
impl<T: Validate> Validate for Box<T> {
    const NAME: &'static str = T::NAME;

    fn validate_in(&self, check: &mut Check) {
        T::validate_in(self, check);
    }
}
