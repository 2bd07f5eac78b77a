//! Tables and columns, as the inline schema declares them.

use super::{DEFAULT_NAME, DataSet, MSDATA, XSD, attribute, is_schema, tree::elements_mut};
use crate::xml::{AnyAttribute, AnyElement, AnyNode, QName, decode_name, encode_name};

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name.
    pub name: String,
    /// The name of its type in the schema, with the schema's prefix: `xs:decimal`. `None` for an anonymous type.
    pub type_name: Option<String>,
    /// `true` if rows have the column as an attribute.
    pub is_attribute: bool,
}

impl<T> DataSet<T> {
    /// Returns the names of the tables that the schema declares, in its order.
    pub fn tables(&self) -> Vec<String> {
        let tables = self.declared_tables();
        tables.into_iter().map(|table| decode_name(table_name(table)).into_owned()).collect()
    }

    /// Returns the columns that the schema declares for a table. It is empty without a schema.
    pub fn columns(&self, table: &str) -> Vec<Column> {
        let tables = self.declared_tables();
        let found = tables.into_iter().find(|one| decode_name(table_name(one)) == table);
        found.map(columns_of).unwrap_or_default()
    }

    /// Declares a table with these columns: names, and names of types of XML Schema without a prefix.
    pub fn add_table(&mut self, table: &str, columns: &[(&str, &str)]) {
        let mut sequence = declared("sequence");
        for (name, type_name) in columns {
            let mut column = declared_element(&encode_name(name));
            set(&mut column, "type", format!("xs:{type_name}"));
            set(&mut column, "minOccurs", "0".to_owned());
            sequence.children.push(AnyNode::Element(column));
        }
        let mut element = declared_element(&encode_name(table));
        element.children.push(AnyNode::Element(around("complexType", sequence)));
        if self.schema().is_none() {
            self.element.children.insert(0, AnyNode::Element(schema(DEFAULT_NAME)));
        }
        let schema = elements_mut(&mut self.element).find(|child| is_schema(child));
        let choice = schema.and_then(|schema| descendant_mut(schema, "choice"));
        if let Some(choice) = choice {
            choice.children.push(AnyNode::Element(element));
        }
    }

    fn declared_tables(&self) -> Vec<&AnyElement> {
        let mut tables = Vec::new();
        if let Some(root) = self.declared_root() {
            add_tables(root, &mut tables);
        }
        tables
    }

    /// Returns the declaration of the element around all rows.
    pub(super) fn declared_root(&self) -> Option<&AnyElement> {
        let is_root = |element: &&AnyElement| {
            matches!(attribute(element, MSDATA, "IsDataSet"), Some("true" | "1"))
        };
        self.schema()?.elements().find(is_root)
    }
}

/// Creates the schema of a `DataSet` without tables.
pub(super) fn schema(name: &str) -> AnyElement {
    let mut choice = declared("choice");
    set(&mut choice, "minOccurs", "0".to_owned());
    set(&mut choice, "maxOccurs", "unbounded".to_owned());
    let mut root = declared_element(name);
    let is_data_set = QName::new(MSDATA, "IsDataSet").with_prefix("msdata");
    root.attributes.push(AnyAttribute::new(is_data_set, "true"));
    root.children.push(AnyNode::Element(around("complexType", choice)));
    let mut schema = around("schema", root);
    schema.declarations = vec![("xs".to_owned(), XSD.into()), ("msdata".to_owned(), MSDATA.into())];
    set(&mut schema, "id", name.to_owned());
    schema
}

/// Adds the declarations of tables below that of a table or the root: elements of complex types.
fn add_tables<'a>(declaration: &'a AnyElement, tables: &mut Vec<&'a AnyElement>) {
    for element in particles(declaration) {
        if complex_type(element).next().is_some() {
            tables.push(element);
            add_tables(element, tables);
        }
    }
}

/// Returns the columns of a table: elements, then attributes.
fn columns_of(table: &AnyElement) -> Vec<Column> {
    let column = |declaration: &AnyElement, is_attribute| Column {
        name: decode_name(table_name(declaration)).into_owned(),
        type_name: declaration.attribute("type").map(str::to_owned),
        is_attribute,
    };
    let elements = particles(table).filter(|element| complex_type(element).next().is_none());
    let attributes = complex_type(table).flat_map(AnyElement::elements).filter(|child| {
        child.name.local() == "attribute" && child.attribute("use") != Some("prohibited")
    });
    let elements = elements.map(|element| column(element, false));
    elements.chain(attributes.map(|attribute| column(attribute, true))).collect()
}

/// Returns the elements in the content of an element's anonymous type.
fn particles(declaration: &AnyElement) -> impl Iterator<Item = &AnyElement> {
    let groups = complex_type(declaration)
        .flat_map(AnyElement::elements)
        .filter(|child| matches!(child.name.local(), "sequence" | "choice" | "all"));
    groups.flat_map(AnyElement::elements).filter(|child| child.name.local() == "element")
}

fn complex_type(declaration: &AnyElement) -> impl Iterator<Item = &AnyElement> {
    declaration.elements().filter(|child| child.name.local() == "complexType")
}

/// Returns the encoded name of a table or column.
fn table_name(declaration: &AnyElement) -> &str {
    let reference =
        declaration.attribute("ref").map(|name| name.rsplit(':').next().unwrap_or(name));
    declaration.attribute("name").or(reference).unwrap_or_default()
}

fn declared(local: &str) -> AnyElement {
    AnyElement::new(QName::new(XSD, local).with_prefix("xs"))
}

fn declared_element(name: &str) -> AnyElement {
    let mut element = declared("element");
    set(&mut element, "name", name.to_owned());
    element
}

fn around(local: &str, content: AnyElement) -> AnyElement {
    let mut element = declared(local);
    element.children.push(AnyNode::Element(content));
    element
}

fn set(element: &mut AnyElement, name: &str, value: String) {
    element.attributes.push(AnyAttribute::new(QName::new("", name), value));
}

/// Returns the first element with this local name in a subtree.
fn descendant_mut<'a>(element: &'a mut AnyElement, local: &str) -> Option<&'a mut AnyElement> {
    if element.name.local() == local {
        return Some(element);
    }
    elements_mut(element).find_map(|child| descendant_mut(child, local))
}
