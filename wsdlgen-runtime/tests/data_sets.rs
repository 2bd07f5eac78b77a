//! The `DataSet` of .NET: rows, changes, edits, and content that .NET does not write but others do.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use wsdlgen_runtime::{
    DataSet, Decimal,
    data_set::{Change, Column, Row, RowState},
    xml::{AnyElement, ReadOptions},
};

/// A `DataSet` as Mono writes it: an item is changed, one has an error, one is deleted and one is new. Moves are nested.
const STOCK: &str = r#"<ReadResult xmlns="urn:example:stock"><xs:schema id="Stock" xmlns="" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:msdata="urn:schemas-microsoft-com:xml-msdata"><xs:element name="Stock" msdata:IsDataSet="true" msdata:UseCurrentLocale="true"><xs:complexType><xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="Item"><xs:complexType><xs:sequence><xs:element name="Code" type="xs:string" minOccurs="0" msdata:Ordinal="0" /><xs:element name="Unit_x0020_price" type="xs:decimal" minOccurs="0" msdata:Ordinal="1" /><xs:element name="Move" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence><xs:element name="Count" type="xs:int" minOccurs="0" msdata:Ordinal="1" /></xs:sequence><xs:attribute name="Code" type="xs:string" use="prohibited" /></xs:complexType></xs:element></xs:sequence><xs:attribute name="Id" type="xs:int" /></xs:complexType></xs:element></xs:choice></xs:complexType></xs:element></xs:schema><diffgr:diffgram xmlns:msdata="urn:schemas-microsoft-com:xml-msdata" xmlns:diffgr="urn:schemas-microsoft-com:xml-diffgram-v1"><Stock xmlns=""><Item diffgr:id="Item1" msdata:rowOrder="0" diffgr:hasChanges="modified" Id="1"><Code>A</Code><Unit_x0020_price>1.75</Unit_x0020_price><Move diffgr:id="Move1" msdata:rowOrder="0" msdata:hiddenCode="A"><Count>5</Count></Move><Move diffgr:id="Move2" msdata:rowOrder="1" msdata:hiddenCode="A"><Count>-2</Count></Move></Item><Item diffgr:id="Item2" msdata:rowOrder="1" diffgr:hasErrors="true" Id="2"><Code>B</Code></Item><Item diffgr:id="Item4" msdata:rowOrder="3" diffgr:hasChanges="inserted" Id="4"><Code>D</Code><Unit_x0020_price>4</Unit_x0020_price></Item></Stock><diffgr:before><Item diffgr:id="Item1" msdata:rowOrder="0" Id="1" xmlns=""><Code>A</Code><Unit_x0020_price>1.50</Unit_x0020_price></Item><Item diffgr:id="Item3" msdata:rowOrder="2" Id="3" xmlns=""><Code>C</Code></Item></diffgr:before><diffgr:errors><Item diffgr:id="Item2" diffgr:Error="recount" xmlns="" /></diffgr:errors></diffgr:diffgram></ReadResult>"#;

fn parse(document: &str) -> DataSet {
    DataSet::from_element(AnyElement::parse(document, &ReadOptions::default()).unwrap())
}

fn codes<'a>(rows: impl Iterator<Item = Row<'a>>) -> Vec<String> {
    rows.map(|row| row.text("Code").unwrap_or_default().into_owned()).collect()
}

/// Describes changes: `+D`, `A 1.50 > 1.75`, `-C`.
fn changes(set: &DataSet, table: &str, column: &str) -> Vec<String> {
    let text = |row: Row<'_>, column: &str| row.text(column).unwrap_or_default().into_owned();
    let describe = |change| match change {
        Change::Inserted(row) => format!("+{}", text(row, "Code")),
        Change::Modified { before, after } => {
            format!("{} {} > {}", text(after, "Code"), text(before, column), text(after, column))
        }
        Change::Deleted(row) => format!("-{}", text(row, "Code")),
    };
    set.changes(table).into_iter().map(describe).collect()
}

#[test]
fn finds_rows_by_table_and_column() {
    let stock = parse(STOCK);
    assert_eq!(codes(stock.rows("Item")), ["A", "B", "D"]);
    let first = stock.rows("Item").next().unwrap();
    assert_eq!((first.table().as_ref(), first.id()), ("Item", Some("Item1")));
    assert_eq!(first.value::<Decimal>("Unit price").unwrap(), Some("1.75".parse().unwrap()));
    assert_eq!(first.value::<i32>("Id").unwrap(), Some(1));
    let columns: Vec<_> = first.columns().map(|(name, text)| format!("{name}={text}")).collect();
    assert_eq!(columns, ["Code=A", "Unit price=1.75", "Id=1"]);
    let states: Vec<_> = stock.rows("Item").map(Row::state).collect();
    assert_eq!(states, [RowState::Modified, RowState::Unchanged, RowState::Inserted]);
}

