//! Building blocks of the date and time types (XSD 1.0 part 2, §3.2.6 to §3.2.14).

mod check;
#[cfg(feature = "chrono")]
mod chrono;
pub(super) mod days;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod foreign;
mod fraction;
#[cfg(feature = "jiff")]
mod jiff;
mod macros;
mod moment;
mod read;
#[cfg(feature = "time")]
mod time;
mod time_zone;
mod write;

pub use fraction::Fraction;
pub use time_zone::TimeZone;

pub(super) use check::TypeName;
pub(super) use macros::{calendar_type, text_traits};
pub(super) use moment::Moment;
pub(super) use read::leading_digits;
pub(super) use write::{
    append_date, append_month, append_time, append_time_zone, append_two_digits, append_year,
};
