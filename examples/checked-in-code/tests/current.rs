//! What is checked in is what the generator makes of the contract today.

use std::{fs, path::Path};

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
    if fs::read_to_string(&path).ok().as_deref() != Some(&*generated.code) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &generated.code).unwrap();
        panic!("{} was stale. It is rewritten: look at it and check it in", path.display());
    }
}
