//! A prefix that is not declared.

use wsdlgen_runtime::codegen::v1 as rt;

rt::namespaces! { tns = "urn:t" }

#[derive(Clone, Debug, PartialEq)]
pub struct Opaque;

rt::record! {
    pub struct Person  {
        optional name: Option<String> = "name"@tsn string,
    }
}

fn main() {}
