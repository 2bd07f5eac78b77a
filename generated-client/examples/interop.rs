//! Calls a freshly started service in many ways and checks its replies. The driver of `cargo lab interop`.
//!
//! ```text
//! cargo run -p generated-client --example interop -- URL
//! ```
//!
//! It prints a line for each call and ends with `calls: N, failed: F`.

use std::process::ExitCode;

use generated_client::{
    accounts::{DIRECT_TOKEN, ORIGINATING_TOKEN, credentials, summary},
    customer_care::{
        BaseRequest, CustomerCareServiceClient, Email, NameValue, OperationType, ScCredentials,
        UpdateCustomerPinFault, UpdateCustomerPinRequest, operations, ports,
    },
};
use wsdlgen_runtime::{CallError, FaultClass, Reply};

type Client = CustomerCareServiceClient;

/// The result of a comparison. The error describes the difference.
type Checked = Result<(), String>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Some(url) = std::env::args().nth(1) else {
        eprintln!("usage: interop URL");
        return ExitCode::from(2);
    };
    let mut tally = Tally::default();
    for (version, port) in
        [("1.1", ports::CUSTOMER_CARE_SERVICE_SOAP), ("1.2", ports::CUSTOMER_CARE_SERVICE_SOAP12)]
    {
        match Client::connect(port.at(&url)) {
            Ok(client) => drive(client, version, &mut tally).await,
            Err(error) => tally.add(&format!("{version} connect"), Err(error.to_string())),
        }
    }
    println!("calls: {}, failed: {}", tally.calls, tally.failed);
    if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[derive(Default)]
struct Tally {
    calls: usize,
    failed: usize,
}

impl Tally {
    fn add(&mut self, name: &str, result: Checked) {
        self.calls += 1;
        match result {
            Ok(()) => println!("ok {name}"),
            Err(reason) => {
                self.failed += 1;
                println!("FAILED {name}: {reason}");
            }
        }
    }
}

/// The expected explanation code, and the error code if the operation fails.
type Expected = (&'static str, Option<&'static str>);

async fn drive(without_header: Client, version: &str, tally: &mut Tally) {
    use OperationType::{Delete, Lock, Unlock, Update};

    tally.add(&format!("{version} no header"), no_header(&without_header).await);
    let client = &without_header.with_header(header(DIRECT_TOKEN));

    // The order matters: each call finds the account as the previous one left it. The last call leaves it with a
    // PIN for the other SOAP version.
    let account = "1000000002";
    let steps: [(OperationType, Expected); 9] = [
        (Update, ("UPDATED", None)),
        (Lock, ("LOCKED", None)),
        (Update, ("LOCKED", Some("E423"))),
        (Lock, ("LOCKED", Some("E423"))),
        (Unlock, ("UNLOCKED", None)),
        (Unlock, ("NOT_LOCKED", Some("E409"))),
        (Delete, ("DELETED", None)),
        (Delete, ("NO_PIN", Some("E410"))),
        (Update, ("UPDATED", None)),
    ];
    for (operation, expected) in steps {
        let name = format!("{version} {operation} full, {}", expected.0);
        tally.add(&name, answered(client, full(operation, account), expected).await);
    }
    for operation in [Update, Delete, Lock, Unlock] {
        let request = UpdateCustomerPinRequest::new(operation);
        let name = format!("{version} {operation} with nothing optional");
        tally.add(&name, answered(client, request, ("NOT_FOUND", Some("E404"))).await);
    }
    let unknown = full(Update, "9");
    let name = format!("{version} unknown account");
    tally.add(&name, answered(client, unknown, ("NOT_FOUND", Some("E404"))).await);
    let bad_pin = UpdateCustomerPinRequest { pin: Some("12".into()), ..full(Update, "1000000001") };
    let name = format!("{version} bad PIN");
    tally.add(&name, answered(client, bad_pin, ("BAD_PIN", Some("E422"))).await);
    tally.add(&format!("{version} markup and white space"), hard_text(client).await);
    tally.add(&format!("{version} wrong token"), wrong_token(client).await);
}

/// Makes a call and checks the codes, the summary of the request and the header in its reply.
async fn answered(
    client: &Client,
    request: UpdateCustomerPinRequest,
    expected: Expected,
) -> Checked {
    let sent = summary(&request);
    let reply = client.update_customer_pin(request).await.map_err(|error| error.to_string())?;
    compare(&reply, expected, &sent)
}

