//! Calls without an async runtime.
//!
//! `encode` creates the HTTP request and `decode` reads the response. Any blocking HTTP client can send them.

use ureq::{Agent, http::Response};
use wsdlgen_runtime::{
    CallError, Operation, Port, Reply,
    message::{self, EncodeError, TransportError},
    xml::ReadOptions,
};

wsdlgen_runtime::include_wsdl!(
    /// The contract of `CustomerCareService`.
    pub mod customer_care = "customer_care_service"
);

/// Creates the HTTP client.
pub fn agent() -> Agent {
    let config = Agent::config_builder()
        // Faults have status 500 or 400, and their body contains the reason.
        .http_status_as_error(false)
        // A redirect would turn the POST into a GET.
        .max_redirects(0)
        .timeout_global(Some(std::time::Duration::from_secs(5)))
        .build();
    Agent::new_with_config(config)
}

/// Calls an operation and waits for the reply.
///
/// # Errors
///
/// If the input violates the contract, there is no reply, or the service returns a fault.
pub fn call<O: Operation>(
    agent: &Agent,
    port: &Port<O::Contract>,
    input: &O::Input,
    headers: &O::InputHeaders,
) -> Result<Reply<O>, CallError<O::Fault>> {
    // `encode` leaves the validation of facets to its caller.
    O::validate_input(input).map_err(|errors| CallError::Encode(EncodeError::Invalid(errors)))?;
    let request = message::encode::<O>(port, input, headers).map_err(CallError::Encode)?;
    let options = ReadOptions::default();
    let limit = options.limits.message_bytes as u64;
    let request = request.map(|payload| payload.into_bytes().to_vec());
    let (head, mut body) = agent.run(request).map_err(failed)?.into_parts();
    let bytes = body.with_config().limit(limit).read_to_vec().map_err(failed)?;
    message::decode::<O>(Response::from_parts(head, bytes.into()), &options)
}

fn failed<D>(error: ureq::Error) -> CallError<D> {
    CallError::Transport(TransportError::new(error))
}
