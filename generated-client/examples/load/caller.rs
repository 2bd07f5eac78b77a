//! The client, which makes calls and checks their results.

use std::time::Duration;

use generated_client::{
    accounts::{DIRECT_TOKEN, ORIGINATING_TOKEN, credentials},
    customer_care::{
        CustomerCareServiceClient, OperationType, UpdateCustomerPinFault, UpdateCustomerPinRequest,
        operations,
    },
};
use wsdlgen_runtime::{CallError, Reply};

use crate::{
    plan::{Injected, Plan},
    tally::Outcome,
};

/// The time limit of a call, far longer than any call takes.
const TIMEOUT: Duration = Duration::from_secs(60);

type Came = Result<Reply<operations::UpdateCustomerPin>, CallError<UpdateCustomerPinFault>>;

/// A client that makes numbered calls.
pub(crate) struct Caller {
    pub(crate) client: CustomerCareServiceClient,
    pub(crate) plan: Plan,
}

impl Caller {
    /// Makes a call and returns its outcome.
    pub(crate) async fn call(&self, number: u64) -> Outcome {
        let text = number.to_string();
        let request = UpdateCustomerPinRequest {
            account_number: Some(text.clone()),
            correspondence_type: Some(padding(number)),
            ..UpdateCustomerPinRequest::new(OperationType::Update)
        };
        let header = credentials(DIRECT_TOKEN, ORIGINATING_TOKEN, &text);
        let call = self.client.update_customer_pin(request).header(header).timeout(TIMEOUT);
        let injected = self.plan.of(number);
        let Injected::Cancel(after) = injected else { return judge(number, injected, call.await) };
        // On timeout, the future is dropped, which cancels the call.
        match tokio::time::timeout(after, call.into_future()).await {
            Ok(came) => judge(number, Injected::Nothing, came),
            Err(_) => Outcome::Cancelled,
        }
    }
}

/// Returns a text whose length varies between calls.
fn padding(number: u64) -> String {
    let length = usize::try_from(number % 97).unwrap_or_default();
    format!("{number}{}", "<&>".repeat(length))
}

fn judge(number: u64, injected: Injected, came: Came) -> Outcome {
    match (injected, came) {
        (Injected::Nothing | Injected::Delay(_), Ok(reply)) if is_own(number, &reply) => {
            Outcome::Answered
        }
        (Injected::Fault, Err(CallError::Fault(fault))) if is_own_fault(number, &fault) => {
            Outcome::Faulted
        }
        (Injected::Panic, Err(CallError::Fault(fault)))
            if fault.reason() == "the operation failed" =>
        {
            Outcome::Panicked
        }
        (Injected::Cut(_), Err(CallError::Transport(_))) => Outcome::BrokeOff,
        (injected, Ok(reply)) => {
            Outcome::Wrong(format!("injected {injected:?}, got reply {:?}", reply.body))
        }
        (injected, Err(error)) => {
            Outcome::Wrong(format!("injected {injected:?}, got error: {error}"))
        }
    }
}

/// Returns whether the body and the header of a reply belong to the call with this number.
fn is_own(number: u64, reply: &Reply<operations::UpdateCustomerPin>) -> bool {
    let text = number.to_string();
    let explanation = reply.body.as_ref().and_then(|body| body.explanation_code.as_ref());
    let header = reply.headers.sc_credentials.as_ref();
    explanation.and_then(|explanation| explanation.code.as_ref()) == Some(&text)
        && explanation.and_then(|explanation| explanation.description.as_ref())
            == Some(&padding(number))
        && header.and_then(|header| header.created.as_ref()) == Some(&text)
}

fn is_own_fault(number: u64, fault: &wsdlgen_runtime::Fault<UpdateCustomerPinFault>) -> bool {
    let text = number.to_string();
    let detail = fault.detail.as_ref();
    let code = detail.map(|UpdateCustomerPinFault::ServiceFault(fault)| &fault.code);
    fault.reason() == text && code == Some(&Some(text))
}
