//! Constants for default and fixed values.

use super::{
    docs::code,
    lines::{Lines, quoted},
};
use crate::{
    emit::RecordItem,
    model::{Constraint, Name},
};

/// Returns an `impl` with a constant for each default and fixed value, if there are any.
pub(crate) fn declare(item: &RecordItem<'_>) -> Option<String> {
    let constants: Vec<_> = item.record.constraints().zip(&item.names.members.constants).collect();
    if constants.is_empty() {
        return None;
    }
    let mut lines = Lines::default();
    lines.open(format_args!("impl {} {{", item.names.name));
    for ((kind, wire, constraint), name) in constants {
        lines.docs(&[line(kind, wire, constraint)]);
        let text = format!("{};", quoted(&constraint.text));
        lines.assign(&format!("pub const {name}: &'static str"), &text);
    }
    lines.close("}");
    Some(lines.finish())
}

fn line(kind: &str, wire: &Name, constraint: &Constraint) -> String {
    let what = if constraint.is_fixed() { "fixed" } else { "default" };
    format!("The {what} value of {kind} {}, in lexical form.", code(&wire.local))
}
