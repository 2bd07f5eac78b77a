//! `choice!`.

use wsdlgen_runtime::{Validate, codegen::v1 as rt, xml::Reading};

use super::{read, written};

rt::namespaces! { tns = "urn:t" }

static SHORT: rt::Facets = rt::Facets { max_length: Some(2), ..rt::Facets::NONE };

rt::choice! {
    /// Branches for a single element, repeated elements, a nillable element, and a nested choice.
    pub enum Payment first("coin") checked("Order") {
        Card(String) = "card"@tns string facets(SHORT),
        Notes(Vec<u32>) = "note" repeated value,
        Voucher(rt::Nillable<String>) = "voucher" nillable token,
        Coin(Coin) = "coin" part,
    }
}

rt::choice! {
    /// A coin.
    pub enum Coin {
        Coin(u8) = "coin" value,
    }
}

rt::record! {
    /// An order with its payment.
    pub struct Order new checked("Order") {
        required payment: Payment = "payment" part checked,
    }
}

#[test]
fn reads_and_writes_each_branch() {
    let cases = [
        ("<tns:card>ab</tns:card>", Payment::Card("ab".to_owned())),
        ("<note>1</note><note>2</note>", Payment::Notes(vec![1, 2])),
        ("<voucher xsi:nil=\"true\"/>", Payment::Voucher(rt::Nillable::NIL)),
        ("<coin>5</coin>", Payment::Coin(Coin::Coin(5))),
    ];
    for (content, payment) in cases {
        let document = format!(
            "<r xmlns:tns='urn:t' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>{content}</r>"
        );
        let order: Order = read(&document, Reading::Strict).unwrap();
        assert_eq!(order, Order::new(payment));
        assert_eq!(written(&order), format!("<r>{content}</r>"));
    }
}

#[test]
fn reports_a_missing_element() {
    let missing = read::<Order>("<r/>", Reading::Strict).unwrap_err();
    assert_eq!(missing, "/r missing element `payment`");
}

#[test]
fn checks_the_selected_branch() {
    let errors = Order::new(Payment::Card("abc".to_owned())).validate().unwrap_err();
    assert_eq!(errors.violations()[0].path(), "/Order/card");
}
