//! The files of a new crate that calls a service.

use std::fmt::Write as _;

use super::contract::{Contract, SampleError, SampleValues, Soap};
use crate::{
    document::Role,
    emit,
    model::{Exchange, Interface, Port, SoapVersion},
    name::{Identifier, file_stem},
    settings::Strictness,
};

/// The files of a new crate that calls the first operation of a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Starter {
    /// The name of the operation.
    pub operation: String,
    /// The content of `src/main.rs`: a call, and a test against a mock.
    pub main: String,
    /// The content of `src/request.xml`, if the request is too complex for an expression.
    pub request: Option<String>,
}

/// The names and types that the program uses.
struct Names<'a> {
    /// The expression that reads the contract in the new crate.
    reading: String,
    /// The name of the generated file, without its extension.
    stem: String,
    /// The name of the module.
    module: String,
    interface: &'a Interface,
    client: String,
    port: String,
    method: String,
    marker: String,
    operation: &'a str,
}

impl Contract {
    /// Returns the paths of the documents of the contract, the contract itself first. Documents that are built in are not
    /// included.
    ///
    /// ```
    /// # let contract = br#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"/>"#;
    /// let contract = wsdlgen::configure().load("a.wsdl", |_| Ok(contract.to_vec()))?;
    /// assert_eq!(contract.documents().collect::<Vec<_>>(), ["a.wsdl"]);
    /// # Ok::<(), wsdlgen::Report>(())
    /// ```
    pub fn documents(&self) -> impl Iterator<Item = &str> {
        let given = self.sources.iter().filter(|(id, _)| self.sources.role(*id) != Role::Known);
        given.map(|(_, file)| &*file.location)
    }

    /// Returns the files of a new crate that calls the first operation with SOAP. `file` is the path of the contract in the
    /// crate.
    ///
    /// # Errors
    ///
    /// If there is no such operation, or its request would be infinite.
    ///
    /// ```no_run
    /// let contract = wsdlgen::configure().read("Orders.wsdl")?;
    /// println!("{}", contract.starter("wsdl/Orders.wsdl")?.main);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn starter(&self, file: &str) -> Result<Starter, SampleError> {
        let (place, port) = self.first_operation().ok_or(SampleError::NoSoap)?;
        let interface = &self.named.model.interfaces[place.0];
        let names = &self.named.interfaces[place.0];
        let operation = &interface.operations[place.1];
        let names = Names {
            reading: self.reading(file),
            module: module_name(&file_stem(file)),
            stem: file_stem(file),
            interface,
            client: names.client.to_string(),
            port: names.ports[port].to_string(),
            method: names.operations[place.1].method.to_string(),
            marker: names.operations[place.1].marker.to_string(),
            operation: &operation.called,
        };
        let request = self.request_of(place, &names, &interface.ports[port])?;
        let is_one_way = operation.exchange == Exchange::OneWay;
        let has_policy = interface.ports[port].policy.is_some();
        Ok(Starter {
            operation: operation.called.to_string(),
            main: program(&names, &request, is_one_way, has_policy),
            request: request.xml,
        })
    }

    fn reading(&self, file: &str) -> String {
        let repair = if self.settings.strictness == Strictness::Repair { ".repair()" } else { "" };
        format!("wsdlgen::configure(){repair}.read({file:?})")
    }

    /// Returns the first operation that a SOAP port binds, and the index of the port.
    fn first_operation(&self) -> Option<((usize, usize), usize)> {
        let interfaces = self.named.model.interfaces.iter().enumerate();
        interfaces.into_iter().find_map(|(place, interface)| {
            (0..interface.operations.len()).find_map(|operation| {
                let mut ports = interface.ports.iter();
                let speaks = |port: &Port| port.version().is_some() && port.binds(operation);
                ports.position(speaks).map(|port| ((place, operation), port))
            })
        })
    }

    fn request_of(
        &self,
        place: (usize, usize),
        names: &Names<'_>,
        port: &Port,
    ) -> Result<RequestCode, SampleError> {
        if emit::takes_nothing(&self.named, &self.settings, place) {
            return Ok(RequestCode::default());
        }
        if let Some(example) = emit::example(&self.named, &self.settings, place, &names.module) {
            let docs = "/// Returns the request. Fill in the values that you want to send.";
            let code = format!("{docs}\n{}", example.code);
            return Ok(RequestCode { code, is_fallible: example.is_fallible, xml: None });
        }
        let version = match port.version() {
            Some(SoapVersion::Soap12) => Soap::V12,
            _ => Soap::V11,
        };
        let operation = format!("{}/{}", names.interface.name, names.operation);
        let sample = self.sample(&operation, Some(version), SampleValues::Valid)?;
        let xml = sample.request.split_once("\n\n").map(|(_, xml)| xml.to_owned());
        let (module, marker) = (&names.module, &names.marker);
        let ty = format!("<{module}::operations::{marker} as Operation>::Input");
        let code = format!(
            "/// Returns the request. Fill in the values that you want to send, in `request.xml` or in Rust.\n\
             fn request() -> Result<{ty}, Box<dyn Error>> {{\n    \
             let envelope = include_str!(\"request.xml\");\n    \
             let options = ReadOptions::default();\n    \
             Ok(decode_input::<{module}::operations::{marker}>(envelope, &options)?)\n}}\n"
        );
        Ok(RequestCode { code, is_fallible: true, xml })
    }
}

