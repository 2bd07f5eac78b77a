//! A type that is not a simple type.

use wsdlgen_runtime::codegen::v1 as rt;

rt::namespaces! { tns = "urn:t" }

#[derive(Clone, Debug, PartialEq)]
pub struct Opaque;

rt::record! {
    pub struct Person new {
        required name: Opaque = "name"@tns value,
    }
}

fn main() {}
