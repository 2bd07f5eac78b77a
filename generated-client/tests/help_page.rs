//! Comparison of messages with the samples on the service's help page.

mod support;

use std::fs;

use generated_client::customer_care::{
    BaseResponse, CustomerCareServiceContract, ErrorData, ExplanationCode, SevCode,
    UpdateCustomerPin, UpdateCustomerPinReply, operations, ports,
};
use support::{SAMPLE_TIME, data, meaning, sample_credentials, sample_request};
use wsdlgen_runtime::{Port, message, xml::ReadOptions};

/// A sample from the help page. Placeholders in its envelope have been replaced with values.
struct Sample {
    head: Vec<String>,
    envelope: String,
}

/// Returns the page's samples in order: request and response in SOAP 1.1, then in SOAP 1.2.
fn samples() -> Vec<Sample> {
    let page = fs::read_to_string(data("help-page.txt")).expect("the help page is readable");
    let mut samples = Vec::new();
    let mut lines = page.lines().map(str::trim);
    while let Some(line) = lines.next() {
        if !(line.starts_with("POST ") || line.starts_with("HTTP/1.1 ")) {
            continue;
        }
        let mut head = vec![line.to_owned()];
        let mut envelope = String::new();
        for line in lines.by_ref() {
            if line.starts_with('<') {
                envelope.push_str(line);
            } else if !line.is_empty() {
                head.push(line.to_owned());
            }
            if line.ends_with(":Envelope>") && line.starts_with("</") {
                break;
            }
        }
        let envelope = envelope
            .replace(">dateTime<", &format!(">{SAMPLE_TIME}<"))
            .replace(">UPDATE or DELETE or UNLOCK or LOCK<", ">UPDATE<");
        samples.push(Sample { head, envelope });
    }
    assert_eq!(samples.len(), 4);
    samples
}

fn sample_ports() -> [Port<CustomerCareServiceContract>; 2] {
    [ports::CUSTOMER_CARE_SERVICE_SOAP, ports::CUSTOMER_CARE_SERVICE_SOAP12]
}

fn sample_reply() -> UpdateCustomerPinReply {
    let text = || Some("string".to_owned());
    UpdateCustomerPinReply {
        base_response: Some(BaseResponse {
            response_code: text(),
            response_description: text(),
            error_data: Some(ErrorData {
                error_code: text(),
                error_description: text(),
                native_error_detail: text(),
            }),
            ..BaseResponse::new(SAMPLE_TIME.parse().expect("a dateTime"))
        }),
        sev_code: Some(SevCode { code: text(), description: text() }),
        explanation_code: Some(ExplanationCode { code: text(), description: text() }),
    }
}

#[test]
fn requests_equal_the_samples() {
    for (sample, port) in samples().iter().step_by(2).zip(sample_ports()) {
        let input = UpdateCustomerPin::from(sample_request());
        let headers = sample_credentials().into();
        let request = message::encode::<operations::UpdateCustomerPin>(&port, &input, &headers);
        let request = request.expect("a request");
        let header = |name: &str| request.headers()[name].to_str().expect("ASCII").to_owned();
        let expected = |name: &str| {
            let line = sample.head.iter().find_map(|line| line.strip_prefix(name));
            line.map(|value| value.trim_start_matches(": ").to_owned())
        };
        let uri = request.uri();
        assert_eq!(format!("{} {} HTTP/1.1", request.method(), uri.path()), sample.head[0]);
        assert_eq!(uri.host().map(str::to_owned), expected("Host"));
        let content_type = expected("Content-Type").expect("a content type");
        assert!(header("content-type").starts_with(&content_type));
        if let Some(action) = expected("SOAPAction") {
            assert_eq!(header("soapaction"), action);
        }
        let body = request.into_body().into_bytes();
        let body = std::str::from_utf8(&body).expect("UTF-8");
        assert_eq!(meaning(body), meaning(&sample.envelope));
    }
}

#[test]
fn responses_decode_into_every_field() {
    for sample in samples().iter().skip(1).step_by(2) {
        let content_type = sample.head.iter().find_map(|line| line.strip_prefix("Content-Type: "));
        let response = http::Response::builder()
            .header("Content-Type", content_type.expect("a content type"))
            .body(sample.envelope.clone().into())
            .expect("a response");
        let reply =
            message::decode::<operations::UpdateCustomerPin>(response, &ReadOptions::default());
        let reply = reply.expect("a reply");
        assert_eq!(reply.body, Some(sample_reply()));
        assert_eq!(reply.headers.sc_credentials, Some(sample_credentials()));
        assert_eq!(reply.deviations, []);
    }
}

/// A service that always returns the sample reply.
struct SampleService;

impl generated_client::customer_care::CustomerCareService for SampleService {
    async fn update_customer_pin(
        &self,
        context: &mut wsdlgen_runtime::Context<operations::UpdateCustomerPin>,
        request: Option<generated_client::customer_care::UpdateCustomerPinRequest>,
    ) -> Result<
        Option<UpdateCustomerPinReply>,
        wsdlgen_runtime::Fault<generated_client::customer_care::UpdateCustomerPinFault>,
    > {
        assert_eq!(request, Some(sample_request()));
        assert_eq!(context.headers.sc_credentials, Some(sample_credentials()));
        context.reply_headers = sample_credentials().into();
        Ok(Some(sample_reply()))
    }
}

#[tokio::test]
async fn server_reads_sample_requests_and_writes_sample_responses() {
    use generated_client::customer_care::CustomerCareServiceServer;
    use wsdlgen_runtime::Payload;

    let samples = samples();
    for pair in samples.chunks(2) {
        let [request, response] = pair else { panic!("samples come in pairs") };
        let content_type = request.head.iter().find_map(|line| line.strip_prefix("Content-Type: "));
        let http_request = http::Request::post("/webservices/CustomerCareService.asmx")
            .header("Content-Type", content_type.expect("a content type"))
            .body(Payload::new(request.envelope.clone()))
            .expect("a request");
        let mut server = CustomerCareServiceServer::new(SampleService).into_service();
        let answer = tower_service::Service::call(&mut server, http_request).await;
        let answer = answer.expect("the service is infallible");
        assert_eq!(answer.status(), 200);
        let expected = response.head.iter().find_map(|line| line.strip_prefix("Content-Type: "));
        assert_eq!(answer.headers()["content-type"].to_str().ok(), expected);
        let body = answer.into_body().into_bytes();
        let body = std::str::from_utf8(&body).expect("UTF-8");
        assert_eq!(meaning(body), meaning(&response.envelope));
    }
}
