//! The client: one call, and whether it came out as it should.

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

/// How long a call may take that nothing is done to: far longer than any does.
const TIMEOUT: Duration = Duration::from_secs(60);

type Came = Result<Reply<operations::UpdateCustomerPin>, CallError<UpdateCustomerPinFault>>;

/// Makes calls, each with its number.
pub(crate) struct Caller {
    pub(crate) client: CustomerCareServiceClient,
    pub(crate) plan: Plan,
}

impl Caller {
    /// Makes a call and says what came of it.
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
        // The future is dropped where the time is over.
        match tokio::time::timeout(after, call.into_future()).await {
            Ok(came) => judge(number, Injected::Nothing, came),
            Err(_) => Outcome::Cancelled,
        }
    }
}

/// Text of a length that differs from call to call.
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
        (injected, Ok(reply)) => Outcome::Wrong(format!("{injected:?}, and {:?}", reply.body)),
        (injected, Err(error)) => Outcome::Wrong(format!("{injected:?}, and {error}")),
    }
}

/// Whether body and header are those of the call with this number.
fn is_own(number: u64, reply: &Reply<operations::UpdateCustomerPin>) -> bool {
    let text = number.to_string();
    let explanation = reply.body.as_ref().and_then(|body| body.explanation_code.as_ref());
    let header = reply.headers.sc_credentials.as_ref();
    explanation.and_then(|it| it.code.as_ref()) == Some(&text)
        && explanation.and_then(|it| it.description.as_ref()) == Some(&padding(number))
        && header.and_then(|it| it.created.as_ref()) == Some(&text)
}

fn is_own_fault(number: u64, fault: &wsdlgen_runtime::Fault<UpdateCustomerPinFault>) -> bool {
    let text = number.to_string();
    let code = fault.detail.as_ref().map(|UpdateCustomerPinFault::ServiceFault(it)| &it.code);
    fault.reason() == text && code == Some(&Some(text))
}
