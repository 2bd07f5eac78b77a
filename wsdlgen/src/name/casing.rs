//! Conversion of names in a contract to identifiers: casing, keywords and characters that are not allowed.

use std::fmt;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use unicode_ident::{is_xid_continue, is_xid_start};
use wsdlgen_runtime::xml::decode_name;

/// A Rust identifier.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Identifier {
    text: String,
    case: Case,
    raw: bool,
}

/// The case of an identifier, which depends on the kind of item it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Case {
    UpperCamel,
    Snake,
    ShoutySnake,
}

/// Strict and reserved keywords of edition 2024 that can be raw identifiers.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Top-level domains that mark a URN as ending in a domain name.
const TOP: [&str; 6] = ["com", "edu", "gov", "io", "net", "org"];

/// Keywords that cannot be raw identifiers.
const PATH_KEYWORDS: [&str; 4] = ["crate", "self", "super", "Self"];

/// Writes the identifier as it appears in code, with `r#` before a keyword.
impl fmt::Display for Identifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", if self.raw { "r#" } else { "" }, self.text)
    }
}

impl Identifier {
    /// Creates an identifier from a name in settings. Its case is kept.
    pub(crate) fn given(name: &str) -> Self {
        let case =
            if name.starts_with(char::is_lowercase) { Case::Snake } else { Case::UpperCamel };
        Self::new(name, case, "empty")
    }

    /// Creates the name of a struct, enum or trait, in `UpperCamelCase`. Numbers stay separate: `Version1_0`.
    pub(crate) fn of_type(name: &str) -> Self {
        Self::new(
            &upper_camel(acronyms(name).to_snake_case().split('_')),
            Case::UpperCamel,
            "Empty",
        )
    }

    /// Creates the name of a variant from the text of a value, in `UpperCamelCase`.
    pub(crate) fn of_variant(text: &str) -> Self {
        Self::of_type(text)
    }

    /// Creates the name of a variant from words separated by spaces, in `UpperCamelCase`.
    pub(crate) fn of_words(words: &str) -> Self {
        let words: Vec<String> = words.split_whitespace().map(acronyms).collect();
        Self::new(&upper_camel(words.iter().map(|word| &**word)), Case::UpperCamel, "Empty")
    }

    /// Creates the name of a field or method, in `snake_case`.
    pub(crate) fn of_field(name: &str) -> Self {
        Self::new(&acronyms(name).to_snake_case(), Case::Snake, "empty")
    }

    /// Creates the name of a constant, in `SHOUTY_SNAKE_CASE`.
    pub(crate) fn of_constant(name: &str) -> Self {
        Self::new(&acronyms(name).to_shouty_snake_case(), Case::ShoutySnake, "EMPTY")
    }

    /// Returns candidate names for the module of a namespace, best first.
    ///
    /// The first is the last part of the URI that contains a letter. The others also include the parts before it. For a
    /// URN that ends in a domain name, the first labels come first: `urn:core.webservices.example.com` becomes `core`.
    pub(crate) fn modules(uri: &str) -> Vec<Self> {
        let parts = uri.split(['/', ':', '#', '?']);
        let telling: Vec<&str> =
            parts.filter(|part| part.chars().any(char::is_alphabetic)).collect();
        let labels: Vec<&str> = match &*telling {
            ["urn", domain] => domain.split('.').collect(),
            _ => Vec::new(),
        };
        let is_domain = labels.len() > 2 && labels.last().is_some_and(|last| TOP.contains(last));
        let leading = if is_domain { 1..labels.len() - 1 } else { 0..0 };
        let mut modules: Vec<Self> =
            leading.map(|count| Self::of_field(&labels[..count].join(" "))).collect();
        let from_last = (0..telling.len()).rev();
        modules.extend(from_last.map(|first| Self::of_field(&telling[first..].join(" "))));
        if modules.is_empty() {
            modules.push(Self::of_field(uri));
        }
        modules
    }

    fn new(cased: &str, case: Case, empty: &str) -> Self {
        let mut text: String =
            cased.chars().map(|c| if is_xid_continue(c) { c } else { '_' }).collect();
        if text.chars().all(|c| c == '_') {
            empty.clone_into(&mut text);
        }
        if !text.starts_with(|first| is_xid_start(first) || first == '_') {
            // `n` for "number", since it mostly is one. An underscore would mark the name as unused.
            text.insert(0, if case == Case::Snake { 'n' } else { 'N' });
        }
        if PATH_KEYWORDS.contains(&&*text) {
            text.push('_');
        }
        let raw = KEYWORDS.contains(&&*text);
        Self { text, case, raw }
    }

    /// Returns the identifier with a number, which makes it unique.
    pub(crate) fn numbered(&self, number: usize) -> Self {
        let text = self.text.trim_end_matches('_');
        let text = match self.case {
            // An underscore between letters and digits is not camel case.
            Case::UpperCamel => format!("{text}{number}"),
            Case::Snake | Case::ShoutySnake => format!("{text}_{number}"),
        };
        Self { text, case: self.case, raw: false }
    }

    /// Returns the identifier with a trailing underscore, for names that would shadow names in generated code.
    pub(crate) fn set_apart(&self) -> Self {
        Self { text: format!("{}_", self.text), case: self.case, raw: false }
    }

    /// Returns whether the identifier equals a name in settings.
    pub(crate) fn is_called(&self, given: &str) -> bool {
        self.text == Self::given(given).text
    }

    /// Returns the identifier without `r#`.
    pub(crate) fn bare(&self) -> &str {
        &self.text
    }

