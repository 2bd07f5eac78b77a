//! Known deviations from the suite.

use serde::Deserialize;

/// The list of known messages, one per line: message, reason.
const KNOWN: &str = include_str!("../../../soapbuilders-known.csv");

/// A message that is known to fail.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) message: String,
    pub(super) reason: String,
}

/// Reads the list of known messages.
pub(super) fn read() -> Result<Vec<Known>, csv::Error> {
    csv::Reader::from_reader(KNOWN.as_bytes()).deserialize().collect()
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn lists_each_message_once() {
        let mut names: Vec<String> = read().unwrap().into_iter().map(|one| one.message).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
