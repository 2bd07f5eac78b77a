//! Generates the client and server of `CustomerCareService` from the checked-in contract.

fn main() {
    wsdlgen::configure()
        .secret("UpdateCustomerPINRequest/PIN")
        .secret("UpdateCustomerPINRequest/AccountAccessCode")
        .secret("BinarySecurityToken/ID")
        // Implementations of the service for tests say there what they received, PIN included.
        .secret("ExplanationCode/Description")
        // The service answers with this detail, but its contract does not say so.
        .schema("../wsdl/ServiceFault.xsd")
        .fault("UpdateCustomerPIN", "ServiceFault")
        // Servers show the contract, as the service's own does.
        .publish()
        .compile(&["../wsdl/CustomerCareService.wsdl"])
        .unwrap_or_else(|report| report.exit());
}
