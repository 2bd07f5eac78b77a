//! Comparison of a message with the written one.

use std::path::Path;

use roxmltree::Node;

use super::Contract;
use super::suite::Message;
use super::table::{Kind, Row, Verdict};
use crate::Result;
use crate::conformance::compare::{Difference, Hints, Measure, canonical, differences};
use crate::conformance::documents;
use crate::reasons::Reason;

/// The reason for messages that do not match any contract.
const FOREIGN: &str = "the message contains an accessor that no contract in its folder declares \
                       (WSDL 1.1 §3.5, SOAP 1.1 §7.1)";

pub(super) struct Context<'s> {
    pub(super) contracts: &'s [Contract],
}

/// The first line of a written file, followed by the message.
struct Head<'t> {
    contract: Option<usize>,
    kind: &'t str,
    is_encoded: bool,
}

impl Head<'_> {
    fn of(line: &str) -> Option<Head<'_>> {
        let mut fields = line.split('\t');
        let (module, _operation) = (fields.next()?, fields.next()?);
        Some(Head {
            contract: module.strip_prefix("soap_").and_then(|index| index.parse().ok()),
            kind: fields.next()?,
            is_encoded: fields.next()? == "Encoded",
        })
    }
}

impl Context<'_> {
    pub(super) fn judge(
        &self,
        message: &Message,
        target: &Path,
        answer: Result<(), String>,
    ) -> Row {
        let judged = match answer {
            Ok(()) => self.compare(message, target),
            Err(reason) => Err(reason.into()),
        };
        let mut row = judged.unwrap_or_else(|error| {
            Row::new(message, Verdict::Failed, vec![error.to_string().into()])
        });
        if row.verdict != Verdict::Refused && !self.is_ours(message) {
            row.verdict = Verdict::NotOurs;
            return row;
        }
        let is_bad = matches!(row.verdict, Verdict::Different | Verdict::Failed);
        if is_bad && self.is_foreign(message) {
            row.known = Some(FOREIGN.to_owned());
        }
        row
    }

    fn compare(&self, message: &Message, target: &Path) -> Result<Row> {
        let (source, written) = (documents::read(&message.path)?, documents::read(target)?);
        let (head, written) = written.split_once('\n').unwrap_or_default();
        let head = Head::of(head).ok_or("expected a head line before the message")?;
        let source = documents::parse(&source)?;
        let source = source.root_element();
        if head.kind == "refused" {
            return Self::refused(message, written);
        }
        let kind = match head.kind {
            "typed-fault" => Kind::TypedFault,
            "fault" => Kind::Fault,
            _ if message.question.is_some() => Kind::Response,
            _ => Kind::Request,
        };
        let row =
            |verdict, reasons| Row { kind: Some(kind), ..Row::new(message, verdict, reasons) };
        if written.is_empty() {
            // One-way operations have no response (WSDL 1.1, §2.4.1).
            return Ok(row(Verdict::SameValue, Vec::new()));
        }
        let written = documents::parse(written)?;
        let written = written.root_element();
        let contract = head.contract.and_then(|index| self.contracts.get(index));
        let contract = contract.ok_or("unknown contract")?;
        let pair = Pair { contract, is_encoded: head.is_encoded, source, written };
        let mut found = pair.headers();
        found.extend(match kind {
            Kind::Fault | Kind::TypedFault => pair.fault(kind),
            Kind::Request | Kind::Response => pair.values(),
        });
        if !found.is_empty() {
            return Ok(row(Verdict::Different, found.into_iter().map(Reason::from).collect()));
        }
        let lexical = pair.lexical();
        let verdict = if lexical.is_empty() { Verdict::SameText } else { Verdict::SameValue };
        let reason = |it: Difference| Reason { kind: it.aspect.why().to_owned(), text: it.text };
        Ok(row(verdict, lexical.into_iter().map(reason).collect()))
    }

    /// Judges a rejected request. The rejection is correct if the expected response is the same kind of fault.
    fn refused(message: &Message, written: &str) -> Result<Row> {
        let written = documents::parse(written)?;
        let given = fault_code(written.root_element());
        if let Some(answer) = &message.answer {
            let answer = documents::read(answer)?;
            let answer = documents::parse(&answer)?;
            let expected = fault_code(answer.root_element());
            if expected.is_some() && given == expected {
                return Ok(Row::new(message, Verdict::Refused, Vec::new()));
            }
        }
        let reason = |it: Node<'_, '_>| ["faultstring", "Text"].contains(&it.tag_name().name());
        let reason = written.descendants().find(|it| reason(*it));
        let reason = reason.and_then(|it| it.text()).unwrap_or("rejected").to_owned();
        Ok(Row::new(message, Verdict::Failed, vec![reason.into()]))
    }

    /// Returns whether a contract declares the operation of a message. Messages without a recognizable operation match
    /// every contract.
    fn is_ours(&self, message: &Message) -> bool {
        let path = message.question.as_ref().unwrap_or(&message.path);
        let Ok(text) = documents::read(path) else { return true };
        let Ok(document) = documents::parse(&text) else { return true };
        let Ok(element) = documents::body_element(&document) else { return true };
        let name = element.tag_name();
        let called = name.name().strip_suffix("Response").unwrap_or(name.name());
        let namespace = name.namespace().unwrap_or_default();
        name.name() == "Fault"
            || message.contracts.iter().map(|index| &self.contracts[*index]).any(|contract| {
                contract.text.contains(namespace)
                    && (contract.declares(name.name()) || contract.declares(called))
            })
    }

    /// Returns whether a contract of the message declares this name.
    fn is_declared(&self, message: &Message, name: &str) -> bool {
        message.contracts.iter().any(|index| self.contracts[*index].declares(name))
    }

    /// Returns whether a call contains an accessor that no contract declares.
    fn is_foreign(&self, message: &Message) -> bool {
        let accessors = || -> Result<Vec<String>> {
            let text = documents::read(&message.path)?;
            let document = documents::parse(&text)?;
            let call = documents::body_element(&document)?;
            let accessors = call.children().filter(Node::is_element);
            let names = accessors.map(|it| it.tag_name().name().to_owned()).collect();
            Ok(if call.tag_name().name() == "Fault" { Vec::new() } else { names })
        };
        let accessors = accessors().unwrap_or_default();
        let is_whole = |index: &usize| !self.contracts[*index].text.contains("schemaLocation");
        message.contracts.iter().all(is_whole)
            && accessors.iter().any(|name| !self.is_declared(message, name))
    }
}

