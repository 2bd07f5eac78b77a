//! The contents of the suite: contracts and their messages.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::conformance::documents;

/// The contracts and messages below a folder.
#[derive(Debug, Default)]
pub(super) struct Suite {
    /// The paths of the contracts, relative to the folder.
    pub(super) contracts: Vec<String>,
    pub(super) messages: Vec<Message>,
    /// Messages that cannot be tested, with the reason.
    pub(super) skipped: Vec<(String, String)>,
}

/// A message of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Message {
    /// The path relative to the suite's folder, without `.xml`.
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// For a response, the corresponding request, or the response itself if there is none.
    pub(super) question: Option<PathBuf>,
    /// The expected response.
    pub(super) answer: Option<PathBuf>,
    /// Indices of the contracts that the message may belong to, the most likely first.
    pub(super) contracts: Vec<usize>,
}

/// The role of a message, determined by its file name: `X.request.xml`, `X.response.xml`, or a numbered message of
/// a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Request,
    Response,
    Numbered,
}

impl Suite {
    pub(super) fn read(root: &Path) -> io::Result<Self> {
        let mut files = Vec::new();
        collect(root, root, &mut files)?;
        files.sort();
        let is_contract = |path: &&String| Path::new(path).extension() == Some("wsdl".as_ref());
        let contracts: Vec<String> = files.iter().filter(is_contract).cloned().collect();
        let mut suite = Self { contracts, ..Self::default() };
        let mut tests: BTreeMap<&str, Vec<(&str, Role)>> = BTreeMap::new();
        for file in &files {
            if let Some((test, role)) = role(file) {
                tests.entry(test).or_default().push((file, role));
            }
        }
        for (test, files) in tests {
            suite.add(root, test, &files);
        }
        Ok(suite)
    }

