//! Message contents in the data model of JSON.

/// A value in the data model of JSON: strings, numbers and booleans for simple types, objects for complex types.
///
/// - The keys of an object are the local names of elements and attributes. Absent ones are omitted.
/// - Elements that may repeat are lists, and nil is null.
/// - A choice that does not repeat adds an entry for the chosen branch to the surrounding object.
/// - A value whose type has derived types is wrapped in an object with the type's name as its key.
/// - Simple content of an element with attributes has the key `value`.
/// - Elements accepted by a wildcard are XML in the list `any`.
///
/// Types generated with [`Config::serde`](crate::Config::serde) have this form, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// Nil.
    Null,
    /// A boolean.
    Boolean(bool),
    /// A number, in lexical form.
    Number(String),
    /// Any other simple value.
    Text(String),
    /// A list: content that may repeat, or a value of a list type.
    List(Vec<Data>),
    /// An object: names and values, in order.
    Object(Vec<(String, Data)>),
}

impl Data {
    /// Returns the entry with this name, if the value is an object that has one.
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

    /// Returns the kind of the value, for errors.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}
