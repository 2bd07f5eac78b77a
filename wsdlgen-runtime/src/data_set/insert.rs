//! Inserting rows.

use super::{
    DEFAULT_NAME, DataSet, MSDATA, Row, child_name, diffgram, diffgram_name, is_diffgram,
    tree::with_child,
};
use crate::xml::{AnyAttribute, AnyElement, AnyNode, QName, encode_name};

impl<T> DataSet<T> {
    /// Inserts rows, each with the names and texts of its columns.
    ///
    /// Columns that the inline schema declares as attributes become attributes. Rows of nested tables are inserted without a
    /// parent. Each call looks at all rows, so insert many rows with one call.
    pub fn insert<'r, R>(&mut self, table: &str, rows: impl IntoIterator<Item = R>)
    where
        R: IntoIterator<Item = (&'r str, &'r str)>,
    {
        let columns = self.columns(table);
        let is_attribute =
            |name: &str| columns.iter().any(|column| column.is_attribute && column.name == name);
        let encoded = encode_name(table);
        let first = self.last_number(table) + 1;
        self.with_rows(|parent| {
            for (number, row) in (first..).zip(rows) {
                let mut element = AnyElement::new(child_name(parent, &encoded));
                element.attributes = inserted(&encoded, number);
                for (column, text) in row {
                    let local = encode_name(column);
                    if is_attribute(column) {
                        let name = QName::new("", local);
                        element.attributes.push(AnyAttribute::new(name, text));
                    } else {
                        let column = AnyElement::with_text(child_name(parent, &local), text);
                        element.children.push(AnyNode::Element(column));
                    }
                }
                parent.children.push(AnyNode::Element(element));
            }
        });
    }

    /// Returns the greatest number in the ids of a table's rows, former ones included: `2` in `Item2`.
    fn last_number(&self, table: &str) -> u64 {
        let encoded = encode_name(table);
        let former = self.before().into_iter().flat_map(AnyElement::elements).map(Row::new);
        let ids = self.rows(table).chain(former).filter_map(Row::id);
        // .NET counts rows with 32 bits.
        let numbers = ids.filter_map(|id| id.strip_prefix(&encoded)?.parse::<i32>().ok());
        numbers.filter_map(|number| u64::try_from(number).ok()).max().unwrap_or(0)
    }

    /// Calls `add` with the element around the current rows, which is created if missing.
    fn with_rows(&mut self, add: impl FnOnce(&mut AnyElement)) {
        let name = self.declared_root().and_then(|root| root.attribute("name"));
        let namespace = self.schema().and_then(|schema| schema.attribute("targetNamespace"));
        let name = QName::new(namespace.unwrap_or_default(), name.unwrap_or(DEFAULT_NAME));
        if let Some(rows) = self.current_mut() {
            return add(rows);
        }
        let at = self.element.children.len();
        with_child(&mut self.element, is_diffgram, diffgram, at, |diffgram| {
            let mut rows = AnyElement::new(name);
            add(&mut rows);
            diffgram.children.insert(0, AnyNode::Element(rows));
        });
    }
}

/// Returns the attributes of an inserted row.
fn inserted(table: &str, number: u64) -> Vec<AnyAttribute> {
    let order = QName::new(MSDATA, "rowOrder").with_prefix("msdata");
    vec![
        AnyAttribute::new(diffgram_name("id"), format!("{table}{number}")),
        AnyAttribute::new(order, (number - 1).to_string()),
        AnyAttribute::new(diffgram_name("hasChanges"), "inserted"),
    ]
}
