//! An implementation of the service with accounts in memory, for examples and tests.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use wsdlgen_runtime::{Context, DateTime, Fault};

use crate::customer_care::{
    BaseResponse, BinarySecurityToken, CustomerCareService, ErrorData, ExplanationCode,
    OperationType, ScCredentials, ServiceFault, SevCode, UpdateCustomerPinFault,
    UpdateCustomerPinReply, UpdateCustomerPinRequest, UserNameToken, operations,
};

/// The caller's own token.
pub const DIRECT_TOKEN: &str = "direct-token";
/// The token of the user on whose behalf the caller acts.
pub const ORIGINATING_TOKEN: &str = "originating-token";

/// Creates the header that [`Accounts`] requires, with these tokens and their creation time.
pub fn credentials(direct: &str, originating: &str, created: &str) -> ScCredentials {
    let token = |id: &str| {
        let token = BinarySecurityToken { id: Some(id.into()) };
        Some(UserNameToken { binary_security_token: Some(token) })
    };
    ScCredentials {
        direct_user_name_token: token(direct),
        originating_user_name_token: token(originating),
        created: Some(created.into()),
        ..ScCredentials::default()
    }
}

/// A service with four accounts.
///
/// Accounts 1000000001 and 1000000002 have a PIN, 1000000003 has a locked PIN, and 1000000004 has none.
#[derive(Debug)]
pub struct Accounts {
    accounts: Mutex<BTreeMap<String, Account>>,
}

#[derive(Debug)]
struct Account {
    pin: Option<String>,
    locked: bool,
}

/// The outcome of an operation, as reported by the reply's codes.
struct Outcome {
    explanation: &'static str,
    /// The code and description of the error if the operation failed.
    error: Option<(&'static str, &'static str)>,
}

impl Outcome {
    const fn success(explanation: &'static str) -> Self {
        Self { explanation, error: None }
    }

    const fn failure(explanation: &'static str, code: &'static str, text: &'static str) -> Self {
        Self { explanation, error: Some((code, text)) }
    }
}

impl Default for Accounts {
    fn default() -> Self {
        let account = |number: &str, pin: Option<&str>, locked| {
            (number.to_owned(), Account { pin: pin.map(str::to_owned), locked })
        };
        let accounts = [
            account("1000000001", Some("1111"), false),
            account("1000000002", Some("2222"), false),
            account("1000000003", Some("3333"), true),
            account("1000000004", None, false),
        ];
        Self { accounts: Mutex::new(accounts.into()) }
    }
}

impl CustomerCareService for Accounts {
    async fn update_customer_pin(
        &self,
        context: &mut Context<operations::UpdateCustomerPin>,
        request: Option<UpdateCustomerPinRequest>,
    ) -> Result<Option<UpdateCustomerPinReply>, Fault<UpdateCustomerPinFault>> {
        let credentials = context.headers.sc_credentials.take();
        let credentials =
            credentials.ok_or_else(|| refuse("AUTH001", "ScCredentials header is missing"))?;
        if !accepted(&credentials) {
            return Err(refuse("AUTH002", "ScCredentials header is not accepted"));
        }
        let request =
            request.ok_or_else(|| refuse("REQUEST", "updateCustomerPINRequest is missing"))?;
        let outcome = self.update(&request);
        context.reply_headers.sc_credentials = Some(credentials);
        Ok(Some(reply(&request, &outcome)))
    }
}

impl Accounts {
    fn update(&self, request: &UpdateCustomerPinRequest) -> Outcome {
        // A panic cannot leave an account partly changed, so a poisoned lock is safe to use.
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let number = request.account_number.as_deref().unwrap_or_default();
        let Some(account) = accounts.get_mut(number) else {
            return Outcome::failure("NOT_FOUND", "E404", "Account not found");
        };
        match request.operation_type {
            OperationType::Update => account.update(request.pin.as_deref()),
            OperationType::Delete => account.delete(),
            OperationType::Lock => account.lock(),
            OperationType::Unlock => account.unlock(),
        }
    }
}

impl Account {
    fn update(&mut self, pin: Option<&str>) -> Outcome {
        if self.locked {
            return Outcome::failure("LOCKED", "E423", "PIN is locked");
        }
        let four_digits =
            |pin: &&str| pin.len() == 4 && pin.bytes().all(|byte| byte.is_ascii_digit());
        let Some(pin) = pin.filter(four_digits) else {
            return Outcome::failure("BAD_PIN", "E422", "PIN must be four digits");
        };
        self.pin = Some(pin.to_owned());
        Outcome::success("UPDATED")
    }

