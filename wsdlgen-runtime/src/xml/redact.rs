//! Redaction of secrets in logs and errors.

mod message;

use std::fmt;

pub use self::message::{redact, redact_elements};
use super::Optional;

/// The placeholder for a secret.
pub const REDACTED: &str = "[redacted]";

/// A wrapper whose `Debug` output shows whether a secret is present, but not the secret.
///
/// ```
/// use wsdlgen_runtime::xml::Redacted;
///
/// assert_eq!(format!("{:?}", Redacted(&Some("4711"))), "Some([redacted])");
/// assert_eq!(format!("{:?}", Redacted(&None::<String>)), "None");
/// ```
pub struct Redacted<'a, T>(pub &'a T);

impl<T> fmt::Debug for Redacted<'_, Option<T>> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.as_ref().map(|_| format_args!("{REDACTED}").to_string());
        match shown {
            Some(shown) => write!(formatter, "Some({shown})"),
            None => formatter.write_str("None"),
        }
    }
}

/// A member that is always present.
impl fmt::Debug for Redacted<'_, ()> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(REDACTED)
    }
}

impl<T> fmt::Debug for Redacted<'_, Vec<T>> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "[{REDACTED}; {}]", self.0.len())
    }
}

impl<T> fmt::Debug for Redacted<'_, Optional<T>> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Optional::Absent => formatter.write_str("Absent"),
            Optional::Nil(_) => formatter.write_str("Nil"),
            Optional::Value(_) => write!(formatter, "Value({REDACTED})"),
        }
    }
}

/// Writes the `Debug` output of a record: its name, and its members in order. `names` contains the record's name and
/// those of its members, separated by spaces.
///
/// # Errors
///
/// Returns an error if writing to the formatter fails.
pub fn debug_record(
    formatter: &mut fmt::Formatter<'_>,
    names: &str,
    values: &[&dyn fmt::Debug],
) -> fmt::Result {
    let mut names = names.split_ascii_whitespace().map(|name| name.trim_start_matches("r#"));
    let mut shown = formatter.debug_struct(names.next().unwrap_or_default());
    for (name, value) in names.zip(values) {
        shown.field(name, value);
    }
    shown.finish()
}
