//! Expressions that create requests, for programs to start with.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use syn::{File, Item, Type, parse_quote};

use super::body;
use crate::{
    emit::{
        Emitter, ItemLocation,
        text::{
            lines::type_text,
            paths::{ident, own_type, word},
        },
    },
    model::{
        Body, Builtin, Content, Definition, Element, Field, NEW_TAKES, Nillable, Occurs, Presence,
        Record, Role, SimpleShape, Term, TypeId, ValueType,
    },
    sample::{Builder, Values},
};

/// Maximum nesting depth of an expression. Deeper requests are easier to read as XML.
const MAX_DEPTH: usize = 4;

/// A function that creates a request.
pub(crate) struct Example {
    /// The text of the function.
    pub(crate) code: String,
    /// `true` if the function returns a `Result`.
    pub(crate) is_fallible: bool,
}

/// Returns the function `request`, which creates a valid body with its required content, or `None` if its types are not simple enough for
/// an expression. `module` is the name of the module with the generated code.
pub(crate) fn request(emitter: Emitter<'_>, body: &Body, module: &str) -> Option<Example> {
    Some(function(&word("request"), expression(emitter, body, module)?))
}

/// Returns a function with this name that creates a header block, or `None` if its types are not simple enough.
pub(crate) fn header(
    emitter: Emitter<'_>,
    block: &Element,
    name: &str,
    module: &str,
) -> Option<Example> {
    let name = syn::parse_str(name).ok()?;
    Some(function(&name, element_expression(ExampleWriter::new(emitter, module), block)?))
}

