//! Layout that prettyplease leaves out: an empty line between items.

/// Inserts an empty line between items that are not one-liners of a kind.
pub(crate) fn set_items_apart(parts: &[&str]) -> String {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut spaced = String::with_capacity(length + length / 32);
    let mut previous = "";
    for line in parts.iter().flat_map(|part| part.lines()) {
        if ends_item(previous) && begins_item(line, previous) {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        previous = line;
    }
    spaced
}

fn ends_item(line: &str) -> bool {
    let line = line.trim_start();
    matches!(line, "}" | ");") || (line.ends_with(';') && !line.starts_with("///")) || is_call(line)
}

/// Whether it is a declaration of one line.
fn is_call(line: &str) -> bool {
    line.starts_with("rt::") && line.ends_with(" }")
}

/// Whether an item begins here. Behind a one-line item only what has documentation or a body of its
/// own is set apart: neighbouring constants and imports stay together.
fn begins_item(line: &str, previous: &str) -> bool {
    const WITH_BODY: [&str; 12] = [
        "///",
        "#[",
        "impl",
        "fn ",
        "pub fn ",
        "async fn ",
        "pub const fn ",
        "pub struct ",
        "pub enum ",
        "pub trait ",
        "pub mod ",
        "pub type ",
    ];
    let line = line.trim_start();
    WITH_BODY.iter().any(|start| line.starts_with(start))
        || (line.starts_with("rt::") && line.ends_with("! {"))
        || (is_call(line) && !is_call(previous))
        || (line.starts_with("static ") && previous.starts_with("use "))
}

#[cfg(test)]
mod tests {
    use super::set_items_apart;

    #[test]
    fn items_are_set_apart_and_statements_are_not() {
        let code = "\
use a as rt;
static A: u8 = 1;
/// B;
/// more of B
const B: u8 = 2;
impl C {
    const D: u8 = 3;
    fn e() {
        if f {
        }
        let g = 1;
    }
    fn h() {}
}
";
        let expected = "\
use a as rt;

static A: u8 = 1;

/// B;
/// more of B
const B: u8 = 2;

impl C {
    const D: u8 = 3;

    fn e() {
        if f {
        }
        let g = 1;
    }

    fn h() {}
}
";
        assert_eq!(set_items_apart(&[code]), expected);
    }
}
