//! Fields with the type of `rust_decimal`.

use ::rust_decimal::Decimal as Fixed;

use super::{foreign, lexical};
use crate::xsd::Decimal;

foreign! {
    Fixed => Decimal,
}

lexical! {
    /// `xs:decimal` of 96 bits with up to 28 fraction digits (XSD 1.0 part 2, §3.2.3).
    Fixed,
}

#[cfg(test)]
mod tests {
    use super::Fixed;
    use crate::xsd::foreign::{rejection, round_trips};

    #[test]
    fn round_trips_fields_of_rust_decimal() {
        round_trips::<Fixed>(&[("1.50", "1.50"), ("+007", "7"), ("-0.25", "-0.25")]);
        let error = rejection::<Fixed>("79228162514264337593543950336");
        assert!(error.contains("needs more than 96 bits"), "{error}");
    }
}
