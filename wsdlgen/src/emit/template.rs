//! Templates: Rust that is parsed once and filled many times.
//!
//! prettyplease prints `syn` trees, and parsing generated tokens back into trees costs five times
//! what printing them does. So a shape of code is written once as tokens with holes, parsed when it
//! is first used, and cloned for each use with the holes filled by trees: nothing that depends on
//! the contract is ever parsed.
//!
//! A hole is an identifier that begins with two underscores. What fills it decides what it stands
//! for: a name, an expression, a type, a pattern, or a list of statements, arms, fields or elements.

use proc_macro2::{Ident, TokenStream};
use syn::{
    Arm, Block, Expr, ExprArray, ExprMatch, ExprStruct, FieldValue, Member, Pat, Stmt, Type,
    parse::Parse,
    punctuated::Punctuated,
    visit_mut::{self, VisitMut},
};

/// A function that fills a template of its own.
macro_rules! template {
    ($visibility:vis fn $name:ident() -> $node:ty { $($tokens:tt)* }) => {
        $visibility fn $name(fill: $crate::emit::template::Fill) -> $node {
            thread_local! {
                static TEMPLATE: $crate::emit::template::Template<$node> =
                    $crate::emit::template::Template::parse(quote::quote! { $($tokens)* });
            }
            TEMPLATE.with(|template| template.fill(fill))
        }
    };
}
pub(crate) use template;

/// A tree with holes.
pub(crate) struct Template<T>(T);

impl<T: Node> Template<T> {
    pub(crate) fn parse(tokens: TokenStream) -> Self {
        Self(syn::parse2(tokens).expect("a template is Rust: the snapshots use every one"))
    }

    pub(crate) fn fill(&self, mut fill: Fill) -> T {
        let mut tree = self.0.clone();
        tree.visit(&mut fill);
        tree
    }
}

/// A kind of tree that templates are made of.
pub(crate) trait Node: Parse + Clone {
    fn visit(&mut self, fill: &mut Fill);
}

macro_rules! nodes {
    ($($node:ty: $visit:ident,)*) => {
        $(impl Node for $node {
            fn visit(&mut self, fill: &mut Fill) {
                fill.$visit(self);
            }
        })*
    };
}

nodes! {
    Arm: visit_arm_mut,
    Block: visit_block_mut,
    Expr: visit_expr_mut,
    Type: visit_type_mut,
    ExprStruct: visit_expr_struct_mut,
    syn::ImplItem: visit_impl_item_mut,
    syn::ImplItemFn: visit_impl_item_fn_mut,
    syn::Item: visit_item_mut,
    syn::ItemConst: visit_item_const_mut,
    syn::ItemEnum: visit_item_enum_mut,
    syn::ItemImpl: visit_item_impl_mut,
    syn::ItemMod: visit_item_mod_mut,
    syn::ItemStruct: visit_item_struct_mut,
    syn::ItemTrait: visit_item_trait_mut,
    syn::ItemType: visit_item_type_mut,
    syn::TraitItemFn: visit_trait_item_fn_mut,
}

/// What fills a hole.
enum Piece {
    Name(Ident),
    Expr(Expr),
    Type(Type),
    Pattern(Pat),
    Statements(Vec<Stmt>),
    Arms(Vec<Arm>),
    Fields(Vec<FieldValue>),
    Elements(Vec<Expr>),
}

