//! Evaluation of the cost of attacks against the promised limits.

use std::fmt;

use crate::Result;

/// Memory limits for reading, in MiB: `Limits::SERVER` and `Limits::CLIENT`.
const MEMORY: [(&str, f64); 2] = [("Request", 128.0), ("Reply", 512.0)];
/// Fixed memory for reading, in MiB.
const FIXED: f64 = 1.0;
/// The target time, in milliseconds per MiB.
const TIME: f64 = 100.0;
/// Allowed growth of the time per MiB between two sizes. Smaller growth may be noise.
const GROWTH: f64 = 4.0;
/// Time per MiB up to which growth does not count, in milliseconds: a message that is rejected at once takes less than the
/// clock can measure.
const NOISE: f64 = 10.0;
const MIB: f64 = 1_048_576.0;

/// The attacks on one contract.
#[derive(Debug, Default)]
pub(super) struct Attack {
    tried: usize,
    left_out: usize,
    messages: Vec<Message>,
    errors: Vec<String>,
}

/// A hostile message of one size.
#[derive(Clone, Debug, PartialEq)]
struct Message {
    side: String,
    /// The kind of attack and its position in the valid message.
    kind: String,
    mib: f64,
    /// Peak memory, in MiB.
    memory: f64,
    milliseconds: f64,
    outcome: String,
}

impl Message {
    /// Returns the time per MiB, in milliseconds.
    fn pace(&self) -> f64 {
        self.milliseconds / self.mib
    }
}

impl Attack {
    /// Parses the output of a program.
    pub(super) fn read(text: &str) -> Result<Self> {
        let mut attack = Self::default();
        for line in text.lines() {
            match line.split('\t').collect::<Vec<_>>()[..] {
                ["tried", tried, left_out] => {
                    (attack.tried, attack.left_out) = (tried.parse()?, left_out.parse()?);
                }
                ["error", place, error] => attack.errors.push(format!("{place}: {error}")),
                [side, kind, bytes, memory, nanoseconds, outcome] => {
                    attack.messages.push(Message {
                        side: side.to_owned(),
                        kind: kind.to_owned(),
                        mib: bytes.parse::<f64>()? / MIB,
                        memory: memory.parse::<f64>()? / MIB,
                        milliseconds: nanoseconds.parse::<f64>()? / 1e6,
                        outcome: outcome.to_owned(),
                    });
                }
                _ => return Err(format!("unexpected output line `{line}`").into()),
            }
        }
        Ok(attack)
    }

    /// Returns the violations of the promised limits.
    fn findings(&self) -> Vec<String> {
        let mut findings = self.errors.clone();
        for (side, limit) in MEMORY {
            let over = self.of(side).filter(|message| message.memory > limit * 1.1 + FIXED);
            findings.extend(over.map(|it| {
                format!("{side} {}: used {:.0} MiB of memory, allowed {limit}", it.kind, it.memory)
            }));
        }
        for pair in self.messages.windows(2) {
            if let [small, large] = pair
                && small.kind == large.kind
                && large.pace() > GROWTH * small.pace().max(NOISE / GROWTH)
            {
                findings.push(format!(
                    "{}: {:.0} ms/MiB at {:.0} MiB, {:.0} at {:.0}",
                    large.kind,
                    small.pace(),
                    small.mib,
                    large.pace(),
                    large.mib
                ));
            }
        }
        findings
    }

    fn of(&self, side: &str) -> impl Iterator<Item = &Message> {
        self.messages.iter().filter(move |message| message.side == side)
    }

    /// Returns the messages with the highest memory use and with the longest time per MiB.
    fn worst(&self, side: &str) -> Option<(&Message, &Message)> {
        let by = |key: fn(&Message) -> f64| {
            self.of(side).max_by(|one, other| key(one).total_cmp(&key(other)))
        };
        Some((by(|it| it.memory)?, by(Message::pace)?))
    }
}

/// The attacks on all contracts.
#[derive(Debug, Default)]
pub(super) struct Table(Vec<(String, Result<Attack>)>);

impl Table {
    pub(super) fn add(&mut self, contract: &str, attack: Result<Attack>) {
        self.0.push((contract.to_owned(), attack));
    }

    fn attacks(&self) -> impl Iterator<Item = (&str, &Attack)> {
        self.0.iter().filter_map(|(id, attack)| Some((&**id, attack.as_ref().ok()?)))
    }

    fn findings(&self) -> Vec<String> {
        let of = |(id, attack): &(String, Result<Attack>)| match attack {
            Ok(attack) => attack.findings().iter().map(|it| format!("{id}: {it}")).collect(),
            Err(error) => vec![format!("{id}: {error}")],
        };
        self.0.iter().flat_map(of).collect()
    }

    pub(super) fn is_success(&self) -> bool {
        self.findings().is_empty()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| contract | side | most memory | message | most time | message |")?;
        writeln!(f, "| --- | --- | --- | --- | --- | --- |")?;
        for (id, attack) in self.attacks() {
            for (side, limit) in MEMORY {
                let Some((memory, time)) = attack.worst(side) else { continue };
                writeln!(
                    f,
                    "| {id} | {side} | {:.0} of {limit} MiB | {:.0} MiB {} ({}) | {:.0} ms/MiB | {:.0} MiB {} |",
                    memory.memory,
                    memory.mib,
                    memory.kind,
                    memory.outcome,
                    time.pace(),
                    time.mib,
                    time.kind
                )?;
            }
        }
        let findings = self.findings();
        for finding in &findings {
            writeln!(f, "finding: {finding}")?;
        }
        let sum = |key: fn(&Attack) -> usize| self.attacks().map(|(_, it)| key(it)).sum::<usize>();
        let slow = |it: &Attack| it.messages.iter().filter(|it| it.pace() > TIME).count();
        write!(
            f,
            "attack: {} contracts, {} small messages, {} left out, {} large ones, {} of them over {TIME} ms/MiB, {} findings",
            self.0.len(),
            sum(|it| it.tried),
            sum(|it| it.left_out),
            sum(|it| it.messages.len()),
            sum(slow),
            findings.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(memory: u64, nanoseconds: [u64; 2]) -> Attack {
        let line =
            |bytes: u64, time| format!("Request\tEmpty a/b\t{bytes}\t{memory}\t{time}\tread\n");
        let [small, large] = nanoseconds;
        let text = format!("tried\t7\t0\n{}{}", line(1 << 20, small), line(64 << 20, large));
        Attack::read(&text).unwrap()
    }

    #[test]
    fn accepts_costs_within_limits() {
        assert_eq!(printed(140 << 20, [50_000_000, 3_200_000_000]).findings(), [""; 0]);
    }

    #[test]
    fn reports_memory_and_growth() {
        let memory = "Request Empty a/b: used 143 MiB of memory, allowed 128";
        assert_eq!(printed(143 << 20, [1_000_000, 64_000_000]).findings(), [memory, memory]);
        let growth = "Empty a/b: 3 ms/MiB at 1 MiB, 15 at 64";
        assert_eq!(printed(1, [3_000_000, 960_000_000]).findings(), [growth]);
        // These are too short to be measured.
        assert_eq!(printed(1, [100_000, 320_000_000]).findings(), [""; 0]);
    }

    #[test]
    fn parses_or_rejects_program_output() {
        assert!(Attack::read("tried\t1").is_err());
        assert_eq!(
            Attack::read("error\tAsk P\tno sample").unwrap().findings(),
            ["Ask P: no sample"]
        );
    }
}
