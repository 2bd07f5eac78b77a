//! Answers from recordings.

use std::{
    collections::HashMap,
    error::Error,
    fmt, fs, io,
    path::{Path, PathBuf},
};

use http::StatusCode;
use roxmltree::{Document, Node};
use wsdlgen_runtime::xml::REDACTED;

use super::{
    answer::Outcome,
    recording::{Recorded, number},
};
use crate::{
    model::{Model, Place, SoapVersion},
    sample::escaped,
    tools::instance::{called, version_of},
};

/// Maximum number of exchanges in a folder.
const MAX_EXCHANGES: usize = 100_000;

/// An error of a folder with recordings.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReplayError {
    /// A file cannot be read.
    File(io::Error),
    /// The folder has no exchange with an operation of the contract.
    Empty(PathBuf),
    /// A chosen element does not occur in any request.
    Unused(String),
    /// A chosen element is secret: its values were not recorded.
    Secret(String),
    /// The folder has more exchanges than a replay accepts.
    TooMany(usize),
}

impl fmt::Display for ReplayError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => write!(formatter, "cannot read a recording: {error}"),
            Self::Empty(folder) => write!(
                formatter,
                "the folder `{}` has no recorded exchange of an operation of the contract",
                folder.display()
            ),
            Self::Unused(element) => {
                write!(formatter, "no recorded request has the element `{element}`")
            }
            Self::Secret(element) => write!(
                formatter,
                "the element `{element}` is redacted in recordings and cannot be compared"
            ),
            Self::TooMany(most) => write!(formatter, "the folder has more than {most} exchanges"),
        }
    }
}

impl Error for ReplayError {}

/// The properties that select recordings: the operation, and the values of the chosen elements.
type Key = (Place, Vec<Vec<String>>);

/// The recorded responses to requests.
#[derive(Debug)]
pub(super) struct Replay {
    elements: Vec<String>,
    /// The recordings for each key, and the number of those that were used.
    recordings: HashMap<Key, (Vec<Recording>, usize)>,
}

/// An exchange in a folder.
#[derive(Clone, Debug)]
struct Recording {
    response: PathBuf,
    /// The WS-Addressing id of the request.
    message_id: Option<String>,
}

impl Replay {
    /// Opens a folder. `elements` are the local names of the elements to compare.
    pub(super) fn open(
        model: &Model,
        folder: &Path,
        elements: &[String],
    ) -> Result<Self, ReplayError> {
        let mut replay = Self { elements: elements.to_vec(), recordings: HashMap::new() };
        let entries = fs::read_dir(folder).map_err(ReplayError::File)?;
        let files = entries.map(|entry| entry.map(|entry| entry.path()));
        let files = files.collect::<Result<Vec<_>, _>>().map_err(ReplayError::File)?;
        let is_request = |file: &PathBuf| file.to_string_lossy().ends_with("-request.http");
        let mut requests: Vec<PathBuf> = files.into_iter().filter(is_request).collect();
        if requests.len() > MAX_EXCHANGES {
            return Err(ReplayError::TooMany(MAX_EXCHANGES));
        }
        requests.sort_by_key(|file| (number(file), file.clone()));
        for file in requests {
            replay.add(model, &file).map_err(ReplayError::File)?;
        }
        if replay.recordings.is_empty() {
            return Err(ReplayError::Empty(folder.to_owned()));
        }
        replay.check_elements()?;
        Ok(replay)
    }

    /// Adds an exchange, unless it is incomplete or calls no operation of the contract.
    fn add(&mut self, model: &Model, file: &Path) -> io::Result<()> {
        let name = file.to_string_lossy();
        let response =
            PathBuf::from(name.trim_end_matches("request.http").to_owned() + "response.http");
        let request = Recorded::read(file)?;
        let action = request.header("soapaction").map(|action| action.trim_matches('"'));
        let Ok((_, place)) = called(model, &request.text, action) else { return Ok(()) };
        if !response.is_file() {
            return Ok(());
        }
        let key = (place, self.values(&request.text));
        let recording = Recording { response, message_id: message_id(&request.text) };
        self.recordings.entry(key).or_default().0.push(recording);
        Ok(())
    }

    fn check_elements(&self) -> Result<(), ReplayError> {
        for (index, element) in self.elements.iter().enumerate() {
            let mut values =
                self.recordings.keys().flat_map(|(_, values)| &values[index]).peekable();
            if values.peek().is_none() {
                return Err(ReplayError::Unused(element.clone()));
            }
            if values.any(|value| value == REDACTED) {
                return Err(ReplayError::Secret(element.clone()));
            }
        }
        Ok(())
    }

