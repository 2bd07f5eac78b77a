//! `xs:decimal` (XSD 1.0 part 2, §3.2.3).

mod convert;
mod lexical;
mod order;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;

use self::order::Normal;
use super::{Integer, integer::Sign};

const TYPE: &str = "xs:decimal";

/// `xs:decimal` (XSD 1.0 part 2, §3.2.3): a decimal number of any length, its scale as written.
///
/// It is an integer over a power of ten. `1.50` is written as `1.50` again, while `==`, the order
/// and the hash are those of numbers: `1.50` equals `1.5`. A leading `+` and zeros before the
/// number are not kept, and zero has no sign. Nothing is rounded anywhere but in
/// [`to_f64_lossy`](Self::to_f64_lossy).
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
///     "not a valid xs:decimal: not an optional sign and decimal digits with at most one point"
/// );
/// ```
#[derive(Clone, Default)]
pub struct Decimal {
    mantissa: Integer,
    scale: u32,
}

impl Decimal {
    /// `mantissa` over ten to the power of `scale`.
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

    /// The number without its point.
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

    /// How many digits are written after the point.
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

    /// How many digits the value needs (`totalDigits`, §4.3.11): zeros before it and at the end of
    /// its fraction do not count, and there are never fewer than in the fraction.
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

    /// How many digits after the point the value needs (`fractionDigits`, §4.3.12): zeros at the
    /// end do not count.
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

    /// The same number without zeros at the end of its fraction.
    fn trimmed(&self) -> Self {
        let scale = u32::try_from(self.fraction_digits()).expect("no more than are written");
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
    fn digits_are_those_of_the_value() {
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
    fn trimming_changes_the_scale_and_not_the_value() {
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
