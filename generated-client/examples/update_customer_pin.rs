//! Calls `UpdateCustomerPIN` over HTTP, in SOAP 1.1 and SOAP 1.2.
//!
//! ```text
//! cargo run -p generated-client --example update_customer_pin [-- OPTIONS]
//!
//! --endpoint URL   call this service instead of starting a server in this process
//! --trace          print the messages without secrets
//! ```

use std::{error::Error, process::ExitCode};

use generated_client::{
    accounts::{Accounts, DIRECT_TOKEN, ORIGINATING_TOKEN, credentials},
    customer_care::{
        BaseRequest, CustomerCareServiceClient, CustomerCareServiceContract,
        CustomerCareServiceServer, Email, NameValue, OperationType, ScCredentials,
        UpdateCustomerPinFault, UpdateCustomerPinReply, UpdateCustomerPinRequest, ports,
    },
};
use wsdlgen_runtime::{CallError, ClientSettings, DateTime, Fault, Port, client::TraceDirection};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<()> {
    let options = Options::parse(std::env::args().skip(1))?;
    let endpoint = match options.endpoint {
        Some(endpoint) => endpoint,
        None => serve().await?,
    };
    println!("calling {endpoint}\n");
    for (version, port) in [
        ("SOAP 1.1", ports::CUSTOMER_CARE_SERVICE_SOAP),
        ("SOAP 1.2", ports::CUSTOMER_CARE_SERVICE_SOAP12),
    ] {
        println!("{version}");
        call_each_way(port.at(&endpoint), options.trace).await?;
        println!();
    }
    Ok(())
}

/// Starts the generated server on a free local port and returns its address.
async fn serve() -> Result<String> {
    let path = "/webservices/CustomerCareService.asmx";
    let service = CustomerCareServiceServer::new(Accounts::default()).into_service();
    let router = axum::Router::new().route_service(path, service);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(format!("http://{address}{path}"))
}

async fn call_each_way(port: Port<CustomerCareServiceContract>, trace: Trace) -> Result<()> {
    let mut client = CustomerCareServiceClient::connect(port)?.with_header(header(DIRECT_TOKEN));
    if trace == Trace::Shown {
        client = client.with_settings(ClientSettings::default().trace(show));
    }
    let account = "1000000001";
    let steps = [
        ("set a PIN", OperationType::Update),
        ("lock it", OperationType::Lock),
        ("set a PIN while it is locked", OperationType::Update),
        ("unlock it", OperationType::Unlock),
        ("delete it", OperationType::Delete),
    ];
    for (what, operation) in steps {
        let reply = client.update_customer_pin(request(operation, account)).await?;
        let answer = reply.body.as_ref().map_or_else(|| "nothing".to_owned(), describe);
        println!("  {what:<30} {operation:<7} {answer}");
    }
    let call = client
        .update_customer_pin(request(OperationType::Update, account))
        .header(header("wrong-token"));
    match call.await {
        Err(CallError::Fault(fault)) => {
            println!("  {:<38} {}", "with a wrong token", describe_fault(&fault));
        }
        Err(other) => return Err(other.into()),
        Ok(_) => return Err("expected a fault for the wrong token, got a reply".into()),
    }
    Ok(())
}

fn request(operation: OperationType, account: &str) -> UpdateCustomerPinRequest {
    let base_request = BaseRequest {
        user_id: Some("example".into()),
        message_id: Some("m-1".into()),
        name_value: vec![NameValue { name: Some("channel".into()), value: Some("web".into()) }],
        ..BaseRequest::new(DateTime::now())
    };
    UpdateCustomerPinRequest {
        base_request: Some(base_request),
        account_number: Some(account.into()),
        pin: Some("4711".into()),
        email: Some(Email { email: Some("someone@example.org".into()), ..Email::new("HOME") }),
        ..UpdateCustomerPinRequest::new(operation)
    }
}

fn header(direct_token: &str) -> ScCredentials {
    credentials(direct_token, ORIGINATING_TOKEN, &DateTime::now().to_string())
}

/// Describes a reply in one line, with its explanation and time.
fn describe(reply: &UpdateCustomerPinReply) -> String {
    let explanation = reply.explanation_code.as_ref().and_then(|code| code.code.as_deref());
    let explanation = explanation.unwrap_or("no explanation");
    let Some(base) = &reply.base_response else { return explanation.to_owned() };
    let when = &base.message_date_time;
    match &base.error_data {
        None => format!("{explanation} at {when}"),
        Some(error) => {
            let code = error.error_code.as_deref().unwrap_or("?");
            let text = error.error_description.as_deref().unwrap_or("?");
            format!("{explanation}: rejected with {code}, {text}")
        }
    }
}

/// Describes a fault in one line, with the code of its detail if there is one.
fn describe_fault(fault: &Fault<UpdateCustomerPinFault>) -> String {
    let blamed = &fault.code;
    match &fault.detail {
        Some(UpdateCustomerPinFault::ServiceFault(detail)) => {
            let code = detail.code.as_deref().unwrap_or("?");
            let message = detail.message.as_deref().unwrap_or("?");
            format!("fault {code}: {message} ({blamed})")
        }
        None => format!("fault: {} ({blamed})", fault.reason()),
    }
}

fn show(trace: &wsdlgen_runtime::client::Trace<'_>) {
    let arrow = match trace.direction {
        TraceDirection::Request => ">",
        TraceDirection::Reply => "<",
    };
    println!("    {arrow} {}", trace.start);
    for (name, value) in trace.headers {
        println!("    {arrow} {name}: {}", String::from_utf8_lossy(value.as_bytes()));
    }
    println!("    {arrow} {}", trace.body);
}

struct Options {
    endpoint: Option<String>,
    trace: Trace,
}

#[derive(Clone, Copy, PartialEq)]
enum Trace {
    Shown,
    Hidden,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        let mut options = Self { endpoint: None, trace: Trace::Hidden };
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--endpoint" => {
                    let url = arguments.next().ok_or("expected a URL after `--endpoint`")?;
                    options.endpoint = Some(url);
                }
                "--trace" => options.trace = Trace::Shown,
                other => {
                    return Err(format!("unknown option `{other}`").into());
                }
            }
        }
        Ok(options)
    }
}
