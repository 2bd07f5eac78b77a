//! What is checked in is what the generator makes of the contract today.
//!
//! `WSDLGEN_REGEN=1 cargo test -p example-checked-in-code` rewrites it.

use std::{env, fs, path::Path};

use wsdlgen::Sides;

#[test]
fn the_generated_code_is_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let generated = wsdlgen::configure()
        .sides(Sides::Client)
        .secret("UpdateCustomerPINRequest/PIN")
        .generate("wsdl/CustomerCareService.wsdl", |location| fs::read(folder.join(location)))
        .unwrap_or_else(|report| panic!("{report}"));
    let path = folder.join("src/generated/customer_care_service.rs");
    if fs::read_to_string(&path).ok().as_deref() == Some(&*generated.code) {
        return;
    }
    assert!(
        env::var_os("WSDLGEN_REGEN").is_some(),
        "{} is stale: run this test again with WSDLGEN_REGEN=1, and look at the difference",
        path.display()
    );
    fs::write(&path, &generated.code).unwrap();
}
