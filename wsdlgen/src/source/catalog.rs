//! Catalogs: which file stands for a location that is none.

use std::{collections::HashMap, iter::Peekable, str::Chars};

use super::location;

/// The file that maps locations, beside a contract; `wsdlgen fetch` writes it.
pub(super) const FILE_NAME: &str = "catalog.json";

/// Locations with the paths that stand for them.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    paths: HashMap<String, String>,
}

impl Catalog {
    /// Adds an entry, unless the location has one.
    pub(super) fn add(&mut self, location: &str, path: &str) {
        let path = location::normalise(path);
        self.paths.entry(location.trim().to_owned()).or_insert(path);
    }

    /// Adds the entries of a catalog file: one object, whose values are paths as seen from the
    /// file. What is wrong with it otherwise.
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

/// As much of JSON as a catalog needs: one object of strings (RFC 8259).
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
        self.rest.next().map_or(Ok(()), |found| Err(format!("`{found}` behind the object")))
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
        let found = self.rest.peek().map_or("the end".to_owned(), |found| format!("`{found}`"));
        Err(format!("expected `{wanted}`, found {found}"))
    }

    fn string(&mut self) -> Result<String, String> {
        self.expect('"')?;
        // In UTF-16, because that is what escapes are in.
        let mut units: Vec<u16> = Vec::new();
        loop {
            let next = match self.rest.next() {
                None => return Err("a string without an end".to_owned()),
                Some('"') => break,
                Some('\\') => self.escape()?,
                Some(other) => {
                    units.extend_from_slice(other.encode_utf16(&mut [0; 2]));
                    continue;
                }
            };
            units.push(next);
        }
        String::from_utf16(&units).map_err(|_| "half of a surrogate pair".to_owned())
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
                return unit.ok_or_else(|| format!("`\\u{digits}` is no character"));
            }
            _ => return Err("a backslash before what needs none".to_owned()),
        };
        Ok(u16::try_from(u32::from(escaped)).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::Catalog;

    #[test]
    fn paths_are_relative_to_the_catalog() {
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
    fn what_is_no_catalog_is_refused() {
        let cases = [
            ("", "expected `{`, found the end"),
            ("[]", "expected `{`, found `[`"),
            (r#"{"a": 1}"#, "expected `\"`, found `1`"),
            (r#"{"a": "b",}"#, "expected `\"`, found `}`"),
            (r#"{"a": "b"} x"#, "`x` behind the object"),
            (r#"{"a": "b"#, "a string without an end"),
            (r#"{"a": "\x"}"#, "a backslash before what needs none"),
            (r#"{"a": "\u12g4"}"#, "`\\u12g4` is no character"),
            (r#"{"a": "\ud800"}"#, "half of a surrogate pair"),
        ];
        for (text, expected) in cases {
            let error = Catalog::default().add_file("catalog.json", text).unwrap_err();
            assert_eq!(error, expected, "{text}");
        }
    }
}