impl Contract {
    fn declares(&self, name: &str) -> bool {
        documents::parse(&self.text).is_ok_and(|document| {
            document.descendants().any(|node| node.attribute("name") == Some(name))
        })
    }
}

/// A message and the written one.
struct Pair<'c, 'a, 'input> {
    contract: &'c Contract,
    is_encoded: bool,
    source: Node<'a, 'input>,
    written: Node<'a, 'input>,
}

impl<'a, 'input> Pair<'_, 'a, 'input> {
    /// Returns the differences between header blocks. Unknown header blocks may be ignored (SOAP 1.1, §4.2).
    fn headers(&self) -> Vec<String> {
        let written = contents(self.written, "Header");
        let mut found = Vec::new();
        for block in contents(self.source, "Header") {
            match written.iter().find(|it| it.tag_name() == block.tag_name()) {
                Some(other) => found.extend(self.elements(&[block], &[*other])),
                None if !self.contract.declares(block.tag_name().name()) => {}
                None => found.push(format!("header `{}` is missing", block.tag_name().name())),
            }
        }
        found
    }

    /// Returns the differences between the values in the bodies.
    fn values(&self) -> Vec<String> {
        let (mut source, written) = (contents(self.source, "Body"), contents(self.written, "Body"));
        if self.is_encoded {
            // The other elements in the body are targets of references.
            let is_root = |it: &&Node<'_, '_>| {
                !it.attributes().any(|it| it.name() == "root" && it.value() == "0")
            };
            source = source.iter().find(is_root).copied().into_iter().collect();
        }
        self.elements(&source, &written)
    }

    /// Returns the differences between faults. Only a typed detail is rewritten.
    fn fault(&self, kind: Kind) -> Vec<String> {
        let [source, written] = [self.source, self.written].map(|envelope| {
            let fault = contents(envelope, "Body").first().copied();
            fault.map_or_else(Vec::new, |fault| fault.children().filter(Node::is_element).collect())
        });
        let is_detail = |it: &Node<'_, '_>| it.tag_name().name().eq_ignore_ascii_case("detail");
        let (details, source): (Vec<_>, Vec<_>) = source.into_iter().partition(is_detail);
        let (written_details, written): (Vec<_>, Vec<_>) = written.into_iter().partition(is_detail);
        let hints = &self.contract.hints;
        let mut found = pairwise(&source, &written, Measure::Value, hints);
        let [entries, written] =
            [details, written_details].map(|details| -> Vec<Node<'a, 'input>> {
                details.iter().flat_map(|it| it.children().filter(Node::is_element)).collect()
            });
        if kind == Kind::TypedFault {
            found.extend(self.elements(&entries, &written));
        } else {
            let declared = entries.iter().filter(|it| self.contract.declares(it.tag_name().name()));
            found.extend(
                declared.map(|it| format!("detail `{}` has no type", it.tag_name().name())),
            );
        }
        found
    }

    fn elements(&self, source: &[Node<'a, 'input>], written: &[Node<'a, 'input>]) -> Vec<String> {
        let hints = &self.contract.hints;
        if !self.is_encoded || source.len() != written.len() {
            return pairwise(source, written, Measure::Value, hints);
        }
        let mut found = Vec::new();
        for (source, written) in source.iter().zip(written) {
            let [source, written] = [source, written].map(|it| canonical(*it, hints));
            match (documents::parse(&source), documents::parse(&written)) {
                (Ok(source), Ok(written)) => {
                    let (source, written) = (source.root_element(), written.root_element());
                    let differences = differences(source, written, Measure::Encoded, hints);
                    found.extend(differences.into_iter().map(|it| it.text));
                }
                _ if source == written => {}
                _ => found.push(format!("{source:?} became {written:?}")),
            }
        }
        found
    }

    /// Returns the lexical differences between the bodies.
    fn lexical(&self) -> Vec<Difference> {
        let (source, written) = (contents(self.source, "Body"), contents(self.written, "Body"));
        let hints = &self.contract.hints;
        let pairs = source.iter().zip(&written);
        pairs.flat_map(|(one, other)| differences(*one, *other, Measure::Lexical, hints)).collect()
    }
}

