//! The `DataSet` of ADO.NET: tables that a service returns with their schema and their changes.
//!
//! ```xml
//! <xs:schema id="Stock">…</xs:schema>
//! <diffgr:diffgram>
//!   <Stock>
//!     <Item diffgr:id="Item1" diffgr:hasChanges="modified"><Code>A</Code><Price>1.75</Price></Item>
//!   </Stock>
//!   <diffgr:before>
//!     <Item diffgr:id="Item1"><Code>A</Code><Price>1.50</Price></Item>
//!   </diffgr:before>
//! </diffgr:diffgram>
//! ```
//!
//! .NET contracts declare such an element with two wildcards, one for the schema and one for the DiffGram. Generated code
//! has a [`DataSet`] in its place.

mod changes;
mod edit;
mod insert;
mod row;
mod rows;
mod tables;
mod tree;

use std::{fmt, marker::PhantomData};

pub use changes::Change;
pub use edit::EditedRow;
pub use row::{ColumnError, Row, RowState};
pub use rows::Rows;
pub use tables::Column;

use crate::xml::{
    AnyElement, AnyNode, AnyValue, Cursor, Namespaces, QName, ReadElement, ReadError, ReadOptions,
    WriteElement, Writer, encode_name,
};

/// The namespace of a DiffGram's own elements and attributes.
const DIFFGRAM: &str = "urn:schemas-microsoft-com:xml-diffgram-v1";
/// The namespace of attributes about rows, and of those that a schema has for a `DataSet`.
const MSDATA: &str = "urn:schemas-microsoft-com:xml-msdata";
/// The namespace of the inline schema.
const XSD: &str = "http://www.w3.org/2001/XMLSchema";
/// The name of a `DataSet` that has none.
const DEFAULT_NAME: &str = "NewDataSet";

/// Rows by table, with the changes since they were loaded. `T` is the contract's type of all rows together, where the
/// contract has the schema of the rows.
///
/// Rows are found by the names of tables and columns as ADO.NET has them: `Unit price`, not `Unit_x0020_price`. The
/// whole element is kept, so that a `DataSet` is sent back as it was received.
///
/// ```
/// use wsdlgen_runtime::{DataSet, Decimal, data_set::Change};
///
/// let mut stock: DataSet = DataSet::new("Stock");
/// stock.add_table("Item", &[("Code", "string"), ("Unit price", "decimal")]);
/// stock.insert("Item", [[("Code", "A"), ("Unit price", "1.50")]]);
/// stock.accept_changes();
///
/// stock.edit("Item", |row| row.set("Unit price", "1.75"));
///
/// let row = stock.rows("Item").next().expect("one row was inserted");
/// assert_eq!(row.text("Code").as_deref(), Some("A"));
/// assert_eq!(row.value::<Decimal>("Unit price")?, Some("1.75".parse()?));
/// let Some(Change::Modified { before, .. }) = stock.changes("Item").into_iter().next() else {
///     panic!("the row is modified");
/// };
/// assert_eq!(before.text("Unit price").as_deref(), Some("1.50"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Two values are equal if they have the same attributes and content. The element's name does not count.
pub struct DataSet<T = AnyValue> {
    /// The element. Its name is the one that it was read under, and is not written.
    pub element: AnyElement,
    rows: PhantomData<fn() -> T>,
}

impl<T> Clone for DataSet<T> {
    fn clone(&self) -> Self {
        Self::from_element(self.element.clone())
    }
}

impl<T> fmt::Debug for DataSet<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("DataSet").field("element", &self.element).finish()
    }
}

impl<T> PartialEq for DataSet<T> {
    fn eq(&self, other: &Self) -> bool {
        self.element.attributes == other.element.attributes
            && self.element.children == other.element.children
    }
}

impl<T> Eq for DataSet<T> {}

/// An element without content, which .NET reads as no `DataSet`.
impl<T> Default for DataSet<T> {
    fn default() -> Self {
        Self::from_element(AnyElement::new(QName::new("", "DataSet")))
    }
}

impl<T> DataSet<T> {
    /// Creates a `DataSet` without tables.
    pub fn new(name: &str) -> Self {
        let mut created = Self::default();
        let name = encode_name(name);
        let mut diffgram = diffgram();
        let rows = AnyElement::new(QName::new("", name.as_str()));
        diffgram.children.push(AnyNode::Element(rows));
        let parts = [tables::schema(&name), diffgram];
        created.element.children = parts.into_iter().map(AnyNode::Element).collect();
        created
    }

