//! Constructors, defaults and conversions of generated types.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use wsdlgen_expectations::{
    choice::{self, payment::CardOrCash},
    customer_care::{
        BinarySecurityToken, UpdateCustomerPin, UpdateCustomerPinRequest, UserNameToken,
    },
    default_fixed::{Approval, Request},
    lists::{ArrayOfLine, Line},
    mixed::Page,
    nillable::Reading,
    port_styles::Quote,
};
use wsdlgen_runtime::{
    codegen::v1::MixedAny,
    xml::{Document as _, ReadOptions},
    AnyElement, Date, Nillable, QName,
};

#[test]
fn sets_nillable_members_to_nil() {
    let reading = Reading::default();
    assert_eq!(reading.required, Nillable::NIL);
    let from_option = |option: Option<i32>| -> Nillable<i32> { option.into() };
    assert_eq!((from_option(None), from_option(Some(4))), (Nillable::NIL, 4.into()));
    let reading = Reading { optional: "x".into(), ..Reading::default() };
    assert_eq!(reading.optional.as_option().map(String::as_str), Some("x"));
    let text = "<tns:reading xmlns:tns=\"urn:example:nillable\"/>";
    let document = wsdlgen_expectations::nillable::Document::parse(text, &ReadOptions::default());
    let error = document.unwrap_err().to_string();
    assert!(error.contains("missing element `required`"), "{error}");
}

#[test]
fn sets_fixed_members_to_their_values() {
    let request = Request::new("g");
    assert_eq!((request.unit.as_str(), request.format.as_str()), ("g", "xml"));
    assert_eq!(request.version.to_string(), "1.5");
    assert_eq!((request.count, request.lang), (None, None));
    assert_eq!((Approval::default().approved, Approval::from(false).approved), (true, false));
}

#[test]
fn converts_from_the_only_member() {
    assert_eq!(Line::from("Tea"), Line { item: "Tea".to_owned() });
    assert_eq!(Quote::from("X"), Quote { symbol: "X".to_owned() });
    assert_eq!(BinarySecurityToken::from("t").id.as_deref(), Some("t"));
    let token = UserNameToken::from(BinarySecurityToken::from("t".to_owned()));
    assert_eq!(token.binary_security_token.and_then(|token| token.id).as_deref(), Some("t"));
    assert_eq!(UserNameToken::from(None), UserNameToken::default());
    let pin = |request: UpdateCustomerPinRequest| UpdateCustomerPin::from(request);
    let request =
        UpdateCustomerPinRequest::new(wsdlgen_expectations::customer_care::OperationType::Lock);
    assert_eq!(pin(request.clone()).update_customer_pin_request, Some(request));
}

#[test]
fn converts_lists_from_arrays() {
    let lines = ArrayOfLine::from([Line::from("Tea"), "Milk".into()]);
    assert_eq!(lines, ArrayOfLine::from(vec![Line::from("Tea"), Line::from("Milk")]));
    let bold = AnyElement::new(QName::new("", "b"));
    let page = Page::from(["a ".to_owned().into(), bold.clone().into()]);
    assert_eq!(page[1], MixedAny::from(bold));
    assert_eq!(page.content.len(), 2);
}

#[test]
fn converts_choices_from_the_values_of_branches() {
    let both = choice::payment::FromAndTo::from("2026-01-02".parse::<Date>().unwrap());
    let payment = CardOrCash::Card("1".to_owned());
    assert_ne!(payment, CardOrCash::Cash(1.into()));
    let choice: choice::payment::NoteChoice = both.clone().into();
    assert_eq!(choice, choice::payment::NoteChoice::FromAndTo(Box::new(both)));
}
