//! Generates `camera_events.rs` from the contract.

fn main() {
    wsdlgen::configure()
        .compile(&["wsdl/CameraEvents.wsdl"])
        .unwrap_or_else(|report| report.exit());
}
