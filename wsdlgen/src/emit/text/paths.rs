//! Rust types of the contract's values, and paths of its items.

use proc_macro2::{Ident, Span};
use syn::{
    AngleBracketedGenericArguments, GenericArgument, Path, PathArguments, PathSegment, Type,
    TypePath, token,
};

use super::lines::type_text;
use crate::{
    emit::{Emitter, ItemLocation, declaration::custom},
    model::{
        Attribute, Branch, Builtin, Definition, Element, Field, Nillable, Occurs, Presence,
        SimpleShape, Storage, Term, TypeId, ValueType,
    },
    name::{Identifier, TypeNames},
};

/// Converts an identifier from the `name` stage.
pub(crate) fn ident(identifier: &Identifier) -> Ident {
    if identifier.is_raw() {
        Ident::new_raw(identifier.bare(), Span::call_site())
    } else {
        Ident::new(identifier.bare(), Span::call_site())
    }
}

/// Creates an identifier that does not come from the contract.
pub(crate) fn word(text: &str) -> Ident {
    Ident::new(text, Span::call_site())
}

fn path_type(path: Path) -> Type {
    Type::Path(TypePath { attrs: Vec::new(), qself: None, path })
}

fn path(segments: impl IntoIterator<Item = Ident>) -> Path {
    let segments = segments.into_iter().map(PathSegment::from).collect();
    Path { leading_colon: None, segments }
}

/// Returns `path<inner>`.
fn generic(mut path: Path, inner: Type) -> Type {
    if let Some(last) = path.segments.last_mut() {
        last.arguments = PathArguments::AngleBracketed(AngleBracketedGenericArguments {
            colon2_token: None,
            lt_token: token::Lt::default(),
            args: [GenericArgument::Type(inner)].into_iter().collect(),
            gt_token: token::Gt::default(),
        });
    }
    path_type(path)
}

/// Returns `rt::name<inner>`.
fn of_runtime(name: &str, inner: Type) -> Type {
    generic(path([word("rt"), word(name)]), inner)
}

/// Returns `Vec<inner>`.
pub(crate) fn vector_of(inner: Type) -> Type {
    generic(path([word("Vec")]), inner)
}

/// Returns `rt::Array<inner>`.
pub(crate) fn array_of(inner: Type) -> Type {
    of_runtime("Array", inner)
}

/// Returns `Option<inner>`.
pub(crate) fn option_of(inner: Type) -> Type {
    generic(path([word("Option")]), inner)
}

