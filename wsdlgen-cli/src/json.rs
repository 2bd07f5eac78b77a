//! Conversion between JSON and the generator's message data.

use serde_json::{Map, Number, Value};
use wsdlgen::tools::Data;

/// Converts JSON to message data.
///
/// ```
/// use wsdlgen::tools::Data;
/// use wsdlgen_cli::json::to_data;
///
/// let data = to_data(serde_json::json!({ "OrderId": 7 }));
/// assert_eq!(data.get("OrderId"), Some(&Data::Number("7".to_owned())));
/// ```
pub fn to_data(value: Value) -> Data {
    match value {
        Value::Null => Data::Null,
        Value::Bool(value) => Data::Boolean(value),
        Value::Number(number) => Data::Number(number.to_string()),
        Value::String(text) => Data::Text(text),
        Value::Array(items) => Data::List(items.into_iter().map(to_data).collect()),
        Value::Object(entries) => {
            Data::Object(entries.into_iter().map(|(name, value)| (name, to_data(value))).collect())
        }
    }
}

/// Converts message data to JSON. A number that JSON cannot represent becomes a string.
///
/// ```
/// use wsdlgen::tools::Data;
/// use wsdlgen_cli::json::from_data;
///
/// assert_eq!(from_data(Data::List(vec![Data::Boolean(true)])).to_string(), "[true]");
/// ```
pub fn from_data(data: Data) -> Value {
    match data {
        Data::Null => Value::Null,
        Data::Boolean(value) => Value::Bool(value),
        Data::Number(text) => match text.parse::<Number>() {
            Ok(number) => Value::Number(number),
            Err(_) => Value::String(text),
        },
        Data::Text(text) => Value::String(text),
        Data::List(items) => Value::Array(items.into_iter().map(from_data).collect()),
        Data::Object(entries) => {
            let entries = entries.into_iter().map(|(name, data)| (name, from_data(data)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{from_data, to_data};

    #[test]
    fn preserves_all_digits_of_numbers() {
        for number in ["0.12345678901234567890", "100.10", "123456789012345678901234567890"] {
            let value: serde_json::Value = serde_json::from_str(number).expect("valid JSON");
            assert_eq!(to_data(value), wsdlgen::tools::Data::Number(number.to_owned()));
        }
    }

    #[test]
    fn round_trips_values() {
        let value = json!({ "a": [1, true, null], "b": { "c": "x" }, "d": -7 });
        assert_eq!(from_data(to_data(value.clone())), value);
    }
}
