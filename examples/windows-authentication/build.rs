//! Generates `customer_care_service.rs` from the contract.

fn main() {
    wsdlgen::configure()
        .secret("UpdateCustomerPINRequest/PIN")
        .compile(&["wsdl/CustomerCareService.wsdl"])
        .unwrap_or_else(|report| report.exit());
}