impl Emitter<'_> {
    /// Returns the path of a generated type as seen from a location, or only its name if the module can import it.
    pub(crate) fn path_of(self, names: &TypeNames, from: ItemLocation) -> Path {
        let full = self.path_in(names, &names.name, from);
        let is_outside = full.segments.first().is_some_and(|first| first.ident == "super");
        match self.imports.filter(|_| is_outside) {
            Some(imports) if imports.borrow_mut().import(&names.name, &full) => {
                path([ident(&names.name)])
            }
            _ => full,
        }
    }

    /// Returns the path of an item that accompanies a type, as seen from a location.
    pub(crate) fn item_path(self, name: &Identifier, with: TypeId, from: ItemLocation) -> Path {
        self.path_in(self.named.names(with), name, from)
    }

    fn path_in(self, names: &TypeNames, name: &Identifier, from: ItemLocation) -> Path {
        let to = self.named.chain(names.module);
        let (from, below) = match from {
            ItemLocation::Module(module) => (self.named.chain(module), 0),
            ItemLocation::Below => (Vec::new(), 1),
        };
        let shared = from.iter().zip(&to).take_while(|(from, to)| from == to).count();
        let up = (0..from.len() - shared + below).map(|_| word("super"));
        let modules = to[shared..].iter();
        let down = modules.filter_map(|module| self.named.modules[*module].name.as_ref());
        path(up.chain(down.map(ident)).chain([ident(name)]))
    }

    pub(crate) fn type_at(self, id: TypeId, from: ItemLocation) -> Type {
        if let Definition::External(external) = &self.named.model.get(id).definition {
            return path_type(custom::path(&external.path));
        }
        if self.named.model.get(id).is_shared {
            return self.shared_type(id, from);
        }
        path_type(self.path_of(self.named.names(id), from))
    }

    /// Returns the runtime's type for a shared type.
    fn shared_type(self, id: TypeId, from: ItemLocation) -> Type {
        let Definition::Record(record) = &self.named.model.get(id).definition else {
            return runtime_type("MixedAny");
        };
        match record.data_set.and_then(|data_set| data_set.rows) {
            Some(rows) => of_runtime("DataSet", self.type_at(rows, from)),
            None => runtime_type("DataSet"),
        }
    }

    /// Returns the type of a value that is not an element.
    pub(crate) fn value_type(self, value: ValueType, from: ItemLocation) -> Type {
        match value {
            ValueType::Builtin(builtin) => self.builtin_type(builtin),
            ValueType::Defined(id) => {
                let ty = self.named.model.get(id);
                match &ty.definition {
                    Definition::Simple(simple) if !ty.has_item() => {
                        self.shape_type(simple.shape, from)
                    }
                    _ => self.type_at(id, from),
                }
            }
        }
    }

    /// Returns whether the type of a value comes from the runtime.
    pub(crate) fn names_runtime(self, value: ValueType) -> bool {
        match value {
            ValueType::Builtin(builtin) => is_of_runtime(&self.builtin_type(builtin)),
            ValueType::Defined(id) => {
                let ty = self.named.model.get(id);
                match &ty.definition {
                    Definition::Simple(simple) if !ty.has_item() => {
                        self.shape_names_runtime(simple.shape)
                    }
                    _ => false,
                }
            }
        }
    }

    /// Returns whether the values of a simple type have a type from the runtime.
    pub(crate) fn shape_names_runtime(self, shape: SimpleShape) -> bool {
        match shape {
            SimpleShape::AsWritten(_) | SimpleShape::Uuid(_) => true,
            SimpleShape::Of(inner) | SimpleShape::List(inner) => self.names_runtime(inner),
        }
    }

    /// Returns the type of a simple type's values.
    pub(crate) fn shape_type(self, shape: SimpleShape, from: ItemLocation) -> Type {
        match shape {
            SimpleShape::Of(base) => self.value_type(base, from),
            SimpleShape::AsWritten(base) => of_runtime("AsWritten", self.value_type(base, from)),
            SimpleShape::Uuid(_) => runtime_type("Uuid"),
            SimpleShape::List(item) => vector_of(self.value_type(item, from)),
        }
    }

    /// Returns the type of a built-in type's values: the runtime's, or the one that settings select.
    fn builtin_type(self, builtin: Builtin) -> Type {
        match builtin {
            Builtin::NmTokens | Builtin::IdRefs | Builtin::Entities => {
                vector_of(self.builtin_type(Builtin::NmToken))
            }
            _ => match self.foreign_types.path(builtin) {
                Some(path) => path_type(custom::path(&format!("rt::{path}"))),
                None => own_type(builtin),
            },
        }
    }

    /// Returns the type of an element's value, ignoring nil.
    fn inner_type(self, element: &Element, from: ItemLocation) -> Type {
        match element.value {
            _ if element.is_attachment() => runtime_type("Attachment"),
            ValueType::Builtin(Builtin::AnySimpleType) => self.builtin_type(Builtin::AnyType),
            value => self.value_type(value, from),
        }
    }

    /// Returns the type of an element without aliases, as text: two elements have the same type if their texts are
    /// equal. External types are recognised by the path that settings have, with or without `::` before it.
    pub(crate) fn expanded_text(self, element: &Element, from: ItemLocation) -> String {
        let inner = match element.value {
            _ if element.is_attachment() => runtime_type("Attachment"),
            value => self.expanded_value(value, from),
        };
        let ty = match element.nillable {
            Nillable::No | Nillable::AsAbsent => inner,
            Nillable::Yes => of_runtime("Nillable", inner),
        };
        let text = type_text(&ty);
        let text = text.strip_prefix("::").unwrap_or(&text);
        text.strip_prefix("rt::").unwrap_or(text).to_owned()
    }

    fn expanded_value(self, value: ValueType, from: ItemLocation) -> Type {
        let ValueType::Defined(id) = value else {
            return match value {
                ValueType::Builtin(Builtin::AnySimpleType) => self.builtin_type(Builtin::AnyType),
                _ => self.value_type(value, from),
            };
        };
        match &self.named.model.get(id).definition {
            Definition::Simple(simple) => match simple.shape {
                SimpleShape::Of(base) => self.expanded_value(base, from),
                SimpleShape::AsWritten(base) => {
                    of_runtime("AsWritten", self.expanded_value(base, from))
                }
                SimpleShape::List(item) => vector_of(self.expanded_value(item, from)),
                SimpleShape::Uuid(_) => runtime_type("Uuid"),
            },
            _ => self.value_type(value, from),
        }
    }

    /// Returns the type of an element that occurs exactly once.
    pub(crate) fn element_type(self, element: &Element, from: ItemLocation) -> Type {
        let inner = self.inner_type(element, from);
        match element.nillable {
            Nillable::No | Nillable::AsAbsent => inner,
            Nillable::Yes => of_runtime("Nillable", inner),
        }
    }

    /// Returns the type of a field: the type of its value, which may be boxed, optional or repeated.
    pub(crate) fn field_type(self, field: &Field, from: ItemLocation) -> Type {
        let nil = matches!(&field.term, Term::Element(one) if one.nillable == Nillable::Yes);
        let value = self.term_type(&field.term, field.storage, from);
        match (field.times.occurs(), nil) {
            (Occurs::Once, false) => value,
            (Occurs::Once, true) => of_runtime("Nillable", value),
            (Occurs::Optional, false) => option_of(value),
            (Occurs::Optional, true) => of_runtime("Optional", value),
            (Occurs::Repeated, false) => vector_of(value),
            (Occurs::Repeated, true) => vector_of(of_runtime("Nillable", value)),
        }
    }

    /// Returns the type of a variant's value.
    pub(crate) fn branch_type(self, branch: &Branch, from: ItemLocation) -> Type {
        let nil = matches!(&branch.term, Term::Element(one) if one.nillable == Nillable::Yes);
        let value = self.term_type(&branch.term, branch.storage, from);
        let value = if nil { of_runtime("Nillable", value) } else { value };
        if branch.times.occurs() == Occurs::Repeated { vector_of(value) } else { value }
    }

    fn term_type(self, term: &Term, storage: Storage, from: ItemLocation) -> Type {
        let value = match term {
            Term::Element(element) => self.inner_type(element, from),
            Term::Part(id) => self.type_at(*id, from),
            Term::Any(_) => path_type(path([word("rt"), word("AnyElement")])),
        };
        match storage {
            Storage::Inline => value,
            Storage::Boxed => generic(path([word("Box")]), value),
        }
    }

    /// Returns the type of an attribute.
    pub(crate) fn attribute_type(self, attribute: &Attribute, from: ItemLocation) -> Type {
        let value = self.value_type(attribute.value, from);
        match attribute.presence {
            Presence::Required => value,
            Presence::Optional => option_of(value),
        }
    }
}

