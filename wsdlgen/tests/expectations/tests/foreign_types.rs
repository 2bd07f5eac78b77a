//! Fields with types of other crates.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::{
    prelude::{any, prop_assert_eq, proptest},
    strategy::Strategy,
};
use wsdlgen_expectations::{
    foreign_types::{parcel::BoxOrTube, Document, Epoch, Parcel, ParcelRequired, Price, When},
    foreign_types_jiff, foreign_types_time,
};
use wsdlgen_runtime::{
    codegen::v1::{chrono, jiff, rust_decimal::Decimal, time, CompactString, Uuid, Validate as _},
    xml::{Document as _, ReadOptions, Reading},
    Nillable,
};

const PARCEL: &str = "<tns:Parcel xmlns:tns=\"urn:example:foreign\" \
    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" id=\"p1\" tags=\"a b\" stored=\"2026-01-01\" \
    epoch=\"2000-01-01T00:00:00Z\">\
    <tns:Sent>2026-01-02T03:04:05+01:00</tns:Sent><tns:Due>2026-01-09</tns:Due>\
    <tns:Opens>08:30:00</tns:Opens><tns:Holidays>2026-01-05 2026-01-06</tns:Holidays>\
    <tns:Keeps>P1M</tns:Keeps><tns:Weight>1.50</tns:Weight>\
    <tns:Key>0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9</tns:Key><tns:Code>X1</tns:Code>\
    <tns:Note> keeps  space </tns:Note><tns:Mark>m</tns:Mark><tns:When>soon</tns:When>\
    <tns:Price currency=\"EUR\">9.90</tns:Price><tns:Box>b</tns:Box></tns:Parcel>";

fn read(text: &str) -> Result<Parcel, String> {
    let options = ReadOptions { reading: Reading::Strict, ..ReadOptions::default() };
    let document = Document::parse(text, &options).map_err(|error| error.to_string())?;
    let Document::Parcel(parcel) = document;
    Ok(*parcel)
}

fn date(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

#[test]
fn reads_and_writes_types_of_other_crates() {
    let parcel = read(PARCEL).unwrap();
    assert_eq!(parcel.sent.to_string(), "2026-01-02 03:04:05 +01:00");
    assert_eq!(parcel.due, Nillable::from(date("2026-01-09")));
    assert_eq!(parcel.opens, chrono::NaiveTime::from_hms_opt(8, 30, 0));
    assert_eq!(parcel.holidays, Some(vec![date("2026-01-05"), date("2026-01-06")]));
    assert_eq!(parcel.weight, Decimal::new(150, 2));
    assert_eq!(parcel.key, Uuid::from_u128(0x0a1b_2c3d_4e5f_6071_8293_a4b5_c6d7_e8f9));
    assert_eq!(parcel.note, [CompactString::from(" keeps  space ")]);
    assert_eq!(parcel.when, Some(When::String("soon".into())));
    let price = Price { value: Decimal::new(990, 2), currency: "EUR".into() };
    assert_eq!(parcel.price, Some(price));
    assert_eq!(parcel.box_or_tube, Some(BoxOrTube::Box("b".into())));
    assert_eq!((parcel.id.as_str(), parcel.stored), ("p1", Some(date("2026-01-01"))));
    let epoch = parcel.epoch.unwrap();
    assert_eq!((epoch, epoch.as_str()), (Epoch::N2000_01_01t00_00_00z, Parcel::EPOCH));
    assert_eq!(Document::Parcel(Box::new(parcel)).to_xml().unwrap(), PARCEL);
}

#[test]
fn rejects_values_that_do_not_fit() {
    let cases = [
        ("03:04:05+01:00", "03:04:05", "is not a valid chrono::DateTime: missing time zone"),
        ("2026-01-09<", "2026-01-09Z<", "is not a valid chrono::NaiveDate: unexpected time zone Z"),
        ("1.50", "79228162514264337593543950336", "is not a valid rust_decimal::Decimal"),
        ("0a1b2c3d-", "0a1b2c3d", "is not a valid uuid::Uuid"),
    ];
    for (from, to, expected) in cases {
        let error = read(&PARCEL.replace(from, to)).unwrap_err();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn checks_facets_of_types_of_other_crates() {
    let parcel = read(PARCEL).unwrap();
    assert_eq!(parcel.validate(), Ok(()));
    let parcel = Parcel {
        sent: "1999-12-31T23:59:59Z".parse().unwrap(),
        weight: Decimal::new(1505, 3),
        code: "too long a code".into(),
        id: "not a name".into(),
        ..parcel
    };
    let errors = parcel.validate().unwrap_err().to_string();
    for path in ["Parcel/@id", "Parcel/Sent", "Parcel/Weight", "Parcel/Code"] {
        assert!(errors.contains(path), "{errors}");
    }
}

#[test]
fn reads_and_writes_dates_of_each_crate() {
    let document = foreign_types_jiff::Document::parse(PARCEL, &ReadOptions::default()).unwrap();
    assert_eq!(document.to_xml().unwrap(), PARCEL);
    let foreign_types_jiff::Document::Parcel(parcel) = document;
    assert_eq!(parcel.sent.timestamp().to_string(), "2026-01-02T02:04:05Z");
    assert_eq!(parcel.due, Nillable::from(jiff::civil::date(2026, 1, 9)));
    let document = foreign_types_time::Document::parse(PARCEL, &ReadOptions::default()).unwrap();
    assert_eq!(document.to_xml().unwrap(), PARCEL);
    let foreign_types_time::Document::Parcel(parcel) = document;
    assert_eq!(parcel.sent.unix_timestamp(), 1_767_319_445);
    assert_eq!(parcel.opens, time::Time::from_hms(8, 30, 0).ok());
}

fn parcels() -> impl Strategy<Value = Parcel> {
    let values = (any::<u32>(), 0..1_000_000_000_u32, -840..=840_i32, any::<(i64, u128, String)>());
    values.prop_filter_map(
        "the writer rejects some characters",
        |(seconds, nanos, minutes, rest)| {
            let (mantissa, key, text) = rest;
            let text: String = text.chars().filter(|one| !one.is_control()).collect();
            let offset = chrono::FixedOffset::east_opt(minutes * 60)?;
            let utc = chrono::DateTime::from_timestamp(i64::from(seconds) + 946_800_000, nanos)?;
            let required = ParcelRequired {
                sent: utc.with_timezone(&offset),
                weight: Decimal::try_new(mantissa, 2).ok()?,
                key: Uuid::from_u128(key),
                code: text.chars().take(8).collect(),
                id: "p".into(),
            };
            Some(Parcel {
                due: utc.date_naive().into(),
                opens: Some(utc.time()),
                note: vec![text.into()],
                box_or_tube: Some(BoxOrTube::Tube(Decimal::new(mantissa, 28))),
                ..required.into()
            })
        },
    )
}

proptest! {
    #[test]
    fn round_trips_types_of_other_crates(parcel in parcels()) {
        let is_xml = |text: &str| text.chars().all(|one| !matches!(one, '\u{fffe}' | '\u{ffff}'));
        if parcel.note.iter().all(|note| is_xml(note)) {
            let text = Document::Parcel(Box::new(parcel.clone())).to_xml().unwrap();
            prop_assert_eq!(read(&text), Ok(parcel));
        }
    }
}
