//! Decoding of recorded replies from third-party servers.
//!
//! `data/traces/PEER/CASE.response.http` contains the raw bytes of a peer's response, and `data/outcomes.tsv` lists
//! the expected outcomes.

mod support;

use std::{collections::BTreeMap, fs};

use generated_client::customer_care::{UpdateCustomerPinFault, operations};
use support::{Recorded, data};
use wsdlgen_runtime::{
    CallError, Reply,
    message::{decode, decode_body},
    xml::{ReadOptions, Reading},
};

const PEERS: [&str; 3] = ["asmx", "jaxws", "php"];

type Outcome = Result<Reply<operations::UpdateCustomerPin>, CallError<UpdateCustomerPinFault>>;

/// Returns the cases of a peer, which are the names of its recordings.
fn cases(peer: &str) -> Vec<String> {
    let entries = fs::read_dir(data("traces").join(peer)).expect("the recordings are readable");
    let names = entries.map(|entry| entry.expect("a readable entry").file_name().into_string());
    let mut cases: Vec<String> = names
        .filter_map(|name| Some(name.ok()?.strip_suffix(".response.http")?.to_owned()))
        .collect();
    cases.sort();
    cases
}

fn outcome(peer: &str, case: &str, reading: Reading) -> Outcome {
    let recorded = Recorded::read(&format!("traces/{peer}/{case}.response.http"));
    let options = ReadOptions { reading, ..ReadOptions::default() };
    decode(recorded.response(), &options)
}

/// Formats an outcome in columns: its kind, its code, and enough values to show that everything was read.
fn columns(outcome: &Outcome) -> String {
    match outcome {
        Ok(reply) => reply_columns(reply),
        Err(CallError::Fault(fault)) => {
            let detail = match &fault.detail {
                Some(UpdateCustomerPinFault::ServiceFault(detail)) => {
                    let text = |value: &Option<String>| value.clone().unwrap_or("-".into());
                    format!("{}: {}", text(&detail.code), text(&detail.message))
                }
                None => "-".to_owned(),
            };
            // Mono appends a stack trace after the first line.
            let reason = fault.reason().lines().next().unwrap_or_default();
            let reason = reason.trim_start_matches("System.Web.Services.Protocols.SoapException: ");
            format!("fault\t{:?}\t{}\t{reason}\t{detail}", fault.code.class(), fault.code.name())
        }
        Err(CallError::Http(error)) => {
            let content_type = error.content_type().unwrap_or("-".into()).into_owned();
            let first: String = error.first_text().chars().take(38).collect();
            format!("http\t{}\t{content_type}\t{first:?}", error.status().as_u16())
        }
        Err(other) => format!("other\t{other}"),
    }
}

fn reply_columns(reply: &Reply<operations::UpdateCustomerPin>) -> String {
    let body = reply.body.as_ref().expect("a result");
    let base = body.base_response.as_ref().expect("a BaseResponse");
    let explanation = body.explanation_code.as_ref().expect("an ExplanationCode");
    let severity = body.sev_code.as_ref().expect("a SevCode");
    let text = |value: &Option<String>| value.clone().unwrap_or("-".into());
    let error = base.error_data.as_ref().map_or("-".into(), |error| {
        let native = text(&error.native_error_detail);
        format!("{}: {} [{native}]", text(&error.error_code), text(&error.error_description))
    });
    let header = reply.headers.sc_credentials.as_ref();
    let header = header.map_or("-".into(), |header| text(&header.created));
    format!(
        "reply\t{}\t{} {}\t{} {}\t{error}\t{header}\t{}",
        text(&explanation.code),
        text(&base.response_code),
        text(&base.response_description),
        text(&severity.code),
        text(&severity.description),
        text(&explanation.description),
    )
}

#[test]
fn decodes_recorded_replies_into_the_expected_outcomes() {
    let expected = fs::read_to_string(data("outcomes.tsv")).expect("the table is readable");
    let mut table: BTreeMap<String, &str> = expected
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_once('\t').expect("a case and its outcome"))
        .map(|(case, outcome)| (case.to_owned(), outcome))
        .collect();
    assert_eq!(table.len(), 159);
    let mut wrong = Vec::new();
    for peer in PEERS {
        for case in cases(peer) {
            let found = columns(&outcome(peer, &case, Reading::Lenient));
            let name = format!("{peer}/{case}");
            match table.remove(&name) {
                Some(expected) if expected == found => {}
                expected => wrong.push(format!("{name}\n  {expected:?}\n  {found:?}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(table.is_empty(), "missing recordings: {:?}", table.keys());
}

#[test]
fn reads_replies_of_real_servers_strictly() {
    for peer in PEERS {
        for case in cases(peer) {
            let lenient = outcome(peer, &case, Reading::Lenient);
            let strict = outcome(peer, &case, Reading::Strict);
            assert_eq!(columns(&lenient), columns(&strict), "{peer}/{case}");
            if let Ok(reply) = lenient {
                assert_eq!(reply.deviations, [], "{peer}/{case}");
            }
        }
    }
}

#[test]
fn errors_contain_the_reply_without_secrets() {
    for peer in PEERS {
        for case in cases(peer) {
            let Err(error) = outcome(peer, &case, Reading::Lenient) else { continue };
            let raw = error.raw_reply().expect("a reply was received");
            let recorded = Recorded::read(&format!("traces/{peer}/{case}.response.http"));
            assert_eq!(raw.body(), &recorded.body, "{peer}/{case}");
            assert!(!raw.text().contains("direct-token"), "{peer}/{case}");
        }
    }
}

#[tokio::test]
async fn decodes_replies_that_arrive_in_chunks() {
    let recorded = Recorded::read("traces/php/success_12.response.http");
    let pieces = || recorded.body.chunks(100).map(bytes::Bytes::copy_from_slice);
    let response = recorded.response().map(|_| pieces().collect::<wsdlgen_runtime::Payload>());
    let options = ReadOptions::default();
    let whole = decode_body::<operations::UpdateCustomerPin, _>(response.clone(), &options).await;
    let expected = columns(&outcome("php", "success_12", Reading::Lenient));
    assert_eq!(columns(&whole), expected);

    let mut options = ReadOptions::default();
    options.limits.message_bytes = recorded.body.len() - 1;
    let error = decode_body::<operations::UpdateCustomerPin, _>(response, &options).await;
    let error = error.expect_err("the reply is longer than the limit");
    assert!(matches!(error, CallError::Transport(_)), "{error}");
}

#[test]
fn preserves_the_format_of_times() {
    let written = |peer: &str| {
        let reply = outcome(peer, "success_11", Reading::Strict).expect("a reply");
        let base = reply.body.and_then(|body| body.base_response).expect("a BaseResponse");
        base.message_date_time.to_string()
    };
    for peer in PEERS {
        let recorded = Recorded::read(&format!("traces/{peer}/success_11.response.http"));
        let text = String::from_utf8(recorded.body.to_vec()).expect("UTF-8");
        let time = written(peer);
        assert!(text.contains(&format!("<MessageDateTime>{time}</MessageDateTime>")), "{time}");
    }
}