/// What fills the holes of one use of a template.
#[derive(Default)]
pub(crate) struct Fill(Vec<(&'static str, Piece)>);

/// A method for each kind of piece.
macro_rules! pieces {
    ($($(#[$attribute:meta])* $method:ident($value:ty) => $piece:ident;)*) => {
        impl Fill {
            $($(#[$attribute])*
            pub(crate) fn $method(mut self, hole: &'static str, value: $value) -> Self {
                self.0.push((hole, Piece::$piece(value)));
                self
            })*
        }
    };
}

pieces! {
    /// `__hole` anywhere.
    name(Ident) => Name;
    /// `__hole` as an expression.
    expr(Expr) => Expr;
    /// `__hole` as a type.
    ty(Type) => Type;
    /// `__hole` as a pattern.
    pattern(Pat) => Pattern;
    /// `__hole;` in a block.
    statements(Vec<Stmt>) => Statements;
    /// `__hole => {}` in a match.
    arms(Vec<Arm>) => Arms;
    /// `__hole` among the fields of a struct expression.
    fields(Vec<FieldValue>) => Fields;
    /// `__hole` in an array.
    elements(Vec<Expr>) => Elements;
}

impl Fill {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// The piece for a hole; each kind of place takes only its own.
    fn piece(&self, hole: &Ident) -> Option<&Piece> {
        self.0.iter().find(|(name, _)| hole == name).map(|(_, piece)| piece)
    }

    fn name_for(&self, hole: &Ident) -> Option<Ident> {
        match self.piece(hole) {
            Some(Piece::Name(name)) => Some(name.clone()),
            _ => None,
        }
    }

    fn statements_for(&self, statement: &Stmt) -> Option<Vec<Stmt>> {
        let Stmt::Expr(expression, _) = statement else { return None };
        match self.piece(lone_identifier(expression)?) {
            Some(Piece::Statements(statements)) => Some(statements.clone()),
            _ => None,
        }
    }

    fn arms_for(&self, arm: &Arm) -> Option<Vec<Arm>> {
        let Pat::Ident(pattern) = &arm.pat else { return None };
        match self.piece(&pattern.ident) {
            Some(Piece::Arms(arms)) => Some(arms.clone()),
            _ => None,
        }
    }

    fn elements_for(&self, element: &Expr) -> Option<Vec<Expr>> {
        match self.piece(lone_identifier(element)?) {
            Some(Piece::Elements(elements)) => Some(elements.clone()),
            _ => None,
        }
    }

    fn fields_for(&self, field: &FieldValue) -> Option<Vec<FieldValue>> {
        let Member::Named(name) = &field.member else { return None };
        match self.piece(name) {
            Some(Piece::Fields(fields)) => Some(fields.clone()),
            _ => None,
        }
    }
}

/// The identifier that an expression consists of.
fn lone_identifier(expression: &Expr) -> Option<&Ident> {
    match expression {
        Expr::Path(path) => path.path.get_ident(),
        _ => None,
    }
}

/// A list in which each hole has given way to what fills it.
fn splice<T: Clone>(list: &[T], fill: impl Fn(&T) -> Option<Vec<T>>) -> Vec<T> {
    list.iter().flat_map(|item| fill(item).unwrap_or_else(|| vec![item.clone()])).collect()
}

fn splice_punctuated<T: Clone, P: Default>(
    list: &mut Punctuated<T, P>,
    fill: impl Fn(&T) -> Option<Vec<T>>,
) {
    let items: Vec<T> = list.iter().cloned().collect();
    *list = splice(&items, fill).into_iter().collect();
}

impl VisitMut for Fill {
    fn visit_ident_mut(&mut self, identifier: &mut Ident) {
        if let Some(name) = self.name_for(identifier) {
            *identifier = name;
        }
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        let piece = lone_identifier(expression).and_then(|hole| self.piece(hole));
        match piece {
            Some(Piece::Expr(filling)) => *expression = filling.clone(),
            _ => visit_mut::visit_expr_mut(self, expression),
        }
    }

    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        let hole = match pattern {
            Pat::Ident(pattern) => self.piece(&pattern.ident),
            _ => None,
        };
        match hole {
            Some(Piece::Pattern(filling)) => *pattern = filling.clone(),
            _ => visit_mut::visit_pat_mut(self, pattern),
        }
    }

    fn visit_type_mut(&mut self, of_type: &mut Type) {
        let hole = match of_type {
            Type::Path(path) => path.path.get_ident(),
            _ => None,
        };
        match hole.and_then(|hole| self.piece(hole)) {
            Some(Piece::Type(filling)) => *of_type = filling.clone(),
            _ => visit_mut::visit_type_mut(self, of_type),
        }
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        visit_mut::visit_block_mut(self, block);
        block.stmts = splice(&block.stmts, |statement| self.statements_for(statement));
    }

    fn visit_expr_match_mut(&mut self, matching: &mut ExprMatch) {
        visit_mut::visit_expr_match_mut(self, matching);
        matching.arms = splice(&matching.arms, |arm| self.arms_for(arm));
    }

    fn visit_expr_array_mut(&mut self, array: &mut ExprArray) {
        visit_mut::visit_expr_array_mut(self, array);
        splice_punctuated(&mut array.elems, |element| self.elements_for(element));
    }

    fn visit_expr_struct_mut(&mut self, literal: &mut ExprStruct) {
        visit_mut::visit_expr_struct_mut(self, literal);
        splice_punctuated(&mut literal.fields, |field| self.fields_for(field));
    }
}
