//! The pages, in HTML without scripts.

use http::StatusCode;

use super::{
    Pages, PublishedOperation, Tried, document,
    fields::{Fields, Input},
    html::{Escaped, paragraphs},
    outcome, reply_head, request_head, sample_envelope,
};
use crate::soap::SoapVersion;

pub(super) const STYLE: &str = include_str!("style.css");

/// The greatest height of the form's text area, in lines.
const ROWS: usize = 30;

/// Returns the page of the service: its documentation, operations and documents.
pub(super) fn service(pages: &Pages<'_>) -> String {
    let publication = pages.publication;
    let operations: String = publication.operations.iter().map(entry).collect();
    let documents = (0..publication.documents.len()).map(|number| {
        let location = document::location(publication, number);
        format!("<li><a href=\"{location}\">{location}</a></li>\n")
    });
    let documents: String = documents.collect();
    let name = Escaped(publication.service);
    let words = paragraphs(publication.documentation);
    let main = format!(
        "<h1>{name}</h1>\n{words}<h2 id=\"operations\">Operations</h2>\n\
         <ul aria-labelledby=\"operations\">\n{operations}</ul>\n\
         <h2 id=\"documents\">Service description</h2>\n\
         <p>The contract in WSDL and XML Schema:</p>\n\
         <ul aria-labelledby=\"documents\">\n{documents}</ul>\n"
    );
    whole(publication.service, "", &main)
}

fn entry(operation: &PublishedOperation<'_>) -> String {
    let link = query(operation);
    let name = Escaped(operation.name);
    let words = paragraphs(operation.documentation);
    format!("<li><a href=\"{link}\">{name}</a>\n{words}</li>\n")
}

/// Returns the page of an operation: its sample messages and the form.
pub(super) fn operation(pages: &Pages<'_>, operation: &PublishedOperation<'_>) -> String {
    let version = pages.chosen_version(operation);
    let fields = operation.form.as_ref().and_then(Fields::of);
    let form = match &fields {
        Some(fields) if !pages.wants_envelope() && fields.are_few() => {
            fields_form(pages, operation, version, fields, &Input::new())
        }
        fields => envelope_form(
            pages,
            operation,
            version,
            &first_envelope(operation, version, fields.as_ref()),
        ),
    };
    let test = format!("<section>\n<h2 id=\"test\">Test</h2>\n{form}</section>\n");
    let samples = operation.versions.iter().map(|version| samples(pages, operation, *version));
    let main = introduction(operation) + &test + &samples.collect::<String>();
    of_operation(pages, operation, &main)
}

/// Returns the envelope with which the form begins.
fn first_envelope(
    operation: &PublishedOperation<'_>,
    version: SoapVersion,
    fields: Option<&Fields>,
) -> String {
    let valid = fields.and_then(|fields| fields.envelope(version, &Input::new()).ok());
    let sample = || Some(sample_envelope(version, operation.request.as_ref()?));
    let envelope = valid.map(|envelope| outcome::indented(&envelope)).or_else(sample);
    envelope.unwrap_or_default()
}

fn introduction(operation: &PublishedOperation<'_>) -> String {
    format!("<h1>{}</h1>\n{}", Escaped(operation.name), paragraphs(operation.documentation))
}

fn of_operation(pages: &Pages<'_>, operation: &PublishedOperation<'_>, main: &str) -> String {
    let service = pages.publication.service;
    let back = format!(
        "<nav aria-label=\"Service\"><a href=\"?\">{}: all operations</a></nav>\n",
        Escaped(service)
    );
    whole(&format!("{} \u{2013} {service}", operation.name), &back, main)
}

