//! Formatting of an overview as a tree.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use wsdlgen::{
    SkippedOperation,
    tools::{
        MessageOverview, NamespaceOverview, OperationOverview, Overview, ServiceOverview,
        TypeOverview,
    },
};

const NAME: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const RUST: Style = AnsiColor::Cyan.on_default();

/// Level of detail for types.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Types {
    Counted,
    Listed,
}

/// Formats the overview as a tree, with colours. The output functions strip them if necessary.
pub(super) fn of(overview: &Overview, types: Types) -> String {
    let listed = match types {
        Types::Listed => &overview.types[..],
        Types::Counted => &[],
    };
    let mut tree = Tree { overview, listed, out: String::new() };
    tree.line(&totals(overview));
    for service in &overview.services {
        tree.line("");
        tree.service(service);
    }
    tree.types();
    tree.skipped(&overview.skipped);
    tree.namespaces();
    tree.out
}

struct Tree<'a> {
    overview: &'a Overview,
    /// The types to list.
    listed: &'a [TypeOverview],
    out: String,
}

impl Tree<'_> {
    fn line(&mut self, line: &str) {
        let _ = writeln!(self.out, "{line}");
    }

    fn service(&mut self, service: &ServiceOverview) {
        let ServiceOverview { name, client, server, .. } = service;
        let in_rust = format!("{RUST}{client}{RUST:#}, {RUST}trait {server}{RUST:#}");
        self.line(&format!("{NAME}{name}{NAME:#}  {in_rust}"));
        if let Some(documentation) = &service.documentation {
            self.line(&format!("│  {FAINT}{documentation}{FAINT:#}"));
        }
        for port in &service.ports {
            let constant = format!("{RUST}ports::{}{RUST:#}", port.constant);
            let (protocol, binding, address) = (&port.protocol, &port.binding, &port.address);
            let at = if address.is_empty() { "no address" } else { address };
            self.line(&format!("├─ {constant}  {protocol}, binding {binding}, {at}"));
            if let Some(security) = &port.security {
                self.line(&format!("│    {FAINT}security{FAINT:#} {security}"));
            }
        }
        let last = service.operations.len().saturating_sub(1);
        for (index, operation) in service.operations.iter().enumerate() {
            let (branch, below) = if index == last { ("└─", "  ") } else { ("├─", "│ ") };
            self.line(&format!("{branch} {RUST}{}{RUST:#}", operation.signature));
            for note in self.notes(operation) {
                self.line(&format!("{below}   {note}"));
            }
        }
    }

    /// Returns the lines to print below an operation's signature.
    fn notes(&self, operation: &OperationOverview) -> Vec<String> {
        let faint = |word: &str| format!("{FAINT}{word:8}{FAINT:#}");
        let mut notes = Vec::new();
        if let Some(documentation) = &operation.documentation {
            notes.push(format!("{FAINT}{documentation}{FAINT:#}"));
        }
        let encoded = if operation.encoded { ", SOAP-encoded" } else { "" };
        let request = self.message(&operation.request);
        notes.push(format!("{} {request}{encoded}", faint("request")));
        let reply = if operation.one_way {
            "none: one-way".to_owned()
        } else {
            self.message(&operation.reply)
        };
        notes.push(format!("{} {reply}", faint("reply")));
        if !operation.faults.is_empty() {
            notes.push(format!("{} {}", faint("faults"), self.names(&operation.faults)));
        }
        notes
    }

    fn message(&self, message: &MessageOverview) -> String {
        let body = match message.body.len() {
            0 => "empty".to_owned(),
            _ => self.names(&message.body),
        };
        let headers = match message.headers.len() {
            0 => String::new(),
            1 => format!(", header {}", self.names(&message.headers)),
            _ => format!(", headers {}", self.names(&message.headers)),
        };
        let attachments = match message.attachments.len() {
            0 => String::new(),
            _ => format!(", attached {}", message.attachments.join(", ")),
        };
        body + &headers + &attachments
    }

    fn names(&self, names: &[String]) -> String {
        names.iter().map(|name| self.name(name)).collect::<Vec<_>>().join(", ")
    }

    /// Replaces the namespace in `{urn:example}Order` with its prefix from the list of namespaces.
    fn name(&self, expanded: &str) -> String {
        let split = expanded.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let prefixed = split.and_then(|(uri, local)| {
            let namespace = self.overview.namespaces.iter().find(|one| one.uri == uri)?;
            Some(format!("{}:{local}", namespace.prefix))
        });
        prefixed.unwrap_or_else(|| expanded.to_owned())
    }

    fn types(&mut self) {
        if self.listed.is_empty() {
            return;
        }
        self.line(&format!("\n{NAME}types{NAME:#}"));
        for TypeOverview { name, path, kind, .. } in self.listed {
            let name = name.as_deref().map(|name| format!("  {FAINT}{}{FAINT:#}", self.name(name)));
            let name = name.unwrap_or_default();
            self.line(&format!("   {RUST}{kind} {path}{RUST:#}{name}"));
        }
    }

    fn skipped(&mut self, skipped: &[SkippedOperation]) {
        if skipped.is_empty() {
            return;
        }
        self.line(&format!("\n{NAME}skipped{NAME:#}"));
        for one in skipped {
            self.line(&format!("   {}.{}: {}", one.port_type, one.operation, one.reason));
        }
    }

    fn namespaces(&mut self) {
        let operations = self.overview.services.iter().flat_map(|service| &service.operations);
        let names = operations
            .flat_map(names_of)
            .chain(self.listed.iter().filter_map(|one| one.name.as_ref()));
        let names: Vec<&String> = names.collect();
        let is_shown = |namespace: &&NamespaceOverview| {
            names.iter().any(|name| name.starts_with(&format!("{{{}}}", namespace.uri)))
        };
        let shown: Vec<_> = self.overview.namespaces.iter().filter(is_shown).collect();
        if shown.is_empty() {
            return;
        }
        self.line(&format!("\n{NAME}namespaces{NAME:#}"));
        for NamespaceOverview { prefix, uri, .. } in shown {
            self.line(&format!("   {prefix} = {uri}"));
        }
    }
}

/// Returns every qualified name printed for an operation.
fn names_of(operation: &OperationOverview) -> impl Iterator<Item = &String> {
    let messages = [&operation.request, &operation.reply].into_iter();
    messages
        .flat_map(|message| message.body.iter().chain(&message.headers))
        .chain(&operation.faults)
}

/// Returns a line such as `2 services, 3 ports, 14 operations, 20 structs, 3 enums`.
fn totals(overview: &Overview) -> String {
    let services = &overview.services;
    let ports = services.iter().map(|service| service.ports.len()).sum();
    let operations = services.iter().map(|service| service.operations.len()).sum();
    let types = &overview.counts;
    let enums = types.enumerations + types.choices + types.families + types.unions;
    let counted: [(usize, &str, &str); 6] = [
        (services.len(), "service", "services"),
        (ports, "port", "ports"),
        (operations, "operation", "operations"),
        (types.records, "struct", "structs"),
        (enums, "enum", "enums"),
        (types.aliases, "alias", "aliases"),
    ];
    let counted = counted.iter().filter(|(count, ..)| *count > 0);
    let counted: Vec<String> = counted
        .map(|(count, one, more)| format!("{count} {}", if *count == 1 { one } else { more }))
        .collect();
    let totals =
        if counted.is_empty() { "nothing to generate".to_owned() } else { counted.join(", ") };
    match types.left_out {
        0 => totals,
        1 => format!("{totals}; 1 unused type omitted"),
        count => format!("{totals}; {count} unused types omitted"),
    }
}
