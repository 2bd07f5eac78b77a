//! Line-based printing of declarations.

use std::fmt::{self, Display, Write};

use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

/// Line width of declarations, in columns: 100, less the indentation of a module.
const WIDTH: usize = 96;
/// Number of spaces per level of indentation.
const INDENT: usize = 4;

const INFALLIBLE: &str = "writing to a String cannot fail";

/// Words of a declaration, each preceded by a space.
#[derive(Default)]
pub(crate) struct Words(String);

impl Words {
    pub(crate) fn word(&mut self, word: &str) {
        self.0.push(' ');
        self.0.push_str(word);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds `word(argument)`.
    pub(crate) fn call(&mut self, word: &str, argument: impl Display) {
        write!(self.0, " {word}({argument})").expect(INFALLIBLE);
    }
}

impl fmt::Display for Words {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Indented lines of a declaration.
#[derive(Default)]
pub(crate) struct Lines {
    text: String,
    depth: usize,
}

impl Lines {
    pub(crate) fn line(&mut self, line: impl Display) {
        let indent = self.depth * INDENT;
        writeln!(self.text, "{:indent$}{line}", "").expect(INFALLIBLE);
    }

    /// Adds a line that opens a block.
    pub(crate) fn open(&mut self, line: impl Display) {
        self.line(line);
        self.depth += 1;
    }

    /// Adds a line that closes a block.
    pub(crate) fn close(&mut self, line: impl Display) {
        self.depth -= 1;
        self.line(line);
    }

    /// Adds `left = right`, on two lines if it is too long for one.
    pub(crate) fn assign(&mut self, left: &str, right: &str) {
        let length = self.depth * INDENT + left.len() + " = ".len() + right.len();
        if length <= WIDTH {
            return self.line(format_args!("{left} = {right}"));
        }
        self.open(format_args!("{left} ="));
        self.line(right);
        self.depth -= 1;
    }

    /// Adds `head words {`, which opens a block. The words get a line of their own if they do not fit.
    pub(crate) fn open_words(&mut self, head: &str, words: &Words) {
        let length = self.depth * INDENT + head.len() + words.0.len() + " {".len();
        if length <= WIDTH || words.0.is_empty() {
            return self.open(format_args!("{head}{words} {{"));
        }
        self.open(head);
        self.line(words.0.trim_start());
        self.depth -= 1;
        self.open("{");
    }

    /// Adds a list, on one line if it fits. Adds nothing for an empty list.
    pub(crate) fn list(&mut self, start: &str, items: Vec<String>, end: &str) {
        if items.is_empty() || self.short_list(start, &items, end) {
            return;
        }
        self.open(start);
        for item in items {
            self.line(format_args!("{item},"));
        }
        self.close(end);
    }

    /// Adds a list with as many items on each line as fit.
    pub(crate) fn filled(&mut self, start: &str, items: &[String], end: &str) {
        if self.short_list(start, items, end) {
            return;
        }
        self.open(start);
        let mut line = String::new();
        for item in items {
            if !line.is_empty() && self.depth * INDENT + line.len() + item.len() + 2 > WIDTH {
                self.line(&line);
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(item);
            line.push(',');
        }
        self.line(line);
        self.close(end);
    }

    /// Adds a list if it fits on one line, and returns whether it did.
    fn short_list(&mut self, start: &str, items: &[String], end: &str) -> bool {
        let list = items.join(", ");
        let is_short = self.depth * INDENT + start.len() + list.len() + end.len() <= WIDTH;
        if is_short {
            self.line(format_args!("{start}{list}{end}"));
        }
        is_short
    }

    /// Adds `head { inside }`, on three lines if it is too long for one.
    pub(crate) fn braced(&mut self, head: &str, inside: &str) {
        if self.depth * INDENT + head.len() + inside.len() + " {  }".len() <= WIDTH {
            return self.line(format_args!("{head} {{ {inside} }}"));
        }
        self.open(format_args!("{head} {{"));
        self.line(inside);
        self.close("}");
    }

    /// Adds doc comments.
    pub(crate) fn docs(&mut self, lines: &[String]) {
        for line in lines {
            self.line(format_args!("///{}{line}", if line.is_empty() { "" } else { " " }));
        }
    }

    /// Adds attributes.
    pub(crate) fn attributes(&mut self, lines: &[String]) {
        for line in lines {
            self.line(line);
        }
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// Returns a declaration: an invocation of one of the runtime's macros, with a block of lines.
pub(crate) fn declaration(name: &str, block: impl FnOnce(&mut Lines)) -> String {
    let mut lines = Lines::default();
    lines.open(format_args!("rt::{name}! {{"));
    block(&mut lines);
    lines.close("}");
    lines.finish()
}

/// Returns a declaration on one line, or with `block` as its lines if that is too long.
pub(crate) fn short(name: &str, inside: &str, block: impl FnOnce(&mut Lines)) -> String {
    let line = format!("rt::{name}! {{ {inside} }}");
    if line.len() <= WIDTH { line + "\n" } else { declaration(name, block) }
}

/// Returns a text as a string literal.
pub(crate) fn quoted(text: &str) -> String {
    format!("{text:?}")
}

/// Returns the source text of a type.
pub(crate) fn type_text(ty: &Type) -> String {
    let mut text = String::new();
    write_type(ty, &mut text);
    text
}

fn write_type(ty: &Type, text: &mut String) {
    match ty {
        Type::Path(path) if path.qself.is_none() => write_path(&path.path, text),
        // Other types only come from settings.
        other => text.push_str(&other.to_token_stream().to_string()),
    }
}

/// Returns the source text of a path.
pub(crate) fn path_text(path: &syn::Path) -> String {
    let mut text = String::new();
    write_path(path, &mut text);
    text
}

fn write_path(path: &syn::Path, text: &mut String) {
    for (index, segment) in path.segments.iter().enumerate() {
        if index > 0 || path.leading_colon.is_some() {
            text.push_str("::");
        }
        text.push_str(&segment.ident.to_string());
        match &segment.arguments {
            PathArguments::None => {}
            PathArguments::AngleBracketed(arguments) => {
                text.push('<');
                for (index, argument) in arguments.args.iter().enumerate() {
                    text.push_str(if index > 0 { ", " } else { "" });
                    match argument {
                        GenericArgument::Type(ty) => write_type(ty, text),
                        other => text.push_str(&other.to_token_stream().to_string()),
                    }
                }
                text.push('>');
            }
            PathArguments::Parenthesized(arguments) => {
                text.push_str(&arguments.to_token_stream().to_string());
            }
        }
    }
}
