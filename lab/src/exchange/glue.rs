//! Creates a program around generated code. This is the only module that depends on the layout of generated code.
//!
//! The program's module `harness` determines how each operation is used.

use std::fmt::Write;

use wsdlgen::tools::Sample;

use crate::scratch;

/// The base64 text of binary data in samples.
const BINARY: &str = ">R0lG<";
/// The `expect` message for writing to a `String`.
const INFALLIBLE: &str = "writing to a `String` cannot fail";

/// A service in generated code.
#[derive(Debug, PartialEq, Eq)]
struct Service<'a> {
    /// The trait that a server implements.
    name: &'a str,
    client: &'a str,
    server: &'a str,
    methods: Vec<Method>,
    ports: Vec<&'a str>,
}

/// A method of the trait.
#[derive(Debug, PartialEq, Eq)]
struct Method {
    name: String,
    /// The operation's type.
    marker: String,
    /// The type of the request, if there is one.
    request: Option<String>,
    /// `true` if the client's method takes the request: it does not if the request can only be empty.
    is_given: bool,
}

/// The ports over which operations are called.
#[derive(Clone, Copy)]
pub(crate) enum Ports<'p> {
    /// All ports, without their security policies.
    Plain,
    /// The ports with these constants, with their security policies.
    Secured(&'p [String]),
}

/// Returns a program that calls each operation of the generated code `name` over the ports, or `None` if there are no
/// operations.
pub(crate) fn program(
    name: &str,
    code: &str,
    samples: &[Sample],
    ports: Ports<'_>,
) -> Option<String> {
    let code = condensed(code);
    let services = services(&code);
    if services.iter().all(|service| service.methods.is_empty()) {
        return None;
    }
    let mut text = String::from("mod harness;\n\n");
    text += "#[allow(unused_imports)]\nuse generated::*;\n";
    text += "#[allow(unused_imports)]\nuse wsdlgen_runtime::codegen::v1 as rt;\n\n";
    text += &scratch::module("mod generated", name);
    let mut samples = samples.iter();
    let mut exchanges = String::new();
    for (index, service) in services.iter().enumerate() {
        text += &implementation(index, service);
        for method in &service.methods {
            let sample = samples.next()?;
            exchanges += &of_method(index, service, method, sample, ports);
        }
    }
    write!(text, "\nstatic EXCHANGES: &[harness::Exchange] = &[\n{exchanges}];\n\nfn main() {{\n    harness::run(EXCHANGES);\n}}\n")
        .expect(INFALLIBLE);
    Some(text)
}

/// Returns the implementation of a server whose methods reply with their samples.
fn implementation(index: usize, service: &Service<'_>) -> String {
    let mut text =
        format!("\nstruct Everything{index};\n\nimpl {} for Everything{index} {{\n", service.name);
    for Method { name, marker, request, .. } in &service.methods {
        let operation = format!("operations::{marker}");
        let (parameter, value) = match request {
            Some(ty) => (format!("request: {ty}"), "request.into()"),
            None => (String::new(), "()"),
        };
        write!(
            text,
            "    async fn {name}(&self, _context: &mut rt::Context<{operation}>, {parameter}) -> \
             Result<<{operation} as rt::Operation>::Body, rt::Fault<<{operation} as \
             rt::Operation>::Fault>> {{\n        harness::answer::<{operation}>({value})\n    }}\n"
        )
        .expect(INFALLIBLE);
    }
    text + "}\n"
}

/// Returns an exchange over each port, and a further one with MTOM if the message has binary data.
fn of_method(
    index: usize,
    service: &Service<'_>,
    method: &Method,
    sample: &Sample,
    over: Ports<'_>,
) -> String {
    let (Some(request), Some(reply)) = (&sample.request, &sample.reply) else {
        return String::new();
    };
    let Service { client, server, ports, .. } = service;
    let is_called = |port: &&&str| match over {
        Ports::Plain => true,
        Ports::Secured(secured) => secured.iter().any(|one| one == **port),
    };
    let ports: Vec<&str> = ports.iter().filter(is_called).copied().collect();
    let Method { name, marker, is_given, .. } = method;
    let is_plain = matches!(over, Ports::Plain);
    let caller = if is_plain { "" } else { ".extension(harness::security::tls_caller())" };
    let closure = if *is_given {
        format!("|input| client.{name}(input){caller}")
    } else {
        format!("|_| client.{name}(){caller}")
    };
    // Only messages with binary data are also sent with MTOM.
    let has_binary = is_plain && (request.contains(BINARY) || reply.contains(BINARY));
    let plain = ports.iter().map(|port| (*port, "", "None"));
    let packed = ports.iter().take(usize::from(has_binary)).map(|port| (*port, " MTOM", "Some(1)"));
    let mut text = String::new();
    for (port, how, mtom) in plain.chain(packed) {
        let (secured, without, credentials) = match over {
            Ports::Plain => ("", ".without_policy()", ""),
            Ports::Secured(_) => (
                ".with_policy_of(&ports::PORT, harness::security::verifier()?).map_err(|error| error.to_string())?",
                "",
                ".with_credentials(harness::security::credentials(&ports::PORT)?).map_err(|error| error.to_string())?",
            ),
        };
        let [secured, credentials] = [secured, credentials].map(|call| call.replace("PORT", port));
        write!(
            text,
            "        harness::Exchange {{\n            operation: {:?},\n            \
             port: \"{port}{how}\",\n            run: |it| {{\n                \
             let wire = harness::wire({server}::new(Everything{index}).into_service(){secured});\n                \
             let client = {client}::new(ports::{port}.at(harness::ADDRESS){without}, wsdlgen_runtime::Transport::new(wire.clone())){credentials}\n                    \
             .with_settings(harness::settings(it.operation, it.port, {mtom}));\n                \
             harness::call::<_, operations::{marker}>(it, &wire, {closure})\n            }},\n            \
             request: {request:?},\n            reply: {reply:?},\n        }},\n",
            sample.operation,
        )
        .expect(INFALLIBLE);
    }
    text
}

