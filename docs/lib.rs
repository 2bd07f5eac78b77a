//! The guide in `src`, with one module per chapter. `cargo test -p wsdlgen-guide` compiles every Rust block
//! in it, and runs those that do not need a network.

#![expect(clippy::needless_doctest_main, reason = "build scripts in the guide are complete")]

/// Defines a module for each chapter.
macro_rules! chapters {
    ($($name:ident = $file:literal;)*) => {
        $(
            #[doc = include_str!(concat!("src/", $file))]
            pub mod $name {}
        )*
    };
}

chapters! {
    introduction = "introduction.md";
    quick_start = "quick-start.md";
    settings = "settings.md";
    wsdlgen_toml = "wsdlgen-toml.md";
    structures = "structures.md";
    derivation = "derivation.md";
    values = "values.md";
    services = "services.md";
    names = "names.md";
    calling = "calling.md";
    requests = "requests.md";
    streams = "streams-and-attachments.md";
    data_sets = "data-sets.md";
    other_http_clients = "other-http-clients.md";
    dynamic = "dynamic.md";
    serving = "serving.md";
    production = "production.md";
    testing = "testing.md";
    peers = "peers.md";
    security = "security.md";
    ws_security = "ws-security.md";
    command_line = "command-line.md";
    troubleshooting = "troubleshooting.md";
    moving = "moving.md";
}