/// Returns the sample messages for one SOAP version.
fn samples(
    pages: &Pages<'_>,
    operation: &PublishedOperation<'_>,
    (version, action): (SoapVersion, &str),
) -> String {
    let number = number(version);
    let title = format!("<section>\n<h2>SOAP {number}</h2>\n");
    let Some(request) = &operation.request else {
        return title
            + "<p>There is no sample: a required element contains itself, so the message would be \
            infinite.</p>\n</section>\n";
    };
    let address = pages.address().unwrap_or_default();
    let request = request_head(version, &address, action) + &sample_envelope(version, request);
    let reply = match &operation.reply {
        Some(reply) => reply_head(Some(version)) + &sample_envelope(version, reply),
        None => reply_head(None),
    };
    title
        + "<p>A sample request and reply. Replace each type name with a value.</p>\n"
        + &listing(&format!("SOAP {number} request"), &request)
        + &listing(&format!("SOAP {number} reply"), &reply)
        + "</section>\n"
}

/// Returns a block of preformatted text. It may be wider than the page and can be scrolled with the keyboard.
pub(super) fn listing(label: &str, text: &str) -> String {
    let label = Escaped(label);
    format!(
        "<h3>{label}</h3>\n<pre tabindex=\"0\" aria-label=\"{label}\"><code>{}</code></pre>\n",
        Escaped(text)
    )
}

const ELSEWHERE: &str = "<p>Operations can be tried only from the machine that serves them.</p>\n";

/// Returns the form for an envelope, or a note for users on other machines.
fn envelope_form(
    pages: &Pages<'_>,
    operation: &PublishedOperation<'_>,
    version: SoapVersion,
    envelope: &str,
) -> String {
    if !pages.is_local() {
        return ELSEWHERE.to_owned();
    }
    let link = query(operation);
    let others = operation.versions.iter().filter(|(other, _)| *other != version);
    let others = others.map(|(other, _)| {
        let number = number(*other);
        format!("<p><a href=\"{link}&amp;soap={number}&amp;as=envelope#test\">Envelope for SOAP {number}</a></p>\n")
    });
    let mut others = others.collect::<String>();
    let fields = operation.form.as_ref().and_then(Fields::of);
    if fields.is_some_and(|fields| fields.are_few()) {
        others.extend(["<p><a href=\"", &link, "#test\">A field for each element</a></p>\n"]);
    }
    let number = number(version);
    let rows = envelope.lines().count().clamp(5, ROWS);
    // HTML ignores a line feed directly after `<textarea>`.
    format!(
        "<form method=\"post\" action=\"{link}&amp;as=envelope\">\n\
         <input type=\"hidden\" name=\"version\" value=\"{number}\">\n\
         <p><label for=\"envelope\">Envelope for SOAP {number}</label>\n\
         <textarea id=\"envelope\" name=\"envelope\" rows=\"{rows}\" spellcheck=\"false\" required>\n\
         {}</textarea></p>\n\
         <p><button type=\"submit\">Send</button></p>\n</form>\n{others}",
        Escaped(envelope)
    )
}

/// Returns the form with a field for each element, or a note for users on other machines.
fn fields_form(
    pages: &Pages<'_>,
    operation: &PublishedOperation<'_>,
    version: SoapVersion,
    fields: &Fields,
    input: &Input,
) -> String {
    if !pages.is_local() {
        return ELSEWHERE.to_owned();
    }
    let link = query(operation);
    let versions = operation.versions.iter().map(|(other, _)| {
        let selected = if *other == version { " selected" } else { "" };
        format!(
            "<option value=\"{number}\"{selected}>SOAP {number}</option>\n",
            number = number(*other)
        )
    });
    let versions: String = versions.collect();
    // The first button is the one that the Enter key presses.
    format!(
        "<form method=\"post\" action=\"{link}\">\n\
         <input type=\"hidden\" name=\"fields\" value=\"1\">\n\
         <p><button type=\"submit\">Send</button> Optional elements without a value are left out.</p>\n\
         <p><label for=\"version\">Version</label>\n<select id=\"version\" name=\"version\">\n{versions}</select></p>\n\
         {}<p><button type=\"submit\">Send</button></p>\n</form>\n\
         <p><a href=\"{link}&amp;soap={}&amp;as=envelope#test\">The envelope as XML</a></p>\n",
        fields.html(input),
        number(version)
    )
}