fn function(name: &Ident, Expression { tokens, ty, is_fallible }: Expression) -> Example {
    let function: Item = if is_fallible {
        parse_quote!(fn #name() -> Result<#ty, Box<dyn Error>> { Ok(#tokens) })
    } else {
        parse_quote!(fn #name() -> #ty { #tokens })
    };
    let (shebang, frontmatter, attrs) = (None, None, Vec::new());
    let file = File { shebang, frontmatter, attrs, items: vec![function] };
    Example { code: prettyplease::unparse(&file), is_fallible }
}

/// An expression of Rust.
struct Expression {
    tokens: TokenStream,
    /// The type of the expression.
    ty: Type,
    /// `true` if the expression contains `?`.
    is_fallible: bool,
}

/// Returns an expression for a body, without its wrapper.
fn expression(emitter: Emitter<'_>, body: &Body, module: &str) -> Option<Expression> {
    let mut writer = ExampleWriter::new(emitter, module);
    let value = match (body, body::wrapped(emitter, body)) {
        (_, Some((Field { term: Term::Element(element), times, .. }, _)))
            if times.occurs() != Occurs::Repeated =>
        {
            element
        }
        (Body::Element(element), _) => element,
        (Body::Parts(id), _) => {
            let (tokens, ty) = (writer.record(*id)?, writer.path(*id)?);
            return Some(Expression { tokens, ty, is_fallible: writer.is_fallible });
        }
        (Body::Empty, _) => return None,
    };
    element_expression(writer, value)
}

fn element_expression(mut writer: ExampleWriter<'_>, element: &Element) -> Option<Expression> {
    let (tokens, ty) = (writer.element(element)?, writer.type_of(element.value)?);
    let is_text = type_text(&ty) == "String";
    let tokens = if is_text { quote!(#tokens.to_owned()) } else { tokens };
    Some(Expression { tokens, ty, is_fallible: writer.is_fallible })
}

struct ExampleWriter<'a> {
    emitter: Emitter<'a>,
    builder: Builder<'a>,
    module: &'a str,
    depth: usize,
    is_fallible: bool,
}

impl<'a> ExampleWriter<'a> {
    fn new(emitter: Emitter<'a>, module: &'a str) -> Self {
        let builder = Builder::new(&emitter.named.model, Values::Valid);
        Self { emitter, builder, module, depth: 0, is_fallible: false }
    }

    fn term(&mut self, term: &Term) -> Option<TokenStream> {
        match term {
            Term::Element(element) => self.element(element),
            Term::Part(id) => self.record(*id),
            Term::Any(_) => None,
        }
    }

    fn element(&mut self, element: &Element) -> Option<TokenStream> {
        if element.nillable == Nillable::Yes || element.is_attachment() {
            return None;
        }
        self.value(element.value, &element.name.local)
    }

    fn value(&mut self, value: ValueType, name: &str) -> Option<TokenStream> {
        let id = match value {
            ValueType::Builtin(builtin) => return self.literal(builtin, value, name),
            ValueType::Defined(id) => id,
        };
        match &self.emitter.named.model.get(id).definition {
            Definition::Record(_) => self.record(id),
            Definition::Enumeration(_) => {
                let variant = ident(self.emitter.named.names(id).members.content.first()?);
                let path = self.path(id)?;
                Some(quote!(#path::#variant))
            }
            Definition::Simple(simple) => {
                let mut inner = simple.shape;
                loop {
                    match inner {
                        SimpleShape::Of(ValueType::Builtin(builtin)) => {
                            return self.literal(builtin, value, name);
                        }
                        SimpleShape::Of(ValueType::Defined(base)) => {
                            let base = &self.emitter.named.model.get(base).definition;
                            let Definition::Simple(base) = base else { return None };
                            inner = base.shape;
                        }
                        _ => return None,
                    }
                }
            }
            _ => None,
        }
    }

    /// Returns the type of an expression for a value.
    fn type_of(&self, value: ValueType) -> Option<Type> {
        let model = &self.emitter.named.model;
        let id = match value {
            ValueType::Builtin(builtin) => {
                let own = type_text(&own_type(builtin));
                return syn::parse_str(&own.replace("rt::", "wsdlgen_runtime::")).ok();
            }
            ValueType::Defined(id) => id,
        };
        match &model.get(id).definition {
            Definition::Simple(simple) => self.type_of(simple.shape.atom()?),
            _ => self.path(id),
        }
    }

    /// Returns the literal of a value of a simple type.
    fn literal(&mut self, builtin: Builtin, value: ValueType, name: &str) -> Option<TokenStream> {
        let text = self.builder.simple_value(value, name)?;
        let own = type_text(&own_type(builtin));
        Some(match &*own {
            "String" if builtin != Builtin::AnySimpleType => quote!(#text),
            "bool" => {
                let is_true = matches!(&*text, "true" | "1");
                quote!(#is_true)
            }
            "f32" | "f64" => {
                // Not every value is a literal: `INF` is not, and one beyond the type's range is an error.
                let most = if own == "f32" { f64::from(f32::MAX) } else { f64::MAX };
                let number = text.parse::<f64>().ok().filter(|number| number.abs() <= most)?;
                let number = Literal::f64_unsuffixed(number);
                quote!(#number)
            }
            "String" | "rt::AnyValue" | "rt::QName" => return None,
            _ if own.starts_with("rt::") => {
                self.is_fallible = true;
                let runtime = self.type_of(ValueType::Builtin(builtin))?;
                quote!(#text.parse::<#runtime>()?)
            }
            _ => {
                let number = text.trim_start_matches('+').parse::<i128>().ok()?;
                let number: TokenStream = number.to_string().parse().ok()?;
                number
            }
        })
    }

    /// Returns the constructor of a record with its required members.
    fn record(&mut self, id: TypeId) -> Option<TokenStream> {
        let model = &self.emitter.named.model;
        let record = model.record(id)?;
        let is_plain = record.role == Role::Element && !record.is_abstract;
        if !is_plain || self.depth == MAX_DEPTH || needs_more(record) {
            return None;
        }
        let path = self.path(id)?;
        match model.required(record) {
            0 => return Some(quote!(#path::default())),
            1..=NEW_TAKES => {}
            _ => return None,
        }
        self.depth += 1;
        let arguments = self.arguments(record)?;
        self.depth -= 1;
        Some(quote!(#path::new(#(#arguments),*)))
    }

    /// Returns the required members of a record, in order.
    fn arguments(&mut self, record: &Record) -> Option<Vec<TokenStream>> {
        let model = &self.emitter.named.model;
        let mut arguments = Vec::new();
        let base = record.base.and_then(|base| Some((base, model.record(base)?)));
        if let Some((base, _)) = base.filter(|(_, base)| !model.has_default(base)) {
            arguments.push(self.record(base)?);
        }
        if let Content::Value(value) = record.content {
            arguments.push(self.value(value, "value")?);
        }
        let is_required = |field: &&Field| field.times.occurs() == Occurs::Once && !field.is_preset;
        for field in record.fields().iter().filter(is_required) {
            arguments.push(self.term(&field.term)?);
        }
        for attribute in &record.attributes {
            if attribute.presence == Presence::Required && !attribute.is_preset {
                arguments.push(self.value(attribute.value, &attribute.name.local)?);
            }
        }
        Some(arguments)
    }

    /// Returns the path of a type.
    fn path(&self, id: TypeId) -> Option<Type> {
        let path = type_text(&self.emitter.type_at(id, ItemLocation::ROOT));
        // External and shared types are elsewhere.
        let is_own = !path.starts_with("rt::") && !path.starts_with("::");
        let path = is_own.then(|| format!("{}::{path}", self.module))?;
        syn::parse_str(&path).ok()
    }
}

/// Returns whether a record must have content that constructors leave out.
fn needs_more(record: &Record) -> bool {
    let is_due = |field: &Field| field.times.occurs() == Occurs::Repeated && field.times.min > 0;
    let is_list = matches!(record.content, Content::Mixed(_) | Content::Array(_));
    is_list || record.fields().iter().any(is_due)
}
