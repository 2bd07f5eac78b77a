//! Character classes in brackets (appendix F, productions 11 to 22).

use super::{
    PatternError,
    escape::{Escape, escape},
    push_literal,
    scanner::{Position, Scanner},
};

/// Translates a class. Its `[` at `open` has already been taken, and classes may nest `depth` levels deep in it.
///
/// ```text
/// [^a-z-[aeiou]]    becomes    [[^a-z]--[aeiou]]
/// ```
pub(super) fn class(
    scanner: &mut Scanner<'_>,
    open: Position,
    depth: usize,
) -> Result<String, PatternError> {
    let negation = if scanner.take_if("^") { "^" } else { "" };
    let mut items = String::new();
    loop {
        let place = scanner.place();
        match scanner.take() {
            None => return Err(scanner.error(open, "unclosed class")),
            Some(']') if items.is_empty() => {
                return Err(scanner.error(place, "empty class; write `\\]` for a literal `]`"));
            }
            Some(']') => return Ok(format!("[{negation}{items}]")),
            Some('[') => {
                return Err(scanner.error(place, "unescaped `[` in a class; write `\\[`"));
            }
            Some('-') if !items.is_empty() && scanner.peek() == Some('[') => {
                let subtracted = subtracted(scanner, depth)?;
                return Ok(format!("[[{negation}{items}]--{subtracted}]"));
            }
            Some('-') => {
                if !items.is_empty() && scanner.peek() != Some(']') {
                    scanner.foreign(place, "unescaped `-` in a class; write `\\-`");
                }
                push_literal(&mut items, '-');
            }
            Some('\\') => match escape(scanner, place)? {
                Escape::Character(character) => range(scanner, place, character, &mut items)?,
                Escape::Class(class) => items.push_str(&class),
            },
            Some(character) => range(scanner, place, character, &mut items)?,
        }
    }
}

/// Translates a subtracted class, and takes the end of the class that it is subtracted from.
fn subtracted(scanner: &mut Scanner<'_>, depth: usize) -> Result<String, PatternError> {
    let open = scanner.place();
    scanner.take();
    if depth == 0 {
        return Err(scanner.error(open, "classes are nested too deeply"));
    }
    let subtracted = class(scanner, open, depth - 1)?;
    let end = scanner.place();
    if scanner.take_if("]") {
        Ok(subtracted)
    } else {
        Err(scanner.error(end, "expected `]` after the subtracted class"))
    }
}

/// Translates a range that starts with `first`, or that single character.
///
/// A hyphen forms a range only between two characters. Elsewhere it is a literal, as in `[\w-.]` and `[0-9_-.]`.
fn range(
    scanner: &mut Scanner<'_>,
    place: Position,
    first: char,
    items: &mut String,
) -> Result<(), PatternError> {
    push_literal(items, first);
    if scanner.peek() != Some('-') || matches!(scanner.peek_second(), None | Some('-' | '[' | ']'))
    {
        return Ok(());
    }
    scanner.take();
    let after = scanner.place();
    let last = match scanner.take() {
        Some('\\') => match escape(scanner, after)? {
            Escape::Character(character) => character,
            Escape::Class(class) => {
                scanner.foreign(after, "a class cannot end a range");
                push_literal(items, '-');
                items.push_str(&class);
                return Ok(());
            }
        },
        Some(character) => character,
        None => return Ok(()),
    };
    if first <= last {
        items.push('-');
    } else if first.is_alphanumeric() && last.is_alphanumeric() {
        return Err(scanner.error(place, format!("the range `{first}-{last}` is reversed")));
    } else {
        scanner.foreign(place, format!("the range `{first}-{last}` is reversed"));
        push_literal(items, '-');
    }
    push_literal(items, last);
    Ok(())
}
