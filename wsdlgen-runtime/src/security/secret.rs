//! Secret strings.

use std::fmt;

use zeroize::Zeroizing;

use crate::xml::REDACTED;

/// A string that is hidden from `Debug` output and overwritten when dropped.
///
/// ```
/// use wsdlgen_runtime::security::Secret;
///
/// assert_eq!(format!("{:?}", Secret::from("open sesame")), "[redacted]");
/// ```
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Returns the secret text.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(REDACTED)
    }
}