/// The function that returns the request.
#[derive(Default)]
struct RequestCode {
    /// Empty if the operation takes no request.
    code: String,
    is_fallible: bool,
    /// The request as XML, if the function reads it.
    xml: Option<String>,
}

impl RequestCode {
    /// Returns the argument of the method.
    fn argument(&self, in_test: bool) -> &'static str {
        match (&*self.code, self.is_fallible, in_test) {
            ("", ..) => "",
            (_, false, _) => "request()",
            (_, true, false) => "request()?",
            (_, true, true) => "request().expect(\"a valid request\")",
        }
    }
}

/// Returns the text of `src/main.rs`.
fn program(names: &Names<'_>, request: &RequestCode, is_one_way: bool, has_policy: bool) -> String {
    let Names { reading, stem, module, interface, client, port, method, operation, .. } = names;
    let uses = match request.xml {
        None => "use wsdlgen_runtime::CallError;",
        Some(_) => {
            "use wsdlgen_runtime::{CallError, Operation, message::decode_input, xml::ReadOptions};"
        }
    };
    let mut code = format!(
        "//! Calls `{}` of `{}`.\n\nuse std::error::Error;\n\nuse {module}::{{{client}, ports}};\n{uses}\n\n\
         wsdlgen_runtime::include_wsdl!(mod {module} = \"{stem}\");\n\n",
        on_one_line(operation),
        on_one_line(&interface.name),
    );
    let secured = if has_policy {
        "    // The port has a security policy: `connect_with` takes the credentials that it requires.\n"
    } else {
        ""
    };
    let done =
        if is_one_way { "println!(\"accepted\")" } else { "println!(\"{:#?}\", reply.body)" };
    let reply = if is_one_way { "_" } else { "reply" };
    let _ = write!(
        code,
        "#[tokio::main]\nasync fn main() -> Result<(), Box<dyn Error>> {{\n    \
         // The first argument overrides the address, for example with that of `wsdlgen mock`.\n    \
         let port = match std::env::args().nth(1) {{\n        \
         Some(address) => ports::{port}.at(address),\n        None => ports::{port},\n    }};\n\
         {secured}    let client = {client}::connect(port)?;\n    \
         match client.{method}({argument}).await {{\n        \
         Ok({reply}) => {done},\n        \
         Err(CallError::Fault(fault)) => eprintln!(\"{{fault}}\"), // code, reason, typed detail\n        \
         Err(other) => eprintln!(\"{{other}}\"),\n    }}\n    Ok(())\n}}\n",
        argument = request.argument(false),
    );
    if !request.code.is_empty() {
        let _ = write!(code, "\n{}", request.code);
    }
    let without_policy = if has_policy { ".without_policy()" } else { "" };
    let _ = write!(
        code,
        "\n#[cfg(test)]\nmod tests {{\n    use wsdlgen::tools::Mock;\n    use wsdlgen_runtime::Transport;\n\n    use super::*;\n\n    \
         /// Calls a mock, which checks the request and answers with a sample.\n    #[tokio::test]\n    async fn calls_a_mock() {{\n        \
         let contract = {reading};\n        \
         let mock = Mock::new(contract.expect(\"a valid contract\"));\n        \
         let port = ports::{port}.at(\"http://localhost/\"){without_policy};\n        \
         let client = {client}::new(port, Transport::new(mock.clone()));\n        \
         client.{method}({argument}).await.expect(\"a reply\");\n        \
         let requests = mock.requests();\n        \
         assert_eq!(requests[0].operation.as_deref(), Some({operation:?}));\n    }}\n}}\n",
        argument = request.argument(true),
    );
    code
}

/// Returns the name of the module for a generated file, unless the program uses it for something else.
fn module_name(stem: &str) -> String {
    const USED: [&str; 7] =
        ["core", "ports", "std", "tests", "tokio", "wsdlgen", "wsdlgen_runtime"];
    if USED.contains(&stem) { "service".to_owned() } else { Identifier::of_field(stem).to_string() }
}

/// Returns a name without characters that could end a comment.
fn on_one_line(name: &str) -> String {
    name.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

#[cfg(test)]
mod tests;
