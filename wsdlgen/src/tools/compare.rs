//! Differences between two versions of a contract, and the sides that they break.
//!
//! The *client* was generated from the old version and calls a service of the new one. The *server* was
//! generated from the old version and is called by clients of the new one. One rule decides all cases: a
//! message breaks its reader if the writer's version allows content that the reader's version does not.
//!
//! ```text
//!              allows less now                   allows more now
//! request      clients write rejected content    servers read unknown content
//! reply        servers write rejected content    clients read unknown content
//! ```
//!
//! A new optional element or attribute does not count as more, since readers skip names that they do not
//! know. A removed one does count as less.

mod content;
mod operations;
mod simple;
mod structure;

use std::fmt;

pub(crate) use operations::contracts;

/// A difference between two versions of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Difference {
    /// The place of the difference: an operation, a type, or a member of a type, such as `Address/street`.
    pub place: String,
    /// The description of the difference.
    pub what: String,
    /// The effect on a client generated from the old version.
    pub client: Effect,
    /// The effect on a server generated from the old version.
    pub server: Effect,
}

/// The effect of a difference on code generated from the old version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Everything works as before.
    Compatible,
    /// Something stops working.
    Breaking,
}

impl Difference {
    /// Returns whether the difference breaks the client or the server.
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

/// The effect of a difference on the set of allowed documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Scope {
    /// Some documents are no longer allowed.
    less: bool,
    /// Some documents are newly allowed that old readers cannot handle.
    more: bool,
}

impl Scope {
    const SAME: Self = Self { less: false, more: false };
    const LESS: Self = Self { less: true, more: false };
    const MORE: Self = Self { less: false, more: true };
    const OTHER: Self = Self { less: true, more: true };

    /// Returns the scope of the opposite change.
    fn reversed(self) -> Self {
        Self { less: self.more, more: self.less }
    }
}

/// The messages that contain a component.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Reach {
    requests: bool,
    replies: bool,
}

impl Reach {
    /// Returns the effects of a difference on the client and on the server.
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

/// Pairs old items with their new versions, by index. Each item is paired at most once.
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

/// Matches old items with their new versions, as `(old, new)`. One of them is `None` if the other has no
/// counterpart.
///
/// Old items come first, in order, followed by new items without a counterpart.
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
