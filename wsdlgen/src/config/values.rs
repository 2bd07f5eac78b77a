//! Settings that select the Rust types of values.

use super::Config;
use crate::settings::{Dates, Decimals, LexicalForms, Strings};

impl Config {
    /// Preserves the lexical form of numbers, booleans and hexadecimal data: `+42`, `1` for true, `ab` in lower case.
    /// Their elements keep their `xsi:type` (XSD 1.0 part 1, §2.6.1).
    ///
    /// Such fields have types like `AsWritten<i32>`, which values convert into. Use this only if the program forwards
    /// signed content or compares documents as text.
    pub fn keep_lexical_forms(mut self) -> Self {
        self.settings.lexical_forms = LexicalForms::Kept;
        self
    }

    /// Uses the types of another crate for `xs:dateTime`, `xs:date` and `xs:time`.
    ///
    /// The runtime needs the feature named after the crate. Reading fails if a value does not fit: a `dateTime` without
    /// a time zone, a date or time with one, a year out of range. Durations keep the runtime's type, because
    /// the other crates' duration types, except `jiff::Span`, cannot hold months.
    ///
    /// If the service sends each `dateTime` without a time zone, add
    /// `external("{http://www.w3.org/2001/XMLSchema}dateTime", "chrono::NaiveDateTime")`, or the equivalent type of the
    /// other crate.
    ///
    /// ```
    /// # use wsdlgen::{Dates, configure};
    /// configure().dates(Dates::Jiff);
    /// ```
    pub fn dates(mut self, dates: Dates) -> Self {
        self.settings.foreign_types.dates = Some(dates);
        self
    }

    /// Uses the type of another crate for `xs:decimal`.
    ///
    /// The runtime needs the feature named after the crate. Reading fails if a number does not fit: nothing is rounded.
    ///
    /// ```
    /// # use wsdlgen::{Decimals, configure};
    /// configure().decimals(Decimals::RustDecimal);
    /// ```
    pub fn decimals(mut self, decimals: Decimals) -> Self {
        self.settings.foreign_types.decimals = Some(decimals);
        self
    }

    /// Uses another string type for `xs:string` and the types derived from it.
    ///
    /// The runtime needs the feature `compact_str`. Strings of up to 24 bytes need no allocation, so messages with
    /// many short strings are read faster.
    ///
    /// ```
    /// # use wsdlgen::{Strings, configure};
    /// configure().strings(Strings::CompactStr);
    /// ```
    pub fn strings(mut self, strings: Strings) -> Self {
        self.settings.foreign_types.strings = Some(strings);
        self
    }

    /// Uses `uuid::Uuid` for strings whose pattern describes a GUID, such as `guid` in Microsoft's contracts.
    ///
    /// The runtime needs the feature `uuid`. UUIDs are written in lower case, so a type whose pattern requires capital
    /// letters remains a string.
    pub fn uuid(mut self) -> Self {
        self.settings.foreign_types.uuid = true;
        self
    }
}
