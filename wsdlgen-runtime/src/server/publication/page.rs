//! The pages, in HTML that needs no script.

use http::StatusCode;

use super::{
    Pages, PublishedOperation, Tried, document,
    html::{Escaped, paragraphs},
    reply_head, request_head, sample_envelope,
};
use crate::soap::SoapVersion;

pub(super) const STYLE: &str = include_str!("style.css");

/// Lines of the form's text at most, before it scrolls.
const ROWS: usize = 30;

/// What the service is and what it can do.
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
         <p>What client and server agree on, in WSDL and XML Schema:</p>\n\
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

/// One operation: its messages, and the form.
pub(super) fn operation(pages: &Pages<'_>, operation: &PublishedOperation<'_>) -> String {
    let first = operation.versions.first().map_or(SoapVersion::Soap11, |(version, _)| *version);
    let envelope = operation.request.map(|message| sample_envelope(first, &message));
    let test = format!(
        "<section>\n<h2 id=\"test\">Test</h2>\n{}</section>\n",
        form(pages, operation, first, &envelope.unwrap_or_default())
    );
    let samples = operation.versions.iter().map(|version| samples(pages, operation, *version));
    let main = introduction(operation) + &test + &samples.collect::<String>();
    of_operation(pages, operation, &main)
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

/// The messages in one version of SOAP.
fn samples(
    pages: &Pages<'_>,
    operation: &PublishedOperation<'_>,
    (version, action): (SoapVersion, &str),
) -> String {
    let number = number(version);
    let title = format!("<section>\n<h2>SOAP {number}</h2>\n");
    let Some(request) = &operation.request else {
        return title
            + "<p>There is no sample: what is required in a message leads back to itself, \
            so that it would have no end.</p>\n</section>\n";
    };
    let address = pages.address().unwrap_or_default();
    let request = request_head(version, &address, action) + &sample_envelope(version, request);
    let reply = match &operation.reply {
        Some(reply) => reply_head(Some(version)) + &sample_envelope(version, reply),
        None => reply_head(None),
    };
    title
        + "<p>A sample of the request and of the reply. What has the name of a type in it is to be \
           replaced by a value.</p>\n"
        + &listing(&format!("Request in SOAP {number}"), &request)
        + &listing(&format!("Reply in SOAP {number}"), &reply)
        + "</section>\n"
}

/// Text that is wider than a page, and can be scrolled with the keyboard.
fn listing(label: &str, text: &str) -> String {
    let label = Escaped(label);
    format!(
        "<h3>{label}</h3>\n<pre tabindex=\"0\" aria-label=\"{label}\"><code>{}</code></pre>\n",
        Escaped(text)
    )
}

/// The form, for people at the machine itself.
fn form(
    pages: &Pages<'_>,
    operation: &PublishedOperation<'_>,
    version: SoapVersion,
    envelope: &str,
) -> String {
    if !pages.is_local() {
        return "<p>Operations can be tried from the machine that serves them, and from no \
                other.</p>\n"
            .to_owned();
    }
    let options = operation.versions.iter().map(|(one, _)| {
        let selected = if *one == version { " selected" } else { "" };
        format!("<option{selected}>{}</option>", number(*one))
    });
    let options = options.collect::<Vec<_>>().concat();
    let rows = envelope.lines().count().clamp(5, ROWS);
    // A line feed behind the tag is not part of the text.
    format!(
        "<form method=\"post\" action=\"{}\">\n\
         <p><label for=\"version\">Version of SOAP</label>\n\
         <select id=\"version\" name=\"version\">{options}</select></p>\n\
         <p><label for=\"envelope\">Envelope, of that version</label>\n\
         <textarea id=\"envelope\" name=\"envelope\" rows=\"{rows}\" spellcheck=\"false\" required>\n\
         {}</textarea></p>\n\
         <p><button type=\"submit\">Send</button></p>\n</form>\n",
        query(operation),
        Escaped(envelope)
    )
}

/// What the service answered to what was tried.
pub(super) fn answered(
    pages: &Pages<'_>,
    tried: &Tried<'_>,
    status: StatusCode,
    body: &str,
) -> String {
    let operation = tried.operation;
    let title = format!("Answer: HTTP {status}");
    let main = introduction(operation)
        + "<section>\n"
        + &listing(&title, body)
        + "</section>\n<section>\n<h2 id=\"test\">Test again</h2>\n"
        + &form(pages, operation, tried.version, &tried.envelope)
        + "</section>\n";
    of_operation(pages, operation, &main)
}

pub(super) fn refused(pages: &Pages<'_>) -> String {
    let why = "Operations can be tried from the machine that serves them, and from no other. Clients \
               send a message of SOAP instead of a form.";
    simple(pages, "Not from here", why)
}

pub(super) fn unusable(pages: &Pages<'_>) -> String {
    let why = "The form names an operation and a version that this service does not have, or has no \
               envelope in it.";
    simple(pages, "Nothing to send", why)
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

/// The query that asks for an operation.
fn query(operation: &PublishedOperation<'_>) -> String {
    let mut query = form_urlencoded::Serializer::for_suffix("?".to_owned(), 1);
    Escaped(&query.append_pair("op", operation.name).finish()).to_string()
}

/// The number of a version, as people write it.
pub(super) fn number(version: SoapVersion) -> &'static str {
    match version {
        SoapVersion::Soap11 => "1.1",
        SoapVersion::Soap12 => "1.2",
    }
}
