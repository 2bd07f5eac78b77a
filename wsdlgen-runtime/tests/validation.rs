//! Validation of whole values: paths, messages, secrets, and the number of violations.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use wsdlgen_runtime::{
    Validate, ValidationErrors,
    codegen::v1 as rt,
    validate::{Facet, Violation},
};

static SHORT: rt::Facets = rt::Facets { max_length: Some(3), ..rt::Facets::NONE };
static POSITIVE: rt::Facets = rt::Facets { min_exclusive: Some("0"), ..rt::Facets::NONE };
static COLOUR: rt::Facets = rt::Facets { enumeration: &["red", "blue"], ..rt::Facets::NONE };

/// A base type that other types embed.
#[derive(Default)]
struct Party {
    name: String,
}

/// A recursive type that extends [`Party`] and contains a choice and simple content.
#[derive(Default)]
struct Person {
    base: Party,
    age: Option<u32>,
    nickname: Vec<String>,
    scores: Option<Vec<i32>>,
    account: Option<Account>,
    child: Vec<Person>,
    partner: Option<Box<Person>>,
    contact: Vec<Contact>,
}

#[derive(Default)]
struct Account {
    value: String,
    currency: String,
    level: Option<u8>,
    pin: Option<String>,
}

enum Contact {
    Phone(String),
    Home(Party),
}

impl rt::Validate for Party {
    const NAME: &'static str = "Party";

    fn validate_in(&self, check: &mut wsdlgen_runtime::validate::Check) {
        check.value("name", &self.name, &SHORT);
    }
}

impl rt::Validate for Person {
    const NAME: &'static str = "Person";

    fn validate_in(&self, check: &mut wsdlgen_runtime::validate::Check) {
        self.base.validate_in(check);
        check.values("age", &self.age, &POSITIVE);
        check.values("nickname", &self.nickname, &SHORT);
        check.count("nickname", self.nickname.len(), 0, Some(2));
        check.values("scores", &self.scores, &SHORT);
        check.values("scores", self.scores.iter().flatten(), &POSITIVE);
        check.inners("account", &self.account);
        check.inners("child", &self.child);
        check.inners("partner", &self.partner);
        for contact in &self.contact {
            contact.validate_in(check);
        }
    }
}

impl rt::Validate for Account {
    const NAME: &'static str = "Account";

    fn validate_in(&self, check: &mut wsdlgen_runtime::validate::Check) {
        check.content(&self.value, &SHORT);
        check.attribute("currency", &self.currency, &COLOUR);
        check.attributes("level", &self.level, &POSITIVE);
        check.secretly(|check| check.values("PIN", &self.pin, &SHORT));
    }
}

impl rt::Validate for Contact {
    const NAME: &'static str = "Contact";

    fn validate_in(&self, check: &mut wsdlgen_runtime::validate::Check) {
        match self {
            Self::Phone(phone) => check.value("phone", phone, &SHORT),
            Self::Home(home) => check.inner("home", home),
        }
    }
}

fn paths(errors: &ValidationErrors) -> Vec<&str> {
    errors.violations().iter().map(Violation::path).collect()
}

fn party(name: &str) -> Party {
    Party { name: name.to_owned() }
}

fn account() -> Account {
    Account { value: "1".to_owned(), currency: "red".to_owned(), ..Account::default() }
}

#[test]
fn accepts_a_valid_value() {
    let person = Person {
        base: party("Ann"),
        age: Some(1),
        nickname: vec!["a".to_owned(), "b".to_owned()],
        scores: Some(vec![1, 2, 3]),
        account: Some(Account { level: Some(1), pin: Some("123".to_owned()), ..account() }),
        child: vec![Person::default()],
        partner: Some(Box::default()),
        contact: vec![Contact::Phone("123".to_owned()), Contact::Home(party("a"))],
    };
    assert_eq!(person.validate(), Ok(()));
}

#[test]
fn reports_the_path_of_each_violation() {
    let wrong = || Person { base: party("Annabel"), ..Person::default() };
    let person = Person {
        base: party("Annabel"),
        age: Some(0),
        nickname: vec!["ok".to_owned(), "long".to_owned(), "longer".to_owned()],
        scores: Some(vec![0, 1, 2, -3]),
        account: Some(Account { value: "1000".to_owned(), level: Some(0), ..Account::default() }),
        child: vec![Person { child: vec![wrong()], ..Person::default() }, wrong()],
        partner: Some(Box::new(wrong())),
        contact: vec![Contact::Phone("12345".to_owned()), Contact::Home(party("long"))],
    };
    let errors = person.validate().unwrap_err();
    let expected = [
        "/Person/name",
        "/Person/age",
        "/Person/nickname[2]",
        "/Person/nickname[3]",
        "/Person/nickname",
        "/Person/scores",
        "/Person/scores[1]",
        "/Person/scores[4]",
        "/Person/account",
        "/Person/account/@currency",
        "/Person/account/@level",
        "/Person/child[1]/child/name",
        "/Person/child[2]/name",
        "/Person/partner/name",
        "/Person/phone",
        "/Person/home/name",
    ];
    assert_eq!(paths(&errors), expected);
    assert_eq!(paths(&Box::new(party("long")).validate().unwrap_err()), ["/Party/name"]);
}

