//! Two versions of a contract: what is different, and whom it breaks.
//!
//! The *client* is one made from the old version that talks to a service of the new one, the *server*
//! is made from the old version and is called by clients of the new one. Each reads what the other
//! writes, so one rule decides all: a message breaks its reader where the writer's version allows what
//! the reader's does not.
//!
//! ```text
//!              allows less now                allows more now
//! request      clients write what is refused  servers read what they do not know
//! reply        servers write what is refused  clients read what they do not know
//! ```
//!
//! An element or attribute that is new and may be left out allows nothing that readers mind: they
//! pass over what they do not know. One that is gone, in turn, takes something away.

mod content;
mod operations;
mod simple;
mod structure;

use std::fmt;

pub(crate) use operations::contracts;

/// Something that is different in a newer version of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Difference {
    /// Where: an operation, or a type and what is in it, as `Address/street`.
    pub place: String,
    /// What is different there.
    pub what: String,
    /// What it is for a client that was made from the old version.
    pub client: Effect,
    /// What it is for a server that was made from the old version.
    pub server: Effect,
}

/// What a difference does to somebody who does not know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// All goes on as before.
    Compatible,
    /// Something that worked does not work any more.
    Breaking,
}

impl Difference {
    /// Whether it breaks either side.
    pub fn is_breaking(&self) -> bool {
        self.client.max(self.server) == Effect::Breaking
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        })
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, what, client, server } = self;
        write!(formatter, "{place}: {what} (client: {client}, server: {server})")
    }
}

/// What a difference does to the documents that are allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Scope {
    /// Some that were allowed are not any more.
    less: bool,
    /// Some are allowed that were not, and that readers of old cannot take.
    more: bool,
}

impl Scope {
    const SAME: Self = Self { less: false, more: false };
    const LESS: Self = Self { less: true, more: false };
    const MORE: Self = Self { less: false, more: true };
    const OTHER: Self = Self { less: true, more: true };

    /// That of a change in the opposite direction.
    fn reversed(self) -> Self {
        Self { less: self.more, more: self.less }
    }
}

/// The messages that something stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Reach {
    requests: bool,
    replies: bool,
}

impl Reach {
    /// Who is broken by a difference there, the client first.
    fn effects(self, scope: Scope) -> (Effect, Effect) {
        let effect = |breaks| if breaks { Effect::Breaking } else { Effect::Compatible };
        (
            effect(self.requests && scope.less || self.replies && scope.more),
            effect(self.requests && scope.more || self.replies && scope.less),
        )
    }

    fn and(self, other: Self) -> Self {
        Self { requests: self.requests || other.requests, replies: self.replies || other.replies }
    }
}

/// Which of the new ones is a version of which of the old ones, each once, by their indexes.
fn pairs<T, U>(old: &[T], new: &[U], same: impl Fn(&T, &U) -> bool) -> Vec<(usize, usize)> {
    let mut taken = vec![false; new.len()];
    let mut pairs = Vec::new();
    for (index, before) in old.iter().enumerate() {
        let found = (0..new.len()).find(|found| !taken[*found] && same(before, &new[*found]));
        if let Some(found) = found {
            taken[found] = true;
            pairs.push((index, found));
        }
    }
    pairs
}

/// The old and the new ones, and which belong together: `(old, new)` with one of them `None` where it is
/// alone. The old ones' order first.
fn matched<'o, 'n, T, U>(
    old: &'o [T],
    new: &'n [U],
    same: impl Fn(&T, &U) -> bool,
) -> Vec<(Option<&'o T>, Option<&'n U>)> {
    let pairs = pairs(old, new, same);
    let of_old =
        |index: usize| pairs.iter().find(|(one, _)| *one == index).map(|(_, it)| &new[*it]);
    let mut matched: Vec<_> =
        old.iter().enumerate().map(|(index, one)| (Some(one), of_old(index))).collect();
    let alone = (0..new.len()).filter(|index| pairs.iter().all(|(_, found)| found != index));
    matched.extend(alone.map(|index| (None, Some(&new[index]))));
    matched
}

#[cfg(test)]
mod tests;
