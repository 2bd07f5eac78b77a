//! Catalogs, which map locations to local files.

use std::{collections::HashMap, iter::Peekable, str::Chars};

use super::location;

/// Name of the catalog file next to a contract, as written by `wsdlgen fetch`.
pub(super) const FILE_NAME: &str = "catalog.json";

/// A map of locations to paths.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    paths: HashMap<String, String>,
}

impl Catalog {
    /// Adds an entry, unless the location already has one.
    pub(super) fn add(&mut self, location: &str, path: &str) {
        let path = location::normalise(path);
        self.paths.entry(location.trim().to_owned()).or_insert(path);
    }

    /// Adds the entries of a catalog file: one JSON object, whose values are paths relative to the file.
    ///
    /// # Errors
    ///
    /// Returns a message if the text is not a valid catalog.
    pub(super) fn add_file(&mut self, file: &str, text: &str) -> Result<(), String> {
        for (location, path) in Json::new(text).object()? {
            self.add(&location, &location::resolve(file, &path));
        }
        Ok(())
    }

    pub(super) fn get(&self, location: &str) -> Option<&str> {
        self.paths.get(location).map(String::as_str)
    }
}

/// A parser for the subset of JSON that a catalog needs: one object of strings (RFC 8259).
struct Json<'a> {
    rest: Peekable<Chars<'a>>,
}

impl<'a> Json<'a> {
    fn new(text: &'a str) -> Self {
        Self { rest: text.trim_start_matches('\u{feff}').chars().peekable() }
    }

    fn object(&mut self) -> Result<Vec<(String, String)>, String> {
        let mut entries = Vec::new();
        self.expect('{')?;
        if self.next_if('}') {
            return self.end().map(|()| entries);
        }
        loop {
            let name = self.string()?;
            self.expect(':')?;
            entries.push((name, self.string()?));
            if self.next_if('}') {
                return self.end().map(|()| entries);
            }
            self.expect(',')?;
        }
    }

    fn end(&mut self) -> Result<(), String> {
        self.skip_space();
        let error = |found: char| Err(format!("unexpected `{found}` after the object"));
        self.rest.next().map_or(Ok(()), error)
    }

    fn skip_space(&mut self) {
        while self.rest.next_if(|next| matches!(next, ' ' | '\t' | '\n' | '\r')).is_some() {}
    }

    fn next_if(&mut self, wanted: char) -> bool {
        self.skip_space();
        self.rest.next_if_eq(&wanted).is_some()
    }

    fn expect(&mut self, wanted: char) -> Result<(), String> {
        if self.next_if(wanted) {
            return Ok(());
        }
        let found = self.rest.peek().map_or("end of file".to_owned(), |found| format!("`{found}`"));
        Err(format!("expected `{wanted}`, found {found}"))
    }

    fn string(&mut self) -> Result<String, String> {
        self.expect('"')?;
        // Collect UTF-16 code units, because escapes are in UTF-16.
        let mut units: Vec<u16> = Vec::new();
        loop {
            let next = match self.rest.next() {
                None => return Err("unterminated string".to_owned()),
                Some('"') => break,
                Some('\\') => self.escape()?,
                Some(other) => {
                    units.extend_from_slice(other.encode_utf16(&mut [0; 2]));
                    continue;
                }
            };
            units.push(next);
        }
        String::from_utf16(&units).map_err(|_| "unpaired surrogate".to_owned())
    }

    fn escape(&mut self) -> Result<u16, String> {
        let escaped = match self.rest.next() {
            Some(same @ ('"' | '\\' | '/')) => same,
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => {
                let digits: String = self.rest.by_ref().take(4).collect();
                let unit = u16::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 4);
                return unit.ok_or_else(|| format!("`\\u{digits}` is not a valid escape"));
            }
            _ => return Err("invalid escape".to_owned()),
        };
        Ok(u16::try_from(u32::from(escaped)).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::Catalog;

    #[test]
    fn resolves_paths_relative_to_catalog() {
        let text = r#" { "http://example.org/a b":"x/../a.xsd" ,
            "say \"\u00e9\ud83d\ude00\/\n\"" : "/abs/b.xsd" } "#;
        let mut catalog = Catalog::default();
        catalog.add("http://example.org/c", "c.xsd");
        catalog.add_file("wsdl/catalog.json", text).unwrap();
        catalog.add("http://example.org/c", "other.xsd");
        let cases = [
            ("http://example.org/a b", Some("wsdl/a.xsd")),
            ("say \"é😀/\n\"", Some("/abs/b.xsd")),
            ("http://example.org/c", Some("c.xsd")),
            ("c", None),
        ];
        for (location, expected) in cases {
            assert_eq!(catalog.get(location), expected, "{location}");
        }
        Catalog::default().add_file("catalog.json", "{}").unwrap();
    }

    #[test]
    fn rejects_invalid_catalogs() {
        let cases = [
            ("", "expected `{`, found end of file"),
            ("[]", "expected `{`, found `[`"),
            (r#"{"a": 1}"#, "expected `\"`, found `1`"),
            (r#"{"a": "b",}"#, "expected `\"`, found `}`"),
            (r#"{"a": "b"} x"#, "unexpected `x` after the object"),
            (r#"{"a": "b"#, "unterminated string"),
            (r#"{"a": "\x"}"#, "invalid escape"),
            (r#"{"a": "\u12g4"}"#, "`\\u12g4` is not a valid escape"),
            (r#"{"a": "\ud800"}"#, "unpaired surrogate"),
        ];
        for (text, expected) in cases {
            let error = Catalog::default().add_file("catalog.json", text).unwrap_err();
            assert_eq!(error, expected, "{text}");
        }
    }
}
