//! List types (XSD 1.0 part 2, §2.5.1.2).

use super::{DeclaredNames, Lexical, Prefixes, QName, ValueError};

/// A list type: items separated by white space, which no item can contain.
impl<T: Lexical> Lexical for Vec<T> {
    const MAY_HOLD_MARKUP: bool = T::MAY_HOLD_MARKUP;
    const HOLDS_NAMES: bool = T::HOLDS_NAMES;
    const ITEM_BYTES: usize = size_of::<T>();

    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        items(text, T::parse_lexical)
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        separated(self, out, T::append_lexical);
    }

    fn parse_in(text: &str, prefixes: &dyn Prefixes) -> Result<Self, ValueError> {
        items(text, |item| T::parse_in(item, prefixes))
    }

    fn append_in(&self, out: &mut Vec<u8>, names: &DeclaredNames) {
        separated(self, out, |item, out| item.append_in(out, names));
    }

    fn each_name(&self, visit: &mut dyn FnMut(&QName)) {
        for item in self {
            item.each_name(visit);
        }
    }
}

fn items<T>(
    text: &str,
    parse: impl Fn(&str) -> Result<T, ValueError>,
) -> Result<Vec<T>, ValueError> {
    // The capacity matches what readers charge for: see `Lexical::ITEM_BYTES`.
    let mut list = Vec::with_capacity(words(text).count());
    for item in words(text) {
        let value = parse(item).map_err(|error| at_item(list.len() + 1, &error))?;
        list.push(value);
    }
    Ok(list)
}

/// Returns the items of a list's lexical form.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty())
}

#[cold]
fn at_item(number: usize, error: &ValueError) -> ValueError {
    ValueError::new(error.expected(), format!("item {number}: {}", error.reason))
}

fn separated<T>(list: &[T], out: &mut Vec<u8>, append: impl Fn(&T, &mut Vec<u8>)) {
    for (index, item) in list.iter().enumerate() {
        if index > 0 {
            out.push(b' ');
        }
        append(item, out);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::{prelude::any, prop_assert_eq, proptest};

    use super::{DeclaredNames, Lexical, Prefixes, QName};
    use crate::xsd::{Decimal, WhiteSpace, same_value};

    fn written<T: Lexical>(value: &T) -> String {
        let mut out = Vec::new();
        value.append_lexical(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn splits_items_at_white_space() {
        let cases: [(&str, &[i8]); 5] = [
            ("", &[]),
            (" \n", &[]),
            ("7", &[7]),
            ("1 2 3", &[1, 2, 3]),
            ("\t+1\r\n  02 \n-3 ", &[1, 2, -3]),
        ];
        for (text, items) in cases {
            assert_eq!(Vec::<i8>::parse_lexical(text).unwrap(), items, "{text:?}");
        }
        // A no-break space is not XML white space.
        assert_eq!(Vec::<String>::parse_lexical("a\u{a0}b").unwrap(), ["a\u{a0}b"]);
    }

    #[test]
    fn writes_one_space_between_items() {
        let none: [bool; 0] = [];
        assert_eq!(written(&none.to_vec()), "");
        assert_eq!(written(&vec![true]), "true");
        assert_eq!(written(&vec![Decimal::new(150, 2), Decimal::from(-1)]), "1.50 -1");
    }

    #[test]
    fn reports_the_invalid_item() {
        let error = Vec::<i8>::parse_lexical("1  2 300 x").unwrap_err();
        assert_eq!(
            error.to_string(),
            "not a valid xs:byte: item 3: expected a number between -128 and 127"
        );
    }

    #[test]
    fn inherits_markup_from_the_items() {
        assert_eq!([Vec::<i8>::MAY_HOLD_MARKUP, Vec::<String>::MAY_HOLD_MARKUP], [false, true]);
        assert_eq!(Vec::<String>::WHITE_SPACE, WhiteSpace::Collapse);
    }

    #[test]
    fn compares_lists_item_by_item() {
        assert!(same_value::<Vec<Decimal>>("1.0 2", " 1\n2.00"));
        assert!(same_value::<Vec<f64>>("1 NaN", "1  NaN"));
        assert!(!same_value::<Vec<Decimal>>("1 2", "2 1"));
        assert!(!same_value::<Vec<Decimal>>("1 2", "1 2 3"));
    }

    struct One;

    impl Prefixes for One {
        fn namespace_of(&self, prefix: &str) -> Option<Arc<str>> {
            (prefix == "p").then(|| "urn:p".into())
        }
    }

    #[test]
    fn resolves_prefixes_of_names_in_lists() {
        let names = Vec::<QName>::parse_in("p:a p:b", &One).unwrap();
        assert_eq!(names, [QName::new("urn:p", "a"), QName::new("urn:p", "b")]);

        let mut seen = Vec::new();
        names.each_name(&mut |name| seen.push(name.local().to_owned()));
        assert_eq!(seen, ["a", "b"]);

        let mut out = Vec::new();
        names.append_in(&mut out, &DeclaredNames::default());
        assert_eq!(out, b"p:a p:b");

        let error = Vec::<QName>::parse_in("p:a q:b", &One).unwrap_err().to_string();
        assert_eq!(error, "not a valid xs:QName: item 2: undeclared prefix");
    }

    proptest! {
        #[test]
        fn round_trips_items(items in any::<Vec<i64>>()) {
            prop_assert_eq!(Vec::parse_lexical(&written(&items)), Ok(items));
        }
    }
}
