//! Selection of the types that the generated operations need.

use crate::{
    diagnostic::{Code, Diagnostic, Report},
    model::{
        Body, Content, Definition, Element, Message, Model, NamespaceId, Operation, Record, Term,
        Type, TypeId, Usage, ValueType,
    },
};

/// Marks the types that no message, no document and no type in `wanted` refers to as `unreached`. A family keeps only its
/// used and reserved members. Reports families without any used one: their elements cannot be written.
pub(crate) fn mark_unreached(
    model: &mut Model,
    unreached: Usage,
    wanted: &[TypeId],
    families: &Families,
    report: &mut Report,
) {
    let mut search = Reached::from_messages(model, families);
    search.waiting.extend(model.documents.iter().map(|documents| documents.roots));
    search.waiting.extend(wanted);
    search.follow(model);
    let used = search.used;
    report_emptied(model, &used, report);
    for (ty, is_used) in model.types.iter_mut().zip(&used) {
        if ty.is_used() && !is_used {
            ty.usage = unreached;
        }
    }
    let types = model.types.iter().zip(&used);
    let is_kept: Vec<bool> =
        types.map(|(ty, is_used)| *is_used || ty.usage == Usage::Reserved).collect();
    model.retain_members(|member| is_kept[member.0 as usize]);
}

/// Reports used families of abstract types without any used member.
fn report_emptied(model: &Model, used: &[bool], report: &mut Report) {
    /// Maximum number of types that a message lists.
    const LISTED: usize = 3;
    let is_used = |id: &TypeId| used[id.0 as usize];
    for (_, ty) in model.types().filter(|(id, _)| is_used(id)) {
        let Definition::Family(family) = &ty.definition else { continue };
        if family.members.is_empty() || family.members.iter().any(is_used) {
            continue;
        }
        let local = |id: TypeId| model.get(id).origin.local().map_or("", |local| local);
        let members = family.members.iter().take(LISTED).map(|id| format!("`{}`", local(*id)));
        let members: Vec<String> = members.collect();
        let more = if family.members.len() > LISTED { ", …" } else { "" };
        let message = format!(
            "the selected operations use the abstract type `{}`, and all types derived from it are left out",
            local(family.declared)
        );
        let help =
            format!("add the types to send with the setting `types`: {}{more}", members.join(", "));
        report.add(Diagnostic::warning(Code::Skipped, message).help(help));
    }
}

/// Marks the types of a namespace as unused unless something outside the namespace refers to them.
pub(crate) fn mark_unused_in(model: &mut Model, namespace: NamespaceId) {
    let mut search = Reached::from_messages(model, &Families::Whole);
    let outside = |ty: &Type| ty.origin.namespace() != namespace;
    let ids = model.types().filter(|(_, ty)| ty.is_used() && outside(ty)).map(|(id, _)| id);
    search.waiting.extend(ids);
    search.follow(model);
    for (ty, is_used) in model.types.iter_mut().zip(search.used) {
        if ty.is_used() && !is_used {
            ty.usage = Usage::Unused;
        }
    }
}

/// Returns, for each type, whether these operations need it.
pub(crate) fn reached_by<'m>(
    model: &'m Model,
    operations: impl IntoIterator<Item = &'m Operation>,
    families: &Families,
) -> Vec<bool> {
    let mut search = Reached::new(model, families);
    operations.into_iter().for_each(|operation| search.operation(operation));
    search.follow(model);
    search.used
}

struct Reached<'a> {
    used: Vec<bool>,
    waiting: Vec<TypeId>,
    families: &'a Families,
}

/// The members that a family refers to.
pub(crate) enum Families {
    /// All of them.
    Whole,
    /// The declared type only. Derived types are left out unless something else refers to them.
    Declared,
    /// All except the flagged types, which are left out unless something else refers to them.
    Except(Vec<bool>),
}

impl Families {
    /// Returns whether a family refers to a derived type.
    fn include(&self, id: TypeId) -> bool {
        match self {
            Self::Whole => true,
            Self::Declared => false,
            Self::Except(flags) => !flags[id.0 as usize],
        }
    }
}

impl<'a> Reached<'a> {
    fn new(model: &Model, families: &'a Families) -> Self {
        Self { used: vec![false; model.types.len()], waiting: Vec::new(), families }
    }

    fn from_messages(model: &Model, families: &'a Families) -> Self {
        let mut search = Self::new(model, families);
        let operations = model.interfaces.iter().flat_map(|interface| &interface.operations);
        operations.filter(|one| one.is_enabled).for_each(|operation| search.operation(operation));
        search
    }

    fn operation(&mut self, operation: &Operation) {
        self.message(&operation.input);
        self.message(&operation.output);
        let faults = operation.faults.iter().chain(&operation.header_faults);
        faults.for_each(|fault| self.element(fault));
    }

    fn follow(&mut self, model: &Model) {
        while let Some(id) = self.waiting.pop() {
            if !std::mem::replace(&mut self.used[id.0 as usize], true) {
                self.definition(&model.get(id).definition);
            }
        }
    }

    fn message(&mut self, message: &Message) {
        match &message.body {
            Body::Empty => {}
            Body::Element(element) => self.element(element),
            Body::Parts(id) => self.waiting.push(*id),
        }
        message.headers.iter().for_each(|header| self.element(header));
    }

    fn element(&mut self, element: &Element) {
        self.value(element.value);
    }

    fn value(&mut self, value: ValueType) {
        if let ValueType::Defined(id) = value {
            self.waiting.push(id);
        }
    }

    fn term(&mut self, term: &Term) {
        match term {
            Term::Element(element) => self.element(element),
            Term::Part(id) => self.waiting.push(*id),
            Term::Any(_) => {}
        }
    }

    fn definition(&mut self, definition: &Definition) {
        match definition {
            Definition::Record(record) => self.record(record),
            Definition::Choice(choice) => {
                choice.branches.iter().for_each(|branch| self.term(&branch.term));
            }
            Definition::Family(family) => {
                self.waiting.push(family.declared);
                let is_chosen_by_tests = family.tests().is_some();
                let members = family.members.iter();
                let families = self.families;
                self.waiting
                    .extend(members.filter(|id| is_chosen_by_tests || families.include(**id)));
            }
            Definition::Union(union) => {
                union.members.iter().for_each(|member| self.value(member.value));
            }
            Definition::Simple(simple) => self.value(simple.shape.inner()),
            Definition::Enumeration(_) | Definition::External(_) => {}
        }
    }

    fn record(&mut self, record: &Record) {
        if let Some(data_set) = record.data_set {
            self.waiting.extend(data_set.rows);
            return;
        }
        self.waiting.extend(record.base);
        self.waiting.extend(record.restricts);
        record.attributes.iter().for_each(|attribute| self.value(attribute.value));
        match &record.content {
            Content::Fields(fields, _) => fields.iter().for_each(|field| self.term(&field.term)),
            Content::Value(value) => self.value(*value),
            Content::Mixed(items) => self.waiting.push(*items),
            Content::Array(item) => self.element(item),
        }
    }
}