    /// Returns the values of the chosen elements in a message.
    fn values(&self, envelope: &str) -> Vec<Vec<String>> {
        let Ok(document) = Document::parse(envelope) else { return Vec::new() };
        let of_element = |element: &String| {
            let all = document.descendants();
            let named = all.filter(|node| node.is_element() && node.tag_name().name() == element);
            named.map(|node| text(node).trim().to_owned()).collect()
        };
        self.elements.iter().map(of_element).collect()
    }

    /// Returns the recorded response to a request, or the reason why there is none. Recordings with the same key are used in
    /// their order, and the last one is repeated.
    pub(super) fn answer(
        &mut self,
        place: Place,
        operation: &str,
        envelope: &str,
    ) -> Result<Outcome, String> {
        let values = self.values(envelope);
        let unknown = || {
            let named = self.elements.iter().zip(&values);
            let named =
                named.map(|(name, values)| format!(" with {name} `{}`", values.join("`, `")));
            format!("no recorded request to `{operation}`{}", named.collect::<String>())
        };
        let reason = unknown();
        let (recordings, used) = self.recordings.get_mut(&(place, values)).ok_or(reason)?;
        let recording = recordings[(*used).min(recordings.len() - 1)].clone();
        *used += 1;
        recording.outcome(envelope).map_err(|error| format!("cannot replay a recording: {error}"))
    }
}

impl Recording {
    fn outcome(&self, request: &str) -> io::Result<Outcome> {
        let recorded = Recorded::read(&self.response)?;
        let malformed = |what: &str| {
            let reason = format!("{}: {what}", self.response.display());
            io::Error::new(io::ErrorKind::InvalidData, reason)
        };
        let status = recorded.start.split(' ').nth(1);
        let status = status.and_then(|status| status.parse::<StatusCode>().ok());
        let status = status.ok_or_else(|| malformed("expected `HTTP/1.1` and a status"))?;
        // The reply has to refer to the new request.
        let ids = self.message_id.as_deref().zip(message_id(request));
        let text = match ids {
            Some((old, new)) => related(&recorded.text, old, &new),
            None => recorded.text.clone(),
        };
        let folder = self.response.parent().unwrap_or(Path::new("."));
        let attachments = recorded.attachments(folder)?;
        let content_type = recorded.header("content-type").unwrap_or_default().to_owned();
        match version_of_envelope(&text) {
            Some(version) if !attachments.is_empty() => {
                Ok(Outcome::Attached(version, text, attachments))
            }
            // Attachments that the envelope included are part of its text now.
            Some(version) => Ok(Outcome::Envelope(version, status, text)),
            None => Ok(Outcome::Recorded(status, content_type, text)),
        }
    }
}

/// Replaces the id in the `RelatesTo` headers of a reply.
fn related(envelope: &str, old: &str, new: &str) -> String {
    let Ok(document) = Document::parse(envelope) else { return envelope.to_owned() };
    let texts = document.descendants().filter(|node| {
        let parent = node.parent().map_or("", |parent| parent.tag_name().name());
        node.is_text() && parent == "RelatesTo" && node.text().is_some_and(|id| id.trim() == old)
    });
    let mut replaced = envelope.to_owned();
    let ranges: Vec<_> = texts.map(|node| node.range()).collect();
    for range in ranges.into_iter().rev() {
        replaced.replace_range(range, &escaped(new));
    }
    replaced
}

/// Returns the version of an envelope.
fn version_of_envelope(text: &str) -> Option<SoapVersion> {
    let document = Document::parse(text).ok()?;
    let root = document.root_element().tag_name();
    root.namespace().and_then(version_of).filter(|_| root.name() == "Envelope")
}

/// Returns the WS-Addressing id of a message.
fn message_id(envelope: &str) -> Option<String> {
    let document = Document::parse(envelope).ok()?;
    let mut all = document.descendants();
    let id = all.find(|node| {
        let namespace = node.tag_name().namespace().unwrap_or_default();
        node.tag_name().name() == "MessageID" && namespace.contains("/addressing")
    })?;
    Some(id.text()?.trim().to_owned()).filter(|id| !id.is_empty())
}

/// Returns the text in an element.
fn text(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect()
}