/// Returns the form as it was submitted.
fn submitted_form(pages: &Pages<'_>, tried: &Tried<'_>) -> String {
    let Tried { operation, version, envelope, input, .. } = tried;
    let fields = operation.form.as_ref().and_then(Fields::of);
    match fields.zip(input.as_ref()) {
        Some((fields, input)) => fields_form(pages, operation, *version, &fields, input),
        None => envelope_form(pages, operation, *version, envelope),
    }
}

/// Returns the page of an operation with a form that has another occurrence of an element.
pub(super) fn extended(pages: &Pages<'_>, tried: &Tried<'_>) -> String {
    let form = submitted_form(pages, tried);
    let main = introduction(tried.operation)
        + &format!("<section>\n<h2 id=\"test\">Test</h2>\n{form}</section>\n");
    of_operation(pages, tried.operation, &main)
}

/// Returns the page that shows a response and the form for another try.
pub(super) fn answered(
    pages: &Pages<'_>,
    tried: &Tried<'_>,
    status: StatusCode,
    body: &str,
) -> String {
    let operation = tried.operation;
    let title = format!("Response: HTTP {status}");
    // The envelope is in the form, unless that has fields.
    let sent = tried.input.as_ref().map(|_| {
        let request = listing("Envelope", &outcome::indented(&tried.envelope));
        format!("<details>\n<summary>Request</summary>\n{request}</details>\n")
    });
    let sent = sent.unwrap_or_default();
    let main = introduction(operation)
        + "<section>\n"
        + &outcome::fault(body)
        + &listing(&title, &outcome::indented(body))
        + &sent
        + "</section>\n<section>\n<h2 id=\"test\">Test again</h2>\n"
        + &submitted_form(pages, tried)
        + "</section>\n";
    of_operation(pages, operation, &main)
}

pub(super) fn refused(pages: &Pages<'_>) -> String {
    let why = "Operations can be tried only from the machine that serves them. Clients send a SOAP \
               message instead of a form.";
    simple(pages, "Not allowed from this machine", why)
}

pub(super) fn unusable(pages: &Pages<'_>) -> String {
    let why = "The form names an operation or SOAP version that this service does not have, or it \
               contains no envelope.";
    simple(pages, "Invalid form", why)
}

pub(super) fn unwritable(pages: &Pages<'_>) -> String {
    let why = "A value contains a character that XML cannot represent. Go back, and remove the character.";
    simple(pages, "Invalid character", why)
}

pub(super) fn not_found(pages: &Pages<'_>) -> String {
    simple(pages, "Not found", "The service has no such operation or document.")
}

fn simple(pages: &Pages<'_>, title: &str, words: &str) -> String {
    let service = pages.publication.service;
    let back = format!("<p><a href=\"?\">{}</a></p>\n", Escaped(service));
    let main = format!("<h1>{}</h1>\n{}{back}", Escaped(title), paragraphs(words));
    whole(&format!("{title} \u{2013} {service}"), "", &main)
}

fn whole(title: &str, before: &str, main: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<link rel=\"stylesheet\" href=\"?style\">\n</head>\n<body>\n\
         {before}<main>\n{main}</main>\n</body>\n</html>\n",
        Escaped(title)
    )
}

/// Returns the query that requests the page of an operation.
fn query(operation: &PublishedOperation<'_>) -> String {
    let mut query = form_urlencoded::Serializer::for_suffix("?".to_owned(), 1);
    Escaped(&query.append_pair("op", operation.name).finish()).to_string()
}

/// Returns the number of a SOAP version.
pub(super) fn number(version: SoapVersion) -> &'static str {
    match version {
        SoapVersion::Soap11 => "1.1",
        SoapVersion::Soap12 => "1.2",
    }
}
