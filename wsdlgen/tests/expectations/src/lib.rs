//! The snapshots of generated code, compiled as a user's crate would: without warnings under
//! rustc, clippy and rustdoc.

/// A module for each fixture.
macro_rules! fixtures {
    ($($name:ident)*) => {
        $(
            #[doc = concat!("The fixture `", stringify!($name), "`.")]
            pub mod $name {
                include!(concat!("../../fixtures/", stringify!($name), "/expected.rs"));
            }
        )*
    };
}

fixtures! {
    customer_care
    documentation
    names
    recursion
    several_ports
    two_namespaces
}
