//! Escapes, which start with a backslash (appendix F, productions 23 to 37).

use super::{
    PatternError,
    blocks::block,
    scanner::{Position, Scanner},
};

/// The meaning of an escape.
pub(super) enum Escape {
    /// A single character.
    Character(char),
    /// A set of characters, in a form that is valid inside and outside of a class.
    Class(String),
}

/// Characters that may start a name (XML 1.0 fifth edition, production 4).
const NAME_START: &str = concat!(
    r":A-Z_a-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}",
    r"\x{200C}\x{200D}\x{2070}-\x{218F}\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}",
    r"\x{F900}-\x{FDCF}\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}",
);

/// Further characters that a name may contain (production 4a).
const NAME_REST: &str = r"\-.0-9\x{B7}\x{300}-\x{36F}\x{203F}\x{2040}";

/// The Unicode general categories listed in appendix F.
pub(super) const CATEGORIES: [&str; 36] = [
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc",
    "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C",
    "Cc", "Cf", "Co", "Cn",
];

/// Translates an escape. Its backslash at `place` has already been taken.
pub(super) fn escape(scanner: &mut Scanner<'_>, place: Position) -> Result<Escape, PatternError> {
    let Some(letter) = scanner.take() else {
        return Err(scanner.error(place, "expected a character after the backslash"));
    };
    let set = match letter {
        'n' => return Ok(Escape::Character('\n')),
        'r' => return Ok(Escape::Character('\r')),
        't' => return Ok(Escape::Character('\t')),
        'u' => return code(scanner, place, 4),
        'x' => return code(scanner, place, 2),
        '\\' | '|' | '.' | '?' | '*' | '+' | '(' | ')' | '{' | '}' | '-' | '[' | ']' | '^' => {
            return Ok(Escape::Character(letter));
        }
        // Other dialects also escape `/`, `"` or `@`.
        ' '..='/' | ':'..='@' | '['..='`' | '{'..='~' => {
            scanner.foreign(place, format!("XML Schema has no escape `\\{letter}`"));
            return Ok(Escape::Character(letter));
        }
        's' => r"[ \t\n\r]".to_owned(),
        'S' => r"[^ \t\n\r]".to_owned(),
        'i' => format!("[{NAME_START}]"),
        'I' => format!("[^{NAME_START}]"),
        'c' => format!("[{NAME_START}{NAME_REST}]"),
        'C' => format!("[^{NAME_START}{NAME_REST}]"),
        'd' => r"\p{Nd}".to_owned(),
        'D' => r"\P{Nd}".to_owned(),
        'w' => r"[^\p{P}\p{Z}\p{C}]".to_owned(),
        'W' => r"[\p{P}\p{Z}\p{C}]".to_owned(),
        'p' => property(scanner, place, "")?,
        'P' => property(scanner, place, "^")?,
        '0'..='9' => return Err(scanner.error(place, "XML Schema has no back references")),
        _ => return Err(scanner.error(place, format!("XML Schema has no escape `\\{letter}`"))),
    };
    Ok(Escape::Class(set))
}

/// Parses a character code, which other dialects support.
fn code(scanner: &mut Scanner<'_>, place: Position, digits: usize) -> Result<Escape, PatternError> {
    scanner.foreign(place, "XML Schema has no escapes with a character's number");
    let hexadecimal = scanner.rest().get(..digits);
    let number = hexadecimal.filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let character = number.and_then(|number| u32::from_str_radix(number, 16).ok());
    let Some(character) = character.and_then(char::from_u32) else {
        let reason = format!("expected {digits} hexadecimal digits of a character");
        return Err(scanner.error(place, reason));
    };
    for _ in 0..digits {
        scanner.take();
    }
    Ok(Escape::Character(character))
}

/// Translates a category or a block in braces.
fn property(
    scanner: &mut Scanner<'_>,
    place: Position,
    negation: &str,
) -> Result<String, PatternError> {
    let braced = scanner.take_if("{");
    let name = scanner.take_while(|character| character != '}');
    if !braced || !scanner.take_if("}") {
        return Err(scanner.error(place, "expected a category or block in braces"));
    }
    if CATEGORIES.contains(&name) {
        let letter = if negation.is_empty() { 'p' } else { 'P' };
        return Ok(format!(r"\{letter}{{{name}}}"));
    }
    let Some(ranges) = name.strip_prefix("Is").and_then(block) else {
        let reason = format!("unknown Unicode category or block `{}`", name.escape_debug());
        return Err(scanner.error(place, reason));
    };
    Ok(format!("[{negation}{ranges}]"))
}
