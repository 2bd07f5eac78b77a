//! What is known not to come out as the suite has it.

use serde::Deserialize;

/// The messages, one a line: message, reason.
const KNOWN: &str = include_str!("../../../soapbuilders-known.csv");

/// A message that is known.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) message: String,
    pub(super) reason: String,
}

/// All of them.
pub(super) fn read() -> Result<Vec<Known>, csv::Error> {
    csv::Reader::from_reader(KNOWN.as_bytes()).deserialize().collect()
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn each_message_is_listed_once() {
        let mut names: Vec<String> = read().unwrap().into_iter().map(|one| one.message).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
