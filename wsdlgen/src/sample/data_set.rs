//! Samples of a .NET `DataSet`.

use super::{content::Values, tree::Node};

/// A schema without tables.
const SCHEMA: &str = "<xs:schema id=\"NewDataSet\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" \
    xmlns:msdata=\"urn:schemas-microsoft-com:xml-msdata\">\
    <xs:element name=\"NewDataSet\" msdata:IsDataSet=\"true\"><xs:complexType>\
    <xs:choice minOccurs=\"0\" maxOccurs=\"unbounded\"/></xs:complexType></xs:element></xs:schema>";

/// A DiffGram without rows.
const DIFFGRAM: &str =
    "<diffgr:diffgram xmlns:diffgr=\"urn:schemas-microsoft-com:xml-diffgram-v1\"/>";

/// Returns the content of a `DataSet`. The placeholders are those of ASP.NET's help pages.
pub(super) fn content(values: Values) -> [Node; 2] {
    let parts = match values {
        Values::Valid => [SCHEMA, DIFFGRAM],
        Values::Placeholders => ["<xsd:schema>schema</xsd:schema>", "xml"],
    };
    parts.map(|part| Node::Xml(part.to_owned()))
}
