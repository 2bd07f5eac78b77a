//! The Archive service: binary data in the envelope and in attachments.

use wsdlgen_expectations::attachments::{ports, AlbumIn, ArchiveClient, Store};
use wsdlgen_runtime::Attachment;

use crate::{same, Checked, Tally};

/// Calls the operations with content in envelopes and in attachments.
pub(crate) async fn drive(url: &str, tally: &mut Tally) {
    drive_envelopes(url, tally).await;
    let Some(client) = connect(url, tally) else { return };
    store_all(&client.clone().with_settings(tally.settings().mtom(Some(0))), "by MTOM", tally)
        .await;
    tally.add("archive: bind two parts", bind(&client).await);
}

/// Calls only `Store`, with content in envelopes.
pub(crate) async fn drive_envelopes(url: &str, tally: &mut Tally) {
    let Some(client) = connect(url, tally) else { return };
    store_all(&client, "in the envelope", tally).await;
}

fn connect(url: &str, tally: &mut Tally) -> Option<ArchiveClient> {
    match ArchiveClient::connect(ports::ARCHIVE_SOAP.at(url)) {
        Ok(client) => Some(client.with_settings(tally.settings())),
        Err(error) => {
            tally.add("archive: connect", Err(error.to_string()));
            None
        }
    }
}

async fn store_all(client: &ArchiveClient, way: &str, tally: &mut Tally) {
    for length in [0, 1, 5, 200_000] {
        let stored = store(client, length).await;
        tally.add(&format!("archive: store {length} bytes {way}"), stored);
    }
}

/// Stores content, and checks the reply: the content, the reversed content and the bytes of the title.
async fn store(client: &ArchiveClient, length: usize) -> Checked {
    let title = "<a> & \"b\" \u{e9}\u{4e2d}\u{1f600}";
    // The content includes line breaks, the hyphens of boundaries, and bytes that are not valid UTF-8.
    let content: Vec<u8> = (0..=255).cycle().skip(10).take(length).collect();
    let backwards: Vec<u8> = content.iter().rev().copied().collect();
    let request = Store { title: title.to_owned(), content: content.clone().into() };
    let reply = client.store(request).await.map_err(|error| error.to_string())?;
    println!("note: the reply has {} attachments", reply.attachments.len());
    let [same_again, turned, title_again] = reply.body.as_slice() else {
        return Err(format!("expected 3 copies, found {}", reply.body.len()));
    };
    for (what, found, expected) in [
        ("the copy", same_again, content),
        ("the reversed copy", turned, backwards),
        ("the title", title_again, title.as_bytes().to_vec()),
    ] {
        if found[..] != expected[..] {
            return Err(format!("{what} differs ({} bytes)", found.len()));
        }
    }
    Ok(())
}

/// Sends a logo, and checks that the returned cover refers to it.
async fn bind(client: &ArchiveClient) -> Checked {
    let logo = vec![0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', 0, b'-', b'-', 0xff];
    let notes = "two\r\n--lines \u{e9}";
    let request = AlbumIn {
        logo: Some(Attachment::new("image/png", logo.clone())),
        notes: Some(Attachment::new("text/plain; charset=utf-8", notes)),
        ..AlbumIn::new("Blue & <green> \u{e9}")
    };
    let reply = client.bind(request).await.map_err(|error| error.to_string())?;
    same(&reply.body.bytes().map(|bytes| bytes.to_vec()), &Some(logo))
}