#[test]
fn finds_nested_rows_in_their_parent_and_in_their_table() {
    let stock = parse(STOCK);
    let counts = |rows: Vec<Row<'_>>| -> Vec<i32> {
        rows.iter().map(|row| row.value("Count").unwrap().unwrap()).collect()
    };
    assert_eq!(counts(stock.rows("Move").collect()), [5, -2]);
    let mut items = stock.rows("Item");
    assert_eq!(counts(items.next().unwrap().rows("Move").collect()), [5, -2]);
    assert_eq!(items.next().unwrap().rows("Move").count(), 0);
}

#[test]
fn reports_columns_without_value_and_with_another_type() {
    let stock = parse(STOCK);
    let second = stock.rows("Item").nth(1).unwrap();
    assert_eq!(second.value::<Decimal>("Unit price").unwrap(), None);
    let error = second.value::<i32>("Code").unwrap_err();
    assert_eq!(
        error.to_string(),
        "column `Code`: not a valid xs:int: expected an optional sign and decimal digits"
    );
}

#[test]
fn tells_the_changes_of_a_table() {
    let stock = parse(STOCK);
    assert_eq!(changes(&stock, "Item", "Unit price"), ["A 1.50 > 1.75", "+D", "-C"]);
    assert_eq!(stock.changes("Move").len(), 0);
}

#[test]
fn lists_declared_tables_and_columns() {
    let stock = parse(STOCK);
    assert_eq!(stock.tables(), ["Item", "Move"]);
    let column = |name: &str, type_name: &str, is_attribute| Column {
        name: name.to_owned(),
        type_name: Some(type_name.to_owned()),
        is_attribute,
    };
    let item = [
        column("Code", "xs:string", false),
        column("Unit price", "xs:decimal", false),
        column("Id", "xs:int", true),
    ];
    assert_eq!(stock.columns("Item"), item);
    assert_eq!(stock.columns("Move"), [column("Count", "xs:int", false)]);
    assert_eq!(stock.columns("Other"), []);
}

#[test]
fn keeps_former_versions_of_edited_rows() {
    let mut stock = parse(STOCK);
    stock.accept_changes();
    assert_eq!(changes(&stock, "Item", "Unit price"), [""; 0]);
    stock.edit("Item", |row| match row.text("Code").as_deref() {
        Some("A") => row.delete(),
        Some("B") => {
            row.set("Unit price", "2");
            row.set("Unit price", "2.50");
            row.set("Id", "22");
        }
        _ => row.clear("Unit price"),
    });
    stock.insert("Item", [[("Code", "E"), ("Id", "5")]]);
    assert_eq!(changes(&stock, "Item", "Unit price"), ["B  > 2.50", "D 4 > ", "+E", "-A"]);
    let ids: Vec<_> = stock.rows("Item").map(|row| row.text("Id").unwrap()).collect();
    assert_eq!(ids, ["22", "4", "5"]);
    assert_eq!(stock.rows("Item").last().unwrap().id(), Some("Item5"));

    // The rows nested in a deleted row are deleted with it.
    let deleted: Vec<_> = stock.changes("Move");
    let [Change::Deleted(first), Change::Deleted(_)] = &deleted[..] else { panic!("{deleted:?}") };
    let parent = first.element().attributes.iter().find(|one| one.name.local() == "parentId");
    assert_eq!(parent.unwrap().value, "Item1");
}

#[test]
fn merges_later_edits_into_earlier_ones() {
    let mut stock = parse(STOCK);
    stock.edit("Item", |row| match row.text("Code").as_deref() {
        Some("A") => row.set("Unit price", "9"),
        Some("D") => row.delete(),
        _ => {}
    });
    assert_eq!(changes(&stock, "Item", "Unit price"), ["A 1.50 > 9", "-C"]);
    stock.edit("Item", |row| {
        row.delete();
    });
    assert_eq!(changes(&stock, "Item", "Unit price"), ["-A", "-C", "-B"]);
    assert_eq!(stock.rows("Item").count(), 0);
    // The error of B is gone, too.
    let sections = stock.diffgram().unwrap().elements().map(|section| section.name.local());
    assert_eq!(sections.collect::<Vec<_>>(), ["Stock", "before"]);
}

