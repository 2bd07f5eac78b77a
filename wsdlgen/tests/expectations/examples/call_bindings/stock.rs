//! Stock: items in a `DataSet`.

use wsdlgen_expectations::data_sets::{
    ports,
    rows::{stock::ItemOrShop, Stock},
    StockClient,
};
use wsdlgen_runtime::{
    data_set::{Change, Row, RowState},
    DataSet,
};

use crate::{same, Checked, Tally};

/// Reads items, and sends them back as they are, edited, and newly created.
pub(crate) async fn drive(url: &str, tally: &mut Tally) {
    let client = match StockClient::connect(ports::STOCK_SOAP.at(url)) {
        Ok(client) => client.with_settings(tally.settings()),
        Err(error) => return tally.add("stock: connect", Err(error.to_string())),
    };
    let set = match client.read_any().await {
        Ok(reply) => reply.body.unwrap_or_default(),
        Err(error) => return tally.add("stock: rows", Err(error.to_string())),
    };
    tally.add("stock: rows", rows(&set));
    let sent_back = describe(&client, set.clone(), "A 1.50>1.75, B, -C, +D").await;
    tally.add("stock: unchanged rows sent back", sent_back);
    let edited = describe(&client, edited(set), "A 1.50>9.5, -B, -C, +E").await;
    tally.add("stock: edited rows sent back", edited);
    let created = describe(&client, created(), "A 1>2, B, +C").await;
    tally.add("stock: new rows", created);
    tally.add("stock: a table", table(&client).await);
    tally.add("stock: no rows", empty(&client).await);
    tally.add("stock: typed rows", typed(&client).await);
}

/// Checks the columns, nested rows and changes of the items.
fn rows(set: &DataSet) -> Checked {
    let first = set.rows("Item").next().ok_or("no items")?;
    same(&first.text("Unit price").as_deref(), &Some("1.75"))?;
    same(&first.value::<i32>("Id"), &Ok(Some(1)))?;
    let counts: Vec<_> = first.rows("Move").map(|row| row.value::<i32>("Count")).collect();
    same(&counts, &vec![Ok(Some(5)), Ok(Some(-2))])?;
    let states: Vec<_> = set.rows("Item").map(Row::state).collect();
    same(&states, &vec![RowState::Modified, RowState::Unchanged, RowState::Inserted])?;
    let changes = set.changes("Item");
    let [Change::Modified { before, .. }, Change::Inserted(_), Change::Deleted(deleted)] = *changes
    else {
        return Err(format!("expected three changes, found {changes:?}"));
    };
    same(&before.text("Unit price").as_deref(), &Some("1.50"))?;
    same(&deleted.text("Code").as_deref(), &Some("C"))?;
    same(&set.tables(), &vec!["Item".to_owned(), "Move".to_owned()])
}

async fn describe(client: &StockClient, set: DataSet, expected: &str) -> Checked {
    let reply = client.describe(Some(set)).await.map_err(|error| error.to_string())?;
    same(&reply.body.as_deref(), &Some(expected))
}

fn edited(mut set: DataSet) -> DataSet {
    set.edit("Item", |row| match row.text("Code").as_deref() {
        Some("A") => row.set("Unit price", "9.5"),
        _ => row.delete(),
    });
    set.insert("Item", [[("Code", "E"), ("Id", "5")]]);
    set
}

fn created() -> DataSet {
    let mut set = DataSet::new("Stock");
    set.add_table("Item", &[("Code", "string"), ("Unit price", "decimal")]);
    let row = |code| [("Code", code), ("Unit price", "1")];
    set.insert("Item", [row("A"), row("B")]);
    set.accept_changes();
    set.edit("Item", |item| {
        if item.text("Code").as_deref() == Some("A") {
            item.set("Unit price", "2");
        }
    });
    set.insert("Item", [row("C")]);
    set
}

async fn table(client: &StockClient) -> Checked {
    let reply = client.read_table().await.map_err(|error| error.to_string())?;
    let codes: Vec<_> = reply.body.rows("Item").filter_map(|row| row.text("Code")).collect();
    same(&codes, &vec!["A".into(), "B".into(), "D".into()])
}

async fn empty(client: &StockClient) -> Checked {
    let reply = client.read_mono().await.map_err(|error| error.to_string())?;
    let set = reply.body.ok_or("no `DataSet`")?;
    same(&(set.rows("Item").count(), set.tables().len()), &(0, 0))
}

/// Decodes all rows as the type of the contract.
async fn typed(client: &StockClient) -> Checked {
    let reply = client.read_stock().await.map_err(|error| error.to_string())?;
    let set = reply.body.read_stock_result.ok_or("no `DataSet`")?;
    let rows = set.decode().map_err(|error| error.to_string())?.unwrap_or_default();
    let Stock { item_or_shop: rows } = rows;
    let found: Vec<_> = rows
        .into_iter()
        .map(|row| match row {
            ItemOrShop::Item(item) => (item.code, item.unit_price.map(|price| price.to_string())),
            ItemOrShop::Shop(_) => ("shop".to_owned(), None),
        })
        .collect();
    let item = |code: &str, price: &str| (code.to_owned(), Some(price.to_owned()));
    same(&found, &vec![item("A", "1.75"), item("B", "1.50"), item("D", "4")])
}
