//! Quality checks for the names of generated types: the longest names, and names that end in a number.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::fmt::{self, Display};

use wsdlgen::tools::Overview;

/// Number of longest names to print.
const LONGEST: usize = 10;
/// Maximum length of a derived name, in characters. Longer names must occur in the contract.
const LONG: usize = 60;

/// Conspicuous names in one or more contracts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    types: usize,
    left_out: usize,
    /// The [`LONGEST`] names, longest first.
    longest: Vec<Name>,
    /// Names longer than [`LONG`] and longer than the name in the contract.
    too_long: Vec<Name>,
    /// Names that end in a number, unlike the name in the contract.
    numbered: Vec<Name>,
}

/// A name and the reason for its form.
#[derive(Debug, PartialEq, Eq)]
struct Name {
    service: String,
    path: String,
    reason: String,
}

impl Names {
    pub(super) fn of(service: &str, overview: &Overview) -> Self {
        let types = overview.types.iter().map(|ty| (&*ty.path, ty.named_after.as_deref()));
        Self {
            left_out: overview.counts.left_out,
            ..Self::of_types(service, &types.collect::<Vec<_>>())
        }
    }

    /// Checks types, given by their Rust paths and the names in the contract from which they are derived.
    fn of_types(service: &str, types: &[(&str, Option<&str>)]) -> Self {
        let paths: HashSet<&str> = types.iter().map(|(path, _)| *path).collect();
        let mut names = Self { types: types.len(), ..Self::default() };
        for (path, own) in types {
            let name =
                |reason| Name { service: service.to_owned(), path: (*path).to_owned(), reason };
            let origin = own.map_or("no name".to_owned(), |own| format!("`{own}`"));
            if length(path) > LONG.max(own.map_or(0, length)) {
                names.too_long.push(name(origin.clone()));
            }
            if let Some(reason) = number(path, *own, &paths) {
                names.numbered.push(name(format!("{origin}, {reason}")));
            }
            names.longest.push(name(origin));
        }
        names.keep_longest();
        names
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.types += other.types;
        self.left_out += other.left_out;
        self.longest.extend(other.longest);
        self.too_long.extend(other.too_long);
        self.numbered.extend(other.numbered);
        self.keep_longest();
    }

    fn keep_longest(&mut self) {
        self.longest.sort_by_key(|name| Reverse(length(&name.path)));
        self.longest.truncate(LONGEST);
    }
}

/// Returns the reason why a path ends in a number, or `None` if the name in the contract ends in the same number.
fn number(path: &str, own: Option<&str>, paths: &HashSet<&str>) -> Option<String> {
    let (bare, number) = split_number(path);
    if number.is_empty() || own.is_some_and(|own| split_number(own).1 == number) {
        return None;
    }
    Some(if paths.contains(bare) {
        format!("conflicts with `{bare}`")
    } else {
        "named after a branch with a number".to_owned()
    })
}

/// Splits a name into a stem and trailing digits.
fn split_number(name: &str) -> (&str, &str) {
    name.split_at(name.trim_end_matches(|c: char| c.is_ascii_digit()).len())
}

impl Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "types: {} generated, {} left out", self.types, self.left_out)?;
        let lists = [
            ("longest names", &self.longest),
            ("names over 60 characters that the contract does not have", &self.too_long),
            ("names with a number that the contract does not have", &self.numbered),
        ];
        for (title, names) in lists {
            write!(f, "\n{title}: {}", names.len())?;
            for Name { service, path, reason } in names {
                write!(f, "\n  {service}: {path} ({reason})")?;
            }
        }
        Ok(())
    }
}

/// Returns the length of the last segment of a path, in characters.
fn length(path: &str) -> usize {
    path.rsplit("::").next().unwrap_or(path).chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_long_and_numbered_names() {
        let long = "A".repeat(61);
        let types = [
            ("order::Item", None),
            ("order::Item2", None),
            ("Address2", Some("Address2")),
            ("Salary2", Some("salary")),
            (&*long, Some(&*long)),
            ("types::Line1", None),
        ];
        let mut names = Names::of_types("shop", &types);
        names.extend(Names::of_types("bank", &[(&*"B".repeat(61), Some("b"))]));
        assert_eq!(
            names.to_string(),
            format!(
                "types: 7 generated, 0 left out\n\
                 longest names: 7\n\
                 \x20 shop: {long} (`{long}`)\n\
                 \x20 bank: {b} (`b`)\n\
                 \x20 shop: Address2 (`Address2`)\n\
                 \x20 shop: Salary2 (`salary`)\n\
                 \x20 shop: order::Item2 (no name)\n\
                 \x20 shop: types::Line1 (no name)\n\
                 \x20 shop: order::Item (no name)\n\
                 names over 60 characters that the contract does not have: 1\n\
                 \x20 bank: {b} (`b`)\n\
                 names with a number that the contract does not have: 3\n\
                 \x20 shop: order::Item2 (no name, conflicts with `order::Item`)\n\
                 \x20 shop: Salary2 (`salary`, named after a branch with a number)\n\
                 \x20 shop: types::Line1 (no name, named after a branch with a number)",
                b = "B".repeat(61)
            )
        );
    }
}