/// Joins all lines of the code and normalizes white space.
fn condensed(code: &str) -> String {
    let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
    code.replace("( ", "(").replace("< ", "<").replace(", >", ">").replace(", )", ")")
}

/// Returns the services in condensed code.
fn services(code: &str) -> Vec<Service<'_>> {
    let names = after_each(code, "pub trait ", ": Send + Sync + 'static {");
    let clients = declared(code, "client");
    let servers = declared(code, "server");
    let each = names.into_iter().zip(clients).zip(servers);
    let services = each.map(|((name, (client, contract)), (server, _))| {
        let start = format!("pub trait {name}: Send");
        let body = code.split_once(&start).map_or("", |(_, rest)| rest);
        let end = body.find(" rt::server! {").unwrap_or(body.len());
        Service {
            name,
            client,
            server,
            methods: methods(&body[..end], client_methods(code, client)),
            ports: ports(code, contract),
        }
    });
    services.collect()
}

/// Returns the structs declared by a macro, each with its contract.
fn declared<'a>(code: &'a str, by: &str) -> Vec<(&'a str, &'a str)> {
    let start = format!("rt::{by}! {{");
    let declarations = code.split(&*start).skip(1).filter_map(|declaration| {
        // Documentation before the struct may contain any text.
        let (head, rest) = declaration.split_once("Contract)")?;
        let (name, contract) = head.rsplit_once("pub struct ")?.1.split_once('(')?;
        let name = name.split_once('<').map_or(name, |(name, _)| name);
        let contract = &declaration[head.len() - contract.len()..declaration.len() - rest.len()];
        Some((name, contract.trim_end_matches(')')))
    });
    declarations.collect()
}

/// Returns every name that occurs between `before` and `after`.
fn after_each<'a>(code: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    let is_name =
        |text: &&str| text.chars().all(|one| one.is_alphanumeric() || one == '_' || one == '#');
    let found = code.match_indices(after).filter_map(|(at, _)| code[..at].rsplit(before).next());
    found.map(str::trim).filter(is_name).collect()
}

/// Returns the constants of the ports with a contract.
fn ports<'a>(code: &'a str, contract: &str) -> Vec<&'a str> {
    let constants = code.split("pub const ").skip(1);
    let ports = constants.filter_map(|constant| {
        let (name, ty) = constant.split_once(": rt::Port<")?;
        let (ty, _) = ty.split_once('>')?;
        let same = ty.trim().trim_end_matches(',').trim() == contract;
        (same && !name.contains(' ')).then_some(name)
    });
    ports.collect()
}

/// Returns the code of a client's methods.
fn client_methods<'a>(code: &'a str, client: &str) -> &'a str {
    let methods = code.split_once(&format!("impl {client} {{"));
    methods.and_then(|(_, rest)| rest.split(" pub trait ").next()).unwrap_or_default()
}

/// Returns the methods of a trait.
fn methods(body: &str, client: &str) -> Vec<Method> {
    let each = body.split(" fn ").skip(1).filter_map(|method| {
        let (signature, _) = method.split_once(") -> impl")?;
        let (name, parameters) = signature.split_once('(')?;
        let (_, marker) = parameters.split_once("operations::")?;
        let (marker, rest) = marker.split_once('>')?;
        let request =
            rest.split_once("request: ").map(|(_, ty)| ty.trim().trim_end_matches(',').to_owned());
        let marker = marker.trim().trim_end_matches(',').to_owned();
        let is_given = !client.contains(&format!(" fn {name}(&self)"));
        Some(Method { name: name.to_owned(), marker, request, is_given })
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "pub mod ports { pub const A: rt::Port<PContract> = rt::Port::new( pub const \
        B: rt::Port< PContract, > = rt::Port::new( pub const C: rt::Port<QContract> = x } /// x \
        rt::client! { /// x (rt::X). pub struct PClient(PContract); } impl PClient { pub fn ask(&self, \
        request: Option<X>) -> rt::Call<'_, operations::Ask> {} pub fn r#in(&self) -> x {} pub fn \
        none(&self) -> x {} } pub trait P: Send + Sync + 'static { /// Answers. fn ask( &self, context: &mut \
        rt::Context<operations::Ask>, request: Option<super::X>, ) -> impl rt::Answer<A, B>; \
        fn r#in(&self, context: &mut rt::Context< operations::In, >) -> impl x \
        fn none(&self, context: &mut rt::Context<operations::None>, request: None) -> impl x } \
        rt::server! { /// x pub struct PServer<P>(PContract) { ask(input) -> operations::Ask, } }";

    #[test]
    fn finds_services_in_code() {
        let method = |name: &str, marker: &str, request: Option<&str>, is_given| Method {
            name: name.to_owned(),
            marker: marker.to_owned(),
            request: request.map(str::to_owned),
            is_given,
        };
        let expected = Service {
            name: "P",
            client: "PClient",
            server: "PServer",
            methods: vec![
                method("ask", "Ask", Some("Option<super::X>"), true),
                method("r#in", "In", None, false),
                method("none", "None", Some("None"), false),
            ],
            ports: vec!["A", "B"],
        };
        assert_eq!(services(&condensed(CODE)), [expected]);
    }
}