    fn delete(&mut self) -> Outcome {
        if self.locked {
            return Outcome::failure("LOCKED", "E423", "PIN is locked");
        }
        match self.pin.take() {
            Some(_) => Outcome::success("DELETED"),
            None => Outcome::failure("NO_PIN", "E410", "Account has no PIN"),
        }
    }

    fn lock(&mut self) -> Outcome {
        if self.locked {
            return Outcome::failure("LOCKED", "E423", "PIN is already locked");
        }
        self.locked = true;
        Outcome::success("LOCKED")
    }

    fn unlock(&mut self) -> Outcome {
        if !self.locked {
            return Outcome::failure("NOT_LOCKED", "E409", "PIN is not locked");
        }
        self.locked = false;
        Outcome::success("UNLOCKED")
    }
}

fn accepted(credentials: &ScCredentials) -> bool {
    let is = |token: &Option<UserNameToken>, expected: &str| {
        let id = token.as_ref().and_then(|token| token.binary_security_token.as_ref());
        id.and_then(|id| id.id.as_deref()) == Some(expected)
    };
    is(&credentials.direct_user_name_token, DIRECT_TOKEN)
        && is(&credentials.originating_user_name_token, ORIGINATING_TOKEN)
}

fn refuse(code: &str, message: &str) -> Fault<UpdateCustomerPinFault> {
    Fault::sender(message)
        .with_detail(ServiceFault { code: Some(code.into()), message: Some(message.into()) })
}

fn reply(request: &UpdateCustomerPinRequest, outcome: &Outcome) -> UpdateCustomerPinReply {
    let either = |success: &str, failure: &str| {
        Some(if outcome.error.is_none() { success } else { failure }.to_owned())
    };
    let account = request.account_number.as_deref().unwrap_or("-");
    let error_data = outcome.error.map(|(code, text)| ErrorData {
        error_code: Some(code.into()),
        error_description: Some(text.into()),
        native_error_detail: Some(format!(
            "CustomerCareService/{} <account {account}>",
            outcome.explanation
        )),
    });
    let base_response = BaseResponse {
        response_code: either("0", "1"),
        response_description: either("SUCCESS", "FAILURE"),
        error_data,
        ..BaseResponse::new(DateTime::now())
    };
    UpdateCustomerPinReply {
        base_response: Some(base_response),
        sev_code: Some(SevCode { code: either("0", "8"), description: either("Info", "Error") }),
        explanation_code: Some(ExplanationCode {
            code: Some(outcome.explanation.into()),
            description: Some(summary(request)),
        }),
    }
}

/// Summarizes a request in one line.
///
/// All test implementations of this service return this summary, so that callers can check what arrived.
pub fn summary(request: &UpdateCustomerPinRequest) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".into());
    let base = request.base_request.as_ref();
    let email = request.email.as_ref();
    let pairs: Vec<String> = base
        .iter()
        .flat_map(|base| &base.name_value)
        .map(|pair| format!("{}={}", text(&pair.name), text(&pair.value)))
        .collect();
    [
        request.operation_type.to_string(),
        text(&request.account_number),
        text(&request.customer_number),
        text(&request.account_access_code),
        text(&request.pin),
        email.map_or_else(|| "-".into(), |email| email.email_type.clone()),
        email.map_or_else(|| "-".into(), |email| text(&email.email)),
        text(&request.correspondence_type),
        base.map_or_else(|| "-".into(), |base| text(&base.user_id)),
        base.map_or_else(|| "-".into(), |base| text(&base.message_id)),
        base.map_or_else(|| "-".into(), |base| in_utc(&base.message_date_time)),
        pairs.join(";"),
    ]
    .join("|")
}

/// Formats a time in UTC and whole seconds. A time without a zone is taken as UTC.
pub fn in_utc(time: &DateTime) -> String {
    let zoned = match time.time_zone() {
        Some(_) => time.clone(),
        None => time.clone().with_time_zone(Some(wsdlgen_runtime::xsd::TimeZone::UTC)),
    };
    let Ok(instant) = SystemTime::try_from(&zoned) else { return zoned.to_string() };
    let seconds = match instant.duration_since(UNIX_EPOCH) {
        Ok(since) => UNIX_EPOCH + std::time::Duration::from_secs(since.as_secs()),
        Err(_) => instant,
    };
    DateTime::from(seconds).to_string()
}
