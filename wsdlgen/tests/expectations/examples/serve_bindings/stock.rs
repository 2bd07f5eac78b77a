//! Stock: items in a `DataSet`.

use std::{borrow::Cow, collections::BTreeMap};

use wsdlgen_expectations::data_sets::{self, operations, ReadStockResponse, Stock};
use wsdlgen_runtime::{
    data_set::{Change, Row, RowState},
    server::Context,
    xml::{AnyElement, ReadOptions},
    DataSet, Fault,
};

use crate::{Answer, Service};

impl Stock for Service {
    async fn read_any(
        &self,
        _: &mut Context<operations::ReadAny>,
        _: data_sets::ReadAny,
    ) -> Answer<Option<DataSet>> {
        Ok(Some(items()))
    }

    /// Tells the changes of the items, ordered by code: `A 1.50>1.75, B, -C, +D`.
    async fn describe(
        &self,
        _: &mut Context<operations::Describe>,
        set: Option<DataSet>,
    ) -> Answer<Option<String>> {
        let Some(set) = set else { return Ok(Some("nothing".to_owned())) };
        let text = |row: Row<'_>, column: &str| {
            row.text(column).map_or_else(|| "none".to_owned(), Cow::into_owned)
        };
        let unchanged = set.rows("Item").filter(|row| row.state() == RowState::Unchanged);
        let mut lines: BTreeMap<String, String> =
            unchanged.map(|row| (text(row, "Code"), text(row, "Code"))).collect();
        for change in set.changes("Item") {
            let (Change::Inserted(row)
            | Change::Modified { after: row, .. }
            | Change::Deleted(row)) = change;
            let code = text(row, "Code");
            let line = match change {
                Change::Inserted(_) => format!("+{code}"),
                Change::Deleted(_) => format!("-{code}"),
                Change::Modified { before, after } => {
                    format!("{code} {}>{}", text(before, "Unit price"), text(after, "Unit price"))
                }
            };
            lines.insert(code, line);
        }
        Ok(Some(lines.into_values().collect::<Vec<_>>().join(", ")))
    }

    async fn read_table(
        &self,
        _: &mut Context<operations::ReadTable>,
        _: data_sets::ReadTable,
    ) -> Answer<DataSet> {
        Ok(items())
    }

    async fn read_mono(
        &self,
        _: &mut Context<operations::ReadMono>,
        _: data_sets::ReadMono,
    ) -> Answer<Option<DataSet>> {
        Ok(None)
    }

    async fn read_stock(
        &self,
        _: &mut Context<operations::ReadStock>,
        _: data_sets::ReadStock,
    ) -> Answer<ReadStockResponse> {
        let rows = AnyElement::parse(
            "<r><Stock xmlns='urn:example:stock:rows'><Item><Code>A</Code></Item></Stock></r>",
            &ReadOptions::default(),
        );
        let rows = rows.map_err(|error| Fault::receiver(error.to_string()))?;
        Ok(ReadStockResponse {
            read_stock_result: Some(DataSet::from_element(rows)),
            ..ReadStockResponse::default()
        })
    }
}

/// Returns items with a key: A is changed, C is deleted, and D is new.
fn items() -> DataSet {
    let mut set = DataSet::new("Stock");
    set.add_table("Item", &[("Code", "string"), ("Unit price", "decimal")]);
    let loaded = ["A", "B", "C"].map(|code| [("Code", code), ("Unit price", "1")]);
    set.insert("Item", loaded);
    set.accept_changes();
    set.edit("Item", |row| match row.text("Code").as_deref() {
        Some("A") => row.set("Unit price", "1.50"),
        Some("C") => row.delete(),
        _ => {}
    });
    set.insert("Item", [[("Code", "D"), ("Unit price", "4")]]);
    set
}