fn compare(
    reply: &Reply<operations::UpdateCustomerPin>,
    expected: Expected,
    sent: &str,
) -> Checked {
    let body = reply.body.as_ref().ok_or("the result is missing")?;
    let base = body.base_response.as_ref().ok_or("`BaseResponse` is missing")?;
    let explanation = body.explanation_code.as_ref().ok_or("`ExplanationCode` is missing")?;
    let error = base.error_data.as_ref();
    let (code, refused) = expected;
    same("ExplanationCode/Code", explanation.code.as_deref(), Some(code))?;
    same("ErrorCode", error.and_then(|error| error.error_code.as_deref()), refused)?;
    let response_code = if refused.is_some() { "1" } else { "0" };
    same("ResponseCode", base.response_code.as_deref(), Some(response_code))?;
    same("ExplanationCode/Description", explanation.description.as_deref(), Some(sent))?;
    let echoed = reply.headers.sc_credentials.as_ref();
    let echoed = echoed.ok_or("the reply has no header")?;
    for deviation in &reply.deviations {
        println!("note: deviation {deviation}");
    }
    same("header", echoed.created.as_deref(), Some(CREATED))
}

fn same(what: &str, found: Option<&str>, expected: Option<&str>) -> Checked {
    if found == expected {
        return Ok(());
    }
    Err(format!("{what}: expected {expected:?}, found {found:?}"))
}

/// Checks markup characters, non-ASCII characters and significant white space.
async fn hard_text(client: &Client) -> Checked {
    let mut request = full(OperationType::Update, "1000000001");
    request.customer_number = Some("<a> & \"b\" ' ]]> \u{e9}\u{4e2d}\u{1f600}".into());
    if let Some(base) = &mut request.base_request {
        base.name_value
            .push(NameValue { name: Some("spaces".into()), value: Some("  two  ".into()) });
        base.name_value.push(NameValue { name: None, value: Some("nameless".into()) });
    }
    answered(client, request, ("UPDATED", None)).await
}

async fn wrong_token(client: &Client) -> Checked {
    let call = client.update_customer_pin(full(OperationType::Update, "1000000001"));
    faulted(call.header(header("wrong")).await, "AUTH002")
}

async fn no_header(client: &Client) -> Checked {
    let call = client.update_customer_pin(full(OperationType::Update, "1000000001"));
    faulted(call.await, "AUTH001")
}

fn faulted(
    result: Result<Reply<operations::UpdateCustomerPin>, CallError<UpdateCustomerPinFault>>,
    code: &str,
) -> Checked {
    let fault = match result {
        Err(CallError::Fault(fault)) => fault,
        Err(other) => return Err(format!("expected a fault, found {other}")),
        Ok(_) => return Err("expected a fault, found a reply".to_owned()),
    };
    if fault.code.class() != FaultClass::Sender {
        return Err(format!("expected a sender fault, found {:?}", fault.code));
    }
    match &fault.detail {
        Some(UpdateCustomerPinFault::ServiceFault(detail)) => {
            same("ServiceFault/Code", detail.code.as_deref(), Some(code))
        }
        None => Err(format!("the fault has no typed detail: {fault}")),
    }
}

/// Returns a request with every optional element.
fn full(operation: OperationType, account: &str) -> UpdateCustomerPinRequest {
    let pair =
        |name: &str, value: &str| NameValue { name: Some(name.into()), value: Some(value.into()) };
    let time = "2026-01-02T03:04:05.678-06:00".parse().expect("a valid dateTime");
    let base_request = BaseRequest {
        user_id: Some("user & co".into()),
        message_id: Some("m-1".into()),
        name_value: vec![pair("a", "1"), pair("b", " two ")],
        ..BaseRequest::new(time)
    };
    UpdateCustomerPinRequest {
        base_request: Some(base_request),
        account_number: Some(account.into()),
        customer_number: Some("C1".into()),
        account_access_code: Some("AAC".into()),
        pin: Some("4321".into()),
        email: Some(Email { email: Some("a@example.org".into()), ..Email::new("HOME") }),
        correspondence_type: Some("EMAIL".into()),
        ..UpdateCustomerPinRequest::new(operation)
    }
}

fn header(direct_token: &str) -> ScCredentials {
    credentials(direct_token, ORIGINATING_TOKEN, CREATED)
}

const CREATED: &str = "2026-01-02T03:04:05Z";
