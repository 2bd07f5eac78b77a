//! Generates the client and server of `CustomerCareService` from the checked-in contract.

fn main() {
    wsdlgen::configure()
        .secret("UpdateCustomerPINRequest/PIN")
        .secret("UpdateCustomerPINRequest/AccountAccessCode")
        .secret("BinarySecurityToken/ID")
        // The test services return the received request here, including the PIN.
        .secret("ExplanationCode/Description")
        // The service returns this fault detail, but its contract does not declare it.
        .schema("../wsdl/ServiceFault.xsd")
        .fault("UpdateCustomerPIN", "ServiceFault")
        // Servers publish the contract, as the original service does.
        .publish()
        .compile(&["../wsdl/CustomerCareService.wsdl"])
        .unwrap_or_else(|report| report.exit());
}