    /// Creates a `DataSet` from an element that contains a schema, a DiffGram, both, or rows alone.
    pub fn from_element(element: AnyElement) -> Self {
        Self { element, rows: PhantomData }
    }

    /// Returns the schema that precedes the rows. A typed `DataSet` may have none.
    pub fn schema(&self) -> Option<&AnyElement> {
        self.element.elements().find(|child| is_schema(child))
    }

    /// Returns the DiffGram.
    pub fn diffgram(&self) -> Option<&AnyElement> {
        self.element.elements().find(|child| is_diffgram(child))
    }

    /// Returns the element that contains the current rows. Without a DiffGram, it is the first element that is not the
    /// schema.
    pub fn current(&self) -> Option<&AnyElement> {
        match self.diffgram() {
            Some(diffgram) => diffgram.elements().find(|child| child.name.namespace() != DIFFGRAM),
            None => self.element.elements().find(|child| !is_schema(child)),
        }
    }

    /// Returns the current rows of a table in document order. Rows of a nested table follow their parent.
    pub fn rows<'a>(&'a self, table: &'a str) -> Rows<'a> {
        Rows::of_all(self.current(), table)
    }

    /// Decodes all current rows as the contract's type. Returns `None` if there are none.
    ///
    /// # Errors
    ///
    /// Returns an error if the rows do not match the type.
    pub fn decode(&self) -> Result<Option<T>, ReadError>
    where
        T: ReadElement,
    {
        self.current().map(|rows| plain(rows).decode_as(&ReadOptions::default())).transpose()
    }
}

impl<T> ReadElement for DataSet<T> {
    const NAMESPACES: &'static Namespaces = Namespaces::NONE;

    fn read_element(cursor: &mut Cursor<'_>) -> Result<Self, ReadError> {
        cursor.capture_entered().map(Self::from_element)
    }
}

impl<T> WriteElement for DataSet<T> {
    fn write_attributes(&self, writer: &mut Writer) {
        self.element.write_attributes(writer);
    }

    fn write_content(&self, writer: &mut Writer) {
        self.element.write_content(writer);
    }
}

fn is_schema(element: &AnyElement) -> bool {
    element.name.local() == "schema" && element.name.namespace() == XSD
}

fn is_diffgram(element: &AnyElement) -> bool {
    element.name.local() == "diffgram" && element.name.namespace() == DIFFGRAM
}

/// Returns whether a section of a DiffGram has the former versions of rows.
fn is_before(section: &AnyElement) -> bool {
    section.name.local() == "before" && section.name.namespace() == DIFFGRAM
}

/// Creates a DiffGram without rows.
fn diffgram() -> AnyElement {
    let mut created = AnyElement::new(diffgram_name("diffgram"));
    created.declarations =
        vec![("msdata".to_owned(), MSDATA.into()), ("diffgr".to_owned(), DIFFGRAM.into())];
    created
}

/// Returns a name in the namespace of DiffGrams.
fn diffgram_name(local: &str) -> QName {
    QName::new(DIFFGRAM, local).with_prefix("diffgr")
}

/// Returns a name in the namespace of the parent, for a row or a column.
fn child_name(parent: &AnyElement, local: &str) -> QName {
    QName::new(parent.name.namespace(), local).with_prefix(parent.name.prefix())
}

/// Returns the value of an attribute in a namespace.
fn attribute<'a>(element: &'a AnyElement, namespace: &str, local: &str) -> Option<&'a str> {
    let is_it = |name: &QName| name.local() == local && name.namespace() == namespace;
    let found = element.attributes.iter().find(|attribute| is_it(&attribute.name))?;
    Some(&found.value)
}

/// Returns whether an attribute describes a row and is not one of its columns.
fn is_about_row(name: &QName) -> bool {
    matches!(name.namespace(), DIFFGRAM | MSDATA)
}

/// Returns the element without the attributes that a DiffGram adds.
fn plain(element: &AnyElement) -> AnyElement {
    let child = |child: &AnyNode| match child {
        AnyNode::Element(element) => AnyNode::Element(plain(element)),
        AnyNode::Text(text) => AnyNode::Text(text.clone()),
    };
    let attributes = element.attributes.iter().filter(|one| !is_about_row(&one.name));
    AnyElement {
        name: element.name.clone(),
        declarations: element.declarations.clone(),
        attributes: attributes.cloned().collect(),
        children: element.children.iter().map(child).collect(),
    }
}
