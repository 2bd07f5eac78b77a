//! Character classes in brackets (appendix F, productions 11 to 22).

use super::{
    PatternError,
    escape::{Escape, escape},
    push_literal,
    scanner::{Position, Scanner},
};

/// The class behind a `[` that stands at `open`; classes may nest `depth` times in it.
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
            None => return Err(scanner.error(open, "the class that begins here has no end")),
            Some(']') if items.is_empty() => {
                return Err(scanner.error(place, "a class needs a character; `]` is written `\\]`"));
            }
            Some(']') => return Ok(format!("[{negation}{items}]")),
            Some('[') => {
                return Err(scanner.error(place, "`[` in a class is written `\\[`"));
            }
            Some('-') if !items.is_empty() && scanner.peek() == Some('[') => {
                let subtracted = subtracted(scanner, depth)?;
                return Ok(format!("[[{negation}{items}]--{subtracted}]"));
            }
            Some('-') => push_literal(&mut items, '-'),
            Some('\\') => match escape(scanner, place)? {
                Escape::Character(character) => range(scanner, place, character, &mut items)?,
                Escape::Class(class) => items.push_str(&class),
            },
            Some(character) => range(scanner, place, character, &mut items)?,
        }
    }
}

/// The class that is taken away, from its `[` on, and the end of the one that it is taken from.
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
        Err(scanner.error(end, "a class ends behind what is subtracted from it"))
    }
}

/// The range that begins with `first`, or that character alone.
///
/// A hyphen makes a range between two characters only. Where it cannot, it stands for itself, as
/// in `[\w-.]` and `[0-9_-.]`.
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
    let behind = scanner.place();
    let last = match scanner.take() {
        Some('\\') => match escape(scanner, behind)? {
            Escape::Character(character) => character,
            Escape::Class(class) => {
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
        return Err(scanner.error(place, format!("the range {first}-{last} runs backwards")));
    } else {
        push_literal(items, '-');
    }
    push_literal(items, last);
    Ok(())
}
