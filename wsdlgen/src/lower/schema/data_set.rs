//! Fields of a .NET `DataSet`, which contracts declare as two wildcards.
//!
//! ```text
//! <xs:element ref="xs:schema"/><xs:any/>                           become   fields schema, diffgram
//! <xs:any namespace="http://www.w3.org/2001/XMLSchema"/><xs:any/>  become   fields schema, diffgram
//! ```

use super::builtins::XSD;
use crate::{
    lower::Lowering,
    model::{Field, NamespaceConstraint, NamespaceId, Term, Wildcard},
};

/// The namespace of the rows of a `DataSet`.
const DIFFGRAM: &str = "urn:schemas-microsoft-com:xml-diffgram-v1";

impl Lowering<'_> {
    /// Names the wildcards of a .NET `DataSet`: `schema` and, for the rows, `diffgram`.
    pub(crate) fn name_data_set(&self, fields: &mut [Field]) {
        let uri = |namespace: NamespaceId| &*self.namespaces[namespace.0 as usize].uri;
        let mut after_schema = false;
        for field in fields {
            let only = match &field.term {
                Term::Any(Wildcard { namespaces: NamespaceConstraint::OneOf(ids), .. }) => {
                    ids.first().filter(|_| ids.len() == 1).map(|id| uri(*id))
                }
                Term::Element(element) if &*element.name.local == "schema" => {
                    Some(uri(element.name.namespace))
                }
                Term::Any(_) | Term::Element(_) | Term::Part(_) => None,
            };
            let is_any = matches!(field.term, Term::Any(_));
            let is_schema = only == Some(XSD);
            if is_any && is_schema {
                field.called = "schema".into();
            } else if is_any && (only == Some(DIFFGRAM) || after_schema) {
                field.called = "diffgram".into();
            }
            after_schema = is_schema;
        }
    }
}