#[test]
fn describes_violations() {
    let person = Person {
        age: Some(0),
        nickname: vec!["a\"bcd".to_owned(), String::new(), String::new()],
        account: Some(Account { currency: "green".to_owned(), ..account() }),
        ..Person::default()
    };
    let errors = person.validate().unwrap_err();
    let shown: Vec<_> = errors.violations().iter().map(ToString::to_string).collect();
    let expected = [
        r#"/Person/age: "0" violates minExclusive (0)"#,
        r#"/Person/nickname[1]: "a\"bcd" violates maxLength (3): found 5"#,
        "/Person/nickname: the number of occurrences violates maxOccurs (2): found 3",
        r#"/Person/account/@currency: "green" is not one of red, blue"#,
    ];
    assert_eq!(shown, expected);
    assert_eq!(errors.to_string(), expected.join("; "));
    let nickname = &errors.violations()[1];
    assert_eq!((nickname.facet(), nickname.limit()), (Facet::MaxLength, "3"));
    assert_eq!((nickname.value(), nickname.count()), (Some("a\"bcd"), Some(5)));
    let occurrence = &errors.violations()[2];
    assert_eq!((occurrence.facet(), occurrence.limit()), (Facet::MaxOccurs, "2"));
    assert_eq!((occurrence.value(), occurrence.count()), (None, Some(3)));
}

#[test]
fn checks_both_bounds_of_occurrences() {
    let cases = [
        (0, 0, None, None),
        (0, 1, None, Some((Facet::MinOccurs, "1"))),
        (1, 1, Some(1), None),
        (2, 1, Some(1), Some((Facet::MaxOccurs, "1"))),
        (9, 2, None, None),
        (1, 2, Some(3), Some((Facet::MinOccurs, "2"))),
    ];
    for (count, least, most, expected) in cases {
        let mut check = wsdlgen_runtime::validate::Check::new("v");
        check.count("item", count, least, most);
        let errors = check.finish().err();
        let found = errors.as_ref().map(|errors| &errors.violations()[0]);
        let found = found.map(|violation| (violation.facet(), violation.limit()));
        assert_eq!(found, expected, "{count} of {least} to {most:?}");
    }
}

#[test]
fn omits_secrets_from_messages() {
    let pin = Some("4711-secret".to_owned());
    let account = Account { currency: "green".to_owned(), pin, ..account() };
    let errors = account.validate().unwrap_err();
    let shown = errors.to_string();
    let expected = concat!(
        r#"/Account/@currency: "green" is not one of red, blue; "#,
        "/Account/PIN: [redacted] violates maxLength (3)",
    );
    assert_eq!(shown, expected);
    assert!(!format!("{errors:?}").contains("4711"));
    let secret = &errors.violations()[1];
    assert_eq!((secret.value(), secret.count()), (None, None));

    // Values inside a secret are hidden, and values after it are shown.
    let mut check = wsdlgen_runtime::validate::Check::new("v");
    check.secretly(|check| check.inner("secret", &party("4711")));
    check.inner("open", &party("long"));
    let shown = check.finish().unwrap_err().to_string();
    assert!(shown.contains("[redacted]") && !shown.contains("4711"), "{shown}");
    assert!(shown.contains("\"long\""), "{shown}");
}

#[test]
fn truncates_long_values_and_limits() {
    static MANY: rt::Facets = rt::Facets {
        enumeration: &["12345678901234567890123456789012345678901234567890", "another long value"],
        ..rt::Facets::NONE
    };
    let mut check = wsdlgen_runtime::validate::Check::new("v");
    check.content(&"é".repeat(1000), &MANY);
    let errors = check.finish().unwrap_err();
    let violation = &errors.violations()[0];
    assert_eq!(violation.value(), Some(format!("{}…", "é".repeat(64)).as_str()));
    let limit = "12345678901234567890123456789012345678901234567890, another long…";
    assert_eq!(violation.limit(), limit);
}

#[test]
fn describes_the_first_violations_and_counts_the_rest() {
    let person = |count| Person { child: children(count), ..Person::default() };
    let errors = person(64).validate().unwrap_err();
    assert_eq!((errors.violations().len(), errors.omitted()), (64, 0));
    let errors = person(100).validate().unwrap_err();
    assert_eq!((errors.violations().len(), errors.omitted()), (64, 36));
    assert_eq!(errors.violations()[63].path(), "/Person/child[64]/name");
    assert!(errors.to_string().ends_with("; and 36 more"), "{errors}");
}

fn children(count: usize) -> Vec<Person> {
    (0..count).map(|_| Person { base: party("Annabel"), ..Person::default() }).collect()
}
