//! Types of other crates that fields have in place of the runtime's.

/// The types of other crates to use. The default is none.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ForeignTypes {
    pub(crate) dates: Option<Dates>,
    pub(crate) decimals: Option<Decimals>,
    pub(crate) strings: Option<Strings>,
    /// `true` if strings whose pattern describes a GUID are UUIDs.
    pub(crate) uuid: bool,
}

/// The crate whose types hold dates and times: see [`Config::dates`](crate::Config::dates).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Dates {
    /// `chrono::DateTime<FixedOffset>`, `NaiveDate` and `NaiveTime`.
    Chrono,
    /// `jiff::ZonedDateTime`, `civil::Date` and `civil::Time`.
    Jiff,
    /// `time::OffsetDateTime`, `Date` and `Time`.
    Time,
}

/// The crate whose type holds decimal numbers: see [`Config::decimals`](crate::Config::decimals).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Decimals {
    /// `rust_decimal::Decimal`.
    RustDecimal,
}

/// The type that holds strings: see [`Config::strings`](crate::Config::strings).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Strings {
    /// `compact_str::CompactString`, which stores up to 24 bytes without allocating.
    CompactStr,
}
