//! The peer: quick-xml with serde's derive and hand-written types for the contract.
//!
//! Its output is identical to ours, byte for byte. Serialized names include their prefixes. Deserialized
//! names do not, because quick-xml matches local names.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use wsdlgen_runtime::SoapVersion;

/// The content of `soap:Body`.
pub(crate) trait Body: DeserializeOwned + Serialize {}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename(serialize = "soap:Envelope"))]
pub(crate) struct Envelope<B> {
    /// The SOAP namespace. Only set for writing.
    #[serde(rename = "@xmlns:soap", skip_deserializing)]
    soap: &'static str,
    #[serde(rename = "@xmlns:tns", skip_deserializing)]
    tns: &'static str,
    #[serde(rename(serialize = "soap:Header", deserialize = "Header"))]
    header: Header,
    #[serde(rename(serialize = "soap:Body", deserialize = "Body"))]
    body: B,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Header {
    #[serde(
        rename(serialize = "tns:ScCredentials", deserialize = "ScCredentials"),
        skip_serializing_if = "Option::is_none"
    )]
    sc_credentials: Option<ScCredentials>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct ScCredentials {
    #[serde(
        rename(serialize = "tns:DirectUserNameToken", deserialize = "DirectUserNameToken"),
        skip_serializing_if = "Option::is_none"
    )]
    direct_user_name_token: Option<UserNameToken>,
    #[serde(
        rename(
            serialize = "tns:OriginatingUserNameToken",
            deserialize = "OriginatingUserNameToken"
        ),
        skip_serializing_if = "Option::is_none"
    )]
    originating_user_name_token: Option<UserNameToken>,
    #[serde(
        rename(serialize = "tns:Created", deserialize = "Created"),
        skip_serializing_if = "Option::is_none"
    )]
    created: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct UserNameToken {
    #[serde(
        rename(serialize = "tns:BinarySecurityToken", deserialize = "BinarySecurityToken"),
        skip_serializing_if = "Option::is_none"
    )]
    binary_security_token: Option<BinarySecurityToken>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct BinarySecurityToken {
    #[serde(
        rename(serialize = "tns:ID", deserialize = "ID"),
        skip_serializing_if = "Option::is_none"
    )]
    id: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct RequestBody {
    #[serde(rename(serialize = "tns:UpdateCustomerPIN", deserialize = "UpdateCustomerPIN"))]
    update_customer_pin: UpdateCustomerPin,
}

impl Body for RequestBody {}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct UpdateCustomerPin {
    #[serde(
        rename(
            serialize = "tns:updateCustomerPINRequest",
            deserialize = "updateCustomerPINRequest"
        ),
        skip_serializing_if = "Option::is_none"
    )]
    update_customer_pin_request: Option<UpdateCustomerPinRequest>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct UpdateCustomerPinRequest {
    #[serde(skip_serializing_if = "Option::is_none")]
    base_request: Option<BaseRequest>,
    operation_type: OperationType,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_access_code: Option<String>,
    #[serde(rename = "PIN", skip_serializing_if = "Option::is_none")]
    pin: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<Email>,
    #[serde(skip_serializing_if = "Option::is_none")]
    correspondence_type: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct BaseRequest {
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<String>,
    message_date_time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_id: Option<String>,
    #[serde(default)]
    name_value: Vec<NameValue>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct NameValue {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
enum OperationType {
    Update,
    Delete,
    Unlock,
    Lock,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Email {
    email_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct ResponseBody {
    #[serde(rename(
        serialize = "tns:UpdateCustomerPINResponse",
        deserialize = "UpdateCustomerPINResponse"
    ))]
    update_customer_pin_response: UpdateCustomerPinResponse,
}

impl Body for ResponseBody {}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct UpdateCustomerPinResponse {
    #[serde(
        rename(serialize = "tns:UpdateCustomerPINResult", deserialize = "UpdateCustomerPINResult"),
        skip_serializing_if = "Option::is_none"
    )]
    update_customer_pin_result: Option<UpdateCustomerPinReply>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct UpdateCustomerPinReply {
    #[serde(skip_serializing_if = "Option::is_none")]
    base_response: Option<BaseResponse>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sev_code: Option<CodeAndDescription>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation_code: Option<CodeAndDescription>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct BaseResponse {
    message_date_time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_data: Option<ErrorData>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ErrorData {
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    native_error_detail: Option<String>,
}

/// `SevCode` and `ExplanationCode`.
#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct CodeAndDescription {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

impl<B> Envelope<B> {
    /// Sets the namespace declarations that are needed for writing.
    pub(crate) fn declared(self, version: SoapVersion) -> Self {
        let tns = "http://ws.southernco.com/CustSvc-iHub";
        Self { soap: version.namespace(), tns, ..self }
    }
}

/// Reads a message.
pub(crate) fn read<B: Body>(xml: &str) -> Envelope<B> {
    quick_xml::de::from_str(xml).expect("the sample is a valid message")
}

/// Appends a message to a buffer.
pub(crate) fn write<B: Body>(envelope: &Envelope<B>, buffer: &mut String) {
    buffer.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    quick_xml::se::to_writer(buffer, envelope).expect("the sample is writable");
}
