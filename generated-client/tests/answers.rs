//! What our server answers to 53 requests that three others were sent too: `data/answers.tsv` has the
//! answers side by side, and says why ours is different.

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

/// The status, the kind of the content, and what it says: the explanation of a reply, the code of a
/// fault.
async fn answer(case: &str, reading: Reading) -> String {
    let recorded = Recorded::read(&format!("traces/asmx/{case}.request.http"));
    let reading = ReadOptions { reading, ..ReadOptions::default() };
    let mut server =
        CustomerCareServiceServer::new(Accounts::default()).into_service().with_reading(reading);
    let response = server.call(recorded.request()).await.expect("never an error");
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

/// An answer without the prefix that a server has for SOAP's namespace.
fn without_prefix(answer: &str) -> String {
    let (before, said) = answer.rsplit_once(' ').unwrap_or_default();
    format!("{before} {}", said.rsplit_once(':').map_or(said, |(_, code)| code))
}

#[tokio::test]
async fn every_request_is_answered_as_the_table_says() {
    let table = fs::read_to_string(data("answers.tsv")).expect("the table");
    let mut listed = BTreeSet::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [case, ours, others @ .., why] = &*columns else { unreachable!("{line}") };
        assert_eq!(answer(case, Reading::default()).await, *ours, "{case}");
        let differs = others.iter().any(|other| without_prefix(other) != *ours);
        assert_eq!(differs, *why != "-", "{case}: a difference has a reason, and no other");
        listed.insert(format!("{case}.request.http"));
    }
    let entries = fs::read_dir(data("traces/asmx")).expect("the recordings");
    let recorded = entries.map(|entry| entry.expect("an entry").file_name().into_string());
    let recorded = recorded.filter_map(Result::ok).filter(|name| name.ends_with(".request.http"));
    assert_eq!(listed, recorded.collect());
    assert_eq!(listed.len(), 53);
}

#[tokio::test]
async fn a_server_may_take_elements_of_either_form() {
    for (case, ours) in
        [("qualified_inner_11", "200 xml UPDATED"), ("qualified_inner_12", "200 soap12 UPDATED")]
    {
        assert_eq!(answer(case, Reading::EitherForm).await, ours);
    }
}
