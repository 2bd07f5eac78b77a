//! The messages with quick-xml and serde, the usual way to read and write XML in Rust. Decimals and times are
//! plain text here, the cheapest representation.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Types whose elements are written in the namespace of the prefix `t`, and read by their local names.
macro_rules! types {
    ($($name:ident { $($field:ident: $of_type:ty = $local:literal / $tag:literal $($more:meta)?),* })*) => {
        $(#[derive(Debug, Serialize, Deserialize)]
        struct $name {
            $(#[serde(rename(serialize = $tag, deserialize = $local))] $(#[$more])? $field: $of_type,)*
        })*
    };
}

types! {
    Session { token: String = "Token"/"t:Token", user: String = "User"/"t:User", request_id: String = "RequestId"/"t:RequestId" }
    Property { name: String = "Name"/"t:Name", value: String = "Value"/"t:Value" }
    Address {
        street: String = "Street"/"t:Street", city: String = "City"/"t:City", zip: String = "Zip"/"t:Zip",
        country: String = "Country"/"t:Country", lat: f64 = "Lat"/"t:Lat", lon: f64 = "Lon"/"t:Lon"
    }
    Customer {
        id: i64 = "Id"/"t:Id", first_name: String = "FirstName"/"t:FirstName", last_name: String = "LastName"/"t:LastName",
        email: String = "Email"/"t:Email",
        phone: Option<String> = "Phone"/"t:Phone" serde(default, skip_serializing_if = "Option::is_none"),
        since: String = "Since"/"t:Since"
    }
    Order {
        id: i64 = "Id"/"t:Id", reference: String = "Reference"/"t:Reference", status: Status = "Status"/"t:Status",
        priority: Priority = "Priority"/"t:Priority", created: String = "Created"/"t:Created",
        updated: Option<String> = "Updated"/"t:Updated" serde(default, skip_serializing_if = "Option::is_none"),
        currency: String = "Currency"/"t:Currency", total: String = "Total"/"t:Total", tax: String = "Tax"/"t:Tax",
        discount: Option<String> = "Discount"/"t:Discount" serde(default, skip_serializing_if = "Option::is_none"),
        item_count: i32 = "ItemCount"/"t:ItemCount", express: bool = "Express"/"t:Express",
        customer: Customer = "Customer"/"t:Customer", ship_to: Address = "ShipTo"/"t:ShipTo",
        bill_to: Option<Address> = "BillTo"/"t:BillTo" serde(default, skip_serializing_if = "Option::is_none"),
        property: Vec<Property> = "Property"/"t:Property" serde(default)
    }
    Echo { order: Order = "Order"/"t:Order" }
    Record {
        id: i64 = "Id"/"t:Id", name: String = "Name"/"t:Name", sku: String = "Sku"/"t:Sku", status: Status = "Status"/"t:Status",
        priority: Priority = "Priority"/"t:Priority", created: String = "Created"/"t:Created",
        updated: Option<String> = "Updated"/"t:Updated" serde(default, skip_serializing_if = "Option::is_none"),
        price: String = "Price"/"t:Price", cost: String = "Cost"/"t:Cost", quantity: i32 = "Quantity"/"t:Quantity",
        reserved: i32 = "Reserved"/"t:Reserved", weight: f64 = "Weight"/"t:Weight", active: bool = "Active"/"t:Active",
        category: String = "Category"/"t:Category", brand: String = "Brand"/"t:Brand", barcode: String = "Barcode"/"t:Barcode",
        warehouse: String = "Warehouse"/"t:Warehouse",
        note: Option<String> = "Note"/"t:Note" serde(default, skip_serializing_if = "Option::is_none"),
        rank: i32 = "Rank"/"t:Rank", version: i64 = "Version"/"t:Version"
    }
    List { record: Vec<Record> = "Record"/"t:Record" serde(default) }
    Header { session: Session = "Session"/"t:Session" }
    EchoBody { echo: Echo = "EchoOrderResponse"/"t:EchoOrderResponse" }
    ListBody { list: List = "ListRecordsResponse"/"t:ListRecordsResponse" }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Status {
    New,
    Pending,
    Shipped,
    Delivered,
    Cancelled,
}

#[derive(Debug, Serialize, Deserialize)]
enum Priority {
    Low,
    Normal,
    High,
    Urgent,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename = "soap:Envelope")]
struct Envelope<B> {
    #[serde(rename = "@xmlns:soap", default, skip_deserializing)]
    soap: &'static str,
    #[serde(rename = "@xmlns:t", default, skip_deserializing)]
    orders: &'static str,
    #[serde(rename(serialize = "soap:Header", deserialize = "Header"))]
    header: Header,
    #[serde(rename(serialize = "soap:Body", deserialize = "Body"))]
    body: B,
}

fn read<B: DeserializeOwned>(message: &[u8]) -> Envelope<B> {
    let text = std::str::from_utf8(message).expect("it is in UTF-8");
    quick_xml::de::from_str(text).expect("it is a reply")
}

fn write<B: Serialize>(envelope: &Envelope<B>) -> usize {
    quick_xml::se::to_string(envelope).expect("XML can carry it").len()
}

fn declared<B>(envelope: Envelope<B>) -> Envelope<B> {
    let soap = "http://schemas.xmlsoap.org/soap/envelope/";
    Envelope { soap, orders: "urn:example:orders", ..envelope }
}

fn main() {
    let runs = generated_bench::Runs::from_arguments();
    runs.time("read-small", || read::<EchoBody>(&runs.small));
    runs.time("read-big", || read::<ListBody>(&runs.big));
    let (small, big) = (read::<EchoBody>(&runs.small), read::<ListBody>(&runs.big));
    let (small, big) = (declared(small), declared(big));
    runs.time("write-small", || write(&small));
    runs.time("write-big", || write(&big));
}
