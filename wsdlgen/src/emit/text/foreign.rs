//! Types of other crates that fields have in place of the runtime's.

use crate::{
    model::Builtin,
    settings::{Dates, Decimals, ForeignTypes, Strings},
};

impl ForeignTypes {
    /// Returns the path within `rt` of the type that settings select for a built-in type, or `None` for the default type.
    pub(crate) fn path(self, builtin: Builtin) -> Option<&'static str> {
        match builtin {
            Builtin::DateTime => self.dates.map(|dates| match dates {
                Dates::Chrono => "chrono::DateTime<rt::chrono::FixedOffset>",
                Dates::Jiff => "jiff::ZonedDateTime",
                Dates::Time => "time::OffsetDateTime",
            }),
            Builtin::Date => self.dates.map(|dates| match dates {
                Dates::Chrono => "chrono::NaiveDate",
                Dates::Jiff => "jiff::civil::Date",
                Dates::Time => "time::Date",
            }),
            Builtin::Time => self.dates.map(|dates| match dates {
                Dates::Chrono => "chrono::NaiveTime",
                Dates::Jiff => "jiff::civil::Time",
                Dates::Time => "time::Time",
            }),
            Builtin::Decimal => self.decimals.map(|Decimals::RustDecimal| "rust_decimal::Decimal"),
            text if text.is_text() => self.strings.map(|Strings::CompactStr| "CompactString"),
            _ => None,
        }
    }
}
