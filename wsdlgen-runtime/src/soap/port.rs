//! Ports: the endpoints of a contract.

use std::{borrow::Cow, fmt, marker::PhantomData};

use super::{Addressing, AddressingVersion, SoapVersion};
use crate::{address::public_address, policy::SecurityPolicy};

/// The method of a port for HTTP without SOAP (`http:binding`, WSDL 1.1, §4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpMethod {
    /// Requests have their parameters in the URL.
    Get,
    /// Requests have their parameters in a form.
    Post,
}

/// An endpoint of a contract: its address, SOAP version and actions (`wsdl:port`).
///
/// Generated code has a constant for each port. [`at`](Self::at) changes the address.
pub struct Port<C> {
    name: &'static str,
    address: Cow<'static, str>,
    version: SoapVersion,
    /// The method of a port for HTTP without SOAP.
    http: Option<HttpMethod>,
    /// The `soapAction` or the location of each operation, or an empty string if the contract has none.
    actions: &'static [&'static str],
    /// The operations that the port's binding lacks.
    lacking: &'static [usize],
    /// The version of WS-Addressing that the binding requires.
    addressing: Option<AddressingVersion>,
    mtom: bool,
    policy: Option<fn() -> SecurityPolicy>,
    contract: PhantomData<fn() -> C>,
}

impl<C> Port<C> {
    /// Creates a port. `actions` has the `soapAction` of each operation, in the order of [`Operation::INDEX`](super::Operation::INDEX).
    pub const fn new(
        name: &'static str,
        address: &'static str,
        version: SoapVersion,
        actions: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            address: Cow::Borrowed(address),
            version,
            http: None,
            actions,
            lacking: &[],
            addressing: None,
            mtom: false,
            policy: None,
            contract: PhantomData,
        }
    }

    /// Creates a port for HTTP without SOAP (WSDL 1.1, §4). `locations` has the location of each operation relative to the
    /// address, in the order of [`Operation::INDEX`](super::Operation::INDEX).
    pub const fn http(
        name: &'static str,
        address: &'static str,
        method: HttpMethod,
        locations: &'static [&'static str],
    ) -> Self {
        let mut port = Self::new(name, address, SoapVersion::Soap11, locations);
        port.http = Some(method);
        port
    }

    /// Returns the method of a port for HTTP without SOAP.
    pub fn http_method(&self) -> Option<HttpMethod> {
        self.http
    }

    /// Marks the port's binding as requiring WS-Addressing 1.0 headers.
    #[must_use]
    pub const fn with_addressing(self) -> Self {
        self.with_addressing_of(AddressingVersion::V1)
    }

    /// Marks the port's binding as requiring WS-Addressing headers of a version.
    #[must_use]
    pub const fn with_addressing_of(mut self, version: AddressingVersion) -> Self {
        self.addressing = Some(version);
        self
    }

    /// Marks the port as requiring MTOM: long binary data is sent as attachments.
    #[must_use]
    pub const fn with_mtom(mut self) -> Self {
        self.mtom = true;
        self
    }

    /// Sets the security policy of the port.
    #[must_use]
    pub const fn with_policy(mut self, policy: fn() -> SecurityPolicy) -> Self {
        self.policy = Some(policy);
        self
    }

    /// Removes the security policy, for callers that do what it requires in another way.
    #[must_use]
    pub fn without_policy(mut self) -> Self {
        self.policy = None;
        self
    }

    /// Returns the least length of binary data that becomes an attachment, if the port requires MTOM.
    pub(crate) fn mtom(&self) -> Option<usize> {
        self.mtom.then_some(1 << 10)
    }

    /// Returns the security policy of the port, if it has one.
    pub fn policy(&self) -> Option<SecurityPolicy> {
        self.policy.map(|policy| policy())
    }

    /// Sets the operations that the port's binding lacks, by [`Operation::INDEX`](super::Operation::INDEX). They cannot be called at this port.
    #[must_use]
    pub const fn without(mut self, operations: &'static [usize]) -> Self {
        self.lacking = operations;
        self
    }

    /// Returns whether the port's binding has an operation.
    pub(crate) fn binds(&self, operation: usize) -> bool {
        !self.lacking.contains(&operation)
    }

    /// Returns the version of the WS-Addressing headers of requests to this port, or `None` if they have none.
    pub(crate) fn addressing(&self, wanted: Addressing) -> Option<AddressingVersion> {
        match wanted {
            Addressing::AsBound => self.addressing,
            Addressing::On => self.addressing.or(Some(AddressingVersion::V1)),
            Addressing::August2004 => Some(AddressingVersion::August2004),
            Addressing::Off => None,
        }
    }

    /// Sets the address.
    #[must_use]
    pub fn at(mut self, address: impl Into<String>) -> Self {
        self.address = Cow::Owned(address.into());
        self
    }

    /// Returns the name of the port in the contract.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the URL that requests are sent to.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Returns the SOAP version of the port. Ports for HTTP without SOAP have none: see [`http_method`](Self::http_method).
    pub fn version(&self) -> SoapVersion {
        self.version
    }

    /// Returns the `soapAction` or the location of an operation, or an empty string if there is none.
    pub(crate) fn action(&self, operation: usize) -> &'static str {
        self.actions.get(operation).copied().unwrap_or_default()
    }
}

impl<C> Clone for Port<C> {
    fn clone(&self) -> Self {
        Self { address: self.address.clone(), ..*self }
    }
}

impl<C> fmt::Debug for Port<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Port")
            .field("name", &self.name)
            .field("address", &public_address(&self.address))
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}
