//! The snapshots of generated code, compiled as in a user's crate: without warnings from rustc, clippy
//! and rustdoc.

/// Declares a module for each fixture.
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

/// A custom type, which the fixture `configuration` uses instead of a type of its contract.
pub mod money {
    use wsdlgen_runtime::xsd::{Lexical, ValueError};

    /// An amount in a currency: `EUR 12`.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Money {
        /// The currency code: three letters.
        pub currency: String,
        /// The amount in whole units.
        pub amount: u64,
    }

    impl Lexical for Money {
        fn parse_lexical(text: &str) -> Result<Self, ValueError> {
            let found = text.split_once(' ').and_then(|(currency, amount)| {
                Some(Self { currency: currency.to_owned(), amount: amount.parse().ok()? })
            });
            found.ok_or_else(|| ValueError::new("Money", "expected a currency and an amount"))
        }

        fn append_lexical(&self, out: &mut Vec<u8>) {
            out.extend_from_slice(format!("{} {}", self.currency, self.amount).as_bytes());
        }
    }
}

/// A custom type, which the fixture `lexical_forms` uses instead of a built-in type.
pub mod seconds {
    use wsdlgen_runtime::xsd::{DateTime, Lexical, ValueError};

    /// A point in time without fractions of a second.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Seconds(pub DateTime);

    impl Lexical for Seconds {
        fn parse_lexical(text: &str) -> Result<Self, ValueError> {
            let time: DateTime = text.parse()?;
            match time.fraction() {
                None => Ok(Self(time)),
                Some(_) => Err(ValueError::new("Seconds", "fractions of a second are not allowed")),
            }
        }

        fn append_lexical(&self, out: &mut Vec<u8>) {
            self.0.append_lexical(out);
        }
    }
}

fixtures! {
    addressing
    ambiguous
    attachments
    builtins
    choice
    configuration
    customer_care
    data_sets
    default_fixed
    documentation
    extension
    facets
    files
    foreign_types
    foreign_types_jiff
    foreign_types_time
    forms
    grammar
    groups
    header_attributes
    http_bindings
    inheritance
    java_faults
    json
    lexical_forms
    lists
    media
    messages
    mixed
    names
    nested
    nillable
    occurrence
    policies
    port_styles
    published
    recursion
    repeated_parts
    request_ews
    request_fedex
    request_netsuite
    request_onvif
    request_salesforce
    restriction
    rpc_encoded
    rpc_literal
    schema_validation
    services
    several_ports
    simple_content
    simple_types
    streams
    substitution
    two_namespaces
    wildcards
    xsd11
}
