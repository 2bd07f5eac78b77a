//! Fields with the type of `uuid`.

use ::uuid::Uuid;

use super::{Lexical, ValueError};

/// A string whose pattern describes a GUID, such as `guid` in Microsoft's contracts.
///
/// Fields have this type if a generator setting selects it. It is written in lower case, with hyphens and without
/// braces.
impl Lexical for Uuid {
    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        Self::try_parse(text).map_err(|error| ValueError::new("uuid::Uuid", error.to_string()))
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        let mut buffer = Self::encode_buffer();
        out.extend_from_slice(self.hyphenated().encode_lower(&mut buffer).as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::{Lexical, Uuid};

    #[test]
    fn writes_lower_case_with_hyphens() {
        let lower = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9";
        let upper = lower.to_uppercase();
        for text in [lower.to_owned(), format!("{{{upper}}}"), upper] {
            let mut out = Vec::new();
            Uuid::parse_lexical(&text).unwrap().append_lexical(&mut out);
            assert_eq!(out, lower.as_bytes(), "{text}");
        }
        let error = Uuid::parse_lexical("0a1b2c3d").unwrap_err().to_string();
        assert!(error.starts_with("not a valid uuid::Uuid: "), "{error}");
    }
}
