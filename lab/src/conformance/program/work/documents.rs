//! Round trips of documents through generated types.

use std::fs;

use wsdlgen_runtime::schema::Schema;
use wsdlgen_runtime::xml::{AnyElement, Cursor, Document, ReadOptions, Reading, Writer, decode_text};
use wsdlgen_runtime::{Contract, Operation, Validate};

use crate::modules;

/// A function that reads and rewrites a document with a certain root element.
type Rewrite = fn(&str) -> Result<Vec<u8>, String>;

/// The functions of a module.
pub type Work = &'static [Rewrite];

/// Runs a task with these fields: module, document to read, file to write.
pub fn task(fields: &[&str]) -> Option<Result<(), String>> {
    let [name, source, target] = *fields else { return None };
    Some(rewrite(name, source, target))
}

fn rewrite(name: &str, source: &str, target: &str) -> Result<(), String> {
    let module = modules::MODULES.iter().find(|(module, _)| *module == name);
    let (_, attempts) = module.ok_or_else(|| format!("unknown module `{name}`"))?;
    let bytes = fs::read(source).map_err(|error| error.to_string())?;
    let document = decode_text(&bytes, None).map_err(|error| error.to_string())?;
    let written = first(attempts, &document)?;
    fs::write(target, written).map_err(|error| error.to_string())
}

/// Tries all functions of a contract, since the root element of a document belongs to only one of them.
fn first(attempts: &[Rewrite], document: &str) -> Result<Vec<u8>, String> {
    let mut reason = None;
    for attempt in attempts {
        match attempt(document) {
            Ok(written) => return Ok(written),
            Err(error) => reason = reason.or(Some(error)),
        }
    }
    Err(reason.unwrap_or_else(|| "the contract has no operations".to_owned()))
}

/// Reads a document strictly as the input of an operation, and rewrites it.
pub fn operation<O: Operation>(document: &str) -> Result<Vec<u8>, String> {
    let mut cursor = Cursor::new(document, O::Contract::NAMESPACES, &strictly())
        .map_err(|error| error.to_string())?;
    let input = O::read_input(&mut cursor).map_err(|error| error.to_string())?;
    cursor.finish().map_err(|error| error.to_string())?;
    let mut writer = Writer::default();
    O::write_input(&input, &mut writer);
    let written = writer.finish().map_err(|error| error.to_string())?;
    Ok(declare(&written, O::DECLARATIONS))
}

/// Reads a document strictly as an element of the schema, and rewrites it.
pub fn document<D: Document>(document: &str) -> Result<Vec<u8>, String> {
    write(&D::parse(document, &strictly()).map_err(|error| error.to_string())?)
}

/// Reads a document strictly as an element of the schema, validates it, and rewrites it.
pub fn checked_document<D: Document + Validate>(document: &str) -> Result<Vec<u8>, String> {
    let value = D::parse(document, &strictly()).map_err(|error| error.to_string())?;
    value.validate().map_err(|errors| errors.to_string())?;
    write(&value)
}

/// Reads a document whose root is not declared, so that `xsi:type` names its type, and rewrites it. There is no Rust type to
/// choose at compile time, so that such a document is read as a tree.
pub fn undeclared(document: &str, schema: &Schema) -> Result<Vec<u8>, String> {
    let root = AnyElement::parse(document, &strictly()).map_err(|error| error.to_string())?;
    if schema.declares(&root.name) {
        return Err("the root is declared".to_owned());
    }
    schema.assess(&root).map_err(|errors| errors.to_string())?;
    root.to_xml().map(String::into_bytes).map_err(|error| error.to_string())
}

fn write(value: &impl Document) -> Result<Vec<u8>, String> {
    value.to_xml().map(String::into_bytes).map_err(|error| error.to_string())
}

fn strictly() -> ReadOptions {
    ReadOptions { reading: Reading::Strict, ..ReadOptions::default() }
}

/// Inserts the namespace declarations of generated tags into the first tag.
fn declare(written: &[u8], declarations: &str) -> Vec<u8> {
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    let (name, rest) = written.split_at(written.iter().position(is_end).unwrap_or(written.len()));
    [name, declarations.as_bytes(), rest].concat()
}
