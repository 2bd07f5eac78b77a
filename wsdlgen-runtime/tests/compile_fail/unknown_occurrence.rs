//! A word that is not an occurrence.

use wsdlgen_runtime::codegen::v1 as rt;

rt::namespaces! { tns = "urn:t" }

#[derive(Clone, Debug, PartialEq)]
pub struct Opaque;

rt::record! {
    pub struct Person  {
        sometimes name: Option<String> = "name"@tns string,
    }
}

fn main() {}
