//! Comparison of services, ports, operations and their messages.

use super::{Difference, Effect, Reach, Scope, content::Comparison, matched};
use crate::model::{
    AttachmentPart, Body, Element, Exchange, Interface, Message, Model, Operation, Port,
};

/// Returns the differences between two versions of a contract.
///
/// Services and operations come first, then types, each in the order of the contracts.
pub(crate) fn contracts(old: &Model, new: &Model) -> Vec<Difference> {
    let mut services = Services { comparison: Comparison::new(old, new), found: Vec::new() };
    let same = |before: &Interface, after: &Interface| before.name == after.name;
    for pair in matched(&old.interfaces, &new.interfaces, same) {
        services.interfaces(pair);
    }
    let mut found = services.found;
    found.extend(services.comparison.finish());
    found
}

struct Services<'m> {
    comparison: Comparison<'m>,
    found: Vec<Difference>,
}

impl<'m> Services<'m> {
    fn note(&mut self, place: &str, what: impl Into<String>, client: Effect, server: Effect) {
        let what = what.into();
        self.found.push(Difference { place: place.to_owned(), what, client, server });
    }

    fn interfaces(&mut self, pair: (Option<&'m Interface>, Option<&'m Interface>)) {
        match pair {
            (Some(old), Some(new)) => self.interface(old, new),
            (Some(old), None) => {
                let place = format!("service {}", old.name);
                self.note(&place, "removed", Effect::Breaking, Effect::Compatible);
            }
            (None, new) => {
                let place = format!("service {}", new.map_or("", |new| &*new.name));
                self.note(&place, "added", Effect::Compatible, Effect::Compatible);
            }
        }
    }