fn is_of_runtime(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.first().is_some_and(|first| first.ident == "rt")
}

/// Returns `rt::name`.
fn runtime_type(name: &str) -> Type {
    path_type(path([word("rt"), word(name)]))
}

/// Returns the type of a built-in type's values in the standard library or the runtime.
pub(crate) fn own_type(builtin: Builtin) -> Type {
    let plain = |name: &str| path_type(path([word(name)]));
    match builtin {
        Builtin::AnyType => runtime_type("AnyValue"),
        Builtin::Boolean => plain("bool"),
        Builtin::Byte => plain("i8"),
        Builtin::Short => plain("i16"),
        Builtin::Int => plain("i32"),
        Builtin::Long => plain("i64"),
        Builtin::UnsignedByte => plain("u8"),
        Builtin::UnsignedShort => plain("u16"),
        Builtin::UnsignedInt => plain("u32"),
        Builtin::UnsignedLong => plain("u64"),
        Builtin::Float => plain("f32"),
        Builtin::Double => plain("f64"),
        Builtin::Decimal => runtime_type("Decimal"),
        Builtin::Integer
        | Builtin::NonPositiveInteger
        | Builtin::NegativeInteger
        | Builtin::NonNegativeInteger
        | Builtin::PositiveInteger => runtime_type("Integer"),
        Builtin::Duration => runtime_type("Duration"),
        Builtin::DateTime => runtime_type("DateTime"),
        Builtin::Time => runtime_type("Time"),
        Builtin::Date => runtime_type("Date"),
        Builtin::GYearMonth => runtime_type("GYearMonth"),
        Builtin::GYear => runtime_type("GYear"),
        Builtin::GMonthDay => runtime_type("GMonthDay"),
        Builtin::GDay => runtime_type("GDay"),
        Builtin::GMonth => runtime_type("GMonth"),
        Builtin::HexBinary => runtime_type("HexBinary"),
        Builtin::Base64Binary => runtime_type("Base64Binary"),
        Builtin::QName | Builtin::Notation => runtime_type("QName"),
        _ => plain("String"),
    }
}
