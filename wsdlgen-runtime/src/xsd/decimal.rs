//! `xs:decimal` (XSD 1.0 part 2, §3.2.3).

mod convert;
mod lexical;
mod order;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;

use self::order::Normal;
use super::{Integer, integer::Sign};

const TYPE: &str = "xs:decimal";

/// `xs:decimal` (XSD 1.0 part 2, §3.2.3): a decimal number of any length that keeps its scale.
///
/// The number is stored as an integer over a power of ten. `1.50` is written back as `1.50`, but `==`, ordering and
/// hashing use the numeric value: `1.50` equals `1.5`. A leading `+` and leading zeros are dropped, and zero has no
/// sign. Only [`to_f64_lossy`](Self::to_f64_lossy) rounds.
///
/// # Examples
///
/// ```
/// use wsdlgen_runtime::xsd::Decimal;
///
/// let price: Decimal = "1.50".parse().unwrap();
/// assert_eq!(price.to_string(), "1.50");
/// assert_eq!(price, Decimal::new(15, 1));
/// assert!(price < Decimal::from(2));
///
/// let error = "1,50".parse::<Decimal>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "not a valid xs:decimal: expected an optional sign and decimal digits with at most one point"
/// );
/// ```
#[derive(Clone, Default)]
pub struct Decimal {
    mantissa: Integer,
    scale: u32,
}

impl Decimal {
    /// Creates the number `mantissa` / 10<sup>`scale`</sup>.
    ///
    /// ```
    /// use wsdlgen_runtime::xsd::Decimal;
    ///
    /// assert_eq!(Decimal::new(-1250, 2).to_string(), "-12.50");
    /// assert_eq!(Decimal::new(5, 3).to_string(), "0.005");
    /// ```
    pub fn new(mantissa: impl Into<Integer>, scale: u32) -> Self {
        Self { mantissa: mantissa.into(), scale }
    }

    /// Returns the number without its point.
    ///
    /// ```
    /// use wsdlgen_runtime::xsd::{Decimal, Integer};
    ///
    /// let price: Decimal = "1.50".parse().unwrap();
    /// assert_eq!(*price.mantissa(), Integer::from(150));
    /// ```
    pub fn mantissa(&self) -> &Integer {
        &self.mantissa
    }

    /// Returns the number of digits written after the point.
    ///
    /// ```
    /// use wsdlgen_runtime::xsd::Decimal;
    ///
    /// let price: Decimal = "1.50".parse().unwrap();
    /// assert_eq!(price.scale(), 2);
    /// ```
    pub fn scale(&self) -> u32 {
        self.scale
    }

    /// Returns the number of significant digits (`totalDigits`, §4.3.11).
    ///
    /// Leading zeros and trailing zeros of the fraction do not count. The result is never less than
    /// [`fraction_digits`](Self::fraction_digits).
    ///
    /// ```
    /// use wsdlgen_runtime::xsd::Decimal;
    ///
    /// let digits = |text: &str| text.parse::<Decimal>().unwrap().total_digits();
    /// assert_eq!((digits("0012.50"), digits("100"), digits("0.05"), digits("0")), (3, 3, 2, 1));
    /// ```
    pub fn total_digits(&self) -> usize {
        let mut buffer = itoa::Buffer::new();
        let normal = Normal::of(self, &mut buffer);
        (normal.integer_digits() + normal.fraction_digits()).max(1)
    }

    /// Returns the number of digits after the point (`fractionDigits`, §4.3.12), without trailing zeros.
    ///
    /// ```
    /// use wsdlgen_runtime::xsd::Decimal;
    ///
    /// let digits = |text: &str| text.parse::<Decimal>().unwrap().fraction_digits();
    /// assert_eq!((digits("12.50"), digits("100"), digits("0.05"), digits("1.0")), (1, 0, 2, 0));
    /// ```
    pub fn fraction_digits(&self) -> usize {
        Normal::of(self, &mut itoa::Buffer::new()).fraction_digits()
    }

    /// Removes trailing zeros from the fraction.
    fn trimmed(&self) -> Self {
        let scale = u32::try_from(self.fraction_digits()).expect("at most `scale` digits");
        let mut buffer = itoa::Buffer::new();
        let (sign, digits) = self.mantissa.sign_and_digits(&mut buffer);
        let kept = digits.len().saturating_sub((self.scale - scale) as usize);
        Self { mantissa: Integer::from_digits(sign, [&digits[..kept], ""]), scale }
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn counts_significant_digits() {
        let cases = [
            ("0", 1, 0),
            ("-7", 1, 0),
            ("0012.3400", 4, 2),
            ("100", 3, 0),
            ("100.00", 3, 0),
            ("0.05", 2, 2),
            ("0.50", 1, 1),
            ("0.50", 1, 1),
            ("-10.05", 4, 2),
            (".0", 1, 0),
            ("1000000000000000000000000000000.0000000000000000000000000000010", 61, 30),
        ];
        for (text, total, fraction) in cases {
            let value: Decimal = text.parse().unwrap();
            assert_eq!(
                (value.total_digits(), value.fraction_digits()),
                (total, fraction),
                "{text}"
            );
        }
    }

    #[test]
    fn trims_the_scale_but_keeps_the_value() {
        let cases = [
            ("1.50", "1.5"),
            ("-100.00", "-100"),
            ("0.000", "0"),
            ("0.050", "0.05"),
            ("100", "100"),
            ("1.0000000000000000000000000000000000000000000000000000000000", "1"),
        ];
        for (text, trimmed) in cases {
            let value: Decimal = text.parse().unwrap();
            assert_eq!(value.trimmed().to_string(), trimmed);
            assert_eq!(value.trimmed(), value);
        }
    }
}
