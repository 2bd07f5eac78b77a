//! Settings that name the generated items of a service.

use super::Config;
use crate::settings::{Renamed, Renaming};

impl Config {
    /// Names the client and the server trait of a service.
    ///
    /// `service` is the name of the service in the contract, or that of the portType if the service has a client for
    /// each of several portTypes. `{namespace}Name` selects one of several services with the same name.
    ///
    /// ```
    /// # use wsdlgen::configure;
    /// configure().rename_service("CustomerCareService", "Care"); // CareClient, Care, CareServer
    /// ```
    pub fn rename_service(self, service: impl Into<String>, name: impl AsRef<str>) -> Self {
        self.renamed(Renamed::Service, service, name)
    }

    /// Names the method of an operation, and the types derived from it.
    ///
    /// `operation` is its name in the contract, `Service/Operation` or `{namespace}Service/Operation`.
    ///
    /// ```
    /// # use wsdlgen::configure;
    /// configure().rename_operation("UpdateCustomerPIN", "update_pin"); // client.update_pin(…)
    /// ```
    pub fn rename_operation(self, operation: impl Into<String>, name: impl AsRef<str>) -> Self {
        self.renamed(Renamed::Operation, operation, name)
    }

    /// Names the constant of a port.
    ///
    /// `port` is its name in the contract, or `Service/Port`.
    ///
    /// ```
    /// # use wsdlgen::configure;
    /// configure().rename_port("CustomerCareServiceSoap12", "SOAP12"); // ports::SOAP12
    /// ```
    pub fn rename_port(self, port: impl Into<String>, name: impl AsRef<str>) -> Self {
        self.renamed(Renamed::Port, port, name)
    }

    /// Names the module of a namespace.
    ///
    /// Namespaces with the same module name share the module. An empty name selects the contract's own module.
    ///
    /// ```
    /// # use wsdlgen::configure;
    /// configure()
    ///     .module("http://example.org/common/1.0", "common")
    ///     .module("http://example.org/common/1.1", "common");
    /// ```
    pub fn module(self, namespace: impl Into<String>, name: impl AsRef<str>) -> Self {
        self.renamed(Renamed::Namespace, namespace, name)
    }

    fn renamed(
        mut self,
        kind: Renamed,
        selector: impl Into<String>,
        name: impl AsRef<str>,
    ) -> Self {
        let (selector, name) = (selector.into(), name.as_ref().into());
        self.settings.renamings.push(Renaming { kind, selector, name });
        self
    }
}
