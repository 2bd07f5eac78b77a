//! A SOAP service in axum: one route among others, in both versions of SOAP.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use axum::{Router, routing::get};
use customer_care::{
    BaseResponse, CustomerCareService, CustomerCareServiceServer, ExplanationCode, OperationType,
    UpdateCustomerPinReply, UpdateCustomerPinRequest, operations,
};
use wsdlgen_runtime::{
    Context, DateTime, Fault, NoDetail,
    xml::{Limits, ReadOptions},
};

wsdlgen_runtime::include_wsdl!(
    /// The contract of `CustomerCareService`.
    pub mod customer_care = "customer_care_service"
);

/// Accounts and their PINs.
#[derive(Debug, Default)]
pub struct Accounts(Mutex<BTreeMap<String, String>>);

impl CustomerCareService for Accounts {
    async fn update_customer_pin(
        &self,
        context: &mut Context<operations::UpdateCustomerPin>,
        request: Option<UpdateCustomerPinRequest>,
    ) -> Result<Option<UpdateCustomerPinReply>, Fault<NoDetail>> {
        let missing = |what: &str| Fault::sender(format!("{what} is missing"));
        let credentials = context.headers.sc_credentials.take();
        context.reply_headers.sc_credentials =
            Some(credentials.ok_or_else(|| missing("ScCredentials"))?);
        let request = request.ok_or_else(|| missing("updateCustomerPINRequest"))?;
        let account = request.account_number.ok_or_else(|| missing("AccountNumber"))?;
        // A handler that panicked has left no account half changed.
        let mut accounts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let code = match request.operation_type {
            OperationType::Update => {
                accounts.insert(account, request.pin.ok_or_else(|| missing("PIN"))?);
                "UPDATED"
            }
            OperationType::Delete if accounts.remove(&account).is_some() => "DELETED",
            OperationType::Delete => "NO_PIN",
            other => return Err(Fault::receiver(format!("{other} is not served"))),
        };
        Ok(Some(UpdateCustomerPinReply {
            base_response: Some(BaseResponse::new(DateTime::now())),
            sev_code: None,
            explanation_code: Some(ExplanationCode { code: Some(code.into()), description: None }),
        }))
    }
}

/// The service, and a route for whoever watches it.
pub fn router() -> Router {
    let limits = Limits { message_bytes: 64 << 10, ..Limits::default() };
    let service = CustomerCareServiceServer::new(Accounts::default())
        .into_service()
        .with_reading(ReadOptions { limits, ..ReadOptions::default() });
    Router::new()
        .route("/health", get(async || "ok"))
        .route_service("/webservices/CustomerCareService.asmx", service)
}
