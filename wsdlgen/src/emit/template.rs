//! Templates: Rust that is parsed once and filled many times.
//!
//! prettyplease prints `syn` trees, and parsing generated tokens back into trees costs five times
//! what printing them does. So a shape of code is written once as tokens with holes, parsed when it
//! is first used, and cloned for each use with the holes filled by trees: nothing that depends on
//! the contract is ever parsed.
//!
//! A hole is an identifier that begins with two underscores. What fills it decides what it stands
//! for: a name, an expression, a type, a pattern, or a list of statements, arms, fields or elements.

use std::mem;

use proc_macro2::{Ident, TokenStream, TokenTree};
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
pub(crate) struct Template<T> {
    tree: T,
    /// The holes, one by one: what fills the last of a name is moved there, and copied before.
    holes: Vec<String>,
}

impl<T: Node> Template<T> {
    pub(crate) fn parse(tokens: TokenStream) -> Self {
        let mut holes = Vec::new();
        find_holes(tokens.clone(), &mut holes);
        let tree = syn::parse2(tokens).expect("a template is Rust: the snapshots use every one");
        Self { tree, holes }
    }

    pub(crate) fn fill(&self, mut fill: Fill) -> T {
        for Filling { hole, uses, .. } in &mut fill.0 {
            *uses = self.holes.iter().filter(|name| name == hole).count();
        }
        let mut tree = self.tree.clone();
        tree.visit(&mut fill);
        tree
    }
}

fn find_holes(tokens: TokenStream, holes: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => find_holes(group.stream(), holes),
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                holes.extend(name.starts_with("__").then_some(name));
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
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
#[derive(Clone)]
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
pub(crate) struct Fill(Vec<Filling>);

struct Filling {
    hole: &'static str,
    /// Until it has been used up.
    piece: Option<Piece>,
    /// So many holes are still to be filled with it.
    uses: usize,
}

/// A method for each kind of piece.
macro_rules! pieces {
    ($($(#[$attribute:meta])* $method:ident($value:ty) => $piece:ident;)*) => {
        impl Fill {
            $($(#[$attribute])*
            pub(crate) fn $method(mut self, hole: &'static str, value: $value) -> Self {
                self.0.push(Filling { hole, piece: Some(Piece::$piece(value)), uses: 0 });
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

    /// The piece for a hole, if it is of the kind that its place takes.
    fn take(&mut self, hole: &Ident, is_of_kind: impl Fn(&Piece) -> bool) -> Option<Piece> {
        let filling = self.0.iter_mut().find(|filling| hole == filling.hole)?;
        filling.piece.as_ref().filter(|piece| is_of_kind(piece))?;
        filling.uses = filling.uses.saturating_sub(1);
        if filling.uses > 0 { filling.piece.clone() } else { filling.piece.take() }
    }
}

/// Takes a piece of one kind out of a [`Fill`].
macro_rules! take {
    ($fill:expr, $hole:expr, $kind:ident) => {
        match $fill.take($hole, |piece| matches!(piece, Piece::$kind(_))) {
            Some(Piece::$kind(taken)) => Some(taken),
            _ => None,
        }
    };
}

/// The identifier that an expression consists of.
fn lone_identifier(expression: &Expr) -> Option<&Ident> {
    match expression {
        Expr::Path(path) => path.path.get_ident(),
        _ => None,
    }
}

/// A list in which each hole has given way to what fills it.
fn splice<T>(list: Vec<T>, mut fill: impl FnMut(&T) -> Option<Vec<T>>) -> Vec<T> {
    let mut spliced = Vec::with_capacity(list.len());
    for item in list {
        match fill(&item) {
            Some(filling) => spliced.extend(filling),
            None => spliced.push(item),
        }
    }
    spliced
}

fn splice_punctuated<T, P: Default>(
    list: &mut Punctuated<T, P>,
    fill: impl FnMut(&T) -> Option<Vec<T>>,
) {
    let items: Vec<T> = mem::take(list).into_iter().collect();
    *list = splice(items, fill).into_iter().collect();
}

impl VisitMut for Fill {
    fn visit_ident_mut(&mut self, identifier: &mut Ident) {
        if let Some(name) = take!(self, identifier, Name) {
            *identifier = name;
        }
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        let hole = lone_identifier(expression);
        match hole.and_then(|hole| take!(self, hole, Expr)) {
            Some(filling) => *expression = filling,
            None => visit_mut::visit_expr_mut(self, expression),
        }
    }

    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        let hole = match pattern {
            Pat::Ident(pattern) => Some(&pattern.ident),
            _ => None,
        };
        match hole.and_then(|hole| take!(self, hole, Pattern)) {
            Some(filling) => *pattern = filling,
            None => visit_mut::visit_pat_mut(self, pattern),
        }
    }

    fn visit_type_mut(&mut self, of_type: &mut Type) {
        let hole = match of_type {
            Type::Path(path) => path.path.get_ident(),
            _ => None,
        };
        match hole.and_then(|hole| take!(self, hole, Type)) {
            Some(filling) => *of_type = filling,
            None => visit_mut::visit_type_mut(self, of_type),
        }
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        visit_mut::visit_block_mut(self, block);
        block.stmts = splice(mem::take(&mut block.stmts), |statement| {
            let Stmt::Expr(expression, _) = statement else { return None };
            take!(self, lone_identifier(expression)?, Statements)
        });
    }

    fn visit_expr_match_mut(&mut self, matching: &mut ExprMatch) {
        visit_mut::visit_expr_match_mut(self, matching);
        matching.arms = splice(mem::take(&mut matching.arms), |arm| {
            let Pat::Ident(pattern) = &arm.pat else { return None };
            take!(self, &pattern.ident, Arms)
        });
    }

    fn visit_expr_array_mut(&mut self, array: &mut ExprArray) {
        visit_mut::visit_expr_array_mut(self, array);
        splice_punctuated(&mut array.elems, |element| {
            take!(self, lone_identifier(element)?, Elements)
        });
    }

    fn visit_expr_struct_mut(&mut self, literal: &mut ExprStruct) {
        visit_mut::visit_expr_struct_mut(self, literal);
        splice_punctuated(&mut literal.fields, |field| {
            let Member::Named(name) = &field.member else { return None };
            take!(self, name, Fields)
        });
    }
}