#[test]
fn creates_a_schema_and_rows() {
    let mut prices: DataSet = DataSet::new("Prices");
    prices.add_table("Price", &[("Code", "string"), ("Unit price", "decimal")]);
    prices.insert(
        "Price",
        [[("Code", "A"), ("Unit price", "1")], [("Code", "B<"), ("Unit price", "2")]],
    );
    assert_eq!(prices.tables(), ["Price"]);
    let schema = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:msdata="urn:schemas-microsoft-com:xml-msdata" id="Prices"><xs:element name="Prices" msdata:IsDataSet="true"><xs:complexType><xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="Price"><xs:complexType><xs:sequence><xs:element name="Code" type="xs:string" minOccurs="0"/><xs:element name="Unit_x0020_price" type="xs:decimal" minOccurs="0"/></xs:sequence></xs:complexType></xs:element></xs:choice></xs:complexType></xs:element></xs:schema>"#;
    assert_eq!(prices.schema().unwrap().to_xml().unwrap(), schema);
    let rows = r#"<diffgr:diffgram xmlns:msdata="urn:schemas-microsoft-com:xml-msdata" xmlns:diffgr="urn:schemas-microsoft-com:xml-diffgram-v1"><Prices><Price diffgr:id="Price1" msdata:rowOrder="0" diffgr:hasChanges="inserted"><Code>A</Code><Unit_x0020_price>1</Unit_x0020_price></Price><Price diffgr:id="Price2" msdata:rowOrder="1" diffgr:hasChanges="inserted"><Code>B&lt;</Code><Unit_x0020_price>2</Unit_x0020_price></Price></Prices></diffgr:diffgram>"#;
    assert_eq!(prices.diffgram().unwrap().to_xml().unwrap(), rows);
    assert_eq!(parse(&prices.element.to_xml().unwrap()), prices);
}

#[test]
fn reads_rows_without_a_diffgram() {
    let mut set = parse(
        "<r xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><Stock><Item><Code>A</Code><Note xsi:nil='true'/>\
         <Move><Count>1</Count></Move></Item><Item><Code>B</Code></Item></Stock></r>",
    );
    assert_eq!(codes(set.rows("Item")), ["A", "B"]);
    assert_eq!(set.rows("Move").count(), 1);
    assert_eq!(set.rows("Item").next().unwrap().rows("Move").count(), 1);
    assert_eq!(set.rows("Item").next().unwrap().text("Note"), None);
    set.edit("Item", |row| {
        if row.text("Code").as_deref() == Some("A") { row.delete() } else { row.set("Code", "C") }
    });
    let expected = "<r xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><Stock><Item><Code>C</Code></Item></Stock></r>";
    assert_eq!(set.element.to_xml().unwrap(), expected);
}

#[test]
fn finds_nothing_in_what_is_empty() {
    let diffgram = "<r><d:diffgram xmlns:d='urn:schemas-microsoft-com:xml-diffgram-v1'/></r>";
    for document in ["<r/>", diffgram, "<r>text</r>"] {
        let mut set = parse(document);
        assert_eq!((set.rows("Item").count(), set.changes("Item").len()), (0, 0), "{document}");
        assert_eq!(set.decode().unwrap(), None, "{document}");
        set.insert("Item", [[("Code", "A")]]);
        assert_eq!(codes(set.rows("Item")), ["A"], "{document}");
        assert_eq!(changes(&set, "Item", "Code"), ["+A"], "{document}");
    }
}

/// A DiffGram with white space, `descent`, another encoding of names, and an id at the end of its range.
#[test]
fn edits_what_other_writers_write() {
    let mut set = parse(
        "<r><d:diffgram xmlns:d='urn:schemas-microsoft-com:xml-diffgram-v1'>\n  <Stock>\n    \
         <Item d:id='Item2147483648' d:hasChanges='descent'><Order_x002f_Nr>1</Order_x002f_Nr>\
         <Move d:id='Move1'><Count>1</Count></Move></Item>\n  </Stock>\n</d:diffgram></r>",
    );
    set.edit("Item", |row| {
        row.set("Order/Nr", "2");
        row.clear("Move");
    });
    set.insert("Item", [[("Order/Nr", "3")]]);
    let written = set.element.to_xml().unwrap();
    assert_eq!(parse(&written).rows("Item").count(), 2);
    let numbers: Vec<_> = set.rows("Item").map(|row| row.text("Order/Nr").unwrap()).collect();
    assert_eq!(numbers, ["2", "3"]);
    assert_eq!((set.rows("Move").count(), set.changes("Item").len()), (1, 2));
    let (rows, before) = (written.find("<Stock>").unwrap(), written.find("before>").unwrap());
    assert!(rows < before && written.contains("=\"Item1\""), "{written}");
}
