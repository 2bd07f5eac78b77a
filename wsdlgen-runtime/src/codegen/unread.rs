//! The types of members during reading, named after the words for their occurrence.
#![allow(non_camel_case_types, reason = "the names are words of declarations")]

/// A required element or attribute.
pub type required<T> = Option<T>;

/// A required element or attribute that constructors set.
pub type preset<T> = Option<T>;

/// Simple content.
pub type text<T> = Option<T>;

/// An element or attribute that may be absent.
pub type optional<T> = T;

/// An element that may occur any number of times.
pub type repeated<T> = T;

/// An attachment.
pub type attachment<T> = T;

/// Mixed content.
pub type mixed<T> = T;

/// The attributes that a wildcard allows.
pub type attributes<T> = T;

/// An array in SOAP encoding.
pub type array<T> = T;
