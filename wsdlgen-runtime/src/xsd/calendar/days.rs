//! The proleptic Gregorian calendar without a year zero: year -1 directly precedes year 1 (§3.2.7).

/// The number of days in 400 years, after which the calendar repeats.
const DAYS_PER_CYCLE: i64 = 146_097;
/// The number of days from 1 March of the astronomical year 0 to 1 January 1970.
const EPOCH: i64 = 719_468;

pub(in crate::xsd) fn days_in_month(year: i64, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn is_leap(year: i64) -> bool {
    let year = astronomical(year);
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Converts a year to astronomical numbering, which has a year 0 directly before year 1.
pub(in crate::xsd) fn astronomical(year: i64) -> i64 {
    if year < 0 { year + 1 } else { year }
}

/// Converts a year from astronomical numbering, which other crates use. Inverse of [`astronomical`].
pub(in crate::xsd) fn without_year_zero(astronomical: i64) -> i64 {
    if astronomical <= 0 { astronomical - 1 } else { astronomical }
}

/// Returns the days from 1 January 1970 to a date. The result fits for every 64-bit year.
pub(in crate::xsd) fn days_since_1970(year: i64, month: u8, day: u8) -> i128 {
    days_since_1970_astronomically(i128::from(year) + i128::from(year < 0), month, day)
}

/// Returns the days from 1 January 1970 to a date whose year is in astronomical numbering.
pub(in crate::xsd) fn days_since_1970_astronomically(year: i128, month: u8, day: u8) -> i128 {
    // Counting years from March puts the leap day last, where it shifts no other day of its year.
    let from_march = year - i128::from(month <= 2);
    let month_from_march = (i128::from(month) + 9) % 12;
    let year_of_cycle = from_march.rem_euclid(400);
    let day_of_year = (153 * month_from_march + 2) / 5 + i128::from(day) - 1;
    let day_of_cycle = year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
    from_march.div_euclid(400) * i128::from(DAYS_PER_CYCLE) + day_of_cycle - i128::from(EPOCH)
}

/// Returns the year, month and day that are `days` after 1 January 1970.
///
/// Inverse of [`days_since_1970`] for days whose seconds fit into 64 bits.
pub(in crate::xsd) fn date_after_1970(days: i64) -> (i64, u8, u8) {
    let days = days + EPOCH;
    let day_of_cycle = days.rem_euclid(DAYS_PER_CYCLE);
    let leap_days = day_of_cycle / 1460 - day_of_cycle / 36_524 + day_of_cycle / 146_096;
    let year_of_cycle = (day_of_cycle - leap_days) / 365;
    let day_of_year =
        day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let from_march = days.div_euclid(DAYS_PER_CYCLE) * 400 + year_of_cycle;
    let astronomical = from_march + i64::from(month <= 2);
    (without_year_zero(astronomical), field(month), field(day))
}

/// Narrows a month, day, hour, minute or second to a `u8`.
pub(in crate::xsd) fn field<T: TryInto<u8, Error: std::fmt::Debug>>(value: T) -> u8 {
    value.try_into().expect("date and time fields are below 100")
}

#[cfg(test)]
mod tests {
    use super::{date_after_1970, days_in_month, days_since_1970};

    #[test]
    fn counts_days_without_gaps() {
        // More than two 400-year cycles, across the missing year zero and 1970.
        let (mut year, mut month, mut day) = (-410, 1, 1);
        let first = i64::try_from(days_since_1970(year, month, day)).unwrap();
        for days in first..first + 1_000_000 {
            assert_eq!(date_after_1970(days), (year, month, day));
            assert_eq!(days_since_1970(year, month, day), days.into());
            day += 1;
            if day > days_in_month(year, month) {
                (month, day) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (if year == -1 { 1 } else { year + 1 }, 1);
            }
        }
        assert!(year > 2300);
    }

    #[test]
    fn converts_known_dates() {
        let cases = [
            ((1970, 1, 1), 0),
            ((1969, 12, 31), -1),
            ((2000, 3, 1), 11_017),
            ((1, 1, 1), -719_162),
            ((-1, 12, 31), -719_163),
            ((-1, 2, 29), -719_469),
        ];
        for ((year, month, day), days) in cases {
            assert_eq!(days_since_1970(year, month, day), days.into());
            assert_eq!(date_after_1970(days), (year, month, day));
        }
    }

    #[test]
    fn finds_leap_years() {
        for (year, days) in [
            (2024, 29),
            (2023, 28),
            (1900, 28),
            (2000, 29),
            (-1, 29),
            (-4, 28),
            (-5, 29),
            (-101, 28),
            (-401, 29),
            (i64::MIN, 28),
            (i64::MAX, 28),
        ] {
            assert_eq!(days_in_month(year, 2), days, "{year}");
        }
    }
}
