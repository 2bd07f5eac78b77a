//! Independent validation of message bodies against their schemas with libxml2.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use wsdlgen::tools::Sample;

use super::schemas;
use crate::Result;
use crate::conformance::documents;
use crate::xmllint::{self, Verdict};

/// Time limit for validating the messages of a service.
const TIME: Duration = Duration::from_secs(120);

/// The results for the bodies of a service's messages.
#[derive(Debug, Default)]
pub(super) struct Validated {
    pub(super) valid: usize,
    /// Bodies that are invalid although their samples are valid: file and reason.
    pub(super) invalid: Vec<(String, String)>,
    /// Number of bodies that could not be validated, by reason.
    pub(super) aside: BTreeMap<&'static str, usize>,
}

/// Validates the messages saved in `messages`, using the folder `scratch` for temporary files.
pub(super) fn validate(
    service: &Path,
    messages: &Path,
    scratch: &Path,
    samples: &[Sample],
) -> Result<Validated> {
    let mut validated = Validated::default();
    let driver = schemas::prepare(service, &scratch.join("schemas"))?;
    let folder = scratch.join("bodies");
    fs::create_dir_all(&folder)?;
    let mut bodies = Vec::new();
    for message in schemas::files(messages)? {
        if message.ends_with(super::TRANSCRIPT) {
            continue;
        }
        let text = documents::read(&message)?;
        if !text.starts_with("<?xml") {
            *validated.aside.entry("binary data is in separate parts").or_default() += 1;
            continue;
        }
        bodies.extend(split(&text, &folder, &stem(&message))?);
    }
    let mut plain = Vec::new();
    for (index, sample) in samples.iter().enumerate() {
        for (kind, text) in [("request", &sample.request), ("reply", &sample.reply)] {
            let Some(text) = text else { continue };
            let xsi = "http://www.w3.org/2001/XMLSchema-instance";
            let wrapped = format!("<m><Body xmlns:xsi=\"{xsi}\">{text}</Body></m>");
            let name = format!("{}.{index}.{kind}.sample", super::plain(&sample.operation));
            plain.extend(split(&wrapped, &folder, &name)?);
        }
    }
    let of_samples = match xmllint::validate(&driver, &plain, TIME)? {
        Verdict::Invalid(invalid) => invalid,
        Verdict::BadSchema(_) => {
            validated.aside.insert("libxml2 cannot load the schemas", bodies.len());
            return Ok(validated);
        }
        Verdict::TimedOut => return Err("xmllint took too long".into()),
    };
    // The operations and directions whose samples are already invalid.
    let unsound: BTreeSet<String> = of_samples.keys().map(|path| subject(path)).collect();
    let Verdict::Invalid(found) = xmllint::validate(&driver, &bodies, TIME)? else {
        return Err("xmllint took too long".into());
    };
    for body in &bodies {
        match found.get(body) {
            None => validated.valid += 1,
            Some(reason) if reason.contains("No matching global") => {
                *validated.aside.entry("no schema declares the wrapper").or_default() += 1;
            }
            Some(_) if unsound.contains(&subject(body)) => {
                *validated.aside.entry("the sample itself is invalid").or_default() += 1;
            }
            Some(reason) => validated.invalid.push((stem(body), reason.clone())),
        }
    }
    Ok(validated)
}

/// Returns the operation and direction of a file.
fn subject(path: &Path) -> String {
    let stem = stem(path);
    let kind = if stem.contains(".reply") { "reply" } else { "request" };
    format!("{} {kind}", stem.split('.').next().unwrap_or_default())
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Writes each element in a message's body as a separate document.
fn split(text: &str, folder: &Path, name: &str) -> Result<Vec<PathBuf>> {
    let document = documents::parse(text)?;
    let body = document.root_element().children().find(|node| node.tag_name().name() == "Body");
    let elements =
        body.into_iter().flat_map(|body| body.children().filter(roxmltree::Node::is_element));
    let mut paths = Vec::new();
    for (index, element) in elements.enumerate() {
        let path = folder.join(format!("{name}.{index}.xml"));
        fs::write(&path, documents::standalone(element))?;
        paths.push(path);
    }
    Ok(paths)
}