    /// Adds the messages of a test, each with its counterpart.
    fn add(&mut self, root: &Path, test: &str, files: &[(&str, Role)]) {
        let contracts = likely(test, &self.contracts);
        let mut question: Option<PathBuf> = None;
        for (index, (file, role)) in files.iter().enumerate() {
            let (name, path) = (file.trim_end_matches(".xml").to_owned(), root.join(file));
            let what = match look(&path) {
                Ok(_) if contracts.is_empty() => Err("the folder contains no WSDL".to_owned()),
                other => other,
            };
            let is_response = match (what, role) {
                (Err(reason), _) => {
                    self.skipped.push((name, reason));
                    continue;
                }
                (Ok(is_response), Role::Numbered) => is_response,
                (Ok(_), role) => *role == Role::Response,
            };
            let (asked, answer) = if is_response {
                (Some(question.clone().unwrap_or_else(|| path.clone())), None)
            } else {
                question = Some(path.clone());
                let later = files[index + 1..].iter().map(|(file, _)| root.join(file));
                (None, later.into_iter().find(|path| look(path) == Ok(true)))
            };
            let contracts = contracts.clone();
            self.messages.push(Message { name, path, question: asked, answer, contracts });
        }
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if let Ok(inside) = path.strip_prefix(root) {
            files.push(inside.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(())
}

/// Returns the test that a file belongs to, if it is a message.
fn role(file: &str) -> Option<(&str, Role)> {
    let (test, role) = file.strip_suffix(".xml")?.rsplit_once('.')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    match role {
        "request" => Some((test, Role::Request)),
        "response" => Some((test, Role::Response)),
        _ if role.strip_prefix('m').is_some_and(is_number) => Some((test, Role::Numbered)),
        _ => None,
    }
}

/// Returns whether a message looks like a response, or the reason why the file is not a message.
fn look(path: &Path) -> Result<bool, String> {
    let text = documents::read(path).map_err(|error| error.to_string())?;
    if !text.trim_start().starts_with('<') {
        return Err("not XML, but HTTP headers or a MIME message".to_owned());
    }
    let document = documents::parse(&text).map_err(|it| format!("not well-formed: {it}"))?;
    let Ok(element) = documents::body_element(&document) else { return Ok(false) };
    let name = element.tag_name().name();
    Ok(name == "Fault" || name.ends_with("Response"))
}

/// Returns the contracts in a test's folder, sorted by the length of the common prefix of their names and the test's
/// name. If a contract's whole name is a prefix, it is the only result.
fn likely(test: &str, contracts: &[String]) -> Vec<usize> {
    let (folder, test) = split(test);
    let mut likely: Vec<(usize, bool, usize)> = Vec::new();
    for (index, contract) in contracts.iter().enumerate() {
        let (other, name) = split(contract.trim_end_matches(".wsdl"));
        if other == folder {
            let shared = name.bytes().zip(test.bytes()).take_while(|(a, b)| a == b).count();
            likely.push((shared, shared == name.len(), index));
        }
    }
    likely.sort_by_key(|(shared, is_whole, index)| (usize::MAX - shared, !is_whole, *index));
    if likely.first().is_some_and(|(_, is_whole, _)| *is_whole) {
        likely.truncate(1);
    }
    likely.into_iter().map(|(_, _, index)| index).collect()
}

/// Splits a path into folder and name. A leading round such as `round4_` or `r4_` is removed from the name.
fn split(path: &str) -> (&str, &str) {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let round = name.split_once('_').filter(|(round, _)| {
        let number = round.strip_prefix("round").or_else(|| round.strip_prefix('r'));
        number.is_some_and(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit()))
    });
    (folder, round.map_or(name, |(_, name)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_contracts_by_name() {
        let contracts = ["G/round4_g_a.wsdl", "G/round4_g_ab.wsdl", "G/x.wsdl", "H/x.wsdl"];
        let contracts = contracts.map(str::to_owned);
        let cases: [(&str, &[usize]); 5] = [
            ("G/r4_g_ab_001w", &[1]),
            ("G/r4_g_a_001w", &[0]),
            ("G/r4_g_001w", &[0, 1, 2]),
            ("H/test", &[3]),
            ("I/test", &[]),
        ];
        for (test, expected) in cases {
            assert_eq!(likely(test, &contracts), expected, "{test}");
        }
    }

    #[test]
    fn skips_other_files() {
        let scratch = tempfile::tempdir().unwrap();
        let envelope = |content: &str| format!("<E><Body><{content}/></Body></E>");
        let files = [
            ("a/x.wsdl", String::new()),
            ("a/x1.request.xml", envelope("echo")),
            ("a/x1.response.xml", envelope("echoResponse")),
            ("a/x2.request.xml", "POST / HTTP/1.1".to_owned()),
            ("a/x3.m0.xml", envelope("echo")),
            ("a/x3.m1.xml", envelope("Fault")),
            ("a/x4.m.xml", envelope("echo")),
            ("b/y.request.xml", envelope("echo")),
        ];
        for (file, text) in files {
            let path = scratch.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let suite = Suite::read(scratch.path()).unwrap();
        let name = |path: &Option<PathBuf>| {
            path.as_ref().map(|it| it.file_name().unwrap().to_string_lossy().into_owned())
        };
        let messages = suite.messages.iter();
        let messages: Vec<_> =
            messages.map(|it| (&*it.name, name(&it.question), name(&it.answer))).collect();
        let some = |name: &str| Some(name.to_owned());
        let expected = [
            ("a/x1.request", None, some("x1.response.xml")),
            ("a/x1.response", some("x1.request.xml"), None),
            ("a/x3.m0", None, some("x3.m1.xml")),
            ("a/x3.m1", some("x3.m0.xml"), None),
        ];
        assert_eq!(messages, expected);
        let skipped: Vec<&str> = suite.skipped.iter().map(|(name, _)| &**name).collect();
        assert_eq!(skipped, ["a/x2.request", "b/y.request"]);
    }
}
