//! The size of the generated code for each operation.

use crate::{
    lower::{Families, reached_by},
    name::Named,
};

/// The types that an operation needs, and the lines of their generated code.
///
/// Types that several operations need count for each of them. The others are the operation's own: they disappear if the
/// operation is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationCost {
    /// The name of the service.
    pub service: String,
    /// The name of the operation in the contract.
    pub operation: String,
    /// The number of types.
    pub types: usize,
    /// The number of lines.
    pub lines: usize,
    /// The number of types that no other operation needs.
    pub own_types: usize,
    /// The number of lines of these types.
    pub own_lines: usize,
}

/// Returns the costs of all operations. `lines` are those of the types.
pub(crate) fn of(named: &Named, lines: &[usize]) -> Vec<OperationCost> {
    let model = &named.model;
    let interfaces = model.interfaces.iter();
    let operations = interfaces
        .flat_map(|interface| interface.operations.iter().map(move |one| (interface, one)));
    let reached: Vec<_> = operations
        .map(|(interface, operation)| {
            (interface, operation, reached_by(model, [operation], &Families::Whole))
        })
        .collect();
    let mut users = vec![0_usize; lines.len()];
    for (_, _, reached) in &reached {
        for (users, is_reached) in users.iter_mut().zip(reached) {
            *users += usize::from(*is_reached);
        }
    }
    let cost = |reached: &[bool], most_users: usize| {
        let types = reached.iter().zip(lines).zip(&users);
        let counted = types.filter(|((is_reached, lines), users)| {
            **is_reached && **lines > 0 && **users <= most_users
        });
        counted.fold((0, 0), |(types, sum), ((_, lines), _)| (types + 1, sum + lines))
    };
    let costs = reached.iter().map(|(interface, operation, reached)| {
        let ((types, lines), (own_types, own_lines)) =
            (cost(reached, usize::MAX), cost(reached, 1));
        OperationCost {
            service: interface.name.to_string(),
            operation: operation.called.to_string(),
            types,
            lines,
            own_types,
            own_lines,
        }
    });
    costs.collect()
}