    /// Returns whether the identifier is a keyword and must be written with `r#`.
    pub(crate) fn is_raw(&self) -> bool {
        self.raw
    }
}

/// Joins words in `UpperCamelCase`, with an underscore between two digits: `Version1_0` differs from `Version10`.
fn upper_camel<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut text = String::new();
    for word in words {
        let word = word.to_upper_camel_case();
        if text.ends_with(is_digit) && word.starts_with(is_digit) {
            text.push('_');
        }
        text.push_str(&word);
    }
    text
}

/// Joins acronyms with the lowercase letter of their plural or version: `itemIDs` has the same words as `itemIds`, and
/// `IPv4` the same as `Ipv4`.
///
/// .NET's escapes of characters are decoded first: `Unit_x0020_price` has the same words as `UnitPrice`.
fn acronyms(name: &str) -> String {
    let characters = split_numbers(&decode_name(name));
    let mut text = String::with_capacity(name.len());
    let mut start = 0;
    while start < characters.len() {
        let length = characters[start..].iter().take_while(|one| one.is_uppercase()).count();
        let end = start + length;
        if length > 1 && is_suffix(&characters[end..]) {
            text.push(characters[start]);
            text.extend(characters[start + 1..end].iter().flat_map(|one| one.to_lowercase()));
        } else {
            text.extend(&characters[start..end]);
        }
        text.extend(characters.get(end));
        start = end + 1;
    }
    text
}

/// Separates a capitalized word from a number that starts a word: `2.0Type` has the same words as `2.0_Type`.
fn split_numbers(name: &str) -> Vec<char> {
    let mut characters = Vec::with_capacity(name.len());
    let mut is_number = false;
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        if is_number && c.is_uppercase() && rest.peek().is_some_and(|next| next.is_lowercase()) {
            characters.push('_');
        }
        let starts_word = characters.last().is_none_or(|last| !last.is_alphanumeric());
        is_number = c.is_ascii_digit() && (is_number || starts_word);
        characters.push(c);
    }
    characters
}

/// Returns whether the characters after an acronym start with the `s` of a plural, or with a letter before digits.
fn is_suffix(after: &[char]) -> bool {
    match after {
        ['s'] => true,
        ['s', next, ..] => !next.is_lowercase(),
        [letter, next, ..] => letter.is_lowercase() && next.is_ascii_digit(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::Identifier;

    #[test]
    fn applies_the_case_of_each_kind() {
        type Make = fn(&str) -> Identifier;
        let first_module: Make = |uri| Identifier::modules(uri).remove(0);
        let cases: [(Make, &str, &str); 37] = [
            (Identifier::of_type, "UpdateCustomerPIN", "UpdateCustomerPin"),
            (Identifier::of_type, "e-mail.address", "EMailAddress"),
            (Identifier::of_type, "Self", "Self_"),
            (Identifier::of_type, "2ndLine", "N2ndLine"),
            (Identifier::of_type, "Version_1.0", "Version1_0"),
            (Identifier::of_type, "Refund_2.0Type", "Refund2_0Type"),
            (Identifier::of_field, "Refund_2.0Type", "refund_2_0_type"),
            (Identifier::of_field, "v1Type", "v1_type"),
            (Identifier::of_field, "3DModel", "n3d_model"),
            (Identifier::of_type, "", "Empty"),
            (Identifier::of_type, "größe", "Größe"),
            (Identifier::of_field, "updateCustomerPINRequest", "update_customer_pin_request"),
            (Identifier::of_field, "ID", "id"),
            (Identifier::of_field, "IPv4", "ipv4"),
            (Identifier::of_field, "itemIDs", "item_ids"),
            (Identifier::of_field, "documentURLs", "document_urls"),
            (Identifier::of_field, "IDsOfItems", "ids_of_items"),
            (Identifier::of_field, "USstate", "u_sstate"),
            (Identifier::of_field, "setAs", "set_as"),
            (Identifier::of_field, "IPv6Address", "ipv6_address"),
            (Identifier::of_type, "IPv4Address", "Ipv4Address"),
            (Identifier::of_type, "PINs", "Pins"),
            (Identifier::of_type, "Unit_x0020_price", "UnitPrice"),
            (Identifier::of_field, "Order_x0020_ID_x002F_Nr", "order_id_nr"),
            (Identifier::of_constant, "SOAPv12Port", "SOAPV12_PORT"),
            (Identifier::of_field, "self", "self_"),
            (Identifier::of_field, "名前", "名前"),
            (Identifier::of_constant, "CustomerCareServiceSoap12", "CUSTOMER_CARE_SERVICE_SOAP12"),
            (Identifier::of_variant, "LOCK", "Lock"),
            (Identifier::of_variant, "m²", "M_"),
            (Identifier::of_field, "①", "empty"),
            (Identifier::of_variant, "not-found", "NotFound"),
            (first_module, "http://example.org/orders/2.0/", "orders"),
            (first_module, "urn:example:common", "common"),
            (first_module, "http://example.org", "example_org"),
            (first_module, "urn:core_2.platform.example.com", "core_2"),
            (first_module, "urn:com.example.orders", "com_example_orders"),
        ];
        for (make, name, expected) in cases {
            assert_eq!(make(name).bare(), expected, "{name}");
        }
    }

    #[test]
    fn makes_keywords_raw() {
        for (name, raw) in [("type", true), ("Type", true), ("gen", true), ("types", false)] {
            assert_eq!(Identifier::of_field(name).is_raw(), raw, "{name}");
        }
        assert!(!Identifier::of_type("type").is_raw());
    }
}
