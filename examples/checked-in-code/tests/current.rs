//! Checks that the checked-in code matches the current contract and generator.
//!
//! `WSDLGEN_REGEN=1 cargo test -p example-checked-in-code` regenerates the code.

use std::{env, fs, path::Path};

use wsdlgen::Sides;

#[test]
fn generated_code_is_current() {
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
        "`{}` is stale: rerun this test with `WSDLGEN_REGEN=1` and review the changes",
        path.display()
    );
    fs::write(&path, &generated.code).unwrap();
}
