//! A .NET `DataSet` in messages, with and without a schema in the contract.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;
#[path = "support/wire.rs"]
mod wire;

use support::now;
use wire::{body, listening, Wire};
use wsdlgen_expectations::data_sets::{
    self, operations, ports,
    rows::{
        stock::{Item, ItemOrShop},
        Stock as StockRows,
    },
    ReadStockResponse, Stock, StockClient, StockServer,
};
use wsdlgen_runtime::{server::Context, AnyElement, DataSet, Fault, NoDetail, Transport};

type Answer<T> = Result<T, Fault<NoDetail>>;

/// A typed `DataSet` as .NET writes it, although the contract declares neither a schema nor a DiffGram in it.
const TYPED: &str = r#"<ReadStockResult><diffgr:diffgram xmlns:msdata="urn:schemas-microsoft-com:xml-msdata" xmlns:diffgr="urn:schemas-microsoft-com:xml-diffgram-v1"><Stock xmlns="urn:example:stock:rows"><Item diffgr:id="Item1" msdata:rowOrder="0"><Code>A</Code><Unit_x0020_price>1.50</Unit_x0020_price></Item><Shop diffgr:id="Shop1"/></Stock></diffgr:diffgram></ReadStockResult>"#;

/// Returns what it receives.
struct Echo;

impl Stock for Echo {
    async fn read_any(
        &self,
        _: &mut Context<operations::ReadAny>,
        _: data_sets::ReadAny,
    ) -> Answer<Option<DataSet>> {
        Ok(None)
    }

    async fn describe(
        &self,
        _: &mut Context<operations::Describe>,
        set: Option<DataSet>,
    ) -> Answer<Option<String>> {
        Ok(set.map(|set| format!("{} items", set.rows("Item").count())))
    }

    async fn read_table(
        &self,
        _: &mut Context<operations::ReadTable>,
        _: data_sets::ReadTable,
    ) -> Answer<DataSet> {
        Ok(DataSet::new("Stock"))
    }

    async fn read_mono(
        &self,
        _: &mut Context<operations::ReadMono>,
        _: data_sets::ReadMono,
    ) -> Answer<Option<DataSet>> {
        Ok(Some(DataSet::default()))
    }

    async fn read_stock(
        &self,
        _: &mut Context<operations::ReadStock>,
        _: data_sets::ReadStock,
    ) -> Answer<ReadStockResponse> {
        let set = DataSet::from_element(TYPED.parse::<AnyElement>().unwrap());
        Ok(ReadStockResponse { read_stock_result: Some(set), ..ReadStockResponse::default() })
    }
}

fn client(wire: &Wire) -> StockClient {
    let transport = Transport::new(StockServer::new(Echo).into_service());
    StockClient::new(ports::STOCK_SOAP, transport).with_settings(listening(wire))
}

#[test]
fn decodes_rows_as_types_of_the_contract() {
    let wire = Wire::default();
    let set = now(client(&wire).read_stock()).unwrap().body.read_stock_result.unwrap();
    let item = Item { unit_price: Some("1.50".parse().unwrap()), ..Item::new("A".to_owned()) };
    let rows: StockRows = set.decode().unwrap().unwrap();
    assert_eq!(
        rows.item_or_shop,
        [ItemOrShop::Item(item.clone()), ItemOrShop::Shop(data_sets::rows::stock::Shop::default())]
    );
    assert_eq!(set.rows("Item").next().unwrap().decode_as::<Item>().unwrap(), item);
    let wire = wire.lock().unwrap();
    let content = TYPED.trim_start_matches("<ReadStockResult>");
    let content = content.trim_end_matches("</ReadStockResult>");
    assert!(body(&wire[1]).contains(content), "{}", wire[1]);
}

#[test]
fn sends_and_receives_rows_by_name() {
    let wire = Wire::default();
    let client = client(&wire);
    let mut set = DataSet::new("Stock");
    set.add_table("Item", &[("Code", "string")]);
    set.insert("Item", [[("Code", "A")], [("Code", "B")]]);
    assert_eq!(now(client.describe(Some(set))).unwrap().body.as_deref(), Some("2 items"));
    assert_eq!(now(client.describe(None)).unwrap().body, None);
    assert_eq!(now(client.read_any()).unwrap().body, None);
    assert_eq!(now(client.read_table()).unwrap().body, DataSet::new("Stock"));
    assert_eq!(now(client.read_mono()).unwrap().body, Some(DataSet::default()));
}

#[test]
fn serializes_the_document_of_the_element() {
    let set: DataSet = DataSet::from_element("<a x='1'><b/></a>".parse::<AnyElement>().unwrap());
    let json = serde_json::to_string(&set).unwrap();
    assert_eq!(json, r#""<a x=\"1\"><b/></a>""#);
    assert_eq!(serde_json::from_str::<DataSet>(&json).unwrap(), set);
}
