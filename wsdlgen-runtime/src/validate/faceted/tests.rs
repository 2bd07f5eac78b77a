//! Tests of lengths, orders and equality.

use std::cmp::Ordering::{self, Equal, Greater, Less};

use super::{
    Base64Binary, DateTime, Decimal, Digits, Duration, Faceted, HexBinary, Integer, Lexical, QName,
    WhiteSpace,
};

#[test]
fn compares_numbers_of_any_length() {
    let long = "1".repeat(60);
    let cases: [(&dyn Faceted, &str, Option<Ordering>); 8] = [
        (&Integer::from(7), "+007", Some(Equal)),
        (&Integer::from(7), "7.5", Some(Less)),
        (&Integer::from(7), long.as_str(), Some(Less)),
        (&Integer::from(7), "seven", None),
        (&Decimal::new(150, 2), "1.5", Some(Equal)),
        (&Decimal::new(151, 2), "1.5", Some(Greater)),
        (&Decimal::new(150, 2), long.as_str(), Some(Less)),
        (&Decimal::new(150, 2), "1e0", None),
    ];
    for (value, bound, order) in cases {
        assert_eq!(value.compare(bound), order, "{} {bound}", value.lexical());
        assert_eq!(value.equals(bound), order == Some(Equal), "{} {bound}", value.lexical());
        assert_eq!(value.length(), None);
    }
    assert_eq!(Integer::from(-100).digits(), Some(Digits { total: 3, fraction: 0 }));
    assert_eq!(Decimal::new(-150, 2).digits(), Some(Digits { total: 2, fraction: 1 }));
    assert_eq!(Decimal::new(150, 2).lexical(), "1.50");
}

#[test]
fn writes_equal_values_alike() {
    fn canonical<T: Lexical + Faceted>(text: &str) -> String {
        T::parse_lexical(text).unwrap().canonical().into_owned()
    }
    type Case<'a> = (fn(&str) -> String, &'a [&'a str], &'a str);
    let cases: [Case<'_>; 9] = [
        (canonical::<Decimal>, &["3", "3.0", "+03.00"], "3.1"),
        (canonical::<Decimal>, &["0", "-0.0", ".0"], "0.1"),
        (canonical::<Integer>, &["10", "+010"], "1"),
        (canonical::<bool>, &["true", "1"], "false"),
        (canonical::<f64>, &["0", "-0", "0.0e5"], "1"),
        (canonical::<f64>, &["1e2", "100"], "1e3"),
        (canonical::<HexBinary>, &["ab", "AB"], "ac"),
        (
            canonical::<DateTime>,
            &["2026-01-02T00:00:00.50+01:00", "2026-01-01T23:00:00.5Z"],
            "2026-01-02T00:00:00.5",
        ),
        (canonical::<Duration>, &["P1Y", "P12M"], "P365D"),
    ];
    for (canonical, equal, other) in cases {
        for text in equal {
            assert_eq!(canonical(text), canonical(equal[0]), "{text}");
        }
        assert_ne!(canonical(other), canonical(equal[0]), "{other}");
    }
}

#[test]
fn compares_names_by_namespace_and_local_part() {
    let name = QName::new("urn:x", "a").with_prefix("p");
    assert!(name.equals("{urn:x}a"));
    for other in ["{urn:y}a", "{urn:x}b", "p:a", "a"] {
        assert!(!name.equals(other), "{other}");
    }
    assert!(QName::new("", "a").equals("a"));
    assert_eq!(name.lexical(), "p:a");
}

#[test]
fn measures_binary_data_in_bytes() {
    let bytes = vec![0xab, 0xcd, 0xef, 0x01];
    let base64 = Base64Binary::from(bytes.clone());
    let cases: [(&dyn Faceted, &str, &str, &str); 2] = [
        (&HexBinary::from(bytes), "ABCDEF01", "abcdef01", "ABCDEF02"),
        (&base64, "q83vAQ==", "q83v AQ= =", "q83vAg=="),
    ];
    for (value, lexical, same, other) in cases {
        assert_eq!((value.lexical().as_ref(), value.length()), (lexical, Some(4)));
        assert!(value.equals(same) && !value.equals(other), "{lexical}");
        assert!(value.survives(WhiteSpace::Collapse));
        assert_eq!((value.compare(lexical), value.digits()), (None, None));
    }
    assert_eq!(vec![base64.clone(), base64].length(), Some(2));
}
