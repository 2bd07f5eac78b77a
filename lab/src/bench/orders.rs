//! The benchmark messages: an order of about 1.7 KB, and a response with ten thousand records.

/// The number of occurrences of an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Times {
    Once,
    Repeated,
}
use Times::{Once, Repeated};

type Field = (&'static str, &'static str, Times);

/// The types of `bench/orders.wsdl`.
const TYPES: [(&str, &[Field]); 7] = [
    ("Session", &[("Token", "hex", Once), ("User", "text", Once), ("RequestId", "hex", Once)]),
    ("Property", &[("Name", "text", Once), ("Value", "text", Once)]),
    (
        "Address",
        &[
            ("Street", "text", Once),
            ("City", "city", Once),
            ("Zip", "int", Once),
            ("Country", "code", Once),
            ("Lat", "double", Once),
            ("Lon", "double", Once),
        ],
    ),
    (
        "Customer",
        &[
            ("Id", "long", Once),
            ("FirstName", "text", Once),
            ("LastName", "text", Once),
            ("Email", "text", Once),
            ("Phone", "text", Once),
            ("Since", "time", Once),
        ],
    ),
    (
        "Order",
        &[
            ("Id", "long", Once),
            ("Reference", "text", Once),
            ("Status", "status", Once),
            ("Priority", "priority", Once),
            ("Created", "time", Once),
            ("Updated", "time", Once),
            ("Currency", "code", Once),
            ("Total", "decimal", Once),
            ("Tax", "decimal", Once),
            ("Discount", "decimal", Once),
            ("ItemCount", "int", Once),
            ("Express", "boolean", Once),
            ("Customer", "Customer", Once),
            ("ShipTo", "Address", Once),
            ("BillTo", "Address", Once),
            ("Property", "Property", Repeated),
        ],
    ),
    ("Echo", &[("Order", "Order", Once)]),
    (
        "Record",
        &[
            ("Id", "long", Once),
            ("Name", "text", Once),
            ("Sku", "text", Once),
            ("Status", "status", Once),
            ("Priority", "priority", Once),
            ("Created", "time", Once),
            ("Updated", "time", Once),
            ("Price", "decimal", Once),
            ("Cost", "decimal", Once),
            ("Quantity", "int", Once),
            ("Reserved", "int", Once),
            ("Weight", "double", Once),
            ("Active", "boolean", Once),
            ("Category", "text", Once),
            ("Brand", "text", Once),
            ("Barcode", "long", Once),
            ("Warehouse", "text", Once),
            ("Note", "note", Once),
            ("Rank", "int", Once),
            ("Version", "long", Once),
        ],
    ),
];

/// The way in which a message follows the contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shape {
    #[default]
    InOrder,
    /// The elements of a record are in reverse order.
    Backwards,
    /// Each element of a record is followed by an unknown one.
    WithUnknown,
}

/// Returns a reply to `EchoOrder`.
pub(super) fn small() -> String {
    let mut message = Message::default();
    message.envelope("EchoOrderResponse", |message| message.content("Echo"));
    message.text
}

/// Returns a reply to `ListRecords` with ten thousand records.
pub(super) fn big() -> String {
    list(10_000, Shape::InOrder)
}

/// Returns a reply to `ListRecords` with the given number of records.
pub(super) fn list(records: usize, shape: Shape) -> String {
    let mut message = Message { shape, ..Message::default() };
    message.envelope("ListRecordsResponse", |message| {
        for _ in 0..records {
            message.element("Record", "Record");
        }
    });
    message.text
}

/// A builder for messages, which are identical in every run.
#[derive(Default)]
struct Message {
    text: String,
    shape: Shape,
    state: u64,
}

impl Message {
    fn envelope(&mut self, element: &str, content: impl FnOnce(&mut Self)) {
        self.text.push_str(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soap:Envelope \
             xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" \
             xmlns:t=\"urn:example:orders\"><soap:Header>",
        );
        self.element("Session", "Session");
        self.push(&["</soap:Header><soap:Body><t:", element, ">"]);
        content(self);
        self.push(&["</t:", element, "></soap:Body></soap:Envelope>"]);
    }

    fn element(&mut self, name: &str, of_type: &str) {
        self.push(&["<t:", name, ">"]);
        self.content(of_type);
        self.push(&["</t:", name, ">"]);
    }

    fn push(&mut self, pieces: &[&str]) {
        self.text.extend(pieces.iter().copied());
    }

    fn is_complex(of_type: &str) -> bool {
        TYPES.iter().any(|(name, _)| *name == of_type)
    }

    fn content(&mut self, of_type: &str) {
        let Some((_, fields)) = TYPES.iter().find(|(name, _)| *name == of_type) else {
            let value = self.value(of_type);
            return self.text.push_str(&value);
        };
        let mut fields = fields.to_vec();
        if self.shape == Shape::Backwards {
            fields.reverse();
        }
        for (name, of_type, times) in fields {
            for _ in 0..if times == Repeated { 4 } else { 1 } {
                self.element(name, of_type);
            }
            if self.shape == Shape::WithUnknown && !Self::is_complex(of_type) {
                self.element(&format!("Other{name}"), of_type);
            }
        }
    }

    fn value(&mut self, kind: &str) -> String {
        const WORDS: [&str; 8] =
            ["Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel"];
        let (a, b) = (self.number(), self.number());
        let word = |number: u64| WORDS[(number % 8) as usize];
        match kind {
            "hex" => format!("{a:016x}{b:016x}"),
            "city" => "München".to_owned(),
            "code" => "EUR".to_owned(),
            "note" => "Handle with care: 5 &lt; 7 &amp; dry storage".to_owned(),
            "status" => ["NEW", "PENDING", "SHIPPED", "DELIVERED"][(a % 4) as usize].to_owned(),
            "priority" => ["Low", "Normal", "High", "Urgent"][(a % 4) as usize].to_owned(),
            "boolean" => (a % 2 == 0).to_string(),
            "int" => (a % 5000).to_string(),
            "long" => (a % 10_000_000_000).to_string(),
            "double" => format!("{}.{:06}", a % 90, b % 1_000_000),
            "decimal" => format!("{}.{:02}", a % 9999, b % 100),
            "time" => format!("20{:02}-{:02}-11T17:27:{:02}Z", a % 26, b % 12 + 1, a % 60),
            _ => format!("{} {}", word(a), word(b)),
        }
    }

    /// Returns the next pseudo-random number of a linear congruential generator.
    fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_041);
        self.state >> 33
    }
}
