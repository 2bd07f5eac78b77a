//! Client and server of `CustomerCareService`, generated from its WSDL when this crate is built.
//!
//! The service is ASP.NET's, with SOAP 1.1 and 1.2, a header in both directions, and elements in no
//! namespace inside elements that have one. `examples/update_customer_pin.rs` calls it.

pub mod accounts;

wsdlgen_runtime::include_wsdl!(
    /// The contract of `CustomerCareService`.
    pub mod customer_care = "customer_care_service"
);
