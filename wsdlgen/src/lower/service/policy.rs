//! Lowering of policies: the expressions attached to a port, its operations and their messages become a
//! [`SecurityPolicy`] (WS-PolicyAttachment 1.5 §4).

mod alternatives;
mod findings;
mod names;
mod parts;
mod reading;
mod support;
mod tokens;

use wsdlgen_runtime::policy::{
    Binding, Parts, Protection, Requirements, SecurityPolicy, SupportingToken,
};

use self::{alternatives::alternatives, reading::Reading};
use super::{groups::BoundPort, messages::Seen};
use crate::{
    document::Span,
    model::{Addressing, Operation},
    resolve::{Linked, Policies},
    syntax::{policy::Expression, wsdl},
};
pub(crate) use findings::Findings;

/// The policies attached to an endpoint: a service, a port, a binding and a portType.
pub(crate) struct EndpointPolicy {
    /// The alternatives, or `None` if there are too many.
    readings: Option<Vec<Reading>>,
    pub(crate) addressing: Addressing,
    pub(crate) uses_mtom: bool,
}

impl EndpointPolicy {
    /// Reads the policies attached to a binding and to the port and the service that refer to it.
    pub(crate) fn of<'a>(
        linked: &'a Linked,
        binding: &'a wsdl::Binding,
        attached: impl IntoIterator<Item = &'a Expression>,
    ) -> Self {
        let (_, port_type) = linked.port_type(&binding.port_type);
        let expressions = attached.into_iter().chain(&binding.policies).chain(&port_type.policies);
        let alternatives = alternatives(&linked.policies, expressions).ok();
        let readings: Option<Vec<Reading>> =
            alternatives.map(|alternatives| alternatives.iter().map(Reading::of).collect());
        let each = || readings.iter().flatten();
        let asked =
            each().map(|reading| reading.addressing).find(|asked| *asked != Addressing::NotAsked);
        let uses_mtom = each().next().is_some() && each().all(|reading| reading.uses_mtom);
        let addressing = asked.unwrap_or(binding.addressing);
        Self { readings, addressing, uses_mtom }
    }
}

