//! Numbers of occurrences of choices and groups that repeat.
//!
//! A branch or a group may itself repeat an element. Its elements can then be counted as one occurrence or as several:
//! three `x` are between two and three occurrences of a choice in which `x` occurs at most twice (XML Schema part 1,
//! §3.8.4). Content is valid if one way of counting is.

/// The smallest and largest number of occurrences that content can be counted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrences {
    least: usize,
    most: usize,
}

/// A choice or a group that may repeat. The macros for generated code implement it.
pub trait Repeatable {
    /// `true` for choices, where a branch with more elements than it may have counts as several occurrences.
    const IS_CHOICE: bool;

    /// Returns the number of occurrences that the value can be counted as.
    fn occurrences(&self) -> Occurrences;

    /// Returns the elements at the beginning of a group that the group before it may also end with.
    fn leading(&self) -> Option<Leading> {
        None
    }
}

/// A member of a group: its number of elements, and its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupMember {
    /// The number of elements.
    pub count: usize,
    /// `minOccurs`.
    pub least: usize,
    /// `maxOccurs`. `None` means unbounded.
    pub most: Option<usize>,
}

/// The first member of a group that repeats, in which no other member is required.
///
/// Groups are read with as many elements as they may have. Of `(x{2,3} y?)*`, four `x` are read as three and one, and are
/// valid as two and two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leading {
    first: GroupMember,
    /// `true` if the group has no other elements.
    is_alone: bool,
}

impl Leading {
    /// Returns the first of a group's members, if it repeats and no other is required.
    pub fn of_group(members: &[GroupMember]) -> Option<Self> {
        let (first, others) = members.split_first()?;
        let repeats = first.least > 1 && first.most.is_some();
        let is_alone = others.iter().all(|member| member.count == 0);
        (repeats && others.iter().all(|member| member.least == 0))
            .then_some(Self { first: *first, is_alone })
    }

    /// Returns the number of groups at the beginning of `parts` between which elements can move. If the elements are valid
    /// in some distribution, returns the numbers of groups in which they are.
    pub(super) fn joined<T: Repeatable>(parts: &[T]) -> (usize, Option<Occurrences>) {
        let mut total = 0;
        for (index, part) in parts.iter().enumerate() {
            let Some(Self { first, is_alone }) = part.leading() else { return (index + 1, None) };
            total += first.count;
            if is_alone && index + 1 < parts.len() {
                continue;
            }
            let least = total.div_ceil(first.most.unwrap_or(usize::MAX).max(1));
            let most = total / first.least;
            return (index + 1, (least <= most).then_some(Occurrences { least, most }));
        }
        (parts.len(), None)
    }
}

impl<T: Repeatable> Repeatable for Box<T> {
    const IS_CHOICE: bool = T::IS_CHOICE;

    fn occurrences(&self) -> Occurrences {
        T::occurrences(self)
    }

    fn leading(&self) -> Option<Leading> {
        T::leading(self)
    }
}

impl Occurrences {
    /// Exactly one occurrence.
    pub const ONE: Self = Self { least: 1, most: 1 };

    /// Returns the occurrences of a branch whose element occurs `count` times, between `least` and `most` times in each.
    ///
    /// ```
    /// use wsdlgen_runtime::validate::Occurrences;
    ///
    /// // Four elements, two or three in each occurrence.
    /// assert_eq!(Occurrences::of_branch(4, 2, Some(3)).nearest(1), 2);
    /// assert_eq!(Occurrences::of_branch(6, 2, Some(3)).nearest(9), 3);
    /// ```
    pub fn of_branch(count: usize, least: usize, most: Option<usize>) -> Self {
        Self { least: count, most: count }.grouped(least, most)
    }

    /// Returns the occurrences of a sequence with these members.
    ///
    /// Elements of one required member can be distributed among several occurrences. Two required members cannot.
    pub fn of_group(members: &[GroupMember]) -> Self {
        let mut required = members.iter().filter(|member| member.least > 0);
        match (required.next(), required.next()) {
            (None, _) => Self { least: 1, most: usize::MAX },
            (Some(GroupMember { count, least, .. }), None) => {
                Self { least: 1, most: (count / least).max(1) }
            }
            (Some(_), Some(_)) => Self::ONE,
        }
    }

    /// Returns the occurrences of all these parts together.
    pub fn of_all<'p, T: Repeatable + 'p>(parts: impl IntoIterator<Item = &'p T>) -> Self {
        parts.into_iter().map(T::occurrences).fold(Self { least: 0, most: 0 }, |sum, part| Self {
            least: sum.least.saturating_add(part.least),
            most: sum.most.saturating_add(part.most),
        })
    }

    /// Returns the occurrences of these parts together, where groups may share elements.
    pub(super) fn of_parts<T: Repeatable>(parts: &[T]) -> Self {
        let mut sum = Self { least: 0, most: 0 };
        let mut start = 0;
        while start < parts.len() {
            let (length, joined) = Leading::joined(&parts[start..]);
            let run = &parts[start..start + length];
            let run = joined.unwrap_or_else(|| Self::of_all(run));
            sum.least = sum.least.saturating_add(run.least);
            sum.most = sum.most.saturating_add(run.most);
            start += length;
        }
        sum
    }

    /// Returns the occurrences of a branch that consists of these occurrences of a part, between `least` and `most` of
    /// them in each.
    #[must_use]
    pub fn grouped(self, least: usize, most: Option<usize>) -> Self {
        let fewest = most.map_or(1, |most| self.least.div_ceil(most.max(1)).max(1));
        let largest = self.most.checked_div(least).unwrap_or(usize::MAX);
        Self { least: fewest, most: largest.max(fewest) }
    }

    /// Returns the possible number of occurrences that is nearest to `wanted`.
    pub fn nearest(self, wanted: usize) -> usize {
        wanted.clamp(self.least, self.most)
    }
}