fn pairwise(
    source: &[Node<'_, '_>],
    written: &[Node<'_, '_>],
    measure: Measure,
    hints: &Hints,
) -> Vec<String> {
    if source.len() != written.len() {
        return vec![format!("{} elements became {}", source.len(), written.len())];
    }
    let pairs = source.iter().zip(written);
    let found = pairs.flat_map(|(one, other)| differences(*one, *other, measure, hints));
    found.map(|difference| difference.text).collect()
}

/// Returns the elements in `Header` or `Body`.
fn contents<'a, 'input>(envelope: Node<'a, 'input>, part: &str) -> Vec<Node<'a, 'input>> {
    let part = envelope.children().find(|it| it.tag_name().name() == part);
    part.map_or_else(Vec::new, |part| part.children().filter(Node::is_element).collect())
}

/// Returns the general SOAP 1.1 fault code of the fault in a message.
fn fault_code(envelope: Node<'_, '_>) -> Option<String> {
    let fault =
        contents(envelope, "Body").into_iter().find(|it| it.tag_name().name() == "Fault")?;
    let is_code = |it: &Node<'_, '_>| ["faultcode", "Value"].contains(&it.tag_name().name());
    let text = fault.descendants().find(is_code)?.text()?;
    let local = text.trim().rsplit(':').next().unwrap_or_default();
    let general = local.split('.').next().unwrap_or_default();
    Some(general.replace("Sender", "Client").replace("Receiver", "Server"))
}
