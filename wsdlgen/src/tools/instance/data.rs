//! What is in a message, in the form that JSON has.

/// A value without the ways in which XML says it: text, numbers and truth values for simple types,
/// objects for complex ones.
///
/// Elements and attributes stand by their local names; what may repeat is a list; nil is null and what is
/// absent is left out. A choice stands in the object around it by what was chosen, unless it repeats.
/// Where a type may have others derived from it, the object has the type's name around it. Simple content
/// beside attributes is called `value`, and what a wildcard took is XML in the list `any`. It is what
/// generated types become with [`Config::serde`](crate::Config::serde).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// Nil.
    Null,
    /// A truth value.
    Boolean(bool),
    /// A number as it is written.
    Number(String),
    /// All other simple values.
    Text(String),
    /// What may stand several times.
    List(Vec<Data>),
    /// Names and values, in order.
    Object(Vec<(String, Data)>),
}

impl Data {
    /// The value of this name, where it is an object.
    ///
    /// ```
    /// use wsdlgen::tools::Data;
    ///
    /// let data = Data::Object(vec![("PIN".to_owned(), Data::Null)]);
    /// assert_eq!(data.get("PIN"), Some(&Data::Null));
    /// assert_eq!(data.get("Pin"), None);
    /// ```
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => {
                entries.iter().find(|(known, _)| known == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// What kind of a value it is, for errors.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a truth value",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}
