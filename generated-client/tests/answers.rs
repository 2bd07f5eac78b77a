//! Comparison of our server with three others on 53 requests.
//!
//! `data/answers.tsv` lists the responses side by side, with the reason for each difference.

mod support;

use std::{collections::BTreeSet, fs};

use generated_client::{
    accounts::Accounts,
    customer_care::{CustomerCareServiceServer, operations},
};
use http::header;
use support::{Recorded, data};
use tower_service::Service;
use wsdlgen_runtime::{
    CallError, Payload,
    message::decode,
    xml::{ReadOptions, Reading},
};

/// Returns the status, the kind of content, and the explanation code of a reply or the code of a fault.
async fn answer(case: &str, reading: Reading) -> String {
    let recorded = Recorded::read(&format!("traces/asmx/{case}.request.http"));
    let reading = ReadOptions { reading, ..ReadOptions::default() };
    let mut server =
        CustomerCareServiceServer::new(Accounts::default()).into_service().with_reading(reading);
    let response = server.call(recorded.request()).await.expect("the service is infallible");
    let status = response.status().as_u16();
    let kind = match response.headers().get(header::CONTENT_TYPE) {
        Some(value) if value == "text/xml; charset=utf-8" => "xml",
        Some(value) if value == "application/soap+xml; charset=utf-8" => "soap12",
        _ => "other",
    };
    let strict = ReadOptions { reading: Reading::Strict, ..ReadOptions::default() };
    let response = response.map(Payload::into_bytes);
    let said = match decode::<operations::UpdateCustomerPin>(response, &strict) {
        Ok(reply) => {
            let explanation = reply.body.and_then(|body| body.explanation_code);
            explanation.and_then(|explanation| explanation.code).unwrap_or_default()
        }
        Err(CallError::Fault(fault)) => fault.code.name().local().to_owned(),
        Err(other) => other.to_string(),
    };
    format!("{status} {kind} {said}")
}

/// Returns a response without the server's prefix for the SOAP namespace.
fn without_prefix(answer: &str) -> String {
    let (before, said) = answer.rsplit_once(' ').unwrap_or_default();
    format!("{before} {}", said.rsplit_once(':').map_or(said, |(_, code)| code))
}

#[tokio::test]
async fn responses_match_the_table() {
    let table = fs::read_to_string(data("answers.tsv")).expect("the table is readable");
    let mut listed = BTreeSet::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [case, ours, others @ .., why] = &*columns else { unreachable!("{line}") };
        assert_eq!(answer(case, Reading::default()).await, *ours, "{case}");
        let differs = others.iter().any(|other| without_prefix(other) != *ours);
        assert_eq!(differs, *why != "-", "{case}: exactly the differences must have reasons");
        listed.insert(format!("{case}.request.http"));
    }
    let entries = fs::read_dir(data("traces/asmx")).expect("the recordings are readable");
    let recorded = entries.map(|entry| entry.expect("a readable entry").file_name().into_string());
    let recorded = recorded.filter_map(Result::ok).filter(|name| name.ends_with(".request.http"));
    assert_eq!(listed, recorded.collect());
    assert_eq!(listed.len(), 53);
}

#[tokio::test]
async fn servers_can_accept_elements_in_either_form() {
    for (case, ours) in
        [("qualified_inner_11", "200 xml UPDATED"), ("qualified_inner_12", "200 soap12 UPDATED")]
    {
        assert_eq!(answer(case, Reading::EitherForm).await, ours);
    }
}
