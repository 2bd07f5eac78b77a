//! The files of a new crate that calls a service.

mod security;

use std::fmt::Write as _;

use security::SecurityCode;

use super::contract::{Contract, SampleError, SampleValues, Soap};
use crate::{
    document::Role,
    emit,
    model::{Exchange, Interface, Place, Port, SoapVersion},
    name::{Identifier, file_stem},
    settings::Strictness,
    shown::is_reordering,
};

/// Maximum length of a line.
const WIDTH: usize = 100;

/// The files of a new crate that calls an operation of a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Starter {
    /// The name of the operation.
    pub operation: String,
    /// The content of `src/main.rs`: a call, and a test against a mock.
    pub main: String,
    /// The content of `src/request.xml`, if the request is too complex for an expression.
    pub request: Option<String>,
    /// The feature of the runtime that the program needs for the security policy of the port, if any.
    pub feature: Option<&'static str>,
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

    /// Returns the files of a new crate that calls an operation with SOAP, by default the first. `file` is the path of the
    /// contract in the crate.
    ///
    /// # Errors
    ///
    /// If there is no such operation, or its request would be infinite.
    ///
    /// ```no_run
    /// let contract = wsdlgen::configure().read("Orders.wsdl")?;
    /// println!("{}", contract.starter("wsdl/Orders.wsdl", Some("Find"))?.main);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn starter(&self, file: &str, operation: Option<&str>) -> Result<Starter, SampleError> {
        let (place, port) = match operation {
            None => self.first_operation().ok_or(SampleError::NoSoap)?,
            Some(operation) => {
                let place = self.place(operation)?;
                (place, self.soap_port(place).ok_or(SampleError::NoPort { version: None })?)
            }
        };
        let (interface, operation) = self.named.model.operation(place);
        let names = &self.named.interfaces[place.interface];
        let own = &names.operations[place.operation];
        let names = Names {
            reading: self.reading(file),
            module: module_name(&file_stem(file)),
            stem: file_stem(file),
            interface,
            client: names.client.to_string(),
            port: names.ports[port].to_string(),
            method: own.method.to_string(),
            marker: own.marker.to_string(),
            operation: &operation.called,
        };
        let request = self.request_of(place, &names, &interface.ports[port])?;
        let is_one_way = operation.exchange == Exchange::OneWay;
        let policy = interface.ports[port].policy.as_ref();
        let security = policy.map(SecurityCode::of);
        let headers = emit::example_headers(&self.named, &self.settings, place, &names.module);
        let headers = HeaderCode::of(headers);
        Ok(Starter {
            operation: operation.called.to_string(),
            main: program(&names, &request, &headers, is_one_way, security.as_ref()),
            request: request.xml,
            feature: security.and_then(|security| security.feature),
        })
    }

    fn reading(&self, file: &str) -> String {
        let repair = if self.settings.strictness == Strictness::Repair { ".repair()" } else { "" };
        format!("wsdlgen::configure(){repair}.read({file:?})")
    }

    /// Returns the first operation that a SOAP port binds, and the index of the port.
    fn first_operation(&self) -> Option<(Place, usize)> {
        let mut places = self.named.model.places();
        places.find_map(|place| Some((place, self.soap_port(place)?)))
    }

    /// Returns the index of the first SOAP port that binds an operation.
    fn soap_port(&self, Place { interface, operation }: Place) -> Option<usize> {
        let mut ports = self.named.model.interfaces[interface].ports.iter();
        ports.position(|port| port.version().is_some() && port.binds(operation))
    }

    fn request_of(
        &self,
        place: Place,
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
        let sample = self.sample_at(place, Some(version), SampleValues::Valid)?;
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

/// The functions that return header blocks.
struct HeaderCode {
    code: String,
    /// The names of the functions, and whether they return a `Result`.
    functions: Vec<(String, bool)>,
    /// The blocks that have no function.
    others: Vec<String>,
}

impl HeaderCode {
    fn of(blocks: Vec<Result<(String, emit::Example), String>>) -> Self {
        let mut headers = Self { code: String::new(), functions: Vec::new(), others: Vec::new() };
        for block in blocks {
            match block {
                Ok((name, example)) => {
                    headers.code +=
                        "\n/// Returns a header block. Fill in the values that you want to send.\n";
                    headers.code += &example.code;
                    headers.functions.push((name, example.is_fallible));
                }
                Err(name) => headers.others.push(name),
            }
        }
        headers
    }

    /// Returns the statement that creates the client and adds the blocks to it, on several lines if it is long.
    fn client(&self, created: &str, in_test: bool) -> String {
        let indent = if in_test { 8 } else { 4 };
        let line = format!("let client = {created}{};", self.calls(in_test).concat());
        if indent + line.len() <= WIDTH {
            return line;
        }
        let next = format!("\n{}", " ".repeat(indent + 4));
        format!("let client = {created}{next}{};", self.calls(in_test).join(&next))
    }

    /// Returns the calls that add the blocks to the client.
    fn calls(&self, in_test: bool) -> Vec<String> {
        let call = |(name, is_fallible): &(String, bool)| match (is_fallible, in_test) {
            (false, _) => format!(".with_header({name}())"),
            (true, false) => format!(".with_header({name}()?)"),
            (true, true) => format!(".with_header({name}().expect(\"a valid header\"))"),
        };
        self.functions.iter().map(call).collect()
    }

    /// Returns a comment about the blocks that are not sent.
    fn comment(&self) -> String {
        if self.others.is_empty() {
            return String::new();
        }
        let names: Vec<String> =
            self.others.iter().map(|name| format!("`{}`", on_one_line(name))).collect();
        format!("    // The operation also declares these header blocks: {}.\n", names.join(", "))
    }
}

/// Returns the declaration that imports items of the runtime, formatted as rustfmt does.
fn uses(request: &RequestCode, security: &SecurityCode) -> String {
    let reads_xml = request.xml.is_some();
    let names = if reads_xml { "CallError, Operation" } else { "CallError" };
    let mut paths = Vec::new();
    if reads_xml {
        paths.push("message::decode_input".to_owned());
    }
    match &*security.imports {
        [] => {}
        [only] => paths.push(format!("security::{only}")),
        several => paths.push(format!("security::{{{}}}", several.join(", "))),
    }
    if reads_xml {
        paths.push("xml::ReadOptions".to_owned());
    }
    if paths.is_empty() {
        return format!("use wsdlgen_runtime::{names};");
    }
    let line = format!("use wsdlgen_runtime::{{{names}, {}}};", paths.join(", "));
    if line.len() <= WIDTH {
        return line;
    }
    format!("use wsdlgen_runtime::{{\n    {names},\n    {},\n}};", paths.join(",\n    "))
}

/// Returns the text of `src/main.rs`.
fn program(
    names: &Names<'_>,
    request: &RequestCode,
    headers: &HeaderCode,
    is_one_way: bool,
    security: Option<&SecurityCode>,
) -> String {
    let Names { stem, module, interface, client, port, method, operation, .. } = names;
    let has_policy = security.is_some();
    let none = SecurityCode::default();
    let security = security.unwrap_or(&none);
    let (uses, connect) = (uses(request, security), security.connect());
    let mut code = format!(
        "//! Calls `{}` of `{}`.\n\nuse std::error::Error;\n\nuse {module}::{{{client}, ports}};\n{uses}\n\n\
         wsdlgen_runtime::include_wsdl!(mod {module} = \"{stem}\");\n\n",
        on_one_line(operation),
        on_one_line(&interface.name),
    );
    let done =
        if is_one_way { "println!(\"accepted\")" } else { "println!(\"{:#?}\", reply.body)" };
    let reply = if is_one_way { "_" } else { "reply" };
    let _ = write!(
        code,
        "#[tokio::main]\nasync fn main() -> Result<(), Box<dyn Error>> {{\n    \
         // The first argument overrides the address{for_mock}.\n    \
         let port = match std::env::args().nth(1) {{\n        \
         Some(address) => ports::{port}.at(address),\n        None => ports::{port},\n    }};\n\
         {secured}{comment}    {create}\n    \
         match client.{method}({argument}).await {{\n        \
         Ok({reply}) => {done},\n        \
         Err(CallError::Fault(fault)) => eprintln!(\"{{fault}}\"), // code, reason, typed detail\n        \
         Err(other) => eprintln!(\"{{other}}\"),\n    }}\n    Ok(())\n}}\n",
        argument = request.argument(false),
        secured = security.comment,
        for_mock = if has_policy {
            "; for `wsdlgen mock`, add `.without_policy()` to it"
        } else {
            ", for example with that of `wsdlgen mock`"
        },
        comment = headers.comment(),
        create = headers.client(&format!("{client}::{connect}?"), false),
    );
    if !request.code.is_empty() {
        let _ = write!(code, "\n{}", request.code);
    }
    code += &headers.code;
    code += &security.credentials;
    code += &test_module(names, request, headers, has_policy);
    code
}

/// Returns the module with a test against a mock.
fn test_module(
    names: &Names<'_>,
    request: &RequestCode,
    headers: &HeaderCode,
    has_policy: bool,
) -> String {
    let Names { reading, client, port, method, operation, .. } = names;
    let without_policy = if has_policy { ".without_policy()" } else { "" };
    format!(
        "\n#[cfg(test)]\nmod tests {{\n    use wsdlgen::tools::Mock;\n    use wsdlgen_runtime::Transport;\n\n    use super::*;\n\n    \
         /// Calls a mock, which checks the request and answers with a sample.\n    #[tokio::test]\n    async fn calls_a_mock() {{\n        \
         let contract = {reading};\n        \
         let mock = Mock::new(contract.expect(\"a valid contract\"));\n        \
         let port = ports::{port}.at(\"http://localhost/\"){without_policy};\n        \
         {create}\n        \
         let reply = client.{method}({argument}).await;\n        \
         reply.expect(\"a reply\");\n        \
         let requests = mock.requests();\n        \
         assert_eq!(requests[0].operation.as_deref(), Some({operation:?}));\n    }}\n}}\n",
        argument = request.argument(true),
        create =
            headers.client(&format!("{client}::new(port, Transport::new(mock.clone()))"), true),
    )
}

/// Returns the name of the module for a generated file, unless the program uses it for something else.
fn module_name(stem: &str) -> String {
    const USED: [&str; 7] =
        ["core", "ports", "std", "tests", "tokio", "wsdlgen", "wsdlgen_runtime"];
    if USED.contains(&stem) { "service".to_owned() } else { Identifier::of_field(stem).to_string() }
}

/// Returns text without characters that could end a comment, or change its order.
fn on_one_line(text: &str) -> String {
    text.replace(|one: char| one.is_control() || is_reordering(one), " ")
}

#[cfg(test)]
mod tests;
