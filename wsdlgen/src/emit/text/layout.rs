//! Empty lines between items, which prettyplease does not write.

/// Inserts an empty line between items, except between one-line items of the same kind.
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

/// Returns whether the line is a declaration on one line.
fn is_call(line: &str) -> bool {
    line.starts_with("rt::") && line.ends_with(" }")
}

/// Returns whether the line begins an item that needs an empty line before it.
///
/// After a one-line item, only items with documentation or a body do: neighbouring constants and
/// imports stay together.
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
    fn separates_items_but_not_statements() {
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
