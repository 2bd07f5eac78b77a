//! Recordings of exchanges: two files for each, in the format of HTTP messages.

use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
    sync::Mutex,
};

use http::HeaderMap;
use wsdlgen_runtime::{Attachment, message::Attachments, xml::redact_elements};

/// The header that names the file of an attachment, its id and its media type.
pub(super) const ATTACHMENT: &str = "x-recorded-attachment";

/// The headers that are recorded. All others may contain credentials.
const KEPT: [&str; 2] = ["content-type", "soapaction"];

/// Maximum number of exchanges in a folder.
const MAX_EXCHANGES: u32 = 100_000;

/// A message to record.
pub(super) struct Message<'a> {
    /// The first line.
    pub(super) start: String,
    pub(super) headers: &'a HeaderMap,
    /// The envelope, or any other text.
    pub(super) text: &'a str,
    pub(super) attachments: &'a Attachments,
}

/// Writes exchanges to a folder.
#[derive(Debug)]
pub(super) struct Recorder {
    folder: PathBuf,
    /// The local names of elements whose content is not recorded.
    secrets: Vec<String>,
    /// The number of the last exchange.
    last: Mutex<u32>,
}

impl Recorder {
    /// Opens a folder, which is created if it is missing. Exchanges are numbered after those that are already there.
    pub(super) fn open(folder: &Path, secrets: Vec<String>) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let mut last = 0;
        for entry in fs::read_dir(folder)? {
            last = last.max(number(&entry?.path()).unwrap_or_default());
        }
        Ok(Self { folder: folder.to_owned(), secrets, last: Mutex::new(last) })
    }

    /// Writes an exchange. The response is written last, so that an exchange with a response is complete.
    pub(super) fn keep(
        &self,
        operation: Option<&str>,
        request: &Message<'_>,
        response: &Message<'_>,
    ) -> io::Result<()> {
        let number = {
            let mut last = self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            *last += 1;
            *last
        };
        if number > MAX_EXCHANGES {
            return Err(io::Error::other(format!("the folder has {MAX_EXCHANGES} exchanges")));
        }
        let name = format!("{number:04}-{}", file_name(operation.unwrap_or("unknown")));
        self.write(&format!("{name}-request"), request)?;
        self.write(&format!("{name}-response"), response)
    }

    fn write(&self, name: &str, message: &Message<'_>) -> io::Result<()> {
        let mut text = format!("{}\n", message.start);
        for kept in KEPT {
            if let Some(value) = message.headers.get(kept).and_then(|value| value.to_str().ok()) {
                let _ = writeln!(text, "{kept}: {value}");
            }
        }
        for (index, attachment) in message.attachments.iter().enumerate() {
            let file = format!("{name}-{}.bin", index + 1);
            fs::write(self.folder.join(&file), attachment.bytes().map_or(&[][..], |bytes| bytes))?;
            let (id, media_type) = (attachment.id(), attachment.content_type());
            let _ = writeln!(text, "{ATTACHMENT}: {file} <{id}> {media_type}");
        }
        let secrets: Vec<&str> = self.secrets.iter().map(String::as_str).collect();
        text.push('\n');
        text += &redact_elements(message.text, &secrets);
        fs::write(self.folder.join(format!("{name}.http")), text)
    }
}

/// Returns the number at the beginning of a file name.
pub(super) fn number(file: &Path) -> Option<u32> {
    let name = file.file_name()?.to_str()?;
    name.split_once('-')?.0.parse().ok()
}

/// Returns a name without characters that are special in file names.
fn file_name(name: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_');
    name.chars().map(|one| if is_plain(one) { one } else { '_' }).collect()
}

/// A recorded message.
#[derive(Debug)]
pub(super) struct Recorded {
    /// The first line.
    pub(super) start: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) text: String,
}

impl Recorded {
    /// Reads a file.
    pub(super) fn read(file: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(file)?;
        let malformed = || {
            let reason = "expected a first line, headers, an empty line and a body";
            io::Error::new(io::ErrorKind::InvalidData, format!("{}: {reason}", file.display()))
        };
        // A version control system may have changed the line ends.
        let ends = ["\n\n", "\r\n\r\n"].into_iter();
        let parts = ends.filter_map(|end| text.split_once(end));
        let (head, body) = parts.min_by_key(|(head, _)| head.len()).ok_or_else(malformed)?;
        let mut lines = head.lines();
        let start = lines.next().ok_or_else(malformed)?.to_owned();
        let headers = lines.map(|line| {
            let (name, value) = line.split_once(':').ok_or_else(malformed)?;
            Ok((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        });
        Ok(Self { start, headers: headers.collect::<io::Result<_>>()?, text: body.to_owned() })
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }

    /// Reads the attachments of a message in this folder.
    pub(super) fn attachments(&self, folder: &Path) -> io::Result<Vec<Attachment>> {
        let named = self.headers.iter().filter(|(name, _)| name == ATTACHMENT);
        let read = named.map(|(_, value)| {
            let mut words = value.splitn(3, ' ');
            let (file, id) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            // A recording must not read files outside its folder.
            let file = Path::new(file).file_name().unwrap_or_default();
            let id = id.trim_start_matches('<').trim_end_matches('>');
            let content = fs::read(folder.join(file))?;
            let media_type = words.next().unwrap_or("application/octet-stream");
            Ok(Attachment::new(media_type, content).with_id(id))
        });
        read.collect()
    }
}
