//! Small pieces of syntax that every emitter uses: identifiers, paths, types, literals.

use proc_macro2::{Ident, Span};
use syn::{
    Expr, ExprLit, ExprPath, Lit, LitInt, LitStr, Member, Pat, Path, PathSegment, Type, TypePath,
    Visibility, token,
};

use super::{
    Emitter, Place,
    template::{Fill, template},
};
use crate::{
    model::{Builtin, Name, NamespaceId, Occurs, Storage, TypeId, ValueType},
    name::Identifier,
};

/// An identifier of the `name` room.
pub(super) fn ident(identifier: &Identifier) -> Ident {
    if identifier.is_raw() {
        Ident::new_raw(identifier.bare(), Span::call_site())
    } else {
        Ident::new(identifier.bare(), Span::call_site())
    }
}

/// An identifier that generated code has of its own.
pub(super) fn word(text: &str) -> Ident {
    Ident::new(text, Span::call_site())
}

pub(super) fn public() -> Visibility {
    Visibility::Public(token::Pub::default())
}

pub(super) fn text(value: &str) -> Expr {
    Expr::Lit(text_literal(value))
}

pub(super) fn text_pattern(value: &str) -> Pat {
    Pat::Lit(text_literal(value))
}

fn text_literal(value: &str) -> ExprLit {
    let lit = Lit::Str(LitStr::new(value, Span::call_site()));
    ExprLit { attrs: Vec::new(), lit }
}

pub(super) fn number(value: usize) -> Expr {
    Expr::Lit(number_literal(value))
}

pub(super) fn number_pattern(value: usize) -> Pat {
    Pat::Lit(number_literal(value))
}

fn number_literal(value: usize) -> ExprLit {
    let lit = Lit::Int(LitInt::new(&value.to_string(), Span::call_site()));
    ExprLit { attrs: Vec::new(), lit }
}

/// A variable, a constant, or a path to one.
pub(super) fn variable(name: Ident) -> Expr {
    path_expr(Path::from(name))
}

pub(super) fn path_expr(path: Path) -> Expr {
    Expr::Path(ExprPath { attrs: Vec::new(), qself: None, path })
}

fn path_type(path: Path) -> Type {
    Type::Path(TypePath { attrs: Vec::new(), qself: None, path })
}

fn path(segments: impl IntoIterator<Item = Ident>) -> Path {
    let segments = segments.into_iter().map(PathSegment::from).collect();
    Path { leading_colon: None, segments }
}

/// `name: value` in a struct expression, shortened where both are alike.
pub(super) fn field_value(name: &Ident, value: Expr) -> syn::FieldValue {
    let same = matches!(&value, Expr::Path(path) if path.path.is_ident(name));
    syn::FieldValue {
        attrs: Vec::new(),
        member: Member::Named(name.clone()),
        colon_token: (!same).then(token::Colon::default),
        expr: value,
    }
}

/// A public named field with its documentation.
pub(super) fn field(attrs: Vec<syn::Attribute>, name: Ident, ty: Type) -> syn::Field {
    syn::Field {
        attrs,
        vis: public(),
        modifiers: syn::FieldModifiers::default(),
        ident: Some(name),
        colon_token: Some(token::Colon::default()),
        ty,
        default: None,
    }
}

template! { fn option() -> Type { Option<__inner> } }
template! { fn vector() -> Type { Vec<__inner> } }
template! { fn boxed() -> Type { Box<__inner> } }

/// `Option<inner>`.
pub(super) fn option_of(inner: Type) -> Type {
    option(Fill::new().ty("__inner", inner))
}

/// The constant of a namespace: its prefix in capitals.
pub(super) fn namespace_constant(emitter: Emitter<'_>, namespace: NamespaceId) -> Ident {
    word(&emitter.prefix(namespace).to_uppercase())
}

template! { fn no_namespace() -> Expr { rt::NamespaceId::NONE } }

/// The expression for a name's namespace.
pub(super) fn namespace(emitter: Emitter<'_>, name: &Name) -> Expr {
    if name.namespace == NamespaceId::NONE {
        return no_namespace(Fill::new());
    }
    variable(namespace_constant(emitter, name.namespace))
}

template! { fn wire_name() -> Expr { rt::Name::new(__namespace, __local) } }

/// The expression for a name on the wire.
pub(super) fn name(emitter: Emitter<'_>, name: &Name) -> Expr {
    let namespace = namespace(emitter, name);
    wire_name(Fill::new().expr("__namespace", namespace).expr("__local", text(&name.local)))
}

impl Emitter<'_> {
    /// The path of a type, as seen from a place.
    pub(super) fn type_path(self, id: TypeId, from: Place) -> Path {
        let names = self.named.names(id);
        let own = ident(&names.name);
        if from == Place::Module(names.module) {
            return path([own]);
        }
        let up = (from != Place::ROOT).then(|| word("super"));
        let module = self.named.modules[names.module].name.as_ref().map(ident);
        path(up.into_iter().chain(module).chain([own]))
    }

    pub(super) fn type_at(self, id: TypeId, from: Place) -> Type {
        path_type(self.type_path(id, from))
    }

    /// The type of a single value.
    pub(super) fn value_type(self, value: ValueType, from: Place) -> Type {
        match value {
            ValueType::Defined(id) => self.type_at(id, from),
            ValueType::Builtin(builtin) => path_type(builtin_path(builtin)),
        }
    }

    /// The type of a field: the value's, boxed, optional or repeated.
    pub(super) fn field_type(self, field: &crate::model::Field, from: Place) -> Type {
        let value = self.value_type(field.value, from);
        let value = match field.storage {
            Storage::Inline => value,
            Storage::Boxed => boxed(Fill::new().ty("__inner", value)),
        };
        match field.occurs {
            Occurs::Once => value,
            Occurs::Optional => option_of(value),
            Occurs::Repeated => vector(Fill::new().ty("__inner", value)),
        }
    }
}

fn builtin_path(builtin: Builtin) -> Path {
    let name = match builtin {
        Builtin::String => "String",
        Builtin::Boolean => "bool",
        Builtin::Byte => "i8",
        Builtin::Short => "i16",
        Builtin::Int => "i32",
        Builtin::Long => "i64",
        Builtin::UnsignedByte => "u8",
        Builtin::UnsignedShort => "u16",
        Builtin::UnsignedInt => "u32",
        Builtin::UnsignedLong => "u64",
        Builtin::Float => "f32",
        Builtin::Double => "f64",
        Builtin::DateTime => return path([word("rt"), word("DateTime")]),
    };
    path([word(name)])
}