/// Returns the security policy of a port, or `None` if callers need not do anything.
pub(crate) fn of_port(
    linked: &Linked,
    port: &BoundPort<'_>,
    operations: &[(Operation, Seen<'_>)],
    index: usize,
    findings: &mut Findings,
) -> Option<SecurityPolicy> {
    let Some(endpoint) = &port.policy.readings else {
        findings.too_large(port.name, port.binding.name.span);
        return Some(SecurityPolicy::unsupported(["a policy that is too large"]));
    };
    let operations = operations.iter().enumerate();
    let own = operations.filter_map(|(number, (operation, seen))| {
        OperationPolicy::of(linked, (number, operation), seen, index, findings)
    });
    let own: Vec<OperationPolicy<'_>> = own.collect();
    let mut met = Vec::new();
    let mut unmet = Vec::new();
    for reading in endpoint {
        findings.ignored(&reading.ignored);
        let requirements = requirements(reading, &own);
        let mut unsupported = reading.unsupported.clone();
        unsupported.extend(own.iter().flat_map(|own| own.unsupported.iter().cloned()));
        if has_several_bindings(&own) {
            let span = port.binding.name.span;
            unsupported.push(("several security bindings in one port".to_owned(), span));
        }
        let span = port.binding.name.span;
        unsupported
            .extend(support::unsupported(&requirements).into_iter().map(|name| (name, span)));
        if unsupported.is_empty() {
            met.push(requirements);
        } else {
            unmet.push(unsupported);
        }
    }
    let is_open = |requirements: &Requirements| *requirements == Requirements::of(Binding::None);
    match unmet.into_iter().next() {
        _ if met.iter().all(is_open) && !met.is_empty() => None,
        Some(unsupported) if met.is_empty() => {
            findings.unsupported(port.name, &unsupported);
            let names = unsupported.iter().map(|(name, _)| name.as_str());
            Some(SecurityPolicy::unsupported(names))
        }
        _ => {
            met.dedup();
            (!met.is_empty()).then(|| SecurityPolicy::any_of(met))
        }
    }
}

/// Returns whether operations have different security bindings.
fn has_several_bindings(operations: &[OperationPolicy<'_>]) -> bool {
    let mut bindings = operations.iter().filter_map(|operation| operation.binding.as_ref());
    let first = bindings.next();
    bindings.any(|binding| Some(binding) != first)
}

/// The policy of an operation and its messages.
struct OperationPolicy<'a> {
    index: usize,
    name: &'a str,
    /// A security binding attached to the operation.
    binding: Option<Requirements>,
    tokens: Vec<SupportingToken>,
    request: Protection,
    reply: Protection,
    unsupported: Vec<(String, Span)>,
    /// The place of the operation in the binding.
    span: Span,
}

impl<'a> OperationPolicy<'a> {
    fn of(
        linked: &Linked,
        (number, operation): (usize, &'a Operation),
        seen: &Seen<'_>,
        port: usize,
        findings: &mut Findings,
    ) -> Option<Self> {
        let (_, bound) = seen.bound[port]?;
        let exchange = &seen.operation.exchange;
        let whole = bound.policies.iter().chain(&seen.operation.policies).collect();
        let input = exchange.input().map_or(&[][..], |input| &input.policies);
        let output = exchange.output().map_or(&[][..], |output| &output.policies);
        let input = bound.input.policies.iter().chain(input).collect();
        let output = bound.output.policies.iter().chain(output).collect();
        let mut own = Self {
            index: number,
            name: &operation.name,
            binding: None,
            tokens: Vec::new(),
            request: Protection::default(),
            reply: Protection::default(),
            unsupported: Vec::new(),
            span: bound.name.span,
        };
        let whole = own.read(&linked.policies, whole, findings);
        let input = own.read(&linked.policies, input, findings);
        // Only requests have supporting tokens.
        let tokens = own.tokens.clone();
        let output = own.read(&linked.policies, output, findings);
        own.tokens = tokens;
        let merged = |message: Protection| {
            let mut all = whole.clone();
            all.merge(message);
            all
        };
        (own.request, own.reply) = (merged(input), merged(output));
        Some(own)
    }

    /// Reads the first alternative that can be met, and returns its protection.
    fn read(
        &mut self,
        policies: &Policies,
        attached: Vec<&Expression>,
        findings: &mut Findings,
    ) -> Protection {
        if attached.is_empty() {
            return Protection::default();
        }
        let Ok(alternatives) = alternatives(policies, attached) else {
            self.unsupported.push(("a policy that is too large".to_owned(), self.span));
            return Protection::default();
        };
        let readings: Vec<Reading> = alternatives.iter().map(Reading::of).collect();
        let first = readings.iter().find(|reading| reading.unsupported.is_empty());
        let Some(reading) = first.or(readings.first()) else { return Protection::default() };
        findings.ignored(&reading.ignored);
        self.unsupported.extend(reading.unsupported.iter().cloned());
        self.tokens.extend(reading.requirements.tokens.iter().cloned());
        if reading.requirements.binding != Binding::None {
            let mut binding = reading.requirements.clone();
            binding.tokens.clear();
            self.binding = self.binding.take().or(Some(binding));
        }
        reading.protection.clone()
    }
}

/// Returns the requirements of an endpoint with those of its operations.
fn requirements(reading: &Reading, operations: &[OperationPolicy<'_>]) -> Requirements {
    let mut requirements = reading.requirements.clone();
    let binding = operations.iter().find_map(|operation| operation.binding.as_ref());
    if let Some(binding) = binding.filter(|_| requirements.binding == Binding::None) {
        let tokens = std::mem::take(&mut requirements.tokens);
        requirements = binding.clone();
        requirements.tokens = tokens;
    }
    let is_transport = matches!(requirements.binding, Binding::Transport(_));
    let with = |own: &Protection| {
        let mut all = reading.protection.clone();
        all.merge(own.clone());
        if is_transport {
            // TLS signs and encrypts all parts.
            (all.signed, all.encrypted) = (Parts::default(), Parts::default());
        }
        all
    };
    // TLS encrypts all tokens.
    let tokens = |own: &[SupportingToken]| -> Vec<SupportingToken> {
        let clear = |mut token: SupportingToken| {
            token.is_encrypted &= !is_transport;
            token
        };
        own.iter().cloned().map(clear).collect()
    };
    requirements.tokens = tokens(&requirements.tokens);
    let is_like = |one: &OperationPolicy<'_>, other: &OperationPolicy<'_>| {
        one.request == other.request && one.reply == other.reply && one.tokens == other.tokens
    };
    // The first of the most frequent ones.
    let alike =
        |own: &&OperationPolicy<'_>| operations.iter().filter(|one| is_like(one, own)).count();
    let Some(most) = operations.iter().rev().max_by_key(alike) else {
        let protection = with(&Protection::default());
        return requirements.requests(protection.clone()).replies(protection);
    };
    requirements.tokens.extend(tokens(&most.tokens));
    let requirements = requirements.requests(with(&most.request)).replies(with(&most.reply));
    let others = operations.iter().filter(|own| !is_like(own, most));
    others.fold(requirements, |requirements, own| {
        requirements.operation(
            (own.index, own.name),
            with(&own.request),
            with(&own.reply),
            tokens(&own.tokens),
        )
    })
}
