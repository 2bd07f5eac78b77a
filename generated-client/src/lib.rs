//! Client and server of `CustomerCareService`, generated from its WSDL by the build script.
//!
//! The service is written in ASP.NET. It supports SOAP 1.1 and 1.2, has a header in both directions, and nests
//! elements without a namespace in elements with one. `examples/update_customer_pin.rs` calls it.

pub mod accounts;

wsdlgen_runtime::include_wsdl!(
    /// The contract of `CustomerCareService`.
    pub mod customer_care = "customer_care_service"
);
