//! A word that is not a kind of value.

use wsdlgen_runtime::codegen::v1 as rt;

rt::namespaces! { tns = "urn:t" }

#[derive(Clone, Debug, PartialEq)]
pub struct Opaque;

rt::record! {
    pub struct Person new {
        required name: String = "name"@tns strnig,
    }
}

fn main() {}
