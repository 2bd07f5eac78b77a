//! The types of members while a record is read, by the words for their occurrence.
#![allow(non_camel_case_types, reason = "these are the words of declarations")]

/// A required element or attribute.
pub type required<T> = Option<T>;

/// Simple content.
pub type text<T> = Option<T>;

/// An element or attribute that may be absent.
pub type optional<T> = T;

/// An element that may occur any number of times.
pub type repeated<T> = T;

/// Mixed content.
pub type mixed<T> = T;

/// The attributes that a wildcard allows.
pub type attributes<T> = T;

/// An array in SOAP's encoding.
pub type array<T> = T;