    fn interface(&mut self, old: &'m Interface, new: &'m Interface) {
        let same = |before: &Port, after: &Port| before.name == after.name;
        let ports = matched(&old.ports, &new.ports, same);
        for pair in &ports {
            self.ports(*pair);
        }
        let numbered = |one: &'m Interface| -> Vec<(usize, &'m Operation)> {
            one.operations.iter().enumerate().collect()
        };
        let (before, after) = (numbered(old), numbered(new));
        let same = |before: &(usize, &Operation), after: &(usize, &Operation)| {
            before.1.called == after.1.called
        };
        for pair in matched(&before, &after, same) {
            match pair {
                (Some((old, before)), Some((new, after))) => {
                    let place = format!("operation {}", before.called);
                    self.actions(&ports, (*old, *new), &place);
                    self.operation(before, after, &place);
                }
                (Some((_, before)), None) => {
                    let place = format!("operation {}", before.called);
                    self.note(&place, "removed", Effect::Breaking, Effect::Compatible);
                }
                (None, after) => {
                    let place = format!("operation {}", after.map_or("", |one| &*one.1.called));
                    self.note(&place, "added", Effect::Compatible, Effect::Breaking);
                }
            }
        }
    }

    fn ports(&mut self, pair: (Option<&Port>, Option<&Port>)) {
        let place = |port: &Port| format!("port {}", port.name);
        let (before, after) = match pair {
            (Some(before), Some(after)) => (before, after),
            (Some(before), None) => {
                return self.note(&place(before), "removed", Effect::Breaking, Effect::Compatible);
            }
            (None, after) => {
                let place = after.map(place).unwrap_or_default();
                return self.note(&place, "added", Effect::Compatible, Effect::Compatible);
            }
        };
        if before.protocol != after.protocol {
            let what = format!("now uses {}", after.protocol);
            self.note(&place(before), what, Effect::Breaking, Effect::Breaking);
        }
        if before.address != after.address {
            let what = format!("address changed from {} to {}", before.address, after.address);
            self.note(&place(before), what, Effect::Compatible, Effect::Compatible);
        }
    }

    /// Compares the ports at which an operation can be called, and its SOAP actions, by which servers distinguish operations.
    fn actions(
        &mut self,
        ports: &[(Option<&Port>, Option<&Port>)],
        (old, new): (usize, usize),
        place: &str,
    ) {
        for (before, after) in ports.iter().filter_map(|(before, after)| before.zip(*after)) {
            if before.binds(old) != after.binds(new) {
                let (what, client) = if after.binds(new) {
                    ("can now be called", Effect::Compatible)
                } else {
                    ("can no longer be called", Effect::Breaking)
                };
                let what = format!("{what} at port {}", before.name);
                self.note(place, what, client, Effect::Compatible);
                continue;
            }
            let (was, is) = (before.action(old), after.action(new));
            if was != is {
                let what = format!("SOAP action at port {} changed to {is:?}", before.name);
                return self.note(place, what, Effect::Breaking, Effect::Breaking);
            }
        }
    }

    fn operation(&mut self, old: &'m Operation, new: &'m Operation, place: &str) {
        if old.exchange != new.exchange {
            let what = match new.exchange {
                Exchange::OneWay => "no longer has a reply",
                Exchange::RequestResponse => "now has a reply",
            };
            return self.note(place, what, Effect::Breaking, Effect::Breaking);
        }
        if old.r#use != new.r#use {
            let what = "encoding (`use`) changed";
            return self.note(place, what, Effect::Breaking, Effect::Breaking);
        }
        let requests = Reach { requests: true, replies: false };
        let replies = Reach { requests: false, replies: true };
        self.message(&old.input, &new.input, requests, &format!("{place}: request"));
        self.message(&old.output, &new.output, replies, &format!("{place}: reply"));
        self.faults(old, new, place);
    }

    fn message(&mut self, old: &'m Message, new: &'m Message, reach: Reach, place: &str) {
        match (&old.body, &new.body) {
            (Body::Empty, Body::Empty) => {}
            (Body::Element(before), Body::Element(after)) => {
                if self.comparison.same_name(&before.name, &after.name) {
                    self.comparison.elements(before, after, reach, place);
                } else {
                    let name = self.comparison.new.expanded(&after.name);
                    self.scoped(place, format!("element changed to {name}"), Scope::OTHER, reach);
                }
            }
            (Body::Parts(before), Body::Parts(after)) => {
                self.comparison.types(*before, *after, reach);
            }
            _ => self.scoped(place, "kind of body changed".to_owned(), Scope::OTHER, reach),
        }
        self.headers(&old.headers, &new.headers, reach, place);
        let same = |before: &AttachmentPart, after: &AttachmentPart| before.part == after.part;
        for pair in matched(&old.attachments, &new.attachments, same) {
            let what = match pair {
                (Some(_), Some(_)) => continue,
                (Some(before), None) => format!("attachment `{}` removed", before.part),
                (None, after) => {
                    format!("attachment `{}` added", after.map_or("", |one| &*one.part))
                }
            };
            self.scoped(place, what, Scope::OTHER, reach);
        }
    }

    /// Matches the elements of two lists by name.
    fn elements(
        &self,
        old: &'m [Element],
        new: &'m [Element],
    ) -> Vec<(Option<&'m Element>, Option<&'m Element>)> {
        let same = |before: &Element, after: &Element| {
            self.comparison.same_name(&before.name, &after.name)
        };
        matched(old, new, same)
    }

    /// Compares header blocks.
    ///
    /// Old readers miss a block that was removed, and new readers miss a block that was added.
    fn headers(&mut self, old: &'m [Element], new: &'m [Element], reach: Reach, place: &str) {
        for pair in self.elements(old, new) {
            match pair {
                (Some(before), Some(after)) => {
                    self.comparison.elements(before, after, reach, place);
                }
                (Some(before), None) => {
                    let what = format!("header `{}` removed", before.name.local);
                    self.scoped(place, what, Scope::MORE, reach);
                }
                (None, after) => {
                    let local = after.map_or("", |one| &*one.name.local);
                    self.scoped(place, format!("header `{local}` added"), Scope::LESS, reach);
                }
            }
        }
    }

    /// Compares faults. Clients see an unknown fault as one without a typed detail.
    fn faults(&mut self, old: &'m Operation, new: &'m Operation, place: &str) {
        let replies = Reach { requests: false, replies: true };
        for pair in self.elements(&old.faults, &new.faults) {
            match pair {
                (Some(before), Some(after)) => {
                    self.comparison.elements(before, after, replies, place);
                }
                (Some(before), None) => {
                    let what = format!("fault `{}` removed", before.name.local);
                    self.note(place, what, Effect::Compatible, Effect::Breaking);
                }
                (None, after) => {
                    let local = after.map_or("", |one| &*one.name.local);
                    let what = format!("fault `{local}` added");
                    self.note(place, what, Effect::Breaking, Effect::Compatible);
                }
            }
        }
    }

    fn scoped(&mut self, place: &str, what: String, scope: Scope, reach: Reach) {
        let (client, server) = reach.effects(scope);
        self.note(place, what, client, server);
    }
}
